#include "groth16/ceremony/powers.h"

#include <atomic>

#include "curve/encoding.h"
#include "curve/encoding_batch.h"
#include "curve/msm.h"
#include "curve/multiples.h"
#include "curve/pairing.h"

namespace zkp {
namespace {

constexpr size_t kGrain = 256;

constexpr size_t point_bytes(const G1Affine*) { return 96; }
constexpr size_t point_bytes(const G2Affine*) { return 192; }
Result<G1Affine> decode(ByteView bytes, const G1Affine*) { return deserialize_g1(bytes, SubgroupCheck::kTrusted); }
Result<G2Affine> decode(ByteView bytes, const G2Affine*) { return deserialize_g2(bytes, SubgroupCheck::kTrusted); }

std::string place(PowerList list, size_t index) {
  return std::string(name_of(list)) + "[" + std::to_string(index) + "]";
}

template <class Affine>
Result<void> check_points_of(std::span<const Affine> points, PowerList list, size_t first, TaskPool* pool) {
  const std::vector<uint8_t> good = in_subgroup_batch_var(points, pool);
  for (size_t i = 0; i < points.size(); ++i) {
    if (points[i].is_identity())
      return Error(CryptoError::kIdentity, place(list, first + i) + " is the point at infinity");
    if (good[i] == 0)
      return Error(CryptoError::kNotInSubgroup, place(list, first + i) + " is outside the prime-order subgroup");
  }
  return {};
}

template <class Affine>
Result<void> read_uncompressed(const ByteSource& source, uint64_t offset, PowerList list, size_t first,
                               std::span<Affine> out, TaskPool* pool) {
  constexpr const Affine* kTag = nullptr;
  constexpr size_t kBytes = point_bytes(kTag);
  Bytes bytes(out.size() * kBytes);
  ZKP_TRY_VOID(source.read(offset + first * kBytes, bytes));
  std::atomic<size_t> bad = out.size();
  parallel_for(pool, out.size(), kGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      Result<Affine> point = decode(ByteView(bytes).subspan(i * kBytes, kBytes), kTag);
      if (point.ok()) {
        out[i] = *point;
        continue;
      }
      size_t seen = bad;
      while (i < seen && !bad.compare_exchange_weak(seen, i)) {}
      return;
    }
  });
  if (bad < out.size()) {
    const Error why = decode(ByteView(bytes).subspan(bad * kBytes, kBytes), kTag).error();
    return Error(why.code(), place(list, first + bad) + ": " + why.message());
  }
  return check_points(std::span<const Affine>(out), list, first, pool);
}

template <class Affine>
Result<void> write_points(std::span<const Affine> points, const ByteSink& sink, TaskPool* pool) {
  constexpr size_t kBytes = point_bytes(static_cast<const Affine*>(nullptr));
  Bytes bytes(points.size() * kBytes);
  parallel_for(pool, points.size(), kGrain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      std::ranges::copy(serialize(points[i]), bytes.begin() + static_cast<std::ptrdiff_t>(i * kBytes));
  });
  return sink(bytes);
}

// visit(points, first) for a list in pieces.
template <class Affine, class Visit>
Result<void> for_chunks(const PowersReader& powers, PowerList list, std::string_view what, const CeremonyEnv& env,
                        Visit&& visit) {
  const size_t count = power_count(list, powers.log_size());
  std::vector<Affine> points(std::min(count, env.points_per_chunk));
  for (size_t first = 0; first < count; first += env.points_per_chunk) {
    const std::span<Affine> chunk = std::span(points).first(std::min(env.points_per_chunk, count - first));
    env.show(what, first, count);
    ZKP_TRY_VOID(powers.read(list, first, chunk, env.pool));
    ZKP_TRY_VOID(visit(chunk, first));
  }
  return {};
}

Result<std::vector<Fr>> random_coefficients(size_t count, Random& random) {
  Bytes bytes(16 * count);
  ZKP_TRY_VOID(random.fill(bytes));
  std::vector<Fr> out;
  out.reserve(count);
  for (size_t i = 0; i < count; ++i) out.push_back(Fr::from_bytes_reduce(ByteView(bytes).subspan(16 * i, 16)));
  return out;
}

// low = sum_i rho_i P_i and high = sum_i rho_i P_(i+1) over the whole list; P_0 and P_1 on the way.
template <class Point>
struct ShiftedSums {
  Point low, high;
  typename Point::Affine first, second;
};
template <class Point>
Result<ShiftedSums<Point>> shifted_sums(const PowersReader& powers, PowerList list, const CeremonyEnv& env) {
  using Affine = typename Point::Affine;
  ShiftedSums<Point> out;
  std::vector<Affine> run;  // the last point of the chunk before, and the chunk
  ZKP_TRY_VOID(
      for_chunks<Affine>(powers, list, "checking", env, [&](std::span<Affine> chunk, size_t first) -> Result<void> {
        if (first == 0) {
          out.first = chunk[0];
          out.second = chunk[1];
          run.clear();
        } else {
          run.erase(run.begin(), run.end() - 1);
        }
        run.insert(run.end(), chunk.begin(), chunk.end());
        ZKP_TRY(std::vector<Fr> rho, random_coefficients(run.size() - 1, env.random));
        const std::span<const Affine> all = run;
        ZKP_TRY(Point low, msm(all.first(run.size() - 1), rho, {.bits = 128, .pool = env.pool}));
        ZKP_TRY(Point high, msm(all.subspan(1), rho, {.bits = 128, .pool = env.pool}));
        out.low += low;
        out.high += high;
        return {};
      }));
  return out;
}

Error bad(std::string sentence) { return Error(CryptoError::kBadProof, std::move(sentence)); }

}  // namespace

std::string_view name_of(PowerList list) {
  switch (list) {
    case PowerList::kTauG1:
      return "tau_g1";
    case PowerList::kTauG2:
      return "tau_g2";
    case PowerList::kAlphaG1:
      return "alpha_g1";
    case PowerList::kBetaG1:
      return "beta_g1";
  }
  return "";
}

size_t power_count(PowerList list, int log_size) {
  const size_t n = size_t{1} << log_size;
  return list == PowerList::kTauG1 ? 2 * n - 1 : n;
}

uint64_t uncompressed_list_offset(PowerList list, int log_size) {
  uint64_t offset = 0;
  for (PowerList before : kPowerLists) {
    if (before == list) break;
    offset += power_count(before, log_size) * (before == PowerList::kTauG2 ? 192 : 96);
  }
  return offset;
}

uint64_t uncompressed_powers_bytes(int log_size) {
  return uncompressed_list_offset(PowerList::kBetaG1, log_size) + power_count(PowerList::kBetaG1, log_size) * 96;
}

Result<void> check_points(std::span<const G1Affine> points, PowerList list, size_t first, TaskPool* pool) {
  return check_points_of(points, list, first, pool);
}
Result<void> check_points(std::span<const G2Affine> points, PowerList list, size_t first, TaskPool* pool) {
  return check_points_of(points, list, first, pool);
}

Result<void> UncompressedPowers::read(PowerList list, size_t first, std::span<G1Affine> out, TaskPool* pool) const {
  return read_uncompressed(source_, offset_ + uncompressed_list_offset(list, log_size()), list, first, out, pool);
}
Result<void> UncompressedPowers::read(PowerList list, size_t first, std::span<G2Affine> out, TaskPool* pool) const {
  return read_uncompressed(source_, offset_ + uncompressed_list_offset(list, log_size()), list, first, out, pool);
}

Result<void> check_state(const Phase1State& state, Random& random) {
  const G1Affine g1 = G1Affine::generator();
  const G2Affine g2 = G2Affine::generator();
  const PairingEquation equations[] = {{state.tau_g1, g2, g1, state.tau_g2, "tau differs between G1 and G2"},
                                       {state.beta_g1, g2, g1, state.beta_g2, "beta differs between G1 and G2"}};
  return check_equations(equations, random);
}

Result<void> check_powers(const PowersReader& powers, const Phase1State& state, const CeremonyEnv& env) {
  const G1Affine g1 = G1Affine::generator();
  const G2Affine g2 = G2Affine::generator();
  ZKP_TRY_VOID(check_state(state, env.random));
  std::vector<PairingEquation> equations;
  auto require = [&](const auto& sums, PowerList list) {
    equations.push_back({sums.high.to_affine_var(), g2, sums.low.to_affine_var(), state.tau_g2,
                         std::string(name_of(list)) + ": a point is not tau times the one before"});
  };
  ZKP_TRY(auto tau, shifted_sums<G1>(powers, PowerList::kTauG1, env));
  if (!(tau.first == g1)) return bad("tau_g1[0] is not the generator");
  if (!(tau.second == state.tau_g1)) return bad("tau_g1[1] is not the tau that the last contribution names");
  require(tau, PowerList::kTauG1);
  ZKP_TRY(auto in_g2, shifted_sums<G2>(powers, PowerList::kTauG2, env));
  if (!(in_g2.first == g2)) return bad("tau_g2[0] is not the generator");
  if (!(in_g2.second == state.tau_g2)) return bad("tau_g2[1] is not the tau that the last contribution names");
  equations.push_back({g1, in_g2.high.to_affine_var(), state.tau_g1, in_g2.low.to_affine_var(),
                       "tau_g2: a point is not tau times the one before"});
  ZKP_TRY(auto alpha, shifted_sums<G1>(powers, PowerList::kAlphaG1, env));
  if (!(alpha.first == state.alpha_g1)) return bad("alpha_g1[0] is not the alpha that the last contribution names");
  require(alpha, PowerList::kAlphaG1);
  ZKP_TRY(auto beta, shifted_sums<G1>(powers, PowerList::kBetaG1, env));
  if (!(beta.first == state.beta_g1)) return bad("beta_g1[0] is not the beta that the last contribution names");
  require(beta, PowerList::kBetaG1);
  return check_equations(equations, env.random);
}

Result<void> copy_powers(const PowersReader& powers, const ByteSink& sink, const CeremonyEnv& env) {
  auto copy = [&](auto chunk, size_t) -> Result<void> {
    return write_points(std::span<const typename decltype(chunk)::value_type>(chunk), sink, env.pool);
  };
  for (PowerList list : kPowerLists) {
    if (list == PowerList::kTauG2) {
      ZKP_TRY_VOID(for_chunks<G2Affine>(powers, list, "writing", env, copy));
    } else {
      ZKP_TRY_VOID(for_chunks<G1Affine>(powers, list, "writing", env, copy));
    }
  }
  return {};
}

Result<void> multiply_powers(const PowersReader& powers, const Fr& tau, const Fr& alpha, const Fr& beta,
                             const ByteSink& sink, const CeremonyEnv& env) {
  std::vector<Fr> scalars;
  scalars.reserve(env.points_per_chunk);  // never reallocated: old copies of factors would stay in memory
  SecretScalar next;
  auto multiply = [&](auto chunk, size_t) -> Result<void> {
    scalars.clear();
    for (size_t i = 0; i < chunk.size(); ++i) {
      scalars.push_back(next.value());
      next = SecretScalar(next.value() * tau);
    }
    multiply_each(chunk, scalars, env.pool);
    wipe(scalars.data(), scalars.size() * sizeof(Fr));
    return write_points(std::span<const typename decltype(chunk)::value_type>(chunk), sink, env.pool);
  };
  for (PowerList list : kPowerLists) {
    next = SecretScalar(list == PowerList::kAlphaG1 ? alpha : list == PowerList::kBetaG1 ? beta : Fr::one());
    if (list == PowerList::kTauG2) {
      ZKP_TRY_VOID(for_chunks<G2Affine>(powers, list, "contributing", env, multiply));
    } else {
      ZKP_TRY_VOID(for_chunks<G1Affine>(powers, list, "contributing", env, multiply));
    }
  }
  return {};
}

Result<void> write_generators(int log_size, const ByteSink& sink) {
  for (PowerList list : kPowerLists) {
    Bytes point;
    if (list == PowerList::kTauG2) {
      append(point, serialize(G2Affine::generator()));
    } else {
      append(point, serialize(G1Affine::generator()));
    }
    Bytes piece;
    for (size_t left = power_count(list, log_size); left > 0;) {
      const size_t count = std::min<size_t>(left, 1024);
      piece.clear();
      for (size_t i = 0; i < count; ++i) append(piece, point);
      ZKP_TRY_VOID(sink(piece));
      left -= count;
    }
  }
  return {};
}

}  // namespace zkp
