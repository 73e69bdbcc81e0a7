#!/usr/bin/env bash
# Runs every test of the coverage build and fails when less than 85 % of the lines in src/ were run.
set -euo pipefail
cd "$(dirname "$0")/../.."
find build/coverage -name '*.gcda' -delete
ctest --test-dir build/coverage --output-on-failure -j "$(nproc)" --timeout 1500
gcovr -r . --object-directory build/coverage --filter 'src/' --exclude-unreachable-branches --exclude-throw-branches \
  --gcov-ignore-parse-errors -j "$(nproc)" --fail-under-line 85 --txt build/coverage/report.txt --print-summary
echo "per file: build/coverage/report.txt"
