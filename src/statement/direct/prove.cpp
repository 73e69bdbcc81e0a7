#include "statement/direct/prove.h"

#include "groth16/prove.h"
#include "statement/direct/circuit.h"
#include "statement/direct/commitment.h"
#include "statement/direct/verify.h"
#include "statement/units.h"

namespace zkp {
namespace {

Error false_claim(const std::string& column, size_t row, const std::string& bound) {
  return Error(StatementError::kFalse, "the claim is false: the value is " + bound)
      .with_row(row + 1)
      .with_column(column);
}

Result<void> check_key(const ProvingKeyView& key, uint32_t capacity) {
  if (key.circuit_id != direct_circuit_id(capacity))
    return Error(CryptoError::kBadKey, "the proving key is for another circuit").with_hint("run zkp-ledger setup");
  return {};
}

DirectAssignment honest_assignment(const DirectPublicInputs& inputs, const ColumnOpening& opening) {
  DirectAssignment out{inputs.elements(), opening.salt, {}, std::vector<Fr>(opening.u.size(), Fr::one())};
  for (uint64_t u : opening.u) out.u.push_back(Fr::from_u64(u));
  return out;
}

}  // namespace

Result<DirectDisclosure> disclose_direct(const DirectStatement& statement, const DatasetBody& body,
                                         const ColumnOpening& opening) {
  ZKP_TRY(const BodyColumn* column, check_direct(statement, body));
  if (opening.u.size() != body.rows || !(commit_column(opening.u, opening.salt) == *column->commitment))
    return Error(StatementError::kNotCommitted, "the values or the salt are not those that were committed")
        .with_column(column->name);
  const Interval bounds = proved_bounds(statement, column->type);
  __int128 sum = 0;
  for (size_t row = 0; row < opening.u.size(); ++row) {
    const __int128 value = decode_shifted(column->type, opening.u[row]);
    if (value < bounds.lo) return false_claim(column->name, row, "less than " + format_value(column->type, bounds.lo));
    if (value > bounds.hi)
      return false_claim(column->name, row, "greater than " + format_value(column->type, bounds.hi));
    sum += value;
  }
  DirectDisclosure out{body.rows, {}};
  if (statement.has_sum()) out.sum = sum;
  return out;
}

Result<DirectProof> prove_direct(const DirectStatement& statement, const DatasetBody& body,
                                 const ColumnOpening& opening, const ProofContext& context, const ProvingKeyView& key,
                                 Random& random, TaskPool* pool) {
  DirectProof out;
  ZKP_TRY(out.disclosure, disclose_direct(statement, body, opening));
  if (context.datasets != std::vector<Digest>{body_digest(encode_body(body))})
    return Error(GeneralError::kInvalidArgument, "the context names another dataset");
  const uint32_t capacity = direct_capacity(body.rows);
  ZKP_TRY_VOID(check_key(key, capacity));
  out.verification_key = verifying_key_id(*key.vk);
  out.label = key.label;
  out.proof_id = proof_identity(encode_direct(statement), context);

  const Fr binding = direct_binding(out.verification_key, context, encode_direct(statement));
  ZKP_TRY(DirectPublicInputs inputs, direct_public_inputs(statement, out.disclosure, body, binding));
  ConstraintSystem witness(Synthesis::kWitness);
  DirectAssignment assignment = honest_assignment(inputs, opening);
  direct_circuit(witness, capacity, assignment);
  wipe(assignment.u.data(), assignment.u.size() * sizeof(Fr));
  wipe(&assignment.salt, sizeof(Fr));
  ZKP_TRY(Groth16Proof proof, groth16_prove(key, witness, random, pool));
  out.proof = encode_proof(proof);

  // A damaged key or a fault of the machine must not leave the house as a proof.
  ZKP_TRY(StatementKey verifier, make_statement_key({key.label, key.circuit_id, *key.vk}));
  if (!verify_direct(statement, out.disclosure, body, context, out.proof, verifier).ok())
    return Error(CryptoError::kBadKey, "the finished proof does not verify: the proving key is damaged")
        .with_hint("run zkp-ledger setup again");
  return out;
}

}  // namespace zkp
