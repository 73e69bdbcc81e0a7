/// Which type a column gets, through scan_file on small CSV files.
#include <gtest/gtest.h>

#include <algorithm>

#include "table/support.h"

namespace zkp {
namespace {

using test::scan_csv;

// The type of the only column, whose cells are given one per line.
std::string type_of(std::vector<std::string> cells, const ScanOptions& options = {}) {
  std::string text = "x,other\n";
  for (const std::string& cell : cells) text += cell + ",1\n";
  const auto scanned = scan_csv(text, options);
  if (!scanned.ok()) return scanned.error().describe();
  const ColumnSpec& spec = scanned->schema.columns[0];
  return name(spec.type) + (spec.nullable ? "?" : "");
}

TEST(Infer, IntegersGetTheSmallestTypeThatHoldsThem) {
  EXPECT_EQ(type_of({"0"}), "INT(16)");
  EXPECT_EQ(type_of({"-32768", "32767"}), "INT(16)");
  EXPECT_EQ(type_of({"32768"}), "INT(32)");
  EXPECT_EQ(type_of({"-32769"}), "INT(32)");
  EXPECT_EQ(type_of({"2147483647", "-2147483648"}), "INT(32)");
  EXPECT_EQ(type_of({"2147483648"}), "INT(48)");
  EXPECT_EQ(type_of({"140737488355327", "-140737488355328"}), "INT(48)");
  EXPECT_EQ(type_of({"140737488355328"}), "INT(64)");
  EXPECT_EQ(type_of({"9223372036854775807", "-9223372036854775808"}), "INT(64)");
  EXPECT_EQ(type_of({"9223372036854775808", "0"}), "UINT64");
  EXPECT_EQ(type_of({"18446744073709551615"}), "UINT64");
  EXPECT_EQ(type_of({"-0", "1"}), "INT(16)");
}

TEST(Infer, WhatAnIntegerTypeWouldLoseBecomesText) {
  EXPECT_EQ(type_of({"18446744073709551616"}), "STR248");
  EXPECT_EQ(type_of({"9223372036854775808", "-1"}), "STR248");
  EXPECT_EQ(type_of({"-9223372036854775809"}), "STR248");
  EXPECT_EQ(type_of({"123456789012345678901234567890"}), "STR248");
  EXPECT_EQ(type_of({"01234", "94110", "10001"}), "STR248");  // postal codes
  EXPECT_EQ(type_of({"007", "1.5"}), "STR248");
}

TEST(Infer, FractionsBecomeTheOrderCodeOfDoubles) {
  EXPECT_EQ(type_of({"1.5", "2"}), "F64ORD");
  EXPECT_EQ(type_of({"1e3"}), "F64ORD");
  EXPECT_EQ(type_of({"-0.0", "18446744073709551616"}), "F64ORD");
  EXPECT_EQ(type_of({"1e400"}), "STR248");
  EXPECT_EQ(type_of({".5", "+1"}), "STR248");
}

TEST(Infer, DatesTimestampsAndBooleansWhenEveryValueAgrees) {
  EXPECT_EQ(type_of({"2026-01-31", "1969-12-31"}), "DATE");
  EXPECT_EQ(type_of({"2026-01-31", "soon"}), "STR248");
  EXPECT_EQ(type_of({"2026-02-30"}), "STR248");
  EXPECT_EQ(type_of({"2026-01-31T00:00:00Z", "2026-01-31 00:00:00.5+02:00"}), "TIMESTAMP");
  EXPECT_EQ(type_of({"2026-01-31T00:00:00Z", "2026-01-31"}), "STR248");
  EXPECT_EQ(type_of({"2026-01-31T00:00:00"}), "STR248");
  ScanOptions utc;
  utc.assume_utc = true;
  EXPECT_EQ(type_of({"2026-01-31T00:00:00"}, utc), "TIMESTAMP");
  EXPECT_EQ(type_of({"2026-01-31T00:00:00.1234567Z"}), "STR248");
  EXPECT_EQ(type_of({"true", "False", "TRUE"}), "BOOL");
  EXPECT_EQ(type_of({"true", "no"}), "STR248");
  EXPECT_EQ(type_of({"0", "1"}), "INT(16)");
}

TEST(Infer, NullsMakeNullableAndDecideNothing) {
  EXPECT_EQ(type_of({"", "1"}), "INT(16)?");
  EXPECT_EQ(type_of({"", ""}), "STR248?");
  EXPECT_EQ(type_of({"\"\"", "a"}), "STR248");
  EXPECT_EQ(type_of({"n/a", "1.5"}), "STR248");
  ScanOptions options;
  options.null_tokens = {"n/a", "-"};
  EXPECT_EQ(type_of({"n/a", "1.5", "-", "\"-\""}, options), "F64ORD?");
}

TEST(Infer, NumbersWithAFewOtherTextsAreRefusedAtTheFirst) {
  const auto scanned = scan_csv("age,b\n34,x\n35,x\nn/a,x\n36,x\n?,x\n");
  ASSERT_FALSE(scanned.ok());
  const Error& error = scanned.error();
  EXPECT_EQ(error.code(), TableError::kBadValue);
  EXPECT_EQ(error.message(), "expected an integer, found \"n/a\"");
  EXPECT_EQ(error.where().row, 3u);
  EXPECT_EQ(error.where().column, "age");
  EXPECT_EQ(error.hint(), "declare it nullable with --null \"n/a\", or the whole column as text with --type age=utf8");
  // With as many texts as numbers it is a column of text.
  EXPECT_EQ(type_of({"34", "n/a"}), "STR248");
}

TEST(Infer, TheOrderOfTheRowsDoesNotMatter) {
  std::vector<std::vector<std::string>> columns = {{"1", "2.5", "", "40000"},
                                                   {"a", "1", "", "b"},
                                                   {"007", "8", "9", "x"},
                                                   {"true", "false", "", "True"},
                                                   {"9223372036854775808", "-1", "3", ""}};
  for (std::vector<std::string>& cells : columns) {
    std::sort(cells.begin(), cells.end());
    const std::string first = type_of(cells);
    do { EXPECT_EQ(type_of(cells), first); } while (std::next_permutation(cells.begin(), cells.end()));
  }
}

// Declared types -----------------------------------------------------------------------------------------------------

ScanOptions declare(const std::string& type) {
  ScanOptions options;
  options.types.emplace("x", parse_column_type(type).value());
  return options;
}

TEST(Declared, ValuesAreEncodedExactly) {
  struct Case {
    std::string type, cell, final_type;
    int64_t value;
  };
  const Case cases[] = {
      {"int", "34.0", "INT(16)", 34},
      {"int", "1e3", "INT(16)", 1000},
      {"int", "007", "INT(16)", 7},
      {"int", "9223372036854775808", "UINT64", INT64_MIN},
      {"int(64)", "-9223372036854775808", "INT(64)", INT64_MIN},
      {"uint64", "18446744073709551615", "UINT64", -1},
      {"decimal(2)", "1.5", "DECIMAL(2)", 150},
      {"decimal(2)", "15e-1", "DECIMAL(2)", 150},
      {"decimal(18)", "9.223372036854775807", "DECIMAL(18)", INT64_MAX},
      {"bool", "1", "BOOL", 1},
      {"date", "1970-01-02", "DATE", 1},
      {"timestamp", "1970-01-01T00:00:01+00:00", "TIMESTAMP", 1'000'000},
      {"float", "1", "F64ORD", 0x3ff0000000000000},
      {"float", "-1", "F64ORD", -0x3ff0000000000000},
  };
  for (const Case& c : cases) {
    const auto scanned = scan_csv("x,y\n" + c.cell + ",1\n", declare(c.type));
    ASSERT_TRUE(scanned.ok()) << c.type << " " << scanned.error().describe();
    EXPECT_EQ(name(scanned->schema.columns[0].type), c.final_type);
    EXPECT_EQ(scanned->table->columns[0].values[0], c.value) << c.type << " " << c.cell;
  }
}

TEST(Declared, WhatDoesNotFitIsRefusedWithItsRow) {
  struct Case {
    std::string type, cell;
    TableError code;
    std::string message;
  };
  const Case cases[] = {
      {"int", "n/a", TableError::kBadValue, "expected an integer, found \"n/a\""},
      {"int", "34.5", TableError::kBadValue, "expected an integer, found \"34.5\""},
      {"int", "18446744073709551616", TableError::kOutOfRange, "\"18446744073709551616\" does not fit into INT(64)"},
      {"int(16)", "32768", TableError::kOutOfRange, "\"32768\" does not fit into INT(16)"},
      {"uint64", "-1", TableError::kOutOfRange, "\"-1\" does not fit into UINT64"},
      {"decimal(2)", "1.505", TableError::kInexact, "\"1.505\" is not exact with 2 decimals"},
      {"decimal(18)", "9.3", TableError::kOutOfRange, "\"9.3\" does not fit into DECIMAL(18)"},
      {"decimal(2)", "1,5", TableError::kBadValue, "expected a decimal number, found \"1,5\""},
      {"bool", "yes", TableError::kBadValue, "expected true or false, found \"yes\""},
      {"date", "31.01.2026", TableError::kBadValue, "expected a date (YYYY-MM-DD), found \"31.01.2026\""},
      {"timestamp", "2026-01-31T00:00:00", TableError::kBadValue,
       "the timestamp \"2026-01-31T00:00:00\" has no time zone"},
      {"timestamp", "2026-01-31T00:00:00.0000001Z", TableError::kInexact,
       "\"2026-01-31T00:00:00.0000001Z\" is finer than a microsecond"},
      {"float", "1e400", TableError::kOutOfRange, "\"1e400\" does not fit into F64ORD"},
      {"float", "NaN", TableError::kBadValue, "expected a number, found \"NaN\""},
  };
  for (const Case& c : cases) {
    // Behind a row that is NULL and before one that is bad as well.
    const auto scanned = scan_csv("y,x\n1,\n2,\"" + c.cell + "\"\n3,!\n", declare(c.type));
    ASSERT_FALSE(scanned.ok()) << c.type << " " << c.cell;
    EXPECT_EQ(scanned.error().code(), c.code) << scanned.error().describe();
    EXPECT_EQ(scanned.error().message(), c.message);
    EXPECT_EQ(scanned.error().where().row, 2u);
    EXPECT_EQ(scanned.error().where().column, "x");
    EXPECT_FALSE(scanned.error().hint().empty());
  }
}

TEST(Declared, MixedSignsBeyondInt64HaveNoType) {
  const auto scanned = scan_csv("x,y\n9223372036854775808,1\n-1,2\n", declare("int"));
  ASSERT_FALSE(scanned.ok());
  EXPECT_EQ(scanned.error().code(), TableError::kOutOfRange);
  EXPECT_EQ(scanned.error().where().row, 2u);
}

TEST(Declared, TextKeepsEveryByte) {
  const auto scanned = scan_csv("x,y\n007,1\n\" a \",2\n\"\",3\n,4\n", declare("utf8"));
  ASSERT_TRUE(scanned.ok());
  EXPECT_EQ(scanned->table->columns[0].texts, (std::vector<std::string>{"007", " a ", "", ""}));
  EXPECT_EQ(scanned->table->columns[0].nulls, (std::vector<uint8_t>{0, 0, 0, 1}));
}

TEST(Declared, ACategoryHasASortedDictionary) {
  const auto scanned = scan_csv("x,y\nred,1\nblue,2\n,3\nred,4\n10,5\n9,6\n\"\",7\n", declare("category"));
  ASSERT_TRUE(scanned.ok()) << scanned.error().describe();
  const Column& column = scanned->table->columns[0];
  EXPECT_EQ(column.spec.dictionary, (std::vector<std::string>{"", "10", "9", "blue", "red"}));
  EXPECT_EQ(column.spec.type, (ColumnType{TypeCode::kCode, 5}));
  EXPECT_EQ(column.values, (std::vector<int64_t>{4, 3, 0, 4, 1, 2, 0}));
  EXPECT_EQ(column.nulls, (std::vector<uint8_t>{0, 0, 1, 0, 0, 0, 0}));
}

TEST(Declared, CategoriesAreLimited) {
  std::string many = "x,y\n";
  for (int i = 0; i <= 65'536; ++i) many += std::to_string(i) + ",1\n";
  const auto scanned = scan_csv(many, declare("category"));
  ASSERT_FALSE(scanned.ok());
  EXPECT_EQ(scanned.error().code(), TableError::kTooLarge);
  EXPECT_EQ(scanned.error().where().row, 65'537u);
  const auto longest = scan_csv("x,y\n" + std::string(1025, 'a') + ",1\n", declare("category"));
  ASSERT_FALSE(longest.ok());
  EXPECT_EQ(longest.error().code(), TableError::kTooLarge);
  EXPECT_FALSE(scan_csv("x,y\n,1\n", declare("category")).ok());
}

TEST(Declared, AColumnThatIsNotThereIsAnError) {
  const auto scanned = scan_csv("a,b\n1,2\n", declare("int"));
  ASSERT_FALSE(scanned.ok());
  EXPECT_EQ(scanned.error().code(), TableError::kBadSchema);
  EXPECT_EQ(scanned.error().where().column, "x");
}

TEST(SchemaFile, IsCheckedAgainstTheFile) {
  const auto with = [](const char* json, const char* csv) {
    ScanOptions options;
    options.schema = parse_schema_file(json).value();
    return scan_csv(csv, options);
  };
  constexpr const char* kSchema =
      R"j({"columns":[{"name":"b","type":"utf8","nullable":"yes"},{"name":"a","type":"int(32)","nullable":"no"}]})j";
  const auto good = with(kSchema, "a,b\n1,2\n");
  ASSERT_TRUE(good.ok()) << good.error().describe();
  EXPECT_EQ(schema_json(good->schema), R"j({"columns":[{"name":"b","nullable":"yes","type":"STR248"},)j"
                                       R"j({"name":"a","nullable":"no","type":"INT(32)"}]})j");
  EXPECT_EQ(good->table->columns[0].texts[0], "2");
  EXPECT_EQ(good->table->columns[1].values[0], 1);

  const auto null = with(kSchema, "a,b\n1,2\n,3\n");
  ASSERT_FALSE(null.ok());
  EXPECT_EQ(null.error().code(), TableError::kNullNotAllowed);
  EXPECT_EQ(null.error().where().row, 2u);
  EXPECT_EQ(null.error().where().column, "a");
  EXPECT_EQ(with(kSchema, "a,c\n1,2\n").error().code(), TableError::kBadSchema);
  EXPECT_EQ(with(kSchema, "a,b,c\n1,2,3\n").error().where().column, "c");

  constexpr const char* kColours = R"j({"columns":[{"name":"a","type":"category","dictionary":["blue","red"]}]})j";
  EXPECT_EQ(with(kColours, "a\nred\nblue\n")->table->columns[0].values, (std::vector<int64_t>{1, 0}));
  const auto green = with(kColours, "a\nred\ngreen\n");
  ASSERT_FALSE(green.ok());
  EXPECT_EQ(green.error().where().row, 2u);
}

}  // namespace
}  // namespace zkp
