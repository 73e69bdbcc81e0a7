#include "curve/few_multiples.h"

#include <gtest/gtest.h>

#include "base/sim.h"

namespace zkp {
namespace {

G1 one_by_one(std::span<const G1Affine> points, std::span<const Fr> scalars) {
  G1 out;
  for (size_t i = 0; i < points.size(); ++i) out += points[i].mul(scalars[i]);
  return out;
}

// Where splitting, signs and digits have their edges.
std::vector<Fr> edge_scalars() {
  const Fr x2 = Fr::from_u64(0xd201000000010000).square();
  const Fr half = -Fr::from_u64(2).inverse();
  std::vector<Fr> out = {Fr::zero(), x2, x2.square(), x2 * Fr::from_u64(2).inverse(), half, half + Fr::one()};
  Fr power = Fr::one();
  for (int i = 0; i < 255; ++i, power = power.doubled()) {
    if (i % 9 == 0 || (i > 60 && i < 68) || i > 124) out.insert(out.end(), {power, power - Fr::one(), power + x2});
  }
  for (uint64_t k = 1; k < 40; ++k) out.push_back(Fr::from_u64(k));
  const size_t count = out.size();
  for (size_t i = 0; i < count; ++i) out.push_back(-out[i]);
  return out;
}

TEST(FewMultiples, OneMultipleIsRightForEveryEdge) {
  const G1Affine p = G1::generator().mul(Fr::from_u64(987654321)).to_affine();
  for (const Fr& scalar : edge_scalars()) EXPECT_EQ(few_multiples_var({&p, 1}, {&scalar, 1}), p.mul(scalar));
}

TEST(FewMultiples, SumsAgreeWithOneMultipleAfterTheOther) {
  SimRandom random(3);
  for (size_t count = 0; count < 10; ++count) {
    std::vector<G1Affine> points;
    std::vector<Fr> scalars;
    for (size_t i = 0; i < count; ++i) {
      points.push_back(G1::generator().mul(Fr::random(random).value()).to_affine());
      scalars.push_back(i % 3 == 2 ? Fr::from_u64(i) : Fr::random(random).value());
    }
    EXPECT_EQ(few_multiples_var(points, scalars), one_by_one(points, scalars));
  }
}

TEST(FewMultiples, EqualOppositeAndIdentityPointsMeet) {
  const G1Affine g = G1Affine::generator();
  const std::vector<G1Affine> points = {g, g, -g, G1Affine::identity(), phi(g), -phi(g)};
  const std::vector<Fr> edges = edge_scalars();
  for (size_t i = 0; i + points.size() < edges.size(); i += 3) {
    const std::span<const Fr> scalars = std::span(edges).subspan(i, points.size());
    EXPECT_EQ(few_multiples_var(points, scalars), one_by_one(points, scalars));
    const std::vector<Fr> same(points.size(), edges[i]);
    EXPECT_EQ(few_multiples_var(points, same), one_by_one(points, same));
  }
}

}  // namespace
}  // namespace zkp
