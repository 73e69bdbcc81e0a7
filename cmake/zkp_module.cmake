# zkp_module(NAME [DEPS module...] [LIBS third-party...] [PRIVATE_LIBS third-party...] [SOURCES file...] [FOLDER folder] [TESTS folder])
#
# A folder src/NAME is the static library zkp_NAME of all its *.cpp (or of SOURCES, or of those of FOLDER in it), and
# tests/NAME/*.cpp (or tests/TESTS/*.cpp) is its test program NAME_test, which ctest runs. DEPS are modules of ours; LIBS show in our headers, PRIVATE_LIBS do not.
# A new file is picked up by itself; a new dependency has to be written down here.
function(zkp_module NAME)
  cmake_parse_arguments(M "" "FOLDER;TESTS" "DEPS;LIBS;PRIVATE_LIBS;SOURCES;TEST_DEPS;TEST_LIBS" ${ARGN})
  set(folder ${CMAKE_CURRENT_SOURCE_DIR})
  if(M_FOLDER)
    string(APPEND folder /${M_FOLDER})
  endif()
  if(NOT M_SOURCES)
    file(GLOB_RECURSE M_SOURCES CONFIGURE_DEPENDS ${folder}/*.cpp)
  endif()
  if(NOT M_TESTS)
    set(M_TESTS ${NAME})
  endif()
  add_library(zkp_${NAME} STATIC ${M_SOURCES})
  target_include_directories(zkp_${NAME} SYSTEM PUBLIC ${ZKP_EXPECTED_INCLUDE})
  target_link_libraries(zkp_${NAME} PUBLIC zkp_options ${M_LIBS} PRIVATE ${M_PRIVATE_LIBS})
  foreach(dep IN LISTS M_DEPS)
    target_link_libraries(zkp_${NAME} PUBLIC zkp_${dep})
  endforeach()

  file(GLOB_RECURSE tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${M_TESTS}/*.cpp)
  if(tests AND NOT ZKP_FUZZ)
    zkp_test(${NAME}_test SOURCES ${tests} DEPS ${NAME} ${M_TEST_DEPS} LIBS ${M_TEST_LIBS})
  endif()
endfunction()

# zkp_test(TARGET SOURCES file... DEPS module... [LIBS third-party...]): one GoogleTest program, one ctest entry.
function(zkp_test TARGET)
  cmake_parse_arguments(T "" "" "SOURCES;DEPS;LIBS" ${ARGN})
  add_executable(${TARGET} ${T_SOURCES})
  target_include_directories(${TARGET} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${TARGET} PRIVATE ZKP_SOURCE_DIR="${PROJECT_SOURCE_DIR}" ZKP_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  foreach(dep IN LISTS T_DEPS)
    target_link_libraries(${TARGET} PRIVATE zkp_${dep})
  endforeach()
  # Tests are most of a full build, and what they test is compiled elsewhere.
  target_compile_options(${TARGET} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_link_libraries(${TARGET} PRIVATE zkp_options ${T_LIBS} GTest::gtest GTest::gmock GTest::gtest_main)
  zkp_program(${TARGET})
  add_test(NAME ${TARGET} COMMAND ${TARGET} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${TARGET} PROPERTIES SKIP_RETURN_CODE 77)
  if(ZKP_SANITIZE MATCHES "thread")
    set_tests_properties(${TARGET} PROPERTIES ENVIRONMENT TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tools/tsan.supp)
  endif()
endfunction()

# zkp_program(TARGET): links OpenSSL before everything else, so that no other library's copy of it is used. A program that needs no
# OpenSSL does not call this.
function(zkp_program TARGET)
  if(ZKP_OPENSSL_FIRST)
    target_link_options(${TARGET} BEFORE PRIVATE LINKER:--push-state,--no-as-needed ${OPENSSL_CRYPTO_LIBRARY} LINKER:--pop-state)
  endif()
endfunction()
