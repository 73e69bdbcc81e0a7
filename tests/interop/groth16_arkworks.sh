#!/bin/sh
# Usage: groth16_arkworks.sh ZKP_GROTH16 GROTH16_CIRCUIT FOLDER
# Groth16 keys and proofs against arkworks, both ways: what arkworks makes we read, verify and prove under, and the other
# way round. FOLDER is emptied and used for what they exchange; cargo builds beside it. Exits 77 (skipped) where cargo or
# the crates are not to be had.
set -eu
zkp=$1
circuit=$2
folder=$3
here=$(cd "$(dirname "$0")" && pwd)
. "$here/checks.sh"

command -v cargo >/dev/null 2>&1 || skip "cargo is not installed"
CARGO_TARGET_DIR=$folder.target
export CARGO_TARGET_DIR
cd "$here/arkworks"
cargo metadata --locked --no-deps --format-version 1 >/dev/null 2>&1 || skip "this $(cargo --version) is too old for the lock file"
cargo fetch --locked >/dev/null 2>&1 || skip "the crates cannot be downloaded"
cargo build --locked --offline --release --quiet
ark=$CARGO_TARGET_DIR/release/arkinterop

rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
"$circuit" . 60
"$ark" make .

ok "we verify their proof under their key" "$zkp" verify ark_vk.ark ark_proof.ark ark_inputs.ark
ok "uncompressed too" "$zkp" verify ark_vk_u.ark ark_proof_u.ark ark_inputs_u.ark
ok "their verification key is in their proving key" "$zkp" verify ark_pk.ark ark_proof.ark ark_inputs.ark
for name in ark_pk ark_vk ark_proof; do
  ok "we read $name" "$zkp" convert $name.ark again.ark --force
  ok "and write the same bytes" cmp $name.ark again.ark
  ok "we read $name uncompressed" "$zkp" convert ${name}_u.ark again.ark --uncompressed --force
  ok "and write the same bytes" cmp ${name}_u.ark again.ark
done
ok "their key becomes a file of ours" "$zkp" convert ark_pk.ark ark.zpk --circuit circuit.r1cs
ok "and theirs again" "$zkp" convert ark.zpk again.ark --force
ok "with the same bytes" cmp ark_pk.ark again.ark

ok "we prove under their key" "$zkp" prove ark_pk.ark witness.wtns our_proof_under_ark.ark our_inputs.ark --circuit circuit.r1cs
ok "in both forms" "$zkp" convert our_proof_under_ark.ark our_proof_under_ark_u.ark --uncompressed
ok "we make keys" "$zkp" setup circuit.r1cs --out our_pk.ark --vk our_vk.ark
ok "in both forms" "$zkp" convert our_pk.ark our_pk_u.ark --uncompressed
ok "in both forms" "$zkp" convert our_vk.ark our_vk_u.ark --uncompressed
ok "we prove" "$zkp" prove our_pk.ark witness.wtns our_proof.ark our_inputs.ark --circuit circuit.r1cs
ok "in both forms" "$zkp" convert our_proof.ark our_proof_u.ark --uncompressed
exits 1 "a witness that breaks a constraint is refused" "$zkp" prove our_pk.ark broken.wtns x.ark x_inputs.ark --circuit circuit.r1cs

# Its exit code says whether a check failed; how many did is in its last line, read below.
"$ark" check . >ark_checks.txt || true
cat ark_checks.txt
counts=$(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' ark_checks.txt)
[ -n "$counts" ] || { echo "arkinterop did not finish"; counts="0 1"; }
passed=$((passed + ${counts% *}))
failed=$((failed + ${counts#* }))

ok "we verify their proof under our key" "$zkp" verify our_vk.ark ark_proof_under_ours.ark our_inputs.ark
exits 1 "their proof is for their key only" "$zkp" verify our_vk.ark ark_proof.ark our_inputs.ark
# One flipped bit at a time: a length, a flag, coordinates.
flip() { python3 -c "import sys; b = bytearray(open(sys.argv[1], 'rb').read()); b[int(sys.argv[2])] ^= int(sys.argv[3]); open(sys.argv[4], 'wb').write(b)" "$@"; }
for place in 0 20 47 60 100 150 191; do
  flip ark_proof.ark $place 4 changed.ark
  exits 3 "their proof with byte $place changed is refused" "$zkp" verify ark_vk.ark changed.ark ark_inputs.ark
done
flip ark_vk.ark 336 1 changed.ark
exits 3 "a wrong count in their verification key is refused" "$zkp" info changed.ark
head -c 1000 ark_pk.ark >changed.ark
exits 3 "half a key is refused" "$zkp" info changed.ark
finish
