/// BLAKE2b with a digest of 64 bytes (RFC 7693) through OpenSSL: what transcripts of older ceremonies are hashed with.
///
/// One object: one thread at a time.
#pragma once

#include <memory>

#include "base/bytes.h"

namespace zkp {

class Blake2b {
 public:
  Blake2b();
  Blake2b(Blake2b&&) noexcept;
  Blake2b& operator=(Blake2b&&) noexcept;
  ~Blake2b();

  Blake2b& update(ByteView bytes);
  /// The digest of everything since construction or the last finish(); the object then starts a new message.
  ByteArray<64> finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

ByteArray<64> blake2b(ByteView message);

}  // namespace zkp
