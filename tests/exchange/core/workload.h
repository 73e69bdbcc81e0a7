/// Random command streams that reach every rule, with extreme values mixed in.
#pragma once

#include <vector>

#include "exchange/core/record.h"

namespace zkp::exchange::test {

/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
class SplitMix64 {
 public:
  explicit SplitMix64(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
  }
  uint64_t below(uint64_t n) { return next() % n; }
  bool chance(uint64_t percent) { return below(100) < percent; }

 private:
  uint64_t state_;
};

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
    const int64_t spread = mid / (random_.chance(5) ? 5 : 40) + 2;
    return mid - spread + static_cast<int64_t>(random_.below(static_cast<uint64_t>(2 * spread + 1)));
  }

  SplitMix64 random_;
  uint64_t hostile_, seq_ = 0, time_ = 1'000'000'000, client_seq_ = 0, cl_ord_id_ = 0;
  std::vector<CommandRecord> queue_;
  size_t taken_ = 0;
};

}  // namespace zkp::exchange::test
