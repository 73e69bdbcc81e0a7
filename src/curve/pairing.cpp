#include "curve/pairing.h"

#include <array>
#include <bit>

#include "curve/parameter.h"
#include "field/cyclotomic.h"

namespace zkp {

namespace {

constexpr int kLoopTopBit = 63;
static_assert(kBlsXAbsolute >> kLoopTopBit == 1);
constexpr bool loop_bit(int i) { return (kBlsXAbsolute >> i & 1) != 0; }

// A point T of the twist in homogeneous coordinates, x = X/Z, y = Y/Z. Untwisting sends (x, y) to (x/w^2, y/w^3), so
// the line of slope s through T, at P and times w^3, is   (s x_T - y_T) - s x_P w^2 + y_P w^3.
struct LoopPoint {
  Fp2 x, y, z;

  // Tangent: s = 3 X^2 / (2 Y Z). With B = Y^2, E = 3b' Z^2, H = 2 Y Z and the line times -H, using the curve equation:
  //   (E - B) + 3 X^2 x_P w^2 - H y_P w^3
  //   X3 = 2 X Y (B - 3E),  Y3 = (B + 3E)^2 - 12 E^2,  Z3 = 4 B H       (ePrint 2010/526, eq. 10, times 4)
  G2Prepared::Line double_step() {
    const Fp2 b = y.square();
    const Fp2 c = z.square();
    const Fp2 e = G2Curve::mul_by_3b(c);
    const Fp2 e3 = e.doubled() + e;
    const Fp2 h = (y + z).square() - b - c;
    const Fp2 xx = x.square();
    const Fp2 xy2 = (x + y).square() - xx - b;
    const Fp2 ee4 = e.doubled().square();
    x = xy2 * (b - e3);
    y = (b + e3).square() - ee4.doubled() - ee4;
    z = (b * h).doubled().doubled();
    return {e - b, xx.doubled() + xx, -h};
  }

  // Chord with Q: s = t / l, t = Y - y_Q Z, l = X - x_Q Z. The line times l:
  //   (t x_Q - l y_Q) - t x_P w^2 + l y_P w^3
  //   C = t^2, D = l^2, E = l D, F = Z C, G = X D, H = E + F - 2G:
  //   X3 = l H,  Y3 = t (G - H) - E Y,  Z3 = Z E                        (ePrint 2010/526, eq. 12)
  G2Prepared::Line add_step(const G2Affine& q) {
    const Fp2 t = y - q.y() * z;
    const Fp2 l = x - q.x() * z;
    const Fp2 d = l.square();
    const Fp2 e = l * d;
    const Fp2 g = x * d;
    const Fp2 h = e + z * t.square() - g.doubled();
    x = l * h;
    y = t * (g - h) - e * y;
    z = z * e;
    return {t * q.x() - l * q.y(), -t, l};
  }
};

// The coefficients of a line at P.
struct LineAt {
  Fp2 b[3];

  LineAt(const G2Prepared::Line& line, const G1Affine& p) : b{line.b0, line.b1 * p.x(), line.b4 * p.y()} {}
};

// f^x in the cyclotomic subgroup; x is negative and the inverse is the conjugate.
Fp12 pow_x(const Fp12& f) { return cyclotomic_pow_var(f, kBlsXAbsolute).conjugate(); }

std::vector<const G2Prepared*> addresses(std::span<const G2Prepared> q) {
  std::vector<const G2Prepared*> out;
  for (const G2Prepared& each : q) out.push_back(&each);
  return out;
}

std::vector<G2Prepared> prepare(std::span<const G2Affine> q) { return {q.begin(), q.end()}; }

}  // namespace

G2Prepared::G2Prepared(const G2Affine& q) {
  if (q.is_identity()) return;
  LoopPoint t{q.x(), q.y(), Fp2::one()};
  lines_.reserve(static_cast<size_t>(kLoopTopBit + std::popcount(kBlsXAbsolute) - 1));
  for (int i = kLoopTopBit - 1; i >= 0; --i) {
    lines_.push_back(t.double_step());
    if (loop_bit(i)) lines_.push_back(t.add_step(q));
  }
}

// f <- f^2 l_(T,T)(P), T <- 2T; where the bit is set also f <- f l_(T,Q)(P), T <- T + Q. For x < 0, f_(x,Q) =
// 1/f_(|x|,Q) up to a factor that the final exponentiation removes, and there the inverse is the conjugate.
Fp12 miller_loop(std::span<const G1Affine> p, std::span<const G2Prepared* const> q) {
  ZKP_CHECK(p.size() == q.size());
  std::vector<size_t> active;
  for (size_t k = 0; k < p.size(); ++k) {
    if (!p[k].is_identity() && !q[k]->lines().empty()) active.push_back(k);
  }
  Fp12 f = Fp12::one();
  size_t line = 0;
  auto multiply_lines = [&] {
    size_t i = 0;
    for (; i + 2 <= active.size(); i += 2) {
      const LineAt a(q[active[i]]->lines()[line], p[active[i]]);
      const LineAt b(q[active[i + 1]]->lines()[line], p[active[i + 1]]);
      f = f.mul_by_two_014(a.b, b.b);
    }
    if (i < active.size()) {
      const LineAt a(q[active[i]]->lines()[line], p[active[i]]);
      f = f.mul_by_014(a.b[0], a.b[1], a.b[2]);
    }
    ++line;
  };
  for (int i = kLoopTopBit - 1; i >= 0; --i) {
    if (i != kLoopTopBit - 1) f = f.square();
    multiply_lines();
    if (loop_bit(i)) multiply_lines();
  }
  return f.conjugate();
}

Fp12 miller_loop(std::span<const G1Affine> p, std::span<const G2Prepared> q) { return miller_loop(p, addresses(q)); }

// (q^12 - 1) / r = (q^6 - 1)(q^2 + 1) * (q^4 - q^2 + 1) / r, and by ePrint 2020/875, section 5:
//   3 (q^4 - q^2 + 1) / r = (x - 1)^2 (x + q)(x^2 + q^2 - 1) + 3.
Gt final_exponentiation(const Fp12& f) {
  ZKP_CHECK(!f.is_zero());
  Fp12 t = f.conjugate() * f.inverse_var();  // f^(q^6 - 1)
  t = t.frobenius(2) * t;                    // ... ^(q^2 + 1): now in the cyclotomic subgroup
  Fp12 a = pow_x(t) * t.conjugate();
  a = pow_x(a) * a.conjugate();                          // t^((x - 1)^2)
  a = pow_x(a) * a.frobenius(1);                         // ... ^(x + q)
  a = pow_x(pow_x(a)) * a.frobenius(2) * a.conjugate();  // ... ^(x^2 + q^2 - 1)
  return Gt(a * t.cyclotomic_square() * t);
}

Gt Gt::pow(const Fr& exponent) const {
  const Fr::Limbs e = exponent.to_limbs();
  std::array<Fp12, 16> table{Fp12::one(), value_};
  for (size_t i = 2; i < table.size(); ++i) table[i] = table[i - 1] * value_;
  Fp12 acc = Fp12::one();
  for (size_t i = 64; i-- > 0;) {
    for (int k = 0; k < 4; ++k) acc = acc.cyclotomic_square();
    const uint64_t digit = e[i / 16] >> (4 * (i % 16)) & 15;
    Fp12 factor = table[0];
    for (uint64_t entry = 1; entry < table.size(); ++entry) {
      const uint64_t difference = digit ^ entry;
      factor = Fp12::conditional_select(factor, table[entry], ((difference | (0 - difference)) >> 63) - 1);
    }
    acc *= factor;
  }
  return Gt(acc);
}

Gt multi_pairing(std::span<const G1Affine> p, std::span<const G2Prepared> q) {
  return final_exponentiation(miller_loop(p, q));
}
Gt multi_pairing(std::span<const G1Affine> p, std::span<const G2Prepared* const> q) {
  return final_exponentiation(miller_loop(p, q));
}
Gt multi_pairing(std::span<const G1Affine> p, std::span<const G2Affine> q) { return multi_pairing(p, prepare(q)); }

Gt pairing(const G1Affine& p, const G2Prepared& q) { return multi_pairing({&p, 1}, {&q, 1}); }
Gt pairing(const G1Affine& p, const G2Affine& q) { return pairing(p, G2Prepared(q)); }

bool pairing_product_is_one(std::span<const G1Affine> p, std::span<const G2Prepared> q) {
  return multi_pairing(p, q).is_one();
}
bool pairing_product_is_one(std::span<const G1Affine> p, std::span<const G2Affine> q) {
  return multi_pairing(p, q).is_one();
}

}  // namespace zkp
