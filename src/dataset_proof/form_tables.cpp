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

FormTables::Reach FormTables::reach(const AffineForm::Term& term) const {
  if (!term.is_virtual()) return {columns_[term.column()]->length(), false};
  switch (term.virtual_column()) {
    case V::kOne:
      break;
    case V::kRows1:
    case V::kRows2:
    case V::kRows3:
    case V::kRows4:
      return {program_.rows_of(static_cast<int>(term.virtual_column())), true};
    case V::kId:
      return {rows(), false};
    case V::kTable:
      return {program_.size_class().table_rows(), false};
    case V::kTableRows:
      return {program_.size_class().table_rows(), true};
  }
  return {0, false};
}

LeafShape FormTables::shape(const AffineForm& form) const {
  LeafShape out{0, form.constant(), 0, form.constant()};
  for (const AffineForm::Term& term : form.terms()) {
    const auto [reached, is_gate] = reach(term);
    const size_t end = std::min<size_t>(reached, rows());
    if (end == 0) continue;
    if (is_gate && (out.end == 0 || out.end == end)) {
      out.middle += term.coefficient;
      out.end = end;
    } else {
      out.dense = std::max(out.dense, end);
    }
  }
  // A form is its constant behind everything that it consists of.
  if (out.dense >= out.end) return LeafShape::of_rows(out.dense, out.tail);
  return out;
}

size_t FormTables::dense_rows(const AffineForm& form) const { return shape(form).end; }

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
  Fr constant = form.constant();
  for (const AffineForm::Term& term : form.terms()) {
    if (is_open(tables_.reach(term))) constant += term.coefficient;
  }
  if (combined == 0) {
    std::fill_n(out, count_, constant);
  } else {
    kernels.combine(rows.data(), factors.data(), combined, constant, out, count_);
  }
  // Columns in forms come by their numbers: what did not fit are the last ones.
  for (size_t i = form.terms().size(); further > 0; --i) {
    const AffineForm::Term& term = form.terms()[i - 1];
    if (begin_ >= tables_.columns_[term.column()]->length()) continue;
    kernels.add_scaled(loaded(term.column()), term.coefficient * tables_.columns_[term.column()]->scale(), out, count_);
    --further;
  }
  for (const AffineForm::Term& term : form.terms()) {
    const Reach reach = tables_.reach(term);
    if (!term.is_virtual() || is_open(reach)) continue;
    if (reach.is_gate) {
      add_below(reach.rows, term.coefficient, begin_, count_, out);
    } else {
      add_multiples_below(reach.rows, term.coefficient, begin_, count_, out);
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
    const FractionSlot& from = tables.program().fractions()[s];
    Slot& slot = slots_[s];
    slot.denominator = from.den;
    slot.q = tables.shape(from.den);
    if (from.nb.is_constant() || from.na.is_constant()) {
      slot.numerator = from.nb.is_constant() ? from.na * from.nb.constant() : from.nb * from.na.constant();
      slot.p = tables.shape(slot.numerator);
    } else {
      slot.numerator = from.na;
      slot.by = from.nb;
      slot.p = LeafShape::of_rows(std::max(tables.dense_rows(from.na), tables.dense_rows(from.nb)),
                                  from.na.constant() * from.nb.constant());
    }
  }
}

class SlotLeaves::SlotReader : public FractionLeaves::Reader {
 public:
  explicit SlotReader(const SlotLeaves& leaves) : leaves_(leaves), block_(leaves.tables_) {}

  void read(size_t begin, size_t count, const Pointers& p, const Pointers& q) override {
    block_.move_to(begin, count);
    for (size_t s = 0; s < kFractionSlots; ++s) {
      const Slot& slot = leaves_.slots_[s];
      if (q[s] != nullptr) block_.evaluate(slot.denominator, q[s]);
      if (p[s] == nullptr) continue;
      block_.evaluate(slot.numerator, p[s]);
      if (!slot.by) continue;
      block_.evaluate(*slot.by, factor_.data());
      multilinear_kernels().multiply(p[s], factor_.data(), p[s], count);
    }
  }

 private:
  const SlotLeaves& leaves_;
  FormTables::Block block_;
  std::vector<Fr> factor_ = std::vector<Fr>(kLeafBlock);
};

std::unique_ptr<FractionLeaves::Reader> SlotLeaves::reader() const { return std::make_unique<SlotReader>(*this); }

}  // namespace zkp
