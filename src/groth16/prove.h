/// The Groth16 prover.
///
///   A = alpha + sum_i z_i u_i(tau) + r delta              in G1
///   B = beta  + sum_i z_i v_i(tau) + s delta              in G2 (and B1, the same in G1)
///   C = sum_{i > l} z_i L_i + sum_i h_i H_i + s A + r B1 - r s delta
///
/// r and s are fresh random elements: the proof is perfectly zero-knowledge. Source: ePrint 2016/260, section 3.2.
///
/// Not constant-time: multi-scalar multiplication over the witness takes a time that depends on it. Logs nothing.
#pragma once

#include "base/env.h"
#include "groth16/proving_key.h"
#include "r1cs/constraint_system.h"

namespace zkp {

/// `witness` is the run of the circuit function that `key` was made for (the caller compares circuit ids; a different
/// circuit of the same size gives a proof that does not verify). Its public inputs are those of the proof. Errors:
/// CryptoError::kUnsatisfied naming the first violated constraint, kBadKey when the sizes differ, kRandom.
Result<Groth16Proof> groth16_prove(const ProvingKeyView& key, const ConstraintSystem& witness, Random& random,
                                   TaskPool* pool = nullptr);

}  // namespace zkp
