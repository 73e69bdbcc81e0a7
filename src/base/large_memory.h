/// Memory for large tables: on huge pages where the system gives them, and not written before somebody writes it. A
/// gigabyte of small pages costs a tenth of a second for each thread to be handed out and cleared.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace zkp {

/// At least `size_bytes`, aligned to 64 bytes. Throws std::bad_alloc.
void* allocate_large(size_t size_bytes);
void free_large(void* memory) noexcept;

/// Elements that nobody has written have no value.
template <class T>
struct LargeAllocator {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T> && alignof(T) <= 64);
  using value_type = T;

  LargeAllocator() = default;
  template <class U>
  LargeAllocator(const LargeAllocator<U>&) noexcept {}

  T* allocate(size_t count) {
    if (count > static_cast<size_t>(-1) / 2 / sizeof(T)) throw std::bad_alloc();
    return static_cast<T*>(allocate_large(count * sizeof(T)));
  }
  void deallocate(T* at, size_t) noexcept { free_large(at); }
  /// Trivially copyable types come to life with their memory.
  template <class U>
  void construct(U*) noexcept {}
  template <class U, class... Args>
  void construct(U* at, Args&&... args) {
    ::new (static_cast<void*>(at)) U(std::forward<Args>(args)...);
  }
  friend bool operator==(const LargeAllocator&, const LargeAllocator&) { return true; }
};

/// As std::vector, but new elements are NOT initialised: resize() and the constructor of a size give unspecified
/// values.
template <class T>
using LargeVector = std::vector<T, LargeAllocator<T>>;

}  // namespace zkp
