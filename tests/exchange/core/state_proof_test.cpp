#include <gtest/gtest.h>

#include "exchange/core/arrival.h"
#include "exchange/core/vectors.h"
#include "exchange/core/witness.h"
#include "hash/sha2.h"

namespace zkp::exchange {
namespace {

using namespace test;

StateQuery query_of(const nlohmann::json& line) {
  const std::string kind = line["proof"];
  if (kind == "get") return StateQuery::get(key_of(line["key"]));
  const std::string prefix = line["prefix"];
  const auto bits = static_cast<unsigned>(prefix.size() * 4);
  return kind == "first" ? StateQuery::first(key_of(prefix), bits) : StateQuery::aggregate(key_of(prefix), bits);
}

void expect_answer(const nlohmann::json& line, const StateAnswer& answer) {
  const std::string kind = line["proof"];
  if (kind == "aggregate") {
    EXPECT_EQ(answer.aggregate.count, line["answer"][0].get<uint64_t>());
    EXPECT_EQ(answer.aggregate.sum, line["answer"][1].get<uint64_t>());
  } else if (line["answer"].is_null()) {
    EXPECT_FALSE(answer.present);
  } else {
    ASSERT_TRUE(answer.present);
    EXPECT_EQ(kind == "get" ? hex_encode({answer.value, answer.size}) : hex_of(answer.key),
              line["answer"].get<std::string>());
  }
}

TEST(StateProof, VectorsAnswerAndDamagedOnesAreRefused) {
  TrieStorage storage(1 << 10, 1 << 10);
  size_t bad = 0;
  const auto lines = read_lines("state_proofs.jsonl");
  for (const auto& line : lines) {
    SCOPED_TRACE(line.value("note", line.value("why", "")));
    const Digest root = digest_of(line["root"]);
    const Bytes proof = unhex(line["data"]);
    StateAnswer answer;
    if (line["proof"] == "bad") {
      ++bad;
      const StateQuery query = query_of(lines[0]);
      EXPECT_EQ(verify_state_proof(root, proof, query, storage.memory(), answer), ApplyError::kBadWitness);
      continue;
    }
    ASSERT_EQ(verify_state_proof(root, proof, query_of(line), storage.memory(), answer), ApplyError::kOk);
    expect_answer(line, answer);
  }
  EXPECT_EQ(bad, 3u);
}

TEST(StateProof, ProofOfAnotherQueryIsInsufficient) {
  TrieStorage storage(1 << 10, 1 << 10);
  const auto lines = read_lines("state_proofs.jsonl");
  StateAnswer answer;
  EXPECT_EQ(verify_state_proof(digest_of(lines[0]["root"]), unhex(lines[0]["data"]), StateQuery::get(balance_key(4, 3)),
                               storage.memory(), answer),
            ApplyError::kWitnessInsufficient);
}

/// Pieces of a witness, to put together wrongly.
Bytes node(unsigned depth, const Key& prefix) {
  Bytes out = {1, static_cast<uint8_t>(depth)};
  out.resize(24);
  prefix.write(&out[2]);
  return out;
}
Bytes leaf(const Key& key, size_t size) {
  Bytes out(24 + size, 7);
  out[0] = 2;
  key.write(&out[1]);
  out[23] = static_cast<uint8_t>(size);
  return out;
}
Bytes opaque(uint32_t count) {
  Bytes out(45, 5);
  out[0] = 0;
  std::memcpy(&out[1], &count, 4);
  return out;
}
Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes out;
  for (const Bytes& part : parts) append(out, part);
  return out;
}

TEST(Witness, MalformedStreamsAreRefused) {
  const Key a = asset_key(0x10), b = asset_key(0x11), c = asset_key(0x80000000), prefix = a.prefix(39);
  const auto error_of = [](const Bytes& witness) {
    TrieStorage storage(16, 16);
    Trie trie(storage.memory());
    const ApplyError error = read_witness(witness, trie);
    EXPECT_EQ(trie.failed(), error != ApplyError::kOk);
    return error;
  };
  ASSERT_EQ(a.common(b), 39u);
  EXPECT_EQ(error_of({}), ApplyError::kOk);
  EXPECT_EQ(error_of(joined({node(39, prefix), leaf(a, 8), leaf(b, 8)})), ApplyError::kOk);
  EXPECT_EQ(error_of(joined({node(8, a.prefix(8)), node(39, prefix), leaf(a, 8), opaque(1), leaf(c, 8)})),
            ApplyError::kOk);
  const Bytes refused[] = {
      {3},
      joined({node(39, prefix), leaf(b, 8), leaf(a, 8)}),  // leaves in the wrong halves
      joined({node(8, a.prefix(8)), leaf(c, 8), node(39, prefix), leaf(a, 8), leaf(b, 8)}),  // a node in the wrong half
      joined({node(39, prefix), node(8, a.prefix(8)), opaque(1), opaque(1), leaf(b, 8)}),    // a node above its parent
      joined({node(39, prefix), node(39, prefix), opaque(1), opaque(1), leaf(b, 8)}),        // a node inside itself
      joined({node(39, a.prefix(8).with_bit(100)), opaque(1), opaque(1)}),                   // bits behind the depth
      joined({node(176, a), opaque(1), opaque(1)}),                                          // no such depth
      joined({node(39, prefix), leaf(a, 8), opaque(0)}),                                     // an empty subtree
      joined({node(39, prefix), leaf(a, 8), opaque(1), opaque(1)}),                          // trailing bytes
      joined({node(39, prefix), leaf(a, 8)}),                                                // a missing child
      leaf(a, 7),
      leaf(a, 9),
      leaf(make_key(LeafKind::kInstrument, 1, 2), 8),
      leaf(Key{}.last(0), 8),
  };
  for (const Bytes& witness : refused) EXPECT_EQ(error_of(witness), ApplyError::kBadWitness) << hex_encode(witness);
  const Bytes whole = joined({node(39, prefix), leaf(a, 8), leaf(b, 8)});
  for (size_t size = 1; size < whole.size(); ++size)
    EXPECT_EQ(error_of(Bytes(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size))), ApplyError::kBadWitness);
}

/// Leaves of random20k.snapshot, behind its header of 128 bytes.
ChangeSet snapshot_leaves() {
  const Bytes bytes = read_bytes("random20k.snapshot");
  ChangeSet out;
  for (size_t at = 128; at < bytes.size();) {
    LeafChange& leaf = out.emplace_back();
    leaf.key = Key::read(&bytes[at]);
    leaf.size = bytes[at + 22];
    std::memcpy(leaf.value, &bytes[at + 23], leaf.size);
    at += 23 + leaf.size;
  }
  return out;
}

// The host makes the very bytes of the vectors: it opens what the query looks at, no more.
TEST(StateProof, HostMakesTheProofsOfTheVectors) {
  StateTree tree(small_capacity());
  tree.commit(snapshot_leaves(), nullptr);
  const Digest root = tree.root();
  for (const auto& line : read_lines("state_proofs.jsonl")) {
    if (line["proof"] == "bad") continue;
    ASSERT_EQ(hex_encode(root), line["root"].get<std::string>());
    StateAnswer answer;
    EXPECT_EQ(hex_encode(tree.prove(query_of(line), answer)), line["data"].get<std::string>());
    expect_answer(line, answer);
  }
}

TEST(Arrival, ChainsRootsAndReceiptsOfTheVectors) {
  const auto lines = read_lines("arrival.jsonl");
  Digest chain = genesis_chain(digest_of(lines[0]["log_id"]));
  EXPECT_EQ(hex_encode(chain), lines[0]["genesis_chain"].get<std::string>());
  Digest block_root;
  for (const auto& line : lines) {
    if (line.contains("block")) {
      block_root = digest_of(line["records_root"]);
      chain = extend_chain(chain, line["block"], line["first_seq"], line["count"], block_root);
      EXPECT_EQ(hex_encode(chain), line["chain"].get<std::string>());
      const uint64_t last = line["first_seq"].get<uint64_t>() + line["count"].get<uint64_t>() - 1;
      EXPECT_EQ(hex_encode(head_message(Digest{}, line["block"], last, chain)),
                line["head_message"].get<std::string>());
    } else if (line.contains("receipt")) {
      const auto record = record_of<CommandRecord>(unhex(line["record"]));
      const Digest leaf = command_leaf(record, detail::sha256_compress());
      EXPECT_EQ(hex_encode(leaf), line["leaf"].get<std::string>());
      std::vector<Digest> path;
      for (const auto& hash : line["path"]) path.push_back(digest_of(hash));
      Digest root;
      ASSERT_TRUE(root_from_path(leaf, line["index"], line["of"], path, root));
      EXPECT_EQ(root, block_root);
      path.pop_back();
      EXPECT_FALSE(root_from_path(leaf, line["index"], line["of"], path, root));
    } else if (line.contains("merkle")) {
      ArrivalTree tree;
      for (uint8_t i = 0; i < line["merkle"].get<int>(); ++i) tree.append(sha256(ByteView(&i, 1)));
      EXPECT_EQ(hex_encode(tree.root()), line["root"].get<std::string>());
    }
  }
}

TEST(Arrival, PathsLeadToTheRootForEveryLeafOfSmallTrees) {
  std::vector<Digest> leaves;
  for (uint8_t n = 1; n < 40; ++n) {
    leaves.push_back(sha256(ByteView(&n, 1)));
    ArrivalTree tree;
    for (const Digest& leaf : leaves) tree.append(leaf);
    for (size_t i = 0; i < leaves.size(); ++i) {
      std::array<Digest, 64> path;
      const size_t size = arrival_path(leaves, i, path);
      Digest root;
      ASSERT_TRUE(root_from_path(leaves[i], i, leaves.size(), std::span(path).first(size), root));
      EXPECT_EQ(root, tree.root());
      EXPECT_FALSE(root_from_path(leaves[i], leaves.size(), leaves.size(), std::span(path).first(size), root));
    }
  }
}

}  // namespace
}  // namespace zkp::exchange
