#include "transcript/public_digest.h"

#include "hash/sha2.h"
#include "transcript/poseidon.h"

namespace zkp {

Fr public_digest_lengths(std::string_view domain, size_t input_count) {
  ZKP_CHECK(domain.size() <= 31 && input_count < size_t{1} << 32);
  return Fr::from_u64(uint64_t{domain.size()} << 32 | input_count);
}

Bytes public_digest_prefix(std::string_view domain, size_t input_count) {
  ZKP_CHECK(domain.size() <= 31 && input_count < size_t{1} << 32);
  ByteWriter out;
  out.raw(kPublicDigestTag).u8(static_cast<uint8_t>(domain.size())).raw(domain).u32(static_cast<uint32_t>(input_count));
  return std::move(out).bytes();
}

Fr poseidon_public_digest(std::string_view domain, std::span<const Fr> inputs) {
  PoseidonSponge sponge(kPublicDigestTag);
  sponge.absorb2(public_digest_lengths(domain, inputs.size()), poseidon_tag(domain));
  return sponge.absorb_list(inputs).s1();
}

Fr sha256_public_digest(std::string_view domain, std::span<const Fr> inputs) {
  Sha256 hash;
  hash.update(public_digest_prefix(domain, inputs.size()));
  for (const Fr& input : inputs) hash.update(input.to_bytes());
  Digest digest = hash.finish();
  digest[0] &= 0x1f;
  return Fr::from_bytes(digest).value();
}

}  // namespace zkp
