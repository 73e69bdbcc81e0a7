/// ZKP_CHECK guards our own invariants. On in release builds; never depends on input (that is what Result is for).
#pragma once

namespace zkp {
/// Prints the place and the condition to standard error and aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line) noexcept;
}  // namespace zkp

#define ZKP_CHECK(condition) \
  (static_cast<bool>(condition) ? static_cast<void>(0) : ::zkp::check_failed(#condition, __FILE__, __LINE__))
