/// The prover of direct statements. Prover's side: sees values and salts. Logs nothing; not constant-time.
#pragma once

#include "base/env.h"
#include "groth16/proving_key.h"
#include "statement/direct/public_inputs.h"

namespace zkp {

/// What the owner keeps: the values of a committed column, as encode_shifted gives them, and the salt of its
/// commitment.
struct ColumnOpening {
  std::span<const uint64_t> u;
  Fr salt;
};

/// What the statement will disclose about these values, if it is true of them. Errors: those of check_direct;
/// StatementError::kFalse with the first row (from 1) for which the claim fails in Where: for the owner's eyes only;
/// StatementError::kNotCommitted when values or salt are not those of the commitment.
Result<DirectDisclosure> disclose_direct(const DirectStatement& statement, const DatasetBody& body,
                                         const ColumnOpening& opening);

struct DirectProof {
  DirectDisclosure disclosure;
  ByteArray<kGroth16ProofBytes> proof{};
  Digest proof_id{};
  Digest verification_key{};
  SetupLabel label = SetupLabel::insecure_dev();
};

/// Proves, and verifies its own proof before it returns it. The context must name exactly this body. Errors: those of
/// disclose_direct and groth16_prove; CryptoError::kBadKey for a proving key of another circuit or one that is damaged;
/// GeneralError::kInvalidArgument for a context that names another body.
Result<DirectProof> prove_direct(const DirectStatement& statement, const DatasetBody& body,
                                 const ColumnOpening& opening, const ProofContext& context, const ProvingKeyView& key,
                                 Random& random, TaskPool* pool = nullptr);

}  // namespace zkp
