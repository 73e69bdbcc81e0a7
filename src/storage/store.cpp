#include "storage/store.h"

#include <string>

#include "storage/record_key.h"
#include "storage/store_checks.h"

namespace zkp {
namespace {

Error too_large(std::string what, size_t bytes, size_t limit) {
  return Error(GeneralError::kLimit, std::move(what) + " has " + std::to_string(bytes) + " bytes; at most " +
                                         std::to_string(limit) + " can be stored");
}

}  // namespace

RecordRange RecordRange::of_prefix(Space space, ByteView prefix) {
  return {.space = space, .first = Bytes(prefix.begin(), prefix.end()), .end = end_of_prefix(prefix)};
}

Result<void> check_batch(const Batch& batch, uint64_t size) {
  if (batch.first_index != size)
    return Error(StorageError::kConflict, "the batch begins at entry " + std::to_string(batch.first_index) +
                                              ", but the store holds " + std::to_string(size) + " entries");
  size_t total_bytes = 0;
  for (size_t i = 0; i < batch.entries.size(); ++i) {
    const size_t bytes = batch.entries[i].size();
    if (bytes > kMaxStoredEntryBytes) return too_large("the entry", bytes, kMaxStoredEntryBytes).with_entry(size + i);
    total_bytes += bytes;
  }
  for (const Put& put : batch.puts) {
    const auto space = static_cast<uint8_t>(put.space);
    if (space == 0 || space == 0xff)
      return Error(GeneralError::kInvalidArgument, "there is no key space " + std::to_string(space));
    if (put.key.size() > kMaxKeyBytes) return too_large("a key", put.key.size(), kMaxKeyBytes);
    if (put.value.size() > kMaxValueBytes) return too_large("a value", put.value.size(), kMaxValueBytes);
    total_bytes += put.key.size() + put.value.size();
  }
  if (total_bytes > kMaxBatchBytes) return too_large("the batch", total_bytes, kMaxBatchBytes);
  return {};
}

Error no_such_entry(uint64_t index, uint64_t size) {
  return Error(GeneralError::kNotFound, "there is no such entry; the store holds " + std::to_string(size))
      .with_entry(index);
}

Result<void> check_expected_size(uint64_t size, uint64_t expected_size) {
  if (size >= expected_size) return {};
  return Error(StorageError::kMissing, "the store holds " + std::to_string(size) + " entries, but " +
                                           std::to_string(expected_size) +
                                           " were acknowledged: " + std::to_string(size) + " to " +
                                           std::to_string(expected_size - 1) + " are missing")
      .with_entry(size)
      .with_hint("the store was damaged or replaced by an older copy; restore a newer backup");
}

Error store_is_closed() { return Error(StorageError::kIo, "the store is closed"); }
Error store_is_read_only() { return Error(StorageError::kReadOnly, "the store was opened for reading only"); }

bool is_refusal(ErrorCode append_error) {
  return append_error == StorageError::kConflict || append_error == StorageError::kReadOnly ||
         append_error == GeneralError::kLimit || append_error == GeneralError::kInvalidArgument;
}

}  // namespace zkp
