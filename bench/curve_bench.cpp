/// Field, curve and transform kernels. Per-operation rows print the seconds of one operation.
#include <vector>

#include "base_os/system_random.h"
#include "bench/bench.h"
#include "curve/encoding_batch.h"
#include "curve/fixed_base.h"
#include "curve/g1.h"
#include "curve/g2.h"
#include "curve/msm.h"
#include "curve/msm_scalars.h"
#include "curve/pairing.h"
#include "curve/segment_sums.h"
#include "field/fp.h"
#include "field/fr.h"
#include "poly/ntt.h"

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

// Scalars of the given width.
std::vector<Fr> scalars_of(size_t count, int bits) {
  std::vector<Fr> out = random_elements<Fr>(count);
  if (bits < 64) {
    for (Fr& s : out) s = Fr::from_u64(s.to_limbs()[0] >> (64 - bits));
  }
  return out;
}

template <class G, class Affine>
Bench msm_bench(std::string name, uint64_t size, int bits = 255) {
  return Bench{std::move(name), "points; scalars of " + std::to_string(bits) + " bits", size, 2,
               [bits](const Context& c) {
                 auto bases = std::make_shared<std::vector<Affine>>(points<G, Affine>(c.size, c.pool));
                 auto scalars = std::make_shared<std::vector<Fr>>(scalars_of(c.size, bits));
                 return [bases, scalars, bits, c] {
                   return timed([&] { keep(msm(*bases, *scalars, {.bits = bits, .pool = c.pool}).value()); });
                 };
               }};
}
ZKP_BENCH(msm_bench<G1, G1Affine>("g1msm", 1 << 16));
ZKP_BENCH(msm_bench<G1, G1Affine>("g1msm_32bit", 1 << 18, 32));
ZKP_BENCH(msm_bench<G1, G1Affine>("g1msm_16bit", 1 << 18, 16));
ZKP_BENCH(msm_bench<G1, G1Affine>("g1msm_8bit", 1 << 18, 8));
ZKP_BENCH(msm_bench<G2, G2Affine>("g2msm", 1 << 14));

ZKP_BENCH(Bench{
    "g1msm_table", "points; 255-bit scalars, tables of at most 8 times the points", 1 << 16, 2, [](const Context& c) {
      const auto bases = points<G1, G1Affine>(c.size, c.pool);
      const size_t bytes = 8 * bases.size() * sizeof(G1Affine);
      auto table =
          std::make_shared<MsmTable<G1>>(MsmTable<G1>::make(bases, {.max_bytes = bytes, .pool = c.pool}).value());
      auto scalars = std::make_shared<std::vector<Fr>>(random_elements<Fr>(c.size));
      return [table, scalars, c] { return timed([&] { keep(msm(*table, *scalars, {.pool = c.pool}).value()); }); };
    }});
ZKP_BENCH(Bench{"g1msm_columns", "points; ten columns of 32-bit scalars", 1 << 14, 2, [](const Context& c) {
                  auto bases = std::make_shared<std::vector<G1Affine>>(points<G1, G1Affine>(c.size, c.pool));
                  auto scalars = std::make_shared<std::vector<Fr>>(scalars_of(10 * c.size, 32));
                  return [bases, scalars, c] {
                    std::vector<std::span<const Fr>> columns;
                    for (size_t i = 0; i < 10; ++i) columns.push_back(std::span(*scalars).subspan(i * c.size, c.size));
                    return timed([&] { keep(msm_columns(*bases, columns, {.bits = 32, .pool = c.pool}).value()); });
                  };
                }});

// The parts of a multi-scalar multiplication.
ZKP_BENCH(Bench{"g1_additions", "points in lists of 16, in the cache; one addition", 1 << 13, 1, [](const Context& c) {
                  auto bases = std::make_shared<std::vector<G1Affine>>(points<G1, G1Affine>(c.size, c.pool));
                  auto refs = std::make_shared<std::vector<PointRef>>();
                  std::vector<uint32_t> ends;
                  for (size_t i = 0; i < c.size; ++i) {
                    refs->push_back(PointRef(i, i % 3 == 0));
                    if (i % 16 == 15 || i + 1 == c.size) ends.push_back(static_cast<uint32_t>(i + 1));
                  }
                  auto adder = std::shared_ptr<SegmentSums<G1Affine>>(make_segment_sums<G1Affine>());
                  return [bases, refs, ends, adder, c] {
                    constexpr int kTimes = 20;
                    std::vector<G1Affine> sums(ends.size());
                    const double seconds = timed([&] {
                      for (int i = 0; i < kTimes; ++i) adder->sum(*bases, *refs, ends, sums);
                    });
                    keep(sums);
                    return seconds / kTimes / static_cast<double>(c.size - ends.size());
                  };
                }});
ZKP_BENCH(Bench{"msm_scalars", "scalars of 255 bits; splitting, and sorting by length", 1 << 18, 1,
                [](const Context& c) {
                  auto scalars = std::make_shared<std::vector<Fr>>(random_elements<Fr>(c.size));
                  return [scalars, c] { return timed([&] { keep(sort_scalars(*scalars, 255, c.pool).value()); }); };
                }});

Bench transform_bench(std::string name, std::string what,
                      void (NttDomain::*transform)(std::span<Fr>, TaskPool*) const) {
  return Bench{std::move(name), "elements of Fr, a power of two; " + what, 1 << 18, 2, [transform](const Context& c) {
                 int log_n = 0;
                 while ((uint64_t{1} << log_n) < c.size) ++log_n;
                 auto domain = std::make_shared<NttDomain>(NttDomain::make(log_n).value());
                 auto values = std::make_shared<std::vector<Fr>>(random_elements<Fr>(domain->size()));
                 return
                     [domain, values, transform, c] { return timed([&] { ((*domain).*transform)(*values, c.pool); }); };
               }};
}
ZKP_BENCH(transform_bench("fft", "forward, natural order in and out", &NttDomain::forward));
ZKP_BENCH(transform_bench("fft_dif", "forward, bit-reversed order out", &NttDomain::forward_reversed));
ZKP_BENCH(transform_bench("fft_inverse", "inverse, natural order in and out", &NttDomain::inverse));
ZKP_BENCH(transform_bench("fft_coset", "forward on the coset, natural order in and out", &NttDomain::coset_forward));
ZKP_BENCH(Bench{"fft_many", "transforms of 2^10 elements, one behind the other", 1 << 8, 2, [](const Context& c) {
                  auto domain = std::make_shared<NttDomain>(NttDomain::make(10).value());
                  auto values = std::make_shared<std::vector<Fr>>(random_elements<Fr>(c.size << 10));
                  return [domain, values, c] { return timed([&] { domain->forward_many(*values, c.pool); }); };
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

}  // namespace
}  // namespace zkp::bench
