// links: base hash field poly transcript
// Lanes against 64-bit limbs: multilinear kernels, batch inversion and Poseidon.
//
// Byte 0: number of pairs (0..99). The rest fills the elements, 32 bytes each, over and over; every 32 bytes are a
// Montgomery form, reduced.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "field/fp.h"
#include "field/fr.h"
#include "poly/multilinear_kernels.h"
#include "transcript/poseidon_kernels.h"

namespace {

using namespace zkp;

void require(bool condition) {
  if (!condition) std::abort();
}

class Elements {
 public:
  Elements(const uint8_t* data, size_t size) : data_(data), size_(size) {}

  template <class F>
  F next() {
    typename F::Limbs limbs;
    for (uint64_t& limb : limbs) {
      uint8_t bytes[8];
      for (uint8_t& byte : bytes) byte = data_[at_++ % size_];
      std::memcpy(&limb, bytes, 8);
    }
    while (!limbs::less(limbs, F::kModulus)) limbs::sub(limbs, limbs, F::kModulus);
    return F::from_montgomery_limbs(limbs);
  }
  template <class F>
  std::vector<F> next(size_t count) {
    std::vector<F> out(count);
    for (F& x : out) x = next<F>();
    return out;
  }

 private:
  const uint8_t* data_;
  size_t size_, at_ = 0;
};

void check_multilinear(const MultilinearKernels& lanes, Elements& elements, size_t pairs) {
  const MultilinearKernels& scalar = scalar_multilinear_kernels();
  const auto f = elements.next<Fr>(2 * pairs), g = elements.next<Fr>(2 * pairs), h = elements.next<Fr>(2 * pairs);
  const Fr r = elements.next<Fr>();
  require(lanes.inner_product(f.data(), g.data(), 2 * pairs) == scalar.inner_product(f.data(), g.data(), 2 * pairs));
  require(lanes.round2(f.data(), g.data(), pairs) == scalar.round2(f.data(), g.data(), pairs));
  require(lanes.round3(f.data(), g.data(), h.data(), pairs) == scalar.round3(f.data(), g.data(), h.data(), pairs));
  std::vector<Fr> a = f, b = f;
  lanes.bind(a.data(), r, a.data(), pairs);
  scalar.bind(b.data(), r, b.data(), pairs);
  require(a == b);
  a = b = g;
  lanes.split(a.data(), a.data() + pairs, r, pairs);
  scalar.split(b.data(), b.data() + pairs, r, pairs);
  require(a == b);
  const FractionTables tables = {f.data(), g.data(), h.data(), f.data()};
  require(lanes.fraction_round(g.data(), tables, pairs) == scalar.fraction_round(g.data(), tables, pairs));
  const FractionTables others = {g.data(), f.data(), h.data(), g.data()};
  require(lanes.fraction_pair(g.data(), tables, others, 2 * pairs) ==
          scalar.fraction_pair(g.data(), tables, others, 2 * pairs));
  require(lanes.round4(f.data(), g.data(), h.data(), f.data(), pairs) ==
          scalar.round4(f.data(), g.data(), h.data(), f.data(), pairs));
  std::vector<Fr> p(2 * pairs), q(2 * pairs);
  lanes.add_fractions(tables, p.data(), q.data(), 2 * pairs);
  scalar.add_fractions(tables, a.data(), b.data(), 2 * pairs);
  require(p == a && q == b);
  lanes.scale(f.data(), r, a.data(), 2 * pairs);
  scalar.scale(f.data(), r, b.data(), 2 * pairs);
  require(a == b);
}

template <class F>
void check_inverses(Elements& elements, size_t count) {
  const BatchInverse<F> lanes = ifma_batch_inverse<F>();
  if (lanes == nullptr) return;
  std::vector<F> values = elements.next<F>(count), expected = values;
  lanes(values);
  batch_inverse_scalar_var<F>(expected);
  require(values == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const size_t pairs = data[0] % 100;
  Elements elements(data + 1, size - 1);
  if (const MultilinearKernels* lanes = ifma_multilinear_kernels()) check_multilinear(*lanes, elements, pairs);
  check_inverses<Fr>(elements, pairs);
  check_inverses<Fp>(elements, pairs);
  if (const PoseidonPermuteMany permute = ifma_poseidon_permute_many()) {
    std::vector<std::array<Fr, 3>> states(pairs % 18), expected;
    for (auto& state : states) state = {elements.next<Fr>(), elements.next<Fr>(), elements.next<Fr>()};
    expected = states;
    permute(states);
    scalar_poseidon_permute_many(expected);
    require(states == expected);
  }
  return 0;
}
