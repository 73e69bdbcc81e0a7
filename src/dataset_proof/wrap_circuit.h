/// The wrap circuit as constraints, and as native checks. Not constant-time beyond the arithmetic of Fr.
#pragma once

#include "dataset_proof/wrap.h"
#include "r1cs/constraint_system.h"

namespace zkp {

/// The hash of the public values that is the circuit's one public input.
Fr wrap_public_input(const WrapPublic<Fr>& pub);

/// Lets the messages of a cube of 2^mu rows fill the places of 2^mu_max: zeros where mu does not reach.
InnerMessages<Fr> padded_messages(const SizeClass& size, InnerMessages<Fr> messages);

/// Makes the circuit, with values or without: variable 1 is the public input, then the public values, then the
/// messages. REQUIRES: `in` as padded_messages() gives it.
void make_wrap(ConstraintSystem& cs, const SizeClass& size, const Fr& pi, const WrapPublic<Fr>& pub,
               const InnerMessages<Fr>& in);
/// Its shape.
R1cs wrap_r1cs(const SizeClass& size);

/// Runs the checks without a proof. Error: CryptoError::kUnsatisfied naming the first that fails.
Result<void> check_wrap(const SizeClass& size, const Fr& pi, const WrapPublic<Fr>& pub, const InnerMessages<Fr>& in);

}  // namespace zkp
