// links: base hash log
// What a tile server is asked and what a tile client is given: paths, entry bundles and stored compact ranges. Whatever
// is read prints back byte for byte.
#include <cstdlib>

#include "log/tiles.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const zkp::ByteView input(data, size);
  if (const auto tile = zkp::parse_tile_path(zkp::as_text(input)); tile.ok()) {
    require(zkp::tile_path(*tile) == zkp::as_text(input));
    const int width = zkp::tile_width(tile->level, tile->index, ~uint64_t{0});
    require(width >= 0 && width <= zkp::kTileWidth);
  }

  if (auto range = zkp::CompactRange::parse(input); range.ok()) {
    const zkp::Bytes again = range->serialize();
    require(again == zkp::Bytes(input.begin(), input.end()));
    (void)range->root();
    range->append(zkp::Digest{});
  }

  if (size == 0) return 0;
  const auto entries = zkp::parse_entry_bundle(input.subspan(1), data[0] + 1);
  if (entries.ok()) {
    require(entries->size() == data[0] + size_t{1});
    const auto bundle = zkp::encode_entry_bundle(*entries);
    require(bundle.ok() && *bundle == zkp::Bytes(input.begin() + 1, input.end()));
  }
  return 0;
}
