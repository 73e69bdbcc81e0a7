/// Bytes, public checks, words and outputs of the statements: everything about a claim that needs no proof.
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "statement/dataset.h"
#include "statement/registry.h"

namespace zkp {
namespace {

using testing::TestDataset;

constexpr ColumnType kInt16{TypeCode::kInt, 16}, kUint{TypeCode::kUint64, 0}, kF64{TypeCode::kF64Ord, 0},
    kCode{TypeCode::kCode, 5}, kDate{TypeCode::kDate, 0}, kDecimal2{TypeCode::kDecimal, 2};

const TestDataset& dataset() {
  static const TestDataset out({{"age", kInt16, {30, 41, 17}, 1},
                                {"amount", kDecimal2, {1050, -25, 375}, 2},
                                {"ratio", kF64, {0, 1, 2}, 3},
                                {"label", kCode, {0, 4, 2}, 4},
                                {"day", kDate, {0, 1, 20778}, 5},
                                {"big", kUint, {0, 1, static_cast<__int128>(UINT64_MAX)}, 6},
                                {"odd, name", kInt16, {1, 2, 3}, 7}});
  return out;
}

const DatasetBody& body() { return dataset().body; }

Bytes disclosed(uint64_t rows, std::optional<__int128> sum = {}) { return encode_disclosure({rows, sum}); }

StatementView view(std::string_view text, std::optional<__int128> sum = {}) {
  const ParsedStatement parsed = parse_statement(text, body()).value();
  return describe_statement(parsed.bytes, disclosed(3, sum), body()).value();
}

ErrorCode refusal(std::string_view text) {
  auto parsed = parse_statement(text, body());
  EXPECT_FALSE(parsed.ok()) << text;
  return parsed.ok() ? ErrorCode(GeneralError::kNotFound) : parsed.error().code();
}

TEST(Statements, BytesAreThoseOfTheFormatDocument) {
  EXPECT_EQ(hex_encode(parse_statement("rows", body())->bytes),
            "5a44533053"
            "0001"
            "0001"
            "0003"
            "616765");
  EXPECT_EQ(hex_encode(parse_statement("range:age;min=-1;max=130", body())->bytes),
            "5a44533053"
            "0003"
            "0001"
            "0003"
            "616765"
            "ffffffffffffffffffffffffffffffff"
            "00000000000000000000000000000082");
  EXPECT_EQ(hex_encode(disclosed(3, -2)),
            "0000000000000003"
            "fffffffffffffffffffffffffffffffe");
}

TEST(Statements, EveryListedExampleOfAKnownColumnParsesAndDescribesItself) {
  EXPECT_EQ(statement_list().size(), 5u);
  for (const StatementInfo& info : statement_list()) {
    auto parsed = parse_statement(info.example, body());
    ASSERT_TRUE(parsed.ok()) << info.example;
    EXPECT_EQ(parsed->text, info.example);
    EXPECT_EQ(statement_column(parsed->bytes).value(), parsed->column);
  }
}

TEST(Statements, TextIsCanonicalAndReadBack) {
  for (const char* text : {"rows", "sum:amount", "range:age;min=0;max=130", "range:amount;min=-0.25;max=10.5",
                           "range:day;min=1970-01-01;max=2026-11-21", "range:ratio;min=0;max=0.1", "well-typed:label",
                           "summary:big;min=0;max=18446744073709551615", "sum:\"odd, name\""}) {
    auto parsed = parse_statement(text, body());
    ASSERT_TRUE(parsed.ok()) << text << " " << parsed.error().describe();
    EXPECT_EQ(parsed->text, text);
    EXPECT_EQ(parse_statement(parsed->text, body())->bytes, parsed->bytes);
  }
  EXPECT_EQ(parse_statement("range:amount;max=10.50;min=-2.5e-1", body())->text, "range:amount;min=-0.25;max=10.5");
}

TEST(Statements, MissingBoundIsTheEndOfTheTypesInterval) {
  EXPECT_EQ(parse_statement("range:age;min=0", body())->text, "range:age;min=0;max=32767");
  EXPECT_EQ(parse_statement("range:age;max=0", body())->text, "range:age;min=-32768;max=0");
}

TEST(Statements, RefusalsNameTheReason) {
  EXPECT_EQ(refusal("median:age"), StatementError::kUnknownStatement);
  EXPECT_EQ(refusal("sum:nobody"), StatementError::kUnknownColumn);
  EXPECT_EQ(refusal("sum"), StatementError::kSyntax);
  EXPECT_EQ(refusal("sum:age,amount"), StatementError::kSyntax);
  EXPECT_EQ(refusal("rows:age"), StatementError::kSyntax);
  EXPECT_EQ(refusal("range:age"), StatementError::kSyntax);
  EXPECT_EQ(refusal("range:age;min=5;max=4"), StatementError::kSyntax);
  EXPECT_EQ(refusal("range:age;min=x"), StatementError::kSyntax);
  EXPECT_EQ(refusal("range:age;step=1"), StatementError::kSyntax);
  EXPECT_EQ(refusal("sum:age;min=1"), StatementError::kSyntax);
  EXPECT_EQ(refusal("range:big;min=-1"), StatementError::kSyntax);
  EXPECT_EQ(refusal("range:label;max=5"), StatementError::kSyntax);
  EXPECT_EQ(refusal("range:age;max=9223372036854775808"), StatementError::kSyntax);
  EXPECT_EQ(refusal("sum:ratio"), StatementError::kWrongType);
  EXPECT_EQ(refusal("sum:label"), StatementError::kWrongType);
  EXPECT_EQ(parse_statement("sum:ratio", body()).error().hint(), "notarize it with --type ratio=decimal(6)");
}

TEST(Statements, NothingCanBeProvedAboutUncommittedColumns) {
  DatasetBody large = body();
  for (BodyColumn& column : large.columns) column.commitment.reset();
  EXPECT_EQ(parse_statement("rows", large).error().code(), StatementError::kNotCommitted);
  EXPECT_EQ(parse_statement("sum:age", large).error().code(), StatementError::kNotCommitted);
  EXPECT_TRUE(default_statements(large).empty());
}

TEST(Statements, DefaultIsThatEveryCommittedColumnIsWellTyped) {
  EXPECT_EQ(default_statements(body()),
            (std::vector<std::string>{"well-typed:age", "well-typed:amount", "well-typed:ratio", "well-typed:label",
                                      "well-typed:day", "well-typed:big", "well-typed:\"odd, name\""}));
}

TEST(Statements, WordsAreSentencesInTheColumnsUnits) {
  EXPECT_EQ(view("rows").words, "the dataset has 3 rows");
  EXPECT_EQ(view("sum:amount", 1400).words, "column \"amount\" has 3 rows whose sum is 14");
  EXPECT_EQ(view("range:age;min=0;max=130").words, "column \"age\" has 3 rows, every value between 0 and 130");
  EXPECT_EQ(view("summary:amount;min=-1;max=20", 1399).words,
            "column \"amount\" has 3 rows whose sum is 13.99, every value between -1 and 20");
  EXPECT_EQ(view("well-typed:age").words,
            "column \"age\" has 3 rows, every value of type INT(16): between -32768 and 32767");
  EXPECT_EQ(view("range:day;min=1970-01-01;max=2026-11-21").words,
            "column \"day\" has 3 rows, every value between 1970-01-01 and 2026-11-21");
  EXPECT_EQ(view("sum:amount", 1400).outputs, (std::map<std::string, std::string>{{"rows", "3"}, {"sum", "14"}}));
  EXPECT_EQ(view("range:age;min=0;max=130").outputs,
            (std::map<std::string, std::string>{{"rows", "3"}, {"min", "0"}, {"max", "130"}}));
  EXPECT_EQ(view("sum:amount", 1400).column, "amount");
}

TEST(Statements, HostileColumnNamesDoNotReachTheTerminal) {
  DatasetBody hostile = body();
  hostile.columns[0].name = "a\x1b[2J";
  const ParsedStatement parsed = parse_statement("sum:a\x1b[2J", hostile).value();
  const StatementView shown = describe_statement(parsed.bytes, disclosed(3, 1), hostile).value();
  EXPECT_EQ(shown.words.find('\x1b'), std::string::npos);
}

TEST(Statements, WhatIsNotShownIsSaidAndDependsOnTheBounds) {
  EXPECT_EQ(view("sum:age", 1).not_shown.size(), 2u);
  EXPECT_EQ(view("range:age;min=0;max=130").not_shown.size(), 2u);
  EXPECT_EQ(view("range:age;min=0;max=100000").not_shown.size(), 3u);  // wider than INT(16)
}

TEST(Statements, MalformedBytesAreRefused) {
  const Bytes good = parse_statement("range:age;min=0;max=130", body())->bytes;
  for (size_t i = 0; i < good.size(); ++i) EXPECT_FALSE(decode_direct(ByteView(good).first(i)).ok()) << i;
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_EQ(decode_direct(longer).error().code(), StatementError::kSyntax);
  for (size_t at : {size_t{0}, size_t{4}, size_t{5}, size_t{6}, size_t{8}}) {
    Bytes changed = good;
    changed[at] ^= 0x40;
    EXPECT_FALSE(decode_direct(changed).ok()) << at;
  }
  auto bytes = [](uint16_t kind, std::string_view column) {
    return std::move(ByteWriter().raw("ZDS0S").u16(kind).u16(1).str(column)).bytes();
  };
  ASSERT_TRUE(decode_direct(bytes(1, "age")).ok());
  EXPECT_FALSE(decode_direct(bytes(0, "age")).ok());
  EXPECT_FALSE(decode_direct(bytes(6, "age")).ok());
  EXPECT_FALSE(decode_direct(bytes(1, "")).ok());
  EXPECT_FALSE(decode_direct(bytes(1, "\xc3\x28")).ok());
  const DirectStatement sum{DirectKind::kSum, "age", {}};
  EXPECT_FALSE(decode_disclosure(sum, disclosed(3)).ok());  // the sum is missing
  EXPECT_FALSE(decode_disclosure({DirectKind::kRows, "age", {}}, disclosed(3, 1)).ok());
  EXPECT_TRUE(decode_disclosure(sum, disclosed(3, 1)).ok());
}

TEST(PublicInputs, ShiftMapsEveryTypeInto64Bits) {
  EXPECT_EQ(encode_shifted(kInt16, INT64_MIN), 0u);
  EXPECT_EQ(encode_shifted(kInt16, 0), uint64_t{1} << 63);
  EXPECT_EQ(encode_shifted(kInt16, INT64_MAX), UINT64_MAX);
  EXPECT_EQ(encode_shifted(kUint, 0), 0u);
  EXPECT_EQ(encode_shifted(kUint, static_cast<__int128>(UINT64_MAX)), UINT64_MAX);
  for (__int128 v : {static_cast<__int128>(-5), static_cast<__int128>(0), static_cast<__int128>(77)})
    EXPECT_TRUE(decode_shifted(kInt16, encode_shifted(kInt16, v)) == v);
}

TEST(PublicInputs, BindingCoversKeyContextAndStatement) {
  const ProofContext context = dataset().context();
  const Fr binding = direct_binding(Digest{1}, context, as_bytes("s"));
  EXPECT_NE(binding, direct_binding(Digest{2}, context, as_bytes("s")));
  EXPECT_NE(binding, direct_binding(Digest{1}, dataset().context(1), as_bytes("s")));
  EXPECT_NE(binding, direct_binding(Digest{1}, context, as_bytes("t")));
}

TEST(PublicInputs, ImpossibleDisclosuresAreRefusedWithoutAProof) {
  auto inputs = [](const DirectStatement& statement, const DirectDisclosure& disclosure) {
    return direct_public_inputs(statement, disclosure, body(), Fr::zero());
  };
  const DirectStatement rows{DirectKind::kRows, "age", {}}, sum{DirectKind::kSum, "age", {}};
  EXPECT_TRUE(inputs(rows, {3, {}}).ok());
  EXPECT_FALSE(inputs(rows, {4, {}}).ok());
  EXPECT_FALSE(inputs(rows, {3, 1}).ok());
  EXPECT_FALSE(inputs(sum, {3, {}}).ok());
  EXPECT_FALSE(inputs({DirectKind::kRows, "amount", {}}, {3, {}}).ok());  // not the first committed column

  const __int128 least = 3 * static_cast<__int128>(INT64_MIN), most = 3 * static_cast<__int128>(INT64_MAX);
  EXPECT_TRUE(inputs(sum, {3, least}).ok());
  EXPECT_TRUE(inputs(sum, {3, most}).ok());
  EXPECT_FALSE(inputs(sum, {3, least - 1}).ok());
  EXPECT_FALSE(inputs(sum, {3, most + 1}).ok());
  EXPECT_FALSE(inputs({DirectKind::kSum, "big", {}}, {3, -1}).ok());
}

TEST(PublicInputs, ElementsAreInTheOrderOfTheCircuit) {
  const auto inputs =
      direct_public_inputs({DirectKind::kSummary, "age", {0, 130}}, {3, 88}, body(), Fr::from_u64(9)).value();
  const uint64_t zero = uint64_t{1} << 63;
  EXPECT_EQ(inputs.elements(), (std::array<Fr, 7>{Fr::from_u64(9), *body().columns[0].commitment, Fr::from_u64(3),
                                                  Fr::one(), Fr::from_u64(zero) * Fr::from_u64(3) + Fr::from_u64(88),
                                                  Fr::from_u64(zero), Fr::from_u64(zero + 130)}));
}

}  // namespace
}  // namespace zkp
