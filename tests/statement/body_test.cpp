#include "statement/direct/body.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr ColumnType kInt16{TypeCode::kInt, 16}, kBool{TypeCode::kBool, 0}, kStr{TypeCode::kStr248, 0},
    kCode3{TypeCode::kCode, 3};

DatasetBody sample() {
  DatasetBody body;
  body.owner_key = {1, 2, 3};
  body.file_binding = Digest{4};
  body.file_profile = "csv";
  body.schema_digest = Digest{5};
  body.rows = 10;
  body.columns = {{"age", kInt16, false, {}, Fr::from_u64(42)},
                  {"name", kStr, false, {}, {}},
                  {"label", kCode3, false, dictionary_digest({"x", "y", "z"}), Fr::from_u64(43)},
                  {"score", kInt16, true, {}, {}},
                  {"score.null", kBool, false, {}, Fr::from_u64(44)}};
  return body;
}

bool decodes(const DatasetBody& body) {
  auto decoded = decode_body(encode_body(body));
  if (!decoded.ok()) { EXPECT_EQ(decoded.error().code(), LedgerError::kBadEntry); }
  return decoded.ok();
}

TEST(DatasetBody, RoundTripIsExact) {
  const Bytes bytes = encode_body(sample());
  const DatasetBody back = decode_body(bytes).value();
  EXPECT_EQ(encode_body(back), bytes);
  EXPECT_EQ(back.rows, 10u);
  EXPECT_EQ(back.columns.size(), 5u);
  EXPECT_EQ(back.find("age")->commitment, Fr::from_u64(42));
  EXPECT_EQ(back.find("Age"), nullptr);
}

// docs/formats/zds0.md, written out by hand.
TEST(DatasetBody, BytesAreThoseOfTheFormatDocument) {
  DatasetBody body;
  body.rows = 2;
  body.columns = {{"a", kInt16, false, {}, Fr::from_u64(1)}};
  const std::string zeros(64, '0');
  EXPECT_EQ(hex_encode(encode_body(body)),
            "5a445330"
            "0001" +
                zeros + zeros + "0000" + zeros +
                "0000000000000002"
                "0001"
                "0001"
                "61"
                "01"
                "00000010"
                "00" +
                zeros + "01" + zeros.substr(1) + "1");
  const Bytes bytes = encode_body(body);
  EXPECT_EQ(body_digest(bytes), sha256({as_bytes("zkp.ds0.entry"), bytes}));
}

TEST(DatasetBody, DictionaryDigestIsLengthPrefixed) {
  EXPECT_EQ(dictionary_digest({"a", "bc"}),
            sha256({as_bytes("zkp.ds.v1.dict"), *hex_decode("000000020000000161000000026263")}));
  EXPECT_NE(dictionary_digest({"ab", "c"}), dictionary_digest({"a", "bc"}));
}

TEST(DatasetBody, EveryTruncationAndEveryExtraByteIsRefused) {
  const Bytes bytes = encode_body(sample());
  for (size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(decode_body(ByteView(bytes).first(i)).ok()) << i;
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(decode_body(longer).ok());
}

TEST(DatasetBody, EveryChangedByteChangesTheDigestOrIsRefused) {
  const Bytes bytes = encode_body(sample());
  for (size_t i = 0; i < bytes.size(); ++i) {
    Bytes changed = bytes;
    changed[i] ^= 0x80;
    if (auto decoded = decode_body(changed); decoded.ok()) { EXPECT_EQ(encode_body(*decoded), changed) << i; }
    EXPECT_NE(body_digest(changed), body_digest(bytes));
  }
}

template <class Change>
bool decodes_after(Change change) {
  DatasetBody body = sample();
  change(body);
  return decodes(body);
}

TEST(DatasetBody, StructuralRulesAreEnforced) {
  ASSERT_TRUE(decodes(sample()));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.rows = 0; }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns.clear(); }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[0].name = ""; }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[0].name = "\xff"; }));
  for (const char* name : {"a\nb", "\x1b[2J", "a\x7f", "\t"})
    EXPECT_FALSE(decodes_after([&](DatasetBody& b) { b.columns[0].name = name; })) << name;
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[0].name = "name"; }));  // repeated
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[0].type.code = static_cast<TypeCode>(11); }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[0].type.param = 0; }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[0].type.param = 65; }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[4].type.param = 1; }));
}

TEST(DatasetBody, LinkageIdsBelongToCategoriesAndOnlyToThem) {
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[2].linkage_id = {}; }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[0].linkage_id = Digest{1}; }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[1].linkage_id = Digest{1}; }));
}

TEST(DatasetBody, NullableColumnsHaveExactlyOneBooleanCompanion) {
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns.pop_back(); }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[3].nullable = false; }));  // dangling companion
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[4].type = kInt16; }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[4].name = "other.null"; }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[0].name = ".null"; }));
}

TEST(DatasetBody, CommitmentsAreAllowedExactlyWhereTheCircuitCanOpenThem) {
  EXPECT_TRUE(decodes_after([](DatasetBody& b) { b.rows = 1024; }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.rows = 1025; }));
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[1].commitment = Fr::one(); }));  // text
  EXPECT_FALSE(decodes_after([](DatasetBody& b) { b.columns[3].commitment = Fr::one(); }));  // nullable
  EXPECT_TRUE(decodes_after([](DatasetBody& b) {
    b.rows = 1'000'000;
    for (BodyColumn& column : b.columns) column.commitment.reset();
  }));
}

TEST(DatasetBody, NonCanonicalCommitmentsAndFlagsAreRefused) {
  DatasetBody body;
  body.rows = 2;
  body.columns = {{"a", kInt16, false, {}, Fr::from_u64(1)}};
  const Bytes good = encode_body(body);
  Bytes changed = good;
  std::ranges::copy(*hex_decode("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001"),
                    changed.end() - 32);
  EXPECT_FALSE(decode_body(changed).ok());  // r instead of 0
  changed = good;
  changed[changed.size() - 33] = 2;  // committed
  EXPECT_FALSE(decode_body(changed).ok());
}

}  // namespace
}  // namespace zkp
