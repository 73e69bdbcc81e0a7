/// Values on which the algebraic tests run: the edges where carries and reductions happen, and random ones.
#pragma once

#include "base/sim.h"
#include "field/fp12.h"
#include "field/fr.h"

namespace zkp {

/// 0, 1, 2, -1, -2, (p-1)/2, (p+1)/2, R and -R mod p, and for every limb border 2^(64k) - 1, 2^(64k), 2^(64k) + 1 both
/// as integers and as Montgomery forms.
template <class F>
std::vector<F> prime_field_edges() {
  std::vector<F> out = {F::zero(), F::one(), F::from_u64(2), -F::one(), -F::from_u64(2)};
  const F half = F::from_u64(2).inverse();
  out.push_back(half);
  out.push_back(-half);
  for (size_t k = 0; k < F::kLimbs; ++k) {
    typename F::Limbs power{};
    power[k] = 1;
    typename F::Limbs below{};
    for (size_t i = 0; i < k; ++i) below[i] = ~uint64_t{0};
    typename F::Limbs above = power;
    above[0] |= 1;
    for (const auto& limbs : {power, below, above}) {
      out.push_back(F::from_limbs_reduce(limbs));
      out.push_back(-F::from_limbs_reduce(limbs));
      out.push_back(F::from_montgomery_limbs(limbs));
      out.push_back(-F::from_montgomery_limbs(limbs));
    }
  }
  return out;
}

template <class F>
struct Samples {
  static std::vector<F> edges() { return prime_field_edges<F>(); }
};

template <>
struct Samples<Fp2> {
  static std::vector<Fp2> edges() {
    std::vector<Fp2> out;
    const std::vector<Fp> c = {Fp::zero(), Fp::one(), -Fp::one(), Fp::from_montgomery_limbs({~uint64_t{0}})};
    for (const Fp& c0 : c)
      for (const Fp& c1 : c) out.push_back({c0, c1});
    return out;
  }
};

template <>
struct Samples<Fp6> {
  static std::vector<Fp6> edges() {
    std::vector<Fp6> out;
    const std::vector<Fp2> c = {Fp2::zero(), Fp2::one(), {-Fp::one(), Fp::one()}};
    for (const Fp2& c0 : c)
      for (const Fp2& c1 : c)
        for (const Fp2& c2 : c) out.push_back({c0, c1, c2});
    return out;
  }
};

template <>
struct Samples<Fp12> {
  static std::vector<Fp12> edges() {
    std::vector<Fp12> out;
    const std::vector<Fp6> c = {Fp6::zero(),
                                Fp6::one(),
                                {Fp2::zero(), -Fp2::one(), Fp2::zero()},
                                {Fp2::zero(), Fp2::zero(), Fp2{{}, Fp::one()}}};
    for (const Fp6& c0 : c)
      for (const Fp6& c1 : c) out.push_back({c0, c1});
    return out;
  }
};

/// The edges, then random values up to `count` in all (at least 4 random ones).
template <class F>
std::vector<F> samples(size_t count, uint64_t seed = 1) {
  std::vector<F> out = Samples<F>::edges();
  SimRandom random(seed);
  const size_t total = std::max(count, out.size() + 4);
  while (out.size() < total) out.push_back(F::random(random).value());
  return out;
}

}  // namespace zkp
