#include <bit>

#include "hash/sha2.h"
#include "hash/tree.h"
#include "log/merkle.h"

namespace zkp {

const Digest& empty_root() {
  static const Digest root = sha256(ByteView{});
  return root;
}

CompactRange::CompactRange(uint64_t begin) : begin_(begin), end_(begin) { ZKP_CHECK(begin <= kMaxTreeSize); }

void CompactRange::append_subtree(int level, const Digest& hash) {
  ZKP_CHECK(level >= 0 && level <= 62);
  const uint64_t leaves = uint64_t{1} << level;
  ZKP_CHECK(end_ % leaves == 0 && end_ < (uint64_t{1} << 63) - leaves);
  end_ += leaves;
  nodes_.push_back({level, hash});
  // The last two nodes are siblings when they have one level l and the right one ends at an even multiple of 2^l.
  while (nodes_.size() >= 2) {
    const Node& right = nodes_.back();
    const Node& left = nodes_[nodes_.size() - 2];
    if (left.level != right.level || (end_ >> right.level) % 2 != 0) break;
    const Node parent{right.level + 1, node_hash(left.hash, right.hash)};
    nodes_.pop_back();
    nodes_.back() = parent;
  }
}

Result<void> CompactRange::merge(const CompactRange& next) {
  if (next.begin_ != end_)
    return Error(GeneralError::kInvalidArgument, "a range of leaves that starts at " + std::to_string(next.begin_) +
                                                     " cannot follow one that ends at " + std::to_string(end_));
  for (const Node& node : next.nodes_) append_subtree(node.level, node.hash);
  return {};
}

Digest CompactRange::root() const {
  ZKP_CHECK(begin_ == 0);
  if (nodes_.empty()) return empty_root();
  Digest root = nodes_.back().hash;
  for (size_t i = nodes_.size() - 1; i-- > 0;) root = node_hash(nodes_[i].hash, root);
  return root;
}

Bytes CompactRange::serialize() const {
  ZKP_CHECK(begin_ == 0);
  ByteWriter out;
  out.u64(end_);
  for (const Node& node : nodes_) out.raw(node.hash);
  return std::move(out).bytes();
}

Result<CompactRange> CompactRange::parse(ByteView bytes) {
  ByteReader in(bytes);
  ZKP_TRY(const uint64_t size, in.u64());
  if (size > kMaxTreeSize)
    return Error(GeneralError::kLimit, "a tree of " + std::to_string(size) + " leaves is too large");
  CompactRange range;
  for (int level = 62; level >= 0; --level) {
    if ((size >> level) % 2 == 0) continue;
    ZKP_TRY(const Digest hash, in.array<32>());
    range.append_subtree(level, hash);
  }
  ZKP_TRY_VOID(in.end());
  return range;
}

}  // namespace zkp
