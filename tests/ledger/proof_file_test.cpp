#include "ledger/proof_file.h"

#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

ProofFile sample() {
  ProofFile out;
  out.statement = "sum:age";
  out.statement_bytes = to_bytes("statement");
  out.words = "the sum \xe2\x80\xa6";
  out.outputs = {{"rows", "4"}, {"sum", "10"}, {"\xc3\xa9", "x"}};
  out.ledger = sha256(as_bytes("ledger"));
  out.datasets = {sha256(as_bytes("dataset"))};
  out.nonce = sha256(as_bytes("nonce"));
  out.proof = to_bytes("proof");
  out.proof_id = sha256(as_bytes("id"));
  out.verification_key = sha256(as_bytes("vk"));
  out.setup = "insecure-dev";
  out.receipts = {"a receipt\n"};
  out.blobs = {to_bytes("blob")};
  return out;
}

TEST(ProofFile, ReadsBack) {
  const ProofFile made = sample();
  const ProofFile read = parse_proof_file(encode_proof_file(made)).value();
  EXPECT_EQ(read.statement, made.statement);
  EXPECT_EQ(read.statement_bytes, made.statement_bytes);
  EXPECT_EQ(read.words, made.words);
  EXPECT_EQ(read.outputs, made.outputs);
  EXPECT_EQ(read.ledger, made.ledger);
  EXPECT_EQ(read.datasets, made.datasets);
  EXPECT_EQ(read.nonce, made.nonce);
  EXPECT_EQ(read.proof, made.proof);
  EXPECT_EQ(read.proof_id, made.proof_id);
  EXPECT_EQ(read.verification_key, made.verification_key);
  EXPECT_EQ(read.srs, made.srs);
  EXPECT_EQ(read.setup, made.setup);
  EXPECT_EQ(read.receipts, made.receipts);
  EXPECT_EQ(read.blobs, made.blobs);
  EXPECT_EQ(encode_proof_file(read), encode_proof_file(made));
  ASSERT_OK(parse_proof_file(encode_proof_file(ProofFile())));
}

// Every object of the file, by the path to it.
TEST(ProofFile, EveryMemberIsNeededAndNoOtherIsAllowed) {
  const json::Value good = json::parse(encode_proof_file(sample())).value();
  for (const std::string inside : {"", "statement", "context"}) {
    auto object = [&](json::Value& value) -> json::Object& {
      return inside.empty() ? value.object() : value.object()[inside].object();
    };
    json::Value copy = good;
    const json::Object members = object(copy);
    for (const auto& [member, value] : members) {
      json::Value changed = good;
      object(changed).erase(member);
      EXPECT_FALSE(parse_proof_file(json::dump(changed)).ok()) << inside << " " << member;
      changed = good;
      object(changed)[member] = int64_t{1};
      EXPECT_FALSE(parse_proof_file(json::dump(changed)).ok()) << inside << " " << member;
      if (value.is_array()) {
        changed = good;
        object(changed)[member].array().push_back(int64_t{1});
        EXPECT_FALSE(parse_proof_file(json::dump(changed)).ok()) << inside << " " << member;
      }
    }
    json::Value extra = good;
    object(extra)["more"] = "x";
    EXPECT_FALSE(parse_proof_file(json::dump(extra)).ok()) << inside;
  }
  json::Value output = good;
  output.object()["outputs"].object()["sum"] = int64_t{10};
  EXPECT_FALSE(parse_proof_file(json::dump(output)).ok());
}

TEST(ProofFile, OnlyTheCanonicalTextIsRead) {
  const std::string good = encode_proof_file(sample());
  for (const std::string& text :
       {good + "\n", " " + good, good + "{}", std::string(), std::string("{}"), std::string("[]")})
    EXPECT_CODE(parse_proof_file(text), GeneralError::kParse);
  std::string other_format = good;
  other_format.replace(other_format.find("zkp-proof/v2"), 12, "zkp-proof/v1");
  EXPECT_CODE(parse_proof_file(other_format), GeneralError::kParse);
  for (size_t size = 0; size < good.size(); size += 7) EXPECT_FALSE(parse_proof_file(good.substr(0, size)).ok());
}

TEST(ProofFile, AnyChangedByteIsRefusedOrGivesAnotherFile) {
  const std::string good = encode_proof_file(sample());
  for (size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ 2);
    const Result<ProofFile> read = parse_proof_file(changed);
    if (read.ok()) { EXPECT_EQ(encode_proof_file(*read), changed); }
  }
}

TEST(ProofFile, ListsAndSizeAreBounded) {
  ProofFile many = sample();
  many.receipts.assign(64, "x");
  ASSERT_OK(parse_proof_file(encode_proof_file(many)));
  many.receipts.assign(65, "x");
  EXPECT_CODE(parse_proof_file(encode_proof_file(many)), GeneralError::kLimit);
  EXPECT_CODE(parse_proof_file(std::string(kMaxProofFileBytes + 1, ' ')), GeneralError::kLimit);
}

TEST(ProofFile, TheThirdFormatHasABeaconsSignatureAndTheSecondHasNone) {
  ProofFile made = sample();
  const std::string second = encode_proof_file(made);
  EXPECT_NE(second.find("zkp-proof/v2"), std::string::npos);
  made.beacon_signature = ByteArray<48>{1, 2, 3};
  const std::string third = encode_proof_file(made);
  EXPECT_NE(third.find("zkp-proof/v3"), std::string::npos);
  const ProofFile read = parse_proof_file(third).value();
  EXPECT_EQ(read.beacon_signature, made.beacon_signature);
  EXPECT_EQ(encode_proof_file(read), third);
  EXPECT_EQ(parse_proof_file(second)->beacon_signature, std::nullopt);

  auto with_format = [](const std::string& text, const std::string& format) {
    json::Value value = json::parse(text).value();
    value.object()["format"] = format;
    return parse_proof_file(json::dump(value));
  };
  EXPECT_FALSE(with_format(third, "zkp-proof/v2").ok());
  EXPECT_FALSE(with_format(second, "zkp-proof/v3").ok());
  EXPECT_FALSE(with_format(third, "zkp-proof/v4").ok());
  for (const std::string& signature :
       {std::string(), std::string(94, '0'), std::string(98, '0'), std::string(96, 'A')}) {
    json::Value value = json::parse(third).value();
    value.object()["beacon_signature"] = signature;
    EXPECT_FALSE(parse_proof_file(json::dump(value)).ok()) << signature;
  }
}

}  // namespace
}  // namespace zkp
