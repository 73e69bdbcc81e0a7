#include "field/cyclotomic.h"

#include <bit>
#include <vector>

#include "field/lazy.h"

namespace zkp {

namespace {

using lazy::Ref, lazy::Wide2;

// a + b y in Fp4 = Fp2[y] / (y^2 - xi).
struct Fp4 {
  Fp2 a, b;
};

// (a + b y)^2 = (a^2 + xi b^2) + ((a + b)^2 - a^2 - b^2) y.
//
// With what square_wide adds, in units of p: f(x) = x0^2 - x1^2 + x0 + x1, f'(x) = f(x) + x0 + x1 and g(x) = 2 x0 x1,
// where f <= 2.3, 0 <= f' - g <= 3 and f' + g <= 6 on the unit square; so that before reduction, in units of p^2,
//   a:  f(a) + f'(b) - g(b)  in (0, 5.3),   g(a) + f'(b) + g(b)  in (0, 8)
//   b:  f(a + b) + 2 (a0 + a1 + b0 + b1) - f(a) - f'(b) = 2 a0 b0 - 2 a1 b1 + 2 (a0 + a1) + b0 + b1  in (0, 8),
//       2 a0 b1 + 2 a1 b0  in (0, 4).
void square(Fp4& out, const Fp2& a, const Fp2& b) {
  Wide2 a2, b2, t;
  lazy::square_wide<1>(a2, Ref(a));
  lazy::square_wide<2>(b2, Ref(b));
  lazy::square_wide<3, 2>(t, lazy::add(a, b));
  lazy::sub_both(t, t, a2, b2);
  lazy::add_xi(a2, a2, b2);
  lazy::reduce(out.a, a2);
  lazy::reduce(out.b, t);
}

Fp2 triple_minus_double(const Fp2& s, const Fp2& z) { return (s - z).doubled() + s; }
Fp2 triple_plus_double(const Fp2& s, const Fp2& z) { return (s + z).doubled() + s; }

// B = b0 + b1 y and C = c0 + c1 y of an element of the cyclotomic subgroup.
struct Compressed {
  Fp2 b0, b1, c0, c1;

  explicit Compressed(const Fp12& x) : b0(x.c1.c0), b1(x.c0.c2), c0(x.c0.c1), c1(x.c1.c2) {}

  // B' = 3 y C^2 + 2 conj(B),  C' = 3 B^2 - 2 conj(C).
  void square_in_place() {
    Fp4 b, c;
    square(b, b0, b1);
    square(c, c0, c1);
    b0 = triple_plus_double(c.b.mul_by_xi(), b0);
    b1 = triple_minus_double(c.a, b1);
    c0 = triple_minus_double(b.a, c0);
    c1 = triple_plus_double(b.b, c1);
  }

  // A = a0 + a1 y:  a1 = (xi c1^2 + 3 c0^2 - 2 b1) / (4 b0),  a0 = xi (2 a1^2 + b0 c1 - 3 b1 c0) + 1.
  Fp12 decompress(const Fp2& inverse_of_4_b0) const {
    const Fp2 c0_squared = c0.square();
    const Fp2 a1 = (c1.square().mul_by_xi() + c0_squared.doubled() + c0_squared - b1.doubled()) * inverse_of_4_b0;
    const Fp2 b1_c0 = b1 * c0;
    const Fp2 a0 = (a1.square().doubled() + b0 * c1 - b1_c0.doubled() - b1_c0).mul_by_xi() + Fp2::one();
    return {{a0, c0, b1}, {b0, a1, c1}};
  }
};

// Runs of fewer squarings cost less than the decompression that they need.
constexpr int kShortestRun = 8;

}  // namespace

// A' = 3 A^2 - 2 conj(A), and as above.
Fp12 Fp12::cyclotomic_square() const {
  Fp4 a, b, c;
  zkp::square(a, c0.c0, c1.c1);
  zkp::square(b, c1.c0, c0.c2);
  zkp::square(c, c0.c1, c1.c2);
  return {{triple_minus_double(a.a, c0.c0), triple_minus_double(b.a, c0.c1), triple_minus_double(c.a, c0.c2)},
          {triple_plus_double(c.b.mul_by_xi(), c1.c0), triple_plus_double(a.b, c1.c1), triple_plus_double(b.b, c1.c2)}};
}

// a^e = prod a^(2^i) over the set bits i of e, the low ones, after long runs, in compressed form.
Fp12 cyclotomic_pow_var(const Fp12& a, uint64_t exponent) {
  ZKP_CHECK(exponent != 0);
  std::vector<Compressed> powers;
  std::vector<Fp2> inverses;
  int done = 0;  // squarings
  uint64_t rest = exponent;
  Compressed x(a);
  for (; rest != 0; rest &= rest - 1) {
    const int bit = std::countr_zero(rest);
    if (bit - done < kShortestRun) break;
    for (; done < bit; ++done) x.square_in_place();
    powers.push_back(x);
    inverses.push_back(x.b0.doubled().doubled());
  }
  // For b0 = 0, one of a few special elements and almost no others, A has other formulas; these are seldom worth code.
  for (const Fp2& b0 : inverses) {
    if (!b0.is_zero()) continue;
    powers.clear();
    inverses.clear();
    rest = exponent;
    done = 0;
    break;
  }
  batch_inverse_var<Fp2>(inverses);

  Fp12 square = a, product = Fp12::one();
  bool first = true;
  for (size_t i = 0; i < powers.size(); ++i) {
    square = powers[i].decompress(inverses[i]);
    product = i == 0 ? square : product * square;
    first = false;
  }
  for (; rest != 0; rest &= rest - 1) {
    for (; done < std::countr_zero(rest); ++done) square = square.cyclotomic_square();
    product = first ? square : product * square;
    first = false;
  }
  return product;
}

}  // namespace zkp
