#include "common/guarded_main.h"

#include <cstdio>
#include <new>

#include "common/exit_code.h"

namespace zkp {

int guarded_main(int (*body)(int argc, char** argv), int argc, char** argv) {
  try {
    return body(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("error: not enough memory\n", stderr);
    return kExitEnvironment;
  }
}

}  // namespace zkp
