// The reader: recursive descent over RFC 8259, bounded by Limits, for the subset named in base/json.h.
#include <optional>

#include "base/json.h"
#include "base/utf8.h"

namespace zkp::json {
namespace {

class Parser {
 public:
  Parser(std::string_view text, const Limits& limits) : text_(text), limits_(limits) {}

  Result<Value> document() {
    skip_space();
    ZKP_TRY(Value out, value(0));
    skip_space();
    if (at_ != text_.size()) return error("unexpected text after the value");
    return out;
  }

 private:
  Error error(std::string_view what) const { return error_at(at_, what); }
  static Error error_at(size_t at, std::string_view what) {
    return Error(GeneralError::kParse, "JSON, byte " + std::to_string(at) + ": " + std::string(what));
  }
  Error limit(std::string_view what) const {
    return Error(GeneralError::kLimit, "JSON, byte " + std::to_string(at_) + ": " + std::string(what));
  }

  // '\0' stands for the end: a NUL byte is no token either, so every caller refuses both.
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }

  Result<Value> value(int depth) {
    if (++values_ > limits_.max_values) return limit("too many values");
    const char c = peek();
    if (c == '{' || c == '[') {
      if (depth >= limits_.max_depth) return limit("nested too deeply");
      if (c == '{') return object(depth + 1);
      return array(depth + 1);
    }
    if (c == '"') {
      ZKP_TRY(std::string text, string());
      return Value(std::move(text));
    }
    if (c == '-' || (c >= '0' && c <= '9')) return integer();
    if (c == 't' || c == 'f' || c == 'n') return error("true, false and null are not allowed here");
    return error("expected a value");
  }

  Result<Value> object(int depth) {
    ++at_;  // '{'
    Object members;
    skip_space();
    if (take('}')) return Value(std::move(members));
    while (true) {
      const size_t key_at = at_;
      if (peek() != '"') return error("expected a member name");
      ZKP_TRY(std::string key, string());
      skip_space();
      if (!take(':')) return error("expected ':'");
      skip_space();
      ZKP_TRY(Value member, value(depth));
      if (!members.try_emplace(std::move(key), std::move(member)).second)
        return error_at(key_at, "the member occurs twice");
      skip_space();
      if (take('}')) return Value(std::move(members));
      if (!take(',')) return error("expected ',' or '}'");
      skip_space();
    }
  }

  Result<Value> array(int depth) {
    ++at_;  // '['
    Array items;
    skip_space();
    if (take(']')) return Value(std::move(items));
    while (true) {
      ZKP_TRY(Value item, value(depth));
      items.push_back(std::move(item));
      skip_space();
      if (take(']')) return Value(std::move(items));
      if (!take(',')) return error("expected ',' or ']'");
      skip_space();
    }
  }

  Result<Value> integer() {
    const size_t start = at_;
    const bool negative = take('-');
    if (peek() < '0' || peek() > '9') return error("expected a digit");
    if (peek() == '0' && at_ + 1 < text_.size() && text_[at_ + 1] >= '0' && text_[at_ + 1] <= '9')
      return error("a number may not start with 0");
    int64_t magnitude = 0;
    for (; peek() >= '0' && peek() <= '9'; ++at_) {
      magnitude = 10 * magnitude + (peek() - '0');
      if (magnitude > kMaxInteger) return error_at(start, "the integer is larger than 2^53 - 1: write it as a string");
    }
    if (peek() == '.' || peek() == 'e' || peek() == 'E') return error("fractions and exponents are not allowed here");
    return Value(negative ? -magnitude : magnitude);
  }

  Result<std::string> string() {
    const size_t start = at_;
    ++at_;  // '"'
    std::string out;
    while (true) {
      const size_t run = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' && static_cast<uint8_t>(text_[at_]) >= 0x20)
        ++at_;
      const std::string_view plain = text_.substr(run, at_ - run);
      // A run ends at an ASCII byte or at the end of the text, so no sequence is cut in two.
      if (!is_valid_utf8(plain)) return error_at(run, "the string is not valid UTF-8");
      out += plain;
      if (at_ == text_.size()) return error_at(start, "the string does not end");
      if (take('"')) return out;
      if (!take('\\')) return error("a control character in a string must be escaped");
      ZKP_TRY_VOID(escape(out));
    }
  }

  Result<void> escape(std::string& out) {
    const char c = peek();
    ++at_;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out += c;
        return {};
      case 'b':
        out += '\b';
        return {};
      case 'f':
        out += '\f';
        return {};
      case 'n':
        out += '\n';
        return {};
      case 'r':
        out += '\r';
        return {};
      case 't':
        out += '\t';
        return {};
      case 'u':
        break;
      default:
        return error_at(at_ - 1, "unknown escape");
    }
    const size_t start = at_ - 2;
    const std::optional<uint32_t> first = four_hex_digits();
    if (!first) return error_at(start, "\\u needs four hex digits");
    uint32_t code_point = *first;
    if (code_point >= 0xd800 && code_point <= 0xdfff) {
      // UTF-16: U+10000 + (high - D800) * 400 + (low - DC00), the high half first.
      std::optional<uint32_t> low;
      if (code_point < 0xdc00 && take('\\') && take('u')) low = four_hex_digits();
      if (!low || *low < 0xdc00 || *low > 0xdfff) return error_at(start, "half of a surrogate pair");
      code_point = 0x10000 + ((code_point - 0xd800) << 10) + (*low - 0xdc00);
    }
    append_utf8(out, code_point);
    return {};
  }

  std::optional<uint32_t> four_hex_digits() {
    if (text_.size() - at_ < 4) return std::nullopt;
    uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return std::nullopt;
      value = value << 4 | static_cast<uint32_t>(digit);
    }
    return value;
  }

  std::string_view text_;
  const Limits& limits_;
  size_t at_ = 0;
  size_t values_ = 0;
};

}  // namespace

Result<Value> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.max_bytes)
    return Error(GeneralError::kLimit, "JSON: " + std::to_string(text.size()) + " bytes, at most " +
                                           std::to_string(limits.max_bytes) + " are allowed");
  return Parser(text, limits).document();
}

Result<Value> parse_canonical(std::string_view text, const Limits& limits) {
  ZKP_TRY(Value value, parse(text, limits));
  if (dump(value) != text) return Error(GeneralError::kParse, "JSON: not in canonical form (RFC 8785)");
  return value;
}

}  // namespace zkp::json
