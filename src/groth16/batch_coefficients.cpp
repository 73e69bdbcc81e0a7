#include "groth16/batch_coefficients.h"

#include "curve/parameter.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kDomain = "zkp.groth16.batch.v1";
}  // namespace

Digest batch_seed(std::span<const Groth16Claim> claims, const ByteArray<32>& fresh) {
  Sha256 hash;
  hash.update(as_bytes(kDomain)).update(fresh).update(ByteWriter().u64(claims.size()).bytes());
  for (const Groth16Claim& claim : claims) {
    const auto input_count = static_cast<uint32_t>(claim.public_inputs.size());
    hash.update(claim.key->id()).update(ByteWriter().u32(input_count).bytes());
    for (const Fr& input : claim.public_inputs) hash.update(input.to_bytes());
    hash.update(encode_proof(claim.proof));
  }
  return hash.finish();
}

Fr batch_coefficient(const Digest& seed, uint64_t index) {
  static const Fr kXSquared = Fr::from_u64(kBlsXAbsolute).square();
  const Digest hash = sha256(ByteWriter().raw(seed).u64(index).bytes());
  ByteReader in(hash);
  const Fr a = Fr::from_u64(in.u64().value());
  return a + Fr::from_u64(in.u64().value()) * kXSquared;
}

}  // namespace zkp
