#include "statement/types/group_sums.h"

namespace zkp {

Result<std::unique_ptr<Statement>> GroupSumsStatement::read(const SizeClass&, StatementReader& in) {
  auto out = std::make_unique<GroupSumsStatement>();
  ZKP_TRY(out->value, in.column(0, TypeGroup::kArith, StatementReader::Nulls::kRefused));
  ZKP_TRY(out->group, in.column(0, TypeGroup::kOrd, StatementReader::Nulls::kRefused));
  if (out->group.type().code == TypeCode::kKey62)
    return refuse("hash codes are no groups").with_column(out->group.name());
  ZKP_TRY(const uint32_t count, in.u32());
  if (count < 1 || count > kMaxGroups) return refuse("1 to 4,096 groups");
  if (out->value.name() == out->group.name()) return refuse("the column is named twice");
  unsigned __int128 total = 0;
  for (uint32_t i = 0; i < count; ++i) {
    Group each{};
    ZKP_TRY(each.group, in.i128());
    ZKP_TRY(each.sum, in.i256());
    ZKP_TRY(each.count, in.u64());
    ZKP_TRY_VOID(check_constant(each.group));
    if (i > 0 && each.group <= out->groups.back().group) return refuse("the groups are not strictly increasing");
    ZKP_TRY_VOID(check_published(each.sum, Int256::from_u64(each.count) * magnitude_of(out->value)));
    total += each.count;
    out->groups.push_back(each);
  }
  ZKP_TRY_VOID(in.end());
  if (total != in.rows(0)) return refuse("the counts do not add up to the rows of the table");
  return std::unique_ptr<Statement>(std::move(out));
}

void GroupSumsStatement::build(Program& program) const {
  const AffineForm rows1(VirtualColumn::kRows1), rows2(VirtualColumn::kRows2);
  const AffineForm v = program.notarised(value, 1).value, k = program.notarised(group, 1).value;
  std::vector<Fr> keys, sums, counts;
  for (const Group& each : groups) {
    keys.push_back(to_field(each.group));
    sums.push_back(to_field(each.sum));
    counts.push_back(Fr::from_u64(each.count));
  }
  const AffineForm g = program.public_column("G", keys), s = program.public_column("S", sums),
                   n = program.public_column("N", counts);
  program.fraction(v, rows1, fingerprint(program, ArgumentTag::kGroup, {k}));
  program.fraction(-s, rows2, fingerprint(program, ArgumentTag::kGroup, {g}));
  program.fraction(rows1, AffineForm::one(), fingerprint(program, ArgumentTag::kHistogram, {k}));
  program.fraction(-n, rows2, fingerprint(program, ArgumentTag::kHistogram, {g}));
}

}  // namespace zkp
