#include "base_os/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

namespace zkp {
namespace {

constexpr size_t kMaxHolderBytes = 256;
constexpr auto kPoll = std::chrono::milliseconds(20);

// The file says "4711 zkp-ledger\n"; in the moment between lock and write it is empty.
Error locked_by_another(const std::string& path) {
  std::string holder;
  if (Result<UniqueFd> fd = open_file(path, O_RDONLY); fd.ok())
    if (Result<Bytes> content = read_all(fd->get(), kMaxHolderBytes, path); content.ok())
      holder = std::string(as_text(*content));
  while (!holder.empty() && holder.back() == '\n') holder.pop_back();
  const size_t space = holder.find(' ');
  const std::string who = holder.empty() || space == std::string::npos
                              ? "another process"
                              : holder.substr(space + 1) + " (process " + holder.substr(0, space) + ")";
  return Error(StorageError::kLocked, "locked by " + who)
      .with_file(path)
      .with_hint("wait until it has finished; reading commands need no lock");
}

}  // namespace

Result<FileLock> FileLock::acquire(const std::string& path, std::string_view program, int timeout_ms) {
  ZKP_TRY(UniqueFd fd, open_file(path, O_RDWR | O_CREAT, 0644));
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return system_error(errno, "cannot lock", path);
    if (std::chrono::steady_clock::now() >= deadline) return locked_by_another(path);
    std::this_thread::sleep_for(kPoll);
  }
  if (::ftruncate(fd.get(), 0) != 0) return system_error(errno, "cannot write", path);
  const std::string holder =
      std::to_string(::getpid()) + " " + std::string(program.substr(0, kMaxHolderBytes / 2)) + "\n";
  ZKP_TRY_VOID(write_all(fd.get(), as_bytes(holder), path));
  return FileLock(std::move(fd));
}

FileLock::~FileLock() {
  // Removing the file instead would let a third process lock a new file while a second one waits on the old one.
  if (fd_.valid() && ::ftruncate(fd_.get(), 0) != 0) return;
}

}  // namespace zkp
