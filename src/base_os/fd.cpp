#include "base_os/fd.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace zkp {

void UniqueFd::reset(int fd) {
  // POSIX leaves the descriptor unspecified after EINTR; Linux has closed it, so close() is never repeated.
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
}

Error system_error(int error_number, std::string_view what, const std::string& path) {
  const std::string text = std::string(what) + ": " + std::generic_category().message(error_number);
  const ErrorCode code = error_number == ENOENT || error_number == ENOTDIR  ? ErrorCode(GeneralError::kNotFound)
                         : error_number == ENOSPC || error_number == EDQUOT ? ErrorCode(StorageError::kFull)
                         : error_number == EROFS                            ? ErrorCode(StorageError::kReadOnly)
                                                                            : ErrorCode(StorageError::kIo);
  return Error(code, text).with_file(path);
}

Result<UniqueFd> open_file(const std::string& path, int flags, int mode) {
  while (true) {
    const int fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    if (fd >= 0) return UniqueFd(fd);
    if (errno != EINTR) return system_error(errno, "cannot open", path);
  }
}

Result<void> write_all(int fd, ByteView bytes, const std::string& path) {
  constexpr size_t kChunkBytes = size_t{1} << 30;  // Linux writes at most 2^31 - 4096 bytes at once
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), std::min(bytes.size(), kChunkBytes));
    if (written < 0) {
      if (errno == EINTR) continue;
      return system_error(errno, "cannot write", path);
    }
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return {};
}

Result<Bytes> read_all(int fd, size_t max_bytes, const std::string& path) {
  struct stat info;
  if (::fstat(fd, &info) != 0) return system_error(errno, "cannot read", path);
  if (S_ISDIR(info.st_mode)) return system_error(EISDIR, "cannot read", path);
  const auto too_large = [&] {
    return Error(GeneralError::kLimit, "larger than " + std::to_string(max_bytes) + " bytes").with_file(path);
  };
  if (S_ISREG(info.st_mode) && static_cast<uint64_t>(info.st_size) > max_bytes) return too_large();

  // The size is a hint only: pipes have none, and a file can grow while it is read.
  Bytes out(static_cast<size_t>(S_ISREG(info.st_mode) ? info.st_size : 0) + 1);
  size_t filled = 0;
  while (true) {
    if (filled == out.size()) out.resize(std::max<size_t>(2 * out.size(), 4096));
    const ssize_t got = ::read(fd, out.data() + filled, out.size() - filled);
    if (got < 0) {
      if (errno == EINTR) continue;
      return system_error(errno, "cannot read", path);
    }
    if (got == 0) break;
    filled += static_cast<size_t>(got);
    if (filled > max_bytes) return too_large();
  }
  out.resize(filled);
  return out;
}

std::string parent_folder(const std::string& path) {
  const size_t end = path.find_last_not_of('/');
  const size_t slash = end == std::string::npos ? std::string::npos : path.rfind('/', end);
  if (slash == std::string::npos) return path.starts_with('/') ? "/" : ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> sync_folder(const std::string& folder) {
  ZKP_TRY(const UniqueFd fd, open_file(folder, O_RDONLY | O_DIRECTORY));
  while (::fsync(fd.get()) != 0) {
    if (errno == EINTR) continue;
    if (errno == EINVAL) return {};  // file systems whose folders need no syncing say so with EINVAL
    return system_error(errno, "cannot sync the folder", folder);
  }
  return {};
}

}  // namespace zkp
