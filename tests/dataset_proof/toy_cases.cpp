#include "dataset_proof/toy_cases.h"

#include <set>

namespace zkp::toy {

Values Dice::values(size_t rows, int64_t lo, int64_t hi) {
  Values out(rows);
  const uint64_t kind = below(5);
  const int64_t one = between(lo, hi), other = between(lo, hi);
  for (int64_t& each : out) {
    switch (kind) {
      case 0:
        each = one;
        break;
      case 1:
        each = chance(2) ? lo : hi;
        break;
      case 2:
        each = chance(2) ? one : other;
        break;
      default:
        each = between(lo, hi);
    }
  }
  return out;
}

Flags Dice::flags(size_t rows, uint64_t one_in) {
  Flags out(rows);
  for (uint8_t& each : out) each = chance(one_in) ? 1 : 0;
  return out;
}

Values Dice::different(size_t count, int64_t lo, int64_t hi) {
  std::set<int64_t> seen;
  Values out;
  while (out.size() < count) {
    const int64_t each = between(lo, hi);
    if (seen.insert(each).second) out.push_back(each);
  }
  return out;
}

std::shared_ptr<Table> make_table(std::vector<ColumnSpec> columns, uint8_t secret_byte,
                                  std::optional<NoiseQuery> query) {
  return std::make_shared<Table>(std::move(columns), secret_byte, std::move(query));
}

ColumnSpec nullable_column(const std::string& name, ColumnType type, Values values, Flags nulls) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (nulls[i] != 0) values[i] = 0;
  }
  return {name, type, std::move(values), std::move(nulls)};
}

Digest numbers_dictionary(uint32_t count) {
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < count; ++i) texts.push_back(std::to_string(i));
  return dictionary_digest(texts);
}
ColumnSpec code_column(const std::string& name, uint32_t dictionary, Values values) {
  return {name, {TypeCode::kCode, dictionary}, std::move(values), {}, numbers_dictionary(dictionary)};
}

ByteArray<16> toy_salt(uint8_t first) {
  ByteArray<16> out;
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint8_t>(first + i);
  return out;
}
ColumnSpec text_column(const std::string& name, const std::vector<std::string>& texts, const ByteArray<16>& salt) {
  ColumnSpec out{name, {TypeCode::kStr248, 0}, {}, {}, linkage_id(salt)};
  for (const std::string& text : texts) out.codes.push_back(Fr::from_bytes_reduce(str248_code(salt, text)));
  return out;
}
ColumnSpec text_key_column(const std::string& name, const std::vector<std::string>& texts, const ByteArray<16>& salt) {
  ColumnSpec out{name, {TypeCode::kKey62, 0}, {}, {}, linkage_id(salt)};
  for (const std::string& text : texts) out.values.push_back(static_cast<int64_t>(key62_code(salt, text)));
  return out;
}

Int256 sum_of(const Values& values) {
  Int256 out;
  for (const int64_t v : values) out = out + Int256(v);
  return out;
}
Int256 sum_of_products(const Values& a, const Values& b) {
  Int256 out;
  for (size_t i = 0; i < a.size(); ++i) out = out + Int256(static_cast<__int128>(a[i]) * b[i]);
  return out;
}
__int128 floor_division(__int128 a, __int128 b) {
  const __int128 q = a / b;
  return a % b < 0 ? q - 1 : q;
}

std::vector<CaseKind> all_cases() {
  std::vector<CaseKind> out(column_cases().begin(), column_cases().end());
  out.insert(out.end(), table_cases().begin(), table_cases().end());
  return out;
}

}  // namespace zkp::toy
