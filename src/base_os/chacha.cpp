#include "base_os/chacha.h"

#include <openssl/evp.h>

namespace zkp {

struct ChaChaStream::Context {
  EVP_CIPHER_CTX* evp = EVP_CIPHER_CTX_new();
  ByteArray<256> block{};
  size_t used = 256;
  ~Context() { EVP_CIPHER_CTX_free(evp); }
};

ChaChaStream::ChaChaStream(const ByteArray<32>& key) : context_(std::make_unique<Context>()) {
  static constexpr ByteArray<16> kCounterAndNonce{};
  ZKP_CHECK(context_->evp != nullptr &&
            EVP_EncryptInit_ex(context_->evp, EVP_chacha20(), nullptr, key.data(), kCounterAndNonce.data()) == 1);
}
ChaChaStream::~ChaChaStream() = default;

uint32_t ChaChaStream::next_u32() {
  Context& c = *context_;
  if (c.used == c.block.size()) {
    static constexpr ByteArray<256> kZeros{};
    int written = 0;
    ZKP_CHECK(EVP_EncryptUpdate(c.evp, c.block.data(), &written, kZeros.data(), static_cast<int>(kZeros.size())) == 1 &&
              static_cast<size_t>(written) == c.block.size());
    c.used = 0;
  }
  uint32_t out = 0;
  for (size_t i = 0; i < 4; ++i) out |= uint32_t{c.block[c.used + i]} << (8 * i);
  c.used += 4;
  return out;
}

}  // namespace zkp
