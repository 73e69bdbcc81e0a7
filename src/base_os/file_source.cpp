#include "base_os/file_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace zkp {

Result<std::unique_ptr<FileSource>> FileSource::open(const std::string& path) {
  // Without O_NONBLOCK the opening of a pipe would wait for a writer.
  ZKP_TRY(UniqueFd fd, open_file(path, O_RDONLY | O_NONBLOCK));
  struct stat info;
  if (::fstat(fd.get(), &info) != 0) return system_error(errno, "cannot look at", path);
  if (!S_ISREG(info.st_mode)) return Error(GeneralError::kParse, "is not a file").with_file(path);
  return std::unique_ptr<FileSource>(new FileSource(std::move(fd), static_cast<uint64_t>(info.st_size), path));
}

Result<void> FileSource::read(uint64_t offset, std::span<uint8_t> out) const {
  if (offset > size_ || out.size() > size_ - offset)
    return Error(GeneralError::kParse, "the file ends too early").with_file(path_);
  while (!out.empty()) {
    const ssize_t count = ::pread(fd_.get(), out.data(), out.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error(errno, "cannot read", path_);
    if (count == 0) return Error(GeneralError::kParse, "the file became shorter while it was read").with_file(path_);
    out = out.subspan(static_cast<size_t>(count));
    offset += static_cast<uint64_t>(count);
  }
  return {};
}

}  // namespace zkp
