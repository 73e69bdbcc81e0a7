#!/bin/sh
# Usage: groth16_snarkjs.sh ZKP_GROTH16 GROTH16_CIRCUIT FOLDER
# Groth16 files against snarkjs, both ways: set-up, ceremony, proofs, keys and refusals. FOLDER is emptied and used for
# what they exchange. Exits 77 (skipped) where Node or the package is not to be had.
set -eu
zkp=$1
circuit=$2
folder=$3
here=$(cd "$(dirname "$0")" && pwd)
. "$here/checks.sh"

command -v node >/dev/null 2>&1 || skip "node is not installed"
command -v npm >/dev/null 2>&1 || skip "npm is not installed"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$here/snarkjs/package.json" "$here/snarkjs/package-lock.json" .
npm ci --ignore-scripts --no-audit --no-fund >npm.txt 2>&1 || skip "snarkjs cannot be downloaded"
snarkjs() { node node_modules/snarkjs/build/cli.cjs "$@"; }
"$circuit" . 50

ok "snarkjs reads our circuit" snarkjs r1cs info circuit.r1cs
ok "and finds our witness correct" snarkjs wtns check circuit.r1cs witness.wtns
ok "it exports our circuit" snarkjs r1cs export json circuit.r1cs circuit.json

# A key of a ceremony that snarkjs held.
{
  snarkjs powersoftau new bls12381 7 first.ptau
  snarkjs powersoftau contribute first.ptau second.ptau --name=one -e=some-entropy
  snarkjs powersoftau prepare phase2 second.ptau final.ptau
  snarkjs groth16 setup circuit.r1cs final.ptau initial.zkey
  snarkjs zkey contribute initial.zkey contributed.zkey --name="first person" -e=more-entropy
  snarkjs zkey beacon contributed.zkey their.zkey 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 10 -n=beacon
  snarkjs zkey export verificationkey their.zkey their_vk.json
  snarkjs groth16 prove their.zkey witness.wtns their_proof.json their_public.json
} >ceremony.txt 2>&1 || { cat ceremony.txt; exit 1; }
ok "snarkjs: the key is of our circuit" snarkjs zkey verify circuit.r1cs final.ptau their.zkey
exits 3 "a key without a second phase is refused" "$zkp" info initial.zkey
ok "we read their key" "$zkp" info their.zkey
ok "it says who took part" sh -c '"$0" info their.zkey | grep -q "first person.*beacon"' "$zkp"
ok "we write the same bytes" "$zkp" convert their.zkey again.zkey --circuit circuit.r1cs
ok "bit for bit" cmp their.zkey again.zkey
ok "we export their verification key" "$zkp" convert their.zkey our_export.json
ok "the same JSON" node -e 'const f=n=>JSON.parse(require("fs").readFileSync(n));require("assert").deepStrictEqual(f("their_vk.json"),f("our_export.json"))'
ok "we verify their proof under their key" "$zkp" verify their_vk.json their_proof.json their_public.json
ok "also straight from the .zkey" "$zkp" verify their.zkey their_proof.json their_public.json
ok "we prove under their key" "$zkp" prove their.zkey witness.wtns our_proof.json our_public.json
ok "snarkjs verifies it" snarkjs groth16 verify their_vk.json our_public.json our_proof.json
ok "the same with the circuit at hand" "$zkp" prove their.zkey witness.wtns our_proof2.json our_public.json --circuit circuit.r1cs
ok "snarkjs verifies it" snarkjs groth16 verify their_vk.json our_public.json our_proof2.json
ok "the public inputs are equal" node -e 'const f=n=>JSON.parse(require("fs").readFileSync(n));require("assert").deepStrictEqual(f("their_public.json"),f("our_public.json"))'

# A key of ours.
ok "we make a key" "$zkp" setup circuit.r1cs --out our.zkey --vk our_vk.json
ok "snarkjs exports its verification key" snarkjs zkey export verificationkey our.zkey our_vk2.json
ok "the same JSON" node -e 'const f=n=>JSON.parse(require("fs").readFileSync(n));require("assert").deepStrictEqual(f("our_vk.json"),f("our_vk2.json"))'
ok "snarkjs proves under our key" snarkjs groth16 prove our.zkey witness.wtns their_proof_ours.json their_public_ours.json
ok "we verify it" "$zkp" verify our_vk.json their_proof_ours.json their_public_ours.json
ok "we prove under our key" "$zkp" prove our.zkey witness.wtns our_proof_ours.json our_public_ours.json
ok "snarkjs verifies it" snarkjs groth16 verify our_vk.json our_public_ours.json our_proof_ours.json
ok "snarkjs contributes to our key" snarkjs zkey contribute our.zkey our_contributed.zkey --name=them -e=entropy
ok "we prove under the result" "$zkp" prove our_contributed.zkey witness.wtns x.json x_public.json
ok "and export its verification key" "$zkp" convert our_contributed.zkey x_vk.json
ok "snarkjs verifies it" snarkjs groth16 verify x_vk.json x_public.json x.json

# A circuit that circom compiled.
example=$here/../../examples/circom-factors
ok "we make a key for a circuit of circom" "$zkp" setup "$example/factors.r1cs" --out factors.zkey --vk factors_vk.json
ok "snarkjs proves under it" snarkjs groth16 prove factors.zkey "$example/witness.wtns" x.json x_public.json
ok "we verify it" "$zkp" verify factors_vk.json x.json x_public.json
ok "we prove" "$zkp" prove factors.zkey "$example/witness.wtns" x.json x_public.json --circuit "$example/factors.r1cs"
ok "snarkjs verifies it" snarkjs groth16 verify factors_vk.json x_public.json x.json

# Refusals, theirs and ours.
exits 1 "a witness that breaks a constraint gives no proof" "$zkp" prove their.zkey broken.wtns x.json x_public.json
says "constraint 51" "and with the circuit its constraint is named" "$zkp" prove their.zkey broken.wtns x.json x_public.json --circuit circuit.r1cs
exits 1 "a proof is for its key only" "$zkp" verify our_vk.json their_proof.json their_public.json
exits 1 "snarkjs says so too" snarkjs groth16 verify our_vk.json our_public.json our_proof.json
node -e 'const fs=require("fs"),f=n=>JSON.parse(fs.readFileSync(n));let p=f("our_public.json");p[1]="78";fs.writeFileSync("other_public.json",JSON.stringify(p));
p=f("our_proof.json");p.pi_c=p.pi_a;fs.writeFileSync("other_proof.json",JSON.stringify(p))'
exits 1 "another public input, which no constraint mentions" "$zkp" verify their_vk.json our_proof.json other_public.json
exits 1 "snarkjs says so too" snarkjs groth16 verify their_vk.json other_public.json our_proof.json
exits 1 "a proof with a part exchanged" "$zkp" verify their_vk.json other_proof.json our_public.json
exits 1 "snarkjs says so too" snarkjs groth16 verify their_vk.json our_public.json other_proof.json
node - <<'JS'
const fs = require("fs");
const r = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;
const bn = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001n;
const le = (n) => { const b = Buffer.alloc(32); for (let i = 0; i < 32; i++) { b[i] = Number(n & 255n); n >>= 8n; } return b; };
for (const [from, to] of [["circuit.r1cs", "bn.r1cs"], ["witness.wtns", "bn.wtns"]]) {
  const bytes = fs.readFileSync(from);
  le(bn).copy(bytes, bytes.indexOf(le(r)));
  fs.writeFileSync(to, bytes);
}
// A point of section 5 of the key: y + 1. A row of section 4 that does not exist.
const section = (bytes, wanted) => {
  for (let at = 12; at < bytes.length; ) {
    const number = bytes.readUInt32LE(at), size = Number(bytes.readBigUInt64LE(at + 4));
    if (number === wanted) return at + 12;
    at += 12 + size;
  }
};
for (const [number, offset, to] of [[5, 48, "bad_point.zkey"], [4, 9, "bad_row.zkey"], [8, 0, "bad_c.zkey"], [1, 0, "plonk.zkey"]]) {
  const bytes = fs.readFileSync("their.zkey");
  bytes[section(bytes, number) + offset] ^= number === 1 ? 3 : 1;
  fs.writeFileSync(to, bytes);
}
fs.writeFileSync("short.zkey", fs.readFileSync("their.zkey").subarray(0, 5000));
fs.writeFileSync("long.zkey", Buffer.concat([fs.readFileSync("their.zkey"), Buffer.from([0])]));
JS
says "bn128" "a circuit over bn128" "$zkp" info bn.r1cs
says "bn128" "a witness over bn128" "$zkp" info bn.wtns
exits 3 "a key with a point off the curve" "$zkp" prove bad_point.zkey witness.wtns x.json x_public.json
exits 3 "a key with a coefficient of another row" "$zkp" prove bad_row.zkey witness.wtns x.json x_public.json
exits 3 "half a key" "$zkp" info short.zkey
exits 3 "a key with bytes behind it" "$zkp" info long.zkey
says "PLONK" "a key for PLONK" "$zkp" info plonk.zkey
exits 3 "which is a fault of the file" "$zkp" info plonk.zkey
exits 1 "snarkjs refuses the changed key too" snarkjs zkey verify circuit.r1cs final.ptau bad_c.zkey
finish
