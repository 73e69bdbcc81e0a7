#include "storage/memory_store.h"

#include <algorithm>
#include <array>
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

// Immutable bytes in one allocation. They are shared, so that a scan holds the lock only while it collects pointers and
// a visitor may call the store again.
class SharedBytes {
 public:
  SharedBytes() = default;
  SharedBytes(ByteView first, ByteView second)
      : data_(std::make_shared_for_overwrite<uint8_t[]>(first.size() + second.size())),
        size_(first.size() + second.size()) {
    std::copy(second.begin(), second.end(), std::copy(first.begin(), first.end(), data_.get()));
  }
  explicit SharedBytes(ByteView bytes) : SharedBytes(bytes, {}) {}

  ByteView view() const { return {data_.get(), size_}; }
  SharedBytes with_flipped_bit(size_t bit) const {
    SharedBytes changed(view());
    changed.data_[bit / 8] ^= static_cast<uint8_t>(1u << (bit % 8));
    return changed;
  }

 private:
  std::shared_ptr<uint8_t[]> data_;
  size_t size_ = 0;
};

// A key with its first bytes as numbers in front: the walk down the map compares keys without leaving the node. With
// shorter keys padded by zeros the numbers order as memcmp does, up to ties, which the bytes decide.
struct MapKey {
  explicit MapKey(ByteView key) : bytes(key) {
    uint8_t front[24] = {};
    std::copy_n(key.begin(), std::min(key.size(), sizeof front), front);
    for (size_t i = 0; i < head.size(); ++i) head[i] = *ByteReader(ByteView(front).subspan(8 * i, 8)).u64();
  }

  std::array<uint64_t, 3> head;
  ByteView bytes;
  friend bool operator<(const MapKey& a, const MapKey& b) {
    for (size_t i = 0; i < a.head.size(); ++i)
      if (a.head[i] != b.head[i]) return a.head[i] < b.head[i];
    return as_text(a.bytes) < as_text(b.bytes);
  }
};

}  // namespace

struct MemoryDisk::State {
  // Key and value behind each other; the map's key is a view of the front.
  struct Record {
    SharedBytes bytes;
    size_t key_bytes = 0;
    ByteView key() const { return bytes.view().first(key_bytes); }
    ByteView value() const { return bytes.view().subspan(key_bytes); }
  };
  using Records = std::map<MapKey, Record>;
  struct Fault {
    Error error;
    Outcome outcome;
  };

  mutable std::shared_mutex mutex;
  std::vector<SharedBytes> entries;
  std::array<Records, 256> spaces;
  std::set<uint64_t> damaged_entries;
  std::set<std::pair<Space, std::string>> damaged_records;
  std::optional<Fault> next_fault;
  uint64_t bytes = 0;
  bool has_writer = false;

  Records& space(Space which) { return spaces[static_cast<uint8_t>(which)]; }
  Error corrupt_entry(uint64_t index) const {
    return Error(StorageError::kCorrupt, "the checksum of the stored entry is wrong").with_entry(index);
  }
  bool is_damaged(Space which, ByteView key) const {
    return !damaged_records.empty() && damaged_records.contains({which, std::string(as_text(key))});
  }
  static Error corrupt_record() { return Error(StorageError::kCorrupt, "the checksum of a stored record is wrong"); }
};

namespace {

using State = MemoryDisk::State;

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
    const ByteView entry = state_.entries[index].view();
    return Bytes(entry.begin(), entry.end());
  }

  Result<void> scan(uint64_t first, uint64_t end, const EntryVisitor& visit) const override {
    ZKP_TRY_VOID(check_open());
    if (first > end) return Error(GeneralError::kInvalidArgument, "a scan ends before it begins");
    constexpr uint64_t kChunk = 256;
    ZKP_TRY(const uint64_t size, this->size());
    end = std::min(end, size);
    std::vector<SharedBytes> chunk;
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
      for (const SharedBytes& value : chunk) {
        if (damaged == first) return state_.corrupt_entry(first);
        ZKP_TRY(Visit next, visit(first++, value.view()));
        if (next == Visit::kStop) return {};
      }
    }
    return {};
  }

  Result<std::optional<Bytes>> get(Space space, ByteView key) const override {
    ZKP_TRY_VOID(check_open());
    std::shared_lock lock(state_.mutex);
    const State::Records& records = state_.space(space);
    auto it = records.find(MapKey(key));
    if (it == records.end()) return std::optional<Bytes>();
    if (state_.is_damaged(space, key)) return State::corrupt_record();
    const ByteView value = it->second.value();
    return std::optional<Bytes>(std::in_place, value.begin(), value.end());
  }

  Result<void> scan_records(const RecordRange& range, const RecordVisitor& visit) const override {
    ZKP_TRY_VOID(check_open());
    struct Found {
      State::Record record;
      bool damaged;
    };
    std::vector<Found> found;
    {
      std::shared_lock lock(state_.mutex);
      const State::Records& records = state_.space(range.space);
      auto from = records.lower_bound(MapKey(range.first));
      auto to = range.end ? records.lower_bound(MapKey(*range.end)) : records.end();
      if (range.end && as_text(*range.end) <= as_text(range.first)) return {};
      auto take = [&](const auto& node) {
        found.push_back({node.second, state_.is_damaged(range.space, node.first.bytes)});
      };
      if (range.order == ScanOrder::kForward) {
        for (auto it = from; it != to && found.size() < range.limit; ++it) take(*it);
      } else {
        for (auto it = to; it != from && found.size() < range.limit;) take(*--it);
      }
    }
    for (const Found& each : found) {
      if (each.damaged) return State::corrupt_record();
      ZKP_TRY(Visit next, visit(each.record.key(), each.record.value()));
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
      state_.entries.emplace_back(entry);
      state_.bytes += entry.size();
    }
    for (const Put& put : batch.puts) {
      if (!state_.damaged_records.empty()) state_.damaged_records.erase({put.space, std::string(as_text(put.key))});
      State::Record record{SharedBytes(put.key, put.value), put.key.size()};
      State::Records& records = state_.space(put.space);
      const MapKey key(record.key());
      const size_t before = records.size();
      // Lists grow at their end, so the hint saves most walks.
      auto it = records.try_emplace(records.end(), key, record);
      if (records.size() != before) {
        state_.bytes += put.key.size() + put.value.size();
        continue;
      }
      state_.bytes += put.value.size() - it->second.value().size();
      // The key is a view of the bytes that go away.
      auto node = records.extract(it);
      node.key() = key;
      node.mapped() = std::move(record);
      records.insert(std::move(node));
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
  copy->spaces = state_->spaces;
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
  if (index >= state_->entries.size() || bit >= 8 * state_->entries[index].view().size()) return false;
  state_->entries[index] = state_->entries[index].with_flipped_bit(bit);
  return true;
}

bool MemoryDisk::flip_bit_of_record(Space space, ByteView key, size_t bit) {
  std::unique_lock lock(state_->mutex);
  State::Records& records = state_->space(space);
  auto it = records.find(MapKey(key));
  if (it == records.end() || bit >= 8 * it->second.value().size()) return false;
  auto node = records.extract(it);
  node.mapped().bytes = node.mapped().bytes.with_flipped_bit(8 * node.mapped().key_bytes + bit);
  node.key() = MapKey(node.mapped().key());
  records.insert(std::move(node));
  return true;
}

bool MemoryDisk::damage_entry(uint64_t index) {
  std::unique_lock lock(state_->mutex);
  return index < state_->entries.size() && state_->damaged_entries.insert(index).second;
}

bool MemoryDisk::damage_record(Space space, ByteView key) {
  std::unique_lock lock(state_->mutex);
  return state_->space(space).contains(MapKey(key)) &&
         state_->damaged_records.insert({space, std::string(as_text(key))}).second;
}

void MemoryDisk::fail_next_append(Error error, Outcome outcome) {
  std::unique_lock lock(state_->mutex);
  state_->next_fault = State::Fault{std::move(error), outcome};
}

std::unique_ptr<LedgerStore> make_memory_store() { return std::move(MemoryDisk::make()->open()).value(); }

}  // namespace zkp
