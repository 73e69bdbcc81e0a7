/// MEMBER (type 13): each of some public records occurs in the table at least once.
///
///   fields     those of records.h
///   fractions  sum_records 1 / (beta - (7 + record)) = sum_rows M / (beta - (7 + row)), M the multiplicities
///
/// Raw (value, null flag) pairs are compared. Specification 11.14.
#pragma once

#include "statement/statement.h"
#include "statement/types/records.h"

namespace zkp {

struct MemberStatement : Statement {
  PublicRecords listed;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kMember; }
  RowCounts rows() const override { return {listed.columns[0].body->rows, listed.records.size()}; }
  void build(Program& program) const override;
};

}  // namespace zkp
