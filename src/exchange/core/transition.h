/// The state transition of a batch: blocks of commands in, a public journal out.
///
/// run_batch() is the transition itself, over any State of the engine; verify_transition() runs it on the opened part
/// of a state tree and is what a proof of a batch proves. Freestanding: no heap, no exceptions; memory from the caller.
#pragma once

#include <span>

#include "exchange/core/arrival.h"
#include "exchange/core/engine.h"
#include "exchange/core/journal.h"
#include "exchange/core/witness.h"

namespace zkp::exchange {

/// One group commit: records[k].seq must be first_seq + k.
struct Block {
  uint64_t number;
  uint64_t first_seq;
  std::span<const CommandRecord> records;
};

/// Folds events into their tree as they come, without keeping them.
class EventFolder {
 public:
  explicit EventFolder(detail::Sha256Compress compress) : compress_(compress), tree_(compress) {}

  EventRecord& append() {
    fold();
    clear(current_);
    open_ = true;
    return current_;
  }
  /// The root of all events so far.
  Digest root() {
    fold();
    return tree_.root();
  }
  uint64_t first_event() const { return first_event_; }
  uint32_t trades() const { return trades_; }
  uint32_t rejects() const { return rejects_; }
  uint32_t size() const { return static_cast<uint32_t>(tree_.size()); }

 private:
  void fold() {
    if (!open_) return;
    open_ = false;
    if (first_event_ == 0) first_event_ = current_.seq;
    trades_ += current_.type == EventType::kTrade;
    rejects_ += current_.type == EventType::kRejected;
    tree_.append(event_leaf(current_, compress_));
  }

  detail::Sha256Compress compress_;
  ArrivalTree tree_;
  EventRecord current_;
  bool open_ = false;
  uint64_t first_event_ = 0;
  uint32_t trades_ = 0, rejects_ = 0;
};

/// Applies blocks in order. On anything but kOk the state is half changed: check_batch() first, or discard the state.
/// Fills the sequence numbers, counts and chain of the journal.
template <class Engine>
ApplyError run_batch(Engine& engine, std::span<const Block> blocks, detail::Sha256Compress compress,
                     PublicJournal& journal) {
  journal.chain_after = journal.chain_before;
  journal.first_seq = journal.last_seq = journal.last_time = 0;
  journal.commands = journal.blocks = 0;
  for (const Block& block : blocks) {
    const Digest root = records_root(block.records, compress);
    const auto count = static_cast<uint32_t>(block.records.size());
    journal.chain_after = extend_chain(journal.chain_after, block.number, block.first_seq, count, root, compress);
    ++journal.blocks;
    for (size_t k = 0; k < block.records.size(); ++k) {
      const CommandRecord& record = block.records[k];
      if (!zero_tail(record) || record.seq != block.first_seq + k) return ApplyError::kBadBlock;
      if (const ApplyError error = engine.apply(record); error != ApplyError::kOk) return error;
      if (journal.commands++ == 0) journal.first_seq = record.seq;
      journal.last_seq = record.seq;
      journal.last_time = record.time;
    }
  }
  return ApplyError::kOk;
}

/// Everything that can refuse a batch, from the records alone: kOk means that run_batch() on a whole state succeeds.
ApplyError check_batch(const Global& global, std::span<const Block> blocks);

/// Re-executes a batch over the opened part of its state before. Only kOk fills the journal with status 1; program_id
/// is echoed. A witness that opens more than was looked at gives the same journal.
ApplyError verify_transition(const Digest& program_id, const Digest& chain_before, std::span<const Block> blocks,
                             std::span<const uint8_t> witness, const Trie::Memory& memory, PublicJournal& journal,
                             detail::Sha256Compress compress = detail::sha256_compress());

}  // namespace zkp::exchange
