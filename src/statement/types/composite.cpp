#include "statement/types/composite.h"

#include <set>

namespace zkp {
namespace {

using Claim = CompositeStatement::Claim;
using Kind = CompositeStatement::Kind;

Result<Claim> read_claim(const SizeClass& size_class, StatementReader& in) {
  using Nulls = StatementReader::Nulls;
  ZKP_TRY(const uint8_t kind, in.u8());
  Claim out{};
  out.kind = static_cast<Kind>(kind);
  switch (out.kind) {
    case Kind::kRange: {
      ZKP_TRY(out.column, in.column(0, TypeGroup::kOrd, Nulls::kAllowed));
      ZKP_TRY(const __int128 lo, in.i128());
      ZKP_TRY(const __int128 hi, in.i128());
      ZKP_TRY_VOID(check_constant(lo));
      ZKP_TRY_VOID(check_constant(hi));
      ZKP_TRY(out.plan, plan_range(lo, hi, size_class.limb_bits));
      return out;
    }
    case Kind::kType: {
      ZKP_TRY(out.column, in.column(0, TypeGroup::kAny, Nulls::kAllowed));
      ZKP_TRY(out.plan, plan_type(out.column.type(), size_class.limb_bits));
      return out;
    }
    case Kind::kSum: {
      ZKP_TRY(out.column, in.column(0, TypeGroup::kArith, Nulls::kRefused));
      ZKP_TRY(out.sum, in.i256());
      ZKP_TRY_VOID(check_published(out.sum, Int256::from_u64(in.rows(0)) * magnitude_of(out.column)));
      return out;
    }
  }
  return refuse("claim kind " + std::to_string(kind) + " is unknown");
}

}  // namespace

Result<std::unique_ptr<Statement>> CompositeStatement::read(const SizeClass& size_class, StatementReader& in) {
  auto out = std::make_unique<CompositeStatement>();
  ZKP_TRY(const uint8_t count, in.u8());
  if (count < 2 || count > kMaxClaims) return refuse("2 to 8 claims");
  for (size_t i = 0; i < count; ++i) {
    ZKP_TRY(Claim claim, read_claim(size_class, in));
    for (const Claim& other : out->claims) {
      if (other.kind == claim.kind && other.column.name() == claim.column.name())
        return refuse("a claim is made twice");
    }
    out->claims.push_back(std::move(claim));
  }
  ZKP_TRY_VOID(in.end());
  return std::unique_ptr<Statement>(std::move(out));
}

void CompositeStatement::build(Program& program) const {
  const AffineForm rows1(VirtualColumn::kRows1), one = AffineForm::one();
  std::vector<NotarisedForms> columns;  // of each claim
  std::vector<NotarisedForms> distinct;
  std::set<std::string> seen;
  for (const Claim& claim : claims) {
    columns.push_back(program.notarised(claim.column, 1));
    if (seen.insert(claim.column.name()).second) distinct.push_back(columns.back());
  }
  std::vector<std::vector<AffineForm>> limbs(claims.size());
  for (size_t i = 0; i < claims.size(); ++i) {
    if (claims[i].kind == Kind::kSum) continue;
    limbs[i] = type_limbs(program, std::to_string(i) + "_", columns[i].value, claims[i].plan);
  }
  for (const NotarisedForms& column : distinct) enforce_null_safety(program, 1, column);
  for (size_t i = 0; i < claims.size(); ++i) {
    const NotarisedForms& v = columns[i];
    if (claims[i].kind == Kind::kType && claims[i].plan.kind == TypePlan::Kind::kBool) {
      program.constraint(rows1, v.value, v.value - one, AffineForm::zero());
    }
    if (claims[i].kind == Kind::kSum) program.sum(rows1, v.value, one, to_field(claims[i].sum));
    look_all(program, rows1, v.live(), limbs[i]);
  }
}

}  // namespace zkp
