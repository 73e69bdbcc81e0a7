/// The key stream of ChaCha with 20 rounds, nonce zero and a counter from zero, through OpenSSL: the pseudorandom
/// generator that transcripts of older ceremonies hash to curves with. Public data only. One thread at a time.
#pragma once

#include <memory>

#include "base/bytes.h"

namespace zkp {

class ChaChaStream {
 public:
  explicit ChaChaStream(const ByteArray<32>& key);
  ~ChaChaStream();
  ChaChaStream(const ChaChaStream&) = delete;
  ChaChaStream& operator=(const ChaChaStream&) = delete;

  /// The next four bytes as a little-endian number. REQUIRES: fewer than 2^36 of them.
  uint32_t next_u32();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace zkp
