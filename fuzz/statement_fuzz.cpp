// links: base hash field curve commit statement_verify
// Statements from text and from bytes, over a table with a column of every type: never crash; what describe_statement
// prints parses; plans of texts parse. The first byte chooses text or bytes.
#include "base/check.h"
#include "statement/catalog.h"

namespace {

using namespace zkp;

const EntryBody& body() {
  static const EntryBody out = [] {
    EntryBody made;
    made.rows = 3;
    const std::vector<std::string> words = {"a", "b, c", "d\"", "e", "f"};
    const Digest linkage = linkage_id({});
    const auto add = [&](const char* name, ColumnType type, bool nullable, const Digest& id) {
      EntryColumn column;
      column.name = name;
      column.type = type;
      column.nullable = nullable;
      column.linkage_id = id;
      column.commitment = G1Affine::generator();
      made.columns.push_back(column);
    };
    add("i", {TypeCode::kInt, 16}, false, {});
    add("u", {TypeCode::kUint64, 0}, false, {});
    add("d", {TypeCode::kDecimal, 2}, true, {});
    add("d.null", {TypeCode::kBool, 0}, false, {});
    add("b", {TypeCode::kBool, 0}, false, {});
    add("t", {TypeCode::kTimestamp, 0}, false, {});
    add("y", {TypeCode::kDate, 0}, false, {});
    add("f", {TypeCode::kF64Ord, 0}, false, {});
    add("s", {TypeCode::kStr248, 0}, false, linkage);
    add("k", {TypeCode::kKey62, 0}, false, linkage);
    add("k.text", {TypeCode::kStr248, 0}, false, linkage);
    add("c", {TypeCode::kCode, 5}, false, dictionary_digest(words));
    add("x,\"", {TypeCode::kInt, 64}, false, {});
    return made;
  }();
  return out;
}

const Dictionaries& dictionaries() {
  static const Dictionaries out = {{"c", {"a", "b, c", "d\"", "e", "f"}}};
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const ByteView input(data + 1, size - 1);
  const DatasetView one{"one", &body(), &dictionaries()};
  if (data[0] % 4 == 0) {
    const std::string text(as_text(input));
    (void)parse_request(text).ok();
    if (const auto plan = plan_statements(std::span(&text, 1), one); plan.ok())
      for (const std::string& planned : *plan) ZKP_CHECK(parse_request(planned).ok());
    return 0;
  }
  const std::vector<DatasetView> datasets(data[0] % 4, one);
  if (const auto view = describe_statement(input, datasets); view.ok()) {
    ZKP_CHECK(!view->words.empty() && !view->text.empty());
    ZKP_CHECK(parse_request(view->text).ok());
    for (const ColumnOf& column : view->columns) ZKP_CHECK(body().find(column.column) != nullptr);
  }
  return 0;
}
