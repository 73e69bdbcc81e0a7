#include "table/csv_scan.h"

#include <arrow/api.h>
#include <arrow/csv/api.h>
#include <arrow/io/api.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "hash/sha2.h"
#include "table/support.h"

namespace zkp {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Result<Rows> scan(std::string_view content, size_t block_bytes = CsvScanner::kDefaultBlockBytes,
                  const RowLimits& limits = {}) {
  MemorySource source(content);
  ZKP_TRY(auto scanner, CsvScanner::open(source, ',', limits, block_bytes));
  ZKP_TRY(Rows rows, test::all_cells(*scanner));
  ZKP_TRY(const Digest digest, scanner->file_sha256());
  EXPECT_EQ(digest, sha256(as_bytes(content)));
  rows.insert(rows.begin(), scanner->names());
  return rows;
}

TEST(CsvScan, FieldsOfEveryKind) {
  const auto rows = scan("a,b,c\n1,\"x,\"\"y\"\"\n\",\n\"\",,5\" pipe\n");
  ASSERT_TRUE(rows.ok()) << rows.error().describe();
  EXPECT_EQ(*rows, (Rows{{"a", "b", "c"}, {"1", "x,\"y\"\n", "∅"}, {"", "∅", "5\" pipe"}}));
}

TEST(CsvScan, LineEndsMayBeMixedAndTheLastOneMissing) {
  const Rows want = {{"a", "b"}, {"1", "2"}, {"3", "4"}, {"5", "6"}};
  for (const char* text : {"a,b\n1,2\n3,4\n5,6", "a,b\r\n1,2\r\n3,4\r\n5,6\r\n", "a,b\r1,2\r3,4\r5,6\r",
                           "\n\na,b\r\n1,2\n\n\r\n3,4\r5,6\n\n",
                           "\xef\xbb\xbf"
                           "a,b\n1,2\r\n3,4\n5,6\r\n"})
    EXPECT_EQ(scan(text).value(), want);
}

TEST(CsvScan, TheResultDoesNotDependOnTheBlocks) {
  const std::string content =
      "\xef\xbb\xbfname,\"quoted \"\"name\"\"\",größe\r\nα,\"multi\r\nline, "
      "\"\"x\"\"\",\n\n\"\",\"\",zz\r\"last\",𝛼𝛽,end";
  const auto whole = scan(content);
  ASSERT_TRUE(whole.ok()) << whole.error().describe();
  EXPECT_EQ(whole->size(), 4u);
  for (size_t block = 1; block < content.size() + 2; ++block) EXPECT_EQ(scan(content, block).value(), *whole) << block;
}

// A twin that goes byte by byte through a whole file in memory.
Rows twin(const std::string& text) {
  Rows rows;
  std::vector<std::string> row;
  std::string field;
  bool quoted = false, was_quoted = false, any = false;
  const auto end_field = [&] {
    row.push_back(field.empty() && !was_quoted ? "∅" : field);
    field.clear();
    was_quoted = false;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"')
        field += c;
      else if (i + 1 < text.size() && text[i + 1] == '"')
        field += text[i++];
      else
        quoted = false;
    } else if (c == '"' && field.empty() && !was_quoted) {
      quoted = was_quoted = any = true;
    } else if (c == ',') {
      any = true;
      end_field();
    } else if (c == '\n' || c == '\r') {
      if (any || !field.empty()) {
        end_field();
        rows.push_back(row);
        row.clear();
      }
      any = false;
    } else {
      field += c;
    }
  }
  if (any || !field.empty()) {
    end_field();
    rows.push_back(row);
  }
  return rows;
}

std::string arbitrary_field() {
  const auto size = *rc::gen::inRange(0, 5);
  std::string text;
  for (int i = 0; i < size; ++i) text += *rc::gen::element<std::string>("a", "7", " ", "ß", "\"", ",", "\n", "\r", "𝛼");
  const bool plain = text.find_first_of("\",\n\r") == std::string::npos;
  if (plain && *rc::gen::inRange(0, 4) != 0) return text;
  std::string out = "\"";
  for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string arbitrary_csv(size_t columns) {
  std::string text;
  const auto line_end = [&] { text += *rc::gen::element<std::string>("\n", "\r\n", "\r", "\n\n"); };
  for (size_t c = 0; c < columns; ++c) text += (c == 0 ? "n" : ",n") + std::to_string(c);
  line_end();
  const auto rows = *rc::gen::inRange(1, 8);
  for (int row = 0; row < rows; ++row) {
    for (size_t c = 0; c < columns; ++c) text += (c == 0 ? "" : ",") + arbitrary_field();
    line_end();
  }
  return text;
}

RC_GTEST_PROP(CsvScan, AgreesWithTheTwinAtEveryBlockSize, ()) {
  const auto columns = *rc::gen::inRange<size_t>(1, 4);
  const std::string text = arbitrary_csv(columns);
  const auto block = *rc::gen::inRange<size_t>(1, 40);
  Rows want = twin(text);
  const auto got = scan(text, block);
  RC_ASSERT(got.ok());
  RC_ASSERT(*got == want);
}

// Arrow's reader is an independent implementation; it reads the same fields out of the same bytes.
RC_GTEST_PROP(CsvScan, AgreesWithArrow, ()) {
  const auto columns = *rc::gen::inRange<size_t>(2, 4);
  const std::string text = arbitrary_csv(columns);
  auto parse = arrow::csv::ParseOptions::Defaults();
  parse.newlines_in_values = true;
  auto convert = arrow::csv::ConvertOptions::Defaults();
  convert.default_column_type = arrow::utf8();
  convert.null_values = {""};
  convert.strings_can_be_null = true;
  convert.quoted_strings_can_be_null = false;
  auto read = arrow::csv::ReadOptions::Defaults();
  read.use_threads = false;
  auto input = std::make_shared<arrow::io::BufferReader>(arrow::Buffer::FromString(text));
  auto reader =
      arrow::csv::TableReader::Make(arrow::io::default_io_context(), input, read, parse, convert).ValueOrDie();
  const auto table = reader->Read().ValueOrDie();
  Rows want(static_cast<size_t>(table->num_rows()) + 1);
  for (int c = 0; c < table->num_columns(); ++c) {
    want[0].push_back(table->field(c)->name());
    for (int64_t row = 0; row < table->num_rows(); ++row) {
      const auto scalar = table->column(c)->GetScalar(row).ValueOrDie();
      want[static_cast<size_t>(row) + 1].push_back(scalar->is_valid ? scalar->ToString() : "∅");
    }
  }
  const auto got = scan(text);
  RC_ASSERT(got.ok());
  RC_ASSERT(*got == want);
}

struct BadCsv {
  const char* what;
  std::string content;
  TableError code;
  std::optional<uint64_t> row;
  std::string column;
};

TEST(CsvScan, BadInputIsRefusedWithItsRowAndColumn) {
  using namespace std::string_literals;
  const BadCsv cases[] = {
      {"empty file", "", TableError::kNoRows, {}, ""},
      {"only line ends", "\n\r\n\n", TableError::kNoRows, {}, ""},
      {"only a byte order mark", "\xef\xbb\xbf", TableError::kNoRows, {}, ""},
      {"too few fields", "a,b\n1,2\n3\n", TableError::kRaggedRow, 2, ""},
      {"too many fields", "a,b\n1,2\n3,4,5\n", TableError::kRaggedRow, 2, ""},
      {"ragged after a multi-line field", "a,b\n\"1\n\n1\",2\n\n3\n", TableError::kRaggedRow, 2, ""},
      {"ragged last row without newline", "a,b\n1,2\n3", TableError::kRaggedRow, 2, ""},
      {"bad UTF-8", "a,b\n1,2\n3,\xff\n", TableError::kBadUtf8, 2, "b"},
      {"UTF-8 cut off by a delimiter", "a,b\n\xe2\x82,2\n", TableError::kBadUtf8, 1, "a"},
      {"UTF-8 cut off by the end", "a,b\n1,\xe2\x82", TableError::kBadUtf8, 1, "b"},
      {"surrogate", "a,b\n1,\xed\xa0\x80\n", TableError::kBadUtf8, 1, "b"},
      {"bad UTF-8 behind a quoted delimiter", "a,b\n\"x,y\",\xc0\x80\n", TableError::kBadUtf8, 1, "b"},
      {"bad UTF-8 in the header", "a,\xff\n1,2\n", TableError::kBadUtf8, {}, ""},
      {"NUL", "a,b\n1,2\n\0,4\n"s, TableError::kNulByte, 2, "a"},
      {"NUL in quotes", "a,b\n1,\"x\0\"\n"s, TableError::kNulByte, 1, "b"},
      {"UTF-16",
       "\xff\xfe"
       "a\0,\0b\0"s,
       TableError::kBadUtf8,
       {},
       ""},
      {"quote never closed", "a,b\n1,2\n3,\"4\n5,6\n", TableError::kBadFormat, 2, "b"},
      {"text behind a quote", "a,b\n\"1\"x,2\n", TableError::kBadFormat, 1, "a"},
      {"duplicate column", "a,b,a\n1,2,3\n", TableError::kDuplicateColumn, {}, ""},
      {"column without a name", "a,,c\n1,2,3\n", TableError::kBadColumnName, {}, ""},
      {"trailing delimiter in the header", "a,b,\n1,2,3\n", TableError::kBadColumnName, {}, ""},
      {"reserved name", "a,a.null\n1,2\n", TableError::kBadColumnName, {}, ""},
      {"name with a line end", "\"a\nb\",c\n1,2\n", TableError::kBadColumnName, {}, ""},
  };
  for (const BadCsv& bad : cases)
    for (size_t block : {size_t{1}, size_t{3}, size_t{7}, CsvScanner::kDefaultBlockBytes}) {
      const auto rows = scan(bad.content, block);
      ASSERT_FALSE(rows.ok()) << bad.what;
      EXPECT_EQ(rows.error().code(), bad.code) << bad.what << ": " << rows.error().describe();
      EXPECT_EQ(rows.error().where().row, bad.row) << bad.what << " block " << block;
      EXPECT_EQ(rows.error().where().column, bad.column) << bad.what << " block " << block;
    }
}

TEST(CsvScan, FieldsUpToTheLimitAreReadLongerOnesRefused) {
  const std::string million(1'000'000, 'x');
  EXPECT_EQ(scan("a,b\n1," + million + "\n").value()[1][1].size(), million.size());
  EXPECT_EQ(scan("a,b\n1,\"" + million + "\"\n").value()[1][1].size(), million.size());
  const std::string limit((1 << 20) + 1, 'x');
  for (const std::string& field : {limit, "\"" + limit + "\"", "\"" + limit}) {
    const auto rows = scan("a,b\n1,2\n3," + field + "\n");
    ASSERT_FALSE(rows.ok());
    EXPECT_EQ(rows.error().code(), TableError::kFieldTooLong);
    EXPECT_EQ(rows.error().where().row, 2u);
    EXPECT_EQ(rows.error().where().column, "b");
  }
}

TEST(CsvScan, ARowWithoutEndIsRefusedBeforeItFillsTheMemory) {
  std::string row = "1";
  for (int i = 0; i < 2000; ++i) row += ",22222222";
  const auto rows = scan("a\n" + row, 64, {.field_bytes = 100, .row_bytes = 4096});
  ASSERT_FALSE(rows.ok());
  EXPECT_EQ(rows.error().code(), TableError::kFieldTooLong);
}

TEST(CsvScan, ColumnsAreLimited) {
  std::string header = "c0", row = "0";
  for (int i = 1; i < 2048; ++i) {
    header += ",c" + std::to_string(i);
    row += ",1";
  }
  const auto rows = scan(header + "\n" + row + "\n");
  ASSERT_TRUE(rows.ok()) << rows.error().describe();
  EXPECT_EQ((*rows)[1].size(), 2048u);
  EXPECT_EQ(scan(header + ",x\n" + row + ",1\n").error().code(), TableError::kTooManyColumns);
}

}  // namespace
}  // namespace zkp
