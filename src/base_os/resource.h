/// What this process has used.
#pragma once

namespace zkp {

/// Largest resident set so far, in MiB. Safe for concurrent use.
double peak_rss_mib();

/// Gives freed memory back to the system and lets peak_rss_mib() begin anew with what is resident now. Where the system
/// cannot (Linux before 4.0, or /proc is not mounted) it returns false and the peak stays. Safe for concurrent use.
bool reset_peak_rss();

/// User and system time of all threads so far, in seconds. Safe for concurrent use.
double cpu_seconds();

}  // namespace zkp
