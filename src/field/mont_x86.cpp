#include "field/mont_x86.h"

#if defined(ZKP_FIELD_X86_64)

#include "base/cpu.h"

namespace zkp::mont_x86 {

// BMI1 is not among the features of cpu.h; no processor has BMI2 without it, but a virtual one might hide it.
const bool kUseAdx = cpu_enabled().can_adx() && __builtin_cpu_supports("bmi") != 0;

}  // namespace zkp::mont_x86

#endif
