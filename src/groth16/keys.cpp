#include "groth16/keys.h"

#include <algorithm>

#include "curve/encoding.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kFileMagic = "ZVK1";
constexpr uint16_t kFileVersion = 1;
constexpr size_t kG1Bytes = 48;
constexpr size_t kG2Bytes = 96;
constexpr size_t kFixedKeyBytes = kG1Bytes + 3 * kG2Bytes;

template <class Affine>
Result<Affine> not_identity(Result<Affine> point) {
  if (point.ok() && point->is_identity()) return Error(CryptoError::kIdentity, "the point at infinity is not allowed");
  return point;
}

// Decoders of one point at the front of the reader.
Result<G1Affine> read_g1(ByteReader& in) {
  ZKP_TRY(ByteView bytes, in.raw(kG1Bytes));
  return not_identity(decompress_g1(bytes));
}

Result<G2Affine> read_g2(ByteReader& in) {
  ZKP_TRY(ByteView bytes, in.raw(kG2Bytes));
  return not_identity(decompress_g2(bytes));
}

Error bad_key(std::string sentence) { return Error(CryptoError::kBadKey, "verification key: " + std::move(sentence)); }

}  // namespace

ByteArray<kGroth16ProofBytes> encode_proof(const Groth16Proof& proof) {
  ByteArray<kGroth16ProofBytes> out;
  auto at = out.begin();
  at = std::ranges::copy(compress(proof.a), at).out;
  at = std::ranges::copy(compress(proof.b), at).out;
  std::ranges::copy(compress(proof.c), at);
  return out;
}

Result<Groth16Proof> decode_proof(ByteView bytes) {
  if (bytes.size() != kGroth16ProofBytes)
    return Error(CryptoError::kNonCanonical, "a Groth16 proof has 192 bytes, found " + std::to_string(bytes.size()));
  ByteReader in(bytes);
  Groth16Proof out;
  ZKP_TRY(out.a, read_g1(in));
  ZKP_TRY(out.b, read_g2(in));
  ZKP_TRY(out.c, read_g1(in));
  return out;
}

Bytes encode_verifying_key(const VerifyingKey& key) {
  ByteWriter out;
  out.raw(compress(key.alpha)).raw(compress(key.beta)).raw(compress(key.gamma)).raw(compress(key.delta));
  for (const G1Affine& point : key.ic) out.raw(compress(point));
  return std::move(out).bytes();
}

Result<VerifyingKey> decode_verifying_key(ByteView bytes) {
  if (bytes.size() < kFixedKeyBytes + kG1Bytes || (bytes.size() - kFixedKeyBytes) % kG1Bytes != 0)
    return Error(GeneralError::kParse, "a verification key cannot have " + std::to_string(bytes.size()) + " bytes");
  const size_t ic_count = (bytes.size() - kFixedKeyBytes) / kG1Bytes;
  if (ic_count > kMaxPublicInputs + 1) return Error(GeneralError::kLimit, "a verification key with too many inputs");
  ByteReader in(bytes);
  VerifyingKey out;
  ZKP_TRY(out.alpha, read_g1(in));
  ZKP_TRY(out.beta, read_g2(in));
  ZKP_TRY(out.gamma, read_g2(in));
  ZKP_TRY(out.delta, read_g2(in));
  for (size_t i = 0; i < ic_count; ++i) {
    ZKP_TRY(G1Affine point, read_g1(in));
    out.ic.push_back(point);
  }
  ZKP_TRY_VOID(check_verifying_key(out));
  return out;
}

Digest verifying_key_id(const VerifyingKey& key) { return sha256(encode_verifying_key(key)); }

Result<void> check_verifying_key(const VerifyingKey& key) {
  if (key.ic.empty()) return bad_key("no point for the constant");
  if (key.public_count() > kMaxPublicInputs) return bad_key("too many public inputs");
  const bool identity = key.alpha.is_identity() || key.beta.is_identity() || key.gamma.is_identity() ||
                        key.delta.is_identity() || std::ranges::any_of(key.ic, &G1Affine::is_identity);
  if (identity) return bad_key("a point is at infinity");
  // With delta = c gamma for a known c, (alpha, beta, -IC(x)/c) is a proof of anything. gamma = 1 is what ceremonies
  // make: secret is only what separates delta from it.
  if (key.delta == key.gamma || key.delta == -key.gamma)
    return bad_key("delta is gamma or its negative: the second phase of the set-up is missing");
  const G2Affine generator = G2Affine::generator();
  if (key.delta == generator || key.delta == -generator)
    return bad_key("delta is the generator or its negative: the second phase of the set-up is missing");
  return {};
}

Bytes encode_verifying_key_file(const LabelledVerifyingKey& file) {
  ByteWriter out;
  out.raw(kFileMagic).u16(kFileVersion).str(file.label.text()).raw(file.circuit_id);
  out.u32(static_cast<uint32_t>(file.key.ic.size())).raw(encode_verifying_key(file.key));
  out.raw(sha256(out.bytes()));
  return std::move(out).bytes();
}

Result<LabelledVerifyingKey> decode_verifying_key_file(ByteView bytes) {
  ByteReader in(bytes);
  ZKP_TRY(ByteView magic, in.raw(kFileMagic.size()));
  if (as_text(magic) != kFileMagic) return Error(GeneralError::kParse, "not a verification key file");
  ZKP_TRY(uint16_t version, in.u16());
  if (version != kFileVersion) return Error(GeneralError::kParse, "unknown version of the verification key file");
  ZKP_TRY(std::string label_text, in.str());
  ZKP_TRY(SetupLabel label, SetupLabel::parse(label_text));
  ZKP_TRY(Digest circuit_id, in.array<32>());
  ZKP_TRY(uint32_t ic_count, in.u32());
  if (ic_count > kMaxPublicInputs + 1) return Error(GeneralError::kLimit, "a verification key with too many inputs");
  ZKP_TRY(ByteView key_bytes, in.raw(kFixedKeyBytes + size_t{ic_count} * kG1Bytes));
  ZKP_TRY(Digest checksum, in.array<32>());
  ZKP_TRY_VOID(in.end());
  if (checksum != sha256(bytes.first(bytes.size() - checksum.size())))
    return Error(GeneralError::kParse, "the verification key file is damaged: its checksum is wrong");
  ZKP_TRY(VerifyingKey key, decode_verifying_key(key_bytes));
  return LabelledVerifyingKey{label, circuit_id, std::move(key)};
}

}  // namespace zkp
