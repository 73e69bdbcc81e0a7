#include "groth16/keys.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "curve/encoding.h"
#include "curve/pairing.h"
#include "groth16/toy.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

using testing::toy_key;

const ProvingKey& key() {
  static const ProvingKey out = toy_key();
  return out;
}

// A point of the curve outside the prime-order subgroup.
G1Affine point_outside_subgroup() {
  for (uint64_t x = 1;; ++x) {
    const Fp fx = Fp::from_u64(x);
    const auto y = (fx.square() * fx + Fp::from_u64(4)).sqrt_var();
    if (!y) continue;
    const G1Affine point = G1Affine::from_xy_unchecked(fx, *y);
    if (!point.is_in_subgroup()) return point;
  }
}

TEST(Groth16Keys, ProofRoundTripIsExact) {
  SimRandom random;
  const Groth16Proof proof = testing::toy_proof(key(), 3, 35, 0, random).value();
  const auto bytes = encode_proof(proof);
  const Groth16Proof back = decode_proof(bytes).value();
  EXPECT_EQ(encode_proof(back), bytes);
  EXPECT_TRUE(std::ranges::equal(std::span(bytes).first(48), compress(proof.a)));
  EXPECT_TRUE(std::ranges::equal(std::span(bytes).subspan(48, 96), compress(proof.b)));
  EXPECT_TRUE(std::ranges::equal(std::span(bytes).last(48), compress(proof.c)));
}

TEST(Groth16Keys, ProofDecoderRefusesLengthsIdentitiesAndForeignPoints) {
  SimRandom random;
  const auto good = encode_proof(testing::toy_proof(key(), 3, 35, 0, random).value());
  EXPECT_FALSE(decode_proof(ByteView(good).first(191)).ok());
  Bytes longer(good.begin(), good.end());
  longer.push_back(0);
  EXPECT_EQ(decode_proof(longer).error().code(), CryptoError::kNonCanonical);
  EXPECT_FALSE(decode_proof({}).ok());

  auto with = [&](size_t at, ByteView part) {
    Bytes out(good.begin(), good.end());
    std::ranges::copy(part, out.begin() + static_cast<ptrdiff_t>(at));
    return decode_proof(out);
  };
  EXPECT_EQ(with(0, compress(G1Affine::identity())).error().code(), CryptoError::kIdentity);
  EXPECT_EQ(with(48, compress(G2Affine::identity())).error().code(), CryptoError::kIdentity);
  EXPECT_EQ(with(144, compress(G1Affine::identity())).error().code(), CryptoError::kIdentity);
  EXPECT_EQ(with(0, compress(point_outside_subgroup())).error().code(), CryptoError::kNotInSubgroup);
  EXPECT_EQ(with(0, Bytes(48, 0xff)).error().code(), CryptoError::kNonCanonical);
}

TEST(Groth16Keys, VerifyingKeyRoundTripAndIdentity) {
  const Bytes bytes = encode_verifying_key(key().vk);
  EXPECT_EQ(bytes.size(), 336 + 3 * 48u);
  EXPECT_EQ(decode_verifying_key(bytes).value(), key().vk);
  EXPECT_EQ(verifying_key_id(key().vk), sha256(bytes));
  EXPECT_FALSE(decode_verifying_key(ByteView(bytes).first(bytes.size() - 1)).ok());
  EXPECT_FALSE(decode_verifying_key(ByteView(bytes).first(336)).ok());
}

TEST(Groth16Keys, KeysUnderWhichProofsCanBeForgedAreRefused) {
  ASSERT_TRUE(check_verifying_key(key().vk).ok());
  auto refused = [](auto change) {
    VerifyingKey vk = key().vk;
    change(vk);
    auto answer = check_verifying_key(vk);
    return !answer.ok() && answer.error().code() == CryptoError::kBadKey && !PreparedVerifyingKey::make(vk).ok() &&
           !decode_verifying_key(encode_verifying_key(vk)).ok();
  };
  EXPECT_TRUE(refused([](VerifyingKey& vk) { vk.delta = vk.gamma; }));
  EXPECT_TRUE(refused([](VerifyingKey& vk) { vk.delta = G2Affine::generator(); }));
  EXPECT_TRUE(refused([](VerifyingKey& vk) { vk.delta = -vk.gamma; }));
  EXPECT_TRUE(refused([](VerifyingKey& vk) { vk.delta = -G2Affine::generator(); }));
  EXPECT_FALSE(refused([](VerifyingKey& vk) { vk.gamma = G2Affine::generator(); }));  // as ceremonies leave it
  EXPECT_TRUE(refused([](VerifyingKey& vk) { vk.alpha = G1Affine::identity(); }));
  EXPECT_TRUE(refused([](VerifyingKey& vk) { vk.beta = G2Affine::identity(); }));
  EXPECT_TRUE(refused([](VerifyingKey& vk) { vk.gamma = G2Affine::identity(); }));
  EXPECT_TRUE(refused([](VerifyingKey& vk) { vk.delta = G2Affine::identity(); }));
  EXPECT_TRUE(refused([](VerifyingKey& vk) { vk.ic[2] = G1Affine::identity(); }));
  EXPECT_TRUE(refused([](VerifyingKey& vk) { vk.ic.clear(); }));
}

// What snarkjs, ZCash and every other ceremony make.
TEST(Groth16Keys, GammaMayBeTheGenerator) {
  VerifyingKey vk = key().vk;
  vk.gamma = G2Affine::generator();
  EXPECT_TRUE(check_verifying_key(vk).ok());
  EXPECT_TRUE(decode_verifying_key(encode_verifying_key(vk)).ok());
}

// Why delta = +-gamma is refused: A = alpha, B = beta, C = -+IC(x) satisfies the equation for any x.
TEST(Groth16Keys, WithDeltaThePlusOrMinusOfGammaAnythingCouldBeProved) {
  for (const bool negative : {false, true}) {
    VerifyingKey vk = key().vk;
    vk.delta = negative ? -vk.gamma : vk.gamma;
    const std::vector<Fr> inputs = testing::toy_inputs(123456, 42);  // no x has x^3 + x + 5 = 123456 in the witness
    G1 ic(vk.ic[0]);
    for (size_t i = 0; i < inputs.size(); ++i) ic += vk.ic[i + 1].mul(inputs[i]);
    const G1Affine c = negative ? ic.to_affine() : (-ic).to_affine();
    const std::array<G1Affine, 4> p = {vk.alpha, -vk.alpha, -ic.to_affine(), -c};
    const std::array<G2Affine, 4> q = {vk.beta, vk.beta, vk.gamma, vk.delta};
    EXPECT_TRUE(pairing_product_is_one(p, q));
    EXPECT_FALSE(PreparedVerifyingKey::make(vk).ok());
  }
}

TEST(Groth16Keys, NoPublicInputHasAPointAtInfinity) {
  ASSERT_EQ(key().vk.ic.size(), 3u);
  for (const G1Affine& point : key().vk.ic) EXPECT_FALSE(point.is_identity());
}

TEST(Groth16Keys, VerifyingKeyFileRoundTripAndEveryFlippedByteIsRefused) {
  for (const SetupLabel& label :
       {SetupLabel::insecure_dev(), SetupLabel::local(), SetupLabel::ceremony(Digest{1, 2, 3})}) {
    const Bytes bytes = encode_verifying_key_file({label, key().circuit_id, key().vk});
    const LabelledVerifyingKey back = decode_verifying_key_file(bytes).value();
    EXPECT_EQ(back.label, label);
    EXPECT_EQ(back.circuit_id, key().circuit_id);
    EXPECT_EQ(back.key, key().vk);
    for (size_t i = 0; i < bytes.size(); ++i) {
      Bytes changed = bytes;
      changed[i] ^= 1;
      EXPECT_FALSE(decode_verifying_key_file(changed).ok()) << i;
      EXPECT_FALSE(decode_verifying_key_file(ByteView(bytes).first(i)).ok()) << i;
    }
    Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(decode_verifying_key_file(longer).ok());
  }
}

TEST(SetupLabel, TextIsReadBackAndNothingElseIs) {
  for (const SetupLabel& label : {SetupLabel::insecure_dev(), SetupLabel::local(), SetupLabel::ceremony(Digest{7})})
    EXPECT_EQ(SetupLabel::parse(label.text()).value(), label);
  EXPECT_EQ(SetupLabel::insecure_dev().text(), "insecure-dev");
  EXPECT_EQ(SetupLabel::ceremony(Digest{0xab}).text(), "ceremony:ab" + std::string(62, '0'));
  for (const char* text : {"", "Local", "insecure-dev ", "ceremony", "ceremony:", "ceremony:AB", "ceremony:00"})
    EXPECT_FALSE(SetupLabel::parse(text).ok()) << text;
}

}  // namespace
}  // namespace zkp
