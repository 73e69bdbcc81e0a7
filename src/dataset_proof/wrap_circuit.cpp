#include "dataset_proof/wrap_circuit.h"

#include <string>

#include "r1cs/gadgets/poseidon.h"

namespace zkp {
namespace {

struct CircuitContext {
  using Value = LinearCombination;

  ConstraintSystem& cs;

  Value alloc(const Fr& v) { return cs.alloc(v); }
  Fr value(const Value& v) { return cs.value(v); }
  Value mul(const Value& a, const Value& b, Label label) { return cs.mul(a, b, label); }
  void assert_zero(const Value& a, Label label) { cs.enforce_zero(a, label); }
  void assert_mul(const Value& a, const Value& b, const Value& c, Label label) { cs.enforce(a, b, c, label); }
  std::array<Value, 3> permute(std::array<Value, 3> state, Label label) {
    return gadgets::poseidon_permute(cs, std::move(state), label);
  }
  ConstraintSystem::Scope scope(Label label) { return cs.scope(label); }
};

struct NativeContext {
  using Value = Fr;

  std::vector<Label> scopes;
  std::string failed;

  class Scope {
   public:
    Scope(NativeContext& cs, Label label) : cs_(cs) { cs_.scopes.push_back(label); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { cs_.scopes.pop_back(); }

   private:
    NativeContext& cs_;
  };

  Value alloc(const Fr& v) { return v; }
  Fr value(const Value& v) { return v; }
  Value mul(const Value& a, const Value& b, Label) { return a * b; }
  void assert_zero(const Value& a, Label label) {
    if (!a.is_zero()) fail(label);
  }
  void assert_mul(const Value& a, const Value& b, const Value& c, Label label) {
    if (a * b != c) fail(label);
  }
  std::array<Value, 3> permute(std::array<Value, 3> state, Label) {
    poseidon_permute(state);
    return state;
  }
  Scope scope(Label label) { return Scope(*this, label); }

 private:
  void fail(Label label) {
    if (!failed.empty()) return;
    for (const Label& each : scopes) failed += each.describe() + ".";
    failed += label.describe();
  }
};

template <class Struct, class Source, class Convert>
void convert_all(const Source& from, Struct& to, Convert convert) {
  std::vector<LinearCombination> values;
  Source::for_each(from, [&](const Fr& v) { values.push_back(convert(v)); });
  size_t next = 0;
  Struct::for_each(to, [&](LinearCombination& v) { v = std::move(values[next++]); });
}

}  // namespace

Fr wrap_public_input(const WrapPublic<Fr>& pub) { return poseidon_hash_list(kTagPublic, pub.list()); }

InnerMessages<Fr> padded_messages(const SizeClass& size, InnerMessages<Fr> messages) {
  const auto depth = static_cast<size_t>(kSlotBits + size.mu_max);
  for (size_t d = messages.layers.size(); d < depth; ++d) { messages.layers.emplace_back().rounds.resize(d); }
  messages.final_rounds.resize(static_cast<size_t>(size.mu_max));
  return messages;
}

void make_wrap(ConstraintSystem& cs, const SizeClass& size, const Fr& pi, const WrapPublic<Fr>& pub,
               const InnerMessages<Fr>& in) {
  const LinearCombination of_pi = cs.alloc_public(pi);
  WrapPublic<LinearCombination> of_pub;
  convert_all(pub, of_pub, [&](const Fr& v) { return LinearCombination(cs.alloc(v)); });
  auto of_in = InnerMessages<LinearCombination>::of_shape(size, size.mu_max);
  convert_all(in, of_in, [&](const Fr& v) { return LinearCombination(cs.alloc(v)); });
  CircuitContext context{cs};
  wrap(context, size, of_pi, of_pub, of_in);
}

R1cs wrap_r1cs(const SizeClass& size) {
  ConstraintSystem cs(Synthesis::kShape);
  make_wrap(cs, size, Fr::zero(), {}, InnerMessages<Fr>::of_shape(size, size.mu_max));
  return std::move(cs).take_r1cs();
}

Result<void> check_wrap(const SizeClass& size, const Fr& pi, const WrapPublic<Fr>& pub, const InnerMessages<Fr>& in) {
  NativeContext context{{}, {}};
  wrap(context, size, pi, pub, in);
  if (context.failed.empty()) return {};
  return Error(CryptoError::kUnsatisfied, "a check of the inner proof fails: " + context.failed);
}

}  // namespace zkp
