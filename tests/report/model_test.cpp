/// What the model says about datasets, claims and disclosure.
#include "report/model.h"

#include "report/support.h"

namespace zkp {
namespace {

using namespace report_test;

const ReportFigure* find_figure(const ReportDataset& dataset, std::string_view column, std::string_view name) {
  for (const ReportFigure& figure : dataset.figures)
    if (figure.column == column && figure.name == name) return &figure;
  return nullptr;
}

bool says(const std::vector<std::string>& sentences, std::string_view part) {
  return std::ranges::any_of(sentences, [&](const std::string& s) { return s.find(part) != std::string::npos; });
}

TEST(Model, ADatasetIsPendingUntilEveryColumnIsOpened) {
  World world;
  const TestTable table = world.table("t", {{"x", {TypeCode::kInt, 16}, {1, 2}}, {"y", {TypeCode::kInt, 16}, {3, 4}}});
  world.notarize(table);
  world.record_proof(table, "sums:x");
  ReportModel model = build_model(world.evidence()).value();
  EXPECT_FALSE(model.datasets[0].accepted());
  EXPECT_EQ(model.datasets[0].proved, 1u);
  EXPECT_EQ(model.datasets[0].typed, 0u);
  EXPECT_EQ(model.datasets[0].columns[0].status(), ClaimStatus::kProved);
  EXPECT_EQ(model.datasets[0].columns[1].status(), ClaimStatus::kRecorded);
  EXPECT_TRUE(says(model.not_proved, "1 of 1 datasets are pending"));

  world.record_proof(table, "well-typed:y");
  model = build_model(world.evidence()).value();
  EXPECT_TRUE(model.datasets[0].accepted());
  EXPECT_FALSE(says(model.not_proved, "pending"));
}

TEST(Model, ClaimsSayWhatStandsBehindThem) {
  const ReportModel model = build_model(proved_world().evidence()).value();
  EXPECT_EQ(model.claims_with(ClaimStatus::kProved), 3u);
  const ReportClaim* sum = nullptr;
  for (const ReportClaim& claim : model.claims)
    if (claim.statement == "sums:amount") sum = &claim;
  ASSERT_NE(sum, nullptr);
  EXPECT_EQ(sum->status, ClaimStatus::kProved);
  EXPECT_EQ(sum->setup, "insecure-dev");
  EXPECT_EQ(sum->outputs.at("sum"), "2634.94");  // 10.50 + 0.99 + 2500.00 + 123.45
  EXPECT_EQ(sum->author, key_id(proved_world().author.public_key()));
  EXPECT_EQ(sum->entry, 3u);
  // Nothing proves the rows of the second dataset, nor anything about its text column.
  bool rows_signed = false;
  for (const ReportClaim& claim : model.claims)
    if (claim.words == "dataset \"test-v1\" has 1,000 rows") rows_signed = claim.status == ClaimStatus::kSignedOnly;
  EXPECT_TRUE(rows_signed);
}

TEST(Model, DisclosureListsEveryPublicFigureOnceWithItsSources) {
  World world;
  const TestTable table =
      world.table("t", {{"x", {TypeCode::kInt, 16}, {1, 2}}, {"c", {TypeCode::kCode, 2}, {}, {"a", "b"}}});
  world.notarize(table);
  world.record_proof(table, "sums:x");
  world.record_proof(table, "range:x;min=0;max=9");
  const ReportDataset dataset = build_model(world.evidence())->datasets[0];
  const ReportFigure* sum = find_figure(dataset, "x", "sum");
  ASSERT_NE(sum, nullptr);
  EXPECT_EQ(sum->value, "3");
  EXPECT_EQ(sum->entries, (std::vector<uint64_t>{2}));
  EXPECT_EQ(find_figure(dataset, "x", "max")->value, "9");
  EXPECT_EQ(find_figure(dataset, "", "rows")->entries, (std::vector<uint64_t>{1}));
  EXPECT_EQ(find_figure(dataset, "c", "categories")->value, "2");
  EXPECT_EQ(dataset.columns[1].categories, (std::vector<std::string>{"a", "b"}));
}

TEST(Model, APublicDigestIsDisclosedAndSignedOnly) {
  World world;
  TestTable table = world.table("t", {{"x", {TypeCode::kInt, 16}, {}}});
  table.record.public_digest = {"blake3", Digest{0xab}};
  world.notarize(table);
  const ReportModel model = build_model(world.evidence()).value();
  EXPECT_NE(find_figure(model.datasets[0], "", "digest of the file, blake3"), nullptr);
  bool claimed = false;
  for (const ReportClaim& claim : model.claims)
    if (claim.words.find("blake3 digest ab00") != std::string::npos) claimed = claim.status == ClaimStatus::kSignedOnly;
  EXPECT_TRUE(claimed);
}

TEST(Model, RangesLieOnComparableAxes) {
  const ReportModel model = build_model(proved_world().evidence()).value();
  const std::vector<ReportRange>& ranges = model.datasets[0].ranges;
  ASSERT_EQ(ranges.size(), 2u);
  EXPECT_EQ(ranges[0].axis, ReportRange::Axis::kNumber);
  EXPECT_EQ(ranges[0].high, static_cast<__int128>(130) * 1'000'000'000'000'000'000);
  EXPECT_FALSE(ranges[0].open_low || ranges[0].open_high);
  EXPECT_EQ(ranges[1].axis, ReportRange::Axis::kDate);
  EXPECT_EQ(ranges[1].low_text, "2020-01-01");
  EXPECT_TRUE(ranges[1].open_high);
}

TEST(Model, SaysWhatIsNotProved) {
  const ReportModel model = build_model(proved_world().evidence()).value();
  for (const char* part :
       {"insecure-dev keys come from a public seed", "true of the world", "no other table was notarised elsewhere",
        "(nonce)", "exact sums over related tables add up", "same log", "times are right", "content of some file"})
    EXPECT_TRUE(says(model.not_proved, part)) << part;
  EXPECT_FALSE(says(build_model(plain_world().evidence())->not_proved, "insecure-dev"));
}

TEST(Model, DictionariesTooLargeForAnEntryComeAsBlobs) {
  World world;
  TestTable table = world.table("t", {{"c", {TypeCode::kCode, 2}, {}, {"left", "right"}}});
  const Bytes blob = encode_dictionaries(table.record.dictionaries);
  table.record.dictionary_blob = sha256(blob);
  table.record.dictionaries.clear();
  world.notarize(table);
  Evidence evidence = world.evidence();
  EXPECT_FALSE(build_model(evidence).ok());
  evidence.blobs = {blob};
  EXPECT_EQ(build_model(evidence)->datasets[0].columns[0].categories[1], "right");
  for (ReportFormat format : kFormats) EXPECT_EQ(refusal(world.verify(*render_report(evidence, format))), "");
  evidence.blobs = {encode_dictionaries({{"c", {"left", "wrong"}}})};
  EXPECT_FALSE(build_model(evidence).ok());
}

}  // namespace
}  // namespace zkp
