/// What is true has a proof that verifies: statements of every type over random small tables.
#include <set>

#include "dataset_proof/toy_cases.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

using toy::Case;
using toy::CaseKind;
using toy::Dice;

void expect_proved(const SizeClass& size, const Case& of, int expected_mu = 0) {
  const auto proved = toy::prove(size, of.statement, of.pointers(), {});
  ASSERT_TRUE(proved.ok()) << of.name << ": " << proved.error().describe();
  const auto verdict = toy::verify(size, of.statement, *proved);
  EXPECT_TRUE(verdict.ok()) << of.name << ": " << verdict.error().describe();
  if (expected_mu != 0) { EXPECT_EQ(proved->inner.mu, expected_mu); }
}

class TrueStatements : public testing::TestWithParam<CaseKind> {};

// One row; lengths that fill the cube with their blinding rows, and those beside them; the largest table.
TEST_P(TrueStatements, HaveProofsForEveryNumberOfRows) {
  uint64_t seed = 1;
  for (const size_t rows : {1, 2, 3, 5, 8, 12, 13, 28, 29, 61, 252}) {
    for (int again = 0; again < (rows < 29 ? 2 : 1); ++again) {
      SCOPED_TRACE(std::to_string(rows) + " rows, seed " + std::to_string(seed));
      Dice dice(seed++);
      expect_proved(kClassT, GetParam().make(dice, std::min(rows, GetParam().max_rows)));
    }
  }
}

// Blocks of another shape (b' is not c'), cubes of 2^6 to 2^10 rows.
TEST_P(TrueStatements, HaveProofsInTheOtherToyClass) {
  uint64_t seed = 1000;
  for (const size_t rows : {1, 20, 61, 130}) {
    SCOPED_TRACE(std::to_string(rows) + " rows, seed " + std::to_string(seed));
    Dice dice(seed++);
    expect_proved(kClassT2, GetParam().make(dice, std::min(rows, GetParam().max_rows)));
  }
}

TEST_P(TrueStatements, HaveTheSameProofWhateverThePoolAndTheMemory) {
  Dice dice(9);
  const Case of = GetParam().make(dice, 40);
  const auto alone = toy::prove(kClassT, of.statement, of.pointers(), {});
  ASSERT_TRUE(alone.ok()) << alone.error().describe();
  for (const int threads : {0, 2, 5}) {
    TestPool pool(threads);
    const toy::ProveOptions options{.pool = threads == 0 ? nullptr : &pool,
                                    .max_tree_bytes = threads == 5 ? SIZE_MAX : static_cast<size_t>(threads) * 4096};
    const auto other = toy::prove(kClassT, of.statement, of.pointers(), options);
    ASSERT_TRUE(other.ok());
    std::vector<Fr> expected, said;
    auto into = [](std::vector<Fr>& list) { return [&](const Fr& each) { list.push_back(each); }; };
    InnerMessages<Fr>::for_each(alone->inner.messages, into(expected));
    InnerMessages<Fr>::for_each(other->inner.messages, into(said));
    EXPECT_EQ(said, expected) << threads;
    EXPECT_EQ(other->inner.opening, alone->inner.opening) << threads;
    EXPECT_EQ(other->inner.public_input, alone->inner.public_input) << threads;
  }
}

TEST_P(TrueStatements, AreRefusedWhereMemoryIsTooLittle) {
  Dice dice(11);
  const Case of = GetParam().make(dice, 30);
  const auto refused = toy::prove(kClassT, of.statement, of.pointers(), {.max_bytes = size_t{1} << 20});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), GeneralError::kLimit);
  EXPECT_TRUE(toy::prove(kClassT, of.statement, of.pointers(), {.max_bytes = size_t{1} << 30}).ok());
}

INSTANTIATE_TEST_SUITE_P(Columns, TrueStatements, testing::ValuesIn(toy::column_cases()),
                         [](const auto& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(Tables, TrueStatements, testing::ValuesIn(toy::table_cases()),
                         [](const auto& tested) { return tested.param.name; });

// No type is forgotten.
TEST(TrueStatementsOf, AllTypesAreCases) {
  std::set<uint16_t> seen;
  for (const CaseKind& kind : toy::all_cases()) {
    Dice dice(1);
    seen.insert(static_cast<uint16_t>(statement_type(kind.make(dice, 5).statement).value()));
  }
  std::set<uint16_t> all;
  for (uint16_t type = 1; type <= 25; ++type) all.insert(type);
  EXPECT_EQ(seen, all);
}

TEST(Cubes, AreTheSmallestThatHoldTheTables) {
  struct Shape {
    const SizeClass* size;
    size_t rows;
    int mu;
  };
  for (const Shape& shape : {Shape{&kClassT, 1, 5},
                             {&kClassT, 28, 5},
                             {&kClassT, 29, 6},
                             {&kClassT, 60, 6},
                             {&kClassT, 61, 7},
                             {&kClassT, 124, 7},
                             {&kClassT, 125, 8},
                             {&kClassT, 252, 8},
                             {&kClassT2, 1, 6},
                             {&kClassT2, 60, 6},
                             {&kClassT2, 61, 7},
                             {&kClassT2, 252, 8},
                             {&kClassT2, 508, 9},
                             {&kClassT2, 509, 10},
                             {&kClassT2, 1020, 10}}) {
    SCOPED_TRACE(std::string(shape.size->name) + ", " + std::to_string(shape.rows) + " rows");
    Dice dice(shape.rows);
    const toy::Values v = dice.values(shape.rows, -20, 20);
    const auto table = toy::make_table({{"v", toy::kInt64, v}});
    expect_proved(*shape.size, {"sums", toy::sums("v", toy::sum_of(v), toy::sum_of_products(v, v), v.size()), {table}},
                  shape.mu);
    expect_proved(*shape.size, {"range", toy::range("v", -100, 100), {table}}, shape.mu);
  }
}

TEST(Cubes, HaveABoundForEachClass) {
  for (const auto& [size, rows] : {std::pair(&kClassT, size_t{253}), {&kClassT2, size_t{1021}}}) {
    Dice dice(1);
    const auto table = toy::make_table({{"v", toy::kInt64, dice.values(std::min<size_t>(rows, 1020), 0, 9)}});
    table->mutable_entry().rows = rows;
    const EntryBody* entries[] = {&table->entry()};
    const auto statement = read_statement(*size, toy::knowledge({"v"}), entries);
    ASSERT_TRUE(statement.ok());
    const auto program = make_program(**statement, *size, Fr::one(), Fr::one());
    ASSERT_FALSE(program.ok());
    EXPECT_EQ(program.error().code(), StatementError::kTooManyRows);
  }
}

// More columns than a form adds at once, up to the limit.
TEST(Knowledge, OfSixtyFourColumnsIsProved) {
  std::vector<toy::ColumnSpec> columns;
  toy::Names names;
  Dice dice(3);
  for (size_t i = 0; i < 32; ++i) {
    names.push_back("c" + std::to_string(i));
    columns.push_back(
        toy::nullable_column(names.back(), toy::kInt64, dice.values(6, INT64_MIN, INT64_MAX), dice.flags(6, 2)));
  }
  expect_proved(kClassT, {"knowledge", toy::knowledge(names), {toy::make_table(columns)}});
}

// The tables of a statement may be one and the same.
TEST(OneTable, MayBeAllTablesOfAStatement) {
  const auto table = toy::make_table({{"v", toy::kInt64, {4, 7, 9}}, {"w", toy::kInt64, {9, 15, 19}}});
  expect_proved(kClassT, {"affine", toy::affine("v", "w", 2, 1, 1), {table, table}});
  expect_proved(kClassT, {"shuffle", toy::shuffle({"v", "w"}), {table, table}});
  expect_proved(kClassT, {"sort", toy::sort({"w", "v"}, "v", 1), {table, table}});
  expect_proved(kClassT, {"dedupe", toy::dedupe({"v", "w"}, "w"), {table, table}});
  expect_proved(kClassT, {"join", toy::join({"v"}, {}, {"w"}), {table, table, table}});
  expect_proved(kClassT, {"filter", toy::filter({"v"}, "v", 1, 9, 1), {table, table}});
}

}  // namespace
}  // namespace zkp
