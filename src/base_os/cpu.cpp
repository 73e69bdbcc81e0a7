#include "base_os/cpu.h"

#include <algorithm>

#include "base/cpu.h"
#include "base_os/pool.h"

namespace zkp {
namespace {

std::vector<std::string_view> features() {
  std::vector<std::string_view> out;
  for (const CpuFeature& feature : cpu_feature_names())
    if (cpu_hardware().*feature.present) out.push_back(feature.name);
  return out;
}

}  // namespace

bool CpuInfo::has(std::string_view feature) const {
  return std::find(features.begin(), features.end(), feature) != features.end();
}

const CpuInfo& cpu_info() {
  static const CpuInfo info{cpu_model(), features(), effective_threads(0)};
  return info;
}

}  // namespace zkp
