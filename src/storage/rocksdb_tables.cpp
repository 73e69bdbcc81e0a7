#include "storage/rocksdb_tables.h"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace zkp {
namespace {

using rocksdb::IOStatus;

// CRC-32C (Castagnoli), reflected polynomial 0x82f63b78.
uint32_t crc32c(ByteView bytes) {
  static constexpr std::array<uint32_t, 256> kTable = [] {
    std::array<uint32_t, 256> table{};
    for (uint32_t i = 0; i < 256; ++i) {
      uint32_t v = i;
      for (int bit = 0; bit < 8; ++bit) v = v >> 1 ^ (v & 1 ? 0x82f63b78u : 0u);
      table[i] = v;
    }
    return table;
  }();
  uint32_t crc = ~0u;
  for (uint8_t byte : bytes) crc = crc >> 8 ^ kTable[(crc ^ byte) & 0xff];
  return ~crc;
}

// A checksum that is stored is rotated by 15 bits and shifted, so that data which contains its own checksums stays
// random.
uint32_t masked(uint32_t crc) { return (crc >> 15 | crc << 17) + 0xa282ead8u; }

uint64_t little_endian(ByteView bytes) {
  uint64_t value = 0;
  for (size_t i = bytes.size(); i-- > 0;) value = value << 8 | bytes[i];
  return value;
}

/// Takes LEB128 numbers and strings from the front; after the first that does not fit, ok() is false and all are zero.
class Decoder {
 public:
  explicit Decoder(ByteView in) : in_(in) {}
  uint64_t number() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && !in_.empty(); shift += 7) {
      const uint8_t byte = in_[0];
      in_ = in_.subspan(1);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }
  ByteView bytes(uint64_t count) {
    if (count > in_.size()) ok_ = false;
    if (!ok_) return {};
    ByteView out = in_.first(count);
    in_ = in_.subspan(count);
    return out;
  }
  bool ok() const { return ok_; }
  bool empty() const { return in_.empty(); }

 private:
  ByteView in_;
  bool ok_ = true;
};

/// Where a block lies; its trailer of 5 bytes (compression type, checksum) comes behind it.
struct BlockHandle {
  uint64_t offset = 0;
  uint64_t size_bytes = 0;
};

BlockHandle read_handle(Decoder& in) {
  const uint64_t offset = in.number();
  return {offset, in.number()};
}

constexpr size_t kFooterBytes = 53;  // checksum type 1, two handles padded to 40, format version 4, magic number 8
constexpr size_t kTrailerBytes = 5;
constexpr uint8_t kChecksumCrc32c = 1;
constexpr uint64_t kTableMagic = 0x88e241b785f4cff7;
constexpr uint64_t kMaxMetadataBytes = 16 << 20;

class TableCheck {
 public:
  TableCheck(const rocksdb::FSRandomAccessFile& file, uint64_t file_bytes) : file_(file), file_bytes_(file_bytes) {}

  IOStatus run() {
    if (file_bytes_ < kFooterBytes) return damaged("is too short");
    std::string footer;
    if (IOStatus read = read_at(file_bytes_ - kFooterBytes, kFooterBytes, footer); !read.ok()) return read;
    const ByteView bytes = as_bytes(footer);
    if (bytes[0] != kChecksumCrc32c || little_endian(bytes.last(8)) != kTableMagic)
      return damaged("has no footer of ours");
    Decoder handles(bytes.subspan(1, 40));
    const BlockHandle metaindex_at = read_handle(handles);
    std::string metaindex, properties;
    if (!handles.ok()) return damaged("has a damaged footer");
    if (IOStatus read = read_block(metaindex_at, metaindex); !read.ok()) return read;
    std::optional<BlockHandle> properties_at = find_properties(as_bytes(metaindex));
    if (!properties_at) return damaged("names no properties");
    return read_block(*properties_at, properties);
  }

 private:
  static IOStatus damaged(const char* what) { return IOStatus::Corruption("table file", what); }

  IOStatus read_at(uint64_t offset, size_t count, std::string& out) const {
    out.resize(count);
    rocksdb::Slice result;
    IOStatus status = file_.Read(offset, count, rocksdb::IOOptions(), &result, out.data(), nullptr);
    if (!status.ok()) return status;
    if (result.size() != count) return damaged("is truncated");
    out.assign(result.data(), count);
    return IOStatus::OK();
  }

  IOStatus read_block(BlockHandle at, std::string& out) const {
    if (at.size_bytes > kMaxMetadataBytes || at.offset > file_bytes_ ||
        at.size_bytes + kTrailerBytes > file_bytes_ - at.offset)
      return damaged("has a block outside of it");
    if (IOStatus read = read_at(at.offset, at.size_bytes + kTrailerBytes, out); !read.ok()) return read;
    const ByteView bytes = as_bytes(out);
    if (little_endian(bytes.last(4)) != masked(crc32c(bytes.first(bytes.size() - 4))))
      return damaged("has a damaged properties block");
    out.resize(at.size_bytes);
    return IOStatus::OK();
  }

  // A block is a list of (bytes shared with the key before, further bytes, value bytes, key, value), then its restart
  // points and their number; the metaindex shares nothing.
  static std::optional<BlockHandle> find_properties(ByteView block) {
    if (block.size() < 4) return std::nullopt;
    const uint64_t restarts = little_endian(block.last(4));
    if (restarts > (block.size() - 4) / 4) return std::nullopt;
    Decoder in(block.first(block.size() - 4 - 4 * restarts));
    while (!in.empty() && in.ok()) {
      const uint64_t shared = in.number(), key_bytes = in.number(), value_bytes = in.number();
      const ByteView key = in.bytes(key_bytes), value = in.bytes(value_bytes);
      if (!in.ok() || shared != 0 || as_text(key) != "rocksdb.properties") continue;
      Decoder handle(value);
      const BlockHandle out = read_handle(handle);
      if (handle.ok()) return out;
    }
    return std::nullopt;
  }

  const rocksdb::FSRandomAccessFile& file_;
  const uint64_t file_bytes_;
};

class CheckedTables final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;
  const char* Name() const override { return "zkp.checked-tables"; }

  IOStatus NewRandomAccessFile(const std::string& name, const rocksdb::FileOptions& options,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                               rocksdb::IODebugContext* debug) override {
    IOStatus status = target()->NewRandomAccessFile(name, options, result, debug);
    if (!status.ok() || !name.ends_with(".sst")) return status;
    uint64_t file_bytes = 0;
    status = target()->GetFileSize(name, rocksdb::IOOptions(), &file_bytes, debug);
    if (status.ok()) status = TableCheck(**result, file_bytes).run();
    if (!status.ok()) result->reset();
    return status;
  }
};

}  // namespace

rocksdb::Env* checked_tables_env() {
  // RocksDB's threads use it until the process ends.
  static rocksdb::Env* const env =
      rocksdb::NewCompositeEnv(std::make_shared<CheckedTables>(rocksdb::FileSystem::Default())).release();
  return env;
}

}  // namespace zkp
