/// What the circuit promises, as its author would test it.
#include "old_enough.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base_os/system_random.h"
#include "groth16/prove.h"
#include "groth16/setup.h"
#include "groth16/verify.h"
#include "r1cs/check_circuit.h"
#include "r1cs/tamper.h"

namespace old_enough {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class OldEnoughTest : public ::testing::Test {
 protected:
  const std::vector<Record> people_ = {{*day_of("1984-06-01"), Fr::from_u64(1001)},
                                       {*day_of("2008-11-28"), Fr::from_u64(1002)},
                                       {*day_of("2008-11-29"), Fr::from_u64(1003)}};
  const IssuerList list_ = IssuerList(people_);
  const uint32_t born_by_ = *born_by("2026-11-28", 18);

  OldEnough claim_of(size_t person) const { return claim(list_, people_[person], person, born_by_, Fr::from_u64(77)); }
};

TEST_F(OldEnoughTest, EighteenTodayIsOldEnoughAndTomorrowIsNot) {
  EXPECT_TRUE(zkp::check_circuit_witness(claim_of(0)).ok());
  EXPECT_TRUE(zkp::check_circuit_witness(claim_of(1)).ok());
  const auto tomorrow = zkp::check_circuit_witness(claim_of(2));
  ASSERT_FALSE(tomorrow.ok());
  EXPECT_THAT(tomorrow.error().message(), HasSubstr("constraint old_enough"));
}

TEST_F(OldEnoughTest, ARecordThatIsNotOnTheListIsRefused) {
  const Record stranger{*day_of("1950-01-01"), Fr::from_u64(5)};
  const auto answer = zkp::check_circuit_witness(claim(list_, stranger, 0, born_by_, Fr::from_u64(77)));
  ASSERT_FALSE(answer.ok());
  EXPECT_THAT(answer.error().message(), HasSubstr("constraint on_the_list"));
}

TEST_F(OldEnoughTest, NothingInItIsFree) {
  const zkp::CircuitShape shape = zkp::circuit_shape<OldEnough>();
  const zkp::ConstraintSystem witness = zkp::circuit_witness(claim_of(0));
  EXPECT_THAT(zkp::check_circuit(shape.system, shape.paths), IsEmpty());
  EXPECT_THAT(zkp::testing::unnoticed_changes(shape.system, witness.assignment()), IsEmpty());
  EXPECT_THAT(shape.public_names, ElementsAre("list_root", "born_by", "service", "nullifier"));
  EXPECT_EQ(shape.system.constraint_count(), 33u + 33 + kDepth + 240 + kDepth * 241 + 1 + 33 + 240 + 1);
}

TEST_F(OldEnoughTest, AProofHoldsForItsPublicInputsAlone) {
  zkp::SystemRandom random;
  const zkp::CircuitShape shape = zkp::circuit_shape<OldEnough>();
  const auto trapdoor = zkp::random_trapdoor(random);
  const auto key = zkp::groth16_setup(shape.system, *trapdoor, zkp::SetupLabel::local());
  ASSERT_TRUE(key.ok());
  const OldEnough honest = claim_of(1);
  const auto proof = zkp::groth16_prove(*key, zkp::circuit_witness(honest), random);
  ASSERT_TRUE(proof.ok()) << proof.error().describe();

  const auto verifier = zkp::PreparedVerifyingKey::make(key->vk);
  EXPECT_TRUE(verifier->verify(zkp::public_inputs(honest), *proof).ok());
  for (size_t i = 0; i < 4; ++i) {
    std::vector<Fr> others = zkp::public_inputs(honest);
    others[i] += Fr::one();
    EXPECT_FALSE(verifier->verify(others, *proof).ok()) << shape.public_names[i];
  }
  EXPECT_FALSE(zkp::groth16_prove(*key, zkp::circuit_witness(claim_of(2)), random).ok());
}

TEST(IssuerList, AnEmptyListHasARoot) {
  EXPECT_EQ(IssuerList({}).root(), zkp::gadgets::merkle_root(Fr(), 0, IssuerList({}).siblings(0)));
}

TEST(Days, OfDates) {
  EXPECT_EQ(day_of("1900-01-01"), 0u);
  EXPECT_EQ(day_of("1900-03-01"), 59u);
  EXPECT_EQ(born_by("2026-02-28", 18), day_of("2008-02-28"));
  EXPECT_EQ(born_by("2028-02-29", 18), day_of("2010-02-28"));
  for (const char* wrong : {"", "2026-02-30", "26-02-01", "2026/02/01", "1899-12-31", "2026-1-011", "2026-0a-01"})
    EXPECT_EQ(day_of(wrong), std::nullopt) << wrong;
  EXPECT_EQ(born_by("1910-01-01", 18), std::nullopt);
}

}  // namespace
}  // namespace old_enough
