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

Result<Bytes> file_of(const ProvingKey& key) {
  Bytes out;
  ZKP_TRY_VOID(write_proving_key(key, [&](ByteView bytes) -> Result<void> {
    append(out, bytes);
    return {};
  }));
  return out;
}

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
  EXPECT_TRUE(with([](Trapdoor& t) { t.delta = Fr::one(); }));
  EXPECT_TRUE(with([](Trapdoor& t) { t.delta = -t.gamma; }));
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

TEST(ProvingKeyFile, RoundTripIsExactForEveryLabel) {
  for (const SetupLabel& label : {SetupLabel::insecure_dev(), SetupLabel::local(), SetupLabel::ceremony(Digest{9})}) {
    ProvingKey key = testing::toy_key();
    key.label = label;
    EXPECT_EQ(parse_proving_key(file_of(key).value()).value(), key);
  }
}

TEST(ProvingKeyFile, EveryFlippedByteAndEveryTruncationIsRefused) {
  const Bytes bytes = file_of(testing::toy_key()).value();
  for (size_t i = 0; i < bytes.size(); ++i) {
    Bytes changed = bytes;
    changed[i] ^= 0x10;
    EXPECT_FALSE(parse_proving_key(changed).ok()) << i;
    EXPECT_FALSE(parse_proving_key(ByteView(bytes).first(i)).ok()) << i;
  }
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(parse_proving_key(longer).ok());
}

TEST(ProvingKeyFile, CountsThatDoNotMatchTheSizeAreRefusedBeforeAnythingIsAllocated) {
  Bytes bytes = file_of(testing::toy_key()).value();
  const size_t counts_at = 4 + 2 + 2 + std::string_view("insecure-dev").size() + 32;
  bytes[counts_at] = 28;                                           // domain of 2^28
  for (size_t i = 0; i < 4; ++i) bytes[counts_at + 5 + i] = 0xff;  // 2^32 - 1 variables
  auto key = parse_proving_key(bytes);
  ASSERT_FALSE(key.ok());
  EXPECT_EQ(key.error().code(), GeneralError::kParse);
}

// Whoever can write the file can also mend its checksum.
TEST(ProvingKeyFile, PointsOffTheirCurveAndBadVerifyingKeysAreRefusedDespiteARightChecksum) {
  const Bytes good = file_of(testing::toy_key()).value();
  const size_t key_at = 4 + 2 + 2 + std::string_view("insecure-dev").size() + 32 + 1 + 4 + 4;
  auto parses_with_flip_at = [&](size_t at) {
    Bytes changed = good;
    changed[at] ^= 1;
    std::ranges::copy(sha256(ByteView(changed).first(changed.size() - 32)), changed.end() - 32);
    return parse_proving_key(changed).ok();
  };
  const size_t points_at = key_at + 336 + 3 * 48;
  for (size_t at : {key_at + 40, key_at + 100, key_at + 340, points_at + 50, points_at + 96 + 80, good.size() - 40})
    EXPECT_FALSE(parses_with_flip_at(at)) << at;
}

TEST(ProvingKeyFile, ExtraBytesAndWrongCountsAreRefusedDespiteARightChecksum) {
  const Bytes good = file_of(testing::toy_key()).value();
  auto parses = [](Bytes body) {
    append(body, sha256(body));
    return parse_proving_key(body).ok();
  };
  const Bytes body(good.begin(), good.end() - 32);
  ASSERT_TRUE(parses(body));
  for (size_t extra : {1, 96, 192}) {
    Bytes longer = body;
    longer.resize(body.size() + extra);
    EXPECT_FALSE(parses(longer)) << extra;
    EXPECT_FALSE(parses(Bytes(body.begin(), body.end() - static_cast<ptrdiff_t>(extra)))) << extra;
  }
  const size_t counts_at = 4 + 2 + 2 + std::string_view("insecure-dev").size() + 32;
  for (size_t at : {counts_at, counts_at + 4, counts_at + 8}) {
    for (uint8_t flip : {1, 2, 4, 0x80}) {
      Bytes changed = body;
      changed[at] ^= flip;
      EXPECT_FALSE(parses(changed)) << at;
    }
  }
}

TEST(ProvingKeyFile, ErrorOfTheSinkIsPassedOn) {
  auto result = write_proving_key(testing::toy_key(),
                                  [](ByteView) -> Result<void> { return Error(StorageError::kFull, "full"); });
  EXPECT_EQ(result.error().code(), StorageError::kFull);
}

}  // namespace
}  // namespace zkp
