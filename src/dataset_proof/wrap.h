/// The wrap circuit: what a dataset proof shows inside Groth16, for every statement of a size class.
///
/// One function over a context that says what a value is and what a check does. With field elements it is a verifier in
/// native code, with linear combinations it makes the constraints (wrap_circuit.h): the two cannot differ. The order of
/// its operations is that of the reference (specification 8.8), whose matrices it reproduces.
///
/// A context has
///   Value                                     copyable; built from Fr; + - with values, * with Fr
///   Value alloc(const Fr& v)                  a new private variable
///   Fr value(const Value&)                    in a run without values: anything
///   Value mul(a, b, label)                    one constraint
///   void assert_zero(a, label)                one constraint
///   void assert_mul(a, b, c, label)           a b = c, one constraint
///   std::array<Value, 3> permute(state, label)  Poseidon, 240 constraints
///   Scope scope(label)                        names what is made while it lives
///
/// Source: dataset_proof specification, sections 7 and 8.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "r1cs/paths.h"
#include "statement/form.h"
#include "statement/size_class.h"
#include "transcript/poseidon.h"

namespace zkp {

inline constexpr std::string_view kTagA = "zkp.ds.v1.A", kTagB = "zkp.ds.v1.B", kTagC = "zkp.ds.v1.C",
                                  kTagPublic = "zkp.ds.v1.PI";

/// What is hashed into the one public input, in this order (8.1).
template <class Value>
struct WrapPublic {
  Value class_id, mu;
  std::array<Value, kTableCount> rows;
  Value s0, h_v, rho;
  std::array<Value, kVirtualCount> virtuals;
  Value alpha, s1, h_2, gamma2, alpha2, h_3, z, w;
  std::array<Value, kSumSlotCount> targets;
  Value modes;

  static constexpr size_t kCount = 30;

  /// visit(value) for each, in order.
  template <class Self, class Visit>
  static void for_each(Self& self, Visit&& visit) {
    visit(self.class_id);
    visit(self.mu);
    for (auto& v : self.rows) visit(v);
    visit(self.s0);
    visit(self.h_v);
    visit(self.rho);
    for (auto& v : self.virtuals) visit(v);
    for (auto* v : {&self.alpha, &self.s1, &self.h_2, &self.gamma2, &self.alpha2, &self.h_3, &self.z, &self.w})
      visit(*v);
    for (auto& v : self.targets) visit(v);
    visit(self.modes);
  }
  std::vector<Value> list() const {
    std::vector<Value> out;
    for_each(*this, [&](const Value& v) { out.push_back(v); });
    return out;
  }
};

/// What the prover says inside (8.8): the private inputs of the circuit, in this order.
template <class Value>
struct InnerMessages {
  struct Layer {
    std::vector<std::array<Value, 2>> rounds;  ///< a1, a2
    std::array<Value, 4> ends;                 ///< p0, p1, q0, q1
  };
  std::vector<Layer> layers;  ///< from the root; layer d has d rounds
  Value root_inverse;         ///< 1 / (q0 q1) of layer 0
  std::array<Value, kSumSlotCount> sums, slacks;
  std::vector<std::array<Value, 4>> final_rounds;  ///< a1 .. a4
  std::vector<Value> values;                       ///< of every form at r
  Value salt1;
  std::vector<std::array<Value, 2>> block_rounds;  ///< a1, a2
  std::vector<Value> partial_g, partial_h;         ///< hg, hh
  Value salt2;
  std::vector<Value> remainder;  ///< g'
  Value salt3;

  /// visit(value) for each, in order.
  template <class Self, class Visit>
  static void for_each(Self& self, Visit&& visit) {
    for (auto& layer : self.layers) {
      for (auto& round : layer.rounds) {
        for (auto& v : round) visit(v);
      }
      for (auto& v : layer.ends) visit(v);
    }
    visit(self.root_inverse);
    for (auto& v : self.sums) visit(v);
    for (auto& v : self.slacks) visit(v);
    for (auto& round : self.final_rounds) {
      for (auto& v : round) visit(v);
    }
    for (auto& v : self.values) visit(v);
    visit(self.salt1);
    for (auto& round : self.block_rounds) {
      for (auto& v : round) visit(v);
    }
    for (auto& v : self.partial_g) visit(v);
    for (auto& v : self.partial_h) visit(v);
    visit(self.salt2);
    for (auto& v : self.remainder) visit(v);
    visit(self.salt3);
  }

  /// Zeros of the shape for a cube of 2^mu rows.
  static InnerMessages of_shape(const SizeClass& size, int mu) {
    InnerMessages out;
    out.layers.resize(static_cast<size_t>(kSlotBits + mu));
    for (size_t d = 0; d < out.layers.size(); ++d) out.layers[d].rounds.resize(d);
    out.final_rounds.resize(static_cast<size_t>(mu));
    out.values.resize(kFormCount);
    out.block_rounds.resize(static_cast<size_t>(size.log_block));
    out.partial_g.resize(size.inner_count());
    out.partial_h.resize(size.inner_count());
    out.remainder.resize(size.inner_block());
    return out;
  }
};

namespace wrap_detail {

template <class Context>
class Sponge {
 public:
  using Value = typename Context::Value;

  Sponge(Context& cs, std::string_view tag) : cs_(cs), state_{Value(poseidon_tag(tag)), Value(), Value()} {}

  void absorb2(const Value& a, const Value& b, Label label) {
    state_[1] = state_[1] + a;
    state_[2] = state_[2] + b;
    state_ = cs_.permute(std::move(state_), label);
  }
  /// In pairs, an odd tail with 0.
  void absorb_list(std::span<const Value> values, Label label) {
    for (size_t i = 0; i < values.size(); i += 2) {
      absorb2(values[i], i + 1 < values.size() ? values[i + 1] : Value(), label.at(i / 2));
    }
  }
  const Value& s1() const { return state_[1]; }
  const Value& s2() const { return state_[2]; }
  const std::array<Value, 3>& state() const { return state_; }
  void set_state(std::array<Value, 3> state) { state_ = std::move(state); }

 private:
  Context& cs_;
  std::array<Value, 3> state_;
};

template <class Context>
class Wrap {
 public:
  using Value = typename Context::Value;

  Wrap(Context& cs, const SizeClass& size, const WrapPublic<Value>& pub, const InnerMessages<Value>& in)
      : cs_(cs), size_(size), pub_(pub), in_(in), a_(cs, kTagA) {}

  void run(const Value& pi) {
    public_input(pi);
    select_mu();
    fraction_layers();
    sum_targets();
    final_sumcheck();
    final_identity();
    absorb_values();
    combined_value();
    block_sumcheck();
    block_vectors();
  }

 private:
  static Value number(uint64_t v) { return Value(Fr::from_u64(v)); }
  static Value one() { return Value(Fr::one()); }

  /// Bits of v, which must be below 2^count.
  std::vector<Value> bits(const Value& v, int count, Label label) {
    const auto limbs = cs_.value(v).to_limbs();
    std::vector<Value> out;
    for (int i = 0; i < count; ++i) {
      out.push_back(cs_.alloc(Fr::from_u64(limbs[static_cast<size_t>(i) / 64] >> (i % 64) & 1)));
    }
    Value sum;
    Fr weight = Fr::one();
    for (const Value& bit : out) {
      boolean(bit, label);
      sum = sum + bit * weight;
      weight = weight.doubled();
    }
    cs_.assert_zero(sum - v, label);
    return out;
  }
  void boolean(const Value& v, Label label) { cs_.assert_mul(v, one() - v, Value(), label); }

  /// sum over m of selected_m * values[m]: the value that mu selects.
  Value pick(std::span<const Value> values, Label label) {
    Value out;
    for (size_t m = 0; m < values.size(); ++m) out = out + cs_.mul(selected_[m], values[m], label);
    return out;
  }
  /// sum of selected_m over m > bound.
  Value selected_above(int bound) const {
    Value out;
    for (int m = size_.mu_min; m <= size_.mu_max; ++m) {
      if (m > bound) out = out + selected_[static_cast<size_t>(m - size_.mu_min)];
    }
    return out;
  }
  /// eq table of a point, LSB first.
  std::vector<Value> eq_values(std::span<const Value> point, Label label) {
    std::vector<Value> out = {one()};
    for (const Value& x : point) {
      std::vector<Value> high;
      for (const Value& y : out) high.push_back(cs_.mul(y, x, label));
      for (size_t i = 0; i < high.size(); ++i) out[i] = out[i] - high[i];
      out.insert(out.end(), high.begin(), high.end());
    }
    return out;
  }
  /// 1 - x - y + 2 x y
  Value eq_factor(const Value& x, const Value& y, Label label) {
    const Value product = cs_.mul(x, y, label);
    return one() - x - y + product * Fr::from_u64(2);
  }

  // ---- 0
  void public_input(const Value& pi) {
    auto scope = cs_.scope("public");
    Sponge<Context> sponge(cs_, kTagPublic);
    sponge.absorb_list(pub_.list(), "absorb");
    cs_.assert_zero(sponge.s1() - pi, "hash");
    cs_.assert_zero(pub_.class_id - number(size_.id), "class");
  }

  // ---- 1
  void select_mu() {
    auto scope = cs_.scope("mu");
    const Fr mu = cs_.value(pub_.mu);
    for (int m = size_.mu_min; m <= size_.mu_max; ++m) {
      selected_.push_back(cs_.alloc(mu == Fr::from_u64(static_cast<uint64_t>(m)) ? Fr::one() : Fr::zero()));
    }
    Value sum, weighted;
    for (size_t i = 0; i < selected_.size(); ++i) {
      boolean(selected_[i], {"one_hot", i});
      sum = sum + selected_[i];
      weighted = weighted + selected_[i] * Fr::from_u64(static_cast<uint64_t>(size_.mu_min) + i);
    }
    cs_.assert_zero(sum - one(), "one_hot_sum");
    cs_.assert_zero(weighted - pub_.mu, "value");
  }

  // ---- 2
  /// The state between layers; one of them is the last for the given mu.
  struct Snapshot {
    std::array<Value, 3> state;
    std::vector<Value> z;
    Value p, q;
  };

  void absorb_ends(const std::array<Value, 4>& ends) {
    a_.absorb2(ends[0], ends[1], "ends_p");
    a_.absorb2(ends[2], ends[3], "ends_q");
  }
  void line(const std::array<Value, 4>& ends, std::vector<Value> point) {
    const Value t = a_.s1();
    lambda_ = a_.s2();
    z_ = std::move(point);
    z_.push_back(t);
    p_ = ends[0] + cs_.mul(t, ends[1] - ends[0], "line_p");
    q_ = ends[2] + cs_.mul(t, ends[3] - ends[2], "line_q");
  }

  void fraction_layers() {
    auto scope = cs_.scope("fractions");
    a_.absorb2(pub_.s0, Value(), "seed");
    {
      auto layer_scope = cs_.scope({"layer", 0});
      const auto& [p0, p1, q0, q1] = in_.layers[0].ends;
      const Value first = cs_.mul(p0, q1, "p0_q1"), second = cs_.mul(p1, q0, "p1_q0");
      cs_.assert_zero(first + second, "root_numerator");
      const Value denominator = cs_.mul(q0, q1, "q0_q1");
      cs_.assert_mul(denominator, in_.root_inverse, one(), "root_denominator");
      absorb_ends(in_.layers[0].ends);
      line(in_.layers[0].ends, {});
    }
    std::vector<Snapshot> snapshots;
    const int depth = kSlotBits + size_.mu_max;
    for (int d = 1; d < depth; ++d) {
      auto layer_scope = cs_.scope({"layer", static_cast<size_t>(d)});
      if (d >= kSlotBits + size_.mu_min) snapshots.push_back({a_.state(), z_, p_, q_});
      layer(d);
    }
    snapshots.push_back({a_.state(), z_, p_, q_});

    auto select_scope = cs_.scope("select");
    auto column = [&](auto get) {
      std::vector<Value> out;
      for (const Snapshot& each : snapshots) out.push_back(get(each));
      return out;
    };
    std::array<Value, 3> state;
    for (size_t i = 0; i < 3; ++i) {
      state[i] = pick(column([&](const Snapshot& s) { return s.state[i]; }), {"state", i});
    }
    a_.set_state(state);
    p_ = pick(column([](const Snapshot& s) { return s.p; }), "p");
    q_ = pick(column([](const Snapshot& s) { return s.q; }), "q");
    lambda_ = a_.s2();
    z_.clear();
    for (int k = 0; k < depth; ++k) {
      Value coordinate;
      for (size_t m = 0; m < snapshots.size(); ++m) {
        if (k >= kSlotBits + size_.mu_min + static_cast<int>(m)) continue;
        coordinate =
            coordinate + cs_.mul(selected_[m], snapshots[m].z[static_cast<size_t>(k)], {"z", static_cast<size_t>(k)});
      }
      z_.push_back(coordinate);
    }
  }

  void layer(int d) {
    const auto& messages = in_.layers[static_cast<size_t>(d)];
    Value claim = p_ + cs_.mul(lambda_, q_, "claim");
    std::vector<Value> point;
    for (size_t j = 0; j < static_cast<size_t>(d); ++j) {
      const auto& [a1, a2] = messages.rounds[j];
      a_.absorb2(a1, a2, {"round", j});
      const Value r = a_.s1();
      const Value at_z = cs_.mul(z_[j], a1 + a2, {"at_z", j});
      const Value inner = cs_.mul(r, a2, {"inner", j});
      const Value at_r = cs_.mul(r, a1 + inner, {"at_r", j});
      claim = claim - at_z + at_r;
      point.push_back(r);
    }
    const auto& [p0, p1, q0, q1] = messages.ends;
    const Value first = cs_.mul(p0, q1, "p0_q1"), second = cs_.mul(p1, q0, "p1_q0"), third = cs_.mul(q0, q1, "q0_q1");
    const Value scaled = cs_.mul(lambda_, third, "lambda_q0_q1");
    const Value right = first + second + scaled;
    if (d < kSlotBits + size_.mu_min) {
      cs_.assert_zero(claim - right, "end");
    } else {
      cs_.assert_mul(selected_above(d - kSlotBits), claim - right, Value(), "end");
    }
    absorb_ends(messages.ends);
    line(messages.ends, std::move(point));
  }

  // ---- 3
  void sum_targets() {
    auto scope = cs_.scope("sums");
    const std::vector<Value> modes = bits(pub_.modes, 2 * static_cast<int>(kSumSlotCount), "modes");
    Value carry;
    for (size_t k = 0; k < kSumSlotCount; ++k) {
      const Value &at_least = modes[2 * k], &carries = modes[2 * k + 1];
      const Value sum = in_.sums[k] + carry;
      bits(in_.slacks[k], 64, {"slack", k});
      const Value slack = cs_.mul(at_least, in_.slacks[k], {"used_slack", k});
      cs_.assert_mul(one() - carries, sum - pub_.targets[k] - slack, Value(), {"target", k});
      carry = cs_.mul(carries, sum, {"carry", k});
    }
    cs_.assert_zero(carry, "last_carry");
  }

  // ---- 4
  void final_sumcheck() {
    auto scope = cs_.scope("final");
    a_.absorb2(in_.sums[0], in_.sums[1], {"sums", 0});
    a_.absorb2(in_.sums[2], in_.sums[3], {"sums", 1});
    eta_ = a_.s1();
    const Value theta = a_.s2();
    claim_ = p_ + cs_.mul(lambda_, q_, "claim");
    Value power = one();
    for (size_t k = 0; k < kSumSlotCount; ++k) {
      power = cs_.mul(power, theta, {"theta", k});
      theta_powers_.push_back(power);
      claim_ = claim_ + cs_.mul(power, in_.sums[k], {"sum", k});
    }
    const Fr half = Fr::from_u64(2).inverse_var();
    std::vector<Value> claims;
    std::vector<std::array<Value, 3>> states;
    for (int j = 0; j < size_.mu_max; ++j) {
      const size_t round = static_cast<size_t>(j);
      if (j >= size_.mu_min) {
        claims.push_back(claim_);
        states.push_back(a_.state());
      }
      const auto& [a1, a2, a3, a4] = in_.final_rounds[round];
      a_.absorb2(a1, a2, {"round_low", round});
      a_.absorb2(a3, a4, {"round_high", round});
      const Value x = a_.s1();
      const Value a0 = (claim_ - a1 - a2 - a3 - a4) * half;
      const Value at4 = cs_.mul(x, a4, {"horner4", round}), at3 = cs_.mul(x, a3 + at4, {"horner3", round}),
                  at2 = cs_.mul(x, a2 + at3, {"horner2", round}), at1 = cs_.mul(x, a1 + at2, {"horner1", round});
      claim_ = a0 + at1;
      r_.push_back(j < size_.mu_min ? x : cs_.mul(selected_above(j), x, {"active", round}));
    }
    claims.push_back(claim_);
    states.push_back(a_.state());
    claim_ = pick(claims, "select_claim");
    std::array<Value, 3> state;
    for (size_t i = 0; i < 3; ++i) {
      std::vector<Value> words;
      for (const auto& each : states) words.push_back(each[i]);
      state[i] = pick(words, {"select_state", i});
    }
    a_.set_state(state);
  }

  // ---- 5
  void final_identity() {
    auto scope = cs_.scope("identity");
    const std::vector<Value> of_slots = eq_values(std::span(z_).first(kSlotBits), "eq_slot");
    const Value* form = in_.values.data();
    Value rows;
    for (size_t s = 0; s < kFractionSlotCount; ++s, form += 3) {
      const Value numerator = cs_.mul(form[0], form[1], {"numerator", s});
      const Value denominator = cs_.mul(lambda_, form[2], {"denominator", s});
      rows = rows + cs_.mul(of_slots[s], numerator + denominator, {"fraction", s});
    }
    Value power = one();
    for (size_t c = 0; c < kConstraintSlotCount; ++c, form += 4) {
      power = cs_.mul(power, eta_, {"eta", c});
      const Value product = cs_.mul(form[1], form[2], {"a_b", c});
      const Value gated = cs_.mul(form[0], product - form[3], {"k", c});
      rows = rows + cs_.mul(power, gated, {"constraint", c});
    }
    Value eq = one();
    for (size_t k = 0; k < r_.size(); ++k) {
      eq = cs_.mul(eq, eq_factor(z_[kSlotBits + k], r_[k], {"z_r", k}), {"eq", k});
    }
    Value total = cs_.mul(eq, rows, "rows");
    for (size_t k = 0; k < kSumSlotCount; ++k, form += 3) {
      const Value product = cs_.mul(form[1], form[2], {"sum_a_b", k});
      const Value gated = cs_.mul(form[0], product, {"sum_k", k});
      total = total + cs_.mul(theta_powers_[k], gated, {"sum", k});
    }
    cs_.assert_zero(claim_ - total, "end");
  }
  void absorb_values() {
    auto scope = cs_.scope("values");
    std::vector<Value> absorbed = in_.values;
    absorbed.push_back(in_.salt1);
    a_.absorb_list(absorbed, "absorb");
    cs_.assert_zero(a_.s1() - pub_.h_v, "hash");
  }

  // ---- 6
  /// The indicator of x < rows at r (8.6).
  Value rows_below(const Value& rows, size_t table) {
    auto scope = cs_.scope({"rows", table});
    const std::vector<Value> n = bits(rows, size_.mu_max + 1, "bits");
    Value x;
    for (size_t k = 0; k < n.size(); ++k) {
      if (k < r_.size()) {
        const Value both = cs_.mul(n[k], r_[k], {"n_r", k});
        const Value equal = one() - n[k] - r_[k] + both * Fr::from_u64(2);
        x = n[k] - both + cs_.mul(equal, x, {"step", k});
      } else {
        x = n[k] + cs_.mul(one() - n[k], x, {"step", k});
      }
    }
    return x;
  }

  void combined_value() {
    auto scope = cs_.scope("combined");
    Value v = in_.values.back();
    for (size_t j = kFormCount - 1; j-- > 0;) v = in_.values[j] + cs_.mul(pub_.rho, v, {"rho", j});
    std::array<Value, kVirtualCount> virtuals;
    auto at = [&](VirtualColumn t) -> Value& { return virtuals[static_cast<size_t>(t)]; };
    at(VirtualColumn::kOne) = one();
    for (size_t t = 0; t < kTableCount; ++t) at(row_gate(static_cast<int>(t) + 1)) = rows_below(pub_.rows[t], t + 1);
    Value low;
    Fr weight = Fr::one();
    for (size_t k = 0; k < r_.size(); ++k) {
      at(VirtualColumn::kId) = at(VirtualColumn::kId) + r_[k] * weight;
      if (k < static_cast<size_t>(size_.limb_bits)) low = low + r_[k] * weight;
      weight = weight.doubled();
    }
    Value high = one();
    for (size_t k = static_cast<size_t>(size_.limb_bits); k < r_.size(); ++k) {
      high = cs_.mul(high, one() - r_[k], {"table_rows", k});
    }
    at(VirtualColumn::kTableRows) = high;
    at(VirtualColumn::kTable) = cs_.mul(low, high, "table");
    for (size_t t = 0; t < kVirtualCount; ++t) v = v - cs_.mul(pub_.virtuals[t], virtuals[t], {"virtual", t});
    value_ = v;
  }

  // ---- 7
  Value eq_points(std::span<const Value> a, std::span<const Value> b, Label label) {
    Value out = one();
    for (size_t k = 0; k < a.size(); ++k) {
      const Value factor = eq_factor(a[k], b[k], label.at(k));
      out = cs_.mul(out, factor, label.at(k));
    }
    return out;
  }

  void block_sumcheck() {
    auto scope = cs_.scope("block");
    Sponge<Context> sponge(cs_, kTagB);
    sponge.absorb2(pub_.s1, Value(), "seed");
    const Value kappa = sponge.s1();
    const size_t log_block = static_cast<size_t>(size_.log_block);
    const std::span<const Value> u1 = std::span(r_).first(log_block);
    std::vector<Value> u2(r_.begin() + size_.log_block, r_.end());
    u2.resize(log_block);
    Value claim = cs_.mul(kappa, value_, "claim");
    const Fr half = Fr::from_u64(2).inverse_var();
    for (size_t j = 0; j < log_block; ++j) {
      const auto& [a1, a2] = in_.block_rounds[j];
      sponge.absorb2(a1, a2, {"round", j});
      const Value x = sponge.s1();
      const Value a0 = (claim - a1 - a2) * half;
      const Value at2 = cs_.mul(x, a2, {"horner2", j}), at1 = cs_.mul(x, a1 + at2, {"horner1", j});
      claim = a0 + at1;
      u_.push_back(x);
    }
    const Value e1 = eq_points(u_, u1, "eq_u1"), e2 = eq_points(u_, u2, "eq_u2");
    Value powers = one(), alpha = pub_.alpha;
    for (size_t k = 0; k < log_block; ++k) {
      const Value factor = cs_.mul(u_[k], alpha - one(), {"alpha_factor", k});
      powers = cs_.mul(powers, one() + factor, {"alpha_powers", k});
      if (k + 1 < log_block) alpha = cs_.mul(alpha, alpha, {"alpha", k});
    }
    auto vector_scope = cs_.scope("partial");
    const std::vector<Value> eq_high =
        eq_values(std::span(u_).subspan(static_cast<size_t>(size_.log_inner_block)), "eq_high");
    auto inner = [&](std::span<const Value> values, Label label) {
      Value out;
      for (size_t j = 0; j < values.size(); ++j) out = out + cs_.mul(eq_high[j], values[j], label.at(j));
      return out;
    };
    const Value of_g = inner(in_.partial_g, "g"), of_h = inner(in_.partial_h, "h");
    const Value with_g = cs_.mul(of_g, e1, "g_e1");
    const Value weight = cs_.mul(kappa, e2, "kappa_e2");
    const Value with_h = cs_.mul(of_h, weight - powers, "h_weight");
    cs_.assert_zero(claim - with_g - with_h, "end");
    for (size_t j = 0; j < in_.partial_g.size(); ++j) sponge.absorb2(in_.partial_g[j], in_.partial_h[j], {"absorb", j});
    sponge.absorb2(in_.salt2, Value(), "salt");
    cs_.assert_zero(sponge.s1() - pub_.h_2, "hash");
  }

  // ---- 8
  void block_vectors() {
    auto scope = cs_.scope("remainder");
    const std::vector<Value> eq_low =
        eq_values(std::span(u_).first(static_cast<size_t>(size_.log_inner_block)), "eq_low");
    Value left;
    for (size_t i = 0; i < eq_low.size(); ++i) left = left + cs_.mul(eq_low[i], in_.remainder[i], {"term", i});
    Value right;
    for (size_t j = in_.partial_g.size(); j-- > 0;) {
      const Value of_h = cs_.mul(pub_.gamma2, in_.partial_h[j], {"gamma2", j});
      const Value higher = cs_.mul(pub_.alpha2, right, {"alpha2", j});
      right = in_.partial_g[j] + of_h + higher;
    }
    cs_.assert_zero(left - right, "block_identity");
    Sponge<Context> sponge(cs_, kTagC);
    sponge.absorb_list(in_.remainder, "absorb");
    sponge.absorb2(in_.salt3, Value(), "salt");
    cs_.assert_zero(sponge.s1() - pub_.h_3, "hash");
    Value w;
    for (size_t i = in_.remainder.size(); i-- > 0;) w = in_.remainder[i] + cs_.mul(pub_.z, w, {"z", i});
    cs_.assert_zero(w - pub_.w, "evaluation");
  }

  Context& cs_;
  const SizeClass& size_;
  const WrapPublic<Value>& pub_;
  const InnerMessages<Value>& in_;
  Sponge<Context> a_;
  std::vector<Value> selected_;  ///< of mu_min .. mu_max
  std::vector<Value> z_, r_, u_;
  Value p_, q_, lambda_, eta_, claim_, value_;
  std::vector<Value> theta_powers_;
};

}  // namespace wrap_detail

/// Every check of the circuit. REQUIRES: `in` has the shape for mu_max (InnerMessages::of_shape): rounds and layers
/// that mu does not reach are ignored and may hold anything.
template <class Context>
void wrap(Context& cs, const SizeClass& size, const typename Context::Value& pi,
          const WrapPublic<typename Context::Value>& pub, const InnerMessages<typename Context::Value>& in) {
  wrap_detail::Wrap<Context>(cs, size, pub, in).run(pi);
}

}  // namespace zkp
