/// Points of Jubjub and Bandersnatch inside a circuit, against Python's integers (tests/vectors/gen/gadgets.py) and
/// against forgers with points of small order, points off the curve and sums without a denominator.
#include "r1cs/gadgets/edwards.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "r1cs/gadgets/range.h"
#include "r1cs/run_gadget.h"

namespace zkp::gadgets {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using zkp::testing::Forgery;
using zkp::testing::pinned;

Fr from_hex(const nlohmann::json& text) { return Fr::from_hex("0x" + text.get<std::string>()); }

template <class Curve>
EdwardsAffine<Curve> point(const nlohmann::json& p) {
  return {from_hex(p[0]), from_hex(p[1])};
}

std::vector<Bit> bits_of(ConstraintSystem& cs, std::string_view hex, size_t count) {
  const auto limbs = limbs::from_hex<4>("0x" + std::string(hex));
  std::vector<Bit> out;
  for (size_t i = 0; i < count; ++i) out.push_back(Bit::assume(pinned(cs, Fr::from_u64(limbs::bit(limbs, i)))));
  return out;
}

template <class Curve>
class Edwards : public ::testing::Test {
 protected:
  static const nlohmann::json& vectors() {
    static const nlohmann::json all = [] {
      std::ifstream in(ZKP_SOURCE_DIR "/tests/vectors/gadgets.json");
      return nlohmann::json::parse(in)["curves"];
    }();
    return all[Curve::kName == "Jubjub" ? "jubjub" : "bandersnatch"];
  }
  static constexpr uint32_t kAlloc = Curve::kCofactorLog2 == 3 ? 16 : 11;

  static EdwardsAffine<Curve> generator() { return point<Curve>(vectors()["generator"]); }

  // A point of the subgroup whose coordinates are pinned.
  static EdwardsPoint<Curve> pinned_point(ConstraintSystem& cs, const EdwardsAffine<Curve>& p) {
    return EdwardsPoint<Curve>::enforce(cs, pinned(cs, p.x), pinned(cs, p.y), "point");
  }
};

using Curves = ::testing::Types<Jubjub, Bandersnatch>;
TYPED_TEST_SUITE(Edwards, Curves);

TYPED_TEST(Edwards, ConstantsAndPlainPointsAreThoseOfTheModel) {
  const auto& v = this->vectors();
  EXPECT_EQ(TypeParam::a(), from_hex(v["a"]));
  EXPECT_EQ(TypeParam::d(), from_hex(v["d"]));
  EXPECT_EQ(TypeParam::kOrder, limbs::from_hex<4>("0x" + v["order"].template get<std::string>()));
  EXPECT_EQ(1 << TypeParam::kCofactorLog2, v["cofactor"].template get<int>());
  EXPECT_TRUE(this->generator().is_on_curve() && this->generator().is_in_subgroup());
  for (const auto& c : v["cases"]) {
    const auto p = point<TypeParam>(c["p"]), q = point<TypeParam>(c["q"]);
    EXPECT_EQ(p + q, point<TypeParam>(c["sum"]));
    EXPECT_EQ(p.doubled(), point<TypeParam>(c["doubled"]));
    EXPECT_EQ(p.mul(limbs::from_hex<4>("0x" + c["scalar"].template get<std::string>())),
              point<TypeParam>(c["product"]));
    EXPECT_EQ(p.divided_by_cofactor().mul_by_cofactor(), p);
  }
  for (const auto& c : v["outside"]) {
    const auto p = point<TypeParam>(c["p"]);
    EXPECT_TRUE(p.is_on_curve());
    EXPECT_EQ(p.mul_by_cofactor(), point<TypeParam>(c["times_cofactor"]));
    EXPECT_TRUE(p.mul_by_cofactor().is_in_subgroup());
  }
}

TYPED_TEST(Edwards, SumsDoublesAndChoicesAgreeAndEveryWireIsBound) {
  using Point = EdwardsPoint<TypeParam>;
  for (const auto& c : this->vectors()["cases"]) {
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const Point p = this->pinned_point(cs, point<TypeParam>(c["p"])),
                q = this->pinned_point(cs, point<TypeParam>(c["q"]));
    uint32_t before = cs.constraint_count();
    auto cost = [&] { return cs.constraint_count() - std::exchange(before, cs.constraint_count()); };
    EXPECT_EQ(Point::add(cs, p, q, "add").value(cs), point<TypeParam>(c["sum"]));
    EXPECT_EQ(cost(), 6u);
    EXPECT_EQ(p.doubled(cs, "double").value(cs), point<TypeParam>(c["doubled"]));
    EXPECT_EQ(cost(), 5u);
    // The law needs no case distinctions: P + P, P + (-P), P + O.
    const Point identity = Point::constant({});
    EXPECT_EQ(Point::add(cs, p, p, "same").value(cs), point<TypeParam>(c["doubled"]));
    EXPECT_TRUE(Point::add(cs, p, -p, "opposite").value(cs).is_identity());
    EXPECT_EQ(Point::add(cs, p, identity, "identity").value(cs), p.value(cs));
    cost();
    const Bit bit = Bit::alloc(cs, true, "bit");
    EXPECT_EQ(Point::select(cs, bit, p, q, "select").value(cs), p.value(cs));
    EXPECT_EQ(Point::select(cs, !bit, p, q, "other").value(cs), q.value(cs));
    EXPECT_EQ(cost(), 5u);
    ASSERT_TRUE(cs.is_satisfied().ok());
    EXPECT_THAT(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()), IsEmpty());
    EXPECT_THAT(zkp::testing::unnoticed_carries(cs.r1cs(), cs.assignment()), IsEmpty());
    // `bit` is an input of its own; everything else, also the hidden preimages, is isolated.
    EXPECT_THAT(locally_free_variables(cs.r1cs(), cs.assignment()), IsEmpty());
  }
}

TYPED_TEST(Edwards, AllocationProvesTheSubgroupForItsPrice) {
  using Point = EdwardsPoint<TypeParam>;
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const auto p = this->generator();
  const Point allocated = Point::alloc(cs, p, "alloc");
  EXPECT_EQ(cs.constraint_count(), this->kAlloc);
  EXPECT_EQ(allocated.value(cs), p);
  Point::enforce(cs, pinned(cs, p.x), pinned(cs, p.y), "enforce");
  EXPECT_EQ(cs.constraint_count(), 2 * this->kAlloc + 4);
  allocated.require_not_identity(cs, "not_identity");
  EXPECT_TRUE(cs.is_satisfied().ok());
  Point::alloc(cs, {}, "identity").require_not_identity(cs, "not_identity");
  const auto answer = cs.is_satisfied();
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().message(), "constraint not_identity does not hold");
}

TYPED_TEST(Edwards, TheCofactorOfAnyPointIsCleared) {
  using Point = EdwardsPoint<TypeParam>;
  for (const auto& c : this->vectors()["outside"]) {
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const auto p = point<TypeParam>(c["p"]);
    const Point cleared = Point::clear_cofactor(cs, pinned(cs, p.x), pinned(cs, p.y), "clear");
    EXPECT_EQ(cleared.value(cs), point<TypeParam>(c["times_cofactor"]));
    ASSERT_TRUE(cs.is_satisfied().ok());
    EXPECT_THAT(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()), IsEmpty());
    EXPECT_THAT(locally_free_variables(cs.r1cs(), cs.assignment()), IsEmpty());
  }
}

// A point of the curve outside the subgroup: the honest witness fails, and so does each point of the curve that a
// forger puts in the place of the hidden preimage, since 2^k of it is in the subgroup.
TYPED_TEST(Edwards, PointsOutsideTheSubgroupAreRefused) {
  using Point = EdwardsPoint<TypeParam>;
  for (const auto& c : this->vectors()["outside"]) {
    const auto p = point<TypeParam>(c["p"]);
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const LinearCombination x = cs.alloc_public(p.x), y = cs.alloc_public(p.y);
    Point::enforce(cs, x, y, "point");
    EXPECT_FALSE(cs.is_satisfied().ok());
    for (const auto& other : this->vectors()["outside"]) {
      Forgery sheet(cs);
      auto q = point<TypeParam>(other["p"]);
      sheet.values()[3] = q.x;
      sheet.values()[4] = q.y;
      for (uint32_t row = 0; row < cs.constraint_count(); ++row) {  // everything that follows from it
        const std::string path = cs.paths().describe(row);
        const R1cs& r = cs.r1cs();
        auto value = [&](const SparseMatrix& m) { return m.evaluate_row(row, sheet.values()); };
        if (path.ends_with("xx") || path.ends_with("yy") || path.ends_with("xy"))
          sheet.values()[r.c.row_variables(row)[0]] = value(r.a) * value(r.b);
        else if ((path.ends_with(".x") || path.ends_with(".y")) && path.find("double") != std::string::npos)
          sheet.values()[r.a.row_variables(row)[0]] = value(r.c) * value(r.b).inverse();
      }
      for (const std::string& path : sheet.violated()) EXPECT_THAT(path, ::testing::StartsWith("point.equal"));
      EXPECT_FALSE(sheet.violated().empty());
    }
  }
}

TYPED_TEST(Edwards, APointOffTheCurveIsRefused) {
  using Point = EdwardsPoint<TypeParam>;
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  auto p = this->generator();
  p.y += Fr::one();
  Point::clear_cofactor(cs, pinned(cs, p.x), pinned(cs, p.y), "point");
  const auto answer = cs.is_satisfied();
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().message(), "constraint point.curve does not hold");
}

TYPED_TEST(Edwards, MultiplesAgreeForEveryKindOfScalar) {
  using Point = EdwardsPoint<TypeParam>;
  for (const auto& c : this->vectors()["cases"]) {
    const std::string scalar = c["scalar"];
    ConstraintSystem cs(Synthesis::kWitness);
    const Point p = this->pinned_point(cs, point<TypeParam>(c["p"]));
    const std::vector<Bit> bits = bits_of(cs, scalar, 255);
    uint32_t before = cs.constraint_count();
    EXPECT_EQ(p.mul(cs, bits, "variable").value(cs), point<TypeParam>(c["product"])) << scalar;
    EXPECT_EQ(cs.constraint_count() - before, 13u * 255 - 11);
    before = cs.constraint_count();
    EXPECT_EQ(Point::mul_constant(cs, this->generator(), bits, "constant").value(cs),
              point<TypeParam>(c["multiple_of_generator"]));
    EXPECT_EQ(cs.constraint_count() - before, 9u * 85 - 6);
    EXPECT_TRUE(cs.is_satisfied().ok());
  }
}

TYPED_TEST(Edwards, EveryWireOfAMultipleIsBound) {
  using Point = EdwardsPoint<TypeParam>;
  for (size_t count : {1u, 2u, 3u, 4u, 5u, 9u}) {
    ConstraintSystem cs(Synthesis::kShapeAndWitness);
    const Point p = this->pinned_point(cs, this->generator());
    const std::vector<Bit> bits = bits_of(cs, "16d", count);
    const uint32_t before = cs.constraint_count();
    const auto variable = p.mul(cs, bits, "variable").value(cs);
    const uint32_t between = cs.constraint_count();
    const auto constant = Point::mul_constant(cs, this->generator(), bits, "constant").value(cs);
    EXPECT_EQ(variable, constant);
    EXPECT_EQ(between - before, 13 * count - 11);
    EXPECT_EQ(cs.constraint_count() - between, 9 * (count / 3) - 6 + (count % 3 == 0 ? 0 : count % 3 == 1 ? 6 : 7));
    ASSERT_TRUE(cs.is_satisfied().ok());
    EXPECT_THAT(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()), IsEmpty());
    EXPECT_THAT(locally_free_variables(cs.r1cs(), cs.assignment()), IsEmpty());
  }
}

// A forger who claims another multiple: the scalar of the witness is one thing, the windows' points another.
TYPED_TEST(Edwards, AnotherMultipleIsRefused) {
  using Point = EdwardsPoint<TypeParam>;
  ConstraintSystem cs(Synthesis::kShapeAndWitness), other(Synthesis::kShapeAndWitness);
  for (ConstraintSystem* system : {&cs, &other}) {
    std::vector<Bit> bits;
    for (size_t i = 0; i < 6; ++i)
      bits.push_back(Bit::alloc(*system, (system == &cs ? 0b101101 : 0b101100) >> i & 1, {"bit", i}));
    const Point out = Point::mul_constant(*system, this->generator(), bits, "multiply");
    system->enforce_zero(out.x() - out.x(), "x");
  }
  // The whole witness of the other scalar with one bit of ours, and the other way round.
  Forgery sheet(cs);
  std::ranges::copy(other.assignment(), sheet.values().begin());
  EXPECT_THAT(sheet.violated(), IsEmpty());
  sheet.values()[1] = Fr::one();
  EXPECT_THAT(sheet.violated(), Contains("multiply.window[0].x"));
  sheet.values()[1] = Fr::from_u64(2);
  EXPECT_THAT(sheet.violated(), Contains("bit[0]"));
}

// Why Bandersnatch points must be in the subgroup: with neither a nor d a square there are points P, P' of the curve
// with d x x' y y' = 1, whose "sum" has a denominator of zero, so that any coordinate would satisfy it. No such P' can
// be made.
TEST(Bandersnatch, PointsWhoseSumHasNoDenominatorAreRefused) {
  const Fr a = Bandersnatch::a(), d = Bandersnatch::d();
  std::ifstream in(ZKP_SOURCE_DIR "/tests/vectors/gadgets.json");
  const auto p = point<Bandersnatch>(nlohmann::json::parse(in)["curves"]["bandersnatch"]["generator"]);
  const Fr root_ad = (a * d).sqrt_var().value();
  const Fr root_a_over_d = root_ad * d.inverse();
  // (x, y) -> (1 / (sqrt(ad) x), sqrt(a / d) / y) is translation by a point at infinity.
  const EdwardsAffine<Bandersnatch> translated = {(root_ad * p.x).inverse(), root_a_over_d * p.y.inverse()};
  ASSERT_TRUE(translated.is_on_curve());
  ASSERT_TRUE((d * p.x * translated.x * p.y * translated.y).is_one());
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  BandersnatchPoint::enforce(cs, cs.alloc_public(translated.x), cs.alloc_public(translated.y), "point");
  EXPECT_FALSE(cs.is_satisfied().ok());
  EXPECT_DEATH(BandersnatchPoint::constant(translated), "is_in_subgroup");
}

}  // namespace
}  // namespace zkp::gadgets
