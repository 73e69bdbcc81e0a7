#include "base_os/beneath.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace zkp {
namespace {

constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;  // O_NONBLOCK: a FIFO must not hang the open

Error not_allowed(std::string_view name) {
  return Error(GeneralError::kInvalidArgument, "the name leads out of the folder or through a symbolic link")
      .with_file(std::string(name));
}

Result<std::vector<std::string>> components(std::string_view name) {
  std::vector<std::string> out;
  for (size_t begin = 0; begin <= name.size();) {
    const size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == ".." || part.find('\0') != std::string_view::npos)
      return not_allowed(name);
    out.emplace_back(part);
    begin = end + 1;
  }
  return out;
}

// -1 and errno on failure.
int open_by_kernel(int folder, const std::string& name) {
  open_how how{};
  how.flags = kFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  long fd = -1;
  for (int tries = 0; tries < 100; ++tries) {
    fd = ::syscall(SYS_openat2, folder, name.c_str(), &how, sizeof how);
    // EAGAIN: a rename somewhere made the kernel unsure; it asks to be called again.
    if (fd >= 0 || (errno != EINTR && errno != EAGAIN)) break;
  }
  return static_cast<int>(fd);
}

int open_by_walk(int folder, const std::vector<std::string>& parts) {
  UniqueFd at;
  for (size_t i = 0; i < parts.size(); ++i) {
    const int from = i == 0 ? folder : at.get();
    const int flags = i + 1 == parts.size() ? kFlags : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int fd;
    do { fd = ::openat(from, parts[i].c_str(), flags); } while (fd < 0 && errno == EINTR);
    if (fd < 0) {
      // O_DIRECTORY answers ENOTDIR for a link; the caller wants to tell it from a missing file.
      struct stat info;
      const int error_number = errno;
      const bool link = ::fstatat(from, parts[i].c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(info.st_mode);
      errno = link ? ELOOP : error_number;
      return -1;
    }
    at.reset(fd);
  }
  return at.release();
}

}  // namespace

Result<UniqueFd> open_beneath(const std::string& folder, std::string_view name, BeneathMethod method) {
  ZKP_TRY(const std::vector<std::string> parts, components(name));
  ZKP_TRY(const UniqueFd root, open_file(folder, O_RDONLY | O_DIRECTORY));
  int fd = -1;
  if (method == BeneathMethod::kBest) fd = open_by_kernel(root.get(), std::string(name));
  // ENOSYS: an old kernel. EPERM: a container's system call filter that does not know openat2.
  if (method == BeneathMethod::kWalk || (fd < 0 && (errno == ENOSYS || errno == EPERM)))
    fd = open_by_walk(root.get(), parts);
  if (fd < 0) {
    if (errno == ELOOP || errno == EXDEV) return not_allowed(name);
    return system_error(errno, "cannot open", std::string(name));
  }
  UniqueFd file(fd);
  struct stat info;
  if (::fstat(file.get(), &info) != 0) return system_error(errno, "cannot open", std::string(name));
  if (!S_ISREG(info.st_mode)) return Error(StorageError::kIo, "not a regular file").with_file(std::string(name));
  return file;
}

Result<Bytes> read_beneath(const std::string& folder, std::string_view name, size_t max_bytes, BeneathMethod method) {
  ZKP_TRY(const UniqueFd file, open_beneath(folder, name, method));
  return read_all(file.get(), max_bytes, std::string(name));
}

}  // namespace zkp
