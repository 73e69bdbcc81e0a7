/// The types of a committed column: what a value means, which integers encode it, and how a person spells the type.
///
/// A type is a code and a parameter; every encoded value of a type lies in one closed interval of integers, except for
/// STR248, whose values are 248-bit hash codes. Source: dataset_proof specification, section 4.1.
///
/// Pure values, safe for concurrent use. Part of the verifier: depends on base/ alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zkp {

/// The numbers are part of the ledger entry format.
enum class TypeCode : uint8_t {
  kInt = 1,        ///< signed integer of `param` bits, 1..64
  kUint64 = 2,     ///< unsigned 64-bit integer
  kDecimal = 3,    ///< value * 10^param as int64, param 0..18
  kBool = 4,       ///< 0 or 1
  kTimestamp = 5,  ///< microseconds since 1970-01-01T00:00:00Z, no leap seconds
  kDate = 6,       ///< days since 1970-01-01
  kF64Ord = 7,     ///< order-preserving integer image of a finite binary64: order and equality, no sums
  kStr248 = 8,     ///< salted hash of a byte string: equality only
  kKey62 = 9,      ///< shorter salted hash of a byte string, for keys that need an order
  kCode = 10,      ///< index in a public dictionary of `param` strings
};

struct ColumnType {
  TypeCode code = TypeCode::kInt;
  uint32_t param = 64;

  friend bool operator==(const ColumnType&, const ColumnType&) = default;
};

/// All integers x with lo <= x <= hi.
struct Interval {
  __int128 lo = 0;
  __int128 hi = 0;

  bool contains(__int128 x) const { return lo <= x && x <= hi; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// The groups that statements ask for.
enum class TypeGroup : uint8_t {
  kArith,  ///< codes 1-6: sums mean something
  kOrd,    ///< kArith, F64ORD, KEY62, CODE: order means something
  kKeys,   ///< INT, UINT64, DECIMAL, TIMESTAMP, DATE, KEY62, CODE: may be the key of a row
  kAny,
};

/// nullopt for a number that is no type code.
std::optional<TypeCode> type_code_from_u8(uint8_t code);

/// True when `param` is one that the code allows. INT and CODE with param 0 are what a person may ask for ("int",
/// "category": as wide as the data demand) but never the type of a committed column.
bool is_valid(ColumnType type);

/// The closed interval of the encoded values; nullopt for STR248. REQUIRES: is_valid(type).
std::optional<Interval> interval(ColumnType type);

/// The largest absolute value in the interval; nullopt for STR248. REQUIRES: is_valid(type).
std::optional<__int128> magnitude(ColumnType type);

bool in_group(ColumnType type, TypeGroup group);

/// STR248 and KEY62: hash codes whose salt is named by the column's linkage id.
bool is_salted(ColumnType type);

/// "INT(32)", "UINT64", "DECIMAL(2)", "BOOL", "TIMESTAMP", "DATE", "F64ORD", "STR248", "KEY62", "CODE(5)"; "INT" and
/// "CODE" for param 0.
std::string name(ColumnType type);

/// Reads what name() prints and what people write, in either case:
///   int  int(1..64)  int16 int32 int48 int64  uint64  decimal(0..18)  bool boolean  timestamp  date
///   float f64 f64ord  utf8 text string str248  key62  category code code(1..)
/// "int" has param 0 (width from the data), "category" and "code" too (dictionary from the data). Error:
/// TableError::kBadSchema with the list as hint.
Result<ColumnType> parse_column_type(std::string_view text);

}  // namespace zkp
