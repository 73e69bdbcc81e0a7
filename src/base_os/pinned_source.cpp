#include "base_os/pinned_source.h"

#include "base_os/blake2b.h"

namespace zkp {
namespace {

constexpr uint64_t kBlock = PinnedSource::kBlockBytes;
/// Of a read, so that the copy of whole blocks stays small.
constexpr uint64_t kMaxPieceBytes = uint64_t{1} << 22;

}  // namespace

PinnedSource::PinnedSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {
  const auto count = static_cast<size_t>((source_->size() + kBlock - 1) / kBlock);
  blocks_.resize(count);
  known_.resize(count);
}

Result<void> PinnedSource::read(uint64_t offset, std::span<uint8_t> out) const {
  if (offset > size() || out.size() > size() - offset) return source_->read(offset, out);  // its error
  Bytes piece;
  while (!out.empty()) {
    // Whole blocks around the next part of what is wanted.
    const uint64_t begin = offset / kBlock * kBlock;
    const uint64_t wanted = std::min<uint64_t>(out.size(), kMaxPieceBytes);
    const uint64_t end = std::min((offset + wanted + kBlock - 1) / kBlock * kBlock, size());
    piece.resize(end - begin);
    ZKP_TRY_VOID(source_->read(begin, piece));
    for (uint64_t at = begin; at < end; at += kBlock) {
      const ByteArray<64> digest = blake2b(ByteView(piece).subspan(at - begin, std::min(kBlock, end - at)));
      const std::lock_guard lock(mutex_);
      const auto block = static_cast<size_t>(at / kBlock);
      if (!known_[block]) {
        known_[block] = true;
        blocks_[block] = digest;
      } else if (blocks_[block] != digest) {
        return Error(GeneralError::kParse, "the file was changed while it was read")
            .with_hint("copy it to a place that only you can write");
      }
    }
    std::copy_n(piece.begin() + static_cast<std::ptrdiff_t>(offset - begin), wanted, out.begin());
    out = out.subspan(wanted);
    offset += wanted;
  }
  return {};
}

}  // namespace zkp
