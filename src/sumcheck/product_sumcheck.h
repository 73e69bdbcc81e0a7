/// The prover of a sumcheck over sums of products:
///
///   sum_x [ eq(z, x) A(x) + B(x) ],   A and B sums of coefficient * (product of at most three tables)
///
/// Variable 0 first; a round polynomial s of degree at most 4 sends the coefficients a1 .. a4, and
/// a0 = (claim - a1 - a2 - a3 - a4) / 2 because s(0) + s(1) is the claim. Source: dataset_proof specification 7.2.
/// Not constant-time. Deterministic whatever the pool.
#pragma once

#include <array>
#include <vector>

#include "base/task_pool.h"
#include "sumcheck/tailed_table.h"
#include "transcript/poseidon.h"

namespace zkp {

/// coefficient * product of tables, times eq(z, x) or not.
struct ProductTerm {
  Fr coefficient;
  std::vector<size_t> factors;  ///< numbers of tables, at most three; a table may appear twice
  bool with_eq = true;
};

struct ProductProof {
  Fr sum;  ///< of the tables; the verifier has it from elsewhere
  std::vector<std::array<Fr, 4>> rounds;
  std::vector<Fr> point;
};

/// `transcript` absorbs (a1, a2), (a3, a4) of each round and answers with s1. The tables are bound in place: afterwards
/// each has one row, its value at the point. REQUIRES: every table has 2^z.size() rows.
ProductProof prove_products(std::vector<TailedTable>& tables, std::span<const ProductTerm> terms, std::span<const Fr> z,
                            PoseidonSponge& transcript, TaskPool* pool);

}  // namespace zkp
