#include "statement/direct/commitment.h"

#include "statement/direct/public_inputs.h"
#include "transcript/poseidon.h"

namespace zkp {

Fr commit_column(std::span<const uint64_t> u, const Fr& salt) {
  ZKP_CHECK(u.size() >= 1 && u.size() <= kDirectMaxRows);
  auto row = [&](size_t i) { return i < u.size() ? u[i] : 0; };
  std::vector<Fr> packed;
  for (size_t i = 0; i < direct_capacity(u.size()); i += 3)
    packed.push_back(Fr::from_limbs_reduce({row(i), row(i + 1), row(i + 2), 0}));
  PoseidonSponge sponge(kColumnTag);
  sponge.absorb2(Fr::from_u64(u.size()), salt).absorb_list(packed);
  wipe(packed.data(), packed.size() * sizeof(Fr));
  return sponge.s1();
}

}  // namespace zkp
