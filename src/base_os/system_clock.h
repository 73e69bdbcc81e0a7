/// The machine's wall clock.
#pragma once

#include "base/env.h"

namespace zkp {

/// CLOCK_REALTIME. Safe for concurrent use.
class SystemClock : public Clock {
 public:
  int64_t now_us() override;
};

}  // namespace zkp
