// links: base hash field curve
// Multi-scalar multiplication, segment sums and bucket sums over few points, so that equal, opposite and identity
// points meet often.
//
// Byte 0: number of terms (1..64). Then for each term a byte (point, sign, image), a byte (how many bytes of scalar)
// and the scalar's bytes. Checked: msm against one multiplication after the other, and the back ends against each
// other.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/bytes.h"
#include "curve/bucket_sums.h"
#include "curve/msm.h"
#include "curve/segment_sums.h"

namespace {

using namespace zkp;

void require(bool condition) {
  if (!condition) std::abort();
}

const std::vector<G1Affine>& points() {
  static const std::vector<G1Affine> out = [] {
    std::vector<G1> multiples(1);  // the identity, 1 .. 12 G, whose sums meet again, and two that are far from them
    for (uint64_t k = 1; k <= 12; ++k) multiples.push_back(multiples.back().add_mixed(G1Affine::generator()));
    for (uint64_t k : {11, 12}) multiples.push_back(G1::generator().mul_var(Fr::from_u64(k).inverse_var()));
    return batch_to_affine(multiples);
  }();
  return out;
}

void check_segments(const std::vector<PointRef>& refs, const std::vector<uint32_t>& ends) {
  const auto scalar = make_scalar_segment_sums<G1Affine>(), lanes = make_ifma_segment_sums<G1Affine>();
  std::vector<G1Affine> expected(ends.size()), sums(ends.size());
  scalar->sum(points(), refs, ends, expected);
  G1 total, naive;
  for (const G1Affine& sum : expected) total = total.add_mixed(sum);
  for (PointRef ref : refs) naive = naive.add_mixed(point_of<G1Affine>(points(), ref));
  require(total == naive);
  if (lanes == nullptr) return;
  lanes->sum(points(), refs, ends, sums);
  require(sums == expected);
}

// Point i in bucket i mod `buckets`; then the buckets are mapped, and get the images.
void check_buckets(const std::vector<PointRef>& refs, size_t buckets) {
  const auto scalar = make_scalar_bucket_sums<G1Affine>(), lanes = make_ifma_bucket_sums<G1Affine>();
  const Fp factor = G1Curve::image_x(Fp::one());
  std::vector<G1> naive(buckets);
  for (size_t i = 0; i < refs.size(); ++i) {
    naive[i % buckets] = naive[i % buckets].add_mixed(point_of<G1Affine>(points(), refs[i]));
  }
  for (BucketSums<G1Affine>* sums : {scalar.get(), lanes.get()}) {
    if (sums == nullptr) continue;
    sums->reset(buckets);
    for (const bool images : {false, true}) {
      sums->begin(points());
      for (size_t i = 0; i < refs.size(); ++i) {
        if (refs[i].image() != images || points()[refs[i].index()].is_identity()) continue;
        sums->add(static_cast<uint32_t>(i % buckets), refs[i].without_image());
      }
      sums->end();
      sums->multiply_x(images ? factor : factor.square());
    }
    require(std::ranges::equal(sums->take(), batch_to_affine(naive)));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ByteReader in({data, size});
  const auto count = in.u8();
  if (!count.ok()) return 0;
  std::vector<G1Affine> chosen;
  std::vector<Fr> scalars;
  std::vector<PointRef> refs;
  std::vector<uint32_t> ends;
  G1 naive;
  for (int i = 0; i <= *count % 64; ++i) {
    const auto point = in.u8(), length = in.u8();
    if (!point.ok() || !length.ok()) break;
    const auto bytes = in.raw(*length % 33);
    if (!bytes.ok()) break;
    const size_t index = *point % points().size();
    const bool negative = (*point & 0x80) != 0, image = (*point & 0x40) != 0;
    refs.push_back(PointRef(index, negative, image));
    if ((*length & 0x80) != 0) ends.push_back(static_cast<uint32_t>(refs.size()));
    const Fr scalar = Fr::from_bytes_reduce(*bytes);
    chosen.push_back(points()[index]);
    scalars.push_back(negative ? -scalar : scalar);
    naive += chosen.back().mul_var(scalars.back());
  }
  require(msm(chosen, scalars).value() == naive);
  ends.push_back(static_cast<uint32_t>(refs.size()));
  check_segments(refs, ends);
  check_buckets(refs, 1 + *count / 64 * 5);
  return 0;
}
