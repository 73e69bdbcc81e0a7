#include "exchange/core/ladder.h"

#include <gtest/gtest.h>

#include <map>

#include "exchange/core/timer_heap.h"
#include "exchange/core/workload.h"

namespace zkp::exchange {
namespace {

/// Runs a ladder against std::map: the same best level and the same order, whatever came and went.
template <class AnyLadder>
void compare_with_map(uint64_t seed, uint64_t spread, uint64_t jump_percent) {
  LevelPool pool(4096);
  AnyLadder ladder;
  std::map<uint64_t, uint32_t> model;
  SplitMix64 random(seed);
  uint64_t centre = uint64_t{1} << 40;
  for (int step = 0; step < 20000; ++step) {
    if (random.below(100) < jump_percent)
      centre = random.below(4) == 0 ? random.next() : centre + random.below(2000) - 1000;
    if (model.size() < 4096 && random.below(100) < (model.size() < 300 ? 60u : 40u)) {
      const uint64_t code = centre + random.below(spread) - spread / 2;
      const uint32_t level = ladder.find_or_add(pool, code);
      ASSERT_EQ(pool[level].code, code);
      const auto [it, added] = model.emplace(code, level);
      ASSERT_EQ(it->second, level) << "a second level for one price";
    } else if (!model.empty()) {
      auto it = random.below(3) == 0 ? model.begin() : model.lower_bound(centre + random.below(spread));
      if (it == model.end()) it = std::prev(it);
      ladder.erase(pool, it->second);
      model.erase(it);
    }
    ASSERT_EQ(ladder.best(), model.empty() ? kNoSlot : model.begin()->second) << step;
    if (step % 50 != 0) continue;
    uint32_t level = ladder.best();
    for (const auto& [code, expected] : model) {
      ASSERT_EQ(level, expected) << step;
      level = ladder.after(pool, level);
    }
    ASSERT_EQ(level, kNoSlot);
  }
}

TEST(Ladder, IsAnOrderedMapNearTheTouch) { compare_with_map<Ladder>(1, 40, 0); }
TEST(Ladder, IsAnOrderedMapBeyondTheWindow) { compare_with_map<Ladder>(2, 5000, 1); }
TEST(Ladder, IsAnOrderedMapUnderJumps) { compare_with_map<Ladder>(3, 600, 30); }
TEST(StopLadder, IsAnOrderedMap) { compare_with_map<StopLadder>(4, 3000, 5); }

TEST(Ladder, TakesTheExtremesOfPrices) {
  LevelPool pool(8);
  Ladder ladder;
  const uint32_t last = ladder.find_or_add(pool, ~uint64_t{0});
  EXPECT_EQ(ladder.best(), last);
  const uint32_t first = ladder.find_or_add(pool, 0);
  EXPECT_EQ(ladder.best(), first);
  EXPECT_EQ(ladder.after(pool, first), last);
  EXPECT_EQ(ladder.after(pool, last), kNoSlot);
  ladder.erase(pool, first);
  EXPECT_EQ(ladder.best(), last);
  EXPECT_EQ(ladder.find_or_add(pool, ~uint64_t{0}), last);
}

TEST(OpenTable, IsAMapUnderDeletion) {
  OpenTable table(512);
  std::map<std::pair<uint64_t, uint32_t>, uint32_t> model;
  SplitMix64 random(5);
  for (uint32_t step = 0; step < 50000; ++step) {
    const uint64_t a = random.below(300);
    const auto b = static_cast<uint32_t>(random.below(3));
    const auto it = model.find({a, b});
    ASSERT_EQ(table.find(a, b), it == model.end() ? kNoSlot : it->second);
    if (it != model.end()) {
      table.erase(a, b);
      model.erase(it);
    } else if (model.size() < 512) {
      table.insert(a, b, step);
      model[{a, b}] = step;
    }
  }
}

TEST(TimerHeap, GivesTheFirstTimerUnderDeletion) {
  TimerHeap heap(1000);
  std::vector<uint32_t> places(1000, 0);
  std::map<std::pair<uint64_t, uint64_t>, uint32_t> model;
  SplitMix64 random(6);
  for (int step = 0; step < 50000; ++step) {
    const auto slot = static_cast<uint32_t>(random.below(1000));
    if (places[slot] == 0) {
      const uint64_t due = random.below(500);
      heap.insert({due, uint64_t{1} << 32, slot, slot, &places[slot]});
      model[{due, slot}] = slot;
    } else {
      heap.erase(&places[slot]);
      std::erase_if(model, [&](const auto& entry) { return entry.second == slot; });
    }
    ASSERT_EQ(heap.next_due(), model.empty() ? ~uint64_t{0} : model.begin()->first.first);
    if (!model.empty()) { ASSERT_EQ(heap.first().slot, model.begin()->second); }
  }
}

}  // namespace
}  // namespace zkp::exchange
