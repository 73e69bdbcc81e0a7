#include "curve/fixed_base.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>

#include "curve/affine_batch.h"

namespace zkp {
namespace {

/// |scalar| < 2^254, and one bit for the carry of the bias.
constexpr size_t kPositions = 255;
/// Scalars whose sums run side by side.
constexpr size_t kLanes = AffineBatch<G1Affine>::kCapacity;
/// Table entries are requested from memory so many additions before they are needed.
constexpr size_t kPrefetchDistance = 8;

/// `count` windows as equal in width as they can be.
std::vector<MsmWindow> even_windows(size_t count) {
  std::vector<MsmWindow> windows;
  for (size_t w = 0; w < count; ++w) {
    const size_t begin = kPositions * w / count, end = kPositions * (w + 1) / count;
    windows.push_back({static_cast<int>(begin), static_cast<int>(end - begin), w + 1 == count});
  }
  return windows;
}

size_t entries_of(std::span<const MsmWindow> windows) {
  size_t entries = 0;
  for (const MsmWindow& w : windows) entries += size_t{1} << (w.width - 1);
  return entries;
}

/// Fewer windows make the batches cheaper and the table dearer; one addition builds an entry or adds one.
std::vector<MsmWindow> choose_even_windows(size_t scalars, size_t max_entries) {
  std::vector<MsmWindow> best;
  size_t best_additions = std::numeric_limits<size_t>::max();
  for (size_t count = 15; count <= kPositions; ++count) {
    std::vector<MsmWindow> windows = even_windows(count);
    const size_t entries = entries_of(windows);
    const size_t additions = entries + scalars * count;
    if (entries > max_entries || additions >= best_additions) continue;
    best_additions = additions;
    best = std::move(windows);
  }
  return best;
}

}  // namespace

template <class Point>
FixedBase<Point>::FixedBase(const Affine& base, size_t expected_scalars, TaskPool* pool)
    : windows_(choose_even_windows(std::max<size_t>(1, std::min(expected_scalars, size_t{1} << 32)),
                                   kMaxTableBytes / sizeof(Affine))),
      table_(entries_of(windows_)) {
  std::vector<Point> bases;
  Point multiple(base);
  for (const MsmWindow& w : windows_) {
    offsets_.push_back(offsets_.empty() ? 0 : offsets_.back() + (size_t{1} << (windows_[bases.size() - 1].width - 1)));
    bases.push_back(multiple);
    for (int i = 0; i < w.width; ++i) multiple = multiple.doubled();
  }
  const std::vector<Affine> affine_bases = batch_to_affine(bases);

  // (h + i) B = h B + i B for 1 <= i <= h, h = 1, 2, 4, ...: each round doubles what is there, in all windows of a
  // task.
  parallel_for(pool, windows_.size(), 1, [&](size_t begin, size_t end) {
    AffineBatch<Affine> batch;
    for (size_t w = begin; w < end; ++w) table_[offsets_[w]] = affine_bases[w];
    bool grew = true;
    for (size_t h = 1; grew; h *= 2) {
      grew = false;
      for (size_t w = begin; w < end; ++w) {
        if (h >= size_t{1} << (windows_[w].width - 1)) continue;
        Affine* entry = &table_[offsets_[w]] - 1;  // entry[d] = d B
        for (size_t i = 1; i <= h; ++i) {
          entry[h + i] = entry[i];
          batch.add(&entry[h + i], &entry[h]);
        }
        grew = true;
      }
      batch.flush();
    }
  });
}

template <class Point>
std::vector<typename Point::Affine> FixedBase<Point>::mul_batch_var(std::span<const Fr> scalars, TaskPool* pool) const {
  std::vector<Affine> out(scalars.size());
  parallel_for(pool, scalars.size(), kLanes, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; i += kLanes) {
      const size_t count = std::min(kLanes, end - i);
      mul_range_var(scalars.subspan(i, count), std::span(out).subspan(i, count));
    }
  });
  return out;
}

// out_i <- sum_w (d_(w,i) 2^(p_w)) base, one window after the other for all i: no two pending additions share a sum.
template <class Point>
void FixedBase<Point>::mul_range_var(std::span<const Fr> scalars, std::span<Affine> out) const {
  const LimbArray<4> bias = bias_of<4>(windows_);
  std::vector<SignedMagnitude> biased;
  biased.reserve(scalars.size());
  for (const Fr& s : scalars) {
    biased.push_back(signed_magnitude(s));
    limbs::add(biased.back().magnitude, biased.back().magnitude, bias);
  }

  AffineBatch<Affine> batch;
  std::vector<int32_t> digits(scalars.size());
  for (size_t w = 0; w < windows_.size(); ++w) {
    for (size_t i = 0; i < digits.size(); ++i) {
      const int32_t digit = windows_[w].digit(biased[i].magnitude);
      digits[i] = biased[i].negative ? -digit : digit;
    }
    auto entry = [&](size_t i) { return table_.data() + offsets_[w] + std::abs(digits[i]) - 1; };
    for (size_t i = 0; i < digits.size(); ++i) {
      if (i + kPrefetchDistance < digits.size() && digits[i + kPrefetchDistance] != 0) {
        const char* next = reinterpret_cast<const char*>(entry(i + kPrefetchDistance));
        for (size_t byte = 0; byte < sizeof(Affine); byte += 64) __builtin_prefetch(next + byte);
      }
      if (digits[i] != 0) batch.add(&out[i], entry(i), digits[i] < 0);
    }
    batch.flush();
  }
}

template class FixedBase<G1>;
template class FixedBase<G2>;

}  // namespace zkp
