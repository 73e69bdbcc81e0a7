#include <algorithm>
#include <utility>

#include "field/lanes/params.h"
#include "transcript/poseidon_backends.h"
#include "transcript/poseidon_tables.h"

namespace zkp {
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_emulated.inc"
#include "field/lanes/element.inc"
#include "transcript/lanes/poseidon.inc"
// clang-format on
}  // namespace

PoseidonPermuteMany emulated_poseidon_permute_many() { return &p_permute_many; }

}  // namespace zkp
