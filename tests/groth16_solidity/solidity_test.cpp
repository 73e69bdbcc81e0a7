/// The text of the generated contract. What it does on an EVM is tested in tests/interop/ethereum.
#include "groth16/solidity.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "groth16/insecure_dev.h"
#include "groth16/toy.h"

namespace zkp {
namespace {

// A key with as many inputs as asked for; no circuit belongs to it.
LabelledVerifyingKey key_of(size_t inputs, SetupLabel label = SetupLabel::local()) {
  static const VerifyingKey toy = testing::toy_key().vk;
  LabelledVerifyingKey out{label, Digest{0x12, 0x34}, toy};
  out.key.ic.resize(inputs + 1, toy.ic[1]);
  return out;
}

std::string contract_of(const LabelledVerifyingKey& file, const std::string& name = "Verifier") {
  return solidity_verifier(file, {.contract = name}).value();
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// The last 32 bytes of a coordinate, as they stand in a statement of their own.
std::string low_word(const Fp& x) { return "0x" + hex_encode(ByteView(x.to_bytes()).last(32)); }

TEST(Solidity, TheSameKeyGivesTheSameText) {
  const LabelledVerifyingKey file = key_of(3);
  EXPECT_EQ(contract_of(file), contract_of(decode_verifying_key_file(encode_verifying_key_file(file)).value()));
  EXPECT_NE(contract_of(file), contract_of(key_of(4)));
}

TEST(Solidity, TheContractNamesKeyCircuitAndSetUp) {
  const LabelledVerifyingKey file = key_of(2, SetupLabel::ceremony(Digest{0xab}));
  const std::string text = contract_of(file);
  EXPECT_TRUE(contains(text, "VERIFICATION_KEY_ID = 0x" + hex_encode(verifying_key_id(file.key)) + ";"));
  EXPECT_TRUE(contains(text, "CIRCUIT_ID = 0x" + hex_encode(file.circuit_id) + ";"));
  EXPECT_TRUE(contains(text, "SETUP_LABEL = \"" + file.label.text() + "\";"));
  EXPECT_TRUE(contains(text, "PUBLIC_INPUT_COUNT = 2;"));
  EXPECT_TRUE(contains(text, "INSECURE_DEV = false;"));
}

TEST(Solidity, AnInsecureKeyIsCalledInsecureWhereverOneLooks) {
  const LabelledVerifyingKey file = key_of(1, SetupLabel::insecure_dev());
  const std::string text = contract_of(file, "Payment");
  EXPECT_TRUE(contains(text, "contract PaymentInsecureDev is "));
  EXPECT_TRUE(contains(text, "INSECURE_DEV = true;"));
  EXPECT_TRUE(contains(text, "anybody can forge proofs"));
  EXPECT_TRUE(contains(contract_of(file, "InsecureDevPayment"), "contract InsecureDevPayment is "));
  EXPECT_FALSE(contains(contract_of(key_of(1), "Payment"), "InsecureDev"));
}

TEST(Solidity, AKeyOfDevelopmentGetsNoOtherLabel) {
  const ProvingKey toy = testing::toy_key();
  EXPECT_TRUE(solidity_verifier({SetupLabel::insecure_dev(), toy.circuit_id, toy.vk}).ok());
  EXPECT_EQ(solidity_verifier({SetupLabel::local(), toy.circuit_id, toy.vk}).error().code(), CryptoError::kBadKey);
  EXPECT_TRUE(is_insecure_dev_key(toy.vk, toy.circuit_id));
  EXPECT_FALSE(is_insecure_dev_key(toy.vk, Digest{}));
}

TEST(Solidity, NamesThatAreNoSolidityNamesAreRefused) {
  for (const std::string name :
       {"", "verifier", "1Verifier", "Veri fier", "Verifier{}", "Verifier\n", "Vérifier", "IGroth16Verifier"})
    EXPECT_EQ(solidity_verifier(key_of(1), {.contract = name}).error().code(), GeneralError::kInvalidArgument) << name;
  EXPECT_TRUE(solidity_verifier(key_of(1), {.contract = std::string(64, 'V')}).ok());
  EXPECT_FALSE(solidity_verifier(key_of(1), {.contract = std::string(65, 'V')}).ok());
}

TEST(Solidity, KeysThatCanBeForgedUnderGetNoContract) {
  LabelledVerifyingKey file = key_of(2);
  file.key.delta = file.key.gamma;
  EXPECT_EQ(solidity_verifier(file).error().code(), CryptoError::kBadKey);
  file = key_of(2);
  file.key.ic[1] = G1Affine::identity();
  EXPECT_EQ(solidity_verifier(file).error().code(), CryptoError::kBadKey);
}

TEST(Solidity, EveryPointIsInTheText) {
  const LabelledVerifyingKey file = key_of(2);
  const VerifyingKey& key = file.key;
  const std::string text = contract_of(file);
  for (const Fp& x : {key.alpha.x(), (-key.alpha).y(), key.beta.x().c0, key.beta.y().c1, key.gamma.x().c1,
                      (-key.gamma).y().c0, key.delta.x().c0, (-key.delta).y().c1, key.ic[0].x(), key.ic[1].y()})
    EXPECT_TRUE(contains(text, low_word(x)));
  for (const Fp& x : {key.alpha.y(), key.gamma.y().c0, key.delta.y().c0}) EXPECT_FALSE(contains(text, low_word(x)));
}

TEST(Solidity, ManyInputsGoToContractsOfData) {
  EXPECT_EQ(solidity_data_contracts(key_of(0).key), 0u);
  EXPECT_EQ(solidity_data_contracts(key_of(128).key), 0u);
  EXPECT_EQ(solidity_data_contracts(key_of(129).key), 1u);
  EXPECT_EQ(solidity_data_contracts(key_of(255).key), 1u);
  EXPECT_EQ(solidity_data_contracts(key_of(256).key), 2u);
  EXPECT_EQ(solidity_data_contracts(key_of(kSolidityMaxInputs).key), 9u);
  const std::string text = contract_of(key_of(256));
  EXPECT_TRUE(contains(text, "contract VerifierPoints1 {"));
  EXPECT_FALSE(contains(text, "contract VerifierPoints2 {"));
}

TEST(Solidity, MoreInputsThanATransactionCanPayForAreRefused) {
  EXPECT_TRUE(solidity_verifier(key_of(kSolidityMaxInputs)).ok());
  EXPECT_EQ(solidity_verifier(key_of(kSolidityMaxInputs + 1)).error().code(), GeneralError::kLimit);
}

// A word in braces that nobody filled in would be one.
TEST(Solidity, NoPlaceIsLeftOpen) {
  for (const size_t inputs : {0, 1, 128, 129, 256}) {
    const std::string text = contract_of(key_of(inputs));
    for (size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1))
      EXPECT_FALSE(text[at + 1] >= 'A' && text[at + 1] <= 'Z') << text.substr(at, 40);
  }
}

}  // namespace
}  // namespace zkp
