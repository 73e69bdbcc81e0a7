/// What one ledger keeps: a dense log of entries, and small sorted key/value spaces beside it (tiles, blobs, indexes).
///
/// One interface, several back ends: memory_store.h (tests, benchmarks), rocksdb_store.h (the default). A store only
/// grows: entries are never changed or removed, a record may be replaced by a later one with the same key.
///
/// Threads: any number may read while one appends; append, flush and refresh may be called from any thread and are
/// serialised inside. A visitor may read the store that it is called from, never append to it. Nothing may run during
/// close() or the destructor.
///
/// Errors of every function: StorageError::kIo, kFull, kCorrupt (with Where.entry when the damage is in an entry),
/// kMissing, kLocked, kReadOnly, kConflict; GeneralError::kNotFound, kLimit, kInvalidArgument as said below.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

#include "base/bytes.h"

namespace zkp {

inline constexpr size_t kMaxStoredEntryBytes = 65'535;  ///< the entry bundles of tlog-tiles have 16-bit lengths
inline constexpr size_t kMaxKeyBytes = 1'024;
inline constexpr size_t kMaxValueBytes = size_t{64} << 20;
inline constexpr size_t kMaxBatchBytes = size_t{256} << 20;  ///< keys, values and entries of one batch together

/// Key spaces. The numbers are on disk: never renumber, add at the end (1..254).
enum class Space : uint8_t {
  kMeta = 1,           ///< single values by name
  kTile = 2,           ///< hash tiles of the log, by level and number
  kBlob = 3,           ///< what is too large for an entry, by SHA-256
  kByDigest = 4,       ///< entry digest
  kByDataset = 5,      ///< dataset digest
  kByName = 6,         ///< dataset name
  kByTime = 7,         ///< entry time
  kByAuthor = 8,       ///< key id
  kByOperation = 9,    ///< entry type, operation of a transform
  kByFile = 10,        ///< file binding inputs: recognises what was notarised before
  kByBranch = 11,      ///< branch name
  kByProof = 12,       ///< proofs about a dataset
  kAuthorKey = 13,     ///< public keys by key id
  kByProofId = 14,     ///< identity of a proof
  kByCommitment = 15,  ///< column commitments, each of one dataset
  kByNoise = 16,       ///< records of noise bits for a dataset
};

struct Put {
  Space space = Space::kMeta;
  Bytes key = {};    ///< 0 to kMaxKeyBytes bytes
  Bytes value = {};  ///< 0 to kMaxValueBytes bytes
};

/// Everything that becomes visible and durable together.
struct Batch {
  uint64_t first_index = 0;            ///< index of entries[0]: must equal size(), also when there are no entries
  std::vector<ByteView> entries = {};  ///< at most kMaxStoredEntryBytes each; the bytes must live until append returns
  std::vector<Put> puts = {};          ///< of two with one key the later wins

  bool empty() const { return entries.empty() && puts.empty(); }
};

enum class Visit { kContinue, kStop };
/// Called once per entry or record; the views die when it returns. kStop ends a scan early and successfully, an error
/// ends it and is returned by the scan as it is.
using EntryVisitor = std::function<Result<Visit>(uint64_t index, ByteView entry)>;
using RecordVisitor = std::function<Result<Visit>(ByteView key, ByteView value)>;

enum class ScanOrder { kForward, kReverse };

/// The records of one space with first <= key < end in the order of their bytes (memcmp; of two keys one of which
/// begins with the other, the shorter is the smaller).
struct RecordRange {
  Space space = Space::kMeta;
  Bytes first = {};               ///< empty: from the beginning of the space
  std::optional<Bytes> end = {};  ///< none: to the end of the space
  ScanOrder order = ScanOrder::kForward;
  uint64_t limit = std::numeric_limits<uint64_t>::max();  ///< visit at most so many

  /// The keys that begin with `prefix`.
  static RecordRange of_prefix(Space space, ByteView prefix);
};

class LedgerStore {
 public:
  virtual ~LedgerStore() = default;

  /// Number of entries: they have the indices 0 .. size() - 1.
  virtual Result<uint64_t> size() const = 0;
  /// GeneralError::kNotFound from size() on.
  virtual Result<Bytes> entry(uint64_t index) const = 0;
  /// Visits the entries first <= index < min(end, size()) in order; sees the store as it was when the scan began. An
  /// entry that cannot be read ends the scan with kCorrupt and its index. kInvalidArgument: first > end.
  virtual Result<void> scan(uint64_t first, uint64_t end, const EntryVisitor& visit) const = 0;

  /// The value, or nothing when the space has no such key.
  virtual Result<std::optional<Bytes>> get(Space space, ByteView key) const = 0;
  /// Visits a range; sees the store as it was when the scan began. Give a limit where one is known.
  virtual Result<void> scan_records(const RecordRange& range, const RecordVisitor& visit) const = 0;
  Result<void> scan_prefix(Space space, ByteView prefix, const RecordVisitor& visit) const {
    return scan_records(RecordRange::of_prefix(space, prefix), visit);
  }

  /// Writes all of `batch` or nothing; on return it is visible to every reader of this object and on stable storage.
  ///   Refused before anything is touched: kConflict (first_index is not size()), kReadOnly, GeneralError::kLimit,
  ///   kInvalidArgument (a space outside 1..254).
  ///   Any other error leaves open whether the batch will be there after a restart (never half of it); from then on
  ///   this object refuses every append with the same code: close it and open the store again to learn what is there.
  virtual Result<void> append(const Batch& batch) = 0;

  /// Moves what is in journals into tables, so that the next start is quick. Adds nothing to durability.
  virtual Result<void> flush() = 0;
  /// Read-only stores: sees what the writer has appended since (possibly more than it has acknowledged: who needs the
  /// difference trusts no more than the signed checkpoint). Otherwise does nothing.
  virtual Result<void> refresh() = 0;
  /// Size on disk (in memory for a memory store).
  virtual Result<uint64_t> bytes() const = 0;
  /// Reads everything and verifies every checksum that the back end keeps. kCorrupt names the first entry that cannot
  /// be read, when there is one.
  virtual Result<void> check() = 0;
  /// Flushes and releases the store; afterwards every function fails with kIo. The destructor does the same and drops
  /// errors.
  virtual Result<void> close() = 0;
  virtual bool read_only() const = 0;
};

/// True for errors with which append refuses a batch before it touches anything.
bool is_refusal(ErrorCode append_error);

}  // namespace zkp
