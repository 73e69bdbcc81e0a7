#include "statement/statement.h"

#include <algorithm>

#include "statement/types/affine.h"
#include "statement/types/composite.h"
#include "statement/types/count_compare.h"
#include "statement/types/count_equal.h"
#include "statement/types/covariance.h"
#include "statement/types/dedupe.h"
#include "statement/types/disjoint.h"
#include "statement/types/filter.h"
#include "statement/types/group_sums.h"
#include "statement/types/histogram.h"
#include "statement/types/join.h"
#include "statement/types/knowledge.h"
#include "statement/types/mean_floor.h"
#include "statement/types/member.h"
#include "statement/types/min_max.h"
#include "statement/types/noisy_sum.h"
#include "statement/types/non_member.h"
#include "statement/types/quantile.h"
#include "statement/types/range.h"
#include "statement/types/shuffle.h"
#include "statement/types/sort.h"
#include "statement/types/split.h"
#include "statement/types/sums.h"
#include "statement/types/unique_key.h"
#include "statement/types/well_typed.h"

namespace zkp {
namespace {

constexpr std::string_view kMagic = "ZDS1";
constexpr uint16_t kVersion = 1;

struct TypeEntry {
  StatementType type;
  size_t entries;
  Result<std::unique_ptr<Statement>> (*read)(const SizeClass&, StatementReader&);
};

constexpr TypeEntry kTypes[] = {
    {StatementType::kSums, 1, SumsStatement::read},
    {StatementType::kRange, 1, RangeStatement::read},
    {StatementType::kCountCompare, 1, CountCompareStatement::read},
    {StatementType::kHistogram, 1, HistogramStatement::read},
    {StatementType::kSplit, 3, SplitStatement::read},
    {StatementType::kWellTyped, 1, WellTypedStatement::read},
    {StatementType::kAffine, 2, AffineStatement::read},
    {StatementType::kFilter, 2, FilterStatement::read},
    {StatementType::kSort, 2, SortStatement::read},
    {StatementType::kUniqueKey, 1, UniqueKeyStatement::read},
    {StatementType::kDedupe, 2, DedupeStatement::read},
    {StatementType::kJoin, 3, JoinStatement::read},
    {StatementType::kMember, 1, MemberStatement::read},
    {StatementType::kNonMember, 1, NonMemberStatement::read},
    {StatementType::kGroupSums, 1, GroupSumsStatement::read},
    {StatementType::kNoisySum, 2, NoisySumStatement::read},
    {StatementType::kCountEqual, 1, CountEqualStatement::read},
    {StatementType::kMinMax, 1, MinMaxStatement::read},
    {StatementType::kQuantile, 1, QuantileStatement::read},
    {StatementType::kShuffle, 2, ShuffleStatement::read},
    {StatementType::kMeanFloor, 1, MeanFloorStatement::read},
    {StatementType::kCovariance, 1, CovarianceStatement::read},
    {StatementType::kComposite, 1, CompositeStatement::read},
    {StatementType::kDisjoint, 2, DisjointStatement::read},
    {StatementType::kKnowledge, 1, KnowledgeStatement::read},
};

const TypeEntry* find_type(StatementType type) {
  const auto at = std::ranges::find(kTypes, type, &TypeEntry::type);
  return at == std::end(kTypes) ? nullptr : &*at;
}

Result<StatementType> read_header(ByteReader& in) {
  ZKP_TRY(const auto magic, in.array<4>());
  ZKP_TRY(const uint16_t code, in.u16());
  ZKP_TRY(const uint16_t version, in.u16());
  if (as_text(magic) != kMagic || version != kVersion) return refuse("these are no bytes of a statement of version 1");
  const auto type = static_cast<StatementType>(code);
  if (find_type(type) == nullptr) {
    return Error(StatementError::kUnknownStatement, "statement type " + std::to_string(code) + " is unknown");
  }
  return type;
}

}  // namespace

Result<StatementType> statement_type(ByteView bytes) {
  ByteReader in(bytes);
  return read_header(in);
}

size_t entry_count(StatementType type) {
  const TypeEntry* found = find_type(type);
  ZKP_CHECK(found != nullptr);
  return found->entries;
}

Result<std::unique_ptr<Statement>> read_statement(const SizeClass& size_class, ByteView bytes, Entries entries) {
  if (bytes.size() > kMaxStatementBytes) {
    return Error(GeneralError::kLimit, "a statement has at most " + std::to_string(kMaxStatementBytes) + " bytes");
  }
  ByteReader header(bytes);
  ZKP_TRY(const StatementType type, read_header(header));
  const TypeEntry& found = *find_type(type);
  if (entries.size() != found.entries) {
    return refuse("the statement speaks about " + std::to_string(found.entries) + " tables, not " +
                  std::to_string(entries.size()));
  }
  for (const EntryBody* entry : entries) {
    if (entry->srs_id != entries[0]->srs_id)
      return refuse("the tables are committed to under different reference strings");
  }
  StatementReader in(bytes.subspan(bytes.size() - header.left()), entries);
  return found.read(size_class, in);
}

Result<Program> make_program(const Statement& statement, const SizeClass& size_class, const Fr& beta, const Fr& gamma) {
  Program out(size_class, statement.rows(), beta, gamma);
  statement.build(out);
  ZKP_TRY_VOID(out.finish());
  return out;
}

ByteWriter start_statement(StatementType type) {
  ByteWriter out;
  out.raw(kMagic).u16(static_cast<uint16_t>(type)).u16(kVersion);
  return out;
}

}  // namespace zkp
