/// Simulated seams for tests: a clock, randomness, a file system and a logger that misbehave on demand and are
/// deterministic for a given seed. Nothing here touches the real machine. Safe for concurrent use (short spin lock).
///
/// A crash test runs its workload once per operation:
///
///   for (uint64_t n = 0;; ++n) {
///     SimFiles files(/*seed=*/n);
///     files.stop_at_operation(n);
///     auto acknowledged = run_workload(files);          // errors from some point on
///     if (!files.stopped()) break;                      // the workload has fewer than n + 1 operations
///     files.crash();
///     check_recovered(files, acknowledged);
///   }
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/env.h"
#include "base/split_mix.h"

namespace zkp {

/// Mutual exclusion without a thread library, for sections of a few instructions.
class SimLock {
 public:
  class Guard {
   public:
    explicit Guard(SimLock& lock) : flag_(lock.flag_) {
      while (flag_.test_and_set(std::memory_order_acquire)) flag_.wait(true, std::memory_order_relaxed);
    }
    ~Guard() {
      flag_.clear(std::memory_order_release);
      flag_.notify_one();
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    std::atomic_flag& flag_;
  };

 private:
  std::atomic_flag flag_;
};

/// A clock that moves only when told to; it may be set back.
class SimClock : public Clock {
 public:
  static constexpr int64_t kStart_us = 1'767'225'600'000'000;  ///< 2026-01-01T00:00:00Z

  explicit SimClock(int64_t now_us = kStart_us) : now_us_(now_us) {}
  int64_t now_us() override { return now_us_.fetch_add(step_us_); }
  void set_us(int64_t now_us) { now_us_ = now_us; }
  void advance_us(int64_t delta_us) { now_us_ += delta_us; }
  /// Every later reading moves the clock by this much; may be negative.
  void set_step_us(int64_t step_us) { step_us_ = step_us; }

 private:
  std::atomic<int64_t> now_us_;
  std::atomic<int64_t> step_us_{0};
};

/// The bytes are those of SplitMix64(seed), little-endian, whatever the sizes of the calls; not secure.
class SimRandom : public Random {
 public:
  explicit SimRandom(uint64_t seed = 1) : numbers_(seed) {}
  Result<void> fill(std::span<uint8_t> out) override;
  /// The calls after the next `calls` fail with CryptoError::kRandom; UINT64_MAX: never.
  void fail_after(uint64_t calls);

 private:
  SimLock lock_;
  SplitMix64 numbers_;
  uint64_t block_ = 0;
  int left_in_block_ = 0;
  uint64_t calls_left_ = UINT64_MAX;
};

/// A file system in memory that knows what is on the "disk" and what is only in the operating system's memory.
///
/// What a power cut (crash()) does:
/// * bytes written after the last sync() of a file are lost in part: the file keeps a random prefix of them, in which
///   random 512-byte sectors read as zero;
/// * a file truncated by create() and not synced since has its old content, or a prefix of the new one as above;
/// * a name whose folder was not synced (a file made by create() and never synced, an interrupted replace() or
/// remove())
///   is there or not, at random; replace() never exposes a mixture;
/// * a sync() that failed has dropped what it should have written: those bytes read as zero after a crash even if a
///   later sync() succeeds (this is what Linux does, and why sync() may not be retried).
///
/// Operations that can fail, in order: create; write; sync; replace = create, write, sync, rename, folder sync
/// (replace_in_pieces = create, a write for each piece, ...);
/// remove = unlink, folder sync; make_directories; read; map; list. exists() and mode() always
/// work.
class SimFiles : public Files {
 public:
  explicit SimFiles(uint64_t seed = 1);
  ~SimFiles() override;

  Result<bool> exists(const std::string& path) override;
  Result<Bytes> read(const std::string& path, size_t max_bytes) override;
  /// A copy: later writes do not show.
  Result<std::unique_ptr<MappedFile>> map(const std::string& path, size_t max_bytes) override;
  Result<std::unique_ptr<WritableFile>> create(const std::string& path, int mode = 0644) override;
  Result<void> replace(const std::string& path, ByteView content, int mode = 0644) override;
  Result<void> replace_in_pieces(const std::string& path, const PieceWriter& write, int mode = 0644) override;
  Result<void> make_directories(const std::string& path, int mode = 0755) override;
  Result<void> remove(const std::string& path) override;
  Result<int> mode(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& path) override;

  /// The n-th operation from now (0: the next one) fails once with StorageError::kIo. A failing write leaves a random
  /// prefix of its bytes.
  void fail_operation(uint64_t n);
  /// The n-th operation from now and all later ones fail, as if the process had died there, until crash() or restart().
  void stop_at_operation(uint64_t n);
  /// True when stop_at_operation() has struck.
  bool stopped() const;
  uint64_t operations() const;
  /// Sum of all file sizes that the disk holds; beyond it a write keeps what fits and fails with StorageError::kFull.
  void set_capacity_bytes(uint64_t capacity_bytes);

  /// Power cut, see above. Faults end, open files fail from now on.
  void crash();
  /// The process dies and nothing else: what was written is there. Faults end, open files fail from now on.
  void restart();

  /// Changes one bit of a file, also on the disk. REQUIRES: the file exists and is long enough.
  void flip_bit(const std::string& path, size_t byte, int bit);
  /// As chmod. REQUIRES: the file exists.
  void set_mode(const std::string& path, int mode);
  /// All file paths, sorted, temporary ones included.
  std::vector<std::string> paths() const;

 private:
  struct State;
  class File;
  std::shared_ptr<State> state_;
};

/// Keeps every line. `events()` is the sequence of event names.
class RecordingLogger : public Logger {
 public:
  struct Line {
    LogLevel level;
    std::string event;
    std::map<std::string, std::string> fields;
  };
  void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override;

  std::vector<Line> lines() const;
  std::vector<std::string> events() const;
  /// True when `needle` occurs in any event, key or value: tests look for secrets with it.
  bool mentions(std::string_view needle) const;
  void clear();

 private:
  mutable SimLock lock_;
  std::vector<Line> lines_;
};

}  // namespace zkp
