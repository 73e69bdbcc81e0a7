#include "r1cs/check_circuit.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <unordered_map>

#include "hash/sha2.h"

namespace zkp {
namespace {

using Kind = CircuitFinding::Kind;

class Checker {
 public:
  Checker(const R1cs& system, const ConstraintPaths& paths)
      : system_(system), paths_(paths), uses_(system.variable_count), parent_(system.variable_count) {
    for (uint32_t v = 0; v < system.variable_count; ++v) parent_[v] = v;
  }

  std::vector<CircuitFinding> run() {
    for (uint32_t row = 0; row < system_.constraint_count(); ++row) read_row(row);
    find_unused_variables();
    find_unused_definitions();
    find_constant_constraints();
    find_duplicates();
    find_detached();
    std::ranges::stable_sort(findings_, {}, &CircuitFinding::kind);
    return std::move(findings_);
  }

 private:
  struct Use {
    uint32_t rows = 0;  ///< number of constraints that mention the variable
    uint32_t last_row = CircuitFinding::kNone;
    bool in_a = false, in_b = false, in_c = false;  ///< of the last row
  };

  void read_row(uint32_t row) {
    uint32_t first = 0;
    auto read = [&](const SparseMatrix& matrix, bool Use::*side) {
      for (uint32_t v : matrix.row_variables(row)) {
        if (v == 0) continue;
        Use& use = uses_[v];
        if (use.last_row != row) {
          use = {use.rows + 1, row, false, false, false};
          if (first == 0) first = v;
          parent_[root(v)] = root(first);
        }
        use.*side = true;
      }
    };
    read(system_.a, &Use::in_a);
    read(system_.b, &Use::in_b);
    read(system_.c, &Use::in_c);
  }

  void find_unused_variables() {
    for (uint32_t v = 1; v < system_.variable_count; ++v) {
      if (uses_[v].rows != 0) continue;
      const bool is_public = v <= system_.public_count;
      add(is_public ? Kind::kUnusedPublicInput : Kind::kUnusedVariable, v, CircuitFinding::kNone,
          std::string(is_public ? "public input " : "variable ") + paths_.describe_variable(v) +
              " is in no constraint");
    }
  }

  // In a row that mentions v and no other row does, v can be solved for if it occurs linearly with a factor that is
  // never zero: in C alone, or in one factor while the other factor is a constant.
  void find_unused_definitions() {
    for (uint32_t v = system_.public_count + 1; v < system_.variable_count; ++v) {
      const Use& use = uses_[v];
      if (use.rows != 1) continue;
      const bool solvable = (!use.in_a && !use.in_b) ||
                            (!use.in_b && !use.in_c && nonzero_constant(system_.b, use.last_row)) ||
                            (!use.in_a && !use.in_c && nonzero_constant(system_.a, use.last_row));
      if (solvable)
        add(Kind::kUnusedDefinition, v, use.last_row,
            "variable " + paths_.describe_variable(v) + " is in constraint " + paths_.describe(use.last_row) +
                " alone, which some value of it always satisfies");
    }
  }

  void find_constant_constraints() {
    for (uint32_t row = 0; row < system_.constraint_count(); ++row) {
      const auto a = constant(system_.a, row), b = constant(system_.b, row), c = constant(system_.c, row);
      std::optional<Fr> product;
      if ((a && a->is_zero()) || (b && b->is_zero())) product = Fr::zero();
      if (a && b) product = *a * *b;
      if (!product || !c) continue;
      const bool holds = *product == *c;
      add(holds ? Kind::kTrivialConstraint : Kind::kImpossibleConstraint, CircuitFinding::kNone, row,
          "constraint " + paths_.describe(row) + (holds ? " always holds" : " never holds"));
    }
  }

  void find_duplicates() {
    std::map<Digest, uint32_t> seen;
    for (uint32_t row = 0; row < system_.constraint_count(); ++row) {
      std::array<Digest, 3> sides = {digest(system_.a, row), digest(system_.b, row), digest(system_.c, row)};
      if (sides[1] < sides[0]) std::swap(sides[0], sides[1]);  // a b = b a
      const auto [at, is_new] = seen.emplace(sha256({sides[0], sides[1], sides[2]}), row);
      if (!is_new)
        add(Kind::kDuplicateConstraint, CircuitFinding::kNone, row,
            "constraint " + paths_.describe(row) + " says the same as " + paths_.describe(at->second));
    }
  }

  void find_detached() {
    struct Component {
      uint32_t variable = CircuitFinding::kNone, constraint = CircuitFinding::kNone;
      bool says_something = false;
    };
    std::unordered_map<uint32_t, Component> components;
    for (uint32_t v = system_.variable_count - 1; v >= 1; --v) {
      if (uses_[v].rows == 0) continue;
      Component& component = components[root(v)];
      component.variable = v;
      if (v <= system_.public_count) component.says_something = true;
    }
    for (uint32_t row = system_.constraint_count(); row-- > 0;) {
      const uint32_t v = any_variable(row);
      if (v == 0) continue;
      Component& component = components[root(v)];
      component.constraint = row;
      auto at_zero = [&](const SparseMatrix& m) { return one_coefficient(m, row); };
      if (!(at_zero(system_.a) * at_zero(system_.b) == at_zero(system_.c))) component.says_something = true;
    }
    std::vector<Component> found;
    for (const auto& [unused, component] : components)
      if (!component.says_something) found.push_back(component);
    std::ranges::sort(found, {}, &Component::variable);
    for (const Component& component : found)
      add(Kind::kDetached, component.variable, component.constraint,
          "variable " + paths_.describe_variable(component.variable) + " and everything that constraint " +
              paths_.describe(component.constraint) +
              " connects it with are connected to no public input, and zeros satisfy them");
  }

  Fr one_coefficient(const SparseMatrix& matrix, uint32_t row) const {
    const auto variables = matrix.row_variables(row);
    return !variables.empty() && variables[0] == 0 ? matrix.row_coefficients(row)[0] : Fr::zero();
  }
  std::optional<Fr> constant(const SparseMatrix& matrix, uint32_t row) const {
    const auto variables = matrix.row_variables(row);
    if (variables.empty()) return Fr::zero();
    if (variables.size() > 1 || variables[0] != 0) return std::nullopt;
    return matrix.row_coefficients(row)[0];
  }
  bool nonzero_constant(const SparseMatrix& matrix, uint32_t row) const {
    const auto value = constant(matrix, row);
    return value && !value->is_zero();
  }
  uint32_t any_variable(uint32_t row) const {
    for (const SparseMatrix* matrix : {&system_.a, &system_.b, &system_.c})
      for (uint32_t v : matrix->row_variables(row))
        if (v != 0) return v;
    return 0;
  }
  Digest digest(const SparseMatrix& matrix, uint32_t row) const {
    ByteWriter out;
    const auto variables = matrix.row_variables(row);
    const auto coefficients = matrix.row_coefficients(row);
    for (size_t i = 0; i < variables.size(); ++i) out.u32(variables[i]).raw(coefficients[i].to_bytes());
    return sha256(out.bytes());
  }

  uint32_t root(uint32_t v) {
    while (parent_[v] != v) v = parent_[v] = parent_[parent_[v]];
    return v;
  }
  void add(Kind kind, uint32_t variable, uint32_t constraint, std::string text) {
    findings_.push_back({kind, variable, constraint, std::move(text)});
  }

  const R1cs& system_;
  const ConstraintPaths& paths_;
  std::vector<Use> uses_;
  std::vector<uint32_t> parent_;  ///< union-find over variables that share a constraint
  std::vector<CircuitFinding> findings_;
};

using SparseRow = std::map<uint32_t, Fr>;

void add_scaled(SparseRow& row, const SparseRow& other, const Fr& factor) {
  for (const auto& [v, coefficient] : other) {
    Fr& entry = row[v];
    entry += factor * coefficient;
    if (entry.is_zero()) row.erase(v);
  }
}

SparseRow jacobian_row(const R1cs& system, uint32_t row, std::span<const Fr> z) {
  SparseRow out;
  auto add = [&](const SparseMatrix& matrix, const Fr& factor) {
    const auto variables = matrix.row_variables(row);
    const auto coefficients = matrix.row_coefficients(row);
    for (size_t i = 0; i < variables.size(); ++i)
      if (variables[i] > system.public_count) out[variables[i]] += factor * coefficients[i];
  };
  add(system.a, system.b.evaluate_row(row, z));
  add(system.b, system.a.evaluate_row(row, z));
  add(system.c, -Fr::one());
  std::erase_if(out, [](const auto& entry) { return entry.second.is_zero(); });
  return out;
}

// Rows with one variable left fix it; taking it out of the other rows leaves more such rows.
std::vector<bool> propagate(std::vector<SparseRow>& rows, uint32_t variable_count) {
  std::vector<std::vector<uint32_t>> rows_of(variable_count);
  std::vector<uint32_t> ready;
  for (uint32_t i = 0; i < rows.size(); ++i) {
    for (const auto& entry : rows[i]) rows_of[entry.first].push_back(i);
    if (rows[i].size() == 1) ready.push_back(i);
  }
  std::vector<bool> fixed(variable_count);
  while (!ready.empty()) {
    const uint32_t row = ready.back();
    ready.pop_back();
    if (rows[row].empty()) continue;
    const uint32_t v = rows[row].begin()->first;
    fixed[v] = true;
    for (uint32_t other : rows_of[v])
      if (rows[other].erase(v) == 1 && rows[other].size() == 1) ready.push_back(other);
  }
  return fixed;
}

}  // namespace

std::vector<CircuitFinding> check_circuit(const R1cs& system, const ConstraintPaths& paths) {
  ZKP_CHECK(paths.size() == system.constraint_count());
  return Checker(system, paths).run();
}

std::vector<uint32_t> locally_free_variables(const R1cs& system, std::span<const Fr> assignment) {
  ZKP_CHECK(assignment.size() == system.variable_count);
  std::vector<SparseRow> rows;
  for (uint32_t row = 0; row < system.constraint_count(); ++row) rows.push_back(jacobian_row(system, row, assignment));
  const std::vector<bool> fixed = propagate(rows, system.variable_count);

  // The reduced row echelon form of what is left: pivot variable -> the rest of its row, in free variables only.
  std::map<uint32_t, SparseRow> pivots;
  std::ranges::sort(rows, {}, [](const SparseRow& row) { return row.size(); });
  for (SparseRow& row : rows) {
    for (bool again = true; again;) {
      again = false;
      for (const auto& [v, coefficient] : row) {
        const auto pivot = pivots.find(v);
        if (pivot == pivots.end()) continue;
        const Fr factor = -Fr(coefficient);
        const uint32_t variable = v;
        add_scaled(row, pivot->second, factor);
        row.erase(variable);
        again = true;
        break;
      }
    }
    if (row.empty()) continue;
    const uint32_t variable = row.rbegin()->first;
    const Fr scale = row.rbegin()->second.inverse_var();
    row.erase(variable);
    for (auto& entry : row) entry.second *= scale;
    for (auto& [unused, other] : pivots) {
      const auto at = other.find(variable);
      if (at == other.end()) continue;
      const Fr factor = -at->second;
      other.erase(at);
      add_scaled(other, row, factor);
    }
    pivots.emplace(variable, std::move(row));
  }

  std::vector<uint32_t> out;
  for (uint32_t v = system.public_count + 1; v < system.variable_count; ++v) {
    if (fixed[v]) continue;
    const auto pivot = pivots.find(v);
    if (pivot == pivots.end() || !pivot->second.empty()) out.push_back(v);
  }
  return out;
}

}  // namespace zkp
