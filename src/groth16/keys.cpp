#include "groth16/keys.h"

#include <algorithm>

#include "curve/encoding_batch.h"
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

// IC_0 .. IC_l.
Result<std::vector<G1Affine>> read_ic(ByteReader& in, size_t count, TaskPool* pool) {
  std::vector<ByteArray<kG1Bytes>> encodings(count);
  for (ByteArray<kG1Bytes>& encoding : encodings) { ZKP_TRY(encoding, in.array<kG1Bytes>()); }
  std::vector<Result<G1Affine>> points = decompress_g1_batch(encodings, SubgroupCheck::kCheck, pool);
  std::vector<G1Affine> out;
  out.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    Result<G1Affine> point = not_identity(std::move(points[i]));
    if (!point.ok()) return std::move(point).error().in("IC point " + std::to_string(i));
    out.push_back(*point);
  }
  return out;
}

Error wrong_proof_length(size_t size_bytes) {
  return Error(CryptoError::kNonCanonical, "a Groth16 proof has 192 bytes, found " + std::to_string(size_bytes));
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
  if (bytes.size() != kGroth16ProofBytes) return wrong_proof_length(bytes.size());
  ByteReader in(bytes);
  Groth16Proof out;
  ZKP_TRY(out.a, read_g1(in));
  ZKP_TRY(out.b, read_g2(in));
  ZKP_TRY(out.c, read_g1(in));
  return out;
}

std::vector<Result<Groth16Proof>> decode_proofs(std::span<const ByteView> encodings, TaskPool* pool) {
  std::vector<Result<Groth16Proof>> out(encodings.size(), Groth16Proof{});
  std::vector<size_t> index;            // of those with the right length
  std::vector<ByteArray<kG1Bytes>> ac;  // A, C, A, C, ...
  std::vector<ByteArray<kG2Bytes>> b;
  for (size_t i = 0; i < encodings.size(); ++i) {
    if (encodings[i].size() != kGroth16ProofBytes) {
      out[i] = wrong_proof_length(encodings[i].size());
      continue;
    }
    index.push_back(i);
    const auto at = encodings[i].begin();
    std::copy_n(at, kG1Bytes, ac.emplace_back().begin());
    std::copy_n(at + kG1Bytes, kG2Bytes, b.emplace_back().begin());
    std::copy_n(at + kG1Bytes + kG2Bytes, kG1Bytes, ac.emplace_back().begin());
  }
  std::vector<Result<G1Affine>> ac_points = decompress_g1_batch(ac, SubgroupCheck::kCheck, pool);
  std::vector<Result<G2Affine>> b_points = decompress_g2_batch(b, SubgroupCheck::kCheck, pool);
  for (size_t k = 0; k < index.size(); ++k) {
    out[index[k]] = [&]() -> Result<Groth16Proof> {
      Groth16Proof proof;
      ZKP_TRY(proof.a, not_identity(std::move(ac_points[2 * k])));
      ZKP_TRY(proof.b, not_identity(std::move(b_points[k])));
      ZKP_TRY(proof.c, not_identity(std::move(ac_points[2 * k + 1])));
      return proof;
    }();
  }
  return out;
}

Bytes encode_public_inputs(std::span<const Fr> inputs) {
  Bytes out;
  out.reserve(inputs.size() * Fr::kBytes);
  for (const Fr& input : inputs) append(out, input.to_bytes());
  return out;
}

Result<std::vector<Fr>> decode_public_inputs(ByteView bytes) {
  if (bytes.size() % Fr::kBytes != 0)
    return Error(GeneralError::kParse,
                 "public inputs have 32 bytes each, found " + std::to_string(bytes.size()) + " bytes");
  std::vector<Fr> out;
  out.reserve(bytes.size() / Fr::kBytes);
  for (size_t i = 0; i < bytes.size() / Fr::kBytes; ++i) {
    Result<Fr> input = Fr::from_bytes(bytes.subspan(i * Fr::kBytes, Fr::kBytes));
    if (!input.ok()) return std::move(input).error().in("public input " + std::to_string(i));
    out.push_back(*input);
  }
  return out;
}

Bytes encode_verifying_key(const VerifyingKey& key) {
  ByteWriter out;
  out.raw(compress(key.alpha)).raw(compress(key.beta)).raw(compress(key.gamma)).raw(compress(key.delta));
  for (const G1Affine& point : key.ic) out.raw(compress(point));
  return std::move(out).bytes();
}

Result<VerifyingKey> decode_verifying_key(ByteView bytes, TaskPool* pool) {
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
  ZKP_TRY(out.ic, read_ic(in, ic_count, pool));
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

Result<LabelledVerifyingKey> decode_verifying_key_file(ByteView bytes, TaskPool* pool) {
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
  ZKP_TRY(VerifyingKey key, decode_verifying_key(key_bytes, pool));
  return LabelledVerifyingKey{label, circuit_id, std::move(key)};
}

}  // namespace zkp
