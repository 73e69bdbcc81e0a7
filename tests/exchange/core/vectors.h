/// The exchange's test vectors (tests/vectors/exchange) and what several tests do with them.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/encoding.h"
#include "exchange/core/event_buffer.h"
#include "exchange/core/hot_state.h"
#include "exchange/core/record.h"
#include "exchange/core/state_tree.h"
#include "nlohmann/json.hpp"

namespace zkp::exchange::test {

inline std::filesystem::path vector_folder() {
  return std::filesystem::path(ZKP_SOURCE_DIR) / "tests/vectors/exchange";
}

inline Bytes unhex(const std::string& text) { return hex_decode(text).value(); }
inline Digest digest_of(const std::string& text) {
  Digest out;
  const Bytes bytes = unhex(text);
  ZKP_CHECK(bytes.size() == out.size());
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}
template <class T>
std::string hex_of(const T& object) {
  return hex_encode({reinterpret_cast<const uint8_t*>(&object), sizeof object});
}

inline std::vector<nlohmann::json> read_lines(const std::string& name) {
  std::ifstream in(vector_folder() / name);
  ZKP_CHECK(in.good());
  std::vector<nlohmann::json> out;
  for (std::string line; std::getline(in, line);) out.push_back(nlohmann::json::parse(line));
  return out;
}

inline Bytes read_bytes(const std::string& name) {
  std::ifstream in(vector_folder() / name, std::ios::binary);
  ZKP_CHECK(in.good());
  std::stringstream text;
  text << in.rdbuf();
  return to_bytes(text.str());
}

template <class Record>
Record record_of(ByteView bytes) {
  ZKP_CHECK(bytes.size() == sizeof(Record));
  Record out;
  std::memcpy(static_cast<void*>(&out), bytes.data(), sizeof out);
  return out;
}

inline Key key_of(const std::string& text) {
  Bytes bytes = unhex(text);
  bytes.resize(Key::kBytes);
  return Key::read(bytes.data());
}

inline std::string hex_of(const Key& key) {
  uint8_t bytes[Key::kBytes];
  key.write(bytes);
  return hex_encode(bytes);
}

/// Small pools: a test that needs more says so.
inline Capacity small_capacity() {
  return {.orders = 1 << 12,
          .traders = 1 << 10,
          .holdings = 1 << 12,
          .balances = 1 << 12,
          .instruments = 1 << 8,
          .assets = 1 << 8};
}

/// The matching thread's state with its tree, one command at a time.
class Machine {
 public:
  explicit Machine(const Capacity& capacity = small_capacity())
      : state(capacity), tree(capacity), engine(state, events) {
    commit();
  }

  /// The events of one command, sealed.
  std::span<const EventRecord> apply(const CommandRecord& command) {
    events.clear();
    error = engine.apply(command);
    for (EventRecord& e : events.events()) seal(e);
    return events.events();
  }
  Digest commit() {
    changes.clear();
    state.drain(changes);
    tree.commit(changes, nullptr);
    return tree.root();
  }
  ChangeSet leaves() {
    ChangeSet out;
    tree.leaves(out);
    return out;
  }

  HotState state;
  StateTree tree;
  EventBuffer events;
  Engine<HotState, EventBuffer> engine;
  ChangeSet changes;
  ApplyError error = ApplyError::kOk;
};

}  // namespace zkp::exchange::test
