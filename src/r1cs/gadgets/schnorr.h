/// Schnorr signatures over Jubjub with Poseidon as the hash, made to be verified inside circuits.
///
///   c = poseidon_hash_list("zkp.schnorr.v1", (R.x, R.y, A.x, A.y, message)), as an integer below r
///   s B = R + c A,   s an integer below the order of B
/// A is the public key, B the fixed generator of the prime-order subgroup (that of ark-ed-on-bls12-381); the message is
/// one element, in general a hash. R and A are in the subgroup, A is not the identity (under which one signature would
/// be good for every message), and s is canonical, so that a signature has one form. A proof that somebody's signature
/// verifies says nothing about who made it: the message has to bind what it is for.
///
/// Not EdDSA of RFC 8032, which uses another curve and hash. Signing is not offered here: these curve operations
/// (edwards_curve.h) are not constant-time.
#pragma once

#include "r1cs/gadgets/edwards.h"

namespace zkp::gadgets {

struct SchnorrSignature {
  EdwardsAffine<Jubjub> r;
  Fr s;
};

EdwardsAffine<Jubjub> schnorr_base();
Fr schnorr_challenge(const EdwardsAffine<Jubjub>& r, const EdwardsAffine<Jubjub>& key, const Fr& message);
/// Not constant-time.
bool schnorr_verify(const EdwardsAffine<Jubjub>& key, const Fr& message, const SchnorrSignature& signature);

/// Demands that the signature verifies: kSchnorrConstraints, of which 1 is for A, 720 are the hash, 388 the bits of c,
/// 3,304 the multiple of A and 750 that of B. REQUIRES: nothing of the scalar; key and r are points of the subgroup by
/// their type.
inline constexpr uint32_t kSchnorrConstraints = 5539;
void enforce_schnorr(ConstraintSystem& cs, const JubjubPoint& key, const LinearCombination& message,
                     const JubjubPoint& r, const LinearCombination& s, Label label);

}  // namespace zkp::gadgets
