#include "table/schema.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "hash/sha2.h"
#include "table/profile.h"

namespace zkp {
namespace {

Schema example() {
  return {{{"age", {TypeCode::kInt, 16}, true, {}},
           {"label", {TypeCode::kCode, 2}, false, {"no", "yes"}},
           {"prix", {TypeCode::kDecimal, 2}, false, {}}}};
}

constexpr const char* kExampleJson = R"j({"columns":[{"name":"age","nullable":"yes","type":"INT(16)"},)j"
                                     R"j({"dictionary":["no","yes"],"name":"label","nullable":"no","type":"CODE(2)"},)j"
                                     R"j({"name":"prix","nullable":"no","type":"DECIMAL(2)"}]})j";

TEST(Schema, CanonicalTextAndDigest) {
  EXPECT_EQ(schema_json(example()), kExampleJson);
  EXPECT_EQ(schema_digest(example()), sha256(as_bytes(std::string("zkp.ds.v1.schema") + kExampleJson)));
}

TEST(Schema, IsReadBack) {
  const auto back = schema_from_value(json::parse_canonical(kExampleJson).value());
  ASSERT_TRUE(back.ok()) << back.error().describe();
  EXPECT_EQ(*back, example());
}

TEST(Schema, FileOfAPersonMayLeaveThingsOpen) {
  const auto requests = parse_schema_file(R"j({ "columns": [ {"name": "a"}, {"name": "b", "type": "int"},
      {"name": "c", "type": "category", "nullable": "no"},
      {"name": "d", "type": "category", "dictionary": ["x", "y"]} ] })j");
  ASSERT_TRUE(requests.ok()) << requests.error().describe();
  ASSERT_EQ(requests->size(), 4u);
  EXPECT_FALSE((*requests)[0].type);
  EXPECT_EQ((*requests)[1].type, (ColumnType{TypeCode::kInt, 0}));
  EXPECT_EQ((*requests)[2].nullable, false);
  EXPECT_EQ((*requests)[3].type, (ColumnType{TypeCode::kCode, 2}));
}

TEST(Schema, BadSchemasAreRefused) {
  for (const char* text : {
           "",
           "[]",
           "{}",
           R"j({"columns":[]})j",
           R"j({"columns":{}})j",
           R"j({"columns":[1]})j",
           R"j({"columns":[{"type":"int"}]})j",
           R"j({"columns":[{"name":"a","type":"money"}]})j",
           R"j({"columns":[{"name":"a"},{"name":"a"}]})j",
           R"j({"columns":[{"name":""}]})j",
           R"j({"columns":[{"name":"a.null"}]})j",
           R"j({"columns":[{"name":"a","nullable":"maybe"}]})j",
           R"j({"columns":[{"name":"a","nullable":true}]})j",
           R"j({"columns":[{"name":"a","extra":"x"}]})j",
           R"j({"columns":[{"name":"a","type":"int","dictionary":["x"]}]})j",
           R"j({"columns":[{"name":"a","type":"category","dictionary":["y","x"]}]})j",
           R"j({"columns":[{"name":"a","type":"category","dictionary":["x","x"]}]})j",
           R"j({"columns":[{"name":"a","type":"code(3)","dictionary":["x","y"]}]})j",
       }) {
    const auto requests = parse_schema_file(text);
    ASSERT_FALSE(requests.ok()) << text;
    EXPECT_EQ(requests.error().code(), TableError::kBadSchema) << text;
  }
}

TEST(Schema, AnIncompleteSchemaIsNoSchema) {
  for (const char* text : {
           R"j({"columns":[{"name":"a","nullable":"no"}]})j",
           R"j({"columns":[{"name":"a","type":"INT(16)"}]})j",
           R"j({"columns":[{"name":"a","nullable":"no","type":"INT"}]})j",
           R"j({"columns":[{"name":"a","nullable":"no","type":"CODE(2)"}]})j",
       })
    EXPECT_FALSE(schema_from_value(json::parse(text).value()).ok()) << text;
}

TEST(Profile, TextIsReadBack) {
  const Profile profiles[] = {
      {},
      {FileFormat::kCsv, ';', {}, false},
      {FileFormat::kCsv, '\t', {"", "n/a", "x,y;z=%\"\n"}, true},
      {FileFormat::kCsv, '|', {"NaN"}, false},
      {FileFormat::kJsonLines, ',', {"-"}, false},
      {FileFormat::kJsonArray, ',', {}, true},
      {FileFormat::kParquet, ',', {"NaN"}, true},
  };
  for (const Profile& profile : profiles) {
    const std::string text = to_string(profile);
    const auto back = parse_profile(text);
    ASSERT_TRUE(back.ok()) << text;
    EXPECT_EQ(*back, profile) << text;
  }
  EXPECT_EQ(to_string(Profile{}), "csv/1;delim=,;quote=\";header=1;null=;zone=");
  EXPECT_EQ(to_string(profiles[2]), "csv/1;delim=%09;quote=\";header=1;null=,n/a,x%2Cy%3Bz%3D%25\"%0A,;zone=UTC");
}

TEST(Profile, OnlyTheCanonicalTextIsAccepted) {
  for (const char* text : {
           "",
           "csv/0",
           "xml/1;null=;zone=",
           "csv/1;delim=,;quote=\";header=1;null=;zone=;",
           "csv/1;delim=%2C;quote=\";header=1;null=;zone=",
           "csv/1;delim=,;quote=';header=1;null=;zone=",
           "csv/1;delim=,;quote=\";header=0;null=;zone=",
           "csv/1;delim=,;quote=\";header=1;null=b,a,;zone=",
           "csv/1;delim=,;quote=\";header=1;null=a,a,;zone=",
           "csv/1;delim=,;quote=\";header=1;null=a;zone=",
           "csv/1;delim=,;quote=\";header=1;null=%41,;zone=",
           "csv/1;delim=,;quote=\";header=1;null=%0a,;zone=",
           "json/1;form=linesX;null=;zone=",
           "parquet/1;null=;zone=CET",
           "parquet/1;zone=;null=",
       })
    EXPECT_FALSE(parse_profile(text).ok()) << text;
  EXPECT_EQ(parse_profile("csv/2;delim=,;null=;zone=").error().code(), GeneralError::kUnsupported);
  EXPECT_EQ(parse_profile("csv/1;delim=,;quote=';header=1;null=;zone=").error().code(), GeneralError::kParse);
}

}  // namespace
}  // namespace zkp
