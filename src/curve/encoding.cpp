#include "curve/encoding.h"

#include <algorithm>

namespace zkp {

namespace {

constexpr uint8_t kCompressedFlag = 0x80;
constexpr uint8_t kIdentityFlag = 0x40;
constexpr uint8_t kLargerYFlag = 0x20;
constexpr uint8_t kAllFlags = kCompressedFlag | kIdentityFlag | kLargerYFlag;

void write_coordinate(uint8_t* out, const Fp& x) { std::ranges::copy(x.to_bytes(), out); }
void write_coordinate(uint8_t* out, const Fp2& x) {
  write_coordinate(out, x.c1);
  write_coordinate(out + Fp::kBytes, x.c0);
}

Result<void> read_coordinate(ByteView in, Fp& x) {
  ZKP_TRY(x, Fp::from_bytes(in));
  return {};
}
Result<void> read_coordinate(ByteView in, Fp2& x) {
  ZKP_TRY_VOID(read_coordinate(in.first(Fp::kBytes), x.c1));
  return read_coordinate(in.last(Fp::kBytes), x.c0);
}

template <class C>
Error refuse(CryptoError code, const char* why) {
  return Error(code, std::string(C::kName) + " point: " + why);
}

/// A copy of the encoding without its flags, and the flags.
template <class C, size_t N>
struct Flagged {
  uint8_t flags;
  ByteArray<N> body;

  static Result<Flagged> read(ByteView bytes) {
    if (bytes.size() != N) {
      return Error(CryptoError::kNonCanonical, std::string(C::kName) + " point: expected " + std::to_string(N) +
                                                   " bytes, found " + std::to_string(bytes.size()));
    }
    Flagged out;
    out.flags = bytes[0] & kAllFlags;
    std::ranges::copy(bytes, out.body.begin());
    out.body[0] &= static_cast<uint8_t>(~kAllFlags);
    return out;
  }
  bool body_is_zero() const {
    return std::ranges::all_of(body, [](uint8_t byte) { return byte == 0; });
  }
};

template <class C>
Result<AffinePoint<C>> checked(const AffinePoint<C>& point, SubgroupCheck check) {
  if (check == SubgroupCheck::kCheck && !point.is_in_subgroup()) {
    return refuse<C>(CryptoError::kNotInSubgroup, "not in the subgroup of prime order");
  }
  return point;
}

template <class C, size_t N>
ByteArray<N> compress_point(const AffinePoint<C>& point) {
  // The identity is (0, 0): its body is zero, and 0 is the smaller root.
  const uint64_t larger = 0 - static_cast<uint64_t>(point.y().is_lexicographically_largest());
  ByteArray<N> out{};
  write_coordinate(out.data(), point.x());
  out[0] |=
      static_cast<uint8_t>(kCompressedFlag | (kIdentityFlag & point.is_identity_mask()) | (kLargerYFlag & larger));
  return out;
}

template <class C, size_t N>
Result<AffinePoint<C>> decompress_point(ByteView bytes, SubgroupCheck check) {
  ZKP_TRY(auto in, (Flagged<C, N>::read(bytes)));
  if ((in.flags & kCompressedFlag) == 0) {
    return refuse<C>(CryptoError::kNonCanonical, "the flag of the compressed form is missing");
  }
  if ((in.flags & kIdentityFlag) != 0) {
    if ((in.flags & kLargerYFlag) != 0 || !in.body_is_zero()) {
      return refuse<C>(CryptoError::kNonCanonical, "identity with other bits set");
    }
    return AffinePoint<C>::identity();
  }
  typename C::Field x;
  ZKP_TRY_VOID(read_coordinate(in.body, x));
  auto y = (x.square() * x + C::b()).sqrt_var();
  if (!y) return refuse<C>(CryptoError::kNotOnCurve, "no point of the curve has this x");
  if (y->is_lexicographically_largest() != ((in.flags & kLargerYFlag) != 0)) y = -*y;
  return checked(AffinePoint<C>::from_xy_unchecked(x, *y), check);
}

template <class C, size_t N>
ByteArray<N> serialize_point(const AffinePoint<C>& point) {
  ByteArray<N> out{};
  if (point.is_identity()) {
    out[0] = kIdentityFlag;
    return out;
  }
  write_coordinate(out.data(), point.x());
  write_coordinate(out.data() + N / 2, point.y());
  return out;
}

template <class C, size_t N>
Result<AffinePoint<C>> deserialize_point(ByteView bytes, SubgroupCheck check) {
  ZKP_TRY(auto in, (Flagged<C, N>::read(bytes)));
  if ((in.flags & (kCompressedFlag | kLargerYFlag)) != 0) {
    return refuse<C>(CryptoError::kNonCanonical, "a flag of the compressed form in an uncompressed encoding");
  }
  if ((in.flags & kIdentityFlag) != 0) {
    if (!in.body_is_zero()) return refuse<C>(CryptoError::kNonCanonical, "identity with other bits set");
    return AffinePoint<C>::identity();
  }
  typename C::Field x, y;
  ZKP_TRY_VOID(read_coordinate(ByteView(in.body).first(N / 2), x));
  ZKP_TRY_VOID(read_coordinate(ByteView(in.body).last(N / 2), y));
  const auto point = AffinePoint<C>::from_xy_unchecked(x, y);
  // (0, 0) is how the identity looks in memory, not one of its encodings.
  if (point.is_identity() || !point.is_on_curve()) { return refuse<C>(CryptoError::kNotOnCurve, "not on the curve"); }
  return checked(point, check);
}

}  // namespace

template <class C>
std::optional<CompressedX<typename C::Field>> read_compressed_x(ByteView bytes) {
  const auto in = Flagged<C, sizeof(typename C::Field)>::read(bytes);
  if (!in.ok() || (in->flags & (kCompressedFlag | kIdentityFlag)) != kCompressedFlag) return std::nullopt;
  CompressedX<typename C::Field> out{{}, (in->flags & kLargerYFlag) != 0};
  if (!read_coordinate(in->body, out.x).ok()) return std::nullopt;
  return out;
}
template std::optional<CompressedX<Fp>> read_compressed_x<G1Curve>(ByteView bytes);
template std::optional<CompressedX<Fp2>> read_compressed_x<G2Curve>(ByteView bytes);

ByteArray<48> compress(const G1Affine& point) { return compress_point<G1Curve, 48>(point); }
ByteArray<96> compress(const G2Affine& point) { return compress_point<G2Curve, 96>(point); }
Result<G1Affine> decompress_g1(ByteView bytes, SubgroupCheck check) {
  return decompress_point<G1Curve, 48>(bytes, check);
}
Result<G2Affine> decompress_g2(ByteView bytes, SubgroupCheck check) {
  return decompress_point<G2Curve, 96>(bytes, check);
}
ByteArray<96> serialize(const G1Affine& point) { return serialize_point<G1Curve, 96>(point); }
ByteArray<192> serialize(const G2Affine& point) { return serialize_point<G2Curve, 192>(point); }
Result<G1Affine> deserialize_g1(ByteView bytes, SubgroupCheck check) {
  return deserialize_point<G1Curve, 96>(bytes, check);
}
Result<G2Affine> deserialize_g2(ByteView bytes, SubgroupCheck check) {
  return deserialize_point<G2Curve, 192>(bytes, check);
}

}  // namespace zkp
