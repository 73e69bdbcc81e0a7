#include "transcript/poseidon.h"

#include <algorithm>

#include "base/cpu.h"
#include "transcript/poseidon_kernels.h"
#include "transcript/poseidon_tables.h"

namespace zkp {
namespace {

using detail::poseidon_tables;
using detail::PoseidonTables;

/// States that are worth handing to another thread, and hash_lists' states at a time; a multiple of the lanes.
constexpr size_t kGrain = 64;

Fr fifth_power(const Fr& x) {
  const Fr x4 = x.square().square();
  return x4 * x;
}

/// A full round but for its constants, which the input has, and with those of the next.
void full_round(std::array<Fr, 3>& x, const std::array<PoseidonTables<Fr>::Row, 3>& rows) {
  const Fr z0 = fifth_power(x[0]), z1 = fifth_power(x[1]), z2 = fifth_power(x[2]);
  for (size_t i = 0; i < 3; ++i) x[i] = z0 + rows[i].b * z1 + rows[i].c * z2 + rows[i].constant;
}

Fr apply(const PoseidonTables<Fr>::Step& c, const Fr& y2, const Fr& y1, const Fr& z1, const Fr& z0) {
  return c.y2 * y2 + c.y1 * y1 + c.z1 * z1 + c.z0 * z0 + c.constant;
}

PoseidonPermuteMany fastest() {
  static const PoseidonPermuteMany lanes = cpu_enabled().can_ifma() ? ifma_poseidon_permute_many() : nullptr;
  return lanes != nullptr ? lanes : &scalar_poseidon_permute_many;
}

}  // namespace

Fr poseidon_tag(std::string_view tag) {
  ZKP_CHECK(tag.size() <= 31);
  return Fr::from_bytes_reduce(as_bytes(tag));
}

void poseidon_permute(std::array<Fr, 3>& state) {
  const PoseidonTables<Fr>& c = poseidon_tables();
  std::array<Fr, 3> x = {state[0] + c.first[0], state[1] + c.first[1], state[2] + c.first[2]};
  for (const auto& rows : c.head) full_round(x, rows);

  const std::array<Fr, 3> z = {fifth_power(x[0]), fifth_power(x[1]), fifth_power(x[2])};
  std::array<Fr, 3> entered;
  for (size_t i = 0; i < 3; ++i) {
    const auto& row = c.enter[i];
    entered[i] = row.a * z[0] + row.b * z[1] + row.c * z[2] + row.constant;
  }
  // The recurrence: y_k in y1, y2 and z_k in z0, z1, the later one in the variable with the higher number.
  Fr z0 = fifth_power(entered[0]);
  Fr y1 = z0 + entered[1];
  Fr z1 = fifth_power(y1);
  Fr y2 = z1 + c.second * z0 + entered[2];
  for (const auto& step : c.steps) {
    const Fr known = apply(step, y2, y1, z1, z0);
    z0 = z1;
    y1 = y2;
    z1 = fifth_power(y2);
    y2 = z1 + known;
  }

  x = {y2, apply(c.leave[0], y2, y1, z1, z0), apply(c.leave[1], y2, y1, z1, z0)};
  for (const auto& rows : c.tail) full_round(x, rows);

  for (Fr& word : x) word = fifth_power(word);
  for (size_t i = 0; i < 3; ++i) state[i] = c.last[i][0] * x[0] + c.last[i][1] * x[1] + c.last[i][2] * x[2];
}

void scalar_poseidon_permute_many(std::span<std::array<Fr, 3>> states) {
  for (std::array<Fr, 3>& state : states) poseidon_permute(state);
}

void poseidon_permute_many(std::span<std::array<Fr, 3>> states, TaskPool* pool) {
  const PoseidonPermuteMany permute = fastest();
  parallel_for(pool, states.size(), kGrain,
               [&](size_t begin, size_t end) { permute(states.subspan(begin, end - begin)); });
}

void poseidon_hash_lists(std::string_view tag, std::span<const Fr> values, size_t width, std::span<Fr> out,
                         TaskPool* pool) {
  ZKP_CHECK(values.size() == width * out.size());
  const Fr capacity = poseidon_tag(tag);
  const PoseidonPermuteMany permute = fastest();
  parallel_for(pool, out.size(), kGrain, [&](size_t begin, size_t end) {
    std::array<std::array<Fr, 3>, kGrain> states;
    for (size_t first = begin; first < end; first += kGrain) {
      const size_t count = std::min(kGrain, end - first);
      std::fill_n(states.begin(), count, std::array<Fr, 3>{capacity, Fr::zero(), Fr::zero()});
      for (size_t k = 0; k < width; k += 2) {
        for (size_t i = 0; i < count; ++i) {
          const Fr* list = values.data() + (first + i) * width;
          states[i][1] += list[k];
          if (k + 1 < width) states[i][2] += list[k + 1];
        }
        permute(std::span(states).first(count));
      }
      for (size_t i = 0; i < count; ++i) out[first + i] = states[i][1];
    }
  });
}

PoseidonSponge& PoseidonSponge::absorb2(const Fr& a, const Fr& b) {
  state_[1] += a;
  state_[2] += b;
  poseidon_permute(state_);
  return *this;
}

PoseidonSponge& PoseidonSponge::absorb_list(std::span<const Fr> values) {
  for (size_t i = 0; i < values.size(); i += 2) absorb2(values[i], i + 1 < values.size() ? values[i + 1] : Fr::zero());
  return *this;
}

Fr poseidon_hash_list(std::string_view tag, std::span<const Fr> values) {
  return PoseidonSponge(tag).absorb_list(values).s1();
}

}  // namespace zkp
