#include "ledger/committed_table.h"

#include <algorithm>
#include <limits>
#include <set>
#include <type_traits>

#include "hash/text_code.h"

namespace zkp {
namespace {

constexpr size_t kTextsPerTask = 4096;

// Integers in the narrowest of the types of a PrivateColumn that has held all of them so far.
class IntegerColumn {
 public:
  explicit IntegerColumn(size_t expected_rows) : expected_rows_(expected_rows), values_(std::vector<uint8_t>()) {}

  void append(std::span<const int64_t> values, bool is_unsigned) {
    if (values.empty()) return;
    make_room(values, is_unsigned);
    std::visit(
        [&](auto& kept) {
          using Kept = typename std::remove_reference_t<decltype(kept)>::value_type;
          if constexpr (std::is_integral_v<Kept>) {
            if (kept.empty()) kept.reserve(expected_rows_);
            for (const int64_t value : values) kept.push_back(static_cast<Kept>(value));
          }
        },
        values_);
  }
  void append_flags(std::span<const uint8_t> flags) {
    auto& kept = std::get<std::vector<uint8_t>>(values_);
    if (kept.empty()) kept.reserve(expected_rows_);
    kept.insert(kept.end(), flags.begin(), flags.end());
  }
  PrivateColumn::Values take() { return std::exchange(values_, std::vector<uint8_t>()); }

 private:
  template <class To>
  void widen() {
    std::vector<To> wider;
    std::visit(
        [&](const auto& kept) {
          using Kept = typename std::remove_reference_t<decltype(kept)>::value_type;
          if constexpr (std::is_integral_v<Kept>) {
            wider.reserve(std::max(expected_rows_, kept.size() * 2));
            for (const Kept value : kept) wider.push_back(static_cast<To>(value));
          }
        },
        values_);
    values_ = std::move(wider);
  }

  void make_room(std::span<const int64_t> values, bool is_unsigned) {
    const auto [min, max] = std::ranges::minmax(values);
    const int64_t least = min, greatest = max;
    // The bit patterns of 64-bit values without sign: negative ones are the large ones.
    if (is_unsigned && least < 0) {
      if (!std::holds_alternative<std::vector<uint64_t>>(values_)) widen<uint64_t>();
      return;
    }
    if (std::holds_alternative<std::vector<int64_t>>(values_) || std::holds_alternative<std::vector<uint64_t>>(values_))
      return;
    const auto fits = [&](uint64_t limit) { return least >= 0 && static_cast<uint64_t>(greatest) <= limit; };
    const size_t width = std::visit([](const auto& kept) { return sizeof kept[0]; }, values_);
    if (fits(std::numeric_limits<uint8_t>::max()) && width >= 1) return;
    if (fits(std::numeric_limits<uint16_t>::max())) {
      if (width < 2) widen<uint16_t>();
    } else if (fits(std::numeric_limits<uint32_t>::max())) {
      if (width < 4) widen<uint32_t>();
    } else {
      widen<int64_t>();
    }
  }

  size_t expected_rows_;
  PrivateColumn::Values values_;
};

EntryColumn make_column(std::string name, ColumnType type, bool nullable, const Digest& linkage) {
  EntryColumn out;
  out.name = std::move(name);
  out.type = type;
  out.nullable = nullable;
  out.linkage_id = linkage;
  return out;
}

void add_column(std::vector<EntryColumn>& out, const std::string& name, ColumnType type, bool nullable,
                const Digest& linkage) {
  out.push_back(make_column(name, type, nullable, linkage));
  if (nullable) out.push_back(make_column(name + std::string(kNullSuffix), {TypeCode::kBool, 0}, false, {}));
}

constexpr ColumnType kText{TypeCode::kStr248, 0};

}  // namespace

bool has_text(const Schema& schema) {
  return std::ranges::any_of(schema.columns, [](const ColumnSpec& column) { return is_salted(column.type); });
}

Result<std::vector<EntryColumn>> entry_columns(const Schema& schema, const std::optional<ByteArray<16>>& salt) {
  ZKP_CHECK(salt || !has_text(schema));
  std::vector<EntryColumn> out;
  for (const ColumnSpec& column : schema.columns) {
    Digest linkage{};
    if (is_salted(column.type)) linkage = linkage_id(*salt);
    if (column.type.code == TypeCode::kCode) linkage = dictionary_digest(column.dictionary);
    add_column(out, column.name, column.type, column.nullable, linkage);
    if (column.type.code == TypeCode::kKey62)
      add_column(out, column.name + std::string(kTextSuffix), kText, column.nullable, linkage);
  }
  std::set<std::string_view> names;
  for (const EntryColumn& column : out) {
    if (!names.insert(column.name).second)
      return Error(TableError::kDuplicateColumn, "the name belongs to a column that the entry adds")
          .with_column(column.name)
          .with_hint("a key column x has a companion x.text");
  }
  if (out.size() > kMaxEntryColumns)
    return Error(TableError::kTooManyColumns,
                 "with null flags and texts of keys the table has " + std::to_string(out.size()) + " columns");
  return out;
}

// One column of the table, and the up to four of the entry that come from it.
struct TableBuilder::Part {
  const ColumnSpec* spec;
  std::optional<ByteArray<16>> salt;
  IntegerColumn integers, nulls;
  std::vector<Fr> codes;

  Part(const ColumnSpec& column, const std::optional<ByteArray<16>>& linkage_salt, size_t expected_rows)
      : spec(&column), salt(linkage_salt), integers(expected_rows), nulls(expected_rows) {
    if (is_text()) codes.reserve(expected_rows);
  }

  bool is_text() const { return is_salted(spec->type); }
  bool is_key() const { return spec->type.code == TypeCode::kKey62; }

  void take_integers(const ColumnChunk& chunk) { integers.append(chunk.values, spec->type.code == TypeCode::kUint64); }
  void take_texts(const ColumnChunk& chunk, TaskPool* pool) {
    const size_t first = codes.size(), count = chunk.texts.size();
    codes.resize(first + count);
    std::vector<int64_t> keys(is_key() ? count : 0);
    parallel_for(pool, count, kTextsPerTask, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        if (chunk.nulls[i] != 0) continue;  // NULL rows hold 0
        codes[first + i] = fr_from_code(str248_code(*salt, chunk.texts[i]));
        if (is_key()) keys[i] = static_cast<int64_t>(key62_code(*salt, chunk.texts[i]));
      }
    });
    integers.append(keys, false);
    wipe(keys.data(), keys.size() * sizeof keys[0]);
  }

 private:
  static Fr fr_from_code(const ByteArray<31>& code) {
    ByteArray<32> bytes{};
    std::ranges::copy(code, bytes.begin() + 1);
    return Fr::from_bytes(bytes).value();  // 248 bits: below r
  }
};

TableBuilder::TableBuilder(const Schema& schema, const std::optional<ByteArray<16>>& salt, uint64_t expected_rows,
                           TaskPool* pool)
    : pool_(pool) {
  ZKP_CHECK(salt || !has_text(schema));
  // What somebody says about the rows costs memory before one of them is there.
  const size_t expected = std::min<uint64_t>(expected_rows, kClassL.max_rows());
  for (const ColumnSpec& column : schema.columns) parts_.emplace_back(column, salt, expected);
}

TableBuilder::~TableBuilder() = default;

Result<void> TableBuilder::take(uint64_t, size_t, std::span<const ColumnChunk> columns) {
  ZKP_CHECK(columns.size() == parts_.size());
  for (size_t c = 0; c < columns.size(); ++c) {
    if (parts_[c].is_text()) parts_[c].take_texts(columns[c], pool_);
  }
  parallel_for(pool_, columns.size(), 1, [&](size_t begin, size_t end) {
    for (size_t c = begin; c < end; ++c) {
      if (!parts_[c].is_text()) parts_[c].take_integers(columns[c]);
      if (parts_[c].spec->nullable) parts_[c].nulls.append_flags(columns[c].nulls);
    }
  });
  return {};
}

std::vector<PrivateColumn> TableBuilder::finish() {
  std::vector<PrivateColumn> out;
  for (Part& part : parts_) {
    const PrivateColumn::Values nulls = part.nulls.take();
    const auto add = [&](PrivateColumn::Values values) {
      out.emplace_back(std::move(values));
      if (part.spec->nullable) out.emplace_back(nulls);
    };
    if (part.is_key() || !part.is_text()) add(part.integers.take());
    if (part.is_text()) add(std::move(part.codes));
  }
  parts_.clear();
  return out;
}

Result<CommittedTable> CommittedTable::blind(std::vector<PrivateColumn> columns, std::span<const EntryColumn> names,
                                             Random& random, TaskPool* pool, Opening& opening) {
  ZKP_CHECK(columns.size() == names.size() && opening.columns.empty());
  // The seeds are kept, the secret is not: nobody can use it twice.
  SecretBytes secret(Bytes(32));
  ZKP_TRY_VOID(random.fill(secret.span()));
  opening.columns.resize(columns.size());
  parallel_for(pool, columns.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      opening.columns[i] = {names[i].name,
                            blinding_seed(secret.view(), static_cast<uint32_t>(i), names[i].name, columns[i])};
  });
  return reopen(std::move(columns), names, opening);
}

Result<CommittedTable> CommittedTable::reopen(std::vector<PrivateColumn> columns, std::span<const EntryColumn> names,
                                              const Opening& opening) {
  if (columns.size() != names.size() || opening.columns.size() != names.size())
    return Error(LedgerError::kNoOpening, "the opening does not have the columns of the entry");
  for (size_t i = 0; i < columns.size(); ++i) {
    if (opening.columns[i].name != names[i].name)
      return Error(LedgerError::kNoOpening, "the opening holds no seed for this column").with_column(names[i].name);
    columns[i].append_blinding(blinding_rows(opening.columns[i].seed));
  }
  return CommittedTable(std::move(columns));
}

Result<std::vector<G1Affine>> CommittedTable::commit(const Srs& srs, TaskPool* pool) const {
  std::vector<const PrivateColumn*> columns;
  for (const PrivateColumn& column : columns_) columns.push_back(&column);
  return commit_columns(srs.powers(), columns, pool);
}

size_t CommittedTable::bytes() const {
  size_t out = 0;
  for (const PrivateColumn& column : columns_) out += column.bytes();
  return out;
}

PrivateTable CommittedTable::view(const EntryBody& body) const {
  ZKP_CHECK(body.columns.size() == columns_.size());
  PrivateTable out;
  out.entry = &body;
  for (size_t i = 0; i < columns_.size(); ++i) out.columns.emplace(body.columns[i].name, &columns_[i]);
  return out;
}

}  // namespace zkp
