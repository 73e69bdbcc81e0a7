#include "security/seal.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

#include "base/encoding.h"
#include "security/secret_file.h"

namespace zkp {
namespace {

constexpr std::string_view kMagic = "ZSL1";
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using ContextPointer = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

Error bad_key() { return Error(CryptoError::kBadKey, "a sealing key has 32 bytes"); }

Error refused() {
  ERR_clear_error();
  return Error(CryptoError::kDecrypt,
               "the sealed file does not open: it was changed, moved, or sealed with another key");
}

Error openssl_failed() {
  ERR_clear_error();
  return Error(CryptoError::kBadKey, "OpenSSL failed to encrypt");
}

bool add_label(EVP_CIPHER_CTX* context, std::string_view label) {
  int length = 0;
  const ByteView bytes = as_bytes(label);
  return bytes.empty() ||
         EVP_CipherUpdate(context, nullptr, &length, bytes.data(), static_cast<int>(bytes.size())) == 1;
}

}  // namespace

Result<Bytes> seal(ByteView key, std::string_view label, ByteView plaintext, Random& random) {
  if (key.size() != kSealKeyBytes) return bad_key();
  if (plaintext.size() > kMaxSealedPlaintextBytes || label.size() > kMaxSealedPlaintextBytes)
    return Error(GeneralError::kLimit, "too long to seal: " + std::to_string(plaintext.size()) + " bytes");
  Bytes out(kSealOverheadBytes + plaintext.size());
  std::copy(kMagic.begin(), kMagic.end(), out.begin());
  const std::span<uint8_t> nonce = std::span(out).subspan(kMagic.size(), kNonceBytes);
  const std::span<uint8_t> ciphertext = std::span(out).subspan(kMagic.size() + kNonceBytes, plaintext.size());
  const std::span<uint8_t> tag = std::span(out).last(kTagBytes);
  ZKP_TRY_VOID(random.fill(nonce));

  const ContextPointer context(EVP_CIPHER_CTX_new());
  int length = 0;
  if (context == nullptr ||
      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()) != 1 ||
      !add_label(context.get(), label))
    return openssl_failed();
  if (!plaintext.empty() && EVP_EncryptUpdate(context.get(), ciphertext.data(), &length, plaintext.data(),
                                              static_cast<int>(plaintext.size())) != 1)
    return openssl_failed();
  if (EVP_EncryptFinal_ex(context.get(), tag.data(), &length) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()) != 1)
    return openssl_failed();
  return out;
}

Result<SecretBytes> unseal(ByteView key, std::string_view label, ByteView sealed) {
  if (key.size() != kSealKeyBytes) return bad_key();
  if (sealed.size() < kSealOverheadBytes || sealed.size() > kSealOverheadBytes + kMaxSealedPlaintextBytes ||
      label.size() > kMaxSealedPlaintextBytes || as_text(sealed.first(kMagic.size())) != kMagic)
    return refused();
  const ByteView nonce = sealed.subspan(kMagic.size(), kNonceBytes);
  const ByteView ciphertext = sealed.subspan(kMagic.size() + kNonceBytes, sealed.size() - kSealOverheadBytes);
  ByteArray<kTagBytes> tag;
  std::copy(sealed.end() - kTagBytes, sealed.end(), tag.begin());

  SecretBytes plaintext(Bytes(ciphertext.size()));
  const ContextPointer context(EVP_CIPHER_CTX_new());
  int length = 0;
  if (context == nullptr ||
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()) != 1 ||
      !add_label(context.get(), label))
    return refused();
  if (!ciphertext.empty() && EVP_DecryptUpdate(context.get(), plaintext.span().data(), &length, ciphertext.data(),
                                               static_cast<int>(ciphertext.size())) != 1)
    return refused();
  uint8_t none[16];
  // Checks the tag; until then `plaintext` is unauthenticated, and on a refusal its destructor wipes it.
  if (EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) != 1 ||
      EVP_DecryptFinal_ex(context.get(), none, &length) != 1)
    return refused();
  return plaintext;
}

Result<void> create_seal_key(Files& files, const std::string& path, Random& random) {
  SecretBytes key{Bytes(kSealKeyBytes)};
  ZKP_TRY_VOID(random.fill(key.span()));
  std::string text = hex_encode(key.view()) + "\n";
  const Result<void> written = create_secret_file(files, path, as_bytes(text));
  wipe(text.data(), text.size());
  return written;
}

Result<SecretBytes> load_seal_key(Files& files, const std::string& path) {
  ZKP_TRY(const SecretBytes text, read_secret_file(files, path, 4096));
  std::string_view digits = as_text(text.view());
  if (digits.ends_with('\n')) digits.remove_suffix(1);
  Result<Bytes> bytes = hex_decode(digits);
  if (!bytes.ok() || bytes->size() != kSealKeyBytes)
    return Error(CryptoError::kBadKey, "not a sealing key: expected 64 hex digits").with_file(path);
  return SecretBytes(std::move(bytes).value());
}

}  // namespace zkp
