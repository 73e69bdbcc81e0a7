/// The bytes of a dataset proof (docs/formats/dataset-proof.md): 576 + 48 F, F fresh commitments with the mask.
///
///   "ZDP1" || u8 1 || u8 class || u16 statement type || u8 F || u8 0 || 6 first bytes of the verification key's id
///   || Groth16 A B C || C_h C_g C_q C_q2 C_W || H_v H_2 H_3 w || F fresh commitments in program order, mask last
///
/// Points compressed, elements 32 bytes big-endian. Strict: one byte string per proof. Source: dataset_proof
/// specification, section 10. Part of the verifier; pure, safe for concurrent use.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "groth16/keys.h"
#include "statement/statement.h"

namespace zkp {

/// What an envelope holds besides the Groth16 proof.
struct OpeningProof {
  G1Affine c_h, c_g, c_q, c_q2, c_w;
  Fr h_v, h_2, h_3, w;
  std::vector<G1Affine> fresh;  ///< the mask is the last

  friend bool operator==(const OpeningProof&, const OpeningProof&) = default;
};

struct ProofHeader {
  uint8_t class_id = 0;
  StatementType type{};
  ByteArray<6> key_id{};
};

struct ProofEnvelope {
  ProofHeader header;
  Groth16Proof groth16;
  OpeningProof opening;
};

inline constexpr size_t kEnvelopeBytes = 576;
constexpr size_t envelope_bytes(size_t fresh) { return kEnvelopeBytes + 48 * fresh; }

Bytes encode_envelope(const ProofEnvelope& envelope);
/// Errors: GeneralError::kParse for the form, those of decode_proof and decompress_g1, CryptoError::kIdentity for the
/// point at infinity where it is not allowed.
Result<ProofEnvelope> decode_envelope(ByteView bytes);

/// The first six bytes of the id.
ByteArray<6> short_key_id(const Digest& verifying_key_id);

/// The part of an envelope that the debug format (debug_proof.h) has too: points, elements, fresh commitments.
Bytes encode_opening_proof(const OpeningProof& opening);
Result<OpeningProof> read_opening_proof(ByteReader& in, size_t fresh);

}  // namespace zkp
