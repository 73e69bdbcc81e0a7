#include "base_os/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace zkp {
namespace {

Error exists_already(const std::string& path) {
  return Error(GeneralError::kInvalidArgument, "exists already, and is not overwritten")
      .with_file(path)
      .with_hint("choose another name, or remove the file yourself");
}

std::string hidden_name(const std::string& path) {
  const size_t name_at = path.rfind('/') + 1;  // npos + 1 == 0
  return path.substr(0, name_at) + "." + path.substr(name_at) + "." + std::to_string(::getpid()) + ".tmp";
}

}  // namespace

Result<NewFile> NewFile::create(const std::string& path, int mode) {
  struct stat info;
  if (::lstat(path.c_str(), &info) == 0) return exists_already(path);
  Result<UniqueFd> unnamed = open_file(parent_folder(path), O_TMPFILE | O_WRONLY, mode);
  if (unnamed.ok()) return NewFile(std::move(*unnamed), path, "");
  std::string temporary = hidden_name(path);
  Result<UniqueFd> named = open_file(temporary, O_WRONLY | O_CREAT | O_EXCL, mode);
  if (!named.ok()) return Error(named.error().code(), named.error().message()).with_file(path);
  return NewFile(std::move(*named), path, std::move(temporary));
}

NewFile::NewFile(NewFile&& other) noexcept
    : fd_(std::move(other.fd_)), path_(std::move(other.path_)), temporary_(std::exchange(other.temporary_, {})) {}

NewFile::~NewFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<void> NewFile::write(ByteView bytes) { return write_all(fd_.get(), bytes, path_); }

Result<void> NewFile::commit() {
  while (::fsync(fd_.get()) != 0)
    if (errno != EINTR) return system_error(errno, "cannot sync", path_);
  // A link never replaces an existing name, as a rename would.
  const std::string source = temporary_.empty() ? "/proc/self/fd/" + std::to_string(fd_.get()) : temporary_;
  if (::linkat(AT_FDCWD, source.c_str(), AT_FDCWD, path_.c_str(), AT_SYMLINK_FOLLOW) != 0)
    return errno == EEXIST ? exists_already(path_) : system_error(errno, "cannot make", path_);
  if (!temporary_.empty()) ::unlink(std::exchange(temporary_, {}).c_str());
  return sync_folder(parent_folder(path_));
}

}  // namespace zkp
