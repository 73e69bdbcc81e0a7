/// Signed integers of 256 bits, in two's complement: sums and products that proofs publish. Plain values; arithmetic
/// wraps, so callers bound their operands. Pure, safe for concurrent use.
#pragma once

#include <array>
#include <compare>
#include <string>

#include "base/bytes.h"

namespace zkp {

class Int256 {
 public:
  /// Little-endian limbs.
  using Limbs = std::array<uint64_t, 4>;

  constexpr Int256() = default;
  constexpr Int256(__int128 v)
      : limbs_{static_cast<uint64_t>(v), static_cast<uint64_t>(v >> 64), v < 0 ? ~uint64_t{0} : 0,
               v < 0 ? ~uint64_t{0} : 0} {}
  static constexpr Int256 from_limbs(const Limbs& limbs) {
    Int256 out;
    out.limbs_ = limbs;
    return out;
  }
  static constexpr Int256 from_u64(uint64_t v) { return from_limbs({v, 0, 0, 0}); }
  /// Big-endian two's complement.
  static Int256 from_bytes(const ByteArray<32>& bytes);
  ByteArray<32> to_bytes() const;

  constexpr bool is_negative() const { return limbs_[3] >> 63 != 0; }
  /// Of the two's complement.
  constexpr const Limbs& limbs() const { return limbs_; }
  /// |x|; 2^255 for the smallest integer, as an unsigned number.
  Limbs magnitude() const { return is_negative() ? (-*this).limbs_ : limbs_; }

  Int256 operator-() const;
  Int256 operator+(const Int256& b) const;
  Int256 operator-(const Int256& b) const { return *this + (-b); }
  Int256 operator*(const Int256& b) const;
  friend bool operator==(const Int256&, const Int256&) = default;
  friend std::strong_ordering operator<=>(const Int256& a, const Int256& b);

  /// Decimal.
  std::string to_string() const;

 private:
  Limbs limbs_{};
};

Result<Int256> read_i256(ByteReader& reader);

}  // namespace zkp
