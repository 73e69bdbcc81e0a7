#include "statement/statement_text.h"

#include <gtest/gtest.h>

#include <array>

namespace zkp {
namespace {

TEST(StatementText, PartsAreTakenApart) {
  const StatementText t = parse_statement_text("range:age;min=0;max=130").value();
  EXPECT_EQ(t.name, "range");
  EXPECT_EQ(t.columns, std::vector<std::string>{"age"});
  ASSERT_NE(t.param("min"), nullptr);
  EXPECT_EQ(*t.param("min"), "0");
  EXPECT_EQ(*t.param("max"), "130");
  EXPECT_EQ(t.param("other"), nullptr);
  EXPECT_EQ(parse_statement_text("rows")->name, "rows");
  EXPECT_TRUE(parse_statement_text("rows")->columns.empty());
  EXPECT_EQ(parse_statement_text("split:a,b")->columns, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(*parse_statement_text("range:t;min=2026-01-01T00:00:00Z")->param("min"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(*parse_statement_text("x;k=a=b")->param("k"), "a=b");
  EXPECT_EQ(*parse_statement_text("x;k=a,\"b;\"\";c\";l=1")->param("k"), "a,\"b;\"\";c\"");
  EXPECT_EQ(*parse_statement_text("x;k=a,\"b;\"\";c\";l=1")->param("l"), "1");
  EXPECT_FALSE(parse_statement_text("x;k=\"a;l=1").ok());
}

TEST(StatementText, ColumnNamesMayHoldAnythingInQuotes) {
  EXPECT_EQ(parse_statement_text("sum:\"net, in EUR\"")->columns[0], "net, in EUR");
  EXPECT_EQ(parse_statement_text("sum:\"a\"\"b;\";k=1")->columns[0], "a\"b;");
  EXPECT_EQ(parse_statement_text("sum:a:b=c d")->columns[0], "a:b=c d");
  EXPECT_EQ(parse_statement_text("sum:größe")->columns[0], "größe");
}

TEST(StatementText, MalformedTextIsRefused) {
  for (const char* text :
       {"", ":a", "Rows", "rows:", "sum:a,", "sum:,a", "sum:\"a", "sum:\"a\"b", "sum:a\"b", "sum:\"\"", "range:a;",
        "range:a;min", "range:a;=1", "range:a;Min=1", "range:a;min=1;min=2", "range:a;;", "\xff", "sum:\xc3\x28"}) {
    auto t = parse_statement_text(text);
    ASSERT_FALSE(t.ok()) << text;
    EXPECT_EQ(t.error().code(), StatementError::kSyntax);
  }
  EXPECT_FALSE(parse_statement_text("sum:" + std::string(70000, 'a')).ok());
  std::string many = "sum:a";
  for (int i = 0; i < 64; ++i) many += ",a";
  EXPECT_FALSE(parse_statement_text(many).ok());
}

TEST(StatementText, FormattedTextIsReadBack) {
  const std::array<StatementText, 4> texts = {{{"rows", {}, {}},
                                               {"sum", {"net, in EUR"}, {}},
                                               {"sum", {"a\"b", "c;d", " e "}, {{"k", "1"}, {"l", "x=y"}}},
                                               {"range", {"age"}, {{"min", "0"}, {"max", "130"}}}}};
  for (const StatementText& t : texts) {
    auto back = parse_statement_text(format_statement_text(t));
    ASSERT_TRUE(back.ok()) << format_statement_text(t);
    EXPECT_EQ(back->name, t.name);
    EXPECT_EQ(back->columns, t.columns);
    EXPECT_EQ(back->params, t.params);
  }
  EXPECT_EQ(format_statement_text(texts[3]), "range:age;min=0;max=130");
}

}  // namespace
}  // namespace zkp
