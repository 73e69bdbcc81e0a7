#include "exchange/core/arrival.h"

#include <bit>

namespace zkp::exchange {
namespace {

constexpr char kChainLabel[] = "zkp.exchange/arrival/1";
constexpr char kHeadLabel[] = "zkp.exchange/head/1";

Digest tree_of(std::span<const Digest> leaves, detail::Sha256Compress compress) {
  ArrivalTree tree(compress);
  for (const Digest& leaf : leaves) tree.append(leaf);
  return tree.root();
}

/// Leaves of the left subtree of a tree of n >= 2.
uint64_t left_size(uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

Digest command_leaf(const CommandRecord& record, detail::Sha256Compress compress) {
  return ShortMessage(HashTag::kArrivalLeaf)
      .add(bytes_of(record) + kHashedBegin, kHashedEnd - kHashedBegin)
      .digest(compress);
}

Digest event_leaf(const EventRecord& record, detail::Sha256Compress compress) {
  return ShortMessage(HashTag::kEventLeaf)
      .add(bytes_of(record) + kHashedBegin, kHashedEnd - kHashedBegin)
      .digest(compress);
}

Digest arrival_node(const Digest& left, const Digest& right, detail::Sha256Compress compress) {
  return ShortMessage(HashTag::kArrivalNode).add(left).add(right).digest(compress);
}

void ArrivalTree::append(const Digest& leaf) {
  Digest node = leaf;
  int top = std::popcount(size_);
  for (uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) node = arrival_node(complete_[--top], node, compress_);
  complete_[top] = node;
  ++size_;
}

Digest ArrivalTree::root() const {
  int top = std::popcount(size_);
  if (top == 0) return Digest{};
  Digest node = complete_[--top];
  while (top > 0) node = arrival_node(complete_[--top], node, compress_);
  return node;
}

Digest genesis_chain(const Digest& log_id, detail::Sha256Compress compress) {
  return ShortMessage(HashTag::kChain).add(kChainLabel, sizeof kChainLabel - 1).add(log_id).digest(compress);
}

Digest extend_chain(const Digest& chain, uint64_t block_no, uint64_t first_seq, uint32_t count, const Digest& root,
                    detail::Sha256Compress compress) {
  return ShortMessage(HashTag::kChain).add(chain).le(block_no).le(first_seq).le(count).add(root).digest(compress);
}

Digest records_root(std::span<const CommandRecord> records, detail::Sha256Compress compress) {
  ArrivalTree tree(compress);
  for (const CommandRecord& record : records) tree.append(command_leaf(record, compress));
  return tree.root();
}

size_t arrival_path(std::span<const Digest> leaves, uint64_t index, std::span<Digest, 64> out,
                    detail::Sha256Compress compress) {
  if (leaves.size() < 2) return 0;
  const uint64_t left = left_size(leaves.size());
  const bool is_left = index < left;
  const size_t depth = is_left ? arrival_path(leaves.first(left), index, out, compress)
                               : arrival_path(leaves.subspan(left), index - left, out, compress);
  out[depth] = tree_of(is_left ? leaves.subspan(left) : leaves.first(left), compress);
  return depth + 1;
}

bool root_from_path(const Digest& leaf, uint64_t index, uint64_t size, std::span<const Digest> path, Digest& root,
                    detail::Sha256Compress compress) {
  if (index >= size) return false;
  if (size == 1) {
    root = leaf;
    return path.empty();
  }
  if (path.empty()) return false;
  const uint64_t left = left_size(size);
  const Digest& sibling = path.back();
  const std::span<const Digest> below = path.first(path.size() - 1);
  Digest child;
  if (index < left) {
    if (!root_from_path(leaf, index, left, below, child, compress)) return false;
    root = arrival_node(child, sibling, compress);
  } else {
    if (!root_from_path(leaf, index - left, size - left, below, child, compress)) return false;
    root = arrival_node(sibling, child, compress);
  }
  return true;
}

std::array<uint8_t, kHeadMessageBytes> head_message(const Digest& log_id, uint64_t block_no, uint64_t last_seq,
                                                    const Digest& chain) {
  std::array<uint8_t, kHeadMessageBytes> out;
  uint8_t* at = out.data();
  const auto put = [&](const void* bytes, size_t size) {
    std::memcpy(at, bytes, size);
    at += size;
  };
  put(kHeadLabel, sizeof kHeadLabel);  // with its zero
  put(log_id.data(), log_id.size());
  put(&block_no, sizeof block_no);
  put(&last_seq, sizeof last_seq);
  put(chain.data(), chain.size());
  return out;
}

}  // namespace zkp::exchange
