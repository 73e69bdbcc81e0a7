#include "r1cs/constraint_system.h"

#include <memory>
#include <utility>

namespace zkp {

ConstraintSystem::ConstraintSystem(Synthesis what) : what_(what) {
  if (has_values()) assignment_.push_back(Fr::one());
}

ConstraintSystem::ConstraintSystem(const ConstraintSystem& whole, uint32_t first)
    : what_(whole.what_), whole_(&whole), known_before_(whole.system_.variable_count), first_(first) {
  system_.variable_count = first;
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
  ZKP_CHECK(whole_ == nullptr && system_.variable_count == system_.public_count + 1);
  ++system_.public_count;
  return next_variable(value);
}

Variable ConstraintSystem::alloc(const Fr& value) { return next_variable(value); }

Fr ConstraintSystem::value(const LinearCombination& lc) const {
  if (!has_values()) return Fr::zero();
  if (whole_ == nullptr) return lc.evaluate(assignment_);
  Fr sum;
  for (const LinearCombination::Term& term : lc.terms()) sum += term.coefficient * value_of(term.variable);
  return sum;
}

const Fr& ConstraintSystem::value_of(uint32_t variable) const {
  ZKP_CHECK(is_known(variable));
  return variable >= first_ ? assignment_[variable - first_] : whole_->value_of(variable);
}

bool ConstraintSystem::is_known(uint32_t variable) const {
  if (variable >= first_) return variable < system_.variable_count;
  return variable < known_before_ && whole_->is_known(variable);
}

void ConstraintSystem::repeat(size_t count, TaskPool* pool,
                              const std::function<void(ConstraintSystem& part, size_t i)>& body, Label label) {
  if (count == 0) return;
  const uint32_t first = system_.variable_count;
  auto make = [&](size_t i, uint32_t first_variable) {
    std::unique_ptr<ConstraintSystem> part(new ConstraintSystem(*this, first_variable));
    auto scope = part->scope(label.at(i));
    body(*part, i);
    return part;
  };
  std::vector<std::unique_ptr<ConstraintSystem>> parts(count);
  parts[0] = make(0, first);
  const uint32_t variables = parts[0]->variable_count() - first, constraints = parts[0]->constraint_count();
  ZKP_CHECK((UINT32_MAX - first) / count >= variables);
  parallel_for(pool, count - 1, 1, [&](size_t begin, size_t end) {
    for (size_t i = begin + 1; i < end + 1; ++i) { parts[i] = make(i, first + static_cast<uint32_t>(i) * variables); }
  });
  for (std::unique_ptr<ConstraintSystem>& part : parts) {
    ZKP_CHECK(part->variable_count() - part->first_ == variables && part->constraint_count() == constraints);
    append(std::move(*part));
    part.reset();
  }
}

void ConstraintSystem::append(ConstraintSystem&& part) {
  ZKP_CHECK(part.first_ == system_.variable_count);
  system_.variable_count = part.system_.variable_count;
  paths_.append(part.paths_);
  system_.a.append(part.system_.a);
  system_.b.append(part.system_.b);
  system_.c.append(part.system_.c);
  assignment_.insert(assignment_.end(), part.assignment_.begin(), part.assignment_.end());
  a_values_.insert(a_values_.end(), part.a_values_.begin(), part.a_values_.end());
  b_values_.insert(b_values_.end(), part.b_values_.begin(), part.b_values_.end());
  c_values_.insert(c_values_.end(), part.c_values_.begin(), part.c_values_.end());
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
  for (const LinearCombination* side : {&a, &b, &c}) {
    if (whole_ == nullptr) {
      ZKP_CHECK(side->terms().empty() || side->terms().back().variable < system_.variable_count);
    } else {
      for (const LinearCombination::Term& term : side->terms()) ZKP_CHECK(is_known(term.variable));
    }
  }
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
  ZKP_CHECK(has_values() && whole_ == nullptr);
  return assignment_;
}

const R1cs& ConstraintSystem::r1cs() const {
  ZKP_CHECK(has_matrices() && whole_ == nullptr);
  return system_;
}

R1cs ConstraintSystem::take_r1cs() && {
  ZKP_CHECK(has_matrices());
  return std::move(system_);
}

}  // namespace zkp
