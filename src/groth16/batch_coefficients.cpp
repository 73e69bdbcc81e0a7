#include "groth16/batch_coefficients.h"

#include <array>

#include "curve/parameter.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kDomain = "zkp.groth16.batch.v1";
constexpr int kWindow = 4;  // digits +-1, +-3, +-5, +-7
constexpr size_t kDigits = 65;

using Digits = std::array<int8_t, kDigits>;

// Width-4 non-adjacent form: v = sum_i digits[i] 2^i, of four digits in a row at most one not zero.
Digits non_adjacent_form(uint64_t v) {
  Digits out{};
  auto left = static_cast<__int128>(v);
  for (size_t i = 0; left != 0; ++i, left >>= 1) {
    if ((left & 1) == 0) continue;
    int digit = static_cast<int>(left & ((1 << kWindow) - 1));
    if (digit >= 1 << (kWindow - 1)) digit -= 1 << kWindow;
    out[i] = static_cast<int8_t>(digit);
    left -= digit;
  }
  return out;
}

// p, 3p, 5p, 7p.
std::array<G1, 4> odd_multiples(const G1Affine& p) {
  const G1 one(p), two = one.doubled();
  std::array<G1, 4> out{one};
  for (size_t i = 1; i < out.size(); ++i) out[i] = out[i - 1] + two;
  return out;
}

G1 times_x_squared(const G1& p) { return G1::from_xyz_unchecked(G1Curve::image_x(p.x()), -p.y(), p.z()); }

void add_digit(G1& sum, const std::array<G1, 4>& table, int digit) {
  if (digit > 0) sum += table[static_cast<size_t>(digit / 2)];
  if (digit < 0) sum -= table[static_cast<size_t>(-digit / 2)];
}

}  // namespace

Fr BatchCoefficient::value() const {
  static const Fr kXSquared = Fr::from_u64(kBlsXAbsolute).square();
  return Fr::from_u64(a) + Fr::from_u64(b) * kXSquared;
}

// a P + b (x^2 P): both in one chain of doublings.
G1 BatchCoefficient::times_var(const G1Affine& p) const {
  const std::array<G1, 4> table = odd_multiples(p);
  std::array<G1, 4> images;
  for (size_t i = 0; i < table.size(); ++i) images[i] = times_x_squared(table[i]);
  const Digits a_digits = non_adjacent_form(a), b_digits = non_adjacent_form(b);
  G1 sum;
  for (size_t i = kDigits; i-- > 0;) {
    sum = sum.doubled();
    add_digit(sum, table, a_digits[i]);
    add_digit(sum, images, b_digits[i]);
  }
  return sum;
}

Digest batch_seed(std::span<const Groth16Claim> claims, const ByteArray<32>& fresh) {
  Sha256 hash;
  hash.update(as_bytes(kDomain)).update(fresh).update(ByteWriter().u64(claims.size()).bytes());
  for (const Groth16Claim& claim : claims) {
    const auto input_count = static_cast<uint32_t>(claim.public_inputs.size());
    hash.update(claim.key->id()).update(ByteWriter().u32(input_count).bytes());
    for (const Fr& input : claim.public_inputs) hash.update(input.to_bytes());
    hash.update(encode_proof(claim.proof));
  }
  return hash.finish();
}

BatchCoefficient batch_coefficient(const Digest& seed, uint64_t index) {
  const Digest hash = sha256(ByteWriter().raw(seed).u64(index).bytes());
  ByteReader in(hash);
  BatchCoefficient out;
  out.a = in.u64().value();
  out.b = in.u64().value();
  return out;
}

}  // namespace zkp
