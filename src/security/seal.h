/// Sealing small files at rest with AES-256-GCM (NIST SP 800-38D). Format: docs/formats/seal.md.
///
///   "ZSL1" || nonce (12) || ciphertext (as long as the plaintext) || tag (16),  associated data = label
///
/// The label, usually the file's name, binds a sealed file to its place: moved to another name it does not open.
/// Sealing does not hide the length and does not notice that an older sealed file was put back.
/// Nonces are random: one key may seal up to 2^32 files (section 8.3). Safe for concurrent use.
#pragma once

#include <string>
#include <string_view>

#include "base/env.h"

namespace zkp {

inline constexpr size_t kSealKeyBytes = 32;
inline constexpr size_t kSealOverheadBytes = 4 + 12 + 16;
inline constexpr size_t kMaxSealedPlaintextBytes = size_t{64} << 20;

/// Errors: CryptoError::kBadKey (key not of 32 bytes), kRandom, GeneralError::kLimit (plaintext too long).
Result<Bytes> seal(ByteView key, std::string_view label, ByteView plaintext, Random& random);

/// CryptoError::kDecrypt for anything but the bytes that seal() made with this key and label; nothing of the plaintext
/// is given out then.
Result<SecretBytes> unseal(ByteView key, std::string_view label, ByteView sealed);

/// Makes the key file: 64 lower-case hex digits and a newline, mode 0600. Refuses to replace an existing file
/// (GeneralError::kInvalidArgument): what it sealed would be lost.
Result<void> create_seal_key(Files& files, const std::string& path, Random& random);

/// Errors: CryptoError::kBadKey when the content is not a key or the file's permissions are too wide (see keys.h).
Result<SecretBytes> load_seal_key(Files& files, const std::string& path);

}  // namespace zkp
