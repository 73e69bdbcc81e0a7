#include "sumcheck/fraction_claims.h"

#include <utility>

namespace zkp {

void FractionClaims::begin_layer() {
  claim_ = p_ + lambda_ * q_;
  inverse_z_.assign(z_.begin(), z_.end());
  batch_inverse_var(std::span(inverse_z_));
}

// With the polynomial t = a0 + a1 X + a2 X^2 of variable j the claim is (1 - z_j) t(0) + z_j t(1) = a0 + z_j (a1 + a2).
// (Should a z_j be 0, which one proof in 2^250 can expect, a1 is wrong and nobody accepts the proof.)
Fr FractionClaims::round(const RoundSums& sums) {
  const Fr &a0 = sums[0], &a2 = sums[1];
  const Fr a1 = (claim_ - a0) * inverse_z_[point_.size()] - a2;
  layer_.rounds.push_back({a1, a2});
  transcript_.absorb2(a1, a2);
  const Fr r = transcript_.s1();
  claim_ = a0 + r * (a1 + r * a2);
  point_.push_back(r);
  return r;
}

FractionLayer FractionClaims::end_layer(const std::array<Fr, 4>& bound) {
  const std::array<Fr, 4> ends = {bound[0], bound[1] - lambda_ * bound[3], bound[2], bound[3]};
  transcript_.absorb2(ends[0], ends[1]);
  transcript_.absorb2(ends[2], ends[3]);
  const Fr t = transcript_.s1();
  lambda_ = transcript_.s2();
  z_ = std::move(point_);
  point_.clear();
  z_.push_back(t);
  p_ = ends[0] + t * (ends[1] - ends[0]);
  q_ = ends[2] + t * (ends[3] - ends[2]);
  FractionLayer out = std::move(layer_);
  layer_ = {};
  out.ends = ends;
  return out;
}

}  // namespace zkp
