/// GROUP_SUMS (type 15): sum and number of the values in each of some public groups, which are all rows.
///
///   fields     str value, str group, u32 m, m * (i128 group, i256 sum, u64 count), groups strictly increasing
///   fractions  the residue of the pole at a group is the sum of its values less the public one, and likewise for
///   counts
///
/// Integers where the value column is well typed. Specification 11.8.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct GroupSumsStatement : Statement {
  struct Group {
    __int128 group;
    Int256 sum;
    uint64_t count;
  };
  ColumnRef value, group;
  std::vector<Group> groups;

  static constexpr uint32_t kMaxGroups = 4096;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kGroupSums; }
  RowCounts rows() const override { return {value.body->rows, groups.size()}; }
  void build(Program& program) const override;
};

}  // namespace zkp
