/// Builds a rank-1 constraint system and its witness with one and the same function, so that the two cannot disagree:
///
///   void circuit(ConstraintSystem& cs, const Inputs& in) {
///     const Variable root = cs.alloc_public(in.root);       // public inputs first
///     const Variable x = cs.alloc(in.x);                    // then private variables
///     auto scope = cs.scope({"rows", 17});
///     cs.enforce(x, x, root, "square");                     // x * x = root, named "rows[17].square"
///   }
///
/// With Synthesis::kShape the values given are ignored and may be zeros; with kWitness the matrices are not kept, only
/// the assignment and, per constraint, the values of its three sides, which is what a prover needs. The shape must not
/// depend on values. One object: one thread at a time. Not constant-time beyond the arithmetic of Fr.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "base/task_pool.h"
#include "r1cs/linear_combination.h"
#include "r1cs/paths.h"
#include "r1cs/r1cs.h"

namespace zkp {

enum class Synthesis : uint8_t { kShape, kWitness, kShapeAndWitness };

class ConstraintSystem {
 public:
  explicit ConstraintSystem(Synthesis what);
  /// Runs build(*this), so that a function can return a system that is filled already.
  template <class Build>
  ConstraintSystem(Synthesis what, Build&& build) : ConstraintSystem(what) {
    build(*this);
  }
  ConstraintSystem(const ConstraintSystem&) = delete;
  ConstraintSystem& operator=(const ConstraintSystem&) = delete;
  /// The assignment holds secrets: the final vectors are wiped (what they outgrew is not).
  ~ConstraintSystem();

  bool has_values() const { return what_ != Synthesis::kShape; }
  bool has_matrices() const { return what_ != Synthesis::kWitness; }

  /// REQUIRES: no private variable was allocated before.
  Variable alloc_public(const Fr& value);
  Variable alloc(const Fr& value);
  /// Zero without values.
  Fr value(const LinearCombination& lc) const;
  /// The same combination, to be used in its place from here on: where no matrices are made, the constant that it has
  /// as its value. A circuit that carries long combinations along (the state of a hash) is thus evaluated in the time
  /// of its variables, not of its matrices. The value then lies in the combination's memory, which is not wiped.
  LinearCombination shortened(LinearCombination lc) const;

  /// a * b = c
  void enforce(const LinearCombination& a, const LinearCombination& b, const LinearCombination& c, Label label);
  /// a = 0, as a * 1 = 0
  void enforce_zero(const LinearCombination& a, Label label);
  /// A new variable that equals a * b.
  Variable mul(const LinearCombination& a, const LinearCombination& b, Label label);

  /// Makes `count` equal parts, on the threads of `pool` if there is one: body(part, i) for i = 0 .. count - 1, whose
  /// constraints lie beneath "label[i]". Each makes the same number of variables and of constraints; it may use what
  /// existed before and what it makes itself, by way of `part` alone, and no public inputs. Its combinations are good
  /// afterwards. Constraints, variables and values are those of a loop that calls body(*this, i).
  /// Whatever else the body touches must be safe for concurrent use.
  void repeat(size_t count, TaskPool* pool, const std::function<void(ConstraintSystem& part, size_t i)>& body,
              Label label);

  class [[nodiscard]] Scope {
   public:
    Scope(ConstraintPaths& paths, Label label) : paths_(paths) { paths_.enter(label); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { paths_.leave(); }

   private:
    ConstraintPaths& paths_;
  };
  /// Constraints made while the scope lives have `label` in their path.
  Scope scope(Label label) { return Scope(paths_, label); }

  /// Gives a variable a name for messages, "rows[17].age". Kept with the matrices only.
  void name(Variable variable, Label label) {
    if (has_matrices()) paths_.name_variable(variable.index, label);
  }

  uint32_t public_count() const { return system_.public_count; }
  /// With the constant one; in a part of repeat() also those before it.
  uint32_t variable_count() const { return system_.variable_count; }
  uint32_t constraint_count() const { return static_cast<uint32_t>(paths_.size()); }
  const ConstraintPaths& paths() const { return paths_; }

  /// Error CryptoError::kUnsatisfied that names the first violated constraint, without values: they are secret
  /// (r1cs/diagnose.h shows them to the prover's owner). REQUIRES: has_values().
  Result<void> is_satisfied() const;
  /// (1, public inputs, private variables). REQUIRES: has_values().
  std::span<const Fr> assignment() const;
  /// A z, B z, C z, one value per constraint. REQUIRES: has_values().
  std::span<const Fr> a_values() const { return a_values_; }
  std::span<const Fr> b_values() const { return b_values_; }
  std::span<const Fr> c_values() const { return c_values_; }

  /// REQUIRES: has_matrices().
  const R1cs& r1cs() const;
  /// Moves the matrices out. REQUIRES: has_matrices(); nothing else is called afterwards.
  R1cs take_r1cs() &&;

 private:
  /// A part of repeat(), whose first variable is `first`.
  ConstraintSystem(const ConstraintSystem& whole, uint32_t first);
  /// Takes over what a part made.
  void append(ConstraintSystem&& part);
  const Fr& value_of(uint32_t variable) const;
  /// The variable exists, and is of this part or of what existed before.
  bool is_known(uint32_t variable) const;

  /// What the three sides of a constraint evaluate to.
  struct Sides {
    Fr a, b, c;
  };

  Variable next_variable(const Fr& value);
  void record(const LinearCombination& a, const LinearCombination& b, const LinearCombination& c, const Sides& values,
              Label label);

  Synthesis what_;
  const ConstraintSystem* whole_ = nullptr;  ///< of a part
  uint32_t known_before_ = 0;                ///< variables of `whole_` when the parts began
  uint32_t first_ = 0;                       ///< variable: assignment_[0]
  R1cs system_;
  ConstraintPaths paths_;
  std::vector<Fr> assignment_;
  std::vector<Fr> a_values_, b_values_, c_values_;
};

}  // namespace zkp
