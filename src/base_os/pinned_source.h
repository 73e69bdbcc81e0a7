/// A file that stays what it was when it was first read, or fails: what is checked is then what is used.
///
/// Whoever checks a large file and then uses it reads it several times, and who can write the file could show each of
/// these passes another content. Here the first read of a block of 64 KiB keeps its BLAKE2b-512, and every later read
/// of the block compares it: 64 bytes of memory for each 64 KiB that were read.
///
/// Safe for concurrent use. Not constant-time: for public data.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "base/byte_source.h"

namespace zkp {

class PinnedSource : public ByteSource {
 public:
  static constexpr uint64_t kBlockBytes = uint64_t{1} << 16;

  explicit PinnedSource(std::unique_ptr<ByteSource> source);

  uint64_t size() const override { return source_->size(); }
  /// Errors: those of the source; GeneralError::kParse when the content has changed.
  Result<void> read(uint64_t offset, std::span<uint8_t> out) const override;

 private:
  std::unique_ptr<ByteSource> source_;
  mutable std::mutex mutex_;
  mutable std::vector<ByteArray<64>> blocks_;
  mutable std::vector<bool> known_;
};

}  // namespace zkp
