#include "table/capped_pool.h"

namespace zkp {

arrow::Status CappedMemoryPool::reserve(int64_t bytes) {
  const int64_t now = bytes_.fetch_add(bytes) + bytes;
  if (now > max_bytes_) {
    bytes_.fetch_sub(bytes);
    return arrow::Status::OutOfMemory("more than ", max_bytes_, " bytes");
  }
  int64_t peak = peak_bytes_.load();
  while (peak < now && !peak_bytes_.compare_exchange_weak(peak, now)) {}
  total_bytes_ += bytes;
  ++allocations_;
  return arrow::Status::OK();
}

arrow::Status CappedMemoryPool::Allocate(int64_t size, int64_t alignment, uint8_t** out) {
  ARROW_RETURN_NOT_OK(reserve(size));
  arrow::Status status = inner_->Allocate(size, alignment, out);
  if (!status.ok()) bytes_.fetch_sub(size);
  return status;
}

arrow::Status CappedMemoryPool::Reallocate(int64_t old_size, int64_t new_size, int64_t alignment, uint8_t** ptr) {
  if (new_size > old_size) ARROW_RETURN_NOT_OK(reserve(new_size - old_size));
  arrow::Status status = inner_->Reallocate(old_size, new_size, alignment, ptr);
  if (status.ok() ? new_size < old_size : new_size > old_size) bytes_.fetch_sub(std::abs(new_size - old_size));
  return status;
}

void CappedMemoryPool::Free(uint8_t* buffer, int64_t size, int64_t alignment) {
  inner_->Free(buffer, size, alignment);
  bytes_.fetch_sub(size);
}

}  // namespace zkp
