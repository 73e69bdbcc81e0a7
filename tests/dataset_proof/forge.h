/// A prover that goes on with what is false, for tests of the verifier: with the fresh columns of an honest prover of
/// something else, or with ones that it made up.
#pragma once

#include <optional>

#include "dataset_proof/toy_cases.h"
#include "statement/witness_blocks.h"

namespace zkp::toy {

struct Forgery {
  std::string name;
  Case of;
  /// A part of the name of the check that has to fail.
  std::string refused_by;
  /// The fresh columns; nothing: those of an honest prover, of `as_if` where the statement itself has none.
  std::optional<FreshColumns> fresh = {};
  std::optional<Case> as_if = {};
  /// Then changes them.
  std::function<void(FreshColumns&)> tamper = {};
};

inline Result<FreshColumns> honest_columns(const SizeClass& size, const Case& of) {
  std::vector<const EntryBody*> entries;
  std::vector<PrivateTable> views;
  for (const auto& table : of.tables) {
    entries.push_back(&table->entry());
    views.push_back(table->view());
  }
  ZKP_TRY(const std::unique_ptr<Statement> statement, read_statement(size, of.statement, entries));
  return make_witness(*statement, size, views);
}

/// The verdict about a proof of what may be false; or what an honest prover says, which stops.
inline Result<void> forged(const SizeClass& size, const Forgery& forgery, bool stops_when_false = false) {
  FreshColumns fresh;
  if (forgery.fresh) {
    fresh = *forgery.fresh;
  } else {
    ZKP_TRY(fresh, honest_columns(size, forgery.as_if.value_or(forgery.of)));
  }
  const Case& of = forgery.of;
  const ProveOptions options{.tamper = forgery.tamper, .fresh = &fresh, .stops_when_false = stops_when_false};
  ZKP_TRY(const Proved proved, prove(size, of.statement, of.pointers(), options));
  return verify(size, of.statement, proved);
}

inline void expect_accepted(const Case& of, const std::function<void(FreshColumns&)>& tamper = {}) {
  const Result<void> verdict = forged(kClassT, {of.name, of, "", {}, {}, tamper});
  EXPECT_TRUE(verdict.ok()) << of.name << ": " << verdict.error().describe();
}
/// The proof exists, and the check that is named refuses it; an honest prover sees before that the statement is false.
inline void expect_refused(const Forgery& forgery) {
  const Result<void> verdict = forged(kClassT, forgery);
  ASSERT_FALSE(verdict.ok()) << "accepted: " << forgery.name;
  EXPECT_EQ(verdict.error().code(), CryptoError::kUnsatisfied) << forgery.name << ": " << verdict.error().describe();
  EXPECT_NE(verdict.error().message().find(forgery.refused_by), std::string::npos)
      << forgery.name << ": " << verdict.error().describe();
  const Result<void> honest = forged(kClassT, forgery, true);
  ASSERT_FALSE(honest.ok()) << forgery.name;
  EXPECT_EQ(honest.error().code(), StatementError::kFalse) << forgery.name << ": " << honest.error().describe();
}
inline void expect_refused(const std::vector<Forgery>& forgeries) {
  for (const Forgery& each : forgeries) expect_refused(each);
}

// ---- fresh columns that wrap around

/// Column `name` as field elements, to be changed at will.
inline std::vector<Fr>& elements_of(FreshColumns& fresh, const std::string& name) {
  PrivateColumn::Values& values = fresh.at(name);
  if (!std::holds_alternative<std::vector<Fr>>(values)) {
    std::vector<Fr> out = std::visit(
        [](const auto& list) {
          std::vector<Fr> made;
          for (const auto& each : list) {
            if constexpr (std::is_same_v<std::decay_t<decltype(each)>, Fr>) {
              made.push_back(each);
            } else {
              made.push_back(to_field(static_cast<__int128>(each)));
            }
          }
          return made;
        },
        values);
    values = std::move(out);
  }
  return std::get<std::vector<Fr>>(values);
}
inline std::function<void(FreshColumns&)> set(const std::string& name, size_t row, __int128 value) {
  return [=](FreshColumns& fresh) { elements_of(fresh, name).at(row) = to_field(value); };
}

inline Integers integers(const Values& values) { return Integers(values.begin(), values.end()); }
/// Limbs of v - lo and hi - v modulo 2^(4 L), whether v is between them or not.
inline FreshColumns wrapped_range(const Values& v, __int128 lo, __int128 hi, const std::string& name = "") {
  FreshColumns out;
  add_two_sided(out, name, integers(v), plan_range(lo, hi, 4).value(), 4);
  return out;
}
/// Limbs of the differences of neighbours less `step` modulo 2^(4 L).
inline FreshColumns wrapped_gaps(const Values& keys, int64_t step, int limbs = kGapLimbs) {
  Integers gaps;
  for (size_t i = 0; i + 1 < keys.size(); ++i) gaps.push_back(static_cast<__int128>(keys[i + 1]) - keys[i] - step);
  FreshColumns out;
  add_limbs(out, "g", gaps, limbs, limbs, 4);
  return out;
}

}  // namespace zkp::toy
