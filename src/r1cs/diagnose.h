/// Why a witness fails: the path of the constraint, its three sides and every value in it, for the one who writes a
/// circuit or owns the witness:
///
///   constraint rows[17].range.bit[3] does not hold: a = 5, b = 4, c = 0, where a = x, b = x - 1, c = 0; x = 5
///
/// **The text holds witness values, which are secrets.** Show it to the owner of the witness alone. Nothing in this
/// project calls these functions by itself, nor logs what they return; groth16_prove() names the constraint and stops
/// there. Costs nothing until it is called. Safe for concurrent use.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "r1cs/constraint_system.h"

namespace zkp {

struct Violation {
  struct Value {
    uint32_t variable;
    std::string name;  ///< as it was named, else "w" and the number
    Fr value;
  };

  size_t constraint = 0;
  std::string path;
  Fr a, b, c;  ///< the values of the three sides
  /// With matrices only: the sides as text, and the variables in them by increasing number, without the constant.
  std::string a_text, b_text, c_text;
  std::vector<Value> values;

  /// One line. Sides of more than 8 terms are cut short, and so are more than 16 variables.
  std::string describe() const;
};

/// The first `limit` violated constraints. With Synthesis::kWitness the sides have values and no variables are known;
/// run the circuit with kShapeAndWitness to see them. REQUIRES: cs.has_values().
std::vector<Violation> find_violations(const ConstraintSystem& cs, size_t limit = 1);

/// As cs.is_satisfied(), with Violation::describe() as the message. REQUIRES: cs.has_values().
Result<void> check_and_show_values(const ConstraintSystem& cs);

/// "5" and "-3" for small numbers, "0x..." for others.
std::string describe_value(const Fr& value);

}  // namespace zkp
