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
  out.linkage_salt = ByteArray<16>{9, 8, 7};
  out.columns.push_back({"age", sha256(as_bytes("seed 1"))});
  out.columns.push_back({"label", sha256(as_bytes("seed 2"))});
  out.columns.push_back({"label.null", sha256(as_bytes("seed 3"))});
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
  EXPECT_EQ(read.linkage_salt, made.linkage_salt);
  ASSERT_EQ(read.columns.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(read.columns[i].name, made.columns[i].name);
    EXPECT_EQ(read.columns[i].seed, made.columns[i].seed);
  }
  Opening without_text = sample();
  without_text.linkage_salt.reset();
  EXPECT_EQ(parse_opening(encode_opening(without_text).view())->linkage_salt, std::nullopt);
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
  EXPECT_FALSE(parse_opening(as_bytes(with("opening/v2", "opening/v1"))).ok());
  EXPECT_FALSE(parse_opening(as_bytes(with("18446744073709551615", "018446744073709551615"))).ok());
  EXPECT_FALSE(parse_opening(as_bytes(with("18446744073709551615", "18446744073709551616"))).ok());
  EXPECT_FALSE(parse_opening(as_bytes(with("CODE(2)", "CODE(3)"))).ok());
  EXPECT_CODE(parse_opening(as_bytes(with("CODE(2)", "CoDE(2)"))), GeneralError::kParse);  // found by fuzzing
  EXPECT_CODE(parse_opening(as_bytes(with("INT(16)", "int16"))), GeneralError::kParse);
}

TEST(Opening, SaltAndSeedsHaveTheirSizes) {
  json::Value changed = json::parse(text_of(sample())).value();
  auto with_seed = [&](const std::string& seed) {
    changed.object()["columns"].array()[0].object()["seed"] = seed;
    return parse_opening(as_bytes(json::dump(changed)));
  };
  EXPECT_TRUE(with_seed(std::string(64, '0')).ok());
  EXPECT_FALSE(with_seed(std::string(62, '0')).ok());
  EXPECT_FALSE(with_seed(std::string(66, '0')).ok());
  EXPECT_FALSE(with_seed("").ok());
  json::Value salt = json::parse(text_of(sample())).value();
  salt.object()["linkage_salt"] = std::string(30, '0');
  EXPECT_FALSE(parse_opening(as_bytes(json::dump(salt))).ok());
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

Opening noise_sample() {
  Opening out;
  out.dataset = sha256(as_bytes("dataset"));
  out.name = "noise";
  out.bits = {1, 0, 0, 1, 1};
  out.columns.push_back({"bits", sha256(as_bytes("seed"))});
  return out;
}

TEST(NoiseOpening, ReadsBack) {
  const Opening made = noise_sample();
  const Opening read = parse_opening(encode_opening(made).view()).value();
  EXPECT_TRUE(read.is_noise());
  EXPECT_EQ(read.dataset, made.dataset);
  EXPECT_EQ(read.name, made.name);
  EXPECT_EQ(read.bits, made.bits);
  EXPECT_EQ(read.rows, 5u);
  ASSERT_EQ(read.columns.size(), 1u);
  EXPECT_EQ(read.columns[0].seed, made.columns[0].seed);
  EXPECT_EQ(text_of(read), text_of(made));
  EXPECT_FALSE(parse_opening(encode_opening(sample()).view())->is_noise());
}

TEST(NoiseOpening, MembersAndBitsAreChecked) {
  const json::Value good = json::parse(text_of(noise_sample())).value();
  for (const auto& [member, value] : good.object()) {
    json::Value changed = good;
    changed.object().erase(member);
    EXPECT_FALSE(parse_opening(as_bytes(json::dump(changed))).ok()) << member;
    changed = good;
    changed.object()[member] = int64_t{-1};
    EXPECT_FALSE(parse_opening(as_bytes(json::dump(changed))).ok()) << member;
  }
  for (const std::string& bits : {std::string(), std::string("0120"), std::string("01 "), std::string(4097, '0')}) {
    json::Value changed = good;
    changed.object()["bits"] = bits;
    EXPECT_CODE(parse_opening(as_bytes(json::dump(changed))), GeneralError::kParse);
  }
  json::Value extra = good;
  extra.object()["file"] = "";
  EXPECT_FALSE(parse_opening(as_bytes(json::dump(extra))).ok());
}

}  // namespace
}  // namespace zkp
