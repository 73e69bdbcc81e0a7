/// What a statement compiles to: affine forms of committed, public and virtual columns in the fixed slots of the wrap
/// circuit. Both sides build it from public data and the challenges beta and gamma; nothing of the statement is inside
/// the circuit.
///
///   fraction slot    sum over all slots and rows of NA(x) NB(x) / DEN(x) = 0, and every DEN(x) != 0
///   constraint slot  K(x) (A(x) B(x) - C(x)) = 0 on every row
///   sum slot         S = sum_x K(x) A(x) B(x), plus what the slot before carries, is T (or exceeds T by less than
///   2^64)
///
/// The builder keeps the first mistake and finish() reports it: above all a slot that reads a notarised column without
/// the row gate of the column's own table (specification 6.1). Source: dataset_proof specification, section 6.
/// Part of the verifier. One thread at a time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/result.h"
#include "statement/entry_body.h"
#include "statement/form.h"
#include "statement/size_class.h"

namespace zkp {

enum class ColumnKind : uint8_t { kNotarised, kPublic, kFresh, kMask };

struct ProgramColumn {
  std::string name;
  ColumnKind kind;
  uint64_t length;  ///< rows and, where private, blinding rows
  /// kNotarised: position of the entry, name in it, and the table whose gate it has (1..4).
  size_t entry = 0;
  std::string entry_column;
  int table = 0;
  /// kPublic.
  std::vector<Fr> values;

  ProgramColumn(std::string column_name, ColumnKind column_kind, uint64_t column_length)
      : name(std::move(column_name)), kind(column_kind), length(column_length) {}
};

struct FractionSlot {
  AffineForm na, nb, den;
};
struct ConstraintSlot {
  AffineForm k, a, b, c;
};
enum class SumMode : uint8_t { kExact = 0, kAtLeast = 1, kCarry = 2 };
struct SumSlot {
  AffineForm k, a, b;
  Fr target;
  SumMode mode = SumMode::kExact;
};

/// A column of an entry, as statements name it.
struct ColumnRef {
  size_t entry = 0;
  const EntryBody* body = nullptr;
  const EntryColumn* column = nullptr;

  const std::string& name() const { return column->name; }
  bool nullable() const { return column->nullable; }
  ColumnType type() const { return column->type; }
};

/// A notarised column in a program: its values, and its null flags where it is nullable.
struct NotarisedForms {
  AffineForm value;
  std::optional<AffineForm> is_null;

  /// 1 on rows that are not NULL.
  AffineForm live() const { return is_null ? AffineForm::one() - *is_null : AffineForm::one(); }
};

/// What the forms of a program weigh when they are combined with powers of rho.
struct FormWeights {
  std::vector<Fr> columns;
  std::array<Fr, kVirtualCount> virtuals;
};

class Program {
 public:
  static constexpr size_t kMaxFresh = 9;
  static constexpr size_t kMaxNotarised = 64;
  static constexpr size_t kMaxPublicRows = 4096;
  static constexpr uint64_t kMaxPublicCost = 8192;

  Program(const SizeClass& size_class, const RowCounts& rows, const Fr& beta, const Fr& gamma)
      : size_class_(size_class), rows_(rows), beta_(beta), gamma_(gamma) {}

  const SizeClass& size_class() const { return size_class_; }
  const RowCounts& rows() const { return rows_; }
  uint64_t rows_of(int table) const { return rows_[static_cast<size_t>(table) - 1]; }
  const Fr& beta() const { return beta_; }
  const Fr& gamma() const { return gamma_; }

  // ---- columns, in this order: notarised, public, fresh
  NotarisedForms notarised(const ColumnRef& column, int table);
  AffineForm public_column(std::string name, std::vector<Fr> values);
  /// delta0, 1 in row 0, which adjacency() needs.
  void first_row();
  const AffineForm& delta0() const { return delta0_; }
  AffineForm fresh(std::string name, uint64_t rows);

  // ---- slots
  /// beta - (tag + gamma t_1 + gamma^2 t_2 + ...)
  AffineForm denominator(uint64_t tag, std::span<const AffineForm> tuple) const;
  AffineForm denominator(uint64_t tag, std::initializer_list<AffineForm> tuple) const {
    return denominator(tag, std::span(tuple.begin(), tuple.size()));
  }
  void fraction(AffineForm na, AffineForm nb, AffineForm den);
  /// value is in [0, 2^w) on the rows where gate * gate2 is 1.
  void look(const AffineForm& gate, const AffineForm& gate2, const AffineForm& value);
  void constraint(AffineForm k, AffineForm a, AffineForm b, AffineForm c);
  void sum(AffineForm k, AffineForm a, AffineForm b, const Fr& target, SumMode mode = SumMode::kExact);
  /// The gate of table `shifted` opens on all rows of table `table` but the last.
  void declare_shifted(int shifted, int table) { shifted_[shifted] = table; }

  /// Adds the range table and the mask and fixes the size of the cube. Errors: StatementError::kSyntax for a program
  /// that breaks a rule or a limit, kTooManyRows for tables that the class does not hold.
  Result<void> finish();

  // ---- after finish()
  std::span<const ProgramColumn> columns() const { return columns_; }
  size_t mask() const { return columns_.size() - 1; }
  /// Of the cube: 2^mu rows.
  int mu() const { return mu_; }
  size_t fresh_count() const;  ///< with the mask
  std::span<const FractionSlot> fractions() const { return fractions_; }
  std::span<const ConstraintSlot> constraints() const { return constraints_; }
  std::span<const SumSlot> sums() const { return sums_; }
  size_t used_fractions() const { return used_fractions_; }
  /// kFormCount of them: slots in order, then the mask plus all notarised columns with powers of gamma.
  const std::vector<AffineForm>& forms() const { return forms_; }
  std::array<Fr, kSumSlotCount> targets() const;
  /// sum_k mode_k 4^k
  uint64_t mode_word() const;
  FormWeights weights(const Fr& rho) const;

  struct Look {
    AffineForm gate, gate2, value;
  };
  std::span<const Look> looks() const { return looks_; }

 private:
  void fail(std::string message);
  AffineForm add_notarised(size_t entry, const std::string& name, int table, uint64_t rows);
  bool is_gate(const AffineForm& form, int table) const;
  void check_gates();
  template <class... Forms>
  std::vector<int> tables_of(const Forms&... forms) const;
  Result<void> check_limits() const;

  const SizeClass& size_class_;
  RowCounts rows_;
  Fr beta_, gamma_;
  std::vector<ProgramColumn> columns_;
  std::map<std::tuple<size_t, std::string, int>, size_t> placed_;  ///< notarised columns
  std::vector<FractionSlot> fractions_;
  std::vector<ConstraintSlot> constraints_;
  std::vector<SumSlot> sums_;
  std::vector<Look> looks_;
  std::map<int, int> shifted_;
  AffineForm delta0_;
  std::optional<size_t> delta0_column_;
  std::optional<Error> error_;
  std::vector<AffineForm> forms_;
  size_t used_fractions_ = 0;
  int mu_ = 0;
};

/// The class of a program with these row counts, or nothing when there is none: not a choice of the prover
/// (specification, section 5).
const SizeClass* smallest_class(const RowCounts& rows);

/// The integer of smallest magnitude that the element stands for takes so many bytes, at least 1: what a public value
/// costs a verifier.
uint64_t public_cost(const Fr& value);

}  // namespace zkp
