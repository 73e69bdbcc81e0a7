#include "r1cs/diagnose.h"

#include <algorithm>

#include "base/encoding.h"

namespace zkp {
namespace {

constexpr size_t kShownTerms = 8;
constexpr size_t kShownValues = 16;

std::string describe_row(const SparseMatrix& matrix, size_t row, const ConstraintPaths& paths) {
  const auto variables = matrix.row_variables(row);
  const auto coefficients = matrix.row_coefficients(row);
  if (variables.empty()) return "0";
  std::string out;
  for (size_t i = 0; i < std::min(variables.size(), kShownTerms); ++i) {
    std::string coefficient = describe_value(coefficients[i]);
    const bool negative = coefficient[0] == '-';
    if (negative) coefficient.erase(0, 1);
    out += i == 0 ? (negative ? "-" : "") : (negative ? " - " : " + ");
    if (variables[i] == 0) {
      out += coefficient;
    } else {
      if (coefficient != "1") out += coefficient + " ";
      out += paths.describe_variable(variables[i]);
    }
  }
  if (variables.size() > kShownTerms)
    out += " + ... (" + std::to_string(variables.size() - kShownTerms) + " more terms)";
  return out;
}

void add_variables(Violation& violation, const ConstraintSystem& cs) {
  const R1cs& system = cs.r1cs();
  const size_t row = violation.constraint;
  violation.a_text = describe_row(system.a, row, cs.paths());
  violation.b_text = describe_row(system.b, row, cs.paths());
  violation.c_text = describe_row(system.c, row, cs.paths());
  std::vector<uint32_t> variables;
  for (const SparseMatrix* matrix : {&system.a, &system.b, &system.c})
    for (uint32_t variable : matrix->row_variables(row))
      if (variable != 0) variables.push_back(variable);
  std::ranges::sort(variables);
  variables.erase(std::unique(variables.begin(), variables.end()), variables.end());
  for (uint32_t variable : variables)
    violation.values.push_back({variable, cs.paths().describe_variable(variable), cs.assignment()[variable]});
}

}  // namespace

std::string describe_value(const Fr& value) {
  auto small = [](const Fr& v) -> std::optional<uint64_t> {
    const auto limbs = v.to_limbs();
    if ((limbs[1] | limbs[2] | limbs[3]) != 0) return std::nullopt;
    return limbs[0];
  };
  if (const auto positive = small(value)) return std::to_string(*positive);
  if (const auto negative = small(-value)) return "-" + std::to_string(*negative);
  return "0x" + hex_encode(value.to_bytes());
}

std::string Violation::describe() const {
  std::string out = "constraint " + path + " does not hold: a = " + describe_value(a) + ", b = " + describe_value(b) +
                    ", c = " + describe_value(c);
  if (a_text.empty()) return out;
  out += ", where a = " + a_text + ", b = " + b_text + ", c = " + c_text;
  for (size_t i = 0; i < std::min(values.size(), kShownValues); ++i)
    out += (i == 0 ? "; " : ", ") + values[i].name + " = " + describe_value(values[i].value);
  if (values.size() > kShownValues) out += " and " + std::to_string(values.size() - kShownValues) + " more variables";
  return out;
}

std::vector<Violation> find_violations(const ConstraintSystem& cs, size_t limit) {
  ZKP_CHECK(cs.has_values());
  std::vector<Violation> out;
  for (size_t i = 0; i < cs.constraint_count() && out.size() < limit; ++i) {
    if (cs.a_values()[i] * cs.b_values()[i] == cs.c_values()[i]) continue;
    Violation violation;
    violation.constraint = i;
    violation.path = cs.paths().describe(i);
    violation.a = cs.a_values()[i];
    violation.b = cs.b_values()[i];
    violation.c = cs.c_values()[i];
    if (cs.has_matrices()) add_variables(violation, cs);
    out.push_back(std::move(violation));
  }
  return out;
}

Result<void> check_and_show_values(const ConstraintSystem& cs) {
  const std::vector<Violation> found = find_violations(cs);
  if (!found.empty()) return Error(CryptoError::kUnsatisfied, found[0].describe());
  return {};
}

}  // namespace zkp
