#include "ledger/opening.h"

#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

Opening sample() {
  Opening out;
  out.dataset = sha256(as_bytes("dataset"));
  out.name = "train";
  out.file = "/data/train.csv";
  out.file_bytes = 1234567;
  out.file_sha256 = sha256(as_bytes("file"));
  out.file_salt = sha256(as_bytes("salt"));
  out.profile = "csv/1;delim=,;quote=\";header=1;null=;zone=";
  out.schema.columns = {{"age", {TypeCode::kInt, 16}, false, {}}, {"label", {TypeCode::kCode, 2}, true, {"no", "yes"}}};
  out.rows = UINT64_MAX;
  out.columns.push_back({"age", Fr::from_u64(7)});
  out.columns.push_back({"label.null", Fr::zero() - Fr::one()});
  return out;
}
std::string text_of(const Opening& opening) { return std::string(as_text(encode_opening(opening).view())); }

TEST(Opening, ReadsBack) {
  const Opening made = sample();
  const Opening read = parse_opening(encode_opening(made).view()).value();
  EXPECT_EQ(read.dataset, made.dataset);
  EXPECT_EQ(read.name, made.name);
  EXPECT_EQ(read.file, made.file);
  EXPECT_EQ(read.file_bytes, made.file_bytes);
  EXPECT_EQ(read.file_sha256, made.file_sha256);
  EXPECT_EQ(read.file_salt, made.file_salt);
  EXPECT_EQ(read.profile, made.profile);
  EXPECT_EQ(read.schema, made.schema);
  EXPECT_EQ(read.rows, made.rows);
  ASSERT_EQ(read.columns.size(), 2u);
  EXPECT_EQ(*read.salt_of("age"), Fr::from_u64(7));
  EXPECT_EQ(*read.salt_of("label.null"), Fr::zero() - Fr::one());
  EXPECT_EQ(read.salt_of("absent"), nullptr);
  EXPECT_EQ(text_of(read), text_of(made));
}

TEST(Opening, EveryMemberIsNeededAndNoOtherIsAllowed) {
  const json::Value good = json::parse(text_of(sample())).value();
  for (const auto& [member, value] : good.object()) {
    json::Value changed = good;
    changed.object().erase(member);
    EXPECT_FALSE(parse_opening(as_bytes(json::dump(changed))).ok()) << member;
    changed = good;
    changed.object()[member] = value.is_integer() ? json::Value("x") : json::Value(int64_t{-1});
    EXPECT_FALSE(parse_opening(as_bytes(json::dump(changed))).ok()) << member;
  }
  json::Value extra = good;
  extra.object()["more"] = "x";
  EXPECT_FALSE(parse_opening(as_bytes(json::dump(extra))).ok());
}

TEST(Opening, OnlyTheCanonicalTextIsRead) {
  const std::string good = text_of(sample());
  EXPECT_CODE(parse_opening(as_bytes(good + "\n")), GeneralError::kParse);
  EXPECT_CODE(parse_opening(as_bytes(" " + good)), GeneralError::kParse);
  for (size_t size = 0; size < good.size(); size += 13)
    EXPECT_FALSE(parse_opening(as_bytes(good.substr(0, size))).ok());
  auto with = [&](const std::string& what, const std::string& instead) {
    std::string out = good;
    out.replace(out.find(what), what.size(), instead);
    return out;
  };
  EXPECT_FALSE(parse_opening(as_bytes(with("opening/v1", "opening/v2"))).ok());
  EXPECT_FALSE(parse_opening(as_bytes(with("18446744073709551615", "018446744073709551615"))).ok());
  EXPECT_FALSE(parse_opening(as_bytes(with("18446744073709551615", "18446744073709551616"))).ok());
  EXPECT_FALSE(parse_opening(as_bytes(with("CODE(2)", "CODE(3)"))).ok());
  EXPECT_CODE(parse_opening(as_bytes(with("CODE(2)", "CoDE(2)"))), GeneralError::kParse);  // found by fuzzing
  EXPECT_CODE(parse_opening(as_bytes(with("INT(16)", "int16"))), GeneralError::kParse);
}

TEST(Opening, ASaltIsACanonicalFieldElement) {
  json::Value changed = json::parse(text_of(sample())).value();
  auto with_salt = [&](const std::string& salt) {
    changed.object()["columns"].array()[0].object()["salt"] = salt;
    return parse_opening(as_bytes(json::dump(changed)));
  };
  EXPECT_TRUE(with_salt(std::string(64, '0')).ok());
  EXPECT_FALSE(with_salt(std::string(64, 'f')).ok());
  EXPECT_FALSE(with_salt(std::string(62, '0')).ok());
  EXPECT_FALSE(with_salt(std::string(66, '0')).ok());
  EXPECT_FALSE(with_salt("").ok());
  // r itself (dataset_proof specification, the field of BLS12-381).
  EXPECT_FALSE(with_salt("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001").ok());
}

TEST(Opening, AnyChangedByteIsRefusedOrGivesAnotherOpening) {
  const std::string good = text_of(sample());
  for (size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const Result<Opening> read = parse_opening(as_bytes(changed));
    if (read.ok()) { EXPECT_EQ(text_of(*read), changed); }
  }
}

}  // namespace
}  // namespace zkp
