#include "curve/pairing.h"

#include <gtest/gtest.h>

#include "base/sim.h"
#include "field/naive.h"

namespace zkp {
namespace {

const G1Affine kG1 = G1Affine::generator();
const G2Affine kG2 = G2Affine::generator();

G1Affine g1(const Fr& s) { return kG1.mul_var(s).to_affine_var(); }
G2Affine g2(const Fr& s) { return kG2.mul_var(s).to_affine_var(); }

TEST(Pairing, IsBilinear) {
  SimRandom random(1);
  for (int round = 0; round < 4; ++round) {
    const Fr a = Fr::random(random).value(), b = Fr::random(random).value();
    const Gt e = pairing(g1(a), g2(b));
    ASSERT_EQ(e, pairing(kG1, kG2).pow(a * b));
    ASSERT_EQ(e, pairing(g1(b), g2(a)));
    ASSERT_EQ(e, pairing(g1(a * b), kG2));
    ASSERT_EQ(e, pairing(kG1, g2(a * b)));
    ASSERT_EQ(pairing(g1(a + b), kG2), pairing(g1(a), kG2) * pairing(g1(b), kG2));
    ASSERT_EQ(pairing(kG1, g2(a + b)), pairing(kG1, g2(a)) * pairing(kG1, g2(b)));
    ASSERT_EQ(pairing(-g1(a), g2(b)), e.inverse());
    ASSERT_EQ(pairing(g1(a), -g2(b)), e.inverse());
  }
}

TEST(Pairing, IsNonDegenerateOfOrderR) {
  const Gt e = pairing(kG1, kG2);
  EXPECT_FALSE(e.is_one());
  EXPECT_EQ(e.value().pow(Fr::kModulus), Fp12::one());
}

TEST(Pairing, OfTheIdentityIsOne) {
  EXPECT_TRUE(pairing(G1Affine::identity(), kG2).is_one());
  EXPECT_TRUE(pairing(kG1, G2Affine::identity()).is_one());
  EXPECT_TRUE(pairing(G1Affine::identity(), G2Affine::identity()).is_one());
  EXPECT_TRUE(multi_pairing(std::span<const G1Affine>{}, std::span<const G2Affine>{}).is_one());
}

TEST(Pairing, ProductEqualsTheProductOfPairings) {
  SimRandom random(2);
  std::vector<G1Affine> p;
  std::vector<G2Affine> q;
  Gt product;
  for (int i = 0; i < 5; ++i) {
    p.push_back(i == 2 ? G1Affine::identity() : g1(Fr::random(random).value()));
    q.push_back(i == 3 ? G2Affine::identity() : g2(Fr::random(random).value()));
    product *= pairing(p.back(), q.back());
    ASSERT_EQ(multi_pairing(p, q), product) << i;
    const std::vector<G2Prepared> prepared(q.begin(), q.end());
    ASSERT_EQ(multi_pairing(p, prepared), product) << i;
    std::vector<const G2Prepared*> addresses;
    for (const G2Prepared& each : prepared) addresses.push_back(&each);
    ASSERT_EQ(multi_pairing(p, addresses), product) << i;
    ASSERT_EQ(pairing(p.back(), prepared.back()), pairing(p.back(), q.back())) << i;
  }
}

// e(aG, bG) e(-abG, G) = 1, and no longer if any of the four points changes.
TEST(Pairing, ProductIsOneExactlyForMatchingExponents) {
  SimRandom random(3);
  const Fr a = Fr::random(random).value(), b = Fr::random(random).value();
  const std::vector<G1Affine> p = {g1(a), -g1(a * b)};
  const std::vector<G2Affine> q = {g2(b), kG2};
  EXPECT_TRUE(pairing_product_is_one(p, q));
  EXPECT_TRUE(pairing_product_is_one(p, std::vector<G2Prepared>(q.begin(), q.end())));
  for (size_t i = 0; i < 2; ++i) {
    auto wrong_p = p;
    wrong_p[i] = (G1(p[i]) + G1::generator()).to_affine();
    EXPECT_FALSE(pairing_product_is_one(wrong_p, q));
    auto wrong_q = q;
    wrong_q[i] = (G2(q[i]) + G2::generator()).to_affine();
    EXPECT_FALSE(pairing_product_is_one(p, wrong_q));
    EXPECT_FALSE(pairing_product_is_one(p, std::vector<G2Prepared>(wrong_q.begin(), wrong_q.end())));
  }
}

// The hard exponent as one integer: h = (z + 1)^2 (q - z)(z^2 + q^2 - 1) + 3 with z = -x satisfies r h = 3 (q^4 - q^2 +
// 1).
TEST(FinalExponentiation, IsThePowerThatTheHeaderStates) {
  const Naive q = Naive::from_limbs(Fp::kModulus), r = Naive::from_limbs(Fr::kModulus);
  auto small = [](uint64_t v) { return Naive::from_limbs(std::array<uint64_t, 1>{v}); };
  const Naive z = small(0xd201000000010000), q2 = q.times(q), z1 = z.plus(small(1));
  const Naive h = z1.times(z1).times(q.minus(z)).times(z.times(z).plus(q2).minus(small(1))).plus(small(3));
  ASSERT_EQ(r.times(h), q2.times(q2).minus(q2).plus(small(1)).times(small(3)));

  SimRandom random(4);
  for (int round = 0; round < 3; ++round) {
    const Fp12 f = Fp12::random(random).value();
    const Fp12 easy = f.frobenius(6) * f.inverse();  // f^(q^6 - 1)
    const Fp12 t = easy.pow(q2.limbs()) * easy;      // ... ^(q^2 + 1)
    ASSERT_EQ(final_exponentiation(f).value(), t.pow(h.limbs()));
  }
}

TEST(Gt, PowIsAModuleOverFr) {
  SimRandom random(5);
  const Gt e = pairing(kG1, kG2);
  const Fr a = Fr::random(random).value(), b = Fr::random(random).value();
  EXPECT_EQ(e.pow(a) * e.pow(b), e.pow(a + b));
  EXPECT_EQ(e.pow(a).pow(b), e.pow(a * b));
  EXPECT_EQ(e.pow(a).value(), e.value().pow(a.to_limbs()));
  EXPECT_EQ(e.pow(-Fr::one()), e.inverse());
  EXPECT_TRUE(e.pow(Fr::zero()).is_one());
  EXPECT_EQ(e.square(), e * e);
  EXPECT_TRUE((e * e.inverse()).is_one());
  EXPECT_TRUE(Gt().is_one());
  EXPECT_EQ(Gt::one() * e, e);
}

}  // namespace
}  // namespace zkp
