# Every third-party library, found once. docs/dependencies.md has the reason and the licence of each; setup/ installs them.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(TBB CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)          # link RocksDB::rocksdb-shared: RocksDB::rocksdb is the static library
find_package(nlohmann_json REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(tomlplusplus CONFIG REQUIRED)
find_package(GTest CONFIG REQUIRED)
find_package(rapidcheck CONFIG REQUIRED)
find_path(ZKP_EXPECTED_INCLUDE tl/expected.hpp REQUIRED)

# Arrow: a system installation where there is one, else the libraries and headers inside the pyarrow wheel that setup/
# installs into a private virtual environment.
find_package(Arrow CONFIG QUIET)
find_package(Parquet CONFIG QUIET)
if(Arrow_FOUND AND Parquet_FOUND)
  add_library(zkp_arrow INTERFACE)
  target_link_libraries(zkp_arrow INTERFACE Arrow::arrow_shared Parquet::parquet_shared)
else()
  set(PYARROW_PYTHON "$ENV{ZKP_VENV}" CACHE FILEPATH "python interpreter of the environment that holds pyarrow")
  if(NOT PYARROW_PYTHON)
    set(PYARROW_PYTHON ${PROJECT_SOURCE_DIR}/.venv/bin/python)
  endif()
  execute_process(
    COMMAND ${PYARROW_PYTHON} -c "import pyarrow as p; p.create_library_symlinks(); print(p.get_include(), p.get_library_dirs()[0], p.__version__, sep=';', end='')"
    OUTPUT_VARIABLE ZKP_PYARROW RESULT_VARIABLE ZKP_PYARROW_STATUS ERROR_VARIABLE ZKP_PYARROW_ERROR)
  if(NOT ZKP_PYARROW_STATUS EQUAL 0)
    message(FATAL_ERROR "Apache Arrow was not found: neither as a CMake package nor as pyarrow in ${PYARROW_PYTHON}.\nRun ./dev build, which installs it (setup/arrow.sh).\n${ZKP_PYARROW_ERROR}")
  endif()
  list(GET ZKP_PYARROW 0 ZKP_ARROW_INCLUDE)
  list(GET ZKP_PYARROW 1 ZKP_ARROW_LIB)
  list(GET ZKP_PYARROW 2 ZKP_ARROW_VERSION)
  message(STATUS "Arrow ${ZKP_ARROW_VERSION} from the pyarrow wheel: ${ZKP_ARROW_LIB}")
  add_library(zkp_arrow INTERFACE)
  target_include_directories(zkp_arrow SYSTEM INTERFACE ${ZKP_ARROW_INCLUDE})
  target_link_libraries(zkp_arrow INTERFACE ${ZKP_ARROW_LIB}/libarrow.so ${ZKP_ARROW_LIB}/libparquet.so)
  # The wheel's libparquet exports an OpenSSL of its own (900 EVP_ functions). Whichever library comes first on the link line gives us
  # Ed25519 and AES-GCM: it has to be the system's. tests/tools/check_openssl.sh looks at the result.
  set(ZKP_OPENSSL_FIRST ON)
  list(APPEND CMAKE_BUILD_RPATH ${ZKP_ARROW_LIB})
endif()
