/// What a malicious prover can try against the verifier with points that are all well formed: other points in the
/// place of his own, other public inputs, other keys. Every table names an attack and what its failure shows.
/// Malformed bytes are in encoding_attack_test.cpp, batches in batch_test.cpp.
#include <gtest/gtest.h>

#include "groth16/batch_verify.h"
#include "groth16/toy.h"

namespace zkp {
namespace {

using testing::toy_inputs;
using testing::toy_proof;

constexpr int64_t kX = 3, kY = 35, kUnused = 99;

G1Affine add(const G1Affine& a, const G1Affine& b) { return G1(a).add_mixed(b).to_affine(); }
G2Affine add(const G2Affine& a, const G2Affine& b) { return G2(a).add_mixed(b).to_affine(); }
G1Affine times(const G1Affine& p, const Fr& k) { return p.mul(k).to_affine(); }
G2Affine times(const G2Affine& p, const Fr& k) { return p.mul(k).to_affine(); }

const ProvingKey& key() {
  static const ProvingKey out = testing::toy_key();
  return out;
}

const PreparedVerifyingKey& verifier() {
  static const PreparedVerifyingKey out = PreparedVerifyingKey::make(key().vk).value();
  return out;
}

// By the verifier alone and in a batch with a good proof: both must say the same.
bool accepted(std::span<const Fr> inputs, const Groth16Proof& proof, const PreparedVerifyingKey& under = verifier()) {
  static const std::vector<Fr> good_inputs = toy_inputs(kY, kUnused);
  static const Groth16Proof good = [] {
    SimRandom random(1000);
    return toy_proof(key(), kX, kY, kUnused, random).value();
  }();
  const bool alone = under.verify(inputs, proof).ok();
  const std::array<Groth16Claim, 2> batch = {{{&verifier(), good_inputs, good}, {&under, inputs, proof}}};
  const Groth16BatchVerdict verdict = groth16_verify_batch(batch).value();
  EXPECT_EQ(verdict.all_verify(), alone);
  if (!verdict.all_verify()) {
    EXPECT_EQ(verdict.rejected.size(), 1u);
    EXPECT_EQ(verdict.rejected[0].index, 1u);
  }
  return alone;
}

class Attack : public ::testing::Test {
 protected:
  SimRandom random_{11};
  const std::vector<Fr> inputs_ = toy_inputs(kY, kUnused);
  const Groth16Proof proof_ = toy_proof(key(), kX, kY, kUnused, random_).value();
  const Groth16Proof same_statement_ = toy_proof(key(), kX, kY, kUnused, random_).value();
  const Groth16Proof other_statement_ = toy_proof(key(), 4, 73, 7, random_).value();

  void SetUp() override { ASSERT_TRUE(accepted(inputs_, proof_)); }
};

// ---- elements replaced
// -----------------------------------------------------------------------------------------------

TEST_F(Attack, NoPointOfG1InThePlaceOfAOrC) {
  const VerifyingKey& vk = key().vk;
  const Fr k = Fr::from_u64(0xfeedface);
  struct Replacement {
    const char* point;
    const char* shows;
    std::function<G1Affine(const G1Affine& own)> make;
  };
  const std::vector<Replacement> table = {
      {"generator", "a constant is no proof", [](auto&) { return G1Affine::generator(); }},
      {"a random point", "nor is a guess", [&](auto&) { return times(G1Affine::generator(), k); }},
      {"negated", "the sign counts", [](auto& p) { return -p; }},
      {"doubled", "so does the factor", [](auto& p) { return add(p, p); }},
      {"its image under phi", "an endomorphism is a factor too", [](auto& p) { return phi(p); }},
      {"plus the generator", "no small error passes", [](auto& p) { return add(p, G1Affine::generator()); }},
      {"A of another proof of this statement", "proofs cannot be mixed", [&](auto&) { return same_statement_.a; }},
      {"C of another proof of this statement", "proofs cannot be mixed", [&](auto&) { return same_statement_.c; }},
      {"A of another statement", "nor statements", [&](auto&) { return other_statement_.a; }},
      {"C of another statement", "nor statements", [&](auto&) { return other_statement_.c; }},
      {"A + C", "sums of own elements", [&](auto&) { return add(proof_.a, proof_.c); }},
      {"plus A of another proof", "proofs cannot be added", [&](auto& p) { return add(p, same_statement_.a); }},
      {"alpha", "the key's own points", [&](auto&) { return vk.alpha; }},
      {"plus alpha", "the key's own points", [&](auto& p) { return add(p, vk.alpha); }},
      {"minus alpha", "the key's own points", [&](auto& p) { return add(p, -vk.alpha); }},
      {"beta in G1", "the key's own points", [](auto&) { return key().beta_g1; }},
      {"delta in G1", "the key's own points", [](auto&) { return key().delta_g1; }},
      {"plus delta", "blinding one element alone", [](auto& p) { return add(p, key().delta_g1); }},
      {"IC_0", "the key's own points", [&](auto&) { return vk.ic[0]; }},
      {"minus IC_1", "an input moved into the proof", [&](auto& p) { return add(p, -vk.ic[1]); }},
  };
  for (const Replacement& attack : table) {
    SCOPED_TRACE(std::string(attack.point) + ": " + attack.shows);
    EXPECT_FALSE(accepted(inputs_, {attack.make(proof_.a), proof_.b, proof_.c})) << "for A";
    EXPECT_FALSE(accepted(inputs_, {proof_.a, proof_.b, attack.make(proof_.c)})) << "for C";
  }
  EXPECT_FALSE(accepted(inputs_, {proof_.c, proof_.b, proof_.a})) << "A and C exchanged";
}

TEST_F(Attack, NoPointOfG2InThePlaceOfB) {
  const VerifyingKey& vk = key().vk;
  struct Replacement {
    const char* point;
    const char* shows;
    G2Affine b;
  };
  const std::vector<Replacement> table = {
      {"generator", "a constant is no proof", G2Affine::generator()},
      {"a random point", "nor is a guess", times(G2Affine::generator(), Fr::from_u64(0xfeedface))},
      {"negated", "the sign counts", -proof_.b},
      {"doubled", "so does the factor", add(proof_.b, proof_.b)},
      {"its image under psi", "an endomorphism is a factor too", psi(proof_.b)},
      {"plus the generator", "no small error passes", add(proof_.b, G2Affine::generator())},
      {"B of another proof of this statement", "proofs cannot be mixed", same_statement_.b},
      {"B of another statement", "nor statements", other_statement_.b},
      {"plus B of another proof", "proofs cannot be added", add(proof_.b, same_statement_.b)},
      {"beta", "the key's own points", vk.beta},
      {"gamma", "the key's own points", vk.gamma},
      {"delta", "the key's own points", vk.delta},
      {"plus beta", "the key's own points", add(proof_.b, vk.beta)},
      {"plus gamma", "the key's own points", add(proof_.b, vk.gamma)},
      {"plus delta", "blinding one element alone", add(proof_.b, vk.delta)},
  };
  for (const Replacement& attack : table) {
    SCOPED_TRACE(std::string(attack.point) + ": " + attack.shows);
    EXPECT_FALSE(accepted(inputs_, {proof_.a, attack.b, proof_.c}));
  }
}

// A point at infinity makes a pairing one: e(0, B) = 1. In memory too (a decoder never yields one).
TEST_F(Attack, NoIdentityInAnyPlace) {
  const G1Affine o1 = G1Affine::identity();
  const G2Affine o2 = G2Affine::identity();
  const Groth16Proof table[] = {{o1, proof_.b, proof_.c}, {proof_.a, o2, proof_.c}, {proof_.a, proof_.b, o1},
                                {o1, o2, proof_.c},       {o1, proof_.b, o1},       {o1, o2, o1}};
  for (const Groth16Proof& proof : table) {
    EXPECT_FALSE(accepted(inputs_, proof));
    EXPECT_EQ(verifier().verify(inputs_, proof).error().code(), CryptoError::kIdentity);
  }
}

// What somebody who has the whole proving key can add to a proof: shows that no point of the key is worth nothing.
TEST_F(Attack, NoPointOfTheProvingKeyCanBeAddedToAnElement) {
  const ProvingKey& pk = key();
  std::vector<std::pair<std::string, G1Affine>> points = {{"beta", pk.beta_g1}, {"delta", pk.delta_g1}};
  auto all_of = [&](const char* name, std::span<const G1Affine> list) {
    for (size_t i = 0; i < list.size(); ++i)
      if (!list[i].is_identity()) points.emplace_back(name + std::to_string(i), list[i]);
  };
  all_of("a", pk.a);
  all_of("b", pk.b_g1);
  all_of("l", pk.l);
  all_of("h", pk.h);
  all_of("ic", pk.vk.ic);
  for (const auto& [name, point] : points) {
    EXPECT_FALSE(verifier().verify(inputs_, {add(proof_.a, point), proof_.b, proof_.c}).ok()) << "A + " << name;
    EXPECT_FALSE(verifier().verify(inputs_, {proof_.a, proof_.b, add(proof_.c, point)}).ok()) << "C + " << name;
    EXPECT_FALSE(verifier().verify(inputs_, {proof_.a, proof_.b, add(proof_.c, -point)}).ok()) << "C - " << name;
  }
  for (size_t i = 0; i < pk.b_g2.size(); ++i) {
    if (pk.b_g2[i].is_identity()) continue;
    EXPECT_FALSE(verifier().verify(inputs_, {proof_.a, add(proof_.b, pk.b_g2[i]), proof_.c}).ok()) << "B + b" << i;
  }
}

// The honest prover's sums for one public input more than was proved: A and B follow the new value, C cannot, because
// the public input's own term is divided by gamma and not by delta.
TEST_F(Attack, AnInputCannotBeChangedByTheProversOwnSums) {
  const ProvingKey& pk = key();
  const std::vector<Fr> wanted = toy_inputs(kY + 1, kUnused);
  const Groth16Proof follows = {add(proof_.a, pk.a[1]), proof_.b, proof_.c};
  EXPECT_FALSE(accepted(wanted, follows));
  for (const G1Affine& l : pk.l) EXPECT_FALSE(accepted(wanted, {follows.a, follows.b, add(follows.c, l)}));
  for (const G1Affine& h : pk.h) EXPECT_FALSE(accepted(wanted, {follows.a, follows.b, add(follows.c, h)}));
  EXPECT_FALSE(accepted(wanted, {follows.a, follows.b, add(follows.c, -pk.vk.ic[1])}));
}

// ---- malleability
// ----------------------------------------------------------------------------------------------------

struct Rerandomisation {
  const char* name;
  std::function<Groth16Proof(const Groth16Proof&)> change;
};

std::vector<Rerandomisation> rerandomisations() {
  const Fr r = Fr::from_u64(0x1234567), s = Fr::from_u64(0x89abcdef);
  auto scale = [=](const Groth16Proof& p) { return Groth16Proof{times(p.a, r), times(p.b, r.inverse()), p.c}; };
  // e(A, B + s delta) = e(A, B) e(s A, delta)
  auto shift = [=](const Groth16Proof& p) {
    return Groth16Proof{p.a, add(p.b, times(key().vk.delta, s)), add(p.c, times(p.a, s))};
  };
  return {{"(-A, -B, C)",
           [](const Groth16Proof& p) {
             return Groth16Proof{-p.a, G2Affine(-p.b), p.c};
           }},
          {"(r A, B / r, C)", scale},
          {"(A, B + s delta, C + s A)", shift},
          {"both", [=](const Groth16Proof& p) { return shift(scale(p)); }}};
}

// Anybody can make another valid proof of the same statement out of a valid one: a proof is no identity, and having
// seen one does not show that two were made. This is a property of Groth16, and documented in groth16-keys.md.
TEST_F(Attack, RerandomisedProofsVerifyForTheSameInputs) {
  for (const Rerandomisation& each : rerandomisations()) {
    const Groth16Proof changed = each.change(proof_);
    EXPECT_NE(encode_proof(changed), encode_proof(proof_)) << each.name;
    EXPECT_TRUE(accepted(inputs_, changed)) << each.name;
  }
}

// Weak simulation extractability (ePrint 2020/811): out of proofs that he has seen, nobody makes one for other inputs.
// Of the known ways to change a proof none changes what it says, also for the input that no constraint mentions.
TEST_F(Attack, NoRerandomisedProofVerifiesForOtherInputs) {
  for (const Rerandomisation& each : rerandomisations()) {
    const Groth16Proof changed = each.change(proof_);
    for (size_t i = 0; i < inputs_.size(); ++i) {
      for (const Fr& delta : {Fr::one(), -Fr::one(), Fr::from_u64(0x1234567), inputs_[i]}) {
        std::vector<Fr> other = inputs_;
        other[i] += delta;
        EXPECT_FALSE(accepted(other, changed)) << each.name << ", input " << i;
      }
    }
    EXPECT_FALSE(accepted(toy_inputs(73, 7), changed)) << each.name;
  }
}

// Two proofs of one key cannot be combined into one of the combined inputs: the equation is quadratic.
TEST_F(Attack, SumsOfTwoProofsProveNothing) {
  const auto other = toy_inputs(73, 7);
  std::vector<Fr> sum, mean;
  for (size_t i = 0; i < 2; ++i) {
    sum.push_back(inputs_[i] + other[i]);
    mean.push_back((inputs_[i] + other[i]) * Fr::from_u64(2).inverse());
  }
  const Groth16Proof added = {add(proof_.a, other_statement_.a), add(proof_.b, other_statement_.b),
                              add(proof_.c, other_statement_.c)};
  for (const auto& inputs : {sum, mean, inputs_, other}) EXPECT_FALSE(accepted(inputs, added));
}

// ---- public inputs
// ---------------------------------------------------------------------------------------------------

TEST_F(Attack, NoOtherPublicInputs) {
  const Fr y = inputs_[0], u = inputs_[1], one = Fr::one();
  struct Change {
    const char* name;
    std::vector<Fr> inputs;
  };
  const std::vector<Change> table = {
      {"first one more", {y + one, u}},
      {"first one less", {y - one, u}},
      {"first negated", {-y, u}},
      {"first zero", {Fr::zero(), u}},
      {"first inverted", {y.inverse(), u}},
      {"first plus 2^32", {y + Fr::from_u64(uint64_t{1} << 32), u}},
      {"second one more (no constraint mentions it)", {y, u + one}},
      {"second zero", {y, Fr::zero()}},
      {"second negated", {y, -u}},
      {"swapped", {u, y}},
      {"twice the first", {y, y}},
      {"twice the second", {u, u}},
      {"moved from one to the other", {y + one, u - one}},
      {"both doubled", {y + y, u + u}},
      {"those of another proof", toy_inputs(73, 7)},
      {"none", {}},
      {"only the first", {y}},
      {"a zero behind", {y, u, Fr::zero()}},
      {"a one before, as if for the constant", {one, y, u}},
  };
  for (const Change& attack : table) EXPECT_FALSE(accepted(attack.inputs, proof_)) << attack.name;
}

// A 256-bit integer x + r names the same element as x. A verifier that reduced its inputs would let one proof speak for
// several integers (a nullifier spent twice). Bytes that are not below r are no input.
TEST_F(Attack, NoInputIsRaisedByTheModulus) {
  auto plus_modulus = [](const Fr& x) {
    ByteArray<32> out{};
    const auto value = x.to_limbs();
    unsigned carry = 0;
    for (size_t i = 0; i < 32; ++i) {
      const auto byte_of = [&](const Fr::Limbs& v) { return static_cast<unsigned>(v[i / 8] >> (8 * (i % 8)) & 0xff); };
      carry += byte_of(value) + byte_of(Fr::kModulus);
      out[31 - i] = static_cast<uint8_t>(carry);
      carry >>= 8;
    }
    EXPECT_EQ(carry, 0u) << "does not fit in 32 bytes";
    return out;
  };
  const Bytes good = encode_public_inputs(inputs_);
  ASSERT_EQ(decode_public_inputs(good).value(), inputs_);
  for (size_t i = 0; i < inputs_.size(); ++i) {
    Bytes raised = good;
    std::ranges::copy(plus_modulus(inputs_[i]), raised.begin() + static_cast<ptrdiff_t>(32 * i));
    ASSERT_EQ(Fr::from_bytes_reduce(ByteView(raised).subspan(32 * i, 32)), inputs_[i]);  // what it would pass for
    EXPECT_EQ(decode_public_inputs(raised).error().code(), CryptoError::kNonCanonical);
  }
  EXPECT_EQ(decode_public_inputs(plus_modulus(Fr::zero())).error().code(), CryptoError::kNonCanonical) << "r itself";
  EXPECT_EQ(decode_public_inputs(Bytes(32, 0xff)).error().code(), CryptoError::kNonCanonical);
  EXPECT_TRUE(decode_public_inputs((-Fr::one()).to_bytes()).ok()) << "r - 1";
  for (size_t size : {1, 31, 33, 63})
    EXPECT_EQ(decode_public_inputs(Bytes(size, 0)).error().code(), GeneralError::kParse) << size;
}

// ---- keys
// ------------------------------------------------------------------------------------------------------------

TEST_F(Attack, NoProofOfAnotherKey) {
  // Same circuit, other trapdoor.
  SimRandom other(8);
  const ProvingKey local =
      groth16_setup(testing::toy_r1cs(), random_trapdoor(other).value(), SetupLabel::local()).value();
  const PreparedVerifyingKey under_local = PreparedVerifyingKey::make(local.vk).value();
  const Groth16Proof of_local = toy_proof(local, kX, kY, kUnused, random_).value();
  EXPECT_TRUE(accepted(inputs_, of_local, under_local));
  EXPECT_FALSE(accepted(inputs_, of_local));
  EXPECT_FALSE(accepted(inputs_, proof_, under_local));

  // Same trapdoor, another circuit with the same number of inputs (x^3 + x + 6 = y): shows that the key is the circuit.
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  const Variable y = cs.alloc_public(Fr::from_i64(kY));
  cs.alloc_public(Fr::from_i64(kUnused));
  const Variable x = cs.alloc(Fr::from_i64(kY - 6));
  cs.enforce_zero(LinearCombination(x) + Fr::from_u64(6) - y, "sum");
  cs.alloc(Fr::zero());
  const Trapdoor trapdoor = insecure_dev_trapdoor(key().circuit_id);
  const ProvingKey linear = groth16_setup(cs.r1cs(), trapdoor, SetupLabel::local()).value();
  const Groth16Proof of_linear = groth16_prove(linear, cs, random_).value();
  EXPECT_TRUE(accepted(inputs_, of_linear, PreparedVerifyingKey::make(linear.vk).value()));
  EXPECT_FALSE(accepted(inputs_, of_linear));
}

// Whoever knows the trapdoor proves anything: why keys carry a label. (The simulator of ePrint 2016/260, section 3.2.)
TEST_F(Attack, TheTrapdoorOfInsecureDevKeysForgesProofs) {
  const Trapdoor t = insecure_dev_trapdoor(key().circuit_id);
  const std::vector<Fr> lie = toy_inputs(36, 1);  // no x is known
  const Fr a = Fr::from_u64(111), b = Fr::from_u64(222);
  const std::vector<Fr> scalars = {Fr::one(), lie[0], lie[1]};
  // C = (a b - alpha beta - IC(x) gamma) / delta
  const G1 c =
      (G1::generator().mul(a * b - t.alpha * t.beta) - verifier().combine_ic_var(scalars, nullptr).mul(t.gamma))
          .mul(t.delta.inverse());
  EXPECT_TRUE(accepted(lie, {times(G1Affine::generator(), a), times(G2Affine::generator(), b), c.to_affine()}));
}

// Keys under which proofs are forged without any trapdoor: the equation holds for the forgery, so that only the check
// of the key protects.
TEST_F(Attack, KeysThatAllowForgeriesAreRefused) {
  const std::vector<Fr> lie = toy_inputs(36, 1);
  auto equation_holds = [](const VerifyingKey& vk, std::span<const Fr> inputs, const Groth16Proof& proof) {
    G1 ic(vk.ic[0]);
    for (size_t i = 0; i < inputs.size(); ++i) ic += vk.ic[i + 1].mul(inputs[i]);
    const std::array p = {proof.a, -ic.to_affine(), -proof.c, -vk.alpha};
    const std::array q = {proof.b, vk.gamma, vk.delta, vk.beta};
    return pairing_product_is_one(p, q);
  };
  auto ic_of = [](const VerifyingKey& vk, std::span<const Fr> inputs) {
    return (G1(vk.ic[0]) + vk.ic[1].mul(inputs[0]) + vk.ic[2].mul(inputs[1])).to_affine();
  };

  VerifyingKey same = key().vk;  // delta = gamma: C = -IC(x) cancels the inputs, A B = alpha beta
  same.delta = same.gamma;
  EXPECT_TRUE(equation_holds(same, lie, {same.alpha, same.beta, -ic_of(same, lie)}));
  EXPECT_EQ(PreparedVerifyingKey::make(same).error().code(), CryptoError::kBadKey);

  VerifyingKey unbound = key().vk;  // IC_2 at infinity: every value of input 2 gives the same equation
  unbound.ic[2] = G1Affine::identity();
  const auto zero = toy_inputs(kY, 0), any = toy_inputs(kY, 12345);
  SimRandom random(4);
  const Groth16Proof for_zero = toy_proof(key(), kX, kY, 0, random).value();
  EXPECT_TRUE(equation_holds(unbound, zero, for_zero));
  EXPECT_TRUE(equation_holds(unbound, any, for_zero));
  EXPECT_EQ(PreparedVerifyingKey::make(unbound).error().code(), CryptoError::kBadKey);

  VerifyingKey skipped = key().vk;  // a second phase that never took place: both are still the generator
  skipped.gamma = skipped.delta = G2Affine::generator();
  EXPECT_TRUE(equation_holds(skipped, lie, {skipped.alpha, skipped.beta, -ic_of(skipped, lie)}));
  EXPECT_EQ(PreparedVerifyingKey::make(skipped).error().code(), CryptoError::kBadKey);
}

TEST_F(Attack, PartsOfAKeyCannotBeExchanged) {
  struct Change {
    const char* name;
    std::function<void(VerifyingKey&)> change;
  };
  const std::vector<Change> table = {
      {"gamma and delta", [](VerifyingKey& vk) { std::swap(vk.gamma, vk.delta); }},
      {"beta and gamma", [](VerifyingKey& vk) { std::swap(vk.beta, vk.gamma); }},
      {"alpha and IC_0", [](VerifyingKey& vk) { std::swap(vk.alpha, vk.ic[0]); }},
      {"IC_0 and IC_1", [](VerifyingKey& vk) { std::swap(vk.ic[0], vk.ic[1]); }},
      {"IC_1 and IC_2", [](VerifyingKey& vk) { std::swap(vk.ic[1], vk.ic[2]); }},
      {"alpha negated", [](VerifyingKey& vk) { vk.alpha = -vk.alpha; }},
      {"delta doubled", [](VerifyingKey& vk) { vk.delta = add(vk.delta, vk.delta); }},
  };
  for (const Change& attack : table) {
    VerifyingKey vk = key().vk;
    attack.change(vk);
    const auto prepared = PreparedVerifyingKey::make(vk);
    if (prepared.ok()) { EXPECT_FALSE(accepted(inputs_, proof_, *prepared)) << attack.name; }
  }
}

// Every byte of the key, three changes each: the decoder refuses it, or the good proof fails under what it became.
TEST_F(Attack, NoByteOfAKeyCanBeChanged) {
  const Bytes good = encode_verifying_key(key().vk);
  size_t decoded = 0;
  for (size_t i = 0; i < good.size(); ++i) {
    for (uint8_t mask : {0x01, 0x20, 0xff}) {  // 0x20 is the sign of y in the first byte of a point
      Bytes changed = good;
      changed[i] ^= mask;
      const auto vk = decode_verifying_key(changed);
      if (!vk.ok()) continue;
      ++decoded;
      EXPECT_NE(verifying_key_id(*vk), verifier().id());
      EXPECT_FALSE(PreparedVerifyingKey::make(*vk)->verify(inputs_, proof_).ok()) << "byte " << i;
    }
  }
  EXPECT_GE(decoded, 7u);  // at least the seven points with the other sign: the test reaches the equation
}

}  // namespace
}  // namespace zkp
