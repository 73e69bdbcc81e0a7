#include "ledger/opening.h"

#include "base/encoding.h"
#include "base/json.h"
#include "statement/entry_body.h"

namespace zkp {
namespace {

constexpr std::string_view kFormat = "zkp-opening/v2";
constexpr std::string_view kNoiseFormat = "zkp-noise-opening/v1";
constexpr json::Limits kLimits{.max_bytes = size_t{16} << 20, .max_depth = 12};

Result<Digest> digest_member(const json::Value& object, std::string_view key) {
  ZKP_TRY(std::string text, object.get_string(key));
  return hex_decode_array<32>(text);
}

Result<void> read_columns(const json::Value& value, Opening& out) {
  ZKP_TRY(const json::Array* columns, value.get_array("columns"));
  for (const json::Value& column : *columns) {
    ZKP_TRY_VOID(column.expect_members({"name", "seed"}));
    ColumnSeed opened;
    ZKP_TRY(opened.name, column.get_string("name"));
    const json::Value* seed = column.find("seed");
    if (!seed->is_string()) return Error(GeneralError::kParse, "a seed is not a string");
    ZKP_TRY(opened.seed, hex_decode_array<32>(seed->string()));
    out.columns.push_back(std::move(opened));
  }
  return {};
}

Result<Opening> noise_opening_from(const json::Value& value) {
  ZKP_TRY_VOID(value.expect_members({"format", "dataset", "name", "bits", "columns"}));
  Opening out;
  ZKP_TRY(out.dataset, digest_member(value, "dataset"));
  ZKP_TRY(out.name, value.get_string("name"));
  const json::Value* bits = value.find("bits");
  if (!bits->is_string() || bits->string().empty() || bits->string().size() > kMaxNoiseBits)
    return Error(GeneralError::kParse, "not 1 to 4,096 bits");
  for (const char bit : bits->string()) {
    if (bit != '0' && bit != '1') return Error(GeneralError::kParse, "a bit is neither 0 nor 1");
    out.bits.push_back(bit == '1' ? 1 : 0);
  }
  out.rows = out.bits.size();
  ZKP_TRY_VOID(read_columns(value, out));
  return out;
}

Result<Opening> opening_from(const json::Value& value) {
  if (const json::Value* format = value.find("format"); format != nullptr && *format == json::Value(kNoiseFormat))
    return noise_opening_from(value);
  ZKP_TRY_VOID(value.expect_members({"format", "dataset", "name", "file", "file_bytes", "file_sha256", "file_salt",
                                     "profile", "schema", "rows", "linkage_salt", "columns"}));
  ZKP_TRY(std::string format, value.get_string("format"));
  if (format != kFormat) return Error(GeneralError::kParse, "not an opening of format " + std::string(kFormat));
  Opening out;
  ZKP_TRY(out.dataset, digest_member(value, "dataset"));
  ZKP_TRY(out.name, value.get_string("name"));
  ZKP_TRY(out.file, value.get_string("file"));
  ZKP_TRY(out.file_bytes, value.get_unsigned("file_bytes"));
  ZKP_TRY(out.file_sha256, digest_member(value, "file_sha256"));
  ZKP_TRY(out.file_salt, digest_member(value, "file_salt"));
  ZKP_TRY(out.profile, value.get_string("profile"));
  ZKP_TRY(out.schema, schema_from_value(*value.find("schema")));
  // The schema's reader takes types as people spell them; an opening has one spelling.
  if (schema_value(out.schema) != *value.find("schema"))
    return Error(GeneralError::kParse, "the schema of the opening is not spelt canonically");
  ZKP_TRY(out.rows, value.get_u64_string("rows"));
  ZKP_TRY(std::string salt, value.get_string("linkage_salt"));
  if (!salt.empty()) { ZKP_TRY(out.linkage_salt, hex_decode_array<16>(salt)); }
  wipe(salt.data(), salt.size());
  ZKP_TRY_VOID(read_columns(value, out));
  return out;
}

}  // namespace

Opening::~Opening() {
  for (ColumnSeed& column : columns) wipe(column.seed);
  if (linkage_salt) wipe(*linkage_salt);
  wipe(file_salt);
  wipe(bits);
}

SecretBytes encode_opening(const Opening& opening) {
  json::Array columns;
  for (const ColumnSeed& column : opening.columns) {
    json::Object shown;
    shown.emplace("name", column.name);
    shown.emplace("seed", hex_encode(column.seed));
    columns.emplace_back(std::move(shown));
  }
  json::Object object;
  object.emplace("format", opening.is_noise() ? kNoiseFormat : kFormat);
  object.emplace("dataset", hex_encode(opening.dataset));
  object.emplace("name", opening.name);
  if (opening.is_noise()) {
    std::string bits;
    bits.reserve(opening.bits.size());
    for (const uint8_t bit : opening.bits) bits += bit != 0 ? '1' : '0';
    object.emplace("bits", std::move(bits));
  } else {
    object.emplace("file", opening.file);
    object.emplace("file_bytes", opening.file_bytes);
    object.emplace("file_sha256", hex_encode(opening.file_sha256));
    object.emplace("file_salt", hex_encode(opening.file_salt));
    object.emplace("profile", opening.profile);
    object.emplace("schema", schema_value(opening.schema));
    object.emplace("rows", std::to_string(opening.rows));
    object.emplace("linkage_salt", opening.linkage_salt ? hex_encode(*opening.linkage_salt) : "");
  }
  object.emplace("columns", std::move(columns));
  json::Value value(std::move(object));
  std::string text = json::dump(value);
  SecretBytes out(to_bytes(text));
  wipe(text.data(), text.size());
  json::wipe(value);
  return out;
}

Result<Opening> parse_opening(ByteView text) {
  ZKP_TRY(json::Value value, json::parse_canonical(as_text(text), kLimits));
  Result<Opening> opening = opening_from(value);
  json::wipe(value);
  return opening;
}

}  // namespace zkp
