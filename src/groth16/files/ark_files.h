/// Keys and proofs in the form of arkworks: ark-groth16 0.5 over ark-bls12-381 0.5, written by ark-serialize 0.5
/// (docs/formats/foreign-groth16-files.md).
///
/// Points have the ZCash encoding (curve/encoding.h), compressed or uncompressed; a vector is its length in eight
/// little-endian bytes and its elements. A compressed proof is the same bytes as ours. Rows are in the standard order
/// and h in the monomial basis, as our own set-up has them; the file does not say which circuit it is for. Pure.
#pragma once

#include <functional>

#include "curve/encoding.h"
#include "groth16/proving_key.h"

namespace zkp {

enum class ArkForm : uint8_t { kCompressed, kUncompressed };

/// The form that a file that begins like this is in.
ArkForm ark_form_of(ByteView bytes);

enum class ArkKind : uint8_t { kProof, kVerifyingKey, kProvingKey };

/// What the bytes are if they are one of these: told by their length and by the length of the first list in them.
ArkKind ark_kind_of(ByteView bytes);

Bytes encode_ark_proof(const Groth16Proof& proof, ArkForm form);
/// Errors: GeneralError::kParse for a wrong length, those of decode_proof.
Result<Groth16Proof> decode_ark_proof(ByteView bytes, ArkForm form);

Bytes encode_ark_verifying_key(const VerifyingKey& key, ArkForm form);
/// Errors: GeneralError::kParse, kLimit, those of decode_verifying_key.
Result<VerifyingKey> decode_ark_verifying_key(ByteView bytes, ArkForm form);

/// Public inputs as arkworks writes a vector of them: the length, then 32 little-endian bytes each.
Bytes encode_ark_inputs(std::span<const Fr> inputs);
/// Errors: GeneralError::kParse, kLimit, CryptoError::kNonCanonical.
Result<std::vector<Fr>> decode_ark_inputs(ByteView bytes);

/// Error GeneralError::kUnsupported for a key with another row order or basis.
Result<Bytes> encode_ark_proving_key(const ProvingKey& key, ArkForm form);
/// Its label is `local`, its circuit id all zeros. The verification key is checked in full, the other points as
/// `proving_points` says (the curve equation always). All counts are compared with the file before anything is
/// allocated. Errors: GeneralError::kParse, kLimit, CryptoError.
Result<ProvingKey> decode_ark_proving_key(ByteView bytes, ArkForm form, SubgroupCheck proving_points,
                                          TaskPool* pool = nullptr);

}  // namespace zkp
