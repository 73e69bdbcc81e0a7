/// Opens a file strictly beneath a folder, whatever a stranger writes as its name.
///
/// The relative name may not be absolute, empty, or contain "..", ".", empty components or NUL, and no component may be
/// a symbolic link (the folder itself may be reached through one). Checked by the kernel while it resolves the name
/// (openat2 with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS), so that nobody can exchange a folder for a link between
/// check and use; kernels without openat2 get a walk of one O_NOFOLLOW openat per component, which gives the same
/// answers. Safe for concurrent use.
#pragma once

#include <string>
#include <string_view>

#include "base_os/fd.h"

namespace zkp {

enum class BeneathMethod { kBest, kWalk };

/// Read-only descriptor of a regular file. Errors: GeneralError::kInvalidArgument for a name that is not allowed or
/// leads out, kNotFound, StorageError::kIo.
Result<UniqueFd> open_beneath(const std::string& folder, std::string_view name,
                              BeneathMethod method = BeneathMethod::kBest);

/// The whole file; GeneralError::kLimit when it is larger than `max_bytes`.
Result<Bytes> read_beneath(const std::string& folder, std::string_view name, size_t max_bytes,
                           BeneathMethod method = BeneathMethod::kBest);

}  // namespace zkp
