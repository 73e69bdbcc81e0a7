#include "base/large_memory.h"

#include <cstdlib>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace zkp {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;

size_t round_up(size_t size_bytes, size_t unit) { return (size_bytes + unit - 1) / unit * unit; }

}  // namespace

void* allocate_large(size_t size_bytes) {
  const bool is_large = size_bytes >= 2 * kHugePage;
  const size_t alignment = is_large ? kHugePage : 64;
  const size_t rounded = round_up(size_bytes > 0 ? size_bytes : 1, alignment);
  void* out = std::aligned_alloc(alignment, rounded);
  if (out == nullptr) throw std::bad_alloc();
#if defined(__linux__)
  if (is_large) ::madvise(out, rounded, MADV_HUGEPAGE);  // a hint: refusal changes nothing
#endif
  return out;
}

void free_large(void* memory) noexcept { std::free(memory); }

}  // namespace zkp
