/// Open addressing from (u64, u32) to a slot number: linear probing, a power of two of entries at most half full,
/// deletion by shifting back. The order of the entries influences nothing outside.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/check.h"
#include "base/large_memory.h"

namespace zkp::exchange {

inline constexpr uint32_t kNoSlot = ~uint32_t{0};

class OpenTable {
 public:
  /// salt: a number that whoever chooses the keys does not know, so that they cannot be chosen to collide.
  explicit OpenTable(size_t capacity, uint64_t salt = 0) : salt_(salt) {
    while ((size_t{1} << (64 - shift_)) < 2 * capacity) --shift_;
    mask_ = (size_t{1} << (64 - shift_)) - 1;
    entries_.resize(mask_ + 1, Entry{0, 0, kNoSlot});
  }

  uint32_t find(uint64_t a, uint32_t b) const {
    for (size_t i = home(a, b);; i = (i + 1) & mask_) {
      const Entry& e = entries_[i];
      if (e.slot == kNoSlot || (e.a == a && e.b == b)) return e.slot;
    }
  }
  /// REQUIRES: the key is not in the table, and fewer than `capacity` are.
  void insert(uint64_t a, uint32_t b, uint32_t slot) {
    size_t i = home(a, b);
    while (entries_[i].slot != kNoSlot) i = (i + 1) & mask_;
    entries_[i] = {a, b, slot};
  }
  /// REQUIRES: the key is in the table.
  void erase(uint64_t a, uint32_t b) {
    size_t hole = home(a, b);
    while (entries_[hole].a != a || entries_[hole].b != b) {
      ZKP_CHECK(entries_[hole].slot != kNoSlot);
      hole = (hole + 1) & mask_;
    }
    // An entry may move into the hole unless its home lies cyclically after the hole.
    for (size_t i = (hole + 1) & mask_; entries_[i].slot != kNoSlot; i = (i + 1) & mask_) {
      if (((i - home(entries_[i].a, entries_[i].b)) & mask_) < ((i - hole) & mask_)) continue;
      entries_[hole] = entries_[i];
      hole = i;
    }
    entries_[hole].slot = kNoSlot;
  }
  void prefetch(uint64_t a, uint32_t b) const { __builtin_prefetch(&entries_[home(a, b)]); }
  void clear() { std::fill(entries_.begin(), entries_.end(), Entry{0, 0, kNoSlot}); }

 private:
  struct Entry {
    uint64_t a;
    uint32_t b;
    uint32_t slot;
  };
  // Multiply-shift with the fraction of the golden ratio.
  size_t home(uint64_t a, uint32_t b) const {
    return static_cast<size_t>(((a ^ uint64_t{b} << 40 ^ uint64_t{b} >> 8 ^ salt_) * 0x9E3779B97F4A7C15u) >> shift_);
  }

  uint64_t salt_;
  unsigned shift_ = 60;
  size_t mask_ = 0;
  LargeVector<Entry> entries_;
};

}  // namespace zkp::exchange
