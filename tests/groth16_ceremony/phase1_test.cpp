#include "groth16/ceremony/phase1.h"

#include <cstdlib>
#include <set>

#include "base/encoding.h"
#include "curve/encoding.h"
#include "groth16_ceremony/files.h"

namespace zkp {
namespace {

using testing::Ceremony;
using testing::resealed;
using testing::with_checksum;
using testing::written;

// Offsets of a file (docs/formats/ceremony.md).
constexpr size_t kRecordsAt = 4 + 2 + 1 + 4;
constexpr size_t kStateBytes = 3 * 48 + 2 * 96;
constexpr size_t kKeysBytes = 3 * 192;

Bytes with(Bytes file, size_t at, ByteView part) {
  std::ranges::copy(part, file.begin() + static_cast<ptrdiff_t>(at));
  return resealed(std::move(file));
}

TEST(Phase1, PowersAreThoseOfTheProductOfAllFactors) {
  Ceremony c;
  const Bytes file = c.contribute(c.contribute(c.start(3), 5, 7, 11), 13, 17, 19);
  const Phase1Transcript transcript = c.verify(file).value();
  EXPECT_EQ(transcript.contribution_count(), 2u);
  const ViewSource source(file);
  const UncompressedPowers powers = powers_of(source, transcript);
  Fr power = Fr::one();
  for (size_t i = 0; i < 15; ++i, power *= Fr::from_u64(5 * 13)) {
    G1Affine g1;
    ASSERT_TRUE(powers.read(PowerList::kTauG1, i, std::span(&g1, 1), nullptr).ok());
    EXPECT_EQ(g1, G1::generator().mul(power).to_affine()) << i;
    if (i >= 8) continue;
    ASSERT_TRUE(powers.read(PowerList::kAlphaG1, i, std::span(&g1, 1), nullptr).ok());
    EXPECT_EQ(g1, G1::generator().mul(power * Fr::from_u64(7 * 17)).to_affine()) << i;
    ASSERT_TRUE(powers.read(PowerList::kBetaG1, i, std::span(&g1, 1), nullptr).ok());
    EXPECT_EQ(g1, G1::generator().mul(power * Fr::from_u64(11 * 19)).to_affine()) << i;
    G2Affine g2;
    ASSERT_TRUE(powers.read(PowerList::kTauG2, i, std::span(&g2, 1), nullptr).ok());
    EXPECT_EQ(g2, G2::generator().mul(power).to_affine()) << i;
  }
  EXPECT_EQ(transcript.state().beta_g2, G2::generator().mul(Fr::from_u64(11 * 19)).to_affine());
}

TEST(Phase1, TranscriptSaysWhoContributedInWhichOrder) {
  Ceremony c;
  const Bytes file = c.beacon(c.contribute(c.contribute(c.start(2), "Ada"), "Grace"));
  const Phase1Transcript transcript = c.verify(file).value();
  ASSERT_EQ(transcript.records.size(), 4u);
  EXPECT_EQ(transcript.records[1].name, "Ada");
  EXPECT_EQ(transcript.records[2].name, "Grace");
  EXPECT_EQ(transcript.records[3].kind, RecordKind::kBeacon);
  EXPECT_EQ(transcript.records[3].beacon.log_iterations, 4);
  std::set<Digest> different(transcript.hashes.begin(), transcript.hashes.end());
  EXPECT_EQ(different.size(), 4u);
}

TEST(Phase1, ManyChunksAreOneList) {
  Ceremony c;
  c.env.points_per_chunk = 5;
  const Bytes file = c.contribute(c.start(4), 3, 4, 5);
  EXPECT_TRUE(c.verify(file).ok());
  const Phase1Transcript transcript = read_phase1(ViewSource(file)).value();
  // A point right behind the border between two chunks.
  const size_t at = transcript.powers_offset + 96 * (c.env.points_per_chunk + 1);
  auto bad = c.verify(with(file, at, serialize(G1::generator().mul(Fr::from_u64(2)).to_affine())));
  ASSERT_FALSE(bad.ok());
  EXPECT_NE(bad.error().message().find("tau_g1"), std::string::npos) << bad.error().message();
}

TEST(Phase1, UserTextAloneGivesDifferentFactors) {
  SimRandom one(1), two(1);
  const auto a = draw_factors(3, one, "dice: 4 2 6").value(), b = draw_factors(3, two, "dice: 4 2 5").value();
  for (size_t i = 0; i < 3; ++i) EXPECT_NE(a[i].value(), b[i].value());
  EXPECT_NE(a[0].value(), a[1].value());
}

TEST(Phase1, RandomnessThatFailsLeavesNothing) {
  Ceremony c;
  const Bytes file = c.start(2);
  c.random.fail_after(0);
  Bytes out;
  auto answer = contribute_phase1(
      ViewSource(file), "x", "",
      [&](ByteView b) -> Result<void> {
        append(out, b);
        return {};
      },
      c.env);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code(), CryptoError::kRandom);
  EXPECT_TRUE(out.empty());
}

TEST(Phase1, SizesAndNamesOutsideTheirLimitsAreRefused) {
  auto sink = [](ByteView) -> Result<void> { return {}; };
  EXPECT_EQ(new_phase1(0, sink).error().code(), GeneralError::kInvalidArgument);
  EXPECT_EQ(new_phase1(29, sink).error().code(), GeneralError::kInvalidArgument);
  Ceremony c;
  const Bytes file = c.start(1);
  for (const std::string& name : {std::string(101, 'x'), std::string("a\nb"), std::string("\xff")})
    EXPECT_EQ(contribute_phase1(ViewSource(file), name, "", sink, c.env).error().code(),
              GeneralError::kInvalidArgument);
}

/// Three contributions and where their records are in the file.
struct Chain {
  Ceremony c;
  Bytes file;
  std::vector<Bytes> records;  ///< all but the start
  Bytes head, tail;            ///< around them

  Chain() {
    file = c.start(2);
    for (const char* name : {"one", "two", "three"}) file = c.contribute(file, name);
    size_t at = kRecordsAt + 3;  // the start is a kind and an empty name
    auto part = [&](size_t begin, size_t end) {
      return Bytes(file.begin() + static_cast<ptrdiff_t>(begin), file.begin() + static_cast<ptrdiff_t>(end));
    };
    head = part(0, at);
    for (const std::string name : {"one", "two", "three"}) {
      const size_t size = 3 + name.size() + kStateBytes + kKeysBytes;
      records.push_back(part(at, at + size));
      at += size;
    }
    tail = part(at, file.size());
  }
  Bytes with_records(const std::vector<size_t>& order) const {
    Bytes out = head;
    out[10] = static_cast<uint8_t>(order.size() + 1);
    for (size_t i : order) append(out, records[i]);
    append(out, tail);
    return resealed(out);
  }
};

// The number of the contribution that the answer blames.
std::string blamed(const Result<Phase1Transcript>& answer) {
  if (answer.ok()) return "nothing";
  const std::string& message = answer.error().message();
  return message.substr(0, message.find(':'));
}

TEST(Phase1Attack, SkippedRepeatedAndReorderedContributionsAreRefusedWithTheirNumber) {
  Chain chain;
  ASSERT_EQ(chain.with_records({0, 1, 2}), chain.file);
  ASSERT_TRUE(chain.c.verify(chain.file).ok());
  EXPECT_EQ(blamed(chain.c.verify(chain.with_records({1, 2}))), "contribution 1");
  EXPECT_EQ(blamed(chain.c.verify(chain.with_records({0, 2}))), "contribution 2");
  EXPECT_EQ(blamed(chain.c.verify(chain.with_records({0, 0, 1, 2}))), "contribution 2");
  EXPECT_EQ(blamed(chain.c.verify(chain.with_records({0, 1, 1, 2}))), "contribution 3");
  EXPECT_EQ(blamed(chain.c.verify(chain.with_records({0, 1, 2, 2}))), "contribution 4");
  EXPECT_EQ(blamed(chain.c.verify(chain.with_records({1, 0, 2}))), "contribution 1");
  EXPECT_EQ(blamed(chain.c.verify(chain.with_records({0, 2, 1}))), "contribution 2");
  // The last one is missing: the chain is right, but the powers are not its.
  auto answer = chain.c.verify(chain.with_records({0, 1}));
  ASSERT_FALSE(answer.ok());
  EXPECT_NE(answer.error().message().find("the last contribution names"), std::string::npos);
}

TEST(Phase1Attack, AContributionForgedWithoutItsFactorIsRefusedWithItsNumber) {
  Chain chain;
  // Keys of another contribution, right in themselves.
  Ceremony other;
  const Bytes foreign = other.contribute(other.start(2), "two");
  const size_t keys_at = 3 + 3 + kStateBytes;
  Bytes forged = chain.records[1];
  std::copy_n(foreign.begin() + static_cast<ptrdiff_t>(kRecordsAt + 3 + keys_at), kKeysBytes,
              forged.begin() + static_cast<ptrdiff_t>(keys_at));
  std::swap(chain.records[1], forged);
  EXPECT_EQ(blamed(chain.c.verify(chain.with_records({0, 1, 2}))), "contribution 2");
  std::swap(chain.records[1], forged);

  // Only the proof of knowledge of tau, alpha or beta.
  for (size_t key = 0; key < 3; ++key) {
    Bytes changed = chain.records[2];
    const size_t at = 3 + 5 + kStateBytes + 192 * key + 48 + 96;
    std::ranges::copy(compress(G1::generator().mul(Fr::from_u64(9)).to_affine()),
                      changed.begin() + static_cast<ptrdiff_t>(at));
    std::swap(chain.records[2], changed);
    auto answer = chain.c.verify(chain.with_records({0, 1, 2}));
    EXPECT_EQ(blamed(answer), "contribution 3");
    EXPECT_NE(answer.error().message().find("proof of knowledge"), std::string::npos) << answer.error().message();
    std::swap(chain.records[2], changed);
  }
  // Another name: the proof of knowledge binds it.
  chain.records[0][4] ^= 1;
  EXPECT_EQ(blamed(chain.c.verify(chain.with_records({0, 1, 2}))), "contribution 1");
}

TEST(Phase1Attack, AFactorOfOneOrZeroIsRefused) {
  Ceremony c;
  const Bytes start = c.start(2);
  const Fr one = Fr::one(), two = Fr::from_u64(2);
  const Fr factors[3][3] = {{one, two, two}, {two, one, two}, {two, two, one}};
  for (const auto& f : factors) {
    const Bytes file = written([&](const ByteSink& sink) {
      return contribute_phase1_with(ViewSource(start), "one", f[0], f[1], f[2], sink, c.env);
    });
    auto answer = c.verify(file);
    EXPECT_EQ(blamed(answer), "contribution 1");
    EXPECT_NE(answer.error().message().find("is 1"), std::string::npos) << answer.error().message();
  }
  const Bytes zero = written([&](const ByteSink& sink) {
    return contribute_phase1_with(ViewSource(start), "zero", two, Fr::zero(), two, sink, c.env);
  });
  EXPECT_EQ(blamed(c.verify(zero)), "contribution 1");
}

// Whoever changes the powers of a list, one point or consistently, cannot keep the rest.
TEST(Phase1Attack, ChangedSwappedAndForeignPointsAreRefusedWithTheirList) {
  Ceremony c;
  const Bytes file = c.contribute(c.start(3), "x");
  const Phase1Transcript t = read_phase1(ViewSource(file)).value();
  for (PowerList list : kPowerLists) {
    const bool g2 = list == PowerList::kTauG2;
    const size_t bytes = g2 ? 192 : 96;
    const size_t begin = t.powers_offset + uncompressed_list_offset(list, 3);
    for (size_t i = 0; i < power_count(list, 3); ++i) {
      Bytes other;
      if (g2) {
        append(other, serialize(G2::generator().mul(Fr::from_u64(5)).to_affine()));
      } else {
        append(other, serialize(G1::generator().mul(Fr::from_u64(5)).to_affine()));
      }
      auto answer = c.verify(with(file, begin + i * bytes, other));
      ASSERT_FALSE(answer.ok()) << name_of(list) << i;
      EXPECT_NE(answer.error().message().find(name_of(list)), std::string::npos) << answer.error().message();
      if (i == 0) continue;
      Bytes swapped = file;
      std::swap_ranges(swapped.begin() + static_cast<ptrdiff_t>(begin + (i - 1) * bytes),
                       swapped.begin() + static_cast<ptrdiff_t>(begin + i * bytes),
                       swapped.begin() + static_cast<ptrdiff_t>(begin + i * bytes));
      EXPECT_FALSE(c.verify(resealed(swapped)).ok()) << name_of(list) << i;
    }
  }
}

TEST(Phase1Attack, PointsOutsideTheSubgroupAndAtInfinityAreRefusedBeforeAFactorTouchesThem) {
  G1Affine outside;
  for (uint64_t x = 1;; ++x) {
    const Fp fx = Fp::from_u64(x);
    const auto y = (fx.square() * fx + Fp::from_u64(4)).sqrt_var();
    if (!y) continue;
    outside = G1Affine::from_xy_unchecked(fx, *y);
    if (!outside.is_in_subgroup()) break;
  }
  Ceremony c;
  const Bytes file = c.contribute(c.start(3), "x");
  const Phase1Transcript t = read_phase1(ViewSource(file)).value();
  const size_t at = t.powers_offset + 96 * 4;
  auto answer = c.verify(with(file, at, serialize(outside)));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code(), CryptoError::kNotInSubgroup);
  EXPECT_NE(answer.error().message().find("tau_g1[4]"), std::string::npos);
  auto contributed = contribute_phase1(
      ViewSource(with(file, at, serialize(outside))), "y", "", [](ByteView) -> Result<void> { return {}; }, c.env);
  EXPECT_EQ(contributed.error().code(), CryptoError::kNotInSubgroup);
  EXPECT_EQ(c.verify(with(file, at, serialize(G1Affine::identity()))).error().code(), CryptoError::kIdentity);
}

TEST(Phase1Attack, ABeaconWithAnotherValueOrCountIsRefusedWithItsNumber) {
  Ceremony c;
  const Bytes file = c.beacon(c.contribute(c.start(2), "x"));
  const Phase1Transcript t = c.verify(file).value();
  const size_t iterations_at = t.powers_offset - 1;
  EXPECT_EQ(blamed(c.verify(with(file, iterations_at, Bytes{5}))), "contribution 2");
  Bytes changed = file;
  changed[iterations_at - 1] ^= 1;
  EXPECT_EQ(blamed(c.verify(resealed(changed))), "contribution 2");
  EXPECT_FALSE(c.verify(with(file, iterations_at, Bytes{33})).ok());
}

// The factors of a beacon are a hash of the transcript: tau, alpha and beta are known to everybody.
TEST(Phase1Attack, ABeaconAloneIsNoContribution) {
  Ceremony c;
  const Bytes file = c.beacon(c.beacon(c.start(2)));
  const Phase1Transcript t = c.verify(file).value();
  EXPECT_EQ(t.contribution_count(), 0u);
  EXPECT_EQ(t.beacon_count(), 2u);
  EXPECT_EQ(require_secret(t).error().code(), CryptoError::kBadKey);
  const Phase1Transcript with_one = c.verify(c.beacon(c.contribute(c.start(2), "Ada"))).value();
  EXPECT_EQ(with_one.contribution_count(), 1u);
  EXPECT_EQ(with_one.beacon_count(), 1u);
  EXPECT_TRUE(require_secret(with_one).ok());
}

// A record costs its writer nothing: neither is a long beacon waited for, nor are records looked at in a damaged file.
TEST(Phase1Attack, ABeaconOfMoreIterationsThanAllowedIsRefusedAtOnce) {
  Ceremony c;
  Bytes file = c.beacon(c.contribute(c.start(2), "x"));
  const size_t iterations_at = read_phase1(ViewSource(file)).value().powers_offset - 1;
  const Bytes bogus = with(file, iterations_at, Bytes{32});
  EXPECT_EQ(c.verify(bogus).error().code(), GeneralError::kLimit);
  auto next = contribute_phase1(
      ViewSource(bogus), "y", "", [](ByteView) -> Result<void> { return {}; }, c.env);
  EXPECT_EQ(next.error().code(), GeneralError::kLimit);
  auto own = beacon_phase1(
      ViewSource(file), "z", Beacon{to_bytes("x"), 25}, [](ByteView) -> Result<void> { return {}; }, c.env);
  EXPECT_EQ(own.error().code(), GeneralError::kLimit);
  file[iterations_at] = 32;  // with a wrong checksum
  EXPECT_EQ(c.verify(file).error().code(), GeneralError::kParse);
  const Bytes four = c.beacon(c.start(2));
  c.env.max_log_iterations = 3;
  EXPECT_EQ(c.verify(four).error().code(), GeneralError::kLimit);
}

TEST(Phase1Attack, EveryFlippedByteIsRefusedWithAndWithoutARightChecksum) {
  Ceremony c;
  const Bytes file = c.beacon(c.contribute(c.start(1), "x"));
  ASSERT_TRUE(c.verify(file).ok());
  const size_t step = std::getenv("ZKP_TEST_LONG") != nullptr ? 1 : 5;
  for (size_t i = 0; i < file.size(); i += step) {
    Bytes changed = file;
    changed[i] ^= static_cast<uint8_t>(1 << (i % 8));
    EXPECT_FALSE(c.verify(changed).ok()) << i;
    if (i + 32 < file.size()) { EXPECT_FALSE(c.verify(resealed(changed)).ok()) << i; }
  }
}

TEST(Phase1Attack, TruncatedAndExtendedFilesAreRefusedWithAndWithoutARightChecksum) {
  Ceremony c;
  const Bytes file = c.contribute(c.start(1), "x");
  const Bytes body(file.begin(), file.end() - 32);
  for (size_t size = 0; size < file.size(); size += 7) {
    EXPECT_FALSE(c.verify(Bytes(file.begin(), file.begin() + static_cast<ptrdiff_t>(size))).ok()) << size;
    if (size >= body.size()) continue;
    EXPECT_FALSE(c.verify(with_checksum(Bytes(body.begin(), body.begin() + static_cast<ptrdiff_t>(size)))).ok())
        << size;
  }
  for (size_t extra : {1, 48, 96, 192, 5000}) {
    Bytes longer = body;
    longer.resize(body.size() + extra);
    EXPECT_FALSE(c.verify(with_checksum(longer)).ok()) << extra;
  }
}

TEST(Phase1Attack, CountsThatTheFileCannotHoldAreRefusedBeforeAnythingIsAllocated) {
  Ceremony c;
  Bytes file = c.contribute(c.start(1), "x");
  file[6] = 28;  // 2^28 powers
  EXPECT_EQ(c.verify(resealed(file)).error().code(), GeneralError::kParse);
  file[6] = 1;
  for (size_t i = 7; i < 11; ++i) file[i] = 0xff;
  EXPECT_EQ(c.verify(resealed(file)).error().code(), GeneralError::kLimit);
}

}  // namespace
}  // namespace zkp
