// links: base hash field curve statement_verify
// Statements of all types about tables with columns of all types: never crashes, and every program that is accepted
// keeps the limits that a verifier relies on, for whatever challenges.
#include <algorithm>

#include "base/check.h"
#include "statement/statement.h"

namespace {

using namespace zkp;

EntryBody make_entry(uint64_t rows) {
  EntryBody out;
  out.rows = rows;
  const Digest linkage = linkage_id({});
  auto add = [&](std::string name, ColumnType type, bool nullable) {
    const bool linked = is_salted(type) || type.code == TypeCode::kCode;
    out.columns.push_back({name, type, nullable, linked ? linkage : Digest{}, G1Affine::generator()});
    if (nullable) out.columns.push_back({name + ".null", {TypeCode::kBool, 0}, false, {}, G1Affine::generator()});
  };
  add("id", {TypeCode::kKey62, 0}, false);
  add("name", {TypeCode::kStr248, 0}, false);
  add("v", {TypeCode::kInt, 64}, false);
  add("w", {TypeCode::kInt, 64}, false);
  add("x", {TypeCode::kInt, 64}, true);
  add("f", {TypeCode::kF64Ord, 0}, false);
  add("f2", {TypeCode::kF64Ord, 0}, false);
  add("c", {TypeCode::kCode, 200}, false);
  add("b", {TypeCode::kBool, 0}, true);
  add("u", {TypeCode::kUint64, 0}, false);
  add("s", {TypeCode::kInt, 16}, false);
  return out;
}

struct Entries3 {
  EntryBody first = make_entry(1000), second = make_entry(600), third = make_entry(400), bits;
  Entries3() {
    bits.rows = 256;
    bits.query = NoiseQuery{entry_body_digest(encode_entry_body(first)), "v", 0, 1, {}, 9};
    bits.columns.push_back({"bits", {TypeCode::kBool, 0}, false, {}, G1Affine::generator()});
    ZKP_CHECK(check_entry_body(bits).ok());
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Entries3 kEntries;
  const ByteView bytes(data, size);
  const Result<StatementType> type = statement_type(bytes);
  if (!type.ok()) return 0;
  std::vector<const EntryBody*> entries = {&kEntries.first, &kEntries.second, &kEntries.third};
  if (*type == StatementType::kNoisySum) entries[1] = &kEntries.bits;
  entries.resize(entry_count(*type));
  const auto statement = read_statement(kClassS, bytes, entries);
  if (!statement.ok()) return 0;
  const auto shape = make_program(**statement, kClassS, Fr::one(), Fr::one());
  const auto program = make_program(**statement, kClassS, Fr::from_u64(3), Fr::from_u64(5));
  ZKP_CHECK(shape.ok() == program.ok());
  if (!program.ok()) return 0;
  ZKP_CHECK(program->fresh_count() <= Program::kMaxFresh && program->forms().size() == kFormCount);
  ZKP_CHECK(program->columns().size() == shape->columns().size() && program->mu() == shape->mu());
  uint64_t cost = 0;
  for (const ProgramColumn& column : program->columns()) {
    for (const Fr& value : column.values) cost += public_cost(value);
  }
  ZKP_CHECK(cost <= Program::kMaxPublicCost);
  return 0;
}
