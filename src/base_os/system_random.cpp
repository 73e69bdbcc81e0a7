#include "base_os/system_random.h"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace zkp {

Result<void> SystemRandom::fill(std::span<uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      return Error(CryptoError::kRandom,
                   "the operating system gives no randomness: " + std::generic_category().message(errno));
    }
    out = out.subspan(static_cast<size_t>(got));
  }
  return {};
}

}  // namespace zkp
