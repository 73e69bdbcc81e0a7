/// Inputs of multi-scalar multiplications, and the sum by definition.
#pragma once

#include <span>
#include <vector>

#include "curve/groups.h"

namespace zkp {

inline std::vector<Fr> random_scalars(size_t n, uint64_t seed) {
  SimRandom random(seed);
  std::vector<Fr> out;
  for (size_t i = 0; i < n; ++i) out.push_back(Fr::random(random).value());
  return out;
}

/// (first + i) G for i < n.
template <class Group>
std::vector<typename Group::Affine> multiples(size_t n, uint64_t first = 1) {
  std::vector<typename Group::Point> points;
  auto p = Group::Point::generator().mul_var(Fr::from_u64(first));
  for (size_t i = 0; i < n; ++i, p = p.add_mixed(Group::Affine::generator())) points.push_back(p);
  return batch_to_affine(points);
}

template <class Group>
typename Group::Point naive(std::span<const typename Group::Affine> points, std::span<const Fr> scalars) {
  typename Group::Point sum;
  for (size_t i = 0; i < points.size(); ++i) sum += points[i].mul_var(scalars[i]);
  return sum;
}

/// 2^k, 2^k - 1 and their negatives, and the borders of what is negated.
inline std::vector<Fr> edge_scalars() {
  std::vector<Fr> out{Fr::zero()};
  Fr power = Fr::one();
  for (int k = 0; k < 255; ++k, power = power.doubled()) {
    for (const Fr& s : {power, power - Fr::one()}) {
      out.push_back(s);
      out.push_back(-s);
    }
  }
  const Fr half = Fr::from_limbs_reduce(limbs::shift_right(Fr::kModulus, 1));  // (r - 1) / 2
  for (const Fr& s : {half, half + Fr::one(), half - Fr::one()}) out.push_back(s);
  return out;
}

}  // namespace zkp
