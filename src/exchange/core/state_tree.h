/// The whole state tree of the host: commits batches, records witnesses, answers with proofs.
///
/// Memory is allocated at construction, enough for everything that the pools of the same capacity can hold. One thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "base/large_memory.h"
#include "exchange/core/change_set.h"
#include "exchange/core/hot_state.h"
#include "exchange/core/witness.h"

namespace zkp::exchange {

/// Memory of a trie.
class TrieStorage {
 public:
  TrieStorage(size_t branches, size_t leaves) : branches_(branches), leaves_(leaves) {}
  Trie::Memory memory() {
    return {branches_.data(), static_cast<uint32_t>(branches_.size()), leaves_.data(),
            static_cast<uint32_t>(leaves_.size())};
  }

 private:
  LargeVector<Trie::Branch> branches_;
  LargeVector<Trie::Leaf> leaves_;
};

class StateTree {
 public:
  explicit StateTree(const Capacity& capacity, detail::Sha256Compress compress = detail::sha256_compress());

  /// Applies changes, of each key the last. `undo`, if wanted, gets the changes that lead back.
  void commit(const ChangeSet& changes, ChangeSet* undo);
  Digest root() { return trie_.root(); }
  /// All leaves in the order of their keys.
  void leaves(ChangeSet& out);
  void clear() { trie_.clear(); }
  Trie& trie() { return trie_; }

  /// The witness of whatever `run` looks at in a recording of this tree, which `run` may change. root() first.
  std::vector<uint8_t> witness(const std::function<void(Trie&)>& run);
  /// The proof of an answer.
  std::vector<uint8_t> prove(const StateQuery& query, StateAnswer& answer);

 private:
  struct Change {
    Key key;
    uint32_t at;  ///< in the change set
  };
  void apply(const LeafChange& change, ChangeSet* undo);
  void write(Trie::Ref ref, const Trie::Summary& summary, std::vector<uint8_t>& out) const;

  detail::Sha256Compress compress_;
  size_t leaf_count_;
  TrieStorage storage_;
  Trie trie_;
  std::unique_ptr<TrieStorage> recording_;
  std::vector<uint64_t> seen_branches_, seen_leaves_;
  std::vector<Change> order_;  ///< of the changes, by key
};

}  // namespace zkp::exchange
