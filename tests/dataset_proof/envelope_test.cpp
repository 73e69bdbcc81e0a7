/// Whole proofs with Groth16, in the toy class: what verifies, and that nothing else does.
#include "base_os/system_random.h"
#include "dataset_proof/toy_keys.h"
#include "groth16/rerandomize.h"

namespace zkp {
namespace {

using toy::Table;

class Envelopes : public testing::Test {
 protected:
  static const ProvingKey& key() { return toy::wrap_key(); }
  static const DatasetVerifier& verifier() { return toy::verifier(); }
  static DatasetProverKey prover() { return toy::prover_key(); }

  static Table table(int64_t first = 3) {
    return Table(
        {{"v", {TypeCode::kInt, 64}, {first, 7, 20, 0, 5, 5}}, {"w", {TypeCode::kInt, 64}, {1, 2, 3, 4, 5, 6}}}, 0x11);
  }
  static Bytes range(__int128 lo, __int128 hi) {
    ByteWriter out = start_statement(StatementType::kRange);
    out.str("v").raw(encode_i128(lo)).raw(encode_i128(hi));
    return std::move(out).bytes();
  }

  struct Made {
    Bytes statement, context, proof;
    std::vector<const EntryBody*> entries;
  };
  static Result<Made> make(const Table& of, const Bytes& statement, const Digest& nonce = {}) {
    Made out{statement, toy::context_of(std::vector<Digest>{of.digest()}, nonce), {}, {&of.entry()}};
    const PrivateTable view = of.view();
    SystemRandom random;
    ZKP_TRY(out.proof, prove_dataset(prover(), out.statement, out.context, {&view, 1}, random, {}));
    return out;
  }
  static Result<void> verify(const Made& made) {
    return verify_dataset_proof(verifier(), made.proof, made.statement, made.context, made.entries);
  }
};

TEST_F(Envelopes, AProofVerifiesAndHasTheSizeOfItsFormat) {
  const Table of = table();
  const auto made = make(of, range(0, 20));
  ASSERT_TRUE(made.ok()) << made.error().describe();
  EXPECT_EQ(made->proof.size(), 768u);  // two limbs on each side: two columns, the table and the mask
  EXPECT_TRUE(verify(*made).ok()) << verify(*made).error().describe();
  const auto envelope = decode_envelope(made->proof).value();
  EXPECT_EQ(encode_envelope(envelope), made->proof);
  const ProofSubject subject{&kClassT, verifier().key_id(), toy::srs_id(), made->context, made->statement};
  const auto opened = open_outer(subject, verifier().srs(), made->entries, envelope.opening).value();
  EXPECT_TRUE(check_opening(kClassT, verifier().srs(), opened, envelope.opening));
}

TEST_F(Envelopes, FalseStatementsHaveNoProof) {
  const Table of = table();
  const auto made = make(of, range(1, 20));
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code(), StatementError::kFalse);
  EXPECT_EQ(made.error().where().row, 4u);
}

// Attack 23 of the review: a mask that is used again leaks. Two proofs of one statement share no point and no element.
TEST_F(Envelopes, TwoProofsShareNothingButTheHeader) {
  const Table of = table();
  const auto first = make(of, range(0, 20)).value(), second = make(of, range(0, 20)).value();
  ASSERT_EQ(first.proof.size(), second.proof.size());
  EXPECT_TRUE(std::equal(first.proof.begin(), first.proof.begin() + 16, second.proof.begin()));
  for (size_t at = 16; at + 48 <= first.proof.size(); at += 16) {
    EXPECT_FALSE(std::equal(first.proof.begin() + static_cast<std::ptrdiff_t>(at),
                            first.proof.begin() + static_cast<std::ptrdiff_t>(at + 16),
                            second.proof.begin() + static_cast<std::ptrdiff_t>(at)))
        << at;
  }
}

TEST_F(Envelopes, EveryByteCounts) {
  const Table of = table();
  Made made = make(of, range(0, 20)).value();
  for (size_t i = 0; i < made.proof.size(); ++i) {
    const uint8_t flip = i % 3 == 0 ? 0x80 : i % 3 == 1 ? 0x01 : 0x20;
    made.proof[i] ^= flip;
    EXPECT_FALSE(verify(made).ok()) << i;
    made.proof[i] ^= flip;
  }
  EXPECT_TRUE(verify(made).ok());
  made.proof.push_back(0);
  EXPECT_FALSE(verify(made).ok());
  made.proof.resize(made.proof.size() - 2);
  EXPECT_FALSE(verify(made).ok());
}

// Frozen Heart: whatever the proof is about is in the transcript.
TEST_F(Envelopes, AProofIsAboutItsStatementItsContextAndItsEntriesAlone) {
  const Table of = table(), other = table(4);
  const Made made = make(of, range(0, 20)).value();
  {
    Made changed = made;
    changed.statement = range(0, 21);
    EXPECT_FALSE(verify(changed).ok());
    changed.statement = range(-1, 20);
    EXPECT_FALSE(verify(changed).ok());
  }
  for (size_t i = 0; i < made.context.size(); ++i) {
    Made changed = made;
    changed.context[i] ^= 1;
    EXPECT_FALSE(verify(changed).ok()) << i;
  }
  Made changed = made;
  changed.entries = {&other.entry()};
  EXPECT_FALSE(verify(changed).ok());
  EntryBody longer = of.entry();
  longer.rows += 1;
  changed.entries = {&longer};
  EXPECT_FALSE(verify(changed).ok());
  EntryBody swapped = of.entry();
  std::swap(swapped.columns[0].commitment, swapped.columns[1].commitment);
  changed.entries = {&swapped};
  EXPECT_FALSE(verify(changed).ok());
  EntryBody foreign = of.entry();
  foreign.srs_id[0] ^= 1;
  changed.entries = {&foreign};
  EXPECT_FALSE(verify(changed).ok());
  changed.context = toy::context_of(std::vector<Digest>{entry_body_digest(encode_entry_body(foreign))});
  EXPECT_NE(verify(changed).error().message().find("another reference string"), std::string::npos);
}

// Attack 8: keys and reference strings that do not belong together make no verifier.
TEST_F(Envelopes, VerifiersAreOfTheKeysOfTheirClass) {
  auto refused = [](const SizeClass& size, const SrsKey& srs, const VerifyingKey& vk) {
    const auto made = DatasetVerifier::make(size, srs, vk);
    return !made.ok() && made.error().code() == CryptoError::kBadKey;
  };
  const VerifyingKey& vk = key().vk;
  VerifyingKey more = vk, fewer = vk;
  more.ic.push_back(G1Affine::generator());
  fewer.ic.pop_back();
  EXPECT_FALSE(refused(kClassT, toy::srs().key(), vk));
  EXPECT_TRUE(refused(kClassT, toy::srs().key(), more));
  EXPECT_TRUE(refused(kClassT, toy::srs().key(), fewer));
  EXPECT_TRUE(refused(kClassS, toy::srs().key(), vk));  // which has no [tau^1024]_2
  SrsKey standard = Srs::from_tau(toy::tau(), 16, kSrsLogBlocks, nullptr).key();
  EXPECT_FALSE(refused(kClassS, standard, vk));
  standard.id[0] ^= 1;
  EXPECT_TRUE(refused(kClassS, standard, vk));
}

// Attack 6: Groth16 proofs can be re-randomised; a ledger's name for the proof does not contain them.
TEST_F(Envelopes, ARerandomisedProofVerifies) {
  const Table of = table();
  Made made = make(of, range(0, 20)).value();
  ProofEnvelope envelope = decode_envelope(made.proof).value();
  SystemRandom random;
  envelope.groth16 = groth16_rerandomize(key().vk, envelope.groth16, random).value();
  const Bytes again = encode_envelope(envelope);
  EXPECT_NE(again, made.proof);
  made.proof = again;
  EXPECT_TRUE(verify(made).ok());
}

TEST_F(Envelopes, BatchesNameWhatDoesNotVerify) {
  const Table of = table(), other = table(4);
  std::vector<Made> made;
  for (int64_t hi = 20; hi < 25; ++hi) made.push_back(make(hi % 2 == 0 ? of : other, range(0, hi)).value());
  auto verdict = [&] {
    std::vector<DatasetClaim> claims;
    for (const Made& each : made) claims.push_back({each.proof, each.statement, each.context, each.entries});
    SystemRandom random;
    return verify_dataset_proofs(verifier(), claims, &random, nullptr).value();
  };
  EXPECT_TRUE(verdict().all_verify());
  std::swap(made[1].proof, made[3].proof);  // each is of another statement
  made[4].proof[100] ^= 1;                  // no point
  const auto bad = verdict();
  ASSERT_EQ(bad.rejected.size(), 3u);
  EXPECT_EQ(bad.rejected[0].index, 1u);
  EXPECT_EQ(bad.rejected[1].index, 3u);
  EXPECT_EQ(bad.rejected[2].index, 4u);
  made.clear();
  EXPECT_TRUE(verdict().all_verify());
}

// Errors that would cancel in a sum: C_W and C_q of two proofs moved by opposite points.
TEST_F(Envelopes, OppositeErrorsDoNotCancelInABatch) {
  const Table of = table();
  std::vector<Made> made = {make(of, range(0, 20)).value(), make(of, range(0, 21)).value()};
  for (size_t i = 0; i < 2; ++i) {
    ProofEnvelope envelope = decode_envelope(made[i].proof).value();
    const G1 shift = i == 0 ? G1::generator() : -G1::generator();
    envelope.opening.c_w = (G1(envelope.opening.c_w) + shift).to_affine_var();
    made[i].proof = encode_envelope(envelope);
  }
  std::vector<DatasetClaim> claims;
  for (const Made& each : made) claims.push_back({each.proof, each.statement, each.context, each.entries});
  EXPECT_EQ(verify_dataset_proofs(verifier(), claims, nullptr, nullptr).value().rejected.size(), 2u);
}

TEST_F(Envelopes, InfinityIsAllowedOnlyWhereItMayOccur) {
  const Table of = table();
  const Made made = make(of, range(0, 20)).value();
  const ProofEnvelope good = decode_envelope(made.proof).value();
  for (G1Affine OpeningProof::*point : {&OpeningProof::c_h, &OpeningProof::c_g, &OpeningProof::c_q}) {
    ProofEnvelope envelope = good;
    envelope.opening.*point = G1Affine::identity();
    EXPECT_EQ(decode_envelope(encode_envelope(envelope)).error().code(), CryptoError::kIdentity);
  }
  ProofEnvelope no_mask = good;
  no_mask.opening.fresh.back() = G1Affine::identity();
  EXPECT_EQ(decode_envelope(encode_envelope(no_mask)).error().code(), CryptoError::kIdentity);
  ProofEnvelope zero_column = good;
  zero_column.opening.fresh.front() = G1Affine::identity();
  EXPECT_TRUE(decode_envelope(encode_envelope(zero_column)).ok());
}

TEST_F(Envelopes, ProgressIsToldAndCancels) {
  const Table of = table();
  const Bytes statement = range(0, 20), context = toy::context_of(std::vector<Digest>{of.digest()});
  const PrivateTable view = of.view();
  SystemRandom random;
  std::vector<std::string> phases;
  DatasetProveOptions options;
  double last = 0;
  options.progress = [&](const DatasetProveProgress& p) {
    phases.emplace_back(p.phase);
    EXPECT_TRUE(p.share >= last && p.share < 1);
    last = p.share;
    return true;
  };
  ASSERT_TRUE(prove_dataset(prover(), statement, context, {&view, 1}, random, options).ok());
  EXPECT_EQ(phases, (std::vector<std::string>{"witness", "commit", "fractions", "rows", "opening", "wrap"}));
  EXPECT_GT(last, 0);
  for (size_t stop = 0; stop < phases.size(); ++stop) {
    size_t told = 0;
    options.progress = [&](const DatasetProveProgress&) { return told++ != stop; };
    const auto cancelled = prove_dataset(prover(), statement, context, {&view, 1}, random, options);
    ASSERT_FALSE(cancelled.ok());
    EXPECT_EQ(cancelled.error().code(), GeneralError::kCancelled);
  }
}

}  // namespace
}  // namespace zkp
