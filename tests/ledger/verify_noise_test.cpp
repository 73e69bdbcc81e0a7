/// Proof files of sums with noise, with real proofs: what an owner who holds every key of his ledger might try.
#include "ledger/noisy.h"
#include "ledger/proof_file.h"
#include "ledger/receipts.h"
#include "statement/types/noisy_sum.h"

namespace zkp {
namespace {

using namespace ledger_test;
using owned::make_noise;
using owned::shift_answer;
using owned::TestDataset;

constexpr ColumnType kInt16{TypeCode::kInt, 16};

const LocalBeacon& local() {
  static const LocalBeacon out(kStart_s - 1000, 3);
  return out;
}

class NoiseCheck : public ::testing::Test {
 protected:
  struct Scene {
    World world{true, Beacons({local().beacon()})};
    TestDataset data = owned::make_dataset("data", world.author.public_key(), {{"age", kInt16, {30, 41, 29}}});
    TestDataset other = owned::make_dataset("other", world.author.public_key(), {{"age", kInt16, {1, 2, 3}}});
    uint64_t round = local().beacon().first_round_at(kStart_s + 600);
    std::vector<uint8_t> bits = {1, 0, 0, 1, 1, 0, 1, 0, 1, 1};
    TestDataset noise = make_noise("noise", world.author.public_key(), query(), bits);
    ProofRecord proof;

    Scene() {
      EXPECT_OK(world.append({make_notarize(data.record), make_notarize(other.record),
                              make_proof(world.proof(data.record, "age")), make_notarize(noise.record)}));
      proof = prove(data, noise).value();
      EXPECT_OK(world.append({make_proof(as_good(proof))}));
    }
    NoiseQuery query() const { return {data.record.dataset, "age", 0, 100, local().beacon().id, round}; }

    /// What the world's checker believes.
    static ProofRecord as_good(ProofRecord proof) {
      proof.proof = to_bytes("good");
      return proof;
    }
    Result<ProofRecord> prove(const TestDataset& about, const TestDataset& record, int64_t shift = 0) const {
      return owned::prove_noisy(about, record, world.ledger->id(), local().sign(round), shift);
    }
    ProofFile file(const ProofRecord& of, const std::vector<const NotarizeRecord*>& datasets,
                   const std::vector<std::string>& receipts) const {
      ProofFile out;
      out.statement_bytes = of.statement_bytes;
      std::vector<DatasetView> views;
      for (const NotarizeRecord* dataset : datasets) {
        views.push_back(dataset->view());
        out.datasets.push_back(dataset->dataset);
      }
      if (const Result<StatementView> view = describe_statement(of.statement_bytes, views); view.ok()) {
        out.statement = view->text;
        out.words = view->words;
        out.outputs = view->outputs;
      }
      out.ledger = world.ledger->id();
      out.proof = of.proof;
      out.proof_id = proof_identity(out.statement_bytes, {out.ledger, out.datasets, out.nonce});
      out.verification_key = of.verification_key;
      out.srs = of.srs;
      out.setup = of.setup;
      out.beacon_signature = of.beacon_signature;
      out.receipts = receipts;
      return out;
    }
    ProofFile honest() const {
      return file(proof, {&data.record, &noise.record}, {receipt_of(world, 1), receipt_of(world, 4)});
    }
  };
  static Scene& scene() {
    static Scene* out = new Scene();
    return *out;
  }
  Scene& s_ = scene();

  Result<Verification> verify(const ProofFile& file, bool trusts_local = true) {
    TrustPolicy policy;
    if (trusts_local) policy.beacons = Beacons({local().beacon()});
    return verify_proof_file(encode_proof_file(file), policy, s_.world.verifier);
  }
  /// A receipt of a record in a log of its own, at a time of the owner's choice.
  std::string lone(const NotarizeRecord& record, int64_t time_s) {
    EntryPayload payload = s_.world.complete(make_notarize(record));
    payload.time_s = time_s;
    payload.fields.erase("clock_behind");
    return lone_receipt(payload, s_.world.author, s_.world.log, s_.world.ledger->origin());
  }
};

TEST_F(NoiseCheck, AnHonestAnswerHoldsLineByLine) {
  const Verification verified = verify(s_.honest()).value();
  ASSERT_TRUE(verified.ok()) << print_checks(verified.checks);
  const Check* beacon = find_check(verified.checks, "beacon");
  ASSERT_NE(beacon, nullptr);
  EXPECT_EQ(beacon->detail.find("round " + std::to_string(s_.round) + " of local, drawn "), 0u) << beacon->detail;
  EXPECT_NE(verified.words.find("epsilon"), std::string::npos);
  // The answer is the sum and what ten bits say.
  const std::vector<uint8_t> drawn =
      beacon_bits(beacon_round_value(local().sign(s_.round)), s_.noise.record.dataset, s_.bits.size());
  int64_t twice = 200 - 10;
  for (size_t i = 0; i < s_.bits.size(); ++i) twice += 2 * (s_.bits[i] ^ drawn[i]);
  const std::string answer = std::to_string(twice / 2) + (twice % 2 == 0 ? ".0" : ".5");
  EXPECT_EQ(std::stod(verified.outputs.at("noisy sum")), std::stod(answer));
}

TEST_F(NoiseCheck, SignatureAndBeaconAreChecked) {
  EXPECT_FAILS(verify(s_.honest(), false), "beacon");
  for (size_t i = 0; i < 48; ++i) {
    ProofFile file = s_.honest();
    (*file.beacon_signature)[i] ^= 2;
    EXPECT_FAILS(verify(file), "beacon");
  }
  ProofFile other_round = s_.honest();
  other_round.beacon_signature = local().sign(s_.round + 1);
  EXPECT_FAILS(verify(other_round), "beacon");
  ProofFile none = s_.honest();
  none.beacon_signature.reset();
  EXPECT_FAILS(verify(none), "beacon");
}

TEST_F(NoiseCheck, SignatureBesideAnotherStatementIsRefused) {
  const ProofRecord sum = owned::prove(s_.other, "sums:age", s_.world.ledger->id());
  ProofFile file = s_.file(sum, {&s_.other.record}, {receipt_of(s_.world, 2)});
  ASSERT_TRUE(verify(file)->ok());
  file.beacon_signature = local().sign(s_.round);
  EXPECT_FAILS(verify(file), "beacon");
}

TEST_F(NoiseCheck, RecordThatIsLaterThanTheRoundIsRefused) {
  const int64_t drawn_s = *local().beacon().round_time_s(s_.round);
  const auto with_record_of = [&](int64_t time_s) {
    ProofFile file = s_.honest();
    file.receipts[0] = lone(s_.data.record, kStart_s);
    file.receipts[1] = lone(s_.noise.record, time_s);
    return file;
  };
  EXPECT_TRUE(verify(with_record_of(drawn_s - kNoiseDelay_s))->ok())
      << print_checks(verify(with_record_of(drawn_s - kNoiseDelay_s))->checks);
  EXPECT_FAILS(verify(with_record_of(drawn_s - kNoiseDelay_s + 1)), "beacon");
  EXPECT_FAILS(verify(with_record_of(drawn_s + 100)), "beacon");
}

TEST_F(NoiseCheck, ShiftedAnswerIsRefused) {
  for (const int64_t shift : {-2, 1, 2}) {
    ProofFile file = s_.honest();
    shift_answer(file.statement_bytes, shift);
    ProofRecord proof = s_.proof;
    proof.statement_bytes = file.statement_bytes;
    EXPECT_FAILS(verify(s_.file(proof, {&s_.data.record, &s_.noise.record}, file.receipts)), "proof");
    EXPECT_FALSE(s_.prove(s_.data, s_.noise, shift).ok());
  }
}

// Bits that give another answer, or the first ones of the record, whose sum may please more: the proof about them does
// not stand in for one about the record, and nobody makes one under its commitment.
TEST_F(NoiseCheck, OtherBitsThanTheRecordedAreRefused) {
  for (const std::vector<uint8_t>& bits : {std::vector<uint8_t>(s_.bits.size()), std::vector<uint8_t>{1, 0, 0, 1}}) {
    TestDataset other = make_noise("noise", s_.world.author.public_key(), s_.query(), bits);
    const Result<ProofRecord> proof = s_.prove(s_.data, other);
    ASSERT_OK(proof);
    EXPECT_TRUE(verify(s_.file(*proof, {&s_.data.record, &other.record},
                               {lone(s_.data.record, kStart_s), lone(other.record, kStart_s)}))
                    ->ok());
    EXPECT_FAILS(verify(s_.file(*proof, {&s_.data.record, &s_.noise.record}, s_.honest().receipts)), "proof");

    other.record.body.columns = s_.noise.record.body.columns;  // the commitment that was recorded
    other.record.body_bytes = encode_entry_body(other.record.body);
    other.record.dataset = entry_body_digest(other.record.body_bytes);
    EXPECT_CODE(s_.prove(s_.data, other), CryptoError::kBadProof);
    EXPECT_FAILS(verify(s_.file(*proof, {&s_.data.record, &other.record},
                                {lone(s_.data.record, kStart_s), lone(other.record, kStart_s)})),
                 "proof");
  }
}

TEST_F(NoiseCheck, BitThatIsNoneIsRefused) {
  const TestDataset heavy = make_noise("noise", s_.world.author.public_key(), s_.query(), {1, 0, 9, 1});
  EXPECT_CODE(s_.prove(s_.data, heavy), StatementError::kFalse);
}

TEST_F(NoiseCheck, RecordForAnotherDatasetIsRefused) {
  EXPECT_FALSE(s_.prove(s_.other, s_.noise).ok());
  const ProofFile file =
      s_.file(s_.proof, {&s_.other.record, &s_.noise.record}, {receipt_of(s_.world, 2), receipt_of(s_.world, 4)});
  EXPECT_FAILS(verify(file), "words");
}

}  // namespace
}  // namespace zkp
