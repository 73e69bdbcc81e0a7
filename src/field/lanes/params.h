/// Constants of a prime field for eight elements at a time: limbs of 52 bits, Montgomery form to the base 2^(52 n).
///
/// n is the number of 52-bit limbs that leaves at least four bits above the modulus: 8 for Fp, 5 for Fr. A lane value
/// is any non-negative integer below 2^(52 n) that is congruent to x 2^(52 n); functions say how many multiples of p
/// they take and return. The lane form is the 64-bit form of prime_field.h times 2^kShift, so conversion is a shift.
#pragma once

#include <cstddef>
#include <cstdint>

#include "field/limbs.h"

namespace zkp::lanes {

inline constexpr uint64_t kMask52 = (uint64_t{1} << 52) - 1;

/// The 64-bit limbs times 2^shift, cut into n limbs of 52 bits. REQUIRES: the product has at most 52 n bits.
template <size_t n, size_t N>
struct Limbs52 {
  uint64_t limb[n];
  explicit constexpr Limbs52(const LimbArray<N>& v, size_t shift = 0) : limb{} {
    for (size_t i = 0; i < 64 * N; ++i) {
      if (limbs::bit(v, i) != 0) limb[(i + shift) / 52] |= uint64_t{1} << ((i + shift) % 52);
    }
  }
};

template <class Field>
struct LaneParams {
  static constexpr size_t kWords = Field::kLimbs;
  static constexpr size_t n = (static_cast<size_t>(Field::kBits) + 4 + 51) / 52;
  static constexpr size_t kShift = 52 * n - 64 * kWords;
  static constexpr Limbs52<n, kWords> p{Field::kModulus};
  /// -1/p modulo 2^52, by Newton's iteration from the inverse modulo 2^3.
  static constexpr uint64_t kNegInverse = [] {
    uint64_t inverse = Field::kModulus[0];
    for (int i = 0; i < 5; ++i) inverse *= 2 - Field::kModulus[0] * inverse;
    return (0 - inverse) & kMask52;
  }();
  /// k p for k = 0..7 as an element of each limb: multiples[i][k] is limb i of k p.
  struct Multiples {
    uint64_t limb[n][8];
    constexpr Multiples() : limb{} {
      for (size_t k = 0; k < 8; ++k) {
        uint64_t carry = 0;
        for (size_t i = 0; i < n; ++i) {
          const uint64_t t = p.limb[i] * k + carry;
          limb[i][k] = t & kMask52;
          carry = t >> 52;
        }
      }
    }
  };
  static constexpr Multiples multiples{};
  static constexpr size_t kBits = static_cast<size_t>(Field::kBits);
  /// floor(2^(52 n) / p), from the highest 64 bits of p, rounded up.
  static constexpr uint64_t kInverse = [] {
    uint64_t top = 0;
    for (size_t i = 0; i < 64; ++i) top |= limbs::bit(Field::kModulus, kBits - 64 + i) << i;
    return static_cast<uint64_t>((static_cast<uint128_t>(1) << (52 * n - kBits + 64)) /
                                 (static_cast<uint128_t>(top) + 1));
  }();
  /// floor(2^(52 n + kFineShift) / p), of 52 bits.
  static constexpr size_t kFineShift = kBits + 51 - 52 * n;
  static constexpr uint64_t kFineInverse = [] {
    typename Field::Limbs remainder{1};
    uint64_t quotient = 0;
    for (size_t i = 0; i < 52 * n + kFineShift; ++i) {
      limbs::add(remainder, remainder, remainder);
      quotient <<= 1;
      if (limbs::less(remainder, Field::kModulus)) continue;
      limbs::sub(remainder, remainder, Field::kModulus);
      quotient |= 1;
    }
    return quotient;
  }();
};

}  // namespace zkp::lanes
