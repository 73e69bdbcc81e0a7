/// Runs a constraint system that a file describes on an assignment that a file describes: what groth16_prove() takes.
#pragma once

#include "r1cs/constraint_system.h"

namespace zkp {

/// Fills `witness` with the variables and constraints of `system`; constraint i is named "constraint[i]". REQUIRES:
/// nothing is in it, and it has values. Error GeneralError::kParse when the number of values differs.
Result<void> assign(ConstraintSystem& witness, const R1cs& system, std::span<const Fr> assignment);

/// The same without C: (C z)_i is taken to be (A z)_i (B z)_i, so that every assignment seems to satisfy the system. A
/// proof made of it has to be verified.
Result<void> assign_without_c(ConstraintSystem& witness, const SparseMatrix& a, const SparseMatrix& b,
                              size_t public_count, size_t variable_count, std::span<const Fr> assignment);

}  // namespace zkp
