/// Random small tables with statements that are true of them, of every type. What a statement says is computed here by
/// plain loops over integers, apart from the code under test.
#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "dataset_proof/toy.h"
#include "dataset_proof/toy_statements.h"

namespace zkp::toy {

using Values = std::vector<int64_t>;
using Flags = std::vector<uint8_t>;

class Dice {
 public:
  explicit Dice(uint64_t seed) : random_(seed) {}
  /// 0 .. bound - 1
  uint64_t below(uint64_t bound) { return random_() % bound; }
  bool chance(uint64_t one_in) { return below(one_in) == 0; }
  /// lo .. hi; the whole of int64 is allowed.
  int64_t between(int64_t lo, int64_t hi) {
    const uint64_t span = static_cast<uint64_t>(hi) - static_cast<uint64_t>(lo);
    const uint64_t offset = span == UINT64_MAX ? random_() : below(span + 1);
    return static_cast<int64_t>(static_cast<uint64_t>(lo) + offset);
  }
  /// Of one kind: anything, one value everywhere, only the extremes, few values.
  Values values(size_t rows, int64_t lo, int64_t hi);
  Flags flags(size_t rows, uint64_t one_in);
  /// `count` different ones. REQUIRES: there are so many.
  Values different(size_t count, int64_t lo, int64_t hi);
  template <class T>
  void shuffle(std::vector<T>& list) {
    for (size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::mt19937_64 random_;
};

struct Case {
  std::string name;
  Bytes statement;
  std::vector<std::shared_ptr<Table>> tables;

  std::vector<const Table*> pointers() const {
    std::vector<const Table*> out;
    for (const auto& table : tables) out.push_back(table.get());
    return out;
  }
};

/// Statements of one kind over tables of about `rows` rows.
struct CaseKind {
  const char* name;
  Case (*make)(Dice& dice, size_t rows);
  size_t max_rows = 252;  ///< in kClassT

  friend std::ostream& operator<<(std::ostream& out, const CaseKind& kind) { return out << kind.name; }
};
/// About one table.
std::span<const CaseKind> column_cases();
/// About several.
std::span<const CaseKind> table_cases();
std::vector<CaseKind> all_cases();

// ---- parts of cases

inline constexpr ColumnType kInt64 = {TypeCode::kInt, 64};

std::shared_ptr<Table> make_table(std::vector<ColumnSpec> columns, uint8_t secret_byte = 0x11,
                                  std::optional<NoiseQuery> query = {});
/// With 0 where the value is NULL.
ColumnSpec nullable_column(const std::string& name, ColumnType type, Values values, Flags nulls);
/// CODE of a dictionary "0", "1", ...
ColumnSpec code_column(const std::string& name, uint32_t dictionary, Values values);
Digest numbers_dictionary(uint32_t count);

ByteArray<16> toy_salt(uint8_t first = 0);
/// The STR248 column `name` and the KEY62 column `name`.key of some texts.
ColumnSpec text_column(const std::string& name, const std::vector<std::string>& texts,
                       const ByteArray<16>& salt = toy_salt());
ColumnSpec text_key_column(const std::string& name, const std::vector<std::string>& texts,
                           const ByteArray<16>& salt = toy_salt());

Int256 sum_of(const Values& values);
Int256 sum_of_products(const Values& a, const Values& b);
__int128 floor_division(__int128 a, __int128 b);
/// The rows of a list.
template <class T>
std::vector<T> rows_of(const std::vector<T>& from, const std::vector<size_t>& rows) {
  std::vector<T> out;
  for (const size_t row : rows) out.push_back(from[row]);
  return out;
}

}  // namespace zkp::toy
