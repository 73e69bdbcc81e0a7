#!/bin/sh
# Usage: ceremony_snarkjs.sh ZKP_LEDGER FOLDER
# Phase-1 transcripts that the real snarkjs writes are imported, continued and turned into keys; altered ones are
# refused. FOLDER is emptied and used for what they exchange. Exits 77 (skipped) where Node or the package is not to be
# had.
set -eu
zkp=$1
folder=$2
here=$(cd "$(dirname "$0")" && pwd)
. "$here/checks.sh"

command -v node >/dev/null 2>&1 || skip "node is not installed"
command -v npm >/dev/null 2>&1 || skip "npm is not installed"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$here/snarkjs/package.json" "$here/snarkjs/package-lock.json" .
npm ci --ignore-scripts --no-audit --no-fund >npm.txt 2>&1 || skip "snarkjs cannot be downloaded"
tau() { node node_modules/snarkjs/build/cli.cjs powersoftau "$@"; }

{
  tau new bls12381 8 empty.ptau
  tau contribute empty.ptau one.ptau --name="first person" -e=some-entropy
  tau contribute one.ptau two.ptau --name="second person" -e=other-entropy
  tau beacon two.ptau beacon.ptau 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 12 --name=beacon
  tau export challenge beacon.ptau challenge
  tau challenge contribute bls12381 challenge response -e=more-entropy
  tau import response beacon.ptau response final.ptau --name="third person"
  tau prepare phase2 final.ptau prepared.ptau
} >snarkjs.txt 2>&1 || { cat snarkjs.txt; exit 1; }

for file in beacon.ptau final.ptau prepared.ptau challenge response; do
  ok "we import $file" "$zkp" ceremony import $file $file.zp1
  ok "and it verifies" "$zkp" ceremony verify $file.zp1
done
ok "we import its re-encoding for powersoftau" sh -c 'python3 "$1/../groth16_ceremony/snarkjs/to_zcash.py" response response.zcash && "$2" ceremony import response.zcash zcash.zp1' - "$here" "$zkp"
ok "we continue it" "$zkp" ceremony contribute final.ptau.zp1 ours.zp1 --name ours
ok "the whole verifies" "$zkp" ceremony verify ours.zp1
exits 3 "powers that nobody contributed to are refused" "$zkp" ceremony import empty.ptau no.zp1

# One byte of a point, of a proof of knowledge, of the last hash; a cut file.
alter() {
  cp "$1" altered.ptau
  printf "$3" | dd of=altered.ptau bs=1 seek="$2" conv=notrunc 2>/dev/null
}
alter final.ptau 200 '\377'
says "tau_g1" "a changed point is refused" "$zkp" ceremony import altered.ptau no.zp1
size=$(wc -c <final.ptau)
alter final.ptau $((size - 60)) '\000\001\002'
says "hash" "a changed hash is refused" "$zkp" ceremony import altered.ptau no.zp1
head -c 20000 final.ptau >altered.ptau
exits 3 "a cut file is refused" "$zkp" ceremony import altered.ptau no.zp1
ok "refused files leave nothing" test ! -e no.zp1

# A reference string needs [tau^(2^13)]_2 and 65,540 powers, which files of 2^16 hold.
export ZKP_SETUP_DIR="$PWD/strings"
says "2^14" "a small file is no reference string" "$zkp" setup --import-phase1 final.ptau
{
  tau new bls12381 16 large0.ptau
  tau contribute large0.ptau large.ptau --name="first person" -e=some-entropy
} >snarkjs-large.txt 2>&1 || { cat snarkjs-large.txt; exit 1; }
ok "a reference string from 2^16 powers" sh -c '"$1" setup --import-phase1 large.ptau | grep "powers  131,071"' - "$zkp"
ok "it is installed" sh -c 'test -s strings/*.ceremony.srs'
says "are needed" "tables of more rows need more" "$zkp" setup --import-phase1 large.ptau --rows 200000
finish
