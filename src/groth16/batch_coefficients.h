/// The random coefficients of a batch verification: one for each proof.
///
///   seed = SHA-256("zkp.groth16.batch.v1" || 32 bytes of fresh randomness or zeros || u64 number of claims
///                  || for each claim: key id || u32 number of inputs || inputs || proof)
///   r_i  = a_i + b_i x^2 mod r,   a_i || b_i = the first 16 bytes of SHA-256(seed || u64 i),   x the curve's parameter
///
/// where i counts the claims of the right form (PreparedVerifyingKey::check_form) by increasing key id, and in their
/// order where that is equal.
///
/// |x| has 64 bits, so the 2^128 pairs (a, b) give 2^128 different r_i, and a multiple r_i P costs 64 doublings
/// (curve/few_multiples.h) because multiplication by x^2 is an endomorphism.
/// Part of the verifier. Not constant-time: everything here is public. Pure, safe for concurrent use.
#pragma once

#include "base/bytes.h"
#include "groth16/verify.h"

namespace zkp {

Digest batch_seed(std::span<const Groth16Claim> claims, const ByteArray<32>& fresh);
Fr batch_coefficient(const Digest& seed, uint64_t index);

}  // namespace zkp
