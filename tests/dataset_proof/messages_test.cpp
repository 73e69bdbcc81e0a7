/// Every element and every point of a proof, changed one at a time (attacks 12, 13 and 28 of the specification's list).
#include "dataset_proof/toy_cases.h"

namespace zkp {
namespace {

using toy::Case;
using toy::kInt64;
using toy::Proved;

Case nullable_range() {
  return {"range",
          toy::range("v", -9, 40),
          {toy::make_table({toy::nullable_column("v", kInt64, {9, 0, 12, -9, 0, 40}, {0, 1, 0, 0, 1, 0})})}};
}
Case split() {
  auto part = [](const toy::Values& key, const toy::Values& v, uint8_t secret_byte) {
    return toy::make_table({{"key", kInt64, key}, {"v", kInt64, v}}, secret_byte);
  };
  return {"split",
          toy::split({"key", "v"}, "key"),
          {part({1, 2, 5, 9, 9}, {10, 20, 50, 90, 91}, 0x11), part({5, 9, 9}, {50, 91, 90}, 0x33),
           part({2, 1}, {20, 10}, 0x44)}};
}

class Messages : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    of_ = GetParam() == std::string("split") ? split() : nullable_range();
    Result<Proved> made = toy::prove(kClassT, of_.statement, of_.pointers(), {});
    ASSERT_TRUE(made.ok()) << made.error().describe();
    proved_ = std::move(*made);
    ASSERT_TRUE(accepts(proved_.inner.messages));
    ASSERT_LT(proved_.inner.mu, kClassT.mu_max);
  }
  /// What the circuit says, which is what the verifier believes of the messages.
  bool accepts(const InnerMessages<Fr>& messages) const {
    return check_wrap(kClassT, proved_.inner.public_input, proved_.inner.pub, messages).ok();
  }
  bool accepts(const OpeningProof& opening) const {
    return toy::verify(kClassT, of_.statement, proved_, opening, proved_.inner.messages).ok();
  }
  /// Messages that no check reads: layers and rounds that mu does not reach, slacks of sums that are exact.
  std::vector<bool> free_messages() const {
    InnerMessages<Fr> marks = proved_.inner.messages;
    InnerMessages<Fr>::for_each(marks, [](Fr& each) { each = Fr::zero(); });
    const auto mu = static_cast<size_t>(proved_.inner.mu);
    for (size_t d = kSlotBits + mu; d < marks.layers.size(); ++d) {
      for (auto& round : marks.layers[d].rounds) round.fill(Fr::one());
      marks.layers[d].ends.fill(Fr::one());
    }
    for (size_t j = mu; j < marks.final_rounds.size(); ++j) marks.final_rounds[j].fill(Fr::one());
    marks.slacks.fill(Fr::one());  // neither statement has a threshold
    std::vector<bool> out;
    InnerMessages<Fr>::for_each(marks, [&](const Fr& each) { out.push_back(each.is_one()); });
    return out;
  }

  Case of_;
  Proved proved_;
};

TEST_P(Messages, OfTheInnerProofAreAllBoundButThoseThatNothingReads) {
  const std::vector<bool> is_free = free_messages();
  size_t refused = 0;
  for (size_t i = 0; i < is_free.size(); ++i) {
    InnerMessages<Fr> changed = proved_.inner.messages;
    size_t at = 0;
    InnerMessages<Fr>::for_each(changed, [&](Fr& each) {
      if (at++ == i) each += Fr::one();
    });
    ASSERT_EQ(at, is_free.size());
    EXPECT_EQ(accepts(changed), is_free[i]) << "message " << i;
    refused += is_free[i] ? 0 : 1;
  }
  // 9 layers with 36 rounds, the root, sums, 5 final rounds, values, rounds, vectors, remainder and salts.
  EXPECT_EQ(refused, 2u * 36 + 4 * 9 + 1 + 4 + 4 * 5 + kFormCount + 2 * 4 + 4 + 4 + 4 + 3);
}

// 28: what is not reached may hold anything, all at once; the last layer that is may not.
TEST_P(Messages, ThatNothingReadsMayHoldAnything) {
  const std::vector<bool> is_free = free_messages();
  InnerMessages<Fr> garbage = proved_.inner.messages;
  size_t at = 0;
  InnerMessages<Fr>::for_each(garbage, [&](Fr& each) {
    if (is_free[at++]) each = Fr::from_u64(1000 + at);
  });
  EXPECT_TRUE(accepts(garbage));
  garbage.layers[static_cast<size_t>(kSlotBits + proved_.inner.mu - 1)].ends[0] += Fr::one();
  EXPECT_FALSE(accepts(garbage));
}

TEST_P(Messages, SlacksHaveSixtyFourBits) {
  InnerMessages<Fr> changed = proved_.inner.messages;
  changed.slacks[1] = Fr::from_u64(UINT64_MAX);
  EXPECT_TRUE(accepts(changed));
  changed.slacks[1] += Fr::one();
  EXPECT_FALSE(accepts(changed));
  changed.slacks[1] = -Fr::one();
  EXPECT_FALSE(accepts(changed));
}

TEST_P(Messages, PublicValuesAreAllHashed) {
  const WrapPublic<Fr>& good = proved_.inner.pub;
  const Fr pi = proved_.inner.public_input;
  for (size_t i = 0; i < WrapPublic<Fr>::kCount; ++i) {
    WrapPublic<Fr> changed = good;
    size_t at = 0;
    WrapPublic<Fr>::for_each(changed, [&](Fr& each) {
      if (at++ == i) each += Fr::one();
    });
    ASSERT_EQ(at, WrapPublic<Fr>::kCount);
    EXPECT_FALSE(check_wrap(kClassT, pi, changed, proved_.inner.messages).ok()) << "public value " << i;
    EXPECT_NE(wrap_public_input(changed), pi) << i;
  }
  EXPECT_FALSE(check_wrap(kClassT, pi + Fr::one(), good, proved_.inner.messages).ok());
}

// What comes from the transcript or is a hash is checked against the messages, whoever computes the public input.
TEST_P(Messages, ChallengesAndHashesAreBoundByThemselves) {
  using P = WrapPublic<Fr>;
  for (Fr P::*value : {&P::class_id, &P::mu, &P::s0, &P::h_v, &P::rho, &P::alpha, &P::s1, &P::h_2, &P::gamma2,
                       &P::alpha2, &P::h_3, &P::z, &P::w}) {
    P changed = proved_.inner.pub;
    changed.*value += Fr::one();
    EXPECT_FALSE(check_wrap(kClassT, wrap_public_input(changed), changed, proved_.inner.messages).ok());
  }
  for (size_t t = 0; t < kVirtualCount; ++t) {
    P changed = proved_.inner.pub;
    changed.virtuals[t] += Fr::one();
    // The gate of a table without rows is 0 everywhere.
    const bool is_zero = t >= 1 && t <= kTableCount && changed.rows[t - 1].is_zero();
    EXPECT_EQ(check_wrap(kClassT, wrap_public_input(changed), changed, proved_.inner.messages).ok(), is_zero) << t;
  }
  for (size_t k = 0; k < kSumSlotCount; ++k) {
    P changed = proved_.inner.pub;
    changed.targets[k] += Fr::one();
    EXPECT_FALSE(check_wrap(kClassT, wrap_public_input(changed), changed, proved_.inner.messages).ok()) << k;
  }
}

// 27: the last sum may not carry, and there are no more modes than bits.
TEST_P(Messages, ModesAreBits) {
  WrapPublic<Fr> changed = proved_.inner.pub;
  for (const uint64_t modes : {uint64_t{128}, uint64_t{256}, uint64_t{1} << 40}) {
    changed.modes = Fr::from_u64(modes);
    InnerMessages<Fr> messages = proved_.inner.messages;
    messages.sums[3] += Fr::one();
    EXPECT_FALSE(check_wrap(kClassT, wrap_public_input(changed), changed, messages).ok()) << modes;
  }
  for (const uint64_t modes : {uint64_t{256}, uint64_t{1} << 40}) {
    changed.modes = Fr::from_u64(modes);
    EXPECT_FALSE(check_wrap(kClassT, wrap_public_input(changed), changed, proved_.inner.messages).ok()) << modes;
  }
}

// 29: another mu, with whatever one-hot a native run gives it.
TEST_P(Messages, MuIsOneOfTheClass) {
  for (const uint64_t mu : {4, 6, 7, 8, 9}) {
    WrapPublic<Fr> changed = proved_.inner.pub;
    changed.mu = Fr::from_u64(mu);
    EXPECT_FALSE(check_wrap(kClassT, wrap_public_input(changed), changed, proved_.inner.messages).ok()) << mu;
  }
}

// 12: points and scalars of the envelope.
TEST_P(Messages, PointsOfTheOpeningAreAllBound) {
  const OpeningProof& good = proved_.inner.opening;
  ASSERT_TRUE(accepts(good));
  const size_t named = 5, count = named + good.fresh.size();
  auto point_of = [&](OpeningProof& opening, size_t i) -> G1Affine& {
    G1Affine* points[] = {&opening.c_h, &opening.c_g, &opening.c_q, &opening.c_q2, &opening.c_w};
    return i < named ? *points[i] : opening.fresh[i - named];
  };
  for (size_t i = 0; i < count; ++i) {
    OpeningProof changed = good;
    G1Affine& point = point_of(changed, i);
    const G1Affine before = point;
    std::vector<G1Affine> others = {-before, G1Affine::generator(), G1Affine::identity(),
                                    (G1(before) + G1::generator()).to_affine_var()};
    for (size_t j = 0; j < count; ++j) {
      OpeningProof source = good;
      others.push_back(point_of(source, j));
    }
    for (size_t j = 0; j < others.size(); ++j) {
      if (others[j] == before) continue;
      point = others[j];
      EXPECT_FALSE(accepts(changed)) << "point " << i << ", change " << j;
    }
  }
}

TEST_P(Messages, ScalarsOfTheOpeningAreAllBound) {
  using O = OpeningProof;
  for (Fr O::*scalar : {&O::h_v, &O::h_2, &O::h_3, &O::w}) {
    for (const Fr& by : {Fr::one(), -Fr::one(), proved_.inner.opening.*scalar}) {
      O changed = proved_.inner.opening;
      changed.*scalar += by;
      EXPECT_FALSE(accepts(changed));
    }
    O zero = proved_.inner.opening;
    zero.*scalar = Fr::zero();
    EXPECT_FALSE(accepts(zero));
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Messages, testing::Values("nullable_range", "split"),
                         [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace zkp
