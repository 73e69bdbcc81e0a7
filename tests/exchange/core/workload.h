/// Random command streams that reach every rule, with extreme values mixed in.
#pragma once

#include <vector>

#include "base/split_mix.h"
#include "exchange/core/record.h"

namespace zkp::exchange::test {

class Workload {
 public:
  static constexpr uint32_t kTraders = 8;

  /// hostile: percent of the commands in which one field gets an extreme or a random value.
  Workload(uint64_t seed, uint64_t hostile) : random_(seed), hostile_(hostile) { set_up(); }

  CommandRecord next();

 private:
  CommandRecord& add(CommandType type, uint32_t trader);
  void set_up();
  void step();
  void new_order(uint32_t trader, uint32_t instrument);
  void replace(uint32_t trader);
  void recover();
  void spoil(CommandRecord& c);
  uint64_t extreme();
  int64_t price(uint32_t instrument) {
    const int64_t mid = instrument == 1 ? 1000 : instrument == 2 ? 5000 : 200;
    const int64_t spread = mid / (chance(5) ? 5 : 40) + 2;
    return mid - spread + static_cast<int64_t>(random_.below(static_cast<uint64_t>(2 * spread + 1)));
  }

  bool chance(uint64_t percent) { return random_.below(100) < percent; }

  SplitMix64 random_;
  uint64_t hostile_, seq_ = 0, time_ = 1'000'000'000, client_seq_ = 0, cl_ord_id_ = 0;
  std::vector<CommandRecord> queue_;
  size_t taken_ = 0;
};

}  // namespace zkp::exchange::test
