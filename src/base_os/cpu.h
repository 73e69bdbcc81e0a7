/// What the processor is and can do; for benchmark tables and for `--version`. Safe for concurrent use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zkp {

struct CpuInfo {
  std::string model;  ///< cpu_model() (base/cpu.h)
  /// What cpu_hardware() (base/cpu.h) has, by the names of cpu_feature_names().
  std::vector<std::string_view> features;
  int threads = 1;  ///< that this process may use

  bool has(std::string_view feature) const;
};

const CpuInfo& cpu_info();

}  // namespace zkp
