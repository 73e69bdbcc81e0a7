"""Every byte of what is handed out is flipped, and every flip is refused."""
import base64
import json
import os
import random
import unittest

from harness import BAD_INPUT, LONG, NO, YES, LedgerTest, main


class Tamper(LedgerTest):
    def prepared(self):
        self.init()
        self.ok("notarize", self.table(), "--name", "people", "--no-prove")
        proof = self.folder / "p.zkproof"
        self.ok("prove", "people", "sum:age", "--out", proof)
        receipt = self.folder / "r.receipt"
        self.ok("export", "people", "--out", receipt)
        return receipt, proof

    def flip_everywhere(self, path, *options):
        """All bytes with ZKP_TEST_LONG, else a sample that always holds the first and last; one random bit each."""
        content = path.read_bytes()
        chosen = range(len(content))
        if not LONG:
            generator = random.Random(1)
            chosen = sorted({0, len(content) - 1, *generator.sample(range(len(content)), 120)})
        generator = random.Random(2)
        broken = self.folder / ("broken" + path.suffix)
        for at in chosen:
            changed = bytearray(content)
            changed[at] ^= 1 << generator.randrange(8)
            broken.write_bytes(changed)
            outcome = self.run_ledger("verify", broken, *options)
            self.assertIn(outcome.code, (NO, BAD_INPUT), f"byte {at} of {path.name} flipped, yet: {outcome}")

    def test_every_byte_of_a_receipt_counts(self):
        receipt, _ = self.prepared()
        self.assertEqual(self.run_ledger("verify", receipt).code, YES)
        self.flip_everywhere(receipt)

    def test_every_byte_of_a_proof_file_counts(self):
        _, proof = self.prepared()
        self.flip_everywhere(proof)

    def test_every_byte_of_the_checkpoint_counts(self):
        self.prepared()
        path = self.ledger / "checkpoint"
        content = path.read_bytes()
        generator = random.Random(3)
        for at in range(len(content)) if LONG else sorted({0, len(content) - 1, *generator.sample(range(len(content)), 60)}):
            changed = bytearray(content)
            changed[at] ^= 1 << generator.randrange(8)
            path.write_bytes(changed)
            outcome = self.command("verify-chain")
            self.assertNotEqual(outcome.code, YES, f"byte {at} of the checkpoint flipped, yet: {outcome}")
        path.write_bytes(content)
        self.assert_whole()

    def test_extra_bytes_and_missing_bytes_are_refused(self):
        receipt, proof = self.prepared()
        for path in (receipt, proof):
            content = path.read_bytes()
            for changed in (content + b"\n", content + b" ", b"\n" + content, content[:-1], content[: len(content) // 2], b""):
                broken = self.write("broken", changed)
                self.assertIn(self.run_ledger("verify", broken).code, (NO, BAD_INPUT))

    def test_fields_of_a_proof_file_cannot_be_exchanged(self):
        _, proof = self.prepared()
        self.ok("notarize", self.table("other.csv", rows=21), "--name", "other", "--no-prove")
        second = self.folder / "q.zkproof"
        self.ok("prove", "other", "sum:age", "--out", second)
        one, two = json.loads(proof.read_text()), json.loads(second.read_text())

        def canonical(value):
            return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

        self.assertEqual(canonical(one), proof.read_text(), "the file is canonical JSON")
        for key in one:
            if one[key] == two[key]:
                continue
            mixed = dict(one, **{key: two[key]})
            outcome = self.run_ledger("verify", self.write("mixed.zkproof", canonical(mixed)))
            self.assertEqual(outcome.code, NO, f"{key} of another proof accepted: {outcome}")

        # The same claim with another sum, words and outputs made to fit.
        forged = json.loads(proof.read_text())
        statement = bytearray(base64.b64decode(forged["statement"]["bytes"]))
        total = int(forged["outputs"]["sum"])
        at = 8 + 2 + len("age")  # magic, type, version, name; then the sum as 32 bytes
        self.assertEqual(int.from_bytes(statement[at:at + 32], "big"), total)
        statement[at + 31] += 1
        forged["statement"]["bytes"] = base64.b64encode(statement).decode()
        forged["outputs"]["sum"] = str(total + 1)
        forged["statement"]["words"] = forged["statement"]["words"].replace(str(total), str(total + 1))
        outcome = self.run_ledger("verify", self.write("forged.zkproof", canonical(forged)))
        self.assertEqual(outcome.code, NO, str(outcome))

    def test_a_proof_bends_to_no_other_point_encoding(self):
        _, proof = self.prepared()
        value = json.loads(proof.read_text())
        raw = bytearray(base64.b64decode(value["proof"]))
        for at, bit in ((0, 0x80), (0, 0x40), (0, 0x20), (48, 0x80), (48, 0x40), (48, 0x20), (144, 0x20)):
            changed = bytearray(raw)
            changed[at] ^= bit
            other = dict(value, proof=base64.b64encode(changed).decode())
            text = json.dumps(other, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            self.assertEqual(self.run_ledger("verify", self.write("x.zkproof", text)).code, NO)

    def test_a_foreign_log_key_is_refused(self):
        receipt, proof = self.prepared()
        stranger = self.folder / "stranger"
        self.run_ledger("init", stranger, "--name", "lab")
        for path in (receipt, proof):
            outcome = self.run_ledger("verify", path, "--log-key", stranger / "log.vkey")
            self.assertEqual(outcome.code, NO, str(outcome))
            self.assertEqual(self.run_ledger("verify", path, "--log-key", self.ledger / "log.vkey", "--require-pinned").code, YES)

    def test_anything_else_is_bad_input(self):
        for content in (b"", b"hello", b"{}", b"[]", b'{"format":"zkp-proof/v2"}', os.urandom(1000), b"c2sp.org/tlog-proof@v1\n"):
            outcome = self.run_ledger("verify", self.write("junk", content))
            self.assert_refused(outcome, BAD_INPUT)
        self.assert_refused(self.run_ledger("verify", self.folder / "absent"), BAD_INPUT)


if __name__ == "__main__":
    main()
