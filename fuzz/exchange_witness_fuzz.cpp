// links: base hash exchange_core
// A batch over an arbitrary witness: never a crash or an endless loop, and status 1 only with kOk. The first byte says
// how many records follow; their sequence numbers and times are made to fit, so that the execution goes on.
#include <algorithm>
#include <vector>

#include "base/check.h"
#include "exchange/core/snapshot.h"
#include "exchange/core/state_tree.h"
#include "exchange/core/transition.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace zkp::exchange;
  static TrieStorage storage(1 << 12, 1 << 12);
  Snapshot snapshot;
  (void)read_snapshot(std::vector<uint8_t>(data, data + size), snapshot);
  if (size == 0) return 0;
  const size_t count = std::min<size_t>(data[0] % 16, (size - 1) / kRecordBytes);
  std::vector<CommandRecord> records(count);
  const uint8_t* at = data + 1;
  for (CommandRecord& record : records) {
    std::memcpy(static_cast<void*>(&record), at, kRecordBytes);
    at += kRecordBytes;
  }
  const std::span<const uint8_t> witness(at, static_cast<size_t>(data + size - at));

  Trie trie(storage.memory());
  if (read_witness(witness, trie) == ApplyError::kOk) {
    const uint32_t global = trie.find(global_key());
    if (global != 0) {
      const Global before = trie.leaf(global).read<Global>();
      uint64_t time = before.last_time;
      for (size_t k = 0; k < count; ++k) {
        records[k].seq = before.last_seq + 1 + k;
        records[k].time = time = std::max(time, std::min<uint64_t>(records[k].time, time + (uint64_t{1} << 32)));
        records[k].words[10] &= 0xffff;
      }
    }
  }
  const Block block{1, count == 0 ? 1 : records[0].seq, records};
  PublicJournal journal;
  const ApplyError error = verify_transition(Digest{}, Digest{}, {&block, 1}, witness, storage.memory(), journal);
  ZKP_CHECK((error == ApplyError::kOk) == (journal.status == PublicJournal::kOk));
  return 0;
}
