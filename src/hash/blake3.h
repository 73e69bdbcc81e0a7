/// BLAKE3: hash, keyed hash and key derivation, streaming, with output of any length.
///
/// A binary tree over chunks of 1024 bytes. Whole chunks inside one update() are hashed sixteen at a time where the
/// processor has AVX-512 and eight with AVX2 (base/cpu.h), and by many threads where a task pool is given; so pass
/// large buffers. Time depends on the length of the message only. One object: one thread at a time; the functions are
/// safe for concurrent use. Source: O'Connor, Aumasson, Neves, Wilcox-O'Hearn, "BLAKE3: one function, fast everywhere"
/// (2021), section 2.
#pragma once

#include <initializer_list>
#include <string_view>

#include "base/bytes.h"
#include "base/task_pool.h"
#include "hash/blake3_compress.h"

namespace zkp {

/// Copyable: a copy continues from the same prefix. Keys and what follows from them are wiped on destruction.
class Blake3 {
 public:
  static constexpr size_t kKeyBytes = 32;

  /// The mode `hash`.
  Blake3() : Blake3(detail::kBlake3Iv, 0) {}
  /// The mode `keyed_hash`: a pseudorandom function and message authentication code.
  static Blake3 keyed(const ByteArray<kKeyBytes>& key);
  /// The mode `derive_key`: the message is the key material; `context` is a constant that names the program and the
  /// use.
  static Blake3 derive_key(std::string_view context);

  Blake3(const Blake3&) = default;
  Blake3& operator=(const Blake3&) = default;
  ~Blake3();

  /// Tells the bulk work to take a given path, to compare the paths.
  Blake3& use(const detail::Blake3Path& path) {
    path_ = &path;
    return *this;
  }

  /// With a pool, parts of `bytes` of 256 KiB and more are hashed in parallel.
  Blake3& update(ByteView bytes, TaskPool* pool = nullptr);
  /// Bytes [offset_bytes, offset_bytes + out.size()) of the output for everything so far. Does not end the message.
  /// REQUIRES: the range ends at or below 2^64 - 1.
  void output(std::span<uint8_t> out, uint64_t offset_bytes = 0) const;
  /// The first 32 bytes of output; the object then starts a new message in the same mode, with the same key.
  Digest finish();

 private:
  // A compression that may turn out to be the root: its inputs, kept until that is known.
  struct Node {
    detail::Blake3Words cv;
    ByteArray<detail::kBlake3BlockBytes> block;
    uint32_t block_bytes;
    uint64_t counter;
    uint32_t flags;
  };
  // 2^64 bytes are 2^54 chunks; one more because two halves of a subtree may lie on top.
  static constexpr size_t kMaxDepth = 55;

  Blake3(const detail::Blake3Words& key, uint32_t flags) : key_(key), flags_(flags), chunk_cv_(key) {}

  size_t chunk_bytes() const { return chunk_blocks_ * detail::kBlake3BlockBytes + block_bytes_; }
  size_t absorb_chunks(ByteView bytes, TaskPool* pool);
  void absorb_into_chunk(ByteView bytes);
  Node chunk_node() const;
  Node root_node() const;
  void push(const uint8_t* cv, size_t chunks);
  void merge_complete_subtrees();
  void start_chunk();

  const detail::Blake3Path* path_ = &detail::blake3_path();
  detail::Blake3Words key_;
  uint32_t flags_;

  // The chunk in progress: at most 1024 bytes, of which the last block (1..64 bytes) is not compressed yet.
  detail::Blake3Words chunk_cv_;
  ByteArray<detail::kBlake3BlockBytes> block_{};
  size_t block_bytes_ = 0;
  size_t chunk_blocks_ = 0;

  // Chaining values of the subtrees to the left, largest first. Once merged there is one for each bit that is set in
  // the number of chunks they cover, as in a binary counter. Only the first stack_size_ have values.
  uint64_t chunks_before_ = 0;
  size_t stack_size_ = 0;
  ByteArray<kMaxDepth * detail::kBlake3CvBytes> stack_;
};

Digest blake3(ByteView message);
/// Of the concatenation of the parts.
Digest blake3(std::initializer_list<ByteView> parts);
/// The same digest, by the threads of `pool` (null: the calling thread).
Digest blake3_parallel(ByteView message, TaskPool* pool);

}  // namespace zkp
