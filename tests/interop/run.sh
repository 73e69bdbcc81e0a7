#!/bin/sh
# Usage: run.sh LOG_INTEROP FOLDER
# Runs both directions of the log interoperability test: what our C++ writes the Go libraries check, and the other way
# round. LOG_INTEROP is the C++ half, FOLDER is emptied and used for what they exchange. Exits 77 (skipped) where Go or
# its modules are not to be had.
set -eu
log_interop=$1
folder=$2
source=$(cd "$(dirname "$0")" && pwd)/go

skip() {
  echo "skipped: $1"
  exit 77
}
command -v go >/dev/null 2>&1 || skip "go is not installed"
export GOFLAGS=-mod=readonly GOTOOLCHAIN=local GOWORK=off
go -C "$source" list -m >/dev/null 2>&1 || skip "this $(go version) is older than tests/interop/go/go.mod asks for"
go -C "$source" mod download >/dev/null 2>&1 || skip "the Go modules cannot be downloaded"

rm -rf "$folder"
mkdir -p "$folder"
go -C "$source" build -o "$folder/loginterop" .

"$log_interop" write "$folder/from_cpp"
"$folder/loginterop" write "$folder/from_go"
passed=0
failed=0
# tally FILE COMMAND...: runs one half, whose last line is "A -> B: N passed, M failed".
tally() {
  report=$1
  shift
  "$@" >"$report" || true
  cat "$report"
  counts=$(sed -n '$s/^.*: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$report")
  [ -n "$counts" ] || {
    echo "$1 did not finish"
    counts="0 1"
  }
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
}
tally "$folder/cpp_to_go.txt" "$folder/loginterop" check "$folder/from_cpp"
tally "$folder/go_to_cpp.txt" "$log_interop" check "$folder/from_go"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
