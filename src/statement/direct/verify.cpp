#include "statement/direct/verify.h"

namespace zkp {

Result<void> verify_direct(const DirectStatement& statement, const DirectDisclosure& disclosure,
                           const DatasetBody& body, const ProofContext& context, ByteView proof,
                           const StatementKey& key) {
  if (context.datasets.size() != 1 || context.datasets[0] != body_digest(encode_body(body)))
    return Error(CryptoError::kBadProof, "the context of the proof names another dataset");
  const Fr binding = direct_binding(key.verifier.id(), context, encode_direct(statement));
  ZKP_TRY(DirectPublicInputs inputs, direct_public_inputs(statement, disclosure, body, binding));
  if (key.capacity != direct_capacity(body.rows))
    return Error(CryptoError::kBadKey, "the verification key is for tables of another size");
  ZKP_TRY(Groth16Proof decoded, decode_proof(proof));
  return key.verifier.verify(inputs.elements(), decoded);
}

}  // namespace zkp
