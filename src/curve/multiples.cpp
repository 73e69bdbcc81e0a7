#include "curve/multiples.h"

#include <algorithm>

#include "base/cpu.h"
#include "curve/parameter.h"
#include "curve/projective.h"

namespace zkp {
namespace {

constexpr size_t kGrain = 64;
constexpr size_t kBlock = 1024;  // points that share an inversion

constexpr uint128_t kXSquared = static_cast<uint128_t>(kBlsXAbsolute) * kBlsXAbsolute;

// floor(2^255 / x^2), below 2^128, by long division.
constexpr uint128_t kReciprocal = [] {
  uint128_t quotient = 0, remainder = 1;
  for (int bit = 0; bit < 255; ++bit) {
    const bool overflow = remainder >> 127 != 0;
    remainder <<= 1;
    quotient <<= 1;
    if (overflow || remainder >= kXSquared) {
      remainder -= kXSquared;
      quotient |= 1;
    }
  }
  return quotient;
}();

// a (N limbs) times b (two limbs).
template <size_t N>
LimbArray<N + 2> multiply(const LimbArray<N>& a, uint128_t b) {
  LimbArray<N + 2> out{};
  for (size_t j = 0; j < 2; ++j) {
    const uint64_t factor = static_cast<uint64_t>(b >> (64 * j));
    uint64_t carry = 0;
    for (size_t i = 0; i < N; ++i) {
      const uint128_t t = static_cast<uint128_t>(a[i]) * factor + out[i + j] + carry;
      out[i + j] = static_cast<uint64_t>(t);
      carry = static_cast<uint64_t>(t >> 64);
    }
    out[N + j] += carry;
  }
  return out;
}

template <class Curve>
void multiply_range(std::span<AffinePoint<Curve>> points, std::span<const Fr> scalars) {
  std::vector<JacobianPoint<Curve>> out(points.size());
  for (size_t i = 0; i < points.size(); ++i) {
    ScalarHalves halves = split_by_x_squared(scalars[i]);
    out[i] = ProjectivePoint<Curve>::from_jacobian(JacobianPoint<Curve>(points[i]))
                 .mul_halves(halves.low, halves.high)
                 .to_jacobian();
    wipe(&halves, sizeof halves);
  }
  std::ranges::copy(batch_to_affine(out), points.begin());
}

template <class Curve, class Multiply>
void multiply_range_by_eight(std::span<AffinePoint<Curve>> points, std::span<const Fr> scalars, Multiply multiply) {
  static constexpr AffinePoint<Curve> kGenerator = AffinePoint<Curve>::generator();
  std::vector<JacobianPoint<Curve>> out(points.size());
  ScalarHalves halves[8];
  for (size_t i = 0; i < points.size(); i += 8) {
    const size_t count = std::min<size_t>(8, points.size() - i);
    const AffinePoint<Curve>* p[8];
    for (size_t k = 0; k < 8; ++k) {
      const size_t at = i + std::min(k, count - 1);
      p[k] = points[at].is_identity() ? &kGenerator : &points[at];
      halves[k] = split_by_x_squared(scalars[at]);
    }
    JacobianPoint<Curve> multiples[8];
    multiply(multiples, p, halves);
    for (size_t k = 0; k < count; ++k)
      out[i + k] = points[i + k].is_identity() ? JacobianPoint<Curve>::identity() : multiples[k];
  }
  wipe(&halves, sizeof halves);
  std::ranges::copy(batch_to_affine(out), points.begin());
}

template <class Curve, class Multiply>
void multiply_all(std::span<AffinePoint<Curve>> points, std::span<const Fr> scalars, Multiply multiply,
                  TaskPool* pool) {
  ZKP_CHECK(points.size() == scalars.size());
  parallel_for(pool, points.size(), kGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; i += kBlock) {
      const size_t count = std::min(kBlock, end - i);
      if (multiply != nullptr) {
        multiply_range_by_eight<Curve>(points.subspan(i, count), scalars.subspan(i, count), multiply);
      } else {
        multiply_range<Curve>(points.subspan(i, count), scalars.subspan(i, count));
      }
    }
  });
}

const MultiplesKernels* kernels() { return cpu_enabled().can_ifma() ? ifma_multiples_kernels() : nullptr; }

}  // namespace

// With m = floor(2^255 / x^2) and s < 2^255, the estimate q = floor(s m / 2^255) of s / x^2 is at most two too small.
ScalarHalves split_by_x_squared(const Fr& scalar) {
  const LimbArray<4> s = scalar.to_limbs();
  LimbArray<6> product = multiply(s, kReciprocal);
  uint128_t q = static_cast<uint128_t>(product[4] << 1 | product[3] >> 63) |
                static_cast<uint128_t>(product[5] << 1 | product[4] >> 63) << 64;
  const LimbArray<4> back = multiply(LimbArray<2>{static_cast<uint64_t>(q), static_cast<uint64_t>(q >> 64)}, kXSquared);
  // The rest is below 3 x^2: 130 bits.
  uint64_t rest[3];
  uint64_t borrow = 0;
  for (size_t i = 0; i < 3; ++i) {
    const uint128_t t = static_cast<uint128_t>(s[i]) - back[i] - borrow;
    rest[i] = static_cast<uint64_t>(t);
    borrow = static_cast<uint64_t>(t >> 64) & 1;
  }
  for (int round = 0; round < 2; ++round) {
    uint64_t less[3];
    borrow = 0;
    for (size_t i = 0; i < 3; ++i) {
      const uint64_t limb = i < 2 ? static_cast<uint64_t>(kXSquared >> (64 * i)) : 0;
      const uint128_t t = static_cast<uint128_t>(rest[i]) - limb - borrow;
      less[i] = static_cast<uint64_t>(t);
      borrow = static_cast<uint64_t>(t >> 64) & 1;
    }
    const uint64_t mask = limbs::opaque(borrow - 1);  // ~0 where the rest was not below x^2
    for (size_t i = 0; i < 3; ++i) rest[i] = (rest[i] & ~mask) | (less[i] & mask);
    q += static_cast<uint128_t>(mask & 1);
  }
  wipe(&product, sizeof product);
  return {{rest[0], rest[1]}, {static_cast<uint64_t>(q), static_cast<uint64_t>(q >> 64)}};
}

void multiply_each(std::span<G1Affine> points, std::span<const Fr> scalars, TaskPool* pool) {
  const MultiplesKernels* k = kernels();
  multiply_all<G1Curve>(points, scalars, k != nullptr ? k->multiply_g1 : nullptr, pool);
}
void multiply_each(std::span<G2Affine> points, std::span<const Fr> scalars, TaskPool* pool) {
  const MultiplesKernels* k = kernels();
  multiply_all<G2Curve>(points, scalars, k != nullptr ? k->multiply_g2 : nullptr, pool);
}

}  // namespace zkp
