/// Hex (lower case out, either case refused in strict readers) and base64 (RFC 4648 section 4, padded), both strict:
/// a string decodes only if it is the one that the encoder would print. Safe for concurrent use.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace zkp {

std::string hex_encode(ByteView bytes);
/// Lower-case digits only, even length. Error: GeneralError::kParse.
Result<Bytes> hex_decode(std::string_view text);
template <size_t N>
Result<ByteArray<N>> hex_decode_array(std::string_view text) {
  ZKP_TRY(Bytes bytes, hex_decode(text));
  if (bytes.size() != N)
    return Error(GeneralError::kParse,
                 "expected " + std::to_string(2 * N) + " hex digits, found " + std::to_string(text.size()));
  ByteArray<N> out;
  std::memcpy(out.data(), bytes.data(), N);
  return out;
}

std::string base64_encode(ByteView bytes);
/// Padding required, no white space, unused bits zero. Error: GeneralError::kParse.
Result<Bytes> base64_decode(std::string_view text);

}  // namespace zkp
