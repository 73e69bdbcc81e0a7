#include "base/int256.h"

#include <algorithm>

namespace zkp {

Int256 Int256::from_bytes(const ByteArray<32>& bytes) {
  Int256 out;
  for (size_t i = 0; i < 32; ++i) out.limbs_[3 - i / 8] = out.limbs_[3 - i / 8] << 8 | bytes[i];
  return out;
}

ByteArray<32> Int256::to_bytes() const {
  ByteArray<32> out;
  for (size_t i = 0; i < 32; ++i) out[i] = static_cast<uint8_t>(limbs_[3 - i / 8] >> (56 - 8 * (i % 8)));
  return out;
}

Int256 Int256::operator-() const {
  Int256 out;
  for (size_t i = 0; i < 4; ++i) out.limbs_[i] = ~limbs_[i];
  return out + from_u64(1);
}

Int256 Int256::operator+(const Int256& b) const {
  Int256 out;
  unsigned __int128 carry = 0;
  for (size_t i = 0; i < 4; ++i) {
    carry += static_cast<unsigned __int128>(limbs_[i]) + b.limbs_[i];
    out.limbs_[i] = static_cast<uint64_t>(carry);
    carry >>= 64;
  }
  return out;
}

Int256 Int256::operator*(const Int256& b) const {
  Int256 out;
  for (size_t i = 0; i < 4; ++i) {
    unsigned __int128 carry = 0;
    for (size_t j = 0; i + j < 4; ++j) {
      carry += static_cast<unsigned __int128>(limbs_[i]) * b.limbs_[j] + out.limbs_[i + j];
      out.limbs_[i + j] = static_cast<uint64_t>(carry);
      carry >>= 64;
    }
  }
  return out;
}

std::strong_ordering operator<=>(const Int256& a, const Int256& b) {
  if (a.is_negative() != b.is_negative()) return b.is_negative() <=> a.is_negative();
  for (size_t i = 4; i-- > 0;) {
    if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] <=> b.limbs_[i];
  }
  return std::strong_ordering::equal;
}

std::string Int256::to_string() const {
  Limbs rest = magnitude();
  std::string digits;
  do {
    unsigned __int128 remainder = 0;
    for (size_t i = 4; i-- > 0;) {
      remainder = remainder << 64 | rest[i];
      rest[i] = static_cast<uint64_t>(remainder / 10);
      remainder %= 10;
    }
    digits += static_cast<char>('0' + static_cast<int>(remainder));
  } while (std::ranges::any_of(rest, [](uint64_t limb) { return limb != 0; }));
  if (is_negative()) digits += '-';
  std::ranges::reverse(digits);
  return digits;
}

Result<Int256> read_i256(ByteReader& reader) {
  ZKP_TRY(const auto bytes, reader.array<32>());
  return Int256::from_bytes(bytes);
}

}  // namespace zkp
