/// Field, curve and transform kernels. Per-operation rows print the seconds of one operation.
#include <vector>

#include "base_os/system_random.h"
#include "bench/bench.h"
#include "curve/encoding_batch.h"
#include "curve/fixed_base.h"
#include "curve/g1.h"
#include "curve/g2.h"
#include "curve/msm.h"
#include "curve/pairing.h"
#include "field/fp.h"
#include "field/fr.h"
#include "poly/ntt.h"
#include "transcript/poseidon.h"

namespace zkp::bench {
namespace {

template <class F>
F random_element() {
  SystemRandom random;
  return F::random(random).value();
}

template <class F>
std::vector<F> random_elements(size_t count) {
  // Powers of a random element: uniform enough for timing, and quick to make.
  std::vector<F> out(count);
  const F base = random_element<F>();
  F x = base;
  for (F& v : out) v = x, x *= base;
  return out;
}

// Independent random points: multiples of one another would meet the same sums again, which no real input does.
template <class G, class Affine>
std::vector<Affine> points(size_t count, TaskPool* pool) {
  return FixedBase<G>(Affine::generator(), count, pool).mul_batch_var(random_elements<Fr>(count), pool);
}

template <class F, class Op>
Bench per_operation(std::string name, std::string what, uint64_t iterations, Op op) {
  return Bench{std::move(name), std::move(what), iterations, 1, [op](const Context& c) {
                 auto a = std::make_shared<F>(random_element<F>());
                 auto b = std::make_shared<F>(random_element<F>());
                 return [a, b, c, op] {
                   return timed([&] {
                            F x = *a;
                            for (uint64_t i = 0; i < c.size; ++i) op(x, *b);
                            keep(x);
                          }) /
                          static_cast<double>(c.size);
                 };
               }};
}

ZKP_BENCH(per_operation<Fp>("fp_mul", "iterations; dependent Fp multiplications", 4'000'000,
                            [](Fp& x, const Fp& y) { x *= y; }));
ZKP_BENCH(per_operation<Fp>("fp_sqr", "iterations; dependent Fp squarings", 4'000'000,
                            [](Fp& x, const Fp&) { x.square_in_place(); }));
ZKP_BENCH(per_operation<Fr>("fr_mul", "iterations; dependent Fr multiplications", 8'000'000,
                            [](Fr& x, const Fr& y) { x *= y; }));
ZKP_BENCH(per_operation<Fp>("fp_inverse_var", "iterations; inversion of public values", 20'000,
                            [](Fp& x, const Fp&) { x = x.inverse_var(); }));
ZKP_BENCH(per_operation<Fp>("fp_inverse", "iterations; constant-time inversion", 20'000,
                            [](Fp& x, const Fp&) { x = x.inverse(); }));

template <class G, class Affine>
Bench msm_bench(std::string name, uint64_t size) {
  return Bench{std::move(name), "points; 255-bit scalars", size, 2, [](const Context& c) {
                 auto bases = std::make_shared<std::vector<Affine>>(points<G, Affine>(c.size, c.pool));
                 auto scalars = std::make_shared<std::vector<Fr>>(random_elements<Fr>(c.size));
                 return [bases, scalars, c] {
                   return timed([&] { keep(msm(*bases, *scalars, {.bits = 255, .pool = c.pool}).value()); });
                 };
               }};
}
ZKP_BENCH(msm_bench<G1, G1Affine>("g1msm", 1 << 16));
ZKP_BENCH(msm_bench<G2, G2Affine>("g2msm", 1 << 14));

ZKP_BENCH(Bench{"fft", "elements of Fr, a power of two; natural order in and out", 1 << 18, 2, [](const Context& c) {
                  int log_n = 0;
                  while ((uint64_t{1} << log_n) < c.size) ++log_n;
                  auto domain = std::make_shared<NttDomain>(NttDomain::make(log_n).value());
                  auto values = std::make_shared<std::vector<Fr>>(random_elements<Fr>(domain->size()));
                  return [domain, values, c] { return timed([&] { domain->forward(*values, c.pool); }); };
                }});

Bench pairing_bench(std::string name, std::string what, uint64_t iterations,
                    std::function<void(const G1Affine&, const G2Affine&)> op) {
  return Bench{std::move(name), std::move(what), iterations, 1, [op](const Context& c) {
                 auto p = std::make_shared<G1Affine>(G1::generator().mul(random_element<Fr>()).to_affine());
                 auto q = std::make_shared<G2Affine>(G2::generator().mul(random_element<Fr>()).to_affine());
                 return [p, q, c, op] {
                   return timed([&] {
                            for (uint64_t i = 0; i < c.size; ++i) op(*p, *q);
                          }) /
                          static_cast<double>(c.size);
                 };
               }};
}
ZKP_BENCH(pairing_bench("pairing", "iterations; one pairing", 200,
                        [](const G1Affine& p, const G2Affine& q) { keep(pairing(p, q)); }));
ZKP_BENCH(pairing_bench("pairing4", "iterations; product of four pairings", 100,
                        [](const G1Affine& p, const G2Affine& q) {
                          const G1Affine ps[4] = {p, p, p, p};
                          const G2Affine qs[4] = {q, q, q, q};
                          keep(multi_pairing(std::span<const G1Affine>(ps), std::span<const G2Affine>(qs)));
                        }));
ZKP_BENCH(pairing_bench("miller", "iterations; Miller loop of one pair, lines not prepared", 400,
                        [](const G1Affine& p, const G2Affine& q) {
                          const G2Prepared prepared(q);
                          keep(miller_loop(std::span(&p, 1), std::span(&prepared, 1)));
                        }));
ZKP_BENCH(Bench{"final_exp", "iterations; final exponentiation", 400, 1, [](const Context& c) {
                  const G1Affine p = G1Affine::generator();
                  const G2Prepared q(G2Affine::generator());
                  auto f = std::make_shared<Fp12>(miller_loop(std::span(&p, 1), std::span(&q, 1)));
                  return [f, c] {
                    return timed([&] {
                             for (uint64_t i = 0; i < c.size; ++i) keep(final_exponentiation(*f));
                           }) /
                           static_cast<double>(c.size);
                  };
                }});
template <class G, class Affine, size_t N>
Bench decompress_bench(std::string name,
                       std::vector<Result<Affine>> (*decode)(std::span<const ByteArray<N>>, SubgroupCheck, TaskPool*)) {
  return Bench{std::move(name), "compressed points, checked; per point", 1 << 14, 1, [decode](const Context& c) {
                 auto encodings = std::make_shared<std::vector<ByteArray<N>>>();
                 for (const Affine& p : points<G, Affine>(c.size, c.pool)) encodings->push_back(compress(p));
                 return [encodings, decode, c] {
                   return timed([&] { keep(decode(*encodings, SubgroupCheck::kCheck, c.pool)); }) /
                          static_cast<double>(c.size);
                 };
               }};
}
ZKP_BENCH(decompress_bench<G1, G1Affine, 48>("g1_decompress", decompress_g1_batch));
ZKP_BENCH(decompress_bench<G2, G2Affine, 96>("g2_decompress", decompress_g2_batch));
ZKP_BENCH(Bench{"poseidon", "iterations; one permutation", 20'000, 1, [](const Context& c) {
                  return [c] {
                    std::array<Fr, 3> state{};
                    return timed([&] {
                             for (uint64_t i = 0; i < c.size; ++i) poseidon_permute(state);
                             keep(state);
                           }) /
                           static_cast<double>(c.size);
                  };
                }});

}  // namespace
}  // namespace zkp::bench
