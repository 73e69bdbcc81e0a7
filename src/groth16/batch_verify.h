/// Verification of many Groth16 proofs at once, of one key or of many.
///
/// With a random coefficient r_i for each proof (batch_coefficients.h) the equations of verify.h are multiplied
/// together, and the proofs of one key share all its pairings:
///
///   prod_i e(r_i A_i, B_i) * prod_keys e(-sum r_i C_i, delta) e(-sum r_i IC(x_i), gamma) e(-(sum r_i) alpha, beta) = 1
///
/// That is one Miller loop for each proof and three for each key, with shared squarings, and one final exponentiation.
/// When the product is not one, halves of the batch are tested with the same coefficients, and what remains is verified
/// proof by proof: an index is reported only if that proof by itself does not verify.
///
/// Soundness. Fix claims of which at least one does not verify. Its factor in the product is an element other than one
/// of a group of prime order, so that for any choice of the other coefficients at most one of the 2^128 values of its
/// own gives the product one: the batch passes with a probability of at most 2^-128, as long as the claims were fixed
/// before the coefficients were known. That is what the seed is for:
///   * with `random`: 32 fresh bytes enter it, which nobody can know when the proofs are made. Probability 2^-128 for
///     each batch.
///   * without: it is a hash of every key, public input and proof (Fiat-Shamir). Whoever makes the proofs can compute
///     the coefficients of each batch that he thinks of; with SHA-256 as a random oracle, q evaluations of it find a
///     passing bad batch with a probability of at most q 2^-128. The answer is then reproducible.
/// Sums with equal or predictable coefficients prove nothing: errors of two proofs cancel (tests/groth16/batch_test.cpp
/// shows the attack). Source: Bellare, Garay, Rabin, "Fast batch verification for modular exponentiation and digital
/// signatures", EUROCRYPT 1998 (small exponents); Ferrara, Green, Hohenberger, Pedersen, "Practical short
/// signature batch verification", CT-RSA 2009 (pairings, and dividing a failed batch).
///
/// Part of the verifier; includes nothing of the prover. Not constant-time: everything is public. Safe for concurrent
/// use.
#pragma once

#include <span>
#include <vector>

#include "base/env.h"
#include "base/task_pool.h"
#include "groth16/verify.h"

namespace zkp {

/// A Groth16Claim (verify.h) with the proof as bytes: decoding many at once is several times faster than decoding each.
struct Groth16EncodedClaim {
  const PreparedVerifyingKey* key = nullptr;  ///< REQUIRES: not null
  std::span<const Fr> public_inputs;
  ByteView proof;
};

struct Groth16BatchOptions {
  Random* random = nullptr;  ///< nullptr: Fiat-Shamir, see above
  TaskPool* pool = nullptr;  ///< nullptr: the calling thread alone
};

struct Groth16BatchVerdict {
  struct Rejection {
    size_t index;  ///< of the claim
    Error why;     ///< what decode_proof or PreparedVerifyingKey::verify says of it
  };
  std::vector<Rejection> rejected;  ///< by increasing index

  /// Every claim verifies. True for no claims at all.
  bool all_verify() const { return rejected.empty(); }
};

/// Error: CryptoError::kRandom, and nothing is known of the claims.
Result<Groth16BatchVerdict> groth16_verify_batch(std::span<const Groth16Claim> claims,
                                                 const Groth16BatchOptions& options = {});
Result<Groth16BatchVerdict> groth16_verify_batch(std::span<const Groth16EncodedClaim> claims,
                                                 const Groth16BatchOptions& options = {});

}  // namespace zkp
