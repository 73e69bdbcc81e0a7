/// Sums with noise in reports: rendered, verified, metered; and the rules that a report shows to be broken.
#include "ledger/noisy.h"
#include "report/support.h"

namespace zkp {
namespace {

using namespace report_test;

const LocalBeacon& local() {
  static const LocalBeacon out(kStart_s - 1000, 3);
  return out;
}
const uint64_t kRound = local().beacon().first_round_at(kStart_s + 600);

/// A table, noise bits for its column, and the answer.
struct NoisyWorld {
  World world;
  TestTable data = world.table("data", {{"age", {TypeCode::kInt, 16}, {30, 41, 29}}});
  TestTable noise = owned::make_noise("noise", world.author.public_key(),
                                      NoiseQuery{data.record.dataset, "age", 0, 100, local().beacon().id, kRound},
                                      std::vector<uint8_t>(400, 1));

  ProofRecord answer() const {
    return owned::prove_noisy(data, noise, ledger_id(world.origin), local().sign(kRound)).value();
  }
};

const NoisyWorld& noisy_world() {
  static const NoisyWorld* out = [] {
    auto* made = new NoisyWorld();
    made->world.notarize(made->data);
    made->world.record_proof(made->data, "well-typed:age");
    made->world.notarize(made->noise);
    made->world.now_s += 3600;
    made->world.add(make_proof(made->answer()));
    return made;
  }();
  return *out;
}

Result<Verification> verify(const World& world, const std::string& report, bool trusts_local = true) {
  TrustPolicy policy = world.pinned();
  if (trusts_local) policy.beacons = Beacons({local().beacon()});
  return verify_report(report, policy, world.verifier);
}
/// The same log, with other entries at its end.
World continued(size_t entries) {
  World out;
  const World& from = noisy_world().world;
  out.entries.assign(from.entries.begin(), from.entries.begin() + static_cast<ptrdiff_t>(entries));
  out.now_s = from.now_s;
  return out;
}
std::string refusal_of(const World& world) {
  return refusal(verify(world, render_report(world.evidence(), ReportFormat::kJson).value()));
}

TEST(NoisyReport, EveryFormatVerifiesAndSaysWhatWasSpent) {
  const World& world = noisy_world().world;
  for (const ReportFormat format : kFormats) {
    const std::string report = render_report(world.evidence(), format).value();
    const Result<Verification> verified = verify(world, report);
    ASSERT_EQ(refusal(verified), "");
    const Check* noise = find_check(*verified, "noise");
    ASSERT_NE(noise, nullptr);
    EXPECT_NE(noise->detail.find("1 sum with noise"), std::string::npos);
    EXPECT_TRUE(refusal(verify(world, report, false)).starts_with("noise: entry 3: no beacon"));
  }
  const ReportModel model = build_model(world.evidence()).value();
  ASSERT_EQ(model.datasets.size(), 2u);
  EXPECT_EQ(model.datasets[0].noisy_sums, std::vector<uint64_t>{4});
  EXPECT_EQ(model.datasets[0].epsilon_spent, model.datasets[0].proofs[1].outputs.at("epsilon"));
  EXPECT_TRUE(model.datasets[0].warnings.empty());
  EXPECT_TRUE(model.datasets[1].noise.has_value());
  EXPECT_EQ(model.datasets[1].epsilon_spent, "0");
}

TEST(NoisyReport, WithoutNoiseThereIsNoCheckOfIt) {
  const World& world = proved_world();
  const std::string report = render_report(world.evidence(), ReportFormat::kHtml).value();
  EXPECT_EQ(find_check(*world.verify(report), "noise"), nullptr);
  EXPECT_NE(report.find("None of the statements adds noise"), std::string::npos);
}

TEST(NoisyReport, AnExactSumAfterTheAnswerIsFlagged) {
  World world = continued(5);
  world.record_proof(noisy_world().data, "sums:age");
  EXPECT_EQ(refusal_of(world), "");
  const ReportModel model = build_model(world.evidence()).value();
  ASSERT_EQ(model.datasets[0].warnings.size(), 1u);
  for (const ReportFormat format : kFormats)
    EXPECT_NE(render_report(world.evidence(), format)->find("oise of entry 4 protects nobody"), std::string::npos);
}

TEST(NoisyReport, AnExactSumBeforeTheAnswerIsRefused) {
  World world = continued(4);
  world.record_proof(noisy_world().data, "sums:age");
  world.add(make_proof(noisy_world().answer()));
  EXPECT_TRUE(refusal_of(world).starts_with("noise: entry 5: noise protects nobody")) << refusal_of(world);
}

TEST(NoisyReport, ALateRecordIsRefused) {
  World world = continued(3);
  world.now_s = *local().beacon().round_time_s(kRound);
  world.notarize(noisy_world().noise);
  world.add(make_proof(noisy_world().answer()));
  EXPECT_TRUE(refusal_of(world).starts_with("noise: entry 3: round")) << refusal_of(world);
}

TEST(NoisyReport, ASecondRecordForTheColumnIsRefused) {
  World world = continued(5);
  const NoisyWorld& first = noisy_world();
  world.notarize(owned::make_noise("again", world.author.public_key(), *first.noise.record.body.query, {1, 0}));
  Result<std::string> report = render_report(world.evidence(), ReportFormat::kJson);
  EXPECT_CODE(report, LedgerError::kBadEntry);
}

TEST(NoisyReport, ASignatureOfAnotherRoundIsRefused) {
  World world = continued(4);
  ProofRecord answer = noisy_world().answer();
  answer.beacon_signature = local().sign(kRound + 1);
  world.add(make_proof(answer));
  EXPECT_TRUE(refusal_of(world).starts_with("noise: entry 4: not the signature")) << refusal_of(world);
}

}  // namespace
}  // namespace zkp
