/// The real world as the commands of zkp-groth16 see it: files, randomness, threads and the console.
#pragma once

#include <memory>
#include <string>

#include "base/task_pool.h"
#include "base_os/system_files.h"
#include "base_os/system_random.h"
#include "common/console.h"

namespace zkp {

struct CommonOptions {
  bool json = false;
  bool quiet = false;
  int threads = 0;  ///< 0: one per core
};

class Session {
 public:
  explicit Session(const CommonOptions& options);
  ~Session();

  Console& console() { return console_; }
  Files& files() { return files_; }
  Random& random() { return random_; }
  TaskPool* pool();

  /// A whole file; the error names it.
  Result<Bytes> read(const std::string& path);

 private:
  int threads_;
  Console console_;
  SystemFiles files_;
  SystemRandom random_;
  std::unique_ptr<TaskPool> pool_;
};

}  // namespace zkp
