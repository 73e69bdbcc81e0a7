#include "log/tiles.h"

namespace zkp {

Result<Bytes> encode_entry_bundle(std::span<const ByteView> entries) {
  ByteWriter out;
  for (const ByteView entry : entries) {
    if (entry.size() > kMaxLogEntryBytes)
      return Error(GeneralError::kLimit, "an entry of " + std::to_string(entry.size()) + " bytes exceeds 65,535");
    out.u16(static_cast<uint16_t>(entry.size())).raw(entry);
  }
  return std::move(out).bytes();
}

Result<std::vector<ByteView>> parse_entry_bundle(ByteView bundle, int width) {
  if (width < 1 || width > kTileWidth) return Error(GeneralError::kInvalidArgument, "a bundle holds 1 to 256 entries");
  ByteReader in(bundle);
  std::vector<ByteView> entries;
  entries.reserve(static_cast<size_t>(width));
  for (int i = 0; i < width; ++i) {
    ZKP_TRY(const uint16_t size, in.u16());
    ZKP_TRY(const ByteView entry, in.raw(size));
    entries.push_back(entry);
  }
  ZKP_TRY_VOID(in.end());
  return entries;
}

}  // namespace zkp
