#include "field/fr.h"

#include "field/prime_field_impl.h"

namespace zkp {

template class PrimeField<FrParams>;
// Here, where its products are inlined.
template void batch_inverse_scalar_var<Fr>(std::span<Fr>);

}  // namespace zkp
