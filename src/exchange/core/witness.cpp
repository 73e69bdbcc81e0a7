#include "exchange/core/witness.h"

namespace zkp::exchange {
namespace {

constexpr size_t kOpaqueBytes = 45, kNodeBytes = 24, kLeafHeadBytes = 24;  // tags included

class WitnessReader {
 public:
  WitnessReader(std::span<const uint8_t> in, Trie& trie) : in_(in), trie_(trie) {}

  bool done() const { return in_.empty(); }

  /// One subtree whose keys lie in [low, high]. Its depth grows with every level, so the recursion ends.
  bool subtree(uint32_t parent, unsigned side, const Key& low, const Key& high) {
    if (in_.empty()) return false;
    switch (in_[0]) {
      case 0:
        return opaque(parent, side);
      case 1:
        return node(parent, side, low, high);
      case 2:
        return leaf(parent, side, low, high);
      default:
        return false;
    }
  }

 private:
  bool opaque(uint32_t parent, unsigned side) {
    if (in_.size() < kOpaqueBytes) return false;
    Trie::Summary s;
    std::memcpy(&s.count, &in_[1], 4);
    std::memcpy(&s.sum, &in_[5], 8);
    std::memcpy(s.hash.data(), &in_[13], 32);
    in_ = in_.subspan(kOpaqueBytes);
    if (s.count == 0) return false;
    trie_.add_opaque(parent, side, s);
    return true;
  }

  bool node(uint32_t parent, unsigned side, const Key& low, const Key& high) {
    if (in_.size() < kNodeBytes) return false;
    const unsigned depth = in_[1];
    const Key prefix = Key::read(&in_[2]);
    in_ = in_.subspan(kNodeBytes);
    if (depth >= Key::kBits || prefix.prefix(depth) != prefix) return false;
    if (prefix < low || high < prefix.last(depth)) return false;
    const uint32_t branch = trie_.add_branch(parent, side, depth, prefix);
    if (trie_.failed()) return false;
    return subtree(branch, 0, prefix, prefix.last(depth + 1)) &&
           subtree(branch, 1, prefix.with_bit(depth), prefix.last(depth));
  }

  bool leaf(uint32_t parent, unsigned side, const Key& low, const Key& high) {
    if (in_.size() < kLeafHeadBytes) return false;
    const Key key = Key::read(&in_[1]);
    const size_t size = in_[23];
    in_ = in_.subspan(kLeafHeadBytes);
    if (key < low || high < key || size == 0 || size != leaf_bytes(key) || in_.size() < size) return false;
    const uint32_t i = trie_.add_leaf(parent, side, key);
    if (trie_.failed()) return false;
    std::memcpy(trie_.leaf(i).value, in_.data(), size);
    in_ = in_.subspan(size);
    return true;
  }

  std::span<const uint8_t> in_;
  Trie& trie_;
};

}  // namespace

WitnessSize witness_size(std::span<const uint8_t> in) {
  WitnessSize size{};
  while (!in.empty()) {
    size_t step = kOpaqueBytes;
    if (in[0] == 1) {
      ++size.branches;
      step = kNodeBytes;
    } else if (in[0] == 2) {
      ++size.leaves;
      step = kLeafHeadBytes + (in.size() < kLeafHeadBytes ? 0u : in[23]);
    } else if (in[0] != 0) {
      break;
    }
    if (step > in.size()) break;
    in = in.subspan(step);
  }
  return size;
}

ApplyError read_witness(std::span<const uint8_t> witness, Trie& out) {
  if (witness.empty()) return ApplyError::kOk;
  WitnessReader reader(witness, out);
  if (!reader.subtree(Trie::kNoParent, 0, Key{}, Key{}.last(0)) || !reader.done()) out.fail(ApplyError::kBadWitness);
  return out.failure();
}

StateAnswer ask(Trie& trie, const StateQuery& query) {
  StateAnswer answer{};
  switch (query.kind) {
    case StateQuery::Kind::kGet: {
      const uint32_t i = trie.find(query.key);
      if (i == 0) break;
      answer.present = true;
      answer.size = trie.leaf(i).size;
      std::memcpy(answer.value, trie.leaf(i).value, answer.size);
      break;
    }
    case StateQuery::Kind::kFirst: {
      const uint32_t i = trie.first(query.key, query.key.last(query.bits));
      if (i == 0) break;
      answer.present = true;
      answer.key = trie.leaf(i).key;
      break;
    }
    case StateQuery::Kind::kAggregate:
      answer.aggregate = trie.aggregate(query.key, query.bits);
      break;
  }
  return answer;
}

ApplyError verify_state_proof(const Digest& root, std::span<const uint8_t> proof, const StateQuery& query,
                              const Trie::Memory& memory, StateAnswer& answer, detail::Sha256Compress compress) {
  Trie trie(memory, compress);
  if (const ApplyError error = read_witness(proof, trie); error != ApplyError::kOk) return error;
  if (trie.root() != root) return ApplyError::kBadWitness;
  answer = ask(trie, query);
  return trie.failure();
}

}  // namespace zkp::exchange
