/// Packs claims into the fewest COMPOSITE statements.
///
/// A statement holds 2 to 8 claims, 15 look-ups besides the range table, 7 committed limbs (9 fresh columns with the
/// multiplicities and the mask), 8 constraints and 4 sums (specification 11.20). Packing vectors is NP-hard: first fit
/// over several orders, then a search for fewer statements that is exact as long as it takes at most kMaxSteps.
/// Pure, part of the verifier. Internal to statement/.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "statement/types/composite.h"

namespace zkp {

/// What a claim takes of a statement, besides the two constraints of a nullable column that some claim names.
struct ClaimCost {
  int claims = 1, limbs = 0, looks = 0, constraints = 0, sums = 0;
};
struct PackedClaim {
  CompositeStatement::Kind kind;
  std::string column;
  bool nullable = false;
  ClaimCost cost;
};

/// Error: that of the plan.
Result<ClaimCost> claim_cost(const Result<TypePlan>& plan, CompositeStatement::Kind kind);

/// Positions of the claims of each statement, in ascending order, statements by their first claim. A statement may have
/// one claim, which is then made alone. REQUIRES: every claim fits in a statement by itself.
std::vector<std::vector<size_t>> pack_claims(const std::vector<PackedClaim>& claims);

/// Whether they fit in one statement.
bool fit_together(const std::vector<PackedClaim>& claims, const std::vector<size_t>& chosen);

}  // namespace zkp
