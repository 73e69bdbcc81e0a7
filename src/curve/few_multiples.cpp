#include "curve/few_multiples.h"

#include <algorithm>

#include "curve/msm_scalars.h"
#include "curve/point_impl.h"

namespace zkp {
namespace {

constexpr int kWindow = 5;                           // digits +-1, +-3 .. +-15
constexpr size_t kOdd = size_t{1} << (kWindow - 2);  // P, 3 P .. 15 P

// Digits of a half of a scalar, with its sign.
struct Half {
  std::vector<int8_t> digits;
  bool negative;

  Half(const LimbArray<2>& magnitude, bool is_negative)
      : digits(point_detail::non_adjacent_form_var(magnitude, kWindow)), negative(is_negative) {}
  int digit(size_t i) const { return i >= digits.size() ? 0 : negative ? -digits[i] : digits[i]; }
};

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
  std::vector<Half> halves, image_halves;
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
    halves.emplace_back(split.a, split.a_negative != s.negative);
    image_halves.emplace_back(split.b, s.negative);
    top = std::max({top, halves.back().digits.size(), image_halves.back().digits.size()});
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
      add(std::span(tables).subspan(kOdd * k, kOdd), halves[k].digit(i));
      add(std::span(image_tables).subspan(kOdd * k, kOdd), image_halves[k].digit(i));
    }
  }
  return sum + units;
}

}  // namespace zkp
