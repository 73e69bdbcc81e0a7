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
