#include "zkp_groth16/session.h"

#include "base_os/pool.h"

namespace zkp {
namespace {

constexpr size_t kMaxFileBytes = size_t{64} << 30;

}  // namespace

Session::Session(const CommonOptions& options) : threads_(options.threads), console_(options.json, options.quiet) {}
Session::~Session() = default;

TaskPool* Session::pool() {
  if (!pool_) pool_ = make_task_pool(threads_);
  return pool_.get();
}

Result<Bytes> Session::read(const std::string& path) { return files_.read(path, kMaxFileBytes); }

}  // namespace zkp
