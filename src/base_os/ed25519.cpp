#include "base_os/ed25519.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>

namespace zkp {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, FreeKey>;
using ContextPointer = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Error failed(std::string message) {
  ERR_clear_error();  // the queue belongs to the thread; what is left in it would confuse the next caller
  return Error(CryptoError::kBadKey, std::move(message));
}

// y of the points of order 1, 2, 4 and 8 (two of them), little-endian, with the sign bit clear.
constexpr ByteArray<32> kSmallOrderY[] = {
    {1},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
     0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
     0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
};

}  // namespace

bool is_acceptable_ed25519_key(const ByteArray<32>& public_key) {
  ByteArray<32> y = public_key;
  y[31] &= 0x7f;
  // y < 2^255 - 19, whose little-endian bytes are ed ff ... ff 7f.
  const bool top_is_full =
      y[31] == 0x7f && std::all_of(y.begin() + 1, y.end() - 1, [](uint8_t b) { return b == 0xff; });
  if (top_is_full && y[0] >= 0xed) return false;
  return std::find(std::begin(kSmallOrderY), std::end(kSmallOrderY), y) == std::end(kSmallOrderY);
}

struct Ed25519Signer::Key {
  KeyPointer evp;
};

Ed25519Signer::Ed25519Signer(std::unique_ptr<Key> key) : key_(std::move(key)) {}
Ed25519Signer::Ed25519Signer(Ed25519Signer&&) noexcept = default;
Ed25519Signer& Ed25519Signer::operator=(Ed25519Signer&&) noexcept = default;
Ed25519Signer::~Ed25519Signer() = default;

Result<Ed25519Signer> Ed25519Signer::from_seed(ByteView seed) {
  if (seed.size() != 32) return Error(CryptoError::kBadKey, "an Ed25519 private key has 32 bytes");
  KeyPointer evp(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  if (evp == nullptr) return failed("OpenSSL does not take the Ed25519 private key");
  Ed25519Signer signer(std::make_unique<Key>());
  size_t size_bytes = signer.public_key_.size();
  if (EVP_PKEY_get_raw_public_key(evp.get(), signer.public_key_.data(), &size_bytes) != 1 || size_bytes != 32)
    return failed("OpenSSL does not give the Ed25519 public key");
  signer.key_->evp = std::move(evp);
  return signer;
}

Result<Ed25519Signer> Ed25519Signer::generate(Random& random) {
  SecretBytes seed(Bytes(32));
  ZKP_TRY_VOID(random.fill(seed.span()));
  return from_seed(seed.view());
}

Result<ByteArray<64>> Ed25519Signer::sign_ed25519(ByteView message) const {
  const ContextPointer context(EVP_MD_CTX_new());
  ByteArray<64> signature;
  size_t size_bytes = signature.size();
  if (context == nullptr || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->evp.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size_bytes, message.data(), message.size()) != 1 ||
      size_bytes != signature.size())
    return failed("OpenSSL failed to sign");
  return signature;
}

Result<SecretBytes> Ed25519Signer::seed() const {
  SecretBytes seed(Bytes(32));
  size_t size_bytes = seed.size();
  if (EVP_PKEY_get_raw_private_key(key_->evp.get(), seed.span().data(), &size_bytes) != 1 || size_bytes != 32)
    return failed("OpenSSL does not give the Ed25519 private key");
  return seed;
}

bool OpenSslVerifier::verify_ed25519(const ByteArray<32>& public_key, ByteView message,
                                     const ByteArray<64>& signature) const {
  if (!is_acceptable_ed25519_key(public_key)) return false;
  const KeyPointer key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()));
  const ContextPointer context(EVP_MD_CTX_new());
  // OpenSSL refuses S >= L, and compares R byte for byte with the canonical encoding of S B - k A.
  const bool good =
      key != nullptr && context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace zkp
