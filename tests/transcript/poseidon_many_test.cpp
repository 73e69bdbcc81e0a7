/// Many permutations and list hashes at once, by every back end, against the definition and against one at a time.
#include <gtest/gtest.h>

#include <random>

#include "support/test_pool.h"
#include "transcript/grain.h"
#include "transcript/poseidon.h"
#include "transcript/poseidon_backends.h"

namespace zkp {
namespace {

using State = std::array<Fr, 3>;

class PoseidonMany : public ::testing::Test {
 protected:
  static std::vector<PoseidonPermuteMany> backends() {
    std::vector<PoseidonPermuteMany> out = {&scalar_poseidon_permute_many, emulated_poseidon_permute_many()};
    if (const PoseidonPermuteMany ifma = ifma_poseidon_permute_many()) out.push_back(ifma);
    return out;
  }
  Fr element() {
    Fr::Limbs limbs;
    for (uint64_t& limb : limbs) limb = random_() % 4 == 0 ? ~uint64_t{0} : random_() % 4 == 0 ? 0 : random_();
    const Fr x = Fr::from_limbs_reduce(limbs);
    const Fr edges[] = {Fr::zero(), Fr::one(), -Fr::one(), x};
    return edges[random_() % 8 < 5 ? 3 : random_() % 3];
  }
  std::vector<State> states(size_t n) {
    std::vector<State> out(n);
    for (State& state : out) state = {element(), element(), element()};
    return out;
  }
  static State by_definition(const State& in) {
    static const auto parameters = testing::generate_poseidon(3, 8, 56);
    const auto out = testing::permute_by_definition(parameters, 3, 8, 56, {in[0], in[1], in[2]});
    return {out[0], out[1], out[2]};
  }
  std::mt19937_64 random_{5};
};

TEST_F(PoseidonMany, EveryBackEndComputesTheDefinitionForAnyNumberOfStates) {
  for (const auto permute : backends()) {
    for (size_t n : {0, 1, 2, 7, 8, 9, 15, 16, 17, 33}) {
      auto values = states(n), expected = values;
      for (State& state : expected) state = by_definition(state);
      permute(values);
      EXPECT_EQ(values, expected) << n;
    }
  }
}

// The forms at which limbs and bounds are largest, in every word.
TEST_F(PoseidonMany, EdgesInEveryWord) {
  Fr::Limbs largest = Fr::kModulus;
  --largest[0];
  const Fr edges[] = {Fr::zero(), Fr::one(), -Fr::one(), Fr::from_montgomery_limbs(largest),
                      Fr::from_montgomery_limbs({1})};
  std::vector<State> all;
  for (const Fr& a : edges) {
    for (const Fr& b : edges) {
      for (const Fr& c : edges) all.push_back({a, b, c});
    }
  }
  auto expected = all;
  for (State& state : expected) state = by_definition(state);
  for (const auto permute : backends()) {
    auto values = all;
    permute(values);
    EXPECT_EQ(values, expected);
  }
}

TEST_F(PoseidonMany, PoolGivesTheSameBits) {
  TestPool pool(3);
  auto values = states(300), alone = values;
  scalar_poseidon_permute_many(alone);
  poseidon_permute_many(values, &pool);
  EXPECT_EQ(values, alone);
}

TEST_F(PoseidonMany, ListsHashAsOneByOne) {
  TestPool pool(3);
  for (size_t width : {0, 1, 2, 3, 6}) {
    for (size_t count : {0, 1, 7, 8, 63, 64, 65, 200}) {
      std::vector<Fr> values(width * count), expected(count), out(count), in_parallel(count);
      for (Fr& value : values) value = element();
      for (size_t i = 0; i < count; ++i) {
        expected[i] = poseidon_hash_list("tree", std::span(values).subspan(i * width, width));
      }
      poseidon_hash_lists("tree", values, width, out);
      poseidon_hash_lists("tree", values, width, in_parallel, &pool);
      EXPECT_EQ(out, expected) << width << " x " << count;
      EXPECT_EQ(in_parallel, expected);
    }
  }
}

TEST_F(PoseidonMany, WrongNumberOfValuesAborts) {
  std::vector<Fr> values(7), out(2);
  EXPECT_DEATH(poseidon_hash_lists("tree", values, 3, out), "width");
}

}  // namespace
}  // namespace zkp
