#include "groth16/proving_key_layout.h"

#include <atomic>
#include <bit>

#include "curve/encoding.h"
#include "curve/pairing.h"
#include "hash/blake3.h"

namespace zkp {
namespace {

constexpr size_t kG1EncodedBytes = 96;
/// Bytes that are hashed, checked and forgotten together: a multiple of the size of every point.
constexpr size_t kPieceBytes = size_t{24} << 20;

// A point in the file is a point in memory: x, y; an element of Fp2 is c0, c1; an element of Fp is six little-endian
// limbs of its Montgomery form.
static_assert(std::endian::native == std::endian::little);
static_assert(sizeof(Fp) == 48 && sizeof(G1Affine) == 96 && sizeof(G2Affine) == 192);
static_assert(std::is_trivially_copyable_v<G1Affine> && std::is_trivially_copyable_v<G2Affine>);
static_assert(alignof(G1Affine) <= 16 && alignof(G2Affine) <= 16);
static_assert(kPieceBytes % sizeof(G2Affine) == 0);

Error damaged(std::string sentence) { return Error(GeneralError::kParse, "proving key: " + std::move(sentence)); }

bool is_canonical(const Fp& v) { return limbs::less(v.montgomery_limbs(), Fp::kModulus); }
bool is_canonical(const Fp2& v) { return is_canonical(v.c0) && is_canonical(v.c1); }

template <class Affine>
bool is_good(const uint8_t* bytes, KeyPoints points) {
  Affine p;
  std::memcpy(static_cast<void*>(&p), bytes, sizeof p);
  return is_canonical(p.x()) && is_canonical(p.y()) && p.is_on_curve() &&
         (points == KeyPoints::kOnCurve || p.is_in_subgroup());
}

// Reads a file from front to back, everything once.
class Pass {
 public:
  Pass(ByteView file, KeyPoints points, TaskPool* pool, const MappedFile* mapping)
      : file_(file), points_(points), pool_(pool), mapping_(mapping) {}

  void header(size_t bytes) {
    hash_.update(file_.first(bytes));
    at_ = bytes;
    pad();
  }
  template <class Affine>
  void list(size_t count) {
    for (size_t left = count; left > 0;) {
      const size_t now = std::min(left, kPieceBytes / sizeof(Affine));
      const ByteView piece = file_.subspan(at_, now * sizeof(Affine));
      hash_.update(piece, pool_);
      parallel_for(pool_, now, 256, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i)
          if (!is_good<Affine>(piece.data() + i * sizeof(Affine), points_)) good_points_ = false;
      });
      if (mapping_ != nullptr) mapping_->forget(at_, piece.size());
      at_ += piece.size();
      left -= now;
    }
    pad();
  }
  Result<void> finish() {
    if (!std::ranges::equal(hash_.finish(), file_.subspan(at_))) return damaged("the checksum is wrong");
    if (!good_padding_) return damaged("there are bytes between the lists");
    if (!good_points_)
      return damaged(points_ == KeyPoints::kOnCurve
                         ? "a point is not on its curve"
                         : "a point is not on its curve, or not in the prime-order subgroup");
    return {};
  }

 private:
  void pad() {
    const ByteView padding = file_.subspan(at_, padding_after(at_));
    for (uint8_t byte : padding) good_padding_ = good_padding_ && byte == 0;
    hash_.update(padding);
    at_ += padding.size();
  }

  ByteView file_;
  KeyPoints points_;
  TaskPool* pool_;
  const MappedFile* mapping_;
  Blake3 hash_;
  size_t at_ = 0;
  bool good_padding_ = true;
  std::atomic<bool> good_points_ = true;
};

}  // namespace

Result<uint16_t> key_file_version(ByteView file) {
  ByteReader in(file);
  ZKP_TRY(const ByteView magic, in.raw(kKeyMagic.size()));
  if (as_text(magic) != kKeyMagic) return damaged("wrong magic");
  ZKP_TRY(const uint16_t version, in.u16());
  if (version != 1 && version != kKeyVersion)
    return Error(GeneralError::kUnsupported, "proving key: unknown version " + std::to_string(version));
  return version;
}

Result<KeyHead> decode_key_head(ByteView vk, ByteView beta_g1, ByteView delta_g1) {
  KeyHead out;
  ZKP_TRY(out.vk, decode_verifying_key(vk));
  ZKP_TRY(out.beta_g1, deserialize_g1(beta_g1));
  ZKP_TRY(out.delta_g1, deserialize_g1(delta_g1));
  const G1Affine g1[] = {out.beta_g1, -out.delta_g1};
  const G2Affine g2[] = {out.vk.delta, out.vk.beta};
  if (out.beta_g1.is_identity() || out.delta_g1.is_identity() || !pairing_product_is_one(g1, g2))
    return Error(CryptoError::kBadKey, "proving key: beta or delta is not that of the verification key");
  return out;
}

Result<ProvingKeyLayout> ProvingKeyLayout::read(ByteView file) {
  ProvingKeyLayout out;
  ByteReader in(file);
  ZKP_TRY_VOID(in.raw(kKeyMagic.size() + 2));
  ZKP_TRY(std::string label, in.str());
  ZKP_TRY(out.label, SetupLabel::parse(label));
  ZKP_TRY(out.circuit_id, in.array<32>());
  ZKP_TRY(out.log_domain, in.u8());
  ZKP_TRY(const uint8_t form, in.u8());
  ZKP_TRY(const uint32_t public_count, in.u32());
  ZKP_TRY(const uint32_t variable_count, in.u32());
  if (out.log_domain > kMaxKeyLogDomain) return Error(GeneralError::kLimit, "proving key: the domain is too large");
  if ((form & ~key_form_byte(RowOrder::kSnarkjs, HBasis::kOddCoset)) != 0)
    return damaged("unknown basis of the points h or order of rows");
  if (public_count > kMaxPublicInputs) return Error(GeneralError::kLimit, "proving key: too many public inputs");
  if (variable_count <= public_count) return damaged("fewer variables than public inputs");
  out.row_order = static_cast<RowOrder>(form >> 4);
  out.h_basis = static_cast<HBasis>(form & 1);
  out.vk_offset_ = file.size() - in.left();
  out.vk_bytes_ = encoded_verifying_key_bytes(public_count);
  out.header_bytes_ = out.vk_offset_ + out.vk_bytes_ + 2 * kG1EncodedBytes;

  size_t at = out.header_bytes_ + padding_after(out.header_bytes_);
  auto place = [&](KeySection& section, size_t count, size_t point_bytes) {
    section = {at, count};
    at += count * point_bytes;
    at += padding_after(at);
  };
  place(out.a, variable_count, sizeof(G1Affine));
  place(out.b_g1, variable_count, sizeof(G1Affine));
  place(out.b_g2, variable_count, sizeof(G2Affine));
  place(out.l, variable_count - public_count - 1, sizeof(G1Affine));
  place(out.h, h_point_count(out.h_basis, size_t{1} << out.log_domain), sizeof(G1Affine));
  out.end_ = at;
  if (file.size() != out.end_ + sizeof(Digest)) return damaged("the size of the file does not match its counts");
  return out;
}

Result<KeyHead> ProvingKeyLayout::check(ByteView file, KeyPoints points, TaskPool* pool,
                                        const MappedFile* mapping) const {
  Pass pass(file, points, pool, mapping);
  pass.header(header_bytes_);
  pass.list<G1Affine>(a.count);
  pass.list<G1Affine>(b_g1.count);
  pass.list<G2Affine>(b_g2.count);
  pass.list<G1Affine>(l.count);
  pass.list<G1Affine>(h.count);
  ZKP_TRY_VOID(pass.finish());
  const ByteView singles = file.subspan(vk_offset_ + vk_bytes_, 2 * kG1EncodedBytes);
  return decode_key_head(file.subspan(vk_offset_, vk_bytes_), singles.first(kG1EncodedBytes),
                         singles.last(kG1EncodedBytes));
}

}  // namespace zkp
