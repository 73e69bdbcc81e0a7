#include "field/lanes/intrinsics.h"

#include <algorithm>
#include <type_traits>

#include "base/cpu.h"
#include "field/batch_inverse.h"
#include "field/fp.h"
#include "field/fr.h"
#include "field/lanes/params.h"

namespace zkp {
#if defined(__x86_64__)
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_ifma.inc"
#include "field/lanes/element.inc"
#include "field/lanes/memory_form.inc"
#include "field/lanes/batch_inverse.inc"
// clang-format on
}  // namespace
#endif

template <class F>
BatchInverse<F> ifma_batch_inverse() {
#if defined(__x86_64__)
  if (cpu_hardware().can_ifma()) return &inverse_all<F>;
#endif
  return nullptr;
}
template BatchInverse<Fr> ifma_batch_inverse<Fr>();
template BatchInverse<Fp> ifma_batch_inverse<Fp>();

}  // namespace zkp
