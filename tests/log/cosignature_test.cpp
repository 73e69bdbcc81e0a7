#include "log/cosignature.h"

#include "log/checkpoint.h"
#include "log/support.h"

namespace zkp {
namespace {

using namespace log_test;

constexpr uint64_t kTime = 1679315147;

VerifierKey witness_key(std::string_view name, const Signer& signer) {
  return *VerifierKey::make(name, signer.public_key(), NoteKeyType::kCosignatureV1);
}

class Cosigned : public testing::Test {
 protected:
  Cosigned() : checkpoint_(*sign_checkpoint({"example.com/log", 5, leaf(0), {}}, log_)) {}

  std::string line_by(std::string_view name, const Signer& signer, uint64_t time_s = kTime) const {
    return format_signature_line(*cosign(checkpoint_.text, name, signer, time_s)) + "\n";
  }
  Result<size_t> count(size_t needed) const {
    ZKP_TRY(const auto found, check_quorum(checkpoint_, {witnesses_, needed}, HashVerifier()));
    return found.size();
  }

  HashSigner log_{1}, a_{2}, b_{3}, c_{4};
  SignedNote checkpoint_;
  std::vector<VerifierKey> witnesses_ = {witness_key("w/a", a_), witness_key("w/b", b_), witness_key("w/c", c_)};
};

TEST(CosignedMessage, IsTheOneOfTheSpecification) {
  EXPECT_EQ(
      cosigned_message(kTime, "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"),
      "cosignature/v1\ntime 1679315147\nexample.com/behind-the-sofa\n20852163\n"
      "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
}

TEST_F(Cosigned, QuorumIsReachedByEnoughDifferentWitnesses) {
  EXPECT_TRUE(count(0).ok());
  EXPECT_EQ(count(1).error().code(), CryptoError::kBadSignature);
  ASSERT_TRUE(
      merge_cosignatures(checkpoint_, line_by("w/b", b_) + line_by("w/a", a_, 7), witnesses_, HashVerifier()).ok());
  EXPECT_EQ(*count(2), 2u);
  EXPECT_EQ(count(3).error().code(), CryptoError::kBadSignature);
  EXPECT_EQ(count(4).error().code(), GeneralError::kInvalidArgument);

  const auto found = verify_cosignatures(checkpoint_, witnesses_, HashVerifier());
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ((*found)[0].witness, witnesses_[1]);
  EXPECT_EQ((*found)[0].time_s, kTime);
  EXPECT_EQ((*found)[1].time_s, 7u);
}

TEST_F(Cosigned, MergingKeepsAllOtherLines) {
  const HashSigner stranger(9);
  checkpoint_.signatures.push_back(
      *parse_signature_line(line_by("stranger", stranger).substr(0, line_by("stranger", stranger).size() - 1)));
  const SignedNote before = checkpoint_;
  ASSERT_TRUE(merge_cosignatures(checkpoint_, line_by("w/a", a_), witnesses_, HashVerifier()).ok());
  ASSERT_TRUE(merge_cosignatures(checkpoint_, line_by("w/b", b_), witnesses_, HashVerifier()).ok());
  ASSERT_EQ(checkpoint_.signatures.size(), 4u);
  EXPECT_EQ(checkpoint_.text, before.text);
  for (size_t i = 0; i < 2; ++i) EXPECT_EQ(checkpoint_.signatures[i], before.signatures[i]);
  EXPECT_EQ(*parse_note(format_note(checkpoint_)), checkpoint_);
  const VerifierKey log_key[] = {*VerifierKey::make("example.com/log", log_.public_key())};
  EXPECT_TRUE(open_checkpoint(checkpoint_, log_key, HashVerifier()).ok());
}

TEST_F(Cosigned, ANewerCosignatureReplacesTheOlder) {
  ASSERT_TRUE(merge_cosignatures(checkpoint_, line_by("w/a", a_, 1), witnesses_, HashVerifier()).ok());
  ASSERT_TRUE(merge_cosignatures(checkpoint_, line_by("w/a", a_, 2), witnesses_, HashVerifier()).ok());
  const auto found = verify_cosignatures(checkpoint_, witnesses_, HashVerifier());
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ((*found)[0].time_s, 2u);
}

TEST_F(Cosigned, LinesOfUnknownWitnessesAreNotMerged) {
  const SignedNote before = checkpoint_;
  const HashSigner stranger(9);
  const std::string answer = line_by("stranger", stranger) + line_by("w/a", stranger) + line_by("w/b", a_);
  ASSERT_TRUE(merge_cosignatures(checkpoint_, answer, witnesses_, HashVerifier()).ok());
  EXPECT_EQ(checkpoint_, before);
}

TEST_F(Cosigned, AWrongOrMalformedAnswerLeavesTheCheckpointAlone) {
  ASSERT_TRUE(merge_cosignatures(checkpoint_, line_by("w/a", a_), witnesses_, HashVerifier()).ok());
  const SignedNote before = checkpoint_;
  NoteSignature wrong = *cosign(checkpoint_.text, "w/a", a_, kTime + 1);
  wrong.signature.back() ^= 1;
  const std::string wrong_line = format_signature_line(wrong) + "\n";
  EXPECT_EQ(merge_cosignatures(checkpoint_, line_by("w/b", b_) + wrong_line, witnesses_, HashVerifier()).error().code(),
            CryptoError::kBadSignature);
  const std::string good = line_by("w/b", b_);
  for (const std::string& answer : {good.substr(0, good.size() - 1), good + "\n", "\n" + good, "x\n" + good,
                                    std::string("\n"), "other\n1\n\n" + good})
    EXPECT_EQ(merge_cosignatures(checkpoint_, answer, witnesses_, HashVerifier()).error().code(), GeneralError::kParse)
        << answer;
  std::string many;
  for (int i = 0; i < 101; ++i) many += good;
  EXPECT_EQ(merge_cosignatures(checkpoint_, many, witnesses_, HashVerifier()).error().code(), GeneralError::kLimit);
  EXPECT_EQ(
      merge_cosignatures(checkpoint_, std::string(kMaxNoteBytes + 1, 'x'), witnesses_, HashVerifier()).error().code(),
      GeneralError::kLimit);
  EXPECT_EQ(checkpoint_, before);
}

TEST_F(Cosigned, CosignatureOfAnotherCheckpointIsRefused) {
  const SignedNote other = *sign_checkpoint({"example.com/log", 6, leaf(0), {}}, log_);
  const std::string line = format_signature_line(*cosign(other.text, "w/a", a_, kTime)) + "\n";
  EXPECT_EQ(merge_cosignatures(checkpoint_, line, witnesses_, HashVerifier()).error().code(),
            CryptoError::kBadSignature);
}

TEST_F(Cosigned, AnyChangedBitOfALineIsRefused) {
  const NoteSignature good = *cosign(checkpoint_.text, "w/a", a_, kTime);
  ASSERT_EQ(good.signature.size(), 72u);
  for (size_t bit = 0; bit < 8 * good.signature.size(); ++bit) {
    NoteSignature bad = good;
    bad.signature[bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
    SignedNote note = checkpoint_;
    note.signatures.push_back(bad);
    EXPECT_EQ(verify_cosignatures(note, witnesses_, HashVerifier()).error().code(), CryptoError::kBadSignature) << bit;
  }
  for (const size_t size : {1u, 8u, 71u, 73u}) {
    NoteSignature bad = good;
    bad.signature.resize(size);
    SignedNote note = checkpoint_;
    note.signatures.push_back(bad);
    EXPECT_EQ(verify_cosignatures(note, witnesses_, HashVerifier()).error().code(), CryptoError::kBadSignature) << size;
  }
}

TEST_F(Cosigned, ANoteSignatureIsNoCosignature) {
  // The same name and key, but the id of type 0x01: the line is one of an unknown key.
  ASSERT_TRUE(add_signature(checkpoint_, "w/a", a_).ok());
  EXPECT_EQ(count(1).error().code(), CryptoError::kBadSignature);
  const VerifierKey wrong_type[] = {*VerifierKey::make("w/a", a_.public_key())};
  EXPECT_EQ(verify_cosignatures(checkpoint_, wrong_type, HashVerifier()).error().code(),
            GeneralError::kInvalidArgument);
}

TEST_F(Cosigned, OneKeyUnderTwoNamesDoesNotCountTwice) {
  witnesses_ = {witness_key("w/a", a_), witness_key("w/z", a_)};
  ASSERT_TRUE(replace_signature(checkpoint_, *cosign(checkpoint_.text, "w/a", a_, kTime)).ok());
  ASSERT_TRUE(replace_signature(checkpoint_, *cosign(checkpoint_.text, "w/z", a_, kTime)).ok());
  EXPECT_EQ(count(2).error().code(), GeneralError::kInvalidArgument);
}

TEST_F(Cosigned, RepeatedLinesCountOnce) {
  const NoteSignature line = *cosign(checkpoint_.text, "w/a", a_, kTime);
  checkpoint_.signatures.push_back(line);
  checkpoint_.signatures.push_back(line);
  EXPECT_EQ(*count(1), 1u);
  EXPECT_FALSE(count(2).ok());
}

TEST_F(Cosigned, TimesAreBelow2To63) {
  EXPECT_TRUE(cosign(checkpoint_.text, "w/a", a_, (uint64_t{1} << 63) - 1).ok());
  EXPECT_EQ(cosign(checkpoint_.text, "w/a", a_, uint64_t{1} << 63).error().code(), GeneralError::kInvalidArgument);
}

TEST(WitnessKey, IsReadFromBothTypesOfVkey) {
  const HashSigner a(2);
  const VerifierKey key = witness_key("w/a", a);
  EXPECT_EQ(*parse_witness_key(key.vkey()), key);
  EXPECT_EQ(*parse_witness_key(VerifierKey::make("w/a", a.public_key())->vkey()), key);
  EXPECT_FALSE(parse_witness_key("w/a").ok());
}

}  // namespace
}  // namespace zkp
