/// An Arrow memory pool that refuses to grow beyond a limit, so that a file cannot make its decoder exhaust the
/// machine.
///
/// Safe for concurrent use.
#pragma once

#include <arrow/memory_pool.h>
#include <arrow/status.h>

#include <atomic>

namespace zkp {

class CappedMemoryPool final : public arrow::MemoryPool {
 public:
  explicit CappedMemoryPool(int64_t max_bytes) : inner_(arrow::default_memory_pool()), max_bytes_(max_bytes) {}

  using arrow::MemoryPool::Allocate;
  using arrow::MemoryPool::Free;
  using arrow::MemoryPool::Reallocate;

  /// Status::OutOfMemory beyond the limit.
  arrow::Status Allocate(int64_t size, int64_t alignment, uint8_t** out) override;
  arrow::Status Reallocate(int64_t old_size, int64_t new_size, int64_t alignment, uint8_t** ptr) override;
  void Free(uint8_t* buffer, int64_t size, int64_t alignment) override;

  int64_t bytes_allocated() const override { return bytes_.load(); }
  int64_t max_memory() const override { return peak_bytes_.load(); }
  int64_t total_bytes_allocated() const override { return total_bytes_.load(); }
  int64_t num_allocations() const override { return allocations_.load(); }
  std::string backend_name() const override { return inner_->backend_name(); }

 private:
  arrow::Status reserve(int64_t bytes);

  arrow::MemoryPool* inner_;
  int64_t max_bytes_;
  std::atomic<int64_t> bytes_{0};
  std::atomic<int64_t> peak_bytes_{0};
  std::atomic<int64_t> total_bytes_{0};
  std::atomic<int64_t> allocations_{0};
};

}  // namespace zkp
