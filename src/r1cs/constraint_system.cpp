#include "r1cs/constraint_system.h"

namespace zkp {

ConstraintSystem::ConstraintSystem(Synthesis what) : what_(what) {
  if (has_values()) assignment_.push_back(Fr::one());
}

ConstraintSystem::~ConstraintSystem() {
  for (std::vector<Fr>* values : {&assignment_, &a_values_, &b_values_, &c_values_})
    wipe(values->data(), values->size() * sizeof(Fr));
}

Variable ConstraintSystem::next_variable(const Fr& value) {
  ZKP_CHECK(system_.variable_count < UINT32_MAX);
  if (has_values()) assignment_.push_back(value);
  return {system_.variable_count++};
}

Variable ConstraintSystem::alloc_public(const Fr& value) {
  ZKP_CHECK(system_.variable_count == system_.public_count + 1);
  ++system_.public_count;
  return next_variable(value);
}

Variable ConstraintSystem::alloc(const Fr& value) { return next_variable(value); }

Fr ConstraintSystem::value(const LinearCombination& lc) const {
  return has_values() ? lc.evaluate(assignment_) : Fr::zero();
}

LinearCombination ConstraintSystem::shortened(LinearCombination lc) const {
  if (has_matrices()) return lc;
  return lc.is_constant() ? lc : LinearCombination::standing_for_variables(value(lc));
}

void ConstraintSystem::enforce(const LinearCombination& a, const LinearCombination& b, const LinearCombination& c,
                               Label label) {
  const Fr of_a = value(a);
  record(a, b, c, {of_a, &a == &b ? of_a : value(b), value(c)}, label);
}

void ConstraintSystem::record(const LinearCombination& a, const LinearCombination& b, const LinearCombination& c,
                              const Sides& values, Label label) {
  for (const LinearCombination* side : {&a, &b, &c})
    ZKP_CHECK(side->terms().empty() || side->terms().back().variable < system_.variable_count);
  paths_.add(label);
  if (has_matrices()) {
    system_.a.add_row(a);
    system_.b.add_row(b);
    system_.c.add_row(c);
  }
  if (has_values()) {
    a_values_.push_back(values.a);
    b_values_.push_back(values.b);
    c_values_.push_back(values.c);
  }
}

void ConstraintSystem::enforce_zero(const LinearCombination& a, Label label) {
  enforce(a, Variable::one(), LinearCombination(), label);
}

Variable ConstraintSystem::mul(const LinearCombination& a, const LinearCombination& b, Label label) {
  const Fr of_a = value(a), of_b = &a == &b ? of_a : value(b), of_product = of_a * of_b;
  const Variable product = alloc(of_product);
  record(a, b, product, {of_a, of_b, of_product}, label);
  return product;
}

Result<void> ConstraintSystem::is_satisfied() const {
  ZKP_CHECK(has_values());
  for (size_t i = 0; i < a_values_.size(); ++i)
    if (!(a_values_[i] * b_values_[i] == c_values_[i]))
      return Error(CryptoError::kUnsatisfied, "constraint " + paths_.describe(i) + " does not hold");
  return {};
}

std::span<const Fr> ConstraintSystem::assignment() const {
  ZKP_CHECK(has_values());
  return assignment_;
}

const R1cs& ConstraintSystem::r1cs() const {
  ZKP_CHECK(has_matrices());
  return system_;
}

R1cs ConstraintSystem::take_r1cs() && {
  ZKP_CHECK(has_matrices());
  return std::move(system_);
}

}  // namespace zkp
