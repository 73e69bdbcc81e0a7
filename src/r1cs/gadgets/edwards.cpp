#include "r1cs/gadgets/edwards.h"

#include "r1cs/gadgets/select.h"
#include "r1cs/gadgets/wide_integer.h"

namespace zkp::gadgets {
namespace {

Fr two() { return Fr::from_u64(2); }

// A new variable n / m, for m that is not zero in a satisfying witness.
LinearCombination quotient(ConstraintSystem& cs, const LinearCombination& numerator,
                           const LinearCombination& denominator, Label label) {
  const Variable out = cs.alloc(cs.value(numerator) * cs.value(denominator).inverse());
  cs.enforce(out, denominator, numerator, label);
  return out;
}

struct Squares {
  LinearCombination xx, yy;
};

Squares squares(ConstraintSystem& cs, const LinearCombination& x, const LinearCombination& y) {
  return {cs.mul(x, x, "xx"), cs.mul(y, y, "yy")};
}

template <class Curve>
Squares enforce_on_curve(ConstraintSystem& cs, const LinearCombination& x, const LinearCombination& y) {
  const Squares s = squares(cs, x, y);
  cs.enforce(s.xx, Curve::d() * s.yy, Curve::a() * s.xx + s.yy - Fr::one(), "curve");
  return s;
}

template <class Curve>
std::pair<LinearCombination, LinearCombination> double_coordinates(ConstraintSystem& cs, const LinearCombination& x,
                                                                   const LinearCombination& y, const Squares& s) {
  const LinearCombination t = cs.mul(x, y, "xy");
  const LinearCombination axx = Curve::a() * s.xx, sum = axx + s.yy;
  return {quotient(cs, two() * t, sum, "x"), quotient(cs, s.yy - axx, LinearCombination(two()) - sum, "y")};
}

// A coordinate of the entry that up to three bits b0, b1, b2 select, as the polynomial that is linear in each of them:
//   v_0 + sum over non-empty subsets S of the bits of c_S prod S,   c_S = sum_{T in S} (-1)^{|S| - |T|} v_T
// With two bits p = b0 b1 is a variable; with three, b2 times the part that has b2 is one more constraint.
LinearCombination window_entry(ConstraintSystem& cs, std::span<const Bit> bits, const LinearCombination& p,
                               std::array<Fr, 8> v, Label label) {
  for (size_t i = 0; i < bits.size(); ++i)
    for (size_t index = 0; index < v.size(); ++index)
      if (index >> i & 1) v[index] -= v[index ^ size_t{1} << i];
  auto part = [&](size_t from) {
    LinearCombination out = v[from];
    if (bits.size() > 0) out.add_scaled(bits[0].lc(), v[from + 1]);
    if (bits.size() > 1) out.add_scaled(bits[1].lc(), v[from + 2]).add_scaled(p, v[from + 3]);
    return out;
  };
  if (bits.size() < 3) return part(0);
  return part(0) + cs.mul(bits[2].lc(), part(4), label);
}

}  // namespace

template <class Curve>
EdwardsAffine<Curve> EdwardsAffine<Curve>::divided_by_cofactor() const {
  // The inverse of 2^k modulo the odd order s, by halving 1 k times: v / 2 = v even ? v / 2 : (v + s) / 2.
  const WideInteger order = WideInteger::of_limbs(Curve::kOrder);
  WideInteger inverse = 1;
  for (int i = 0; i < Curve::kCofactorLog2; ++i)
    inverse = (inverse.bit(0) ? inverse + order : inverse).shifted_right(1);
  return mul(inverse.limbs());
}

template struct EdwardsAffine<Jubjub>;
template struct EdwardsAffine<Bandersnatch>;

template <class Curve>
EdwardsPoint<Curve> EdwardsPoint<Curve>::clear_cofactor(ConstraintSystem& cs, const LinearCombination& x,
                                                        const LinearCombination& y, Label label) {
  auto scope = cs.scope(label);
  Squares s = enforce_on_curve<Curve>(cs, x, y);
  EdwardsPoint out(x, y);
  for (int i = 0; i < Curve::kCofactorLog2; ++i) {
    auto double_scope = cs.scope({"double", static_cast<size_t>(i)});
    if (i > 0) s = squares(cs, out.x_, out.y_);
    auto [x2, y2] = double_coordinates<Curve>(cs, out.x_, out.y_, s);
    out = EdwardsPoint(std::move(x2), std::move(y2));
  }
  return out;
}

template <class Curve>
EdwardsPoint<Curve> EdwardsPoint<Curve>::alloc(ConstraintSystem& cs, const Affine& value, Label label) {
  const Affine root = cs.has_values() ? value.divided_by_cofactor() : Affine();
  const LinearCombination x = cs.alloc(root.x), y = cs.alloc(root.y);
  return clear_cofactor(cs, x, y, label);
}

template <class Curve>
EdwardsPoint<Curve> EdwardsPoint<Curve>::enforce(ConstraintSystem& cs, const LinearCombination& x,
                                                 const LinearCombination& y, Label label) {
  auto scope = cs.scope(label);
  EdwardsPoint given(x, y);
  enforce_equal(cs, given, alloc(cs, given.value(cs), "subgroup"), "equal");
  return given;
}

template <class Curve>
EdwardsPoint<Curve> EdwardsPoint<Curve>::constant(const Affine& value) {
  ZKP_CHECK(value.is_on_curve() && value.is_in_subgroup());
  return EdwardsPoint(value.x, value.y);
}

template <class Curve>
EdwardsPoint<Curve> EdwardsPoint<Curve>::add(ConstraintSystem& cs, const EdwardsPoint& p, const EdwardsPoint& q,
                                             Label label) {
  auto scope = cs.scope(label);
  const LinearCombination a = cs.mul(p.x_, q.y_, "A"), b = cs.mul(p.y_, q.x_, "B");
  const LinearCombination t = Curve::d() * LinearCombination(cs.mul(a, b, "T"));
  const LinearCombination u = cs.mul(p.y_ - Curve::a() * p.x_, q.x_ + q.y_, "U");
  const LinearCombination one = Fr::one();
  LinearCombination x = quotient(cs, a + b, one + t, "x");
  LinearCombination y = quotient(cs, u + Curve::a() * a - b, one - t, "y");
  return EdwardsPoint(std::move(x), std::move(y));
}

template <class Curve>
EdwardsPoint<Curve> EdwardsPoint<Curve>::doubled(ConstraintSystem& cs, Label label) const {
  auto scope = cs.scope(label);
  auto [x, y] = double_coordinates<Curve>(cs, x_, y_, squares(cs, x_, y_));
  return EdwardsPoint(std::move(x), std::move(y));
}

template <class Curve>
EdwardsPoint<Curve> EdwardsPoint<Curve>::select(ConstraintSystem& cs, const Bit& bit, const EdwardsPoint& when_one,
                                                const EdwardsPoint& when_zero, Label label) {
  auto scope = cs.scope(label);
  LinearCombination x = gadgets::select(cs, bit, when_one.x_, when_zero.x_, "x");
  LinearCombination y = gadgets::select(cs, bit, when_one.y_, when_zero.y_, "y");
  return EdwardsPoint(std::move(x), std::move(y));
}

template <class Curve>
EdwardsPoint<Curve> EdwardsPoint<Curve>::mul(ConstraintSystem& cs, std::span<const Bit> bits, Label label) const {
  ZKP_CHECK(!bits.empty());
  auto scope = cs.scope(label);
  const EdwardsPoint identity = constant(Affine());
  EdwardsPoint out = select(cs, bits.back(), *this, identity, {"first", bits.size() - 1});
  for (size_t i = bits.size() - 1; i-- > 0;) {
    auto bit_scope = cs.scope({"bit", i});
    out = add(cs, out.doubled(cs, "double"), select(cs, bits[i], *this, identity, "select"), "add");
  }
  return out;
}

template <class Curve>
EdwardsPoint<Curve> EdwardsPoint<Curve>::mul_constant(ConstraintSystem& cs, const Affine& base,
                                                      std::span<const Bit> bits, Label label) {
  ZKP_CHECK(!bits.empty() && base.is_on_curve() && base.is_in_subgroup());
  auto scope = cs.scope(label);
  std::optional<EdwardsPoint> out;
  Affine step = base;  // 8^window base
  for (size_t at = 0; at < bits.size(); at += 3) {
    auto window_scope = cs.scope({"window", at / 3});
    const auto window = bits.subspan(at, std::min<size_t>(3, bits.size() - at));
    std::array<Fr, 8> x, y;
    Affine entry;
    for (size_t i = 0; i < 8; ++i) {
      x[i] = entry.x;
      y[i] = entry.y;
      entry = entry + step;
    }
    step = entry;
    LinearCombination p;
    if (window.size() > 1) p = cs.mul(window[0].lc(), window[1].lc(), "bits");
    LinearCombination point_x = window_entry(cs, window, p, x, "x");
    LinearCombination point_y = window_entry(cs, window, p, y, "y");
    EdwardsPoint point(std::move(point_x), std::move(point_y));
    out = out ? add(cs, *out, point, "add") : point;
  }
  return *out;
}

template <class Curve>
void EdwardsPoint<Curve>::enforce_equal(ConstraintSystem& cs, const EdwardsPoint& p, const EdwardsPoint& q,
                                        Label label) {
  auto scope = cs.scope(label);
  cs.enforce_zero(p.x_ - q.x_, "x");
  cs.enforce_zero(p.y_ - q.y_, "y");
}

template <class Curve>
void EdwardsPoint<Curve>::require_not_identity(ConstraintSystem& cs, Label label) const {
  cs.enforce(x_, cs.alloc(cs.value(x_).inverse()), Fr::one(), label);
}

template class EdwardsPoint<Jubjub>;
template class EdwardsPoint<Bandersnatch>;

}  // namespace zkp::gadgets
