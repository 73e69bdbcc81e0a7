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

/// Immutable, safe for concurrent use; about 50 KB.
class PreparedVerifyingKey {
 public:
  /// Errors: those of check_verifying_key. Points must be in their subgroups, as those of decode_verifying_key are.
  static Result<PreparedVerifyingKey> make(VerifyingKey key);

  const VerifyingKey& key() const { return key_; }
  /// verifying_key_id(key()).
  const Digest& id() const { return id_; }

  /// Error CryptoError::kBadProof when the equation does not hold or the number of public inputs is wrong.
  Result<void> verify(std::span<const Fr> public_inputs, const Groth16Proof& proof) const;

 private:
  explicit PreparedVerifyingKey(VerifyingKey key);

  VerifyingKey key_;
  Digest id_;
  Gt alpha_beta_;
  G2Prepared gamma_;
  G2Prepared delta_;
};

}  // namespace zkp
