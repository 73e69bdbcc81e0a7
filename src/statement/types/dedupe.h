/// DEDUPE (type 11): the second table has every distinct row of the first once.
///
///   entries  source, result
///   fields   strs columns, str key (one of them)
///
/// Multiplicities M are at least 1 and bounded, so that they cannot cancel; keys of the result are distinct. When two
/// different rows share a key no proof exists: then the key is no key. Specification 11.13.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct DedupeStatement : Statement {
  std::vector<ColumnRef> source, result;
  size_t key = 0;  ///< number among the columns
  uint64_t source_rows = 0, result_rows = 0;

  static constexpr int kMultiplicityLimbs = 2;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kDedupe; }
  RowCounts rows() const override { return {source_rows, result_rows, result_rows - 1}; }
  void build(Program& program) const override;
};

}  // namespace zkp
