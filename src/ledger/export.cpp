/// export --all: the log as the files that a C2SP tlog-tiles server serves.
#include <algorithm>

#include "ledger/workflow.h"
#include "log/tiles.h"

namespace zkp {
namespace {

Result<void> write_beneath(Files& files, const std::string& folder, const std::string& path, ByteView content) {
  const std::string full = folder + "/" + path;
  ZKP_TRY_VOID(files.make_directories(full.substr(0, full.rfind('/'))));
  return files.replace(full, content);
}

}  // namespace

Result<uint64_t> export_tiles(const LedgerDirectory& directory, const std::string& folder) {
  Files& files = directory.env().files;
  const LedgerStore& store = directory.ledger().store();
  if (!directory.read_only_reason().empty()) return Error(StorageError::kMissing, directory.read_only_reason());
  // Exactly what the checkpoint signs, also when a writer has gone further.
  const uint64_t size = directory.checkpoint().checkpoint.size;
  StoreTiles tiles(store);
  uint64_t written = 0;
  for (const TileId& tile : changed_tiles(0, size)) {
    if (tile.level == TileId::kEntries) {
      std::vector<Bytes> entries;
      const uint64_t first = tile.index * kTileWidth;
      ZKP_TRY_VOID(
          store.scan(first, first + static_cast<uint64_t>(tile.width), [&](uint64_t, ByteView entry) -> Result<Visit> {
            entries.emplace_back(entry.begin(), entry.end());
            return Visit::kContinue;
          }));
      if (entries.size() != static_cast<size_t>(tile.width))
        return Error(StorageError::kMissing, "the store lacks entries that the checkpoint signs")
            .with_entry(first + entries.size());
      std::vector<ByteView> views(entries.begin(), entries.end());
      ZKP_TRY(Bytes bundle, encode_entry_bundle(views));
      ZKP_TRY_VOID(write_beneath(files, folder, tile_path(tile), bundle));
    } else {
      ZKP_TRY(Bytes hashes, tiles.tile(tile.level, tile.index, tile.width));
      ZKP_TRY_VOID(write_beneath(files, folder, tile_path(tile), hashes));
    }
    ++written;
  }
  // The checkpoint last: whoever reads while we write finds every tile that it needs.
  ZKP_TRY_VOID(write_beneath(files, folder, "checkpoint", as_bytes(format_note(directory.checkpoint().note))));
  return written + 1;
}

}  // namespace zkp
