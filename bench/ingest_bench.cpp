/// Ingest: a CSV file to schema, rows and file binding in one pass.
#include <arrow/csv/api.h>
#include <arrow/io/api.h>
#include <arrow/record_batch.h>
#include <arrow/util/thread_pool.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "bench/bench.h"
#include "table/ingest.h"

namespace zkp::bench {
namespace {

// Eight columns: integers, a decimal, a word, a date, a flag; about 60 bytes a row. Removed at the end of the program.
class CsvFile {
 public:
  explicit CsvFile(uint64_t size_bytes)
      : path_((std::filesystem::temp_directory_path() / "zkp-bench-XXXXXX").string()) {
    const int fd = mkstemp(path_.data());
    ZKP_CHECK(fd >= 0);
    std::FILE* out = fdopen(fd, "w");
    ZKP_CHECK(out != nullptr);
    uint64_t written = static_cast<uint64_t>(std::fprintf(out, "id,age,income,label,amount,when,active,score\n"));
    static constexpr const char* kWords[] = {"alpha", "beta", "gamma", "delta"};
    for (uint64_t i = 0; written < size_bytes; ++i) {
      const uint64_t x = i * 6364136223846793005u + 1442695040888963407u;
      written += static_cast<uint64_t>(std::fprintf(
          out, "%llu,%llu,%llu,%s,%llu.%02llu,2026-%02llu-%02llu,%s,%llu\n", static_cast<unsigned long long>(i),
          static_cast<unsigned long long>(x >> 40 & 63), static_cast<unsigned long long>(x >> 33 & 0xffff),
          kWords[x >> 62], static_cast<unsigned long long>(x >> 44 & 0xfff),
          static_cast<unsigned long long>(x >> 30) % 100, static_cast<unsigned long long>(1 + (x >> 20) % 12),
          static_cast<unsigned long long>(1 + (x >> 24) % 28), (x >> 61 & 1) != 0 ? "true" : "false",
          static_cast<unsigned long long>(x >> 12 & 0xffffffff)));
    }
    ZKP_CHECK(std::fclose(out) == 0);
  }
  ~CsvFile() { std::remove(path_.c_str()); }
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

ZKP_BENCH(Bench{"csv_ingest", "bytes of CSV; schema, rows and file digest in one pass", 256 << 20, 2,
                [](const Context& c) {
                  auto file = std::make_shared<CsvFile>(c.size);
                  return [file, c] {
                    ScanOptions options;
                    options.read.pool = c.pool;
                    return timed([&] { ZKP_CHECK(scan_file(file->path(), options).ok()); });
                  };
                }});

// The yardstick: Arrow's own streaming reader on the same file, inferring types from its first block, hashing nothing.
arrow::Status read_with_arrow(const std::string& path, int threads) {
  ARROW_RETURN_NOT_OK(arrow::SetCpuThreadPoolCapacity(threads));
  ARROW_ASSIGN_OR_RAISE(auto input, arrow::io::ReadableFile::Open(path));
  auto read = arrow::csv::ReadOptions::Defaults();
  read.use_threads = threads > 1;
  ARROW_ASSIGN_OR_RAISE(auto reader, arrow::csv::StreamingReader::Make(arrow::io::default_io_context(), input, read,
                                                                       arrow::csv::ParseOptions::Defaults(),
                                                                       arrow::csv::ConvertOptions::Defaults()));
  for (std::shared_ptr<arrow::RecordBatch> batch;;) {
    ARROW_RETURN_NOT_OK(reader->ReadNext(&batch));
    if (batch == nullptr) return arrow::Status::OK();
  }
}

ZKP_BENCH(Bench{"csv_arrow", "bytes of CSV; Arrow's StreamingReader on the same file, without hashing", 256 << 20, 2,
                [](const Context& c) {
                  auto file = std::make_shared<CsvFile>(c.size);
                  return [file, c] { return timed([&] { ZKP_CHECK(read_with_arrow(file->path(), c.threads).ok()); }); };
                }});

}  // namespace
}  // namespace zkp::bench
