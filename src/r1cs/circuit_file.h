/// A constraint system as a file (docs/formats/r1cs.md): the bytes whose SHA-256 is the circuit's identity.
///
/// Pure, safe for concurrent use.
#pragma once

#include <functional>

#include "r1cs/r1cs.h"

namespace zkp {

inline constexpr size_t kMaxCircuitFileBytes = size_t{4} << 30;
inline constexpr uint32_t kMaxCircuitVariables = uint32_t{1} << 28;

/// In pieces of bounded size, one per constraint. Errors: those of the sink.
Result<void> write_circuit_file(const R1cs& system, const std::function<Result<void>(ByteView)>& sink);

/// Exactly what write_circuit_file writes, so that the SHA-256 of the bytes is circuit_id of the result. Counts are
/// compared with the bytes that are there before anything is allocated; but variables need not occur in any constraint:
/// up to kMaxCircuitVariables of them cost no bytes, and who allocates something for each must bound them. Errors:
/// GeneralError::kParse with the constraint, kLimit.
Result<R1cs> parse_circuit_file(ByteView bytes);

}  // namespace zkp
