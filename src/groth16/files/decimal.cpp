#include "groth16/files/decimal.h"

#include <algorithm>

namespace zkp {
namespace {

constexpr uint64_t kChunk = 10'000'000'000'000'000'000u;  // 10^19, the largest power of ten in a word
constexpr size_t kChunkDigits = 19;

// in = quotient * kChunk + remainder; returns the remainder.
template <size_t N>
uint64_t divide_by_chunk(LimbArray<N>& in) {
  uint64_t remainder = 0;
  for (size_t i = N; i-- > 0;) {
    const uint128_t wide = static_cast<uint128_t>(remainder) << 64 | in[i];
    in[i] = static_cast<uint64_t>(wide / kChunk);
    remainder = static_cast<uint64_t>(wide % kChunk);
  }
  return remainder;
}

template <class Field>
std::string print(const Field& value) {
  auto limbs = value.to_limbs();
  std::string digits;  // least significant first
  do {
    uint64_t chunk = divide_by_chunk(limbs);
    const bool last = std::ranges::all_of(limbs, [](uint64_t limb) { return limb == 0; });
    for (size_t i = 0; i < kChunkDigits && !(last && chunk == 0); ++i) {
      digits += static_cast<char>('0' + chunk % 10);
      chunk /= 10;
    }
    if (last) break;
  } while (true);
  if (digits.empty()) digits = "0";
  std::ranges::reverse(digits);
  return digits;
}

template <class Field>
Result<Field> parse(std::string_view text) {
  const auto refuse = [](const char* why) { return Error(CryptoError::kNonCanonical, why); };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || !std::ranges::all_of(text, is_digit) || (text.size() > 1 && text[0] == '0'))
    return refuse("expected a decimal number in digits, without sign and leading zeros");
  // More digits than any value of so many limbs has would overflow below.
  if (text.size() > Field::kBytes * 5 / 2) return refuse("the number is not below the modulus");
  typename Field::Limbs limbs{};
  for (char c : text) {
    uint64_t carry = static_cast<uint64_t>(c - '0');
    for (uint64_t& limb : limbs) {
      const uint128_t wide = static_cast<uint128_t>(limb) * 10 + carry;
      limb = static_cast<uint64_t>(wide);
      carry = static_cast<uint64_t>(wide >> 64);
    }
    if (carry != 0) return refuse("the number is not below the modulus");
  }
  if (!limbs::less(limbs, Field::kModulus)) return refuse("the number is not below the modulus");
  return Field::from_limbs_reduce(limbs);
}

}  // namespace

std::string to_decimal(const Fr& value) { return print(value); }
std::string to_decimal(const Fp& value) { return print(value); }
Result<Fr> fr_from_decimal(std::string_view text) { return parse<Fr>(text); }
Result<Fp> fp_from_decimal(std::string_view text) { return parse<Fp>(text); }

}  // namespace zkp
