/// The installed verifier: the answers of verify_any_file, through a header of the standard library alone.
#include "zkp/verify.h"

#include "ledger/noisy.h"
#include "report/support.h"

namespace zkp {
namespace {

using namespace report_test;
using api::VerifyOptions;
using api::VerifyResult;
using api::VerifyStatus;

// The signatures of the tests.
bool hash_signature(std::span<const uint8_t, 32> key, std::span<const uint8_t> message,
                    std::span<const uint8_t, 64> signature) {
  ByteArray<32> key_bytes;
  ByteArray<64> signature_bytes;
  std::copy(key.begin(), key.end(), key_bytes.begin());
  std::copy(signature.begin(), signature.end(), signature_bytes.begin());
  return HashVerifier().verify_ed25519(key_bytes, message, signature_bytes);
}

VerifyOptions pinned() {
  VerifyOptions out;
  out.log_key = proved_world().pinned().log_key->vkey();
  return out;
}

std::string report() { return render_report(proved_world().evidence(), ReportFormat::kJson).value(); }
std::string receipt() { return proved_world().receipt(1, proved_world().checkpoint()); }

TEST(VerifyFile, AnswersAsTheInternalVerifierDoes) {
  const World& world = proved_world();
  for (const std::string& file : {report(), receipt()}) {
    const Verification expected = verify_any_file(file, world.pinned(), world.verifier).value();
    const VerifyResult result = api::verify_file(file, pinned(), hash_signature);
    EXPECT_TRUE(result.ok()) << result.error;
    EXPECT_EQ(result.claim, expected.words);
    EXPECT_EQ(result.statement, expected.statement);
    EXPECT_EQ(result.label, expected.label);
    EXPECT_EQ(result.outputs, expected.outputs);
    EXPECT_EQ(result.not_shown, expected.not_shown);
    ASSERT_EQ(result.checks.size(), expected.checks.size());
    for (size_t i = 0; i < result.checks.size(); ++i) {
      EXPECT_EQ(result.checks[i].name, expected.checks[i].name);
      EXPECT_EQ(result.checks[i].ok, expected.checks[i].ok);
      EXPECT_EQ(result.checks[i].detail, expected.checks[i].detail);
    }
  }
}

TEST(VerifyFile, ReadsTheKeyAsItStandsInItsFile) {
  VerifyOptions options = pinned();
  options.log_key += "\n";
  EXPECT_TRUE(api::verify_file(receipt(), options, hash_signature).ok());
  options.log_key += "\n";
  EXPECT_EQ(api::verify_file(receipt(), options, hash_signature).status, VerifyStatus::kBadOptions);
}

TEST(VerifyFile, RefusesWhatDoesNotHold) {
  EXPECT_EQ(api::verify_file(receipt(), pinned(), {}).status, VerifyStatus::kRefused);  // nobody checks signatures
  EXPECT_EQ(api::verify_file(receipt(), pinned(), [](auto, auto, auto) { return false; }).status,
            VerifyStatus::kRefused);
  VerifyOptions strict;
  strict.require_pinned = true;
  EXPECT_EQ(api::verify_file(receipt(), strict, hash_signature).status, VerifyStatus::kRefused);
  VerifyOptions other = pinned();
  other.log_key = VerifierKey::make("zkp-ledger/other/" + std::string(64, 'a'), HashSigner(9).public_key())->vkey();
  EXPECT_EQ(api::verify_file(receipt(), other, hash_signature).status, VerifyStatus::kRefused);
  VerifyOptions challenged = pinned();
  challenged.nonce[0] = 1;
  EXPECT_EQ(api::verify_file(report(), challenged, hash_signature).status, VerifyStatus::kRefused);
  VerifyOptions witnessed = pinned();
  witnessed.witnesses = {
      VerifierKey::make("witness.example", HashSigner(8).public_key(), NoteKeyType::kCosignatureV1)->vkey()};
  EXPECT_EQ(api::verify_file(receipt(), witnessed, hash_signature).status, VerifyStatus::kRefused);
}

TEST(VerifyFile, KnowsTheBeaconsThatItIsGiven) {
  const LocalBeacon local(kStart_s - 1000);
  World world;
  const NoiseQuery query{sha256(as_bytes("data")), "age", 0, 1, local.beacon().id, 1000};
  world.notarize(owned::make_noise("noise", world.author.public_key(), query, {1, 0, 1}));
  const std::string file = world.receipt(1, world.checkpoint());
  VerifyOptions options;
  const VerifyResult stranger = api::verify_file(file, options, hash_signature);
  EXPECT_TRUE(stranger.ok()) << stranger.error;
  EXPECT_NE(stranger.claim.find("round 1000 of beacon "), std::string::npos) << stranger.claim;
  options.beacons = {local.info()};
  const VerifyResult known = api::verify_file(file, options, hash_signature);
  EXPECT_NE(known.claim.find("round 1000 of local, drawn "), std::string::npos) << known.claim;
}

TEST(VerifyFile, TellsUnreadableBytesFromBadOptions) {
  EXPECT_EQ(api::verify_file("", pinned(), hash_signature).status, VerifyStatus::kUnreadable);
  EXPECT_EQ(api::verify_file("hello", pinned(), hash_signature).status, VerifyStatus::kUnreadable);
  EXPECT_FALSE(api::verify_file("hello", pinned(), hash_signature).error.empty());
  auto bad = [](auto change) {
    VerifyOptions options = pinned();
    change(options);
    const VerifyResult result = api::verify_file(receipt(), options, hash_signature);
    EXPECT_EQ(result.status, VerifyStatus::kBadOptions);
    EXPECT_FALSE(result.error.empty());
    EXPECT_FALSE(result.ok());
  };
  bad([](VerifyOptions& o) { o.log_key = "not a key"; });
  bad([](VerifyOptions& o) { o.witnesses = {"not a key"}; });
  bad([](VerifyOptions& o) { o.quorum = 1; });
  bad([](VerifyOptions& o) { o.beacons = {"{}"}; });
  bad([](VerifyOptions& o) { o.verification_key = {1, 2, 3}; });
}

}  // namespace
}  // namespace zkp
