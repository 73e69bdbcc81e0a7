#include "base_os/cpu.h"

#include <algorithm>

#include "base/cpu.h"
#include "base_os/pool.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace zkp {
namespace {

#if defined(__x86_64__)

struct Registers {
  unsigned a = 0, b = 0, c = 0, d = 0;
};

Registers cpuid(unsigned leaf) {
  Registers r;
  __get_cpuid_count(leaf, 0, &r.a, &r.b, &r.c, &r.d);  // leaves zeros where the leaf does not exist
  return r;
}

std::string model_name() {
  std::string name;
  for (unsigned leaf = 0x80000002; leaf <= 0x80000004; ++leaf) {
    const Registers r = cpuid(leaf);
    for (unsigned word : {r.a, r.b, r.c, r.d})
      for (int i = 0; i < 4; ++i) name += static_cast<char>(word >> (8 * i));
  }
  name = name.substr(0, name.find('\0'));
  // Brand strings are padded with spaces, some in front, some doubled inside.
  std::string out;
  for (char c : name)
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out.empty() ? "unknown" : out;
}

#else

std::string model_name() { return "unknown"; }

#endif

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
  static const CpuInfo info{model_name(), features(), effective_threads(0)};
  return info;
}

}  // namespace zkp
