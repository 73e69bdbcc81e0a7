/// The prover of a sum of fractions: sum over slots s and rows x of p_s(x) / q_s(x), by the protocol of Goldwasser,
/// Kalai and Rothblum over a binary tree of additions.
///
/// Leaves y = s + slots * x, layer D = log2(slots) + row variables. For d = D - 1 .. 0, h = 2^d:
///   p_d[y] = p_(d+1)[y] q_(d+1)[y + h] + p_(d+1)[y + h] q_(d+1)[y],    q_d[y] = q_(d+1)[y] q_(d+1)[y + h],
/// the highest bit first, so that the low bits, the slot, survive to the root side. A layer's claims P = p_d~(z) and
/// Q = q_d~(z) become claims about the layer above it by a sumcheck over
///   P + lambda Q = sum_y eq(z, y) (p0 q1 + p1 q0 + lambda q0 q1)(y)
/// in which the eq factors of bound variables never appear and a round sends two elements. Source: dataset_proof
/// specification 7.1; Papini, Haböck, ePrint 2023/1284; Gruen, ePrint 2024/108.
///
/// Leaves are computed when they are needed, three times, and never kept: memory is 64 bytes for each slot and row, for
/// slots that are not constant. Rows that are known to be equal cost nothing: those behind a slot's own, and numerators
/// that are 1 on all rows. With less memory the levels nearest the leaves are not kept either, but computed from leaves
/// twice each; what remains is half of the memory of the level above the leaves, for a moment.
/// Not constant-time. Deterministic whatever the pool.
#pragma once

#include <cstdint>
#include <vector>

#include "base/task_pool.h"
#include "sumcheck/fraction_claims.h"
#include "sumcheck/fraction_leaves.h"
#include "transcript/poseidon.h"

namespace zkp {

struct FractionProof {
  std::vector<FractionLayer> layers;  ///< from the root
  /// The claims about the leaves: p~(z) = p, q~(z) = q, and the last lambda. z: slot bits, then row bits.
  std::vector<Fr> z;
  Fr p, q, lambda;
  Fr root_p, root_q;
};

/// `transcript`: as specification 7.1 seeds it; afterwards in the state behind the last layer.
/// `max_bytes`: for the levels that are kept; at least the smallest is.
FractionProof prove_fractions(const FractionLeaves& leaves, PoseidonSponge& transcript, TaskPool* pool,
                              size_t max_bytes = SIZE_MAX);

}  // namespace zkp
