#include "table/json_scan.h"

#include <gtest/gtest.h>

#include "hash/sha2.h"
#include "table/support.h"

namespace zkp {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Result<Rows> scan(std::string_view content, size_t block_bytes = JsonScanner::kDefaultBlockBytes,
                  const std::vector<std::string>& names = {}) {
  MemorySource source(content);
  ZKP_TRY(auto scanner, JsonScanner::open(source, std::nullopt, names, {}, block_bytes));
  ZKP_TRY(Rows rows, test::all_cells(*scanner));
  ZKP_TRY(const Digest digest, scanner->file_sha256());
  EXPECT_EQ(digest, sha256(as_bytes(content)));
  for (auto& row : rows) row.resize(scanner->names().size(), "∅");
  rows.insert(rows.begin(), scanner->names());
  return rows;
}

constexpr const char* kLines =
    "{\"a\": 1, \"b\": \"x\"}\n"
    "{\"b\":\"y\\n\\u00e9\\ud835\\udefc\\/\",\"a\":-2.50e+3}\r\n"
    "\n  {}  \n"
    "{\"c\":true,\"a\":null}\n";
const Rows kWant = {{"a", "b", "c"}, {"1", "x", "∅"}, {"-2.50e+3", "y\né𝛼/", "∅"}, {"∅", "∅", "∅"}, {"∅", "∅", "true"}};

TEST(JsonScan, LinesAndArrayGiveTheSameRowsAtEveryBlockSize) {
  const std::string lines = kLines;
  std::string array = " [ ";
  for (char c : lines) array += c;
  // Between objects a comma instead of a line end.
  array =
      " [ {\"a\": 1, \"b\": \"x\"} ,\n{\"b\":\"y\\n\\u00e9\\ud835\\udefc\\/\",\"a\":-2.50e+3},{},  "
      "{\"c\":true,\"a\":null}\n]\n ";
  for (const std::string& text : {lines, array})
    for (size_t block = 1; block < text.size() + 2; ++block) {
      const auto rows = scan(text, block);
      ASSERT_TRUE(rows.ok()) << block << " " << rows.error().describe();
      EXPECT_EQ(*rows, kWant) << block;
    }
}

TEST(JsonScan, ColumnsOfASchemaComeInItsOrder) {
  const auto rows = scan("{\"a\":1,\"b\":2}\n{\"b\":3}\n", 4, {"b", "a"});
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(*rows, (Rows{{"b", "a"}, {"2", "1"}, {"3", "∅"}}));
  const auto unknown = scan("{\"a\":1}\n{\"z\":2}\n", 4, {"b", "a"});
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().code(), TableError::kBadSchema);
  EXPECT_EQ(unknown.error().where().row, 2u);
}

TEST(JsonScan, AnEmptyArrayHasNoRows) {
  for (const char* text : {"[]", " [ \n ] \n"}) EXPECT_EQ(scan(text).value().size(), 1u);
  EXPECT_EQ(scan("").error().code(), TableError::kNoRows);
  EXPECT_EQ(scan(" \n\n").error().code(), TableError::kNoRows);
}

struct BadJson {
  std::string content;
  TableError code;
  uint64_t row;
  std::string column;
};

TEST(JsonScan, BadInputIsRefusedWithItsRowAndColumn) {
  using namespace std::string_literals;
  const BadJson cases[] = {
      // Truncated.
      {"[{\"a\":1}", TableError::kBadFormat, 2, ""},
      {"[{\"a\":1},", TableError::kBadFormat, 2, ""},
      {"[", TableError::kBadFormat, 1, ""},
      {"[{\"a\":1},{\"a\":", TableError::kBadFormat, 2, ""},
      {"{\"a\":1}\n{\"a\":2", TableError::kBadFormat, 2, "a"},
      {"{\"a\":1}\n{\"a\":\"x", TableError::kBadFormat, 2, "a"},
      {"{\"a\":1}\n{\"a", TableError::kBadFormat, 2, ""},
      {"{\"a\":tru", TableError::kBadFormat, 1, "a"},
      // Nested.
      {"{\"a\":1}\n{\"a\":[1,2]}\n", TableError::kUnsupportedType, 2, "a"},
      {"[{\"a\":1,\"b\":{\"c\":2}}]", TableError::kUnsupportedType, 1, "b"},
      {"[[{\"a\":1}]]", TableError::kBadFormat, 1, ""},
      // Not JSON.
      {"[{\"a\":1} {\"a\":2}]", TableError::kBadFormat, 2, ""},
      {"[{\"a\":1},]", TableError::kBadFormat, 2, ""},
      {"[,{\"a\":1}]", TableError::kBadFormat, 1, ""},
      {"[{\"a\":1}] x", TableError::kBadFormat, 2, ""},
      {"{\"a\":1,}\n", TableError::kBadFormat, 1, ""},
      {"{\"a\":1}\n{\"a\" 1}\n", TableError::kBadFormat, 2, ""},
      {"{a:1}\n", TableError::kBadFormat, 1, ""},
      {"{\"a\":01}\n", TableError::kBadFormat, 1, "a"},
      {"{\"a\":1.}\n", TableError::kBadFormat, 1, "a"},
      {"{\"a\":+1}\n", TableError::kBadFormat, 1, "a"},
      {"{\"a\":NaN}\n", TableError::kBadFormat, 1, "a"},
      {"{\"a\":nul}\n", TableError::kBadFormat, 1, "a"},
      {"{\"a\":\"x\ny\"}\n", TableError::kBadFormat, 1, "a"},
      {"{\"a\":\"\\x\"}\n", TableError::kBadFormat, 1, "a"},
      {"{\"a\":\"\\u12g4\"}\n", TableError::kBadFormat, 1, "a"},
      {"{\"a\":1,\"a\":2}\n", TableError::kBadFormat, 1, "a"},
      {"hello\n", TableError::kBadFormat, 1, ""},
      // Text.
      {"{\"a\":\"\\ud800\"}\n", TableError::kBadUtf8, 1, "a"},
      {"{\"a\":\"\\ud800\\u0041\"}\n", TableError::kBadUtf8, 1, "a"},
      {"{\"a\":\"\\u0000\"}\n", TableError::kNulByte, 1, "a"},
      {"{\"a\":1}\n{\"a\":\"\xff\"}\n", TableError::kBadUtf8, 2, "a"},
      {"{\"a\":1}\n{\"b\":2,\"a\":\"\0\"}\n"s, TableError::kNulByte, 2, "a"},
      // Names.
      {"{\"\":1}\n", TableError::kBadColumnName, 1, ""},
      {"{\"a\":1}\n{\"a.null\":1}\n", TableError::kBadColumnName, 2, ""},
      {"{\"a\\nb\":1}\n", TableError::kBadColumnName, 1, ""},
  };
  for (const BadJson& bad : cases)
    for (size_t block : {size_t{1}, size_t{5}, JsonScanner::kDefaultBlockBytes}) {
      const auto rows = scan(bad.content, block);
      ASSERT_FALSE(rows.ok()) << bad.content;
      EXPECT_EQ(rows.error().code(), bad.code) << bad.content << ": " << rows.error().describe();
      EXPECT_EQ(rows.error().where().row, bad.row) << bad.content << ": " << rows.error().describe();
      EXPECT_EQ(rows.error().where().column, bad.column) << bad.content << ": " << rows.error().describe();
    }
}

TEST(JsonScan, LongStringsAreReadUpToTheLimit) {
  const std::string million(1'000'000, 'x');
  EXPECT_EQ(scan("{\"a\":\"" + million + "\"}").value()[1][0], million);
  std::string escaped;
  for (int i = 0; i < 1'000'000; ++i) escaped += "\\u0078";
  EXPECT_EQ(scan("{\"a\":\"" + escaped + "\"}").value()[1][0], million);
  for (const std::string& text : {std::string((1 << 20) + 1, 'x'), std::string(10 << 20, 'x')}) {
    const auto rows = scan("{\"a\":1}{\"a\":\"" + text + "\"}");
    ASSERT_FALSE(rows.ok());
    EXPECT_EQ(rows.error().code(), TableError::kFieldTooLong);
    EXPECT_EQ(rows.error().where().row, 2u);
    EXPECT_EQ(rows.error().where().column, "a");
  }
}

}  // namespace
}  // namespace zkp
