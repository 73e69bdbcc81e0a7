/// Groth16 on circuits of any size: what arkworks is compared with (bench/peers.py), and witnesses of other shapes.
///
/// A circuit of `size` fills a domain of exactly `size` elements with its two rows for the constant and the public
/// input, as the program of the peers does. `groth16_prove*` covers the run of the circuit function that finds the
/// witness and the proof, the key being in memory.
#include "base_os/system_random.h"
#include "bench/bench.h"
#include "groth16/prove.h"
#include "groth16/setup.h"
#include "groth16/verify.h"
#include "r1cs/gadgets/poseidon.h"
#include "transcript/poseidon.h"

namespace zkp::bench {
namespace {

using Circuit = void (*)(ConstraintSystem&, size_t constraints, const Fr& seed);

// x_(i+1) = x_i^2 + 7: every value is as long as the field.
void chain(ConstraintSystem& cs, size_t constraints, const Fr& seed) {
  const Fr c = Fr::from_u64(7);
  Fr x = seed;
  if (cs.has_values())
    for (size_t i = 0; i < constraints; ++i) x = x.square() + c;
  const Variable out = cs.alloc_public(x);
  x = seed;
  Variable v = cs.alloc(x);
  for (size_t i = 0; i < constraints; ++i) {
    if (cs.has_values()) x = x.square() + c;
    const Variable next = i + 1 == constraints ? out : cs.alloc(x);
    cs.enforce(v, v, LinearCombination(next) - c, "step");
    v = next;
  }
}

// Numbers of 63 bits, each in its bits: 63 constraints for the bits and one for the number.
void bits(ConstraintSystem& cs, size_t constraints, const Fr& seed) {
  uint64_t state = seed.to_limbs()[0];
  const Variable out = cs.alloc_public(Fr::one());
  cs.enforce(out, out, out, "one");
  for (size_t left = constraints - 1; left > 0;) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const size_t count = std::min<size_t>(63, left - 1);
    LinearCombination sum;
    Fr weight = Fr::one();
    for (size_t i = 0; i < count; ++i, weight = weight.doubled()) {
      const Variable bit = cs.alloc(Fr::from_u64(state >> (i + 1) & 1));
      cs.enforce(bit, LinearCombination(bit) - Fr::one(), LinearCombination(), "bit");
      sum.add_scaled(bit, weight);
    }
    const Variable number = cs.alloc(cs.value(sum));
    cs.enforce_zero(sum - number, "number");
    left -= count + 1;
  }
}

// As the wrap circuit of a dataset proof: Poseidon for the most part (long rows of A and B, values as long as the
// field), 64-bit slacks, arithmetic.
void wrap(ConstraintSystem& cs, size_t constraints, const Fr& seed) {
  const std::array<Fr, 2> tag = {seed, Fr::one()};
  const Variable out = cs.alloc_public(poseidon_hash_list("wrap", tag));
  std::vector<LinearCombination> state = {cs.alloc(seed), LinearCombination(Fr::one())};
  cs.enforce_zero(gadgets::poseidon_hash_list(cs, "wrap", state, "hash") - out, "out");
  const size_t per_hash = cs.constraint_count();
  while (cs.constraint_count() + per_hash + 65 + 8 <= constraints) {
    state[1] = gadgets::poseidon_hash_list(cs, "wrap", state, "hash");
    if (cs.constraint_count() * 100 / constraints % 25 == 0) {
      for (size_t i = 0; i < 64; ++i) {
        const Variable bit = cs.alloc(Fr::from_u64(i % 3 & 1));
        cs.enforce(bit, LinearCombination(bit) - Fr::one(), LinearCombination(), "bit");
      }
    }
    for (size_t i = 0; i < 8; ++i) state[0] = cs.mul(state[0], state[1], "fold");
  }
  while (cs.constraint_count() < constraints) state[0] = cs.mul(state[0], state[1], "fill");
}

constexpr size_t kOwnRows = 2;

R1cs system_of(Circuit circuit, size_t size) {
  ConstraintSystem cs(Synthesis::kShape);
  circuit(cs, size - kOwnRows, Fr::zero());
  return std::move(cs).take_r1cs();
}

ProvingKey key_of(Circuit circuit, size_t size, TaskPool* pool) {
  SystemRandom random;
  return groth16_setup(system_of(circuit, size), random_trapdoor(random).value(), SetupLabel::local(), pool).value();
}

auto prove_bench(Circuit circuit) {
  return [circuit](const Context& c) -> std::function<double()> {
    ZKP_CHECK(c.size >= 1024);
    auto key = std::make_shared<ProvingKey>(key_of(circuit, c.size, c.pool));
    return [=] {
      SystemRandom random;
      const Fr seed = Fr::random(random).value();
      std::vector<Fr> inputs;
      Groth16Proof proof;
      const double seconds = timed([&] {
        ConstraintSystem witness(Synthesis::kWitness);
        circuit(witness, c.size - kOwnRows, seed);
        inputs = {witness.assignment()[1]};
        proof = groth16_prove(*key, witness, random, c.pool).value();
      });
      ZKP_CHECK(PreparedVerifyingKey::make(key->vk)->verify(inputs, proof).ok());
      return seconds;
    };
  };
}

ZKP_BENCH(Bench{"groth16_setup", "constraints + 2: keys of a dense chain from a trapdoor", 1 << 18, 2,
                [](const Context& c) -> std::function<double()> {
                  auto system = std::make_shared<R1cs>(system_of(chain, c.size));
                  return [=] {
                    SystemRandom random;
                    return timed([&] {
                      const Trapdoor trapdoor = random_trapdoor(random).value();
                      keep(groth16_setup(*system, trapdoor, SetupLabel::local(), c.pool)->a.size());
                    });
                  };
                }});
ZKP_BENCH(Bench{"groth16_prove", "constraints + 2: dense chain, witness and proof", 1 << 20, 2, prove_bench(chain)});
ZKP_BENCH(Bench{"groth16_prove_bits", "constraints + 2: a witness of bits, witness and proof", 1 << 20, 2,
                prove_bench(bits)});
ZKP_BENCH(Bench{"groth16_prove_wrap", "constraints + 2: Poseidon and arithmetic, witness and proof", 120000, 2,
                prove_bench(wrap)});

}  // namespace
}  // namespace zkp::bench
