// Notes of Go's sumdb/note documentation, with real Ed25519. Everything else is tested without a crypto library.
#include "base/encoding.h"
#include "base_os/ed25519.h"
#include "log/cosignature.h"
#include "log/support.h"

namespace zkp {
namespace {

using namespace log_test;

constexpr std::string_view kPeterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view kText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr std::string_view kPeterLine =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
constexpr std::string_view kEnochLine =
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

std::string text_of(std::initializer_list<std::string_view> lines) {
  std::string text = std::string(kText) + "\n";
  for (const std::string_view line : lines) text += line;
  return text;
}

Ed25519Signer peter() {
  // "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz": a type byte and the seed.
  const Bytes key = *base64_decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz");
  return *Ed25519Signer::from_seed(ByteView(key).subspan(1));
}
/// The documentation makes this key from a source of zeros.
Ed25519Signer enoch() { return *Ed25519Signer::from_seed(Bytes(32, 0)); }

TEST(GoNote, IsSignedByteForByteAsGoDoes) {
  SignedNote note = *sign_note(kText, "PeterNeumann", peter());
  EXPECT_EQ(format_note(note), text_of({kPeterLine}));
  ASSERT_TRUE(add_signature(note, "EnochRoot", enoch()).ok());
  EXPECT_EQ(format_note(note), text_of({kPeterLine, kEnochLine}));
}

TEST(GoNote, IsVerified) {
  const SignedNote note = *parse_note(text_of({kPeterLine, kEnochLine}));
  const VerifierKey peter_key = *VerifierKey::parse(kPeterKey);
  EXPECT_EQ(peter_key.public_key(), peter().public_key());
  const VerifierKey enoch_key = *VerifierKey::make("EnochRoot", enoch().public_key());
  const VerifierKey one[] = {peter_key}, both[] = {enoch_key, peter_key};
  EXPECT_EQ(*verify_note(note, one, OpenSslVerifier()), std::vector<VerifierKey>{peter_key});
  EXPECT_EQ(*verify_note(note, both, OpenSslVerifier()), (std::vector<VerifierKey>{peter_key, enoch_key}));
}

TEST(GoNote, AnyChangedBitIsRefused) {
  const std::string good = text_of({kPeterLine});
  const VerifierKey known[] = {*VerifierKey::parse(kPeterKey)};
  for (size_t bit = 0; bit < 8 * good.size(); ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
    const Result<SignedNote> note = parse_note(bad);
    EXPECT_FALSE(note.ok() && verify_note(*note, known, OpenSslVerifier()).ok()) << bit;
  }
}

TEST(Cosignature, IsVerifiedWithEd25519) {
  const Ed25519Signer witness = enoch();
  SignedNote note =
      *sign_note("example.com/log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "example.com/log", peter());
  const std::string answer = format_signature_line(*cosign(note.text, "w", witness, 1679315147)) + "\n";
  const Quorum quorum{{*VerifierKey::make("w", witness.public_key(), NoteKeyType::kCosignatureV1)}, 1};
  EXPECT_FALSE(check_quorum(note, quorum, OpenSslVerifier()).ok());
  ASSERT_TRUE(merge_cosignatures(note, answer, quorum.witnesses, OpenSslVerifier()).ok());
  EXPECT_TRUE(check_quorum(note, quorum, OpenSslVerifier()).ok());
}

}  // namespace
}  // namespace zkp
