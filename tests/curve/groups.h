/// What tests that run over both groups need to know of each.
#pragma once

#include <gtest/gtest.h>

#include "base/sim.h"
#include "curve/encoding.h"

namespace zkp {

struct GroupG1 {
  using Curve = G1Curve;
  using Affine = G1Affine;
  using Point = G1;
  using Field = Fp;
  static constexpr size_t kCompressedBytes = 48;
  /// The number of points of the whole curve divided by r, and the small primes in it.
  static constexpr auto kCofactor = limbs::from_hex<2>("0x396c8c005555e1568c00aaab0000aaab");
  static constexpr std::array<uint64_t, 3> kSmallFactors = {3, 11, 10177};
  static constexpr const char* kName = "g1";
  static Result<Affine> decompress(ByteView b, SubgroupCheck c = SubgroupCheck::kCheck) { return decompress_g1(b, c); }
  static Result<Affine> deserialize(ByteView b, SubgroupCheck c = SubgroupCheck::kCheck) {
    return deserialize_g1(b, c);
  }
};

struct GroupG2 {
  using Curve = G2Curve;
  using Affine = G2Affine;
  using Point = G2;
  using Field = Fp2;
  static constexpr size_t kCompressedBytes = 96;
  static constexpr auto kCofactor = limbs::from_hex<8>(
      "0x5d543a95414e7f1091d50792876a202cd91de4547085abaa68a205b2e5a7ddfa628f1cb4d9e82ef21537e293a6691ae1616ec6e786f0c7"
      "0cf1c38"
      "e31c7238e5");
  static constexpr std::array<uint64_t, 5> kSmallFactors = {13, 23, 2713, 11953, 262069};
  static constexpr const char* kName = "g2";
  static Result<Affine> decompress(ByteView b, SubgroupCheck c = SubgroupCheck::kCheck) { return decompress_g2(b, c); }
  static Result<Affine> deserialize(ByteView b, SubgroupCheck c = SubgroupCheck::kCheck) {
    return deserialize_g2(b, c);
  }
};

using BothGroups = testing::Types<GroupG1, GroupG2>;

/// Points of the whole curve, almost surely outside the subgroup: the first `count` small x that have one.
template <class Group>
std::vector<typename Group::Affine> points_of_the_whole_curve(size_t count) {
  std::vector<typename Group::Affine> out;
  for (uint64_t i = 1; out.size() < count; ++i) {
    const auto x = Group::Field::from_u64(i);
    if (auto y = (x.square() * x + Group::Curve::b()).sqrt_var()) {
      out.push_back(Group::Affine::from_xy_unchecked(x, *y));
    }
  }
  return out;
}

/// Identity, generator, small multiples, their negations, and random points, in several Jacobian representations.
template <class Group>
std::vector<typename Group::Point> sample_points(size_t random_points) {
  using Point = typename Group::Point;
  SimRandom random(7);
  const Point g = Point::generator(), g2 = g.doubled(), g3 = g2 + g;
  std::vector<Point> out = {Point::identity(), g, -g, g2, -g2, g3, Point(g3.to_affine()), g3 - g};
  out.push_back(Point::from_xyz_unchecked(g.x(), g.y(), Group::Field::zero()));  // another form of the identity
  for (size_t i = 0; i < random_points; ++i) out.push_back(g.mul(Fr::random(random).value()));
  return out;
}

}  // namespace zkp
