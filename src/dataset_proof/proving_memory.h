/// How much memory a proof takes, before it is made.
#pragma once

#include <cstddef>

#include "dataset_proof/form_tables.h"

namespace zkp {

/// Bytes of the large tables of a proof, phase by phase. Not counted: the columns of the tables that it is about, and
/// what is mapped from files (the reference string and the proving key), which the system takes back when it needs to.
struct ProvingMemory {
  size_t fresh = 0;      ///< columns that the prover makes; during all phases
  size_t fractions = 0;  ///< weights of the rows, and the lowest layer of the tree; no level of it
  size_t leaves = 0;     ///< of `fractions`: the lowest layer
  size_t rows = 0;       ///< the second sumcheck
  size_t opening = 0;
  size_t wrap = 0;

  static ProvingMemory of(const FormTables& tables);

  /// With less than this there is no proof.
  size_t least() const;
  /// What may be kept of the fraction tree so that all together is at most `max_bytes`. REQUIRES: least() or more.
  size_t tree(size_t max_bytes) const;
};

}  // namespace zkp
