/// Parquet files for the tests, through Arrow's writer.
#pragma once

#include <arrow/api.h>
#include <arrow/io/api.h>
#include <gtest/gtest.h>
#include <parquet/arrow/writer.h>

#include <fstream>
#include <string>

namespace zkp::test {

/// An array of the builder's type; nullopt is NULL.
template <class Builder, class T>
std::shared_ptr<arrow::Array> array_of(const std::vector<std::optional<T>>& values, Builder builder = Builder()) {
  for (const auto& value : values) EXPECT_TRUE((value ? builder.Append(*value) : builder.AppendNull()).ok());
  return builder.Finish().ValueOrDie();
}

inline std::shared_ptr<arrow::Array> timestamps(const std::shared_ptr<arrow::DataType>& type,
                                                const std::vector<std::optional<int64_t>>& values) {
  return array_of<arrow::TimestampBuilder, int64_t>(values,
                                                    arrow::TimestampBuilder(type, arrow::default_memory_pool()));
}

struct NamedArray {
  std::string name;
  std::shared_ptr<arrow::Array> array;
};

inline std::shared_ptr<arrow::Table> table_of(const std::vector<NamedArray>& columns) {
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  for (const auto& column : columns) {
    fields.push_back(arrow::field(column.name, column.array->type()));
    arrays.push_back(column.array);
  }
  return arrow::Table::Make(arrow::schema(fields), arrays);
}

inline std::string write_parquet(const std::string& path, const std::shared_ptr<arrow::Table>& table,
                                 arrow::Compression::type compression = arrow::Compression::SNAPPY,
                                 int64_t rows_per_group = 1 << 20) {
  auto sink = arrow::io::FileOutputStream::Open(path).ValueOrDie();
  parquet::WriterProperties::Builder properties;
  properties.compression(compression);
  // Stores the Arrow schema, as pandas does, so that categoricals come back as dictionaries.
  parquet::ArrowWriterProperties::Builder arrow_properties;
  arrow_properties.store_schema();
  EXPECT_TRUE(parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), sink, rows_per_group, properties.build(),
                                         arrow_properties.build())
                  .ok());
  EXPECT_TRUE(sink->Close().ok());
  return path;
}

/// The table of IngestTest.AllFormatsGiveTheSameTable.
inline std::shared_ptr<arrow::Table> same_table_as_arrow() {
  return table_of({
      {"id", array_of<arrow::Int32Builder, int32_t>({1, -2, 3})},
      {"big", array_of<arrow::UInt64Builder, uint64_t>({UINT64_MAX, 0, 7})},
      {"wide", array_of<arrow::Int64Builder, int64_t>({std::nullopt, 140737488355327, -5})},
      {"ratio", array_of<arrow::DoubleBuilder, double>({1.5, -3, 1e-5})},
      {"ok", array_of<arrow::BooleanBuilder, bool>({true, std::nullopt, false})},
      {"day", array_of<arrow::Date32Builder, int32_t>({-1, 20'512, 19'782})},
      {"at",
       timestamps(arrow::timestamp(arrow::TimeUnit::MICRO, "UTC"), {1'767'225'600'000'000, -1, 1'767'225'600'250'000})},
      {"text", array_of<arrow::StringBuilder, std::string>({"a,\"b\"", std::nullopt, "größe"})},
  });
}

inline std::string file_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace zkp::test
