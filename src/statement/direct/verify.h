/// Verification of direct statements. Part of the verifier; pure, safe for concurrent use.
#pragma once

#include "statement/direct/keys.h"

namespace zkp {

/// True only if the prover knew a column with the commitment of this body for which the statement holds, and made the
/// proof for this statement, context and key (up to the assumptions of docs/threat-model.md). Errors: StatementError
/// (check_direct), CryptoError::kBadProof (also for a context that does not name exactly this body), kBadKey when the
/// key is for the other capacity, those of decode_proof.
Result<void> verify_direct(const DirectStatement& statement, const DirectDisclosure& disclosure,
                           const DatasetBody& body, const ProofContext& context, ByteView proof,
                           const StatementKey& key);

}  // namespace zkp
