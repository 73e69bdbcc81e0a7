/// The exchange as a state transition system: batches in, events, roots and journals out; back to any retained root.
///
/// Holds the matching thread's state and the tree of its leaves, and commits after every batch. Pure: no clock, no
/// disk, no thread. For a pipeline that matches and commits on different threads, use the parts (hot_state.h,
/// state_tree.h).
#pragma once

#include <deque>
#include <string_view>

#include "exchange/core/event_buffer.h"
#include "exchange/core/state_tree.h"
#include "exchange/core/transition.h"

namespace zkp::exchange {

class StateTransition {
 public:
  struct Options {
    Capacity capacity;
    Digest log_id{};
    Digest program_id{};
    size_t retained_roots = 256;  ///< how many batches rollback_to() can take back
  };
  struct Applied {
    Digest root;
    std::span<const EventRecord> events;  ///< sealed; valid until the next call
    PublicJournal journal;
    std::vector<uint8_t> witness;  ///< empty unless asked for
  };

  /// The genesis state.
  explicit StateTransition(const Options& options);

  /// The next block's number and first sequence number.
  uint64_t next_block() const { return block_no_; }
  uint64_t next_seq() { return state_.global().last_seq + 1; }
  const Digest& chain() const { return chain_; }

  /// All or nothing: on an error the state, the root and the chain are as before. Block numbers and first sequence
  /// numbers must continue the log (kBadBlock). kOutOfMemory: the pools have no room for so many commands.
  ApplyError apply(std::span<const Block> blocks, Applied& out, bool with_witness = false);

  Digest root() { return tree_.root(); }
  /// Back to the state after a batch that is still retained; the same blocks then give the same bytes. False: the root
  /// is not one of them.
  [[nodiscard]] bool rollback_to(const Digest& root);
  /// Names of violated invariants; empty: consistent. Also compares the tree with one built from its leaves.
  std::vector<std::string_view> verify_state_consistency();

  std::vector<uint8_t> prove(const StateQuery& query, StateAnswer& answer) { return tree_.prove(query, answer); }
  /// All leaves in the order of their keys.
  ChangeSet leaves() {
    ChangeSet out;
    tree_.leaves(out);
    return out;
  }
  HotState& state() { return state_; }

  /// Another state instead of this one, from all its leaves. False: they are no state, and this object is at genesis.
  /// Earlier roots are forgotten.
  [[nodiscard]] bool load(const ChangeSet& leaves, const Digest& chain, uint64_t next_block);

 private:
  struct Retained {
    Digest root;  ///< before the batch
    Digest chain;
    uint64_t block_no;
    ChangeSet undo;
  };
  std::vector<uint8_t> record_witness(std::span<const Block> blocks);
  void to_genesis();

  Options options_;
  HotState state_;
  StateTree tree_;
  EventBuffer events_;
  Engine<HotState, EventBuffer> engine_;
  Digest chain_;
  uint64_t block_no_ = 0;
  ChangeSet changes_;
  std::deque<Retained> retained_;
};

}  // namespace zkp::exchange
