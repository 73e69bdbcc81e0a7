/// Kernels over vectors of Fr: Poseidon, batch inversion, multilinear polynomials. ZKP_CPU chooses the back end.
#include <vector>

#include "base_os/system_random.h"
#include "bench/bench.h"
#include "field/fp.h"
#include "field/fr.h"
#include "poly/multilinear.h"
#include "poly/multilinear_kernels.h"
#include "transcript/poseidon.h"

namespace zkp::bench {
namespace {

template <class F>
std::shared_ptr<std::vector<F>> random_vector(size_t count) {
  SystemRandom random;
  const F base = F::random(random).value();
  auto out = std::make_shared<std::vector<F>>(count);
  F x = base;
  for (F& v : *out) v = x, x *= base;
  return out;
}

ZKP_BENCH(Bench{"poseidon", "permutations of states of their own; seconds for one", 1 << 14, 1, [](const Context& c) {
                  auto states = std::make_shared<std::vector<std::array<Fr, 3>>>(c.size);
                  for (size_t i = 0; i < c.size; ++i) (*states)[i][1] = Fr::from_u64(i);
                  return [states, c] {
                    return timed([&] { poseidon_permute_many(*states, c.pool); }) / static_cast<double>(c.size);
                  };
                }});
ZKP_BENCH(Bench{"poseidon_chain", "iterations; one permutation after the other", 20'000, 1, [](const Context& c) {
                  return [c] {
                    std::array<Fr, 3> state{};
                    return timed([&] {
                             for (uint64_t i = 0; i < c.size; ++i) poseidon_permute(state);
                             keep(state);
                           }) /
                           static_cast<double>(c.size);
                  };
                }});

template <class F>
Bench batch_inverse_bench(std::string name) {
  return Bench{std::move(name), "elements", 1 << 18, 1, [](const Context& c) {
                 auto values = random_vector<F>(c.size);
                 return [values, c] { return timed([&] { batch_inverse_var<F>(*values, c.pool); }); };
               }};
}
ZKP_BENCH(batch_inverse_bench<Fr>("batch_inverse"));
ZKP_BENCH(batch_inverse_bench<Fp>("batch_inverse_fp"));

ZKP_BENCH(Bench{"sumcheck_fold", "elements before; one variable of them bound", 1 << 20, 1, [](const Context& c) {
                  auto f = random_vector<Fr>(c.size);
                  auto out = std::make_shared<std::vector<Fr>>((c.size + 1) / 2);
                  return [f, out, c] { return timed([&] { bind_lowest(*f, f->back(), *out, c.pool); }); };
                }});
ZKP_BENCH(Bench{"sumcheck_round2", "elements of each of 2 factors; values of the round polynomial", 1 << 20, 1,
                [](const Context& c) {
                  auto f = random_vector<Fr>(c.size), g = random_vector<Fr>(c.size);
                  return [f, g, c] { return timed([&] { keep(round_sums(*f, *g, c.pool)); }); };
                }});
ZKP_BENCH(Bench{"sumcheck_round3", "elements of each of 3 factors; values of the round polynomial", 1 << 20, 1,
                [](const Context& c) {
                  auto f = random_vector<Fr>(c.size), g = random_vector<Fr>(c.size), h = random_vector<Fr>(c.size);
                  return [f, g, h, c] { return timed([&] { keep(round_sums(*f, *g, *h, c.pool)); }); };
                }});
ZKP_BENCH(Bench{"fraction_round", "entries of each of 4 tables; two values of the round polynomial", 1 << 20, 1,
                [](const Context& c) {
                  auto f = random_vector<Fr>(c.size), g = random_vector<Fr>(c.size), w = random_vector<Fr>(c.size / 2);
                  f->resize(2 * w->size());
                  g->resize(2 * w->size());
                  return [f, g, w] {
                    return timed([&] {
                      keep(multilinear_kernels().fraction_round(w->data(), {f->data(), g->data(), g->data(), f->data()},
                                                                w->size()));
                    });
                  };
                }});
ZKP_BENCH(Bench{"inner_product", "elements of each of 2 vectors", 1 << 20, 1, [](const Context& c) {
                  auto f = random_vector<Fr>(c.size), g = random_vector<Fr>(c.size);
                  return [f, g, c] { return timed([&] { keep(inner_product(*f, *g, c.pool)); }); };
                }});
ZKP_BENCH(Bench{"eq_table", "entries, a power of two", 1 << 20, 1, [](const Context& c) {
                  size_t variables = 0;
                  while ((uint64_t{1} << variables) < c.size) ++variables;
                  auto point = random_vector<Fr>(variables);
                  auto table = std::make_shared<std::vector<Fr>>(size_t{1} << variables);
                  return [point, table, c] { return timed([&] { eq_table(*point, *table, c.pool); }); };
                }});

}  // namespace
}  // namespace zkp::bench
