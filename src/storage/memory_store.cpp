#include "storage/memory_store.h"

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>

#include "storage/record_key.h"
#include "storage/store_checks.h"

namespace zkp {

namespace {

// A record_key with its first eight bytes as a number in front: the walk down the map compares keys without leaving the
// node. With shorter keys padded by zeros the numbers order as memcmp does, up to ties; std::string decides those as
// memcmp would.
struct MapKey {
  explicit MapKey(ByteView bytes) : text(as_text(bytes)) {
    for (size_t i = 0; i < 8; ++i) head = head << 8 | (i < bytes.size() ? bytes[i] : 0);
  }
  MapKey(Space space, ByteView key) : MapKey(record_key(space, key)) {}

  uint64_t head = 0;
  std::string text;
  friend auto operator<=>(const MapKey&, const MapKey&) = default;
};

}  // namespace

// Values are immutable and shared, so that a scan holds the lock only while it collects pointers and a visitor may call
// the store again.
struct MemoryDisk::State {
  using Value = std::shared_ptr<const Bytes>;
  struct Fault {
    Error error;
    Outcome outcome;
  };

  mutable std::shared_mutex mutex;
  std::vector<Value> entries;
  std::map<MapKey, Value> records;
  std::set<uint64_t> damaged_entries;
  std::set<MapKey> damaged_records;
  std::optional<Fault> next_fault;
  uint64_t bytes = 0;
  bool has_writer = false;

  Error corrupt_entry(uint64_t index) const {
    return Error(StorageError::kCorrupt, "the checksum of the stored entry is wrong").with_entry(index);
  }
  static Error corrupt_record() { return Error(StorageError::kCorrupt, "the checksum of a stored record is wrong"); }
};

namespace {

using State = MemoryDisk::State;

State::Value with_flipped_bit(const State::Value& value, size_t bit) {
  auto changed = std::make_shared<Bytes>(*value);
  (*changed)[bit / 8] ^= static_cast<uint8_t>(1u << (bit % 8));
  return changed;
}

class MemoryStore final : public LedgerStore {
 public:
  MemoryStore(std::shared_ptr<MemoryDisk> disk, State& state, bool read_only)
      : disk_(std::move(disk)), state_(state), read_only_(read_only) {}
  ~MemoryStore() override { (void)close().ok(); }

  Result<uint64_t> size() const override {
    ZKP_TRY_VOID(check_open());
    std::shared_lock lock(state_.mutex);
    return static_cast<uint64_t>(state_.entries.size());
  }

  Result<Bytes> entry(uint64_t index) const override {
    ZKP_TRY_VOID(check_open());
    std::shared_lock lock(state_.mutex);
    if (index >= state_.entries.size()) return no_such_entry(index, state_.entries.size());
    if (state_.damaged_entries.contains(index)) return state_.corrupt_entry(index);
    return *state_.entries[index];
  }

  Result<void> scan(uint64_t first, uint64_t end, const EntryVisitor& visit) const override {
    ZKP_TRY_VOID(check_open());
    if (first > end) return Error(GeneralError::kInvalidArgument, "a scan ends before it begins");
    constexpr uint64_t kChunk = 256;
    ZKP_TRY(const uint64_t size, this->size());
    end = std::min(end, size);
    std::vector<State::Value> chunk;
    while (first < end) {
      const uint64_t chunk_end = std::min(end, first + kChunk);
      std::optional<uint64_t> damaged;
      {
        std::shared_lock lock(state_.mutex);
        chunk.assign(state_.entries.begin() + static_cast<ptrdiff_t>(first),
                     state_.entries.begin() + static_cast<ptrdiff_t>(chunk_end));
        auto it = state_.damaged_entries.lower_bound(first);
        if (it != state_.damaged_entries.end() && *it < chunk_end) damaged = *it;
      }
      for (const State::Value& value : chunk) {
        if (damaged == first) return state_.corrupt_entry(first);
        ZKP_TRY(Visit next, visit(first++, *value));
        if (next == Visit::kStop) return {};
      }
    }
    return {};
  }

  Result<std::optional<Bytes>> get(Space space, ByteView key) const override {
    ZKP_TRY_VOID(check_open());
    const MapKey full_key(space, key);
    std::shared_lock lock(state_.mutex);
    auto it = state_.records.find(full_key);
    if (it == state_.records.end()) return std::optional<Bytes>();
    if (state_.damaged_records.contains(full_key)) return State::corrupt_record();
    return std::optional<Bytes>(*it->second);
  }

  Result<void> scan_records(const RecordRange& range, const RecordVisitor& visit) const override {
    ZKP_TRY_VOID(check_open());
    struct Found {
      std::string key;
      State::Value value;
      bool damaged;
    };
    std::vector<Found> found;
    {
      std::shared_lock lock(state_.mutex);
      const KeyBounds bounds = bounds_of(range);
      if (bounds.first >= bounds.end) return {};
      auto from = state_.records.lower_bound(MapKey(bounds.first));
      auto to = state_.records.lower_bound(MapKey(bounds.end));
      auto take = [&](const auto& record) {
        found.push_back({record.first.text, record.second, state_.damaged_records.contains(record.first)});
      };
      if (range.order == ScanOrder::kForward) {
        for (auto it = from; it != to && found.size() < range.limit; ++it) take(*it);
      } else {
        for (auto it = to; it != from && found.size() < range.limit;) take(*--it);
      }
    }
    for (const Found& record : found) {
      if (record.damaged) return State::corrupt_record();
      ZKP_TRY(Visit next, visit(as_bytes(record.key).subspan(1), *record.value));
      if (next == Visit::kStop) return {};
    }
    return {};
  }

  Result<void> append(const Batch& batch) override {
    ZKP_TRY_VOID(check_open());
    if (read_only_) return store_is_read_only();
    std::unique_lock lock(state_.mutex);
    if (failure_) return *failure_;
    ZKP_TRY_VOID(check_batch(batch, state_.entries.size()));
    if (state_.next_fault) {
      State::Fault fault = *std::exchange(state_.next_fault, std::nullopt);
      if (fault.outcome == MemoryDisk::Outcome::kAllWritten) write(batch);
      failure_ = fault.error;
      return fault.error;
    }
    write(batch);
    return {};
  }

  Result<void> flush() override { return check_open(); }
  Result<void> refresh() override { return check_open(); }

  Result<uint64_t> bytes() const override {
    ZKP_TRY_VOID(check_open());
    std::shared_lock lock(state_.mutex);
    return state_.bytes;
  }

  Result<void> check() override {
    ZKP_TRY_VOID(check_open());
    std::shared_lock lock(state_.mutex);
    if (!state_.damaged_entries.empty()) return state_.corrupt_entry(*state_.damaged_entries.begin());
    if (!state_.damaged_records.empty()) return State::corrupt_record();
    return {};
  }

  Result<void> close() override {
    if (!open_.exchange(false)) return {};
    if (read_only_) return {};
    std::unique_lock lock(state_.mutex);
    state_.has_writer = false;
    return {};
  }

  bool read_only() const override { return read_only_; }

 private:
  Result<void> check_open() const {
    if (!open_) return store_is_closed();
    return {};
  }

  // REQUIRES: the lock.
  void write(const Batch& batch) {
    for (ByteView entry : batch.entries) {
      state_.entries.push_back(std::make_shared<const Bytes>(entry.begin(), entry.end()));
      state_.bytes += entry.size();
    }
    for (const Put& put : batch.puts) {
      MapKey key(put.space, put.key);
      if (!state_.damaged_records.empty()) state_.damaged_records.erase(key);
      State::Value& value = state_.records[std::move(key)];
      state_.bytes += put.value.size() - (value ? value->size() : 0) + (value ? 0 : put.key.size());
      value = std::make_shared<const Bytes>(put.value);
    }
  }

  const std::shared_ptr<MemoryDisk> disk_;  // keeps state_ alive
  State& state_;
  const bool read_only_;
  std::atomic<bool> open_ = true;
  std::optional<Error> failure_;  // guarded by state_.mutex
};

}  // namespace

MemoryDisk::MemoryDisk(std::unique_ptr<State> state) : state_(std::move(state)) {}
MemoryDisk::~MemoryDisk() = default;

std::shared_ptr<MemoryDisk> MemoryDisk::make() { return std::make_shared<MemoryDisk>(std::make_unique<State>()); }

std::shared_ptr<MemoryDisk> MemoryDisk::clone() const {
  auto copy = std::make_unique<State>();
  std::shared_lock lock(state_->mutex);
  copy->entries = state_->entries;
  copy->records = state_->records;
  copy->damaged_entries = state_->damaged_entries;
  copy->damaged_records = state_->damaged_records;
  copy->bytes = state_->bytes;
  return std::make_shared<MemoryDisk>(std::move(copy));
}

Result<std::unique_ptr<LedgerStore>> MemoryDisk::open(uint64_t expected_size) {
  std::unique_lock lock(state_->mutex);
  if (state_->has_writer) return Error(StorageError::kLocked, "another writer holds the store");
  ZKP_TRY_VOID(check_expected_size(state_->entries.size(), expected_size));
  state_->has_writer = true;
  return std::unique_ptr<LedgerStore>(std::make_unique<MemoryStore>(shared_from_this(), *state_, false));
}

Result<std::unique_ptr<LedgerStore>> MemoryDisk::open_read_only(uint64_t expected_size) {
  std::shared_lock lock(state_->mutex);
  ZKP_TRY_VOID(check_expected_size(state_->entries.size(), expected_size));
  return std::unique_ptr<LedgerStore>(std::make_unique<MemoryStore>(shared_from_this(), *state_, true));
}

bool MemoryDisk::flip_bit_of_entry(uint64_t index, size_t bit) {
  std::unique_lock lock(state_->mutex);
  if (index >= state_->entries.size() || bit >= 8 * state_->entries[index]->size()) return false;
  state_->entries[index] = with_flipped_bit(state_->entries[index], bit);
  return true;
}

bool MemoryDisk::flip_bit_of_record(Space space, ByteView key, size_t bit) {
  std::unique_lock lock(state_->mutex);
  auto it = state_->records.find(MapKey(space, key));
  if (it == state_->records.end() || bit >= 8 * it->second->size()) return false;
  it->second = with_flipped_bit(it->second, bit);
  return true;
}

bool MemoryDisk::damage_entry(uint64_t index) {
  std::unique_lock lock(state_->mutex);
  return index < state_->entries.size() && state_->damaged_entries.insert(index).second;
}

bool MemoryDisk::damage_record(Space space, ByteView key) {
  std::unique_lock lock(state_->mutex);
  MapKey full_key(space, key);
  return state_->records.contains(full_key) && state_->damaged_records.insert(std::move(full_key)).second;
}

void MemoryDisk::fail_next_append(Error error, Outcome outcome) {
  std::unique_lock lock(state_->mutex);
  state_->next_fault = State::Fault{std::move(error), outcome};
}

std::unique_ptr<LedgerStore> make_memory_store() { return std::move(MemoryDisk::make()->open()).value(); }

}  // namespace zkp
