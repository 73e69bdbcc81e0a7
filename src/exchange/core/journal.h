/// The public journal of a batch: 256 bytes that say which state became which, and which log did it.
#pragma once

#include "exchange/core/types.h"

namespace zkp::exchange {

/// Little-endian; the struct is the format. Status: 1 ok; the others are for tools on the host, and verifiers accept 1
/// alone.
struct PublicJournal {
  static constexpr uint32_t kMagic = 0x314A585A;  // "ZXJ1"
  enum Status : uint16_t { kOk = 1, kBadWitness = 2, kInsufficient = 3, kBatchError = 4 };

  uint32_t magic;
  uint16_t version, status;
  Digest program_id;
  Digest root_before, root_after;
  Digest chain_before, chain_after;
  Digest event_root;
  uint64_t first_seq, last_seq, first_event, last_time;
  uint32_t commands, events, trades, rejects, blocks, zero;
};
static_assert(sizeof(PublicJournal) == 256 && offsetof(PublicJournal, root_after) == 72 &&
              offsetof(PublicJournal, event_root) == 168 && offsetof(PublicJournal, commands) == 232);

/// Whether `next` continues `journal`: what a verifier of consecutive proofs checks besides the proofs themselves.
inline bool continues(const PublicJournal& journal, const PublicJournal& next) {
  return journal.status == PublicJournal::kOk && next.status == PublicJournal::kOk &&
         next.root_before == journal.root_after && next.chain_before == journal.chain_after &&
         next.first_seq == journal.last_seq + 1 && next.first_event == journal.first_event + journal.events &&
         next.last_time >= journal.last_time;
}

}  // namespace zkp::exchange
