#include "field/fr.h"

#include "field/prime_field_impl.h"

namespace zkp {

template class PrimeField<FrParams>;

}  // namespace zkp
