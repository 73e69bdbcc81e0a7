// groth16_circuit FOLDER ROUNDS   writes circuit.r1cs, witness.wtns and broken.wtns: a circuit of about ROUNDS
// constraints for the programs of others, a witness of it, and one that breaks a constraint
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base_os/system_files.h"
#include "groth16/files/circom_r1cs.h"
#include "groth16/files/wtns_file.h"
#include "r1cs/constraint_system.h"

namespace zkp {
namespace {

// Public: y, an input that no constraint mentions, and a third that is in A, B and C. Private: x, a variable that no
// constraint mentions, and the steps  s' = (s + 3 x - 5)(s - x + c)  with coefficients of all sizes.
void circuit(ConstraintSystem& cs, size_t rounds, const Fr& y) {
  const Fr x_value = Fr::from_u64(123456789);
  const Variable out = cs.alloc_public(y);
  cs.alloc_public(Fr::from_u64(77));
  const Variable both = cs.alloc_public(Fr::from_u64(9));
  const Variable x = cs.alloc(x_value);
  cs.alloc(Fr::from_u64(42));
  cs.enforce(both, both, LinearCombination(both) * Fr::from_u64(9), "square of nine");
  LinearCombination state = x;
  Fr big = -Fr::one();
  for (size_t i = 0; i < rounds; ++i) {
    state = cs.mul(state + LinearCombination(x) * Fr::from_u64(3) - LinearCombination(Fr::from_u64(5)),
                   state - x + LinearCombination(big), "step");
    big = big.square() + Fr::from_u64(i);
  }
  cs.enforce_zero(state - out, "result");
}

Fr result(size_t rounds) {
  ConstraintSystem cs(Synthesis::kWitness);
  circuit(cs, rounds, Fr::zero());
  return cs.a_values().back();
}

int write(const std::string& folder, size_t rounds) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  circuit(cs, rounds, result(rounds));
  ConstraintSystem broken(Synthesis::kWitness);
  circuit(broken, rounds, result(rounds) + Fr::one());
  if (!cs.is_satisfied().ok() || broken.is_satisfied().ok()) return 1;
  CircomR1cs file = CircomR1cs::of(cs.r1cs());
  file.outputs = 1;
  file.private_inputs = 1;
  SystemFiles files;
  const bool written = files.replace(folder + "/circuit.r1cs", encode_circom_r1cs(file)).ok() &&
                       files.replace(folder + "/witness.wtns", encode_wtns_file(cs.assignment()).view()).ok() &&
                       files.replace(folder + "/broken.wtns", encode_wtns_file(broken.assignment()).view()).ok();
  return written ? 0 : 1;
}

}  // namespace
}  // namespace zkp

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: groth16_circuit FOLDER ROUNDS\n");
    return 2;
  }
  return zkp::write(argv[1], std::strtoul(argv[2], nullptr, 10));
}
