/// NON_MEMBER (type 14): none of at most 16 public records occurs in the table.
///
///   fields     those of records.h
///   fractions  per record, with numerator 0: DEN = sum_k beta^(k-1) (column_k - record_k) + gamma (1 - CHI1); a row
///              equal to the record makes it 0
///
/// Nullable columns have the constraints of 6.5, at most four of them (errata E2): without them a null flag 2 would
/// hide a match. A dishonest encoder defeats it. Specification 11.14.
#pragma once

#include "statement/statement.h"
#include "statement/types/records.h"

namespace zkp {

struct NonMemberStatement : Statement {
  PublicRecords listed;

  static constexpr size_t kMaxRecords = 16;
  static constexpr size_t kMaxNullable = 4;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kNonMember; }
  RowCounts rows() const override { return {listed.columns[0].body->rows}; }
  void build(Program& program) const override;
};

}  // namespace zkp
