#include "base_os/system_clock.h"

#include <ctime>

namespace zkp {

int64_t SystemClock::now_us() {
  timespec now;
  ZKP_CHECK(::clock_gettime(CLOCK_REALTIME, &now) == 0);
  return int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
}

}  // namespace zkp
