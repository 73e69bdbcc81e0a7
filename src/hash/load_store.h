/// Words from and to byte strings of either byte order, at any alignment. Compiles to single loads and stores.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace zkp::detail {

static_assert(std::endian::native == std::endian::little);

template <class Word>
Word load_le(const uint8_t* in) {
  Word word;
  std::memcpy(&word, in, sizeof word);
  return word;
}

template <class Word>
void store_le(uint8_t* out, Word word) {
  std::memcpy(out, &word, sizeof word);
}

inline uint32_t load_be32(const uint8_t* in) { return __builtin_bswap32(load_le<uint32_t>(in)); }
inline uint64_t load_be64(const uint8_t* in) { return __builtin_bswap64(load_le<uint64_t>(in)); }
inline void store_be32(uint8_t* out, uint32_t word) { store_le(out, __builtin_bswap32(word)); }
inline void store_be64(uint8_t* out, uint64_t word) { store_le(out, __builtin_bswap64(word)); }

}  // namespace zkp::detail
