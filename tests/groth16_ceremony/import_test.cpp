/// Transcripts that snarkjs wrote (snarkjs/README.md).
#include "groth16/ceremony/import.h"

#include <cstdlib>

#include "base_os/file_source.h"
#include "curve/encoding.h"
#include "groth16/ceremony/legacy_key.h"
#include "groth16_ceremony/files.h"

namespace zkp {
namespace {

using testing::Ceremony;
using testing::written;

Bytes snarkjs(const std::string& name) {
  const auto file = FileSource::open(ZKP_SOURCE_DIR "/tests/groth16_ceremony/snarkjs/" + name).value();
  Bytes out(file->size());
  EXPECT_TRUE(file->read(0, out).ok());
  return out;
}

struct Importer : Ceremony {
  Result<Phase1Transcript> import(const Bytes& file, Bytes* out = nullptr) {
    return import_foreign_phase1(
        ViewSource(file),
        [&](ByteView piece) -> Result<void> {
          if (out != nullptr) append(*out, piece);
          return {};
        },
        env);
  }
  std::string message(const Bytes& file) {
    auto answer = import(file);
    return answer.ok() ? "accepted" : answer.error().message();
  }
};

Bytes powers_part(const Bytes& file) {
  const Phase1Transcript t = read_phase1(ViewSource(file)).value();
  return Bytes(file.begin() + static_cast<ptrdiff_t>(t.powers_offset), file.end() - 32);
}

TEST(Import, PtauOfContributionsBeaconAndResponseIsAccepted) {
  Importer im;
  Bytes file;
  const Phase1Transcript t = im.import(snarkjs("final.ptau"), &file).value();
  EXPECT_EQ(t.log_size, 3);
  EXPECT_EQ(t.records[0].import.format, "ptau");
  EXPECT_EQ(t.records[0].import.contributions, 3u);  // and a beacon
  EXPECT_EQ(t.records[0].import.file_sha256, sha256(snarkjs("final.ptau")));
  EXPECT_TRUE(im.verify(file).ok());
  // Our own contributions continue it.
  const Bytes next = im.beacon(im.contribute(file, "ours"));
  const Phase1Transcript continued = im.verify(next).value();
  EXPECT_EQ(continued.contribution_count(), 1u);
  EXPECT_EQ(continued.beacon_count(), 1u);
  EXPECT_TRUE(require_secret(t).ok());
}

TEST(Import, EveryFormatOfOneCeremonyGivesTheSamePowers) {
  Importer im;
  Bytes from_beacon, from_challenge, from_final, from_response;
  ASSERT_TRUE(im.import(snarkjs("beacon.ptau"), &from_beacon).ok()) << im.message(snarkjs("beacon.ptau"));
  ASSERT_TRUE(im.import(snarkjs("challenge"), &from_challenge).ok()) << im.message(snarkjs("challenge"));
  ASSERT_TRUE(im.import(snarkjs("final.ptau"), &from_final).ok());
  const Phase1Transcript response = im.import(snarkjs("response"), &from_response).value();
  EXPECT_EQ(powers_part(from_beacon), powers_part(from_challenge));
  EXPECT_EQ(powers_part(from_final), powers_part(from_response));
  EXPECT_NE(powers_part(from_beacon), powers_part(from_final));
  // Its keys are not tied to its powers: whoever has them can put them behind powers that they know.
  EXPECT_EQ(response.records[0].import.contributions, 0u);
  // A challenge is the uncompressed form that we write, and its own hash is in the response.
  const Bytes challenge = snarkjs("challenge");
  EXPECT_EQ(powers_part(from_challenge), Bytes(challenge.begin() + 64, challenge.end() - 192));
  const Bytes answer = snarkjs("response");
  EXPECT_TRUE(std::ranges::equal(blake2b(challenge), ByteView(answer).first(64)));
}

// snarkjs has flags of its own in compressed points; response.zcash is `response` with those of powersoftau, changed by
// snarkjs/to_zcash.py.
TEST(Import, ResponseInTheEncodingOfPowersoftauGivesTheSamePowers) {
  Importer im;
  Bytes theirs, zcash;
  ASSERT_TRUE(im.import(snarkjs("response"), &theirs).ok()) << im.message(snarkjs("response"));
  ASSERT_TRUE(im.import(snarkjs("response.zcash"), &zcash).ok()) << im.message(snarkjs("response.zcash"));
  EXPECT_EQ(powers_part(theirs), powers_part(zcash));
}

TEST(Import, TruncatedPtauKeepsItsChainOfContributions) {
  Importer im;
  const Phase1Transcript t = im.import(snarkjs("truncated.ptau")).value();
  EXPECT_EQ(t.log_size, 2);
  EXPECT_EQ(t.records[0].import.contributions, 3u);
}

TEST(Import, PowersThatNobodyContributedToAreRefused) {
  Importer im;
  EXPECT_EQ(im.import(snarkjs("empty.ptau")).error().code(), CryptoError::kBadKey);
  // The first challenge of a ceremony: all points are generators.
  Bytes challenge = snarkjs("challenge");
  size_t at = 64;
  ASSERT_TRUE(write_generators(3, [&](ByteView piece) -> Result<void> {
                std::ranges::copy(piece, challenge.begin() + static_cast<ptrdiff_t>(at));
                at += piece.size();
                return {};
              }).ok());
  std::ranges::copy(serialize(G2Affine::generator()), challenge.begin() + static_cast<ptrdiff_t>(at));
  EXPECT_EQ(im.import(challenge).error().code(), CryptoError::kBadKey);
}

// Where contribution i (from 1) of a .ptau begins, and where its parts are.
constexpr size_t kState = 96 + 192 + 96 + 96 + 192;
constexpr size_t kFixed = kState + kLegacyKeysBytes + 216 + 64 + 4;
struct Place {
  size_t begin, end;
};
std::vector<Place> contributions(const Bytes& file) {
  size_t at = 12;
  auto number = [&](size_t from, size_t bytes) {
    uint64_t out = 0;
    for (size_t i = bytes; i-- > 0;) out = out << 8 | file[from + i];
    return out;
  };
  std::vector<Place> out;
  for (;;) {
    const uint64_t type = number(at, 4), size = number(at + 4, 8);
    at += 12;
    if (type != 7) {
      at += size;
      continue;
    }
    const uint64_t count = number(at, 4);
    at += 4;
    for (uint64_t i = 0; i < count; ++i) {
      const size_t end = at + kFixed + 4 + number(at + kFixed, 4);
      out.push_back({at, end});
      at = end;
    }
    return out;
  }
}

TEST(ImportAttack, AForgedSwappedOrRepeatedContributionIsRefusedWithItsNumber) {
  Importer im;
  const Bytes file = snarkjs("final.ptau");
  const std::vector<Place> places = contributions(file);
  ASSERT_EQ(places.size(), 4u);
  auto part = [&](size_t i) {
    return Bytes(file.begin() + static_cast<ptrdiff_t>(places[i].begin),
                 file.begin() + static_cast<ptrdiff_t>(places[i].end));
  };
  auto with = [&](size_t i, const Bytes& contribution) {
    Bytes out = file;
    EXPECT_EQ(contribution.size(), places[i].end - places[i].begin);
    std::ranges::copy(contribution, out.begin() + static_cast<ptrdiff_t>(places[i].begin));
    return out;
  };
  auto begins = [](const std::string& text, const std::string& with_what) { return text.starts_with(with_what); };
  for (size_t i = 0; i < 4; ++i) {
    const std::string blamed = "contribution " + std::to_string(i + 1) + ":";
    // Two proofs of knowledge exchanged: both are points of G2, neither is right.
    Bytes forged = part(i);
    const size_t spx = kState + 6 * 96;
    std::swap_ranges(forged.begin() + static_cast<ptrdiff_t>(spx), forged.begin() + static_cast<ptrdiff_t>(spx + 192),
                     forged.begin() + static_cast<ptrdiff_t>(spx + 192));
    EXPECT_TRUE(begins(im.message(with(i, forged)), blamed)) << im.message(with(i, forged));
    // Another state: alpha and beta exchanged.
    Bytes moved = part(i);
    std::swap_ranges(moved.begin() + 288, moved.begin() + 384, moved.begin() + 384);
    const std::string answer = im.message(with(i, moved));
    EXPECT_TRUE(begins(answer, blamed)) << answer;
  }
  // The second and the fourth have names of the same length.
  Bytes swapped = with(1, part(3));
  std::ranges::copy(part(1), swapped.begin() + static_cast<ptrdiff_t>(places[3].begin));
  EXPECT_TRUE(begins(im.message(swapped), "contribution 2:")) << im.message(swapped);
  EXPECT_TRUE(begins(im.message(with(3, part(1))), "contribution 4:")) << im.message(with(3, part(1)));
}

TEST(ImportAttack, APtauThatOnlyBeaconsContributedToIsRefused) {
  Importer im;
  const Bytes file = snarkjs("beacon.ptau");
  const std::vector<Place> places = contributions(file);
  ASSERT_EQ(places.size(), 3u);
  // The section with its last contribution alone, which is the beacon.
  Bytes alone(file.begin(), file.begin() + static_cast<ptrdiff_t>(places[0].begin));
  append(alone, ByteView(file).subspan(places[2].begin));
  const uint64_t size = 4 + places[2].end - places[2].begin;
  alone[places[0].begin - 4] = 1;
  for (size_t i = 0; i < 8; ++i) alone[places[0].begin - 12 + i] = static_cast<uint8_t>(size >> (8 * i));
  auto answer = im.import(alone);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code(), CryptoError::kBadKey) << answer.error().message();
  EXPECT_NE(answer.error().message().find("beacon"), std::string::npos) << answer.error().message();
}

TEST(Import, TheOriginalShowsWhatATranscriptBeganWith) {
  Importer im;
  Bytes file;
  ASSERT_TRUE(im.import(snarkjs("beacon.ptau"), &file).ok());
  const Phase1Transcript t = im.verify(im.contribute(file, "ours")).value();
  const Bytes original = snarkjs("beacon.ptau"), other = snarkjs("final.ptau"), challenge = snarkjs("challenge");
  EXPECT_TRUE(check_import(ViewSource(original), t, im.env).ok());
  EXPECT_EQ(check_import(ViewSource(other), t, im.env).error().code(), CryptoError::kBadProof);
  // The same powers from a file that proves less.
  EXPECT_EQ(check_import(ViewSource(challenge), t, im.env).error().code(), CryptoError::kBadProof);
  const Phase1Transcript own = im.verify(im.contribute(im.start(2), "ours")).value();
  EXPECT_EQ(check_import(ViewSource(original), own, im.env).error().code(), GeneralError::kInvalidArgument);
}

// The record of an import is a claim: its powers may be those of secrets that the writer knows.
TEST(ImportAttack, AClaimedImportIsRefusedByItsOriginal) {
  Importer im;
  const Bytes original = snarkjs("final.ptau");
  const Bytes known = im.contribute(im.start(3), 3, 4, 5);
  const Phase1Transcript powers = im.verify(known).value();
  const ViewSource source(known);
  const ImportNote claim{"ptau", sha256(original), 3};
  Bytes forged;
  ASSERT_TRUE(import_phase1(
                  powers_of(source, powers), powers.state(), claim,
                  [&](ByteView piece) -> Result<void> {
                    append(forged, piece);
                    return {};
                  },
                  im.env)
                  .ok());
  const Phase1Transcript t = im.verify(forged).value();
  EXPECT_EQ(t.contribution_count(), 0u);
  EXPECT_EQ(check_import(ViewSource(original), t, im.env).error().code(), CryptoError::kBadProof);
}

// The keys of a response over powers that it has nothing to do with.
TEST(ImportAttack, KeysOfAResponseOverOtherPowersCountAsNoContribution) {
  Importer im;
  Bytes response = snarkjs("response.zcash");
  const Bytes known = im.contribute(im.start(3), 3, 4, 5);
  const Phase1Transcript t = im.verify(known).value();
  const ViewSource source(known);
  const UncompressedPowers powers = powers_of(source, t);
  Bytes lists;
  for (PowerList list : kPowerLists)
    for (size_t i = 0; i < power_count(list, 3); ++i) {
      if (list == PowerList::kTauG2) {
        G2Affine point;
        ASSERT_TRUE(powers.read(list, i, std::span(&point, 1), nullptr).ok());
        append(lists, compress(point));
      } else {
        G1Affine point;
        ASSERT_TRUE(powers.read(list, i, std::span(&point, 1), nullptr).ok());
        append(lists, compress(point));
      }
    }
  append(lists, compress(t.state().beta_g2));
  std::ranges::copy(lists, response.begin() + 64);
  const Phase1Transcript made = im.import(response).value();
  EXPECT_EQ(made.state(), t.state());
  EXPECT_EQ(made.records[0].import.contributions, 0u);
}

// The first challenge of a ceremony is a hash of as many points as it has powers.
TEST(ImportAttack, ASmallFileOfAHugeCeremonyIsRefusedAtOnce) {
  Importer im;
  Bytes file = snarkjs("truncated.ptau");
  const size_t at = 12 + 12 + 4 + 48 + 4;
  ASSERT_EQ(file[at], 3);
  file[at] = 28;
  EXPECT_EQ(im.import(file).error().code(), GeneralError::kLimit);
  file[at] = 3;
  im.env.max_first_challenge = 2;
  EXPECT_EQ(im.import(file).error().code(), GeneralError::kLimit);
  im.env.max_first_challenge = 3;
  EXPECT_TRUE(im.import(file).ok());
}

TEST(ImportAttack, ABeaconWithAnotherValueOrCountIsRefusedWithItsNumber) {
  Importer im;
  const Bytes file = snarkjs("beacon.ptau");
  const Place beacon = contributions(file).at(2);
  Bytes value = file;
  value[beacon.end - 1] ^= 1;
  EXPECT_TRUE(im.message(value).starts_with("contribution 3:")) << im.message(value);
  Bytes count = file;
  const auto at = std::find(count.begin() + static_cast<ptrdiff_t>(beacon.begin + kFixed + 4),
                            count.begin() + static_cast<ptrdiff_t>(beacon.end), 10);
  *at = 9;
  EXPECT_TRUE(im.message(count).starts_with("contribution 3:")) << im.message(count);
}

TEST(ImportAttack, AHashThatIsNotThatOfThePowersIsRefused) {
  Importer im;
  Bytes file = snarkjs("final.ptau");
  const Place last = contributions(file).at(3);
  file[last.begin + kState + kLegacyKeysBytes + 216] ^= 1;
  EXPECT_NE(im.message(file).find("hash"), std::string::npos) << im.message(file);
}

TEST(ImportAttack, AFlippedByteOfAnyPointIsRefused) {
  Importer im;
  const size_t step = std::getenv("ZKP_TEST_LONG") != nullptr ? 1 : 97;
  const Bytes ptau = snarkjs("beacon.ptau");
  const size_t end = contributions(ptau).front().begin - 4 - 12;
  for (size_t i = 0; i < end; i += step) {
    Bytes changed = ptau;
    changed[i] ^= static_cast<uint8_t>(1 << (i % 8));
    EXPECT_FALSE(im.import(changed).ok()) << i;
  }
  for (const char* name : {"challenge", "response", "response.zcash"}) {
    const Bytes file = snarkjs(name);
    // The hash in front of a challenge names a file that is not here.
    for (size_t i = std::string(name) == "challenge" ? 64 : 0; i < file.size(); i += step) {
      Bytes changed = file;
      changed[i] ^= static_cast<uint8_t>(1 << (i % 8));
      EXPECT_FALSE(im.import(changed).ok()) << name << " " << i;
    }
  }
}

TEST(ImportAttack, TruncatedAndExtendedFilesAreRefused) {
  Importer im;
  for (const char* name : {"beacon.ptau", "challenge", "response"}) {
    const Bytes file = snarkjs(name);
    for (size_t size = 0; size < file.size(); size += 97)
      EXPECT_FALSE(im.import(Bytes(file.begin(), file.begin() + static_cast<ptrdiff_t>(size))).ok()) << name << size;
    for (size_t extra : {1, 48, 96, 192, 576}) {
      Bytes longer = file;
      longer.resize(file.size() + extra);
      EXPECT_FALSE(im.import(longer).ok()) << name << extra;
    }
  }
}

TEST(ImportAttack, HeadersThatTheFileCannotHoldAreRefusedBeforeAnythingIsAllocated) {
  Importer im;
  const Bytes file = snarkjs("beacon.ptau");
  Bytes sections = file;
  sections[11] = 0xff;
  EXPECT_EQ(im.import(sections).error().code(), GeneralError::kLimit);
  Bytes size = file;
  for (size_t i = 16; i < 24; ++i) size[i] = 0xff;
  EXPECT_EQ(im.import(size).error().code(), GeneralError::kParse);
  Bytes power = file;
  power[12 + 12 + 4 + 48] = 4;
  EXPECT_FALSE(im.import(power).ok());
  Bytes curve = file;
  curve[12 + 12 + 4] ^= 1;
  EXPECT_NE(im.message(curve).find("BLS12-381"), std::string::npos);
}

}  // namespace
}  // namespace zkp
