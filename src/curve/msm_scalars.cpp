#include "curve/msm_scalars.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <string>

namespace zkp {
namespace {

constexpr size_t kScalarsPerTask = size_t{1} << 12;

/// Wider windows have more buckets than the cache holds.
constexpr int kMaxWidth = 16;

int bit_length(const LimbArray<4>& v) {
  for (size_t i = v.size(); i-- > 0;) {
    if (v[i] != 0) return static_cast<int>(64 * i) + std::bit_width(v[i]);
  }
  return 0;
}

/// What one task finds in its range of scalars.
struct Part {
  std::vector<SignedIndex> units;
  std::vector<MsmTerm> terms;
  std::array<size_t, 256> of_length{};
  size_t first_too_long = std::numeric_limits<size_t>::max();
};

Part sort_range(std::span<const Fr> scalars, size_t begin, size_t end, int bits) {
  Part part;
  for (size_t i = begin; i < end; ++i) {
    if (bits < Fr::kBits && bit_length(scalars[i].to_limbs()) > bits) {
      part.first_too_long = i;
      return part;
    }
    const SignedMagnitude s = signed_magnitude(scalars[i]);
    const SignedIndex point(i, s.negative);
    const int length = bit_length(s.magnitude);
    if (length == 0) continue;
    if (length == 1) {
      part.units.push_back(point);
      continue;
    }
    part.terms.push_back({s.magnitude, point});
    ++part.of_length[static_cast<size_t>(length)];
  }
  return part;
}

}  // namespace

SignedMagnitude signed_magnitude(const Fr& s) {
  static constexpr LimbArray<4> kHalfOrder = limbs::shift_right(Fr::kModulus, 1);
  SignedMagnitude out{s.to_limbs(), false};
  if (limbs::less(kHalfOrder, out.magnitude)) {
    limbs::sub(out.magnitude, Fr::kModulus, out.magnitude);
    out.negative = true;
  }
  return out;
}

Result<MsmScalars> sort_scalars(std::span<const Fr> scalars, int bits, TaskPool* pool) {
  if (bits < 1 || bits > Fr::kBits) {
    return Error(GeneralError::kInvalidArgument,
                 "a scalar width of " + std::to_string(bits) + " bits: it must be in 1.." + std::to_string(Fr::kBits));
  }
  // The parts do not depend on the pool, nor does, therefore, their concatenation.
  std::vector<Part> parts((scalars.size() + kScalarsPerTask - 1) / kScalarsPerTask);
  parallel_for(pool, parts.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      parts[i] = sort_range(scalars, i * kScalarsPerTask, std::min(scalars.size(), (i + 1) * kScalarsPerTask), bits);
    }
  });

  MsmScalars out;
  size_t units = 0, terms = 0;
  for (const Part& part : parts) {
    if (part.first_too_long < scalars.size()) {
      return Error(GeneralError::kInvalidArgument, "scalar " + std::to_string(part.first_too_long) +
                                                       " does not fit in " + std::to_string(bits) + " bits");
    }
    units += part.units.size();
    terms += part.terms.size();
  }
  out.units.reserve(units);
  out.terms.reserve(terms);
  for (Part& part : parts) {
    out.units.insert(out.units.end(), part.units.begin(), part.units.end());
    out.terms.insert(out.terms.end(), part.terms.begin(), part.terms.end());
    for (size_t b = 0; b < out.reach.size(); ++b) out.reach[b] += part.of_length[b];
    part = Part();
  }
  for (size_t b = out.reach.size() - 1; b-- > 0;) out.reach[b] += out.reach[b + 1];
  return out;
}

std::vector<MsmWindow> choose_windows(const std::array<size_t, 256>& reach, size_t splits) {
  int end = 0;  // one more than the longest magnitude
  for (int b = 1; b < 256; ++b) {
    if (reach[static_cast<size_t>(b)] > 0) end = b + 1;
  }

  // In multiplications: an addition is 6 and moving its point about 2; a bucket is added to a row and to a column
  // (msm.cpp) if any term reached it, and is looked at either way; a window has a few inversions of its own.
  auto cost_of = [&](int position, int width) {
    const double terms = static_cast<double>(reach[static_cast<size_t>(position)]);
    const double parts = static_cast<double>(splits);
    const double buckets = static_cast<double>(size_t{1} << (width - 1));
    return 8 * terms + parts * (13 * std::min(buckets, terms / parts) + buckets / 2 + 100);
  };
  std::array<double, 257> best{};  // best[p]: the cheapest way to cover p .. end
  std::array<int, 257> width_at{};
  for (int p = end; p-- > 0;) {
    const size_t at = static_cast<size_t>(p);
    best[at] = std::numeric_limits<double>::infinity();
    for (int width = 1; width <= std::min(kMaxWidth, end - p); ++width) {
      const double cost = cost_of(p, width) + best[at + static_cast<size_t>(width)];
      if (cost < best[at]) {
        best[at] = cost;
        width_at[at] = width;
      }
    }
  }
  std::vector<MsmWindow> windows;
  for (int p = 0; p < end; p = windows.back().end()) {
    const int width = width_at[static_cast<size_t>(p)];
    windows.push_back({p, width, p + width == end});
  }
  return windows;
}

LimbArray<4> bias_of(std::span<const MsmWindow> windows) {
  LimbArray<4> bias{};
  for (const MsmWindow& w : windows) {
    const size_t bit = static_cast<size_t>(w.end()) - 1;
    if (!w.top) bias[bit / 64] |= uint64_t{1} << (bit % 64);
  }
  return bias;
}

void bias_terms(std::span<MsmTerm> terms, std::span<const MsmWindow> windows, TaskPool* pool) {
  const LimbArray<4> bias = bias_of(windows);
  parallel_for(pool, terms.size(), kScalarsPerTask, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) limbs::add(terms[i].magnitude, terms[i].magnitude, bias);
  });
}

}  // namespace zkp
