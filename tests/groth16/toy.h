/// A small circuit and its keys: x^3 + x + 5 = y, and a second public input that no constraint mentions.
#pragma once

#include "base/sim.h"
#include "groth16/prove.h"
#include "groth16/setup.h"
#include "groth16/verify.h"
#include "r1cs/constraint_system.h"

namespace zkp::testing {

inline void toy_circuit(ConstraintSystem& cs, int64_t x_value, int64_t y_value, int64_t unused_value) {
  const Variable y = cs.alloc_public(Fr::from_i64(y_value));
  cs.alloc_public(Fr::from_i64(unused_value));
  const Variable x = cs.alloc(Fr::from_i64(x_value));
  const Variable square = cs.mul(x, x, "square");
  const Variable cube = cs.mul(square, x, "cube");
  cs.enforce_zero(LinearCombination(cube) + x + Fr::from_u64(5) - y, "sum");
}

inline R1cs toy_r1cs() {
  ConstraintSystem cs(Synthesis::kShape);
  toy_circuit(cs, 0, 0, 0);
  return std::move(cs).take_r1cs();
}

inline ProvingKey toy_key() {
  const R1cs system = toy_r1cs();
  return groth16_setup(system, insecure_dev_trapdoor(circuit_id(system)), SetupLabel::insecure_dev()).value();
}

inline std::vector<Fr> toy_inputs(int64_t y, int64_t unused) { return {Fr::from_i64(y), Fr::from_i64(unused)}; }

inline Result<Groth16Proof> toy_proof(const ProvingKey& key, int64_t x, int64_t y, int64_t unused, Random& random) {
  ConstraintSystem witness(Synthesis::kWitness);
  toy_circuit(witness, x, y, unused);
  return groth16_prove(key, witness, random);
}

}  // namespace zkp::testing
