/// The kernel's randomness.
#pragma once

#include "base/env.h"

namespace zkp {

/// getrandom(2): waits at boot until the kernel has entropy, then never blocks. Safe for concurrent use and after fork.
class SystemRandom : public Random {
 public:
  Result<void> fill(std::span<uint8_t> out) override;
};

}  // namespace zkp
