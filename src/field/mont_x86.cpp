#include "field/mont_x86.h"

#if defined(ZKP_FIELD_X86_64)

#include "base/cpu.h"

namespace zkp::mont_x86 {

const bool kUseAdx = cpu_enabled().can_adx();

}  // namespace zkp::mont_x86

#endif
