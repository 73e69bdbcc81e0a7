#include "groth16/setup.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "curve/pairing.h"
#include "groth16/qap.h"
#include "groth16/toy.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

using testing::toy_r1cs;

// The derivation of docs/formats/groth16-keys.md, computed with another SHA-256 for the circuit id of 32 zero bytes.
TEST(InsecureDevTrapdoor, IsTheDocumentedDerivation) {
  const Trapdoor trapdoor = insecure_dev_trapdoor(Digest{});
  EXPECT_EQ(hex_encode(trapdoor.tau.to_bytes()), "0765c4185c655e32cf6ac955b99ad16dae4a81ec31cee67817637f5381ca1d65");
  EXPECT_EQ(hex_encode(trapdoor.alpha.to_bytes()), "280c06dafc60070ca0046789f974124469123909667f3954b1fe3d2ae655ffb3");
  EXPECT_EQ(hex_encode(trapdoor.beta.to_bytes()), "41240bb2bc8944bf6bc18acbb2c8485f0603139630f30f67d26dbe8aac959b79");
  EXPECT_EQ(hex_encode(trapdoor.gamma.to_bytes()), "1551dfb958d72b14bbaafaf3dcfe90343939d75a93d6e68af26a3459c55e00e4");
  EXPECT_EQ(hex_encode(trapdoor.delta.to_bytes()), "41f5698487933619eb475bb4d55dba5ada9f5e795c6ac66beb1aab744df1b149");
}

TEST(InsecureDevTrapdoor, DependsOnTheCircuit) {
  EXPECT_NE(insecure_dev_trapdoor(Digest{1}).tau, insecure_dev_trapdoor(Digest{2}).tau);
}

// Every point of the key against its scalar, computed in the clear from the trapdoor.
TEST(Groth16Setup, EveryPointIsTheMultipleThatThePaperSays) {
  const R1cs system = toy_r1cs();
  const Trapdoor t = insecure_dev_trapdoor(circuit_id(system));
  const ProvingKey key = groth16_setup(system, t, SetupLabel::insecure_dev()).value();
  const NttDomain domain = qap_domain(system.constraint_count(), system.public_count).value();
  const QapValues qap = evaluate_qap(system, domain, t.tau, nullptr);
  auto g1 = [](const Fr& scalar) { return G1::generator().mul(scalar).to_affine(); };
  auto g2 = [](const Fr& scalar) { return G2::generator().mul(scalar).to_affine(); };

  EXPECT_EQ(key.vk.alpha, g1(t.alpha));
  EXPECT_EQ(key.beta_g1, g1(t.beta));
  EXPECT_EQ(key.vk.beta, g2(t.beta));
  EXPECT_EQ(key.vk.gamma, g2(t.gamma));
  EXPECT_EQ(key.delta_g1, g1(t.delta));
  EXPECT_EQ(key.vk.delta, g2(t.delta));
  ASSERT_EQ(key.variable_count(), system.variable_count);
  for (size_t i = 0; i < system.variable_count; ++i) {
    EXPECT_EQ(key.a[i], g1(qap.u[i]));
    EXPECT_EQ(key.b_g1[i], g1(qap.v[i]));
    EXPECT_EQ(key.b_g2[i], g2(qap.v[i]));
    const Fr mixed = t.beta * qap.u[i] + t.alpha * qap.v[i] + qap.w[i];
    if (i <= system.public_count) {
      EXPECT_EQ(key.vk.ic[i], g1(mixed * t.gamma.inverse()));
    } else {
      EXPECT_EQ(key.l[i - system.public_count - 1], g1(mixed * t.delta.inverse()));
    }
  }
  ASSERT_EQ(key.h.size(), domain.size() - 1);
  Fr power = Fr::one(), vanishing = Fr::one();
  for (size_t i = 0; i < domain.size(); ++i) vanishing *= t.tau;
  vanishing -= Fr::one();
  for (const G1Affine& point : key.h) {
    EXPECT_EQ(point, g1(power * vanishing * t.delta.inverse()));
    power *= t.tau;
  }
}

// The Lagrange basis by its definition, on a domain small enough to do so.
TEST(Groth16Setup, QapInterpolatesTheRowsAndTheRowsOfThePublicInputs) {
  const R1cs system = toy_r1cs();
  const NttDomain domain = qap_domain(system.constraint_count(), system.public_count).value();
  Fr point = Fr::one();
  for (size_t row = 0; row < domain.size(); ++row, point *= domain.root()) {
    const QapValues at = evaluate_qap(system, domain, point, nullptr);
    std::vector<Fr> a(system.variable_count), b(system.variable_count), c(system.variable_count);
    auto fill = [&](const SparseMatrix& matrix, std::vector<Fr>& out) {
      for (size_t k = 0; k < matrix.row_variables(row).size(); ++k)
        out[matrix.row_variables(row)[k]] = matrix.row_coefficients(row)[k];
    };
    if (row < system.constraint_count()) {
      fill(system.a, a);
      fill(system.b, b);
      fill(system.c, c);
    } else if (row <= system.constraint_count() + system.public_count) {
      a[row - system.constraint_count()] = Fr::one();
    }
    EXPECT_EQ(at.u, a) << row;
    EXPECT_EQ(at.v, b) << row;
    EXPECT_EQ(at.w, c) << row;
  }
}

TEST(Groth16Setup, VerifyingKeyAloneIsTheSame) {
  const R1cs system = toy_r1cs();
  const Trapdoor t = insecure_dev_trapdoor(circuit_id(system));
  EXPECT_EQ(groth16_setup_verifying_key(system, t).value(), groth16_setup(system, t, SetupLabel::local())->vk);
}

TEST(Groth16Setup, TrapdoorsThatGiveForgeableKeysAreRefused) {
  const R1cs system = toy_r1cs();
  auto with = [&](auto change) {
    Trapdoor t = insecure_dev_trapdoor(circuit_id(system));
    change(t);
    auto key = groth16_setup(system, t, SetupLabel::local());
    return !key.ok() && key.error().code() == CryptoError::kBadKey;
  };
  EXPECT_TRUE(with([](Trapdoor& t) { t.tau = Fr::zero(); }));
  EXPECT_TRUE(with([](Trapdoor& t) { t.tau = Fr::root_of_unity(3); }));
  EXPECT_TRUE(with([](Trapdoor& t) { t.alpha = Fr::zero(); }));
  EXPECT_TRUE(with([](Trapdoor& t) { t.beta = Fr::zero(); }));
  EXPECT_TRUE(with([](Trapdoor& t) { t.delta = Fr::zero(); }));
  EXPECT_TRUE(with([](Trapdoor& t) { t.gamma = Fr::zero(); }));
  EXPECT_FALSE(with([](Trapdoor& t) { t.gamma = Fr::one(); }));  // as ceremonies leave it
  EXPECT_TRUE(with([](Trapdoor& t) { t.delta = t.gamma; }));
}

// tau at the place of a row that mentions every public input gives a key that looks right: no point is at infinity.
TEST(Groth16Setup, TauInTheDomainIsRefusedEvenIfTheKeyLooksRight) {
  ConstraintSystem cs(Synthesis::kShape);
  const Variable y = cs.alloc_public(Fr::zero());
  const Variable x = cs.alloc(Fr::zero());
  cs.enforce(LinearCombination(Fr::one()) + y, x, LinearCombination(), "all");
  Trapdoor t = insecure_dev_trapdoor(circuit_id(cs.r1cs()));
  ASSERT_TRUE(groth16_setup_verifying_key(cs.r1cs(), t).ok());
  t.tau = Fr::one();  // row 0
  EXPECT_EQ(groth16_setup_verifying_key(cs.r1cs(), t).error().code(), CryptoError::kBadKey);
}

TEST(Groth16Setup, RandomTrapdoorsDifferAndFailWithTheirSource) {
  SimRandom random(1);
  const Trapdoor one = random_trapdoor(random).value(), two = random_trapdoor(random).value();
  EXPECT_NE(one.tau, two.tau);
  EXPECT_NE(one.delta, two.delta);
  random.fail_after(0);
  EXPECT_EQ(random_trapdoor(random).error().code(), CryptoError::kRandom);
}

}  // namespace
}  // namespace zkp
