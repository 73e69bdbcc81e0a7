#include "exchange/core/trie.h"

namespace zkp::exchange {
namespace {

// Places in the message of a node.
constexpr size_t kDepthAt = 1, kPrefixAt = 2, kCountAt = 24, kSumAt = 32, kHashAt = 48, kMessageBytes = 112;

}  // namespace

Trie::Trie(const Memory& memory, detail::Sha256Compress compress) : memory_(memory), compress_(compress) {
  memory_.leaves[0] = Leaf{};
}

Trie::Trie(const Memory& memory, const Recording& recording, detail::Sha256Compress compress) : Trie(memory, compress) {
  recording_ = recording;
  const Ref top = recording.source->root_;
  root_ = top == 0 ? 0 : opaque_of(top);
  top_ = recording.source->top_;
}

void Trie::clear() {
  root_ = 0;
  top_ = {};
  top_dirty_ = false;
  failure_ = ApplyError::kOk;
  used_branches_ = 0;
  used_leaves_ = 1;
  free_branches_ = free_leaves_ = kFreeEnd;
}

// ---- nodes ---------------------------------------------------------------------------------------------------------

Trie::Summary Trie::summary(const Branch& b, unsigned side) {
  Summary out;
  std::memcpy(&out.count, b.message + kCountAt + 4 * side, 4);
  std::memcpy(&out.sum, b.message + kSumAt + 8 * side, 8);
  std::memcpy(out.hash.data(), b.message + kHashAt + 32 * side, 32);
  return out;
}

void Trie::set_summary(Branch& b, unsigned side, const Summary& s) {
  std::memcpy(b.message + kCountAt + 4 * side, &s.count, 4);
  std::memcpy(b.message + kSumAt + 8 * side, &s.sum, 8);
  std::memcpy(b.message + kHashAt + 32 * side, s.hash.data(), 32);
}

void Trie::set_stale(uint32_t parent, unsigned side, bool stale) {
  if (parent == kNoParent)
    top_dirty_ = stale;
  else
    at(parent).dirty = static_cast<uint8_t>((at(parent).dirty & ~(1u << side)) | (stale ? 1u : 0u) << side);
}

void Trie::set_parent(Ref r, uint32_t parent) {
  if (is_leaf(r)) leaf(index(r)).parent = parent;
  if (is_branch(r)) at(index(r)).parent = parent;
}

uint32_t Trie::new_leaf() {
  uint32_t i = free_leaves_;
  if (i != kFreeEnd) {
    free_leaves_ = leaf(i).parent;
  } else if (used_leaves_ < memory_.leaf_count) {
    i = used_leaves_++;
  } else {
    fail(ApplyError::kOutOfMemory);
    i = 0;
  }
  return i;
}

uint32_t Trie::new_branch() {
  const uint32_t i = free_branches_;
  if (i != kFreeEnd) {
    free_branches_ = at(i).parent;
    return i;
  }
  if (used_branches_ < memory_.branch_count) return used_branches_++;
  fail(ApplyError::kOutOfMemory);
  return kNoParent;
}

void Trie::init_branch(Branch& b, uint32_t parent, unsigned depth, const Key& prefix) {
  b.child[0] = b.child[1] = 0;
  b.parent = parent;
  b.depth = static_cast<uint8_t>(depth);
  b.dirty = 0;
  b.prefix = prefix;
  b.message[0] = static_cast<uint8_t>(HashTag::kNode);
  b.message[kDepthAt] = static_cast<uint8_t>(depth);
  prefix.write(b.message + kPrefixAt);
  std::memset(b.message + kMessageBytes, 0, sizeof b.message - kMessageBytes);
  b.message[kMessageBytes] = 0x80;
  detail::store_be64(b.message + sizeof b.message - 8, kMessageBytes * 8);
}

uint32_t Trie::add_branch(uint32_t parent, unsigned side, unsigned depth, const Key& prefix) {
  const uint32_t i = new_branch();
  if (failed()) return kNoParent;
  init_branch(at(i), parent, depth, prefix);
  link(parent, side) = kBranchTag | i;
  set_stale(parent, side, true);
  return i;
}

uint32_t Trie::add_leaf(uint32_t parent, unsigned side, const Key& key) {
  const uint32_t i = new_leaf();
  if (failed()) return 0;
  Leaf& l = leaf(i);
  l.key = key;
  l.size = static_cast<uint8_t>(leaf_bytes(key));
  l.parent = parent;
  l.link = 0;
  std::memset(l.value, 0, sizeof l.value);
  link(parent, side) = kLeafTag | i;
  set_stale(parent, side, true);
  return i;
}

void Trie::add_opaque(uint32_t parent, unsigned side, const Summary& s) {
  link(parent, side) = kUnknown;
  set_summary_at(parent, side, s);
  set_stale(parent, side, false);
}

Trie::Ref Trie::open_opaque(uint32_t parent, unsigned side) {
  const Ref r = link(parent, side);
  if (failed()) return 0;
  if (r == kUnknown || recording_.source == nullptr) {
    fail(ApplyError::kWitnessInsufficient);
    return 0;
  }
  const uint32_t from = index(r) >> 1;
  if ((r & 1) != 0) {
    recording_.leaves[from / 64] |= uint64_t{1} << (from % 64);
    const uint32_t i = new_leaf();
    if (failed()) return 0;
    leaf(i) = recording_.source->leaf(from);
    leaf(i).parent = parent;
    return link(parent, side) = kLeafTag | i;
  }
  recording_.branches[from / 64] |= uint64_t{1} << (from % 64);
  const uint32_t i = new_branch();
  if (failed()) return 0;
  at(i) = recording_.source->branch(from);
  at(i).parent = parent;
  for (Ref& child : at(i).child) child = opaque_of(child);
  return link(parent, side) = kBranchTag | i;
}

void Trie::changed(uint32_t parent, unsigned side) {
  while (parent != kNoParent) {
    Branch& b = at(parent);
    if ((b.dirty >> side & 1) != 0) return;
    b.dirty = static_cast<uint8_t>(b.dirty | 1u << side);
    const uint32_t above = b.parent;
    if (above != kNoParent) side = b.prefix.bit(at(above).depth);
    parent = above;
  }
  top_dirty_ = true;
}

// ---- looking and changing ------------------------------------------------------------------------------------------

uint32_t Trie::find(const Key& key) {
  uint32_t parent = kNoParent;
  unsigned side = 0;
  for (;;) {
    const Ref r = open(parent, side);
    if (r == 0) return 0;
    if (is_leaf(r)) return leaf(index(r)).key == key ? index(r) : 0;
    parent = index(r);
    const Branch& b = at(parent);
    if (!key.starts_with(b.prefix, b.depth)) return 0;
    side = key.bit(b.depth);
  }
}

uint32_t Trie::put(const Key& key) {
  uint32_t parent = kNoParent;
  unsigned side = 0;
  for (;;) {
    const Ref r = open(parent, side);
    if (failed()) return 0;
    if (r == 0) {  // the empty set
      const uint32_t only = add_leaf(kNoParent, 0, key);
      return only;
    }
    if (is_leaf(r)) {
      const Leaf& l = leaf(index(r));
      if (l.key != key) return split(parent, side, l.key.common(key), key);
      changed(parent, side);
      return index(r);
    }
    const Branch& b = at(index(r));
    if (!key.starts_with(b.prefix, b.depth)) return split(parent, side, b.prefix.common(key), key);
    parent = index(r);
    side = key.bit(b.depth);
  }
}

/// A new branch where `key` leaves what hangs at `side` of `parent`, and its leaf.
uint32_t Trie::split(uint32_t parent, unsigned side, unsigned depth, const Key& key) {
  const Ref old = link(parent, side);
  const Summary summary = summary_at(parent, side);
  const bool old_stale = stale(parent, side);
  const uint32_t b = add_branch(parent, side, depth, key.prefix(depth));
  if (failed()) return 0;
  const unsigned own = key.bit(depth);
  const uint32_t l = add_leaf(b, own, key);
  if (failed()) return 0;
  at(b).child[1 - own] = old;
  set_summary(at(b), 1 - own, summary);
  set_stale(b, 1 - own, old_stale);
  set_parent(old, b);
  // add_branch() marked the place in the parent; the way above it may be clean.
  if (parent == kNoParent) return l;
  set_stale(parent, side, false);
  changed(parent, side);
  return l;
}

bool Trie::erase(const Key& key) {
  const uint32_t i = find(key);
  if (i != 0) erase_leaf(i);
  return i != 0;
}

void Trie::erase_leaf(uint32_t gone) {
  const Key key = leaf(gone).key;
  const uint32_t parent = leaf(gone).parent;
  if (parent == kNoParent) {
    root_ = 0;
    top_ = {};
    top_dirty_ = false;
  } else {
    // The sibling takes the parent's place with the hash it has.
    Branch& b = at(parent);
    const unsigned other = 1 - key.bit(b.depth);
    const uint32_t above = b.parent;
    const unsigned side = above == kNoParent ? 0 : key.bit(at(above).depth);
    const Ref sibling = b.child[other];
    link(above, side) = sibling;
    set_parent(sibling, above);
    set_summary_at(above, side, summary(b, other));
    set_stale(above, side, stale(parent, other));
    if (above != kNoParent) {
      const uint32_t top = at(above).parent;
      changed(top, top == kNoParent ? 0 : key.bit(at(top).depth));
    }
    b.parent = free_branches_;
    free_branches_ = parent;
  }
  leaf(gone).parent = free_leaves_;
  free_leaves_ = gone;
}

void Trie::touch(uint32_t i) {
  if (i == 0) return;
  const Leaf& l = leaf(i);
  changed(l.parent, l.parent == kNoParent ? 0 : l.key.bit(at(l.parent).depth));
}

uint32_t Trie::first(const Key& low, const Key& high) {
  return first_below(kNoParent, 0, Key{}, Key{}.last(0), low, high);
}

/// The keys there are known to lie in [node_low, node_high] from what is above: a child that cannot meet [low, high] is
/// not opened.
uint32_t Trie::first_below(uint32_t parent, unsigned side, const Key& node_low, const Key& node_high, const Key& low,
                           const Key& high) {
  if (node_high < low || high < node_low) return 0;
  const Ref r = open(parent, side);
  if (r == 0) return 0;
  if (is_leaf(r)) {
    const Key& key = leaf(index(r)).key;
    return low <= key && key <= high ? index(r) : 0;
  }
  const Branch& b = at(index(r));
  if (b.prefix.last(b.depth) < low || high < b.prefix) return 0;
  const uint32_t left = first_below(index(r), 0, b.prefix, b.prefix.last(b.depth + 1u), low, high);
  if (left != 0 || failed()) return left;
  return first_below(index(r), 1, b.prefix.with_bit(b.depth), b.prefix.last(b.depth), low, high);
}

Aggregate Trie::aggregate(const Key& prefix, unsigned bits) {
  uint32_t parent = kNoParent;
  unsigned side = 0;
  for (;;) {
    const Ref r = open(parent, side);
    if (r == 0) return {0, 0};
    const bool is_end = is_leaf(r) || at(index(r)).depth >= bits;
    if (is_end) {
      const Key& key = is_leaf(r) ? leaf(index(r)).key : at(index(r)).prefix;
      if (key.prefix(bits) != prefix) return {0, 0};
      const Summary s = summary_at(parent, side);
      return {s.count, s.sum};
    }
    parent = index(r);
    const Branch& b = at(parent);
    if (prefix.prefix(b.depth) != b.prefix) return {0, 0};
    side = prefix.bit(b.depth);
  }
}

// ---- hashing -------------------------------------------------------------------------------------------------------

Trie::Summary Trie::hash(Ref r) {
  if (is_leaf(r)) {
    const Leaf& l = leaf(index(r));
    uint8_t key[Key::kBytes];
    l.key.write(key);
    ShortMessage message(HashTag::kLeaf);
    message.add(key, sizeof key).add(l.value, l.size);
    return {1, l.sum(), message.digest(compress_)};
  }
  Branch& b = at(index(r));
  for (unsigned side = 0; side < 2; ++side)
    if ((b.dirty >> side & 1) != 0) set_summary(b, side, hash(b.child[side]));
  b.dirty = 0;
  uint32_t counts[2];
  uint64_t sums[2];
  std::memcpy(counts, b.message + kCountAt, sizeof counts);
  std::memcpy(sums, b.message + kSumAt, sizeof sums);
  return {counts[0] + counts[1], sums[0] + sums[1], ShortMessage::compress_blocks(compress_, b.message, 2)};
}

void Trie::hash_before(const Key& key) {
  for (Ref r = root_; is_branch(r) && !failed();) {
    Branch& b = at(index(r));
    if (!key.starts_with(b.prefix, b.depth)) return;
    const unsigned side = key.bit(b.depth);
    if (side == 1 && (b.dirty & 1) != 0) {
      set_summary(b, 0, hash(b.child[0]));
      b.dirty = static_cast<uint8_t>(b.dirty & ~1u);
    }
    r = b.child[side];
  }
}

void Trie::prefetch(std::span<const Key> keys) const {
  // All ways side by side, one step a round, so that the waits for memory overlap.
  constexpr size_t kWays = 16;
  for (size_t first = 0; first < keys.size(); first += kWays) {
    const std::span<const Key> some = keys.subspan(first, keys.size() - first < kWays ? keys.size() - first : kWays);
    Ref way[kWays];
    for (size_t i = 0; i < some.size(); ++i) way[i] = root_;
    for (bool any = true; any;) {
      any = false;
      for (size_t i = 0; i < some.size(); ++i) {
        if (!is_branch(way[i])) continue;
        const Branch& b = branch(index(way[i]));
        const Ref next = b.child[some[i].bit(b.depth)];
        way[i] = next;
        if (!is_branch(next) && !is_leaf(next)) continue;
        any = true;
        const char* lines = is_branch(next) ? reinterpret_cast<const char*>(&branch(index(next)))
                                            : reinterpret_cast<const char*>(&leaf(index(next)));
        __builtin_prefetch(lines, 1);
        __builtin_prefetch(lines + 64, 1);
        __builtin_prefetch(lines + 128, 1);
      }
    }
  }
}

Digest Trie::root() {
  if (root_ == 0) return Digest{};
  if (top_dirty_) top_ = hash(root_);
  top_dirty_ = false;
  return top_.hash;
}

}  // namespace zkp::exchange
