#include "statement/catalog.h"

#include <algorithm>

#include "base/encoding.h"
#include "made_table.h"
#include "statement/words/describe.h"

namespace zkp {
namespace {

TEST(DescribeStatement, NothingThatIsCutShortOrChangedMakesItFail) {
  const ExampleTables tables;
  for (const StatementInfo& info : statement_list()) {
    const Asked asked = tables.ask(std::string(info.example));
    const std::vector<DatasetView> views = asked.views();
    Bytes bytes = asked.make().value();
    for (size_t length = 0; length < bytes.size(); ++length) {
      EXPECT_FALSE(describe_statement(ByteView(bytes).first(length), views).ok()) << info.name << " " << length;
    }
    for (size_t i = 0; i < bytes.size(); ++i) {
      for (const uint8_t change : {0x01, 0x02, 0x10, 0x80, 0xff}) {
        bytes[i] ^= change;
        const Result<StatementView> view = describe_statement(bytes, views);
        if (view.ok()) {
          EXPECT_FALSE(view->words.empty());
          EXPECT_TRUE(parse_request(view->text).ok()) << view->text;
        }
        bytes[i] ^= change;
      }
    }
    bytes.push_back(0);
    EXPECT_FALSE(describe_statement(bytes, views).ok());
    EXPECT_FALSE(describe_statement(asked.make().value(), {}).ok());
  }
}

TEST(DescribeStatement, TextsOfEveryKindAreReadOrRefused) {
  const ExampleTables tables;
  for (const StatementInfo& info : statement_list()) {
    const std::string example(info.example);
    for (size_t length = 0; length < example.size(); ++length) (void)tables.ask(example.substr(0, length)).make().ok();
    for (size_t i = 0; i < example.size(); ++i) {
      for (const char c : {'"', ';', ',', ':', '=', '|', '#', '.', '\0', '\xff', '9'}) {
        std::string changed = example;
        changed[i] = c;
        const Asked asked = tables.ask(changed);
        const Result<StatementRequest> request = parse_request(changed);
        if (request.ok() && request->others.size() + 1 == asked.tables.size()) (void)asked.make().ok();
      }
    }
  }
}

// What no text says carries its bytes.
TEST(DescribeStatement, AStrangersStatementIsDescribedToo) {
  const ExampleTables tables;
  ByteWriter pair = start_statement(StatementType::kWellTyped);
  pair.u8(2).str("age").str("label").u8(0).u64(0).u8(0).u64(0);
  const std::vector<DatasetView> views = {tables.people.view()};
  const StatementView view = describe_statement(pair.bytes(), views).value();
  EXPECT_EQ(view.text, "statement;bytes=" + hex_encode(pair.bytes()));
  EXPECT_EQ(tables.ask(view.text).make().value(), pair.bytes());

  ByteWriter empty_bins = start_statement(StatementType::kHistogram);
  empty_bins.str("age").u64(0).u32(2).raw(encode_i128(-5)).u64(0).raw(encode_i128(7)).u64(20);
  const StatementView histogram = describe_statement(empty_bins.bytes(), views).value();
  EXPECT_EQ(histogram.text, "histogram:age;bins=-5,7");
  EXPECT_EQ(refused(tables.ask("statement;bytes=" + hex_encode(empty_bins.bytes()))),
            ErrorCode(StatementError::kFalse));

  ByteWriter sums = start_statement(StatementType::kSums);
  sums.str("age").raw(Int256(100).to_bytes()).raw(Int256(3).to_bytes()).u64(20);
  EXPECT_NE(describe_statement(sums.bytes(), views)->words.find("no integers have these sums"), std::string::npos);

  MadeTable texts("texts");
  texts.add_texts("name", {"a", "b"}, a_salt());
  const std::vector<DatasetView> of_texts = {texts.view()};
  ByteWriter record = start_statement(StatementType::kMember);
  record.u16(1).str("name").raw(a_salt()).u32(1).u32(2).raw("\xff\xfe");
  const StatementView bytes = describe_statement(record.bytes(), of_texts).value();
  EXPECT_NE(bytes.words.find("fffe"), std::string::npos);
  EXPECT_TRUE(bytes.text.starts_with("statement;bytes="));
  ByteWriter large = start_statement(StatementType::kMember);
  large.u16(1).str("name").raw(a_salt()).u32(1).u32(100'000).raw(std::string(100'000, 'x'));
  EXPECT_TRUE(describe_statement(large.bytes(), of_texts)->text.starts_with("statement;sha256="));
}

TEST(DescribeStatement, WordsSayWhatIsProvedAndWhatIsNot) {
  const ExampleTables tables;
  const auto says = [&](const std::string& text) { return made(tables.ask(text)).words; };
  const auto denies = [&](const std::string& text, const std::string& part) {
    const std::vector<std::string> all = made(tables.ask(text)).not_shown;
    return std::ranges::any_of(all, [&](const std::string& s) { return s.find(part) != std::string::npos; });
  };
  EXPECT_EQ(says("range:age;min=0;max=130"), "every value of column \"age\" of \"people\" is between 0 and 130");
  EXPECT_EQ(says("count-where:label;eq=A"), "exactly 9 rows have the value \"A\" in column \"label\" of \"people\"");
  EXPECT_NE(says("median:age").find("the lower one of the two middle values"), std::string::npos);
  EXPECT_NE(says("sum:score").find("with sum 1430 and sum of squares 108230: mean 71.5"), std::string::npos);
  EXPECT_TRUE(denies("range:weight;min=0", "number of non-null values not proved"));
  EXPECT_TRUE(denies("well-typed:weight", "number of non-null values not proved"));
  EXPECT_FALSE(denies("nulls:weight", "number of non-null values not proved"));
  EXPECT_TRUE(denies("non-member:age;records=200", "verify --data"));
  EXPECT_TRUE(denies("disjoint:id;with=other", "verify --data"));
  EXPECT_TRUE(denies("member:weight;records=NULL", "raw pairs of value and flag"));
  EXPECT_TRUE(denies("sum:amount", "which another proof has to show"));
  EXPECT_TRUE(denies("dp-sum:amount;bits=record", "the owner, who knows the noise"));
  EXPECT_NE(says("dp-sum:amount;bits=record").find("protects nobody"), std::string::npos);
}

TEST(DescribeStatement, ColumnsThatItReadsTypesAndReliesOn) {
  const ExampleTables tables;
  const StatementView composite = made(tables.ask("composite:age,weight,amount;claims=0..130,type,sum"));
  EXPECT_EQ(composite.columns, (std::vector<ColumnOf>{{0, "age"}, {0, "amount"}, {0, "weight"}, {0, "weight.null"}}));
  EXPECT_EQ(composite.typed, (std::vector<ColumnOf>{{0, "age"}, {0, "weight"}, {0, "weight.null"}}));
  EXPECT_EQ(composite.relies_on, (std::vector<ColumnOf>{{0, "amount"}}));
  ASSERT_EQ(composite.ranges.size(), 2u);
  EXPECT_FALSE(composite.ranges[0].of_type);
  EXPECT_TRUE(composite.ranges[1].of_type);
  EXPECT_TRUE(made(tables.ask("range:age;max=100000")).typed.empty());
  const StatementView split = made(tables.ask("split:id,weight;key=id;train=train;test=test"));
  EXPECT_EQ(split.columns.size(), 9u);
}

// What cancels the protection of a sum with noise of the same column.
TEST(DescribeStatement, ColumnsWhoseExactSumIsPublic) {
  const ExampleTables tables;
  const auto exact = [&](const std::string& text) {
    std::vector<std::string> out;
    for (const ColumnOf& column : made(tables.ask(text)).exact_sums) out.push_back(column.column);
    return out;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(exact("sum:amount"), Names{"amount"});
  EXPECT_EQ(exact("mean-floor:age;digits=2"), Names{"age"});
  EXPECT_EQ(exact("histogram:age"), Names{"age"});
  EXPECT_EQ(exact("group-sums:amount,label"), (Names{"amount", "label"}));
  EXPECT_EQ(exact("covariance:age,score"), (Names{"age", "score"}));
  EXPECT_EQ(exact("composite:age,amount;claims=0..130,sum"), Names{"amount"});
  for (const char* text :
       {"range:age;min=0;max=130", "well-typed:age,amount", "median:age", "min:age", "count-where:age;le=30",
        "count-where:label;eq=A", "member:age;records=18", "dp-sum:amount;bits=record"})
    EXPECT_EQ(exact(text), Names{}) << text;
  MadeTable flags("flags");
  flags.add("ill", kTrueFalse, {0, 1, 1, 0});
  for (const char* text : {"count-where:ill;eq=true", "count-where:ill;ge=true", "balance:ill;classes=true;at-least=1"})
    EXPECT_EQ(made(Asked{text, {&flags}}).exact_sums, (std::vector<ColumnOf>{{0, "ill"}})) << text;
}

TEST(DescribeStatement, NoiseComesWithItsGuarantee) {
  MadeTable data("flags"), record("bits");
  data.add("ill", kTrueFalse, {0, 1, 1, 0});
  NoiseQuery query;
  query.data_entry = entry_body_digest(encode_entry_body(data.entry()));
  query.column = "ill";
  query.hi = 1;
  record.set_query(query);
  record.add("bits", kTrueFalse, MadeTable::Cells(4096, 1));
  Asked asked{"dp-sum:ill;bits=bits", {&data, &record}};
  asked.secrets.beacon_round = Digest{9};
  const StatementView view = made(asked);
  EXPECT_EQ(view.outputs.at("epsilon"), "0.115");
  EXPECT_EQ(view.outputs.at("delta"), "0.000001");
  EXPECT_NE(view.words.find("standard deviation 32"), std::string::npos);
}

TEST(ValueText, WordsAreQuotedWhereTheyMustBe) {
  for (const std::string word :
       {"a", "a b", "", "a,b", "x;y", "p|q", "\"", "NULL", "#1", "1..2", " x", "x ", "größe"}) {
    EXPECT_EQ(unquote(quote_if_needed(word)).value(), word);
    EXPECT_EQ(parse_words(words_text({word, "b", word})).value(), (std::vector<std::string>{word, "b", word}));
  }
  EXPECT_EQ(quote_if_needed("a b"), "a b");
  EXPECT_FALSE(unquote("\"a").ok());
  EXPECT_FALSE(unquote("\"a\"b").ok());
  EXPECT_FALSE(unquote("a\"").ok());
  EXPECT_EQ(parse_share("40%", 20, true).value(), 8u);
  EXPECT_EQ(parse_share("0.000001%", 20, true).value(), 1u);
  EXPECT_EQ(parse_share("0.000001%", 20, false).value(), 0u);
  EXPECT_EQ(parse_share("17", 20, false).value(), 17u);
  for (const char* bad : {"", "-1", "101%", "x", "%", "1.0000001%"})
    EXPECT_FALSE(parse_share(bad, 20, true).ok()) << bad;
}

TEST(Quotients, AreRoundedHalfToEven) {
  EXPECT_EQ(quotient(Int256(1), 3, 0).text, "0.333333");
  EXPECT_EQ(quotient(Int256(-2), 3, 0).text, "-0.666667");
  EXPECT_EQ(quotient(Int256(1), 2'000'000, 0).text, "0");         // 0.0000005
  EXPECT_EQ(quotient(Int256(3), 2'000'000, 0).text, "0.000002");  // 0.0000015
  EXPECT_EQ(quotient(Int256(7), 2, 2).text, "0.035");
  EXPECT_TRUE(quotient(Int256(7), 2, 2).is_exact);
  EXPECT_EQ(floor_quotient(Int256(-7), 2), Int256(-4));
  EXPECT_EQ(floor_quotient(Int256(-8), 2), Int256(-4));
  EXPECT_EQ(format_scaled(Int256(-5), 3), "-0.005");
}

}  // namespace
}  // namespace zkp
