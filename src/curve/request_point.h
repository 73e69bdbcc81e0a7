/// Requests for memory ahead of its use. Internal to curve/.
#pragma once

#include <cstddef>

namespace zkp {

/// Requests the cache lines of a point. Always inlined: compilers take a function that only requests memory for one
/// without effect, and drop the call.
template <class Point>
[[gnu::always_inline]] inline void request_point(const Point* point) {
  const char* bytes = reinterpret_cast<const char*>(point);
  for (size_t i = 0; i < sizeof(Point); i += 64) __builtin_prefetch(bytes + i);
  __builtin_prefetch(bytes + sizeof(Point) - 1);
}

}  // namespace zkp
