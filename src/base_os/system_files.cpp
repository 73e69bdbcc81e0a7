#include "base_os/system_files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "base_os/fd.h"

namespace zkp {
namespace {

class SystemFile : public WritableFile {
 public:
  SystemFile(UniqueFd fd, std::string path, bool is_new)
      : fd_(std::move(fd)), path_(std::move(path)), is_new_(is_new) {}

  Result<void> write(ByteView bytes) override { return write_all(fd_.get(), bytes, path_); }

  Result<void> sync() override {
    while (::fdatasync(fd_.get()) != 0)
      if (errno != EINTR) return system_error(errno, "cannot sync", path_);
    if (is_new_) ZKP_TRY_VOID(sync_folder(parent_folder(path_)));
    is_new_ = false;
    return {};
  }

 private:
  UniqueFd fd_;
  std::string path_;
  bool is_new_;  ///< the name is not yet known to be on the disk
};

class SystemMapping final : public MappedFile {
 public:
  SystemMapping(void* data, size_t size) : data_(static_cast<uint8_t*>(data)), size_(size) {}
  SystemMapping(const SystemMapping&) = delete;
  SystemMapping& operator=(const SystemMapping&) = delete;
  ~SystemMapping() override {
    if (size_ > 0) ::munmap(data_, size_);
  }

  ByteView bytes() const override { return {data_, size_}; }

  // Whole pages inside the range; what lies on a page's rest may be needed.
  void forget(size_t offset, size_t size) const override {
    if (offset >= size_) return;
    const size_t page = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
    const size_t end = size > size_ - offset ? size_ : offset + size;
    const size_t first = (offset + page - 1) / page * page, last = end == size_ ? end : end / page * page;
    if (first < last) ::madvise(data_ + first, last - first, MADV_DONTNEED);
  }

 private:
  uint8_t* data_;
  size_t size_;
};

// Unlike any other process's and thread's, so that two writers of one path never share a temporary file.
std::string temporary_path(const std::string& path) {
  static std::atomic<uint64_t> counter{0};
  const size_t name_at = path.rfind('/') + 1;  // npos + 1 == 0
  return path.substr(0, name_at) + "." + path.substr(name_at) + "." + std::to_string(::getpid()) + "-" +
         std::to_string(counter++) + ".tmp";
}

bool is_temporary(const std::string& name) { return name.starts_with('.') && name.ends_with(".tmp"); }

}  // namespace

Result<bool> SystemFiles::exists(const std::string& path) {
  struct stat info;
  if (::stat(path.c_str(), &info) == 0) return true;
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return system_error(errno, "cannot look up", path);
}

Result<Bytes> SystemFiles::read(const std::string& path, size_t max_bytes) {
  ZKP_TRY(const UniqueFd fd, open_file(path, O_RDONLY));
  return read_all(fd.get(), max_bytes, path);
}

Result<std::unique_ptr<MappedFile>> SystemFiles::map(const std::string& path, size_t max_bytes) {
  ZKP_TRY(const UniqueFd fd, open_file(path, O_RDONLY | O_NONBLOCK));  // a pipe is refused, not waited for
  struct stat info;
  if (::fstat(fd.get(), &info) != 0) return system_error(errno, "cannot map", path);
  if (!S_ISREG(info.st_mode)) return system_error(S_ISDIR(info.st_mode) ? EISDIR : EINVAL, "cannot map", path);
  const uint64_t size = static_cast<uint64_t>(info.st_size);
  if (size > max_bytes)
    return Error(GeneralError::kLimit, "larger than " + std::to_string(max_bytes) + " bytes").with_file(path);
  void* data = nullptr;  // there are no mappings of no bytes
  if (size > 0) data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
  if (data == MAP_FAILED) return system_error(errno, "cannot map", path);
  return std::unique_ptr<MappedFile>(std::make_unique<SystemMapping>(data, size));
}

Result<std::unique_ptr<WritableFile>> SystemFiles::create(const std::string& path, int mode) {
  bool is_new = true;
  Result<UniqueFd> fd = open_file(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, mode);
  if (!fd.ok() && errno == EEXIST) {
    is_new = false;
    fd = open_file(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, mode);
  }
  if (!fd.ok()) return std::move(fd).error();
  return std::unique_ptr<WritableFile>(std::make_unique<SystemFile>(std::move(fd).value(), path, is_new));
}

Result<void> SystemFiles::replace(const std::string& path, ByteView content, int mode) {
  return replace_in_pieces(
      path, [&](const auto& sink) -> Result<void> { return sink(content); }, mode);
}

Result<void> SystemFiles::replace_in_pieces(const std::string& path, const PieceWriter& write, int mode) {
  const std::string temporary = temporary_path(path);
  // Also if `write` throws.
  struct Discard {
    const std::string& name;
    ~Discard() {
      if (!renamed) ::unlink(name.c_str());
    }
    bool renamed = false;
  };
  {
    Result<UniqueFd> fd = open_file(temporary, O_WRONLY | O_CREAT | O_EXCL, mode);
    if (!fd.ok()) return std::move(fd).error().with_file(path);
    Discard discard{temporary};
    ZKP_TRY_VOID(write([&](ByteView piece) { return write_all(fd->get(), piece, path); }));
    while (::fsync(fd->get()) != 0)
      if (errno != EINTR) return system_error(errno, "cannot sync", path);
    if (::rename(temporary.c_str(), path.c_str()) != 0) return system_error(errno, "cannot replace", path);
    discard.renamed = true;
  }
  return sync_folder(parent_folder(path));
}

Result<void> SystemFiles::make_directories(const std::string& path, int mode) {
  for (size_t end = 0; end < path.size();) {
    end = std::min(path.find('/', end + 1), path.size());
    const std::string folder = path.substr(0, end);
    if (folder.back() == '/') continue;
    if (::mkdir(folder.c_str(), static_cast<mode_t>(mode)) == 0) {
      ZKP_TRY_VOID(sync_folder(parent_folder(folder)));
      continue;
    }
    const int error_number = errno;
    struct stat info;
    if (::stat(folder.c_str(), &info) == 0) {
      if (S_ISDIR(info.st_mode)) continue;
      return Error(StorageError::kIo, "is a file, not a folder").with_file(folder);
    }
    return system_error(error_number, "cannot make the folder", folder);
  }
  return {};
}

Result<void> SystemFiles::remove(const std::string& path) {
  if (std::remove(path.c_str()) != 0) return system_error(errno, "cannot remove", path);
  return sync_folder(parent_folder(path));
}

Result<int> SystemFiles::mode(const std::string& path) {
  struct stat info;
  if (::stat(path.c_str(), &info) != 0) return system_error(errno, "cannot look up", path);
  return static_cast<int>(info.st_mode & 07777);
}

Result<std::vector<std::string>> SystemFiles::list(const std::string& path) {
  std::error_code error;
  std::vector<std::string> names;
  std::filesystem::directory_iterator at(path, error);
  for (; !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
    std::string name = at->path().filename().string();
    if (!is_temporary(name)) names.push_back(std::move(name));
  }
  if (error) return system_error(error.value(), "cannot list", path);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace zkp
