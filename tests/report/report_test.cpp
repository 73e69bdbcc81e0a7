/// What a report promises: it verifies, it is deterministic, it says what the evidence says, and it says under which
/// set-up.
#include "report/support.h"

namespace zkp {
namespace {

using namespace report_test;

class EveryFormat : public testing::TestWithParam<ReportFormat> {};
INSTANTIATE_TEST_SUITE_P(Report, EveryFormat, testing::ValuesIn(kFormats), [](const auto& test) {
  return test.param == ReportFormat::kJsonLd ? "JsonLd" : std::string(report_format_name(test.param));
});

TEST_P(EveryFormat, VerifiesWithRealProofs) {
  const World& world = proved_world();
  const std::string report = render_report(world.evidence(), GetParam()).value();
  const Verification verification = world.verify(report).value();
  EXPECT_TRUE(verification.ok()) << refusal(verification);
  EXPECT_EQ(find_check(verification, "proofs")->detail, "all 3 verify");
  EXPECT_EQ(find_check(verification, "receipts")->detail, "6 entries are in the log");
  EXPECT_TRUE(find_check(verification, "log-key")->detail.starts_with("pinned "));
  EXPECT_EQ(verification.label, "insecure-dev");
  EXPECT_EQ(verification.outputs.at("proved"), "3");
  EXPECT_EQ(verification.outputs.at("complete"), "yes");
  EXPECT_FALSE(verification.not_shown.empty());
  EXPECT_EQ(extract_evidence(report)->evidence, world.evidence());
}

TEST_P(EveryFormat, RendersTheSameBytesFromTheSameEvidence) {
  const Evidence evidence = proved_world().evidence();
  EXPECT_EQ(render_report(evidence, GetParam()).value(), render_report(evidence, GetParam()).value());
}

TEST_P(EveryFormat, NamesTheSetUp) {
  EXPECT_NE(render_report(proved_world().evidence(), GetParam())->find("insecure-dev"), std::string::npos);
}

TEST_P(EveryFormat, WorksForALogWithOnlyItsGenesisEntry) {
  const World world;
  const std::string report = render_report(world.evidence(), GetParam()).value();
  EXPECT_EQ(refusal(world.verify(report)), "");
}

TEST_P(EveryFormat, WithoutAPinnedKeySaysSo) {
  const World& world = plain_world();
  const std::string report = render_report(world.evidence(), GetParam()).value();
  const Verification loose = verify_report(report, {}, world.verifier).value();
  EXPECT_TRUE(loose.ok()) << refusal(loose);
  EXPECT_TRUE(find_check(loose, "log-key")->detail.starts_with("unpinned "));

  TrustPolicy strict;
  strict.require_pinned = true;
  EXPECT_TRUE(refusal(verify_report(report, strict, world.verifier)).starts_with("log-key: unpinned"));
}

TEST_P(EveryFormat, OfAnotherLogThanThePinnedOneIsRefused) {
  const World& world = plain_world();
  TrustPolicy policy;
  policy.log_key =
      VerifierKey::make(make_origin("lab", HashSigner(9).public_key()).value(), HashSigner(9).public_key()).value();
  const std::string report = render_report(world.evidence(), GetParam()).value();
  EXPECT_TRUE(refusal(verify_report(report, policy, world.verifier)).starts_with("log-key"));
}

TEST_P(EveryFormat, AnswersNoChallenge) {
  TrustPolicy policy = plain_world().pinned();
  policy.nonce[0] = 1;
  const std::string report = render_report(plain_world().evidence(), GetParam()).value();
  EXPECT_TRUE(refusal(verify_report(report, policy, plain_world().verifier)).starts_with("nonce"));
}

TEST_P(EveryFormat, WithoutTheWitnessesThatWereAskedForIsRefused) {
  TrustPolicy policy = plain_world().pinned();
  const VerifierKey witness =
      VerifierKey::make("witness.example", HashSigner(5).public_key(), NoteKeyType::kCosignatureV1).value();
  policy.witnesses = Quorum{{witness}, 1};
  Evidence evidence = plain_world().evidence();
  EXPECT_TRUE(refusal(verify_report(*render_report(evidence, GetParam()), policy, plain_world().verifier))
                  .starts_with("witnesses"));

  SignedNote note = plain_world().checkpoint();
  note.signatures.push_back(cosign(note.text, "witness.example", HashSigner(5), 1'800'000'000).value());
  for (uint64_t i = 0; i < evidence.receipts.size(); ++i) evidence.receipts[i] = plain_world().receipt(i, note);
  EXPECT_EQ(refusal(verify_report(*render_report(evidence, GetParam()), policy, plain_world().verifier)), "");
}

TEST(Report, WithoutVisualizationsHasNoCharts) {
  Evidence evidence = proved_world().evidence();
  EXPECT_NE(render_report(evidence, ReportFormat::kHtml)->find("<svg"), std::string::npos);
  evidence.visualizations = false;
  const std::string report = render_report(evidence, ReportFormat::kHtml).value();
  EXPECT_EQ(report.find("<svg"), std::string::npos);
  EXPECT_EQ(refusal(proved_world().verify(report)), "");
}

TEST(Report, HtmlNeedsNoNetworkAndRunsNothing) {
  const std::string html = render_report(proved_world().evidence(), ReportFormat::kHtml).value();
  for (const char* outside :
       {"http://", "https://", "src=", "@import", "url(", "<link", "javascript:", "onload", "onerror"})
    EXPECT_EQ(html.find(outside), std::string::npos) << outside;
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  size_t scripts = 0;
  for (size_t at = html.find("<script"); at != std::string::npos; at = html.find("<script", at + 1)) ++scripts;
  EXPECT_EQ(scripts, 1u);  // the evidence, which is data
}

TEST(Report, SuffixChoosesTheFormat) {
  EXPECT_EQ(report_format_from_suffix("out/r.jsonld").value(), ReportFormat::kJsonLd);
  EXPECT_EQ(report_format_from_suffix("r.json").value(), ReportFormat::kJson);
  EXPECT_EQ(report_format_from_suffix("r.html").value(), ReportFormat::kHtml);
  EXPECT_CODE(report_format_from_suffix("r.pdf"), GeneralError::kUnsupported);
  EXPECT_CODE(report_format_from_suffix("r.txt"), GeneralError::kInvalidArgument);
}

TEST(Report, OfAnotherRendererIsNotGuessedAt) {
  std::string report = render_report(plain_world().evidence(), ReportFormat::kJson).value();
  const size_t at = report.find(kReportRenderer);
  ASSERT_NE(at, std::string::npos);
  report.replace(at, kReportRenderer.size(), "zkp-report/9");
  EXPECT_CODE(verify_report(report, {}, plain_world().verifier), GeneralError::kUnsupported);
}

TEST(VerifyAny, TellsReceiptsReportsAndStrangersApart) {
  const World& world = plain_world();
  const Evidence evidence = world.evidence();
  EXPECT_EQ(find_check(*verify_any_file(evidence.receipts[1], world.pinned(), world.verifier), "receipt")->name,
            "receipt");
  for (ReportFormat format : kFormats)
    EXPECT_EQ(refusal(verify_any_file(*render_report(evidence, format), world.pinned(), world.verifier)), "");
  for (const char* stranger :
       {"", "{", "{}", "[]", "hello", "{\"format\":\"zkp-proof/v2\"}", "<!DOCTYPE html>\n<html></html>\n",
        "{\"a\":true}", "{\"@graph\":[]}", "{\"@graph\":[{\"evidence\":{}}]}", "{\"format\":\"zkp-report/v1\"}",
        "c2sp.org/tlog-proof@v1\n", "{\"format\":\"zkp-proof/v1\"}"}) {
    Result<Verification> verification = verify_any_file(stranger, {}, world.verifier);
    ASSERT_FALSE(verification.ok()) << stranger;
    EXPECT_EQ(verification.error().code(), ErrorCode(GeneralError::kParse)) << stranger;
  }
  EXPECT_EQ(verify_any_file("hello", {}, world.verifier).error().message(),
            "neither a receipt, a proof file nor a report");
}

}  // namespace
}  // namespace zkp
