/// evm_cases FOLDER: keys of 0 to 600 public inputs, their Solidity verifiers, good proofs and bad points, for run.mjs.
/// NAME.proof.json and NAME.public.json are the last of the key's proofs.
///
/// The points of bad proofs are made here, because JavaScript has no curve; everything else is tampered with there.
#include <cstdio>
#include <fstream>

#include "base/encoding.h"
#include "base/sim.h"
#include "curve/encoding.h"
#include "groth16/evm_encoding.h"
#include "groth16/files/snarkjs_json.h"
#include "groth16/prove.h"
#include "groth16/setup.h"
#include "groth16/solidity.h"
#include "groth16/verify.h"
#include "r1cs/constraint_system.h"

namespace {

using namespace zkp;

// y_i = (x + i)^2 for i = 0 .. inputs - 1, and one square of x that nobody sees.
void circuit(ConstraintSystem& cs, size_t inputs, uint64_t x_value) {
  std::vector<Variable> y;
  for (size_t i = 0; i < inputs; ++i)
    y.push_back(cs.alloc_public(Fr::from_u64(x_value + i) * Fr::from_u64(x_value + i)));
  const Variable x = cs.alloc(Fr::from_u64(x_value));
  cs.mul(x, x, "square");
  for (size_t i = 0; i < inputs; ++i) {
    const LinearCombination sum = LinearCombination(x) + Fr::from_u64(i);
    cs.enforce(sum, sum, y[i], "shifted");
  }
}

template <class Encoded>
std::string quoted(const Encoded& bytes) {
  return "\"0x" + hex_encode(bytes) + "\"";
}

std::string list(std::span<const Fr> values) {
  std::string out;
  for (const Fr& value : values) out += (out.empty() ? "" : ", ") + quoted(value.to_bytes());
  return "[" + out + "]";
}

// The point with the least x (in G2: in the subfield) that is on the curve and outside the subgroup.
template <size_t kBytes, class Decode>
auto outside_subgroup(Decode&& decode) {
  ByteArray<kBytes> bytes{};
  bytes[0] = 0x80;
  for (bytes[kBytes - 1] = 1;; ++bytes[kBytes - 1])
    if (auto point = decode(bytes, SubgroupCheck::kTrusted); point.ok() && !point->is_in_subgroup()) return *point;
}

struct KeyCase {
  size_t inputs;
  SetupLabel label;
};

void write_file(const std::string& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary);
  out << content;
  out.flush();
  ZKP_CHECK(out.good());
}

std::string proof_json(const std::string& path, const ProvingKey& key, size_t inputs, uint64_t x, Random& random) {
  ConstraintSystem witness(Synthesis::kWitness);
  circuit(witness, inputs, x);
  const Groth16Proof proof = groth16_prove(key, witness, random).value();
  const auto values = witness.assignment().subspan(1, inputs);
  write_file(path + ".proof.json", snarkjs_proof(proof));
  write_file(path + ".public.json", snarkjs_public_inputs(values));
  return "{\"packed\": " + quoted(evm_pack_proof(proof)) + ", \"eip2537\": " + quoted(evm_encode_proof(proof)) +
         ", \"inputs\": " + list(values) + ", \"call\": " + quoted(evm_verify_call(proof, values)) + "}";
}

// What whoever knows the trapdoor can do for any inputs: with IC(x) a known point,
//   a b = alpha beta + log IC(x) gamma + c delta   has a solution C for every a, b, and a solution A for b = 1, c = 0.
// A contract must refuse those with the identity, although the equation holds.
std::string forgeries_json(const VerifyingKey& key, const Trapdoor& trapdoor) {
  std::vector<Fr> inputs;
  G1 combination(key.ic[0]);
  for (size_t i = 1; i < key.ic.size(); ++i) {
    inputs.push_back(Fr::from_u64(1000 + i));
    combination += key.ic[i].mul(inputs.back());
  }
  const Fr a = Fr::from_u64(5), b = Fr::from_u64(7);
  const auto g1 = [](const Fr& x) { return G1Affine::generator().mul(x); };
  const G2Affine g2 = G2Affine::generator().mul(b).to_affine();
  const G1 owed = g1(trapdoor.alpha * trapdoor.beta) + combination.to_affine().mul(trapdoor.gamma);
  const auto c_for = [&](const Fr& product) {
    return (g1(product) - owed).to_affine().mul(trapdoor.delta.inverse()).to_affine();
  };
  const std::vector<std::pair<std::string, Groth16Proof>> proofs = {
      {"without a witness", {g1(a).to_affine(), g2, c_for(a * b)}},
      {"with A the identity", {G1Affine::identity(), g2, c_for(Fr::zero())}},
      {"with B the identity", {g1(a).to_affine(), G2Affine::identity(), c_for(Fr::zero())}},
      {"with C the identity", {owed.to_affine(), G2Affine::generator(), G1Affine::identity()}},
  };
  std::string out;
  for (const auto& [name, proof] : proofs)
    out += (out.empty() ? "" : ", ") + ("{\"name\": \"" + name) + "\", \"packed\": " + quoted(evm_pack_proof(proof)) +
           ", \"eip2537\": " + quoted(evm_encode_proof(proof)) + ", \"inputs\": " + list(inputs) + "}";
  return "[" + out + "]";
}

std::string key_json(const std::string& folder, const KeyCase& which, Random& random) {
  ConstraintSystem shape(Synthesis::kShape);
  circuit(shape, which.inputs, 0);
  const R1cs system = std::move(shape).take_r1cs();
  const bool dev = which.label.kind() == SetupLabel::Kind::kInsecureDev;
  const Trapdoor trapdoor = dev ? insecure_dev_trapdoor(circuit_id(system)) : random_trapdoor(random).value();
  const ProvingKey key = groth16_setup(system, trapdoor, which.label).value();
  const LabelledVerifyingKey file{which.label, circuit_id(system), key.vk};
  const SolidityOptions options{.contract = "Squares" + std::to_string(which.inputs)};
  const std::string name = solidity_contract_name(which.label, options).value();
  write_file(folder + "/" + name + ".sol", solidity_verifier(file, options).value());
  write_file(folder + "/" + name + ".vk", as_text(encode_verifying_key_file(file)));
  std::string proofs;
  for (const uint64_t x : {3, 3, 40})
    proofs += (proofs.empty() ? "" : ", ") + proof_json(folder + "/" + name, key, which.inputs, x, random);
  return "{\"contract\": \"" + name + "\", \"data_contracts\": " + std::to_string(solidity_data_contracts(key.vk)) +
         ", \"inputs\": " + std::to_string(which.inputs) + ", \"key_id\": " + quoted(verifying_key_id(key.vk)) +
         ", \"circuit_id\": " + quoted(file.circuit_id) + ", \"label\": \"" + which.label.text() +
         "\", \"insecure\": " + (dev ? "true" : "false") + ", \"proofs\": [" + proofs +
         "], \"forged\": " + forgeries_json(key.vk, trapdoor) + "}";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  SimRandom random(20260101);
  const std::vector<KeyCase> cases = {
      {0, SetupLabel::local()},
      {1, SetupLabel::ceremony(Digest{0xab, 0xcd})},
      {2, SetupLabel::insecure_dev()},
      {10, SetupLabel::local()},
      {100, SetupLabel::local()},
      {kSolidityInlineInputs, SetupLabel::local()},
      {kSolidityInlineInputs + 1, SetupLabel::local()},
      {600, SetupLabel::local()},
  };
  std::string keys;
  for (const KeyCase& which : cases) keys += (keys.empty() ? "" : ",\n") + key_json(folder, which, random);
  const G1Affine g1 = outside_subgroup<48>(decompress_g1);
  const G2Affine g2 = outside_subgroup<96>(decompress_g2);
  write_file(folder + "/cases.json", "{\"keys\": [" + keys + "],\n\"outside_g1\": " + quoted(evm_encode(g1)) +
                                         ",\n\"outside_g2\": " + quoted(evm_encode(g2)) +
                                         ",\n\"generator_g1\": " + quoted(evm_encode(G1Affine::generator())) +
                                         ",\n\"generator_g2\": " + quoted(evm_encode(G2Affine::generator())) + "}\n");
  std::printf("%zu keys\n", cases.size());
  return 0;
}
