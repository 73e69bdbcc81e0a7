#include "log/checkpoint.h"

#include "base/encoding.h"
#include "log/support.h"

namespace zkp {
namespace {

using namespace log_test;

Checkpoint example(const Signer& log_key) {
  return {*make_origin("survey", log_key.public_key()), 20852163, leaf(7), {}};
}
VerifierKey key_of(std::string_view name, const Signer& signer) {
  return *VerifierKey::make(name, signer.public_key());
}

TEST(Checkpoint, ExampleOfTheSpecificationIsReadAndPrintedBack) {
  const std::string text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const Result<Checkpoint> checkpoint = parse_checkpoint(text);
  ASSERT_TRUE(checkpoint.ok());
  EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint->size, 20852163u);
  EXPECT_EQ(base64_encode(checkpoint->root), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
  EXPECT_TRUE(checkpoint->extensions.empty());
  EXPECT_EQ(format_checkpoint(*checkpoint), text);
}

TEST(Checkpoint, ExtensionLinesAreKept) {
  const std::string text = "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n x\nlast ✓\n";
  const Result<Checkpoint> checkpoint = parse_checkpoint(text);
  ASSERT_TRUE(checkpoint.ok());
  EXPECT_EQ(checkpoint->extensions, (std::vector<std::string>{" x", "last ✓"}));
  EXPECT_EQ(format_checkpoint(*checkpoint), text);
}

TEST(Checkpoint, AnyOtherFormIsRefused) {
  const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
  const std::string table[] = {
      "",
      "o\n",
      "o\n1\n",
      "o\n1\n" + root,        // no final newline
      "\n1\n" + root + "\n",  // empty origin
      "o\n\n" + root + "\n",
      "o\n01\n" + root + "\n",
      "o\n00\n" + root + "\n",
      "o\n+1\n" + root + "\n",
      "o\n-1\n" + root + "\n",
      "o\n 1\n" + root + "\n",
      "o\n1 \n" + root + "\n",
      "o\n0x1\n" + root + "\n",
      "o\n1e3\n" + root + "\n",
      "o\n18446744073709551616\n" + root + "\n",
      "o\n1\n" + root + "\n\n",  // an empty extension line
      "o\n1\n" + root + "\n\nx\n",
      "o\n1\n" + root + "\nx",
      "o\n1\n" + root + " \n",
      "o\n1\n" + root.substr(0, 43) + "\n",
      "o\n1\n" + root.substr(0, 42) + "J=\n",  // unused bits
      "o\n1\nAAAA" + root + "\n",              // 35 bytes
      "o\n1\nAAAA\n",
      "o\n1\n\n",
      "o\r\n1\r\n" + root + "\r\n",
      "o\xff\n1\n" + root + "\n",
      "o\n0\n" + root + "\n",  // the root of the empty log is another
  };
  for (const std::string& text : table) EXPECT_EQ(parse_checkpoint(text).error().code(), GeneralError::kParse) << text;
  EXPECT_TRUE(parse_checkpoint("o\n18446744073709551615\n" + root + "\n").ok());
  EXPECT_TRUE(parse_checkpoint("o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n").ok());
}

TEST(Checkpoint, SignedByTheLogIsOpened) {
  const HashSigner first(1);
  const Checkpoint checkpoint = example(first);
  const SignedNote note = *sign_checkpoint(checkpoint, first);
  const VerifierKey keys[] = {key_of("other", HashSigner(9)), key_of(checkpoint.origin, first)};
  const Result<OpenedCheckpoint> opened = open_checkpoint(format_note(note), keys, HashVerifier());
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->checkpoint, checkpoint);
  EXPECT_EQ(opened->note, note);
  EXPECT_EQ(opened->signers, std::vector<VerifierKey>{keys[1]});
}

TEST(Checkpoint, ARotatedKeySignsUnderTheSameOrigin) {
  const HashSigner first(1), second(2);
  const Checkpoint checkpoint = example(first);
  const SignedNote note = *sign_checkpoint(checkpoint, second);
  const VerifierKey keys[] = {key_of(checkpoint.origin, first), key_of(checkpoint.origin, second)};
  EXPECT_TRUE(open_checkpoint(note, keys, HashVerifier()).ok());
  EXPECT_EQ(open_checkpoint(note, std::span(keys, 1), HashVerifier()).error().code(), CryptoError::kBadSignature);
}

TEST(Checkpoint, AKeyWithAnotherNameDoesNotCount) {
  const HashSigner log(1), other(2);
  const Checkpoint checkpoint = example(log);
  const SignedNote note = *sign_note(format_checkpoint(checkpoint), "someone-else", other);
  const VerifierKey keys[] = {key_of("someone-else", other), key_of("someone-else", log)};
  EXPECT_EQ(open_checkpoint(note, keys, HashVerifier()).error().code(), CryptoError::kBadSignature);
  EXPECT_EQ(open_checkpoint(note, {}, HashVerifier()).error().code(), CryptoError::kBadSignature);
}

TEST(Checkpoint, AnyChangedByteIsRefused) {
  const HashSigner log(1);
  const Checkpoint checkpoint = example(log);
  const std::string good = format_note(*sign_checkpoint(checkpoint, log));
  const VerifierKey keys[] = {key_of(checkpoint.origin, log)};
  ASSERT_TRUE(open_checkpoint(good, keys, HashVerifier()).ok());
  for (size_t i = 0; i < good.size(); ++i) {
    for (int change = 1; change < 256; ++change) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ change);
      EXPECT_FALSE(open_checkpoint(bad, keys, HashVerifier()).ok()) << i << " ^ " << change;
    }
    EXPECT_FALSE(open_checkpoint(good.substr(0, i), keys, HashVerifier()).ok());
  }
}

TEST(Checkpoint, ASignedNoteThatIsNoCheckpointIsRefused) {
  const HashSigner log(1);
  const std::string text = "zkp\n01\nx\n";
  const VerifierKey keys[] = {key_of("zkp", log)};
  EXPECT_EQ(open_checkpoint(*sign_note(text, "zkp", log), keys, HashVerifier()).error().code(), GeneralError::kParse);
}

TEST(Origin, NamesTheLogByItsFirstKey) {
  const ByteArray<32> key{};
  const std::string origin = *make_origin("train-v1.x_Y", key);
  EXPECT_EQ(origin, "zkp-ledger/train-v1.x_Y/66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
  EXPECT_TRUE(is_valid_key_name(origin));
  const Result<LogOrigin> parsed = parse_origin(origin);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->name, "train-v1.x_Y");
  EXPECT_EQ(parsed->first_key_fingerprint, sha256(key));
}

TEST(Origin, AnyOtherFormIsRefused) {
  const std::string hex(64, 'a'), longest(128, 'n');
  EXPECT_TRUE(parse_origin("zkp-ledger/" + longest + "/" + hex).ok());
  const std::string table[] = {
      "",
      "zkp-ledger",
      "zkp-ledger/",
      "zkp-ledger/a",
      "zkp-ledger/a/",
      "zkp-ledger//" + hex,
      "zkp-ledger/a/" + hex + "a",
      "zkp-ledger/a/" + hex.substr(2),
      "zkp-ledger/a/" + std::string(64, 'A'),
      "zkp-ledger/a/" + hex + "/",
      "zkp-ledger/a/b/" + hex,
      "zkp-ledger/a b/" + hex,
      "zkp-ledger/a+b/" + hex,
      "zkp-ledger/é/" + hex,
      "zkp-ledger/" + longest + "n/" + hex,
      "Zkp-ledger/a/" + hex,
      " zkp-ledger/a/" + hex,
  };
  for (const std::string& origin : table)
    EXPECT_EQ(parse_origin(origin).error().code(), GeneralError::kParse) << origin;
  for (const std::string& name : {std::string(), std::string("a b"), std::string("a/b"), longest + "n"})
    EXPECT_EQ(make_origin(name, ByteArray<32>{}).error().code(), LedgerError::kBadName) << name;
}

}  // namespace
}  // namespace zkp
