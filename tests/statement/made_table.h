/// Tables of every type for tests of statements, with entries that nothing is committed to.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "hash/text_code.h"
#include "statement/make_statement.h"
#include "statement/witness_blocks.h"

namespace zkp {

inline constexpr ColumnType kInt16{TypeCode::kInt, 16}, kInt32{TypeCode::kInt, 32}, kInt64{TypeCode::kInt, 64},
    kUint64{TypeCode::kUint64, 0}, kMoney{TypeCode::kDecimal, 2}, kTrueFalse{TypeCode::kBool, 0},
    kTimestamp{TypeCode::kTimestamp, 0}, kDay{TypeCode::kDate, 0}, kDouble{TypeCode::kF64Ord, 0};

class MadeTable {
 public:
  using Cells = std::vector<__int128>;
  using Nulls = std::vector<uint8_t>;

  explicit MadeTable(std::string name) : name_(std::move(name)) {}

  /// Values of NULL rows become 0.
  MadeTable& add(const std::string& name, ColumnType type, Cells cells, Nulls nulls = {}, Digest linkage = {}) {
    for (size_t i = 0; i < nulls.size(); ++i) {
      if (nulls[i] != 0) cells[i] = 0;
    }
    const bool nullable = !nulls.empty();
    add_column({name, type, nullable, linkage, G1Affine::generator()}, PrivateColumn(narrowed(cells)));
    cells_[name] = std::move(cells);
    if (nullable) {
      add_column({name + ".null", kTrueFalse, false, {}, G1Affine::generator()}, PrivateColumn(nulls));
      nulls_[name] = std::move(nulls);
    }
    return *this;
  }
  MadeTable& add_categories(const std::string& name, std::vector<std::string> words, Cells codes, Nulls nulls = {}) {
    const Digest linkage = dictionary_digest(words);
    const auto size = static_cast<uint32_t>(words.size());
    dictionaries_[name] = std::move(words);
    return add(name, {TypeCode::kCode, size}, std::move(codes), std::move(nulls), linkage);
  }
  /// NAME with the codes of texts, and NAME_key with short ones.
  MadeTable& add_texts(const std::string& name, const std::vector<std::string>& texts, const ByteArray<16>& salt) {
    std::vector<Fr> codes;
    Cells keys;
    for (const std::string& each : texts) {
      codes.push_back(Fr::from_bytes_reduce(str248_code(salt, each)));
      keys.push_back(key62_code(salt, each));
    }
    texts_[name] = texts;
    add_column({name, {TypeCode::kStr248, 0}, false, linkage_id(salt), G1Affine::generator()},
               PrivateColumn(std::move(codes)));
    return add(name + "_key", {TypeCode::kKey62, 0}, std::move(keys), {}, linkage_id(salt));
  }
  void set_query(NoiseQuery query) { entry_.query = std::move(query); }

  const EntryBody& entry() const { return entry_; }
  uint64_t rows() const { return entry_.rows; }
  const Cells& cells(const std::string& name) const { return cells_.at(name); }
  const Nulls& nulls(const std::string& name) const { return nulls_.at(name); }
  bool nullable(const std::string& name) const { return nulls_.contains(name); }
  const std::vector<std::string>& words(const std::string& name) const { return dictionaries_.at(name); }
  /// Values that are not NULL.
  Cells live(const std::string& name) const {
    Cells out;
    for (size_t i = 0; i < cells(name).size(); ++i) {
      if (!nullable(name) || nulls(name)[i] == 0) out.push_back(cells(name)[i]);
    }
    return out;
  }

  DatasetView view() const { return {name_, &entry_, &dictionaries_}; }
  PrivateTable table() const {
    PrivateTable out{&entry_, {}};
    for (size_t i = 0; i < columns_.size(); ++i) out.columns.emplace(entry_.columns[i].name, columns_[i].get());
    return out;
  }

  /// Some of its rows, in this order.
  MadeTable pick(std::string name, const std::vector<size_t>& chosen) const {
    MadeTable out(std::move(name));
    out.dictionaries_ = dictionaries_;
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (columns_[c]->has_integers()) {
        Integers values;
        for (const size_t row : chosen) values.push_back(columns_[c]->integer(row));
        out.add_column(entry_.columns[c], PrivateColumn(narrowed(values)));
      } else {
        std::vector<Fr> values;
        for (const size_t row : chosen) values.push_back(columns_[c]->at(row));
        out.add_column(entry_.columns[c], PrivateColumn(std::move(values)));
      }
    }
    for (const auto& [column, cells] : cells_) {
      for (const size_t row : chosen) out.cells_[column].push_back(cells[row]);
    }
    for (const auto& [column, nulls] : nulls_) {
      for (const size_t row : chosen) out.nulls_[column].push_back(nulls[row]);
    }
    return out;
  }

 private:
  void add_column(EntryColumn column, PrivateColumn values) {
    entry_.rows = values.rows();
    entry_.columns.push_back(std::move(column));
    columns_.push_back(std::make_shared<PrivateColumn>(std::move(values)));
  }

  std::string name_;
  EntryBody entry_;
  Dictionaries dictionaries_;
  std::vector<std::shared_ptr<const PrivateColumn>> columns_;
  std::map<std::string, Cells> cells_;
  std::map<std::string, Nulls> nulls_;
  std::map<std::string, std::vector<std::string>> texts_;
};

/// A request together with the datasets that it is about.
struct Asked {
  std::string text;
  std::vector<const MadeTable*> tables;
  StatementSecrets secrets = {};

  std::vector<DatasetView> views() const {
    std::vector<DatasetView> out;
    for (const MadeTable* each : tables) out.push_back(each->view());
    return out;
  }
  Result<Bytes> make() const { return make_as(text); }
  Result<Bytes> make_as(const std::string& other_text) const {
    ZKP_TRY(const StatementRequest request, parse_request(other_text));
    std::vector<PrivateTable> privates;
    for (const MadeTable* each : tables) privates.push_back(each->table());
    const std::vector<DatasetView> all = views();
    return make_statement(request, all, privates, secrets);
  }
};

/// What describes the statement that was asked for, once everything that must hold of any statement does.
inline StatementView made(const Asked& asked) {
  SCOPED_TRACE(asked.text);
  const Result<Bytes> bytes = asked.make();
  if (!bytes.ok()) {
    ADD_FAILURE() << bytes.error().describe() << " / " << bytes.error().hint();
    return {};
  }
  const std::vector<DatasetView> views = asked.views();
  std::vector<const EntryBody*> entries;
  std::vector<PrivateTable> privates;
  for (const MadeTable* each : asked.tables) {
    entries.push_back(&each->entry());
    privates.push_back(each->table());
  }
  const Result<ClassedStatement> read = read_classed_statement(*bytes, entries);
  EXPECT_TRUE(read.ok());
  EXPECT_TRUE(make_witness(*read->statement, *read->size_class, privates).ok());
  const Result<StatementView> view = describe_statement(*bytes, views);
  if (!view.ok()) {
    ADD_FAILURE() << view.error().describe();
    return {};
  }
  const Result<Bytes> again = asked.make_as(view->text);
  EXPECT_TRUE(again.ok()) << view->text;
  if (again.ok()) { EXPECT_EQ(*again, *bytes) << view->text; }
  EXPECT_FALSE(view->words.empty());
  EXPECT_GE(view->not_shown.size(), 2u);
  EXPECT_FALSE(view->columns.empty());
  EXPECT_EQ(view->outputs.at("rows"), std::to_string(asked.tables[0]->rows()));
  return *view;
}

inline ErrorCode refused(const Asked& asked) {
  const Result<Bytes> out = asked.make();
  EXPECT_FALSE(out.ok()) << asked.text;
  return out.ok() ? ErrorCode(GeneralError::kUnsupported) : out.error().code();
}

inline ByteArray<16> a_salt() {
  ByteArray<16> out;
  out.fill(7);
  return out;
}

/// People of all ages, which every example of statement_list() fits, and what the examples call other datasets.
struct ExampleTables {
  MadeTable people{"people"}, derived{"derived"}, adults{"adults"}, shuffled{"other"}, sorted{"sorted"}, train{"train"},
      test{"test"}, distinct{"distinct"}, prices{"prices"}, joined{"joined"}, strangers{"other"}, record{"record"};

  ExampleTables() {
    constexpr size_t kRows = 20;
    MadeTable::Cells ids, ages, months, amounts, scores, labels, weights;
    MadeTable::Nulls nulls;
    for (size_t i = 0; i < kRows; ++i) {
      const auto n = static_cast<__int128>(i);
      ids.push_back(n * 7 - 30);
      ages.push_back(i == 0 ? 18 : (n * 37) % 90);
      months.push_back(ages.back() * 12);
      amounts.push_back(n * n * 1013 - 50'000);
      scores.push_back(100 - 3 * n);
      labels.push_back(i < 9 ? 0 : i < 17 ? 1 : 2);
      weights.push_back(60 + n);
      nulls.push_back(i % 3 == 0 ? 1 : 0);
    }
    ages[10] = 30;
    months[10] = 360;
    people.add("id", kInt32, ids).add("age", kInt16, ages).add("amount", kMoney, amounts).add("score", kInt16, scores);
    people.add_categories("label", {"A", "B", "C"}, labels).add("weight", kInt16, weights, nulls);
    derived.add("months", kInt32, months);
    std::vector<size_t> all, grown, by_age, backwards, first, second;
    for (size_t i = 0; i < kRows; ++i) {
      all.push_back(i);
      if (ages[i] >= 18) grown.push_back(i);
      backwards.insert(backwards.begin(), i);
      (i % 4 == 0 ? second : first).push_back(i);
    }
    by_age = all;
    std::ranges::stable_sort(by_age, {}, [&](size_t i) { return ages[i]; });
    adults = people.pick("adults", grown);
    shuffled = people.pick("other", backwards);
    sorted = people.pick("sorted", by_age);
    train = people.pick("train", first);
    test = people.pick("test", second);
    distinct = people.pick("distinct", backwards);
    MadeTable::Cells price_ids, price_of, joined_prices, stranger_ids;
    for (size_t i = 0; i < kRows; ++i) {
      price_ids.push_back(ids[kRows - 1 - i]);
      price_of.push_back(static_cast<__int128>(i) * 100);
      joined_prices.push_back(static_cast<__int128>(kRows - 1 - i) * 100);
      stranger_ids.push_back(ids[i] + 1);
    }
    prices.add("id", kInt32, price_ids).add("price", kMoney, price_of);
    joined = people.pick("joined", all);
    joined.add("price", kMoney, joined_prices);
    strangers.add("id", kInt32, stranger_ids);
    NoiseQuery query;
    query.data_entry = entry_body_digest(encode_entry_body(people.entry()));
    query.column = "amount";
    query.lo = -100'000;
    query.hi = 400'000;
    query.round = 12;
    record.set_query(query);
    record.add("bits", kTrueFalse, MadeTable::Cells(64, 1));
  }

  Asked ask(const std::string& text) const {
    const std::map<std::string, std::vector<const MadeTable*>> others = {
        {"affine", {&derived}},       {"filter", {&adults}},      {"shuffle", {&shuffled}},
        {"sort", {&sorted}},          {"split", {&train, &test}}, {"dedupe", {&distinct}},
        {"join", {&prices, &joined}}, {"disjoint", {&strangers}}, {"dp-sum", {&record}}};
    Asked out{text, {&people}};
    const auto at = others.find(text.substr(0, text.find_first_of(":;")));
    if (at != others.end()) out.tables.insert(out.tables.end(), at->second.begin(), at->second.end());
    out.secrets.linkage_salt = a_salt();
    out.secrets.beacon_round = Digest{1, 2, 3};
    return out;
  }
};

}  // namespace zkp
