/// Which entries a filter selects, and what comes along so that they can be checked.
#include "report/support.h"

namespace zkp {
namespace {

using namespace report_test;

// The same log in a Ledger, which gather_evidence reads.
struct Stored {
  explicit Stored(const World& source) : world(source) {
    store = disk->open().value();
    const auto checker = [](DatasetViews datasets, const Digest& id, const ProofRecord& proof) {
      return check_proof_record(datasets, id, proof);
    };
    ledger = Ledger::create(*store, world.entries[0], checker).value();
    EXPECT_TRUE(ledger->append(std::vector<SignedEntry>(world.entries.begin() + 1, world.entries.end())).ok());
  }
  Evidence gather(const ReportFilter& filter, uint64_t size = UINT64_MAX) const {
    const SignedNote note = world.checkpoint();
    Evidence out = gather_evidence(
                       *ledger, size, [&](uint64_t i) -> Result<std::string> { return world.receipt(i, note); }, filter)
                       .value();
    out.generated_s = kStart_s;
    return out;
  }
  /// Indices of the entries in the report; selected ones doubled: "0 1* 2*".
  std::string indices(const ReportFilter& filter) const {
    const Evidence evidence = gather(filter);
    const ReportModel model = build_model(evidence).value();
    for (ReportFormat format : kFormats) EXPECT_EQ(refusal(world.verify(*render_report(evidence, format))), "");
    std::string out;
    for (const ReportEntry& entry : model.entries)
      out += (out.empty() ? "" : " ") + std::to_string(entry.index) + (entry.selected ? "*" : "");
    return out;
  }

  const World& world;
  std::shared_ptr<MemoryDisk> disk = MemoryDisk::make();
  std::unique_ptr<LedgerStore> store;
  std::unique_ptr<Ledger> ledger;
};

// proved_world: 0 genesis, 1 train-v1, 2..4 proofs about it an hour later, 5 test-v1 a day later.
TEST(Filter, SelectsAndBringsAlongWhatTheSelectedEntriesSpeakAbout) {
  const Stored stored(proved_world());
  EXPECT_EQ(stored.indices({}), "0* 1* 2* 3* 4* 5*");
  ReportFilter filter;
  filter.dataset = "test-v1";
  EXPECT_EQ(stored.indices(filter), "0 5*");
  filter = {};
  filter.dataset = "train-v1";
  EXPECT_EQ(stored.indices(filter), "0 1* 2* 3* 4*");
  filter.operation = EntryType::kProof;
  EXPECT_EQ(stored.indices(filter), "0 1 2* 3* 4*");
  filter = {};
  filter.operation = EntryType::kNotarize;
  EXPECT_EQ(stored.indices(filter), "0 1* 2 3 4 5*");  // all proofs: acceptance and disclosure are not cut short
  filter = {};
  filter.operation = EntryType::kGenesis;
  EXPECT_EQ(stored.indices(filter), "0*");
}

TEST(Filter, TimesAreInclusive) {
  const Stored stored(proved_world());
  ReportFilter filter;
  filter.since_s = kStart_s + 3600;
  filter.until_s = kStart_s + 3600;
  EXPECT_EQ(stored.indices(filter), "0 1 2* 3* 4*");
  filter.since_s = kStart_s + 3601;
  filter.until_s.reset();
  EXPECT_EQ(stored.indices(filter), "0 5*");
  filter.since_s.reset();
  filter.until_s = kStart_s;
  EXPECT_EQ(stored.indices(filter), "0* 1* 2 3 4");
}

TEST(Filter, ThatMatchesNothingGivesAReportThatSaysSo) {
  const Stored stored(proved_world());
  ReportFilter filter;
  filter.dataset = "no-such-dataset";
  EXPECT_EQ(stored.indices(filter), "0");
  const std::string html = render_report(stored.gather(filter), ReportFormat::kHtml).value();
  EXPECT_NE(html.find("No entry matches the filter."), std::string::npos);
  // The name of the ledger is not the name of a dataset.
  filter.dataset = "lab";
  EXPECT_EQ(stored.indices(filter), "0");
  filter = {};
  filter.author = Digest{1};
  EXPECT_EQ(stored.indices(filter), "0");
  filter.author = key_id(proved_world().author.public_key());
  EXPECT_EQ(stored.indices(filter), "0* 1* 2* 3* 4* 5*");
}

TEST(Filter, OnlyACompleteReportClaimsToBe) {
  const Stored stored(proved_world());
  EXPECT_TRUE(build_model(stored.gather({}))->complete());
  ReportFilter filter;
  filter.dataset = "test-v1";
  const ReportModel model = build_model(stored.gather(filter)).value();
  EXPECT_FALSE(model.complete());
  EXPECT_TRUE(std::ranges::any_of(model.not_proved, [](const std::string& s) {
    return s.find("the log has 6, this report holds 2") != std::string::npos;
  }));
}

TEST(Filter, EntriesBeyondTheCheckpointStayOut) {
  World world = proved_world();
  const Stored stored(world);
  world.entries.erase(world.entries.begin() + 3, world.entries.end());
  const Evidence evidence = stored.gather({}, 3);
  EXPECT_EQ(evidence.receipts.size(), 3u);
  EXPECT_EQ(refusal(world.verify(*render_report(evidence, ReportFormat::kJson))), "");
}

TEST(Filter, ThatCannotBeWrittenDownIsRefused) {
  const Stored stored(plain_world());
  const auto none = [](uint64_t) -> Result<std::string> { return std::string(); };
  ReportFilter filter;
  filter.dataset = "a b";
  EXPECT_CODE(gather_evidence(*stored.ledger, 3, none, filter), GeneralError::kInvalidArgument);
  filter = {};
  filter.since_s = -1;
  EXPECT_CODE(gather_evidence(*stored.ledger, 3, none, filter), GeneralError::kInvalidArgument);
}

TEST(Evidence, ReadsBackWhatItWrites) {
  Evidence evidence = plain_world().evidence();
  evidence.filter = {"a", kStart_s, kStart_s + 5, EntryType::kProof, Digest{3}};
  evidence.visualizations = false;
  evidence.blobs = {to_bytes("x")};
  EXPECT_EQ(read_evidence(evidence_json(evidence)).value(), evidence);
}

TEST(Evidence, WithWrongMembersIsRefused) {
  const json::Value good = evidence_json(plain_world().evidence());
  const auto with = [&](const std::string& key, json::Value value) {
    json::Value out = good;
    out.object()[key] = std::move(value);
    return out;
  };
  ASSERT_TRUE(read_evidence(good).ok());
  const json::Value bad[] = {with("more", "x"),
                             with("visualizations", "maybe"),
                             with("generated", "yesterday"),
                             with("receipts", "none"),
                             with("receipts", json::Array{int64_t{1}}),
                             with("blobs", json::Array{"*"}),
                             with("filter", json::Object{{"color", "red"}}),
                             with("filter", json::Object{{"dataset", ""}}),
                             with("filter", json::Object{{"operation", "steal"}}),
                             with("filter", json::Object{{"author", "ab"}}),
                             with("filter", json::Object{{"since", int64_t{5}}}),
                             json::Value("text")};
  for (const json::Value& value : bad) EXPECT_CODE(read_evidence(value), GeneralError::kParse);
}

}  // namespace
}  // namespace zkp
