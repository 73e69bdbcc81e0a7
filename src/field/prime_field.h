/// A prime field as a value type: PrimeField<Params> is the integers modulo Params::kModulus in Montgomery form.
///
/// Constant-time except where a name ends in `_var` or a comment says otherwise: time and memory accesses of + - *,
/// square, inverse, comparison, selection and conversion do not depend on the values. A value is always fully reduced,
/// so equal field elements have equal representations. Trivially copyable; the default value is zero. Safe for
/// concurrent use as any plain value.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/env.h"
#include "field/mont_x86.h"
#include "field/pow.h"

namespace zkp {

/// Params: `kModulus` (LimbArray<N>), `kGenerator` (a small generator of the multiplicative group), `kName`.
template <class Params>
class PrimeField {
 public:
  static constexpr size_t kLimbs = Params::kModulus.size();
  static constexpr size_t kBytes = 8 * kLimbs;
  using Limbs = LimbArray<kLimbs>;
  static constexpr Limbs kModulus = Params::kModulus;
  static constexpr int kBits = static_cast<int>(limbs::bit_length_var(kModulus));

  constexpr PrimeField() : value_{} {}
  static constexpr PrimeField zero() { return {}; }
  static constexpr PrimeField one() { return PrimeField(kMont.one); }
  static constexpr PrimeField from_u64(uint64_t v) { return PrimeField(mont::mul<kMont>(Limbs{v}, kMont.r2)); }
  static constexpr PrimeField from_i64(int64_t v) {
    const uint64_t sign = limbs::opaque(v < 0 ? ~uint64_t{0} : 0);
    const PrimeField magnitude = from_u64((static_cast<uint64_t>(v) ^ sign) - sign);
    return conditional_select(magnitude, -magnitude, sign);
  }
  /// The number of any N limbs, reduced mod p.
  static constexpr PrimeField from_limbs_reduce(const Limbs& v) { return PrimeField(mont::mul<kMont>(v, kMont.r2)); }
  /// A constant, "0x..." in lower-case hexadecimal. REQUIRES: well formed and less than p.
  static constexpr PrimeField from_hex(std::string_view text) {
    const Limbs v = limbs::from_hex<kLimbs>(text);
    ZKP_CHECK(limbs::less(v, kModulus));
    return from_limbs_reduce(v);
  }
  /// Big-endian, exactly kBytes, less than p. Errors: CryptoError::kNonCanonical.
  static Result<PrimeField> from_bytes(ByteView bytes);
  /// Big-endian, at most 2 kBytes, reduced mod p. REQUIRES: bytes.size() <= 2 kBytes.
  static PrimeField from_bytes_reduce(ByteView bytes);
  /// Uniform up to a statistical distance of 2^-128. Errors: those of `random`.
  static Result<PrimeField> random(Random& random);

  ByteArray<kBytes> to_bytes() const;
  /// The integer in [0, p).
  constexpr Limbs to_limbs() const { return mont::mul<kMont>(value_, Limbs{1}); }
  /// The Montgomery form itself and back, for lane back ends. REQUIRES: v < p.
  constexpr const Limbs& montgomery_limbs() const { return value_; }
  static constexpr PrimeField from_montgomery_limbs(const Limbs& v) { return PrimeField(v); }
  /// For kernels that write their result where it belongs. REQUIRES: less than p when they are done.
  constexpr Limbs& kernel_limbs() { return value_; }
  /// A value that is written before it is read.
  static PrimeField unset() { return PrimeField(Unset{}); }

  constexpr PrimeField operator+(const PrimeField& b) const {
#if defined(ZKP_FIELD_X86_64)
    if (!std::is_constant_evaluated()) return PrimeField(mont_x86::add(value_, b.value_, kMont.p));
#endif
    return PrimeField(mont::add<kMont>(value_, b.value_));
  }
  constexpr PrimeField operator-(const PrimeField& b) const {
#if defined(ZKP_FIELD_X86_64)
    if (!std::is_constant_evaluated()) return PrimeField(mont_x86::sub(value_, b.value_, kMont.p));
#endif
    return PrimeField(mont::sub<kMont>(value_, b.value_));
  }
  constexpr PrimeField operator*(const PrimeField& b) const {
    if (std::is_constant_evaluated()) return PrimeField(mont::mul<kMont>(value_, b.value_));
    PrimeField out{Unset{}};
    multiply(out, *this, b);
    return out;
  }
  constexpr PrimeField operator-() const { return zero() - *this; }
  constexpr PrimeField& operator+=(const PrimeField& b) { return *this = *this + b; }
  constexpr PrimeField& operator-=(const PrimeField& b) { return *this = *this - b; }
  constexpr PrimeField& operator*=(const PrimeField& b) {
    if (std::is_constant_evaluated()) return *this = *this * b;
    multiply(*this, *this, b);
    return *this;
  }
  constexpr PrimeField square() const {
    if (std::is_constant_evaluated()) return *this * *this;
    PrimeField out{Unset{}};
    square_into(out, *this);
    return out;
  }
  /// *this = square(), without a copy of the result.
  constexpr void square_in_place() {
    if (std::is_constant_evaluated()) {
      *this *= *this;
    } else {
      square_into(*this, *this);
    }
  }
  /// a[i] *= b[i] and out[i] = a[i]^2 for i < count, with the kernels inlined. `out` may be `a`.
  [[gnu::flatten]] static void multiply_each(PrimeField* a, const PrimeField* b, size_t count);
  [[gnu::flatten]] static void square_each(PrimeField* out, const PrimeField* a, size_t count);
  constexpr PrimeField doubled() const { return *this + *this; }

  constexpr bool is_zero() const { return is_zero_mask() != 0; }
  constexpr bool is_one() const { return *this == one(); }
  friend constexpr bool operator==(const PrimeField& a, const PrimeField& b) { return equal_mask(a, b) != 0; }
  /// ~0 for yes, 0 for no: for constant-time selections.
  constexpr uint64_t is_zero_mask() const { return limbs::is_zero_mask(value_); }
  friend constexpr uint64_t equal_mask(const PrimeField& a, const PrimeField& b) {
    Limbs difference{};
    for (size_t i = 0; i < kLimbs; ++i) difference[i] = a.value_[i] ^ b.value_[i];
    return limbs::is_zero_mask(difference);
  }
  /// mask == 0: a. mask == ~0: b. REQUIRES: no other mask.
  static constexpr PrimeField conditional_select(const PrimeField& a, const PrimeField& b, uint64_t mask) {
    return PrimeField(limbs::select(a.value_, b.value_, mask));
  }

  /// this^exponent; 0^0 = 1. Constant-time in the base; the exponent is public: its length and digits show.
  constexpr PrimeField pow(std::span<const uint64_t> exponent_le_limbs) const {
    return pow_public_exponent(*this, exponent_le_limbs);
  }

  /// 1/this; 0 for 0.
  PrimeField inverse() const;
  /// As inverse(), faster, not constant-time.
  PrimeField inverse_var() const;
  /// 1 for a non-zero square, -1 for a non-square, 0 for 0.
  constexpr int legendre() const {
    const PrimeField symbol = pow(kHalfOrder);
    return symbol.is_zero() ? 0 : symbol.is_one() ? 1 : -1;
  }
  /// One of the two square roots (which one is not specified), or nothing for a non-square.
  std::optional<PrimeField> sqrt_var() const;
  /// The integer in [0, p) exceeds (p - 1) / 2, that is, is the larger of {x, -x}.
  constexpr bool is_lexicographically_largest() const { return limbs::less(kHalfOrder, to_limbs()); }

  /// The exponent of the largest power of two that divides p - 1.
  static constexpr int kTwoAdicity = [] {
    int n = 1;
    while (limbs::bit(kModulus, static_cast<size_t>(n)) == 0) ++n;
    return n;
  }();
  /// A generator of the whole multiplicative group.
  static constexpr PrimeField multiplicative_generator() { return from_u64(Params::kGenerator); }
  /// An element of order exactly 2^log_n: generator^((p - 1) / 2^log_n). REQUIRES: 0 <= log_n <= kTwoAdicity.
  static PrimeField root_of_unity(int log_n);

 private:
  struct Unset {};

  /// The product and the square by the fastest kernel that the processor has. `out` may be an operand.
  static void multiply(PrimeField& out, const PrimeField& a, const PrimeField& b);
  static void square_into(PrimeField& out, const PrimeField& a);
  [[gnu::noinline]] static void multiply_portable(PrimeField& out, const PrimeField& a, const PrimeField& b);

  [[gnu::visibility("hidden")]] static constexpr mont::Modulus<kLimbs> kMont{Params::kModulus};
  static constexpr Limbs minus_small(uint64_t v) {
    Limbs out{};
    limbs::sub(out, kModulus, Limbs{v});
    return out;
  }
  static constexpr Limbs kHalfOrder = limbs::shift_right(minus_small(1), 1);  // (p - 1) / 2

  explicit constexpr PrimeField(const Limbs& montgomery) : value_(montgomery) {}
  /// For a value that is written before it is read.
  explicit constexpr PrimeField(Unset) {}

  Limbs value_;
};

}  // namespace zkp
