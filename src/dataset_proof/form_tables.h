/// The tables behind the forms of a program, on the prover's side: rows are computed from the columns block by block,
/// so that no form is ever in memory as a whole unless somebody keeps it. Source: dataset_proof specification 6.2, 6.3
/// and 15.2. Immutable; safe for concurrent use.
#pragma once

#include <span>
#include <vector>

#include "commit/private_column.h"
#include "statement/program.h"
#include "sumcheck/fraction_gkr.h"
#include "sumcheck/tailed_table.h"

namespace zkp {

class FormTables {
 public:
  /// `columns` in program order; they and the program must outlive it.
  FormTables(const Program& program, std::span<const PrivateColumn* const> columns)
      : program_(program), columns_(columns.begin(), columns.end()) {}

  const Program& program() const { return program_; }
  size_t rows() const { return size_t{1} << program_.mu(); }
  const PrivateColumn& column(size_t i) const { return *columns_[i]; }

  /// From this row on the form is its constant. All rows for a form with kId.
  size_t dense_rows(const AffineForm& form) const;

  /// The rows of one block of the columns, loaded when a form needs them. One thread.
  class Block {
   public:
    explicit Block(const FormTables& tables);
    /// REQUIRES: count <= kRows.
    void move_to(size_t begin, size_t count);
    /// out[i] <- row begin + i of the form.
    void evaluate(const AffineForm& form, Fr* out);

    static constexpr size_t kRows = 1024;

   private:
    const Fr* loaded(size_t column);

    const FormTables& tables_;
    size_t begin_ = 0, count_ = 0;
    std::vector<std::vector<Fr>> rows_;
    std::vector<bool> is_loaded_;
  };

  /// The whole table of a form, its dense rows in memory.
  TailedTable table(const AffineForm& form, TaskPool* pool) const;

 private:
  const Program& program_;
  std::vector<const PrivateColumn*> columns_;
};

/// The fraction slots as leaves: p = NA NB, q = DEN.
class SlotLeaves : public FractionLeaves {
 public:
  explicit SlotLeaves(const FormTables& tables);

  int row_variables() const override { return tables_.program().mu(); }
  size_t dense_rows(size_t slot) const override { return dense_[slot]; }
  Fr tail_p(size_t slot) const override { return tail_p_[slot]; }
  Fr tail_q(size_t slot) const override { return tail_q_[slot]; }
  void fill(size_t begin, size_t count, const std::array<Fr*, kFractionSlots>& p,
            const std::array<Fr*, kFractionSlots>& q) const override;

 private:
  const FormTables& tables_;
  std::array<size_t, kFractionSlots> dense_{};
  std::array<Fr, kFractionSlots> tail_p_, tail_q_;
};

}  // namespace zkp
