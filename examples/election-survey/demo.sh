#!/usr/bin/env bash
# The main job, end to end, on a real dataset: notarise a private survey, prove two statements about it, check them as a stranger
# would, and write an audit report. Leaves everything in build/demo for a look.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bin=${ZKP_LEDGER_BIN:-$root/build/release/bin/zkp-ledger}
work=${ZKP_DEMO_DIR:-$root/build/demo}

step() { printf '\n\033[1m%s\033[0m\n' "$1"; shift; printf '$ zkp-ledger'; printf ' %q' "$@"; printf '\n'; "$bin" "$@"; }

rm -rf "$work"
mkdir -p "$work"
cp "$here/survey.csv" "$work/survey.csv"
cd "$work"

step "1. A ledger for the lab" init lab --name lab --allow-insecure-dev
cd lab
step "2. Development keys (anybody can make the same ones: never for real claims)" setup --insecure-dev --rows 1000
step "3. Notarise the survey: 944 people, ten columns, nothing of it leaves this machine" notarize ../survey.csv --name survey-1996
step "4. Prove: the sum of the ages, without showing one of them" prove survey-1996 "sum:age" --out ../age-sum.zkproof
step "5. Prove: everybody is between 18 and 99" prove survey-1996 "range:age;min=18;max=99" --out ../age-range.zkproof
cp log.vkey ../log.vkey
cd ..
mv survey.csv survey.csv.private

step "6. As a stranger: no data, no ledger, one file and the log's public key" verify age-sum.zkproof --log-key log.vkey
step "   and the other" verify age-range.zkproof --log-key log.vkey

printf '\n\033[1m7. A forger changes one digit of the claim\033[0m\n'
sum=$(sed -n 's/.*"sum":"\([0-9]*\)".*/\1/p' age-sum.zkproof)
sed "s/$sum/$((sum + 1))/g" age-sum.zkproof >forged.zkproof
printf '$ zkp-ledger verify forged.zkproof\n'
if "$bin" verify forged.zkproof --log-key log.vkey; then echo "the forgery was accepted: this must never happen" >&2; exit 1; fi

step "8. Is the ledger whole?" --ledger lab verify-chain --full --proofs
step "9. A report for the auditor, checkable by itself" --ledger lab audit --output report.html
step "   which anybody can check" verify report.html --log-key log.vkey
printf '\nLook at %s/report.html\n' "$work"
