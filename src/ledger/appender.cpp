#include "ledger/appender.h"

#include <algorithm>

namespace zkp {
namespace {

// What the ledger adds to a payload (origin, keys, parent, time), the envelope around it, and the records by which
// every entry is found.
constexpr size_t kAddedBytes = 4096;

}  // namespace

// Base64 turns 3 bytes into 4. A committed column takes 43 characters of base64 at least and adds a record of 64 bytes.
size_t request_bytes(const AppendRequest& request) {
  size_t out = 0;
  for (const EntryPayload& payload : request.payloads) out += 3 * encode_payload(payload).size() + kAddedBytes;
  for (const Bytes& blob : request.blobs) out += blob.size();
  return out;
}

Result<std::vector<LoggedEntry>> LedgerAppender::stage(const AppendRequest& request) {
  const int64_t now_s = std::max<int64_t>(0, clock_.now_us() / 1'000'000);
  std::vector<LoggedEntry> answer;
  // The entries of a request follow one another, so each is signed before the next can name it.
  for (const EntryPayload& payload : request.payloads) {
    if (!draft_->has_branch(payload.branch))
      return Error(LedgerError::kBadParent, "no branch \"" + payload.branch + "\"");
    ZKP_TRY(SignedEntry entry, sign_entry(ledger_.complete(payload, *draft_, now_s), author_));
    answer.push_back({draft_->next_index(), entry});
    ZKP_TRY_VOID(ledger_.stage(*draft_, {std::move(entry)}, request.blobs));
  }
  return answer;
}

Result<Batch> LedgerAppender::prepare(std::span<Slot* const> group) {
  draft_ = ledger_.begin();
  for (Slot* slot : group) {
    Ledger::Draft::Mark before = draft_->mark();
    slot->answer = stage(slot->request);
    if (!slot->answer->ok()) draft_->roll_back(std::move(before));
  }
  return ledger_.batch(*draft_);
}

Result<void> LedgerAppender::publish() {
  ledger_.adopt(std::move(*draft_));
  draft_.reset();
  return publish_();
}

}  // namespace zkp
