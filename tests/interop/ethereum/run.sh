#!/bin/sh
# Usage: run.sh EVM_CASES ZKP_GROTH16 FOLDER
# Compiles generated Solidity verifiers with solc, deploys them on anvil, and sends them good and tampered proofs.
# EVM_CASES writes them, and ZKP_GROTH16 must write the same; FOLDER keeps the npm packages between runs. Exits 77 (skipped) where Node.js or the packages are
# not to be had.
set -eu
evm_cases=$1
zkp_groth16=$2
folder=$3
source=$(cd "$(dirname "$0")" && pwd)

skip() {
  echo "skipped: $1"
  exit 77
}
command -v node >/dev/null 2>&1 || skip "node is not installed"
command -v npm >/dev/null 2>&1 || skip "npm is not installed"
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || skip "node $(node --version) is older than 18"

mkdir -p "$folder"
if ! cmp -s "$source/package-lock.json" "$folder/installed-lock.json"; then
  cp "$source/package.json" "$source/package-lock.json" "$folder"
  # No install script runs: anvil's platform package holds the program itself.
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund) >"$folder/npm.log" 2>&1 || {
    tail -n 5 "$folder/npm.log"
    skip "the npm packages cannot be installed"
  }
  cp "$source/package-lock.json" "$folder/installed-lock.json"
fi
rm -rf "$folder/cases"
mkdir "$folder/cases"
"$evm_cases" "$folder/cases"
cp "$source"/*.mjs "$source/Caller.sol" "$folder"
exec node "$folder/run.mjs" "$folder/cases" "$zkp_groth16"
