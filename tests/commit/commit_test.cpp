/// Commitments to typed columns against the sum that they are, and the blinding rows of the specification.
#include "commit/commit.h"

#include <gtest/gtest.h>

#include <random>

#include "commit/srs.h"
#include "support/test_pool.h"

namespace zkp {
namespace {

Fr tau() { return Fr::from_u64(77); }

const Srs& srs() {
  static const Srs kSrs = Srs::from_tau(tau(), 400, kSrsLogBlocks, nullptr);
  return kSrs;
}

/// With tau known: [sum_x v_x tau^x]_1.
G1Affine expected(const PrivateColumn& column) {
  Fr sum, power = Fr::one();
  for (size_t x = 0; x < column.length(); ++x, power *= tau()) sum += column.at(x) * power;
  return G1::generator().mul_var(sum).to_affine();
}

BlindingRows some_rows() { return {Fr::from_u64(5), -Fr::one(), Fr::from_u64(1) * Fr::from_i64(-77), Fr::zero()}; }

std::vector<PrivateColumn> columns() {
  std::mt19937_64 random(3);
  const size_t n = 300;
  std::vector<uint8_t> a(n);
  std::vector<uint16_t> b(n);
  std::vector<uint32_t> c(n);
  std::vector<uint64_t> d(n);
  std::vector<int64_t> e(n);
  std::vector<Fr> f(n);
  for (size_t i = 0; i < n; ++i) {
    a[i] = static_cast<uint8_t>(random());
    b[i] = static_cast<uint16_t>(random());
    c[i] = static_cast<uint32_t>(random());
    d[i] = random();
    e[i] = static_cast<int64_t>(random());
    f[i] = Fr::from_u64(random()) * Fr::from_u64(random());
  }
  e[0] = INT64_MIN;
  d[0] = UINT64_MAX;
  std::vector<PrivateColumn> out;
  out.emplace_back(std::move(a));
  out.emplace_back(std::move(b));
  out.emplace_back(std::move(c));
  out.emplace_back(std::move(d));
  out.emplace_back(std::move(e));
  out.emplace_back(std::move(f));
  out.emplace_back(std::vector<int64_t>{1, 0, -1});
  out.emplace_back(std::vector<int64_t>{});
  return out;
}

TEST(Commit, IsTheSumOverDataAndBlinding) {
  TestPool pool(3);
  for (const bool blinded : {false, true}) {
    std::vector<PrivateColumn> all = columns();
    std::vector<const PrivateColumn*> pointers;
    for (PrivateColumn& column : all) {
      if (blinded) column.append_blinding(some_rows());
      pointers.push_back(&column);
    }
    for (TaskPool* each : {static_cast<TaskPool*>(nullptr), static_cast<TaskPool*>(&pool)}) {
      const auto points = commit_columns(srs().powers(), pointers, each).value();
      ASSERT_EQ(points.size(), all.size());
      for (size_t i = 0; i < all.size(); ++i) EXPECT_EQ(points[i], expected(all[i])) << i;
    }
  }
}

TEST(Commit, ColumnsLongerThanTheStringAreRefused) {
  PrivateColumn column(std::vector<uint8_t>(398));
  column.append_blinding(some_rows());
  const PrivateColumn* pointer = &column;
  EXPECT_EQ(commit_columns(srs().powers(), {&pointer, 1}, nullptr).error().code(), GeneralError::kLimit);
  EXPECT_EQ(commit(srs().powers(), std::vector<Fr>(401), nullptr).error().code(), GeneralError::kLimit);
}

TEST(PrivateColumn, RowsAreTheirValues) {
  std::vector<PrivateColumn> all = columns();
  all[4].append_blinding(some_rows());
  EXPECT_EQ(all[4].rows(), 300u);
  EXPECT_EQ(all[4].length(), 304u);
  EXPECT_EQ(all[4].at(0), Fr::from_i64(INT64_MIN));
  EXPECT_EQ(all[4].at(300), Fr::from_u64(5));
  EXPECT_EQ(all[4].at(303), Fr::zero());
  EXPECT_EQ(all[4].at(1000), Fr::zero());
  EXPECT_EQ(all[3].integer(0), static_cast<__int128>(UINT64_MAX));
  EXPECT_FALSE(all[5].has_integers());
  std::vector<Fr> rows(20);
  all[4].load(295, rows);
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i] * all[4].scale(), all[4].at(295 + i)) << i;
}

// A secret that is used twice never hides two different columns with the same rows.
TEST(Blinding, BindsSecretPlaceLengthNameAndContent) {
  const ByteArray<32> secret{1}, other{2};
  const PrivateColumn column(std::vector<int64_t>{5}), longer(std::vector<int64_t>{5, 0}),
      changed(std::vector<int64_t>{6});
  const Digest seed = blinding_seed(secret, 0, "v", column);
  EXPECT_EQ(seed, blinding_seed(secret, 0, "v", PrivateColumn(std::vector<uint8_t>{5})));
  EXPECT_NE(seed, blinding_seed(other, 0, "v", column));
  EXPECT_NE(seed, blinding_seed(secret, 1, "v", column));
  EXPECT_NE(seed, blinding_seed(secret, 0, "w", column));
  EXPECT_NE(seed, blinding_seed(secret, 0, "v", longer));
  EXPECT_NE(seed, blinding_seed(secret, 0, "v", changed));
}

}  // namespace
}  // namespace zkp
