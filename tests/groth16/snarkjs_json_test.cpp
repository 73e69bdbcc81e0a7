#include "groth16/files/snarkjs_json.h"

#include <gtest/gtest.h>

#include "groth16/files/decimal.h"
#include "groth16/foreign_files.h"
#include "groth16/toy.h"

namespace zkp {
namespace {

using testing::read_vector;

std::string vector_text(const std::string& name) {
  const Bytes bytes = read_vector("groth16_snarkjs/" + name);
  return std::string(as_text(bytes));
}

// The text with the first `from` in it replaced.
std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

TEST(Decimal, RoundTripAtTheEdges) {
  for (const Fr& value : {Fr::zero(), Fr::one(), Fr::from_u64(10), Fr::from_u64(UINT64_MAX), -Fr::one(),
                          Fr::from_u64(10'000'000'000'000'000'000u)})
    EXPECT_EQ(fr_from_decimal(to_decimal(value)).value(), value) << to_decimal(value);
  EXPECT_EQ(to_decimal(Fr::zero()), "0");
  EXPECT_EQ(to_decimal(Fr::from_u64(10'000'000'000'000'000'000u)), "10000000000000000000");
  EXPECT_EQ(to_decimal(-Fr::one()), "52435875175126190479447740508185965837690552500527637822603658699938581184512");
  SimRandom random(1);
  for (int i = 0; i < 200; ++i) {
    const Fp value = Fp::random(random).value();
    EXPECT_EQ(fp_from_decimal(to_decimal(value)).value(), value);
  }
}

TEST(Decimal, OtherTextsAreRefused) {
  for (const char* text :
       {"", "00", "01", "-1", "+1", " 1", "1 ", "0x1", "1e3", "1.0",
        "52435875175126190479447740508185965837690552500527637822603658699938581184513",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936",
        "1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"})
    EXPECT_EQ(fr_from_decimal(text).error().code(), CryptoError::kNonCanonical) << text;
}

TEST(SnarkjsJson, ForeignFilesComeBackWithTheSameContent) {
  const VerifyingKey vk = parse_snarkjs_verifying_key(vector_text("verification_key.json")).value();
  EXPECT_EQ(vk.public_count(), 3u);
  EXPECT_EQ(vk.gamma, G2Affine::generator());
  EXPECT_EQ(parse_snarkjs_verifying_key(snarkjs_verifying_key(vk)).value(), vk);
  const Groth16Proof proof = parse_snarkjs_proof(vector_text("proof.json")).value();
  const Groth16Proof again = parse_snarkjs_proof(snarkjs_proof(proof)).value();
  EXPECT_EQ(encode_proof(again), encode_proof(proof));
  const auto inputs = parse_snarkjs_public_inputs(vector_text("public.json")).value();
  EXPECT_EQ(parse_snarkjs_public_inputs(snarkjs_public_inputs(inputs)).value(), inputs);
}

TEST(SnarkjsJson, OwnKeyAndProofRoundTrip) {
  const ProvingKey key = testing::toy_key();
  EXPECT_EQ(parse_snarkjs_verifying_key(snarkjs_verifying_key(key.vk)).value(), key.vk);
  SimRandom random(2);
  const Groth16Proof proof = testing::toy_proof(key, 3, 35, 99, random).value();
  EXPECT_EQ(encode_proof(parse_snarkjs_proof(snarkjs_proof(proof)).value()), encode_proof(proof));
}

// A circuit may have very many public inputs.
TEST(SnarkjsJson, TensOfThousandsOfInputsAreRead) {
  const std::vector<Fr> inputs(40'000, -Fr::one());
  const std::string text = snarkjs_public_inputs(inputs);
  ASSERT_GT(text.size(), size_t{1} << 20);
  const auto read = parse_snarkjs_public_inputs(text);
  ASSERT_TRUE(read.ok()) << read.error().describe();
  EXPECT_EQ(*read, inputs);

  VerifyingKey key = testing::toy_key().vk;
  key.ic.resize(5'000, key.ic.back());
  const auto key_read = parse_snarkjs_verifying_key(snarkjs_verifying_key(key));
  ASSERT_TRUE(key_read.ok()) << key_read.error().describe();
  EXPECT_EQ(*key_read, key);
}

TEST(SnarkjsJson, AnotherCurveOrProtocolIsNamed) {
  const std::string proof = vector_text("proof.json");
  const auto other_curve = parse_snarkjs_proof(replaced(proof, "bls12381", "bn128"));
  EXPECT_NE(other_curve.error().message().find("bn128"), std::string::npos);
  EXPECT_FALSE(parse_snarkjs_proof(replaced(proof, "\"groth16\"", "\"plonk\"")).ok());
  EXPECT_FALSE(parse_snarkjs_verifying_key(replaced(vector_text("verification_key.json"), "bls12381", "bn254")).ok());
}

TEST(SnarkjsJson, DamagedProofsAreRefused) {
  const std::string proof = vector_text("proof.json");
  for (const char* member : {"pi_a", "pi_b", "pi_c", "protocol", "curve"})
    EXPECT_EQ(parse_snarkjs_proof(replaced(proof, member, "other")).error().code(), GeneralError::kParse) << member;
  EXPECT_EQ(parse_snarkjs_proof(replaced(proof, "\"1\"", "\"2\"")).error().code(), CryptoError::kNonCanonical);
  EXPECT_EQ(parse_snarkjs_proof(replaced(proof, "\"1\"", "\"0\"")).error().code(), CryptoError::kIdentity);
  EXPECT_EQ(parse_snarkjs_proof(replaced(proof, "\"1\"", "1")).error().code(), GeneralError::kParse);
  const size_t digit = proof.find_first_of("123456789", proof.find("pi_a"));
  std::string changed = proof;
  changed[digit + 1] = changed[digit + 1] == '0' ? '1' : '0';
  EXPECT_FALSE(parse_snarkjs_proof(changed).ok());
  for (size_t size = 0; size < proof.size() - 2; ++size)
    ASSERT_FALSE(parse_snarkjs_proof(proof.substr(0, size)).ok()) << size;
  for (const char* text : {"[]", "{}", "\"x\"", "1", "{\"protocol\":\"groth16\",\"curve\":\"bls12381\",\"pi_a\":[]}"})
    EXPECT_FALSE(parse_snarkjs_proof(text).ok());
}

// (0, 2) is on the curve and has order 3.
TEST(SnarkjsJson, PointsOutsideTheSubgroupAreRefused) {
  const Groth16Proof proof = parse_snarkjs_proof(vector_text("proof.json")).value();
  const G1Affine small = G1Affine::from_xy_unchecked(Fp::zero(), Fp::from_u64(2));
  EXPECT_EQ(parse_snarkjs_proof(snarkjs_proof({small, proof.b, proof.c})).error().code(), CryptoError::kNotInSubgroup);
  EXPECT_EQ(parse_snarkjs_proof(snarkjs_proof({G1Affine::identity(), proof.b, proof.c})).error().code(),
            CryptoError::kIdentity);
}

TEST(SnarkjsJson, DamagedVerificationKeysAreRefused) {
  const std::string text = vector_text("verification_key.json");
  const VerifyingKey vk = parse_snarkjs_verifying_key(text).value();
  for (const char* member : {"vk_alpha_1", "vk_beta_2", "vk_gamma_2", "vk_delta_2", "IC", "nPublic"})
    EXPECT_EQ(parse_snarkjs_verifying_key(replaced(text, std::string("\"") + member, "\"other")).error().code(),
              GeneralError::kParse)
        << member;
  EXPECT_FALSE(parse_snarkjs_verifying_key(replaced(text, "\"nPublic\": 3", "\"nPublic\": 2")).ok());
  EXPECT_TRUE(
      parse_snarkjs_verifying_key(replaced(text, "vk_alphabeta_12", "other")).ok());  // not every program has it
  VerifyingKey other = vk;
  other.alpha = vk.ic[0];
  const std::string mixed =
      replaced(snarkjs_verifying_key(other), to_decimal(other.alpha.x()), to_decimal(vk.alpha.x()));
  EXPECT_FALSE(parse_snarkjs_verifying_key(mixed).ok());
  other = vk;
  other.delta = other.gamma;
  EXPECT_EQ(parse_snarkjs_verifying_key(snarkjs_verifying_key(other)).error().code(), CryptoError::kBadKey);
  // e(alpha, beta) of another alpha.
  other = vk;
  other.alpha = G1Affine::generator();
  const std::string one = snarkjs_verifying_key(vk), two = snarkjs_verifying_key(other);
  auto product = [](const std::string& json) {
    const size_t begin = json.find("\"vk_alphabeta_12\":");
    return json.substr(begin, json.find("]]]", begin) - begin);
  };
  EXPECT_FALSE(parse_snarkjs_verifying_key(replaced(one, product(one), product(two))).ok());
}

TEST(SnarkjsJson, PublicInputsHaveToBeCanonicalStrings) {
  EXPECT_EQ(parse_snarkjs_public_inputs("[]").value().size(), 0u);
  EXPECT_EQ(parse_snarkjs_public_inputs(" [ \"1\" , \"2\" ]\n").value()[1], Fr::from_u64(2));
  for (const char* text : {"[1]", "[\"01\"]", "[\"-1\"]", "{}", "[[\"1\"]]", "", "[\"1\"",
                           "[\"52435875175126190479447740508185965837690552500527637822603658699938581184513\"]"})
    EXPECT_FALSE(parse_snarkjs_public_inputs(text).ok()) << text;
  std::string many = "[\"1\"";
  for (size_t i = 0; i < kMaxPublicInputs; ++i) many += ",\"1\"";
  EXPECT_EQ(parse_snarkjs_public_inputs(many + "]").error().code(), GeneralError::kLimit);
}

}  // namespace
}  // namespace zkp
