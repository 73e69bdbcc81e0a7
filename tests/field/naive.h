/// Schoolbook non-negative integers, byte by byte: slow, short enough to be checked by eye, and sharing nothing with
/// the code under test.
#pragma once

#include <ostream>

#include "base/bytes.h"

namespace zkp {

class Naive {
 public:
  static Naive from_bytes(ByteView big_endian) {
    Naive out;
    out.digits_.assign(big_endian.rbegin(), big_endian.rend());
    return out.trimmed();
  }
  template <size_t N>
  static Naive from_limbs(const std::array<uint64_t, N>& little_endian) {
    Naive out;
    for (uint64_t limb : little_endian)
      for (int i = 0; i < 8; ++i) out.digits_.push_back(static_cast<uint8_t>(limb >> (8 * i)));
    return out.trimmed();
  }

  Naive plus(const Naive& b) const {
    Naive out;
    int carry = 0;
    for (size_t i = 0; i < std::max(digits_.size(), b.digits_.size()) + 1; ++i) {
      const int sum = digit(i) + b.digit(i) + carry;
      out.digits_.push_back(static_cast<uint8_t>(sum % 256));
      carry = sum / 256;
    }
    return out.trimmed();
  }
  /// REQUIRES: *this >= b.
  Naive minus(const Naive& b) const {
    Naive out;
    int borrow = 0;
    for (size_t i = 0; i < digits_.size(); ++i) {
      const int difference = digit(i) - b.digit(i) - borrow;
      out.digits_.push_back(static_cast<uint8_t>((difference + 256) % 256));
      borrow = difference < 0 ? 1 : 0;
    }
    return out.trimmed();
  }
  Naive times(const Naive& b) const {
    Naive out;
    out.digits_.assign(digits_.size() + b.digits_.size(), 0);
    for (size_t i = 0; i < digits_.size(); ++i) {
      int carry = 0;
      for (size_t j = 0; j < b.digits_.size(); ++j) {
        const int sum = out.digits_[i + j] + digits_[i] * b.digits_[j] + carry;
        out.digits_[i + j] = static_cast<uint8_t>(sum % 256);
        carry = sum / 256;
      }
      out.digits_[i + b.digits_.size()] = static_cast<uint8_t>(carry);
    }
    return out.trimmed();
  }
  /// Long division: bring down one bit at a time, and take p away where it fits. REQUIRES: p > 0.
  Naive mod(const Naive& p) const {
    Naive rest;
    rest.digits_.assign(p.digits_.size() + 1, 0);
    for (size_t i = 8 * digits_.size(); i-- > 0;) {
      int carry = digits_[i / 8] >> (i % 8) & 1;
      for (uint8_t& digit : rest.digits_) {
        const int doubled = 2 * digit + carry;
        digit = static_cast<uint8_t>(doubled % 256);
        carry = doubled / 256;
      }
      if (rest.less(p)) continue;
      int borrow = 0;
      for (size_t k = 0; k < rest.digits_.size(); ++k) {
        const int difference = rest.digit(k) - p.digit(k) - borrow;
        rest.digits_[k] = static_cast<uint8_t>((difference + 256) % 256);
        borrow = difference < 0 ? 1 : 0;
      }
    }
    return rest.trimmed();
  }
  bool less(const Naive& b) const {
    for (size_t i = std::max(digits_.size(), b.digits_.size()); i-- > 0;)
      if (digit(i) != b.digit(i)) return digit(i) < b.digit(i);
    return false;
  }
  /// Little-endian.
  std::vector<uint64_t> limbs() const {
    std::vector<uint64_t> out((digits_.size() + 7) / 8);
    for (size_t i = 0; i < digits_.size(); ++i) out[i / 8] |= static_cast<uint64_t>(digits_[i]) << (8 * (i % 8));
    return out;
  }
  friend bool operator==(const Naive&, const Naive&) = default;

 private:
  int digit(size_t i) const { return i < digits_.size() ? digits_[i] : 0; }
  Naive trimmed() && {
    while (!digits_.empty() && digits_.back() == 0) digits_.pop_back();
    return std::move(*this);
  }
  Naive trimmed() & { return std::move(*this).trimmed(); }

  Bytes digits_;  // little-endian, base 256, no leading zero
};

}  // namespace zkp
