/// A proof is about its statement, its context and its entries alone, and only somebody who knows the columns has one.
/// The numbers in comments are those of the attack list of the specification (section 16) and of its review (section
/// 21).
#include <algorithm>

#include "dataset_proof/forge.h"

namespace zkp {
namespace {

using toy::Case;
using toy::CaseKind;
using toy::Dice;
using toy::kInt64;
using toy::Proved;
using toy::Values;

/// Somebody else's commitment.
G1Affine foreign_point(uint64_t number) {
  return (G1(G1Affine::generator()).mul_var(Fr::from_u64(number + 12345))).to_affine_var();
}

class Subjects : public testing::TestWithParam<CaseKind> {
 protected:
  void SetUp() override {
    Dice dice(4711);
    of_ = GetParam().make(dice, 7);
    Result<Proved> made = toy::prove(kClassT, of_.statement, of_.pointers(), {});
    ASSERT_TRUE(made.ok()) << made.error().describe();
    proved_ = std::move(*made);
    ASSERT_TRUE(accepts(proved_));
  }
  bool accepts(const Proved& proved) const { return accepts(proved, of_.statement); }
  static bool accepts(const Proved& proved, ByteView statement) { return toy::verify(kClassT, statement, proved).ok(); }
  /// Copies of the entries that may be changed.
  std::vector<EntryBody> bodies() const {
    std::vector<EntryBody> out;
    for (const EntryBody* entry : proved_.entries) out.push_back(*entry);
    return out;
  }
  /// Under the context of the proof, or under one that names these entries.
  bool accepts(const std::vector<EntryBody>& bodies) const {
    Proved changed = proved_;
    std::vector<Digest> digests;
    for (size_t i = 0; i < bodies.size(); ++i) {
      changed.entries[i] = &bodies[i];
      digests.push_back(entry_body_digest(encode_entry_body(bodies[i])));
    }
    Proved renamed = changed;
    renamed.context = toy::context_of(digests);
    return accepts(changed) || accepts(renamed);
  }
  Program program() const {
    const auto statement = read_statement(kClassT, of_.statement, proved_.entries).value();
    return make_program(*statement, kClassT, Fr::one(), Fr::one()).value();
  }

  Case of_;
  Proved proved_;
};

// 1, 21: the ledger, the entries and the nonce.
TEST_P(Subjects, ContextIsBound) {
  for (size_t i = 0; i < proved_.context.size(); i += 5) {
    Proved changed = proved_;
    changed.context[i] ^= 0x10;
    EXPECT_FALSE(accepts(changed)) << i;
  }
}

// 1: Frozen Heart; 26: one byte string for each meaning.
TEST_P(Subjects, StatementIsBound) {
  Dice dice(1);
  for (int i = 0; i < 24; ++i) {
    Bytes changed = of_.statement;
    const size_t at = dice.below(changed.size());
    changed[at] ^= static_cast<uint8_t>(1 << dice.below(8));
    EXPECT_FALSE(accepts(proved_, changed)) << at;
  }
  Bytes longer = of_.statement;
  longer.push_back(0);
  EXPECT_FALSE(accepts(proved_, longer));
}

// 9: each commitment that the program reads.
TEST_P(Subjects, CommitmentsAreBound) {
  const Program shape = program();
  size_t checked = 0;
  for (const ProgramColumn& column : shape.columns()) {
    if (column.kind != ColumnKind::kNotarised) continue;
    std::vector<EntryBody> changed = bodies();
    auto& columns = changed[column.entry].columns;
    const auto at = std::ranges::find(columns, column.entry_column, &EntryColumn::name);
    ASSERT_NE(at, columns.end());
    at->commitment = foreign_point(checked++);
    EXPECT_FALSE(accepts(changed)) << column.name;
  }
  EXPECT_GT(checked, 0u);
}

// 7: the number of rows of each table.
TEST_P(Subjects, RowsAreBound) {
  for (size_t i = 0; i < proved_.entries.size(); ++i) {
    for (const int by : {1, -1}) {
      std::vector<EntryBody> changed = bodies();
      changed[i].rows += static_cast<uint64_t>(by);
      if (changed[i].rows == 0) continue;  // no entry
      EXPECT_FALSE(accepts(changed)) << i;
    }
  }
}

TEST_P(Subjects, EntriesHaveTheirPlaces) {
  if (proved_.entries.size() < 2) return;
  std::vector<EntryBody> swapped = bodies();
  std::swap(swapped[0], swapped[1]);
  EXPECT_FALSE(accepts(swapped));
  Proved fewer = proved_, more = proved_;
  fewer.entries.pop_back();
  more.entries.push_back(more.entries[0]);
  EXPECT_FALSE(accepts(fewer));
  EXPECT_FALSE(accepts(more));
}

// 14: as many new commitments as the program has, in its order.
TEST_P(Subjects, FreshCommitmentsAreCounted) {
  const std::vector<G1Affine>& fresh = proved_.inner.opening.fresh;
  Proved more = proved_, fewer = proved_;
  more.inner.opening.fresh.push_back(foreign_point(1));
  fewer.inner.opening.fresh.pop_back();
  for (const Proved* each : {&more, &fewer}) {
    const auto verdict = toy::verify(kClassT, of_.statement, *each);
    ASSERT_FALSE(verdict.ok());
    EXPECT_EQ(verdict.error().code(), CryptoError::kBadProof);
  }
  for (size_t i = 0; i + 1 < fresh.size(); ++i) {
    if (fresh[i] == fresh[i + 1]) continue;
    Proved swapped = proved_;
    std::swap(swapped.inner.opening.fresh[i], swapped.inner.opening.fresh[i + 1]);
    EXPECT_FALSE(accepts(swapped)) << i;
  }
}

// 7, 8: the class, the verification key and the reference string.
TEST_P(Subjects, KeysAreBound) {
  auto verify_as = [&](const SizeClass& size, Digest key, Digest srs) {
    const ProofSubject subject{&size, key, srs, proved_.context, of_.statement};
    const auto opened = open_outer(subject, toy::srs().key(), proved_.entries, proved_.inner.opening);
    return opened.ok() && check_wrap(size, opened->public_input, opened->pub, proved_.inner.messages).ok();
  };
  const Digest key = toy::key_id(kClassT), srs = toy::srs_id();
  EXPECT_TRUE(verify_as(kClassT, key, srs));
  SizeClass other = kClassT;
  other.id = kClassS.id;
  EXPECT_FALSE(verify_as(other, key, srs));
  EXPECT_FALSE(verify_as(kClassT, srs, srs));
  EXPECT_FALSE(verify_as(kClassT, key, key));
}

INSTANTIATE_TEST_SUITE_P(Columns, Subjects, testing::ValuesIn(toy::column_cases()),
                         [](const auto& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(Tables, Subjects, testing::ValuesIn(toy::table_cases()),
                         [](const auto& tested) { return tested.param.name; });

// M9, errata E7: a proof of somebody's own whose context does not name the entries that it is verified for.
TEST(Contexts, NameTheEntriesAndNothingElse) {
  const auto table = toy::make_table({{"v", kInt64, {3, -7, 20, 0}}}), other = toy::make_table({{"w", kInt64, {1}}});
  const Case of = {"sums", toy::sums("v", 16, 458, 4), {table}};
  auto refused = [&](const Bytes& context) {
    const auto proved = toy::prove(kClassT, of.statement, of.pointers(), {.context = context});
    if (!proved.ok()) return false;
    const auto verdict = toy::verify(kClassT, of.statement, *proved);
    return !verdict.ok() && verdict.error().code() == CryptoError::kBadProof;
  };
  const Digest named = table->digest(), foreign = other->digest(), nonce = sha256({as_bytes("nonce")});
  const Bytes good = toy::context_of(std::vector<Digest>{named}, nonce, nonce);
  EXPECT_FALSE(refused(good));
  EXPECT_TRUE(refused(toy::context_of(std::vector<Digest>{foreign}, nonce, nonce)));
  EXPECT_TRUE(refused(toy::context_of(std::vector<Digest>{named, foreign}, nonce, nonce)));
  EXPECT_TRUE(refused(toy::context_of(std::vector<Digest>{named, named}, nonce, nonce)));
  EXPECT_TRUE(refused(toy::context_of(std::vector<Digest>{}, nonce, nonce)));
  Bytes longer = good, shorter = good, miscounted = good;
  longer.push_back(0);
  shorter.pop_back();
  miscounted[32] = 2;
  EXPECT_TRUE(refused(miscounted));
  EXPECT_TRUE(refused(longer));
  EXPECT_TRUE(refused(shorter));
}

// 5: the first blinding row as one more row of the table, under an entry that says so, with a proof of its own.
TEST(BlindingRows, AreNoData) {
  const Values v = {3, -7, 20, 0};
  const auto honest = toy::make_table({{"v", kInt64, v}});
  const auto longer = std::make_shared<toy::Table>(honest->with_a_row_of_blinding());
  ASSERT_EQ(longer->entry().columns[0].commitment, honest->entry().columns[0].commitment);
  const Values with_0 = {3, -7, 20, 0, 0};
  auto about = [&](const Bytes& statement) { return Case{"n + 1", statement, {longer}}; };
  const FreshColumns limbs = toy::wrapped_range(with_0, -20, 20);
  toy::expect_refused({
      {"sums", about(toy::sums("v", 16, 458, 5)), "sums.target"},
      {"range", about(toy::range("v", -20, 20)), "root_numerator", limbs},
      {"histogram", about(toy::histogram("v", 0, {{-7, 1}, {0, 2}, {3, 1}, {20, 1}})), "root_numerator"},
      {"mean", about(toy::mean_floor("v", 0, 3)), "sums.slack"},
  });
  // It is a value, only nobody's: knowing it is all that can be proved.
  toy::expect_accepted(about(toy::knowledge({"v"})));
}

/// A table whose commitments are those of somebody else, moved by what the forger knows: zeros and blinding rows.
std::shared_ptr<toy::Table> copied(const std::string& name, const G1Affine& victim, uint8_t secret_byte) {
  auto out = toy::make_table({{name, kInt64, Values(9)}}, secret_byte);
  EntryColumn& column = out->mutable_entry().columns[0];
  column.commitment = (G1(victim) + G1(column.commitment)).to_affine_var();
  return out;
}

// 24, H1: copied and re-blinded commitments. The unknown parts cancel in the forms of AFFINE and SHUFFLE; the knowledge
// form does not let them.
TEST(CopiedCommitments, HaveNoProof) {
  const auto victim = toy::make_table({{"v", kInt64, {31337, -5, 12, 99, 0, 7, -2, 44, 1}}}, 0x77);
  const G1Affine point = victim->entry().columns[0].commitment;
  const auto in = copied("i", point, 0x11), out = copied("o", point, 0x33), again = copied("i", point, 0x44);
  const std::vector<Case> cases = {
      {"affine", toy::affine("i", "o", 1, 0, 1), {in, out}},
      {"shuffle", toy::shuffle({"i"}), {in, again}},
      {"knowledge", toy::knowledge({"i"}), {in}},
      {"sums", toy::sums("i", 0, 0, 9), {in}},
      {"disjoint", toy::disjoint("i", "o"), {in, toy::make_table({{"o", kInt64, Values(9, 1)}}, 0x55)}},
  };
  for (const Case& of : cases) {
    const auto verdict = toy::forged(kClassT, {of.name, of, ""});
    ASSERT_FALSE(verdict.ok()) << "accepted: " << of.name;
    EXPECT_EQ(verdict.error().code(), CryptoError::kBadProof) << of.name << ": " << verdict.error().describe();
  }
}

TEST(CopiedCommitments, BesideOwnOnesHaveNoProof) {
  const auto victim = toy::make_table({{"v", kInt64, {31337, -5, 12}}}, 0x77);
  const auto mixed = toy::make_table({{"own", kInt64, {1, 2, 3}}, {"copied", kInt64, {0, 0, 0}}});
  mixed->mutable_entry().columns[1].commitment = victim->entry().columns[0].commitment;
  const auto verdict = toy::forged(kClassT, {"", {"", toy::knowledge({"own", "copied"}), {mixed}}, ""});
  ASSERT_FALSE(verdict.ok());
  EXPECT_EQ(verdict.error().code(), CryptoError::kBadProof);
  toy::expect_accepted({"own", toy::knowledge({"own"}), {mixed}});
}

}  // namespace
}  // namespace zkp
