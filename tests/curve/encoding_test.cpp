/// The ZCash encodings: round trips, the multiples of the generators that zkcrypto publishes, and everything that a
/// decoder must refuse.
#include "curve/encoding.h"

#include "curve/groups.h"
#include "curve/vectors.h"

namespace zkp {
namespace {

template <class Group>
class PointEncoding : public testing::Test {};
TYPED_TEST_SUITE(PointEncoding, BothGroups);

ErrorCode code(CryptoError e) { return e; }

TYPED_TEST(PointEncoding, RoundTripsInBothForms) {
  for (const auto& p : sample_points<TypeParam>(10)) {
    const auto affine = p.to_affine();
    ASSERT_EQ(TypeParam::decompress(compress(affine)).value(), affine);
    ASSERT_EQ(TypeParam::deserialize(serialize(affine)).value(), affine);
    ASSERT_NE(compress(affine), compress((p + TypeParam::Point::generator()).to_affine()));
  }
}

// 1000 encodings one after the other: 0 * G, 1 * G, 2 * G, ...
TYPED_TEST(PointEncoding, MultiplesOfTheGeneratorEqualThePublishedOnes) {
  const std::string group = TypeParam::kName;
  const auto compressed = third_party_file("bls12_381/" + group + "_compressed_valid_test_vectors.dat");
  const auto uncompressed = third_party_file("bls12_381/" + group + "_uncompressed_valid_test_vectors.dat");
  if (!compressed || !uncompressed) GTEST_SKIP() << "no bls12_381 vectors (set ZKP_VECTORS)";
  constexpr size_t kSize = TypeParam::kCompressedBytes;
  ASSERT_EQ(compressed->size(), 1000 * kSize);
  ASSERT_EQ(uncompressed->size(), 2000 * kSize);
  typename TypeParam::Point multiple;
  for (size_t k = 0; k < 1000; ++k) {
    const ByteView short_form = as_bytes(*compressed).subspan(k * kSize, kSize);
    const ByteView long_form = as_bytes(*uncompressed).subspan(2 * k * kSize, 2 * kSize);
    const auto affine = multiple.to_affine_var();
    ASSERT_TRUE(std::ranges::equal(compress(affine), short_form)) << k;
    ASSERT_TRUE(std::ranges::equal(serialize(affine), long_form)) << k;
    ASSERT_EQ(TypeParam::decompress(short_form).value(), affine) << k;
    ASSERT_EQ(TypeParam::deserialize(long_form).value(), affine) << k;
    multiple = multiple.add_mixed(TypeParam::Affine::generator());
  }
}

TYPED_TEST(PointEncoding, EveryOtherFlagCombinationOfTheCompressedFormIsRefusedOrAnotherPoint) {
  const auto g = TypeParam::Affine::generator();
  for (const auto& point : {g, -g}) {
    const auto good = compress(point);
    for (int flags = 0; flags < 8; ++flags) {
      auto bytes = good;
      bytes[0] = static_cast<uint8_t>((bytes[0] & 0x1f) | flags << 5);
      const auto decoded = TypeParam::decompress(bytes);
      if (flags == 4 || flags == 5) {  // compressed, not the identity: one sign or the other
        ASSERT_TRUE(decoded.ok());
        ASSERT_EQ(*decoded, bytes == good ? point : -point);
      } else {
        ASSERT_EQ(decoded.error().code(), code(CryptoError::kNonCanonical)) << flags;
      }
    }
  }
}

TYPED_TEST(PointEncoding, EveryFlagOfTheUncompressedFormIsRefused) {
  const auto good = serialize(TypeParam::Affine::generator());
  for (int flags = 1; flags < 8; ++flags) {
    auto bytes = good;
    bytes[0] |= static_cast<uint8_t>(flags << 5);
    ASSERT_EQ(TypeParam::deserialize(bytes).error().code(), code(CryptoError::kNonCanonical)) << flags;
  }
}

TYPED_TEST(PointEncoding, IdentityHasOneEncodingInEachForm) {
  const auto identity = TypeParam::Affine::identity();
  auto check = [](auto good, uint8_t first, auto decode) {
    ASSERT_EQ(good[0], first);
    ASSERT_TRUE(decode(good).value().is_identity());
    for (size_t bit = 0; bit < 8 * good.size(); ++bit) {
      auto bytes = good;
      bytes[bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
      ASSERT_FALSE(decode(bytes).ok()) << bit;
    }
  };
  check(compress(identity), 0xc0, [](ByteView b) { return TypeParam::decompress(b); });
  check(serialize(identity), 0x40, [](ByteView b) { return TypeParam::deserialize(b); });
  // All zero would be (0, 0), the form of the identity in memory.
  EXPECT_EQ(TypeParam::deserialize(Bytes(2 * TypeParam::kCompressedBytes)).error().code(),
            code(CryptoError::kNotOnCurve));
}

TYPED_TEST(PointEncoding, AnyOtherLengthIsRefused) {
  for (size_t size = 0; size < 200; ++size) {
    Bytes bytes(size);
    if (size > 0) bytes[0] = 0xc0;
    if (size != TypeParam::kCompressedBytes) {
      ASSERT_EQ(TypeParam::decompress(bytes).error().code(), code(CryptoError::kNonCanonical)) << size;
    }
    if (size > 0) bytes[0] = 0x40;
    if (size != 2 * TypeParam::kCompressedBytes) {
      ASSERT_EQ(TypeParam::deserialize(bytes).error().code(), code(CryptoError::kNonCanonical)) << size;
    }
  }
}

// Each coordinate in turn is replaced by q, q + the true value where that fits, and 2^381 - 1.
TYPED_TEST(PointEncoding, CoordinatesNotBelowQAreRefused) {
  const auto point = points_of_the_whole_curve<TypeParam>(1)[0];  // small x: x + q fits in 381 bits
  auto add_q = [](std::span<uint8_t> coordinate) {
    int carry = 0;
    for (size_t i = 0; i < 48; ++i) {
      const int sum = coordinate[47 - i] + static_cast<int>(Fp::kModulus[i / 8] >> (8 * (i % 8)) & 0xff) + carry;
      coordinate[47 - i] = static_cast<uint8_t>(sum);
      carry = sum >> 8;
    }
  };
  auto check = [&](auto good, auto decode) {
    ASSERT_TRUE(decode(good).ok());
    for (size_t at = 0; at < good.size(); at += 48) {
      auto too_large = good, ones = good, plus_q = good;
      const uint8_t flags = at == 0 ? good[0] & 0xe0 : 0;
      std::fill_n(too_large.begin() + static_cast<std::ptrdiff_t>(at), 48, uint8_t{0});
      add_q(std::span(too_large).subspan(at, 48));
      too_large[at] |= flags;
      std::fill_n(ones.begin() + static_cast<std::ptrdiff_t>(at), 48, uint8_t{0xff});
      ones[at] = static_cast<uint8_t>(0x1f | flags);
      ASSERT_EQ(decode(too_large).error().code(), code(CryptoError::kNonCanonical)) << at;
      ASSERT_EQ(decode(ones).error().code(), code(CryptoError::kNonCanonical)) << at;
      plus_q[at] &= 0x1f;
      add_q(std::span(plus_q).subspan(at, 48));
      if ((plus_q[at] & 0xe0) != 0) continue;  // does not fit below the flags
      plus_q[at] |= flags;
      ASSERT_EQ(decode(plus_q).error().code(), code(CryptoError::kNonCanonical)) << at;
    }
  };
  check(compress(point), [](ByteView b) { return TypeParam::decompress(b, SubgroupCheck::kTrusted); });
  check(serialize(point), [](ByteView b) { return TypeParam::deserialize(b, SubgroupCheck::kTrusted); });
}

TYPED_TEST(PointEncoding, PointsOffTheCurveAreRefusedEvenWhenTrusted) {
  using Field = typename TypeParam::Field;
  const auto g = TypeParam::Affine::generator();
  const auto off = TypeParam::Affine::from_xy_unchecked(g.x(), g.y() + Field::one());
  for (const auto check : {SubgroupCheck::kCheck, SubgroupCheck::kTrusted}) {
    EXPECT_EQ(TypeParam::deserialize(serialize(off), check).error().code(), code(CryptoError::kNotOnCurve));
    int refused = 0;
    for (uint64_t i = 1; i < 40; ++i) {
      const Field x = Field::from_u64(i);
      if ((x.square() * x + TypeParam::Curve::b()).legendre() != -1) continue;
      const auto bytes = compress(TypeParam::Affine::from_xy_unchecked(x, Field::one()));
      ASSERT_EQ(TypeParam::decompress(bytes, check).error().code(), code(CryptoError::kNotOnCurve)) << i;
      ++refused;
    }
    EXPECT_GT(refused, 5);
  }
}

TYPED_TEST(PointEncoding, PointsOutsideTheSubgroupAreRefusedUnlessTrusted) {
  for (const auto& p : points_of_the_whole_curve<TypeParam>(5)) {
    ASSERT_EQ(TypeParam::decompress(compress(p)).error().code(), code(CryptoError::kNotInSubgroup));
    ASSERT_EQ(TypeParam::deserialize(serialize(p)).error().code(), code(CryptoError::kNotInSubgroup));
    ASSERT_EQ(TypeParam::decompress(compress(p), SubgroupCheck::kTrusted).value(), p);
    ASSERT_EQ(TypeParam::deserialize(serialize(p), SubgroupCheck::kTrusted).value(), p);
  }
}

TYPED_TEST(PointEncoding, ChangingAnyBitNeverDecodesToTheSamePoint) {
  const auto p = sample_points<TypeParam>(1).back().to_affine();
  auto check = [&](auto good, auto decode) {
    for (size_t bit = 0; bit < 8 * good.size(); ++bit) {
      auto bytes = good;
      bytes[bit / 8] ^= static_cast<uint8_t>(1 << (bit % 8));
      const auto decoded = decode(bytes);
      ASSERT_FALSE(decoded.ok() && *decoded == p) << bit;
    }
  };
  check(compress(p), [](ByteView b) { return TypeParam::decompress(b); });
  check(serialize(p), [](ByteView b) { return TypeParam::deserialize(b); });
}

}  // namespace
}  // namespace zkp
