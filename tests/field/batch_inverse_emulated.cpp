#include <algorithm>
#include <type_traits>
#include <utility>

#include "field/batch_inverse_backends.h"
#include "field/lanes/params.h"

namespace zkp {
namespace {
using namespace lanes;
// Each needs the one before it.
// clang-format off
#include "field/lanes/vec_emulated.inc"
#include "field/lanes/element.inc"
#include "field/lanes/memory_form.inc"
#include "field/lanes/batch_inverse.inc"
// clang-format on
}  // namespace

template <class F>
BatchInverse<F> emulated_batch_inverse() {
  return &inverse_all<F>;
}
template BatchInverse<Fr> emulated_batch_inverse<Fr>();
template BatchInverse<Fp> emulated_batch_inverse<Fp>();

}  // namespace zkp
