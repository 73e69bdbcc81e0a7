"""Drives zkp-groth16 with the files of snarkjs and arkworks in tests/vectors, whole and broken."""
import hashlib
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

from harness import BAD_INPUT, ENVIRONMENT, NO, USAGE, YES, Outcome

BINARY = os.environ.get("ZKP_GROTH16_BIN", "")
VECTORS = pathlib.Path(__file__).resolve().parents[1] / "vectors"
SNARKJS = VECTORS / "groth16_snarkjs"
ARKWORKS = VECTORS / "groth16_arkworks"
FACTORS = VECTORS.parents[1] / "examples/circom-factors"


class Groth16(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zkp-groth16-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def run_program(self, *arguments, stdout=None):
        process = subprocess.run([BINARY, *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL, check=False, timeout=300,
                                 env=dict(os.environ, NO_COLOR="1"), stdout=stdout or subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout = process.stdout or b""
        return Outcome(process)

    def ok(self, *arguments):
        outcome = self.run_program(*arguments)
        self.assertEqual(outcome.code, YES, f"{arguments}\n{outcome}")
        return outcome

    def refused(self, code, *arguments, says=""):
        outcome = self.run_program(*arguments)
        self.assertEqual(outcome.code, code, f"{arguments}\n{outcome}")
        self.assertIn(says, outcome.err)
        return outcome

    def changed(self, path, at, to="changed"):
        data = bytearray(path.read_bytes())
        data[at] ^= 1
        out = self.folder / (to + path.suffix)
        out.write_bytes(data)
        return out

    def test_proof_under_a_key_of_snarkjs(self):
        self.ok("prove", SNARKJS / "key.zkey", SNARKJS / "witness.wtns")
        self.ok("verify", SNARKJS / "verification_key.json", "proof.json", "public.json")
        # snarkjs names the public inputs before the proof.
        self.ok("verify", SNARKJS / "verification_key.json", "public.json", "proof.json")
        self.ok("verify", SNARKJS / "key.zkey", SNARKJS / "proof.json", SNARKJS / "public.json")
        self.assertEqual(json.loads((self.folder / "public.json").read_text()), json.loads((SNARKJS / "public.json").read_text()))

    def test_proof_under_a_key_of_arkworks(self):
        self.refused(USAGE, "prove", ARKWORKS / "ark_pk.ark", SNARKJS / "witness.wtns", says="--circuit")
        self.ok("prove", ARKWORKS / "ark_pk.ark", SNARKJS / "witness.wtns", "p.ark", "x.ark", "--circuit", SNARKJS / "circuit.r1cs")
        self.ok("verify", ARKWORKS / "ark_vk_u.ark", "p.ark", "x.ark")
        self.ok("verify", ARKWORKS / "ark_vk.ark", ARKWORKS / "ark_proof.ark", ARKWORKS / "ark_inputs.ark")
        self.ok("convert", "p.ark", "p.json")
        self.ok("convert", ARKWORKS / "ark_vk.ark", "vk.json")
        self.ok("verify", "vk.json", "p.json", SNARKJS / "public.json")
        self.refused(NO, "verify", SNARKJS / "verification_key.json", "p.json", SNARKJS / "public.json")

    def test_own_keys_in_every_form(self):
        circuit, witness = SNARKJS / "circuit.r1cs", SNARKJS / "witness.wtns"
        for key in ("k.zkey", "k.zpk", "k.ark"):
            for seed in ([], ["--insecure-dev"]):
                outcome = self.ok("setup", circuit, "--out", key, "--vk", "vk.json", "--force", *seed)
                self.assertIn("insecure-dev" if seed else "local", outcome.err)
                self.ok("prove", key, witness, "--circuit", circuit)
                self.ok("verify", "vk.json", "proof.json", "public.json")
                self.ok("convert", key, "vk2.json", "--force")
                self.assertEqual((self.folder / "vk.json").read_bytes(), (self.folder / "vk2.json").read_bytes())
                info = json.loads(self.ok("--json", "info", key).out)
                self.assertEqual((info["kind"], info["public_inputs"], info["variables"]), ("proving key", 3, 8))
        self.ok("setup", circuit, "--out", "a.zkey", "--insecure-dev")
        self.ok("setup", circuit, "--out", "b.zkey", "--insecure-dev")
        self.assertEqual((self.folder / "a.zkey").read_bytes(), (self.folder / "b.zkey").read_bytes())
        self.assertEqual(json.loads(self.ok("--json", "info", "a.zkey").out)["label"], "insecure-dev")

    def test_conversions(self):
        self.ok("convert", SNARKJS / "key.zkey", "k.zkey")
        self.assertEqual((self.folder / "k.zkey").read_bytes(), (SNARKJS / "key.zkey").read_bytes())
        self.ok("convert", ARKWORKS / "ark_pk.ark", "u.ark", "--uncompressed")
        self.assertEqual((self.folder / "u.ark").read_bytes(), (ARKWORKS / "ark_pk_u.ark").read_bytes())
        self.refused(USAGE, "convert", ARKWORKS / "ark_pk.ark", "k.zpk", says="--circuit")
        self.ok("convert", ARKWORKS / "ark_pk.ark", "k.zpk", "--circuit", SNARKJS / "circuit.r1cs")
        self.ok("convert", "k.zpk", "again.ark")
        self.assertEqual((self.folder / "again.ark").read_bytes(), (ARKWORKS / "ark_pk.ark").read_bytes())
        self.ok("convert", "k.zpk", "k.zvk")
        self.ok("convert", "k.zpk", "vk.ark", "--vk")
        self.assertEqual((self.folder / "vk.ark").read_bytes(), (ARKWORKS / "ark_vk.ark").read_bytes())
        self.ok("verify", "k.zvk", ARKWORKS / "ark_proof.ark", SNARKJS / "public.json")
        # The rows of a .zkey are in another order: it becomes no key of arkworks, nor the other way round.
        self.refused(USAGE, "convert", SNARKJS / "key.zkey", "k.ark", says="order")
        self.refused(USAGE, "convert", "k.zpk", "new.zkey", "--circuit", SNARKJS / "circuit.r1cs", says="order")
        # But a file of ours holds it.
        self.ok("convert", SNARKJS / "key.zkey", "s.zpk", "--circuit", SNARKJS / "circuit.r1cs")
        self.ok("prove", "s.zpk", SNARKJS / "witness.wtns", "--circuit", SNARKJS / "circuit.r1cs")
        self.ok("verify", SNARKJS / "verification_key.json", "proof.json", "public.json")
        self.ok("convert", "s.zpk", "s.zkey", "--circuit", SNARKJS / "circuit.r1cs")
        self.ok("prove", "s.zkey", SNARKJS / "witness.wtns")
        self.ok("verify", SNARKJS / "verification_key.json", "proof.json", "public.json")
        self.refused(USAGE, "convert", SNARKJS / "circuit.r1cs", "c.json")
        self.refused(USAGE, "convert", SNARKJS / "proof.json", "p.xyz", says=".json")

    def test_broken_witness_gives_no_proof(self):
        key, broken = SNARKJS / "key.zkey", SNARKJS / "broken.wtns"
        self.refused(NO, "prove", key, broken, says="does not satisfy")
        self.refused(NO, "prove", key, broken, "--circuit", SNARKJS / "circuit.r1cs", says="constraint 3")
        self.assertFalse((self.folder / "proof.json").exists())
        self.refused(BAD_INPUT, "prove", key, SNARKJS / "proof.json", says="witness")
        self.refused(BAD_INPUT, "prove", SNARKJS / "proof.json", broken, says="proving key")

    def test_broken_files(self):
        for name in ("circuit.r1cs", "witness.wtns", "key.zkey"):
            path = SNARKJS / name
            self.refused(BAD_INPUT, "info", self.changed(path, 4), says="version")
            self.refused(BAD_INPUT, "info", self.changed(path, 12 + 4), says="")
            short = self.folder / ("short" + path.suffix)
            short.write_bytes(path.read_bytes()[:-1])
            self.refused(BAD_INPUT, "info", short, says="short")
        self.refused(BAD_INPUT, "prove", SNARKJS / "initial.zkey", SNARKJS / "witness.wtns", says="second phase")
        (self.folder / "e.json").write_text("")
        (self.folder / "b.json").write_text('{"protocol":"groth16","curve":"bn128"}')
        self.refused(BAD_INPUT, "info", "e.json")
        self.refused(BAD_INPUT, "info", "b.json", says="bn128")
        self.refused(BAD_INPUT, "info", "missing.zkey", says="missing.zkey")
        damaged = self.changed(ARKWORKS / "ark_vk.ark", 20)
        self.refused(BAD_INPUT, "info", damaged)
        # 1 is for proofs that do not verify, not for what cannot be read.
        self.refused(BAD_INPUT, "verify", damaged, ARKWORKS / "ark_proof.ark", ARKWORKS / "ark_inputs.ark")
        self.refused(BAD_INPUT, "verify", ARKWORKS / "ark_vk.ark", self.changed(ARKWORKS / "ark_proof.ark", 20), ARKWORKS / "ark_inputs.ark")
        plonk = self.folder / "plonk.zkey"
        data = bytearray((SNARKJS / "key.zkey").read_bytes())
        at = self.section(data, 1)
        data[at:at + 4] = struct.pack("<I", 2)
        plonk.write_bytes(data)
        self.refused(BAD_INPUT, "info", plonk, says="Groth16")
        self.refused(BAD_INPUT, "verify", SNARKJS / "witness.wtns", "p", "q", says="no verification key")

    @staticmethod
    def section(data, wanted):
        """Where the content of a section of a file of circom begins."""
        at = 12
        while at < len(data):
            kind, size = struct.unpack_from("<IQ", data, at)
            if kind == wanted:
                return at + 12
            at += 12 + size
        raise AssertionError(f"no section {wanted}")

    def relabelled(self, path, label):
        """docs/formats/groth16-keys.md: another label, and a checksum that fits."""
        data = path.read_bytes()[:-32]
        size = int.from_bytes(data[6:8], "big")
        self.assertEqual(data[8:8 + size], b"insecure-dev")
        body = data[:6] + len(label).to_bytes(2, "big") + label + data[8 + size:]
        out = path.with_name("relabelled" + path.suffix)
        out.write_bytes(body + hashlib.sha256(body).digest())
        return out

    def test_a_key_of_development_passes_for_no_other(self):
        circuit = SNARKJS / "circuit.r1cs"
        self.ok("setup", circuit, "--out", "dev.zpk", "--vk", "dev.zvk", "--insecure-dev")
        self.ok("prove", "dev.zpk", SNARKJS / "witness.wtns", "--circuit", circuit)
        for label in (b"ceremony:" + b"ab" * 32, b"local"):
            key = self.relabelled(self.folder / "dev.zvk", label)
            self.refused(BAD_INPUT, "verify", key, "proof.json", "public.json", says="insecure-dev")
            self.refused(BAD_INPUT, "info", key, says="insecure-dev")
            self.refused(BAD_INPUT, "convert", key, "out.json", says="insecure-dev")
        self.assertFalse((self.folder / "out.json").exists())

        # Forms without a label: it comes back as soon as the circuit is known.
        self.ok("setup", circuit, "--out", "dev.zkey", "--insecure-dev")
        self.ok("convert", "dev.zvk", "dev.json")
        self.ok("convert", "dev.zpk", "dev.ark")
        data = bytearray((self.folder / "dev.zkey").read_bytes())
        at = self.section(data, 10)
        data[at:at + 64] = bytes(range(64))
        (self.folder / "unmarked.zkey").write_bytes(data)
        self.assertEqual(json.loads(self.ok("--json", "info", "unmarked.zkey").out)["label"], "local")
        for source, target in (("dev.json", "a.zvk"), ("dev.ark", "b.zpk"), ("dev.ark", "c.zvk"), ("unmarked.zkey", "d.zpk"),
                               ("unmarked.zkey", "e.zvk")):
            self.ok("convert", source, target, "--circuit", circuit)
            self.assertEqual(json.loads(self.ok("--json", "info", target).out)["label"], "insecure-dev", (source, target))
        # A key that is none of development comes out as what it was.
        self.ok("convert", SNARKJS / "verification_key.json", "f.zvk", "--circuit", circuit)
        self.assertEqual(json.loads(self.ok("--json", "info", "f.zvk").out)["label"], "local")

    def test_keys_are_not_replaced(self):
        circuit = SNARKJS / "circuit.r1cs"
        self.ok("setup", circuit, "--out", "k.zpk", "--vk", "k.zvk")
        before = [(self.folder / name).read_bytes() for name in ("k.zpk", "k.zvk")]
        self.refused(USAGE, "setup", circuit, "--out", "k.zpk", says="--force")
        self.refused(USAGE, "setup", circuit, "--out", "new.zpk", "--vk", "k.zvk", says="k.zvk")
        self.refused(USAGE, "convert", ARKWORKS / "ark_pk.ark", "k.zpk", "--circuit", circuit, says="--force")
        self.refused(USAGE, "convert", "k.zpk", "k.zvk", says="--force")
        self.assertEqual([(self.folder / name).read_bytes() for name in ("k.zpk", "k.zvk")], before)
        # What is wrong with the second name is said before the first file is made.
        self.refused(USAGE, "setup", circuit, "--out", "new.zpk", "--vk", "new.zkey", says=".zvk")
        self.refused(USAGE, "setup", circuit, "--out", "new.ark", "--vk", "new.ark", says="same file")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["k.zpk", "k.zvk"])
        self.ok("setup", circuit, "--out", "k.zpk", "--vk", "k.zvk", "--force")
        self.assertNotEqual((self.folder / "k.zpk").read_bytes(), before[0])
        # Proofs are, as snarkjs does.
        for _ in range(2):
            self.ok("prove", "k.zpk", SNARKJS / "witness.wtns", "--circuit", circuit)

    def test_a_key_of_another_circuit_is_not_renamed(self):
        self.ok("setup", SNARKJS / "circuit.r1cs", "--out", "k.zpk", "--vk", "k.zvk")
        for source, target in (("k.zpk", "a.zpk"), ("k.zvk", "a.zvk")):
            self.refused(BAD_INPUT, "convert", source, target, "--circuit", FACTORS / "factors.r1cs", says="another circuit")
        self.refused(BAD_INPUT, "prove", "k.zpk", FACTORS / "witness.wtns", "--circuit", FACTORS / "factors.r1cs", says="k.zpk")

    def test_damaged_proving_keys_give_no_proof(self):
        circuit, witness = SNARKJS / "circuit.r1cs", SNARKJS / "witness.wtns"
        self.ok("setup", circuit, "--out", "k.zpk")
        size = (self.folder / "k.zpk").stat().st_size
        for at in (5, 40, size // 2, size - 1):
            self.refused(BAD_INPUT, "prove", self.changed(self.folder / "k.zpk", at), witness, "--circuit", circuit, says="changed.zpk")
        self.assertFalse((self.folder / "proof.json").exists())

    def test_wrong_claims(self):
        vk, proof = SNARKJS / "verification_key.json", SNARKJS / "proof.json"
        inputs = json.loads((SNARKJS / "public.json").read_text())
        for i in range(3):
            other = list(inputs)
            other[i] = str(int(other[i]) + 1)
            (self.folder / "other.json").write_text(json.dumps(other))
            outcome = self.run_program("--json", "verify", vk, proof, "other.json")
            self.assertEqual((outcome.code, outcome.json["ok"]), (NO, False))
        (self.folder / "few.json").write_text(json.dumps(inputs[:2]))
        self.refused(NO, "verify", vk, proof, "few.json")

    def test_usage(self):
        self.assertEqual(self.run_program("--help").code, YES)
        self.assertEqual(self.run_program("--version").code, YES)
        for arguments in ((), ("no-such",), ("prove",), ("setup", SNARKJS / "circuit.r1cs"), ("info", "a", "b")):
            self.assertEqual(self.run_program(*arguments).code, USAGE, arguments)
        self.refused(USAGE, "setup", SNARKJS / "circuit.r1cs", "--out", "key.bin", says=".zkey")
        outcome = self.run_program("setup", SNARKJS / "circuit.r1cs", "--out", "no/such/folder/k.zkey")
        self.assertIn(outcome.code, (BAD_INPUT, ENVIRONMENT), str(outcome))
        with open("/dev/full", "wb") as full:
            self.assertEqual(self.run_program("--json", "info", SNARKJS / "key.zkey", stdout=full).code, ENVIRONMENT)

    def test_json_of_errors(self):
        outcome = self.run_program("--json", "info", SNARKJS / "initial.zkey")
        self.assertEqual(outcome.code, BAD_INPUT)
        self.assertEqual(outcome.json["error"]["code"], "crypto.bad-key")
        self.assertIn("initial.zkey", outcome.json["error"]["where"]["file"])


if __name__ == "__main__":
    if not BINARY or not os.access(BINARY, os.X_OK):
        print("skipped: ZKP_GROTH16_BIN names no program")
        sys.exit(77)
    unittest.main(verbosity=1)
