#include "statement/make_statement.h"

#include <algorithm>

#include "base/encoding.h"
#include "statement/make/make.h"
#include "statement/truth.h"

namespace zkp {
namespace {

struct MakeEntry {
  std::string_view name;
  MakeFunction make;
};

constexpr MakeEntry kMakers[] = {
    {"sum", make_sums},
    {"mean", make_sums},
    {"variance", make_sums},
    {"sums", make_sums},
    {"mean-floor", make_mean_floor},
    {"range", make_range},
    {"well-typed", make_well_typed},
    {"nulls", make_nulls},
    {"min", make_min},
    {"max", make_max},
    {"median", make_median},
    {"quantile", make_quantile},
    {"count-where", make_count_where},
    {"balance", make_balance},
    {"histogram", make_histogram},
    {"group-sums", make_group_sums},
    {"covariance", make_covariance},
    {"unique", make_unique},
    {"knowledge", make_knowledge},
    {"member", make_member},
    {"non-member", make_non_member},
    {"affine", make_affine},
    {"filter", make_filter},
    {"shuffle", make_shuffle},
    {"sort", make_sort},
    {"split", make_split},
    {"dedupe", make_dedupe},
    {"join", make_join},
    {"disjoint", make_disjoint},
    {"dp-sum", make_dp_sum},
    {"composite", make_composite},
};

Result<Bytes> make_bytes(const StatementRequest& request, DatasetViews datasets, std::span<const PrivateTable> tables,
                         Entries entries, const StatementSecrets& secrets) {
  const StatementText& text = request.text;
  if (text.name == kBytesName) {
    const std::string* hex = text.param("bytes");
    if (hex == nullptr) return refuse("a statement given as bytes needs bytes=");
    return hex_decode(*hex);
  }
  const StatementName* name = find_statement_name(text.name);
  const auto maker = std::ranges::find(kMakers, text.name, &MakeEntry::name);
  if (name == nullptr || maker == std::end(kMakers)) {
    return Error(StatementError::kUnknownStatement, "unknown statement \"" + text.name + "\"");
  }
  if (text.columns.size() < name->min_columns || text.columns.size() > name->max_columns) {
    return usage(*name, "the number of columns is not right");
  }
  return maker->make({*name, text, datasets, tables, entries, secrets});
}

}  // namespace

namespace {

// The owner reads where it fails; a statement about one column fails there.
Error name_column(Error error, const StatementRequest& request) {
  if (error.code() == ErrorCode(StatementError::kFalse) && request.text.columns.size() == 1 &&
      error.where().column.empty())
    return std::move(error).with_column(request.text.columns[0]);
  return error;
}

Result<Bytes> make_checked(const StatementRequest& request, DatasetViews datasets, std::span<const PrivateTable> tables,
                           const StatementSecrets& secrets) {
  if (datasets.size() != request.others.size() + 1 || tables.size() != datasets.size()) {
    return Error(GeneralError::kInvalidArgument, "a request needs a view and a table of each of its datasets");
  }
  std::vector<const EntryBody*> entries;
  for (const DatasetView& each : datasets) entries.push_back(each.entry);
  ZKP_TRY(Bytes out, make_bytes(request, datasets, tables, entries, secrets));
  ZKP_TRY(const ClassedStatement read, read_classed_statement(out, entries));
  // Limits that only the program knows, before the work of looking at every row.
  ZKP_TRY_VOID(make_program(*read.statement, *read.size_class, Fr::from_u64(3), Fr::from_u64(5)));
  ZKP_TRY_VOID(check_truth(*read.statement, tables));
  const Result<FreshColumns> witness = make_witness(*read.statement, *read.size_class, tables);
  if (!witness.ok() && witness.error().code() == ErrorCode(GeneralError::kLimit)) {
    return Error(witness.error())
        .with_hint(
            "a larger limbs= reaches further; where the most is not enough, two count-where statements say the same");
  }
  if (!witness.ok()) return witness.error();
  return out;
}

}  // namespace

Result<Bytes> make_statement(const StatementRequest& request, DatasetViews datasets,
                             std::span<const PrivateTable> tables, const StatementSecrets& secrets) {
  Result<Bytes> out = make_checked(request, datasets, tables, secrets);
  if (!out.ok()) return name_column(std::move(out).error(), request);
  return out;
}

}  // namespace zkp
