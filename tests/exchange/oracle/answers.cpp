/// Reads command records from standard input; writes for each the number of events (u32), the events and the state
/// root.
#include <cstdio>

#include "exchange/core/event_buffer.h"
#include "exchange/core/state_tree.h"

int main() {
  using namespace zkp::exchange;
  const Capacity capacity;
  HotState state(capacity);
  StateTree tree(capacity);
  EventBuffer events;
  Engine<HotState, EventBuffer> engine(state, events);
  ChangeSet changes;
  CommandRecord command;
  while (std::fread(static_cast<void*>(&command), sizeof command, 1, stdin) == 1) {
    events.clear();
    if (engine.apply(command) != ApplyError::kOk) return 1;
    for (EventRecord& e : events.events()) seal(e);
    changes.clear();
    state.drain(changes);
    tree.commit(changes, nullptr);
    const Digest root = tree.root();
    const auto count = static_cast<uint32_t>(events.size());
    std::fwrite(&count, sizeof count, 1, stdout);
    std::fwrite(static_cast<const void*>(events.events().data()), sizeof(EventRecord), count, stdout);
    std::fwrite(root.data(), root.size(), 1, stdout);
    std::fflush(stdout);
  }
  return 0;
}
