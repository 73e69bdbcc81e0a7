#include "security/secret_file.h"

#include <cstdio>

namespace zkp {
namespace {

constexpr int kSecretMode = 0600;
constexpr int kForbiddenBits = 0027;  // others: everything; group: writing

}  // namespace

Result<void> create_secret_file(Files& files, const std::string& path, ByteView content) {
  ZKP_TRY(const bool exists, files.exists(path));
  if (exists)
    return Error(GeneralError::kInvalidArgument, "the file exists; a key is never overwritten")
        .with_file(path)
        .with_hint("move the old key away first");
  return files.replace(path, content, kSecretMode);
}

Result<SecretBytes> read_secret_file(Files& files, const std::string& path, size_t max_bytes) {
  ZKP_TRY(const int mode, files.mode(path));
  if ((mode & kForbiddenBits) != 0) {
    char octal[8];
    std::snprintf(octal, sizeof octal, "%04o", static_cast<unsigned>(mode & 07777));
    return Error(CryptoError::kBadKey,
                 "other people can read or change this key file (mode " + std::string(octal) + ")")
        .with_file(path)
        .with_hint("chmod 600 " + path);
  }
  ZKP_TRY(Bytes content, files.read(path, max_bytes));
  return SecretBytes(std::move(content));
}

}  // namespace zkp
