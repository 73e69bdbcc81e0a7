#include "hash/text_code.h"

#include <algorithm>

#include "hash/sha2.h"

namespace zkp {
namespace {

Digest salted_hash(std::string_view domain, const ByteArray<16>& salt, std::string_view text) {
  ByteWriter length;
  length.u64(text.size());
  return sha256({as_bytes(domain), salt, length.bytes(), as_bytes(text)});
}

}  // namespace

ByteArray<31> str248_code(const ByteArray<16>& salt, std::string_view text) {
  const Digest digest = salted_hash("zkp.ds.v1.str", salt, text);
  ByteArray<31> out;
  std::copy_n(digest.begin(), out.size(), out.begin());
  return out;
}

uint64_t key62_code(const ByteArray<16>& salt, std::string_view text) {
  const Digest digest = salted_hash("zkp.ds.v1.key", salt, text);
  uint64_t out = 0;
  for (size_t i = 0; i < 8; ++i) out = out << 8 | digest[i];
  return out >> 2;
}

Digest linkage_id(const ByteArray<16>& salt) { return sha256({as_bytes("zkp.ds.v1.link"), salt}); }

Digest dictionary_digest(const std::vector<std::string>& dictionary) {
  ByteWriter out;
  out.raw("zkp.ds.v1.dict").u32(static_cast<uint32_t>(dictionary.size()));
  for (const std::string& text : dictionary) out.u32(static_cast<uint32_t>(text.size())).raw(text);
  return sha256(out.bytes());
}

}  // namespace zkp
