#include "dataset_proof/final_claim.h"

#include <algorithm>

#include "poly/multilinear.h"
#include "poly/multilinear_kernels.h"
#include "sumcheck/product_sumcheck.h"

namespace zkp {
namespace {

bool is_virtual(const AffineForm& form) {
  return std::ranges::all_of(form.terms(), [](const AffineForm::Term& term) { return term.is_virtual(); });
}

/// Collects the products of the sumcheck such that few tables are needed: products of a form of virtual columns (a row
/// gate) with other forms become one product with their sum, and everything linear one table.
class Terms {
 public:
  /// coefficient * product of the forms, with eq(z, x) or without.
  void add(const Fr& coefficient, std::vector<AffineForm> forms, bool with_eq) {
    Fr factor = coefficient;
    std::vector<AffineForm> variable;
    for (AffineForm& form : forms) {
      if (form.is_constant()) {
        factor *= form.constant();
      } else {
        variable.push_back(std::move(form));
      }
    }
    if (factor.is_zero()) return;
    Group& group = with_eq ? with_eq_ : plain_;
    if (variable.empty()) {
      group.linear += AffineForm(factor);
    } else if (variable.size() == 1) {
      group.linear.add_scaled(variable[0], factor);
    } else if (variable.size() == 2) {
      if (!is_virtual(variable[0])) std::swap(variable[0], variable[1]);
      group.add_pair(variable[0], variable[1], factor);
    } else {
      group.triples.push_back({factor, std::move(variable)});
    }
  }

  /// The terms over the tables of these forms.
  std::vector<AffineForm> make(std::vector<ProductTerm>& terms) {
    forms_.clear();
    for (const bool with_eq : {true, false}) {
      const Group& group = with_eq ? with_eq_ : plain_;
      if (!group.linear.is_zero()) terms.push_back({Fr::one(), {number_of(group.linear)}, with_eq});
      for (const auto& [gate, sum] : group.pairs) {
        if (!sum.is_zero()) terms.push_back({Fr::one(), {number_of(gate), number_of(sum)}, with_eq});
      }
      for (const auto& [factor, triple] : group.triples) {
        terms.push_back({factor, {number_of(triple[0]), number_of(triple[1]), number_of(triple[2])}, with_eq});
      }
    }
    return forms_;
  }

 private:
  struct Group {
    AffineForm linear;
    std::vector<std::pair<AffineForm, AffineForm>> pairs;  ///< a form, and the sum of what it is multiplied by
    std::vector<std::pair<Fr, std::vector<AffineForm>>> triples;

    void add_pair(const AffineForm& first, const AffineForm& second, const Fr& factor) {
      const auto at = std::ranges::find(pairs, first, &std::pair<AffineForm, AffineForm>::first);
      if (at == pairs.end()) {
        pairs.emplace_back(first, second * factor);
      } else {
        at->second.add_scaled(second, factor);
      }
    }
  };

  size_t number_of(const AffineForm& form) {
    const auto at = std::ranges::find(forms_, form);
    if (at != forms_.end()) return static_cast<size_t>(at - forms_.begin());
    forms_.push_back(form);
    return forms_.size() - 1;
  }

  Group with_eq_, plain_;
  std::vector<AffineForm> forms_;
};

/// Everything that the sumcheck is about. `of_slots`: eq(z, s) for each fraction slot.
Terms collect_terms(const Program& program, std::span<const Fr> of_slots, const Fr& lambda, const Fr& eta,
                    const Fr& theta) {
  Terms out;
  for (size_t s = 0; s < kFractionSlotCount; ++s) {
    const FractionSlot& slot = program.fractions()[s];
    out.add(of_slots[s], {slot.na, slot.nb}, true);
    out.add(of_slots[s] * lambda, {slot.den}, true);
  }
  Fr power = Fr::one();
  for (const ConstraintSlot& slot : program.constraints()) {
    power *= eta;
    out.add(power, {slot.k, slot.a, slot.b}, true);
    out.add(-power, {slot.k, slot.c}, true);
  }
  power = Fr::one();
  for (const SumSlot& slot : program.sums()) {
    power *= theta;
    out.add(power, {slot.k, slot.a, slot.b}, false);
  }
  return out;
}

/// column~(r) for every column.
std::vector<Fr> column_values(const FormTables& tables, std::span<const Fr> r, TaskPool* pool) {
  const MultilinearKernels& kernels = multilinear_kernels();
  constexpr size_t kVariables = 10;
  static_assert(size_t{1} << kVariables == FormTables::Block::kRows);
  const size_t variables = std::min(kVariables, r.size()), width = size_t{1} << variables;
  std::vector<Fr> low(width), high(tables.rows() / width);
  eq_table(r.first(variables), low);
  eq_table(r.subspan(variables), high, pool);
  const size_t columns = tables.program().columns().size();
  std::vector<Fr> out(columns);
  for (size_t c = 0; c < columns; ++c) {
    const PrivateColumn& column = tables.column(c);
    const size_t blocks = (column.length() + width - 1) / width;
    std::vector<Fr> parts(blocks);
    parallel_for(pool, blocks, 4, [&](size_t begin, size_t end) {
      std::vector<Fr> rows(width);
      for (size_t b = begin; b < end; ++b) {
        column.load(b * width, rows);
        parts[b] = kernels.inner_product(rows.data(), low.data(), width) * high[b];
      }
    });
    for (const Fr& part : parts) out[c] += part;
    out[c] *= column.scale();
  }
  return out;
}

std::array<Fr, kVirtualCount> virtual_values(const Program& program, std::span<const Fr> r) {
  std::array<Fr, kVirtualCount> out;
  auto at = [&](VirtualColumn t) -> Fr& { return out[static_cast<size_t>(t)]; };
  at(VirtualColumn::kOne) = Fr::one();
  for (int t = 1; t <= static_cast<int>(kTableCount); ++t) at(row_gate(t)) = eq_prefix_sum(r, program.rows_of(t));
  const auto limb_bits = static_cast<size_t>(program.size_class().limb_bits);
  Fr weight = Fr::one(), low, high = Fr::one();
  for (size_t k = 0; k < r.size(); ++k, weight = weight.doubled()) {
    at(VirtualColumn::kId) += r[k] * weight;
    if (k < limb_bits) low += r[k] * weight;
    if (k >= limb_bits) high *= Fr::one() - r[k];
  }
  at(VirtualColumn::kTableRows) = high;
  at(VirtualColumn::kTable) = low * high;
  return out;
}

}  // namespace

std::array<Fr, kSumSlotCount> slot_sums(const FormTables& tables, TaskPool* pool) {
  const MultilinearKernels& kernels = multilinear_kernels();
  constexpr size_t kRows = FormTables::Block::kRows;
  std::array<Fr, kSumSlotCount> out;
  for (size_t k = 0; k < kSumSlotCount; ++k) {
    const SumSlot& slot = tables.program().sums()[k];
    const Fr tail = slot.k.constant() * slot.a.constant() * slot.b.constant();
    const size_t dense = std::max({tables.dense_rows(slot.k), tables.dense_rows(slot.a), tables.dense_rows(slot.b)});
    const size_t blocks = (dense + kRows - 1) / kRows;
    std::vector<Fr> parts(blocks);
    parallel_for(pool, blocks, 1, [&](size_t begin, size_t end) {
      FormTables::Block block(tables);
      std::vector<Fr> of_k(kRows), of_a(kRows), of_b(kRows);
      for (size_t b = begin; b < end; ++b) {
        const size_t first = b * kRows, count = std::min(kRows, dense - first);
        block.move_to(first, count);
        block.evaluate(slot.k, of_k.data());
        block.evaluate(slot.a, of_a.data());
        block.evaluate(slot.b, of_b.data());
        kernels.multiply(of_k.data(), of_a.data(), of_k.data(), count);
        parts[b] = kernels.inner_product(of_k.data(), of_b.data(), count);
      }
    });
    for (const Fr& part : parts) out[k] += part;
    out[k] += tail * Fr::from_u64(tables.rows() - dense);
  }
  return out;
}

size_t final_claim_bytes(const FormTables& tables) {
  // Which forms there are does not depend on the challenges, but for unlucky ones.
  std::vector<Fr> of_slots;
  for (size_t s = 0; s < kFractionSlotCount; ++s) of_slots.push_back(Fr::from_u64(1009 + 2 * s));
  std::vector<ProductTerm> terms;
  size_t out = 0;
  for (const AffineForm& form :
       collect_terms(tables.program(), of_slots, Fr::from_u64(2003), Fr::from_u64(3001), Fr::from_u64(4001))
           .make(terms)) {
    out += tables.dense_rows(form) * sizeof(Fr);
  }
  return out;
}

FinalClaim prove_final_claim(const FormTables& tables, const FractionProof& fractions,
                             const std::array<Fr, kSumSlotCount>& sums, PoseidonSponge& transcript, TaskPool* pool) {
  const Program& program = tables.program();
  transcript.absorb2(sums[0], sums[1]).absorb2(sums[2], sums[3]);
  const Fr eta = transcript.s1(), theta = transcript.s2();
  const std::span<const Fr> z = fractions.z;
  std::vector<Fr> of_slots(kFractionSlotCount);
  eq_table(z.first(kSlotBits), of_slots);

  // Constraints add 0 to what the fractions and the sums claim.
  Fr claimed = fractions.p + fractions.lambda * fractions.q, power = Fr::one();
  for (const Fr& sum : sums) {
    power *= theta;
    claimed += power * sum;
  }
  std::vector<TailedTable> factors;
  std::vector<ProductTerm> terms;
  for (const AffineForm& form : collect_terms(program, of_slots, fractions.lambda, eta, theta).make(terms)) {
    factors.push_back(tables.table(form, pool));
  }
  ProductProof proof = prove_products(factors, terms, z.subspan(kSlotBits), transcript, pool);
  factors.clear();

  FinalClaim out{std::move(proof.rounds), std::move(proof.point), {}, proof.sum == claimed};
  const std::vector<Fr> of_columns = column_values(tables, out.r, pool);
  const std::array<Fr, kVirtualCount> of_virtuals = virtual_values(program, out.r);
  for (const AffineForm& form : program.forms()) {
    Fr value;
    for (const AffineForm::Term& term : form.terms()) {
      value += term.coefficient * (term.is_virtual() ? of_virtuals[static_cast<size_t>(term.virtual_column())]
                                                     : of_columns[term.column()]);
    }
    out.values.push_back(value);
  }
  return out;
}

}  // namespace zkp
