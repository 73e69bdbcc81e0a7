/// What a Groth16 verifier reads: proofs and verification keys, and their bytes (docs/formats/groth16-keys.md).
///
/// Every decoder is strict: one byte string per value, points on the curve and in the prime-order subgroup, no
/// identity. Part of the verifier. Pure, safe for concurrent use. Source: Groth, "On the size of pairing-based
/// non-interactive arguments", ePrint 2016/260.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/task_pool.h"
#include "curve/g1.h"
#include "curve/g2.h"
#include "field/fr.h"
#include "groth16/setup_label.h"

namespace zkp {

struct Groth16Proof {
  G1Affine a;
  G2Affine b;
  G1Affine c;
};

/// A || B || C, compressed.
inline constexpr size_t kGroth16ProofBytes = 48 + 96 + 48;

ByteArray<kGroth16ProofBytes> encode_proof(const Groth16Proof& proof);
/// Errors: CryptoError::kNonCanonical, kNotOnCurve, kNotInSubgroup, kIdentity.
Result<Groth16Proof> decode_proof(ByteView bytes);
/// Entry i is what decode_proof(encodings[i]) returns, the error included; many at once are decoded several times
/// sooner (curve/encoding_batch.h).
std::vector<Result<Groth16Proof>> decode_proofs(std::span<const ByteView> encodings, TaskPool* pool = nullptr);

/// 32 bytes each, big-endian.
Bytes encode_public_inputs(std::span<const Fr> inputs);
/// Errors: GeneralError::kParse for a length that is no multiple of 32, CryptoError::kNonCanonical for an input that is
/// not below r (a value and the value plus r would be the same input), with its number.
Result<std::vector<Fr>> decode_public_inputs(ByteView bytes);

/// ic[0] belongs to the constant one, ic[i] to public input i.
struct VerifyingKey {
  G1Affine alpha;
  G2Affine beta;
  G2Affine gamma;
  G2Affine delta;
  std::vector<G1Affine> ic;

  /// REQUIRES: ic is not empty.
  size_t public_count() const { return ic.size() - 1; }
  friend bool operator==(const VerifyingKey&, const VerifyingKey&) = default;
};

/// A circuit has at most 2^28 rows, of which the constant and every public input take one (qap.h). Decoders compare
/// counts with the bytes that are there before they allocate.
inline constexpr size_t kMaxPublicInputs = (size_t{1} << 28) - 1;

/// alpha_1 || beta_2 || gamma_2 || delta_2 || IC_0 .. IC_l, compressed.
Bytes encode_verifying_key(const VerifyingKey& key);
/// Errors: those of decode_proof, GeneralError::kParse for a wrong length, and those of check_verifying_key.
Result<VerifyingKey> decode_verifying_key(ByteView bytes, TaskPool* pool = nullptr);
/// SHA-256 of encode_verifying_key.
Digest verifying_key_id(const VerifyingKey& key);

/// Refuses keys that no honest set-up makes and under which proofs can be forged or altered (CryptoError::kBadKey): an
/// identity point anywhere (IC_i at infinity leaves public input i unbound), delta = +-gamma or +-generator (a second
/// phase that was skipped), no IC_0 or more than kMaxPublicInputs. gamma may be the generator: the keys of ceremonies
/// have it, and what a forger would need is the ratio of gamma and delta.
Result<void> check_verifying_key(const VerifyingKey& key);

/// A verification key with what a reader must know about it; the content of a `.vk` file.
struct LabelledVerifyingKey {
  SetupLabel label;
  Digest circuit_id{};
  VerifyingKey key;
};

Bytes encode_verifying_key_file(const LabelledVerifyingKey& file);
/// Errors: GeneralError::kParse, kLimit, those of decode_verifying_key.
Result<LabelledVerifyingKey> decode_verifying_key_file(ByteView bytes, TaskPool* pool = nullptr);

}  // namespace zkp
