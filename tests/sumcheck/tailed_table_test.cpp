/// Tables with constant tails against whole tables.
#include "sumcheck/tailed_table.h"

#include <gtest/gtest.h>

#include "sumcheck/dense.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

using dense::Elements;
using dense::Tailed;

Tailed tailed(Elements& random, size_t size, size_t rows) { return {random.list(rows), random.one_of_all(), size}; }

TEST(TailedTables, RowsAndBlocksAreThoseOfTheWholeTable) {
  Elements random(1);
  for (const size_t size : {1, 2, 8, 16}) {
    for (size_t rows = 0; rows <= size; ++rows) {
      const Tailed expected = tailed(random, size, rows);
      const std::vector<Fr> all = expected.all();
      const TailedTable table = expected.table();
      EXPECT_EQ(table.size(), size);
      EXPECT_EQ(table.dense(), rows);
      for (size_t i = 0; i < size; ++i) {
        EXPECT_EQ(table.at(i), all[i]);
        EXPECT_EQ(table.view().at(i), all[i]);
      }
      for (size_t begin = 0; begin <= size; ++begin) {
        for (size_t count = 0; begin + count <= size; ++count) {
          std::vector<Fr> scratch(count);
          const Fr* block = table.view().block(begin, count, scratch.data());
          EXPECT_TRUE(std::equal(block, block + count, all.begin() + static_cast<std::ptrdiff_t>(begin)))
              << size << " " << rows << " " << begin << " " << count;
        }
      }
    }
  }
}

TEST(TailedTables, HalvesAreThoseOfTheWholeTable) {
  Elements random(2);
  for (const size_t size : {2, 4, 16}) {
    for (size_t rows = 0; rows <= size; ++rows) {
      const Tailed expected = tailed(random, size, rows);
      const std::vector<Fr> all = expected.all();
      const TailedTable table = expected.table();
      for (const bool high : {false, true}) {
        const TailedView half = table.view().half(high);
        ASSERT_EQ(half.size, size / 2);
        for (size_t i = 0; i < half.size; ++i) EXPECT_EQ(half.at(i), all[i + (high ? size / 2 : 0)]) << rows;
      }
    }
  }
}

TEST(TailedTables, BindingAllVariablesEvaluatesTheWholeTable) {
  Elements random(3);
  TestPool pool(3);
  for (const size_t variables : {0, 1, 2, 3, 5, 6}) {
    const size_t size = size_t{1} << variables;
    for (size_t rows = 0; rows <= size; ++rows) {
      const Tailed expected = tailed(random, size, rows);
      const std::vector<Fr> point = random.list(variables);
      for (TaskPool* threads : {static_cast<TaskPool*>(nullptr), static_cast<TaskPool*>(&pool)}) {
        TailedTable table = expected.table(), memory = expected.table();
        TailedRows in_place = memory.rows();
        std::vector<Fr> all = expected.all();
        for (const Fr& r : point) {
          table.bind(r, threads);
          in_place.bind(r, threads);
          all = dense::bound(all, r);
          ASSERT_EQ(table.size(), all.size());
          ASSERT_EQ(in_place.size, all.size());
          for (size_t i = 0; i < all.size(); ++i) {
            EXPECT_EQ(table.at(i), all[i]) << rows;
            EXPECT_EQ(in_place.at(i), all[i]) << rows;
            EXPECT_EQ(in_place.view().at(i), all[i]) << rows;
          }
        }
        EXPECT_EQ(table.at(0), dense::evaluate(expected.all(), point));
        EXPECT_EQ(table.tail(), expected.tail);
      }
    }
  }
}

TEST(TailedTables, ReleasedMemoryLeavesAnEmptyTable) {
  Elements random(4);
  const Tailed expected = tailed(random, 8, 5);
  TailedTable table = expected.table();
  const LargeVector<Fr> memory = table.release();
  EXPECT_EQ(std::vector<Fr>(memory.begin(), memory.end()), expected.first);
  EXPECT_EQ(table.size(), 0u);
}

// Specification 8.6: the extension of the indicator of x < rows.
TEST(EqPrefixSum, IsTheSumOverTheFirstRows) {
  Elements random(5);
  for (size_t variables = 0; variables <= 6; ++variables) {
    const size_t size = size_t{1} << variables;
    const std::vector<Fr> point = random.list(variables);
    Fr expected;
    for (size_t rows = 0; rows <= size; ++rows) {
      EXPECT_EQ(eq_prefix_sum(point, rows), expected) << variables << " " << rows;
      if (rows < size) expected += dense::eq(point, rows);
    }
    EXPECT_TRUE(eq_prefix_sum(point, size).is_one());
  }
}

TEST(EqPrefixSum, IsTheIndicatorOnTheCube) {
  for (size_t rows = 0; rows <= 8; ++rows) {
    for (size_t x = 0; x < 8; ++x) {
      std::vector<Fr> corner;
      for (size_t k = 0; k < 3; ++k) corner.push_back(Fr::from_u64(x >> k & 1));
      EXPECT_EQ(eq_prefix_sum(corner, rows), Fr::from_u64(x < rows ? 1 : 0));
    }
  }
}

}  // namespace
}  // namespace zkp
