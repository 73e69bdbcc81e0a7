#include "base/json.h"

#include <algorithm>
#include <limits>

#include "base/utf8.h"

namespace zkp::json {
namespace {

// U+E000..U+FFFF (first byte EE, EF) are one code unit E000..FFFF, and U+10000.. (first byte F0..) start with a unit
// D800..DBFF: in UTF-16 the latter come first. All other first bytes, and the later bytes, order as in UTF-8.
constexpr uint8_t utf16_rank(uint8_t byte) {
  if (byte >= 0xf0) return static_cast<uint8_t>(byte - 2);
  if (byte >= 0xee) return static_cast<uint8_t>(byte + 16);
  return byte;
}

Error member_error(std::string_view key, std::string_view what) {
  return Error(GeneralError::kParse, "member \"" + std::string(key) + "\" " + std::string(what));
}

void dump_string(std::string& out, const std::string& text) {
  constexpr char kHex[] = "0123456789abcdef";
  ZKP_CHECK(is_valid_utf8(text));
  out += '"';
  for (char c : text) {
    // RFC 8785 section 3.2.2.2
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (static_cast<uint8_t>(c) < 0x20) {
          out += "\\u00";
          out += kHex[c >> 4];
          out += kHex[c & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void dump_value(std::string& out, const Value& value) {
  if (value.is_string()) {
    dump_string(out, value.string());
  } else if (value.is_integer()) {
    out += std::to_string(value.integer());
  } else if (value.is_array()) {
    out += '[';
    bool first = true;
    for (const Value& item : value.array()) {
      if (!first) out += ',';
      first = false;
      dump_value(out, item);
    }
    out += ']';
  } else {
    out += '{';
    bool first = true;
    for (const auto& [key, member] : value.object()) {
      if (!first) out += ',';
      first = false;
      dump_string(out, key);
      out += ':';
      dump_value(out, member);
    }
    out += '}';
  }
}

}  // namespace

bool KeyLess::operator()(std::string_view a, std::string_view b) const {
  const auto [at_a, at_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (at_a == a.end() || at_b == b.end()) return a.size() < b.size();
  return utf16_rank(static_cast<uint8_t>(*at_a)) < utf16_rank(static_cast<uint8_t>(*at_b));
}

const std::string& Value::string() const {
  ZKP_CHECK(is_string());
  return *std::get_if<std::string>(&data_);
}

std::string& Value::string() {
  ZKP_CHECK(is_string());
  return *std::get_if<std::string>(&data_);
}

int64_t Value::integer() const {
  ZKP_CHECK(is_integer());
  return *std::get_if<int64_t>(&data_);
}

const Array& Value::array() const {
  ZKP_CHECK(is_array());
  return *std::get_if<Array>(&data_);
}

const Object& Value::object() const {
  ZKP_CHECK(is_object());
  return *std::get_if<Object>(&data_);
}

Array& Value::array() {
  ZKP_CHECK(is_array());
  return *std::get_if<Array>(&data_);
}

Object& Value::object() {
  ZKP_CHECK(is_object());
  return *std::get_if<Object>(&data_);
}

const Value* Value::find(std::string_view key) const {
  const Object* members = std::get_if<Object>(&data_);
  if (members == nullptr) return nullptr;
  const auto at = members->find(key);
  return at == members->end() ? nullptr : &at->second;
}

Result<std::string> Value::get_string(std::string_view key) const {
  const Value* member = find(key);
  if (member == nullptr) return member_error(key, "is missing");
  if (!member->is_string()) return member_error(key, "is not a string");
  return member->string();
}

Result<int64_t> Value::get_integer(std::string_view key) const {
  const Value* member = find(key);
  if (member == nullptr) return member_error(key, "is missing");
  if (!member->is_integer()) return member_error(key, "is not an integer");
  return member->integer();
}

Result<uint64_t> Value::get_unsigned(std::string_view key) const {
  ZKP_TRY(const int64_t integer, get_integer(key));
  if (integer < 0) return member_error(key, "is negative");
  return static_cast<uint64_t>(integer);
}

Result<const Array*> Value::get_array(std::string_view key) const {
  const Value* member = find(key);
  if (member == nullptr) return member_error(key, "is missing");
  if (!member->is_array()) return member_error(key, "is not an array");
  return &member->array();
}

Result<const Object*> Value::get_object(std::string_view key) const {
  const Value* member = find(key);
  if (member == nullptr) return member_error(key, "is missing");
  if (!member->is_object()) return member_error(key, "is not an object");
  return &member->object();
}

Result<uint64_t> Value::get_u64_string(std::string_view key) const {
  ZKP_TRY(const std::string text, get_string(key));
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || text.size() > 20 || !std::all_of(text.begin(), text.end(), is_digit) ||
      (text.size() > 1 && text[0] == '0'))
    return member_error(key, "is not an unsigned decimal number");
  unsigned __int128 value = 0;
  for (char c : text) value = 10 * value + static_cast<unsigned>(c - '0');
  if (value > std::numeric_limits<uint64_t>::max()) return member_error(key, "is larger than 2^64 - 1");
  return static_cast<uint64_t>(value);
}

Result<void> Value::expect_members(std::initializer_list<std::string_view> keys) const {
  if (!is_object()) return Error(GeneralError::kParse, "expected a JSON object");
  for (std::string_view key : keys)
    if (find(key) == nullptr) return member_error(key, "is missing");
  for (const auto& [key, member] : object())
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) return member_error(key, "is not known");
  return {};
}

void wipe(Value& value) {
  if (value.is_string()) {
    zkp::wipe(value.string().data(), value.string().size());
  } else if (value.is_array()) {
    for (Value& each : value.array()) wipe(each);
  } else if (value.is_object()) {
    for (auto& [key, each] : value.object()) wipe(each);
  }
}

std::string dump(const Value& value) {
  std::string out;
  dump_value(out, value);
  return out;
}

}  // namespace zkp::json
