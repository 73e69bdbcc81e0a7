#include "hash/sha2.h"

#include "hash/load_store.h"

namespace zkp {
namespace {

// Padding (FIPS 180-4, section 5.1): the bit 1, zeros, and the length in bits as a big-endian number in the last
// sizeof(length field) bytes of a block. Our lengths fit in the low 8 bytes of that field.
template <size_t kBlockBytes, size_t kLengthFieldBytes, class Compress>
void absorb_padding(detail::BlockBuffer<kBlockBytes>& buffer, uint64_t length_bytes, Compress&& compress) {
  auto& block = buffer.block();
  size_t used = buffer.used_bytes();
  block[used++] = 0x80;
  if (used > kBlockBytes - kLengthFieldBytes) {
    std::memset(block.data() + used, 0, kBlockBytes - used);
    compress(block.data(), 1);
    used = 0;
  }
  std::memset(block.data() + used, 0, kBlockBytes - used);
  detail::store_be64(block.data() + kBlockBytes - 8, length_bytes * 8);
  compress(block.data(), 1);
  buffer.clear();
}

}  // namespace

Sha256& Sha256::update(ByteView bytes) {
  length_bytes_ += bytes.size();
  buffer_.update(bytes, [this](const uint8_t* blocks, size_t count) { compress_(state_, blocks, count); });
  return *this;
}

Digest Sha256::finish() {
  absorb_padding<kBlockBytes, 8>(buffer_, length_bytes_,
                                 [this](const uint8_t* blocks, size_t count) { compress_(state_, blocks, count); });
  Digest digest;
  for (size_t i = 0; i < state_.size(); ++i) detail::store_be32(digest.data() + 4 * i, state_[i]);
  state_ = detail::kSha256Initial;
  length_bytes_ = 0;
  return digest;
}

Digest sha256(ByteView message) { return Sha256().update(message).finish(); }

Digest sha256(std::initializer_list<ByteView> parts) {
  Sha256 hash;
  for (ByteView part : parts) hash.update(part);
  return hash.finish();
}

Sha512& Sha512::update(ByteView bytes) {
  length_bytes_ += bytes.size();
  buffer_.update(bytes,
                 [this](const uint8_t* blocks, size_t count) { detail::sha512_compress(state_, blocks, count); });
  return *this;
}

ByteArray<64> Sha512::finish() {
  absorb_padding<kBlockBytes, 16>(buffer_, length_bytes_, [this](const uint8_t* blocks, size_t count) {
    detail::sha512_compress(state_, blocks, count);
  });
  ByteArray<64> digest;
  for (size_t i = 0; i < state_.size(); ++i) detail::store_be64(digest.data() + 8 * i, state_[i]);
  state_ = detail::kSha512Initial;
  length_bytes_ = 0;
  return digest;
}

ByteArray<64> sha512(ByteView message) { return Sha512().update(message).finish(); }

ByteArray<64> sha512(std::initializer_list<ByteView> parts) {
  Sha512 hash;
  for (ByteView part : parts) hash.update(part);
  return hash.finish();
}

}  // namespace zkp
