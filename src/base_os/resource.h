/// What this process has used.
#pragma once

namespace zkp {

/// Largest resident set so far, in MiB. Safe for concurrent use.
double peak_rss_mib();

/// User and system time of all threads so far, in seconds. Safe for concurrent use.
double cpu_seconds();

}  // namespace zkp
