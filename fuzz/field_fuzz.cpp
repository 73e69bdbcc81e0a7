// links: base field
// The assembly kernels of field/ against their portable twins, and products in the tower against schoolbook arithmetic.
// The first byte chooses; the rest are limbs, repeated as needed.
#include <cstring>

#include "base/check.h"
#include "base/cpu.h"
#include "field/fp12.h"
#include "field/fr.h"
#include "field/lazy6.h"
#include "field/lazy_adx.h"

namespace {

using namespace zkp;

class Source {
 public:
  Source(const uint8_t* data, size_t size) : data_(data), size_(size) {}
  template <size_t N>
  LimbArray<N> limbs() {
    LimbArray<N> out{};
    uint8_t bytes[8 * N] = {};
    for (uint8_t& byte : bytes) byte = size_ == 0 ? 0 : data_[at_++ % size_];
    std::memcpy(out.data(), bytes, sizeof(bytes));
    return out;
  }
  /// Any value below p: the limbs if they are, else those reduced.
  Fp fp() {
    const auto x = limbs<6>();
    return zkp::limbs::less(x, Fp::kModulus) ? Fp::from_montgomery_limbs(x) : Fp::from_limbs_reduce(x);
  }
  Fp2 fp2() {
    const Fp c0 = fp();
    return {c0, fp()};
  }
  Fp6 fp6() {
    const Fp2 c0 = fp2(), c1 = fp2();
    return {c0, c1, fp2()};
  }

 private:
  const uint8_t* data_;
  size_t size_;
  size_t at_ = 0;
};

#if defined(ZKP_FIELD_X86_64)
void check_kernels(Source& in) {
  using namespace lazy;
  if (!cpu_hardware().can_adx()) return;
  const Limbs a = in.limbs<6>(), b = in.limbs<6>(), c = in.limbs<6>(), d = in.limbs<6>();
  Wide expected, actual, x, y;
  PortableKernels::mul(expected, a, b);
  AdxKernels::mul(actual, a, b);
  ZKP_CHECK(actual.v == expected.v);
  PortableKernels::mul(x, c, d);
  PortableKernels::mul(y, a, d);
  PortableKernels::add_sub(expected, expected, x, y);
  AdxKernels::add_sub(actual, actual, x, y);
  ZKP_CHECK(actual.v == expected.v);
  PortableKernels::sub_both(expected, x, y, expected);
  AdxKernels::sub_both(actual, x, y, actual);
  ZKP_CHECK(actual.v == expected.v);

  // A product of values below 3 p and 9 p is below 27 p^2; of values below p, below p^2.
  const Limbs p = in.fp().montgomery_limbs(), q = in.fp().montgomery_limbs();
  Limbs p3, q9, out_expected, out_actual;
  limbs::add(p3, p, p);
  limbs::add(p3, p3, p);
  limbs::add(q9, q, q);
  limbs::add(q9, q9, q9);
  limbs::add(q9, q9, q9);
  limbs::add(q9, q9, q);
  PortableKernels::mul(x, p3, q9);
  PortableKernels::reduce_far(out_expected, x);
  AdxKernels::reduce_far(out_actual, x);
  ZKP_CHECK(out_actual == out_expected && limbs::less(out_actual, Fp::kModulus));
  PortableKernels::mul(x, p, q9);
  PortableKernels::reduce(out_expected, x);
  AdxKernels::reduce(out_actual, x);
  ZKP_CHECK(out_actual == out_expected && limbs::less(out_actual, Fp::kModulus));

  mont_x86::mul<lazy::kModulus>(out_actual, a, q);  // the first factor may be anything
  ZKP_CHECK(out_actual == mont::mul<lazy::kModulus>(a, q));
  mont_x86::sqr<lazy::kModulus>(out_actual, p3);
  ZKP_CHECK(out_actual == mont::mul<lazy::kModulus>(p3, p3));
}
#else
void check_kernels(Source&) {}
#endif

Fp2 schoolbook(const Fp2& a, const Fp2& b) { return {a.c0 * b.c0 - a.c1 * b.c1, a.c0 * b.c1 + a.c1 * b.c0}; }

Fp12 schoolbook(const Fp12& a, const Fp12& b) {
  const Fp2 x[6] = {a.c0.c0, a.c1.c0, a.c0.c1, a.c1.c1, a.c0.c2, a.c1.c2};
  const Fp2 y[6] = {b.c0.c0, b.c1.c0, b.c0.c1, b.c1.c1, b.c0.c2, b.c1.c2};
  Fp2 out[6];
  for (size_t i = 0; i < 6; ++i) {
    for (size_t j = 0; j < 6; ++j) {
      const Fp2 product = schoolbook(x[i], y[j]);
      out[(i + j) % 6] += i + j < 6 ? product : product.mul_by_xi();
    }
  }
  return {{out[0], out[2], out[4]}, {out[1], out[3], out[5]}};
}

void check_tower(Source& in) {
  const Fp6 a0 = in.fp6(), a1 = in.fp6(), b0 = in.fp6(), b1 = in.fp6();
  const Fp12 a{a0, a1}, b{b0, b1};
  ZKP_CHECK(a * b == schoolbook(a, b));
  ZKP_CHECK(a.square() == schoolbook(a, a));
  ZKP_CHECK(a.mul_by_014(b0.c0, b0.c1, b1.c1) == schoolbook(a, {{b0.c0, b0.c1, {}}, {{}, b1.c1, {}}}));
  ZKP_CHECK((Fp12{a0 * b0, {}}) == schoolbook({a0, {}}, {b0, {}}));
  ZKP_CHECK(a0.c0 * b0.c0 == schoolbook(a0.c0, b0.c0) && a0.c0.square() == schoolbook(a0.c0, a0.c0));
  ZKP_CHECK(a0.c0.c0.inverse() == a0.c0.c0.inverse_var());
  if (!a.is_zero()) {
    const Fp12 t = a.conjugate() * a.inverse_var();
    const Fp12 cyclotomic = t.frobenius(2) * t;
    ZKP_CHECK(cyclotomic.cyclotomic_square() == cyclotomic.square());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  Source in(data + 1, size - 1);
  if (data[0] % 2 == 0) {
    check_kernels(in);
  } else {
    check_tower(in);
  }
  return 0;
}
