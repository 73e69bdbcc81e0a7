#include "base_os/resource.h"

#include <malloc.h>
#include <sys/resource.h>

#include <fstream>
#include <string>

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

// VmHWM can be reset, the peak that getrusage gives holds that of the program before exec as well. Both are in KiB.
double peak_rss_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double kib = 0;
    if (word == "VmHWM:" && status >> kib) return kib / 1024.0;
  }
  return static_cast<double>(usage().ru_maxrss) / 1024.0;
}

bool reset_peak_rss() {
  ::malloc_trim(0);
  std::ofstream file("/proc/self/clear_refs");
  file << "5" << std::flush;
  return file.good();
}

double cpu_seconds() {
  const rusage used = usage();
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace zkp
