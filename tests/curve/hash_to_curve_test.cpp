#include "curve/hash_to_curve.h"

#include "curve/groups.h"
#include "curve/isogeny.h"
#include "curve/vectors.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

// "0x" and big-endian hex digits, as RFC 9380 prints field elements; those of Fp2 are "c0,c1".
Fp parse(const std::string& text, const GroupG1&) {
  std::string digits = text.substr(2);
  return Fp::from_bytes(hex_decode(std::string(96 - digits.size(), '0') + digits).value()).value();
}
Fp2 parse(const std::string& text, const GroupG2&) {
  const size_t comma = text.find(',');
  return {parse(text.substr(0, comma), GroupG1()), parse(text.substr(comma + 1), GroupG1())};
}

G1 hash(ByteView message, ByteView dst, const GroupG1&) { return hash_to_g1(message, dst); }
G2 hash(ByteView message, ByteView dst, const GroupG2&) { return hash_to_g2(message, dst); }
G1 encode(ByteView message, ByteView dst, const GroupG1&) { return encode_to_g1(message, dst); }
G2 encode(ByteView message, ByteView dst, const GroupG2&) { return encode_to_g2(message, dst); }

std::string hex_of_expansion(std::string_view message, std::string_view dst, size_t size_bytes) {
  return hex_encode(expand_message_xmd(as_bytes(message), as_bytes(dst), size_bytes).value());
}

TEST(ExpandMessage, Rfc9380AppendixK1) {
  const std::string_view dst = "QUUX-V01-CS02-with-expander-SHA256-128";
  EXPECT_EQ(hex_of_expansion("", dst, 32), "68a985b87eb6b46952128911f2a4412bbc302a9d759667f87f7a21d803f07235");
  EXPECT_EQ(hex_of_expansion("abc", dst, 32), "d8ccab23b5985ccea865c6c97b6e5b8350e794e603b4b97902f53a8a0d605615");
  EXPECT_EQ(hex_of_expansion("abc", dst, 128),
            "abba86a6129e366fc877aab32fc4ffc70120d8996c88aee2fe4b32d6c7b6437a647e6c3163d40b76a73cf6a5674ef1d8"
            "90f95b664ee0afa5359a5c4e07985635bbecbac65d747d3d2da7ec2b8221b17b0ca9dc8a1ac1c07ea6a1e60583e2cb00"
            "058e77b7b72a298425cd1b941ad4ec65e8afc50303a22c0f99b0509b4c895f40");
}

TEST(ExpandMessage, Rfc9380AppendixK2TagOf256BytesIsHashed) {
  std::string dst = "QUUX-V01-CS02-with-expander-SHA256-128-long-DST-";
  dst.resize(256, '1');
  EXPECT_EQ(hex_of_expansion("", dst, 32), "e8dc0c8b686b7ef2074086fbdd2f30e3f8bfbd3bdf177f73f04b97ce618a3ed3");
  EXPECT_EQ(hex_of_expansion("abc", dst, 32), "52dbf4f36cf560fca57dedec2ad924ee9c266341d8f3d6afe5171733b16bbb12");
}

// Computed by a separate program from the text of section 5.3.
TEST(ExpandMessage, BordersOfTagAndOutputLength) {
  EXPECT_EQ(hex_of_expansion("abc", std::string(255, 'x'), 33),
            "88fd893413bf3480ec3dc6737d02891129f06e448f0cdb89e4e92886e594b18438");
  EXPECT_EQ(hex_of_expansion("abc", std::string(256, 'x'), 33),
            "c396593b79d6d115c19969ed05213067c2ac5d4774868cc20c07b81cf02875698f");
  const Bytes longest =
      expand_message_xmd(as_bytes("abc"), as_bytes("QUUX-V01-CS02-with-expander-SHA256-128"), 8160).value();
  EXPECT_EQ(hex_encode(sha256(longest)), "1b5d56ee40981f529c66d3ce8475104bac0ea587e03cc24dd82bd164645916f3");
  EXPECT_TRUE(expand_message_xmd({}, as_bytes("t"), 0).value().empty());
}

TEST(ExpandMessage, TooLongOutputsAndEmptyTagsAreRefused) {
  for (size_t size_bytes : {size_t{8161}, size_t{65535}, size_t{65536}, ~size_t{0}}) {
    auto refused = expand_message_xmd(as_bytes("abc"), as_bytes("tag"), size_bytes);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code(), GeneralError::kInvalidArgument);
  }
  EXPECT_FALSE(expand_message_xmd(as_bytes("abc"), {}, 32).ok());
}

// RFC 9380, appendices J.9 and J.10, message "abc".
TEST(HashToCurve, Rfc9380Literals) {
  const ByteView abc = as_bytes("abc");
  EXPECT_EQ(hash_to_g1(abc, as_bytes("QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_")).to_affine().x(),
            Fp::from_hex("0x03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3a"
                         "ee664ba5379a7655d3c68900be2f6903"));
  EXPECT_EQ(encode_to_g1(abc, as_bytes("QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_NU_")).to_affine().x(),
            Fp::from_hex("0x009769f3ab59bfd551d53a5f846b9984c59b97d6842b20a2c565baa167945e3d"
                         "026a3755b6345df8ec7e6acb6868ae6d"));
  const G2Affine hashed = hash_to_g2(abc, as_bytes("QUUX-V01-CS02-with-BLS12381G2_XMD:SHA-256_SSWU_RO_")).to_affine();
  EXPECT_EQ(hashed.x().c0, Fp::from_hex("0x02c2d18e033b960562aae3cab37a27ce00d80ccd5ba4b7fe0e7a210245129dbe"
                                        "c7780ccc7954725f4168aff2787776e6"));
  EXPECT_EQ(hashed.y().c1, Fp::from_hex("0x00aa65dae3c8d732d10ecd2c50f8a1baf3001578f71c694e03866e9f3d49ac1e"
                                        "1ce70dd94a733534f106d4cec0eddd16"));
  EXPECT_EQ(encode_to_g2(abc, as_bytes("QUUX-V01-CS02-with-BLS12381G2_XMD:SHA-256_SSWU_NU_")).to_affine().x().c0,
            Fp::from_hex("0x108ed59fd9fae381abfd1d6bce2fd2fa220990f0f837fa30e0f27914ed6e1454"
                         "db0d1ee957b219f61da6ff8be0d6441f"));
}

template <class Group>
class HashToCurveTest : public testing::Test {};
TYPED_TEST_SUITE(HashToCurveTest, BothGroups);

TYPED_TEST(HashToCurveTest, Rfc9380Vectors) {
  using Group = TypeParam;
  const std::string group = std::is_same_v<Group, GroupG1> ? "G1" : "G2";
  for (const std::string suite : {"RO", "NU"}) {
    const auto text = third_party_file("hash_to_curve/BLS12381" + group + "_XMD_SHA-256_SSWU_" + suite + "_.json");
    if (!text) GTEST_SKIP() << "no hash_to_curve vectors (set ZKP_VECTORS)";
    const auto file = nlohmann::json::parse(*text);
    const std::string dst = file["dst"];
    auto point = [](const nlohmann::json& p) {
      return typename Group::Point(Group::Affine::from_xy_unchecked(parse(p["x"], Group()), parse(p["y"], Group())));
    };
    ASSERT_FALSE(file["vectors"].empty());
    for (const auto& v : file["vectors"]) {
      const std::string message = v["msg"];
      std::vector<typename Group::Field> u(v["u"].size());
      hash_to_field(as_bytes(message), as_bytes(dst), std::span(u));
      for (size_t i = 0; i < u.size(); ++i) EXPECT_EQ(u[i], parse(v["u"][i], Group()));
      if (suite == "RO") {
        EXPECT_EQ(map_to_curve(u[0]), point(v["Q0"]));
        EXPECT_EQ(map_to_curve(u[1]), point(v["Q1"]));
        EXPECT_EQ(hash(as_bytes(message), as_bytes(dst), Group()), point(v["P"]));
      } else {
        EXPECT_EQ(map_to_curve(u[0]), point(v["Q"]));
        EXPECT_EQ(encode(as_bytes(message), as_bytes(dst), Group()), point(v["P"]));
      }
    }
  }
}

// EIP-2537's encoding: a coordinate in Fp is 16 zero bytes, then 48 below q; one in Fp2 is c0 then c1.
std::optional<Fp> read_element(ByteView in, const GroupG1&) {
  if (in.size() != 64 || std::ranges::any_of(in.first(16), [](uint8_t b) { return b != 0; })) return std::nullopt;
  auto x = Fp::from_bytes(in.last(48));
  if (!x.ok()) return std::nullopt;
  return *x;
}
std::optional<Fp2> read_element(ByteView in, const GroupG2&) {
  if (in.size() != 128) return std::nullopt;
  const auto c0 = read_element(in.first(64), GroupG1()), c1 = read_element(in.last(64), GroupG1());
  if (!c0 || !c1) return std::nullopt;
  return Fp2{*c0, *c1};
}

TYPED_TEST(HashToCurveTest, Eip2537MapVectors) {
  using Group = TypeParam;
  const std::string name = std::is_same_v<Group, GroupG1> ? "blsMapG1" : "blsMapG2";
  const auto text = third_party_file("eip2537/" + name + ".json");
  if (!text) GTEST_SKIP() << "no eip2537 vectors (set ZKP_VECTORS)";
  const auto vectors = nlohmann::json::parse(*text);
  ASSERT_FALSE(vectors.empty());
  for (const auto& v : vectors) {
    const auto u = read_element(unhex(v["Input"]), Group());
    ASSERT_TRUE(u.has_value()) << v["Name"];
    const Bytes expected = unhex(v["Expected"]);
    const size_t half = expected.size() / 2;
    const auto x = read_element(ByteView(expected).first(half), Group());
    const auto y = read_element(ByteView(expected).last(half), Group());
    ASSERT_TRUE(x && y);
    EXPECT_EQ(clear_cofactor(map_to_curve(*u)), typename Group::Point(Group::Affine::from_xy_unchecked(*x, *y)))
        << v["Name"];
  }
}

TEST(HashToCurve, Eip2537BadMapInputsAreRefused) {
  const auto text = third_party_file("eip2537/fail-blsMapG1.json");
  if (!text) GTEST_SKIP() << "no eip2537 vectors (set ZKP_VECTORS)";
  const auto vectors = nlohmann::json::parse(*text);
  ASSERT_FALSE(vectors.empty());
  for (const auto& v : vectors) EXPECT_FALSE(read_element(unhex(v["Input"]), GroupG1())) << v["Name"];
}

TYPED_TEST(HashToCurveTest, MapsOfEdgeAndRandomElementsAreOnTheCurve) {
  using Field = typename TypeParam::Field;
  SimRandom random(1);
  std::vector<Field> elements{Field::zero(), Field::one(), -Field::one(), Field::from_u64(2)};
  // c^2 + c = 0 for c = Z u^2 = -1 where that has a solution: the exceptional denominator.
  if (auto u = (-SswuCurve<Field>::z().inverse()).sqrt_var()) elements.push_back(*u);
  // sgn0 of an element of Fp2 without a first coordinate is the parity of the second.
  if constexpr (std::is_same_v<Field, Fp2>) elements.push_back({Fp::zero(), Fp::from_u64(5)});
  for (int i = 0; i < 20; ++i) elements.push_back(Field::random(random).value());
  for (const Field& u : elements) {
    const auto mapped = map_to_curve(u);
    EXPECT_TRUE(mapped.is_on_curve());
    const auto cleared = clear_cofactor(mapped);
    EXPECT_TRUE(cleared.is_on_curve());
    EXPECT_TRUE(cleared.is_in_subgroup());
    EXPECT_FALSE(cleared.is_identity());
    if (!u.is_zero()) {
      EXPECT_EQ(map_to_curve(-u), -mapped);  // sgn0 decides y, x depends on u^2
    }
  }
}

// The cofactor clearing of G2 is the multiplication by h_eff of RFC 9380, section 8.8.2.
TEST(HashToCurve, ClearCofactorMultipliesByHEff) {
  static constexpr LimbArray<10> kHEff = limbs::from_hex<10>(
      "0xbc69f08f2ee75b3584c6a0ea91b352888e2a8e9145ad7689986ff031508ffe1329c2f178731db956d82bf015d1212b02"
      "ec0ec69d7477c1ae954cbc06689f6a359894c0adebbf6b4e8020005aaa95551");
  for (const auto& p : points_of_the_whole_curve<GroupG2>(4)) {
    EXPECT_EQ(clear_cofactor(G2(p)), G2(p).mul_integer_var(kHEff));
  }
  static constexpr LimbArray<1> kHEffG1 = {0xd201000000010001};
  for (const auto& p : points_of_the_whole_curve<GroupG1>(4)) {
    EXPECT_EQ(clear_cofactor(G1(p)), G1(p).mul_integer_var(kHEffG1));
    EXPECT_TRUE(clear_cofactor(G1(p)).is_in_subgroup());
  }
}

// The image of the isogeny does not depend on how x is written as a fraction, and the kernel goes to the identity.
TYPED_TEST(HashToCurveTest, IsogenyIsAMapOfPointsAndAHomomorphism) {
  using Field = typename TypeParam::Field;
  const Field a = SswuCurve<Field>::a(), b = SswuCurve<Field>::b();
  std::vector<std::pair<Field, Field>> points;
  for (uint64_t i = 1; points.size() < 2; ++i) {
    const Field x = Field::from_u64(i);
    if (auto y = ((x.square() + a) * x + b).sqrt_var()) points.push_back({x, *y});
  }
  const auto [x1, y1] = points[0];
  const auto [x2, y2] = points[1];
  const auto p1 = isogeny_map(x1, Field::one(), y1), p2 = isogeny_map(x2, Field::one(), y2);
  EXPECT_TRUE(p1.is_on_curve());
  const Field scale = Field::from_u64(12345);
  EXPECT_EQ(isogeny_map(x1 * scale, scale, y1), p1);

  const Field slope = (y2 - y1) * (x2 - x1).inverse();
  const Field x3 = slope.square() - x1 - x2;
  EXPECT_EQ(isogeny_map(x3, Field::one(), slope * (x1 - x3) - y1), p1 + p2);
}

TYPED_TEST(HashToCurveTest, MessageAndTagBothDecideTheResult) {
  const auto p = hash(as_bytes("message"), as_bytes("tag"), TypeParam());
  EXPECT_EQ(p, hash(as_bytes("message"), as_bytes("tag"), TypeParam()));
  EXPECT_FALSE(p == hash(as_bytes("messagf"), as_bytes("tag"), TypeParam()));
  EXPECT_FALSE(p == hash(as_bytes("message"), as_bytes("tah"), TypeParam()));
  EXPECT_FALSE(p == encode(as_bytes("message"), as_bytes("tag"), TypeParam()));
  EXPECT_DEATH(hash(as_bytes("message"), {}, TypeParam()), "ok");
}

}  // namespace
}  // namespace zkp
