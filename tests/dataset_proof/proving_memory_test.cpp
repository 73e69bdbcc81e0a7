/// The plan of a prover's memory: at no time more than was allowed.
#include "dataset_proof/proving_memory.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace zkp {
namespace {

TEST(ProvingMemory, NeedsTheLargestPhaseAtLeast) {
  const ProvingMemory memory{.fresh = 10, .fractions = 100, .leaves = 40, .rows = 50, .opening = 70, .wrap = 20};
  EXPECT_EQ(memory.least(), 110u);
  ProvingMemory other = memory;
  other.opening = 300;
  EXPECT_EQ(other.least(), 310u);
}

TEST(ProvingMemory, LeavesTheTreeWhatOthersDoNotTake) {
  const ProvingMemory memory{.fresh = 10, .fractions = 100, .leaves = 40, .rows = 50, .opening = 70, .wrap = 20};
  EXPECT_EQ(memory.tree(memory.least()), 0u);
  size_t before = 0;
  for (size_t max = memory.least(); max < 400; ++max) {
    const size_t tree = memory.tree(max), weights = memory.fractions - memory.leaves;
    EXPECT_LE(memory.fresh + weights + tree, max);                      // all levels
    EXPECT_LE(memory.fresh + weights + tree / 2 + memory.leaves, max);  // the lowest level and the lowest layer
    EXPECT_GE(tree, before);
    before = tree;
  }
  EXPECT_EQ(memory.tree(400), 330u);
}

}  // namespace
}  // namespace zkp
