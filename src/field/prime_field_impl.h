/// The members of PrimeField that are not inline. Included by fr.cpp and fp.cpp only, which instantiate them.
#pragma once

#include "field/mont_adx.h"
#include "field/prime_field.h"
#include "field/safegcd.h"

namespace zkp {

template <class P>
void PrimeField<P>::multiply(PrimeField& out, const PrimeField& a, const PrimeField& b) {
#if defined(ZKP_FIELD_X86_64)
  if (mont_x86::kUseAdx) return mont_x86::mul<kMont>(out.value_, a.value_, b.value_);
#endif
  multiply_portable(out, a, b);
}

template <class P>
void PrimeField<P>::square_into(PrimeField& out, const PrimeField& a) {
#if defined(ZKP_FIELD_X86_64)
  if (mont_x86::kUseAdx) return mont_x86::sqr<kMont>(out.value_, a.value_);
#endif
  multiply_portable(out, a, a);
}

// By itself, so that the choice above costs the assembly no registers.
template <class P>
void PrimeField<P>::multiply_portable(PrimeField& out, const PrimeField& a, const PrimeField& b) {
  out.value_ = mont::mul<kMont>(a.value_, b.value_);
}

template <class P>
void PrimeField<P>::multiply_each(PrimeField* a, const PrimeField* b, size_t count) {
  for (size_t i = 0; i < count; ++i) multiply(a[i], a[i], b[i]);
}

template <class P>
void PrimeField<P>::square_each(PrimeField* out, const PrimeField* a, size_t count) {
  for (size_t i = 0; i < count; ++i) square_into(out[i], a[i]);
}

template <class P>
Result<PrimeField<P>> PrimeField<P>::from_bytes(ByteView bytes) {
  if (bytes.size() != kBytes) {
    return Error(CryptoError::kNonCanonical, std::string(P::kName) + " element: expected " + std::to_string(kBytes) +
                                                 " bytes, found " + std::to_string(bytes.size()));
  }
  Limbs v{};
  for (size_t i = 0; i < kBytes; ++i) v[i / 8] |= static_cast<uint64_t>(bytes[kBytes - 1 - i]) << (8 * (i % 8));
  if (!limbs::less(v, kModulus)) {
    return Error(CryptoError::kNonCanonical, std::string(P::kName) + " element: not less than the modulus");
  }
  return from_limbs_reduce(v);
}

// hi R + lo, each of N limbs:  its Montgomery form is  hi R^2 + lo R,  and mul(x, R^2) = x R.
template <class P>
PrimeField<P> PrimeField<P>::from_bytes_reduce(ByteView bytes) {
  ZKP_CHECK(bytes.size() <= 2 * kBytes);
  std::array<Limbs, 2> v{};
  for (size_t i = 0; i < bytes.size(); ++i) {
    v[i / kBytes][i % kBytes / 8] |= static_cast<uint64_t>(bytes[bytes.size() - 1 - i]) << (8 * (i % 8));
  }
  const PrimeField lo = from_limbs_reduce(v[0]);
  const PrimeField hi = from_limbs_reduce(v[1]);
  return lo + PrimeField(mont::mul<kMont>(hi.value_, kMont.r2));
}

template <class P>
Result<PrimeField<P>> PrimeField<P>::random(Random& random) {
  ByteArray<kBytes + 16> bytes;
  ZKP_TRY_VOID(random.fill(bytes));
  const PrimeField out = from_bytes_reduce(bytes);
  wipe(bytes);
  return out;
}

template <class P>
ByteArray<PrimeField<P>::kBytes> PrimeField<P>::to_bytes() const {
  const Limbs v = to_limbs();
  ByteArray<kBytes> out;
  for (size_t i = 0; i < kBytes; ++i) out[kBytes - 1 - i] = static_cast<uint8_t>(v[i / 8] >> (8 * (i % 8)));
  return out;
}

// value_ = x R, and the inverse is to be stored as R / x = R^2 / (x R).
template <class P>
PrimeField<P> PrimeField<P>::inverse() const {
  return PrimeField(safegcd::divide<kMont, false>(kMont.r2, value_));
}

template <class P>
PrimeField<P> PrimeField<P>::inverse_var() const {
  return PrimeField(safegcd::divide<kMont, true>(kMont.r2, value_));
}

// p = 3 mod 4:  a^((p+1)/4) squares to a^((p-1)/2) a, which is a for a square.
// Otherwise Tonelli-Shanks with p - 1 = 2^s t: keep  root^2 = a d  with d in the subgroup of order 2^k, and reduce k.
template <class P>
std::optional<PrimeField<P>> PrimeField<P>::sqrt_var() const {
  if (is_zero()) return zero();
  if constexpr (kTwoAdicity == 1) {
    constexpr Limbs kExponent = [] {
      Limbs e{};
      limbs::add(e, kModulus, Limbs{1});
      return limbs::shift_right(e, 2);
    }();
    const PrimeField root = pow(kExponent);
    if (root.square() != *this) return std::nullopt;
    return root;
  } else {
    constexpr Limbs kHalfOdd = limbs::shift_right(minus_small(1), kTwoAdicity + 1);  // (t - 1) / 2
    const PrimeField w = pow(kHalfOdd);
    PrimeField root = *this * w;  // a^((t+1)/2)
    PrimeField d = root * w;      // a^t, of order 2^k
    PrimeField z = root_of_unity(kTwoAdicity);
    int z_log_order = kTwoAdicity;
    while (!d.is_one()) {
      int k = 0;
      for (PrimeField e = d; !e.is_one(); e = e.square()) {
        if (++k == kTwoAdicity) return std::nullopt;  // order 2^s: not a square
      }
      for (; z_log_order > k + 1; --z_log_order) z = z.square();
      root *= z;  // z has order 2^(k+1), so z^2 and d have the same order and d z^2 a smaller one
      z = z.square();
      --z_log_order;
      d *= z;
    }
    return root;
  }
}

template <class P>
PrimeField<P> PrimeField<P>::root_of_unity(int log_n) {
  ZKP_CHECK(log_n >= 0 && log_n <= kTwoAdicity);
  Limbs odd = minus_small(1);
  for (int i = 0; i < kTwoAdicity; ++i) odd = limbs::shift_right(odd, 1);
  PrimeField root = multiplicative_generator().pow(odd);
  for (int i = log_n; i < kTwoAdicity; ++i) root = root.square();
  return root;
}

}  // namespace zkp
