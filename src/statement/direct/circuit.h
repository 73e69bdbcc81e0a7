/// The interim circuit over one committed column, for a capacity of 64 or 1,024 rows.
///
/// Public inputs:  binding, commitment, n, disclose, sum_u, a, b.  Private: salt, and per row u_i and a selector s_i.
///
///   rows[i].selector   s_i (s_i - 1) = 0
///   rows[i].ordered    s_i (1 - s_{i-1}) = 0                   i > 0
///   rows[i].padding    (1 - s_i) u_i = 0
///   rows[i].at_least   s_i (u_i - a) = sum_k 2^k x_{i,k},  x_{i,k} bits, k < 64
///   rows[i].at_most    s_i (b - u_i) = sum_k 2^k y_{i,k},  y_{i,k} bits, k < 64
///   count              sum_i s_i = n
///   sum                disclose (sum_i u_i - sum_u) = 0
///   commitment         sponge(n, salt, e_0, e_1, ...) = commitment       (commitment.h)
///
/// Soundness. The verifier checks outside that 1 <= n <= capacity, a <= b < 2^64 and disclose in {0, 1} (a public input
/// that is not so never reaches the pairing). Then:
///   1. Selectors are bits that never rise, and their sum, at most 1,024 < r, is n: s_i = 1 exactly for i < n.
///   2. For i < n, as elements of the field, u_i = a + x = b - y with integers 0 <= x, y < 2^64. As an integer in [0,
///   r),
///      u_i = a + x, for a + x < 2^65 < r. If b < y, then u_i = r + b - y > r - 2^64 > 2^65, a contradiction; so
///      u_i = b - y <= b. Hence a <= u_i <= b < 2^64. The bound u_i < 2^64 needs no check of its own.
///   3. For i >= n, u_i = 0 by `padding`.
///   4. By 2 and 3 every u_i < 2^64, so e_j < 2^192 < r determines its three values: packing is injective, and two
///   openings
///      of one commitment would be a collision of Poseidon. n is hashed first, so a commitment is to one length.
///   5. sum_i u_i < 1,024 * 2^64 = 2^74 < r: if disclose = 1, sum_u is the sum as an integer, not only modulo r.
/// The binding is in no constraint; the row of the QAP for every public input binds it (groth16/qap.h).
///
/// Prover's side. One run: one thread.
#pragma once

#include <array>
#include <vector>

#include "r1cs/constraint_system.h"

namespace zkp {

/// Values for every variable that is not determined by others. Field elements, so that tests can try dishonest ones.
struct DirectAssignment {
  std::array<Fr, 7> public_inputs;
  Fr salt;
  std::vector<Fr> u;          ///< rows beyond its end are 0
  std::vector<Fr> selectors;  ///< likewise
};

/// REQUIRES: capacity is 64 or 1,024; u and selectors are not longer.
void direct_circuit(ConstraintSystem& cs, uint32_t capacity, const DirectAssignment& values);

/// The matrices alone.
R1cs direct_r1cs(uint32_t capacity);

/// 11,394 for 64 rows, 177,474 for 1,024.
constexpr uint32_t direct_constraint_count(uint32_t capacity) {
  constexpr uint32_t kPerRow = 3 + 2 * 65;     // selector, ordered, padding, two ranges of 64 bits
  const uint32_t packed = (capacity + 2) / 3;  // elements of the field
  const uint32_t permutations = 1 + (packed + 1) / 2;
  return capacity * kPerRow - 1 + 3 + 240 * permutations;  // the first row has no `ordered`; count, sum, commitment
}

}  // namespace zkp
