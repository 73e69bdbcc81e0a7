/// What a malicious prover can try with bytes: points outside the subgroup, other encodings of the same point, lengths.
/// Every table names an attack and the error that it must meet, for each of the three elements, in the decoder of one
/// proof and in that of many.
#include <gtest/gtest.h>

#include "curve/encoding.h"
#include "curve/hash_to_curve.h"
#include "groth16/batch_verify.h"
#include "groth16/toy.h"

namespace zkp {
namespace {

constexpr size_t kAtA = 0, kAtB = 48, kAtC = 144;

const ProvingKey& key() {
  static const ProvingKey out = testing::toy_key();
  return out;
}
const PreparedVerifyingKey& verifier() {
  static const PreparedVerifyingKey out = PreparedVerifyingKey::make(key().vk).value();
  return out;
}
const std::vector<Fr>& inputs() {
  static const std::vector<Fr> out = testing::toy_inputs(35, 99);
  return out;
}
const Groth16Proof& proof() {
  static const Groth16Proof out = [] {
    SimRandom random(2);
    return testing::toy_proof(key(), 3, 35, 99, random).value();
  }();
  return out;
}

Bytes good_bytes() {
  const auto bytes = encode_proof(proof());
  return {bytes.begin(), bytes.end()};
}
Bytes with(size_t at, ByteView part) {
  Bytes out = good_bytes();
  std::ranges::copy(part, out.begin() + static_cast<ptrdiff_t>(at));
  return out;
}

// The error of the decoder, which has to be that of the decoder of many and of a batch.
ErrorCode error_of(const Bytes& bytes) {
  const Bytes good = good_bytes();
  const std::array<ByteView, 3> three = {good, bytes, good};
  const auto many = decode_proofs(three);
  EXPECT_TRUE(many[0].ok() && many[2].ok());
  const std::array<Groth16EncodedClaim, 2> claims = {{{&verifier(), inputs(), good}, {&verifier(), inputs(), bytes}}};
  const auto verdict = groth16_verify_batch(claims).value();
  const auto one = decode_proof(bytes);
  EXPECT_FALSE(one.ok());
  if (one.ok() || many[1].ok() || verdict.rejected.size() != 1 || verdict.rejected[0].index != 1) {
    ADD_FAILURE() << "accepted";
    return GeneralError::kUnsupported;
  }
  EXPECT_EQ(one.error().code(), many[1].error().code());
  EXPECT_EQ(one.error().code(), verdict.rejected[0].why.code());
  return one.error().code();
}

// ---- subgroups
// -------------------------------------------------------------------------------------------------------

constexpr LimbArray<2> kCofactor1 = limbs::from_hex<2>("0x396c8c005555e1568c00aaab0000aaab");

// Points of the curve outside the subgroup of order r: r * P has an order that divides the cofactor.
struct G1Torsion {
  G1 any = map_to_curve(Fp::from_u64(5));           // of order r times something
  G1 cofactor = any.mul_integer_var(Fr::kModulus);  // of an order that divides the cofactor
  G1 order3{G1Affine::from_xy_unchecked(Fp::zero(), Fp::from_u64(2))};
};
struct G2Torsion {
  G2 any = map_to_curve(Fp2{Fp::from_u64(5), Fp::from_u64(7)});
  G2 cofactor = any.mul_integer_var(Fr::kModulus);
};

TEST(SubgroupAttack, TheForeignPointsAreWhatTheySay) {
  const G1Torsion g1;
  EXPECT_TRUE(g1.any.is_on_curve() && !g1.any.is_in_subgroup());
  EXPECT_TRUE(g1.cofactor.is_on_curve() && !g1.cofactor.is_identity() && !g1.cofactor.is_in_subgroup());
  EXPECT_TRUE(g1.cofactor.mul_integer_var(kCofactor1).is_identity());
  EXPECT_TRUE(g1.order3.is_on_curve() && (g1.order3.doubled() + g1.order3).is_identity());
  const G2Torsion g2;
  EXPECT_TRUE(g2.any.is_on_curve() && !g2.any.is_in_subgroup());
  EXPECT_TRUE(g2.cofactor.is_on_curve() && !g2.cofactor.is_identity() && !g2.cofactor.is_in_subgroup());
}

TEST(SubgroupAttack, NoForeignPointIsDecoded) {
  const G1Torsion g1;
  const G2Torsion g2;
  const G1 a(proof().a), c(proof().c);
  const G2 b(proof().b);
  struct Case {
    const char* name;
    Bytes bytes;
  };
  auto g1_at = [](size_t at, const G1& p) { return with(at, compress(p.to_affine())); };
  auto g2_at = [](const G2& p) { return with(kAtB, compress(p.to_affine())); };
  const std::vector<Case> table = {
      {"A of full order", g1_at(kAtA, g1.any)},
      {"A of an order that divides the cofactor", g1_at(kAtA, g1.cofactor)},
      {"A of order 3", g1_at(kAtA, g1.order3)},
      {"A plus a point of order 3", g1_at(kAtA, a + g1.order3)},
      {"A plus a point of the cofactor", g1_at(kAtA, a + g1.cofactor)},
      {"C of full order", g1_at(kAtC, g1.any)},
      {"C of order 3", g1_at(kAtC, g1.order3)},
      {"C plus a point of order 3", g1_at(kAtC, c + g1.order3)},
      {"C plus a point of the cofactor", g1_at(kAtC, c + g1.cofactor)},
      {"B of full order", g2_at(g2.any)},
      {"B of an order that divides the cofactor", g2_at(g2.cofactor)},
      {"B plus a point of the cofactor", g2_at(b + g2.cofactor)},
  };
  for (const Case& attack : table) EXPECT_EQ(error_of(attack.bytes), CryptoError::kNotInSubgroup) << attack.name;
}

// Why the check is needed: the final exponentiation removes what a point outside the subgroup adds, so that A + T with
// T of order 3 satisfies the equation. Bilinearity, on which every argument about soundness rests, is promised for the
// subgroups only.
TEST(SubgroupAttack, TheEquationAloneDoesNotSeeAPointOfSmallOrder) {
  const G1Torsion g1;
  const Groth16Proof changed = {(G1(proof().a) + g1.order3).to_affine(), proof().b, proof().c};
  EXPECT_TRUE(verifier().verify(inputs(), changed).ok());
  EXPECT_EQ(error_of(with(kAtA, compress(changed.a))), CryptoError::kNotInSubgroup);
}

TEST(SubgroupAttack, NoForeignPointIsPartOfAKey) {
  const G1Torsion g1;
  const G2Torsion g2;
  struct Case {
    const char* name;
    std::function<void(VerifyingKey&)> change;
  };
  const std::vector<Case> table = {
      {"alpha", [&](VerifyingKey& vk) { vk.alpha = (G1(vk.alpha) + g1.order3).to_affine(); }},
      {"beta", [&](VerifyingKey& vk) { vk.beta = (G2(vk.beta) + g2.cofactor).to_affine(); }},
      {"gamma", [&](VerifyingKey& vk) { vk.gamma = (G2(vk.gamma) + g2.cofactor).to_affine(); }},
      {"delta", [&](VerifyingKey& vk) { vk.delta = (G2(vk.delta) + g2.cofactor).to_affine(); }},
      {"IC_0", [&](VerifyingKey& vk) { vk.ic[0] = (G1(vk.ic[0]) + g1.order3).to_affine(); }},
      {"IC_2", [&](VerifyingKey& vk) { vk.ic[2] = g1.cofactor.to_affine(); }},
  };
  for (const Case& attack : table) {
    VerifyingKey vk = key().vk;
    attack.change(vk);
    EXPECT_EQ(decode_verifying_key(encode_verifying_key(vk)).error().code(), CryptoError::kNotInSubgroup)
        << attack.name;
  }
}

// ---- other encodings
// -------------------------------------------------------------------------------------------------

// big-endian + q, in place; false when it does not fit into 381 bits.
bool add_modulus(std::span<uint8_t> coordinate) {
  unsigned carry = 0;
  for (size_t i = 0; i < 48; ++i) {
    carry += coordinate[47 - i] + static_cast<unsigned>(Fp::kModulus[i / 8] >> (8 * (i % 8)) & 0xff);
    coordinate[47 - i] = static_cast<uint8_t>(carry);
    carry >>= 8;
  }
  return carry == 0 && coordinate[0] < 0x20;
}

// The encoding with q added to one coordinate, for a multiple of the point for which that fits.
template <class Point>
Bytes raised_encoding(size_t coordinate) {
  Point multiple = Point::generator();
  for (;; multiple = multiple + Point::generator()) {
    const auto encoding = compress(multiple.to_affine());
    Bytes bytes(encoding.begin(), encoding.end());
    const uint8_t flags = bytes[0] & 0xe0;
    bytes[0] &= 0x1f;
    const bool fits = add_modulus(std::span(bytes).subspan(48 * coordinate, 48));
    bytes[0] |= flags;
    if (fits) return bytes;
  }
}

TEST(EncodingAttack, NoCoordinateIsRaisedByTheModulus) {
  Bytes modulus(48);
  add_modulus(modulus);  // 0 + q: x = 0 is on the curve, the point of order 3
  modulus[0] |= 0x80;
  Bytes modulus2(96);
  add_modulus(std::span(modulus2).first(48));
  modulus2[0] |= 0x80;
  struct Case {
    const char* name;
    Bytes bytes;
  };
  const std::vector<Case> table = {
      {"A: x + q", with(kAtA, raised_encoding<G1>(0))},
      {"C: x + q", with(kAtC, raised_encoding<G1>(0))},
      {"B: c1 + q", with(kAtB, raised_encoding<G2>(0))},
      {"B: c0 + q", with(kAtB, raised_encoding<G2>(1))},
      {"A: q", with(kAtA, modulus)},
      {"B: c1 = q", with(kAtB, modulus2)},
      {"A: all ones but the flags", with(kAtA,
                                         [] {
                                           Bytes ones(48, 0xff);
                                           ones[0] = 0x9f;
                                           return ones;
                                         }())},
  };
  for (const Case& attack : table) EXPECT_EQ(error_of(attack.bytes), CryptoError::kNonCanonical) << attack.name;
}

TEST(EncodingAttack, NoOtherFlags) {
  struct Case {
    const char* name;
    std::function<void(std::span<uint8_t>)> change;
    ErrorCode expected;
  };
  auto clear = [](std::span<uint8_t> point, uint8_t first) {
    std::ranges::fill(point, 0);
    point[0] = first;
  };
  const std::vector<Case> table = {
      {"not compressed", [](auto p) { p[0] &= 0x7f; }, CryptoError::kNonCanonical},
      {"infinity with coordinates", [](auto p) { p[0] |= 0x40; }, CryptoError::kNonCanonical},
      {"infinity, not compressed", [&](auto p) { clear(p, 0x40); }, CryptoError::kNonCanonical},
      {"infinity with a sign", [&](auto p) { clear(p, 0xe0); }, CryptoError::kNonCanonical},
      {"infinity with a bit behind",
       [&](auto p) {
         clear(p, 0xc0);
         p.back() = 1;
       },
       CryptoError::kNonCanonical},
      {"no flags at all", [&](auto p) { clear(p, 0); }, CryptoError::kNonCanonical},
      {"infinity as it should be", [&](auto p) { clear(p, 0xc0); }, CryptoError::kIdentity},
  };
  for (const Case& attack : table) {
    for (const auto& [at, size] : {std::pair<size_t, size_t>{kAtA, 48}, {kAtB, 96}, {kAtC, 48}}) {
      Bytes bytes = good_bytes();
      attack.change(std::span(bytes).subspan(at, size));
      EXPECT_EQ(error_of(bytes), attack.expected) << attack.name << " at " << at;
    }
  }
}

// The sign flag names the opposite point, which is a good one, and no proof.
TEST(EncodingAttack, TheOtherSignIsDecodedAndRefusedByTheEquation) {
  for (size_t at : {kAtA, kAtB, kAtC}) {
    Bytes bytes = good_bytes();
    bytes[at] ^= 0x20;
    const Groth16Proof other = decode_proof(bytes).value();
    EXPECT_EQ(verifier().verify(inputs(), other).error().code(), CryptoError::kBadProof);
  }
}

TEST(EncodingAttack, NoOtherLength) {
  const Bytes good = good_bytes();
  for (size_t size = 0; size < good.size(); ++size)
    EXPECT_EQ(decode_proof(ByteView(good).first(size)).error().code(), CryptoError::kNonCanonical) << size;
  for (size_t extra : {1, 48, 96, 192}) {
    Bytes longer = good;
    longer.resize(good.size() + extra);
    EXPECT_EQ(error_of(longer), CryptoError::kNonCanonical) << extra;
  }
  Bytes uncompressed;  // 96 + 192 + 96
  append(uncompressed, serialize(proof().a));
  append(uncompressed, serialize(proof().b));
  append(uncompressed, serialize(proof().c));
  EXPECT_EQ(error_of(uncompressed), CryptoError::kNonCanonical);
}

// Shows that no two byte strings are one proof: every single changed byte is refused by the decoder or by the equation.
TEST(EncodingAttack, NoByteOfAProofCanBeChanged) {
  const Bytes good = good_bytes();
  size_t decoded = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    for (uint8_t mask : {0x01, 0x20, 0x80, 0xff}) {
      Bytes changed = good;
      changed[i] ^= mask;
      const auto other = decode_proof(changed);
      if (!other.ok()) continue;
      ++decoded;
      EXPECT_FALSE(verifier().verify(inputs(), *other).ok()) << i;
    }
  }
  EXPECT_GE(decoded, 3u);
}

TEST(EncodingAttack, NoOtherLengthOfAKey) {
  const Bytes good = encode_verifying_key(key().vk);
  for (size_t size = 0; size < good.size(); ++size) {
    const auto vk = decode_verifying_key(ByteView(good).first(size));
    if (!vk.ok()) continue;  // a key with fewer inputs has a right length, and is another key
    EXPECT_LT(vk->public_count(), 2u);
    EXPECT_NE(verifying_key_id(*vk), verifier().id());
    EXPECT_FALSE(PreparedVerifyingKey::make(*vk)->verify(inputs(), proof()).ok());
    EXPECT_FALSE(PreparedVerifyingKey::make(*vk)->verify(std::span(inputs()).first(vk->public_count()), proof()).ok());
  }
}

// The number of inputs is bounded by the bytes that are there, not by the number that the file gives.
TEST(EncodingAttack, ACountWithoutBytesAllocatesNothing) {
  Bytes file = encode_verifying_key_file({SetupLabel::local(), Digest{}, key().vk});
  const size_t count_at = 4 + 2 + 2 + std::string_view("local").size() + 32;
  for (const ByteArray<4>& count : {ByteArray<4>{0x0f, 0xff, 0xff, 0xff}, {0xff, 0xff, 0xff, 0xff}, {0, 0, 0, 0}}) {
    std::ranges::copy(count, file.begin() + static_cast<ptrdiff_t>(count_at));
    EXPECT_FALSE(decode_verifying_key_file(file).ok());
  }
}

}  // namespace
}  // namespace zkp
