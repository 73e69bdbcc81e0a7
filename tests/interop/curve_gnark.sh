#!/bin/sh
# Usage: curve_gnark.sh CURVE_VECTORS FOLDER
# Points, encodings, sums, pairings and hashes against gnark-crypto, both ways. FOLDER is emptied and used for what they
# exchange. Exits 77 (skipped) where Go or the module is not to be had.
set -eu
curve_vectors=$1
folder=$2
source=$(cd "$(dirname "$0")" && pwd)/gnark

skip() {
  echo "skipped: $1"
  exit 77
}
command -v go >/dev/null 2>&1 || skip "go is not installed"
export GOFLAGS=-mod=readonly GOTOOLCHAIN=local GOWORK=off
go -C "$source" list -m >/dev/null 2>&1 || skip "this $(go version) is older than tests/interop/gnark/go.mod asks for"
go -C "$source" mod download >/dev/null 2>&1 || skip "the Go modules cannot be downloaded"

rm -rf "$folder"
mkdir -p "$folder"
go -C "$source" build -o "$folder/curveinterop" .
"$curve_vectors" write "$folder/from_cpp.txt"
"$folder/curveinterop" write "$folder/from_gnark.txt"
failed=0
"$folder/curveinterop" check "$folder/from_cpp.txt" || failed=1
"$curve_vectors" check "$folder/from_gnark.txt" || failed=1
exit $failed
