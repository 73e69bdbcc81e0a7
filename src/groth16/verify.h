/// Groth16 verification:  e(A, B) = e(alpha, beta) e(IC_0 + sum_i x_i IC_i, gamma) e(C, delta).
///
/// One pairing product of three pairs; e(alpha, beta) and the lines of gamma and delta are computed once per key.
/// Part of the verifier; includes nothing of the prover. Source: ePrint 2016/260, section 3.2.
#pragma once

#include <array>
#include <span>

#include "curve/pairing.h"
#include "field/fr.h"
#include "groth16/keys.h"

namespace zkp {

/// Immutable, safe for concurrent use; about 60 KB and what the key has.
class PreparedVerifyingKey {
 public:
  /// Errors: those of check_verifying_key. Points must be in their subgroups, as those of decode_verifying_key are.
  static Result<PreparedVerifyingKey> make(VerifyingKey key);

  const VerifyingKey& key() const { return key_; }
  /// verifying_key_id(key()).
  const Digest& id() const { return id_; }

  /// Errors: CryptoError::kBadProof when the equation does not hold or the number of public inputs is wrong, kIdentity
  /// for a point at infinity in the proof. `pool` helps where there are hundreds of public inputs.
  Result<void> verify(std::span<const Fr> public_inputs, const Groth16Proof& proof, TaskPool* pool = nullptr) const;
  /// What verify() checks before the equation.
  Result<void> check_form(std::span<const Fr> public_inputs, const Groth16Proof& proof) const;

  /// IC_0 scalars[0] + sum_i IC_i scalars[i]. REQUIRES: one scalar for each point.
  G1 combine_ic_var(std::span<const Fr> scalars, TaskPool* pool) const;
  const G2Prepared& beta() const { return beta_; }
  const G2Prepared& gamma() const { return gamma_; }
  const G2Prepared& delta() const { return delta_; }

 private:
  explicit PreparedVerifyingKey(VerifyingKey key);

  VerifyingKey key_;
  Digest id_;
  G2Prepared beta_;
  G2Prepared gamma_;
  G2Prepared delta_;
  Gt alpha_beta_;
};

/// A proof, the key and the public inputs for which it is claimed to verify. Points as decode_proof gives them.
struct Groth16Claim {
  const PreparedVerifyingKey* key = nullptr;  ///< REQUIRES: not null
  std::span<const Fr> public_inputs;
  Groth16Proof proof;
};

}  // namespace zkp
