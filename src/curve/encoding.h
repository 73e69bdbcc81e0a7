/// The ZCash encodings of G1 and G2 points, compressed (48 and 96 bytes: x) and uncompressed (96 and 192 bytes: x, y).
///
/// Coordinates are big-endian; an Fp2 coordinate is c1 then c0. The three high bits of the first byte are flags: 0x80
/// compressed, 0x40 identity (all other bits are 0), 0x20 y is the lexicographically larger of the two roots
/// (compressed only; an uncompressed encoding has it clear). Source: draft-irtf-cfrg-pairing-friendly-curves, appendix
/// C.
///
/// Every point has exactly one encoding in each form: a decoder accepts only bytes that the encoder would produce.
/// Errors: CryptoError::kNonCanonical (length, flags, coordinate not below q), kNotOnCurve, kNotInSubgroup.
/// Not constant-time but for compress(). Safe for concurrent use.
#pragma once

#include "curve/g1.h"
#include "curve/g2.h"

namespace zkp {

enum class SubgroupCheck {
  kCheck,
  kTrusted,  ///< bytes that this program checked before, such as a key file with a verified digest
};

ByteArray<48> compress(const G1Affine& point);
ByteArray<96> compress(const G2Affine& point);
[[nodiscard]] Result<G1Affine> decompress_g1(ByteView bytes, SubgroupCheck check = SubgroupCheck::kCheck);
[[nodiscard]] Result<G2Affine> decompress_g2(ByteView bytes, SubgroupCheck check = SubgroupCheck::kCheck);

ByteArray<96> serialize(const G1Affine& point);
ByteArray<192> serialize(const G2Affine& point);
/// kTrusted skips the subgroup check only; the curve equation is always checked.
[[nodiscard]] Result<G1Affine> deserialize_g1(ByteView bytes, SubgroupCheck check = SubgroupCheck::kCheck);
[[nodiscard]] Result<G2Affine> deserialize_g2(ByteView bytes, SubgroupCheck check = SubgroupCheck::kCheck);

/// What a compressed encoding says of a point other than the identity.
template <class Field>
struct CompressedX {
  Field x;
  bool larger_y;
};
/// Nothing for bytes that decompress_g1 or decompress_g2 refuses as not canonical, and for the identity. For decoders
/// of many points (encoding_batch.h). Instantiated for G1Curve and G2Curve.
template <class Curve>
std::optional<CompressedX<typename Curve::Field>> read_compressed_x(ByteView bytes);

}  // namespace zkp
