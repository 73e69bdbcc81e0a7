#include "transcript/outer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"

namespace zkp {
namespace {

TEST(OuterTranscript, EveryStateAndChallengeMatchesTheModel) {
  std::ifstream in(ZKP_SOURCE_DIR "/tests/vectors/outer_transcript.json");
  const auto json = nlohmann::json::parse(in);
  OuterTranscript transcript;
  for (const auto& step : json["steps"]) {
    const auto op = step["op"].get<std::string>();
    if (op == "absorb") {
      transcript.absorb(step["label"].get<std::string>(), *hex_decode(step["data"].get<std::string>()));
    } else if (op == "challenge") {
      const Fr challenge = transcript.challenge(step["label"].get<std::string>());
      EXPECT_EQ("0x" + hex_encode(challenge.to_bytes()), step["value"].get<std::string>());
    } else {
      ASSERT_EQ(op, "init");
    }
    EXPECT_EQ(hex_encode(transcript.state()), step["state"].get<std::string>());
  }
}

TEST(OuterTranscript, LabelAndDataCannotBeMovedIntoEachOther) {
  OuterTranscript a, b;
  a.absorb("ab", as_bytes("c"));
  b.absorb("a", as_bytes("bc"));
  EXPECT_NE(a.state(), b.state());
}

TEST(OuterTranscript, ChallengesDependOnEverythingBeforeAndOnTheirLabel) {
  OuterTranscript a, b, c;
  a.absorb("x", as_bytes("1"));
  b.absorb("x", as_bytes("2"));
  c.absorb("x", as_bytes("1"));
  const Fr first = a.challenge("r");
  EXPECT_NE(first, b.challenge("r"));
  EXPECT_NE(first, c.challenge("s"));
  EXPECT_NE(first, a.challenge("r"));  // the same label again is another challenge
}

}  // namespace
}  // namespace zkp
