/// Proofs without Groth16, for development: the messages of the inner proof in clear, which the verifier runs through
/// the checks of the wrap circuit itself. NOT zero-knowledge, and never accepted in the place of a proof.
///
///   "ZDU1" || u8 1 || u8 class || u16 statement type || u8 F || u8 1 || 6 first bytes of the verification key's id
///   || C_h C_g C_q C_q2 C_W || H_v H_2 H_3 w || F fresh commitments
///   || per layer d: (a1, a2) * d, p0 p1 q0 q1 || S_1 .. S_4 || slacks || (a1 .. a4) * mu || 93 values || salt1
///   || (a1, a2) * log b || (hg, hh) * c' || salt2 || g' || salt3          (elements, 32 bytes each)
///
/// mu follows from the statement. Source: dataset_proof specification 10.1. Not constant-time. Safe for concurrent use.
#pragma once

#include "dataset_proof/prove.h"
#include "dataset_proof/verify.h"

namespace zkp {

Bytes encode_debug_proof(const ProofHeader& header, const InnerProof& inner);

struct DebugProof {
  ProofHeader header;
  OpeningProof opening;
  InnerMessages<Fr> messages;  ///< padded
};
/// Errors: GeneralError::kParse; those of decompress_g1; CryptoError::kNonCanonical. REQUIRES: mu is one of the class.
Result<DebugProof> decode_debug_proof(const SizeClass& size_class, int mu, ByteView bytes);

/// The verifier: everything that verify_dataset_proof() checks, with the inner checks natively instead of Groth16.
/// `key_id`: of the key that the proof would have. Errors: those of decode_debug_proof and open_outer;
/// CryptoError::kBadProof; kUnsatisfied naming the inner check that fails.
Result<void> verify_debug_proof(const SizeClass& size_class, const SrsKey& srs, const Digest& key_id, ByteView proof,
                                ByteView statement, ByteView context, Entries entries);

}  // namespace zkp
