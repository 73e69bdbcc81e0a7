#include "hash/blake3.h"

#include <algorithm>
#include <bit>

#include "hash/blake3_subtree.h"
#include "hash/load_store.h"

namespace zkp {
namespace {

using detail::Blake3Words;
using detail::kBlake3BlockBytes;
using detail::kBlake3ChunkBytes;
using detail::kBlake3CvBytes;
using detail::kBlake3GroupChunks;

// Bounds the memory for the chaining values of one subtree to 256 KiB.
constexpr size_t kMaxSubtreeChunks = size_t{1} << 20;

Blake3Words words_of(const ByteArray<32>& bytes) {
  Blake3Words words;
  for (size_t i = 0; i < 8; ++i) words[i] = detail::load_le<uint32_t>(bytes.data() + 4 * i);
  return words;
}

}  // namespace

Blake3 Blake3::keyed(const ByteArray<kKeyBytes>& key) {
  Blake3Words words = words_of(key);
  Blake3 hash(words, detail::kBlake3KeyedHash);
  wipe(words.data(), sizeof words);
  return hash;
}

Blake3 Blake3::derive_key(std::string_view context) {
  Blake3 context_hash(detail::kBlake3Iv, detail::kBlake3DeriveKeyContext);
  return Blake3(words_of(context_hash.update(as_bytes(context)).finish()), detail::kBlake3DeriveKeyMaterial);
}

Blake3::~Blake3() {
  if (flags_ == 0) return;
  wipe(key_.data(), sizeof key_);
  wipe(chunk_cv_.data(), sizeof chunk_cv_);
  wipe(block_);
  wipe(stack_);
}

Blake3& Blake3::update(ByteView bytes, TaskPool* pool) {
  if (bytes.empty()) return *this;
  if (chunk_bytes() > 0) {
    const size_t taken = std::min(bytes.size(), kBlake3ChunkBytes - chunk_bytes());
    absorb_into_chunk(bytes.first(taken));
    bytes = bytes.subspan(taken);
    if (bytes.empty()) return *this;
    const Node node = chunk_node();  // full, and more follows: so it is not the root
    const auto words = path_->compress(node.cv, node.block.data(), node.block_bytes, node.counter, node.flags);
    ByteArray<kBlake3CvBytes> cv;
    for (size_t i = 0; i < 8; ++i) detail::store_le(cv.data() + 4 * i, words[i]);
    push(cv.data(), 1);
    start_chunk();
  }
  while (bytes.size() > kBlake3ChunkBytes) {
    const size_t chunks = absorb_chunks(bytes, pool);
    bytes = bytes.subspan(chunks * kBlake3ChunkBytes);
  }
  if (!bytes.empty()) {
    merge_complete_subtrees();
    absorb_into_chunk(bytes);
  }
  return *this;
}

// Takes whole chunks from the front of more than one, and tells how many: the largest subtree that begins here, or all
// that are left of a group, so that the lanes are full. Of a subtree, which may be the entire message, the two halves
// are kept so that their parent can still become the root.
size_t Blake3::absorb_chunks(ByteView bytes, TaskPool* pool) {
  const auto aligned = [this](size_t chunks) {
    chunks = std::min(std::bit_floor(chunks), kMaxSubtreeChunks);
    return chunks_before_ == 0 ? chunks : std::min(chunks, size_t{1} << std::min(63, std::countr_zero(chunks_before_)));
  };
  const size_t whole = bytes.size() / kBlake3ChunkBytes;
  if (const size_t chunks = aligned(whole); chunks > kBlake3GroupChunks) {
    ByteArray<2 * kBlake3CvBytes> cvs;
    detail::blake3_subtree_halves(*path_, bytes.data(), chunks, key_, chunks_before_, flags_, pool, cvs.data());
    push(cvs.data(), chunks / 2);
    push(cvs.data() + kBlake3CvBytes, chunks / 2);
    return chunks;
  }
  const size_t count = std::min(whole, kBlake3GroupChunks - chunks_before_ % kBlake3GroupChunks);
  ByteArray<kBlake3GroupChunks * kBlake3CvBytes> cvs;
  path_->chunks(bytes.data(), count, key_, chunks_before_, flags_, cvs.data());
  for (size_t done = 0; done < count;) {
    const size_t chunks = aligned(count - done);
    uint8_t* top = cvs.data() + done * kBlake3CvBytes;
    detail::blake3_reduce(*path_, top, chunks, 2, key_, flags_);
    push(top, (chunks + 1) / 2);
    if (chunks > 1) push(top + kBlake3CvBytes, chunks / 2);
    done += chunks;
  }
  return count;
}

// The last block stays in block_, full or not: it is the end of the chunk if nothing follows.
void Blake3::absorb_into_chunk(ByteView bytes) {
  const auto chain = [this](const uint8_t* blocks, size_t count) {
    path_->chain(chunk_cv_, blocks, count, chunks_before_, flags_,
                 chunk_blocks_ == 0 ? uint32_t{detail::kBlake3ChunkStart} : 0);
    chunk_blocks_ += count;
  };
  if (block_bytes_ > 0) {
    const size_t taken = std::min(bytes.size(), kBlake3BlockBytes - block_bytes_);
    std::memcpy(block_.data() + block_bytes_, bytes.data(), taken);
    block_bytes_ += taken;
    bytes = bytes.subspan(taken);
    if (bytes.empty()) return;
    chain(block_.data(), 1);
  }
  if (const size_t count = (bytes.size() - 1) / kBlake3BlockBytes; count > 0) {
    chain(bytes.data(), count);
    bytes = bytes.subspan(count * kBlake3BlockBytes);
  }
  std::memcpy(block_.data(), bytes.data(), bytes.size());
  block_bytes_ = bytes.size();
}

Blake3::Node Blake3::chunk_node() const {
  const uint32_t start = chunk_blocks_ == 0 ? uint32_t{detail::kBlake3ChunkStart} : 0;
  Node node = {chunk_cv_, block_, static_cast<uint32_t>(block_bytes_), chunks_before_,
               flags_ | start | detail::kBlake3ChunkEnd};
  std::memset(node.block.data() + block_bytes_, 0, kBlake3BlockBytes - block_bytes_);  // left from the block before
  return node;
}

void Blake3::start_chunk() {
  chunk_cv_ = key_;
  block_bytes_ = 0;
  chunk_blocks_ = 0;
}

// Appends a subtree of 2^k chunks; the merges that it makes possible wait until it is known that more follows.
void Blake3::push(const uint8_t* cv, size_t chunks) {
  merge_complete_subtrees();
  std::memcpy(stack_.data() + stack_size_ * kBlake3CvBytes, cv, kBlake3CvBytes);
  ++stack_size_;
  chunks_before_ += chunks;
}

void Blake3::merge_complete_subtrees() {
  const size_t merged_size = static_cast<size_t>(std::popcount(chunks_before_));
  for (; stack_size_ > merged_size; --stack_size_) {
    uint8_t* last_two = stack_.data() + (stack_size_ - 2) * kBlake3CvBytes;
    path_->parents(last_two, 1, key_, flags_, last_two);
  }
}

// Folds from the right: the unfinished chunk, or the two halves on top, then each subtree to the left.
Blake3::Node Blake3::root_node() const {
  Node node;
  size_t left = stack_size_;
  if (chunk_bytes() > 0 || stack_size_ == 0) {
    node = chunk_node();
  } else {
    left -= 2;
    node = {key_, {}, kBlake3BlockBytes, 0, flags_ | detail::kBlake3Parent};
    std::memcpy(node.block.data(), stack_.data() + left * kBlake3CvBytes, kBlake3BlockBytes);
  }
  while (left > 0) {
    --left;
    const auto words = path_->compress(node.cv, node.block.data(), node.block_bytes, node.counter, node.flags);
    node = {key_, {}, kBlake3BlockBytes, 0, flags_ | detail::kBlake3Parent};
    std::memcpy(node.block.data(), stack_.data() + left * kBlake3CvBytes, kBlake3CvBytes);
    for (size_t i = 0; i < 8; ++i) detail::store_le(node.block.data() + kBlake3CvBytes + 4 * i, words[i]);
  }
  return node;
}

// Section 2.6: block i of the output is the root's compression with the flag ROOT and the counter i.
void Blake3::output(std::span<uint8_t> out, uint64_t offset_bytes) const {
  Node root = root_node();
  while (!out.empty()) {
    const auto words = path_->compress(root.cv, root.block.data(), root.block_bytes, offset_bytes / kBlake3BlockBytes,
                                       root.flags | detail::kBlake3Root);
    const ByteArray<kBlake3BlockBytes> block = std::bit_cast<ByteArray<kBlake3BlockBytes>>(words);  // little-endian
    const size_t skipped = offset_bytes % kBlake3BlockBytes;
    const size_t taken = std::min(out.size(), kBlake3BlockBytes - skipped);
    std::memcpy(out.data(), block.data() + skipped, taken);
    out = out.subspan(taken);
    offset_bytes += taken;
  }
  if (flags_ != 0) wipe(&root, sizeof root);  // it may hold the key
}

Digest Blake3::finish() {
  Digest digest;
  output(digest);
  start_chunk();
  chunks_before_ = 0;
  stack_size_ = 0;
  return digest;
}

Digest blake3(ByteView message) { return Blake3().update(message).finish(); }

Digest blake3(std::initializer_list<ByteView> parts) {
  Blake3 hash;
  for (ByteView part : parts) hash.update(part);
  return hash.finish();
}

Digest blake3_parallel(ByteView message, TaskPool* pool) { return Blake3().update(message, pool).finish(); }

}  // namespace zkp
