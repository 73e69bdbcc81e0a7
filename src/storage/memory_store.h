/// A LedgerStore in memory, for tests, simulations and benchmarks.
///
/// The MemoryDisk plays the part of the storage device: it outlives the stores that open it, so a restart is a second
/// open, a backup is a clone, and tests damage it as a real device would be damaged.
#pragma once

#include <memory>
#include <optional>

#include "storage/store.h"

namespace zkp {

/// Safe for concurrent use.
class MemoryDisk : public std::enable_shared_from_this<MemoryDisk> {
 public:
  static std::shared_ptr<MemoryDisk> make();
  /// A copy of the present content without the planned faults.
  std::shared_ptr<MemoryDisk> clone() const;

  /// The writing store (kLocked while there is another) or a read-only view, which is always up to date. kMissing:
  /// fewer than expected_size entries.
  Result<std::unique_ptr<LedgerStore>> open(uint64_t expected_size = 0);
  Result<std::unique_ptr<LedgerStore>> open_read_only(uint64_t expected_size = 0);

  /// Damage that no checksum notices: reads return the changed bytes. False when there is no such entry, record or bit.
  bool flip_bit_of_entry(uint64_t index, size_t bit);
  bool flip_bit_of_record(Space space, ByteView key, size_t bit);
  /// Damage that a checksum notices: reads, scans and check() fail with kCorrupt.
  bool damage_entry(uint64_t index);
  bool damage_record(Space space, ByteView key);
  /// The next append that is not refused fails with `error` after writing everything or nothing.
  enum class Outcome { kNothingWritten, kAllWritten };
  void fail_next_append(Error error, Outcome outcome);

  struct State;
  explicit MemoryDisk(std::unique_ptr<State> state);
  ~MemoryDisk();

 private:
  std::unique_ptr<State> state_;
};

/// A fresh disk with one writing store.
std::unique_ptr<LedgerStore> make_memory_store();

}  // namespace zkp
