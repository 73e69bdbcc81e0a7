/// A static check of a circuit: parts of it that cannot do what their author meant, whatever the witness.
///
/// Every finding is a fact about the matrices, so there are no false alarms: each names something that could be left
/// out without changing what a proof says. Silence proves nothing: whether the constraints are enough is a question of
/// mathematics that this check does not answer. Run locally_free_variables() on a few witnesses too.
///
/// Safe for concurrent use.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "r1cs/r1cs.h"

namespace zkp {

struct CircuitFinding {
  enum class Kind : uint8_t {
    kUnusedPublicInput,  ///< in no constraint: bound to the proof by Groth16, and nothing is said about it
    kUnusedVariable,     ///< a private variable in no constraint
    kUnusedDefinition,   ///< a private variable that one constraint defines and nothing uses: the constraint always
                         ///< holds for some value of it. A result that was computed and never compared ends like this
    kTrivialConstraint,  ///< holds for every assignment
    kImpossibleConstraint,  ///< holds for no assignment
    kDuplicateConstraint,   ///< an earlier constraint says the same
    kDetached,              ///< constraints that share no variable with a public input, directly or through others, and
                            ///< hold when everything in them is zero: they prove nothing
  };
  static constexpr uint32_t kNone = UINT32_MAX;

  Kind kind;
  uint32_t variable = kNone;    ///< of kDetached: the first variable of the component
  uint32_t constraint = kNone;  ///< of kDetached: the first constraint
  std::string text;             ///< one sentence for a person
};

/// In the order of Kind, then by number. REQUIRES: paths.size() == system.constraint_count().
std::vector<CircuitFinding> check_circuit(const R1cs& system, const ConstraintPaths& paths);

/// Private variables that can be changed, to first order, so that every constraint still holds while the public inputs
/// stay: those with a non-zero entry in some vector of the kernel of the Jacobian
///   J_{i,v} = A_{iv} (B z)_i + (A z)_i B_{iv} - C_{iv}      over private v, at the satisfying assignment z.
/// Changes of several variables at once are seen, which no test that changes one at a time can do. Empty: the witness
/// is an isolated point, which is what a gadget with pinned inputs should be. Not empty: the circuit has freedom there,
/// as a circuit with a secret of the prover's choice does by design, or z is a singular point (x * x = 0 at x = 0).
/// Other, distant solutions are not seen (x * x = 4 has two, each isolated).
///
/// Linear time where each constraint determines one more variable; what is left goes through Gaussian elimination,
/// cubic in the worst case. Not constant-time: for tests. REQUIRES: assignment.size() == variable_count.
std::vector<uint32_t> locally_free_variables(const R1cs& system, std::span<const Fr> assignment);

}  // namespace zkp
