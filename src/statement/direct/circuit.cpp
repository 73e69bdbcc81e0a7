#include "statement/direct/circuit.h"

#include "r1cs/gadgets/poseidon.h"
#include "r1cs/gadgets/range.h"
#include "statement/direct/commitment.h"
#include "statement/direct/public_inputs.h"

namespace zkp {
namespace {

static_assert(direct_constraint_count(kDirectSmallCapacity) < 1 << 14);
static_assert(direct_constraint_count(kDirectLargeCapacity) < 1 << 18);

struct PublicVariables {
  Variable binding, commitment, rows, disclose, sum_u, a, b;
};

struct Row {
  Variable u, selector;
};

PublicVariables alloc_public(ConstraintSystem& cs, const std::array<Fr, 7>& values) {
  PublicVariables out;
  size_t next = 0;
  for (Variable* variable : {&out.binding, &out.commitment, &out.rows, &out.disclose, &out.sum_u, &out.a, &out.b})
    *variable = cs.alloc_public(values[next++]);
  return out;
}

void constrain_row(ConstraintSystem& cs, const PublicVariables& pub, const Row& row, const Row* previous) {
  const LinearCombination one = Variable::one();
  const LinearCombination u = row.u, selector = row.selector;
  gadgets::Bit::enforce(cs, selector, "selector");
  if (previous != nullptr) cs.enforce(selector, one - previous->selector, LinearCombination(), "ordered");
  cs.enforce(one - selector, u, LinearCombination(), "padding");
  gadgets::product_to_bits(cs, selector, u - pub.a, 64, "at_least");
  gadgets::product_to_bits(cs, selector, LinearCombination(pub.b) - u, 64, "at_most");
}

// The sponge of commit_column.
LinearCombination commitment(ConstraintSystem& cs, const PublicVariables& pub, Variable salt,
                             const std::vector<Row>& rows) {
  const Fr two_to_64 = Fr::from_limbs_reduce({0, 1});
  std::vector<LinearCombination> packed;
  for (size_t i = 0; i < rows.size(); i += 3) {
    LinearCombination element;
    Fr weight = Fr::one();
    for (size_t k = i; k < std::min(i + 3, rows.size()); ++k) {
      element.add_scaled(rows[k].u, weight);
      weight *= two_to_64;
    }
    packed.push_back(std::move(element));
  }
  gadgets::PoseidonSponge sponge(kColumnTag);
  sponge.absorb2(cs, pub.rows, salt, "salt");
  for (size_t i = 0; i < packed.size(); i += 2)
    sponge.absorb2(cs, packed[i], i + 1 < packed.size() ? packed[i + 1] : LinearCombination(), {"values", i / 2});
  return sponge.s1();
}

}  // namespace

void direct_circuit(ConstraintSystem& cs, uint32_t capacity, const DirectAssignment& values) {
  ZKP_CHECK(capacity == kDirectSmallCapacity || capacity == kDirectLargeCapacity);
  ZKP_CHECK(values.u.size() <= capacity && values.selectors.size() <= capacity);
  auto at = [](const std::vector<Fr>& list, size_t i) { return i < list.size() ? list[i] : Fr::zero(); };
  const PublicVariables pub = alloc_public(cs, values.public_inputs);
  const Variable salt = cs.alloc(values.salt);
  std::vector<Row> rows(capacity);
  for (size_t i = 0; i < capacity; ++i) {
    rows[i].u = cs.alloc(at(values.u, i));
    rows[i].selector = cs.alloc(at(values.selectors, i));
  }

  LinearCombination count, sum;
  for (size_t i = 0; i < capacity; ++i) {
    auto scope = cs.scope({"rows", i});
    constrain_row(cs, pub, rows[i], i == 0 ? nullptr : &rows[i - 1]);
    count += rows[i].selector;
    sum += rows[i].u;
  }
  cs.enforce_zero(count - pub.rows, "count");
  cs.enforce(pub.disclose, sum - pub.sum_u, LinearCombination(), "sum");
  auto scope = cs.scope("commitment");
  cs.enforce_zero(commitment(cs, pub, salt, rows) - pub.commitment, "opened");
  ZKP_CHECK(cs.constraint_count() == direct_constraint_count(capacity));
}

R1cs direct_r1cs(uint32_t capacity) {
  ConstraintSystem cs(Synthesis::kShape);
  direct_circuit(cs, capacity, {});
  return std::move(cs).take_r1cs();
}

}  // namespace zkp
