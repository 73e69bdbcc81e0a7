// links: base hash field statement_verify
// Statements from text and from bytes, over a table with a column of every committable type: never crash; canonical
// text and bytes are fixed points; an accepted statement can be described. The first byte chooses text or bytes.
#include "base/check.h"
#include "statement/direct/statement.h"
#include "statement/registry.h"

namespace {

using namespace zkp;

const DatasetBody& body() {
  static const DatasetBody out = [] {
    DatasetBody made;
    made.rows = 3;
    const std::pair<const char*, ColumnType> columns[] = {
        {"i", {TypeCode::kInt, 16}},   {"u", {TypeCode::kUint64, 0}},    {"d", {TypeCode::kDecimal, 2}},
        {"b", {TypeCode::kBool, 0}},   {"t", {TypeCode::kTimestamp, 0}}, {"y", {TypeCode::kDate, 0}},
        {"f", {TypeCode::kF64Ord, 0}}, {"c", {TypeCode::kCode, 5}},      {"x,\"", {TypeCode::kInt, 64}}};
    for (const auto& [name, type] : columns) made.columns.push_back({name, type, false, {}, Fr::one()});
    return made;
  }();
  return out;
}

void describe(ByteView statement) {
  const Bytes rows = encode_disclosure({3, {}}), sum = encode_disclosure({3, 7});
  for (const Bytes& disclosed : {rows, sum}) {
    auto view = describe_statement(statement, disclosed, body());
    if (!view.ok()) continue;
    auto parsed = parse_statement(view->text, body());
    ZKP_CHECK(parsed.ok() && std::ranges::equal(parsed->bytes, statement) && parsed->text == view->text);
    ZKP_CHECK(parsed->column == view->column && !view->words.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const ByteView input(data + 1, size - 1);
  if (data[0] % 2 == 0) {
    auto parsed = parse_statement(as_text(input), body());
    if (parsed.ok()) describe(parsed->bytes);
  } else {
    if (auto decoded = decode_direct(input); decoded.ok())
      ZKP_CHECK(std::ranges::equal(encode_direct(*decoded), input));
    describe(input);
  }
  return 0;
}
