#include "hash/keccak.h"

#include <bit>
#include <utility>

namespace zkp::detail {
namespace {

// Section 3.2.5: the round constants, bits rc(j + 7 round) at the positions 2^j - 1.
constexpr std::array<uint64_t, 24> kIota = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

// Section 3.2.2, table 2: the rotation of lane x + 5 y, (t + 1)(t + 2) / 2 along the walk (x, y) -> (y, 2x + 3y).
constexpr std::array<int, 25> kRho = {
    0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
};

// theta:     a[x,y] ^= parity of column x - 1  ^  parity of column x + 1 rotated by 1        (d[x] below)
// rho, pi:   b[x,y]  = rot(a[x + 3y, x], kRho)
// chi, iota: out[x,y] = b[x,y] ^ (~b[x+1,y] & b[x+2,y]),  and the round constant into lane (0, 0)
template <size_t kY, size_t... kX>
[[gnu::always_inline]] inline void row(const KeccakState& a, KeccakState& out, const std::array<uint64_t, 5>& d,
                                       std::index_sequence<kX...>) {
  const std::array<uint64_t, 5> b = {
      std::rotl(a[(kX + 3 * kY) % 5 + 5 * kX] ^ d[(kX + 3 * kY) % 5], kRho[(kX + 3 * kY) % 5 + 5 * kX])...};
  ((out[kX + 5 * kY] = b[kX] ^ (~b[(kX + 1) % 5] & b[(kX + 2) % 5])), ...);
}

[[gnu::always_inline]] inline void round(const KeccakState& a, KeccakState& out, uint64_t iota) {
  std::array<uint64_t, 5> c;
  std::array<uint64_t, 5> d;
  for (size_t x = 0; x < 5; ++x) c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
  for (size_t x = 0; x < 5; ++x) d[x] = c[(x + 4) % 5] ^ std::rotl(c[(x + 1) % 5], 1);
  constexpr auto kColumns = std::make_index_sequence<5>();
  row<0>(a, out, d, kColumns);
  row<1>(a, out, d, kColumns);
  row<2>(a, out, d, kColumns);
  row<3>(a, out, d, kColumns);
  row<4>(a, out, d, kColumns);
  out[0] ^= iota;
}

}  // namespace

void keccak_f1600(KeccakState& state) {
  KeccakState other;
  for (size_t i = 0; i < kIota.size(); i += 2) {
    round(state, other, kIota[i]);
    round(other, state, kIota[i + 1]);
  }
}

}  // namespace zkp::detail
