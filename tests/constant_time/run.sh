#!/usr/bin/env bash
# tests/constant_time/run.sh PROGRAM LOG: the constant-time check under valgrind. Exit 77, with the reason, where it cannot run.
set -uo pipefail
program=$1 log=$2
if ! command -v valgrind >/dev/null; then
  echo "skipped: valgrind is not installed (setup/packages.txt)"
  exit 77
fi
options=()
if grep -qw bmi2 /proc/cpuinfo && grep -qw adx /proc/cpuinfo; then options=(--adx); fi
# The program decides by the number of reports in every case; the reports themselves are long and go to the log.
valgrind --tool=memcheck --error-limit=no --leak-check=no --undef-value-errors=yes --log-file="$log" "$program" "${options[@]}"
status=$?
grep -oE '(ok    |FAILED|[0-9]+ cases).*' "$log"
if [[ $status -eq 1 ]]; then echo "the reports: $log"; fi
exit $status
