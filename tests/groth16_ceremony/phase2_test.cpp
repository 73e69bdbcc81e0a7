#include "groth16/ceremony/phase2.h"

#include <cstdlib>

#include "base_os/changing_source.h"
#include "base_os/pinned_source.h"
#include "curve/encoding.h"
#include "groth16/ceremony/key_lists.h"
#include "groth16/ceremony/lagrange.h"
#include "groth16/toy.h"
#include "groth16_ceremony/files.h"

namespace zkp {
namespace {

using testing::Ceremony;
using testing::ChangingSource;
using testing::resealed;
using testing::toy_r1cs;
using testing::with_checksum;
using testing::written;

constexpr uint64_t kTau = 987654321, kAlpha = 123456, kBeta = 7654321, kDelta = 31337;

// Another circuit of the same sizes.
R1cs other_r1cs() {
  ConstraintSystem cs(Synthesis::kShape);
  const Variable y = cs.alloc_public(Fr::zero());
  cs.alloc_public(Fr::zero());
  const Variable x = cs.alloc(Fr::zero());
  const Variable square = cs.mul(x, x, "square");
  const Variable cube = cs.mul(square, x, "cube");
  cs.enforce_zero(LinearCombination(cube) + x + Fr::from_u64(6) - y, "sum");
  return std::move(cs).take_r1cs();
}

struct Circuit : Ceremony {
  Bytes phase1 = contribute(start(3), kTau, kAlpha, kBeta);
  R1cs system = toy_r1cs();

  Bytes prepare() {
    return written([&](const ByteSink& sink) { return start_phase2(ViewSource(phase1), system, sink, env); });
  }
  Bytes contribute2(const Bytes& file, const std::string& name) {
    return written([&](const ByteSink& sink) { return contribute_phase2(ViewSource(file), name, "", sink, env); });
  }
  Bytes contribute2(const Bytes& file, const Fr& factor) {
    return written(
        [&](const ByteSink& sink) { return contribute_phase2_with(ViewSource(file), "known", factor, sink, env); });
  }
  Bytes beacon2(const Bytes& file) {
    return written([&](const ByteSink& sink) {
      return beacon_phase2(ViewSource(file), "lottery", Beacon{to_bytes("drawn on 2026-11-28"), 3}, sink, env);
    });
  }
  Result<Phase2Transcript> verify2(const Bytes& file) {
    return verify_phase2(ViewSource(file), ViewSource(phase1), system, env);
  }
};

std::string blamed(const Result<Phase2Transcript>& answer) {
  if (answer.ok()) return "nothing";
  const std::string& message = answer.error().message();
  return message.substr(0, message.find(':'));
}

// The transform over points against the transform over scalars.
template <class Point>
void check_lagrange(int log_size) {
  SimRandom random;
  const CeremonyEnv env{random};
  const NttDomain domain = NttDomain::make(log_size).value();
  std::vector<Fr> scalars;
  std::vector<typename Point::Affine> points;
  for (size_t i = 0; i < domain.size(); ++i) {
    scalars.push_back(i == 1 ? Fr::one() : Fr::random(random).value());
    if (i == 2) scalars.back() = scalars[0];
    points.push_back(Point::generator().mul(scalars.back()).to_affine());
  }
  domain.inverse(scalars);
  to_lagrange_basis(domain, points, env);
  for (size_t i = 0; i < domain.size(); ++i)
    EXPECT_EQ(points[i], Point::generator().mul(scalars[i]).to_affine()) << log_size << " " << i;
}
TEST(Lagrange, TransformOfPointsIsThatOfTheirScalars) {
  for (int log_size : {0, 1, 2, 3, 5}) check_lagrange<G1>(log_size);
  check_lagrange<G2>(3);
}

TEST(Phase2, KeysAreThoseOfALocalSetupWithTheSameTrapdoor) {
  Circuit s;
  const Bytes file = s.contribute2(s.prepare(), Fr::from_u64(kDelta));
  ASSERT_TRUE(s.verify2(file).ok()) << s.verify2(file).error().describe();
  const ProvingKey key = finish_phase2(ViewSource(file), s.env).value();
  Trapdoor t;
  t.tau = Fr::from_u64(kTau);
  t.alpha = Fr::from_u64(kAlpha);
  t.beta = Fr::from_u64(kBeta);
  t.gamma = Fr::one();
  t.delta = Fr::from_u64(kDelta);
  const ProvingKey wanted = groth16_setup(s.system, t, key.label).value();
  EXPECT_EQ(key.vk, wanted.vk);
  EXPECT_EQ(key.a, wanted.a);
  EXPECT_EQ(key.b_g1, wanted.b_g1);
  EXPECT_EQ(key.b_g2, wanted.b_g2);
  EXPECT_EQ(key.l, wanted.l);
  EXPECT_EQ(key.h, wanted.h);
  EXPECT_EQ(key, wanted);
}

// A circuit that is larger than a chunk, with coefficients other than 1 and with a variable that only C has.
TEST(Phase2, LargerCircuitInSmallChunksGivesTheKeysOfALocalSetup) {
  Circuit s;
  ConstraintSystem cs(Synthesis::kShape);
  const Variable y = cs.alloc_public(Fr::zero());
  Variable x = cs.alloc(Fr::zero());
  SimRandom coefficients(5);
  for (int i = 0; i < 40; ++i) {
    const Fr k = Fr::random(coefficients).value();
    const Variable next = cs.alloc(Fr::zero());
    cs.enforce(LinearCombination(x) * k + y, LinearCombination(x) - Fr::from_u64(3), next, "step");
    x = next;
  }
  cs.alloc(Fr::zero());  // mentioned nowhere
  s.system = std::move(cs).take_r1cs();
  s.env.points_per_chunk = 7;
  s.phase1 = s.contribute(s.start(7), kTau, kAlpha, kBeta);
  const Bytes file = s.contribute2(s.prepare(), Fr::from_u64(kDelta));
  ASSERT_TRUE(s.verify2(file).ok()) << s.verify2(file).error().describe();
  Trapdoor t;
  t.tau = Fr::from_u64(kTau);
  t.alpha = Fr::from_u64(kAlpha);
  t.beta = Fr::from_u64(kBeta);
  t.gamma = Fr::one();
  t.delta = Fr::from_u64(kDelta);
  const ProvingKey key = finish_phase2(ViewSource(file), s.env).value();
  EXPECT_EQ(key, groth16_setup(s.system, t, key.label).value());
}

TEST(Phase2, ProofsOfTheKeysVerifyAndTheLabelNamesTheTranscript) {
  Circuit s;
  const Bytes file = s.beacon2(s.contribute2(s.contribute2(s.prepare(), "Ada"), "Grace"));
  const Phase2Transcript transcript = s.verify2(file).value();
  EXPECT_EQ(transcript.records[1].name, "Grace");
  const ProvingKey key = finish_phase2(ViewSource(file), s.env).value();
  EXPECT_EQ(key.label, SetupLabel::ceremony(transcript.hash()));
  EXPECT_EQ(key.circuit_id, circuit_id(s.system));
  const Groth16Proof proof = testing::toy_proof(key, 3, 35, 9, s.random).value();
  const PreparedVerifyingKey verifier = PreparedVerifyingKey::make(key.vk).value();
  EXPECT_TRUE(verifier.verify(testing::toy_inputs(35, 9), proof).ok());
  EXPECT_FALSE(verifier.verify(testing::toy_inputs(36, 9), proof).ok());
}

TEST(Phase2, WithoutAContributionThereAreNoKeys) {
  Circuit s;
  const Bytes file = s.prepare();
  EXPECT_TRUE(s.verify2(file).ok());
  EXPECT_EQ(finish_phase2(ViewSource(file), s.env).error().code(), CryptoError::kBadKey);
}

// The attack: delta is the factor of the beacon, which is a hash of the transcript. Who knows it forges proofs.
TEST(Phase2Attack, ABeaconAloneMakesNoKeys) {
  Circuit s;
  const Bytes file = s.beacon2(s.beacon2(s.prepare()));
  const Phase2Transcript t = s.verify2(file).value();
  EXPECT_EQ(t.contribution_count(), 0u);
  EXPECT_EQ(t.beacon_count(), 2u);
  auto keys = finish_phase2(ViewSource(file), s.env);
  ASSERT_FALSE(keys.ok());
  EXPECT_EQ(keys.error().code(), CryptoError::kBadKey);
  EXPECT_TRUE(finish_phase2(ViewSource(s.contribute2(file, "Ada")), s.env).ok());
}

TEST(Phase2Attack, APhase1OfBeaconsAloneIsRefused) {
  Circuit s;
  Bytes forged = s.contribute2(s.prepare(), "Ada");
  s.phase1 = s.beacon(s.start(3));
  auto answer = start_phase2(
      ViewSource(s.phase1), s.system, [](ByteView) -> Result<void> { return {}; }, s.env);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code(), CryptoError::kBadKey);
  // Nor does the check of a phase 2 that names it go through.
  std::ranges::copy(read_phase1(ViewSource(s.phase1)).value().hash(), forged.begin() + 6);
  EXPECT_EQ(s.verify2(resealed(forged)).error().code(), CryptoError::kBadKey);
}

TEST(Phase2Attack, ACircuitThatClaimsManyVariablesIsRefusedBeforeAnythingIsAllocated) {
  Circuit s;
  for (uint32_t count : {uint32_t{0xffffffff}, uint32_t{1} << 28, (uint32_t{1} << 20) + 1000}) {
    s.system.variable_count = count;
    auto answer = start_phase2(
        ViewSource(s.phase1), s.system, [](ByteView) -> Result<void> { return {}; }, s.env);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code(), GeneralError::kLimit) << count;
  }
}

TEST(Phase2Attack, ABeaconOfMoreIterationsThanAllowedIsRefusedAtOnce) {
  Circuit s;
  Bytes file = s.beacon2(s.contribute2(s.prepare(), "x"));
  const size_t iterations_at = read_phase2(ViewSource(file)).value().body_offset - 1;
  file[iterations_at] = 32;
  EXPECT_EQ(s.verify2(resealed(file)).error().code(), GeneralError::kLimit);
  EXPECT_EQ(s.verify2(file).error().code(), GeneralError::kParse);  // the checksum comes first
}

// Keys whose delta is known, put in place of the checked ones at any moment between checking and finishing.
TEST(Phase2Attack, KeysThatAreExchangedAfterTheCheckAreNotFinished) {
  Circuit c;
  const Bytes start = c.prepare();
  const Bytes good = c.contribute2(start, Fr::from_u64(31337)), bad = c.contribute2(start, Fr::from_u64(2));
  ASSERT_EQ(good.size(), bad.size());

  // Without it the exchange goes through.
  const ChangingSource whole(good, good, 0);
  ASSERT_TRUE(verify_phase2(whole, ViewSource(c.phase1), c.system, c.env).ok());
  const size_t reads = whole.count;
  const ChangingSource naked(good, bad, reads);
  ASSERT_TRUE(verify_phase2(naked, ViewSource(c.phase1), c.system, c.env).ok());
  EXPECT_EQ(finish_phase2(naked, c.env).value().vk, finish_phase2(ViewSource(bad), c.env).value().vk);

  for (size_t at = 1; at <= reads; ++at) {
    const PinnedSource pinned(std::make_unique<ChangingSource>(good, bad, at));
    if (!verify_phase2(pinned, ViewSource(c.phase1), c.system, c.env).ok()) continue;
    EXPECT_FALSE(finish_phase2(pinned, c.env).ok()) << at;
  }
}

TEST(Phase2, PowersThatNobodyContributedToAreRefused) {
  Circuit s;
  s.phase1 = s.start(3);
  auto answer = start_phase2(
      ViewSource(s.phase1), s.system, [](ByteView) -> Result<void> { return {}; }, s.env);
  EXPECT_EQ(answer.error().code(), CryptoError::kBadKey);
}

TEST(Phase2, ACircuitWithMoreRowsThanPowersIsRefused) {
  Circuit s;
  s.phase1 = s.contribute(s.start(2), kTau, kAlpha, kBeta);
  auto answer = start_phase2(
      ViewSource(s.phase1), s.system, [](ByteView) -> Result<void> { return {}; }, s.env);
  EXPECT_EQ(answer.error().code(), GeneralError::kLimit);
}

struct Chain : Circuit {
  Bytes file;
  std::vector<Bytes> records;
  Bytes head, tail;
  Chain() {
    file = prepare();
    for (const char* name : {"one", "two", "three"}) file = contribute2(file, name);
    auto part = [&](size_t begin, size_t end) {
      return Bytes(file.begin() + static_cast<ptrdiff_t>(begin), file.begin() + static_cast<ptrdiff_t>(end));
    };
    size_t at = 4 + 2 + 32 + 32 + 1 + 4 + 4 + 4;
    head = part(0, at);
    for (const std::string name : {"one", "two", "three"}) {
      const size_t size = 3 + name.size() + 48 + 96 + 192;
      records.push_back(part(at, at + size));
      at += size;
    }
    tail = part(at, file.size());
  }
  Bytes with_records(const std::vector<size_t>& order) const {
    Bytes out = head;
    out.back() = static_cast<uint8_t>(order.size());
    for (size_t i : order) append(out, records[i]);
    append(out, tail);
    return resealed(out);
  }
};

TEST(Phase2Attack, SkippedRepeatedReorderedAndForgedContributionsAreRefusedWithTheirNumber) {
  Chain c;
  ASSERT_EQ(c.with_records({0, 1, 2}), c.file);
  ASSERT_TRUE(c.verify2(c.file).ok());
  EXPECT_EQ(blamed(c.verify2(c.with_records({1, 2}))), "contribution 1");
  EXPECT_EQ(blamed(c.verify2(c.with_records({0, 2}))), "contribution 2");
  EXPECT_EQ(blamed(c.verify2(c.with_records({0, 0, 1, 2}))), "contribution 2");
  EXPECT_EQ(blamed(c.verify2(c.with_records({0, 1, 2, 2}))), "contribution 4");
  EXPECT_EQ(blamed(c.verify2(c.with_records({1, 0, 2}))), "contribution 1");
  EXPECT_EQ(blamed(c.verify2(c.with_records({0, 2, 1}))), "contribution 2");
  auto missing_last = c.verify2(c.with_records({0, 1}));
  ASSERT_FALSE(missing_last.ok());
  EXPECT_NE(missing_last.error().message().find("divided by delta"), std::string::npos);

  const size_t proof_at = 3 + 3 + 48 + 96 + 48 + 96;
  std::ranges::copy(compress(G1::generator().mul(Fr::from_u64(8)).to_affine()),
                    c.records[1].begin() + static_cast<ptrdiff_t>(proof_at));
  auto forged = c.verify2(c.with_records({0, 1, 2}));
  EXPECT_EQ(blamed(forged), "contribution 2");
  EXPECT_NE(forged.error().message().find("proof of knowledge"), std::string::npos);
}

TEST(Phase2Attack, AFactorOfOneOrZeroIsRefused) {
  Circuit s;
  EXPECT_EQ(blamed(s.verify2(s.contribute2(s.prepare(), Fr::one()))), "contribution 1");
  EXPECT_EQ(blamed(s.verify2(s.contribute2(s.prepare(), Fr::zero()))), "contribution 1");
}

// With tau in the domain every proof's quotient would vanish.
TEST(Phase2Attack, TauInTheDomainIsRefused) {
  Circuit s;
  const Bytes first = s.start(3);
  s.phase1 = written([&](const ByteSink& sink) {
    return contribute_phase1_with(ViewSource(first), "root", Fr::root_of_unity(3), Fr::from_u64(kAlpha),
                                  Fr::from_u64(kBeta), sink, s.env);
  });
  auto answer = s.verify2(s.contribute2(s.prepare(), "x"));
  ASSERT_FALSE(answer.ok());
  EXPECT_NE(answer.error().message().find("domain"), std::string::npos) << answer.error().message();
}

// l or h of another delta, or one point of any list changed, swapped or taken from elsewhere.
TEST(Phase2Attack, KeysThatDoNotFollowFromCircuitPowersAndDeltaAreRefused) {
  Circuit s;
  const Bytes file = s.contribute2(s.prepare(), Fr::from_u64(kDelta));
  const Phase2Transcript t = s.verify2(file).value();
  const KeySizes sizes{t.log_domain, t.public_count, t.variable_count};
  const Bytes other = s.contribute2(s.prepare(), Fr::from_u64(kDelta + 1));
  ASSERT_EQ(other.size(), file.size());
  const size_t l_at = file.size() - 32 - 96 * ((size_t{1} << sizes.log_domain) - 1) -
                      96 * (sizes.variable_count - sizes.public_count - 1);
  const size_t h_at = file.size() - 32 - 96 * ((size_t{1} << sizes.log_domain) - 1);
  for (const auto& [begin, end, list] :
       {std::tuple(l_at, h_at, "list l"), std::tuple(h_at, file.size() - 32, "list h")}) {
    Bytes mixed = file;
    std::copy(other.begin() + static_cast<ptrdiff_t>(begin), other.begin() + static_cast<ptrdiff_t>(end),
              mixed.begin() + static_cast<ptrdiff_t>(begin));
    auto answer = s.verify2(resealed(mixed));
    ASSERT_FALSE(answer.ok());
    EXPECT_NE(answer.error().message().find(list), std::string::npos) << answer.error().message();
  }
  const auto five = serialize(G1::generator().mul(Fr::from_u64(5)).to_affine());
  const auto five2 = serialize(G2::generator().mul(Fr::from_u64(5)).to_affine());
  const size_t b2_at = t.body_offset + 384 + 96 * (t.public_count + 1 + 2 * t.variable_count);
  const size_t b2_end = b2_at + 192 * t.variable_count;
  for (size_t at = t.body_offset; at < file.size() - 32;) {
    const bool g2 = at == t.body_offset + 192 || (at >= b2_at && at < b2_end);
    Bytes changed = file;
    std::copy_n(g2 ? five2.begin() : five.begin(), g2 ? 192 : 96, changed.begin() + static_cast<ptrdiff_t>(at));
    EXPECT_FALSE(s.verify2(resealed(changed)).ok()) << at;
    at += g2 ? 192 : 96;
  }
}

TEST(Phase2Attack, AnotherCircuitOrAnotherPhase1IsRefused) {
  Circuit s;
  const Bytes file = s.contribute2(s.prepare(), "x");
  const R1cs other = other_r1cs();
  ASSERT_NE(circuit_id(other), circuit_id(s.system));
  auto wrong_circuit = verify_phase2(ViewSource(file), ViewSource(s.phase1), other, s.env);
  EXPECT_EQ(wrong_circuit.error().code(), CryptoError::kBadProof);
  const Bytes other_phase1 = s.contribute(s.start(3), kTau + 1, kAlpha, kBeta);
  auto wrong_phase1 = verify_phase2(ViewSource(file), ViewSource(other_phase1), s.system, s.env);
  EXPECT_EQ(wrong_phase1.error().code(), CryptoError::kBadProof);

  // The identities put right by the attacker: the keys are still not those of the circuit.
  Bytes renamed = s.prepare();
  std::ranges::copy(circuit_id(other), renamed.begin() + 4 + 2 + 32);
  auto answer = verify_phase2(ViewSource(resealed(renamed)), ViewSource(s.phase1), other, s.env);
  ASSERT_FALSE(answer.ok());
  EXPECT_NE(answer.error().message().find("of the circuit"), std::string::npos) << answer.error().message();
}

TEST(Phase2Attack, ABeaconWithAnotherValueCountOrNameIsRefusedWithItsNumber) {
  Circuit s;
  const Bytes file = s.beacon2(s.contribute2(s.prepare(), "x"));
  const Phase2Transcript t = s.verify2(file).value();
  for (size_t back : {size_t{1}, size_t{2}}) {
    Bytes changed = file;
    changed[t.body_offset - back] ^= 1;
    EXPECT_EQ(blamed(s.verify2(resealed(changed))), "contribution 2");
  }
  Bytes renamed = file;
  const auto name = std::ranges::search(renamed, std::string_view("lottery"));
  *name.begin() ^= 1;
  EXPECT_EQ(blamed(s.verify2(resealed(renamed))), "contribution 2");
}

TEST(Phase2Attack, EveryFlippedByteIsRefusedWithAndWithoutARightChecksum) {
  Circuit s;
  const Bytes file = s.beacon2(s.contribute2(s.prepare(), "x"));
  const size_t step = std::getenv("ZKP_TEST_LONG") != nullptr ? 1 : 11;
  for (size_t i = 0; i < file.size(); i += step) {
    Bytes changed = file;
    changed[i] ^= static_cast<uint8_t>(1 << (i % 8));
    EXPECT_FALSE(s.verify2(changed).ok()) << i;
    if (i + 32 < file.size()) { EXPECT_FALSE(s.verify2(resealed(changed)).ok()) << i; }
  }
}

TEST(Phase2Attack, TruncatedAndExtendedFilesAreRefusedWithAndWithoutARightChecksum) {
  Circuit s;
  const Bytes file = s.contribute2(s.prepare(), "x");
  for (size_t size = 0; size + 32 < file.size(); size += 13) {
    const Bytes part(file.begin(), file.begin() + static_cast<ptrdiff_t>(size));
    EXPECT_FALSE(s.verify2(part).ok()) << size;
    EXPECT_FALSE(s.verify2(with_checksum(part)).ok()) << size;
  }
  for (size_t extra : {1, 96, 192, 5000}) {
    Bytes longer(file.begin(), file.end() - 32);
    longer.resize(longer.size() + extra);
    EXPECT_FALSE(s.verify2(with_checksum(longer)).ok()) << extra;
  }
}

TEST(Phase2Attack, CountsThatTheFileCannotHoldAreRefusedBeforeAnythingIsAllocated) {
  Circuit s;
  const Bytes file = s.prepare();
  Bytes large = file;
  large[70] = 28;
  EXPECT_EQ(s.verify2(resealed(large)).error().code(), GeneralError::kParse);
  for (size_t at : {71, 75, 79}) {
    Bytes changed = file;
    for (size_t i = 0; i < 4; ++i) changed[at + i] = 0xff;
    EXPECT_FALSE(s.verify2(resealed(changed)).ok()) << at;
  }
}

}  // namespace
}  // namespace zkp
