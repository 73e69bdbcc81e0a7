#include "exchange/core/snapshot.h"

#include <algorithm>

#include "exchange/core/record.h"

namespace zkp::exchange {
namespace {

struct SnapshotHeader {
  uint32_t magic, crc;
  uint16_t version, zero;
  uint32_t leaves;
  uint64_t last_seq, next_block;
  Digest chain, root;
  uint64_t body_bytes;
  uint32_t body_crc;
  uint8_t tail[20];
};
static_assert(sizeof(SnapshotHeader) == 128 && offsetof(SnapshotHeader, body_crc) == 104);
constexpr uint32_t kMagic = 0x3153585A;  // "ZXS1"
constexpr size_t kHeadBytes = Key::kBytes + 1;

uint32_t header_crc(const SnapshotHeader& h) { return crc32c(bytes_of(h) + 8, sizeof h - 8); }

}  // namespace

std::vector<uint8_t> write_snapshot(const Snapshot& s) {
  std::vector<uint8_t> out(sizeof(SnapshotHeader));
  for (const LeafChange& leaf : s.leaves) {
    uint8_t head[kHeadBytes];
    leaf.key.write(head);
    head[Key::kBytes] = leaf.size;
    out.insert(out.end(), head, head + sizeof head);
    out.insert(out.end(), leaf.value, leaf.value + leaf.size);
  }
  SnapshotHeader h{};
  h.magic = kMagic;
  h.version = 1;
  h.leaves = static_cast<uint32_t>(s.leaves.size());
  h.last_seq = s.last_seq;
  h.next_block = s.next_block;
  h.chain = s.chain;
  h.root = s.root;
  h.body_bytes = out.size() - sizeof h;
  h.body_crc = crc32c(out.data() + sizeof h, h.body_bytes);
  h.crc = header_crc(h);
  std::memcpy(out.data(), &h, sizeof h);
  return out;
}

bool read_snapshot(const std::vector<uint8_t>& bytes, Snapshot& out) {
  SnapshotHeader h;
  if (bytes.size() < sizeof h) return false;
  std::memcpy(&h, bytes.data(), sizeof h);
  const uint8_t* at = bytes.data() + sizeof h;
  size_t left = bytes.size() - sizeof h;
  if (h.magic != kMagic || h.crc != header_crc(h) || h.version != 1 || h.zero != 0 ||
      std::any_of(h.tail, h.tail + sizeof h.tail, [](uint8_t b) { return b != 0; }) || h.body_bytes != left ||
      h.body_crc != crc32c(at, left))
    return false;
  out.leaves.clear();
  while (left != 0) {
    if (left < kHeadBytes) return false;
    LeafChange leaf;
    leaf.key = Key::read(at);
    leaf.size = at[Key::kBytes];
    if (leaf.size == 0 || leaf.size != leaf_bytes(leaf.key) || left < kHeadBytes + leaf.size) return false;
    if (!out.leaves.empty() && !(out.leaves.back().key < leaf.key)) return false;
    std::memset(leaf.value, 0, sizeof leaf.value);
    std::memcpy(leaf.value, at + kHeadBytes, leaf.size);
    out.leaves.push_back(leaf);
    at += kHeadBytes + leaf.size;
    left -= kHeadBytes + leaf.size;
  }
  out.last_seq = h.last_seq;
  out.next_block = h.next_block;
  out.chain = h.chain;
  out.root = h.root;
  return out.leaves.size() == h.leaves;
}

}  // namespace zkp::exchange
