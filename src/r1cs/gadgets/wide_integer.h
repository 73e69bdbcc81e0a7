/// Signed integers of 1,024 bits, two's complement, for computing witnesses: quotients and carries of numbers that do
/// not fit a machine word. No constraint depends on them: a wrong value here gives a witness that fails.
///
/// Not constant-time. Overflow wraps around; callers stay far below.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "field/fr.h"

namespace zkp::gadgets {

class WideInteger {
 public:
  static constexpr size_t kLimbs = 16;

  WideInteger() = default;
  WideInteger(int64_t value);
  static WideInteger of_limbs(std::span<const uint64_t> little_endian);
  /// The integer that a field element stands for when those above r / 2 are negative.
  static WideInteger of_signed(const Fr& value);

  bool is_negative() const { return limbs_[kLimbs - 1] >> 63 != 0; }
  bool is_zero() const { return *this == WideInteger(); }
  bool bit(size_t i) const { return limbs_[i / 64] >> (i % 64) & 1; }
  std::span<const uint64_t> limbs() const { return limbs_; }
  /// As a field element. REQUIRES: |this| < r.
  Fr to_field() const;

  WideInteger operator-() const;
  friend WideInteger operator+(const WideInteger& a, const WideInteger& b);
  friend WideInteger operator-(const WideInteger& a, const WideInteger& b) { return a + (-b); }
  friend WideInteger operator*(const WideInteger& a, const WideInteger& b);
  /// Towards minus infinity.
  WideInteger shifted_right(size_t bits) const;
  WideInteger shifted_left(size_t bits) const;
  friend bool operator==(const WideInteger&, const WideInteger&) = default;
  friend bool operator<(const WideInteger& a, const WideInteger& b) { return (a - b).is_negative(); }

  struct Division;
  /// a = quotient * b + remainder, 0 <= remainder < b. For b <= 0: quotient 0, remainder a.
  static Division divide_floor(const WideInteger& a, const WideInteger& b);

 private:
  std::array<uint64_t, kLimbs> limbs_{};
};

struct WideInteger::Division {
  WideInteger quotient, remainder;
};

}  // namespace zkp::gadgets
