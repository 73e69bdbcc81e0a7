/// What the user sees while something runs.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace zkp {

/// `done` and `total` count `unit`s; total 0: unknown.
struct Progress {
  std::string_view phase;  ///< "reading", "committing", "proving"
  std::string_view subject;
  uint64_t done = 0;
  uint64_t total = 0;
  std::string_view unit;
};
using ProgressSink = std::function<void(const Progress&)>;

}  // namespace zkp
