/// What the benchmarks of the exchange share: random numbers, a state with its engine, quantiles of time stamps.
#pragma once

#include <x86intrin.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <vector>

#include "base/split_mix.h"
#include "exchange/core/event_buffer.h"
#include "exchange/core/hot_state.h"

namespace zkp::bench {

using namespace exchange;

class Random : public SplitMix64 {
 public:
  using SplitMix64::SplitMix64;
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  double normal() { return std::sqrt(-2 * std::log(1 - unit())) * std::cos(2 * std::numbers::pi * unit()); }
};

/// Numbers the commands of a workload, a microsecond apart.
class CommandMaker {
 public:
  /// At the end of `out`, its body zero.
  CommandRecord& append(std::vector<CommandRecord>& out, CommandType type, uint32_t trader) {
    CommandRecord& c = out.emplace_back();
    clear(c);
    c.type = type;
    c.version = 1;
    c.seq = ++seq_;
    c.time = 1'000'000 + 1000 * seq_;
    c.trader = trader;
    c.client_seq = trader == 0 ? 0 : seq_;
    return c;
  }

 private:
  uint64_t seq_ = 0;
};

/// A state with its engine; the buffer of events is as large as a ring that stays in the second-level cache.
struct Matcher {
  explicit Matcher(const Capacity& capacity) : state(capacity), events(kEvents), engine(state, events) {}
  static constexpr size_t kEvents = 4096;

  /// commands[k], with a look at those behind it, as a ring of commands allows: for states beyond the caches.
  void apply_ahead(const std::vector<CommandRecord>& commands, size_t k) {
    if (k + 20 < commands.size())
      for (int step = 0; step < 5; ++step) state.prefetch(commands[k + 20 - static_cast<size_t>(4 * step)], step);
    apply(commands[k]);
  }
  void apply(const CommandRecord& c) {
    if (events.size() > kEvents - 64) events.clear();
    if (engine.apply(c) != ApplyError::kOk) std::abort();
  }

  HotState state;
  EventBuffer events;
  Engine<HotState, EventBuffer> engine;
};

inline double ns_per_tick() {
  const auto start = std::chrono::steady_clock::now();
  const uint64_t first = __rdtsc();
  while (std::chrono::steady_clock::now() - start < std::chrono::milliseconds(50)) {}
  const double ns = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
  return ns / static_cast<double>(__rdtsc() - first);
}

/// Ticks of the processor's clock, counted one by one up to the last entry.
class TickHistogram {
 public:
  void add(uint64_t ticks) {
    ++counts_[std::min<uint64_t>(ticks, counts_.size() - 1)];
    ++total_;
  }
  double seconds_at(double quantile) const {
    auto left = static_cast<uint64_t>(quantile * static_cast<double>(total_));
    size_t ticks = 0;
    while (ticks + 1 < counts_.size() && counts_[ticks] <= left) left -= counts_[ticks++];
    return static_cast<double>(ticks) * ns_per_tick() * 1e-9;
  }

 private:
  std::vector<uint64_t> counts_ = std::vector<uint64_t>(1 << 16);
  uint64_t total_ = 0;
};

}  // namespace zkp::bench
