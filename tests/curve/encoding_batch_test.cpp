/// Decoding many points against decoding each by itself, and the kernels for eight points against one at a time.
#include "curve/encoding_batch.h"

#include "curve/eight.h"
#include "curve/groups.h"
#include "curve/parameter.h"

namespace zkp {

const EightKernels* emulated_eight_kernels();

namespace {

std::vector<Result<G1Affine>> decompress_batch(std::span<const ByteArray<48>> b, SubgroupCheck c, TaskPool* pool) {
  return decompress_g1_batch(b, c, pool);
}
std::vector<Result<G2Affine>> decompress_batch(std::span<const ByteArray<96>> b, SubgroupCheck c, TaskPool* pool) {
  return decompress_g2_batch(b, c, pool);
}

// A pool that calls ranges out of order on the calling thread.
class BackwardPool : public TaskPool {
 public:
  int threads() const override { return 3; }
  void parallel_for(size_t count, size_t grain, const std::function<void(size_t, size_t)>& body) override {
    for (size_t end = count; end > 0;) {
      const size_t begin = end > 2 * grain ? end - grain : 0;
      body(begin, end);
      end = begin;
    }
  }
};

template <class Group>
class EncodingBatch : public testing::Test {
 protected:
  static constexpr size_t kBytes = Group::kCompressedBytes;
  using Encoding = ByteArray<kBytes>;
  using Point = typename Group::Point;
  using Affine = typename Group::Affine;

  // Good points, points outside the subgroup, of small order, x without a point, and bytes that are wrong in every way.
  static std::vector<Encoding> encodings() {
    std::vector<Encoding> out;
    for (const auto& p : sample_points<Group>(20)) out.push_back(compress(p.to_affine()));
    for (const auto& p : points_of_the_whole_curve<Group>(6)) {
      out.push_back(compress(p));
      out.push_back(compress(Point(p).mul_integer_var(Fr::kModulus).to_affine()));  // in the cofactor's part
    }
    for (const Affine& p : points_of_small_order()) out.push_back(compress(p));
    for (uint64_t i = 1; i < 30; ++i) {  // about half of them have no point
      out.push_back(compress(Affine::from_xy_unchecked(Group::Field::from_u64(i), Group::Field::one())));
    }
    const Encoding good = compress(Affine::generator());
    for (int flags = 0; flags < 8; ++flags) {
      Encoding bytes = good;
      bytes[0] = static_cast<uint8_t>((bytes[0] & 0x1f) | flags << 5);
      out.push_back(bytes);
      bytes.fill(0);
      bytes[0] = static_cast<uint8_t>(flags << 5);  // the identity among them; and x = 0
      out.push_back(bytes);
      bytes.fill(0xff);
      bytes[0] = static_cast<uint8_t>(0x1f | flags << 5);
      out.push_back(bytes);
    }

    return out;
  }

  // For each small prime factor of the cofactor, a point of that order.
  static std::vector<Affine> points_of_small_order() {
    std::vector<Affine> out;
    for (const uint64_t prime : Group::kSmallFactors) {
      auto other_factors = Group::kCofactor;  // without the prime
      for (;;) {
        auto quotient = other_factors;
        uint128_t rest = 0;
        for (size_t i = quotient.size(); i-- > 0;) {
          rest = rest << 64 | quotient[i];
          quotient[i] = static_cast<uint64_t>(rest / prime);
          rest %= prime;
        }
        if (rest != 0) break;
        other_factors = quotient;
      }
      for (const Affine& p : points_of_the_whole_curve<Group>(8)) {
        Point q = Point(p).mul_integer_var(Fr::kModulus).mul_integer_var(other_factors);
        if (q.is_identity()) continue;
        for (Point next = q; !next.is_identity(); next = next.mul_integer_var(std::array{prime})) q = next;
        out.push_back(q.to_affine());
        break;
      }
    }
    EXPECT_EQ(out.size(), Group::kSmallFactors.size());
    return out;
  }

  static void expect_same(const std::vector<Encoding>& in, SubgroupCheck check, TaskPool* pool) {
    const auto batch = decompress_batch(std::span<const Encoding>(in), check, pool);
    ASSERT_EQ(batch.size(), in.size());
    for (size_t i = 0; i < in.size(); ++i) {
      const auto one = Group::decompress(in[i], check);
      ASSERT_EQ(batch[i].ok(), one.ok()) << i;
      if (one.ok()) {
        ASSERT_EQ(*batch[i], *one) << i;
      } else {
        ASSERT_EQ(batch[i].error().code(), one.error().code()) << i;
        ASSERT_EQ(batch[i].error().message(), one.error().message()) << i;
      }
    }
  }
};
TYPED_TEST_SUITE(EncodingBatch, BothGroups);

TYPED_TEST(EncodingBatch, EveryEntryIsWhatTheEncodingByItselfGives) {
  BackwardPool pool;
  const auto all = TestFixture::encodings();
  for (const auto check : {SubgroupCheck::kCheck, SubgroupCheck::kTrusted}) {
    TestFixture::expect_same(all, check, nullptr);
    TestFixture::expect_same(all, check, &pool);
  }
}

TYPED_TEST(EncodingBatch, EveryLengthIsAllowed) {
  auto all = TestFixture::encodings();
  for (size_t n = 0; n <= 18; ++n) {
    TestFixture::expect_same({all.end() - static_cast<long>(n), all.end()}, SubgroupCheck::kCheck, nullptr);
    TestFixture::expect_same({all.begin(), all.begin() + static_cast<long>(n)}, SubgroupCheck::kCheck, nullptr);
  }
}

TYPED_TEST(EncodingBatch, SubgroupChecksEqualThoseOfEachPoint) {
  std::vector<typename TypeParam::Affine> points;
  for (const auto& bytes : TestFixture::encodings()) {
    if (const auto p = TypeParam::decompress(bytes, SubgroupCheck::kTrusted); p.ok()) points.push_back(*p);
  }
  BackwardPool pool;
  const auto good = in_subgroup_batch_var(std::span<const typename TypeParam::Affine>(points), &pool);
  size_t inside = 0;
  for (size_t i = 0; i < points.size(); ++i) {
    ASSERT_EQ(good[i] != 0, points[i].is_in_subgroup()) << i;
    inside += good[i];
  }
  EXPECT_GT(inside, 10U);
  EXPECT_LT(inside, points.size() - 10);
}

void multiply(const EightKernels& kernels, G1 (&out)[8], const G1Affine* const (&p)[8], std::span<const uint64_t> m) {
  kernels.multiply_g1(out, p, m);
}
void multiply(const EightKernels& kernels, G2 (&out)[8], const G2Affine* const (&p)[8], std::span<const uint64_t> m) {
  kernels.multiply_g2(out, p, m);
}

std::vector<const EightKernels*> back_ends() {
  std::vector<const EightKernels*> out = {emulated_eight_kernels()};
  if (const EightKernels* ifma = ifma_eight_kernels()) out.push_back(ifma);
  return out;
}

TYPED_TEST(EncodingBatch, EightMultiplesEqualOneAtATime) {
  std::vector<typename TypeParam::Affine> points = TestFixture::points_of_small_order();
  for (const auto& p : points_of_the_whole_curve<TypeParam>(4)) points.push_back(p);
  for (const auto& p : sample_points<TypeParam>(10)) {
    if (!p.is_identity()) points.push_back(p.to_affine());
  }
  const std::vector<std::vector<uint64_t>> multipliers = {{1},   {2}, {3}, {5}, {0xd201000000010000}, {~uint64_t{0}},
                                                          {0, 1}};
  for (const EightKernels* kernels : back_ends()) {
    for (const auto& m : multipliers) {
      for (size_t i = 0; i + 8 <= points.size(); i += 4) {
        const typename TypeParam::Affine* p[8];
        typename TypeParam::Point out[8];
        for (size_t k = 0; k < 8; ++k) p[k] = &points[i + k];
        multiply(*kernels, out, p, m);
        for (size_t k = 0; k < 8; ++k) {
          if (out[k].is_identity()) continue;  // allowed for small orders; below for the others
          ASSERT_EQ(out[k], typename TypeParam::Point(*p[k]).mul_integer_var(m));
        }
        for (size_t k = 0; k < 8; ++k) ASSERT_TRUE(!out[k].is_identity() || i + k < TypeParam::kSmallFactors.size());
      }
    }
  }
}

TEST(EightPowers, EqualOneAtATime) {
  std::vector<Fp> values = {Fp::zero(), Fp::one(), -Fp::one()};
  SimRandom random(31);
  while (values.size() < 24) values.push_back(Fp::random(random).value());
  const std::vector<std::vector<uint64_t>> exponents = {
      {1}, {2}, {15}, {16}, {0, 1}, {~uint64_t{0}, 0, 0xf0}, {Fp::kModulus.begin(), Fp::kModulus.end()}};
  for (const EightKernels* kernels : back_ends()) {
    for (const auto& e : exponents) {
      for (size_t i = 0; i < values.size(); i += 8) {
        Fp x[8];
        std::copy_n(values.begin() + static_cast<long>(i), 8, x);
        kernels->pow(x, e);
        for (size_t k = 0; k < 8; ++k) ASSERT_EQ(x[k], values[i + k].pow(e));
      }
    }
  }
}

}  // namespace
}  // namespace zkp
