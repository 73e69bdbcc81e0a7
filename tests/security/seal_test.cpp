#include "security/seal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/encoding.h"
#include "base/sim.h"

namespace zkp {
namespace {

// Gives out one fixed byte string.
class FixedRandom : public Random {
 public:
  explicit FixedRandom(Bytes bytes) : bytes_(std::move(bytes)) {}
  Result<void> fill(std::span<uint8_t> out) override {
    ZKP_CHECK(out.size() == bytes_.size());
    std::copy(bytes_.begin(), bytes_.end(), out.begin());
    return {};
  }

 private:
  Bytes bytes_;
};

Bytes from_hex(std::string_view text) { return hex_decode(text).value(); }

// McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test cases 13, 14 and 16 (AES-256).
TEST(Seal, MatchesThePublishedVectorsOfAes256Gcm) {
  FixedRandom zero_nonce(Bytes(12, 0));
  EXPECT_EQ(hex_encode(seal(Bytes(32, 0), "", {}, zero_nonce).value()),
            "5a534c31"
            "000000000000000000000000"
            "530f8afbc74536b9a963b4f1c4cb738b");
  EXPECT_EQ(hex_encode(seal(Bytes(32, 0), "", Bytes(16, 0), zero_nonce).value()),
            "5a534c31"
            "000000000000000000000000"
            "cea7403d4d606b6e074ec5d3baf39d18"
            "d0d1c8a799996bf0265b98b5d48ab919");
  const Bytes key = from_hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const Bytes label = from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const Bytes plaintext = from_hex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  FixedRandom nonce(from_hex("cafebabefacedbaddecaf888"));
  const Bytes sealed = seal(key, as_text(label), plaintext, nonce).value();
  EXPECT_EQ(hex_encode(sealed),
            "5a534c31"
            "cafebabefacedbaddecaf888"
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            "76fc6ece0f4e1768cddf8853bb2d551b");
  EXPECT_EQ(as_text(unseal(key, as_text(label), sealed).value().view()), as_text(plaintext));
}

TEST(Seal, EveryFlippedBitOfEveryByteIsRefused) {
  SimRandom random;
  const Bytes key(32, 7);
  Bytes sealed = seal(key, "private/a", as_bytes("the salts"), random).value();
  ASSERT_EQ(sealed.size(), 9 + kSealOverheadBytes);
  ASSERT_TRUE(unseal(key, "private/a", sealed).ok());
  for (size_t i = 0; i < 8 * sealed.size(); ++i) {
    sealed[i / 8] ^= static_cast<uint8_t>(1 << i % 8);
    EXPECT_EQ(unseal(key, "private/a", sealed).error().code(), ErrorCode(CryptoError::kDecrypt)) << i;
    sealed[i / 8] ^= static_cast<uint8_t>(1 << i % 8);
  }
}

TEST(Seal, EveryTruncationAndExtensionIsRefused) {
  SimRandom random;
  const Bytes key(32, 7);
  Bytes sealed = seal(key, "a", as_bytes("the salts"), random).value();
  for (size_t n = 0; n < sealed.size(); ++n) EXPECT_FALSE(unseal(key, "a", ByteView(sealed).first(n)).ok()) << n;
  for (size_t n = 0; n < sealed.size(); ++n) EXPECT_FALSE(unseal(key, "a", ByteView(sealed).subspan(n + 1)).ok()) << n;
  sealed.push_back(0);
  EXPECT_FALSE(unseal(key, "a", sealed).ok());
}

TEST(Seal, ASealedFileOpensOnlyInItsPlaceAndWithItsKey) {
  SimRandom random;
  Bytes key(32, 7);
  const Bytes sealed = seal(key, "private/a", as_bytes("x"), random).value();
  for (const char* other : {"private/b", "private/a ", "private/", "", "Private/a"})
    EXPECT_EQ(unseal(key, other, sealed).error().code(), ErrorCode(CryptoError::kDecrypt)) << other;
  for (size_t i = 0; i < 8 * key.size(); ++i) {
    key[i / 8] ^= static_cast<uint8_t>(1 << i % 8);
    EXPECT_FALSE(unseal(key, "private/a", sealed).ok()) << i;
    key[i / 8] ^= static_cast<uint8_t>(1 << i % 8);
  }
  EXPECT_EQ(unseal(Bytes(31, 7), "private/a", sealed).error().code(), ErrorCode(CryptoError::kBadKey));
  EXPECT_EQ(seal(Bytes(16, 7), "private/a", {}, random).error().code(), ErrorCode(CryptoError::kBadKey));
}

TEST(Seal, NoncesAreFreshAndNeedRandomness) {
  SimRandom random;
  const Bytes key(32, 7);
  EXPECT_NE(seal(key, "a", as_bytes("x"), random).value(), seal(key, "a", as_bytes("x"), random).value());
  random.fail_after(0);
  EXPECT_EQ(seal(key, "a", as_bytes("x"), random).error().code(), ErrorCode(CryptoError::kRandom));
}

TEST(Seal, SizesAreLimited) {
  SimRandom random;
  const Bytes key(32, 7);
  EXPECT_EQ(seal(key, "a", Bytes(kMaxSealedPlaintextBytes + 1), random).error().code(),
            ErrorCode(GeneralError::kLimit));
}

RC_GTEST_PROP(SealProperty, OpensToWhatWasSealed, (const Bytes& plaintext, const std::string& label, uint64_t seed)) {
  SimRandom random(seed);
  Bytes key(32);
  random.fill(key).value();
  const Bytes sealed = seal(key, label, plaintext, random).value();
  RC_ASSERT(sealed.size() == plaintext.size() + kSealOverheadBytes);
  const Result<SecretBytes> opened = unseal(key, label, sealed);
  RC_ASSERT(opened.ok());
  RC_ASSERT(Bytes(opened->view().begin(), opened->view().end()) == plaintext);
}

TEST(SealKey, IsMadeOnceWithTightPermissions) {
  SimFiles files;
  SimRandom random;
  ASSERT_TRUE(create_seal_key(files, "seal.key", random).ok());
  EXPECT_EQ(files.mode("seal.key").value(), 0600);
  const Bytes text = files.read("seal.key", 100).value();
  ASSERT_EQ(text.size(), 65u);
  const SecretBytes key = load_seal_key(files, "seal.key").value();
  EXPECT_EQ(hex_encode(key.view()) + "\n", as_text(text));
  EXPECT_EQ(create_seal_key(files, "seal.key", random).error().code(), ErrorCode(GeneralError::kInvalidArgument));
  EXPECT_EQ(files.read("seal.key", 100).value(), text);
}

TEST(SealKey, FilesThatOthersCanReadAreRefusedWithTheCureInTheHint) {
  SimFiles files;
  SimRandom random;
  ASSERT_TRUE(create_seal_key(files, "seal.key", random).ok());
  for (int mode : {0604, 0602, 0601, 0620, 0644, 0666, 0777}) {
    files.set_mode("seal.key", mode);
    const Error error = load_seal_key(files, "seal.key").error();
    EXPECT_EQ(error.code(), ErrorCode(CryptoError::kBadKey)) << mode;
    EXPECT_EQ(error.hint(), "chmod 600 seal.key");
  }
  for (int mode : {0600, 0400, 0440, 0640}) {
    files.set_mode("seal.key", mode);
    EXPECT_TRUE(load_seal_key(files, "seal.key").ok()) << mode;
  }
}

TEST(SealKey, WhatIsNoKeyIsRefused) {
  SimFiles files;
  EXPECT_EQ(load_seal_key(files, "none").error().code(), ErrorCode(GeneralError::kNotFound));
  for (const std::string& text : {std::string(), std::string(62, 'a'), std::string(66, 'a'), std::string(64, 'A'),
                                  std::string(64, 'a') + "\n\n", " " + std::string(64, 'a'), std::string(64, 'g')}) {
    ASSERT_TRUE(files.replace("k", as_bytes(text), 0600).ok());
    EXPECT_EQ(load_seal_key(files, "k").error().code(), ErrorCode(CryptoError::kBadKey)) << text;
  }
}

}  // namespace
}  // namespace zkp
