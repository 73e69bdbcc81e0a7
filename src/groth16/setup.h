/// Groth16 set-up: the keys of a circuit from a trapdoor.
///
/// Whoever knows the trapdoor can forge proofs. A local set-up is therefore for oneself and for development; keys for
/// others come from a ceremony. Not constant-time: run it where nobody can measure.
/// Source: ePrint 2016/260, section 3.2.
#pragma once

#include "base/env.h"
#include "groth16/proving_key.h"
#include "r1cs/r1cs.h"

namespace zkp {

/// Wiped when it goes out of scope. Move-only.
struct Trapdoor {
  Fr tau, alpha, beta, gamma, delta;

  Trapdoor() = default;
  Trapdoor(Trapdoor&& other) noexcept;
  Trapdoor& operator=(Trapdoor&&) = delete;
  ~Trapdoor();
};

/// Errors: those of `random`.
Result<Trapdoor> random_trapdoor(Random& random);

/// The same everywhere, so that its verification keys can be compiled in:
///   seed = SHA-256("zkp.insecure-dev.v1" || circuit id)
///   scalar k = (SHA-256(seed || u8 k || 0x00) || SHA-256(seed || u8 k || 0x01)) as a big-endian integer mod r,
///   k = 1 tau, 2 alpha, 3 beta, 4 gamma, 5 delta
Trapdoor insecure_dev_trapdoor(const Digest& circuit_id);

/// Whose prover the key is for: the default is ours and that of arkworks, {kSnarkjs, kOddCoset} is snarkjs.
struct KeyForm {
  RowOrder row_order = RowOrder::kStandard;
  HBasis h_basis = HBasis::kMonomial;
};

/// Errors: GeneralError::kLimit for a circuit that is too large; CryptoError::kBadKey for a trapdoor that gives keys
/// that check_verifying_key refuses, and for tau in the domain.
Result<ProvingKey> groth16_setup(const R1cs& system, const Trapdoor& trapdoor, const SetupLabel& label,
                                 TaskPool* pool = nullptr, const KeyForm& form = {});

/// groth16_setup(...).vk, without the work for the proving key.
Result<VerifyingKey> groth16_setup_verifying_key(const R1cs& system, const Trapdoor& trapdoor,
                                                 TaskPool* pool = nullptr);

}  // namespace zkp
