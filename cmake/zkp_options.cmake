# Compile options that every target of ours gets (never third-party code).
add_library(zkp_options INTERFACE)
target_include_directories(zkp_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(zkp_options INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports false positives of these in inlined standard-library code at -O2 and above.
  target_compile_options(zkp_options INTERFACE -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds -Wno-restrict)
endif()

if(ZKP_SANITIZE)
  target_compile_options(zkp_options INTERFACE -fsanitize=${ZKP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(zkp_options INTERFACE -fsanitize=${ZKP_SANITIZE})
  if(ZKP_SANITIZE MATCHES "thread")
    # oneTBB is not instrumented: ThreadSanitizer builds use the std::thread pool.
    target_compile_definitions(zkp_options INTERFACE ZKP_THREAD_SANITIZER)
  endif()
endif()
if(ZKP_COVERAGE)
  target_compile_options(zkp_options INTERFACE --coverage -fprofile-update=atomic)
  target_link_options(zkp_options INTERFACE --coverage)
endif()
if(ZKP_FUZZ)
  target_compile_options(zkp_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
