#include "field/fp.h"

#include "field/prime_field_impl.h"

namespace zkp {

template class PrimeField<FpParams>;

}  // namespace zkp
