#include "base_os/blake2b.h"

#include <openssl/evp.h>

namespace zkp {

struct Blake2b::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  Context() { start(); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(evp); }
  void start() { ZKP_CHECK(evp != nullptr && EVP_DigestInit_ex(evp, EVP_blake2b512(), nullptr) == 1); }
};

Blake2b::Blake2b() : context_(std::make_unique<Context>()) {}
Blake2b::Blake2b(Blake2b&&) noexcept = default;
Blake2b& Blake2b::operator=(Blake2b&&) noexcept = default;
Blake2b::~Blake2b() = default;

Blake2b& Blake2b::update(ByteView bytes) {
  ZKP_CHECK(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1);
  return *this;
}

ByteArray<64> Blake2b::finish() {
  ByteArray<64> out;
  unsigned size = 0;
  ZKP_CHECK(EVP_DigestFinal_ex(context_->evp, out.data(), &size) == 1 && size == out.size());
  context_->start();
  return out;
}

ByteArray<64> blake2b(ByteView message) { return Blake2b().update(message).finish(); }

}  // namespace zkp
