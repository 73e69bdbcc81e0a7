#include "table/parquet_scan.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <arrow/util/thread_pool.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>

#include <algorithm>

#include "hash/sha2.h"
#include "table/capped_pool.h"
#include "table/format_text.h"
#include "table/parquet_cells.h"
#include "table/schema.h"

namespace zkp {
namespace {

constexpr uint64_t kMaxFooterBytes = 64 << 20;
constexpr size_t kHashBlockBytes = 512 << 10;

Error bad_format(const std::string& message) { return Error(TableError::kBadFormat, message); }

// Arrow's sentence, the first line of it.
std::string first_line(const std::string& text) {
  return printable(std::string_view(text).substr(0, text.find('\n')), 160);
}

Error from_status(const arrow::Status& status, uint64_t max_decoder_bytes) {
  if (status.IsOutOfMemory())
    return Error(TableError::kTooLarge,
                 "decoding needs more than " + group_digits(max_decoder_bytes >> 20) + " MB at once")
        .with_hint("write the file with smaller pages and row groups");
  return bad_format("not a readable Parquet file: " + first_line(status.message()));
}

// Arrow's view of an InputFile: the same open file that is hashed.
class ArrowFile final : public arrow::io::RandomAccessFile {
 public:
  ArrowFile(const InputFile& file, arrow::MemoryPool* pool) : file_(file), pool_(pool) {}

  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> Tell() const override { return position_; }
  arrow::Result<int64_t> GetSize() override { return static_cast<int64_t>(file_.size_bytes()); }
  arrow::Status Seek(int64_t position) override {
    if (position < 0) return arrow::Status::Invalid("negative position");
    position_ = position;
    return arrow::Status::OK();
  }
  arrow::Result<int64_t> Read(int64_t size_bytes, void* out) override {
    ARROW_ASSIGN_OR_RAISE(const int64_t count, ReadAt(position_, size_bytes, out));
    position_ += count;
    return count;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t size_bytes) override {
    ARROW_ASSIGN_OR_RAISE(auto buffer, ReadAt(position_, size_bytes));
    position_ += buffer->size();
    return buffer;
  }
  arrow::Result<int64_t> ReadAt(int64_t position, int64_t size_bytes, void* out) override {
    if (position < 0 || size_bytes < 0) return arrow::Status::Invalid("negative position");
    auto count =
        file_.read_at(static_cast<uint64_t>(position), {static_cast<char*>(out), static_cast<size_t>(size_bytes)});
    if (!count.ok()) return arrow::Status::IOError(count.error().message());
    return static_cast<int64_t>(*count);
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> ReadAt(int64_t position, int64_t size_bytes) override {
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(size_bytes, pool_));
    ARROW_ASSIGN_OR_RAISE(const int64_t count, ReadAt(position, size_bytes, buffer->mutable_data()));
    ARROW_RETURN_NOT_OK(buffer->Resize(count));
    return std::shared_ptr<arrow::Buffer>(std::move(buffer));
  }

 private:
  const InputFile& file_;
  arrow::MemoryPool* pool_;
  int64_t position_ = 0;
  bool closed_ = false;
};

class ParquetScanner final : public RowSource {
 public:
  ParquetScanner(const InputFile& file, const ParquetOptions& options)
      : file_(file), options_(options), pool_(static_cast<int64_t>(options.max_decoder_bytes)) {}

  arrow::Status open_reader();
  Result<void> check_schema();

  const std::vector<std::string>& names() const override { return names_; }
  Result<void> next(CellBatch& batch) override;
  void hash_pending() override;
  Result<Digest> file_sha256() override;
  uint64_t bytes_read() const override { return hashed_bytes_; }

 private:
  Result<void> hash_up_to(uint64_t offset);

  const InputFile& file_;
  ParquetOptions options_;
  CappedMemoryPool pool_;  // outlives everything that Arrow allocates
  std::unique_ptr<parquet::arrow::FileReader> reader_;
  std::unique_ptr<arrow::RecordBatchReader> batches_;
  std::shared_ptr<arrow::Schema> schema_;
  std::shared_ptr<arrow::RecordBatch> batch_;
  int64_t at_ = 0;  // rows of batch_ that were delivered
  std::vector<std::string> names_;
  uint64_t total_rows_ = 0;
  uint64_t rows_ = 0;

  Sha256 hash_;
  std::unique_ptr<char[]> block_;
  uint64_t hashed_bytes_ = 0;
  std::optional<Error> hash_error_;
};

arrow::Status ParquetScanner::open_reader() {
  parquet::ReaderProperties reader_properties(&pool_);
  reader_properties.enable_buffered_stream();
  reader_properties.set_buffer_size(1 << 20);
  parquet::ArrowReaderProperties arrow_properties(options_.threads > 1);
  arrow_properties.set_pre_buffer(false);
  parquet::arrow::FileReaderBuilder builder;
  ARROW_RETURN_NOT_OK(builder.Open(std::make_shared<ArrowFile>(file_, &pool_), reader_properties));
  const auto metadata = builder.raw_reader()->metadata();
  if (metadata->num_rows() < 0) return arrow::Status::Invalid("negative number of rows");
  total_rows_ = static_cast<uint64_t>(metadata->num_rows());
  CellBatch shape;
  shape.reset(1, static_cast<size_t>(std::max(metadata->num_columns(), 1)));
  arrow_properties.set_batch_size(static_cast<int64_t>(shape.max_rows()));
  builder.memory_pool(&pool_);
  builder.properties(arrow_properties);
  ARROW_RETURN_NOT_OK(builder.Build(&reader_));
  ARROW_RETURN_NOT_OK(reader_->GetSchema(&schema_));
  if (options_.threads > 1) ARROW_RETURN_NOT_OK(arrow::SetCpuThreadPoolCapacity(options_.threads));
  return arrow::Status::OK();
}

Result<void> ParquetScanner::check_schema() {
  for (const auto& field : schema_->fields()) names_.push_back(field->name());
  ZKP_TRY_VOID(check_column_names(names_));
  for (const auto& field : schema_->fields()) ZKP_TRY_VOID(check_arrow_field(*field, options_.assume_utc));
  if (total_rows_ == 0) return Error(TableError::kNoRows, "no rows");
  auto batches = reader_->GetRecordBatchReader();
  if (!batches.ok()) return from_status(batches.status(), options_.max_decoder_bytes);
  batches_ = std::move(*batches);
  return {};
}

Result<void> ParquetScanner::next(CellBatch& batch) {
  batch.reset(rows_ + 1, names_.size());
  try {
    while (batch_ == nullptr || at_ == batch_->num_rows()) {
      at_ = 0;
      const arrow::Status status = batches_->ReadNext(&batch_);
      if (!status.ok()) return from_status(status, options_.max_decoder_bytes);
      if (batch_ == nullptr) {
        if (rows_ != total_rows_)
          return bad_format("the file announces " + count_of(total_rows_, "row") + " and holds " + group_digits(rows_));
        return {};
      }
      if (batch_->num_columns() != static_cast<int>(names_.size())) return bad_format("a row group lacks a column");
    }
  } catch (const std::exception& e) { return bad_format("not a readable Parquet file: " + first_line(e.what())); }
  size_t rows = std::min(batch.max_rows(), static_cast<size_t>(batch_->num_rows() - at_));
  std::optional<Error> fault;
  for (size_t i = 0; i < names_.size() && rows != 0; ++i) {
    auto done = arrow_cells(*batch_->column(static_cast<int>(i)), at_, rows, options_.limits, rows_ + 1, names_[i],
                            batch.column(i));
    if (done.ok()) continue;
    // The other columns are still read up to here, because the first row at fault counts.
    fault = done.error();
    rows = static_cast<size_t>(fault->where().row.value_or(rows_ + 1) - (rows_ + 1));
  }
  at_ += static_cast<int64_t>(rows);
  rows_ += rows;
  batch.set_rows(rows);
  if (fault) return *fault;
  return {};
}

// The file is hashed in the measure in which its rows are read.
void ParquetScanner::hash_pending() {
  const auto share = static_cast<unsigned __int128>(file_.size_bytes()) * rows_ / total_rows_;
  if (hash_error_) return;
  if (auto hashed = hash_up_to(static_cast<uint64_t>(share)); !hashed.ok()) hash_error_ = hashed.error();
}

Result<void> ParquetScanner::hash_up_to(uint64_t offset) {
  if (!block_) block_.reset(new char[kHashBlockBytes]);
  while (hashed_bytes_ < offset) {
    const size_t wanted = static_cast<size_t>(std::min<uint64_t>(kHashBlockBytes, offset - hashed_bytes_));
    ZKP_TRY(const size_t count, file_.read_at(hashed_bytes_, {block_.get(), wanted}));
    if (count == 0) return Error(GeneralError::kIo, "the file became shorter while it was read");
    hash_.update(as_bytes({block_.get(), count}));
    hashed_bytes_ += count;
  }
  return {};
}

Result<Digest> ParquetScanner::file_sha256() {
  if (hash_error_) return *hash_error_;
  ZKP_TRY_VOID(hash_up_to(file_.size_bytes()));
  ZKP_TRY_VOID(file_.check_unchanged());
  return hash_.finish();
}

// "PAR1" | row groups | footer | u32 little-endian footer length | "PAR1"
Result<void> check_frame(const InputFile& file) {
  char head[4];
  unsigned char tail[8];
  ZKP_TRY(const size_t head_bytes, file.read_at(0, {head, sizeof head}));
  if (head_bytes != 4 || std::string_view(head, 4) != "PAR1")
    return bad_format("not a Parquet file: it does not start with \"PAR1\"")
        .with_hint("name the format with --format if the file's name is misleading");
  if (file.size_bytes() < 12) return bad_format("the Parquet file is truncated");
  ZKP_TRY(const size_t tail_bytes, file.read_at(file.size_bytes() - 8, {reinterpret_cast<char*>(tail), sizeof tail}));
  const std::string_view magic(reinterpret_cast<const char*>(tail) + 4, 4);
  if (magic == "PARE") return Error(TableError::kUnsupportedType, "the Parquet file is encrypted");
  if (tail_bytes != 8 || magic != "PAR1")
    return bad_format("the Parquet file is truncated: it does not end with \"PAR1\"");
  const uint64_t footer_bytes = tail[0] | uint64_t{tail[1]} << 8 | uint64_t{tail[2]} << 16 | uint64_t{tail[3]} << 24;
  if (footer_bytes > file.size_bytes() - 12)
    return bad_format("the Parquet file is damaged: its footer is longer than the file");
  if (footer_bytes > kMaxFooterBytes)
    return Error(TableError::kTooLarge,
                 "the footer of the Parquet file is longer than " + group_digits(kMaxFooterBytes) + " bytes");
  return {};
}

}  // namespace

Result<std::unique_ptr<RowSource>> open_parquet(const InputFile& file, const ParquetOptions& options) {
  ZKP_TRY_VOID(check_frame(file));
  auto scanner = std::make_unique<ParquetScanner>(file, options);
  try {
    if (const arrow::Status status = scanner->open_reader(); !status.ok())
      return from_status(status, options.max_decoder_bytes);
    ZKP_TRY_VOID(scanner->check_schema());
  } catch (const std::exception& e) { return bad_format("not a readable Parquet file: " + first_line(e.what())); }
  return std::unique_ptr<RowSource>(std::move(scanner));
}

}  // namespace zkp
