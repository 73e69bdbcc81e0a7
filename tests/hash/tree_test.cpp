#include "hash/tree.h"

#include <gtest/gtest.h>

#include "base/cpu.h"
#include "hash/sha2.h"
#include "hash/test_support.h"

namespace zkp {
namespace {

using namespace hash_test;

// The definition of RFC 6962, section 2.1, word for word.
Digest recursive_root(std::span<const ByteView> entries) {
  if (entries.empty()) return sha256(ByteView());
  if (entries.size() == 1) return sha256({Bytes{0x00}, entries[0]});
  size_t k = 1;
  while (2 * k < entries.size()) k *= 2;
  return sha256({Bytes{0x01}, recursive_root(entries.first(k)), recursive_root(entries.subspan(k))});
}

struct Entries {
  std::vector<Bytes> bytes;
  std::vector<ByteView> views;
};

Entries random_entries(size_t count, size_t max_bytes) {
  Xorshift random(count + 6);
  Entries entries;
  for (size_t i = 0; i < count; ++i) entries.bytes.push_back(random.bytes(random.below(max_bytes)));
  entries.views.assign(entries.bytes.begin(), entries.bytes.end());
  return entries;
}

// The eight entries and the roots of the reference tests of Certificate Transparency.
TEST(Tree, CertificateTransparencyReferenceRoots) {
  const char* entries[] = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  const char* roots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                         "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  std::vector<Digest> leaves;
  for (size_t n = 0; n <= 8; ++n) {
    EXPECT_EQ(hex(tree_root(leaves, nullptr)), roots[n]) << n << " entries";
    if (n < 8) leaves.push_back(leaf_hash(hex_decode(entries[n]).value()));
  }
}

TEST(Tree, LeafAndNodeHashesAreThePrefixedHashes) {
  const Digest left = sha256(as_bytes("left"));
  const Digest right = sha256(as_bytes("right"));
  EXPECT_EQ(node_hash(left, right), sha256({Bytes{0x01}, left, right}));
  EXPECT_NE(node_hash(left, right), node_hash(right, left));
  for (size_t length = 0; length < 200; ++length)
    EXPECT_EQ(leaf_hash(pattern(length)), sha256({Bytes{0x00}, pattern(length)})) << length;
}

// Entries go two at a time: every pair of lengths from none to beyond three blocks.
TEST(Tree, BatchedLeavesAreTheLeavesAloneForEveryPairOfLengths) {
  const Bytes memory = pattern(400);
  std::vector<Digest> alone;
  for (size_t length = 0; length <= 200; ++length) alone.push_back(leaf_hash(ByteView(memory).first(length)));
  for (size_t first = 0; first <= 200; ++first)
    for (size_t second = 0; second <= 200; ++second) {
      const ByteView entries[] = {ByteView(memory).first(first), ByteView(memory).first(second)};
      Digest out[2];
      leaf_hashes(entries, out, nullptr);
      ASSERT_EQ(out[0], alone[first]) << first << ", " << second;
      ASSERT_EQ(out[1], alone[second]) << first << ", " << second;
    }
}

// A node's 64 bytes as an entry must not give the node's hash: the second-preimage attack that the prefixes stop.
TEST(Tree, AnEntryCannotPoseAsANode) {
  const Digest left = leaf_hash(as_bytes("a"));
  const Digest right = leaf_hash(as_bytes("b"));
  Bytes forged(left.begin(), left.end());
  append(forged, right);
  EXPECT_NE(leaf_hash(forged), node_hash(left, right));
}

TEST(Tree, RootAgreesWithTheDefinitionForEverySize) {
  const Entries entries = random_entries(130, 200);
  std::vector<Digest> leaves(130);
  leaf_hashes(entries.views, leaves, nullptr);
  for (size_t n = 0; n <= 130; ++n)
    EXPECT_EQ(tree_root(std::span(leaves).first(n), nullptr), recursive_root(std::span(entries.views).first(n))) << n;
}

TEST(Tree, WithThreadsTheHashesAreTheSame) {
  CountingPool pool;
  const Entries entries = random_entries(5001, 300);
  std::vector<Digest> serial(entries.views.size());
  std::vector<Digest> threaded(entries.views.size());
  leaf_hashes(entries.views, serial, nullptr);
  leaf_hashes(entries.views, threaded, &pool);
  EXPECT_EQ(threaded, serial);
  EXPECT_EQ(tree_root(serial, &pool), tree_root(serial, nullptr));
  EXPECT_EQ(tree_root(serial, &pool), recursive_root(entries.views));
  EXPECT_GT(pool.calls, 2);
}

// The lanes of this processor, also those that it would not choose itself, against two messages at a time.
TEST(Tree, EveryPathGivesTheSameLeavesAndNodes) {
  std::vector<const detail::Sha256Lanes*> paths = {nullptr};
  if (cpu_hardware().avx2) paths.push_back(&detail::kSha256Avx2);
  if (cpu_hardware().can_avx512()) paths.push_back(&detail::kSha256Avx512);
  for (const detail::Sha256Lanes* lanes : paths)
    for (size_t count = 0; count <= 70; ++count) {
      const Entries entries = random_entries(count, 400);
      std::vector<Digest> leaves(count), nodes(count / 2);
      detail::hash_leaves(lanes, entries.views, leaves);
      for (size_t i = 0; i < count; ++i) ASSERT_EQ(leaves[i], leaf_hash(entries.views[i])) << i << " of " << count;
      detail::hash_nodes(lanes, leaves.data(), nodes);
      for (size_t i = 0; i < nodes.size(); ++i)
        ASSERT_EQ(nodes[i], node_hash(leaves[2 * i], leaves[2 * i + 1])) << i << " of " << nodes.size();
    }
}

TEST(Tree, TheLastOfAnOddLevelGoesUpUnchanged) {
  const std::vector<Digest> level = {sha256(as_bytes("a")), sha256(as_bytes("b")), sha256(as_bytes("c"))};
  std::vector<Digest> above(2);
  node_hashes(level, above, nullptr);
  EXPECT_EQ(above[0], node_hash(level[0], level[1]));
  EXPECT_EQ(above[1], level[2]);
}

TEST(TreeDeathTest, OutputOfAnotherSizeIsOurOwnMistake) {
  const std::vector<Digest> level(4);
  std::vector<Digest> above(3);
  EXPECT_DEATH(node_hashes(level, above, nullptr), "out.size");
}

}  // namespace
}  // namespace zkp
