#include "exchange/core/record_json.h"

#include <gtest/gtest.h>

#include "exchange/core/vectors.h"

namespace zkp::exchange {
namespace {

using namespace test;

TEST(RecordJson, IsTheFormOfTheVectorsBothWays) {
  size_t commands = 0, events = 0;
  for (const auto& entry : std::filesystem::directory_iterator(vector_folder())) {
    const std::string name = entry.path().filename();
    if (name[0] != 's' || std::isdigit(name[1]) == 0) continue;
    for (const auto& line : read_lines(name)) {
      if (!line.contains("cmd")) continue;
      const auto record = record_of<CommandRecord>(unhex(line["rec"]));
      if (well_formed(record)) {  // the others were made by changing bytes of a record
        ++commands;
        EXPECT_EQ(nlohmann::json::parse(to_json(record)), line["cmd"]);
        const auto back = command_from_json(line["cmd"].dump());
        ASSERT_TRUE(back.has_value()) << line["cmd"].dump();
        EXPECT_EQ(hex_of(*back), line["rec"].get<std::string>());
      }
      for (size_t i = 0; i < line["events"].size(); ++i, ++events) {
        const auto event = record_of<EventRecord>(unhex(line["event_recs"][i]));
        EXPECT_EQ(nlohmann::json::parse(to_json(event)), line["events"][i]);
      }
    }
  }
  EXPECT_GT(commands, 1000u);
  EXPECT_GT(events, 1000u);
}

TEST(RecordJson, RefusesWhatIsNotAFlatObjectOfItsFields) {
  EXPECT_TRUE(command_from_json(R"({"type":"TICK","seq":1,"time":2})").has_value());
  EXPECT_TRUE(command_from_json(R"( { "type" : 14 , "seq" : 18446744073709551615 } )").has_value());
  for (const char* text :
       {"", "{", "[]", R"({"type":"TICK"} x)", R"({"type":"NONE_SUCH"})", R"({"type":""})", R"({"type":256})",
        R"({"type":"TICK","asset":1})", R"({"type":"TICK","seq":-1})", R"({"type":"TICK","seq":18446744073709551616})",
        R"({"type":"TICK","seq":1.5})", R"({"type":"TICK","seq":01})", R"({"type":"TICK","seq":"1"})",
        R"({"type":"TICK","trader":4294967296})", R"({"type":"NEW_ORDER","price":9223372036854775808})",
        R"({"type":"TICK","se\u0071":1})", R"({"type":{}})"})
    EXPECT_FALSE(command_from_json(text).has_value()) << text;
  const auto order = command_from_json(R"({"type":"NEW_ORDER","price":-9223372036854775808,"side":"SELL"})");
  ASSERT_TRUE(order.has_value());
  EXPECT_EQ(order->new_order.price, std::numeric_limits<int64_t>::min());
  EXPECT_EQ(order->new_order.side, Side::kSell);
}

}  // namespace
}  // namespace zkp::exchange
