/// HISTOGRAM (type 4): how often each of some public values occurs; together with the NULLs they are all rows.
///
///   fields     str column, u64 null_count, u32 k, k * (i128 bin, u64 count), bins strictly increasing
///   fractions  sum_rows live / (beta - (2 + gamma v)) = sum_bins count / (beta - (2 + gamma bin))
///
/// Equal bins would merge poles, so that increasing bins are essential. Specification 11.7.
#pragma once

#include "statement/blocks.h"
#include "statement/statement.h"

namespace zkp {

struct HistogramStatement : Statement {
  ColumnRef column;
  uint64_t null_count = 0;
  std::vector<__int128> bins;
  std::vector<uint64_t> counts;

  static constexpr uint32_t kMaxBins = 4096;

  static Result<std::unique_ptr<Statement>> read(const SizeClass& size_class, StatementReader& in);
  StatementType type() const override { return StatementType::kHistogram; }
  RowCounts rows() const override { return {column.body->rows, bins.size()}; }
  void build(Program& program) const override;
};

}  // namespace zkp
