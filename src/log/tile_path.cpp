#include <algorithm>
#include <iterator>

#include "log/text.h"
#include "log/tiles.h"

namespace zkp {
namespace {

constexpr std::string_view kPrefix = "tile/";
constexpr std::string_view kEntriesName = "entries";
constexpr std::string_view kPartial = ".p/";

/// 1234067 -> "x001/x234/067".
std::string index_path(uint64_t index) {
  std::string digits = std::to_string(index);
  digits.insert(0, (3 - digits.size() % 3) % 3, '0');
  std::string path;
  for (size_t i = 0; i < digits.size(); i += 3) {
    if (i + 3 < digits.size()) path += 'x';
    path.append(digits, i, 3);
    if (i + 3 < digits.size()) path += '/';
  }
  return path;
}

Error bad_path(std::string_view why) { return Error(GeneralError::kParse, "tile path: " + std::string(why)); }

/// The reverse. Takes the digits wherever they are; index_path decides whether this is the right way to group them.
Result<uint64_t> parse_index_path(std::string_view path) {
  std::string digits;
  std::copy_if(path.begin(), path.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  if (digits.empty()) return bad_path("the index is missing");
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  ZKP_TRY(const uint64_t index, parse_decimal(digits));
  if (index_path(index) != path) return bad_path("the index is not in groups of three digits");
  return index;
}

}  // namespace

std::string tile_path(const TileId& tile) {
  ZKP_CHECK(tile.level >= TileId::kEntries && tile.level <= kMaxTilePathLevel);
  ZKP_CHECK(tile.width >= 1 && tile.width <= kTileWidth);
  std::string path(kPrefix);
  path += tile.level == TileId::kEntries ? std::string(kEntriesName) : std::to_string(tile.level);
  path += '/';
  path += index_path(tile.index);
  if (tile.width < kTileWidth) path += std::string(kPartial) + std::to_string(tile.width);
  return path;
}

Result<TileId> parse_tile_path(std::string_view path) {
  if (!path.starts_with(kPrefix)) return bad_path("it does not begin with tile/");
  path.remove_prefix(kPrefix.size());
  const size_t slash = path.find('/');
  if (slash == std::string_view::npos) return bad_path("the index is missing");
  const std::string_view level = path.substr(0, slash);
  path.remove_prefix(slash + 1);

  TileId tile;
  if (level == kEntriesName) {
    tile.level = TileId::kEntries;
  } else {
    ZKP_TRY(const uint64_t number, parse_decimal(level));
    if (number > kMaxTilePathLevel) return bad_path("the level is not in 0..63");
    tile.level = static_cast<int>(number);
  }
  if (const size_t partial = path.find(kPartial); partial != std::string_view::npos) {
    ZKP_TRY(const uint64_t width, parse_decimal(path.substr(partial + kPartial.size())));
    if (width < 1 || width >= kTileWidth) return bad_path("the width is not in 1..255");
    tile.width = static_cast<int>(width);
    path = path.substr(0, partial);
  }
  ZKP_TRY(tile.index, parse_index_path(path));
  return tile;
}

}  // namespace zkp
