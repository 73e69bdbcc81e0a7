#include "groth16/files/ark_files.h"

#include <gtest/gtest.h>

#include "groth16/foreign_files.h"
#include "groth16/toy.h"

namespace zkp {
namespace {

using testing::flipped;

constexpr ArkForm kForms[] = {ArkForm::kCompressed, ArkForm::kUncompressed};

Bytes read_ark(const std::string& name, ArkForm form) {
  return testing::read_vector("groth16_arkworks/" + name + (form == ArkForm::kCompressed ? ".ark" : "_u.ark"));
}

std::vector<Fr> vector_inputs() {
  const WitnessValues witness = testing::vector_witness();
  return {witness.values().begin() + 1, witness.values().begin() + 4};
}

TEST(ArkFiles, ForeignFilesComeBackWithTheSameBytes) {
  for (ArkForm form : kForms) {
    const Bytes vk = read_ark("ark_vk", form), pk = read_ark("ark_pk", form), proof = read_ark("ark_proof", form);
    EXPECT_EQ(ark_form_of(vk), form);
    EXPECT_EQ(ark_kind_of(vk), ArkKind::kVerifyingKey);
    EXPECT_EQ(ark_kind_of(pk), ArkKind::kProvingKey);
    EXPECT_EQ(ark_kind_of(proof), ArkKind::kProof);
    EXPECT_EQ(encode_ark_verifying_key(decode_ark_verifying_key(vk, form).value(), form), vk);
    EXPECT_EQ(encode_ark_proof(decode_ark_proof(proof, form).value(), form), proof);
    const ProvingKey key = decode_ark_proving_key(pk, form, SubgroupCheck::kCheck).value();
    EXPECT_EQ(encode_ark_proving_key(key, form).value(), pk);
    EXPECT_EQ(key.label, SetupLabel::local());
    EXPECT_EQ(key.log_domain, 3);
    EXPECT_EQ(key.vk, decode_ark_verifying_key(vk, form).value());
  }
}

TEST(ArkFiles, CompressedProofIsOurProof) {
  const Bytes bytes = read_ark("ark_proof", ArkForm::kCompressed);
  EXPECT_TRUE(std::ranges::equal(encode_proof(decode_proof(bytes).value()), bytes));
}

TEST(ArkFiles, ForeignProofVerifiesAndWeProveUnderTheForeignKey) {
  const ProvingKey key =
      decode_ark_proving_key(read_ark("ark_pk", ArkForm::kCompressed), ArkForm::kCompressed, SubgroupCheck::kCheck)
          .value();
  const auto verifier = PreparedVerifyingKey::make(key.vk).value();
  const Bytes inputs_bytes = read_ark("ark_inputs", ArkForm::kCompressed);
  std::vector<Fr> inputs = decode_ark_inputs(inputs_bytes).value();
  EXPECT_EQ(inputs, vector_inputs());
  EXPECT_EQ(encode_ark_inputs(inputs), inputs_bytes);
  const Groth16Proof theirs =
      decode_ark_proof(read_ark("ark_proof", ArkForm::kUncompressed), ArkForm::kUncompressed).value();
  EXPECT_TRUE(verifier.verify(inputs, theirs).ok());

  const WitnessValues values = testing::vector_witness();
  SimRandom random(3);
  const Groth16Proof ours = groth16_prove(key, testing::vector_circuit(), values.values(), random).value();
  EXPECT_TRUE(verifier.verify(inputs, ours).ok());
  for (Fr& input : inputs) {
    input += Fr::one();
    EXPECT_FALSE(verifier.verify(inputs, theirs).ok());
    EXPECT_FALSE(verifier.verify(inputs, ours).ok());
    input -= Fr::one();
  }
}

TEST(ArkFiles, OwnKeyRoundTrip) {
  const ProvingKey key = testing::toy_key();
  for (ArkForm form : kForms) {
    ProvingKey again =
        decode_ark_proving_key(encode_ark_proving_key(key, form).value(), form, SubgroupCheck::kCheck).value();
    again.label = key.label;
    again.circuit_id = key.circuit_id;
    EXPECT_EQ(again, key);
  }
}

TEST(ArkFiles, KeysThatArkworksCannotUseAreNotWritten) {
  ProvingKey key = testing::toy_key();
  key.row_order = RowOrder::kSnarkjs;
  EXPECT_EQ(encode_ark_proving_key(key, ArkForm::kCompressed).error().code(), GeneralError::kUnsupported);
  key = testing::toy_key();
  key.h_basis = HBasis::kOddCoset;
  EXPECT_EQ(encode_ark_proving_key(key, ArkForm::kCompressed).error().code(), GeneralError::kUnsupported);
}

TEST(ArkFiles, PrefixesAndExtensionsAreRefused) {
  for (ArkForm form : kForms) {
    const Bytes vk = read_ark("ark_vk", form), proof = read_ark("ark_proof", form);
    const Bytes inputs = read_ark("ark_inputs", form), pk = read_ark("ark_pk", form);
    for (size_t size = 0; size < vk.size(); size += 3)
      ASSERT_FALSE(decode_ark_verifying_key(ByteView(vk).first(size), form).ok());
    for (size_t size = 0; size < proof.size(); ++size)
      ASSERT_FALSE(decode_ark_proof(ByteView(proof).first(size), form).ok());
    for (size_t size = 0; size < inputs.size(); ++size)
      ASSERT_FALSE(decode_ark_inputs(ByteView(inputs).first(size)).ok());
    for (size_t size = 0; size < pk.size(); size += 29)
      ASSERT_FALSE(decode_ark_proving_key(ByteView(pk).first(size), form, SubgroupCheck::kTrusted).ok()) << size;
    for (Bytes longer : {vk, proof, inputs, pk}) {
      longer.push_back(0);
      EXPECT_FALSE(decode_ark_verifying_key(longer, form).ok());
      EXPECT_FALSE(decode_ark_proof(longer, form).ok());
      EXPECT_FALSE(decode_ark_inputs(longer).ok());
      EXPECT_FALSE(decode_ark_proving_key(longer, form, SubgroupCheck::kTrusted).ok());
    }
  }
}

// Lists whose lengths do not fit together, or not in the file.
TEST(ArkFiles, ChangedLengthsAreRefused) {
  const ProvingKey key = testing::toy_key();
  auto refused = [&](auto change) {
    ProvingKey other = key;
    change(other);
    const Bytes bytes = encode_ark_proving_key(other, ArkForm::kUncompressed).value();
    return !decode_ark_proving_key(bytes, ArkForm::kUncompressed, SubgroupCheck::kTrusted).ok();
  };
  EXPECT_FALSE(refused([](ProvingKey&) {}));
  EXPECT_TRUE(refused([](ProvingKey& k) { k.a.pop_back(); }));
  EXPECT_TRUE(refused([](ProvingKey& k) { k.b_g1.pop_back(); }));
  EXPECT_TRUE(refused([](ProvingKey& k) { k.b_g2.pop_back(); }));
  EXPECT_TRUE(refused([](ProvingKey& k) { k.h.pop_back(); }));
  EXPECT_TRUE(refused([](ProvingKey& k) { k.l.pop_back(); }));
  EXPECT_TRUE(refused([](ProvingKey& k) { k.vk.ic.pop_back(); }));
  EXPECT_TRUE(refused([](ProvingKey& k) { k.vk.delta = k.vk.gamma; }));
  const Bytes bytes = encode_ark_proving_key(key, ArkForm::kCompressed).value();
  for (size_t byte : {336u, 343u})  // the length of ic: 3 becomes another, or exabytes
    EXPECT_FALSE(
        decode_ark_proving_key(flipped(bytes, byte, 0x7f), ArkForm::kCompressed, SubgroupCheck::kTrusted).ok());
}

TEST(ArkFiles, PointsOutsideTheSubgroupAreRefusedWhereThatIsAskedFor) {
  ProvingKey key = testing::toy_key();
  key.l[0] = G1Affine::from_xy_unchecked(Fp::zero(), Fp::from_u64(2));  // of order 3
  for (ArkForm form : kForms) {
    const Bytes bytes = encode_ark_proving_key(key, form).value();
    EXPECT_EQ(decode_ark_proving_key(bytes, form, SubgroupCheck::kCheck).error().code(), CryptoError::kNotInSubgroup);
    EXPECT_TRUE(decode_ark_proving_key(bytes, form, SubgroupCheck::kTrusted).ok());
  }
  key = testing::toy_key();
  key.beta_g1 = G1Affine::from_xy_unchecked(Fp::zero(), Fp::from_u64(2));
  EXPECT_FALSE(decode_ark_proving_key(encode_ark_proving_key(key, ArkForm::kCompressed).value(), ArkForm::kCompressed,
                                      SubgroupCheck::kTrusted)
                   .ok());
}

TEST(ArkFiles, InputsHaveToBeCanonical) {
  Bytes bytes = encode_ark_inputs(vector_inputs());
  std::fill(bytes.begin() + 8, bytes.begin() + 40, uint8_t{0xff});
  EXPECT_EQ(decode_ark_inputs(bytes).error().code(), CryptoError::kNonCanonical);
}

}  // namespace
}  // namespace zkp
