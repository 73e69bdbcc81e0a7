/// SHA-256 and SHA-512, one-shot, in parts and streaming.
///
/// SHA-256 uses the SHA extensions of the processor where there are any (base/cpu.h). Time depends on the length of the
/// message only. One object: one thread at a time; the functions are safe for concurrent use.
/// Source: NIST FIPS 180-4, sections 5 and 6.
#pragma once

#include <initializer_list>

#include "base/bytes.h"
#include "hash/block_buffer.h"
#include "hash/sha2_compress.h"

namespace zkp {

/// Copyable: a copy continues from the same prefix.
class Sha256 {
 public:
  static constexpr size_t kDigestBytes = 32;
  static constexpr size_t kBlockBytes = 64;

  Sha256() : Sha256(detail::sha256_compress()) {}
  /// With a given compression function, to compare the paths.
  explicit Sha256(detail::Sha256Compress compress) : compress_(compress) {}

  /// REQUIRES: fewer than 2^61 bytes in all.
  Sha256& update(ByteView bytes);
  /// The digest of everything since construction or the last finish(); the object then starts a new message.
  Digest finish();

 private:
  detail::Sha256Compress compress_;
  detail::Sha256State state_ = detail::kSha256Initial;
  uint64_t length_bytes_ = 0;
  detail::BlockBuffer<kBlockBytes> buffer_;
};

Digest sha256(ByteView message);
/// Of the concatenation of the parts.
Digest sha256(std::initializer_list<ByteView> parts);

/// Copyable: a copy continues from the same prefix.
class Sha512 {
 public:
  static constexpr size_t kDigestBytes = 64;
  static constexpr size_t kBlockBytes = 128;

  /// REQUIRES: fewer than 2^61 bytes in all.
  Sha512& update(ByteView bytes);
  /// The digest of everything since construction or the last finish(); the object then starts a new message.
  ByteArray<64> finish();

 private:
  detail::Sha512State state_ = detail::kSha512Initial;
  uint64_t length_bytes_ = 0;
  detail::BlockBuffer<kBlockBytes> buffer_;
};

ByteArray<64> sha512(ByteView message);
/// Of the concatenation of the parts.
ByteArray<64> sha512(std::initializer_list<ByteView> parts);

}  // namespace zkp
