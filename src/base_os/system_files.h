/// The file operations of base/env.h on the real file system (POSIX).
///
/// Descriptors are close-on-exec; interrupted and short transfers are completed; permissions are the given mode less
/// the process's umask. replace() puts a new file in the place of a symbolic link, it does not follow it. Safe for
/// concurrent use, also of several processes on one path: one of the contents wins whole.
#pragma once

#include "base/env.h"

namespace zkp {

class SystemFiles : public Files {
 public:
  Result<bool> exists(const std::string& path) override;
  Result<Bytes> read(const std::string& path, size_t max_bytes) override;
  Result<std::unique_ptr<MappedFile>> map(const std::string& path, size_t max_bytes) override;
  Result<std::unique_ptr<WritableFile>> create(const std::string& path, int mode = 0644) override;
  Result<void> replace(const std::string& path, ByteView content, int mode = 0644) override;
  Result<void> replace_in_pieces(const std::string& path, const PieceWriter& write, int mode = 0644) override;
  Result<void> make_directories(const std::string& path, int mode = 0755) override;
  Result<void> remove(const std::string& path) override;
  Result<int> mode(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& path) override;
};

}  // namespace zkp
