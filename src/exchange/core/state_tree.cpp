#include "exchange/core/state_tree.h"

#include <algorithm>
#include <array>

namespace zkp::exchange {
namespace {

size_t most_leaves(const Capacity& c) {
  // An order has its leaf, its index and perhaps a timer.
  return 2 + size_t{3} * c.orders + c.traders + c.balances + c.holdings + size_t{3} * c.instruments + c.assets;
}

template <class T>
void put(std::vector<uint8_t>& out, const T& value) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
  out.insert(out.end(), bytes, bytes + sizeof value);
}
void put(std::vector<uint8_t>& out, const Key& key) {
  uint8_t bytes[Key::kBytes];
  key.write(bytes);
  out.insert(out.end(), bytes, bytes + sizeof bytes);
}

bool seen(const std::vector<uint64_t>& bits, uint32_t i) { return (bits[i / 64] >> (i % 64) & 1) != 0; }

}  // namespace

StateTree::StateTree(const Capacity& capacity, detail::Sha256Compress compress)
    : compress_(compress),
      leaf_count_(most_leaves(capacity)),
      storage_(leaf_count_, leaf_count_ + 1),
      trie_(storage_.memory(), compress),
      seen_branches_(leaf_count_ / 64 + 1),
      seen_leaves_(leaf_count_ / 64 + 1) {}

void StateTree::commit(const ChangeSet& changes, ChangeSet* undo) {
  order_.clear();
  for (uint32_t i = 0; i < changes.size(); ++i) order_.push_back({changes[i].key, i});
  std::sort(order_.begin(), order_.end(),
            [](const Change& a, const Change& b) { return a.key != b.key ? a.key < b.key : a.at < b.at; });
  size_t count = 0;  // of each key the last change
  for (size_t i = 0; i < order_.size(); ++i)
    if (i + 1 == order_.size() || order_[i + 1].key != order_[i].key) order_[count++] = order_[i];

  // In the order of the keys, a piece at a time: its nodes are asked for all at once, changed, and hashed as far as no
  // later key can reach them, all while they are near.
  constexpr size_t kPiece = 64;
  std::array<Key, kPiece> keys;
  for (size_t first = 0; first < count; first += kPiece) {
    const size_t size = std::min(kPiece, count - first);
    for (size_t i = 0; i < size; ++i) {
      keys[i] = order_[first + i].key;
      __builtin_prefetch(&changes[order_[first + i].at]);
      __builtin_prefetch(reinterpret_cast<const char*>(&changes[order_[first + i].at]) + 64);
    }
    trie_.prefetch(std::span(keys).first(size));
    for (size_t i = 0; i < size; ++i) apply(changes[order_[first + i].at], undo);
    if (first + size < count) trie_.hash_before(order_[first + size].key);
  }
  ZKP_CHECK(!trie_.failed());
}

void StateTree::apply(const LeafChange& change, ChangeSet* undo) {
  uint32_t i = undo != nullptr || change.size == 0 ? trie_.find(change.key) : 0;
  if (undo != nullptr) {
    LeafChange& before = undo->emplace_back();
    before.key = change.key;
    before.size = i == 0 ? 0 : trie_.leaf(i).size;
    std::memcpy(before.value, trie_.leaf(i).value, before.size);
  }
  if (change.size == 0) {
    if (i != 0) trie_.erase_leaf(i);
    return;
  }
  if (i == 0)
    i = trie_.put(change.key);
  else
    trie_.touch(i);
  std::memcpy(trie_.leaf(i).value, change.value, change.size);
}

void StateTree::leaves(ChangeSet& out) {
  const Key end = Key{}.last(0);
  for (uint32_t i = trie_.first(Key{}, end); i != 0;) {
    const Trie::Leaf& leaf = trie_.leaf(i);
    LeafChange& change = out.emplace_back();
    change.key = leaf.key;
    change.size = leaf.size;
    std::memcpy(change.value, leaf.value, sizeof change.value);
    i = leaf.key == end ? 0 : trie_.first(leaf.key.next(), end);
  }
}

std::vector<uint8_t> StateTree::witness(const std::function<void(Trie&)>& run) {
  // A recording holds what it opened and what it inserted: never more than the tree itself may hold.
  if (!recording_) recording_ = std::make_unique<TrieStorage>(leaf_count_, leaf_count_ + 1);
  std::fill(seen_branches_.begin(), seen_branches_.end(), 0);
  std::fill(seen_leaves_.begin(), seen_leaves_.end(), 0);
  Trie trie(recording_->memory(), Trie::Recording{&trie_, seen_branches_.data(), seen_leaves_.data()}, compress_);
  run(trie);
  std::vector<uint8_t> out;
  if (trie_.top() != 0) write(trie_.top(), trie_.top_summary(), out);
  return out;
}

void StateTree::write(Trie::Ref ref, const Trie::Summary& summary, std::vector<uint8_t>& out) const {
  const uint32_t i = Trie::index(ref);
  const bool is_leaf = Trie::is_leaf(ref);
  if (!seen(is_leaf ? seen_leaves_ : seen_branches_, i)) {
    out.push_back(0);
    put(out, summary.count);
    put(out, summary.sum);
    put(out, summary.hash);
    return;
  }
  if (is_leaf) {
    const Trie::Leaf& leaf = trie_.leaf(i);
    out.push_back(2);
    put(out, leaf.key);
    out.push_back(leaf.size);
    out.insert(out.end(), leaf.value, leaf.value + leaf.size);
    return;
  }
  const Trie::Branch& branch = trie_.branch(i);
  out.push_back(1);
  out.push_back(branch.depth);
  put(out, branch.prefix);
  for (unsigned side = 0; side < 2; ++side) write(branch.child[side], Trie::summary(branch, side), out);
}

std::vector<uint8_t> StateTree::prove(const StateQuery& query, StateAnswer& answer) {
  return witness([&](Trie& trie) { answer = ask(trie, query); });
}

}  // namespace zkp::exchange
