/// Witnesses: the opened part of a state tree as a pre-order stream, and queries proved by one.
///
///   00 count:u32 sum:u64 hash[32]            opaque subtree
///   01 depth:u8 prefix[22] <left> <right>    opened node
///   02 key[22] len:u8 value[len]             opened leaf
///
/// No bytes are the empty tree. Format: docs/formats/exchange.md. Reading is freestanding.
#pragma once

#include <span>

#include "exchange/core/trie.h"

namespace zkp::exchange {

/// How many nodes a stream opens: what a Trie::Memory for it has to hold at least.
struct WitnessSize {
  uint32_t branches;
  uint32_t leaves;
};
/// Counts without checking; a malformed stream counts no more than it has bytes for.
WitnessSize witness_size(std::span<const uint8_t> witness);

/// Rebuilds the opened part into an empty trie. On kBadWitness or kOutOfMemory the trie has failed and must not be
/// used. Counts and sums of opened nodes are computed by Trie::root(), never read.
ApplyError read_witness(std::span<const uint8_t> witness, Trie& out);

/// A question that a proof answers about the state of a known root.
struct StateQuery {
  enum class Kind : uint8_t { kGet, kFirst, kAggregate };
  Kind kind;
  Key key;        ///< kGet: the whole key; else a prefix, the rest zero
  unsigned bits;  ///< of the prefix

  static StateQuery get(const Key& key) { return {Kind::kGet, key, Key::kBits}; }
  /// The smallest key under a prefix: best price, next stop, next timer.
  static StateQuery first(const Key& prefix, unsigned bits) { return {Kind::kFirst, prefix, bits}; }
  /// Leaves and shown lots under a prefix: a level's depth, a whole side.
  static StateQuery aggregate(const Key& prefix, unsigned bits) { return {Kind::kAggregate, prefix, bits}; }
};

struct StateAnswer {
  bool present;  ///< kGet, kFirst
  Key key;       ///< kFirst
  uint8_t size;  ///< kGet
  uint8_t value[kMaxLeafBytes];
  Aggregate aggregate;  ///< kAggregate
};

/// Asks a trie. Failures stick to it.
StateAnswer ask(Trie& trie, const StateQuery& query);

/// The answer that the state with this root gives. kBadWitness: the proof is malformed or for another root;
/// kWitnessInsufficient: it does not open what the query looks at.
ApplyError verify_state_proof(const Digest& root, std::span<const uint8_t> proof, const StateQuery& query,
                              const Trie::Memory& memory, StateAnswer& answer,
                              detail::Sha256Compress compress = detail::sha256_compress());

}  // namespace zkp::exchange
