/// Schnorr signatures inside a circuit, and everything about one that a forger can change.
#include "r1cs/gadgets/schnorr.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "r1cs/gadgets/wide_integer.h"
#include "r1cs/run_gadget.h"

namespace zkp::gadgets {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Point = EdwardsAffine<Jubjub>;

const WideInteger& order() {
  static const WideInteger value = WideInteger::of_limbs(Jubjub::kOrder);
  return value;
}

// Test keys only: a nonce by counting is no nonce, and the multiples take variable time.
SchnorrSignature sign(const WideInteger& secret, const WideInteger& nonce, const Fr& message) {
  const Point key = schnorr_base().mul(secret.limbs()), r = schnorr_base().mul(nonce.limbs());
  const WideInteger c = WideInteger::of_limbs(schnorr_challenge(r, key, message).to_limbs());
  return {r, WideInteger::divide_floor(nonce + c * secret, order()).remainder.to_field()};
}

struct Inputs {
  Point key;
  Fr message;
  SchnorrSignature signature;
};

Inputs honest() {
  const WideInteger secret = WideInteger(1).shifted_left(200) + WideInteger(12345);
  const Fr message = Fr::from_u64(777);
  return {schnorr_base().mul(secret.limbs()), message, sign(secret, 987654321, message)};
}

std::string answer_of(const Inputs& in) {
  ConstraintSystem cs(Synthesis::kWitness);
  const LinearCombination message = cs.alloc(in.message), s = cs.alloc(in.signature.s);
  auto given = [&](const Point& p, Label label) {
    return JubjubPoint::enforce(cs, cs.alloc(p.x), cs.alloc(p.y), label);
  };
  const JubjubPoint key = given(in.key, "key"), r = given(in.signature.r, "r");
  const uint32_t before = cs.constraint_count();
  enforce_schnorr(cs, key, message, r, s, "schnorr");
  EXPECT_EQ(cs.constraint_count() - before, kSchnorrConstraints);
  const auto answer = cs.is_satisfied();
  return answer.ok() ? "" : answer.error().message();
}

TEST(Schnorr, BaseIsTheGeneratorOfTheVectors) {
  std::ifstream in(ZKP_SOURCE_DIR "/tests/vectors/gadgets.json");
  const auto g = nlohmann::json::parse(in)["curves"]["jubjub"]["generator"];
  EXPECT_EQ(schnorr_base().x, Fr::from_hex("0x" + g[0].get<std::string>()));
  EXPECT_EQ(schnorr_base().y, Fr::from_hex("0x" + g[1].get<std::string>()));
}

TEST(Schnorr, GoodSignatureVerifiesOutsideAndInside) {
  const Inputs in = honest();
  EXPECT_TRUE(schnorr_verify(in.key, in.message, in.signature));
  EXPECT_EQ(answer_of(in), "");
}

TEST(Schnorr, EveryChangeIsRefusedOutsideAndInside) {
  const Inputs good = honest();
  std::vector<std::pair<Inputs, const char*>> bad;
  auto change = [&](const char* path, auto&& edit) {
    Inputs in = good;
    edit(in);
    bad.emplace_back(in, path);
  };
  change("schnorr.equal", [](Inputs& in) { in.message += Fr::one(); });
  change("schnorr.equal", [](Inputs& in) { in.signature.s += Fr::one(); });
  change("schnorr.equal", [](Inputs& in) { in.signature.r = in.signature.r.doubled(); });
  change("schnorr.equal", [](Inputs& in) { in.signature.r = -in.signature.r; });
  change("schnorr.equal", [](Inputs& in) { in.key = in.key.doubled(); });
  change("schnorr.equal", [](Inputs& in) { std::swap(in.key, in.signature.r); });
  // s + order: the same multiple of the base, written another way.
  change("schnorr.s_bits", [](Inputs& in) { in.signature.s += order().to_field(); });
  for (const auto& [in, path] : bad) {
    EXPECT_FALSE(schnorr_verify(in.key, in.message, in.signature));
    EXPECT_THAT(answer_of(in), HasSubstr(path));
  }
  // A component of small order in R.
  Inputs small = good;
  small.signature.r = small.signature.r + Point{Fr::zero(), -Fr::one()};
  EXPECT_FALSE(schnorr_verify(small.key, small.message, small.signature));
  EXPECT_THAT(answer_of(small), HasSubstr("r.equal"));
}

TEST(Schnorr, EveryWireIsBound) {
  const Inputs in = honest();
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const LinearCombination message = cs.alloc_public(in.message);
  const LinearCombination x = cs.alloc_public(in.key.x), y = cs.alloc_public(in.key.y);
  const LinearCombination rx = cs.alloc_public(in.signature.r.x), ry = cs.alloc_public(in.signature.r.y);
  const LinearCombination s = cs.alloc_public(in.signature.s);
  const JubjubPoint key = JubjubPoint::enforce(cs, x, y, "key"), r = JubjubPoint::enforce(cs, rx, ry, "r");
  enforce_schnorr(cs, key, message, r, s, "schnorr");
  ASSERT_TRUE(cs.is_satisfied().ok());
  EXPECT_THAT(zkp::testing::unnoticed_changes(cs.r1cs(), cs.assignment()), IsEmpty());
  EXPECT_THAT(zkp::testing::unnoticed_carries(cs.r1cs(), cs.assignment()), IsEmpty());
  EXPECT_THAT(locally_free_variables(cs.r1cs(), cs.assignment()), IsEmpty());
  EXPECT_THAT(check_circuit(cs.r1cs(), cs.paths()), IsEmpty());
}

TEST(Schnorr, TheIdentityIsNobodysKey) {
  const Point identity = schnorr_base().mul(Fr::zero().to_limbs());
  ASSERT_TRUE(identity.is_identity());
  const Inputs universal{identity, Fr::from_u64(5), {identity, Fr::zero()}};  // s B = R + c A for every message
  EXPECT_FALSE(schnorr_verify(universal.key, universal.message, universal.signature));
  EXPECT_THAT(answer_of(universal), HasSubstr("key_not_identity"));
}

}  // namespace
}  // namespace zkp::gadgets
