#include "field/fp.h"

#include "field/prime_field_impl.h"

namespace zkp {

template class PrimeField<FpParams>;
// Here, where its products are inlined.
template void batch_inverse_scalar_var<Fp>(std::span<Fp>);

}  // namespace zkp
