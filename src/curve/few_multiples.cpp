#include "curve/few_multiples.h"

#include <algorithm>
#include <array>

#include "curve/msm_scalars.h"

namespace zkp {
namespace {

constexpr int kWindow = 5;                           // digits +-1, +-3 .. +-15
constexpr size_t kOdd = size_t{1} << (kWindow - 2);  // P, 3 P .. 15 P
constexpr size_t kDigits = 129;                      // of an integer below 2^128

struct Digits {
  std::array<int8_t, kDigits> at{};
  size_t count = 0;
};

// Non-adjacent form of width 5: v = sum_i digits[i] 2^i, of five digits in a row at most one not zero. Below 2^127, so
// that a digit that rounds up does not overflow.
Digits non_adjacent_form(LimbArray<2> v, bool negative) {
  Digits out;
  for (size_t i = 0; (v[0] | v[1]) != 0; ++i) {
    if ((v[0] & 1) != 0) {
      int digit = static_cast<int>(v[0] & ((1 << kWindow) - 1));
      v[0] -= static_cast<uint64_t>(digit);
      if (digit >= 1 << (kWindow - 1)) {
        digit -= 1 << kWindow;
        v[0] += 1 << kWindow;
        v[1] += v[0] < 1 << kWindow ? 1 : 0;
      }
      out.at[i] = static_cast<int8_t>(negative ? -digit : digit);
      out.count = i + 1;
    }
    v[0] = v[0] >> 1 | v[1] << 63;
    v[1] >>= 1;
  }
  return out;
}

// x^2 P
G1Affine image(const G1Affine& p) { return G1Affine::from_xy_unchecked(G1Curve::image_x(p.x()), -p.y()); }

// The odd multiples of every point.
std::vector<G1Affine> odd_multiples(std::span<const G1Affine> points) {
  std::vector<G1> out;
  out.reserve(kOdd * points.size());
  for (const G1Affine& p : points) {
    const G1 two = G1(p).doubled();
    out.emplace_back(p);
    for (size_t k = 1; k < kOdd; ++k) out.push_back(out.back() + two);
  }
  return batch_to_affine(out);
}

}  // namespace

G1 few_multiples_var(std::span<const G1Affine> points, std::span<const Fr> scalars) {
  ZKP_CHECK(points.size() == scalars.size());
  G1 units;                    // of scalars that are one: the constant of a verification key
  std::vector<G1Affine> used;  // of all others but zero
  std::vector<Digits> digits, image_digits;
  size_t top = 0;
  for (size_t i = 0; i < points.size(); ++i) {
    if (scalars[i].is_zero()) continue;
    if (scalars[i].is_one()) {
      units = units.add_mixed(points[i]);
      continue;
    }
    used.push_back(points[i]);
    const SignedMagnitude s = signed_magnitude(scalars[i]);
    const SplitMagnitude split = split_magnitude(s.magnitude);
    digits.push_back(non_adjacent_form(split.a, split.a_negative != s.negative));
    image_digits.push_back(non_adjacent_form(split.b, s.negative));
    top = std::max({top, digits.back().count, image_digits.back().count});
  }
  const std::vector<G1Affine> tables = odd_multiples(used);
  std::vector<G1Affine> image_tables;
  for (const G1Affine& p : tables) image_tables.push_back(image(p));
  G1 sum;
  auto add = [&](std::span<const G1Affine> table, int digit) {
    if (digit > 0) sum = sum.add_mixed(table[static_cast<size_t>(digit / 2)]);
    if (digit < 0) sum = sum.add_mixed(-table[static_cast<size_t>(-digit / 2)]);
  };
  for (size_t i = top; i-- > 0;) {
    sum = sum.doubled();
    for (size_t k = 0; k < used.size(); ++k) {
      add(std::span(tables).subspan(kOdd * k, kOdd), digits[k].at[i]);
      add(std::span(image_tables).subspan(kOdd * k, kOdd), image_digits[k].at[i]);
    }
  }
  return sum + units;
}

}  // namespace zkp
