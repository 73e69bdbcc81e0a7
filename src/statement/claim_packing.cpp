#include "statement/claim_packing.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <set>

namespace zkp {
namespace {

using Kind = CompositeStatement::Kind;

/// claims, limbs, looks, constraints, sums
using Vector = std::array<int, 5>;
constexpr Vector kRoom = {static_cast<int>(CompositeStatement::kMaxClaims), static_cast<int>(Program::kMaxFresh) - 2,
                          static_cast<int>(kFractionSlotCount) - 1, static_cast<int>(kConstraintSlotCount),
                          static_cast<int>(kSumSlotCount)};
constexpr int kNullConstraints = 2;
constexpr size_t kMaxSteps = 200'000;
constexpr size_t kMaxSearched = 64;

Vector vector_of(const ClaimCost& cost) { return {cost.claims, cost.limbs, cost.looks, cost.constraints, cost.sums}; }

class Bin {
 public:
  bool takes(const PackedClaim& claim) const {
    // Most statements of a wide table are full: no names are looked up for them.
    if (!has_room(vector_of(claim.cost))) return false;
    return !made_.contains({claim.kind, claim.column}) && has_room(needs(claim));
  }
  void add(size_t number, const PackedClaim& claim) {
    const Vector more = needs(claim);
    for (size_t d = 0; d < kRoom.size(); ++d) used_[d] += more[d];
    made_.insert({claim.kind, claim.column});
    ++columns_[claim.column];
    members_.push_back(number);
  }
  /// REQUIRES: the claim was the last one added.
  void remove(const PackedClaim& claim) {
    made_.erase({claim.kind, claim.column});
    if (--columns_[claim.column] == 0) columns_.erase(claim.column);
    const Vector less = needs(claim);
    for (size_t d = 0; d < kRoom.size(); ++d) used_[d] -= less[d];
    members_.pop_back();
  }
  const std::vector<size_t>& members() const { return members_; }

 private:
  bool has_room(const Vector& more) const {
    for (size_t d = 0; d < kRoom.size(); ++d) {
      if (used_[d] + more[d] > kRoom[d]) return false;
    }
    return true;
  }
  Vector needs(const PackedClaim& claim) const {
    Vector out = vector_of(claim.cost);
    if (claim.nullable && !columns_.contains(claim.column)) out[3] += kNullConstraints;
    return out;
  }

  Vector used_{};
  std::set<std::pair<Kind, std::string>> made_;
  std::map<std::string, int> columns_;
  std::vector<size_t> members_;
};

using Bins = std::vector<Bin>;

Bins first_fit(const std::vector<PackedClaim>& claims, const std::vector<size_t>& order) {
  Bins out;
  for (const size_t i : order) {
    auto at = std::ranges::find_if(out, [&](const Bin& bin) { return bin.takes(claims[i]); });
    if (at == out.end()) at = out.insert(out.end(), Bin());
    at->add(i, claims[i]);
  }
  return out;
}

size_t quotient_rounded_up(int a, int b) { return static_cast<size_t>((a + b - 1) / b); }

// No packing has fewer statements. Each resource by itself, a nullable column's constraints counted once: the sum of
// what is needed; and of claims that need at least t, no more than room / t share a statement.
size_t lower_bound(const std::vector<PackedClaim>& claims) {
  Vector total{};
  std::set<std::string> nullable;
  for (const PackedClaim& each : claims) {
    const Vector cost = vector_of(each.cost);
    for (size_t d = 0; d < total.size(); ++d) total[d] += cost[d];
    if (each.nullable && nullable.insert(each.column).second) total[3] += kNullConstraints;
  }
  size_t out = claims.empty() ? 0 : 1;
  for (size_t d = 0; d < total.size(); ++d) {
    out = std::max(out, quotient_rounded_up(total[d], kRoom[d]));
    for (int t = 1; t <= kRoom[d]; ++t) {
      const auto needing = static_cast<int>(
          std::ranges::count_if(claims, [&](const PackedClaim& c) { return vector_of(c.cost)[d] >= t; }));
      out = std::max(out, quotient_rounded_up(needing, kRoom[d] / t));
    }
  }
  return out;
}

double weight(const PackedClaim& claim, bool by_largest) {
  const Vector cost = vector_of(claim.cost);
  double sum = 0, largest = 0;
  for (size_t d = 0; d < cost.size(); ++d) {
    const double part = static_cast<double>(cost[d] + (d == 3 && claim.nullable ? kNullConstraints : 0)) / kRoom[d];
    sum += part;
    largest = std::max(largest, part);
  }
  return by_largest ? largest : sum;
}

// Puts one claim after the other into each statement that takes it, or into a new one while that can still be fewer.
class Search {
 public:
  Search(const std::vector<PackedClaim>& claims, std::vector<size_t> order, Bins best)
      : claims_(claims), order_(std::move(order)), best_(std::move(best)), bound_(lower_bound(claims)) {}

  Bins run() {
    place(0);
    return std::move(best_);
  }

 private:
  bool is_done() const { return best_.size() <= bound_ || steps_ > kMaxSteps; }

  void place(size_t depth) {
    if (is_done() || bins_.size() >= best_.size()) return;
    ++steps_;
    if (depth == order_.size()) {
      best_ = bins_;
      return;
    }
    const size_t number = order_[depth];
    const PackedClaim& claim = claims_[number];
    for (size_t b = 0; b < bins_.size() && !is_done(); ++b) {
      if (!bins_[b].takes(claim)) continue;
      bins_[b].add(number, claim);
      place(depth + 1);
      bins_[b].remove(claim);
    }
    if (bins_.size() + 1 >= best_.size()) return;
    bins_.emplace_back();
    bins_.back().add(number, claim);
    place(depth + 1);
    bins_.pop_back();
  }

  const std::vector<PackedClaim>& claims_;
  std::vector<size_t> order_;
  Bins best_, bins_;
  size_t bound_;
  size_t steps_ = 0;
};

}  // namespace

Result<ClaimCost> claim_cost(const Result<TypePlan>& plan, Kind kind) {
  ClaimCost out;
  if (kind == Kind::kSum) {
    out.sums = 1;
    return out;
  }
  if (!plan.ok()) return plan.error();
  switch (plan->kind) {
    case TypePlan::Kind::kNothing:
      break;
    case TypePlan::Kind::kBool:
      out.constraints = 1;
      break;
    case TypePlan::Kind::kOneSided:
      out.limbs = plan->limbs - 1;
      out.looks = plan->limbs;
      break;
    case TypePlan::Kind::kTwoSided:
      out.limbs = 2 * (plan->limbs - 1);
      out.looks = 2 * plan->limbs;
      break;
  }
  return out;
}

std::vector<std::vector<size_t>> pack_claims(const std::vector<PackedClaim>& claims) {
  std::vector<size_t> given(claims.size());
  std::iota(given.begin(), given.end(), size_t{0});
  Bins best = first_fit(claims, given);
  std::vector<size_t> order = given;
  for (const bool by_largest : {true, false}) {
    order = given;
    std::ranges::stable_sort(
        order, [&](size_t a, size_t b) { return weight(claims[a], by_largest) > weight(claims[b], by_largest); });
    Bins found = first_fit(claims, order);
    if (found.size() < best.size()) best = std::move(found);
  }
  if (claims.size() <= kMaxSearched) best = Search(claims, order, std::move(best)).run();
  std::vector<std::vector<size_t>> out;
  for (const Bin& bin : best) {
    out.push_back(bin.members());
    std::ranges::sort(out.back());
  }
  std::ranges::sort(out);
  return out;
}

bool fit_together(const std::vector<PackedClaim>& claims, const std::vector<size_t>& chosen) {
  Bin bin;
  for (const size_t i : chosen) {
    if (!bin.takes(claims[i])) return false;
    bin.add(i, claims[i]);
  }
  return true;
}

}  // namespace zkp
