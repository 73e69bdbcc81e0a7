/// The powers that a phase-1 ceremony is about, wherever they are stored, and what makes them right. n = 2^log_size:
///   tau_g1   [tau^i]_1         i = 0 .. 2n-2        alpha_g1   [alpha tau^i]_1    i = 0 .. n-1
///   tau_g2   [tau^i]_2         i = 0 .. n-1         beta_g1    [beta tau^i]_1     i = 0 .. n-1
///   beta_g2  [beta]_2
/// They are read and written in pieces: memory does not grow with n.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "base/byte_source.h"
#include "groth16/ceremony/factor.h"

namespace zkp {

inline constexpr int kMinLogPowers = 1;
inline constexpr int kMaxLogPowers = 28;

/// In the order of the files.
enum class PowerList : uint8_t { kTauG1, kTauG2, kAlphaG1, kBetaG1 };
inline constexpr std::array<PowerList, 4> kPowerLists = {PowerList::kTauG1, PowerList::kTauG2, PowerList::kAlphaG1,
                                                         PowerList::kBetaG1};
std::string_view name_of(PowerList list);
/// 2n - 1, or n.
size_t power_count(PowerList list, int log_size);

/// The first of them, which determine all others.
struct Phase1State {
  G1Affine tau_g1 = G1Affine::generator();
  G1Affine alpha_g1 = G1Affine::generator();
  G1Affine beta_g1 = G1Affine::generator();
  G2Affine tau_g2 = G2Affine::generator();
  G2Affine beta_g2 = G2Affine::generator();
  friend bool operator==(const Phase1State&, const Phase1State&) = default;
};

/// Points of the lists. What it returns is on the curve, in the subgroup and not the identity; else it fails with the
/// number of the point. Safe for concurrent use.
class PowersReader {
 public:
  explicit PowersReader(int log_size) : log_size_(log_size) {}
  virtual ~PowersReader() = default;
  int log_size() const { return log_size_; }
  size_t size() const { return size_t{1} << log_size_; }

  /// REQUIRES: the list is in G1 or G2 as the type of the points; first + out.size() <= power_count(list).
  virtual Result<void> read(PowerList list, size_t first, std::span<G1Affine> out, TaskPool* pool) const = 0;
  virtual Result<void> read(PowerList list, size_t first, std::span<G2Affine> out, TaskPool* pool) const = 0;

 private:
  int log_size_;
};

/// As uncompressed ZCash encodings, list after list: this project's files and powersoftau's challenges.
class UncompressedPowers : public PowersReader {
 public:
  /// The lists begin at `offset`. REQUIRES: the source is long enough, and outlives it.
  UncompressedPowers(const ByteSource& source, uint64_t offset, int log_size)
      : PowersReader(log_size), source_(source), offset_(offset) {}

  Result<void> read(PowerList list, size_t first, std::span<G1Affine> out, TaskPool* pool) const override;
  Result<void> read(PowerList list, size_t first, std::span<G2Affine> out, TaskPool* pool) const override;

 private:
  const ByteSource& source_;
  uint64_t offset_;
};

/// Bytes of all lists in that form.
uint64_t uncompressed_powers_bytes(int log_size);
/// Of what comes before a list.
uint64_t uncompressed_list_offset(PowerList list, int log_size);

/// Refuses the identity and points outside the subgroup, naming the first. `first` is the number of points[0].
Result<void> check_points(std::span<const G1Affine> points, PowerList list, size_t first, TaskPool* pool);
Result<void> check_points(std::span<const G2Affine> points, PowerList list, size_t first, TaskPool* pool);

/// That the lists are the powers that begin with `state`: the first points are those of the state, and every point is
/// tau times the one before, by random linear combinations with coefficients of 128 bits:
///   e(sum_i rho_i P_(i+1), [1]_2) = e(sum_i rho_i P_i, [tau]_2)    and the like in G2.
/// Errors: CryptoError::kBadProof naming the list; those of the reader and of env.random.
Result<void> check_powers(const PowersReader& powers, const Phase1State& state, const CeremonyEnv& env);
/// [tau]_1 and [tau]_2, [beta]_1 and [beta]_2 hold the same secrets.
Result<void> check_state(const Phase1State& state, Random& random);

/// Writes the lists, uncompressed.
Result<void> copy_powers(const PowersReader& powers, const ByteSink& sink, const CeremonyEnv& env);
/// Writes the lists with tau, alpha and beta multiplied by the factors: [P]_i becomes [tau^i P]_i and so on.
/// Constant-time in the factors.
Result<void> multiply_powers(const PowersReader& powers, const Fr& tau, const Fr& alpha, const Fr& beta,
                             const ByteSink& sink, const CeremonyEnv& env);
/// The powers of tau = alpha = beta = 1: generators.
Result<void> write_generators(int log_size, const ByteSink& sink);

}  // namespace zkp
