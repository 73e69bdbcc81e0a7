#include "field/lanes/intrinsics.h"

#include <algorithm>
#include <array>

#include "base/cpu.h"
#include "field/lanes/params.h"
#include "transcript/poseidon_kernels.h"
#include "transcript/poseidon_tables.h"

namespace zkp {
#if defined(__x86_64__)
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_ifma.inc"
#include "field/lanes/element.inc"
#include "transcript/lanes/poseidon.inc"
// clang-format on
}  // namespace

PoseidonPermuteMany ifma_poseidon_permute_many() { return cpu_hardware().can_ifma() ? &p_permute_many : nullptr; }
#else
PoseidonPermuteMany ifma_poseidon_permute_many() { return nullptr; }
#endif

}  // namespace zkp
