#!/usr/bin/env bash
# ./dev bench [NAME...]: the benchmark table as CSV (best of three runs a row), with the processor named first.
# ./dev bench sizes [NAME]: a row (g1msm) at sizes 2^12 to 2^22, with 1 and 2 threads, best of three.
# ./dev bench peers [NAME...]: our kernels beside blst, gnark-crypto, arkworks and b3sum in one run (bench/peers.py).
# ./dev bench sql: our proofs beside those of Proof of SQL about the same table (bench/sql.py).
set -euo pipefail
cd "$(dirname "$0")/.."
bin=build/release/bin/zkp-bench

best() { sort -t, -k4,4g | head -n 1; }

if [[ ${1:-} == peers || ${1:-} == sql ]]; then
  program=bench/$1.py
  shift
  exec python3 "$program" "$@"
fi
heading() {
  echo "# $("$bin" --cpu)"
  echo "# load average $(cut -d' ' -f1-3 /proc/loadavg)"
  echo "name,size,threads,seconds,peak_rss_mb"
}
if [[ ${1:-} == sizes ]]; then
  heading
  for log in 12 14 16 18 20 22; do
    for threads in 1 2; do "$bin" "${2:-g1msm}" --size $((1 << log)) --threads $threads --repeat 3 | best; done
  done
  exit
fi
names=("$@")
if [[ ${#names[@]} -eq 0 ]]; then
  mapfile -t names < <("$bin" --list | awk '{print $1}')
fi
heading
[[ $# -gt 0 ]] || names+=(notarize)
for name in "${names[@]}"; do
  if [[ $name == notarize ]]; then  # the whole program, not a part of it
    ./bench/notarize.sh | best
    continue
  fi
  "$bin" "$name" --repeat 3 | best
  case $name in
    g1msm | csv_ingest | csv_arrow) "$bin" "$name" --threads 1 --repeat 2 | best ;;
  esac
done
