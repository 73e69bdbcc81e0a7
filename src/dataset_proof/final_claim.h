/// The second inner sumcheck (specification 7.2): one point r at which everything that the fraction tree, the
/// constraints and the sums say of the rows is a claim about the values of the program's forms.
#pragma once

#include <array>
#include <vector>

#include "dataset_proof/form_tables.h"
#include "sumcheck/fraction_gkr.h"

namespace zkp {

struct FinalClaim {
  std::vector<std::array<Fr, 4>> rounds;  ///< a1 .. a4
  std::vector<Fr> r;
  std::vector<Fr> values;  ///< of every form at r
  bool holds;  ///< what the rounds are about is what was claimed before: if not, a constraint is violated in some row
};

/// sum_x K(x) A(x) B(x) for each sum slot.
std::array<Fr, kSumSlotCount> slot_sums(const FormTables& tables, TaskPool* pool);

/// Bytes of the tables that prove_final_claim() makes.
size_t final_claim_bytes(const FormTables& tables);

/// `transcript`: in the state behind the fraction tree; it absorbs the sums first. Not constant-time.
FinalClaim prove_final_claim(const FormTables& tables, const FractionProof& fractions,
                             const std::array<Fr, kSumSlotCount>& sums, PoseidonSponge& transcript, TaskPool* pool);

}  // namespace zkp
