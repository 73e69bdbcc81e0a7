/// Verification of raw keys and proofs through the installed C++ header.
#include "zkp/groth16.h"

#include <gtest/gtest.h>

#include "api/toy_files.h"

namespace zkp {
namespace {

using api::Groth16Status;
using api::Groth16Verifier;
using testing::toy_files;

Bytes changed(Bytes bytes, size_t at) {
  bytes[at] ^= 1;
  return bytes;
}

TEST(Groth16Api, VerifiesWhatHoldsAndNothingElse) {
  const auto verifier = Groth16Verifier::from_key(toy_files().key).value();
  EXPECT_TRUE(verifier.verify(toy_files().proof, toy_files().inputs).ok());
  EXPECT_TRUE(verifier.verify(toy_files().other_proof, toy_files().other_inputs).ok());
  const api::Groth16Answer swapped = verifier.verify(toy_files().proof, toy_files().other_inputs);
  EXPECT_EQ(swapped.status, Groth16Status::kRefused);
  EXPECT_FALSE(swapped.error.empty());
  for (size_t at = 0; at < toy_files().proof.size(); ++at)
    EXPECT_FALSE(verifier.verify(changed(toy_files().proof, at), toy_files().inputs).ok()) << at;
  for (size_t at = 0; at < toy_files().inputs.size(); ++at)
    EXPECT_FALSE(verifier.verify(toy_files().proof, changed(toy_files().inputs, at)).ok()) << at;
}

TEST(Groth16Api, TellsMalformedBytesFromRefusedProofs) {
  const auto verifier = Groth16Verifier::from_key(toy_files().key).value();
  const Bytes& proof = toy_files().proof;
  const Bytes& inputs = toy_files().inputs;
  const auto status = [&](std::span<const uint8_t> p, std::span<const uint8_t> x) {
    return verifier.verify(p, x).status;
  };
  EXPECT_EQ(status({}, inputs), Groth16Status::kMalformed);
  EXPECT_EQ(status(ByteView(proof).first(191), inputs), Groth16Status::kMalformed);
  EXPECT_EQ(status(proof, ByteView(inputs).first(63)), Groth16Status::kMalformed);
  EXPECT_EQ(status(proof, ByteView(inputs).first(32)), Groth16Status::kRefused);
  EXPECT_EQ(status(proof, {}), Groth16Status::kRefused);
  Bytes identity(192);
  identity[0] = identity[48] = identity[144] = 0xc0;
  EXPECT_EQ(status(identity, inputs), Groth16Status::kMalformed);
  // 35 + r: another name of the same input.
  Bytes not_canonical = inputs;
  const auto modulus = encode_public_inputs(std::vector<Fr>{-Fr::one()});
  std::copy(modulus.begin(), modulus.end(), not_canonical.begin());
  not_canonical[31] += 36;
  EXPECT_EQ(status(proof, not_canonical), Groth16Status::kMalformed);
}

TEST(Groth16Api, SaysWhatAKeyIs) {
  const auto raw = Groth16Verifier::from_key(toy_files().key).value();
  const auto file = Groth16Verifier::from_key_file(toy_files().key_file).value();
  const VerifyingKey key = decode_verifying_key(toy_files().key).value();
  EXPECT_EQ(raw.key_id(), verifying_key_id(key));
  EXPECT_EQ(file.key_id(), raw.key_id());
  EXPECT_EQ(raw.public_inputs(), 2u);
  EXPECT_EQ(raw.label(), "");
  EXPECT_EQ(raw.circuit_id(), Digest{});
  EXPECT_EQ(file.label(), "insecure-dev");
  EXPECT_EQ(file.circuit_id(), circuit_id(testing::toy_r1cs()));
  EXPECT_TRUE(file.verify(toy_files().proof, toy_files().inputs).ok());
}

TEST(Groth16Api, RefusesBytesThatAreNoSoundKey) {
  std::string error;
  for (size_t at = 0; at < toy_files().key_file.size(); ++at)
    EXPECT_FALSE(Groth16Verifier::from_key_file(changed(toy_files().key_file, at), &error)) << at;
  EXPECT_FALSE(error.empty());
  for (size_t size = 0; size < toy_files().key.size(); size += 7)
    EXPECT_FALSE(Groth16Verifier::from_key(ByteView(toy_files().key).first(size))) << size;
  // delta := gamma
  Bytes forgeable = toy_files().key;
  std::copy_n(forgeable.begin() + 48 + 96, 96, forgeable.begin() + 48 + 2 * 96);
  EXPECT_FALSE(Groth16Verifier::from_key(forgeable, &error));
  EXPECT_NE(error.find("second phase"), std::string::npos) << error;
}

TEST(Groth16Api, AKeyOfDevelopmentCannotBeRelabelled) {
  LabelledVerifyingKey file = decode_verifying_key_file(toy_files().key_file).value();
  std::string error;
  for (const SetupLabel& label : {SetupLabel::local(), SetupLabel::ceremony(Digest{1})}) {
    file.label = label;
    EXPECT_FALSE(Groth16Verifier::from_key_file(encode_verifying_key_file(file), &error));
    EXPECT_NE(error.find("insecure-dev"), std::string::npos) << error;
  }
}

TEST(Groth16Api, ABatchNamesEveryBadClaim) {
  const auto verifier = Groth16Verifier::from_key(toy_files().key).value();
  const api::Groth16Claim good{toy_files().proof, toy_files().inputs};
  const api::Groth16Claim other{toy_files().other_proof, toy_files().other_inputs};
  const Bytes malformed(192, 0xff);
  const Bytes too_large(64, 0xff);
  EXPECT_TRUE(verifier.verify_batch({}).ok());
  EXPECT_TRUE(verifier.verify_batch(std::vector{good, other, good}).ok());
  const std::vector<api::Groth16Claim> claims = {good,
                                                 {toy_files().proof, too_large},
                                                 other,
                                                 {toy_files().proof, toy_files().other_inputs},
                                                 {malformed, toy_files().inputs},
                                                 good,
                                                 {toy_files().proof, {}}};
  const auto answer = verifier.verify_batch(claims);
  EXPECT_FALSE(answer.ok());
  std::vector<size_t> rejected;
  for (const auto& one : answer.rejected) {
    rejected.push_back(one.index);
    EXPECT_FALSE(one.error.empty());
  }
  EXPECT_EQ(rejected, (std::vector<size_t>{1, 3, 4, 6}));
}

TEST(Groth16Api, ABatchWithoutItsRandomBytesSaysNothing) {
  const auto verifier = Groth16Verifier::from_key(toy_files().key).value();
  const std::vector<api::Groth16Claim> claims(3, {toy_files().proof, toy_files().inputs});
  SimRandom random;
  EXPECT_TRUE(verifier.verify_batch(claims, [&](std::span<uint8_t> out) { return random.fill(out).ok(); }).ok());
  const auto answer = verifier.verify_batch(claims, [](std::span<uint8_t>) { return false; });
  EXPECT_FALSE(answer.ok());
  EXPECT_FALSE(answer.error.empty());
}

}  // namespace
}  // namespace zkp
