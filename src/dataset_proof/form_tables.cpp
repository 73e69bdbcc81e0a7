#include "dataset_proof/form_tables.h"

#include <algorithm>

#include "poly/multilinear_kernels.h"

namespace zkp {
namespace {

using V = VirtualColumn;

static_assert(kFractionSlots == kFractionSlotCount && kFractionSlotBits == kSlotBits);
static_assert(FractionLeaves::kLeafBlock <= FormTables::Block::kRows);

/// out[i] += coefficient for begin + i < rows.
void add_below(uint64_t rows, const Fr& coefficient, size_t begin, size_t count, Fr* out) {
  const size_t end = rows > begin ? std::min<uint64_t>(count, rows - begin) : 0;
  for (size_t i = 0; i < end; ++i) out[i] += coefficient;
}
/// out[i] += coefficient (begin + i) for begin + i < rows.
void add_multiples_below(uint64_t rows, const Fr& coefficient, size_t begin, size_t count, Fr* out) {
  const size_t end = rows > begin ? std::min<uint64_t>(count, rows - begin) : 0;
  Fr multiple = coefficient * Fr::from_u64(begin);
  for (size_t i = 0; i < end; ++i, multiple += coefficient) out[i] += multiple;
}

}  // namespace

size_t FormTables::dense_rows(const AffineForm& form) const {
  size_t out = 0;
  for (const AffineForm::Term& term : form.terms()) {
    if (!term.is_virtual()) {
      out = std::max(out, columns_[term.column()]->length());
      continue;
    }
    switch (term.virtual_column()) {
      case V::kOne:
        break;
      case V::kRows1:
      case V::kRows2:
      case V::kRows3:
      case V::kRows4:
        out = std::max<size_t>(out, program_.rows_of(static_cast<int>(term.virtual_column())));
        break;
      case V::kId:
        out = rows();
        break;
      case V::kTable:
      case V::kTableRows:
        out = std::max<size_t>(out, program_.size_class().table_rows());
    }
  }
  return std::min(out, rows());
}

FormTables::Block::Block(const FormTables& tables)
    : tables_(tables), rows_(tables.columns_.size()), is_loaded_(tables.columns_.size()) {}

void FormTables::Block::move_to(size_t begin, size_t count) {
  ZKP_CHECK(count <= kRows);
  begin_ = begin;
  count_ = count;
  is_loaded_.assign(is_loaded_.size(), false);
}

const Fr* FormTables::Block::loaded(size_t column) {
  if (!is_loaded_[column]) {
    rows_[column].resize(kRows);
    tables_.columns_[column]->load(begin_, std::span(rows_[column]).first(count_));
    is_loaded_[column] = true;
  }
  return rows_[column].data();
}

void FormTables::Block::evaluate(const AffineForm& form, Fr* out) {
  const MultilinearKernels& kernels = multilinear_kernels();
  const Program& program = tables_.program_;
  const uint64_t table_rows = program.size_class().table_rows();
  std::array<const Fr*, MultilinearKernels::kMaxCombined> rows;
  std::array<Fr, MultilinearKernels::kMaxCombined> factors;
  size_t combined = 0, further = 0;
  for (const AffineForm::Term& term : form.terms()) {
    if (term.is_virtual() || begin_ >= tables_.columns_[term.column()]->length()) continue;
    if (combined == rows.size()) {
      ++further;
      continue;
    }
    rows[combined] = loaded(term.column());
    factors[combined++] = term.coefficient * tables_.columns_[term.column()]->scale();
  }
  if (combined == 0) {
    std::fill_n(out, count_, form.constant());
  } else {
    kernels.combine(rows.data(), factors.data(), combined, form.constant(), out, count_);
  }
  // Columns in forms come by their numbers: what did not fit are the last ones.
  for (size_t i = form.terms().size(); further > 0; --i) {
    const AffineForm::Term& term = form.terms()[i - 1];
    if (begin_ >= tables_.columns_[term.column()]->length()) continue;
    kernels.add_scaled(loaded(term.column()), term.coefficient * tables_.columns_[term.column()]->scale(), out, count_);
    --further;
  }
  for (const AffineForm::Term& term : form.terms()) {
    if (!term.is_virtual()) continue;
    switch (term.virtual_column()) {
      case V::kOne:
        break;
      case V::kRows1:
      case V::kRows2:
      case V::kRows3:
      case V::kRows4:
        add_below(program.rows_of(static_cast<int>(term.virtual_column())), term.coefficient, begin_, count_, out);
        break;
      case V::kId:
        add_multiples_below(tables_.rows(), term.coefficient, begin_, count_, out);
        break;
      case V::kTable:
        add_multiples_below(table_rows, term.coefficient, begin_, count_, out);
        break;
      case V::kTableRows:
        add_below(table_rows, term.coefficient, begin_, count_, out);
    }
  }
}

TailedTable FormTables::table(const AffineForm& form, TaskPool* pool) const {
  LargeVector<Fr> dense(dense_rows(form));
  const size_t blocks = (dense.size() + Block::kRows - 1) / Block::kRows;
  parallel_for(pool, blocks, 1, [&](size_t begin, size_t end) {
    Block block(*this);
    for (size_t b = begin; b < end; ++b) {
      const size_t first = b * Block::kRows;
      block.move_to(first, std::min(Block::kRows, dense.size() - first));
      block.evaluate(form, dense.data() + first);
    }
  });
  return TailedTable(rows(), std::move(dense), form.constant());
}

SlotLeaves::SlotLeaves(const FormTables& tables) : tables_(tables) {
  for (size_t s = 0; s < kFractionSlots; ++s) {
    const FractionSlot& slot = tables.program().fractions()[s];
    const bool has_numerator = !slot.na.is_zero() && !slot.nb.is_zero();
    dense_[s] = tables.dense_rows(slot.den);
    if (has_numerator) dense_[s] = std::max({dense_[s], tables.dense_rows(slot.na), tables.dense_rows(slot.nb)});
    tail_p_[s] = slot.na.constant() * slot.nb.constant();
    tail_q_[s] = slot.den.constant();
  }
}

void SlotLeaves::fill(size_t begin, size_t count, const std::array<Fr*, kFractionSlots>& p,
                      const std::array<Fr*, kFractionSlots>& q) const {
  const MultilinearKernels& kernels = multilinear_kernels();
  FormTables::Block block(tables_);
  block.move_to(begin, count);
  std::vector<Fr> factor(count);
  for (size_t s = 0; s < kFractionSlots; ++s) {
    if (dense_[s] == 0) continue;
    const FractionSlot& slot = tables_.program().fractions()[s];
    if (begin >= dense_[s]) {
      std::fill_n(p[s], count, tail_p_[s]);
      std::fill_n(q[s], count, tail_q_[s]);
      continue;
    }
    block.evaluate(slot.den, q[s]);
    if (slot.nb.is_constant()) {
      block.evaluate(slot.na * slot.nb.constant(), p[s]);
    } else if (slot.na.is_constant()) {
      block.evaluate(slot.nb * slot.na.constant(), p[s]);
    } else {
      block.evaluate(slot.na, p[s]);
      block.evaluate(slot.nb, factor.data());
      kernels.multiply(p[s], factor.data(), p[s], count);
    }
  }
}

}  // namespace zkp
