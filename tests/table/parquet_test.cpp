#include <gtest/gtest.h>

#include <random>

#include "hash/sha2.h"
#include "table/capped_pool.h"
#include "table/parquet_file.h"
#include "table/support.h"

namespace zkp {
namespace {

using test::array_of;
using test::file_bytes;
using test::table_of;
using test::write_file;
using test::write_parquet;

Result<test::ScannedFile> scan(const std::vector<test::NamedArray>& columns, const ScanOptions& options = {}) {
  TempFolder folder;
  return test::scan_and_read(write_parquet(folder / "t.parquet", table_of(columns)), options);
}

TEST(Parquet, ManyRowGroupsAndBatchesKeepTheOrder) {
  std::vector<std::optional<int64_t>> ids;
  std::vector<std::optional<std::string>> texts;
  for (int64_t i = 0; i < 30'000; ++i) {
    ids.push_back(i);
    texts.push_back(i % 7 == 0 ? std::nullopt : std::optional("text " + std::to_string(i)));
  }
  const auto table =
      table_of({{"id", array_of<arrow::Int64Builder>(ids)}, {"text", array_of<arrow::StringBuilder>(texts)}});
  TempFolder folder;
  for (const int64_t group : {1'000, 8'192, 30'000})
    for (const auto compression : {arrow::Compression::UNCOMPRESSED, arrow::Compression::SNAPPY,
                                   arrow::Compression::ZSTD, arrow::Compression::GZIP}) {
      const std::string path = write_parquet(folder / "t.parquet", table, compression, group);
      const auto scanned = scan_file(path);
      ASSERT_TRUE(scanned.ok()) << scanned.error().describe();
      EXPECT_EQ(scanned->rows, 30'000u);
      EXPECT_EQ(scanned->file_sha256, sha256(as_bytes(file_bytes(path))));
      const auto read = read_table(path, scanned->profile, scanned->schema, 30'000);
      ASSERT_TRUE(read.ok()) << read.error().describe();
      for (size_t i = 0; i < 30'000; ++i) {
        ASSERT_EQ(read->table.columns[0].values[i], static_cast<int64_t>(i));
        ASSERT_EQ(read->table.columns[1].texts[i], texts[i].value_or(""));
        ASSERT_EQ(read->table.columns[1].is_null(i), !texts[i]);
      }
    }
}

TEST(Parquet, TypesOfTheFileDecide) {
  const auto scanned = scan({
      {"i8", array_of<arrow::Int8Builder, int8_t>({-128, 127})},
      {"u8", array_of<arrow::UInt8Builder, uint8_t>({0, 255})},
      {"i64", array_of<arrow::Int64Builder, int64_t>({INT64_MIN, INT64_MAX})},
      {"f32", array_of<arrow::FloatBuilder, float>({0.5f, -2.0f})},
      {"dec", array_of<arrow::Decimal128Builder, arrow::Decimal128>(
                  {arrow::Decimal128(150), arrow::Decimal128(-1)},
                  arrow::Decimal128Builder(arrow::decimal128(38, 2), arrow::default_memory_pool()))},
      {"date_text", array_of<arrow::StringBuilder, std::string>({"2026-01-01", "12"})},
      {"ms", test::timestamps(arrow::timestamp(arrow::TimeUnit::MILLI, "Europe/Berlin"), {1, std::nullopt})},
      {"ns", test::timestamps(arrow::timestamp(arrow::TimeUnit::NANO, "UTC"), {-1'000, 5'000'000})},
      {"big_text", array_of<arrow::LargeStringBuilder, std::string>({"x", "y"})},
  });
  ASSERT_TRUE(scanned.ok()) << scanned.error().describe();
  std::string types;
  for (const ColumnSpec& spec : scanned->schema.columns) types += name(spec.type) + (spec.nullable ? "? " : " ");
  EXPECT_EQ(types, "INT(16) INT(16) INT(64) F64ORD DECIMAL(2) STR248 TIMESTAMP? TIMESTAMP STR248 ");
  const Table& table = *scanned->table;
  EXPECT_EQ(table.find("dec")->values, (std::vector<int64_t>{150, -1}));
  EXPECT_EQ(table.find("ms")->values, (std::vector<int64_t>{1'000, 0}));
  EXPECT_EQ(table.find("ns")->values, (std::vector<int64_t>{-1, 5'000}));
  EXPECT_EQ(table.find("f32")->values, (std::vector<int64_t>{0x3fe0000000000000, -0x4000000000000000}));
}

TEST(Parquet, DeclaredTypesConvertExactlyOrNotAtAll) {
  ScanOptions options;
  options.types.emplace("x", ColumnType{TypeCode::kInt, 0});
  const auto whole = scan({{"x", array_of<arrow::DoubleBuilder, double>({34.0, std::nullopt, -7.0})}}, options);
  ASSERT_TRUE(whole.ok()) << whole.error().describe();
  EXPECT_EQ(whole->table->columns[0].values, (std::vector<int64_t>{34, 0, -7}));
  const auto half = scan({{"x", array_of<arrow::DoubleBuilder, double>({34.0, 0.5})}}, options);
  ASSERT_FALSE(half.ok());
  EXPECT_EQ(half.error().where().row, 2u);

  options.types["x"] = {TypeCode::kDecimal, 1};
  EXPECT_EQ(scan({{"x", array_of<arrow::FloatBuilder, float>({0.1f})}}, options)->table->columns[0].values[0], 1);
  options.types["x"] = {TypeCode::kCode, 0};
  EXPECT_EQ(scan({{"x", array_of<arrow::Int64Builder, int64_t>({10, 9})}}, options)->schema.columns[0].dictionary,
            (std::vector<std::string>{"10", "9"}));
  options.types["x"] = {TypeCode::kStr248, 0};
  EXPECT_EQ(scan({{"x", array_of<arrow::Date32Builder, int32_t>({0})}}, options)->table->columns[0].texts[0],
            "1970-01-01");
  const auto text = scan({{"x", array_of<arrow::DoubleBuilder, double>({0.5})}}, options);
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().code(), TableError::kUnsupportedType);
}

TEST(Parquet, CategoricalsComeBackAsText) {
  arrow::StringDictionaryBuilder builder;
  for (const char* text : {"b", "a", "b"}) ASSERT_TRUE(builder.Append(text).ok());
  ASSERT_TRUE(builder.AppendNull().ok());
  const auto scanned = scan({{"x", builder.Finish().ValueOrDie()}});
  ASSERT_TRUE(scanned.ok()) << scanned.error().describe();
  EXPECT_EQ(name(scanned->schema.columns[0].type), "STR248");
  EXPECT_EQ(scanned->table->columns[0].texts, (std::vector<std::string>{"b", "a", "b", ""}));
}

TEST(Parquet, ValuesThatCannotBeKeptAreRefusedWithRowAndColumn) {
  struct Case {
    const char* what;
    std::shared_ptr<arrow::Array> array;
    TableError code;
    std::optional<uint64_t> row;
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Case cases[] = {
      {"NaN", array_of<arrow::DoubleBuilder, double>({1, nan}), TableError::kBadValue, 2},
      {"infinity", array_of<arrow::FloatBuilder, float>({INFINITY, 1}), TableError::kBadValue, 1},
      {"bad UTF-8", array_of<arrow::BinaryBuilder, std::string>({"x", "\xff"}), TableError::kBadUtf8, 2},
      {"NUL", array_of<arrow::StringBuilder, std::string>({"x", std::string(1, '\0')}), TableError::kNulByte, 2},
      {"long", array_of<arrow::StringBuilder, std::string>({"x", std::string((1 << 20) + 1, 'a')}),
       TableError::kFieldTooLong, 2},
      {"nanoseconds", test::timestamps(arrow::timestamp(arrow::TimeUnit::NANO, "UTC"), {1000, 1001}),
       TableError::kInexact, 2},
      {"milliseconds", test::timestamps(arrow::timestamp(arrow::TimeUnit::MILLI, "UTC"), {0, INT64_MAX}),
       TableError::kOutOfRange, 2},
      {"no zone", test::timestamps(arrow::timestamp(arrow::TimeUnit::MILLI), {0}), TableError::kUnsupportedType, {}},
      {"decimal",
       array_of<arrow::Decimal128Builder, arrow::Decimal128>(
           {arrow::Decimal128(1), arrow::Decimal128("10000000000000000000000")},
           arrow::Decimal128Builder(arrow::decimal128(38, 2), arrow::default_memory_pool())),
       TableError::kOutOfRange, 2},
      {"time",
       array_of<arrow::Time32Builder, int32_t>(
           {1}, arrow::Time32Builder(arrow::time32(arrow::TimeUnit::MILLI), arrow::default_memory_pool())),
       TableError::kUnsupportedType,
       {}},
  };
  for (const Case& bad : cases) {
    const auto scanned = scan({{"good", array_of<arrow::Int64Builder, int64_t>(std::vector<std::optional<int64_t>>(
                                            static_cast<size_t>(bad.array->length()), 1))},
                               {"bad", bad.array}});
    ASSERT_FALSE(scanned.ok()) << bad.what;
    EXPECT_EQ(scanned.error().code(), bad.code) << bad.what << ": " << scanned.error().describe();
    EXPECT_EQ(scanned.error().where().row, bad.row) << bad.what;
    EXPECT_EQ(scanned.error().where().column, "bad") << bad.what;
  }
}

TEST(Parquet, NaNIsNullOnRequestAndAZoneCanBeAssumed) {
  ScanOptions options;
  options.null_tokens = {"NaN"};
  const auto scanned = scan({{"x", array_of<arrow::DoubleBuilder, double>({1, std::nan("")})}}, options);
  ASSERT_TRUE(scanned.ok()) << scanned.error().describe();
  EXPECT_EQ(scanned->table->columns[0].nulls, (std::vector<uint8_t>{0, 1}));
  options.assume_utc = true;
  const auto utc = scan({{"x", test::timestamps(arrow::timestamp(arrow::TimeUnit::SECOND), {1})}}, options);
  ASSERT_TRUE(utc.ok()) << utc.error().describe();
  EXPECT_EQ(utc->table->columns[0].values[0], 1'000'000);
}

TEST(Parquet, NestedColumnsAndEmptyTablesAreRefused) {
  auto values = std::make_shared<arrow::Int64Builder>();
  arrow::ListBuilder lists(arrow::default_memory_pool(), values);
  ASSERT_TRUE(lists.Append().ok());
  ASSERT_TRUE(values->Append(1).ok());
  const auto nested = scan({{"list", lists.Finish().ValueOrDie()}});
  ASSERT_FALSE(nested.ok());
  EXPECT_EQ(nested.error().code(), TableError::kUnsupportedType);
  EXPECT_EQ(nested.error().where().column, "list");
  EXPECT_EQ(scan({{"x", array_of<arrow::Int64Builder, int64_t>({})}}).error().code(), TableError::kNoRows);
  EXPECT_EQ(
      scan({{"x", array_of<arrow::Int64Builder, int64_t>({1})}, {"x", array_of<arrow::Int64Builder, int64_t>({2})}})
          .error()
          .code(),
      TableError::kDuplicateColumn);
}

TEST(Parquet, EveryTruncationIsRefusedInOneSentence) {
  TempFolder folder;
  const std::string whole = file_bytes(write_parquet(folder / "t.parquet", test::same_table_as_arrow()));
  for (size_t size = 0; size < whole.size(); size += size < 16 || size + 64 > whole.size() ? 1 : 37) {
    const auto scanned = scan_file(write_file(folder, "cut.parquet", whole.substr(0, size)));
    ASSERT_FALSE(scanned.ok()) << size;
    EXPECT_EQ(scanned.error().code(), TableError::kBadFormat) << size << scanned.error().describe();
    EXPECT_EQ(scanned.error().message().find('\n'), std::string::npos);
  }
}

TEST(Parquet, DamagedFilesNeverCrash) {
  TempFolder folder;
  const std::string whole =
      file_bytes(write_parquet(folder / "t.parquet", test::same_table_as_arrow(), arrow::Compression::ZSTD));
  std::mt19937 random(1);
  int refused = 0;
  for (int i = 0; i < 400; ++i) {
    std::string damaged = whole;
    for (int flips = 0; flips < 3; ++flips) damaged[random() % damaged.size()] ^= static_cast<char>(1 << random() % 8);
    const auto scanned = scan_file(write_file(folder, "bad.parquet", damaged));
    if (scanned.ok())
      EXPECT_EQ(scanned->file_sha256, sha256(as_bytes(damaged)));
    else
      ++refused;
  }
  EXPECT_GT(refused, 100);
}

TEST(Parquet, ADecompressionBombIsRefusedWithinTheMemoryLimit) {
  // 150 MB of one letter in a few hundred kilobytes.
  TempFolder folder;
  std::vector<std::optional<std::string>> texts(150, std::string(1'000'000, 'a'));
  const auto table = table_of({{"x", array_of<arrow::LargeStringBuilder>(texts)}});
  const std::string path = write_parquet(folder / "bomb.parquet", table, arrow::Compression::ZSTD);
  ASSERT_LT(file_bytes(path).size(), 1u << 20);
  ScanOptions options;
  options.read.max_decoder_bytes = 64 << 20;
  const auto scanned = scan_file(path, options);
  ASSERT_FALSE(scanned.ok());
  EXPECT_EQ(scanned.error().code(), TableError::kTooLarge) << scanned.error().describe();
  EXPECT_EQ(scanned.error().message(), "decoding needs more than 64 MB at once");
}

TEST(CappedMemoryPool, RefusesBeyondItsLimitAndCountsBack) {
  CappedMemoryPool pool(1000);
  uint8_t* a = nullptr;
  uint8_t* b = nullptr;
  ASSERT_TRUE(pool.Allocate(600, &a).ok());
  EXPECT_TRUE(pool.Allocate(401, &b).IsOutOfMemory());
  ASSERT_TRUE(pool.Allocate(400, &b).ok());
  EXPECT_EQ(pool.bytes_allocated(), 1000);
  EXPECT_TRUE(pool.Reallocate(400, 401, &b).IsOutOfMemory());
  ASSERT_TRUE(pool.Reallocate(400, 100, &b).ok());
  ASSERT_TRUE(pool.Reallocate(600, 900, &a).ok());
  pool.Free(a, 900);
  pool.Free(b, 100);
  EXPECT_EQ(pool.bytes_allocated(), 0);
  EXPECT_EQ(pool.max_memory(), 1000);
}

}  // namespace
}  // namespace zkp
