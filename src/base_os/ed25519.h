/// Ed25519 signatures (RFC 8032) through OpenSSL.
///
/// Verification is stricter than RFC 8032 asks: public keys must be the canonical encoding of a point that is not of
/// small order (under a small-order key one signature fits many messages), S must be below the group order and R must
/// be encoded canonically. All checks are cofactorless, so every implementation that follows the same rules agrees.
/// Signing is constant-time in the key (OpenSSL); verification is not constant-time.
#pragma once

#include <memory>

#include "base/env.h"

namespace zkp {

/// Holds a private key; the memory is wiped when it goes. Move-only. Safe for concurrent use.
class Ed25519Signer : public Signer {
 public:
  /// `seed` is the 32-byte private key of RFC 8032, otherwise CryptoError::kBadKey.
  static Result<Ed25519Signer> from_seed(ByteView seed);
  /// A fresh key. Error: CryptoError::kRandom.
  static Result<Ed25519Signer> generate(Random& random);

  Ed25519Signer(Ed25519Signer&&) noexcept;
  Ed25519Signer& operator=(Ed25519Signer&&) noexcept;
  ~Ed25519Signer() override;

  const ByteArray<32>& public_key() const override { return public_key_; }
  Result<ByteArray<64>> sign_ed25519(ByteView message) const override;
  /// The private key itself, for storing it (security/keys.h).
  Result<SecretBytes> seed() const;

 private:
  struct Key;
  explicit Ed25519Signer(std::unique_ptr<Key> key);

  std::unique_ptr<Key> key_;
  ByteArray<32> public_key_{};
};

/// Stateless. Safe for concurrent use.
class OpenSslVerifier : public SignatureVerifier {
 public:
  bool verify_ed25519(const ByteArray<32>& public_key, ByteView message, const ByteArray<64>& signature) const override;
};

/// True for a canonical encoding of a y coordinate that does not belong to a point of small order. Whether a point with
/// that y exists is checked when the key is used.
bool is_acceptable_ed25519_key(const ByteArray<32>& public_key);

}  // namespace zkp
