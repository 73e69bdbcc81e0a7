/// Circuits as C++ types. The inputs are declared once, with their names; shape, witness, identity and the names and
/// values of the public inputs all come from the same definition:
///
///   struct Membership {
///     PublicInput<Fr> root;
///     PrivateInput<Fr> leaf;
///     PrivateInput<std::array<bool, 20>> index_bits;
///     PrivateInput<std::array<Fr, 20>> siblings;
///
///     void inputs(auto&& declare) {
///       declare("leaf", leaf);
///       declare("root", root);
///       declare("index_bits", index_bits);
///       declare("siblings", siblings);
///     }
///     void synthesize(ConstraintSystem& cs) const {
///       const LinearCombination computed = gadgets::merkle_root(cs, leaf, *index_bits, *siblings, "path");
///       cs.enforce_zero(computed - root, "root");
///     }
///   };
///
///   const CircuitShape shape = circuit_shape<Membership>();                  // for the set-up
///   const ConstraintSystem witness = circuit_witness(Membership{.root = r, .leaf = l, ...});   // for groth16_prove
///   const std::vector<Fr> publics = public_inputs(circuit);                  // for groth16_verify, in this order
///
/// Whether an input is public is its type, so the order of the declarations cannot go wrong: the public inputs become
/// variables first, in the order in which they are declared, then the private ones. An input that was not declared has
/// no wires, and using it stops the program.
///
/// Input types: Fr; bool, unsigned and signed integers, which the circuit forces into their range (bool: 1 constraint,
/// k bits: k + 1), the public ones too; std::array and std::vector of them. In synthesize() they are LinearCombination,
/// gadgets::Bit, gadgets::Uint, gadgets::Int, and std::vector of those. The length of a std::vector is part of the
/// shape.
///
/// Values of private inputs are wiped when they go. One object: one thread at a time.
#pragma once

#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "r1cs/constraint_system.h"
#include "r1cs/diagnose.h"
#include "r1cs/gadgets/integer.h"

namespace zkp {

/// What an input of type T is inside a circuit. `scalars(value, sink)` calls sink(Fr, position label) per variable;
/// `wires(cs, name, next)` takes the variables back by next() and adds the constraints of the type.
template <class T>
struct InputType;

template <>
struct InputType<Fr> {
  using Wires = LinearCombination;
  static void scalars(const Fr& value, Label name, auto&& sink) { sink(value, name); }
  static Wires wires(ConstraintSystem&, const Fr&, Label, auto&& next) { return next(); }
};

template <>
struct InputType<bool> {
  using Wires = gadgets::Bit;
  static void scalars(bool value, Label name, auto&& sink) { sink(value ? Fr::one() : Fr::zero(), name); }
  static Wires wires(ConstraintSystem& cs, bool, Label name, auto&& next) {
    return gadgets::Bit::enforce(cs, next(), name);
  }
};

/// Not characters, whose sign and width differ between machines. (Of `long` and the like the width does: prefer
/// uint32_t and its kin.)
template <class T>
concept CharacterType = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
    std::same_as<T, char16_t> || std::same_as<T, char32_t>;

template <std::unsigned_integral T>
requires(!std::same_as<T, bool> && !CharacterType<T>) struct InputType<T> {
  using Wires = gadgets::Uint;
  static void scalars(T value, Label name, auto&& sink) { sink(Fr::from_u64(value), name); }
  static Wires wires(ConstraintSystem& cs, T, Label name, auto&& next) {
    return gadgets::Uint::enforce(cs, next(), 8 * sizeof(T), name);
  }
};

template <std::signed_integral T>
requires(!CharacterType<T>) struct InputType<T> {
  using Wires = gadgets::Int;
  static void scalars(T value, Label name, auto&& sink) { sink(Fr::from_i64(value), name); }
  static Wires wires(ConstraintSystem& cs, T, Label name, auto&& next) {
    return gadgets::Int::enforce(cs, next(), 8 * sizeof(T), name);
  }
};

namespace detail {

template <class T>
concept ScalarInput = std::same_as<T, Fr> || std::integral<T>;

/// Arrays and vectors: "name[0]", "name[1]", ...
template <class List, ScalarInput T>
struct ListInputType {
  using Wires = std::vector<typename InputType<T>::Wires>;
  static void scalars(const List& values, Label name, auto&& sink) {
    for (size_t i = 0; i < values.size(); ++i) InputType<T>::scalars(static_cast<T>(values[i]), name.at(i), sink);
  }
  static Wires wires(ConstraintSystem& cs, const List& values, Label name, auto&& next) {
    Wires out;
    for (size_t i = 0; i < values.size(); ++i)
      out.push_back(InputType<T>::wires(cs, static_cast<T>(values[i]), name.at(i), next));
    return out;
  }
};

template <ScalarInput T>
void wipe_value(T& value) {
  wipe(&value, sizeof(value));
}
inline void wipe_value(std::vector<bool>& values) { values.assign(values.size(), false); }
template <class List>
void wipe_value(List& values) {
  wipe(values.data(), values.size() * sizeof(values[0]));
}

}  // namespace detail

template <class T, size_t N>
struct InputType<std::array<T, N>> : detail::ListInputType<std::array<T, N>, T> {};
template <class T>
struct InputType<std::vector<T>> : detail::ListInputType<std::vector<T>, T> {};

enum class Visibility : uint8_t { kPublic, kPrivate };

template <class T, Visibility kVisibility>
class CircuitInput {
 public:
  using Wires = typename InputType<T>::Wires;

  CircuitInput() = default;
  CircuitInput(T value) : value_(std::move(value)) {}
  CircuitInput(const CircuitInput&) = default;
  CircuitInput& operator=(const CircuitInput&) = default;
  ~CircuitInput() {
    if constexpr (kVisibility == Visibility::kPrivate) detail::wipe_value(value_);
  }

  const T& value() const { return value_; }

  /// Inside synthesize(). REQUIRES: the input was declared.
  const Wires& operator*() const {
    ZKP_CHECK(wires_.has_value());
    return *wires_;
  }
  const Wires* operator->() const { return &**this; }
  operator const Wires&() const { return **this; }
  decltype(auto) operator[](size_t i) const requires requires(const Wires& w) { w[i]; }
  {
    ZKP_CHECK(i < (**this).size());
    return (**this)[i];
  }

  /// REQUIRES: not declared twice.
  void set_wires(Wires wires) {
    ZKP_CHECK(!wires_.has_value());
    wires_ = std::move(wires);
  }

 private:
  T value_{};
  std::optional<Wires> wires_;
};

template <class T>
using PublicInput = CircuitInput<T, Visibility::kPublic>;
template <class T>
using PrivateInput = CircuitInput<T, Visibility::kPrivate>;

namespace detail {

/// Calls f(Label, input) for every declared input.
template <class F>
class Declare {
 public:
  explicit Declare(F& f) : f_(f) {}
  template <size_t N, class T, Visibility kVisibility>
  void operator()(const char (&name)[N], CircuitInput<T, kVisibility>& input) {
    f_(Label(name), input);
  }

 private:
  F& f_;
};

template <class C, class F>
void for_each_input(C& circuit, F&& f) {
  circuit.inputs(Declare<F>(f));
}

struct IgnoreInputs {
  void operator()(Label, auto&) {}
};

}  // namespace detail

/// A copyable type with `inputs(declare)`, which declares every input once, and `synthesize(cs) const`, which adds the
/// constraints. The shape may depend on the type and on lengths of vectors, never on values.
template <class C>
concept Circuit = std::copyable<C> &&
    requires(C circuit, const C& constant, ConstraintSystem& cs, detail::Declare<detail::IgnoreInputs> declare) {
  { circuit.inputs(declare) } -> std::same_as<void>;
  { constant.synthesize(cs) } -> std::same_as<void>;
};

/// Inputs, then constraints, into an empty system.
template <Circuit C>
void synthesize(ConstraintSystem& cs, C circuit) {
  ZKP_CHECK(cs.variable_count() == 1 && cs.constraint_count() == 0);
  std::vector<Variable> variables[2];  // by Visibility
  for (const Visibility wanted : {Visibility::kPublic, Visibility::kPrivate}) {
    detail::for_each_input(
        circuit, [&]<class T, Visibility kVisibility>(Label name, CircuitInput<T, kVisibility>& input) {
          if (kVisibility != wanted) return;
          InputType<T>::scalars(input.value(), name, [&](const Fr& value, Label position) {
            const Variable variable = kVisibility == Visibility::kPublic ? cs.alloc_public(value) : cs.alloc(value);
            cs.name(variable, position);
            variables[static_cast<size_t>(kVisibility)].push_back(variable);
          });
        });
  }
  {
    auto scope = cs.scope("input");
    size_t taken[2] = {0, 0};
    detail::for_each_input(circuit, [&]<class T, Visibility kVisibility>(Label name,
                                                                         CircuitInput<T, kVisibility>& input) {
      constexpr auto kWhich = static_cast<size_t>(kVisibility);
      input.set_wires(InputType<T>::wires(cs, input.value(), name, [&] { return variables[kWhich][taken[kWhich]++]; }));
    });
  }
  std::as_const(circuit).synthesize(cs);
}

struct CircuitShape {
  R1cs system;
  ConstraintPaths paths;
  Digest id;                              ///< circuit_id(system)
  std::vector<std::string> public_names;  ///< one per public input
};

/// The values in `circuit` are ignored, lengths of vectors are not.
template <Circuit C>
CircuitShape circuit_shape(const C& circuit = C{}) {
  ConstraintSystem cs(Synthesis::kShape);
  synthesize(cs, circuit);
  CircuitShape out;
  out.paths = cs.paths();
  for (uint32_t i = 1; i <= cs.public_count(); ++i) out.public_names.push_back(cs.paths().describe_variable(i));
  out.system = std::move(cs).take_r1cs();
  out.id = circuit_id(out.system);
  return out;
}

/// What a prover takes. Whether the witness satisfies the circuit is not looked at here.
template <Circuit C>
ConstraintSystem circuit_witness(const C& circuit) {
  return ConstraintSystem(Synthesis::kWitness, [&](ConstraintSystem& cs) { synthesize(cs, circuit); });
}

/// The values of the public inputs, in the order of the variables, which is the one that a verifier needs. REQUIRES:
/// vectors of the lengths that the key was made for; where the lengths come from a stranger, use the one below, because
/// ({1, 2}, {3}) and ({1}, {2, 3}) give the same values.
template <Circuit C>
std::vector<Fr> public_inputs(C circuit) {
  std::vector<Fr> out;
  detail::for_each_input(
      circuit, [&]<class T, Visibility kVisibility>(Label name, CircuitInput<T, kVisibility>& input) {
        if constexpr (kVisibility == Visibility::kPublic)
          InputType<T>::scalars(input.value(), name, [&](const Fr& value, Label) { out.push_back(value); });
      });
  return out;
}

/// The same for the circuit of a shape. Error GeneralError::kInvalidArgument when names or lengths differ.
template <Circuit C>
Result<std::vector<Fr>> public_inputs(const CircuitShape& shape, C circuit) {
  std::vector<Fr> out;
  bool same = true;
  detail::for_each_input(circuit, [&]<class T, Visibility kVisibility>(Label name,
                                                                       CircuitInput<T, kVisibility>& input) {
    if constexpr (kVisibility == Visibility::kPublic)
      InputType<T>::scalars(input.value(), name, [&](const Fr& value, Label position) {
        same = same && out.size() < shape.public_names.size() && shape.public_names[out.size()] == position.describe();
        out.push_back(value);
      });
  });
  if (!same || out.size() != shape.public_names.size())
    return Error(GeneralError::kInvalidArgument, "the public inputs have other names or lengths than the circuit");
  return out;
}

/// Error CryptoError::kUnsatisfied whose message shows the first violated constraint with its values, which are secrets
/// (r1cs/diagnose.h). Runs the whole circuit with matrices: for tests and for finding a mistake.
template <Circuit C>
Result<void> check_circuit_witness(const C& circuit) {
  ConstraintSystem cs(Synthesis::kShapeAndWitness);
  synthesize(cs, circuit);
  return check_and_show_values(cs);
}

}  // namespace zkp
