/// Reads the fields of a statement and resolves its column names in the entries that it speaks about. Every refusal is
/// an error of StatementError. Part of the verifier. Source: dataset_proof specification, section 11.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/int256.h"
#include "statement/program.h"

namespace zkp {

/// By position in the context.
using Entries = std::span<const EntryBody* const>;

class StatementReader {
 public:
  StatementReader(ByteView fields, Entries entries) : in_(fields), entries_(entries) {}

  Result<uint8_t> u8() { return in_.u8(); }
  Result<uint32_t> u32() { return in_.u32(); }
  Result<uint64_t> u64() { return in_.u64(); }
  Result<__int128> i128() { return read_i128(in_); }
  Result<Int256> i256() { return read_i256(in_); }
  Result<ByteView> raw(size_t size_bytes) { return in_.raw(size_bytes); }
  template <size_t N>
  Result<ByteArray<N>> array() {
    return in_.array<N>();
  }
  /// UTF-8.
  Result<std::string> name();
  /// u16 count, then that many names, all different, at most as many as a program reads.
  Result<std::vector<std::string>> names();
  Result<void> end() const { return in_.end(); }

  Entries entries() const { return entries_; }
  const EntryBody& entry(size_t position) const { return *entries_[position]; }
  uint64_t rows(size_t position) const { return entry(position).rows; }

  enum class Nulls : uint8_t { kAllowed, kRefused };
  /// A column of an entry with a type of the group. Errors: kUnknownColumn, kWrongType.
  Result<ColumnRef> find(size_t position, std::string_view column, TypeGroup group, Nulls nulls) const;
  /// name(), then find().
  Result<ColumnRef> column(size_t position, TypeGroup group, Nulls nulls);
  /// The same columns of several entries, [entry][column], agreeing in type, nullability and linkage id.
  Result<std::vector<std::vector<ColumnRef>>> same_columns(std::span<const std::string> names,
                                                           std::span<const size_t> positions) const;

 private:
  ByteReader in_;
  Entries entries_;
};

Error refuse(std::string message);

/// Types, nullability and linkage ids agree, so that values may be compared. Error: kWrongType.
Result<void> check_comparable(const ColumnRef& a, const ColumnRef& b);
/// A KEY62 code alone is too short to say that two texts are equal (2^31 hashes find two): where rows are compared, the
/// STR248 column of the same salt must be among the columns. Errata E9, for every statement that compares rows, not for
/// MEMBER and JOIN alone. Error: kWrongType.
Result<void> check_text_keys(std::span<const ColumnRef> columns);
/// A constant that is compared with a column: at most 2^64 in magnitude. Error: kSyntax.
Result<void> check_constant(__int128 value);
/// A published integer x: |x| <= bound, and 2 |x| < r, so that it is not another one modulo r. Error: kSyntax.
Result<void> check_published(const Int256& value, const Int256& bound);
/// Largest absolute value of the column's type. REQUIRES: not STR248.
Int256 magnitude_of(const ColumnRef& column);
/// Limbs of w bits that hold 0 .. span, at least 1.
int limb_count(unsigned __int128 span, int limb_bits);

Fr to_field(__int128 value);
Fr to_field(const Int256& value);

}  // namespace zkp
