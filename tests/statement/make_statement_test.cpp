#include "statement/make_statement.h"

#include <algorithm>
#include <numeric>

#include "made_table.h"
#include "statement/units.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

TEST(MakeStatement, EveryExampleOfTheListCanBeMade) {
  const ExampleTables tables;
  for (const StatementInfo& info : statement_list()) {
    const StatementView view = made(tables.ask(std::string(info.example)));
    EXPECT_FALSE(info.words.empty());
    EXPECT_FALSE(info.not_said.empty());
    // What describes it parses to a request for the same statement.
    EXPECT_TRUE(parse_request(view.text).ok()) << view.text;
  }
}

TEST(MakeStatement, CanonicalTextsAreWhatAPersonWouldType) {
  const ExampleTables tables;
  const std::pair<const char*, const char*> cases[] = {
      {"sum:amount", "sums:amount"},
      {"mean:amount", "sums:amount"},
      {"range:age;max=130", "range:age;min=-32768;max=130"},
      {"range:label;min=A;max=C", "range:label;min=A;max=C"},
      {"quantile:age;p=0.5", "median:age"},
      {"quantile:age;p=0.9", "quantile:age;rank=18"},
      {"count-where:label;in=B,A", "count-where:label;in=A,B"},
      {"count-where:label;eq=A;at-least=40%", "count-where:label;eq=A;at-least=8"},
      {"balance:label;classes=B,A;counts=>=2,=", "balance:label;classes=A,B;counts==,>=2"},
      {"balance:label", "balance:label;classes=A,B,C"},
      {"mean-floor:amount", "mean-floor:amount;digits=2"},
      {"well-typed:age,amount", "well-typed:age,amount"},
      {"composite:age,amount;claims=type,type", "well-typed:age,amount"},
      {"knowledge", "knowledge"},
      {"knowledge:label,id", "knowledge:label,id"},
      {"histogram:label;bins=A,B,C", "histogram:label"},
      {"filter:id,age,amount,score,label,weight;where=age;ge=18;into=adults", "filter;where=age;ge=18;into=adults"},
      {"count-where:age;le=30;limbs=1", "count-where:age;le=30"},
      {"count-where:age;le=30;limbs=3", "count-where:age;le=30;limbs=3"},
      {"member:label,weight;records=B,NULL", "member:label,weight;records=B,NULL"}};
  for (const auto& [asked, canonical] : cases) EXPECT_EQ(made(tables.ask(asked)).text, canonical) << asked;
}

TEST(MakeStatement, WhatIsNotTrueIsRefused) {
  const ExampleTables tables;
  for (const char* text :
       {"range:age;min=19;max=130", "range:weight;max=60", "composite:age,amount;claims=20..130,type",
        "count-where:age;le=30;at-least=100%", "count-where:age;ge=0;at-most=3", "count-where:label;eq=C;at-least=4",
        "balance:label;at-least=40%", "histogram:label;bins=A,B", "group-sums:amount,label;groups=A",
        "member:label,age;records=A,18|A,131", "non-member:label,age;records=A,18", "affine:age,months;a=12;c=1;with=x",
        "filter;where=age;ge=19;into=adults", "filter;where=label;eq=A;into=adults", "sort;by=amount;into=sorted"}) {
    EXPECT_EQ(refused(tables.ask(text)), ErrorCode(StatementError::kFalse)) << text;
  }
  const ExampleTables& t = tables;
  const std::pair<const char*, std::vector<const MadeTable*>> others[] = {
      {"shuffle;with=x", {&t.people, &t.joined}},
      {"shuffle:id,age;with=x", {&t.people, &t.joined}},
      {"split;key=id;train=a;test=b", {&t.people, &t.test, &t.train}},
      {"dedupe;key=id;into=x", {&t.people, &t.people}}};
  for (const auto& [text, of] : others) EXPECT_TRUE((Asked{text, of}).make().ok()) << text;
  EXPECT_EQ(refused({"disjoint:id;with=x", {&t.people, &t.shuffled}}), ErrorCode(StatementError::kFalse));
  const MadeTable twice = t.people.pick("twice", {0, 1, 1});
  EXPECT_EQ(refused({"unique:id", {&twice}}), ErrorCode(StatementError::kFalse));
  EXPECT_EQ(refused({"dedupe;key=id;into=x", {&t.people, &t.train}}), ErrorCode(StatementError::kFalse));
  EXPECT_EQ(refused({"shuffle:label;with=x", {&twice, &t.people}}), ErrorCode(StatementError::kSyntax));
  const MadeTable other = t.people.pick("x", {0, 1, 2});
  EXPECT_EQ(refused({"shuffle;with=x", {&twice, &other}}), ErrorCode(StatementError::kFalse));
  EXPECT_EQ(refused({"split;key=id;train=a;test=b", {&t.people, &t.people, &t.test}}),
            ErrorCode(StatementError::kSyntax));
  const MadeTable swapped = t.people.pick("x", {4, 8, 12, 16, 0});
  EXPECT_TRUE((Asked{"split;key=id;train=a;test=b", {&t.people, &t.train, &swapped}}).make().ok());
  const MadeTable repeated = t.people.pick("x", {4, 8, 12, 16, 16});
  EXPECT_EQ(refused({"split;key=id;train=a;test=b", {&t.people, &t.train, &repeated}}),
            ErrorCode(StatementError::kFalse));
}

TEST(MakeStatement, WrongRequestsAreNamed) {
  const ExampleTables tables;
  const std::pair<const char*, StatementError> cases[] = {
      {"sum:nothing", StatementError::kUnknownColumn},
      {"sum:label", StatementError::kWrongType},
      {"median:weight", StatementError::kWrongType},
      {"range:age", StatementError::kSyntax},
      {"range:age;min=x", StatementError::kSyntax},
      {"range:label;min=D", StatementError::kSyntax},
      {"range:age;min=5;max=4", StatementError::kSyntax},
      {"nulls:age", StatementError::kWrongType},
      {"quantile:age", StatementError::kSyntax},
      {"quantile:age;p=1.5", StatementError::kSyntax},
      {"quantile:age;rank=21", StatementError::kSyntax},
      {"count-where:age", StatementError::kSyntax},
      {"count-where:age;le=1;ge=2", StatementError::kSyntax},
      {"count-where:age;between=1", StatementError::kSyntax},
      {"count-where:age;le=1;limbs=5", StatementError::kSyntax},
      {"balance:label;classes=A,B;counts=>2,=", StatementError::kSyntax},
      {"composite:age,age;claims=type,type", StatementError::kSyntax},
      {"composite:age,amount;claims=type", StatementError::kSyntax},
      {"member:label;records=A,B", StatementError::kSyntax},
      {"mean-floor:amount;digits=1", StatementError::kSyntax},
      {"filter:id;where=age;ge=18;into=x", StatementError::kSyntax},
      {"affine:age,months;a=x;with=y", StatementError::kSyntax}};
  for (const auto& [text, code] : cases) EXPECT_EQ(refused(tables.ask(text)), ErrorCode(code)) << text;
  for (const char* text :
       {"", "sum", "sum:a,b", "sum:a;x=1", "shuffle", "rows", "statement;bytes=00", "statement", "statement;sha256=00",
        "join;with=a;into=b", "count-where:a;in=\"A", "split;key=id;train=a"}) {
    EXPECT_FALSE(parse_request(text).ok()) << text;
  }
  EXPECT_EQ(parse_request("nonsense:a").error().code(), ErrorCode(StatementError::kUnknownStatement));
  Asked without_salt = tables.ask("dp-sum:amount;bits=record");
  without_salt.secrets.beacon_round.reset();
  EXPECT_EQ(refused(without_salt), ErrorCode(GeneralError::kInvalidArgument));
}

TEST(MakeStatement, FurtherDatasetsComeInTheOrderOfTheStatement) {
  EXPECT_EQ(parse_request("split;test=b;train=a;key=id")->others, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(parse_request("join:id;into=c;with=\"b;1\"")->others, (std::vector<std::string>{"b;1", "c"}));
  EXPECT_EQ(parse_request("affine:a,b;d=2")->others, std::vector<std::string>{""});
  EXPECT_TRUE(parse_request("sum:a")->others.empty());
}

TEST(MakeStatement, AffineInsideOneDataset) {
  MadeTable table("t");
  table.add("x", kInt16, {1, 2, -3}).add("half", kInt16, {0, 1, -2});
  const StatementView view = made({"affine:x,half;d=2", {&table, &table}});
  EXPECT_EQ(view.text, "affine:x,half;a=1;c=0;d=2");
  EXPECT_EQ(view.relies_on, (std::vector<ColumnOf>{{0, "x"}, {1, "half"}}));
}

// ---- random tables against computations over their cells

class RandomTables {
 public:
  explicit RandomTables(uint64_t seed) : random_(seed) {}

  __int128 value(ColumnType type) {
    const Interval all = *interval(type);
    switch (random_() % 6) {
      case 0:
        return all.lo;
      case 1:
        return all.hi;
      case 2:
        return 0;
      case 3:
        return std::min<__int128>(all.hi, static_cast<__int128>(random_() % 50));
      default:
        return all.lo + static_cast<__int128>((static_cast<unsigned __int128>(random_()) << 64 | random_()) %
                                              static_cast<unsigned __int128>(all.hi - all.lo + 1));
    }
  }
  MadeTable::Cells cells(ColumnType type, size_t rows) {
    MadeTable::Cells out(rows, value(type));
    if (random_() % 4 == 0) return out;  // all equal
    for (__int128& each : out) each = value(type);
    return out;
  }
  MadeTable::Nulls nulls(size_t rows) {
    MadeTable::Nulls out(rows, 0);
    const uint64_t kind = random_() % 4;
    for (uint8_t& each : out) each = kind == 0 ? 1 : kind == 1 ? 0 : random_() % 2;
    return out;
  }
  MadeTable table(size_t rows) {
    MadeTable out("random");
    const std::vector<std::string> words = {"a", "b, or c", "NULL", "#1", "say \"no\"", "x..y"};
    for (const auto& [name, type] : types()) {
      if (type.code == TypeCode::kCode) {
        out.add_categories(name, words, cells(type, rows))
            .add_categories("n_" + name, words, cells(type, rows), nulls(rows));
      } else {
        out.add(name, type, cells(type, rows)).add("n_" + name, type, cells(type, rows), nulls(rows));
      }
    }
    std::vector<std::string> texts;
    for (size_t i = 0; i < rows; ++i) texts.push_back("t" + std::to_string(random_() % 5));
    out.add_texts("text", texts, a_salt());
    return out;
  }
  static std::vector<std::pair<std::string, ColumnType>> types() {
    return {{"i16", kInt16},     {"i31", {TypeCode::kInt, 31}}, {"i64", kInt64},      {"u64", kUint64},
            {"money", kMoney},   {"flag", kTrueFalse},          {"time", kTimestamp}, {"day", kDay},
            {"double", kDouble}, {"code", {TypeCode::kCode, 6}}};
  }
  uint64_t next() { return random_(); }

 private:
  std::mt19937_64 random_;
};

std::string decimal(ColumnType type, const Int256& value, uint32_t power) {
  return format_scaled(value, type.code == TypeCode::kDecimal ? power * type.param : 0);
}

void check_arithmetic(const MadeTable& table, const std::string& name, ColumnType type) {
  const MadeTable::Cells live = table.live(name);
  if (live.empty()) {
    EXPECT_EQ(refused({"sum:" + name, {&table}}), ErrorCode(StatementError::kFalse));
    return;
  }
  Int256 sum, squares;
  for (const __int128 v : live) {
    sum = sum + Int256(v);
    squares = squares + Int256(v) * Int256(v);
  }
  const StatementView view = made({"variance:" + name, {&table}});
  EXPECT_EQ(view.outputs.at("sum"), decimal(type, sum, 1));
  EXPECT_EQ(view.outputs.at("sum of squares"), decimal(type, squares, 2));
  EXPECT_EQ(view.outputs.at("count"), std::to_string(live.size()));
  EXPECT_EQ(view.relies_on, (std::vector<ColumnOf>{{0, name}}));
  if (table.nullable(name)) return;
  const StatementView floor = made({"mean-floor:" + name + ";digits=4", {&table}});
  const uint32_t scale = type.code == TypeCode::kDecimal ? type.param : 0;
  Int256 scaled = sum;
  for (uint32_t i = scale; i < 4; ++i) scaled = scaled * Int256(10);
  EXPECT_EQ(floor.outputs.at("mean rounded down"), format_scaled(floor_quotient(scaled, live.size()), 4));
}

void check_order(const MadeTable& table, const std::string& name, ColumnType type) {
  MadeTable::Cells live = table.live(name);
  std::ranges::sort(live);
  const std::vector<DatasetView> views = {table.view()};
  const ColumnRef column{0, &table.entry(), table.entry().find(name)};
  const auto look = [&](__int128 v) { return shown(column, views, v); };
  const auto typed = [&](__int128 v) { return value_text(column, views, v); };
  if (live.empty()) {
    EXPECT_EQ(refused({"min:" + name, {&table}}), ErrorCode(StatementError::kFalse));
    made({"histogram:" + name, {&table}});
    return;
  }
  EXPECT_EQ(made({"min:" + name, {&table}}).outputs.at("min"), look(live.front()));
  EXPECT_EQ(made({"max:" + name, {&table}}).outputs.at("max"), look(live.back()));
  const StatementView range =
      made({"range:" + name + ";min=" + typed(live.front()) + ";max=" + typed(live.back()), {&table}});
  EXPECT_EQ(range.ranges.at(0).bounds, (Interval{live.front(), live.back()}));
  EXPECT_FALSE(range.typed.empty());
  std::map<__int128, uint64_t> counts;
  for (const __int128 v : live) ++counts[v];
  const StatementView histogram = made({"histogram:" + name, {&table}});
  for (const auto& [v, count] : counts) {
    EXPECT_EQ(histogram.outputs.at("count of " + look(v)), std::to_string(count));
    EXPECT_EQ(made({"count-where:" + name + ";eq=" + typed(v), {&table}}).outputs.at("count"), std::to_string(count));
  }
  const __int128 middle = live[live.size() / 2];
  const auto at_most = static_cast<uint64_t>(std::ranges::upper_bound(live, middle) - live.begin());
  const auto at_least = static_cast<uint64_t>(live.end() - std::ranges::lower_bound(live, middle));
  EXPECT_EQ(made({"count-where:" + name + ";le=" + typed(middle), {&table}}).outputs.at("count"),
            std::to_string(at_most));
  EXPECT_EQ(made({"count-where:" + name + ";ge=" + typed(middle), {&table}}).outputs.at("count"),
            std::to_string(at_least));
  made({"count-where:" + name + ";ge=" + typed(middle) + ";at-least=" + std::to_string(at_least), {&table}});
  made({"count-where:" + name + ";le=" + typed(middle) + ";at-most=" + std::to_string(at_most), {&table}});
  if (at_most > 0) {
    EXPECT_EQ(
        refused({"count-where:" + name + ";le=" + typed(middle) + ";at-most=" + std::to_string(at_most - 1), {&table}}),
        ErrorCode(StatementError::kFalse));
  }
  const bool is_narrow = interval(type)->hi - interval(type)->lo < static_cast<__int128>(1) << 32;
  if (!is_narrow || type.code == TypeCode::kDate) return;
  made({"count-where:" + name + ";between=" + typed(live.front()) + ".." + typed(middle), {&table}});
  if (table.nullable(name)) return;
  EXPECT_EQ(made({"median:" + name, {&table}}).outputs.at("median"), look(live[(live.size() - 1) / 2]));
}

TEST(MakeStatement, FiguresOfRandomTablesAreThoseOfTheirCells) {
  for (uint64_t seed = 0; seed < 12; ++seed) {
    SCOPED_TRACE(seed);
    RandomTables random(seed);
    const size_t rows = std::array<size_t, 4>{1, 2, 7, 24}[seed % 4];
    const MadeTable table = random.table(rows);
    for (const auto& [base, type] : RandomTables::types()) {
      for (const std::string& name : {base, "n_" + base}) {
        SCOPED_TRACE(name);
        if (in_group(type, TypeGroup::kArith)) check_arithmetic(table, name, type);
        check_order(table, name, type);
        const StatementView types = made({"well-typed:" + name, {&table}});
        EXPECT_EQ(types.columns.size(), table.nullable(name) ? 2u : 1u);
        EXPECT_EQ(types.typed, types.columns);
        if (!table.nullable(name)) continue;
        const auto nulls = std::accumulate(table.nulls(name).begin(), table.nulls(name).end(), 0);
        EXPECT_EQ(made({"nulls:" + name, {&table}}).outputs.at("nulls"), std::to_string(nulls));
      }
    }
  }
}

TEST(MakeStatement, GroupsAndCovariancesOfRandomTables) {
  for (uint64_t seed = 0; seed < 6; ++seed) {
    RandomTables random(seed);
    const MadeTable table = random.table(1 + seed * 4);
    const StatementView view = made({"group-sums:i64,code", {&table}});
    std::map<__int128, std::pair<__int128, uint64_t>> groups;
    for (size_t i = 0; i < table.rows(); ++i) {
      auto& [sum, count] = groups[table.cells("code")[i]];
      sum += table.cells("i64")[i];
      ++count;
    }
    for (const auto& [code, group] : groups) {
      const std::string word = zkp::quoted(table.words("code")[static_cast<size_t>(code)]);
      EXPECT_EQ(view.outputs.at("sum of " + word), format_integer(group.first));
      EXPECT_EQ(view.outputs.at("count of " + word), std::to_string(group.second));
    }
    Int256 products;
    for (size_t i = 0; i < table.rows(); ++i) {
      products = products + Int256(table.cells("i64")[i]) * Int256(table.cells("u64")[i]);
    }
    EXPECT_EQ(made({"covariance:i64,u64", {&table}}).outputs.at("sum of products"), products.to_string());
    made({"composite:i16,n_day,money,flag;claims=type,type,sum,type", {&table}});
    made({"group-sums:i64,code;groups=a,\"b, or c\",\"NULL\",\"#1\",\"say \"\"no\"\"\",\"x..y\"", {&table}});
  }
}

TEST(MakeStatement, RowsOfRandomTables) {
  for (uint64_t seed = 0; seed < 6; ++seed) {
    SCOPED_TRACE(seed);
    RandomTables random(seed);
    const MadeTable table = random.table(2 + seed * 3);
    std::vector<size_t> order(table.rows());
    std::iota(order.begin(), order.end(), size_t{0});
    const std::string columns = "i16,i64,n_money,code,double,text,text_key";
    for (const auto& [key, type] : RandomTables::types()) {
      if (type.code == TypeCode::kBool) continue;
      std::vector<size_t> by_key = order;
      std::ranges::stable_sort(by_key, {}, [&](size_t i) { return table.cells(key)[i]; });
      const MadeTable sorted = table.pick("sorted", by_key);
      made({"sort:" + key + ",n_code,text;by=" + key + ";into=sorted", {&table, &sorted}});
      made({"shuffle:" + columns + ";with=sorted", {&table, &sorted}});
    }
    std::vector<size_t> chosen;
    const __int128 pivot = table.cells("i64")[0];
    for (const size_t i : order) {
      if (table.cells("i64")[i] <= pivot) chosen.push_back(i);
    }
    const MadeTable part = table.pick("part", chosen);
    made({"filter:" + columns + ";where=i64;le=" + format_integer(pivot) + ";into=part", {&table, &part}});
    MadeTable numbered = table.pick("numbered", order);
    MadeTable::Cells ids(order.begin(), order.end());
    numbered.add("id", kInt32, ids);
    std::vector<size_t> doubled = order;
    doubled.insert(doubled.end(), order.begin(), order.end());
    const MadeTable twice = numbered.pick("twice", doubled);
    made({"dedupe:id," + columns + ";key=id;into=numbered", {&twice, &numbered}});
    const MadeTable first = numbered.pick("first", {0}),
                    rest = numbered.pick("rest", std::vector<size_t>(order.begin() + 1, order.end()));
    const StatementView split =
        made({"split:id," + columns + ";key=id;train=first;test=rest", {&numbered, &first, &rest}});
    EXPECT_NE(split.not_shown[0].find("verify --data"), std::string::npos);
    made({"disjoint:id;with=rest", {&first, &rest}});
    made({"unique:id", {&numbered}});
    made({"join:id;left=i16,text;right=n_money;with=numbered;into=joined", {&numbered, &numbered, &numbered}});
    made({"knowledge:" + columns, {&table}});
  }
}

TEST(MakeStatement, RecordsOfTextsNeedTheSalt) {
  RandomTables random(1);
  MadeTable table("t");
  table.add_texts("name", {"Ann", "Bob, Jr.", "NULL", ""}, a_salt()).add("n", kInt16, {1, 2, 3, 4}, {0, 0, 1, 0});
  Asked asked{"member:name,name_key,n;records=Ann,Ann,1|\"Bob, Jr.\",\"Bob, Jr.\",2|\"NULL\",NULL,NULL", {&table}};
  EXPECT_EQ(refused(asked), ErrorCode(GeneralError::kInvalidArgument));
  asked.secrets.linkage_salt = a_salt();
  const StatementView view = made(asked);
  EXPECT_EQ(view.text, "member;records=Ann,Ann,1|\"Bob, Jr.\",\"Bob, Jr.\",2|\"NULL\",\"NULL\",NULL");
  EXPECT_NE(view.words.find("\"Bob, Jr.\""), std::string::npos);
  asked.text = "non-member:name;records=Carl|ann|\"\"\"\"";
  made(asked);
  asked.text = "non-member:name;records=Carl|Ann";
  EXPECT_EQ(refused(asked), ErrorCode(StatementError::kFalse));
  asked.text = "member:name_key;records=Ann";
  EXPECT_EQ(refused(asked), ErrorCode(StatementError::kWrongType));
  asked.text = "range:name_key;min=#0;max=#4611686018427387903";
  EXPECT_EQ(made(asked).text, asked.text);
  asked.text = "min:name_key";
  made(asked);
  asked.text = "range:name_key;min=0";
  EXPECT_EQ(refused(asked), ErrorCode(StatementError::kSyntax));
  asked.secrets.linkage_salt->fill(8);
  asked.text = "member:name;records=Ann";
  EXPECT_EQ(refused(asked), ErrorCode(StatementError::kSyntax));
}

}  // namespace
}  // namespace zkp
