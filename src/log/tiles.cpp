#include "log/tiles.h"

#include <algorithm>

#include "hash/tree.h"

namespace zkp {
namespace {

constexpr size_t kHashBytes = 32;

/// Hashes of tile level l in a tree: the complete subtrees of 256^l leaves.
uint64_t hashes_at_level(int level, uint64_t tree_size) { return tree_size >> (8 * level); }

Digest hash_at(const Bytes& hashes, size_t i) {
  Digest hash;
  std::copy_n(hashes.begin() + static_cast<std::ptrdiff_t>(kHashBytes * i), kHashBytes, hash.begin());
  return hash;
}

/// MTH of the 2^height hashes from `first` on.
Digest fold(const Bytes& hashes, size_t first, int height) {
  std::array<Digest, kTileWidth> nodes;
  const size_t count = size_t{1} << height;
  for (size_t i = 0; i < count; ++i) nodes[i] = hash_at(hashes, first + i);
  return tree_root(std::span<const Digest>(nodes).first(count), nullptr);
}

Result<Bytes> read_tile(TileSource& tiles, int level, uint64_t index, int width) {
  ZKP_TRY(Bytes hashes, tiles.tile(level, index, width));
  if (hashes.size() != kHashBytes * static_cast<size_t>(width))
    return Error(StorageError::kCorrupt, tile_path({level, index, width}) + " holds " + std::to_string(hashes.size()) +
                                             " bytes instead of " + std::to_string(kHashBytes * width));
  return hashes;
}

}  // namespace

int tile_width(int level, uint64_t index, uint64_t tree_size) {
  if (level == TileId::kEntries) level = 0;
  if (level < 0 || level >= kTileLevels) return 0;
  const uint64_t hashes = hashes_at_level(level, tree_size);
  if (index > hashes / kTileWidth) return 0;
  return static_cast<int>(std::min<uint64_t>(hashes - index * kTileWidth, kTileWidth));
}

std::vector<TileId> changed_tiles(uint64_t old_size, uint64_t new_size) {
  ZKP_CHECK(old_size <= new_size);
  std::vector<TileId> tiles;
  for (int level = 0; level < kTileLevels; ++level) {
    const uint64_t before = hashes_at_level(level, old_size), after = hashes_at_level(level, new_size);
    if (before == after) break;
    for (uint64_t index = before / kTileWidth; index <= (after - 1) / kTileWidth; ++index)
      tiles.push_back({level, index, tile_width(level, index, new_size)});
  }
  return tiles;
}

// The node (level, index) is 2^r hashes of tile level t, where level = 8 t + r: a tile keeps every eighth level.
Result<Digest> TileNodes::node(int level, uint64_t index) {
  const bool complete = level >= 0 && level < 8 * kTileLevels && index < (size_ >> level);
  if (!complete)
    return Error(GeneralError::kInvalidArgument, "node " + std::to_string(index) + " of level " +
                                                     std::to_string(level) + " is not complete in a tree of size " +
                                                     std::to_string(size_));
  const int t = level / 8, r = level % 8;
  const uint64_t first = index << r;
  Cached& cached = cache_[static_cast<size_t>(t)];
  if (cached.hashes.empty() || cached.index != first / kTileWidth) {
    const uint64_t tile_index = first / kTileWidth;
    ZKP_TRY(cached.hashes, read_tile(tiles_, t, tile_index, tile_width(t, tile_index, size_)));
    cached.index = tile_index;
  }
  return fold(cached.hashes, first % kTileWidth, r);
}

Result<TileEdge> TileEdge::load(TileSource& tiles, uint64_t size) {
  if (size > kMaxTreeSize)
    return Error(GeneralError::kLimit, "a log of " + std::to_string(size) + " entries is too large");
  TileEdge edge;
  edge.size_ = size;
  for (int level = 0; level < kTileLevels; ++level) {
    const uint64_t hashes = hashes_at_level(level, size);
    const int width = static_cast<int>(hashes % kTileWidth);
    if (width == 0) continue;
    ZKP_TRY(edge.partial_[static_cast<size_t>(level)], read_tile(tiles, level, hashes / kTileWidth, width));
  }
  return edge;
}

Result<std::vector<TileUpdate>> TileEdge::append(std::span<const Digest> leaf_hashes) {
  if (leaf_hashes.size() > kMaxTreeSize - size_)
    return Error(GeneralError::kLimit, "the log cannot hold more than 2^62 entries");
  const uint64_t old_size = size_;
  std::vector<TileUpdate> updates;
  for (const Digest& leaf_hash : leaf_hashes) {
    Digest hash = leaf_hash;
    ++size_;
    // A full tile is one hash of the level above.
    for (int level = 0; level < kTileLevels; ++level) {
      Bytes& tile = partial_[static_cast<size_t>(level)];
      zkp::append(tile, hash);
      if (tile.size() < kHashBytes * kTileWidth) break;
      hash = fold(tile, 0, 8);
      updates.push_back({level, hashes_at_level(level, size_) / kTileWidth - 1, std::move(tile)});
      tile.clear();
    }
  }
  for (int level = 0; level < kTileLevels; ++level) {
    const uint64_t before = hashes_at_level(level, old_size), after = hashes_at_level(level, size_);
    if (before == after) break;
    const Bytes& tile = partial_[static_cast<size_t>(level)];
    if (!tile.empty()) updates.push_back({level, after / kTileWidth, tile});
  }
  return updates;
}

CompactRange TileEdge::range() const {
  CompactRange range;
  for (int level = kTileLevels - 1; level >= 0; --level) {
    const Bytes& tile = partial_[static_cast<size_t>(level)];
    for (size_t i = 0; i < tile.size() / kHashBytes; ++i) range.append_subtree(8 * level, hash_at(tile, i));
  }
  return range;
}

}  // namespace zkp
