#include "table/ingest.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base_os/pool.h"
#include "hash/sha2.h"
#include "table/parquet_file.h"
#include "table/support.h"

namespace zkp {
namespace {

using test::scan_csv;
using test::scan_text;

TEST(ScanFile, DescribesTheFile) {
  const std::string text = "id,name,price\n1,ann,1.5\n2,,2\n";
  const auto scanned = scan_csv(text);
  ASSERT_TRUE(scanned.ok()) << scanned.error().describe();
  EXPECT_EQ(scanned->file_sha256, sha256(as_bytes(text)));
  EXPECT_EQ(scanned->file_bytes, text.size());
  EXPECT_EQ(scanned->rows, 2u);
  EXPECT_EQ(to_string(scanned->profile), "csv/1;delim=,;quote=\";header=1;null=;zone=");
  ASSERT_TRUE(scanned->table);
  EXPECT_EQ(scanned->table->schema(), scanned->schema);
  EXPECT_EQ(scanned->table->find("name")->nulls, (std::vector<uint8_t>{0, 1}));
  EXPECT_EQ(scanned->table->find("none"), nullptr);
}

// One table in four formats.
constexpr const char* kColumnsJson =
    R"j({"columns":[{"name":"id","nullable":"no","type":"INT(16)"},{"name":"big","nullable":"no","type":"UINT64"},)j"
    R"j({"name":"wide","nullable":"yes","type":"INT(48)"},{"name":"ratio","nullable":"no","type":"F64ORD"},)j"
    R"j({"name":"ok","nullable":"yes","type":"BOOL"},{"name":"day","nullable":"no","type":"DATE"},)j"
    R"j({"name":"at","nullable":"no","type":"TIMESTAMP"},{"name":"text","nullable":"yes","type":"STR248"}]})j";

TEST(ScanFile, AllFormatsGiveTheSameTable) {
  TempFolder folder;
  const std::string paths[] = {
      test::write_file(folder, "t.csv",
                       "id,big,wide,ratio,ok,day,at,text\r\n"
                       "1,18446744073709551615,,1.5,true,1969-12-31,2026-01-01T00:00:00Z,\"a,\"\"b\"\"\"\r\n"
                       "-2,0,140737488355327,-3,,2026-02-28,1969-12-31T23:59:59.999999Z,\r\n"
                       "3,7,-5,1e-5,false,2024-02-29,2026-01-01T02:00:00.25+02:00,größe\r\n"),
      test::write_file(
          folder, "t.ndjson",
          R"j({"id":1,"big":18446744073709551615,"wide":null,"ratio":1.5,"ok":true,"day":"1969-12-31",)j"
          R"j("at":"2026-01-01T00:00:00Z","text":"a,\"b\""})j"
          "\n"
          R"j({"id":-2,"big":0,"wide":140737488355327,"ratio":-3,"day":"2026-02-28","at":"1969-12-31T23:59:59.999999Z"})j"
          "\n"
          R"j({"text":"gr\u00f6\u00dfe","id":3,"big":7,"wide":-5,"ratio":1e-5,"ok":false,"day":"2024-02-29","at":"2026-01-01T00:00:00.250Z"})j"
          "\n"),
      test::write_file(
          folder, "t.json",
          R"j([{"id":1,"big":18446744073709551615,"wide":null,"ratio":1.5,"ok":true,"day":"1969-12-31",)j"
          R"j("at":"2026-01-01T00:00:00Z","text":"a,\"b\""},)j"
          R"j({"id":-2,"big":0,"wide":140737488355327,"ratio":-3.0,"ok":null,"day":"2026-02-28","at":"1969-12-31T23:59:59.999999Z","text":null},)j"
          R"j({"id":3,"big":7,"wide":-5,"ratio":0.00001,"ok":false,"day":"2024-02-29","at":"2026-01-01T00:00:00.250Z","text":"größe"}])j"),
      test::write_parquet(folder / "t.parquet", test::same_table_as_arrow()),
  };
  const auto first = test::scan_and_read(paths[0]);
  ASSERT_TRUE(first.ok()) << first.error().describe();
  EXPECT_EQ(schema_json(first->schema), kColumnsJson);
  ASSERT_TRUE(first->table);
  EXPECT_EQ(first->table->columns[1].integer(0), static_cast<__int128>(UINT64_MAX));
  EXPECT_EQ(first->table->columns[6].values, (std::vector<int64_t>{1'767'225'600'000'000, -1, 1'767'225'600'250'000}));
  for (const std::string& path : paths) {
    const auto scanned = scan_file(path);
    ASSERT_TRUE(scanned.ok()) << scanned.error().describe();
    EXPECT_EQ(schema_json(scanned->schema), kColumnsJson) << path;
    const auto again = read_table(path, scanned->profile, scanned->schema, 1000);
    ASSERT_TRUE(again.ok()) << again.error().describe();
    EXPECT_TRUE(again->table == *first->table) << path;
    EXPECT_EQ(again->summary.file_sha256, scanned->file_sha256);
    EXPECT_EQ(again->summary.file_bytes, scanned->file_bytes);
  }
}

struct BadFile {
  std::string name;
  std::string content;
  ErrorCode code;
  std::optional<uint64_t> row;
  std::string column;
};

TEST(ScanFile, BadInputIsRefusedWithFileRowAndColumn) {
  using namespace std::string_literals;
  const BadFile cases[] = {
      {"empty.csv", "", TableError::kNoRows, {}, ""},
      {"header.csv", "a,b\n", TableError::kNoRows, {}, ""},
      {"header.csv",
       "\xef\xbb\xbf"
       "a,b",
       TableError::kNoRows,
       {},
       ""},
      {"empty.json", "[]", TableError::kNoRows, {}, ""},
      {"empty.ndjson", "\n", TableError::kNoRows, {}, ""},
      {"empty.parquet", "", TableError::kBadFormat, {}, ""},
      {"empty", "", TableError::kNoRows, {}, ""},
      {"ragged.csv", "a,b\r1,2\n3\r\n", TableError::kRaggedRow, 2, ""},
      {"utf8.csv", "a,b\n1,2\n3,\xf5\n", TableError::kBadUtf8, 2, "b"},
      {"nul.csv", "a,b\n1,\0\n"s, TableError::kNulByte, 1, "b"},
      {"number.csv", "a,b\n1,2\n3,x\n4,5\n", TableError::kBadValue, 2, "b"},
      {"long.csv", "a,b\n1," + std::string(1'048'577, 'x') + "\n", TableError::kFieldTooLong, 1, "b"},
      {"twice.csv", "a,b,a\n1,2,3\n", TableError::kDuplicateColumn, {}, ""},
      {"magic.parquet", "a,b\n1,2\n", TableError::kBadFormat, {}, ""},
      {"wide.csv",
       "\xff\xfe"
       "a\0\n\0"s,
       TableError::kBadUtf8,
       {},
       ""},
      {"packed.csv", "\x1f\x8b\x08rest", TableError::kBadFormat, {}, ""},
      {"mixed.ndjson", "{\"a\":1}\n{\"a\":\"x\"}\n", TableError::kBadValue, 2, "a"},
      {"mixed.ndjson", "{\"a\":\"x\"}\n{\"a\":true}\n", TableError::kBadValue, 2, "a"},
      {"none.json", "[{}]", TableError::kBadColumnName, {}, ""},
  };
  for (const BadFile& bad : cases) {
    const auto scanned = scan_text(bad.name, bad.content);
    ASSERT_FALSE(scanned.ok()) << bad.name;
    EXPECT_EQ(scanned.error().code(), bad.code) << scanned.error().describe();
    EXPECT_EQ(scanned.error().where().row, bad.row) << scanned.error().describe();
    EXPECT_EQ(scanned.error().where().column, bad.column) << scanned.error().describe();
    EXPECT_TRUE(scanned.error().where().file.ends_with(bad.name));
    EXPECT_EQ(scanned.error().message().find('\n'), std::string::npos);
  }
}

TEST(ScanFile, WhatIsNoFileIsAnError) {
  TempFolder folder;
  EXPECT_EQ(scan_file(folder / "none.csv").error().code(), GeneralError::kNotFound);
  EXPECT_EQ(scan_file(folder.path()).error().code(), GeneralError::kIo);
  ASSERT_EQ(::mkfifo((folder / "pipe.csv").c_str(), 0600), 0);
  EXPECT_EQ(scan_file(folder / "pipe.csv").error().code(), GeneralError::kIo);
  EXPECT_EQ(scan_file("/dev/null").error().code(), GeneralError::kIo);
}

TEST(ScanFile, TheErrorOfTheFirstRowIsReported) {
  // A ragged row far behind, a bad number in front, in one block and in many.
  ScanOptions options;
  options.types.emplace("a", ColumnType{TypeCode::kInt, 32});
  options.types.emplace("b", ColumnType{TypeCode::kInt, 32});
  const auto scanned = scan_csv("a,b\n1,2\nx,2\n3,y\n4\n", options);
  EXPECT_EQ(scanned.error().where().row, 2u);
  EXPECT_EQ(scanned.error().where().column, "a");
  const auto other = scan_csv("a,b\n1,2\n3,y\nx,2\n4\n", options);
  EXPECT_EQ(other.error().where().row, 2u);
  EXPECT_EQ(other.error().where().column, "b");
  EXPECT_EQ(scan_csv("a,b\n1,2\n4\nx,2\n", options).error().code(), TableError::kRaggedRow);
}

TEST(ScanFile, RowNumbersCountRecordsNotLines) {
  const auto scanned = scan_csv("a,b\n\"one\ntwo\nthree\",1\n\n\r\n\"x\n\",2\n\"y\",n/a\n\"z\",3\n");
  ASSERT_FALSE(scanned.ok());
  EXPECT_EQ(scanned.error().where().row, 3u);
  EXPECT_EQ(scanned.error().where().column, "b");
}

TEST(ScanFile, TheFormatComesFromOptionThenNameThenContent) {
  ScanOptions json;
  json.format = FormatChoice::kJson;
  EXPECT_EQ(scan_text("t.csv", "{\"a\":1}\n", json)->profile.format, FileFormat::kJsonLines);
  EXPECT_EQ(scan_text("t", " [{\"a\":1}]")->profile.format, FileFormat::kJsonArray);
  EXPECT_EQ(scan_text("t.JSONL", "{\"a\":1}\n")->profile.format, FileFormat::kJsonLines);
  EXPECT_EQ(scan_text("t.data", "a,b\n1,2\n")->profile.format, FileFormat::kCsv);
  EXPECT_EQ(scan_text("t.tsv", "a,b\tc\n1\t2\n")->schema.columns.size(), 2u);
  EXPECT_EQ(scan_csv("a;b;c,d\n1;2;3\n")->profile.delimiter, ';');
  EXPECT_EQ(scan_csv("\"a;b;c\",d\n1,2\n")->profile.delimiter, ',');
  EXPECT_EQ(scan_csv("a|b\n1|2\n")->schema.columns[1].name, "b");
  ScanOptions comma;
  comma.delimiter = ',';
  EXPECT_EQ(scan_csv("a;b\n1;2\n", comma)->schema.columns[0].name, "a;b");
  comma.delimiter = 'x';
  EXPECT_EQ(scan_csv("a;b\n1;2\n", comma).error().code(), GeneralError::kInvalidArgument);
  EXPECT_EQ(parse_format_choice("ndjson").value(), FormatChoice::kJson);
  EXPECT_FALSE(parse_format_choice("xml").ok());
}

TEST(ScanFile, JsonColumnsMayAppearLate) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "{\"a\":" + std::to_string(i) + "}\n";
  text += "{\"a\":1,\"late\":2}\n";
  const auto scanned = scan_text("t.ndjson", text);
  ASSERT_TRUE(scanned.ok()) << scanned.error().describe();
  EXPECT_EQ(scanned->rows, 20'001u);
  EXPECT_EQ(schema_json(scanned->schema), R"j({"columns":[{"name":"a","nullable":"no","type":"INT(16)"},)j"
                                          R"j({"name":"late","nullable":"yes","type":"INT(16)"}]})j");
}

std::string big_csv(int rows) {
  std::string text = "id,name,amount,when,flag\n";
  for (int i = 0; i < rows; ++i)
    text += std::to_string(i) + ",\"name, " + std::to_string(i % 97) + " ß\"," + std::to_string(i * 7 % 1000) + "." +
            std::to_string(i % 10) + ",2026-01-0" + std::to_string(i % 9 + 1) + "," + (i % 3 == 0 ? "" : "true") + "\n";
  return text;
}

TEST(ScanFile, ThreadsChangeNothing) {
  TempFolder folder;
  const std::string path = test::write_file(folder, "t.csv", big_csv(50'000));
  const auto pool = make_task_pool(2);
  ScanOptions options;
  const auto alone = scan_file(path);
  options.read.pool = pool.get();
  uint64_t calls = 0, last_rows = 0;
  options.read.progress = [&](uint64_t, uint64_t rows) {
    ++calls;
    EXPECT_GE(rows, last_rows);
    last_rows = rows;
  };
  const auto together = scan_file(path, options);
  ASSERT_TRUE(alone.ok() && together.ok());
  EXPECT_EQ(alone->file_sha256, together->file_sha256);
  EXPECT_EQ(schema_json(alone->schema), schema_json(together->schema));
  EXPECT_GT(calls, 1u);
  EXPECT_EQ(last_rows, 50'000u);
  last_rows = 0;
  const auto one = read_table(path, alone->profile, alone->schema, 50'000);
  const auto two = read_table(path, alone->profile, alone->schema, 50'000, options.read);
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_TRUE(one->table == two->table);
  EXPECT_EQ(one->summary.file_sha256, alone->file_sha256);
}

TEST(ReadFile, StreamsEveryRowOnceInOrder) {
  struct Sink final : TableSink {
    uint64_t rows = 0, batches = 0;
    __int128 sum = 0;
    Result<void> take(uint64_t first_row, size_t count, std::span<const ColumnChunk> columns) override {
      EXPECT_EQ(first_row, rows + 1);
      EXPECT_EQ(columns[0].values.size(), count);
      EXPECT_EQ(columns[1].texts.size(), count);
      for (size_t i = 0; i < count; ++i) EXPECT_EQ(columns[0].values[i], static_cast<int64_t>(rows + i));
      for (int64_t value : columns[2].values) sum += value;
      rows += count;
      ++batches;
      return {};
    }
  } sink;
  TempFolder folder;
  const std::string path = test::write_file(folder, "t.csv", big_csv(30'000));
  ScanOptions options;
  options.types.emplace("amount", ColumnType{TypeCode::kDecimal, 1});
  const auto scanned = scan_file(path, options);
  ASSERT_TRUE(scanned.ok()) << scanned.error().describe();
  ASSERT_TRUE(read_file(path, scanned->profile, scanned->schema, &sink).ok());
  EXPECT_EQ(sink.rows, 30'000u);
  EXPECT_GT(sink.batches, 1u);
  int64_t want = 0;
  for (int64_t i = 0; i < 30'000; ++i) want += i * 7 % 1000 * 10 + i % 10;
  EXPECT_EQ(sink.sum, want);
}

TEST(ReadFile, AChangedFileOrSchemaIsNoticed) {
  TempFolder folder;
  const std::string path = test::write_file(folder, "t.csv", "a,b\n1,x\n2,y\n");
  const auto scanned = scan_file(path);
  ASSERT_TRUE(scanned.ok());
  const auto read = [&](const std::string& file) {
    return read_file(file, scanned->profile, scanned->schema, nullptr);
  };
  EXPECT_EQ(read(path)->rows, 2u);
  EXPECT_NE(read(test::write_file(folder, "u.csv", "a,b\n1,x\n3,y\n"))->file_sha256, scanned->file_sha256);
  EXPECT_EQ(read(test::write_file(folder, "u.csv", "a,b\n1,x\n40000,y\n")).error().code(), TableError::kOutOfRange);
  EXPECT_EQ(read(test::write_file(folder, "u.csv", "a,b\n1,x\n,y\n")).error().code(), TableError::kNullNotAllowed);
  EXPECT_EQ(read(test::write_file(folder, "u.csv", "a,c\n1,x\n")).error().code(), TableError::kBadSchema);
  EXPECT_EQ(read(test::write_file(folder, "u.csv", "a,b,c\n1,x,2\n")).error().code(), TableError::kBadSchema);
  EXPECT_EQ(read(test::write_file(folder, "u.csv", "a,b\n")).error().code(), TableError::kNoRows);
  Schema other = scanned->schema;
  other.columns[0].type = {TypeCode::kCode, 0};
  EXPECT_EQ(read_file(path, scanned->profile, other, nullptr).error().code(), TableError::kBadSchema);
  EXPECT_EQ(read_table(path, scanned->profile, scanned->schema, 1).error().code(), TableError::kTooLarge);
}

// Every table that the first pass accepts, the second pass reads.
RC_GTEST_PROP(ReadFile, ReadsWhateverTheScanAccepted, ()) {
  const auto rows = *rc::gen::inRange(1, 6);
  std::string text = "a,b,c\n";
  for (int i = 0; i < rows; ++i)
    for (int c = 0; c < 3; ++c)
      text += *rc::gen::element<std::string>("", "1", "-7", "007", "2.5", "1e-3", "x", "\"\"", "true", "False",
                                             "2026-01-01", "2026-01-01T00:00:00Z", "9223372036854775808", "1e999", "-",
                                             "99999999999999999999", "40000", "\"1,\"\"2\"") +
              (c == 2 ? "\n" : ",");
  TempFolder folder;
  const std::string path = test::write_file(folder, "t.csv", text);
  const auto scanned = scan_file(path);
  if (!scanned.ok()) return;
  const auto again = read_table(path, scanned->profile, scanned->schema, 10);
  RC_ASSERT(again.ok());
  RC_ASSERT(again->table.rows == scanned->rows);
  RC_ASSERT(again->table.schema() == scanned->schema);
}

// Peak memory of a child process that scans and reads the file, beyond what it started with, in KiB.
long extra_memory_kib(const std::string& path) {
  int fds[2];
  EXPECT_EQ(::pipe(fds), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto peak = [] {
      rusage usage{};
      ::getrusage(RUSAGE_SELF, &usage);
      return usage.ru_maxrss;
    };
    const long before = peak();
    const auto scanned = scan_file(path);
    const bool good = scanned.ok() && read_file(path, scanned->profile, scanned->schema, nullptr).ok();
    const long extra = good ? peak() - before : -1;
    const bool sent = ::write(fds[1], &extra, sizeof extra) == sizeof extra;
    ::_exit(sent ? 0 : 1);
  }
  long extra = -1;
  EXPECT_EQ(::read(fds[0], &extra, sizeof extra), static_cast<ssize_t>(sizeof extra));
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  ::close(fds[0]);
  ::close(fds[1]);
  return extra;
}

TEST(ScanFile, MemoryDoesNotGrowWithTheFile) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers keep freed memory";
#endif
  TempFolder folder;
  const std::string small = big_csv(100'000), large = [&] {
    std::string all = small;
    const std::string body = small.substr(small.find('\n') + 1);
    for (int i = 0; i < 11; ++i) all += body;
    return all;
  }();
  const long small_kib = extra_memory_kib(test::write_file(folder, "small.csv", small));
  const long large_kib = extra_memory_kib(test::write_file(folder, "large.csv", large));
  ASSERT_GE(small_kib, 0);
  ASSERT_GE(large_kib, 0);
  EXPECT_GT(large.size(), 45u << 20);
  EXPECT_LT(large_kib, 24 << 10);
  EXPECT_LT(large_kib, small_kib + (4 << 10));
}

}  // namespace
}  // namespace zkp
