// links: base beacon
// What drand says of a beacon and of a round: read or refused, and a round that is read has its own value.
#include <cstdlib>

#include "beacon/beacon.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = zkp::as_text({data, size});
  if (const auto beacon = zkp::parse_beacon_info(text); beacon.ok()) {
    if (beacon->period_s == 0 || beacon->public_key.is_identity()) std::abort();
    const auto time_s = beacon->round_time_s(2);
    if (time_s && beacon->first_round_at(*time_s) != 2) std::abort();
  }
  if (const auto round = zkp::parse_beacon_round(text); round.ok())
    (void)zkp::check_beacon_round(zkp::quicknet(), round->round.value_or(1), round->signature).ok();
  return 0;
}
