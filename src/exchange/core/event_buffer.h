/// Events in memory: room that grows by doubling and is kept, so that a warm buffer does not allocate.
#pragma once

#include <memory>
#include <span>

#include "exchange/core/record.h"

namespace zkp::exchange {

class EventBuffer {
 public:
  explicit EventBuffer(size_t capacity = 1 << 12) : capacity_(capacity), data_(new EventRecord[capacity]) {}

  EventRecord& append() {
    if (size_ == capacity_) grow();
    EventRecord& e = data_[size_++];
    __builtin_prefetch(bytes_of(e) + 4 * sizeof e, 1);  // the lines of events to come; beyond the end it does nothing
    __builtin_prefetch(bytes_of(e) + 4 * sizeof e + 64, 1);
    exchange::clear(e);
    return e;
  }
  std::span<EventRecord> events() { return {data_.get(), size_}; }
  std::span<const EventRecord> events() const { return {data_.get(), size_}; }
  size_t size() const { return size_; }
  void clear() { size_ = 0; }

 private:
  void grow() {
    std::unique_ptr<EventRecord[]> larger(new EventRecord[2 * capacity_]);
    std::memcpy(static_cast<void*>(larger.get()), data_.get(), size_ * sizeof(EventRecord));
    data_ = std::move(larger);
    capacity_ *= 2;
  }
  size_t capacity_, size_ = 0;
  std::unique_ptr<EventRecord[]> data_;
};

}  // namespace zkp::exchange
