/// What every function of the C interface does: no exception leaves it, and a failure's sentence goes into the caller's
/// buffer. Pure, safe for concurrent use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>

#include "zkp/c_api.h"

namespace zkp::api {

/// Where a sentence about a failure goes.
struct ErrorBuffer {
  char* text;
  size_t size_bytes;

  /// Cut to fit, between two UTF-8 characters, and ended by a zero byte.
  void set(std::string_view sentence) const {
    if (text == nullptr || size_bytes == 0) return;
    size_t length = sentence.size();
    if (length > size_bytes - 1) {
      length = size_bytes - 1;
      while (length > 0 && (static_cast<unsigned char>(sentence[length]) & 0xc0) == 0x80) --length;
    }
    std::memcpy(text, sentence.data(), length);
    text[length] = '\0';
  }
  int32_t fail(int32_t code, std::string_view sentence) const {
    set(sentence);
    return code;
  }
};

/// The code that `body` returns; the buffer is empty unless it filled it.
template <class Body>
int32_t guarded(const ErrorBuffer& error, Body&& body) noexcept {
  error.set("");
  try {
    return body();
  } catch (const std::bad_alloc&) { return error.fail(ZKP_FAILED, "out of memory"); } catch (...) {
    return error.fail(ZKP_FAILED, "an unexpected failure inside the library");
  }
}

/// No object is larger than PTRDIFF_MAX: such a size is a mistake, as is a NULL pointer to anything.
inline bool is_buffer(const void* data, size_t size_bytes) {
  return size_bytes <= PTRDIFF_MAX && (data != nullptr || size_bytes == 0);
}

}  // namespace zkp::api
