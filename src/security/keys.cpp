#include "security/keys.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

#include "security/secret_file.h"

namespace zkp {
namespace {

constexpr size_t kMaxPemBytes = 16 << 10;
constexpr size_t kMaxPassphraseBytes = 1024;  // OpenSSL's limit (PEM_BUFSIZE)
// 16 MiB of memory; OpenSSL refuses to read more than 32 MiB. p = 5 makes up for the small N (OWASP's equivalent of
// N = 2^17, p = 1).
constexpr uint64_t kScryptN = 1 << 14, kScryptR = 8, kScryptP = 5;
constexpr int kSaltBytes = 16;

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using KeyInfo = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freer<PKCS8_PRIV_KEY_INFO_free>>;
using Encrypted = std::unique_ptr<X509_SIG, Freer<X509_SIG_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Freer<X509_ALGOR_free>>;

Error failed(CryptoError code, std::string message) {
  ERR_clear_error();
  return Error(code, std::move(message));
}

Error encoding_failed() { return failed(CryptoError::kBadKey, "OpenSSL failed to encode the private key"); }

// Takes the place of OpenSSL's own callback, which would ask on the terminal. -1: no passphrase.
int give_passphrase(char* out, int capacity, int, void* context) {
  const auto& passphrase = *static_cast<const std::string_view*>(context);
  if (passphrase.empty() || passphrase.size() > static_cast<size_t>(capacity)) return -1;
  std::copy(passphrase.begin(), passphrase.end(), out);
  return static_cast<int>(passphrase.size());
}

bool write_encrypted(BIO* out, PKCS8_PRIV_KEY_INFO* info, std::string_view passphrase) {
  // OpenSSL draws salt and initialization vector itself where none are given; they are not secret.
  Algorithm algorithm(
      PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, kSaltBytes, nullptr, kScryptN, kScryptR, kScryptP));
  if (algorithm == nullptr) return false;
  const Encrypted encrypted(
      PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info, algorithm.get()));
  if (encrypted == nullptr) return false;
  static_cast<void>(algorithm.release());  // owned by `encrypted` now
  return PEM_write_bio_PKCS8(out, encrypted.get()) == 1;
}

}  // namespace

Result<SecretBytes> encode_private_key(const Ed25519Signer& signer, std::string_view passphrase) {
  if (passphrase.size() > kMaxPassphraseBytes)
    return Error(GeneralError::kLimit, "a passphrase has at most 1,024 bytes");
  ZKP_TRY(const SecretBytes seed, signer.seed());
  const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.view().data(), seed.size()));
  const KeyInfo info(key == nullptr ? nullptr : EVP_PKEY2PKCS8(key.get()));
  const Bio out(BIO_new(BIO_s_secmem()));  // wipes its memory
  if (info == nullptr || out == nullptr) return encoding_failed();
  const bool written = passphrase.empty() ? PEM_write_bio_PKCS8_PRIV_KEY_INFO(out.get(), info.get()) == 1
                                          : write_encrypted(out.get(), info.get(), passphrase);
  char* text = nullptr;
  const long size_bytes = BIO_get_mem_data(out.get(), &text);
  if (!written || size_bytes <= 0) return encoding_failed();
  return SecretBytes(Bytes(text, text + size_bytes));
}

Result<Ed25519Signer> decode_private_key(ByteView pem, std::string_view passphrase) {
  const std::string_view text = as_text(pem);
  const bool encrypted = text.find("-----BEGIN ENCRYPTED PRIVATE KEY-----") != std::string_view::npos;
  const bool plain = text.find("-----BEGIN PRIVATE KEY-----") != std::string_view::npos;
  if (pem.size() > kMaxPemBytes || encrypted == plain)
    return Error(CryptoError::kBadKey, "not one private key in PKCS#8 PEM");
  if (encrypted && passphrase.empty())
    return Error(CryptoError::kBadKey, "the private key is encrypted").with_hint("give its passphrase");
  const Bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const Key key(in == nullptr ? nullptr : PEM_read_bio_PrivateKey(in.get(), nullptr, &give_passphrase, &passphrase));
  if (key == nullptr) {
    if (encrypted) return failed(CryptoError::kDecrypt, "the passphrase is wrong or the key file is damaged");
    return failed(CryptoError::kBadKey, "the private key is damaged");
  }
  if (EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) return failed(CryptoError::kBadKey, "not an Ed25519 private key");
  SecretBytes seed(Bytes(32));
  size_t size_bytes = seed.size();
  if (EVP_PKEY_get_raw_private_key(key.get(), seed.span().data(), &size_bytes) != 1)
    return failed(CryptoError::kBadKey, "not an Ed25519 private key");
  return Ed25519Signer::from_seed(seed.view().first(size_bytes));
}

Result<void> save_private_key(Files& files, const std::string& path, const Ed25519Signer& signer,
                              std::string_view passphrase) {
  ZKP_TRY(const SecretBytes pem, encode_private_key(signer, passphrase));
  return create_secret_file(files, path, pem.view());
}

Result<Ed25519Signer> load_private_key(Files& files, const std::string& path, std::string_view passphrase) {
  ZKP_TRY(const SecretBytes pem, read_secret_file(files, path, kMaxPemBytes));
  Result<Ed25519Signer> signer = decode_private_key(pem.view(), passphrase);
  if (!signer.ok()) return std::move(signer).error().with_file(path);
  return signer;
}

}  // namespace zkp
