#include "statement/types/histogram.h"

namespace zkp {

Result<std::unique_ptr<Statement>> HistogramStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<HistogramStatement>();
  ZKP_TRY(out->column, in.column(0, TypeGroup::kOrd, StatementReader::Nulls::kAllowed));
  if (out->column.type().code == TypeCode::kKey62)
    return refuse("hash codes have no histogram").with_column(out->column.name());
  ZKP_TRY(out->null_count, in.u64());
  ZKP_TRY(const uint32_t bins, in.u32());
  if (bins < 1 || bins > kMaxBins) return refuse("1 to 4,096 bins");
  unsigned __int128 total = out->null_count;
  for (uint32_t i = 0; i < bins; ++i) {
    ZKP_TRY(const __int128 bin, in.i128());
    ZKP_TRY(const uint64_t count, in.u64());
    ZKP_TRY_VOID(check_constant(bin));
    if (i > 0 && bin <= out->bins.back()) return refuse("the bins are not strictly increasing");
    out->bins.push_back(bin);
    out->counts.push_back(count);
    total += count;
  }
  ZKP_TRY_VOID(in.end());
  if (!out->column.nullable() && out->null_count != 0) return refuse("a column that is not nullable has no NULLs");
  if (total != in.rows(0)) return refuse("the counts do not add up to the rows of the table");
  return std::unique_ptr<Statement>(std::move(out));
}

void HistogramStatement::build(Program& program) const {
  const NotarisedForms v = program.notarised(column, 1);
  std::vector<Fr> of_bins, of_counts;
  for (const __int128 bin : bins) of_bins.push_back(to_field(bin));
  for (const uint64_t count : counts) of_counts.push_back(Fr::from_u64(count));
  const AffineForm bin = program.public_column("bins", of_bins), count = program.public_column("counts", of_counts);
  enforce_null_safety(program, 1, v);
  if (v.is_null) { program.sum(VirtualColumn::kRows1, *v.is_null, AffineForm::one(), Fr::from_u64(null_count)); }
  program.fraction(VirtualColumn::kRows1, v.live(), fingerprint(program, ArgumentTag::kHistogram, {v.value}));
  program.fraction(-count, VirtualColumn::kRows2, fingerprint(program, ArgumentTag::kHistogram, {bin}));
}

}  // namespace zkp
