#include "security/keys.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/sim.h"

namespace zkp {
namespace {

// RFC 8410 section 10.3: an Ed25519 private key in PKCS#8.
constexpr std::string_view kRfc8410Pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n";
constexpr std::string_view kRfc8410Seed = "d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842";

// The key of RFC 8410 through `openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 2048` and `-scrypt`, passphrase "correct
// horse".
constexpr std::string_view kPbkdf2Pem =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgThA0k0ui11AICCAAw\n"
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEELJs7maWHqih3D/lKdpLdMIEQPN1\n"
    "Pk3TDw/QV1nw0jMY+Gf3VR77utkM1aqP3whgkybS07IIng5T0l3+SJ7gj0VovvSs\n"
    "ua9dnemIRG6GNTmh/aw=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";
constexpr std::string_view kScryptPem =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIGTME8GCSqGSIb3DQEFDTBCMCEGCSsGAQQB2kcECzAUBAj0zJr2j5HksgICQAAC\n"
    "AQgCAQEwHQYJYIZIAWUDBAEqBBDskVNAz3nY4XLaIeBQz/4NBEDKiwJB1mTwDSsY\n"
    "pq0lOxv5SqUM65Pi0SK9XusR9A+qhSo+zFZZfemYBdUX4zaMK+jo47epAvmIu8C6\n"
    "xNmf5E8K\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";
// Throw-away keys of other algorithms (P-256, X25519).
constexpr std::string_view kEcPem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgr63ZvNNcwPBDXJiv\n"
    "p061p2QPX0pkbtusE79VKnrUtTqhRANCAATFZlWezlGVIaCxYy8D3n9/SekDauBK\n"
    "LEgfpfmn/38LPxo1/Z59XmOMMbfJCTp+eRuy126bjIx8no9mtgOym3GW\n"
    "-----END PRIVATE KEY-----\n";
constexpr std::string_view kX25519Pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VuBCIEIBDqG0HP7UJtKK2GqCYKQUmRJh7Ftjg5u9hdHAoCFzV7\n"
    "-----END PRIVATE KEY-----\n";

Ed25519Signer rfc8410_signer() { return Ed25519Signer::from_seed(hex_decode(kRfc8410Seed).value()).value(); }
std::string seed_of(const Ed25519Signer& signer) { return hex_encode(signer.seed().value().view()); }

TEST(PrivateKeys, AreThePkcs8OfRfc8410) {
  EXPECT_EQ(as_text(encode_private_key(rfc8410_signer()).value().view()), kRfc8410Pem);
  const Ed25519Signer read = decode_private_key(as_bytes(kRfc8410Pem)).value();
  EXPECT_EQ(seed_of(read), kRfc8410Seed);
  // The public key is the one of RFC 8410 section 10.1.
  EXPECT_EQ(hex_encode(read.public_key()), "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
}

TEST(PrivateKeys, EncryptedOnesOpenWithTheirPassphraseOnly) {
  const SecretBytes pem = encode_private_key(rfc8410_signer(), "correct horse").value();
  EXPECT_TRUE(as_text(pem.view()).starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  EXPECT_EQ(seed_of(decode_private_key(pem.view(), "correct horse").value()), kRfc8410Seed);
  EXPECT_EQ(decode_private_key(pem.view(), "correct horsf").error().code(), ErrorCode(CryptoError::kDecrypt));
  const Error missing = decode_private_key(pem.view()).error();
  EXPECT_EQ(missing.code(), ErrorCode(CryptoError::kBadKey));
  EXPECT_EQ(missing.hint(), "give its passphrase");
  // A passphrase for a key that has none is not needed and does no harm.
  EXPECT_TRUE(decode_private_key(as_bytes(kRfc8410Pem), "x").ok());
  EXPECT_EQ(encode_private_key(rfc8410_signer(), std::string(1025, 'x')).error().code(),
            ErrorCode(GeneralError::kLimit));
}

TEST(PrivateKeys, TheSameKeyEncryptsToDifferentFiles) {
  const SecretBytes a = encode_private_key(rfc8410_signer(), "p").value(),
                    b = encode_private_key(rfc8410_signer(), "p").value();
  EXPECT_NE(as_text(a.view()), as_text(b.view()));
}

TEST(PrivateKeys, ThoseOfTheOpensslProgramAreRead) {
  EXPECT_EQ(seed_of(decode_private_key(as_bytes(kPbkdf2Pem), "correct horse").value()), kRfc8410Seed);
  EXPECT_EQ(seed_of(decode_private_key(as_bytes(kScryptPem), "correct horse").value()), kRfc8410Seed);
}

TEST(PrivateKeys, OtherAlgorithmsAndOtherFilesAreRefused) {
  for (std::string_view pem : {kEcPem, kX25519Pem, std::string_view("no key"), std::string_view()}) {
    EXPECT_EQ(decode_private_key(as_bytes(pem)).error().code(), ErrorCode(CryptoError::kBadKey)) << pem;
  }
  const std::string two = std::string(kRfc8410Pem) + std::string(kPbkdf2Pem);
  EXPECT_FALSE(decode_private_key(as_bytes(two), "correct horse").ok()) << "which of the two?";
  EXPECT_FALSE(decode_private_key(Bytes(1 << 20, 'x')).ok());
}

TEST(PrivateKeys, ADamagedFileNeverGivesAnotherKey) {
  std::string pem(kRfc8410Pem);
  for (size_t i = 0; i < pem.size(); ++i)
    for (char c : {'A', '/', '\n', '\0'}) {
      const char before = std::exchange(pem[i], c);
      const Result<Ed25519Signer> signer = decode_private_key(as_bytes(pem));
      // The last digits of the base64 text are the seed itself, which has no redundancy in an unencrypted file.
      const bool in_seed = i >= kRfc8410Pem.find("INTuc") && i < kRfc8410Pem.find("\n-----END");
      EXPECT_TRUE(!signer.ok() || in_seed || seed_of(*signer) == kRfc8410Seed) << i;
      pem[i] = before;
    }
  for (size_t n = 0; n < pem.size() - 1; ++n) EXPECT_FALSE(decode_private_key(as_bytes(pem.substr(0, n))).ok()) << n;
}

TEST(PrivateKeys, FilesAreMadeOnceWithTightPermissions) {
  SimFiles files;
  ASSERT_TRUE(save_private_key(files, "k", rfc8410_signer(), "p").ok());
  EXPECT_EQ(files.mode("k").value(), 0600);
  EXPECT_EQ(seed_of(load_private_key(files, "k", "p").value()), kRfc8410Seed);
  EXPECT_EQ(save_private_key(files, "k", rfc8410_signer()).error().code(), ErrorCode(GeneralError::kInvalidArgument));
  EXPECT_EQ(load_private_key(files, "k", "q").error().where().file, "k");
  EXPECT_EQ(load_private_key(files, "none").error().code(), ErrorCode(GeneralError::kNotFound));
  files.set_mode("k", 0644);
  const Error open = load_private_key(files, "k", "p").error();
  EXPECT_EQ(open.describe(), "k: other people can read or change this key file (mode 0644)");
  EXPECT_EQ(open.hint(), "chmod 600 k");
}

TEST(PrivateKeys, APowerCutWhileSavingLeavesAWholeKeyOrNone) {
  for (uint64_t n = 0; n < 6; ++n) {
    SimFiles files(n);
    files.stop_at_operation(n);
    const bool saved = save_private_key(files, "k", rfc8410_signer()).ok();
    files.crash();
    const bool there = files.exists("k").value();
    EXPECT_TRUE(there || !saved);
    EXPECT_TRUE(!there || seed_of(load_private_key(files, "k").value()) == kRfc8410Seed);
  }
}

}  // namespace
}  // namespace zkp
