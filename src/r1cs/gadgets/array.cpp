#include "r1cs/gadgets/array.h"

#include <algorithm>

#include "r1cs/gadgets/select.h"

namespace zkp::gadgets {

bool is_constant(const LinearCombination& lc) { return lc.is_constant(); }

Fr constant_of(const LinearCombination& lc) {
  ZKP_CHECK(is_constant(lc));
  return lc.terms().empty() ? Fr::zero() : lc.terms()[0].coefficient;
}

std::vector<Bit> one_hot(ConstraintSystem& cs, const LinearCombination& index, size_t n, Label label) {
  ZKP_CHECK(n >= 1 && n < UINT32_MAX);
  auto scope = cs.scope(label);
  const Fr at = cs.value(index);
  std::vector<Bit> out;
  LinearCombination last = Fr::one();
  for (size_t i = 0; i < n; ++i) {
    LinearCombination bit = last;
    if (i + 1 < n) {
      bit = cs.alloc(at == Fr::from_u64(i) ? Fr::one() : Fr::zero());
      last -= bit;
    }
    cs.enforce(bit, index - Fr::from_u64(i), LinearCombination(), {"is", i});
    out.push_back(Bit::assume(std::move(bit)));
  }
  return out;
}

LinearCombination pick(ConstraintSystem& cs, std::span<const Bit> hot, std::span<const LinearCombination> values,
                       Label label) {
  ZKP_CHECK(hot.size() == values.size() && !hot.empty());
  LinearCombination sum;
  if (std::ranges::all_of(values, is_constant)) {
    for (size_t i = 0; i < hot.size(); ++i) sum.add_scaled(hot[i].lc(), constant_of(values[i]));
    return sum;
  }
  auto scope = cs.scope(label);
  Fr value;
  for (size_t i = 0; i < hot.size(); ++i)
    if (cs.value(hot[i].lc()).is_one()) value = cs.value(values[i]);
  const LinearCombination out = cs.alloc(value);
  for (size_t i = 0; i < hot.size(); ++i) cs.enforce(hot[i].lc(), values[i] - out, LinearCombination(), {"value", i});
  return out;
}

LinearCombination read_at(ConstraintSystem& cs, std::span<const LinearCombination> values,
                          const LinearCombination& index, Label label) {
  auto scope = cs.scope(label);
  return pick(cs, one_hot(cs, index, values.size(), "index"), values, "pick");
}

std::vector<LinearCombination> write_at(ConstraintSystem& cs, std::span<const LinearCombination> values,
                                        const LinearCombination& index, const LinearCombination& value, Label label) {
  auto scope = cs.scope(label);
  const std::vector<Bit> hot = one_hot(cs, index, values.size(), "index");
  std::vector<LinearCombination> out;
  for (size_t i = 0; i < values.size(); ++i) out.push_back(select(cs, hot[i], value, values[i], {"element", i}));
  return out;
}

}  // namespace zkp::gadgets
