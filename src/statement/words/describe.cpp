#include "statement/words/describe.h"

#include <algorithm>

#include "base/utf8.h"
#include "statement/units.h"

namespace zkp {
namespace {

constexpr int kLimbBits = kClassS.limb_bits;  // of every class that users have

}  // namespace

std::string quoted(std::string_view name) {
  std::string escaped;
  for (const char c : name) escaped += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
  return "\"" + printable(escaped) + "\"";
}

std::string dataset_words(DatasetViews datasets, size_t position) {
  const std::string& name = datasets[position].name;
  return name.empty() ? "dataset " + std::to_string(position + 1) : quoted(name);
}

std::string column_words(const ColumnRef& column, DatasetViews datasets) {
  return "column " + quoted(column.name()) + " of " + dataset_words(datasets, column.entry);
}

std::string list_words(const std::vector<std::string>& parts) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " and " : ", ";
    out += parts[i];
  }
  return out;
}

std::string clauses_words(const std::vector<std::string>& clauses) {
  std::string out;
  for (const std::string& each : clauses) out += (out.empty() ? "" : "; ") + each;
  return out;
}

std::string names_words(std::span<const ColumnRef> columns) {
  std::vector<std::string> names;
  for (const ColumnRef& each : columns) names.push_back(quoted(each.name()));
  return list_words(names);
}

std::string columns_words(std::span<const ColumnRef> columns) {
  return (columns.size() == 1 ? "column " : "columns ") + names_words(columns);
}

std::string rows_words(uint64_t rows) { return format_count(rows) + (rows == 1 ? " row" : " rows"); }

std::string rows_have(uint64_t rows) { return rows_words(rows) + (rows == 1 ? " has" : " have"); }

std::string shown(const ColumnRef& column, DatasetViews datasets, __int128 value) {
  const std::string text = value_text(column, datasets, value);
  if (text.starts_with('#')) {
    const bool is_code = column.type().code == TypeCode::kCode;
    return (is_salted(column.type()) ? "hash code " : is_code ? "category number " : "encoded ") + text.substr(1);
  }
  if (column.type().code != TypeCode::kCode) return text;
  return quoted(unquote(text).value());
}

std::string between_words(const ColumnRef& column, DatasetViews datasets, const Interval& bounds) {
  return "between " + shown(column, datasets, bounds.lo) + " and " + shown(column, datasets, bounds.hi) +
         order_words(column);
}

std::string order_words(const ColumnRef& column) {
  if (column.type().code == TypeCode::kCode) return " (in the order of the dictionary)";
  return column.type().code == TypeCode::kKey62 ? " (in the order of the hash codes)" : "";
}

std::string reach_words(int limbs, int limb_bits) { return "2^" + std::to_string(limbs * limb_bits); }

std::string unit_words(ColumnType type) {
  switch (type.code) {
    case TypeCode::kDate:
      return " (dates count as days since 1970-01-01)";
    case TypeCode::kTimestamp:
      return " (times count as microseconds since 1970-01-01)";
    case TypeCode::kBool:
      return " (true counts as 1, false as 0)";
    default:
      return "";
  }
}

uint32_t scale_of(const ColumnRef& column) {
  return column.type().code == TypeCode::kDecimal ? column.type().param : 0;
}

std::string live_words(const ColumnRef& column) { return column.nullable() ? " that are not NULL" : ""; }

ColumnOf column_of(const ColumnRef& column) { return {column.entry, column.name()}; }

std::vector<std::string> names_of(std::span<const ColumnRef> columns) {
  std::vector<std::string> out;
  for (const ColumnRef& each : columns) out.push_back(each.name());
  return out;
}

std::vector<std::string> all_columns(const EntryBody& entry) {
  std::vector<std::string> out;
  for (const EntryColumn& each : entry.columns) {
    if (!each.name.ends_with(kNullSuffix)) out.push_back(each.name);
  }
  return out;
}

std::vector<std::string> columns_text(const std::vector<std::string>& names, const EntryBody& entry) {
  return names == all_columns(entry) ? std::vector<std::string>() : names;
}

void disclose(Description& out, const ColumnOf& about, const std::string& name, std::string value) {
  out.view.outputs[name] = value;
  out.view.figures.push_back({about, name, std::move(value)});
}

void rely_on(Description& out, const ColumnRef& column) { out.view.relies_on.push_back(column_of(column)); }

void mark_typed(Description& out, const ColumnRef& column) {
  if (interval(column.type())) out.view.typed.push_back(column_of(column));
  if (column.nullable()) out.view.typed.push_back({column.entry, column.name() + std::string(kNullSuffix)});
}

void mark_exact_sum(Description& out, const ColumnRef& column) { out.view.exact_sums.push_back(column_of(column)); }

void add_range(Description& out, const ColumnRef& column, const Interval& bounds, bool of_type) {
  const Interval allowed = *interval(column.type());
  out.view.ranges.push_back({column_of(column), bounds, of_type || bounds == allowed});
  if (allowed.contains(bounds.lo) && allowed.contains(bounds.hi)) {
    mark_typed(out, column);
    return;
  }
  out.view.not_shown.push_back("that every value of " + quoted(column.name()) + " is valid for the type " +
                               name(column.type()));
}

void add_null_warning(Description& out, const ColumnRef& column) {
  if (!column.nullable()) return;
  out.view.not_shown.push_back("number of non-null values not proved: how many rows of " + quoted(column.name()) +
                               " are NULL, be it all of them");
}

void add_encoder_warning(Description& out) {
  out.view.not_shown.push_back(
      "that the committed columns were encoded honestly: whoever encoded them dishonestly defeats a proof that "
      "something "
      "does not occur, and only recomputation from the file (verify --data) helps");
}

void add_text_warning(Description& out, std::span<const ColumnRef> columns) {
  if (std::ranges::none_of(columns, [](const ColumnRef& c) { return is_salted(c.type()); })) return;
  out.view.not_shown.push_back(
      "equality of texts beyond equality of their codes: texts that differ in a space, in case or in accents are "
      "different texts");
}

void add_row_warnings(Description& out, std::span<const ColumnRef> columns) {
  add_text_warning(out, columns);
  if (std::ranges::none_of(columns, &ColumnRef::nullable)) return;
  out.view.not_shown.push_back(
      "that null flags are 0 or 1 and NULL rows hold 0: rows are compared as raw pairs of value and flag");
}

unsigned __int128 reach_of_cut(ColumnType type, __int128 c) {
  const Interval all = *interval(type);
  return static_cast<unsigned __int128>(std::max<__int128>({c - all.lo, all.hi - c - 1, 0}));
}

int default_limbs(unsigned __int128 reach, int most) { return std::min(limb_count(reach, kLimbBits), most); }

int default_limbs_of_cuts(ColumnType type, std::span<const __int128> cuts, int most) {
  int out = 1;
  for (const __int128 cut : cuts) out = std::max(out, default_limbs(reach_of_cut(type, cut), most));
  return out;
}

int default_limbs_of_sort(ColumnType type) {
  const Interval all = *interval(type);
  return default_limbs(static_cast<unsigned __int128>(all.hi - all.lo), kMaxLimbs);
}

int default_limbs_of_extreme(ColumnType type, __int128 value, bool is_max) {
  const Interval all = *interval(type);
  const __int128 reach = is_max ? value - all.lo : all.hi - value;
  return default_limbs(static_cast<unsigned __int128>(std::max<__int128>(reach, 0)), kMaxLimbs);
}

void tell_limbs(Description& out, const ColumnRef& column, int limbs, int by_default, bool covers_type,
                const std::string& from) {
  if (limbs != by_default && out.text) out.text->params.emplace_back("limbs", std::to_string(limbs));
  if (covers_type) return;
  const std::string units = column.type().code == TypeCode::kInt || column.type().code == TypeCode::kUint64
                                ? ""
                                : " (counted in encoded integers)";
  out.view.words += "; no value is more than " + reach_words(limbs, kLimbBits) + " away from " + from + units;
}

}  // namespace zkp
