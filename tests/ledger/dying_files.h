/// A disk that stops at a chosen operation, for tests of crashes.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base_os/system_files.h"

namespace zkp::ledger_test {

/// The failing operation has no effect, or it had its effect and only the answer is lost.
enum class Fault { kBefore, kAfter };

inline std::string name_of_fault(const ::testing::TestParamInfo<Fault>& fault) {
  return fault.param == Fault::kBefore ? "NothingDone" : "AnswerLost";
}

/// Real files, until the n-th operation; from then on nothing works.
class DyingFiles final : public Files {
 public:
  DyingFiles(uint64_t n, Fault fault) : left_(n), fault_(fault) {}
  bool dead() const { return dead_; }

  Result<bool> exists(const std::string& path) override {
    return act<Result<bool>>(path, [&] { return files_.exists(path); });
  }
  Result<Bytes> read(const std::string& path, size_t max_bytes) override {
    return act<Result<Bytes>>(path, [&] { return files_.read(path, max_bytes); });
  }
  Result<std::unique_ptr<MappedFile>> map(const std::string& path, size_t max_bytes) override {
    return act<Result<std::unique_ptr<MappedFile>>>(path, [&] { return files_.map(path, max_bytes); });
  }
  Result<std::unique_ptr<WritableFile>> create(const std::string& path, int mode) override {
    return act<Result<std::unique_ptr<WritableFile>>>(path, [&] { return files_.create(path, mode); });
  }
  Result<void> replace(const std::string& path, ByteView content, int mode) override {
    return act<Result<void>>(path, [&] { return files_.replace(path, content, mode); });
  }
  Result<void> replace_in_pieces(const std::string& path, const PieceWriter& write, int mode) override {
    return act<Result<void>>(path, [&] { return files_.replace_in_pieces(path, write, mode); });
  }
  Result<void> make_directories(const std::string& path, int mode) override {
    return act<Result<void>>(path, [&] { return files_.make_directories(path, mode); });
  }
  Result<void> remove(const std::string& path) override {
    return act<Result<void>>(path, [&] { return files_.remove(path); });
  }
  Result<int> mode(const std::string& path) override {
    return act<Result<int>>(path, [&] { return files_.mode(path); });
  }
  Result<std::vector<std::string>> list(const std::string& path) override {
    return act<Result<std::vector<std::string>>>(path, [&] { return files_.list(path); });
  }

 private:
  template <class R, class F>
  R act(const std::string& path, const F& operation) {
    const Error died = Error(StorageError::kIo, "the disk is gone").with_file(path);
    if (dead_) return died;
    if (left_ > 0) {
      --left_;
      return operation();
    }
    dead_ = true;
    if (fault_ == Fault::kAfter) (void)operation().ok();
    return died;
  }

  SystemFiles files_;
  uint64_t left_;
  Fault fault_;
  bool dead_ = false;
};

}  // namespace zkp::ledger_test
