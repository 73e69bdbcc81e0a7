/// Around the whole of a program: what it cannot do for want of memory ends it with a sentence and the exit code of the
/// environment.
#pragma once

namespace zkp {

/// body(argc, argv), or kExitEnvironment when it throws std::bad_alloc.
int guarded_main(int (*body)(int argc, char** argv), int argc, char** argv);

}  // namespace zkp
