#include "table/byte_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace zkp {
namespace {

Error io_error(std::string_view what, int code) {
  return Error(code == ENOENT ? GeneralError::kNotFound : GeneralError::kIo,
               std::string(what) + ": " + std::generic_category().message(code));
}

int64_t modified_ns(const struct stat& info) {
  return int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
}

}  // namespace

Result<size_t> MemorySource::read(std::span<char> out) {
  const size_t count = std::min(out.size(), rest_.size());
  std::copy_n(rest_.data(), count, out.data());
  rest_.remove_prefix(count);
  return count;
}

Result<std::unique_ptr<InputFile>> InputFile::open(const std::string& path) {
  // Without O_NONBLOCK the open of a pipe that nobody writes to would wait for ever.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return io_error("cannot open the file", errno);
  struct stat info {};
  if (::fstat(fd, &info) != 0) {
    const int code = errno;
    ::close(fd);
    return io_error("cannot examine the file", code);
  }
  if (!S_ISREG(info.st_mode)) {
    ::close(fd);
    return Error(GeneralError::kIo, S_ISDIR(info.st_mode) ? "this is a folder" : "this is not a regular file");
  }
  (void)::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::unique_ptr<InputFile>(new InputFile(fd, static_cast<uint64_t>(info.st_size), modified_ns(info)));
}

InputFile::~InputFile() { ::close(fd_); }

Result<size_t> InputFile::read(std::span<char> out) {
  ZKP_TRY(const size_t count, read_at(position_, out));
  position_ += count;
  return count;
}

Result<size_t> InputFile::read_at(uint64_t offset, std::span<char> out) const {
  size_t done = 0;
  while (done < out.size()) {
    const ssize_t count = ::pread(fd_, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return io_error("cannot read the file", errno);
    if (count == 0) break;
    done += static_cast<size_t>(count);
  }
  return done;
}

Result<void> InputFile::check_unchanged() const {
  struct stat info {};
  if (::fstat(fd_, &info) != 0) return io_error("cannot examine the file", errno);
  if (static_cast<uint64_t>(info.st_size) != size_bytes_ || modified_ns(info) != modified_ns_)
    return Error(GeneralError::kIo, "the file was changed while it was read")
        .with_hint("try again when nothing writes to it");
  return {};
}

}  // namespace zkp
