/// From a claim to the public inputs of the circuit, on the verifier's side.
///
///   u = v - lo          lo = 0 for UINT64, -2^63 for every other type: 0 <= u < 2^64
///   sum_u = sum - n lo
///   binding             outer transcript over class, verification key, context and statement
///
/// Source: decision record 0001; the transcript is that of dataset_proof specification 7.0 with class "zkp.ds0" and no
/// SRS. Pure, safe for concurrent use, part of the verifier.
#pragma once

#include <array>

#include "field/fr.h"
#include "statement/context.h"
#include "statement/direct/statement.h"

namespace zkp {

/// Rows of the two circuits.
inline constexpr uint32_t kDirectSmallCapacity = 64;
inline constexpr uint32_t kDirectLargeCapacity = 1024;
static_assert(kDirectLargeCapacity == kDirectMaxRows);

/// The smaller circuit that holds n rows: not a choice of the prover. REQUIRES: 1 <= rows <= kDirectMaxRows.
constexpr uint32_t direct_capacity(uint64_t rows) {
  return rows <= kDirectSmallCapacity ? kDirectSmallCapacity : kDirectLargeCapacity;
}

/// The integer that is encoded as u = 0. REQUIRES: is_committable(type).
__int128 encoding_origin(ColumnType type);
/// v - encoding_origin. REQUIRES: 0 <= result < 2^64.
uint64_t encode_shifted(ColumnType type, __int128 value);
__int128 decode_shifted(ColumnType type, uint64_t u);

/// Public inputs of the circuit, in this order.
struct DirectPublicInputs {
  Fr binding;
  Fr commitment;
  uint64_t rows = 0;
  bool disclose_sum = false;
  unsigned __int128 sum_u = 0;  ///< 0 when not disclosed
  uint64_t a_u = 0;
  uint64_t b_u = 0;

  std::array<Fr, 7> elements() const;
};

/// The element that ties a proof to key, context and statement.
Fr direct_binding(const Digest& verifying_key_id, const ProofContext& context, ByteView statement);

/// Every check that does not need the proof: that the statement may be made about this body (check_direct), that the
/// disclosed rows are those of the body, that a sum is disclosed exactly where the statement has one and is one that n
/// values can have. Errors: those of check_direct; CryptoError::kBadProof for a disclosure that cannot be true.
Result<DirectPublicInputs> direct_public_inputs(const DirectStatement& statement, const DirectDisclosure& disclosure,
                                                const DatasetBody& body, const Fr& binding);

}  // namespace zkp
