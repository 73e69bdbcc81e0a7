"""Drives the real zkp-ledger binary as a user would: folders, files, exit codes, JSON.

Every test gets a scratch folder of its own. Proving keys are made once for all tests (the ctest fixture `setup_keys`) in
ZKP_SETUP_DIR. A failing command shows its output.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

BINARY = os.environ.get("ZKP_LEDGER_BIN", "")
YES, NO, USAGE, BAD_INPUT, ENVIRONMENT = range(5)
LONG = bool(os.environ.get("ZKP_TEST_LONG"))


class Outcome:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout.decode("utf-8", "replace")
        self.err = process.stderr.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class LedgerTest(unittest.TestCase):
    """A scratch folder, and in it (made by the test) a ledger `lab`."""

    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="zkp-e2e-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.ledger = self.folder / "lab"

    def run_ledger(self, *arguments, cwd=None, env=None, timeout=300, prefix=()):
        full = dict(os.environ, NO_COLOR="1")
        full.update(env or {})
        process = subprocess.run([*prefix, BINARY, *map(str, arguments)], cwd=cwd or self.folder, env=full,
                                 stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, check=False)
        return Outcome(process)

    def command(self, *arguments, **options):
        """Runs in the ledger `lab`."""
        return self.run_ledger("--ledger", self.ledger, *arguments, **options)

    def ok(self, *arguments, **options):
        outcome = self.command(*arguments, **options)
        self.assertEqual(outcome.code, YES, f"{arguments}\n{outcome}")
        return outcome

    def ok_json(self, *arguments, **options):
        return self.ok("--json", *arguments, **options).json

    def init(self, *options):
        outcome = self.run_ledger("init", self.ledger, "--name", "lab", "--allow-insecure-dev", *options)
        self.assertEqual(outcome.code, YES, str(outcome))

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def table(self, name="people.csv", rows=20):
        """age 20..39 (sum known), income, name."""
        lines = ["age,income,name"] + [f"{20 + i},{1000 * i},person {i}" for i in range(rows)]
        return self.write(name, "\n".join(lines) + "\n")

    def assert_refused(self, outcome, code, *words):
        self.assertEqual(outcome.code, code, str(outcome))
        self.assertIn("error: ", outcome.err)
        for word in words:
            self.assertIn(word, outcome.err)

    def size(self):
        return self.ok_json("status")["size"]

    def assert_whole(self):
        outcome = self.ok_json("verify-chain", "--full", "--proofs")
        self.assertTrue(outcome["ok"], outcome)


def main():
    if not BINARY or not os.access(BINARY, os.X_OK):
        print("skipped: ZKP_LEDGER_BIN names no program")
        sys.exit(77)
    unittest.main(verbosity=1)
