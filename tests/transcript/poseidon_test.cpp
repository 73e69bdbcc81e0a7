#include "transcript/poseidon.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "transcript/grain.h"
#include "transcript/poseidon_constants.h"

namespace zkp {
namespace {

nlohmann::json vectors() {
  std::ifstream in(ZKP_SOURCE_DIR "/tests/vectors/poseidon.json");
  return nlohmann::json::parse(in);
}

Fr element(const nlohmann::json& hex) { return *Fr::from_bytes(*hex_decode(hex.get<std::string>().substr(2))); }

std::vector<Fr> elements(const nlohmann::json& list) {
  std::vector<Fr> out;
  for (const auto& hex : list) out.push_back(element(hex));
  return out;
}

TEST(Poseidon, ConstantsAreThoseOfTheGrainGenerator) {
  const auto generated = testing::generate_poseidon(3, 8, 56);
  ASSERT_EQ(generated.round_constants.size(), detail::kPoseidonRoundConstants.size());
  for (size_t i = 0; i < generated.round_constants.size(); ++i)
    EXPECT_EQ(generated.round_constants[i], detail::kPoseidonRoundConstants[i]) << i;
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < 3; ++j) EXPECT_EQ(generated.matrix[i][j], detail::kPoseidonMatrix[i][j]);
}

// x5_255_3 and x5_255_5 of the authors' reference code: what shows that the generator above is the published one.
TEST(Poseidon, GeneratorReproducesThePublishedInstances) {
  const auto three = testing::generate_poseidon(3, 8, 57);
  const auto out3 = testing::permute_by_definition(three, 3, 8, 57, {Fr::zero(), Fr::one(), Fr::from_u64(2)});
  EXPECT_EQ(out3, elements(vectors()["known_answer_RP57_generator_check"]["out"]));

  const auto five = testing::generate_poseidon(5, 8, 60);
  std::vector<Fr> in5;
  for (uint64_t i = 0; i < 5; ++i) in5.push_back(Fr::from_u64(i));
  EXPECT_EQ(testing::permute_by_definition(five, 5, 8, 60, in5)[0],
            element("0x2a918b9c9f9bd7bb509331c81e297b5707f6fc7393dcee1b13901a0b22202e18"));
}

TEST(Poseidon, PermutationMatchesTheModelAndTheDefinition) {
  const auto json = vectors();
  ASSERT_EQ(json["permutations"].size(), 4u);
  const auto parameters = testing::generate_poseidon(3, 8, 56);
  for (const auto& v : json["permutations"]) {
    const auto in = elements(v["in"]);
    std::array<Fr, 3> state = {in[0], in[1], in[2]};
    poseidon_permute(state);
    EXPECT_EQ(std::vector<Fr>(state.begin(), state.end()), elements(v["out"]));
    EXPECT_EQ(std::vector<Fr>(state.begin(), state.end()), testing::permute_by_definition(parameters, 3, 8, 56, in));
  }
}

TEST(Poseidon, TagIsTheTextAsABigEndianInteger) {
  const auto json = vectors();
  ASSERT_EQ(json["domain_tags"].size(), 4u);
  for (const auto& [tag, value] : json["domain_tags"].items()) EXPECT_EQ(poseidon_tag(tag), element(value)) << tag;
  EXPECT_EQ(poseidon_tag(""), Fr::zero());
  EXPECT_EQ(poseidon_tag("a"), Fr::from_u64(97));
}

TEST(Poseidon, SpongeStatesMatchTheModel) {
  const auto json = vectors();
  PoseidonSponge sponge("zkp.ds.v1.A");
  uint64_t next = 1;
  for (const auto& state : json["sponge_A_absorb_(1,2),(3,4),(5,6)_states"]) {
    sponge.absorb2(Fr::from_u64(next), Fr::from_u64(next + 1));
    next += 2;
    EXPECT_EQ(std::vector<Fr>(sponge.state().begin(), sponge.state().end()), elements(state));
    EXPECT_EQ(sponge.s1(), sponge.state()[1]);
    EXPECT_EQ(sponge.s2(), sponge.state()[2]);
  }
}

TEST(Poseidon, ListHashPadsAnOddTailWithZero) {
  const std::array<Fr, 4> list = {Fr::from_u64(1), Fr::from_u64(2), Fr::from_u64(3), Fr::zero()};
  const Fr expected = element(vectors()["hash_list_PI_[1,2,3]"]);
  EXPECT_EQ(poseidon_hash_list("zkp.ds.v1.PI", std::span(list).first(3)), expected);
  EXPECT_EQ(poseidon_hash_list("zkp.ds.v1.PI", list), expected);
  EXPECT_NE(poseidon_hash_list("zkp.ds.v1.A", list), expected);
}

}  // namespace
}  // namespace zkp
