/// Records of noise bits and their answers: each rule of ledger/noise_rules.h, refused when it is broken, by the state
/// machine and by verify_chain.
#include "beacon/local_beacon.h"
#include "ledger/support.h"

namespace zkp {
namespace {

using namespace ledger_test;

constexpr uint64_t kBits = 8;

const LocalBeacon& local() {
  static const LocalBeacon out(kStart_s - 1000, 3);
  return out;
}
uint64_t round_after(int64_t seconds) { return local().beacon().first_round_at(kStart_s + seconds); }

Bytes noisy_sum_bytes(const Digest& round_value, int64_t twice_answer) {
  ByteWriter out = start_statement(StatementType::kNoisySum);
  out.raw(round_value).raw(Int256(twice_answer).to_bytes());
  return std::move(out).bytes();
}

class Noise : public ::testing::Test {
 protected:
  void SetUp() override {
    data_ = world_.dataset("data", 1, 2);
    ASSERT_OK(world_.append({make_notarize(data_)}));
  }
  void accept() {
    ASSERT_OK(world_.append({make_proof(world_.proof(data_, "c0")), make_proof(world_.proof(data_, "c1"))}));
  }

  /// Bits for the sum of a column of data_, drawn by a round that is ten minutes away.
  NotarizeRecord noise(uint64_t number = 50, const std::string& column = "c0") const {
    EntryBody body = make_body(world_.author.public_key(), number);
    body.file_binding = body.schema_digest = {};
    body.file_profile.clear();
    body.rows = kBits;
    body.columns[0].name = "bits";
    body.columns[0].type = {TypeCode::kBool, 0};
    body.query = NoiseQuery{data_.dataset, column, 0, 5, local().beacon().id, round_after(600)};
    return record_of_body("noise", body);
  }
  static NotarizeRecord with(NotarizeRecord record, const std::function<void(NoiseQuery&)>& edit) {
    edit(*record.body.query);
    return record_of_body(record.name, record.body);
  }

  ProofRecord answer(const NotarizeRecord& noise, int64_t twice_answer = 6) const {
    return answer_with(noise, local().sign(noise.body.query->round), twice_answer);
  }
  ProofRecord answer_with(const NotarizeRecord& noise, const ByteArray<48>& signature, int64_t twice_answer = 6) const {
    ProofRecord out;
    out.subjects = {{data_.name, data_.dataset}, {noise.name, noise.dataset}};
    out.statement_bytes = noisy_sum_bytes(beacon_round_value(signature), twice_answer);
    const std::vector<DatasetView> views = {data_.view(), noise.view()};
    Result<StatementView> view = describe_statement(out.statement_bytes, views);
    out.statement = view.ok() ? view->text : "";
    out.proof = to_bytes("good");
    out.proof_id = proof_identity(out.statement_bytes, out.context(world_.ledger->id()));
    out.setup = "insecure-dev";
    out.beacon_signature = signature;
    return out;
  }
  ProofRecord exact_sum(const std::string& column = "c0") const {
    return make_proof_record(data_, world_.ledger->id(), sum_bytes(column, data_.body.rows));
  }

  World world_{true, Beacons({local().beacon()})};
  NotarizeRecord data_;
};

TEST_F(Noise, RecordAndAnswerAreAccepted) {
  accept();
  const NotarizeRecord record = noise();
  ASSERT_OK(world_.append({make_notarize(record)}));
  const uint64_t index = *world_.ledger->find_dataset(record.dataset).value();
  EXPECT_EQ(world_.ledger->noise_records(data_.dataset).value(), std::vector<uint64_t>{index});
  EXPECT_FALSE(world_.ledger->acceptance(record).value().accepted());
  ASSERT_OK(world_.append({make_proof(answer(record))}));
  EXPECT_TRUE(world_.ledger->acceptance(record).value().accepted());
  EXPECT_TRUE(world_.check().value().ok());
  ASSERT_OK(world_.reopen());
  EXPECT_TRUE(world_.check().value().ok());
  // Another column of the same dataset has a record of its own.
  ASSERT_OK(world_.append({make_notarize(noise(51, "c1"))}));
}

TEST_F(Noise, RecordAndAnswerInOneBatchWithTheDataset) {
  const NotarizeRecord record = noise();
  ASSERT_OK(world_.append({make_proof(world_.proof(data_, "c0")), make_proof(world_.proof(data_, "c1")),
                           make_notarize(record), make_proof(answer(record))}));
  EXPECT_TRUE(world_.check().value().ok());
}

TEST_F(Noise, RecordForAnUnknownDatasetIsRefused) {
  accept();
  EXPECT_CODE(world_.append({make_notarize(with(noise(), [](NoiseQuery& q) { q.data_entry[0] ^= 1; }))}),
              LedgerError::kUnknownEntry);
}

TEST_F(Noise, RecordForAPendingDatasetIsRefused) {
  EXPECT_CODE(world_.append({make_notarize(noise())}), LedgerError::kNotAllowed);
  ASSERT_OK(world_.append({make_proof(world_.proof(data_, "c0"))}));
  EXPECT_CODE(world_.append({make_notarize(noise())}), LedgerError::kNotAllowed);
  ASSERT_OK(world_.append({make_proof(world_.proof(data_, "c1"))}));
  EXPECT_OK(world_.append({make_notarize(noise())}));
}

TEST_F(Noise, RecordForARecordIsRefused) {
  accept();
  const NotarizeRecord first = noise();
  ASSERT_OK(world_.append({make_notarize(first)}));
  const NotarizeRecord second = with(noise(51), [&](NoiseQuery& q) {
    q.data_entry = first.dataset;
    q.column = "bits";
  });
  EXPECT_CODE(world_.append({make_notarize(second)}), LedgerError::kNotAllowed);
}

TEST_F(Noise, RoundWithinAMinuteOrInThePastIsRefused) {
  accept();
  const uint64_t first = round_after(kNoiseDelay_s);
  for (const uint64_t round : {uint64_t{0}, uint64_t{1}, round_after(0), first - 1, UINT64_MAX})
    EXPECT_CODE(world_.append({make_notarize(with(noise(), [&](NoiseQuery& q) { q.round = round; }))}),
                LedgerError::kNotAllowed);
  // A minute of clock later what was early enough is too late.
  world_.clock.advance_us(4'000'000);
  EXPECT_CODE(world_.append({make_notarize(with(noise(), [&](NoiseQuery& q) { q.round = first; }))}),
              LedgerError::kNotAllowed);
  EXPECT_OK(world_.append({make_notarize(with(noise(), [&](NoiseQuery& q) { q.round = first + 2; }))}));
}

TEST_F(Noise, BeaconThatNobodyTrustsIsRefused) {
  accept();
  EXPECT_CODE(world_.append({make_notarize(with(noise(), [](NoiseQuery& q) { q.beacon_id[3] ^= 1; }))}),
              LedgerError::kNotAllowed);
  // A ledger opened without the configuration does not know the local beacon, and says so when it checks the chain.
  ASSERT_OK(world_.append({make_notarize(noise())}));
  world_.beacons = {};
  ASSERT_OK(world_.reopen());
  EXPECT_FALSE(world_.check().value().ok());
}

TEST_F(Noise, SecondRecordForAColumnIsRefused) {
  accept();
  ASSERT_OK(world_.append({make_notarize(noise(50))}));
  EXPECT_CODE(world_.append({make_notarize(noise(51))}), LedgerError::kDuplicate);
  EXPECT_CODE(world_.append({make_notarize(with(noise(51), [](NoiseQuery& q) { q.hi = 6; }))}),
              LedgerError::kDuplicate);
  EXPECT_CODE(world_.append({make_notarize(with(noise(51), [](NoiseQuery& q) { q.round += 1; }))}),
              LedgerError::kDuplicate);
  EXPECT_CODE(world_.append({make_notarize(noise(51, "c1")), make_notarize(noise(52, "c1"))}), LedgerError::kDuplicate);
  EXPECT_TRUE(world_.check().value().ok());
}

TEST_F(Noise, CommitmentOfAnotherEntryIsRefused) {
  accept();
  NotarizeRecord record = noise();
  record.body.columns[0].commitment = data_.body.columns[1].commitment;
  EXPECT_CODE(world_.append({make_notarize(record_of_body("noise", record.body))}), LedgerError::kDuplicate);
}

TEST_F(Noise, ExactSumOfTheColumnBeforeTheRecordIsRefused) {
  accept();
  ASSERT_OK(world_.append({make_proof(exact_sum("c1"))}));
  EXPECT_CODE(world_.append({make_notarize(noise(50, "c1"))}), LedgerError::kNotAllowed);
  EXPECT_OK(world_.append({make_notarize(noise(50, "c0"))}));
}

TEST_F(Noise, ExactSumBetweenRecordAndAnswerRefusesTheAnswer) {
  accept();
  const NotarizeRecord record = noise();
  ASSERT_OK(world_.append({make_notarize(record), make_proof(exact_sum("c0"))}));
  EXPECT_CODE(world_.append({make_proof(answer(record))}), LedgerError::kNotAllowed);
}

TEST_F(Noise, ExactSumAfterTheAnswerIsRecordedAndFlagged) {
  accept();
  const NotarizeRecord record = noise();
  ASSERT_OK(world_.append({make_notarize(record), make_proof(answer(record))}));
  const auto warnings = [&] {
    return unprotected_answers(world_.ledger->described_proofs(data_.dataset).value(), data_);
  };
  EXPECT_TRUE(warnings().empty());
  ASSERT_OK(world_.append({make_proof(exact_sum("c1"))}));
  EXPECT_TRUE(warnings().empty());
  ASSERT_OK(world_.append({make_proof(exact_sum("c0"))}));
  ASSERT_EQ(warnings().size(), 1u);
  EXPECT_NE(warnings()[0].find("protects nobody"), std::string::npos);
  EXPECT_TRUE(world_.check().value().ok());
}

TEST_F(Noise, AnswerNeedsTheSignatureOfTheRecordsRound) {
  accept();
  const NotarizeRecord record = noise();
  const uint64_t round = record.body.query->round;
  ASSERT_OK(world_.append({make_notarize(record)}));
  EXPECT_CODE(world_.append({make_proof(answer_with(record, local().sign(round + 1)))}), CryptoError::kBadSignature);
  EXPECT_CODE(world_.append({make_proof(answer_with(record, LocalBeacon(kStart_s, 3, 7).sign(round)))}),
              CryptoError::kBadSignature);
  for (size_t i = 0; i < 48; ++i) {
    ByteArray<48> signature = local().sign(round);
    signature[i] ^= 0x10;
    EXPECT_CODE(world_.append({make_proof(answer_with(record, signature))}), CryptoError::kBadSignature);
  }
  ProofRecord none = answer(record);
  none.beacon_signature.reset();
  EXPECT_CODE(world_.append({make_proof(none)}), LedgerError::kNotAllowed);
  // The right signature, beside a statement about another round value.
  ProofRecord other = answer_with(record, local().sign(round + 1));
  other.beacon_signature = local().sign(round);
  EXPECT_CODE(world_.append({make_proof(other)}), CryptoError::kBadSignature);
  EXPECT_OK(world_.append({make_proof(answer(record))}));
}

TEST_F(Noise, OneAnswerOnly) {
  accept();
  const NotarizeRecord record = noise();
  ASSERT_OK(world_.append({make_notarize(record), make_proof(answer(record))}));
  EXPECT_CODE(world_.append({make_proof(answer(record))}), LedgerError::kDuplicate);
}

TEST_F(Noise, NothingElseIsSaidAboutTheBits) {
  accept();
  const NotarizeRecord record = noise();
  ASSERT_OK(world_.append({make_notarize(record)}));
  const Digest ledger = world_.ledger->id();
  EXPECT_CODE(world_.append({make_proof(make_proof_record(record, ledger, sum_bytes("bits", kBits)))}),
              LedgerError::kNotAllowed);
  EXPECT_OK(world_.append({make_proof(make_proof_record(record, ledger, well_typed_bytes("bits")))}));
}

TEST_F(Noise, OtherProofsCarryNoSignature) {
  ProofRecord proof = world_.proof(data_);
  proof.beacon_signature = local().sign(1);
  EXPECT_CODE(world_.append({make_proof(proof)}), LedgerError::kNotAllowed);
}

// What append() refuses, written to the store by somebody who holds the keys but does not ask it.
class ForgedNoise : public Noise {
 protected:
  /// Entries that a ledger without rules accepts: the checks of a record are those of its body alone.
  void force(const std::vector<EntryPayload>& payloads) {
    for (const EntryPayload& payload : payloads) {
      const SignedEntry entry = sign_entry(world_.complete(payload), world_.author).value();
      const uint64_t index = world_.ledger->size();
      StoreTiles tiles(*world_.store);
      TileEdge edge = TileEdge::load(tiles, index).value();
      Batch batch;
      batch.first_index = index;
      batch.entries = {entry.leaf};
      batch.puts = index_records(entry, index).value();
      const std::vector<TileUpdate> updates = edge.append(std::vector<Digest>{entry.leaf_hash}).value();
      for (const TileUpdate& tile : updates)
        batch.puts.push_back(
            {Space::kTile, ByteWriter().u8(static_cast<uint8_t>(tile.level)).u64(tile.index).bytes(), tile.hashes});
      batch.puts.push_back({Space::kByBranch, to_bytes("main"), Bytes(entry.digest.begin(), entry.digest.end())});
      ASSERT_OK(world_.store->append(batch));
      ASSERT_OK(world_.reopen());
    }
  }
  void expect_failure(uint64_t index, const std::string& words) {
    const ChainReport report = world_.check().value();
    ASSERT_EQ(report.failures.size(), 1u);
    EXPECT_EQ(report.failures[0].index, index);
    EXPECT_NE(report.failures[0].reason.find(words), std::string::npos) << report.failures[0].reason;
  }
};

TEST_F(ForgedNoise, RightEntriesPass) {
  accept();
  const NotarizeRecord record = noise();
  force({make_notarize(record), make_proof(answer(record))});
  EXPECT_TRUE(world_.check().value().ok());
}

TEST_F(ForgedNoise, PendingDataset) {
  force({make_notarize(noise())});
  expect_failure(2, "is pending");
}

TEST_F(ForgedNoise, PastRound) {
  accept();
  force({make_notarize(with(noise(), [](NoiseQuery& q) { q.round = 3; }))});
  expect_failure(4, "seconds or more after");
}

TEST_F(ForgedNoise, SecondRecord) {
  accept();
  force({make_notarize(noise(50)), make_notarize(noise(51))});
  expect_failure(5, "already");
}

TEST_F(ForgedNoise, ExactSumBefore) {
  accept();
  force({make_proof(exact_sum()), make_notarize(noise())});
  expect_failure(5, "protects nobody");
}

TEST_F(ForgedNoise, SignatureOfAnotherRound) {
  accept();
  const NotarizeRecord record = noise();
  force({make_notarize(record), make_proof(answer_with(record, local().sign(1)))});
  expect_failure(5, "not the signature of round");
}

TEST_F(ForgedNoise, FigureOfTheBits) {
  accept();
  const NotarizeRecord record = noise();
  force({make_notarize(record), make_proof(make_proof_record(record, world_.ledger->id(), sum_bytes("bits", kBits)))});
  expect_failure(5, "narrow the noise");
}

}  // namespace
}  // namespace zkp
