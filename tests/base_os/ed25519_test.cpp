#include "base_os/ed25519.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "base/encoding.h"
#include "base/sim.h"
#include "base_os/system_random.h"

namespace zkp {
namespace {

struct Vector {
  const char *seed, *public_key, *message, *signature;
};

// RFC 8032 section 7.1: TEST 1, TEST 2, TEST 3, TEST SHA(abc).
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
     "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"},
};

TEST(Ed25519, MatchesTheVectorsOfRfc8032) {
  for (const Vector& v : kVectors) {
    const Ed25519Signer signer = Ed25519Signer::from_seed(hex_decode(v.seed).value()).value();
    const Bytes message = hex_decode(v.message).value();
    EXPECT_EQ(hex_encode(signer.public_key()), v.public_key);
    EXPECT_EQ(hex_encode(signer.sign_ed25519(message).value()), v.signature);
    EXPECT_EQ(hex_encode(signer.seed().value().view()), v.seed);
    EXPECT_TRUE(
        OpenSslVerifier().verify_ed25519(signer.public_key(), message, hex_decode_array<64>(v.signature).value()));
  }
}

TEST(Ed25519, EveryFlippedBitIsRefused) {
  const Ed25519Signer signer = Ed25519Signer::from_seed(hex_decode(kVectors[2].seed).value()).value();
  const OpenSslVerifier verifier;
  Bytes message = to_bytes("a message");
  ByteArray<32> key = signer.public_key();
  ByteArray<64> signature = signer.sign_ed25519(message).value();
  ASSERT_TRUE(verifier.verify_ed25519(key, message, signature));
  const auto flip_each_bit = [&](std::span<uint8_t> bytes) {
    for (size_t i = 0; i < 8 * bytes.size(); ++i) {
      bytes[i / 8] ^= static_cast<uint8_t>(1 << i % 8);
      EXPECT_FALSE(verifier.verify_ed25519(key, message, signature)) << i;
      bytes[i / 8] ^= static_cast<uint8_t>(1 << i % 8);
    }
  };
  flip_each_bit(message);
  flip_each_bit(key);
  flip_each_bit(signature);
  EXPECT_FALSE(verifier.verify_ed25519(key, {}, signature));
  message.push_back(0);
  EXPECT_FALSE(verifier.verify_ed25519(key, message, signature));
}

TEST(Ed25519, ASecondSpellingOfSIsRefused) {
  const Ed25519Signer signer = Ed25519Signer::from_seed(hex_decode(kVectors[0].seed).value()).value();
  ByteArray<64> signature = signer.sign_ed25519({}).value();
  // S + L, L = 2^252 + 27742317777372353535851937790883648493
  const auto order = hex_decode_array<32>("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010").value();
  unsigned carry = 0;
  for (size_t i = 0; i < 32; ++i) {
    carry += signature[32 + i] + order[i];
    signature[32 + i] = static_cast<uint8_t>(carry);
    carry >>= 8;
  }
  ASSERT_EQ(carry, 0u);
  EXPECT_FALSE(OpenSslVerifier().verify_ed25519(signer.public_key(), {}, signature));
}

// Under the key "identity" the signature (R = identity, S = 0) satisfies S B = R + k A for every message.
TEST(Ed25519, KeysOfSmallOrderAreRefusedThoughTheEquationHolds) {
  const ByteArray<32> identity{1};
  ByteArray<64> signature{1};
  EVP_PKEY* key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, identity.data(), 32);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ASSERT_EQ(EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, key), 1);
  EXPECT_EQ(EVP_DigestVerify(context, signature.data(), 64, identity.data(), 5), 1) << "the attack this is about";
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  EXPECT_FALSE(OpenSslVerifier().verify_ed25519(identity, ByteView(identity).first(5), signature));
}

TEST(Ed25519, SmallOrderAndNonCanonicalKeysAreNotAcceptable) {
  const std::string ff30(60, 'f');
  for (const std::string& y :
       {std::string("0100000000000000000000000000000000000000000000000000000000000000"),
        std::string("0000000000000000000000000000000000000000000000000000000000000000"), "ec" + ff30 + "7f",
        std::string("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        std::string("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "ed" + ff30 + "7f",
        "ee" + ff30 + "7f", "ff" + ff30 + "7f"}) {
    ByteArray<32> key = hex_decode_array<32>(y).value();
    EXPECT_FALSE(is_acceptable_ed25519_key(key)) << y;
    key[31] |= 0x80;
    EXPECT_FALSE(is_acceptable_ed25519_key(key)) << y << " with the sign bit";
  }
  EXPECT_TRUE(is_acceptable_ed25519_key(hex_decode_array<32>("eb" + ff30 + "7f").value()));
  EXPECT_TRUE(is_acceptable_ed25519_key(hex_decode_array<32>("ee" + ff30.substr(2) + "fe7f").value()));
  for (const Vector& v : kVectors) EXPECT_TRUE(is_acceptable_ed25519_key(hex_decode_array<32>(v.public_key).value()));
}

TEST(Ed25519, SeedsHaveThirtyTwoBytesAndGenerateNeedsRandomness) {
  EXPECT_EQ(Ed25519Signer::from_seed(Bytes(31)).error().code(), ErrorCode(CryptoError::kBadKey));
  EXPECT_EQ(Ed25519Signer::from_seed(Bytes(64)).error().code(), ErrorCode(CryptoError::kBadKey));
  SimRandom broken;
  broken.fail_after(0);
  EXPECT_EQ(Ed25519Signer::generate(broken).error().code(), ErrorCode(CryptoError::kRandom));
  SystemRandom random;
  const Ed25519Signer a = Ed25519Signer::generate(random).value(), b = Ed25519Signer::generate(random).value();
  EXPECT_NE(a.public_key(), b.public_key());
  const ByteArray<64> signature = a.sign_ed25519(as_bytes("m")).value();
  EXPECT_TRUE(OpenSslVerifier().verify_ed25519(a.public_key(), as_bytes("m"), signature));
  EXPECT_FALSE(OpenSslVerifier().verify_ed25519(b.public_key(), as_bytes("m"), signature));
}

}  // namespace
}  // namespace zkp
