/// The optimal ate pairing e: G1 x G2 -> Gt on BLS12-381.
///
/// e(P, Q) = f_(x,Q)(P) ^ (3 (q^12 - 1) / r), x the curve's parameter: the cube of the pairing with the reduced
/// exponent, as most implementations compute it (the factor 3 makes the hard part of the exponentiation short, and 3
/// does not divide r, so this is a pairing as well). Bilinear, non-degenerate, e(identity, Q) = e(P, identity) = 1.
///
/// Points must be in the prime-order subgroups (curve/encoding.h checks this for points from outside). Not
/// constant-time, except Gt::pow. Safe for concurrent use.
///
/// Sources: Vercauteren, "Optimal pairings", ePrint 2008/096; lines in homogeneous coordinates: Aranha, Karabina,
/// Longa, Gebotys, López, "Faster explicit formulas for computing pairings over ordinary curves", ePrint 2010/526,
/// section 4; final exponentiation: Hayashida, Hayasaka, Teruya, "Efficient final exponentiation via cyclotomic
/// structure for pairings over families of elliptic curves", ePrint 2020/875.
#pragma once

#include <span>
#include <vector>

#include "curve/g1.h"
#include "curve/g2.h"
#include "field/fp12.h"

namespace zkp {

/// An element of the subgroup of order r of Fp12*, written multiplicatively. The default value is one.
class Gt {
 public:
  Gt() : value_(Fp12::one()) {}
  static Gt one() { return {}; }

  Gt operator*(const Gt& b) const { return Gt(value_ * b.value_); }
  Gt& operator*=(const Gt& b) { return *this = *this * b; }
  Gt inverse() const { return Gt(value_.conjugate()); }
  Gt square() const { return Gt(value_.cyclotomic_square()); }
  /// this^exponent. Constant-time in both.
  Gt pow(const Fr& exponent) const;
  bool is_one() const { return value_.is_one(); }
  friend bool operator==(const Gt& a, const Gt& b) { return a.value_ == b.value_; }
  const Fp12& value() const { return value_; }

 private:
  friend Gt final_exponentiation(const Fp12& f);
  explicit Gt(const Fp12& value) : value_(value) {}

  Fp12 value_;
};

/// The lines of the Miller loop of one point of G2, about 20 KB: worth keeping for a point that is paired often.
class G2Prepared {
 public:
  /// b0 + b1 x_P w^2 + b4 y_P w^3 is the line, up to factors that the final exponentiation removes.
  struct Line {
    Fp2 b0;
    Fp2 b1;
    Fp2 b4;
  };

  explicit G2Prepared(const G2Affine& q);
  /// In the order in which the Miller loop uses them; none for the identity.
  std::span<const Line> lines() const { return lines_; }

 private:
  std::vector<Line> lines_;
};

/// prod_i f_(x,Q_i)(P_i), not yet exponentiated. REQUIRES: p.size() == q.size().
Fp12 miller_loop(std::span<const G1Affine> p, std::span<const G2Prepared> q);
Fp12 miller_loop(std::span<const G1Affine> p, std::span<const G2Prepared* const> q);
/// f^(3 (q^12 - 1) / r). REQUIRES: f != 0.
Gt final_exponentiation(const Fp12& f);

Gt pairing(const G1Affine& p, const G2Affine& q);
Gt pairing(const G1Affine& p, const G2Prepared& q);
/// prod_i e(P_i, Q_i): the pairs share the squarings and the final exponentiation. REQUIRES: p.size() == q.size().
Gt multi_pairing(std::span<const G1Affine> p, std::span<const G2Affine> q);
Gt multi_pairing(std::span<const G1Affine> p, std::span<const G2Prepared> q);
Gt multi_pairing(std::span<const G1Affine> p, std::span<const G2Prepared* const> q);
/// prod_i e(P_i, Q_i) == 1. REQUIRES: p.size() == q.size().
bool pairing_product_is_one(std::span<const G1Affine> p, std::span<const G2Affine> q);
bool pairing_product_is_one(std::span<const G1Affine> p, std::span<const G2Prepared> q);

}  // namespace zkp
