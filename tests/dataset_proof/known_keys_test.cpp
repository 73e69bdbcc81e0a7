/// The compiled-in verification keys against the circuits and the public derivation.
#include "dataset_proof/known_keys.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/sim.h"
#include "base_os/pool.h"
#include "commit/srs_file.h"
#include "dataset_proof/dev_setup.h"
#include "dataset_proof/wrap_circuit.h"
#include "groth16/setup.h"

namespace zkp {
namespace {

std::string embedded_text(const SizeClass& size, const Digest& circuit, const VerifyingKey& key) {
  std::string out = "{&kClass" + std::string(size.name) + ",\n \"" + hex_encode(circuit) + "\"";
  const std::string hex = hex_encode(encode_verifying_key(key));
  for (size_t i = 0; i < hex.size(); i += 96) out += (i == 0 ? ",\n \"" : "\n \"") + hex.substr(i, 96) + "\"";
  return out + "},\n";
}

void expect_embedded(const SizeClass& size) {
  const auto pool = make_task_pool(0);
  const R1cs system = wrap_r1cs(size);
  const Digest circuit = circuit_id(system);
  const VerifyingKey key = groth16_setup_verifying_key(system, insecure_dev_trapdoor(circuit), pool.get()).value();
  EXPECT_EQ(wrap_circuit_id(size), circuit);
  EXPECT_EQ(insecure_dev_verifier(size).verifier.key().key(), key) << "src/dataset_proof/known_keys.inc must hold\n"
                                                                   << embedded_text(size, circuit, key);
}

TEST(KnownKeys, TheKeyOfSIsThatOfItsCircuit) { expect_embedded(kClassS); }

TEST(KnownKeys, TheKeyOfLIsThatOfItsCircuit) { expect_embedded(kClassL); }

// The same on every machine and for ever: ledgers name it.
TEST(KnownKeys, TheReferenceStringOfDevelopmentIsThatOfThePublicTau) {
  const LabelledSrsKey& known = insecure_dev_srs_key();
  EXPECT_EQ(known.label, SetupLabel::insecure_dev());
  EXPECT_EQ(hex_encode(known.key.id), "bbac20e05e0396daceb2b57bdecd544622ea562c69e8d22e80fcbf2dd08cb68c");
  const Srs srs = insecure_dev_srs((size_t{1} << 13) + 1, nullptr);
  EXPECT_EQ(srs.key().id, known.key.id);
  EXPECT_EQ(srs.key().powers, known.key.powers);
  EXPECT_EQ(known.key.powers.size(), SrsKey::kPublicPowers);
  SimRandom random;
  EXPECT_TRUE(check_powers(srs, random, nullptr).ok());
}

TEST(KnownKeys, AreFoundByTheirIdAndLabelled) {
  for (const SizeClass* size : {&kClassS, &kClassL}) {
    const LabelledVerifier& known = insecure_dev_verifier(*size);
    EXPECT_EQ(known_dataset_verifier(known.verifier.key_id()), &known);
    EXPECT_EQ(known.label, SetupLabel::insecure_dev());
    EXPECT_EQ(known.verifier.size_class(), *size);
    EXPECT_EQ(known.verifier.srs_id(), insecure_dev_srs_key().key.id);
    EXPECT_EQ(class_of_circuit(wrap_circuit_id(*size)), size);
  }
  EXPECT_EQ(known_dataset_verifier(Digest{}), nullptr);
  EXPECT_EQ(class_of_circuit(Digest{}), nullptr);
}

class OtherKeys : public testing::Test {
 protected:
  static bool accepted(const LabelledVerifyingKey& key, const LabelledSrsKey& srs = insecure_dev_srs_key()) {
    return make_dataset_verifier(key, srs).ok();
  }
  static LabelledSrsKey other_srs(const SetupLabel& label) {
    return {label, srs_key_from_tau(Fr::from_u64(987654321), kSrsLogBlocks)};
  }
  VerifyingKey dev_ = insecure_dev_verifier(kClassS).verifier.key().key();
  Digest circuit_ = wrap_circuit_id(kClassS);
  SetupLabel ceremony_ = SetupLabel::ceremony(Digest{1});
};

TEST_F(OtherKeys, AKeyIsTakenOnlyForItsCircuitAndUnderItsOwnLabel) {
  EXPECT_TRUE(accepted({SetupLabel::insecure_dev(), circuit_, dev_}));
  EXPECT_FALSE(accepted({SetupLabel::local(), circuit_, dev_}));  // relabelled
  EXPECT_FALSE(accepted({ceremony_, circuit_, dev_}));
  EXPECT_FALSE(accepted({SetupLabel::insecure_dev(), Digest{}, dev_}));
  EXPECT_FALSE(accepted({SetupLabel::insecure_dev(), wrap_circuit_id(kClassL), dev_}));

  // Its secrets with another delta: not the same key, and as forgeable.
  VerifyingKey shifted = dev_;
  shifted.delta = G2Affine::generator().mul(Fr::from_u64(7)).to_affine();
  EXPECT_FALSE(accepted({ceremony_, circuit_, shifted}));
  EXPECT_FALSE(accepted({SetupLabel::local(), circuit_, shifted}));
  EXPECT_FALSE(accepted({SetupLabel::insecure_dev(), circuit_, shifted}));

  VerifyingKey other = dev_;
  other.alpha = G1Affine::generator();
  EXPECT_TRUE(accepted({SetupLabel::local(), circuit_, other}));
  EXPECT_FALSE(accepted({SetupLabel::insecure_dev(), circuit_, other}));
  other.ic.pop_back();
  EXPECT_FALSE(accepted({SetupLabel::local(), circuit_, other}));
}

TEST_F(OtherKeys, AReferenceStringIsTakenOnlyUnderItsOwnLabel) {
  VerifyingKey other = dev_;
  other.alpha = G1Affine::generator();
  EXPECT_TRUE(accepted({ceremony_, circuit_, other}, other_srs(ceremony_)));
  EXPECT_FALSE(accepted({ceremony_, circuit_, other}, other_srs(SetupLabel::insecure_dev())));
  EXPECT_FALSE(accepted({ceremony_, circuit_, other}, {ceremony_, insecure_dev_srs_key().key}));
  // Points of another string under this one's id.
  LabelledSrsKey mixed = other_srs(ceremony_);
  mixed.key.tau_g2 = insecure_dev_srs_key().key.tau_g2;
  EXPECT_FALSE(accepted({ceremony_, circuit_, other}, mixed));
}

TEST_F(OtherKeys, TheWeakerLabelOfTheTwoCounts) {
  VerifyingKey other = dev_;
  other.alpha = G1Affine::generator();
  const SetupLabel string_label = SetupLabel::ceremony(Digest{2});
  auto label = [&](const SetupLabel& of_key, const LabelledSrsKey& srs) {
    return make_dataset_verifier({of_key, circuit_, other}, srs).value().label;
  };
  EXPECT_EQ(label(ceremony_, other_srs(string_label)), ceremony_);
  EXPECT_EQ(label(ceremony_, other_srs(SetupLabel::local())), SetupLabel::local());
  EXPECT_EQ(label(SetupLabel::local(), other_srs(string_label)), SetupLabel::local());
  EXPECT_EQ(label(ceremony_, insecure_dev_srs_key()), SetupLabel::insecure_dev());
}

}  // namespace
}  // namespace zkp
