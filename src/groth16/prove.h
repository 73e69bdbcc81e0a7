/// The Groth16 prover.
///
///   A = alpha + sum_i z_i u_i(tau) + r delta              in G1
///   B = beta  + sum_i z_i v_i(tau) + s delta              in G2 (and B1, the same in G1)
///   C = sum_{i > l} z_i L_i + sum_i h_i H_i + s A + r B1 - r s delta
///
/// r and s are fresh random elements: the proof is perfectly zero-knowledge. Source: ePrint 2016/260, section 3.2.
///
/// Memory, for a domain of n elements: 96 n bytes at most for A z, B z, C z, of which 32 n remain while h is summed;
/// then what msm.h says for one chunk of points. A mapped key is read once from front to back of each list, and a chunk
/// that is done may leave memory.
///
/// Not constant-time: multi-scalar multiplication over the witness takes a time that depends on it. Logs nothing.
#pragma once

#include <functional>
#include <string_view>

#include "base/env.h"
#include "groth16/proving_key.h"
#include "r1cs/constraint_system.h"

namespace zkp {

/// How far a proof is. `done` of `total` are units of work of about equal time.
struct ProveProgress {
  std::string_view stage;  ///< "quotient", "h", "a", "b", "l"
  uint64_t done;
  uint64_t total;
};

struct ProveOptions {
  TaskPool* pool = nullptr;  ///< nullptr: the calling thread alone
  /// Called on the calling thread after each chunk of points; false cancels the proof. Empty: nobody is told.
  std::function<bool(const ProveProgress&)> progress = {};
  /// Points of a list that are multiplied together; smaller ones need less memory and answer sooner to a
  /// cancellation, larger ones are faster. REQUIRES: at least 1.
  size_t chunk_points = size_t{1} << 20;
};

/// `witness` is the run of the circuit function that `key` was made for. Its public inputs are those of the proof. The
/// proof is verified before it is returned: two milliseconds beside a key for another circuit of the same size, or a
/// circuit whose constraints depend on values.
///
/// Errors: CryptoError::kUnsatisfied naming the first violated constraint; kBadKey when the sizes differ, the proof
/// does not verify, or the key contains points outside the subgroup that show in the proof; kRandom;
/// GeneralError::kCancelled.
Result<Groth16Proof> groth16_prove(const ProvingKeyView& key, const ConstraintSystem& witness, Random& random,
                                   const ProveOptions& options);
Result<Groth16Proof> groth16_prove(const ProvingKeyView& key, const ConstraintSystem& witness, Random& random,
                                   TaskPool* pool = nullptr);

/// The same from matrices and an assignment (1, public inputs, private variables), as files hold it; A z, B z and C z
/// are computed in parallel. Violated constraints are named by their number, from 0. Error besides those above:
/// GeneralError::kInvalidArgument when the assignment has another length than the system or does not begin with one.
Result<Groth16Proof> groth16_prove(const ProvingKeyView& key, const R1cs& system, std::span<const Fr> assignment,
                                   Random& random, const ProveOptions& options = {});

/// The same from A and B alone, as a .zkey file has them (files/zkey.h): (C z)_i is taken to be (A z)_i (B z)_i, so
/// that no violated constraint is found, only that the finished proof does not verify (kUnsatisfied). REQUIRES: a and b
/// have as many rows, and no variable that the key does not have.
Result<Groth16Proof> groth16_prove_without_c(const ProvingKeyView& key, const SparseMatrix& a, const SparseMatrix& b,
                                             std::span<const Fr> assignment, Random& random,
                                             const ProveOptions& options = {});

}  // namespace zkp
