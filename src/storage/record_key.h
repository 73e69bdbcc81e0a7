/// How sorted back ends name things: big-endian integers, so that byte order is numeric order, and a record's key
/// behind the byte of its space. Pure.
#pragma once

#include <optional>

#include "base/bytes.h"
#include "storage/store.h"

namespace zkp {

inline ByteArray<8> entry_key(uint64_t index) {
  ByteArray<8> key;
  for (int i = 0; i < 8; ++i) key[i] = static_cast<uint8_t>(index >> (8 * (7 - i)));
  return key;
}

inline std::optional<uint64_t> parse_u64(ByteView bytes) {
  if (bytes.size() != 8) return std::nullopt;
  uint64_t value = 0;
  for (uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

inline Bytes record_key(Space space, ByteView key) {
  Bytes out;
  out.reserve(1 + key.size());
  out.push_back(static_cast<uint8_t>(space));
  append(out, key);
  return out;
}

/// The smallest key greater than every key that begins with `prefix`; none when there is no such key (all bytes 0xff).
inline std::optional<Bytes> end_of_prefix(ByteView prefix) {
  Bytes out(prefix.begin(), prefix.end());
  while (!out.empty() && out.back() == 0xff) out.pop_back();
  if (out.empty()) return std::nullopt;
  ++out.back();
  return out;
}

/// first <= key < end over record_key()s.
struct KeyBounds {
  Bytes first;
  Bytes end;
};

inline KeyBounds bounds_of(const RecordRange& range) {
  KeyBounds out{record_key(range.space, range.first), {}};
  // Space 255 is not used, so that the end of a space always exists.
  out.end = range.end ? record_key(range.space, *range.end)
                      : Bytes{static_cast<uint8_t>(static_cast<uint8_t>(range.space) + 1)};
  return out;
}

}  // namespace zkp
