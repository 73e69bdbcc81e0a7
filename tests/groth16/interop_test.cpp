/// A key and a proof that another implementation made.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "groth16/verify.h"

namespace zkp {
namespace {

Bytes hex(const nlohmann::json& text) { return hex_decode(text.get<std::string>()).value(); }

// tests/vectors/groth16_arkworks.json: made with ark-groth16 0.5 (its keys bind unused inputs in the same way).
TEST(Groth16Interop, ProofOfArkworksVerifiesAndOnlyForItsInputs) {
  std::ifstream in(ZKP_SOURCE_DIR "/tests/vectors/groth16_arkworks.json");
  const auto json = nlohmann::json::parse(in);
  const VerifyingKey key = decode_verifying_key(hex(json["verifying_key"])).value();
  EXPECT_EQ(encode_verifying_key(key), hex(json["verifying_key"]));
  const Groth16Proof proof = decode_proof(hex(json["proof"])).value();
  const PreparedVerifyingKey verifier = PreparedVerifyingKey::make(key).value();
  std::vector<Fr> inputs;
  for (const auto& input : json["public_inputs"]) inputs.push_back(Fr::from_bytes(hex(input)).value());
  EXPECT_TRUE(verifier.verify(inputs, proof).ok());
  for (Fr& input : inputs) {
    input += Fr::one();
    EXPECT_FALSE(verifier.verify(inputs, proof).ok());
    input -= Fr::one();
  }
}

}  // namespace
}  // namespace zkp
