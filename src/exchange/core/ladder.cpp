#include "exchange/core/ladder.h"

#include <algorithm>
#include <bit>

namespace zkp::exchange {

void LevelPool::clear() {
  free_levels_.resize(levels_.size());
  for (size_t i = 0; i < levels_.size(); ++i) free_levels_[i] = static_cast<uint32_t>(levels_.size() - 1 - i);
  free_inner_ = free_levels_;
}

// ---- the tree ------------------------------------------------------------------------------------------------------

uint32_t LevelTree::find(const LevelPool& pool, uint64_t code) const {
  if (root_ == kNoSlot) return kNoSlot;
  uint32_t node = root_;
  while (!(node & kLeaf)) node = pool.inner(node).child[bit_of(code, pool.inner(node).bit)];
  node &= ~kLeaf;
  return pool[node].code == code ? node : kNoSlot;
}

void LevelTree::insert(LevelPool& pool, uint32_t level) {
  const uint64_t code = pool[level].code;
  if (root_ == kNoSlot) {
    root_ = level | kLeaf;
    return;
  }
  uint32_t node = root_;
  while (!(node & kLeaf)) node = pool.inner(node).child[bit_of(code, pool.inner(node).bit)];
  const auto bit = static_cast<uint32_t>(std::countl_zero(pool[node & ~kLeaf].code ^ code));
  uint32_t* link = &root_;
  while (!(*link & kLeaf) && pool.inner(*link).bit < bit)
    link = &pool.inner(*link).child[bit_of(code, pool.inner(*link).bit)];
  const uint32_t added = pool.take_inner();
  LevelPool::Inner& inner = pool.inner(added);
  inner.bit = bit;
  inner.child[bit_of(code, bit)] = level | kLeaf;
  inner.child[1 - bit_of(code, bit)] = *link;
  *link = added;
}

void LevelTree::erase(LevelPool& pool, uint32_t level) {
  const uint64_t code = pool[level].code;
  if (root_ == (level | kLeaf)) {
    root_ = kNoSlot;
    return;
  }
  uint32_t* link = &root_;
  for (;;) {
    LevelPool::Inner& inner = pool.inner(*link);
    const unsigned side = bit_of(code, inner.bit);
    if (inner.child[side] == (level | kLeaf)) {
      const uint32_t gone = *link;
      *link = inner.child[1 - side];
      pool.give_inner(gone);
      return;
    }
    ZKP_CHECK(!(inner.child[side] & kLeaf));
    link = &inner.child[side];
  }
}

uint32_t LevelTree::after(const LevelPool& pool, uint64_t code) const {
  if (root_ == kNoSlot) return kNoSlot;
  // The leaf on the way of `code` tells where `code` would branch off.
  uint32_t node = root_;
  while (!(node & kLeaf)) node = pool.inner(node).child[bit_of(code, pool.inner(node).bit)];
  const uint64_t other = pool[node & ~kLeaf].code;
  const unsigned split = other == code ? 64 : static_cast<unsigned>(std::countl_zero(other ^ code));
  uint32_t right = kNoSlot;  // the nearest subtree whose codes are all larger
  node = root_;
  while (!(node & kLeaf) && pool.inner(node).bit < split) {
    const LevelPool::Inner& inner = pool.inner(node);
    const unsigned side = bit_of(code, inner.bit);
    if (side == 0) right = inner.child[1];
    node = inner.child[side];
  }
  if (split < 64 && bit_of(code, split) == 0) return leftmost(pool, node);
  return right == kNoSlot ? kNoSlot : leftmost(pool, right);
}

// ---- stops ---------------------------------------------------------------------------------------------------------

uint32_t StopLadder::find_or_add(LevelPool& pool, uint64_t code) {
  if (const uint32_t found = tree_.find(pool, code); found != kNoSlot) return found;
  const uint32_t level = pool.take(code);
  tree_.insert(pool, level);
  if (best_ == kNoSlot || code < pool[best_].code) best_ = level;
  return level;
}

void StopLadder::erase(LevelPool& pool, uint32_t level) {
  tree_.erase(pool, level);
  if (level == best_) best_ = tree_.first(pool);
  pool.give(level);
}

// ---- the book's side -----------------------------------------------------------------------------------------------

uint64_t Ladder::first_from(uint64_t at) const {
  if (at >= kWindow) return kWindow;
  size_t i = at / 64;
  uint64_t word = used_[i] & (~uint64_t{0} << (at % 64));
  while (word == 0) {
    if (++i == used_.size()) return kWindow;
    word = used_[i];
  }
  return i * 64 + static_cast<unsigned>(std::countr_zero(word));
}

uint32_t Ladder::find_or_add_outside(LevelPool& pool, uint64_t code) {
  if (best_ == kNoSlot || code < base_) {
    recentre(pool, code);
    return add_in_window(pool, code);
  }
  if (pool[best_].code - base_ > kWindow / 2) {
    recentre(pool, pool[best_].code);
    if (code - base_ < kWindow) return add_in_window(pool, code);
  }
  if (const uint32_t found = behind_.find(pool, code); found != kNoSlot) return found;
  const uint32_t level = pool.take(code);
  behind_.insert(pool, level);
  return level;
}

void Ladder::recentre(LevelPool& pool, uint64_t code) {
  std::array<uint32_t, kWindow> moved;
  size_t count = 0;
  for (uint64_t at = first_from(0); at < kWindow; at = first_from(at + 1)) {
    moved[count++] = window_[at];
    window_[at] = kNoSlot;
  }
  used_.fill(0);
  base_ = code < kWindow / 4 ? 0 : std::min(code - kWindow / 4, ~uint64_t{0} - (kWindow - 1));
  for (size_t i = 0; i < count; ++i) {
    const uint64_t at = pool[moved[i]].code - base_;
    if (at < kWindow)
      set(at, moved[i]);
    else
      behind_.insert(pool, moved[i]);
  }
  for (uint32_t next = behind_.first(pool); next != kNoSlot && pool[next].code - base_ < kWindow;
       next = behind_.first(pool)) {
    behind_.erase(pool, next);
    set(pool[next].code - base_, next);
  }
}

void Ladder::erase(LevelPool& pool, uint32_t level) {
  const uint64_t at = pool[level].code - base_;
  if (at >= kWindow) {
    behind_.erase(pool, level);
  } else {
    window_[at] = kNoSlot;
    used_[at / 64] &= ~(uint64_t{1} << (at % 64));
    if (level == best_) {
      const uint64_t next = first_from(at);
      if (next < kWindow) {
        best_ = window_[next];
      } else {
        best_ = behind_.first(pool);
        if (best_ != kNoSlot) recentre(pool, pool[best_].code);
      }
    }
  }
  pool.give(level);
}

uint32_t Ladder::after(const LevelPool& pool, uint32_t level) const {
  const uint64_t code = pool[level].code;
  if (code - base_ >= kWindow) return behind_.after(pool, code);
  const uint64_t next = first_from(code - base_ + 1);
  return next < kWindow ? window_[next] : behind_.first(pool);
}

}  // namespace zkp::exchange
