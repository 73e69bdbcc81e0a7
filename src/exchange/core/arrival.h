/// The arrival log: what was received, in which order, before anything was matched.
///
///   command leaf  SHA-256(10 || record bytes 4..121)          event leaf  SHA-256(20 || record bytes 4..121)
///   tree          one leaf: itself; n > 1: SHA-256(11 || tree(first k) || tree(rest)), k the largest power of two < n;
///                 n = 0: zero
///   chain         C_0 = SHA-256(12 || "zkp.exchange/arrival/1" || log_id)
///                 C_{b+1} = SHA-256(12 || C_b || block number || first seq || count || tree of the block)
///
/// Safe for concurrent use; freestanding.
#pragma once

#include <span>

#include "exchange/core/record.h"
#include "exchange/core/tagged_hash.h"

namespace zkp::exchange {

Digest command_leaf(const CommandRecord& record, detail::Sha256Compress compress);
Digest event_leaf(const EventRecord& record, detail::Sha256Compress compress);
Digest arrival_node(const Digest& left, const Digest& right, detail::Sha256Compress compress);

/// The tree of leaves that come one by one, in O(log n) memory.
class ArrivalTree {
 public:
  explicit ArrivalTree(detail::Sha256Compress compress = detail::sha256_compress()) : compress_(compress) {}
  void append(const Digest& leaf);
  Digest root() const;
  uint64_t size() const { return size_; }

 private:
  detail::Sha256Compress compress_;
  uint64_t size_ = 0;
  Digest complete_[64];  // one for every bit set in size_, the largest first
};

Digest genesis_chain(const Digest& log_id, detail::Sha256Compress compress = detail::sha256_compress());
Digest extend_chain(const Digest& chain, uint64_t block_no, uint64_t first_seq, uint32_t count,
                    const Digest& records_root, detail::Sha256Compress compress = detail::sha256_compress());
Digest records_root(std::span<const CommandRecord> records,
                    detail::Sha256Compress compress = detail::sha256_compress());

/// Siblings of leaf `index` from the leaf upward, at most 64. Returns how many. REQUIRES: index < leaves.size().
size_t arrival_path(std::span<const Digest> leaves, uint64_t index, std::span<Digest, 64> out,
                    detail::Sha256Compress compress = detail::sha256_compress());
/// The root that a path leads to. False: (index, size) demands another number of siblings.
[[nodiscard]] bool root_from_path(const Digest& leaf, uint64_t index, uint64_t size, std::span<const Digest> path,
                                  Digest& root, detail::Sha256Compress compress = detail::sha256_compress());

/// What the sequencer signs of a block: 20 + 32 + 8 + 8 + 32 bytes.
inline constexpr size_t kHeadMessageBytes = 100;
std::array<uint8_t, kHeadMessageBytes> head_message(const Digest& log_id, uint64_t block_no, uint64_t last_seq,
                                                    const Digest& chain);

}  // namespace zkp::exchange
