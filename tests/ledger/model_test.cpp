/// The ledger against a model that a person can check: a list of what was accepted.
#include <random>
#include <set>

#include "beacon/local_beacon.h"
#include "curve/encoding.h"
#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

const LocalBeacon& local() {
  static const LocalBeacon out(kStart_s - 1000, 3);
  return out;
}

struct ModelEntry {
  EntryType type;
  std::string name;
  Digest dataset;
  int64_t time_s;
  Digest also = {};  ///< of an answer: the record of its noise bits
};

// What may be appended, in the words of ledger.h, over plain containers.
struct Model {
  std::vector<ModelEntry> entries;
  std::map<Digest, std::string> datasets;  // by digest: the name
  std::set<ByteArray<48>> commitments;
  std::set<Digest> proofs;
  // Rules of noise bits, of the dataset's only column c0: whether it is opened, its exact sum public, bits recorded for
  // it; and the dataset of each record.
  std::map<Digest, size_t> columns;
  std::set<Digest> opened, exact, asked;
  std::map<Digest, Digest> noise;
  int64_t last_s = kStart_s;

  bool notarize(const NotarizeRecord& record, int64_t now_s) {
    if (datasets.contains(record.dataset)) return false;
    if (record.is_noise() && !may_draw(*record.body.query, std::max(now_s, last_s))) return false;
    std::set<ByteArray<48>> fresh;
    for (const EntryColumn& column : record.body.columns) {
      const ByteArray<48> commitment = compress(column.commitment);
      if (commitments.contains(commitment) || !fresh.insert(commitment).second) return false;
    }
    commitments.merge(fresh);
    datasets[record.dataset] = record.name;
    columns[record.dataset] = record.body.columns.size();
    if (record.is_noise()) {
      asked.insert(record.body.query->data_entry);
      noise[record.dataset] = record.body.query->data_entry;
    }
    add({EntryType::kNotarize, record.name, record.dataset, now_s});
    return true;
  }
  bool may_draw(const NoiseQuery& query, int64_t time_s) const {
    const Digest& data = query.data_entry;
    return datasets.contains(data) && !noise.contains(data) && columns.at(data) == 1 && opened.contains(data) &&
           query.beacon_id == local().beacon().id &&
           kStart_s - 1000 + static_cast<int64_t>(query.round - 1) * 3 >= time_s + 60 && !asked.contains(data) &&
           !exact.contains(data);
  }
  /// The sum with noise of a dataset, by the bits of a record.
  bool answer(const ProofRecord& record, bool signature_is_right, int64_t now_s) {
    const Digest &data = record.subjects[0].dataset, &bits = record.subjects[1].dataset;
    const auto of = noise.find(bits);
    if (of == noise.end() || of->second != data || !signature_is_right || exact.contains(data)) return false;
    if (!proofs.insert(record.proof_id).second) return false;
    opened.insert(data);
    add({EntryType::kProof, record.subjects[0].name, data, now_s, bits});
    return true;
  }
  bool prove(const ProofRecord& record, int64_t now_s) {
    const auto& [name, dataset] = record.subjects[0];
    auto subject = datasets.find(dataset);
    if (subject == datasets.end() || subject->second != name || as_text(record.proof) != "good") return false;
    // c0 is no column of a record of noise bits.
    if (noise.contains(dataset)) return false;
    if (!proofs.insert(record.proof_id).second) return false;
    opened.insert(dataset);
    if (record.statement.starts_with("sums:")) exact.insert(dataset);
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
  World world(true, Beacons({local().beacon()}));
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
      const auto known_data =
          std::next(after.datasets.begin(), static_cast<ptrdiff_t>(pick(after.datasets.size() + 1)));
      if (pick(3) == 0 && known_data != after.datasets.end()) {
        EntryBody body = make_body(world.author.public_key(), 100 + pick(40));
        body.rows = 8;
        body.columns[0].name = "bits";
        body.columns[0].type = {TypeCode::kBool, 0};
        const int64_t from_s = now_s - kStart_s + static_cast<int64_t>(pick(100));
        body.query = NoiseQuery{known_data->first,
                                "c0",
                                0,
                                5,
                                local().beacon().id,
                                static_cast<uint64_t>(std::max<int64_t>(1, (1000 + from_s) / 3))};
        if (pick(8) == 0) body.query->beacon_id[0] ^= 1;
        const NotarizeRecord noise = record_of_body("noise", body);
        batch.push_back(make_notarize(noise));
        all = all && after.notarize(noise, now_s);
        continue;
      }
      if (pick(3) == 0 && !after.noise.empty()) {
        const auto& [bits, data] = *std::next(after.noise.begin(), static_cast<ptrdiff_t>(pick(after.noise.size())));
        const Result<std::optional<uint64_t>> logged = world.ledger->find_dataset(bits);
        if (!logged.value()) continue;  // staged in this batch: its body is not at hand
        const uint64_t round = world.ledger->dataset(**logged)->body.query->round;
        const bool is_right = pick(4) != 0;
        ProofRecord proof;
        proof.subjects = {{after.datasets.at(data), data}, {"noise", bits}};
        proof.beacon_signature = local().sign(is_right ? round : round + 1);
        ByteWriter statement = start_statement(StatementType::kNoisySum);
        statement.raw(beacon_round_value(*proof.beacon_signature)).raw(Int256(4).to_bytes());
        proof.statement_bytes = statement.bytes();
        proof.statement = "dp-sum:c0;bits=noise";
        proof.proof = to_bytes("good");
        proof.proof_id = proof_identity(proof.statement_bytes, proof.context(world.ledger->id()));
        proof.setup = "insecure-dev";
        batch.push_back(make_proof(proof));
        all = all && after.answer(proof, is_right, now_s);
        continue;
      }
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
        const bool is_sum = pick(4) == 0;
        ProofRecord proof = is_sum ? make_proof_record(record, world.ledger->id(), sum_bytes("c0", record.body.rows))
                                   : world.proof(record);
        proof.subjects = {{about.name, about.dataset}};
        proof.proof_id = proof_identity(proof.statement_bytes, proof.context(world.ledger->id()));
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
  EXPECT_FALSE(model.noise.empty());
  EXPECT_TRUE(std::ranges::any_of(model.entries, [](const ModelEntry& entry) { return entry.also != Digest{}; }));

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
      if (query.dataset &&
          (entry.type == EntryType::kGenesis || (entry.dataset != *query.dataset && entry.also != *query.dataset)))
        continue;
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
