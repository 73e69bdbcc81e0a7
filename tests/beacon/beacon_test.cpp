#include "beacon/beacon.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "beacon/local_beacon.h"
#include "curve/encoding.h"

namespace zkp {
namespace {

// Rounds of drand's quicknet. 123: noislabs/drand-verify, verify_works_for_g1g2_swapped_rfc. 1000 to 1003:
// ideal-lab5/idn-sdk, PULSE1000 and following; the randomness of 1000 is what api.drand.sh/.../public/1000 answers.
// 657413: mcdcam/python-drand-verify, README.
struct KnownRound {
  uint64_t round;
  const char* signature;
  const char* randomness;  ///< nullptr: not in that source
};
constexpr KnownRound kQuicknetRounds[] = {
    {123, "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92",
     "fb8f7bc29bf24db51871ec8c79f3a1e4bd0557bc0dfcee9ed1d924e69d1c60dc"},
    {1000, "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
     "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"},
    {1001, "b33bf3667cbd5a82de3a24b4e0e9fe5513cc1a0e840368c6e31f5fcfa79bea03f73896b25883abf2853d10337fb8fa41", nullptr},
    {1002, "ab066f9c12dd6de1336fca0f925192fb0c72a771c3e4c82ede1fd362c1a770f9eb05843c6308ce2530b53a99c0281a6e", nullptr},
    {1003, "b104c82771698f45fd8dcfead083d482694c31ab519bcef077f126f3736fe98c8392fd5d45d88aeb76b56ccfcb0296d7", nullptr},
    {657413, "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
     "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"},
};

// Another network of the same scheme: drand/drand-client, test/beacon-verification.test.ts, "signatures on G1 with
// DST".
const std::string kWalkthrough =
    R"({"public_key":"81d320f220ee9c79e60e19dedc838c31e3ab919b15481e9feb52f643628c4f6a13fdc52129493875a818109d767272ca)"
    R"(0541cbcdcea9335f2870d781b39b845ba8cbd44fdfe4967781cf72ca5917fc9398bcf97ca0548ed5a709016c4b1ff0f3",)"
    R"("period":3,"genesis_time":1687506816,)"
    R"("hash":"af8b6fc95693b058a3a59efe586eb31c2c352fe00cf40c62a427d87c34f7a235",)"
    R"("groupHash":"02d678e93908888871b70e3f015b396a8c082bc1493ae5479f8743cb5d972b54",)"
    R"("schemeID":"bls-unchained-g1-rfc9380","metadata":{"beaconID":"walkthrough"}})";
constexpr KnownRound kWalkthroughRound = {
    38, "95c93585c513ebbcb4777ff15599b3140e5ec0295faa0e483f3deadd88fa6d43f0d3703e3a4ce106e8fd6c6987f32126",
    "b2fc21325a24904a6a9e81a6c63f65f6cec3f0b2400df3f4a56b214770e9ccca"};

Bytes signature_of(const KnownRound& known) { return hex_decode(known.signature).value(); }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Beacon, RoundsOfQuicknetVerify) {
  for (const KnownRound& known : kQuicknetRounds) {
    const Result<Digest> value = check_beacon_round(quicknet(), known.round, signature_of(known));
    ASSERT_TRUE(value.ok()) << known.round << ": " << value.error().describe();
    if (known.randomness != nullptr) { EXPECT_EQ(hex_encode(*value), known.randomness); }
  }
}

TEST(Beacon, EveryFlippedByteOfASignatureIsRefused) {
  const KnownRound& known = kQuicknetRounds[1];
  for (size_t i = 0; i < 48; ++i) {
    for (const uint8_t flip : {0x01, 0x20, 0x80, 0xff}) {
      Bytes signature = signature_of(known);
      signature[i] ^= flip;
      const Result<Digest> value = check_beacon_round(quicknet(), known.round, signature);
      ASSERT_FALSE(value.ok()) << i;
      EXPECT_EQ(value.error().code(), ErrorCode(CryptoError::kBadSignature));
    }
  }
}

TEST(Beacon, WrongRoundLengthPointOrKeyIsRefused) {
  const Bytes signature = signature_of(kQuicknetRounds[1]);
  const RandomBeacon walkthrough = parse_beacon_info(kWalkthrough).value();
  for (const uint64_t round : {uint64_t{0}, uint64_t{999}, uint64_t{1001}, UINT64_MAX})
    EXPECT_FALSE(check_beacon_round(quicknet(), round, signature).ok()) << round;
  EXPECT_FALSE(check_beacon_round(walkthrough, 1000, signature).ok());
  EXPECT_FALSE(check_beacon_round(quicknet(), 1000, ByteView(signature).first(47)).ok());
  EXPECT_FALSE(check_beacon_round(quicknet(), 1000, {}).ok());
  Bytes longer = signature;
  longer.push_back(0);
  EXPECT_FALSE(check_beacon_round(quicknet(), 1000, longer).ok());
  EXPECT_FALSE(check_beacon_round(quicknet(), 1000, compress(G1Affine::identity())).ok());
  EXPECT_FALSE(check_beacon_round(quicknet(), 1000, compress(G1Affine::generator())).ok());
  EXPECT_FALSE(check_beacon_round(quicknet(), 1000, compress(-decompress_g1(signature).value())).ok());
}

TEST(Beacon, AnotherNetworkOfTheSchemeVerifiesWithItsOwnKey) {
  const RandomBeacon walkthrough = parse_beacon_info(kWalkthrough).value();
  EXPECT_EQ(walkthrough.name, "walkthrough");
  const Result<Digest> value =
      check_beacon_round(walkthrough, kWalkthroughRound.round, signature_of(kWalkthroughRound));
  ASSERT_TRUE(value.ok()) << value.error().describe();
  EXPECT_EQ(hex_encode(*value), kWalkthroughRound.randomness);
  EXPECT_FALSE(check_beacon_round(quicknet(), kWalkthroughRound.round, signature_of(kWalkthroughRound)).ok());
}

TEST(Beacon, OnlyQuicknetIsTrustedWithoutBeingNamed) {
  const RandomBeacon walkthrough = parse_beacon_info(kWalkthrough).value();
  EXPECT_EQ(hex_encode(quicknet().id), "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971");
  EXPECT_EQ(Beacons().find(quicknet().id), &quicknet());
  EXPECT_EQ(Beacons().find(walkthrough.id), nullptr);
  EXPECT_EQ(Beacons({walkthrough}).find(walkthrough.id)->name, "walkthrough");
  EXPECT_EQ(Beacons({walkthrough}).find(quicknet().id), &quicknet());
  EXPECT_EQ(Beacons({walkthrough}).find(Digest{}), nullptr);
}

TEST(Beacon, RoundsFollowTheClock) {
  const RandomBeacon& b = quicknet();
  EXPECT_EQ(b.round_time_s(1), 1692803367);
  EXPECT_EQ(b.round_time_s(1000), 1692806364);
  EXPECT_EQ(b.round_time_s(0), std::nullopt);
  EXPECT_EQ(b.round_time_s(UINT64_MAX), std::nullopt);
  EXPECT_EQ(b.first_round_at(0), 1u);
  EXPECT_EQ(b.first_round_at(-5), 1u);
  for (const uint64_t round : {1, 2, 77, 35'107'012}) {
    const int64_t time = *b.round_time_s(round);
    EXPECT_EQ(b.first_round_at(time), round);
    EXPECT_EQ(b.first_round_at(time - 2), round);
    EXPECT_EQ(b.first_round_at(time + 1), round + 1);
  }
}

// The id is a hash of key, times, group hash and name: another of them is another beacon.
TEST(Beacon, InfoWhoseHashIsNotThatOfItsContentIsRefused) {
  ASSERT_TRUE(parse_beacon_info(kWalkthrough).ok());
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"\"period\":3", "\"period\":4"},
                                                        {"1687506816", "1687506817"},
                                                        {"walkthrough", "walkabout"},
                                                        {"02d678e9", "02d678ea"},
                                                        {"\"hash\":\"af8b", "\"hash\":\"af8c"}}) {
    const Result<RandomBeacon> beacon = parse_beacon_info(replaced(kWalkthrough, from, to));
    ASSERT_FALSE(beacon.ok()) << to;
    EXPECT_EQ(beacon.error().code(), ErrorCode(CryptoError::kBadKey)) << to;
  }
  const std::string without = replaced(kWalkthrough, "\"hash\"", "\"other\"");
  EXPECT_EQ(parse_beacon_info(without)->id, parse_beacon_info(kWalkthrough)->id);
}

TEST(Beacon, MalformedInfoIsRefused) {
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"bls-unchained-g1-rfc9380", "pedersen-bls-chained"},
                                                        {"\"schemeID\"", "\"scheme_id\""},
                                                        {"\"public_key\":\"81d3", "\"public_key\":\"81d4"},
                                                        {"\"public_key\":\"81", "\"public_key\":\""},
                                                        {"\"period\":3", "\"period\":0"},
                                                        {"\"period\":3", "\"period\":4294967296"},
                                                        {"\"period\":3", "\"period\":\"3\""},
                                                        {"1687506816", "-1"},
                                                        {"1687506816", "253402300800"},
                                                        {"\"groupHash\":\"02", "\"groupHash\":\""},
                                                        {"}}", "}"}})
    EXPECT_FALSE(parse_beacon_info(replaced(kWalkthrough, from, to)).ok()) << from << " -> " << to;
  EXPECT_FALSE(parse_beacon_info("").ok());
  EXPECT_FALSE(parse_beacon_info("[]").ok());
  EXPECT_FALSE(parse_beacon_info(kWalkthrough + std::string(kMaxBeaconFileBytes, ' ') + "x").ok());
  const std::string zero = "c0" + std::string(190, '0');
  const std::string key = kWalkthrough.substr(15, 192);
  EXPECT_EQ(parse_beacon_info(replaced(kWalkthrough, key, zero)).error().code(), ErrorCode(CryptoError::kIdentity));
}

TEST(Beacon, InfoOfTheSecondInterfaceIsTheSameBeacon) {
  const std::string second =
      R"({"public_key":"83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451)"
      R"(0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",)"
      R"("period":3,"genesis_time":1692803367,)"
      R"("genesis_seed":"f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",)"
      R"("chain_hash":"52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",)"
      R"("scheme":"bls-unchained-g1-rfc9380","beacon_id":"quicknet"})";
  EXPECT_EQ(parse_beacon_info(second)->id, quicknet().id);
}

TEST(Beacon, SignaturesComeAsHexOrAsTheJsonOfDrand) {
  const KnownRound& known = kQuicknetRounds[1];
  const Result<BeaconRound> hex = parse_beacon_round(" " + std::string(known.signature) + "\n");
  ASSERT_TRUE(hex.ok());
  EXPECT_EQ(hex->round, std::nullopt);
  EXPECT_EQ(hex_encode(hex->signature), known.signature);
  const std::string json = "{\"round\":1000,\"randomness\":\"" + std::string(known.randomness) + "\",\"signature\":\"" +
                           known.signature + "\"}";
  const Result<BeaconRound> round = parse_beacon_round(json + "\r\n");
  ASSERT_TRUE(round.ok()) << round.error().describe();
  EXPECT_EQ(round->round, 1000u);
  EXPECT_EQ(round->signature, hex->signature);

  EXPECT_FALSE(parse_beacon_round(replaced(json, "fe290b", "fe290c")).ok());
  EXPECT_FALSE(parse_beacon_round(replaced(json, "\"signature\"", "\"sig\"")).ok());
  EXPECT_FALSE(parse_beacon_round(replaced(json, "1000", "-1000")).ok());
  EXPECT_FALSE(parse_beacon_round(std::string(known.signature).substr(2)).ok());
  EXPECT_FALSE(parse_beacon_round(std::string(known.signature) + "00").ok());
  EXPECT_FALSE(parse_beacon_round("").ok());
  EXPECT_FALSE(parse_beacon_round(std::string(kMaxBeaconFileBytes + 1, ' ')).ok());
}

TEST(Beacon, ALocalKeySignsForTests) {
  const LocalBeacon local(1'700'000'000);
  EXPECT_TRUE(check_beacon_round(local.beacon(), 5, local.sign(5)).ok());
  EXPECT_FALSE(check_beacon_round(local.beacon(), 6, local.sign(5)).ok());
  EXPECT_FALSE(check_beacon_round(quicknet(), 5, local.sign(5)).ok());
  EXPECT_EQ(parse_beacon_round(local.round(7))->signature, local.sign(7));
  EXPECT_NE(LocalBeacon(1'700'000'001).beacon().id, local.beacon().id);
  EXPECT_NE(LocalBeacon(1'700'000'000, 3, 1).beacon().id, local.beacon().id);
}

}  // namespace
}  // namespace zkp
