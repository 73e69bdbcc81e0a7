/// Ledger folders on the real disk, for tests.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base_os/ed25519.h"
#include "base_os/system_files.h"
#include "base_os/temp_folder.h"
#include "ledger/directory.h"
#include "ledger/support.h"

namespace zkp::ledger_test {

namespace fs = std::filesystem;

/// RocksDB is not instrumented: ThreadSanitizer cannot see what orders its threads.
#ifdef ZKP_THREAD_SANITIZER
#define SKIP_WITHOUT_ROCKSDB() GTEST_SKIP() << "RocksDB is not instrumented"
#else
#define SKIP_WITHOUT_ROCKSDB() static_cast<void>(0)
#endif

inline Bytes read_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}
inline void write_bytes(const std::string& path, ByteView content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
  ASSERT_TRUE(out.good());
}
inline void replace_folder(const std::string& from, const std::string& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

/// The seams of a ledger folder: real files, everything else simulated.
struct Surroundings {
  SystemFiles system_files;
  SimClock clock;
  SimRandom random{7};
  OpenSslVerifier verifier;
  RecordingLogger logger;
  std::map<std::string, std::string> variables;
  std::string passphrase;

  LedgerEnv env(Files* files = nullptr) {
    return {files != nullptr ? *files : system_files,
            clock,
            random,
            verifier,
            logger,
            nullptr,
            nullptr,
            [this](const std::string& name) -> std::optional<std::string> {
              auto it = variables.find(name);
              return it == variables.end() ? std::nullopt : std::optional(it->second);
            },
            passphrase,
            SIZE_MAX};
  }
};

inline NotarizeRecord dataset_of(const LedgerDirectory& directory, const std::string& name, uint64_t number) {
  return record_of_body(name, make_body(directory.author_key(), number));
}

inline Opening opening_of(const NotarizeRecord& record) {
  Opening out;
  out.dataset = record.dataset;
  out.name = record.name;
  out.file = "/data/" + record.name + ".csv";
  out.file_bytes = 123;
  out.file_sha256 = sha256(as_bytes(record.name));
  out.file_salt = sha256(as_bytes("salt"));
  out.profile = record.body.file_profile;
  out.schema.columns = {{"c0", {TypeCode::kInt, 16}, false, {}}};
  out.rows = record.body.rows;
  out.columns.push_back({"c0", sha256(as_bytes("seed"))});
  return out;
}

}  // namespace zkp::ledger_test
