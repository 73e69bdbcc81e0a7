#include "curve/point_file.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

namespace zkp {
namespace {

/// Bytes that are hashed, checked and forgotten together: a multiple of the size of every point.
constexpr size_t kPieceBytes = size_t{24} << 20;

static_assert(std::endian::native == std::endian::little);
static_assert(sizeof(Fp) == 48 && sizeof(G1Affine) == 96 && sizeof(G2Affine) == 192);
static_assert(std::is_trivially_copyable_v<G1Affine> && std::is_trivially_copyable_v<G2Affine>);
static_assert(alignof(G1Affine) <= 16 && alignof(G2Affine) <= 16);
static_assert(kPieceBytes % sizeof(G2Affine) == 0);

bool is_canonical(const Fp& v) { return limbs::less(v.montgomery_limbs(), Fp::kModulus); }
bool is_canonical(const Fp2& v) { return is_canonical(v.c0) && is_canonical(v.c1); }

template <class Affine>
bool is_good(const uint8_t* bytes, PointCheck check) {
  Affine p;
  std::memcpy(static_cast<void*>(&p), bytes, sizeof p);
  return is_good_point(p, check);
}

}  // namespace

template <class Affine>
bool is_good_point(const Affine& point, PointCheck check) {
  return is_canonical(point.x()) && is_canonical(point.y()) && point.is_on_curve() &&
         (check == PointCheck::kOnCurve || point.is_in_subgroup());
}

void PointFileReader::header(size_t size_bytes) {
  hash_.update(file_.first(size_bytes));
  at_ = size_bytes;
  pad();
}

template <class Affine>
void PointFileReader::list(size_t count) {
  for (size_t left = count; left > 0;) {
    const size_t now = std::min(left, kPieceBytes / sizeof(Affine));
    const ByteView piece = file_.subspan(at_, now * sizeof(Affine));
    hash_.update(piece, pool_);
    parallel_for(pool_, now, 256, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        if (!is_good<Affine>(piece.data() + i * sizeof(Affine), check_)) good_points_ = false;
      }
    });
    if (mapping_ != nullptr) mapping_->forget(at_, piece.size());
    at_ += piece.size();
    left -= now;
  }
  pad();
}

Result<void> PointFileReader::finish(std::string_view what) {
  auto damaged = [&](std::string_view sentence) {
    return Error(GeneralError::kParse, std::string(what) + ": " + std::string(sentence));
  };
  if (!std::ranges::equal(hash_.finish(), file_.subspan(at_))) return damaged("the checksum is wrong");
  if (!good_padding_) return damaged("there are bytes between the lists");
  if (!good_points_) {
    return damaged(check_ == PointCheck::kOnCurve ? "a point is not on its curve"
                                                  : "a point is not on its curve, or not in the prime-order subgroup");
  }
  return {};
}

void PointFileReader::pad() {
  const ByteView padding = file_.subspan(at_, point_file_padding(at_));
  for (const uint8_t byte : padding) good_padding_ = good_padding_ && byte == 0;
  hash_.update(padding);
  at_ += padding.size();
}

Result<void> PointFileWriter::bytes(ByteView bytes) {
  hash_.update(bytes, pool_);
  size_ += bytes.size();
  return sink_(bytes);
}

Result<void> PointFileWriter::pad() {
  const ByteArray<kPointFileAlignment> zeros{};
  return bytes(ByteView(zeros).first(point_file_padding(size_)));
}

template <class Affine>
Result<void> PointFileWriter::points(std::span<const Affine> points) {
  const size_t at_once = kPieceBytes / sizeof(Affine);
  for (size_t begin = 0; begin < points.size(); begin += at_once) {
    const auto piece = points.subspan(begin, std::min(at_once, points.size() - begin));
    ZKP_TRY_VOID(bytes({reinterpret_cast<const uint8_t*>(piece.data()), piece.size_bytes()}));
  }
  return {};
}

Result<void> PointFileWriter::finish() { return sink_(hash_.finish()); }

template bool is_good_point(const G1Affine&, PointCheck);
template bool is_good_point(const G2Affine&, PointCheck);
template void PointFileReader::list<G1Affine>(size_t);
template void PointFileReader::list<G2Affine>(size_t);
template Result<void> PointFileWriter::points<G1Affine>(std::span<const G1Affine>);
template Result<void> PointFileWriter::points<G2Affine>(std::span<const G2Affine>);

}  // namespace zkp
