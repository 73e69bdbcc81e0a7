#include "log/note.h"

#include "base/encoding.h"
#include "log/support.h"

namespace zkp {
namespace {

using namespace log_test;

VerifierKey key_of(std::string_view name, const Signer& signer) {
  return *VerifierKey::make(name, signer.public_key());
}

/// The vkey and note of the package documentation of golang.org/x/mod/sumdb/note.
constexpr std::string_view kPeterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kPeterText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr std::string_view kPeterLine =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
constexpr std::string_view kEnochLine =
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=";

TEST(VerifierKey, KeyIdIsTheOneOfTheGoDocumentation) {
  const Result<VerifierKey> key = VerifierKey::parse(kPeterKey);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->name(), "PeterNeumann");
  EXPECT_EQ(key->id(), 0xc74f20a3u);
  EXPECT_EQ(key->type(), NoteKeyType::kEd25519);
  EXPECT_EQ(hex_encode(key->public_key()).substr(0, 8), "1a5cd907");
  EXPECT_EQ(key->vkey(), kPeterKey);
}

TEST(VerifierKey, TheTypeIsPartOfTheId) {
  const HashSigner signer(1);
  const VerifierKey note = key_of("a", signer);
  const VerifierKey witness = *VerifierKey::make("a", signer.public_key(), NoteKeyType::kCosignatureV1);
  EXPECT_NE(note.id(), witness.id());
  EXPECT_EQ(*VerifierKey::parse(witness.vkey()), witness);
}

TEST(VerifierKey, AnyChangedCharacterOfAVkeyIsRefused) {
  for (size_t i = 0; i < kPeterKey.size(); ++i) {
    for (const char c : std::string_view("+ AaZ09/=\n\xff")) {
      std::string changed(kPeterKey);
      if (changed[i] == c) continue;
      changed[i] = c;
      EXPECT_FALSE(VerifierKey::parse(changed).ok()) << changed;
    }
    EXPECT_FALSE(VerifierKey::parse(kPeterKey.substr(0, i)).ok());
  }
}

TEST(VerifierKey, OtherFormsOfVkeysAreRefused) {
  const Bytes short_key = {1, 2, 3};
  const std::string table[] = {
      "",
      "PeterNeumann",
      "PeterNeumann+c74f20a3",
      "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+00c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      std::string(kPeterKey) + "+",
      std::string(kPeterKey) + "\n",
      " " + std::string(kPeterKey),
      "PeterNeumann+c74f20a3+",
      "PeterNeumann+c74f20a3+" + base64_encode(short_key),
  };
  for (const std::string& vkey : table)
    EXPECT_EQ(VerifierKey::parse(vkey).error().code(), CryptoError::kBadKey) << vkey;
  // The right key and id, and a byte more or less.
  Bytes key = *base64_decode(kPeterKey.substr(22));
  ASSERT_EQ(key.size(), 33u);
  key.push_back(0);
  EXPECT_EQ(VerifierKey::parse("PeterNeumann+c74f20a3+" + base64_encode(key)).error().code(), CryptoError::kBadKey);
  key.resize(32);
  EXPECT_EQ(VerifierKey::parse("PeterNeumann+c74f20a3+" + base64_encode(key)).error().code(), CryptoError::kBadKey);
  // A key of another type (0x06, ML-DSA-44) is well formed and not for us.
  EXPECT_EQ(VerifierKey::parse("a+00000000+Bgo=").error().code(), GeneralError::kUnsupported);
}

TEST(KeyName, HasNoSpacesPlusesOrControlCharacters) {
  for (const std::string_view name : {"a", "example.com/log42", "zkp-ledger/x/00ff", "日本語", "a\u200bb", "\x7f"})
    EXPECT_TRUE(is_valid_key_name(name)) << name;
  for (const std::string_view name : {"",       " ",       "a b",      "a+b",     "a\tb",   "a\nb",     "a\rb",
                                      "a\x01",  "a\u0085", "a\u00a0b", "a\u1680", "\u2003", "\u2028",   "\u2029",
                                      "\u202f", "\u205f",  "\u3000a",  "\xff",    "\xc3",   "\xc0\x80", "\xed\xa0\x80"})
    EXPECT_FALSE(is_valid_key_name(name)) << name;
  EXPECT_FALSE(is_valid_key_name(std::string_view("a\0b", 3)));
}

TEST(Note, ExampleOfTheGoDocumentationIsReadAndPrintedBack) {
  const std::string text =
      std::string(kPeterText) + "\n" + std::string(kPeterLine) + "\n" + std::string(kEnochLine) + "\n";
  const Result<SignedNote> note = parse_note(text);
  ASSERT_TRUE(note.ok());
  EXPECT_EQ(note->text, kPeterText);
  ASSERT_EQ(note->signatures.size(), 2u);
  EXPECT_EQ(note->signatures[0].name, "PeterNeumann");
  EXPECT_EQ(note->signatures[0].key_id, 0xc74f20a3u);
  EXPECT_EQ(note->signatures[0].signature.size(), 64u);
  EXPECT_TRUE(note->signatures[0].is_by(*VerifierKey::parse(kPeterKey)));
  EXPECT_FALSE(note->signatures[1].is_by(*VerifierKey::parse(kPeterKey)));
  EXPECT_EQ(format_note(*note), text);
}

TEST(Note, TextMayHoldEmptyLines) {
  const HashSigner signer(1);
  for (const std::string_view text : {"\n", "\n\n", "a\n\nb\n", "a\n\n", "— a AAAA\n\n— b AAAA\n"}) {
    const SignedNote note = *sign_note(text, "k", signer);
    const Result<SignedNote> back = parse_note(format_note(note));
    ASSERT_TRUE(back.ok()) << text;
    EXPECT_EQ(back->text, text);
    EXPECT_EQ(*back, note);
  }
}

TEST(Note, MalformedNotesAreRefused) {
  const std::string line = std::string(kPeterLine) + "\n";
  const std::string table[] = {
      "",
      "\n",
      "\n\n",
      "a",
      "a\n",
      "a\n\n",
      "a\n" + line,                       // no empty line
      "a\n\n\n",                          // no signature
      "a\n\n" + std::string(kPeterLine),  // the last newline is missing
      "a\n\n" + line + "x\n",             // not a signature line
      "a\n\n" + line + "\n",              // an empty line at the end
      "a\x01\n\n" + line,
      "a\t\n\n" + line,
      "a\r\n\n" + line,
      "a\r\n\r\n" + line,
      "a\xff\n\n" + line,
      "\xed\xa0\x80\n\n" + line,         // a surrogate
      "a\n\n- PeterNeumann x08goAA=\n",  // hyphen
      "a\n\n– PeterNeumann x08goAA=\n",  // en dash
      "a\n\n—PeterNeumann x08goAA=\n",
      "a\n\n— PeterNeumann\n",
      "a\n\n— PeterNeumann \n",
      "a\n\n—  x08goAA=\n",  // empty name
      "a\n\n— Peter Neumann x08goAA=\n",
      "a\n\n— Peter+Neumann x08goAA=\n",
      "a\n\n— Peter\u2003Neumann x08goAA=\n",
      "a\n\n— PeterNeumann x08goAA\n",   // padding
      "a\n\n— PeterNeumann x08goAB=\n",  // unused bits
      "a\n\n— PeterNeumann x08g oAA=\n",
      "a\n\n— PeterNeumann x08goAA= \n",
      "a\n\n— PeterNeumann x08goAA=x\n",
      "a\n\n— PeterNeumann x08g\n",      // three bytes
      "a\n\n— PeterNeumann x08gow==\n",  // a key id and nothing else
      "a\n\n— PeterNeumann x08go_A=\n",  // URL alphabet
  };
  for (const std::string& note : table) EXPECT_EQ(parse_note(note).error().code(), GeneralError::kParse) << note;
  EXPECT_EQ(parse_note(std::string("a\0\n\n", 4) + line).error().code(), GeneralError::kParse);
  EXPECT_TRUE(parse_note("a\n\n— PeterNeumann x08goAA=\n").ok());
}

TEST(Note, LimitsAreThoseOfTheFormat) {
  std::string note = "a\n\n";
  for (size_t i = 0; i < kMaxNoteSignatures; ++i) note += "— a AAAAAAA=\n";
  EXPECT_TRUE(parse_note(note).ok());
  EXPECT_EQ(parse_note(note + "— a AAAAAAA=\n").error().code(), GeneralError::kLimit);

  const std::string tail = "\n\n— a AAAAAAA=\n";
  EXPECT_TRUE(parse_note(std::string(kMaxNoteBytes - tail.size(), 'x') + tail).ok());
  EXPECT_EQ(parse_note(std::string(kMaxNoteBytes - tail.size() + 1, 'x') + tail).error().code(), GeneralError::kLimit);

  SignedNote full = *parse_note(note);
  EXPECT_EQ(add_signature(full, "b", HashSigner(1)).error().code(), GeneralError::kLimit);
  EXPECT_EQ(full.signatures.size(), kMaxNoteSignatures);
  EXPECT_TRUE(replace_signature(full, {"a", 0, {1}}).ok());
  EXPECT_EQ(full.signatures.size(), 1u) << "the 100 lines were all by one key";
}

TEST(Note, SignedByAKnownKeyIsVerified) {
  const HashSigner a(1), b(2), c(3);
  SignedNote note = *sign_note("text\n", "a", a);
  ASSERT_TRUE(add_signature(note, "b", b).ok());
  ASSERT_TRUE(add_signature(note, "c", c).ok());
  const std::vector<VerifierKey> known = {key_of("c", c), key_of("a", a)};
  const auto signers = verify_note(note, known, HashVerifier());
  ASSERT_TRUE(signers.ok());
  EXPECT_EQ(*signers, (std::vector<VerifierKey>{key_of("a", a), key_of("c", c)}));
}

TEST(Note, WithoutAKnownKeyIsRefused) {
  const HashSigner a(1), b(2);
  const SignedNote note = *sign_note("text\n", "a", a);
  const auto code = [&](std::vector<VerifierKey> known) {
    return verify_note(note, known, HashVerifier()).error().code();
  };
  EXPECT_EQ(code({}), CryptoError::kBadSignature);
  EXPECT_EQ(code({key_of("a", b)}), CryptoError::kBadSignature);   // the name alone is not enough
  EXPECT_EQ(code({key_of("ab", a)}), CryptoError::kBadSignature);  // nor the key alone
  EXPECT_EQ(code({*VerifierKey::make("a", a.public_key(), NoteKeyType::kCosignatureV1)}),
            GeneralError::kInvalidArgument);
  EXPECT_EQ(code({key_of("a", a), key_of("a", a)}), GeneralError::kInvalidArgument);
}

TEST(Note, AWrongSignatureOfAKnownKeySpoilsTheNote) {
  const HashSigner a(1), b(2);
  SignedNote note = *sign_note("text\n", "a", a);
  ASSERT_TRUE(add_signature(note, "b", b).ok());
  note.signatures[1].signature[5] ^= 1;
  const VerifierKey both[] = {key_of("a", a), key_of("b", b)};
  EXPECT_EQ(verify_note(note, both, HashVerifier()).error().code(), CryptoError::kBadSignature);
  // To who does not know b the line means nothing.
  EXPECT_TRUE(verify_note(note, std::span(both, 1), HashVerifier()).ok());
  note.signatures[1] = (*sign_note("text\n", "b", b)).signatures[0];
  note.signatures[1].signature.push_back(0);
  EXPECT_EQ(verify_note(note, both, HashVerifier()).error().code(), CryptoError::kBadSignature);
}

TEST(Note, OfRepeatedLinesByOneKeyOnlyTheFirstCounts) {
  const HashSigner a(1);
  SignedNote note = *sign_note("text\n", "a", a);
  const NoteSignature right = note.signatures[0];
  NoteSignature wrong = right;
  wrong.signature[0] ^= 1;
  const VerifierKey known[] = {key_of("a", a)};
  note.signatures = {right, right, wrong};
  EXPECT_EQ(verify_note(note, known, HashVerifier())->size(), 1u);
  EXPECT_EQ(*parse_note(format_note(note)), note) << "printed back as they are";
  note.signatures = {wrong, right};
  EXPECT_EQ(verify_note(note, known, HashVerifier()).error().code(), CryptoError::kBadSignature);
}

TEST(Note, AnyChangedByteIsNoticed) {
  const HashSigner a(1), b(2);
  SignedNote note = *sign_note("first line\nsecond line\n", "a", a);
  ASSERT_TRUE(add_signature(note, "b", b).ok());
  const std::string good = format_note(note);
  const VerifierKey known[] = {key_of("a", a), key_of("b", b)};
  const auto signers = [&](const std::string& text) -> size_t {
    const Result<SignedNote> parsed = parse_note(text);
    if (!parsed.ok()) return 0;
    EXPECT_EQ(format_note(*parsed), text);
    const auto verified = verify_note(*parsed, known, HashVerifier());
    return verified.ok() ? verified->size() : 0;
  };
  ASSERT_EQ(signers(good), 2u);
  for (size_t i = 0; i < good.size(); ++i) {
    for (int change = 1; change < 256; ++change) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ change);
      // A changed name or key id makes the line one of an unknown key, so the other signature may still stand.
      EXPECT_LT(signers(bad), 2u) << i << " ^ " << change;
    }
    std::string shorter = good;
    shorter.erase(i, 1);
    EXPECT_LT(signers(shorter), 2u) << i;
  }
}

TEST(Note, ResigningReplacesTheOldLine) {
  const HashSigner a(1), b(2);
  SignedNote note = *sign_note("text\n", "a", a);
  ASSERT_TRUE(add_signature(note, "b", b).ok());
  ASSERT_TRUE(add_signature(note, "a", a).ok());
  ASSERT_EQ(note.signatures.size(), 2u);
  EXPECT_EQ(note.signatures[0].name, "b");
  EXPECT_EQ(note.signatures[1].name, "a");
}

TEST(Note, WhatNoNoteCanHoldIsNotSigned) {
  const HashSigner a(1);
  for (const std::string_view text : {"", "a", "a\n\x01\n", "a\r\n", "\xff\n"})
    EXPECT_EQ(sign_note(text, "a", a).error().code(), GeneralError::kParse) << text;
  EXPECT_EQ(sign_note("a\n", "a b", a).error().code(), CryptoError::kBadKey);
  EXPECT_EQ(sign_note(std::string(kMaxNoteBytes - 50, 'a') + "\n", "a", a).error().code(), GeneralError::kLimit);
}

}  // namespace
}  // namespace zkp
