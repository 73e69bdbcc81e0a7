/// Another proof of the same statement from a proof, without its witness:
///
///   A' = A / r1        B' = r1 B + r1 r2 delta        C' = C + r2 A        r1, r2 random, r1 not zero
///   e(A', B') = e(A, B) e(r2 A, delta) = e(alpha, beta) e(x, gamma) e(C', delta)
///
/// A' is uniformly random, B' is too given A', and C' follows from them: what comes out is distributed as a fresh
/// proof, whatever proof went in, so that nobody can tell which. Source: Bowe, Gabizon, "Making Groth's zk-SNARK
/// simulation extractable in the random oracle model", ePrint 2018/187, section 5; Baghery, Kohlweiss, Siim, Volkhov,
/// ePrint 2020/811, section 3.
///
/// Constant-time in r1 and r2. Safe for concurrent use.
#pragma once

#include "base/env.h"
#include "groth16/keys.h"

namespace zkp {

/// `proof` should verify under `key`, or the result does not either. Its points must be in their subgroups, as those of
/// decode_proof are. Errors: CryptoError::kRandom; kIdentity for a proof with an identity point, which is none.
Result<Groth16Proof> groth16_rerandomize(const VerifyingKey& key, const Groth16Proof& proof, Random& random);

}  // namespace zkp
