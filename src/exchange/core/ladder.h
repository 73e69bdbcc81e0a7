/// Price levels of one side in order of priority: a window of consecutive prices around the best one, and a tree
/// behind it.
///
/// A level is known by its code (leaves.h: smaller is better) and holds a queue of orders. Levels and inner nodes come
/// from one pool for all instruments; nothing allocates after construction.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "exchange/core/open_table.h"

namespace zkp::exchange {

struct Level {
  uint64_t code;
  uint32_t head, tail;  ///< order slots
};

/// Levels and the inner nodes of the trees above them; as many of these as of those are enough.
class LevelPool {
 public:
  struct Inner {
    uint32_t child[2];
    uint32_t bit;  ///< counted from the most significant one
  };

  explicit LevelPool(size_t capacity) : levels_(capacity), inner_(capacity) { clear(); }

  Level& operator[](uint32_t i) { return levels_[i]; }
  const Level& operator[](uint32_t i) const { return levels_[i]; }
  Inner& inner(uint32_t i) { return inner_[i]; }
  const Inner& inner(uint32_t i) const { return inner_[i]; }

  uint32_t take(uint64_t code) {
    const uint32_t i = take_from(free_levels_);
    levels_[i] = {code, kNoSlot, kNoSlot};
    return i;
  }
  void give(uint32_t i) { free_levels_.push_back(i); }
  uint32_t take_inner() { return take_from(free_inner_); }
  void give_inner(uint32_t i) { free_inner_.push_back(i); }
  void clear();

 private:
  static uint32_t take_from(std::vector<uint32_t>& free) {
    const uint32_t i = free.back();
    free.pop_back();
    return i;
  }
  LargeVector<Level> levels_;
  LargeVector<Inner> inner_;
  std::vector<uint32_t> free_levels_, free_inner_;
};

/// A binary trie over codes that branches where they differ: at most 64 steps deep, whatever the prices.
class LevelTree {
 public:
  uint32_t find(const LevelPool& pool, uint64_t code) const;
  /// REQUIRES: no level of this code is in the tree.
  void insert(LevelPool& pool, uint32_t level);
  /// REQUIRES: the level is in the tree.
  void erase(LevelPool& pool, uint32_t level);
  /// The best level, and the best one behind `code`; kNoSlot if there is none.
  uint32_t first(const LevelPool& pool) const { return root_ == kNoSlot ? kNoSlot : leftmost(pool, root_); }
  uint32_t after(const LevelPool& pool, uint64_t code) const;
  bool empty() const { return root_ == kNoSlot; }
  void clear() { root_ = kNoSlot; }

 private:
  static constexpr uint32_t kLeaf = uint32_t{1} << 31;
  static unsigned bit_of(uint64_t code, unsigned bit) { return code >> (63 - bit) & 1; }
  static uint32_t leftmost(const LevelPool& pool, uint32_t node) {
    while (!(node & kLeaf)) node = pool.inner(node).child[0];
    return node & ~kLeaf;
  }
  uint32_t root_ = kNoSlot;
};

/// A tree whose first level is remembered: stops.
class StopLadder {
 public:
  uint32_t best() const { return best_; }
  uint32_t find_or_add(LevelPool& pool, uint64_t code);
  void erase(LevelPool& pool, uint32_t level);
  uint32_t after(const LevelPool& pool, uint32_t level) const { return tree_.after(pool, pool[level].code); }
  void clear() { *this = StopLadder(); }

 private:
  LevelTree tree_;
  uint32_t best_ = kNoSlot;
};

/// The book's side. Invariant: a level behind the window is worse than every one in it, and the window holds the best.
class Ladder {
 public:
  static constexpr uint64_t kWindow = 512;

  Ladder() { window_.fill(kNoSlot); }

  uint32_t best() const { return best_; }
  /// Of a price in the window; kNoSlot elsewhere.
  uint32_t level_at(uint64_t code) const { return code - base_ < kWindow ? window_[code - base_] : kNoSlot; }
  void prefetch(uint64_t code) const {
    if (code - base_ < kWindow) __builtin_prefetch(&window_[code - base_]);
  }
  uint32_t find_or_add(LevelPool& pool, uint64_t code) {
    return code - base_ < kWindow ? add_in_window(pool, code) : find_or_add_outside(pool, code);
  }
  void erase(LevelPool& pool, uint32_t level);
  uint32_t after(const LevelPool& pool, uint32_t level) const;
  void clear() { *this = Ladder(); }

 private:
  uint32_t add_in_window(LevelPool& pool, uint64_t code);
  uint32_t find_or_add_outside(LevelPool& pool, uint64_t code);
  void set(uint64_t at, uint32_t level) {
    window_[at] = level;
    used_[at / 64] |= uint64_t{1} << (at % 64);
  }
  /// Position of the first level at or behind `at`; kWindow if there is none.
  uint64_t first_from(uint64_t at) const;
  /// Moves the window so that `code` lies a quarter into it.
  void recentre(LevelPool& pool, uint64_t code);

  uint64_t base_ = 0;
  uint32_t best_ = kNoSlot;
  LevelTree behind_;
  std::array<uint64_t, kWindow / 64> used_{};
  std::array<uint32_t, kWindow> window_;
};

inline uint32_t Ladder::add_in_window(LevelPool& pool, uint64_t code) {
  const uint64_t at = code - base_;
  if (window_[at] != kNoSlot) return window_[at];
  const uint32_t level = pool.take(code);
  set(at, level);
  if (best_ == kNoSlot || code < pool[best_].code) best_ = level;
  return level;
}

}  // namespace zkp::exchange
