/// Two twisted Edwards curves over Fr, and their points outside circuits:  a x^2 + y^2 = 1 + d x^2 y^2.
///
/// Jubjub        a = -1, d = -10240/10241, order 8 s. a is a square and d is not, so the addition law is complete.
///               Source: Zcash protocol specification, section 5.4.9.3.
/// Bandersnatch  a = -5, d = 138827208126141220649022263972958607803 / 171449701953573178309673572579671231137, order 4
/// s.
///               Neither a nor d is a square: additions can meet a denominator of zero, but not in the prime-order
///               subgroup, and doublings never do. Source: ePrint 2021/1152, section 2.
///
/// Not constant-time: affine formulas for witnesses and tests, an inversion per addition. Safe for concurrent use.
#pragma once

#include <span>

#include "field/fr.h"

namespace zkp::gadgets {

struct Jubjub {
  static constexpr std::string_view kName = "Jubjub";
  static constexpr int kCofactorLog2 = 3;
  static constexpr Fr::Limbs kOrder =
      limbs::from_hex<4>("0x0e7db4ea6533afa906673b0101343b00a6682093ccc81082d0970e5ed6f72cb7");
  static Fr a() { return -Fr::one(); }
  static Fr d() { return Fr::from_hex("0x2a9318e74bfa2b48f5fd9207e6bd7fd4292d7f6d37579d2601065fd6d6343eb1"); }
};

struct Bandersnatch {
  static constexpr std::string_view kName = "Bandersnatch";
  static constexpr int kCofactorLog2 = 2;
  static constexpr Fr::Limbs kOrder =
      limbs::from_hex<4>("0x1cfb69d4ca675f520cce760202687600ff8f87007419047174fd06b52876e7e1");
  static Fr a() { return -Fr::from_u64(5); }
  static Fr d() { return Fr::from_hex("0x6389c12633c267cbc66e3bf86be3b6d8cb66677177e54f92b369f2f5188d58e7"); }
};

template <class Curve>
struct EdwardsAffine {
  Fr x = Fr::zero();
  Fr y = Fr::one();

  bool is_on_curve() const {
    const Fr xx = x.square(), yy = y.square();
    return Curve::a() * xx + yy == Fr::one() + Curve::d() * xx * yy;
  }
  /// REQUIRES: is_on_curve().
  bool is_in_subgroup() const { return mul(Curve::kOrder).is_identity(); }
  bool is_identity() const { return x.is_zero() && y.is_one(); }

  EdwardsAffine operator-() const { return {-x, y}; }
  /// REQUIRES: both are in the prime-order subgroup, or the curve is Jubjub.
  friend EdwardsAffine operator+(const EdwardsAffine& p, const EdwardsAffine& q) {
    const Fr xy = p.x * q.y, yx = p.y * q.x, t = Curve::d() * xy * yx;
    return {(xy + yx) * (Fr::one() + t).inverse_var(),
            (p.y * q.y - Curve::a() * p.x * q.x) * (Fr::one() - t).inverse_var()};
  }
  EdwardsAffine doubled() const {
    const Fr xx = Curve::a() * x.square(), yy = y.square();
    return {(x * y).doubled() * (xx + yy).inverse_var(), (yy - xx) * (Fr::from_u64(2) - xx - yy).inverse_var()};
  }
  EdwardsAffine mul_by_cofactor() const {
    EdwardsAffine out = *this;
    for (int i = 0; i < Curve::kCofactorLog2; ++i) out = out.doubled();
    return out;
  }
  /// integer * this, whatever the length of the integer. REQUIRES: as for +.
  EdwardsAffine mul(std::span<const uint64_t> little_endian) const {
    EdwardsAffine out;
    for (size_t i = limbs::bit_length_var(little_endian); i-- > 0;) {
      out = out.doubled();
      if (limbs::bit(little_endian, i) != 0) out = out + *this;
    }
    return out;
  }
  /// The point of the prime-order subgroup whose multiple by the cofactor is this one.
  /// REQUIRES: is_on_curve(), is_in_subgroup().
  EdwardsAffine divided_by_cofactor() const;

  friend bool operator==(const EdwardsAffine&, const EdwardsAffine&) = default;
};

}  // namespace zkp::gadgets
