/// The functions that docs/constant-time.md calls constant-time, run on secrets under valgrind. See secret.h.
///
/// "--adx": also the multiplications of processors with BMI2 and ADX. Valgrind runs their instructions, but its own
/// processor does not claim to have them, so run.sh looks at the real one.
///
/// Exit status: 0 all as expected, 1 not, 77 not under valgrind.
#include <cstdio>
#include <cstring>

#include "base/encoding.h"
#include "commit/commit.h"
#include "constant_time/secret.h"
#include "curve/encoding.h"
#include "curve/g1.h"
#include "curve/g2.h"
#include "curve/multiples.h"
#include "curve/pairing.h"
#include "curve/projective.h"
#include "field/mont_adx.h"
#include "hash/blake3.h"
#include "hash/sha2.h"
#include "hash/sha3.h"
#include "poly/multilinear.h"
#include "poly/multilinear_backends.h"
#include "poly/ntt.h"
#include "poly/ntt_adx.h"
#include "poly/ntt_backends.h"
#include "transcript/poseidon.h"
#include "transcript/poseidon_backends.h"

namespace zkp::constant_time {
namespace {

template <class F>
F sample(uint64_t seed) {
  return F::from_u64(seed * 0x9e3779b97f4a7c15) * F::from_u64(seed + 12345).inverse();
}

template <class F>
void prime_field(Cases& cases, const std::string& field) {
  const auto on_two = [&](const std::string& name, auto op) {
    cases.expect_clean(field + " " + name, [&] { keep(op(secret(sample<F>(1)), secret(sample<F>(2)))); });
  };
  on_two("a + b", [](const F& a, const F& b) { return a + b; });
  on_two("a - b", [](const F& a, const F& b) { return a - b; });
  on_two("-a", [](const F& a, const F&) { return -a; });
  on_two("a b", [](const F& a, const F& b) { return a * b; });
  on_two("a^2", [](const F& a, const F&) { return a.square(); });
  on_two("inverse", [](const F& a, const F&) { return a.inverse(); });
  on_two("inverse of zero", [](const F&, const F&) { return secret(F::zero()).inverse(); });
  on_two("conditional_select",
         [](const F& a, const F& b) { return F::conditional_select(a, b, secret(~uint64_t{0})); });
  on_two("equal_mask", [](const F& a, const F& b) { return equal_mask(a, b); });
  on_two("is_zero_mask", [](const F& a, const F&) { return a.is_zero_mask(); });
  on_two("pow, public exponent", [](const F& a, const F&) { return a.pow(std::array<uint64_t, 2>{3, 5}); });
  on_two("to_limbs", [](const F& a, const F&) { return a.to_limbs(); });
  on_two("to_bytes", [](const F& a, const F&) { return a.to_bytes(); });
  on_two("from_limbs_reduce", [](const F& a, const F&) { return F::from_limbs_reduce(a.montgomery_limbs()); });
  on_two("from_bytes_reduce", [](const F& a, const F&) { return F::from_bytes_reduce(a.to_bytes()); });
  on_two("from_u64", [](const F&, const F&) { return F::from_u64(secret(uint64_t{77})); });
  on_two("from_i64", [](const F&, const F&) { return F::from_i64(secret(int64_t{-77})); });
  cases.expect_flagged(field + " inverse_var", [] { keep(secret(sample<F>(3)).inverse_var()); });
  cases.expect_flagged(field + " batch_inverse_var", [] {
    std::vector<F> values(80, sample<F>(3));
    conceal(values);
    batch_inverse_var<F>(values);
    keep(values);
  });
}

void tower(Cases& cases) {
  const Fp2 a{sample<Fp>(1), sample<Fp>(2)}, b{sample<Fp>(3), sample<Fp>(4)};
  cases.expect_clean("Fp2 a b", [&] { keep(secret(a) * secret(b)); });
  cases.expect_clean("Fp2 a^2", [&] { keep(secret(a).square()); });
  cases.expect_clean("Fp2 inverse", [&] { keep(secret(a).inverse()); });
  cases.expect_clean("Fp2 conditional_select", [&] { keep(Fp2::conditional_select(a, b, secret(uint64_t{0}))); });
}

template <class Point, class Affine>
void group(Cases& cases, const std::string& name) {
  const Point p = Point::generator().doubled();
  const Fr scalar = sample<Fr>(5);
  cases.expect_clean(name + " mul, secret scalar", [&] { keep(p.mul(secret(scalar))); });
  cases.expect_clean(name + " mul, secret scalar and point", [&] { keep(secret(p).mul(secret(scalar))); });
  cases.expect_clean(name + " mul, scalar 0", [&] { keep(p.mul(secret(Fr::zero()))); });
  cases.expect_clean(name + " multiple by halves, secret scalar", [&] {
    using Projective = ProjectivePoint<typename Point::CurveType>;
    const ScalarHalves halves = split_by_x_squared(secret(scalar));
    keep(Projective::from_jacobian(p).mul_halves(halves.low, halves.high).to_jacobian());
  });
  cases.expect_clean(name + " doubled", [&] { keep(secret(p).doubled()); });
  cases.expect_clean(name + " negated", [&] { keep(-secret(p)); });
  cases.expect_clean(name + " to_affine", [&] { keep(secret(p).to_affine()); });
  cases.expect_clean(name + " conditional_select", [&] { keep(Point::conditional_select(p, p, secret(uint64_t{0}))); });
  cases.expect_clean(name + " compress", [&] { keep(compress(secret(p.to_affine()))); });
  cases.expect_flagged(name + " mul_var", [&] { keep(p.mul_var(secret(scalar))); });
}

void pairing_group(Cases& cases) {
  const Gt g = pairing(G1Affine::generator(), G2Affine::generator());
  const Fr exponent = sample<Fr>(6);
  cases.expect_clean("Gt pow, secret exponent", [&] { keep(g.pow(secret(exponent))); });
}

void hashes(Cases& cases) {
  Bytes message(300, 7);
  conceal(message);
  cases.expect_clean("sha256", [&] { keep(sha256(message)); });
  cases.expect_clean("sha512", [&] { keep(sha512(message)); });
  cases.expect_clean("sha3_256", [&] { keep(sha3_256(message)); });
  cases.expect_clean("blake3", [&] { keep(blake3(message)); });
  std::array<Fr, 3> state = {sample<Fr>(1), sample<Fr>(2), sample<Fr>(3)};
  conceal(state);
  cases.expect_clean("poseidon_permute", [&] { poseidon_permute(state); });
  std::vector<std::array<Fr, 3>> states(9, state);
  cases.expect_clean("poseidon_permute_many", [&] { poseidon_permute_many(states); });
  cases.expect_clean("blinding_rows", [&] { keep(blinding_rows(secret(Digest{7}))); });
}

void polynomials(Cases& cases) {
  const size_t n = 128;
  std::vector<Fr> f(n, sample<Fr>(1)), g(n, sample<Fr>(2)), table(n);
  conceal(f);
  conceal(g);
  std::vector<Fr> point(7, sample<Fr>(3));
  conceal(point);
  const NttDomain domain = NttDomain::make(7).value();
  cases.expect_clean("NttDomain forward", [&] { domain.forward(f); });
  cases.expect_clean("NttDomain coset_inverse", [&] { domain.coset_inverse(f); });
  cases.expect_clean("eq_table", [&] { eq_table(point, table); });
  cases.expect_clean("inner_product", [&] { keep(inner_product(f, g)); });
  cases.expect_clean("round_sums of three", [&] { keep(round_sums(f, g, table)); });
  cases.expect_clean("bind_lowest", [&] { bind_lowest(f, point[0], std::span(f).first(n / 2)); });
}

/// The algorithms of the lanes, over emulated instructions.
void lanes(Cases& cases) {
  constexpr size_t n = 128;
  std::vector<Fr> f(n, sample<Fr>(1)), g(n, sample<Fr>(2)), h(n, sample<Fr>(3)), out(n);
  conceal(f);
  conceal(g);
  conceal(h);
  const Fr secret_factor = secret(sample<Fr>(4));

  const NttKernels& ntt = emulated_ntt_kernels();
  std::vector<Fr> roots(ntt.cells * n, Fr::one());
  for (size_t i = 0; i < n; ++i) ntt.prepare(&roots[ntt.cells * i], sample<Fr>(i + 1));
  cases.expect_clean("lanes: NttKernels descend", [&] { ntt.descend(f.data(), n, 0, roots.data(), 2, 0, n / 4); });
  cases.expect_clean("lanes: NttKernels finish", [&] { ntt.finish(f.data(), 7, 0, roots.data()); });
  cases.expect_clean("lanes: NttKernels scale", [&] { ntt.scale(f, secret_factor); });
  cases.expect_clean("lanes: NttKernels scale_by_powers",
                     [&] { ntt.scale_by_powers(f, secret_factor, secret_factor); });

  const MultilinearKernels& sums = emulated_multilinear_kernels();
  const FractionTables tables{f.data(), g.data(), h.data(), f.data()};
  cases.expect_clean("lanes: bind", [&] { sums.bind(f.data(), secret_factor, out.data(), n / 2); });
  cases.expect_clean("lanes: inner_product", [&] { keep(sums.inner_product(f.data(), g.data(), n)); });
  cases.expect_clean("lanes: round2", [&] { keep(sums.round2(f.data(), g.data(), n / 2)); });
  cases.expect_clean("lanes: round3", [&] { keep(sums.round3(f.data(), g.data(), h.data(), n / 2)); });
  cases.expect_clean("lanes: add_fractions",
                     [&] { sums.add_fractions(tables, out.data(), out.data() + n / 2, n / 2); });
  cases.expect_clean("lanes: fraction_round", [&] { keep(sums.fraction_round(g.data(), tables, n / 2)); });

  std::vector<std::array<Fr, 3>> states(9, {sample<Fr>(1), sample<Fr>(2), sample<Fr>(3)});
  conceal(states);
  cases.expect_clean("lanes: poseidon_permute_many", [&] { emulated_poseidon_permute_many()(states); });
}

void bytes(Cases& cases) {
  Bytes key(32, 0x5a);
  conceal(key);
  cases.expect_clean("hex_encode", [&] { keep(hex_encode(key)); });
  cases.expect_clean("equal_constant_time", [&] {
    const bool same = equal_constant_time(key, Bytes(32, 0x5b));
    keep(same);
  });
  cases.expect_clean("wipe", [&] { wipe(key); });
}

[[gnu::noinline]] int look_up(const std::vector<int>& table, size_t index) { return table[index]; }
[[gnu::noinline]] int branch(uint64_t value) {
  if (value > 1000) asm volatile("nop");  // which no selection instruction replaces
  return 0;
}

#if defined(ZKP_FIELD_X86_64)
constexpr mont::Modulus<4> kModulusFr{Fr::kModulus};
constexpr mont::Modulus<6> kModulusFp{Fp::kModulus};
template <auto& M, size_t N>
LimbArray<N> adx_product(const LimbArray<N>& a, const LimbArray<N>& b) {
  LimbArray<N> out;
  mont_x86::mul<M>(out, a, b);
  return out;
}

void adx(Cases& cases) {
  const Fr::Limbs r = sample<Fr>(1).montgomery_limbs();
  const Fp::Limbs p = sample<Fp>(1).montgomery_limbs();
  cases.expect_clean("Fr a b with MULX and ADX", [&] { keep(adx_product<kModulusFr>(secret(r), secret(r))); });
  cases.expect_flagged("a branch on such a product", [&] { keep(branch(adx_product<kModulusFr>(secret(r), r)[3])); });
  cases.expect_clean("Fp a b with MULX and ADX", [&] { keep(adx_product<kModulusFp>(secret(p), secret(p))); });
  cases.expect_clean("butterflies with MULX and ADX", [&] {
    Fr::Limbs lo = secret(r), hi = secret(r);
    const ntt_adx::Factor factor = ntt_adx::prepare(secret(sample<Fr>(2)));
    ntt_adx::Workspace work;
    ntt_adx::butterfly(work, lo, hi, lo, hi, factor);
    ntt_adx::butterfly_one(work, lo, hi, lo, hi);
    ntt_adx::product(work, lo, lo, factor);
    ntt_adx::make_canonical(lo);
    keep(lo);
    keep(hi);
  });
}
#else
void adx(Cases&) {}
#endif

void controls(Cases& cases) {
  const std::vector<int> table(256, 3);
  cases.expect_flagged("an index", [&] { keep(look_up(table, secret(size_t{17}))); });
  cases.expect_flagged("a branch", [] { keep(branch(secret(uint64_t{17}))); });
}

int run(bool with_adx) {
  if (!RUNNING_ON_VALGRIND) {
    std::puts("skipped: has to run under valgrind");
    return 77;
  }
  Cases cases;
  controls(cases);
  prime_field<Fr>(cases, "Fr");
  prime_field<Fp>(cases, "Fp");
  tower(cases);
  group<G1, G1Affine>(cases, "G1");
  group<G2, G2Affine>(cases, "G2");
  pairing_group(cases);
  hashes(cases);
  polynomials(cases);
  lanes(cases);
  bytes(cases);
  if (with_adx) adx(cases);
  VALGRIND_PRINTF("%d cases differ from what was expected\n", cases.failures());
  return cases.failures() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace zkp::constant_time

int main(int argc, char** argv) { return zkp::constant_time::run(argc > 1 && std::strcmp(argv[1], "--adx") == 0); }
