// Rows of several tables, and keys.
#include <algorithm>

#include "statement/make/make.h"
#include "statement/types/filter.h"
#include "statement/units.h"

namespace zkp {
namespace {

using Nulls = MakeInput::Nulls;

// A parameter that names a column.
Result<std::string> column_param(const MakeInput& in, std::string_view key) {
  ZKP_TRY(const std::string text, in.needed(key));
  return unquote(text);
}

Result<Bytes> make_with_key(const MakeInput& in, StatementType type) {
  ZKP_TRY(const std::string key, column_param(in, "key"));
  ByteWriter out = start_statement(type);
  write_names(out, in.columns_or_all());
  out.str(key);
  return std::move(out).bytes();
}

// The columns of left= or right=; without it all that are no keys.
Result<std::vector<std::string>> side_columns(const MakeInput& in, std::string_view key, size_t position) {
  if (const std::string* list = in.param(key)) return parse_words(*list);
  std::vector<std::string> out = all_columns(*in.entries[position]);
  std::erase_if(out, [&](const std::string& name) { return std::ranges::count(in.text.columns, name) > 0; });
  return out;
}

Result<__int128> constant(const MakeInput& in, std::string_view key, __int128 by_default) {
  const std::string* text = in.param(key);
  if (text == nullptr) return by_default;
  Result<__int128> out = parse_value({TypeCode::kInt, 64}, *text);
  if (!out.ok()) return usage(in.name, std::string(key) + " is an integer");
  return out;
}

}  // namespace

Result<Bytes> make_shuffle(const MakeInput& in) {
  ByteWriter out = start_statement(StatementType::kShuffle);
  write_names(out, in.columns_or_all());
  return std::move(out).bytes();
}

Result<Bytes> make_filter(const MakeInput& in) {
  using Op = FilterStatement::Op;
  ZKP_TRY(const std::string name, column_param(in, "where"));
  ZKP_TRY(const ColumnRef predicate, in.find(0, name, TypeGroup::kOrd));
  const std::string *le = in.param("le"), *ge = in.param("ge"), *eq = in.param("eq");
  if ((le != nullptr) + (ge != nullptr) + (eq != nullptr) != 1) return usage(in.name, "needs one of le=, ge= and eq=");
  FilterStatement statement;
  statement.op = le != nullptr ? Op::kAtMost : ge != nullptr ? Op::kAtLeast : Op::kEqual;
  ZKP_TRY(statement.c, parse_value_text(predicate, in.datasets, *(le != nullptr ? le : ge != nullptr ? ge : eq)));
  ZKP_TRY_VOID(check_constant(statement.c));
  uint8_t limbs = 0;
  if (statement.op != Op::kEqual) {
    const __int128 cuts[] = {statement.cut()};
    ZKP_TRY(limbs, in.limbs(default_limbs_of_cuts(predicate.type(), cuts, kMaxLimbs)));
  } else if (in.param("limbs") != nullptr) {
    return usage(in.name, "equality needs no limbs");
  }
  ByteWriter out = start_statement(StatementType::kFilter);
  write_names(out, in.columns_or_all());
  out.str(name).u8(static_cast<uint8_t>(statement.op)).raw(encode_i128(statement.c)).u8(limbs);
  return std::move(out).bytes();
}

Result<Bytes> make_sort(const MakeInput& in) {
  ZKP_TRY(const std::string name, column_param(in, "by"));
  ZKP_TRY(const ColumnRef key, in.find(0, name, TypeGroup::kOrd));
  ZKP_TRY(const uint8_t limbs, in.limbs(default_limbs_of_sort(key.type())));
  ByteWriter out = start_statement(StatementType::kSort);
  write_names(out, in.columns_or_all());
  out.str(name).u8(limbs);
  return std::move(out).bytes();
}

Result<Bytes> make_split(const MakeInput& in) { return make_with_key(in, StatementType::kSplit); }
Result<Bytes> make_dedupe(const MakeInput& in) { return make_with_key(in, StatementType::kDedupe); }

Result<Bytes> make_join(const MakeInput& in) {
  ZKP_TRY(const std::vector<std::string> left, side_columns(in, "left", 0));
  ZKP_TRY(const std::vector<std::string> right, side_columns(in, "right", 1));
  ByteWriter out = start_statement(StatementType::kJoin);
  write_names(out, in.text.columns);
  write_names(out, left);
  write_names(out, right);
  return std::move(out).bytes();
}

Result<Bytes> make_unique(const MakeInput& in) {
  ByteWriter out = start_statement(StatementType::kUniqueKey);
  out.str(in.text.columns[0]);
  return std::move(out).bytes();
}

Result<Bytes> make_disjoint(const MakeInput& in) {
  std::string other = in.text.columns[0];
  if (const std::string* key = in.param("key")) { ZKP_TRY(other, unquote(*key)); }
  ByteWriter out = start_statement(StatementType::kDisjoint);
  out.str(in.text.columns[0]).str(other);
  return std::move(out).bytes();
}

Result<Bytes> make_affine(const MakeInput& in) {
  ZKP_TRY(const __int128 a, constant(in, "a", 1));
  ZKP_TRY(const __int128 c, constant(in, "c", 0));
  ZKP_TRY(const __int128 d, constant(in, "d", 1));
  ByteWriter out = start_statement(StatementType::kAffine);
  out.str(in.text.columns[0]).str(in.text.columns[1]).raw(encode_i128(a)).raw(encode_i128(c)).raw(encode_i128(d));
  return std::move(out).bytes();
}

}  // namespace zkp
