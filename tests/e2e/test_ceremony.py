"""The commands of a key ceremony: three people, a beacon, a circuit from a file, and what is refused."""
import hashlib
import os
import struct
import unittest

from harness import BAD_INPUT, LONG, NO, USAGE, YES, LedgerTest, main

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
        self.assert_refused(self.ceremony("verify", "q2", "--phase1", "p3", "--circuit", "nothing"), USAGE, "direct-64")
        self.assert_refused(self.ceremony("finish", "q0", "--phase1", "p3", "--circuit", "cubic.r1cs", "--out", "k"),
                            BAD_INPUT, "nobody has contributed")
        self.assert_refused(self.ceremony("prepare", "p0", "x", "--circuit", "cubic.r1cs"), BAD_INPUT, "nobody")
        self.write("broken.r1cs", circuit_bytes()[:-1])
        self.assert_refused(self.ceremony("prepare", "p3", "x", "--circuit", "broken.r1cs"), BAD_INPUT, "broken.r1cs")

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

    @unittest.skipUnless(LONG, "a ceremony of 2^14 powers takes minutes")
    def test_a_ledger_without_development_keys_proves_with_the_keys_of_a_ceremony(self):
        keys = {"ZKP_SETUP_DIR": str(self.folder / "keys")}
        self.phase1(power=14)
        self.good("prepare", "p3", "q0", "--circuit", "direct-64", timeout=3000)
        self.good("contribute", "q0", "q1", "--name", "Ada", timeout=3000)
        finished = self.good("finish", "q1", "--phase1", "p3", "--circuit", "direct-64", "--out", "k", "--install", env=keys,
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
