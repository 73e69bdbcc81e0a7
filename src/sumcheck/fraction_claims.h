/// The claims that go down a tree of fractions (fraction_gkr.h), with the transcript.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "sumcheck/fraction_tables.h"
#include "transcript/poseidon.h"

namespace zkp {

/// What a prover sends for one layer: a1, a2 of each round, then p0, p1, q0, q1 at the end.
struct FractionLayer {
  std::vector<std::array<Fr, 2>> rounds;
  std::array<Fr, 4> ends;
};

/// P = p~(z) and Q = q~(z) of a layer, then of the layer below it. One thread.
class FractionClaims {
 public:
  FractionClaims(PoseidonSponge& transcript, const Fr& root_p, const Fr& root_q)
      : transcript_(transcript), p_(root_p), q_(root_q) {}

  std::span<const Fr> z() const { return z_; }
  const Fr& p() const { return p_; }
  const Fr& q() const { return q_; }
  const Fr& lambda() const { return lambda_; }

  /// The claim of a layer, P + lambda Q.
  void begin_layer();
  /// Sends a round; returns its challenge.
  Fr round(const RoundSums& sums);
  /// `bound`: the four tables, the second of which is p1 + lambda q1 with the lambda of this layer.
  FractionLayer end_layer(const std::array<Fr, 4>& bound);

 private:
  PoseidonSponge& transcript_;
  std::vector<Fr> z_, point_, inverse_z_;
  Fr p_, q_, lambda_, claim_;
  FractionLayer layer_;
};

}  // namespace zkp
