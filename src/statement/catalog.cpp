#include "statement/catalog.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/utf8.h"
#include "hash/sha2.h"
#include "statement/words/describe.h"
#include "statement/words/names.h"

namespace zkp {
namespace {

constexpr size_t kMaxTextBytes = 65536;  // of parse_statement_text

struct DescribeEntry {
  StatementType type;
  DescribeFunction describe;
};

constexpr DescribeEntry kDescriptions[] = {
    {StatementType::kSums, describe_sums},
    {StatementType::kRange, describe_range},
    {StatementType::kCountCompare, describe_count_compare},
    {StatementType::kHistogram, describe_histogram},
    {StatementType::kSplit, describe_split},
    {StatementType::kWellTyped, describe_well_typed},
    {StatementType::kAffine, describe_affine},
    {StatementType::kFilter, describe_filter},
    {StatementType::kSort, describe_sort},
    {StatementType::kUniqueKey, describe_unique_key},
    {StatementType::kDedupe, describe_dedupe},
    {StatementType::kJoin, describe_join},
    {StatementType::kMember, describe_member},
    {StatementType::kNonMember, describe_non_member},
    {StatementType::kGroupSums, describe_group_sums},
    {StatementType::kNoisySum, describe_noisy_sum},
    {StatementType::kCountEqual, describe_count_equal},
    {StatementType::kMinMax, describe_min_max},
    {StatementType::kQuantile, describe_quantile},
    {StatementType::kShuffle, describe_shuffle},
    {StatementType::kMeanFloor, describe_mean_floor},
    {StatementType::kCovariance, describe_covariance},
    {StatementType::kComposite, describe_composite},
    {StatementType::kDisjoint, describe_disjoint},
    {StatementType::kKnowledge, describe_knowledge},
};

Error unknown_statement(const std::string& name) {
  std::string names;
  for (const StatementName& each : statement_names()) {
    names += (names.empty() ? "" : ", ") + std::string(each.info.example);
  }
  Error out(StatementError::kUnknownStatement, "unknown statement \"" + name + "\"");
  if (name == "rows") return std::move(out).with_hint("the entry itself says how many rows there are");
  return std::move(out).with_hint("statements are " + names);
}

// statement;bytes=HEX[;with=OTHERS]
Result<StatementRequest> parse_bytes_request(StatementText text) {
  const std::string* hex = text.param("bytes");
  if (hex == nullptr || !text.columns.empty() || text.params.size() > 2) {
    return refuse("a statement that no short text says needs bytes=, and with= for further datasets")
        .with_hint("longer ones cannot be typed: use the program interface");
  }
  ZKP_TRY(const Bytes bytes, hex_decode(*hex));
  ZKP_TRY(const StatementType type, statement_type(bytes));
  StatementRequest out;
  if (const std::string* with = text.param("with")) { ZKP_TRY(out.others, parse_words(*with)); }
  if (out.others.size() + 1 != entry_count(type) || (text.params.size() == 2 && text.param("with") == nullptr)) {
    return refuse("with= must name the " + std::to_string(entry_count(type) - 1) + " further datasets");
  }
  out.text = std::move(text);
  return out;
}

Result<void> check_params(const StatementName& name, const StatementText& text) {
  const std::vector<std::string_view> datasets = split_words(name.datasets), params = split_words(name.params);
  for (const auto& [key, value] : text.params) {
    if (std::ranges::count(datasets, key) == 0 && std::ranges::count(params, key) == 0) {
      return usage(name, "has no parameter \"" + key + "\"");
    }
  }
  if (text.columns.size() < name.min_columns || text.columns.size() > name.max_columns) {
    const std::string least = std::to_string(name.min_columns), most = std::to_string(name.max_columns);
    return usage(name,
                 "needs " + (least == most ? least : least + " to " + most) + (most == "1" ? " column" : " columns"));
  }
  return {};
}

std::vector<const EntryBody*> entries_of(DatasetViews datasets) {
  std::vector<const EntryBody*> out;
  for (const DatasetView& each : datasets) {
    ZKP_CHECK(each.entry != nullptr);
    out.push_back(each.entry);
  }
  return out;
}

// The committed columns that the program reads.
Result<std::vector<ColumnOf>> columns_read(const ClassedStatement& read) {
  ZKP_TRY(const Program program, make_program(*read.statement, *read.size_class, Fr::from_u64(0x5851f42d4c957f2d),
                                              Fr::from_u64(0x14057b7ef767814f)));
  std::vector<ColumnOf> out;
  for (const ProgramColumn& each : program.columns()) {
    if (each.kind == ColumnKind::kNotarised) out.push_back({each.entry, each.entry_column});
  }
  return out;
}

void sort_distinct(std::vector<ColumnOf>& columns) {
  std::ranges::sort(columns);
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
}

// What somebody can type, or the bytes themselves.
std::string text_of(const std::optional<StatementText>& text, ByteView statement, DatasetViews datasets) {
  if (text) {
    std::string out = format_statement_text(*text);
    const bool fits = out.size() <= kMaxTextBytes && text->columns.size() <= Program::kMaxNotarised;
    if (fits && is_valid_utf8(out) && !has_control_character(out)) return out;
  }
  StatementText raw{std::string(kBytesName), {}, {{"bytes", hex_encode(statement)}}};
  std::vector<std::string> others;
  for (const DatasetView& each : datasets.subspan(1)) others.push_back(each.name);
  if (!others.empty()) raw.params.emplace_back("with", words_text(others));
  std::string out = format_statement_text(raw);
  if (out.size() <= kMaxTextBytes && is_valid_utf8(out) && !has_control_character(out)) return out;
  return std::string(kBytesName) + ";sha256=" + hex_encode(sha256(statement));
}

void add_common(StatementView& view, DatasetViews datasets) {
  view.outputs["rows"] = std::to_string(datasets[0].entry->rows);
  sort_distinct(view.relies_on);
  sort_distinct(view.typed);
  std::erase_if(view.relies_on, [&](const ColumnOf& each) { return std::ranges::binary_search(view.typed, each); });
  for (const ColumnOf& each : view.relies_on) {
    view.not_shown.push_back(
        "that the values of " + quoted(each.column) + " of " + dataset_words(datasets, each.dataset) +
        " are valid for their type, which another proof has to show: without it the equations hold "
        "modulo a prime of 255 bits only");
  }
  view.not_shown.emplace_back(
      "that these values are the content of some file: only recomputation from the file shows that");
  view.not_shown.emplace_back("that the data is true, complete or lawfully owned");
}

}  // namespace

Result<StatementRequest> parse_request(std::string_view text) {
  ZKP_TRY(StatementText parsed, parse_statement_text(text));
  if (parsed.name == kBytesName) return parse_bytes_request(std::move(parsed));
  const StatementName* name = find_statement_name(parsed.name);
  if (name == nullptr) return unknown_statement(parsed.name);
  ZKP_TRY_VOID(check_params(*name, parsed));
  StatementRequest out;
  for (const std::string_view key : split_words(name->datasets)) {
    const std::string* value = parsed.param(key);
    if (value == nullptr && !name->datasets_are_optional) return usage(*name, "needs " + std::string(key) + "=");
    std::string other;
    if (value != nullptr) { ZKP_TRY(other, unquote(*value)); }
    out.others.push_back(std::move(other));
  }
  out.text = std::move(parsed);
  return out;
}

// Limbs are of 16 bits in every class that users have, so that the first reading tells the rows, hence the class.
Result<ClassedStatement> read_classed_statement(ByteView bytes, Entries entries) {
  ZKP_TRY(std::unique_ptr<Statement> statement, read_statement(kClassS, bytes, entries));
  const SizeClass* size = smallest_class(statement->rows());
  if (size == nullptr) {
    return Error(StatementError::kTooManyRows, "the tables are too large for proofs of any class");
  }
  if (!(*size == kClassS)) { ZKP_TRY(statement, read_statement(*size, bytes, entries)); }
  return ClassedStatement{size, std::move(statement)};
}

Result<StatementView> describe_statement(ByteView statement, DatasetViews datasets) {
  const std::vector<const EntryBody*> entries = entries_of(datasets);
  ZKP_TRY(const ClassedStatement read, read_classed_statement(statement, entries));
  Description out;
  out.view.type = read.statement->type();
  ZKP_TRY(out.view.columns, columns_read(read));
  sort_distinct(out.view.columns);
  const auto entry = std::ranges::find(kDescriptions, out.view.type, &DescribeEntry::type);
  ZKP_CHECK(entry != std::end(kDescriptions));
  const size_t header_bytes = start_statement(out.view.type).bytes().size();
  entry->describe({statement.subspan(header_bytes), *read.statement, datasets}, out);
  out.view.text = text_of(out.text, statement, datasets);
  add_common(out.view, datasets);
  return std::move(out.view);
}

}  // namespace zkp
