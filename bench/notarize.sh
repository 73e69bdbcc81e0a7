#!/usr/bin/env bash
# From a CSV file of five columns of 32-bit integers to the receipt, with the proof that all are well typed: the whole process. One CSV line
# a run, as zkp-bench prints them. usage: notarize.sh [ROWS] [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-1000000} runs=${2:-3}
program=$PWD/build/release/bin/zkp-ledger
work=$(mktemp -d "${TMPDIR:-/tmp}/zkp-bench-notarize.XXXXXX")
trap 'rm -rf "$work"' EXIT
export ZKP_SETUP_DIR=$work/setup
"$program" setup --insecure-dev --rows "$rows" >/dev/null 2>&1
python3 - "$rows" >"$work/table.csv" <<'PY'
import random, sys
generator = random.Random(1)
print("a,b,c,d,e")
for _ in range(int(sys.argv[1])):
    print(*(generator.randint(-2**31, 2**31 - 1) for _ in range(5)), sep=",")
PY
for ((run = 0; run < runs; ++run)); do
  "$program" init "$work/lab$run" --name lab --allow-insecure-dev >/dev/null 2>&1
  python3 - "$program" "$work/lab$run" "$work/table.csv" "$rows" <<'PY'
import os, resource, subprocess, sys, time
program, ledger, table, rows = sys.argv[1:]
start = time.monotonic()
subprocess.run([program, "--ledger", ledger, "--quiet", "notarize", table, "--name", "table"], check=True, stderr=subprocess.DEVNULL)
seconds = time.monotonic() - start
print(f"notarize,{rows},{os.cpu_count()},{seconds:.3f},{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.1f}")
PY
done
