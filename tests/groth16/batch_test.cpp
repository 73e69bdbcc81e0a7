#include "groth16/batch_verify.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "groth16/batch_coefficients.h"
#include "groth16/toy.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

using testing::toy_inputs;
using testing::toy_proof;

std::vector<size_t> indices(const Groth16BatchVerdict& verdict) {
  std::vector<size_t> out;
  for (const auto& rejection : verdict.rejected) out.push_back(rejection.index);
  return out;
}

// The derivation of batch_coefficients.h: python3, hashlib.sha256(bytes(32) + (7).to_bytes(8, "big")), two numbers of 8
// bytes a and b, (a + b * 0xd201000000010000**2) % r.
TEST(BatchCoefficients, AreTheDocumentedDerivation) {
  EXPECT_EQ(hex_encode(batch_coefficient(Digest{}, 7).to_bytes()),
            "000000000000000089169e5e4488ad89e929ae5efae7db54cfd9f66090236acb");
}

TEST(BatchCoefficients, DependOnSeedAndIndex) {
  const Fr one = batch_coefficient(Digest{1}, 0);
  EXPECT_EQ(one, batch_coefficient(Digest{1}, 0));
  EXPECT_NE(one, batch_coefficient(Digest{1}, 1));
  EXPECT_NE(one, batch_coefficient(Digest{2}, 0));
}

// `count` claims about different public inputs. The claims point into the object.
struct Claims {
  const ProvingKey& key;
  const PreparedVerifyingKey& verifier;
  std::vector<std::vector<Fr>> inputs;
  std::vector<Groth16Claim> all;

  Claims(const ProvingKey& proving, const PreparedVerifyingKey& prepared, size_t count)
      : key(proving), verifier(prepared), inputs(count) {
    SimRandom random(5);
    for (size_t i = 0; i < count; ++i) {
      const auto x = static_cast<int64_t>(i);
      const int64_t y = x * x * x + x + 5;
      inputs[i] = toy_inputs(y, 100 + x);
      all.push_back({&verifier, inputs[i], toy_proof(key, x, y, 100 + x, random).value()});
    }
  }
  Claims(const Claims&) = delete;
};

class Groth16Batch : public ::testing::Test {
 protected:
  static const ProvingKey& key() {
    static const ProvingKey out = testing::toy_key();
    return out;
  }
  static const PreparedVerifyingKey& verifier() {
    static const PreparedVerifyingKey out = PreparedVerifyingKey::make(key().vk).value();
    return out;
  }
  static const Claims& many() {
    static const Claims out(key(), verifier(), 100);
    return out;
  }
  static std::vector<Groth16Claim> first(size_t count) {
    return {many().all.begin(), many().all.begin() + static_cast<ptrdiff_t>(count)};
  }
  static std::vector<size_t> rejected(std::span<const Groth16Claim> claims, const Groth16BatchOptions& options = {}) {
    return indices(groth16_verify_batch(claims, options).value());
  }
  // A proof that does not verify, every point of which is good.
  static void spoil(Groth16Claim& claim) {
    claim.proof.c = G1(claim.proof.c).add_mixed(G1Affine::generator()).to_affine();
  }
};

TEST_F(Groth16Batch, GoodProofsOfAnyNumberVerify) {
  EXPECT_TRUE(groth16_verify_batch(std::span<const Groth16Claim>())->all_verify());
  for (size_t count : {1, 2, 3, 8, 9, 15, 16, 17, 31, 33, 100})
    EXPECT_EQ(rejected(first(count)), std::vector<size_t>()) << count;
}

TEST_F(Groth16Batch, TheBadProofIsNamedWhereverItStands) {
  for (size_t count : {1, 2, 5, 16, 17, 40}) {
    for (size_t bad = 0; bad < count; bad += count < 10 ? 1 : 7) {
      auto claims = first(count);
      spoil(claims[bad]);
      EXPECT_EQ(rejected(claims), std::vector<size_t>{bad}) << count;
      const auto verdict = groth16_verify_batch(claims).value();
      EXPECT_EQ(verdict.rejected[0].why.code(), CryptoError::kBadProof);
    }
  }
}

TEST_F(Groth16Batch, SeveralBadProofsAreAllNamedAndNoOtherIs) {
  auto claims = first(100);
  for (const std::vector<size_t>& bad :
       {std::vector<size_t>{0, 99}, {15, 16}, {1, 2, 3, 50}, {0, 16, 32, 48, 64, 80, 96}}) {
    auto changed = claims;
    for (size_t i : bad) spoil(changed[i]);
    EXPECT_EQ(rejected(changed), bad);
  }
  std::vector<size_t> everything;
  for (size_t i = 0; i < 40; ++i) everything.push_back(i);
  claims.resize(40);
  for (Groth16Claim& claim : claims) spoil(claim);
  EXPECT_EQ(rejected(claims), everything);
}

TEST_F(Groth16Batch, PoolAndRandomnessChangeNothing) {
  TestPool pool(3);
  SimRandom random(77);
  auto claims = first(50);
  EXPECT_EQ(rejected(claims, {&random, &pool}), std::vector<size_t>());
  spoil(claims[20]);
  spoil(claims[49]);
  const std::vector<size_t> bad = {20, 49};
  EXPECT_EQ(rejected(claims), bad);
  EXPECT_EQ(rejected(claims, {nullptr, &pool}), bad);
  EXPECT_EQ(rejected(claims, {&random, nullptr}), bad);
  EXPECT_EQ(rejected(claims, {&random, &pool}), bad);
}

TEST_F(Groth16Batch, FailureOfTheRandomSourceIsAnErrorAndNoVerdict) {
  SimRandom broken(1);
  broken.fail_after(0);
  EXPECT_EQ(groth16_verify_batch(first(2), {&broken, nullptr}).error().code(), CryptoError::kRandom);
}

// Two errors that cancel where coefficients are equal: C_0 + D and C_1 - D. Each proof by itself is bad, and the sum of
// both is what it was.
TEST_F(Groth16Batch, ErrorsThatCancelUnderEqualCoefficientsAreFound) {
  auto claims = first(2);
  const G1Affine d = G1::generator().mul(Fr::from_u64(1234567)).to_affine();
  claims[0].proof.c = G1(claims[0].proof.c).add_mixed(d).to_affine();
  claims[1].proof.c = G1(claims[1].proof.c).add_mixed(-d).to_affine();
  // What a verifier without coefficients computes: the product of both equations holds.
  Fp12 product = Fp12::one();
  for (const Groth16Claim& claim : claims) {
    const std::vector<Fr> scalars = {Fr::one(), claim.public_inputs[0], claim.public_inputs[1]};
    const std::array p = {claim.proof.a, (-verifier().combine_ic_var(scalars, nullptr)).to_affine(), -claim.proof.c,
                          -key().vk.alpha};
    const std::array q = {G2Prepared(claim.proof.b), verifier().gamma(), verifier().delta(), verifier().beta()};
    product *= miller_loop(p, q);
  }
  ASSERT_TRUE(final_exponentiation(product).is_one());
  EXPECT_EQ(rejected(claims), (std::vector<size_t>{0, 1}));
}

// The same, by somebody who computes the coefficients of his batch before he chooses the errors: he adds D to C_0 and
// takes (r_0 / r_1) D from C_1. With those coefficients the errors cancel; but the coefficients follow from the proofs.
TEST_F(Groth16Batch, ErrorsThatCancelUnderTheCoefficientsOfTheBatchBeforeAreFound) {
  const auto claims = first(2);
  const Digest seed = batch_seed(claims, {});
  const Fr ratio = batch_coefficient(seed, 0) * batch_coefficient(seed, 1).inverse();
  const G1Affine d = G1::generator().mul(Fr::from_u64(99)).to_affine();
  auto changed = claims;
  changed[0].proof.c = G1(changed[0].proof.c).add_mixed(d).to_affine();
  changed[1].proof.c = (G1(changed[1].proof.c) - d.mul(ratio)).to_affine();
  EXPECT_NE(batch_seed(changed, {}), seed);
  EXPECT_EQ(rejected(changed), (std::vector<size_t>{0, 1}));
}

// Whatever a prover can choose changes every coefficient; so does what he cannot know.
TEST_F(Groth16Batch, SeedDependsOnEverythingThatIsClaimedAndOnFreshRandomness) {
  const auto claims = first(3);
  const Digest seed = batch_seed(claims, {});
  EXPECT_EQ(batch_seed(claims, {}), seed);
  EXPECT_NE(batch_seed(claims, ByteArray<32>{1}), seed);
  EXPECT_NE(batch_seed(first(2), {}), seed);
  SimRandom random(1);
  const PreparedVerifyingKey other =
      PreparedVerifyingKey::make(
          groth16_setup(testing::toy_r1cs(), random_trapdoor(random).value(), SetupLabel::local())->vk)
          .value();
  const std::vector<Fr> other_inputs = toy_inputs(1, 2);
  const std::vector<std::function<void(Groth16Claim&)>> changes = {
      [&](Groth16Claim& c) { c.key = &other; },
      [&](Groth16Claim& c) { c.public_inputs = other_inputs; },
      [&](Groth16Claim& c) { c.public_inputs = c.public_inputs.first(1); },
      [](Groth16Claim& c) { c.proof.a = -c.proof.a; },
      [](Groth16Claim& c) { c.proof.b = -c.proof.b; },
      [](Groth16Claim& c) { c.proof.c = -c.proof.c; },
  };
  for (size_t i = 0; i < claims.size(); ++i) {
    for (size_t k = 0; k < changes.size(); ++k) {
      auto changed = claims;
      changes[k](changed[i]);
      EXPECT_NE(batch_seed(changed, {}), seed) << "claim " << i << ", change " << k;
    }
  }
  auto swapped = claims;
  std::swap(swapped[0], swapped[1]);
  EXPECT_NE(batch_seed(swapped, {}), seed);
}

TEST_F(Groth16Batch, TheSameProofManyTimesIsGoodOrBadEachTime) {
  std::vector<Groth16Claim> claims(40, many().all[3]);
  EXPECT_EQ(rejected(claims), std::vector<size_t>());
  spoil(claims[0]);
  std::ranges::fill(claims, Groth16Claim(claims[0]));
  EXPECT_EQ(rejected(claims).size(), claims.size());
}

TEST_F(Groth16Batch, ProofsSwappedAmongInputsAreRefused) {
  auto claims = first(20);
  std::swap(claims[4].proof, claims[17].proof);
  EXPECT_EQ(rejected(claims), (std::vector<size_t>{4, 17}));
  auto shifted = first(20);
  std::ranges::rotate(shifted, shifted.begin() + 1);
  for (size_t i = 0; i < 20; ++i) shifted[i].public_inputs = many().all[i].public_inputs;
  EXPECT_EQ(rejected(shifted).size(), 20u);
}

TEST_F(Groth16Batch, WrongNumbersOfInputsAndIdentitiesAreNamedAndTheRestIsChecked) {
  auto claims = first(20);
  claims[2].public_inputs = claims[2].public_inputs.first(1);
  claims[5].proof.a = G1Affine::identity();
  claims[6].proof.b = G2Affine::identity();
  claims[7].proof.c = G1Affine::identity();
  spoil(claims[11]);
  const auto verdict = groth16_verify_batch(claims).value();
  EXPECT_EQ(indices(verdict), (std::vector<size_t>{2, 5, 6, 7, 11}));
  EXPECT_EQ(verdict.rejected[0].why.code(), CryptoError::kBadProof);
  for (size_t i : {1, 2, 3}) EXPECT_EQ(verdict.rejected[i].why.code(), CryptoError::kIdentity);
  EXPECT_EQ(verdict.rejected[4].why.code(), CryptoError::kBadProof);
}

TEST_F(Groth16Batch, ProofsOfManyKeysVerifyInOneBatchAndOnlyUnderTheirOwn) {
  SimRandom random(3);
  std::vector<ProvingKey> keys;
  std::vector<PreparedVerifyingKey> verifiers;
  for (int k = 0; k < 11; ++k) {
    keys.push_back(groth16_setup(testing::toy_r1cs(), random_trapdoor(random).value(), SetupLabel::local()).value());
    verifiers.push_back(PreparedVerifyingKey::make(keys.back().vk).value());
  }
  std::vector<std::unique_ptr<Claims>> of_key;
  for (size_t k = 0; k < keys.size(); ++k) of_key.push_back(std::make_unique<Claims>(keys[k], verifiers[k], k % 3 + 1));
  std::vector<Groth16Claim> claims;  // keys interleaved
  for (size_t i = 0; i < 3; ++i)
    for (const auto& each : of_key)
      if (i < each->all.size()) claims.push_back(each->all[i]);
  TestPool pool(2);
  EXPECT_EQ(rejected(claims), std::vector<size_t>());
  EXPECT_EQ(rejected(claims, {nullptr, &pool}), std::vector<size_t>());
  for (size_t i = 0; i < claims.size(); i += 4) {
    auto changed = claims;
    changed[i].key = claims[i].key == &verifiers[0] ? &verifiers[1] : &verifiers[0];
    EXPECT_EQ(rejected(changed), std::vector<size_t>{i});
  }
  // Two objects of one key are one key.
  const PreparedVerifyingKey copy = verifiers[2];
  for (Groth16Claim& claim : claims)
    if (claim.key == &verifiers[2]) claim.key = &copy;
  EXPECT_EQ(rejected(claims), std::vector<size_t>());
}

TEST_F(Groth16Batch, EncodedProofsGetTheVerdictOfDecoderAndEquation) {
  auto claims = first(40);
  spoil(claims[30]);
  std::vector<Bytes> bytes;
  std::vector<Groth16EncodedClaim> encoded;
  for (const Groth16Claim& claim : claims) {
    const auto proof = encode_proof(claim.proof);
    bytes.emplace_back(proof.begin(), proof.end());
  }
  bytes[3].pop_back();
  bytes[9].push_back(0);
  bytes[12][0] ^= 0x80;  // says "not compressed"
  bytes[13].clear();
  std::fill_n(bytes[21].begin() + 1, 47, 0);
  bytes[21][0] = 0xc0;  // the point at infinity
  for (size_t i = 0; i < claims.size(); ++i) encoded.push_back({claims[i].key, claims[i].public_inputs, bytes[i]});
  const auto verdict = groth16_verify_batch(encoded).value();
  EXPECT_EQ(indices(verdict), (std::vector<size_t>{3, 9, 12, 13, 21, 30}));
  for (const auto& rejection : verdict.rejected) {
    auto one = decode_proof(bytes[rejection.index]);
    const ErrorCode expected = one.ok() ? ErrorCode(CryptoError::kBadProof) : one.error().code();
    EXPECT_EQ(rejection.why.code(), expected) << rejection.index;
  }
  encoded.erase(encoded.begin() + 30);
  for (size_t i : {21, 13, 12, 9, 3}) encoded.erase(encoded.begin() + static_cast<ptrdiff_t>(i));
  EXPECT_TRUE(groth16_verify_batch(encoded)->all_verify());
}

// One bad proof among a thousand: made from a hundred good ones, each ten times.
TEST_F(Groth16Batch, OneBadProofAmongAThousandIsFound) {
  std::vector<Groth16Claim> claims;
  for (int i = 0; i < 10; ++i) claims.insert(claims.end(), many().all.begin(), many().all.end());
  TestPool pool(2);
  EXPECT_EQ(rejected(claims, {nullptr, &pool}), std::vector<size_t>());
  claims[637].proof.a = -claims[637].proof.a;
  EXPECT_EQ(rejected(claims, {nullptr, &pool}), std::vector<size_t>{637});
}

}  // namespace
}  // namespace zkp
