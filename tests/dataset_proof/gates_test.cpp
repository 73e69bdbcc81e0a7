/// The rules of programs, with programs that no statement compiles to: row gates (specification 6.1, attack 33), order
/// of columns, limits.
#include "dataset_proof/zoo.h"

namespace zkp {
namespace {

using V = VirtualColumn;
using Build = std::function<void(Program&)>;

const AffineForm kOne = AffineForm::one(), kZero = AffineForm::zero();

class Gates : public testing::Test {
 protected:
  static constexpr uint64_t kRows = 14, kOther = 6;

  /// Tables of 14, 6, 13 and 14 rows.
  static Result<void> finished(const Build& build) {
    Program program(kClassT, {kRows, kOther, kRows - 1, kRows}, Fr::from_u64(3), Fr::from_u64(5));
    build(program);
    return program.finish();
  }
  static void expect_good(const Build& build) {
    const Result<void> verdict = finished(build);
    EXPECT_TRUE(verdict.ok()) << verdict.error().describe();
  }
  static void expect_bad(const Build& build, std::string_view reason) {
    const Result<void> verdict = finished(build);
    ASSERT_FALSE(verdict.ok()) << "accepted: " << reason;
    EXPECT_EQ(verdict.error().code(), StatementError::kSyntax);
    EXPECT_NE(verdict.error().message().find(reason), std::string::npos) << verdict.error().describe();
  }
  static AffineForm column(Program& p, const char* name = "1", int table = 1) {
    return p.notarised({0, &entry(), entry().find(name)}, table).value;
  }
  static AffineForm other_column(Program& p) { return p.notarised({1, &other(), other().find("1")}, 2).value; }

  static const EntryBody& entry() {
    static const EntryBody kEntry = toy::zoo(kRows);
    return kEntry;
  }
  static const EntryBody& other() {
    static const EntryBody kEntry = toy::zoo(kOther);
    return kEntry;
  }
};

constexpr const char* kFraction = "a fraction slot reads rows behind its table";
constexpr const char* kConstraint = "a constraint slot reads rows behind its table";
constexpr const char* kSum = "a sum slot reads rows behind its table";

TEST_F(Gates, AColumnHasTheRowsOfItsTable) {
  expect_good([](Program& p) { column(p); });
  expect_good([](Program& p) { column(p, "1", 4); });
  expect_bad([](Program& p) { column(p, "1", 2); }, "are not those of the entry");
  expect_bad([](Program& p) { column(p, "1", 3); }, "are not those of the entry");
}

TEST_F(Gates, OfSums) {
  expect_good([](Program& p) { p.sum(V::kRows1, column(p), kOne, Fr::zero()); });
  expect_good(
      [](Program& p) { p.sum(AffineForm(V::kRows1) * Fr::from_u64(9), column(p), column(p, "2"), Fr::zero()); });
  expect_good([](Program& p) { p.sum(kOne, V::kRows1, V::kId, Fr::zero()); });  // reads no column
  expect_bad([](Program& p) { p.sum(kOne, column(p), kOne, Fr::zero()); }, kSum);
  expect_bad([](Program& p) { p.sum(kOne, kOne, column(p), Fr::zero()); }, kSum);
  expect_bad([](Program& p) { p.sum(column(p), kOne, kOne, Fr::zero()); }, kSum);
  // A gate somewhere else is none.
  expect_bad([](Program& p) { p.sum(kOne, column(p), V::kRows1, Fr::zero()); }, kSum);
  expect_bad([](Program& p) { p.sum(V::kRows2, column(p), kOne, Fr::zero()); }, kSum);
  expect_bad([](Program& p) { p.sum(V::kRows4, column(p), kOne, Fr::zero()); }, kSum);
  expect_bad([](Program& p) { p.sum(V::kTableRows, column(p), kOne, Fr::zero()); }, kSum);
  expect_bad([](Program& p) { p.sum(AffineForm(V::kRows1) + kOne, column(p), kOne, Fr::zero()); }, kSum);
  expect_bad([](Program& p) { p.sum(AffineForm(V::kRows1) + AffineForm(V::kRows2), column(p), kOne, Fr::zero()); },
             kSum);
  expect_bad([](Program& p) { p.sum(AffineForm(V::kRows1) + column(p), column(p), kOne, Fr::zero()); }, kSum);
  expect_bad([](Program& p) { p.sum(V::kRows1, column(p), other_column(p), Fr::zero()); }, kSum);
}

TEST_F(Gates, OfConstraints) {
  expect_good([](Program& p) { p.constraint(V::kRows1, column(p), column(p) - kOne, kZero); });
  expect_bad([](Program& p) { p.constraint(kOne, column(p), kOne, kZero); }, kConstraint);
  expect_bad([](Program& p) { p.constraint(kOne, kOne, column(p), kZero); }, kConstraint);
  expect_bad([](Program& p) { p.constraint(kOne, kOne, kOne, column(p)); }, kConstraint);
  expect_bad([](Program& p) { p.constraint(V::kRows2, kOne, kOne, column(p)); }, kConstraint);
  expect_bad([](Program& p) { p.constraint(V::kRows1, V::kRows1, kOne, other_column(p) + column(p)); }, kConstraint);
}

TEST_F(Gates, OfFractions) {
  expect_good([](Program& p) { p.fraction(V::kRows1, kOne, p.denominator(3, {column(p)})); });
  expect_good([](Program& p) { p.fraction(kOne, V::kRows1, p.denominator(3, {column(p)})); });
  expect_good([](Program& p) { p.fraction(column(p), V::kRows1, p.denominator(3, {column(p, "2")})); });
  expect_bad([](Program& p) { p.fraction(kOne, kOne, p.denominator(3, {column(p)})); }, kFraction);
  expect_bad([](Program& p) { p.fraction(V::kRows2, kOne, p.denominator(3, {column(p)})); }, kFraction);
  expect_bad([](Program& p) { p.fraction(column(p), kOne, p.denominator(3, {kOne})); }, kFraction);
  expect_bad([](Program& p) { p.fraction(column(p), V::kRows2, p.denominator(3, {kOne})); }, kFraction);
  expect_bad(
      [](Program& p) {
        p.fraction(V::kRows1, kOne, p.denominator(3, {column(p), other_column(p)}));
      },
      kFraction);
  // Both tables are gated: the rows that both have.
  expect_good([](Program& p) {
    const AffineForm a = column(p), b = other_column(p);
    p.fraction(V::kRows1, V::kRows2, p.denominator(3, {a, b}));
  });
}

TEST_F(Gates, OfDenominatorsAlone) {
  const AffineForm outside = kOne - AffineForm(V::kRows1);
  expect_good([&](Program& p) { p.fraction(kZero, kZero, column(p) + outside); });
  expect_bad([](Program& p) { p.fraction(kZero, kZero, column(p) + kOne); }, kFraction);
  expect_bad([](Program& p) { p.fraction(kZero, kZero, column(p) + AffineForm(V::kRows2)); }, kFraction);
  expect_bad([](Program& p) { p.fraction(kZero, V::kRows1, column(p) + kOne); }, kFraction);
  expect_bad(
      [&](Program& p) {
        const AffineForm a = column(p), b = other_column(p);
        p.fraction(kZero, kZero, a + b + outside);
      },
      kFraction);
}

// "All rows but the first", and "all rows but the last".
TEST_F(Gates, OfNeighbours) {
  auto with_first_row = [](int gate, bool declared) {
    return [=](Program& p) {
      const AffineForm v = column(p);
      p.first_row();
      if (declared) p.declare_shifted(3, 1);
      p.fraction(AffineForm(row_gate(gate)) - p.delta0(), kOne, p.denominator(5, {v}));
    };
  };
  expect_good(with_first_row(1, false));
  expect_bad(with_first_row(2, false), kFraction);
  expect_bad(with_first_row(3, true), kFraction);
  auto shifted = [](int gate, int declared_gate, int declared_table) {
    return [=](Program& p) {
      const AffineForm v = column(p);
      p.declare_shifted(declared_gate, declared_table);
      p.fraction(-AffineForm(row_gate(gate)), kOne, p.denominator(5, {v}));
    };
  };
  expect_good(shifted(3, 3, 1));
  expect_bad(shifted(2, 3, 1), kFraction);
  expect_bad(shifted(2, 2, 1), "one row before");
  expect_bad(shifted(4, 4, 1), "one row before");
  expect_bad([](Program& p) { p.fraction(V::kRows3, kOne, p.denominator(5, {column(p)})); }, kFraction);
  // The first row of nothing is no gate.
  expect_bad(
      [](Program& p) {
        const AffineForm v = column(p);
        p.first_row();
        p.fraction(p.delta0(), kOne, p.denominator(5, {v}));
      },
      kFraction);
}

TEST_F(Gates, KindsOfColumnsComeInOrder) {
  expect_bad(
      [](Program& p) {
        p.public_column("a", {Fr::one()});
        column(p);
      },
      "comes too late");
  expect_bad(
      [](Program& p) {
        p.fresh("a", kRows);
        column(p);
      },
      "comes too late");
  expect_bad(
      [](Program& p) {
        p.fresh("a", kRows);
        p.public_column("b", {Fr::one()});
      },
      "comes too late");
  expect_good([](Program& p) {
    column(p);
    p.fresh("a", kRows);
    column(p);  // which there is already
  });
}

TEST_F(Gates, ColumnsFitTheCube) {
  // 2^4 rows of the range table and 4 of blinding.
  expect_good([](Program& p) { p.fresh("a", 16); });
  expect_bad([](Program& p) { p.fresh("a", 17); }, "longer than every table");
  expect_bad([](Program& p) { p.public_column("a", std::vector<Fr>(21)); }, "longer than every table");
}

TEST_F(Gates, LimitsAreThoseOfTheProof) {
  auto fresh = [](size_t count, bool looks) {
    return [=](Program& p) {
      for (size_t i = 0; i < count; ++i) p.fresh("f" + std::to_string(i), kRows);
      if (looks) p.look(V::kRows1, kOne, AffineForm::column(0));
    };
  };
  expect_good(fresh(8, false));  // and the mask
  expect_bad(fresh(9, false), "new columns");
  expect_good(fresh(7, true));  // and the range table
  expect_bad(fresh(8, true), "new columns");
  expect_bad([](Program& p) { p.public_column("a", std::vector<Fr>(4097)); }, "public values");
  auto slots = [](size_t fractions, size_t constraints, size_t sums) {
    return [=](Program& p) {
      for (size_t i = 0; i < fractions; ++i) p.fraction(kZero, kZero, kOne);
      for (size_t i = 0; i < constraints; ++i) p.constraint(kZero, kZero, kZero, kZero);
      for (size_t i = 0; i < sums; ++i) p.sum(kZero, kZero, kZero, Fr::zero());
    };
  };
  expect_good(slots(16, 8, 4));
  expect_bad(slots(17, 0, 0), "slots");
  expect_bad(slots(0, 9, 0), "slots");
  expect_bad(slots(0, 0, 5), "slots");
}

// 27: a program whose last sum carries is none that can be proved; the builder need not know.
TEST_F(Gates, ALastSumThatCarriesHasNoProof) {
  Program program(kClassT, {kRows}, Fr::from_u64(3), Fr::from_u64(5));
  for (int i = 0; i < 3; ++i) program.sum(kZero, kZero, kZero, Fr::zero());
  program.sum(V::kRows1, kOne, kOne, Fr::zero(), SumMode::kCarry);
  ASSERT_TRUE(program.finish().ok());
  EXPECT_EQ(program.mode_word(), 128u);
}

}  // namespace
}  // namespace zkp
