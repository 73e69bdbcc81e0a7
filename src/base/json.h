/// Canonical JSON (RFC 8785) over the subset that ledger.md allows: strings, integers |x| <= 2^53 - 1, arrays, objects.
/// Fractions, exponents, booleans and null are refused. Object keys are unique and are printed in UTF-16 code unit
/// order.
///
///   json::Value v = json::Object{{"name", "train-v1"}, {"rows", int64_t{1000}}};
///   std::string text = json::dump(v);                 // the canonical form
///   ZKP_TRY(json::Value w, json::parse(text));        // any JSON text of the subset
///   ZKP_TRY(json::Value x, json::parse_canonical(text));  // only the canonical form itself
///
/// Reading members: `v.find("a")` (nullptr when absent or not an object), and the typed getters, which fail with a
/// sentence that names the member. Safe for concurrent reading.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace zkp::json {

class Value;
using Array = std::vector<Value>;

inline constexpr int64_t kMaxInteger = (int64_t{1} << 53) - 1;

/// RFC 8785 section 3.2.3: keys sort by UTF-16 code units.
struct KeyLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};
using Object = std::map<std::string, Value, KeyLess>;

class Value {
 public:
  Value() : data_(Object{}) {}
  Value(std::string text) : data_(std::move(text)) {}
  Value(std::string_view text) : data_(std::string(text)) {}
  Value(const char* text) : data_(std::string(text)) {}
  /// REQUIRES: |integer| <= kMaxInteger.
  template <class I>
  requires(std::is_integral_v<I> && sizeof(I) >= sizeof(int) && !std::is_same_v<I, wchar_t> &&
           !std::is_same_v<I, char32_t>) Value(I integer)
      : data_(checked(integer)) {}
  Value(Array array) : data_(std::move(array)) {}
  Value(Object object) : data_(std::move(object)) {}
  Value(bool) = delete;

  bool is_string() const { return std::holds_alternative<std::string>(data_); }
  bool is_integer() const { return std::holds_alternative<int64_t>(data_); }
  bool is_array() const { return std::holds_alternative<Array>(data_); }
  bool is_object() const { return std::holds_alternative<Object>(data_); }

  /// REQUIRES: the matching is_*().
  const std::string& string() const;
  std::string& string();
  int64_t integer() const;
  const Array& array() const;
  const Object& object() const;
  Array& array();
  Object& object();

  /// nullptr when this is not an object or has no such member.
  const Value* find(std::string_view key) const;

  /// Typed members of an object. Error: GeneralError::kParse naming the member.
  Result<std::string> get_string(std::string_view key) const;
  Result<int64_t> get_integer(std::string_view key) const;
  Result<uint64_t> get_unsigned(std::string_view key) const;
  Result<const Array*> get_array(std::string_view key) const;
  Result<const Object*> get_object(std::string_view key) const;
  /// A decimal string such as "18446744073709551615", no sign, no leading zero, at most 2^64 - 1.
  Result<uint64_t> get_u64_string(std::string_view key) const;

  /// Fails unless this is an object whose members are exactly `keys` (any order).
  Result<void> expect_members(std::initializer_list<std::string_view> keys) const;

  friend bool operator==(const Value&, const Value&) = default;

 private:
  template <class I>
  static int64_t checked(I integer) {
    ZKP_CHECK(std::cmp_less_equal(integer, kMaxInteger) && std::cmp_greater_equal(integer, -kMaxInteger));
    return static_cast<int64_t>(integer);
  }

  std::variant<std::string, int64_t, Array, Object> data_;
};

struct Limits {
  size_t max_bytes = 16u << 20;
  int max_depth = 32;            ///< nested arrays and objects
  size_t max_values = 1u << 20;  ///< strings, integers, arrays and objects together: bounds the memory
};

/// Any text of the subset (white space allowed). Errors: GeneralError::kParse with the byte offset, kLimit.
Result<Value> parse(std::string_view text, const Limits& limits = {});
/// As parse, and the text must be byte for byte what dump() prints.
Result<Value> parse_canonical(std::string_view text, const Limits& limits = {});
/// Overwrites every string in a value that held secrets. Keys and integers stay.
void wipe(Value& value);
/// The canonical form. REQUIRES: every string is valid UTF-8 (parse guarantees it; builders must).
std::string dump(const Value& value);

}  // namespace zkp::json
