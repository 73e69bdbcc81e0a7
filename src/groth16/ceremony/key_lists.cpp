#include "groth16/ceremony/key_lists.h"

#include <atomic>

#include "curve/affine_batch.h"
#include "curve/encoding.h"
#include "curve/encoding_batch.h"
#include "curve/msm.h"
#include "curve/multiples.h"

namespace zkp {
namespace {

constexpr size_t kGrain = 256;
constexpr uint64_t kSinglesBytes = 96 + 96 + 192;
constexpr size_t kCopyBytes = size_t{1} << 20;

constexpr const char* kNames[] = {"ic", "a", "b1", "b2", "l", "h"};
std::string name_of(KeyList list) { return kNames[static_cast<size_t>(list)]; }

constexpr size_t point_bytes(const G1Affine*) { return 96; }
constexpr size_t point_bytes(const G2Affine*) { return 192; }
Result<G1Affine> decode(ByteView bytes, const G1Affine*) { return deserialize_g1(bytes, SubgroupCheck::kTrusted); }
Result<G2Affine> decode(ByteView bytes, const G2Affine*) { return deserialize_g2(bytes, SubgroupCheck::kTrusted); }

template <class Affine>
Result<void> write_all(std::span<const Affine> points, const ByteSink& sink) {
  Bytes bytes;
  for (size_t i = 0; i < points.size(); ++i) {
    append(bytes, serialize(points[i]));
    if (bytes.size() < kCopyBytes && i + 1 < points.size()) continue;
    ZKP_TRY_VOID(sink(bytes));
    bytes.clear();
  }
  return {};
}

}  // namespace

size_t KeyLists::count_of(KeyList list, const KeySizes& sizes) {
  switch (list) {
    case KeyList::kIc:
      return size_t{sizes.public_count} + 1;
    case KeyList::kA:
    case KeyList::kB1:
    case KeyList::kB2:
      return sizes.variable_count;
    case KeyList::kL:
      return size_t{sizes.variable_count} - sizes.public_count - 1;
    case KeyList::kH:
      return (size_t{1} << sizes.log_domain) - 1;
  }
  return 0;
}

uint64_t KeyLists::offset_of(KeyList list, const KeySizes& sizes) {
  uint64_t offset = kSinglesBytes;
  for (KeyList before : {KeyList::kIc, KeyList::kA, KeyList::kB1, KeyList::kB2, KeyList::kL, KeyList::kH}) {
    if (before == list) break;
    offset += uint64_t{count_of(before, sizes)} * (before == KeyList::kB2 ? 192 : 96);
  }
  return offset;
}

uint64_t KeyLists::body_bytes(const KeySizes& sizes) {
  return offset_of(KeyList::kH, sizes) + uint64_t{count_of(KeyList::kH, sizes)} * 96;
}

template <class Affine, class Visit>
Result<void> KeyLists::for_chunks(KeyList list, std::string_view what, const CeremonyEnv& env, Visit&& visit) const {
  constexpr const Affine* kTag = nullptr;
  constexpr size_t kBytes = point_bytes(kTag);
  const size_t total = count(list);
  Bytes bytes;
  std::vector<Affine> points;
  for (size_t first = 0; first < total; first += env.points_per_chunk) {
    env.show(what, first, total);
    points.resize(std::min(env.points_per_chunk, total - first));
    bytes.resize(points.size() * kBytes);
    ZKP_TRY_VOID(source_.read(offset_ + offset_of(list, sizes_) + first * kBytes, bytes));
    std::atomic<bool> on_curve = true;
    parallel_for(env.pool, points.size(), kGrain, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        Result<Affine> point = decode(ByteView(bytes).subspan(i * kBytes, kBytes), kTag);
        if (point.ok()) {
          points[i] = *point;
        } else {
          on_curve = false;
        }
      }
    });
    if (!on_curve) return Error(CryptoError::kNotOnCurve, "list " + name_of(list) + ": a point is not on its curve");
    const std::vector<uint8_t> good = in_subgroup_batch_var(std::span<const Affine>(points), env.pool);
    if (const auto outside = std::ranges::find(good, 0); outside != good.end())
      return Error(CryptoError::kNotInSubgroup,
                   name_of(list) + "[" + std::to_string(first + static_cast<size_t>(outside - good.begin())) +
                       "] is outside the prime-order subgroup");
    ZKP_TRY_VOID(visit(std::span(points), first));
  }
  return {};
}

Result<KeySingles> KeyLists::singles() const {
  Bytes bytes(kSinglesBytes);
  ZKP_TRY_VOID(source_.read(offset_, bytes));
  KeySingles out;
  ZKP_TRY(out.alpha_g1, deserialize_g1(ByteView(bytes).first(96)));
  ZKP_TRY(out.beta_g1, deserialize_g1(ByteView(bytes).subspan(96, 96)));
  ZKP_TRY(out.beta_g2, deserialize_g2(ByteView(bytes).last(192)));
  return out;
}

Result<std::vector<G1Affine>> KeyLists::all_g1(KeyList list, const CeremonyEnv& env) const {
  std::vector<G1Affine> out;
  out.reserve(count(list));
  ZKP_TRY_VOID(for_chunks<G1Affine>(list, "reading", env, [&](std::span<G1Affine> chunk, size_t) -> Result<void> {
    out.insert(out.end(), chunk.begin(), chunk.end());
    return {};
  }));
  return out;
}

Result<std::vector<G2Affine>> KeyLists::all_g2(const CeremonyEnv& env) const {
  std::vector<G2Affine> out;
  out.reserve(count(KeyList::kB2));
  ZKP_TRY_VOID(
      for_chunks<G2Affine>(KeyList::kB2, "reading", env, [&](std::span<G2Affine> chunk, size_t) -> Result<void> {
        out.insert(out.end(), chunk.begin(), chunk.end());
        return {};
      }));
  return out;
}

Result<G1> KeyLists::combine_g1(KeyList list, std::span<const Fr> rho, const CeremonyEnv& env) const {
  ZKP_CHECK(rho.size() == count(list));
  G1 out;
  ZKP_TRY_VOID(
      for_chunks<G1Affine>(list, "checking", env, [&](std::span<G1Affine> chunk, size_t first) -> Result<void> {
        ZKP_TRY(G1 sum, msm(chunk, rho.subspan(first, chunk.size()), {.bits = 128, .pool = env.pool}));
        out += sum;
        return {};
      }));
  return out;
}

Result<G2> KeyLists::combine_g2(std::span<const Fr> rho, const CeremonyEnv& env) const {
  ZKP_CHECK(rho.size() == count(KeyList::kB2));
  G2 out;
  ZKP_TRY_VOID(
      for_chunks<G2Affine>(KeyList::kB2, "checking", env, [&](std::span<G2Affine> chunk, size_t first) -> Result<void> {
        ZKP_TRY(G2 sum, msm(chunk, rho.subspan(first, chunk.size()), {.bits = 128, .pool = env.pool}));
        out += sum;
        return {};
      }));
  return out;
}

Result<void> KeyLists::copy_fixed_part(const ByteSink& sink) const {
  const uint64_t end = offset_of(KeyList::kL, sizes_);
  Bytes piece;
  for (uint64_t at = 0; at < end; at += piece.size()) {
    piece.resize(std::min<uint64_t>(kCopyBytes, end - at));
    ZKP_TRY_VOID(source_.read(offset_ + at, piece));
    ZKP_TRY_VOID(sink(piece));
  }
  return {};
}

Result<void> KeyLists::multiply(KeyList list, const Fr& scalar, const ByteSink& sink, const CeremonyEnv& env) const {
  return for_chunks<G1Affine>(list, "contributing", env, [&](std::span<G1Affine> chunk, size_t) -> Result<void> {
    std::vector<Fr> scalars(chunk.size(), scalar);
    multiply_each(chunk, scalars, env.pool);
    wipe(scalars.data(), scalars.size() * sizeof(Fr));
    return write_all(std::span<const G1Affine>(chunk), sink);
  });
}

Result<void> write_key_singles(const KeySingles& singles, const ByteSink& sink) {
  return sink(ByteWriter()
                  .raw(serialize(singles.alpha_g1))
                  .raw(serialize(singles.beta_g1))
                  .raw(serialize(singles.beta_g2))
                  .bytes());
}
Result<void> write_key_points(std::span<const G1Affine> points, const ByteSink& sink) {
  return write_all(points, sink);
}
Result<void> write_key_points(std::span<const G2Affine> points, const ByteSink& sink) {
  return write_all(points, sink);
}

Result<void> write_vanishing_multiples(const PowersReader& powers, size_t n, const ByteSink& sink,
                                       const CeremonyEnv& env) {
  std::vector<G1Affine> low, high;
  AffineBatch<G1Affine> batch;
  for (size_t first = 0; first < n - 1; first += env.points_per_chunk) {
    env.show("writing", first, n - 1);
    low.resize(std::min(env.points_per_chunk, n - 1 - first));
    high.resize(low.size());
    ZKP_TRY_VOID(powers.read(PowerList::kTauG1, first, low, env.pool));
    ZKP_TRY_VOID(powers.read(PowerList::kTauG1, first + n, high, env.pool));
    for (size_t i = 0; i < low.size(); ++i) batch.add(&high[i], &low[i], true);
    batch.flush();
    ZKP_TRY_VOID(write_all(std::span<const G1Affine>(high), sink));
  }
  return {};
}

}  // namespace zkp
