/// Ed25519 private keys as PKCS#8 PEM files (RFC 5958, RFC 8410), plain or encrypted with a passphrase.
///
/// Encrypted keys are PBES2 (RFC 8018) with AES-256-CBC under scrypt (RFC 7914: N = 2^14, r = 8, p = 5, 16-byte salt),
/// so `openssl pkey -in FILE` reads them; keys that OpenSSL encrypted otherwise (PBKDF2) are read as well. An empty
/// passphrase means none. Nothing here asks on a terminal. Safe for concurrent use on different paths.
#pragma once

#include <string>
#include <string_view>

#include "base/env.h"
#include "base_os/ed25519.h"

namespace zkp {

/// The PEM text.
Result<SecretBytes> encode_private_key(const Ed25519Signer& signer, std::string_view passphrase = {});

/// Errors: CryptoError::kBadKey (no PKCS#8 PEM, another algorithm, or encrypted and no passphrase given), kDecrypt (the
/// passphrase is wrong or the file is damaged).
Result<Ed25519Signer> decode_private_key(ByteView pem, std::string_view passphrase = {});

/// Mode 0600; refuses to replace an existing file (GeneralError::kInvalidArgument).
Result<void> save_private_key(Files& files, const std::string& path, const Ed25519Signer& signer,
                              std::string_view passphrase = {});

/// As decode_private_key; also CryptoError::kBadKey when other people can read the file (security/secret_file.h).
Result<Ed25519Signer> load_private_key(Files& files, const std::string& path, std::string_view passphrase = {});

}  // namespace zkp
