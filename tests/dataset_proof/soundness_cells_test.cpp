/// Every fresh column of every statement, changed in one row at a time: limbs, selectors, multiplicities, sorted
/// copies, gaps. What could be changed without harm would be a value that no check binds.
#include <set>

#include "dataset_proof/forge.h"

namespace zkp {
namespace {

using toy::Case;
using toy::CaseKind;
using toy::Dice;
using toy::Forgery;

/// Rows of the first table without any NULL: the limbs of a NULL row are free.
std::vector<bool> live_rows(const Case& of) {
  const PrivateTable view = of.tables[0]->view();
  std::vector<bool> out(of.tables[0]->entry().rows, true);
  for (const auto& [name, column] : view.columns) {
    if (!name.ends_with(kNullSuffix)) continue;
    for (size_t i = 0; i < out.size(); ++i) {
      if (column->integer(i) != 0) out[i] = false;
    }
  }
  return out;
}

/// The multiplicities of the range table as an honest prover counts them: the sum of the gates of all look-ups.
std::vector<uint32_t> counted(const Case& of) {
  std::vector<const EntryBody*> entries;
  for (const auto& table : of.tables) entries.push_back(&table->entry());
  const auto statement = read_statement(kClassT, of.statement, entries).value();
  const Program program = make_program(*statement, kClassT, Fr::one(), Fr::one()).value();
  const FreshColumns fresh = toy::honest_columns(kClassT, of).value();
  std::vector<PrivateTable> views;
  for (const auto& table : of.tables) views.push_back(table->view());
  auto cell = [&](const AffineForm& form, size_t row) {
    Fr out;
    for (const AffineForm::Term& term : form.terms()) {
      Fr value;
      if (term.is_virtual()) {
        const auto t = static_cast<int>(term.virtual_column());
        value = t == 0 ? Fr::one() : Fr::from_u64(row < program.rows_of(t) ? 1 : 0);
      } else {
        const ProgramColumn& column = program.columns()[term.column()];
        if (column.kind == ColumnKind::kNotarised) {
          value = views[column.entry].column(column.entry_column).at(row);
        } else {
          const PrivateColumn made(fresh.at(column.name));
          value = row < made.rows() ? made.at(row) : Fr::zero();
        }
      }
      out += term.coefficient * value;
    }
    return out;
  };
  std::vector<uint32_t> m(kClassT.table_rows());
  uint64_t rows = 0;
  for (const uint64_t n : program.rows()) rows = std::max(rows, n);
  for (const Program::Look& look : program.looks()) {
    for (size_t row = 0; row < rows; ++row) {
      if ((cell(look.gate, row) * cell(look.gate2, row)).is_zero()) continue;
      ++m.at(cell(look.value, row).to_limbs()[0]);
    }
  }
  return m;
}

bool looks_up(const Case& of) {
  std::vector<const EntryBody*> entries;
  for (const auto& table : of.tables) entries.push_back(&table->entry());
  const auto statement = read_statement(kClassT, of.statement, entries).value();
  return !make_program(*statement, kClassT, Fr::one(), Fr::one()).value().looks().empty();
}

class FreshCells : public testing::TestWithParam<CaseKind> {};

TEST_P(FreshCells, AreAllBound) {
  size_t changed = 0;
  for (uint64_t seed = 1; seed <= 2; ++seed) {
    Dice dice(seed * 77);
    const Case of = GetParam().make(dice, 5 + seed);
    SCOPED_TRACE(of.name + ", seed " + std::to_string(seed));
    FreshColumns fresh = toy::honest_columns(kClassT, of).value();
    if (looks_up(of)) {
      fresh.emplace("m", counted(of));
      toy::expect_accepted(of, [&](FreshColumns& columns) { columns = fresh; });
    }
    const std::vector<bool> live = live_rows(of);
    for (const auto& [name, values] : fresh) {
      const size_t rows = PrivateColumn(values).rows();
      for (int again = 0; again < 2 && rows > 0; ++again) {
        const int64_t by = dice.chance(2) ? 1 : -1;
        const size_t row = dice.below(rows);
        if (name != "m" && row < live.size() && !live[row]) continue;
        Forgery forgery{name + "[" + std::to_string(row) + "] + " + std::to_string(by), of, "", fresh};
        forgery.tamper = [&](FreshColumns& columns) { toy::elements_of(columns, name)[row] += to_field(by); };
        // With the multiplicities of before, or of the change.
        if (again != 0 && name != "m") forgery.fresh->erase("m");
        toy::expect_refused(forgery);
        ++changed;
      }
    }
  }
  // Statements without a fresh column have nothing to change.
  static const std::set<std::string> kNone = {"sums",       "unsigned_sums", "histogram", "non_member", "group_sums",
                                              "mean_floor", "covariance",    "knowledge", "shuffle"};
  EXPECT_EQ(changed == 0, kNone.contains(GetParam().name)) << changed;
}
INSTANTIATE_TEST_SUITE_P(Columns, FreshCells, testing::ValuesIn(toy::column_cases()),
                         [](const auto& tested) { return tested.param.name; });
INSTANTIATE_TEST_SUITE_P(Tables, FreshCells, testing::ValuesIn(toy::table_cases()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace zkp
