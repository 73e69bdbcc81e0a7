#include "table/schema.h"

#include <algorithm>
#include <unordered_set>

#include "base/utf8.h"
#include "hash/sha2.h"

namespace zkp {
namespace {

constexpr std::string_view kNullSuffix = ".null";

Error bad_schema(std::string message) { return Error(TableError::kBadSchema, std::move(message)); }

Result<std::vector<std::string>> read_dictionary(const json::Value& column) {
  std::vector<std::string> out;
  if (column.find("dictionary") == nullptr) return out;
  ZKP_TRY(const json::Array* entries, column.get_array("dictionary"));
  if (entries->empty() || entries->size() > kMaxDictionaryEntries)
    return bad_schema("a dictionary has 1 to " + std::to_string(kMaxDictionaryEntries) + " entries");
  for (const json::Value& entry : *entries) {
    if (!entry.is_string() || entry.string().size() > kMaxCategoryBytes)
      return bad_schema("a dictionary entry is a string of at most " + std::to_string(kMaxCategoryBytes) + " bytes");
    out.push_back(entry.string());
  }
  return out;
}

bool sorted_and_distinct(const std::vector<std::string>& dictionary) {
  return std::adjacent_find(dictionary.begin(), dictionary.end(), std::greater_equal<>()) == dictionary.end();
}

// One element of "columns"; members that are absent stay open.
Result<ColumnRequest> read_column(const json::Value& value) {
  if (!value.is_object()) return bad_schema("a column is an object with \"name\" and \"type\"");
  for (const auto& [key, member] : value.object())
    if (key != "name" && key != "type" && key != "nullable" && key != "dictionary")
      return bad_schema("unknown member \"" + key + "\" of a column");
  ColumnRequest out;
  ZKP_TRY(out.name, value.get_string("name"));
  if (value.find("type") != nullptr) {
    ZKP_TRY(const std::string spelling, value.get_string("type"));
    auto type = parse_column_type(spelling);
    if (!type.ok()) return Error(std::move(type).error()).with_column(out.name);
    out.type = *type;
  }
  if (value.find("nullable") != nullptr) {
    ZKP_TRY(const std::string text, value.get_string("nullable"));
    if (text != "yes" && text != "no") return bad_schema("\"nullable\" is \"yes\" or \"no\"").with_column(out.name);
    out.nullable = text == "yes";
  }
  ZKP_TRY(out.dictionary, read_dictionary(value));
  if (out.dictionary.empty()) return out;
  if (!out.type || out.type->code != TypeCode::kCode)
    return bad_schema("only a category has a dictionary").with_column(out.name);
  if (!sorted_and_distinct(out.dictionary))
    return bad_schema("the dictionary is not sorted by bytes without repetition").with_column(out.name);
  if (out.type->param != 0 && out.type->param != out.dictionary.size())
    return bad_schema("the dictionary has " + std::to_string(out.dictionary.size()) + " entries, its type says " +
                      std::to_string(out.type->param))
        .with_column(out.name);
  out.type->param = static_cast<uint32_t>(out.dictionary.size());
  return out;
}

Result<std::vector<ColumnRequest>> read_columns(const json::Value& value) {
  ZKP_TRY_VOID(value.expect_members({"columns"}));
  ZKP_TRY(const json::Array* columns, value.get_array("columns"));
  std::vector<ColumnRequest> out;
  std::vector<std::string> names;
  for (const json::Value& column : *columns) {
    ZKP_TRY(ColumnRequest request, read_column(column));
    names.push_back(request.name);
    out.push_back(std::move(request));
  }
  ZKP_TRY_VOID(check_column_names(names));
  return out;
}

Error as_bad_schema(const Error& error) {
  if (error.code() == TableError::kBadSchema) return error;
  return bad_schema(error.message()).with_column(error.where().column);
}

std::string quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

}  // namespace

const ColumnSpec* Schema::find(std::string_view name) const {
  const auto it = std::find_if(columns.begin(), columns.end(), [&](const ColumnSpec& c) { return c.name == name; });
  return it == columns.end() ? nullptr : &*it;
}

json::Value schema_value(const Schema& schema) {
  json::Array columns;
  for (const ColumnSpec& column : schema.columns) {
    json::Object object{
        {"name", column.name}, {"nullable", column.nullable ? "yes" : "no"}, {"type", name(column.type)}};
    if (!column.dictionary.empty())
      object.emplace("dictionary", json::Array(column.dictionary.begin(), column.dictionary.end()));
    columns.emplace_back(std::move(object));
  }
  return json::Object{{"columns", std::move(columns)}};
}

std::string schema_json(const Schema& schema) { return json::dump(schema_value(schema)); }

Digest schema_digest(const Schema& schema) {
  return sha256({as_bytes("zkp.ds.v1.schema"), as_bytes(schema_json(schema))});
}

Result<Schema> schema_from_value(const json::Value& value) {
  auto requests = read_columns(value);
  if (!requests.ok()) return as_bad_schema(requests.error());
  Schema out;
  for (ColumnRequest& request : *requests) {
    const bool complete = request.type && is_valid(*request.type) && request.nullable &&
                          (request.type->code != TypeCode::kCode || !request.dictionary.empty());
    if (!complete) return bad_schema("the column is not completely described").with_column(request.name);
    out.columns.push_back({request.name, *request.type, *request.nullable, std::move(request.dictionary)});
  }
  return out;
}

Result<std::vector<ColumnRequest>> parse_schema_file(std::string_view text) {
  auto value = json::parse(text);
  if (!value.ok()) return as_bad_schema(value.error()).in("schema file");
  auto requests = read_columns(*value);
  if (!requests.ok()) {
    Error error = as_bad_schema(requests.error());
    return std::move(error)
        .in("schema file")
        .with_hint(R"(example: {"columns":[{"name":"age","type":"int","nullable":"yes"}]})");
  }
  return requests;
}

Result<void> check_column_names(const std::vector<std::string>& names) {
  if (names.empty()) return Error(TableError::kBadColumnName, "there are no columns");
  if (names.size() > kMaxTableColumns)
    return Error(TableError::kTooManyColumns, "more than " + std::to_string(kMaxTableColumns) + " columns");
  std::unordered_set<std::string_view> seen;
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string& column = names[i];
    const std::string place = "column " + std::to_string(i + 1);
    if (column.empty())
      return Error(TableError::kBadColumnName, place + " has no name").with_hint("give every column a name");
    if (column.size() > kMaxColumnNameBytes)
      return Error(TableError::kBadColumnName,
                   "the name of " + place + " is longer than " + std::to_string(kMaxColumnNameBytes) + " bytes");
    if (!is_valid_utf8(column)) return Error(TableError::kBadUtf8, "the name of " + place + " is not valid UTF-8");
    if (has_control_character(column))
      return Error(TableError::kBadColumnName, "the name of " + place + " holds a control character");
    if (column.ends_with(kNullSuffix))
      return Error(TableError::kBadColumnName, "the name " + quoted(column) + " ends in \".null\"")
          .with_hint("that ending is reserved for null flags: rename the column");
    if (!seen.insert(column).second)
      return Error(TableError::kDuplicateColumn, "two columns are called " + quoted(column))
          .with_hint("rename one of them");
  }
  return {};
}

Digest file_binding(const ByteArray<32>& salt, const Digest& file_sha256) {
  return sha256({as_bytes("zkp.ds.v1.file"), salt, file_sha256});
}

}  // namespace zkp
