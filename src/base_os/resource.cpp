#include "base_os/resource.h"

#include <sys/resource.h>

#include "base/check.h"

namespace zkp {
namespace {

rusage usage() {
  rusage out;
  ZKP_CHECK(::getrusage(RUSAGE_SELF, &out) == 0);
  return out;
}

double seconds(const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; }

}  // namespace

double peak_rss_mib() { return static_cast<double>(usage().ru_maxrss) / 1024.0; }  // Linux counts KiB

double cpu_seconds() {
  const rusage used = usage();
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace zkp
