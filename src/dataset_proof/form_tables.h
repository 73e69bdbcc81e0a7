/// The tables behind the forms of a program, on the prover's side: rows are computed from the columns block by block,
/// so that no form is ever in memory as a whole unless somebody keeps it. Source: dataset_proof specification 6.2, 6.3
/// and 15.2. Immutable; safe for concurrent use.
#pragma once

#include <memory>
#include <optional>
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
  /// The same, and rows before it that are all equal because nothing but a gate of a table is open on them.
  LeafShape shape(const AffineForm& form) const;

  /// Rows before which a term may be anything but 0; a gate is 1 on all of them.
  struct Reach {
    uint64_t rows;
    bool is_gate;
  };
  Reach reach(const AffineForm::Term& term) const;

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
    /// A gate that is 1 on all rows of the block.
    bool is_open(const Reach& reach) const { return reach.is_gate && begin_ + count_ <= reach.rows; }

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
  /// `tables` must outlive it.
  explicit SlotLeaves(const FormTables& tables);

  int row_variables() const override { return tables_.program().mu(); }
  LeafShape p_shape(size_t slot) const override { return slots_[slot].p; }
  LeafShape q_shape(size_t slot) const override { return slots_[slot].q; }
  std::unique_ptr<Reader> reader() const override;

 private:
  class SlotReader;
  struct Slot {
    AffineForm numerator;          ///< NA NB, or NA where both have rows
    std::optional<AffineForm> by;  ///< NB where both have rows
    AffineForm denominator;
    LeafShape p, q;
  };
  const FormTables& tables_;
  std::array<Slot, kFractionSlots> slots_;
};

}  // namespace zkp
