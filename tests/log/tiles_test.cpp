#include "log/tiles.h"

#include <set>

#include "log/support.h"

namespace zkp {
namespace {

using namespace log_test;

struct GoodPath {
  const char* path;
  TileId tile;
};

TEST(TilePath, IsSpelledAsTheSpecificationSays) {
  const GoodPath table[] = {
      {"tile/0/000", {0, 0, 256}},
      {"tile/0/000.p/1", {0, 0, 1}},
      {"tile/7/255", {7, 255, 256}},
      {"tile/63/000", {63, 0, 256}},
      {"tile/0/x001/x234/067", {0, 1234067, 256}},
      {"tile/0/x001/x234/067.p/255", {0, 1234067, 255}},
      {"tile/1/x001/000", {1, 1000, 256}},
      {"tile/2/999", {2, 999, 256}},
      {"tile/entries/000", {TileId::kEntries, 0, 256}},
      {"tile/entries/x012/345.p/112", {TileId::kEntries, 12345, 112}},
      {"tile/0/x018/x446/x744/x073/x709/x551/615", {0, ~uint64_t{0}, 256}},
  };
  for (const GoodPath& row : table) {
    EXPECT_EQ(tile_path(row.tile), row.path);
    const Result<TileId> parsed = parse_tile_path(row.path);
    ASSERT_TRUE(parsed.ok()) << row.path;
    EXPECT_EQ(*parsed, row.tile) << row.path;
  }
}

TEST(TilePath, AnyOtherSpellingIsRefused) {
  const char* table[] = {
      "",
      "tile",
      "tile/",
      "tile/0",
      "tile/0/",
      "/tile/0/000",
      "tile/0/000/",
      "tile//000",
      "tiles/0/000",
      "tile/0/0",
      "tile/0/00",
      "tile/0/0000",
      "tile/0/x000/001",
      "tile/0/x000",
      "tile/0/001/234",
      "tile/0/x001/x234",
      "tile/0/x01/234",
      "tile/0/x001/2345",
      "tile/0/x001x234",
      "tile/0/X001/234",
      "tile/0/x0012/34",
      "tile/00/000",
      "tile/01/000",
      "tile/64/000",
      "tile/-1/000",
      "tile/+1/000",
      "tile/1 /000",
      "tile/ /000",
      "tile/Entries/000",
      "tile/entries",
      "tile/entries/",
      "tile/data/000",
      "tile/0/000.p",
      "tile/0/000.p/",
      "tile/0/000.p/0",
      "tile/0/000.p/256",
      "tile/0/000.p/01",
      "tile/0/000.p/-1",
      "tile/0/000.p/1.p/1",
      "tile/0/000.p/1/",
      "tile/0/000.P/1",
      "tile/0/.p/1",
      "tile/0/000.p/4294967297",
      "tile/0/../000",
      "tile/0/000%00",
      "tile/0/x001/234\n",
      "tile/0/x018/x446/x744/x073/x709/x551/616",
      "tile/0/x999/x999/x999/x999/x999/x999/999",
      "tile/18446744073709551616/000",
      "tile/8/0/000",
  };
  for (const char* path : table) EXPECT_FALSE(parse_tile_path(path).ok()) << path;
  EXPECT_FALSE(parse_tile_path(std::string_view("tile/0/000\0", 11)).ok());
}

TEST(TileWidth, MatchesTheExampleOfTheSpecification) {
  const std::vector<TileId> tiles = changed_tiles(0, 70000);
  ASSERT_EQ(tiles.size(), 273u + 1 + 1 + 1 + 1);
  for (size_t i = 0; i < 273; ++i) EXPECT_EQ(tiles[i], (TileId{0, i, 256}));
  EXPECT_EQ(tiles[273], (TileId{0, 273, 112}));
  EXPECT_EQ(tiles[274], (TileId{1, 0, 256}));
  EXPECT_EQ(tiles[275], (TileId{1, 1, 17}));
  EXPECT_EQ(tiles[276], (TileId{2, 0, 1}));
  EXPECT_EQ(changed_tiles(0, 256), (std::vector<TileId>{{0, 0, 256}, {1, 0, 1}}));
}

TEST(TileWidth, IsZeroForTilesThatATreeDoesNotHave) {
  EXPECT_EQ(tile_width(0, 0, 0), 0);
  EXPECT_EQ(tile_width(0, 1, 256), 0);
  EXPECT_EQ(tile_width(0, ~uint64_t{0}, ~uint64_t{0}), 0);
  EXPECT_EQ(tile_width(1, 0, 255), 0);
  EXPECT_EQ(tile_width(7, 0, ~uint64_t{0}), 255);
  EXPECT_EQ(tile_width(8, 0, ~uint64_t{0}), 0);
  EXPECT_EQ(tile_width(-2, 0, 100), 0);
  EXPECT_EQ(tile_width(TileId::kEntries, 1, 300), 44);
}

/// What the specification says a tile holds, hashed from the leaves.
Bytes defined_tile(const std::vector<Digest>& all, const TileId& tile) {
  const size_t span = size_t{1} << (8 * tile.level);
  Bytes out;
  for (size_t i = 0; i < static_cast<size_t>(tile.width); ++i)
    append(out, naive::mth(std::span(all).subspan((tile.index * kTileWidth + i) * span, span)));
  return out;
}

TEST(TileEdge, EveryBatchWritesExactlyTheTilesThatChangeWithTheHashesTheyAreDefinedToHold) {
  const std::vector<Digest> all = leaves(70000);
  std::mt19937_64 random(4);
  MemoryTiles store;
  TileEdge edge;
  while (edge.size() < all.size()) {
    const uint64_t before = edge.size();
    const uint64_t most = random() % 4 == 0 ? 3000 : 60;
    const uint64_t count = std::min<uint64_t>(random() % most, all.size() - before);
    const auto updates = edge.append(std::span(all).subspan(before, count));
    ASSERT_TRUE(updates.ok());
    store.write(*updates);

    std::set<std::tuple<int, uint64_t, int>> expected, actual;
    for (const TileId& tile : changed_tiles(before, before + count))
      expected.insert({tile.level, tile.index, tile.width});
    for (const TileUpdate& update : *updates)
      actual.insert({update.level, update.index, static_cast<int>(update.hashes.size() / 32)});
    ASSERT_EQ(actual, expected) << before << " + " << count;
    ASSERT_EQ(updates->size(), expected.size()) << "a tile was written twice";
  }
  for (const TileId& tile : changed_tiles(0, all.size())) {
    const auto found = store.values.find({tile.level, tile.index});
    ASSERT_NE(found, store.values.end());
    if (tile.level == 0 || tile.width < 256 || random() % 8 == 0) { EXPECT_EQ(found->second, defined_tile(all, tile)); }
  }
  EXPECT_EQ(edge.root(), naive::mth(all));
}

TEST(TileEdge, LoadedFromTheStoreContinuesTheLog) {
  const std::vector<Digest> all = leaves(1200);
  MemoryTiles store;
  TileEdge edge;
  CompactRange reference;
  for (size_t i = 0; i < all.size(); ++i) {
    const auto loaded = TileEdge::load(store, i);
    ASSERT_TRUE(loaded.ok());
    EXPECT_EQ(loaded->root(), edge.root());
    EXPECT_EQ(loaded->range(), reference);
    TileEdge next = *loaded;
    store.write(*next.append(std::span(all).subspan(i, 1)));
    edge = next;
    reference.append(all[i]);
    EXPECT_EQ(edge.range(), reference);
  }
}

TEST(TileEdge, ATornStoreIsReported) {
  MemoryTiles store;
  TileEdge edge;
  store.write(*edge.append(leaves(300)));
  EXPECT_EQ(TileEdge::load(store, 301).error().code(), StorageError::kMissing);
  EXPECT_EQ(TileEdge::load(store, kMaxTreeSize + 1).error().code(), GeneralError::kLimit);

  class ShortTiles final : public TileSource {
    Result<Bytes> tile(int, uint64_t, int) override { return Bytes(31); }
  } short_tiles;
  EXPECT_EQ(TileEdge::load(short_tiles, 1).error().code(), StorageError::kCorrupt);
  TileNodes nodes(short_tiles, 1);
  EXPECT_EQ(nodes.node(0, 0).error().code(), StorageError::kCorrupt);
}

TEST(TileNodes, ProofsAtEveryEarlierSizeAreThoseOfTheDefinition) {
  const std::vector<Digest> all = leaves(1100);
  MemoryTiles store;
  TileEdge edge;
  store.write(*edge.append(all));
  std::mt19937_64 random(5);
  for (size_t size = 1; size <= all.size(); size += 1 + random() % 13) {
    const std::span<const Digest> tree = std::span(all).first(size);
    TileNodes nodes(store, size);
    EXPECT_EQ(*tree_root(nodes, size), naive::mth(tree)) << size;
    for (int i = 0; i < 4; ++i) {
      const size_t index = random() % size;
      EXPECT_EQ(*inclusion_proof(nodes, index, size), naive::path(index, tree)) << index << " of " << size;
      if (index > 0) { EXPECT_EQ(*consistency_proof(nodes, index, size), naive::subproof(index, tree, true)); }
    }
  }
}

TEST(TileNodes, ReadsOneTilePerLevelForAProof) {
  MemoryTiles store;
  TileEdge edge;
  store.write(*edge.append(leaves(70000)));
  TileNodes nodes(store, 70000);
  ASSERT_TRUE(inclusion_proof(nodes, 12345, 70000).ok());
  // One tile a level on the path, and those at the right edge.
  EXPECT_LE(store.reads, 6);
}

TEST(TileNodes, NodesThatAreNotCompleteAreRefused) {
  MemoryTiles store;
  TileEdge edge;
  store.write(*edge.append(leaves(300)));
  TileNodes nodes(store, 299);
  EXPECT_TRUE(nodes.node(0, 298).ok());
  EXPECT_TRUE(nodes.node(8, 0).ok());
  for (const auto& [level, index] : std::vector<std::pair<int, uint64_t>>{
           {0, 299}, {1, 149}, {8, 1}, {9, 0}, {-1, 0}, {63, 0}, {64, 0}, {1000, 0}, {0, ~uint64_t{0}}})
    EXPECT_EQ(nodes.node(level, index).error().code(), GeneralError::kInvalidArgument) << level << " " << index;
}

TEST(EntryBundle, GivesBackItsEntries) {
  const Bytes longest(kMaxLogEntryBytes, 7), empty, one = {1};
  const std::vector<ByteView> entries = {one, empty, longest};
  const Result<Bytes> bundle = encode_entry_bundle(entries);
  ASSERT_TRUE(bundle.ok());
  EXPECT_EQ(bundle->size(), 2u * 3 + 1 + kMaxLogEntryBytes);
  EXPECT_EQ((Bytes(bundle->begin(), bundle->begin() + 5)), (Bytes{0, 1, 1, 0, 0}));
  const auto parsed = parse_entry_bundle(*bundle, 3);
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed->size(), entries.size());
  for (size_t i = 0; i < entries.size(); ++i)
    EXPECT_TRUE(std::equal(entries[i].begin(), entries[i].end(), (*parsed)[i].begin(), (*parsed)[i].end()));
}

TEST(EntryBundle, EntriesThatDoNotFitAreRefused) {
  const Bytes too_long(kMaxLogEntryBytes + 1);
  const std::vector<ByteView> entries = {too_long};
  EXPECT_EQ(encode_entry_bundle(entries).error().code(), GeneralError::kLimit);
}

TEST(EntryBundle, MissingCutOrSurplusBytesAreRefused) {
  const Bytes a = {1, 2, 3}, b = {4};
  const std::vector<ByteView> entries = {a, b};
  Bytes bundle = *encode_entry_bundle(entries);
  for (size_t cut = 0; cut < bundle.size(); ++cut)
    EXPECT_FALSE(parse_entry_bundle(ByteView(bundle).first(cut), 2).ok()) << cut;
  EXPECT_FALSE(parse_entry_bundle(bundle, 1).ok());
  EXPECT_FALSE(parse_entry_bundle(bundle, 3).ok());
  EXPECT_FALSE(parse_entry_bundle(bundle, 0).ok());
  EXPECT_FALSE(parse_entry_bundle(bundle, 257).ok());
  bundle.push_back(0);
  EXPECT_FALSE(parse_entry_bundle(bundle, 2).ok());
}

}  // namespace
}  // namespace zkp
