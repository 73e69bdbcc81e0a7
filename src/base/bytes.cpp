#include "base/bytes.h"

namespace zkp {

bool equal_constant_time(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  uint8_t difference = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    difference |= a[i] ^ b[i];
    // Hides the accumulated value from the optimizer, which could otherwise leave the loop at the first difference.
    asm volatile("" : "+r"(difference));
  }
  return difference == 0;
}

void wipe(void* data, size_t size_bytes) {
  if (size_bytes == 0) return;
  std::memset(data, 0, size_bytes);
  // The memory is observable from here on, so the memset above is not a dead store.
  asm volatile("" : : "r"(data) : "memory");
}

Result<std::string> ByteReader::str() {
  const ByteView before = in_;
  ZKP_TRY(const uint16_t size_bytes, u16());
  if (size_bytes > in_.size()) {
    in_ = before;
    return truncated();
  }
  std::string out(as_text(in_.first(size_bytes)));
  in_ = in_.subspan(size_bytes);
  return out;
}

Result<void> ByteReader::end() const {
  if (in_.empty()) return {};
  return Error(GeneralError::kParse, std::to_string(in_.size()) + " bytes too many at the end");
}

Error ByteReader::truncated() { return Error(GeneralError::kParse, "the bytes end too early"); }

}  // namespace zkp
