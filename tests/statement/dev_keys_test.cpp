/// The compiled-in verification keys against the circuits and the public derivation.
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "groth16/setup.h"
#include "statement/direct/circuit.h"
#include "statement/direct/keys.h"

namespace zkp {
namespace {

std::string embedded_text(uint32_t capacity, const Digest& circuit, const VerifyingKey& key) {
  std::string out = "{" + std::to_string(capacity) + ",\n \"" + hex_encode(circuit) + "\"";
  const std::string hex = hex_encode(encode_verifying_key(key));
  for (size_t i = 0; i < hex.size(); i += 96) out += (i == 0 ? ",\n \"" : "\n \"") + hex.substr(i, 96) + "\"";
  return out + "},\n";
}

void expect_embedded(uint32_t capacity) {
  const R1cs system = direct_r1cs(capacity);
  const Digest circuit = circuit_id(system);
  const VerifyingKey key = groth16_setup_verifying_key(system, insecure_dev_trapdoor(circuit)).value();
  EXPECT_EQ(direct_circuit_id(capacity), circuit);
  EXPECT_EQ(insecure_dev_key(capacity).verifier.key(), key) << "src/statement/direct/dev_keys.inc must hold\n"
                                                            << embedded_text(capacity, circuit, key);
}

TEST(DevKeys, SmallKeyIsThatOfTheCircuit) { expect_embedded(kDirectSmallCapacity); }

TEST(DevKeys, LargeKeyIsThatOfTheCircuit) { expect_embedded(kDirectLargeCapacity); }

TEST(DevKeys, AreFoundByTheirIdAndLabelled) {
  for (uint32_t capacity : {kDirectSmallCapacity, kDirectLargeCapacity}) {
    const StatementKey& key = insecure_dev_key(capacity);
    EXPECT_EQ(known_verifying_key(key.verifier.id()), &key);
    EXPECT_EQ(key.label, SetupLabel::insecure_dev());
    EXPECT_EQ(key.capacity, capacity);
  }
  EXPECT_EQ(known_verifying_key(Digest{}), nullptr);
}

TEST(DevKeys, AKeyFileIsTakenOnlyForItsCircuitAndUnderItsOwnLabel) {
  const VerifyingKey dev = insecure_dev_key(kDirectSmallCapacity).verifier.key();
  const Digest circuit = direct_circuit_id(kDirectSmallCapacity);
  auto accepted = [&](const SetupLabel& label, const Digest& id, const VerifyingKey& key) {
    return make_statement_key({label, id, key}).ok();
  };
  EXPECT_TRUE(accepted(SetupLabel::insecure_dev(), circuit, dev));
  EXPECT_FALSE(accepted(SetupLabel::local(), circuit, dev));  // relabelled
  EXPECT_FALSE(accepted(SetupLabel::ceremony(Digest{1}), circuit, dev));
  EXPECT_FALSE(accepted(SetupLabel::insecure_dev(), Digest{}, dev));
  EXPECT_FALSE(accepted(SetupLabel::insecure_dev(), direct_circuit_id(kDirectLargeCapacity), dev));

  // Its secrets with another delta or gamma: not the same key, and as forgeable.
  VerifyingKey shifted = dev;
  shifted.delta = G2Affine::generator().mul(Fr::from_u64(7)).to_affine();
  EXPECT_FALSE(accepted(SetupLabel::ceremony(Digest{1}), circuit, shifted));
  EXPECT_FALSE(accepted(SetupLabel::local(), circuit, shifted));

  VerifyingKey other = dev;
  other.alpha = G1Affine::generator();
  EXPECT_TRUE(accepted(SetupLabel::local(), circuit, other));
  EXPECT_FALSE(accepted(SetupLabel::insecure_dev(), circuit, other));
  other.ic.pop_back();
  EXPECT_FALSE(accepted(SetupLabel::local(), circuit, other));
}

}  // namespace
}  // namespace zkp
