/// Files that hold keys: made with mode 0600, never overwritten, and not used when other people can read them.
#pragma once

#include <string>

#include "base/env.h"

namespace zkp {

/// Error: GeneralError::kInvalidArgument when the path exists.
Result<void> create_secret_file(Files& files, const std::string& path, ByteView content);

/// Errors: CryptoError::kBadKey with a hint when others have any permission or the group may write (mode & 027; the
/// group may read, because that is how secrets are mounted for services), GeneralError::kNotFound, kLimit.
Result<SecretBytes> read_secret_file(Files& files, const std::string& path, size_t max_bytes);

}  // namespace zkp
