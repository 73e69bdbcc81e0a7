"""The commands of a key ceremony: three people, a beacon, a circuit from a file, and what is refused."""
import hashlib
import os
import pathlib
import struct
import unittest

from harness import BAD_INPUT, LONG, NO, USAGE, YES, LedgerTest, main

SNARKJS = pathlib.Path(__file__).parents[1] / "groth16_ceremony" / "snarkjs"
MODULUS = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001


def circuit_bytes(constant=5):
    """x^3 + x + constant = y as docs/formats/r1cs.md writes it: variables 1, y, x, x^2, x^3."""
    def row(*terms):
        return struct.pack(">I", len(terms)) + b"".join(
            struct.pack(">I", variable) + (coefficient % MODULUS).to_bytes(32, "big") for variable, coefficient in terms)
    rows = (row((2, 1)) + row((2, 1)) + row((3, 1)) +
            row((3, 1)) + row((2, 1)) + row((4, 1)) +
            row((0, constant), (1, -1), (2, 1), (4, 1)) + row((0, 1)) + row())
    return b"zkp.r1cs.v1" + struct.pack(">III", 1, 5, 3) + rows


class Ceremony(LedgerTest):
    def ceremony(self, *arguments, **options):
        return self.run_ledger("ceremony", *arguments, **options)

    def good(self, *arguments, **options):
        outcome = self.run_ledger("--json", "ceremony", *arguments, **options)
        self.assertEqual(outcome.code, YES, f"{arguments}\n{outcome}")
        return outcome.json

    def phase1(self, power=3):
        self.good("new", "p0", "--power", power)
        self.good("contribute", "p0", "p1", "--name", "Ada", "--entropy", "dice 4 2 6")
        self.good("contribute", "p1", "p2", "--name", "Grace")
        return self.good("beacon", "p2", "p3", "--value", "00ff", "--log-iterations", 4, "--name", "lottery")

    def phase2(self):
        first = self.phase1()
        self.write("cubic.r1cs", circuit_bytes())
        prepared = self.good("prepare", "p3", "q0", "--circuit", "cubic.r1cs")
        self.assertEqual(prepared["phase1"], first["hash"])
        self.good("contribute", "q0", "q1", "--name", "Ada")
        return self.good("contribute", "q1", "q2", "--name", "Grace")

    def test_three_people_make_keys_of_a_circuit_from_a_file(self):
        last = self.phase2()
        shown = self.good("show", "p3")
        self.assertEqual([(r["index"], r["kind"], r["name"]) for r in shown["records"]],
                         [(1, "contribution", "Ada"), (2, "contribution", "Grace"), (3, "beacon", "lottery")])
        self.assertTrue(self.good("verify", "p3")["ok"])
        verified = self.good("verify", "q2", "--phase1", "p3", "--circuit", "cubic.r1cs")
        self.assertEqual(verified["circuit"], hashlib.sha256(circuit_bytes()).hexdigest())
        self.assertEqual(verified["hash"], last["hash"])
        keys = self.good("finish", "q2", "--phase1", "p3", "--circuit", "cubic.r1cs", "--out", "cubic")
        self.assertEqual(keys["label"], "ceremony:" + last["hash"])
        self.assertEqual(keys["files"], ["cubic.pk", "cubic.vk"])
        self.assertIn(b"ceremony:" + last["hash"].encode(), (self.folder / "cubic.vk").read_bytes())

    def test_the_label_is_printed(self):
        last = self.phase2()
        outcome = self.ceremony("finish", "q2", "--phase1", "p3", "--circuit", "cubic.r1cs", "--out", "cubic")
        self.assertIn("label     ceremony:" + last["hash"], outcome.out)

    def test_files_are_not_overwritten_and_failures_leave_none(self):
        self.phase1()
        before = (self.folder / "p2").read_bytes()
        self.assert_refused(self.ceremony("contribute", "p0", "p2", "--name", "Eve"), USAGE, "exists already", "p2")
        self.assertEqual((self.folder / "p2").read_bytes(), before)
        damaged = bytearray((self.folder / "p1").read_bytes())
        damaged[-40] ^= 1
        self.write("damaged", bytes(damaged))
        files = sorted(os.listdir(self.folder))
        self.assert_refused(self.ceremony("contribute", "damaged", "new", "--name", "Eve"), BAD_INPUT, "checksum")
        self.assert_refused(self.ceremony("contribute", "missing", "new", "--name", "Eve"), BAD_INPUT, "missing")
        self.assert_refused(self.ceremony("contribute", "p0", "new", "--name", "a\nb"), USAGE, "name")
        self.assertEqual(sorted(os.listdir(self.folder)), files)

    def test_a_killed_step_leaves_no_file(self):
        self.good("new", "p0", "--power", 15)
        outcome = self.ceremony("contribute", "p0", "p1", "--name", "Ada", prefix=("timeout", "-s", "INT", "0.3"))
        self.assertNotEqual(outcome.code, YES)
        self.assertEqual(os.listdir(self.folder), ["p0"])

    def test_tampered_transcripts_are_refused_with_the_number_of_the_contribution(self):
        self.phase1()
        data = (self.folder / "p3").read_bytes()
        # The second contribution again, in the place of the first: names of different length move the rest.
        at = data.index(b"Grace")
        changed = bytearray(data)
        changed[at] ^= 1
        self.write("renamed", self.resealed(changed))
        outcome = self.ceremony("verify", "renamed")
        self.assert_refused(outcome, NO, "contribution 2", "renamed")
        answer = self.run_ledger("--json", "ceremony", "verify", "renamed")
        self.assertIn("contribution 2", answer.json["error"]["message"])

    def test_another_circuit_phase1_or_missing_arguments_are_refused(self):
        self.phase2()
        self.write("other.r1cs", circuit_bytes(6))
        other = self.ceremony("verify", "q2", "--phase1", "p3", "--circuit", "other.r1cs")
        self.assert_refused(other, NO, "another circuit")
        self.assert_refused(self.ceremony("verify", "q2", "--phase1", "p2", "--circuit", "cubic.r1cs"), NO, "phase 1")
        self.assert_refused(self.ceremony("verify", "q2"), USAGE, "--phase1")
        self.assert_refused(self.ceremony("verify", "q2", "--phase1", "p3", "--circuit", "nothing"), USAGE, "dataset-s")
        self.assert_refused(self.ceremony("finish", "q0", "--phase1", "p3", "--circuit", "cubic.r1cs", "--out", "k"),
                            BAD_INPUT, "nobody has contributed")
        self.assert_refused(self.ceremony("prepare", "p0", "x", "--circuit", "cubic.r1cs"), BAD_INPUT, "nobody")
        self.write("broken.r1cs", circuit_bytes()[:-1])
        self.assert_refused(self.ceremony("prepare", "p3", "x", "--circuit", "broken.r1cs"), BAD_INPUT, "broken.r1cs")

    def test_beacons_alone_make_no_keys(self):
        # Everybody can compute the factors of a beacon.
        self.phase2()
        self.good("new", "b0", "--power", 3)
        beacon = self.good("beacon", "b0", "b1", "--value", "aa", "--log-iterations", 2)
        self.assertEqual((beacon["contributions"], beacon["beacons"]), (0, 1))
        self.assert_refused(self.ceremony("prepare", "b1", "x", "--circuit", "cubic.r1cs"), BAD_INPUT, "nobody")
        self.assertIn("nobody has contributed", self.ceremony("verify", "b1").err)
        self.good("beacon", "q0", "r1", "--value", "aa", "--log-iterations", 2)
        against = ("--phase1", "p3", "--circuit", "cubic.r1cs")
        verified = self.ceremony("verify", "r1", *against)
        self.assertIn("0 contributions, 1 beacon", verified.out)
        self.assertIn("nobody has contributed", verified.err)
        self.assert_refused(self.ceremony("finish", "r1", *against, "--out", "k"), BAD_INPUT, "nobody has contributed")
        self.assertFalse((self.folder / "k.pk").exists())
        self.good("contribute", "r1", "r2", "--name", "Ada")
        finished = self.good("finish", "r2", *against, "--out", "k")
        self.assertEqual((finished["contributions"], finished["beacons"]), (1, 1))

    def test_long_beacons_are_computed_only_when_asked_for(self):
        self.phase1()
        self.assert_refused(self.ceremony("beacon", "p2", "x", "--value", "aa", "--log-iterations", 25), BAD_INPUT,
                            "--max-log-iterations")
        self.assert_refused(self.ceremony("verify", "p3", "--max-log-iterations", 3), BAD_INPUT, "contribution 3")
        self.good("verify", "p3", "--max-log-iterations", 4)

    def test_an_import_is_a_claim_that_its_original_proves(self):
        for name in ("beacon.ptau", "final.ptau", "challenge", "response"):
            self.write(name, (SNARKJS / name).read_bytes())
        unknown = "who made these powers is not shown here"
        made = self.ceremony("import", "beacon.ptau", "i0")
        self.assertEqual(made.code, YES, str(made))
        self.assertIn(unknown, made.err)
        verified = self.ceremony("verify", "i0")
        self.assertIn("claims 2 contributions", verified.out)
        self.assertIn(unknown, verified.err)
        again = self.ceremony("verify", "i0", "--import", "beacon.ptau")
        self.assertIn("checked again: 2 contributions", again.out)
        self.assertNotIn("warning", again.err)
        self.assertTrue(self.good("verify", "i0", "--import", "beacon.ptau")["import_checked"])
        self.assertFalse(self.good("verify", "i0")["import_checked"])
        for other in ("final.ptau", "challenge"):
            self.assert_refused(self.ceremony("verify", "i0", "--import", other), NO, "file of the import")
        # A challenge and a response do not show it either.
        for name in ("challenge", "response"):
            self.good("import", name, name + ".zp1")
            outcome = self.ceremony("verify", name + ".zp1", "--import", name)
            self.assertIn("checked again: 0 contributions", outcome.out)
            self.assertIn("may be known to somebody", outcome.err)

        self.write("cubic.r1cs", circuit_bytes())
        prepared = self.ceremony("prepare", "i0", "q0", "--circuit", "cubic.r1cs")
        self.assertIn(unknown, prepared.err)
        self.good("contribute", "q0", "q1", "--name", "Ada")
        against = ("--phase1", "i0", "--circuit", "cubic.r1cs")
        self.assertIn(unknown, self.ceremony("verify", "q1", *against).err)
        self.assertIn(unknown, self.ceremony("finish", "q1", *against, "--out", "k").err)
        self.assert_refused(self.ceremony("finish", "q1", *against, "--import", "final.ptau", "--out", "l"), NO, "i0")
        known = self.ceremony("finish", "q1", *against, "--import", "beacon.ptau", "--out", "l")
        self.assertEqual((known.code, known.err), (YES, ""))
        # A contribution of one's own settles it.
        self.good("contribute", "i0", "i1", "--name", "Grace")
        own = self.ceremony("verify", "i1")
        self.assertNotIn("warning", own.err)
        self.assertIn("1 contribution", own.out)
        self.phase1()
        self.assert_refused(self.ceremony("verify", "p3", "--import", "beacon.ptau"), USAGE, "p3")

    def test_a_small_file_of_a_huge_ceremony_is_not_hashed(self):
        data = bytearray((SNARKJS / "truncated.ptau").read_bytes())
        data[12 + 12 + 4 + 48 + 4] = 28
        self.write("huge.ptau", bytes(data))
        self.assert_refused(self.ceremony("import", "huge.ptau", "x", timeout=20), BAD_INPUT, "--max-ceremony-power")

    def test_a_circuit_that_claims_many_variables_is_refused(self):
        self.phase1()
        for count in (0xFFFFFFFF, 1 << 28):
            self.write("huge.r1cs", b"zkp.r1cs.v1" + struct.pack(">III", 0, count, 0))
            self.assert_refused(self.ceremony("prepare", "p3", "x", "--circuit", "huge.r1cs"), BAD_INPUT, "variables")

    def test_entropy_comes_from_a_file_too(self):
        self.good("new", "p0", "--power", 1)
        self.write("dice", "4 2 6")
        self.good("contribute", "p0", "p1", "--name", "Ada", "--entropy-file", "dice", "--entropy", "1")
        self.assert_refused(self.ceremony("contribute", "p1", "p2", "--name", "Eve", "--entropy-file", "none"), BAD_INPUT,
                            "none")
        self.good("verify", "p1")

    def test_keys_of_foreign_circuits_are_not_installed(self):
        self.phase2()
        outcome = self.ceremony("finish", "q2", "--phase1", "p3", "--circuit", "cubic.r1cs", "--install",
                                env={"ZKP_SETUP_DIR": str(self.folder / "keys")})
        self.assert_refused(outcome, BAD_INPUT, "circuit")
        self.assertFalse((self.folder / "keys").exists())

    def test_other_files_are_no_transcripts(self):
        self.write("text", "hello")
        self.write("empty", "")
        for name in ("text", "empty"):
            self.assert_refused(self.ceremony("verify", name), BAD_INPUT, name)
            self.assert_refused(self.ceremony("import", name, "x"), BAD_INPUT, name)
        self.assert_refused(self.ceremony("verify", "."), BAD_INPUT)

    @staticmethod
    def resealed(data):
        body = bytes(data[:-32])
        return body + hashlib.sha256(body).digest()

    @unittest.skipUnless(LONG, "a ceremony of 2^17 powers takes minutes")
    def test_a_ledger_without_development_keys_proves_with_the_keys_of_a_ceremony(self):
        keys = {"ZKP_SETUP_DIR": str(self.folder / "keys")}
        self.phase1(power=17)
        imported = self.run_ledger("setup", "--import-phase1", "p3", env=keys, timeout=3000)
        self.assertEqual(imported.code, YES, str(imported))
        self.good("prepare", "p3", "q0", "--circuit", "dataset-s", timeout=3000)
        self.good("contribute", "q0", "q1", "--name", "Ada", timeout=3000)
        finished = self.good("finish", "q1", "--phase1", "p3", "--circuit", "dataset-s", "--out", "k", "--install", env=keys,
                             timeout=3000)
        label = finished["label"]
        outcome = self.run_ledger("init", self.ledger, "--name", "lab")
        self.assertEqual(outcome.code, YES, str(outcome))
        self.ok("notarize", self.table(), "--name", "people", env=keys)
        proof = self.folder / "sum.zkproof"
        proved = self.ok_json("prove", "people", "sum:age", "--out", proof, env=keys)
        self.assertEqual(proved["label"], label)
        self.assertTrue(self.ok_json("verify-chain", "--full", "--proofs", env=keys)["ok"])
        for options, env in (((), keys), (("--vk", "k.vk"), {"ZKP_SETUP_DIR": "/nonexistent"})):
            verified = self.run_ledger("--json", "verify", proof, *options, env=env)
            self.assertEqual(verified.code, YES, str(verified))
            self.assertEqual(verified.json["label"], label)
        unknown = self.run_ledger("verify", proof, env={"ZKP_SETUP_DIR": "/nonexistent"})
        self.assertEqual(unknown.code, NO, str(unknown))
        self.assertIn("--vk", unknown.out)


if __name__ == "__main__":
    main()
