// links: base hash exchange_core
// Commands of arbitrary bytes after a fixed beginning, through the pools and through the tree of leaves: the same
// events, the same root, no violated invariant. A command is 64 bytes of input: type and header, then the body's first
// 40 bytes.
#include <vector>

#include "base/check.h"
#include "exchange/core/consistency.h"
#include "exchange/core/event_buffer.h"
#include "exchange/core/record_json.h"
#include "exchange/core/state_tree.h"
#include "exchange/core/trie_state.h"

namespace {

using namespace zkp::exchange;

struct Both {
  static constexpr Capacity kCapacity = {
      .orders = 256, .traders = 64, .holdings = 256, .balances = 256, .instruments = 64, .assets = 64};

  Both() : state(kCapacity), tree(kCapacity), engine(state, events), storage(1 << 12, 1 << 12), trie(storage.memory()) {
    commit();
    ChangeSet leaves;
    tree.leaves(leaves);
    for (const LeafChange& leaf : leaves) std::memcpy(trie.leaf(trie.put(leaf.key)).value, leaf.value, leaf.size);
  }
  Digest commit() {
    changes.clear();
    state.drain(changes);
    tree.commit(changes, nullptr);
    return tree.root();
  }
  void apply(CommandRecord& c) {
    c.seq = state.global().last_seq + 1;
    c.time = state.global().last_time + c.time % 5'000'000;
    events.clear();
    ZKP_CHECK(engine.apply(c) == ApplyError::kOk);
    TrieState leaves(trie);
    EventBuffer other(64);
    Engine<TrieState, EventBuffer> proved(leaves, other);
    ZKP_CHECK(proved.apply(c) == ApplyError::kOk);
    ZKP_CHECK(events.size() == other.size());
    if (events.size() != 0)
      ZKP_CHECK(std::memcmp(bytes_of(events.events()[0]), bytes_of(other.events()[0]), events.events().size_bytes()) ==
                0);
    ZKP_CHECK(commit() == trie.root());
    ChangeSet all;
    tree.leaves(all);
    ZKP_CHECK(violated_invariants(all).empty());
  }
  void add(const char* json) {
    CommandRecord c = command_from_json(json).value();
    c.time = 1;
    apply(c);
  }

  HotState state;
  StateTree tree;
  EventBuffer events;
  Engine<HotState, EventBuffer> engine;
  TrieStorage storage;
  Trie trie;
  ChangeSet changes;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Both both;
  both.add(R"({"type":"ASSET_ADD","asset":1})");
  both.add(R"({"type":"ASSET_ADD","asset":2})");
  both.add(
      R"({"type":"INSTRUMENT_ADD","instrument":1,"base":1,"quote":2,"maker_ppm":100,"taker_ppm":700,"lot_size":1,"tick_size":1,"min_price":1,"max_price":255,"ref_price":100,"band_bps":1000,"ref_ms":1,"halt_ms":1,"auction_ms":1})");
  for (const char* target : {"1", "2"}) {
    both.add((std::string(R"({"type":"TRADER_ADD","owner":1,"target":)") + target + "}").c_str());
    both.add((std::string(R"({"type":"DEPOSIT","asset":1,"amount":10000,"target":)") + target + "}").c_str());
    both.add((std::string(R"({"type":"DEPOSIT","asset":2,"amount":1000000,"target":)") + target + "}").c_str());
  }
  both.add(R"({"type":"SET_STATE","instrument":1,"state":"PRE_OPEN"})");
  for (size_t commands = 0; size >= 64 && commands < 60; ++commands, data += 64, size -= 64) {
    CommandRecord c{};
    std::memcpy(reinterpret_cast<uint8_t*>(&c) + 4, data, 4);
    c.version = 1;
    c.trader = data[4] % 4;
    c.session = data[5] % 3;
    c.client_seq = c.trader == 0 ? 0 : both.state.global().last_seq + data[6] % 2;
    std::memcpy(&c.time, data + 8, 4);
    std::memcpy(c.words, data + 16, 48);
    Demand demand;
    demand.add(c);
    if (!both.state.has_room(demand)) break;
    both.apply(c);
  }
  return 0;
}
