/// The opening of the combined column F at the private point r (specification 7.3): F = (X^b - alpha) q + g, and two
/// vectors of length b that the wrap circuit checks by a second decomposition with blocks of b'.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "dataset_proof/envelope.h"
#include "dataset_proof/form_tables.h"
#include "dataset_proof/outer_protocol.h"

namespace zkp {

/// Where a prover's random elements come from.
using ElementSource = std::function<Result<Fr>()>;

struct OpeningMessages {
  std::vector<std::array<Fr, 2>> block_rounds;
  std::vector<Fr> partial_g, partial_h;
  Fr salt2;
  std::vector<Fr> remainder;
  Fr salt3;
};

/// F = sum_i weights_i column_i.
LargeVector<Fr> combine_columns(const FormTables& tables, std::span<const Fr> weights, TaskPool* pool);

/// Fills what follows rho in `pub`, `proof` and the messages. `f` is consumed. Errors: those of `random` and of
/// commit().
Result<OpeningMessages> prove_opening(const SizeClass& size, std::span<const G1Affine> powers, LargeVector<Fr> f,
                                      std::span<const Fr> r, OuterProtocol& outer, const ElementSource& random,
                                      WrapPublic<Fr>& pub, OpeningProof& proof, TaskPool* pool);

}  // namespace zkp
