#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace zkp {

void check_failed(const char* condition, const char* file, int line) noexcept {
  std::fprintf(stderr, "internal error: %s:%d: %s does not hold\n", file, line, condition);
  std::fflush(stderr);
  std::abort();
}

}  // namespace zkp
