#include "exchange/core/transition.h"

#include "exchange/core/trie_state.h"

namespace zkp::exchange {

ApplyError check_batch(const Global& global, std::span<const Block> blocks) {
  uint64_t seq = global.last_seq, time = global.last_time;
  for (const Block& block : blocks) {
    for (size_t k = 0; k < block.records.size(); ++k) {
      const CommandRecord& record = block.records[k];
      if (!zero_tail(record) || record.seq != block.first_seq + k) return ApplyError::kBadBlock;
      if (record.seq != ++seq) return ApplyError::kSequenceGap;
      if (record.time < time) return ApplyError::kTimeRegression;
      if (record.time > kMaxAmount) return ApplyError::kTimeRange;
      time = record.time;
    }
  }
  return ApplyError::kOk;
}

ApplyError verify_transition(const Digest& program_id, const Digest& chain_before, std::span<const Block> blocks,
                             std::span<const uint8_t> witness, const Trie::Memory& memory, PublicJournal& journal,
                             detail::Sha256Compress compress) {
  journal = {};
  Trie trie(memory, compress);
  if (const ApplyError error = read_witness(witness, trie); error != ApplyError::kOk) return error;
  PublicJournal done{};
  done.magic = PublicJournal::kMagic;
  done.version = 1;
  done.program_id = program_id;
  done.root_before = trie.root();
  done.chain_before = chain_before;
  TrieState state(trie);
  EventFolder events(compress);
  Engine<TrieState, EventFolder> engine(state, events);
  if (const ApplyError error = run_batch(engine, blocks, compress, done); error != ApplyError::kOk) return error;
  if (trie.failed()) return trie.failure();
  done.root_after = trie.root();
  done.event_root = events.root();
  done.first_event = events.first_event();
  done.events = events.size();
  done.trades = events.trades();
  done.rejects = events.rejects();
  done.status = PublicJournal::kOk;
  journal = done;
  return ApplyError::kOk;
}

}  // namespace zkp::exchange
