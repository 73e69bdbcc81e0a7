/// The seams: everything that a state machine may not reach by itself. Production implementations live in base_os, the
/// simulated ones (they fail, tear and lose unsynced writes on demand) in base/sim.h.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace zkp {

/// Wall clock, in UTC. Safe for concurrent use.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Microseconds since 1970-01-01T00:00:00Z. May go backwards.
  virtual int64_t now_us() = 0;
};

/// Cryptographically secure randomness. Safe for concurrent use.
class Random {
 public:
  virtual ~Random() = default;
  /// Fills `out` completely or fails with CryptoError::kRandom.
  virtual Result<void> fill(std::span<uint8_t> out) = 0;
};

/// A file opened for appending. One thread at a time. The destructor closes it without syncing.
class WritableFile {
 public:
  virtual ~WritableFile() = default;
  /// On an error some prefix of `bytes` may have been written.
  virtual Result<void> write(ByteView bytes) = 0;
  /// Returns after the bytes, and the name of a file that create() made, are on stable storage. After an error nobody
  /// knows what is on the disk, and a second sync() proves nothing: give the file up.
  virtual Result<void> sync() = 0;
};

/// The bytes of a whole file where the operating system shows them, read-only; they begin at an address that is a
/// multiple of 16. Nothing protects them: who may write the file may change them at any time, and who shortens it may
/// end the process that reads on. Safe for concurrent use.
class MappedFile {
 public:
  virtual ~MappedFile() = default;
  virtual ByteView bytes() const = 0;
  /// These bytes are not needed for a while: they may leave memory, and are read again when somebody looks. A hint;
  /// ranges beyond the end are cut.
  virtual void forget(size_t offset_bytes, size_t size_bytes) const = 0;
};

/// The file operations that ledgers need. Paths are used as given. Errors: StorageError::kIo / kFull,
/// GeneralError::kNotFound when the path or its folder is not there; Where names the path. Safe for concurrent use on
/// different paths.
class Files {
 public:
  virtual ~Files() = default;
  virtual Result<bool> exists(const std::string& path) = 0;
  /// Reads a whole file of at most `max_bytes`, else GeneralError::kLimit.
  virtual Result<Bytes> read(const std::string& path, size_t max_bytes) = 0;
  /// Maps a regular file of at most `max_bytes`, else GeneralError::kLimit. Later changes of the name (replace(),
  /// remove()) do not touch the mapping.
  virtual Result<std::unique_ptr<MappedFile>> map(const std::string& path, size_t max_bytes) = 0;
  /// Creates or truncates. `mode` is the permission of a new file. The folder must exist.
  virtual Result<std::unique_ptr<WritableFile>> create(const std::string& path, int mode = 0644) = 0;
  /// Replaces `path` atomically and durably: temporary file beside it, sync, rename, sync of the folder. After a crash
  /// or an error the path holds the old or the new content, never a mixture. The file gets exactly `mode`.
  virtual Result<void> replace(const std::string& path, ByteView content, int mode = 0644) = 0;
  /// replace() for a content that is too large for memory: `write` hands its pieces, in order, to the function that it
  /// is given. Errors: also those of `write`, after which the path is as it was.
  using PieceWriter = std::function<Result<void>(const std::function<Result<void>(ByteView)>& sink)>;
  virtual Result<void> replace_in_pieces(const std::string& path, const PieceWriter& write, int mode = 0644) = 0;
  /// As `mkdir -p`; durable on return.
  virtual Result<void> make_directories(const std::string& path, int mode = 0755) = 0;
  /// Removes a file or an empty folder; durable on return.
  virtual Result<void> remove(const std::string& path) = 0;
  /// Permission bits (0..07777) of a file or folder.
  virtual Result<int> mode(const std::string& path) = 0;
  /// Names (not paths) in a folder, sorted, without the temporary files of replace() (`.NAME.tmp`), which a crash may
  /// leave behind.
  virtual Result<std::vector<std::string>> list(const std::string& path) = 0;
};

/// A structured log line: an event name and key/value pairs. Never pass secrets.
enum class LogLevel { kDebug, kInfo, kWarn, kError };
struct LogField {
  std::string_view key;
  std::string value;
};
class Logger {
 public:
  virtual ~Logger() = default;
  virtual void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) = 0;
};

/// Checks signatures for code that may not link a crypto library (libzkp_verify).
class SignatureVerifier {
 public:
  virtual ~SignatureVerifier() = default;
  /// Ed25519 (RFC 8032), 32-byte public key, 64-byte signature.
  virtual bool verify_ed25519(const ByteArray<32>& public_key, ByteView message,
                              const ByteArray<64>& signature) const = 0;
};

/// Signs with one Ed25519 key. Safe for concurrent use.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual const ByteArray<32>& public_key() const = 0;
  virtual Result<ByteArray<64>> sign_ed25519(ByteView message) const = 0;
};

}  // namespace zkp
