#include "dataset_proof/proving_memory.h"

#include <algorithm>

#include "base/check.h"
#include "dataset_proof/final_claim.h"
#include "sumcheck/fraction_levels.h"

namespace zkp {
namespace {

/// The witness of the wrap circuit, its vectors and sums: the same for every proof of a class.
constexpr size_t kWrapBytes = size_t{160} << 20;

}  // namespace

ProvingMemory ProvingMemory::of(const FormTables& tables) {
  const Program& program = tables.program();
  const size_t rows = tables.rows(), block = program.size_class().block();
  ProvingMemory out;
  for (size_t i = 0; i < program.columns().size(); ++i) {
    const ColumnKind kind = program.columns()[i].kind;
    if (kind != ColumnKind::kNotarised) out.fresh += tables.column(i).bytes();
  }
  out.leaves = bound_leaf_bytes(SlotLeaves(tables));
  out.fractions = rows / 2 * sizeof(Fr) + out.leaves;
  out.rows = rows * sizeof(Fr) + final_claim_bytes(tables);
  out.opening = (rows + block) * sizeof(Fr);
  out.wrap = kWrapBytes;
  return out;
}

size_t ProvingMemory::least() const { return fresh + std::max({fractions, rows, opening, wrap}); }

size_t ProvingMemory::tree(size_t max_bytes) const {
  ZKP_CHECK(max_bytes >= least());
  // All levels beside the weights; later the lowest of them, half of all, beside the lowest layer.
  const size_t free = max_bytes - fresh - fractions;
  return std::min(free + leaves, 2 * free);
}

}  // namespace zkp
