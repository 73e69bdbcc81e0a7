/// What a proof is bound to besides its statement, and the identity of a proof.
///
///   context  = 32 ledger_id || u8 number of datasets || 32-byte digest of each || 32 nonce
///   identity = SHA-256("zkp.ds.v1.proof" || u64 len(statement) || statement || context)
///
/// The identity does not contain the proof's bytes: Groth16 proofs can be re-randomised. Source: dataset_proof
/// specification, sections 7.0 and 10. Part of the verifier; pure, safe for concurrent use.
#pragma once

#include <vector>

#include "base/bytes.h"

namespace zkp {

struct ProofContext {
  Digest ledger_id{};
  std::vector<Digest> datasets;  ///< dataset digests, by position in the statement
  Digest nonce{};                ///< a verifier's challenge; zeros: none

  friend bool operator==(const ProofContext&, const ProofContext&) = default;
};

/// REQUIRES: at most 255 datasets.
Bytes encode_context(const ProofContext& context);

Digest proof_identity(ByteView statement, const ProofContext& context);

}  // namespace zkp
