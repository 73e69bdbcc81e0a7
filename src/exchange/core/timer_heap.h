/// Timers in the order of their keys: a 4-ary heap with positions, so that any timer can be taken out.
#pragma once

#include <cstdint>
#include <vector>

namespace zkp::exchange {

class TimerHeap {
 public:
  struct Timer {
    uint64_t due;
    uint64_t rank;      ///< sub << 32 | instrument
    uint64_t order_id;  ///< 0 for an instrument
    uint32_t slot;      ///< of the order, or of the instrument
    uint32_t* place;    ///< where the owner keeps the timer's position; 0: no timer

    bool before(const Timer& other) const {
      if (due != other.due) return due < other.due;
      return rank != other.rank ? rank < other.rank : order_id < other.order_id;
    }
  };

  explicit TimerHeap(size_t capacity) {
    heap_.reserve(capacity + 1);
    clear();
  }

  /// ~0 when there is none.
  uint64_t next_due() const { return heap_.size() > 1 ? heap_[1].due : ~uint64_t{0}; }
  /// REQUIRES: there is one.
  const Timer& first() const { return heap_[1]; }

  void insert(const Timer& timer) {
    heap_.push_back(timer);
    up(heap_.size() - 1, timer);
  }
  /// REQUIRES: *place is the position of a timer.
  void erase(uint32_t* place) {
    const size_t at = *place;
    *place = 0;
    const Timer last = heap_.back();
    heap_.pop_back();
    if (at == heap_.size()) return;
    if (at > 1 && last.before(heap_[parent(at)]))
      up(at, last);
    else
      down(at, last);
  }
  void clear() { heap_.assign(1, Timer{}); }  // positions count from 1

 private:
  static size_t parent(size_t at) { return (at + 2) / 4; }
  static size_t first_child(size_t at) { return 4 * at - 2; }

  void put(size_t at, const Timer& timer) {
    heap_[at] = timer;
    *timer.place = static_cast<uint32_t>(at);
  }
  void up(size_t at, const Timer& timer) {
    for (; at > 1 && timer.before(heap_[parent(at)]); at = parent(at)) put(at, heap_[parent(at)]);
    put(at, timer);
  }
  void down(size_t at, const Timer& timer) {
    for (;;) {
      size_t least = 0;
      for (size_t child = first_child(at); child < first_child(at) + 4 && child < heap_.size(); ++child)
        if (least == 0 || heap_[child].before(heap_[least])) least = child;
      if (least == 0 || !heap_[least].before(timer)) break;
      put(at, heap_[least]);
      at = least;
    }
    put(at, timer);
  }

  std::vector<Timer> heap_;
};

}  // namespace zkp::exchange
