#include "exchange/core/trie.h"

#include <gtest/gtest.h>

#include <map>

#include "exchange/core/vectors.h"
#include "exchange/core/workload.h"
#include "hash/sha2.h"

namespace zkp::exchange {
namespace {

using namespace test;

using Leaves = std::map<Key, Bytes>;

uint64_t sum_of(const Key& key, const Bytes& value) {
  if (key.kind() != LeafKind::kBook) return 0;
  Order o{};
  std::memcpy(&o, value.data(), Order::kSize);
  return o.visible;
}

/// The definition, top down, from the sorted leaves alone.
Trie::Summary naive(Leaves::const_iterator first, Leaves::const_iterator last) {
  uint8_t key[Key::kBytes];
  if (std::next(first) == last) {
    first->first.write(key);
    const uint8_t tag = 0;
    return {1, sum_of(first->first, first->second),
            sha256({ByteView(&tag, 1), ByteView(key), ByteView(first->second)})};
  }
  const unsigned depth = first->first.common(std::prev(last)->first);
  auto middle = first;
  while (middle->first.bit(depth) == 0) ++middle;
  const Trie::Summary l = naive(first, middle), r = naive(middle, last);
  const uint8_t head[] = {1, static_cast<uint8_t>(depth)};
  first->first.prefix(depth).write(key);
  uint8_t numbers[24];
  std::memcpy(numbers, &l.count, 4);
  std::memcpy(numbers + 4, &r.count, 4);
  std::memcpy(numbers + 8, &l.sum, 8);
  std::memcpy(numbers + 16, &r.sum, 8);
  return {l.count + r.count, l.sum + r.sum,
          sha256({ByteView(head), ByteView(key), ByteView(numbers), ByteView(l.hash), ByteView(r.hash)})};
}

Key random_key(SplitMix64& random) {
  const auto id = static_cast<uint32_t>(random.below(3));
  switch (random.below(5)) {
    case 0:
      return asset_key(static_cast<uint32_t>(random.below(20)));
    case 1:
      return balance_key(id, static_cast<uint32_t>(random.below(20)));
    case 2:
      return timer_key(random.below(4), static_cast<uint8_t>(random.below(2)), id, random.below(4));
    default:
      return book_key(id, static_cast<Side>(random.below(2)), 1 + static_cast<int64_t>(random.below(12)),
                      random.below(40));
  }
}

TEST(Trie, IsTheCanonicalTreeOfItsLeavesUnderAnyHistory) {
  TrieStorage storage(2048, 2048);
  Trie trie(storage.memory());
  EXPECT_EQ(trie.root(), Digest{});
  Leaves model;
  SplitMix64 random(1);
  for (int step = 0; step < 4000; ++step) {
    const Key key = random_key(random);
    if (random.below(100) < (step < 2000 ? 60u : 40u)) {
      Bytes value(leaf_bytes(key));
      for (auto& byte : value) byte = static_cast<uint8_t>(random.next());
      const uint32_t leaf = trie.put(key);
      std::copy(value.begin(), value.end(), trie.leaf(leaf).value);
      model[key] = value;
    } else {
      EXPECT_EQ(trie.erase(key), model.erase(key) == 1);
    }
    if (random.below(10) != 0) continue;
    ASSERT_EQ(trie.root(), model.empty() ? Digest{} : naive(model.begin(), model.end()).hash) << step;
    ASSERT_EQ(trie.count(), model.size());
    const Key low = random_key(random), high = random_key(random);
    const auto expected = model.lower_bound(low);
    const uint32_t found = trie.first(low, high);
    const bool any = low <= high && expected != model.end() && expected->first <= high;
    ASSERT_EQ(found != 0, any);
    if (any) { ASSERT_EQ(trie.leaf(found).key, expected->first); }
    const Key probe = random_key(random);
    ASSERT_EQ(trie.find(probe) != 0, model.contains(probe));
    for (const unsigned bits : {8u, kSidePrefixBits, kLevelPrefixBits, Key::kBits}) {
      Aggregate aggregate{0, 0};
      for (const auto& [k, v] : model)
        if (k.prefix(bits) == probe.prefix(bits)) aggregate = {aggregate.count + 1, aggregate.sum + sum_of(k, v)};
      ASSERT_EQ(trie.aggregate(probe.prefix(bits), bits), aggregate);
    }
  }
  EXPECT_FALSE(trie.failed());
}

TEST(Trie, ReusesWhatItFreesAndSaysWhenMemoryEnds) {
  TrieStorage storage(3, 5);
  Trie trie(storage.memory());
  for (int round = 0; round < 100; ++round) {
    for (uint32_t i = 1; i <= 4; ++i) EXPECT_NE(trie.put(asset_key(i)), 0u);
    for (uint32_t i = 1; i <= 4; ++i) EXPECT_TRUE(trie.erase(asset_key(i)));
  }
  for (uint32_t i = 1; i <= 4; ++i) trie.put(asset_key(i));
  EXPECT_FALSE(trie.failed());
  EXPECT_EQ(trie.put(asset_key(5)), 0u);
  EXPECT_EQ(trie.failure(), ApplyError::kOutOfMemory);
}

TEST(Trie, RecordingOpensOnlyWhatIsLookedAt) {
  StateTree tree(small_capacity());
  ChangeSet changes;
  for (uint32_t i = 1; i <= 64; ++i) {
    LeafChange& leaf = changes.emplace_back();
    leaf.key = asset_key(i);
    leaf.size = Asset::kSize;
    std::memcpy(leaf.value, &i, sizeof i);
    std::memset(leaf.value + 4, 0, 4);
  }
  tree.commit(changes, nullptr);
  const Digest root = tree.root();
  Digest after;
  const auto witness = tree.witness([&](Trie& trie) {
    EXPECT_EQ(trie.root(), root);
    ASSERT_TRUE(trie.erase(asset_key(7)));
    trie.leaf(trie.put(asset_key(100))).as<Asset>().supply = 5;
    after = trie.root();
  });
  EXPECT_EQ(tree.root(), root) << "the source is not changed";
  const WitnessSize size = witness_size(witness);
  EXPECT_EQ(size.leaves, 2u) << "the deleted one, and 64, from which 100 branches off";
  EXPECT_LE(size.branches, 7u);

  TrieStorage storage(64, 64);
  Trie partial(storage.memory());
  ASSERT_EQ(read_witness(witness, partial), ApplyError::kOk);
  EXPECT_EQ(partial.root(), root);
  EXPECT_TRUE(partial.erase(asset_key(7)));
  partial.leaf(partial.put(asset_key(100))).as<Asset>().supply = 5;
  EXPECT_EQ(partial.root(), after);
  EXPECT_FALSE(partial.failed());
  EXPECT_EQ(partial.find(asset_key(50)), 0u);
  EXPECT_EQ(partial.failure(), ApplyError::kWitnessInsufficient);
}

}  // namespace
}  // namespace zkp::exchange
