#include "field/batch_inverse.h"

#include "base/cpu.h"
#include "field/fp.h"
#include "field/fr.h"

namespace zkp {
namespace {

/// Elements that are worth handing to another thread; each piece has inversions of its own.
constexpr size_t kGrain = size_t{1} << 12;

}  // namespace

template <class F>
void batch_inverse_long_var(std::span<F> values, TaskPool* pool) {
  static const BatchInverse<F> lanes = cpu_enabled().can_ifma() ? ifma_batch_inverse<F>() : nullptr;
  const BatchInverse<F> inverse = lanes != nullptr ? lanes : &batch_inverse_scalar_var<F>;
  parallel_for(pool, values.size(), kGrain,
               [&](size_t begin, size_t end) { inverse(values.subspan(begin, end - begin)); });
}

template void batch_inverse_long_var<Fr>(std::span<Fr>, TaskPool*);
template void batch_inverse_long_var<Fp>(std::span<Fp>, TaskPool*);

}  // namespace zkp
