/// Tiles: a log's nodes in files of 256 hashes, as C2SP tlog-tiles serves them.
///
/// The tile (level l, index n) holds MTH(D[i * 256^l : (i + 1) * 256^l]) for i = 256 n .. 256 n + 255; it is partial
/// while the tree has fewer. Level 0 holds leaf hashes, a full tile's MTH is one hash of the level above. A store keeps
/// one value per (level, index), the hashes so far; a partial tile is a prefix of what the value becomes later.
///
///   tile/<L>/<N>[.p/<W>]         32 * W bytes, W = 256 without .p
///   tile/entries/<N>[.p/<W>]     W entries, each u16 length and bytes
///   N in groups of three digits, all but the last with an x: 1234067 is x001/x234/067
///
/// Source: C2SP tlog-tiles. Pure; functions are safe for concurrent use, one object belongs to one thread at a time.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "log/merkle.h"

namespace zkp {

inline constexpr int kTileWidth = 256;
/// Levels of which a tree of a 64-bit size can have tiles; paths may name levels up to kMaxTilePathLevel.
inline constexpr int kTileLevels = 8;
inline constexpr int kMaxTilePathLevel = 63;
/// The 16-bit lengths of entry bundles set the limit of an entry.
inline constexpr size_t kMaxLogEntryBytes = 65535;

/// A tile of hashes, or an entry bundle.
struct TileId {
  static constexpr int kEntries = -1;

  int level = 0;  ///< 0..63, or kEntries
  uint64_t index = 0;
  int width = kTileWidth;  ///< 1..256

  friend bool operator==(const TileId&, const TileId&) = default;
};

/// "tile/0/x001/234.p/17". REQUIRES: fields in range.
std::string tile_path(const TileId& tile);
/// Reads what tile_path prints, nothing else. Error: GeneralError::kParse.
Result<TileId> parse_tile_path(std::string_view path);

/// Hashes (or entries, at level 0 and kEntries) that the tile holds in a tree of this size: 0 (no such tile) .. 256.
int tile_width(int level, uint64_t index, uint64_t tree_size);

/// The tiles of hashes that have more hashes at new_size than at old_size, by level and index, with their width at
/// new_size. Those of level 0, named kEntries, are the entry bundles that change. REQUIRES: old_size <= new_size.
std::vector<TileId> changed_tiles(uint64_t old_size, uint64_t new_size);

/// Where tiles are read: the store, a folder, a server's files.
class TileSource {
 public:
  virtual ~TileSource() = default;
  /// The first `width` hashes of the tile, 32 * width bytes exactly. Asked only for widths that the tree at hand has.
  virtual Result<Bytes> tile(int level, uint64_t index, int width) = 0;
};

/// The nodes of a tree of a given size, out of its tiles, for the proofs of log/merkle.h. Keeps the last tile read of
/// each level. The hashes are not verified: whoever does not trust the tiles compares a root.
class TileNodes final : public NodeSource {
 public:
  /// The source must outlive it.
  TileNodes(TileSource& tiles, uint64_t size) : tiles_(tiles), size_(size) {}
  /// Errors: GeneralError::kInvalidArgument for a node that is not complete in the tree, StorageError::kCorrupt for a
  /// tile of the wrong length, those of the source.
  Result<Digest> node(int level, uint64_t index) override;

 private:
  struct Cached {
    uint64_t index = 0;
    Bytes hashes;  ///< empty: nothing yet
  };
  TileSource& tiles_;
  uint64_t size_;
  std::array<Cached, kTileLevels> cache_;
};

/// A value that a store has to write: all hashes so far of one tile.
struct TileUpdate {
  int level = 0;
  uint64_t index = 0;
  Bytes hashes;  ///< 32 * width bytes
};

/// The partial tiles at the right edge of a log: enough to append and to know the root, at most 64 KiB. Copyable:
/// append to a copy, write the updates, then keep the copy.
class TileEdge {
 public:
  /// The empty log.
  TileEdge() = default;
  /// Reads the edge of a log of this size. Errors: GeneralError::kLimit above kMaxTreeSize, StorageError::kCorrupt for
  /// a tile of the wrong length, those of the source.
  static Result<TileEdge> load(TileSource& tiles, uint64_t size);

  /// Appends, and returns every tile that changed, once each, with its final hashes. Error: GeneralError::kLimit when
  /// the log would exceed kMaxTreeSize; the edge is then unchanged.
  Result<std::vector<TileUpdate>> append(std::span<const Digest> leaf_hashes);

  uint64_t size() const { return size_; }
  Digest root() const { return range().root(); }
  CompactRange range() const;

 private:
  uint64_t size_ = 0;
  std::array<Bytes, kTileLevels> partial_;  ///< floor(size / 256^l) mod 256 hashes at level l
};

/// W entries as u16 length and bytes. Error: GeneralError::kLimit for an entry above kMaxLogEntryBytes.
Result<Bytes> encode_entry_bundle(std::span<const ByteView> entries);
/// Views into `bundle`, exactly `width` of them. Error: GeneralError::kParse when entries are missing, cut or left
/// over.
Result<std::vector<ByteView>> parse_entry_bundle(ByteView bundle, int width);

}  // namespace zkp
