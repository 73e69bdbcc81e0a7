/// The ledger against a model that a person can check: a list of what was accepted.
#include <random>
#include <set>

#include "curve/encoding.h"
#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

struct ModelEntry {
  EntryType type;
  std::string name;
  Digest dataset;
  int64_t time_s;
};

// What may be appended, in the words of ledger.h, over plain containers.
struct Model {
  std::vector<ModelEntry> entries;
  std::map<Digest, std::string> datasets;  // by digest: the name
  std::set<ByteArray<48>> commitments;
  std::set<Digest> proofs;
  int64_t last_s = kStart_s;

  bool notarize(const NotarizeRecord& record, int64_t now_s) {
    if (datasets.contains(record.dataset)) return false;
    std::set<ByteArray<48>> fresh;
    for (const EntryColumn& column : record.body.columns) {
      const ByteArray<48> commitment = compress(column.commitment);
      if (commitments.contains(commitment) || !fresh.insert(commitment).second) return false;
    }
    commitments.merge(fresh);
    datasets[record.dataset] = record.name;
    add({EntryType::kNotarize, record.name, record.dataset, now_s});
    return true;
  }
  bool prove(const ProofRecord& record, int64_t now_s) {
    const auto& [name, dataset] = record.subjects[0];
    auto subject = datasets.find(dataset);
    if (subject == datasets.end() || subject->second != name || as_text(record.proof) != "good") return false;
    if (!proofs.insert(record.proof_id).second) return false;
    add({EntryType::kProof, name, dataset, now_s});
    return true;
  }
  void add(ModelEntry entry) {
    last_s = entry.time_s = std::max(entry.time_s, last_s);
    entries.push_back(std::move(entry));
  }
};

class LedgerModel : public ::testing::TestWithParam<uint64_t> {};

TEST_P(LedgerModel, AcceptsRefusesAndAnswersLikeTheModel) {
  std::mt19937_64 random(GetParam());
  auto pick = [&](uint64_t n) { return random() % n; };
  World world;
  Model model;
  model.add({EntryType::kGenesis, "test", key_id(world.log.public_key()), kStart_s});
  int accepted = 0, refused = 0;
  for (int step = 0; step < 250; ++step) {
    world.clock.advance_us(static_cast<int64_t>(pick(5'000'000)) - 1'500'000);
    const int64_t now_s = world.clock.now_us() / 1'000'000;
    // Few numbers, so that datasets and commitments collide often.
    auto dataset = [&] {
      NotarizeRecord out = world.dataset("n" + std::to_string(pick(3)), pick(40), 1 + pick(2));
      if (pick(6) == 0) {
        out.body.columns[0].commitment = point(1 + pick(40) * 100);
        out = record_of_body(out.name, out.body);
      }
      return out;
    };
    std::vector<EntryPayload> batch;
    Model after = model;
    bool all = true;
    for (uint64_t i = 0, n = 1 + pick(3); i < n; ++i) {
      const NotarizeRecord record = dataset();
      if (pick(2) == 0) {
        batch.push_back(make_notarize(record));
        all = all && after.notarize(record, now_s);
      } else {
        NotarizeRecord about = record;
        if (auto known = std::next(after.datasets.begin(), static_cast<ptrdiff_t>(pick(after.datasets.size() + 1)));
            known != after.datasets.end()) {
          about.dataset = known->first;
          about.name = known->second;
        }
        ProofRecord proof = world.proof(about);
        if (pick(8) == 0) proof.proof = to_bytes("bad");
        if (pick(8) == 0) proof.subjects[0].name = "n0";
        batch.push_back(make_proof(proof));
        all = all && after.prove(proof, now_s);
      }
    }
    const Result<void> appended = world.append(batch);
    ASSERT_EQ(appended.ok(), all) << "step " << step << (appended.ok() ? "" : ": " + appended.error().describe());
    if (all) model = std::move(after);
    ++(all ? accepted : refused);
    ASSERT_EQ(world.ledger->size(), model.entries.size());
    if (pick(20) == 0) { ASSERT_TRUE(world.reopen().ok()); }
  }
  EXPECT_GT(accepted, 10);
  EXPECT_GT(refused, 10);

  for (size_t i = 0; i < model.entries.size(); ++i) {
    const EntryPayload payload = world.ledger->entry(i).value().entry.payload;
    EXPECT_EQ(payload.type, model.entries[i].type);
    EXPECT_EQ(payload.subjects[0].name, model.entries[i].name);
    EXPECT_EQ(payload.subjects[0].digest, model.entries[i].dataset);
    EXPECT_EQ(payload.time_s, model.entries[i].time_s);
  }
  for (int i = 0; i < 60; ++i) {
    EntryQuery query;
    if (pick(2) == 0) query.since_s = kStart_s + static_cast<int64_t>(pick(600));
    if (pick(2) == 0) query.until_s = kStart_s + static_cast<int64_t>(pick(600));
    if (pick(2) == 0) query.name = pick(5) == 0 ? "test" : "n" + std::to_string(pick(4));
    if (pick(2) == 0) query.type = std::array{EntryType::kGenesis, EntryType::kNotarize, EntryType::kProof}[pick(3)];
    if (pick(3) == 0) query.author = key_id(world.author.public_key());
    if (pick(3) == 0) query.dataset = model.entries[1 + pick(model.entries.size() - 1)].dataset;
    if (pick(3) == 0) query.limit = pick(6);
    query.newest_first = pick(2) == 0;
    std::vector<uint64_t> expected;
    for (uint64_t j = 0; j < model.entries.size(); ++j) {
      const ModelEntry& entry = model.entries[query.newest_first ? model.entries.size() - 1 - j : j];
      if (query.since_s && entry.time_s < *query.since_s) continue;
      if (query.until_s && entry.time_s > *query.until_s) continue;
      if (!query.name.empty() && entry.name != query.name) continue;
      if (query.type && entry.type != *query.type) continue;
      if (query.dataset && (entry.type == EntryType::kGenesis || entry.dataset != *query.dataset)) continue;
      if (expected.size() < query.limit) expected.push_back(query.newest_first ? model.entries.size() - 1 - j : j);
    }
    std::vector<uint64_t> found;
    const std::vector<LoggedEntry> selected = world.ledger->select(query).value();
    for (const LoggedEntry& logged : selected) found.push_back(logged.index);
    EXPECT_EQ(found, expected);
  }
  const ChainReport report = world.check().value();
  EXPECT_TRUE(report.ok()) << (report.failures.empty() ? "" : report.failures[0].reason);
}

INSTANTIATE_TEST_SUITE_P(Seeds, LedgerModel, ::testing::Range<uint64_t>(1, 9));

}  // namespace
}  // namespace zkp
