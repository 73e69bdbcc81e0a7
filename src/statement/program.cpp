#include "statement/program.h"

#include <algorithm>
#include <bit>

#include "commit/blinding.h"

namespace zkp {
namespace {

using V = VirtualColumn;

constexpr AffineForm::Key gate_key(int table) { return AffineForm::key_of(row_gate(table)); }

/// Rows that the cube has to hold besides the tables: those of the range table, and blinding behind everything.
uint64_t needed_rows(const RowCounts& rows, uint64_t table_rows) {
  uint64_t needed = table_rows;
  for (const uint64_t n : rows) needed = std::max(needed, n);
  return needed + kBlindingRows;
}

}  // namespace

void Program::fail(std::string message) {
  if (!error_) error_ = Error(StatementError::kSyntax, std::move(message));
}

NotarisedForms Program::notarised(const ColumnRef& column, int table) {
  if (rows_of(table) != column.body->rows) {
    fail("the rows of table " + std::to_string(table) + " are not those of the entry");
  }
  const std::string& name = column.name();
  NotarisedForms out{add_notarised(column.entry, name, table, column.body->rows), {}};
  if (column.nullable()) {
    out.is_null = add_notarised(column.entry, name + std::string(kNullSuffix), table, column.body->rows);
  }
  return out;
}

AffineForm Program::add_notarised(size_t entry, const std::string& name, int table, uint64_t rows) {
  const auto [at, is_new] = placed_.try_emplace({entry, name, table}, columns_.size());
  if (is_new) {
    if (!columns_.empty() && columns_.back().kind != ColumnKind::kNotarised) fail("a notarised column comes too late");
    ProgramColumn column(std::to_string(entry) + "." + name, ColumnKind::kNotarised, rows + kBlindingRows);
    column.entry = entry;
    column.entry_column = name;
    column.table = table;
    columns_.push_back(std::move(column));
  }
  return AffineForm::column(at->second);
}

AffineForm Program::public_column(std::string name, std::vector<Fr> values) {
  if (!columns_.empty() && columns_.back().kind == ColumnKind::kFresh) fail("a public column comes too late");
  ProgramColumn column(std::move(name), ColumnKind::kPublic, values.size());
  column.values = std::move(values);
  columns_.push_back(std::move(column));
  return AffineForm::column(columns_.size() - 1);
}

void Program::first_row() {
  delta0_column_ = columns_.size();
  delta0_ = public_column("delta0", {Fr::one()});
}

AffineForm Program::fresh(std::string name, uint64_t rows) {
  columns_.emplace_back(std::move(name), ColumnKind::kFresh, rows + kBlindingRows);
  return AffineForm::column(columns_.size() - 1);
}

AffineForm Program::denominator(uint64_t tag, std::span<const AffineForm> tuple) const {
  AffineForm out(beta_ - Fr::from_u64(tag));
  Fr power = Fr::one();
  for (const AffineForm& each : tuple) {
    power *= gamma_;
    out.add_scaled(each, -power);
  }
  return out;
}

void Program::fraction(AffineForm na, AffineForm nb, AffineForm den) {
  fractions_.push_back({std::move(na), std::move(nb), std::move(den)});
}

void Program::look(const AffineForm& gate, const AffineForm& gate2, const AffineForm& value) {
  constexpr uint64_t kRangeTag = 1;
  looks_.push_back({gate, gate2, value});
  fraction(gate, gate2, denominator(kRangeTag, {value}));
}

void Program::constraint(AffineForm k, AffineForm a, AffineForm b, AffineForm c) {
  constraints_.push_back({std::move(k), std::move(a), std::move(b), std::move(c)});
}

void Program::sum(AffineForm k, AffineForm a, AffineForm b, const Fr& target, SumMode mode) {
  sums_.push_back({std::move(k), std::move(a), std::move(b), target, mode});
}

// c CHI_t, c (CHI_t - delta0), or the gate of all rows but the last of table t.
bool Program::is_gate(const AffineForm& form, int table) const {
  std::vector<AffineForm::Key> keys;
  for (const AffineForm::Term& term : form.terms()) keys.push_back(term.key);
  if (delta0_column_ && std::ranges::count(keys, gate_key(table)) > 0) {
    std::erase(keys, static_cast<AffineForm::Key>(*delta0_column_));
  }
  if (keys.size() != 1) return false;
  if (keys[0] == gate_key(table)) return true;
  return std::ranges::any_of(
      shifted_, [&](const auto& shift) { return shift.second == table && keys[0] == gate_key(shift.first); });
}

template <class... Forms>
std::vector<int> Program::tables_of(const Forms&... forms) const {
  std::vector<int> out;
  auto add = [&](const AffineForm& form) {
    for (const AffineForm::Term& term : form.terms()) {
      if (!term.is_virtual() && columns_[term.column()].kind == ColumnKind::kNotarised) {
        out.push_back(columns_[term.column()].table);
      }
    }
  };
  (add(forms), ...);
  return out;
}

void Program::check_gates() {
  for (const auto& [shifted, table] : shifted_) {
    if (rows_of(shifted) + 1 != rows_of(table)) fail("a shifted gate does not end one row before its table");
  }
  for (const FractionSlot& slot : fractions_) {
    for (const int table : tables_of(slot.na, slot.nb, slot.den)) {
      const bool gated = slot.na.is_zero() || slot.nb.is_zero() ? !slot.den.coefficient(gate_key(table)).is_zero()
                                                                : is_gate(slot.na, table) || is_gate(slot.nb, table);
      if (!gated) fail("a fraction slot reads rows behind its table");
    }
  }
  for (const ConstraintSlot& slot : constraints_) {
    for (const int table : tables_of(slot.k, slot.a, slot.b, slot.c)) {
      if (!is_gate(slot.k, table)) fail("a constraint slot reads rows behind its table");
    }
  }
  for (const SumSlot& slot : sums_) {
    for (const int table : tables_of(slot.k, slot.a, slot.b)) {
      if (!is_gate(slot.k, table)) fail("a sum slot reads rows behind its table");
    }
  }
}

Result<void> Program::check_limits() const {
  auto refuse = [](std::string message) { return Error(StatementError::kSyntax, std::move(message)); };
  if (fresh_count() > kMaxFresh) {
    return refuse("the statement needs more than " + std::to_string(kMaxFresh) + " new columns")
        .with_hint("make two statements of it");
  }
  if (fractions_.size() > kFractionSlotCount || constraints_.size() > kConstraintSlotCount ||
      sums_.size() > kSumSlotCount) {
    return refuse("the statement needs more slots than a proof has").with_hint("make two statements of it");
  }
  if (placed_.size() > kMaxNotarised) {
    return refuse("the statement reads more than " + std::to_string(kMaxNotarised) + " notarised columns");
  }
  uint64_t cost = 0;
  for (const ProgramColumn& column : columns_) {
    if (column.values.size() > kMaxPublicRows) return refuse("the statement has too many public values");
    for (const Fr& value : column.values) cost += public_cost(value);
  }
  if (cost > kMaxPublicCost) return refuse("the public values of the statement take too long to verify");
  return {};
}

Result<void> Program::finish() {
  constexpr uint64_t kRangeTag = 1;
  if (!looks_.empty()) {
    const AffineForm m = fresh("m", size_class_.table_rows());
    fraction(-m, V::kTableRows, denominator(kRangeTag, {AffineForm(V::kTable)}));
  }
  columns_.emplace_back("mask", ColumnKind::kMask, 0);
  ZKP_TRY_VOID(check_limits());
  check_gates();

  auto too_many = [&](uint64_t rows) {
    return Error(StatementError::kTooManyRows, "a table of " + std::to_string(rows) +
                                                   " rows does not fit in proofs of class " +
                                                   std::string(size_class_.name));
  };
  for (const uint64_t n : rows_) {
    if (n > size_class_.max_rows()) return too_many(n);
  }
  const uint64_t needed = needed_rows(rows_, size_class_.table_rows());
  for (const ProgramColumn& column : columns_) {
    if (column.kind != ColumnKind::kMask && column.length > needed) fail("a column is longer than every table");
  }
  if (error_) return *error_;
  mu_ = std::max(size_class_.mu_min, static_cast<int>(std::bit_width(needed - 1)));
  if (mu_ > size_class_.mu_max) return too_many(*std::ranges::max_element(rows_));

  used_fractions_ = fractions_.size();
  fractions_.resize(kFractionSlotCount, {AffineForm::zero(), AffineForm::zero(), AffineForm::one()});
  constraints_.resize(kConstraintSlotCount);
  sums_.resize(kSumSlotCount);
  for (const FractionSlot& slot : fractions_) forms_.insert(forms_.end(), {slot.na, slot.nb, slot.den});
  for (const ConstraintSlot& slot : constraints_) forms_.insert(forms_.end(), {slot.k, slot.a, slot.b, slot.c});
  for (const SumSlot& slot : sums_) forms_.insert(forms_.end(), {slot.k, slot.a, slot.b});
  AffineForm knowledge = AffineForm::column(mask());
  Fr power = Fr::one();
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].kind != ColumnKind::kNotarised) continue;
    power *= gamma_;
    knowledge.add_scaled(AffineForm::column(i), power);
  }
  forms_.push_back(std::move(knowledge));
  ZKP_CHECK(forms_.size() == kFormCount);
  return {};
}

size_t Program::fresh_count() const {
  return static_cast<size_t>(std::ranges::count_if(
      columns_, [](const ProgramColumn& c) { return c.kind == ColumnKind::kFresh || c.kind == ColumnKind::kMask; }));
}

std::array<Fr, kSumSlotCount> Program::targets() const {
  std::array<Fr, kSumSlotCount> out;
  for (size_t k = 0; k < out.size(); ++k) out[k] = sums_[k].target;
  return out;
}

uint64_t Program::mode_word() const {
  uint64_t out = 0;
  for (size_t k = 0; k < sums_.size(); ++k) out |= static_cast<uint64_t>(sums_[k].mode) << (2 * k);
  return out;
}

FormWeights Program::weights(const Fr& rho) const {
  FormWeights out{std::vector<Fr>(columns_.size()), {}};
  Fr power = Fr::one();
  for (const AffineForm& form : forms_) {
    for (const AffineForm::Term& term : form.terms()) {
      Fr& weight =
          term.is_virtual() ? out.virtuals[static_cast<size_t>(term.virtual_column())] : out.columns[term.column()];
      weight += power * term.coefficient;
    }
    power *= rho;
  }
  return out;
}

const SizeClass* smallest_class(const RowCounts& rows) {
  for (const SizeClass* each : {&kClassS, &kClassL}) {
    const bool small = std::ranges::all_of(rows, [&](uint64_t n) { return n <= each->max_rows(); });
    if (small && needed_rows(rows, each->table_rows()) <= each->max_rows()) return each;
  }
  return nullptr;
}

uint64_t public_cost(const Fr& value) {
  const bool negative = value.is_lexicographically_largest();
  const LimbArray<4> magnitude = (negative ? -value : value).to_limbs();
  const auto bits = static_cast<uint64_t>(limbs::bit_length_var(magnitude));
  return std::max<uint64_t>(1, (bits + 7) / 8);
}

}  // namespace zkp
