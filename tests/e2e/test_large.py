"""Memory is bounded: a large CSV is notarised and proved in a few hundred megabytes."""
import os
import re
import shutil
import unittest

from harness import LONG, YES, LedgerTest, main


class Large(LedgerTest):
    def peak_mb(self, *arguments):
        outcome = self.command(*arguments, prefix=("/usr/bin/env", "python3", "-c", """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print("peak_kb", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""), timeout=1200)
        self.assertEqual(outcome.code, YES, str(outcome))
        return int(re.search(r"peak_kb (\d+)", outcome.err).group(1)) / 1024

    def test_memory_is_bounded(self):
        """2^20 - 4 rows are the most of the smaller class of proofs; with --long ten times as many."""
        self.init()
        rows = 10_000_000 if LONG else 1_000_000
        if shutil.disk_usage(self.folder).free < rows * 200:
            self.skipTest("not enough free disk")
        if LONG:
            self.ok("setup", "--insecure-dev", "--rows", rows, timeout=3600)
        limit_mb = 900 if not LONG else 4000
        path = self.folder / "big.csv"
        with open(path, "w") as out:
            out.write("id,value,name,amount\n")
            for first in range(0, rows, 100_000):
                out.write("".join(f"{i},{(i * 7919) % 1000},name number {i % 977},{i % 100}.{i % 10}\n"
                                  for i in range(first, first + 100_000)))
        peak = self.peak_mb("--max-memory", f"{limit_mb * 2 // 3}MB", "notarize", path, "--name", "big")
        print(f"{os.path.getsize(path) / 1e6:.0f} MB of CSV: peak {peak:.0f} MB")
        self.assertLess(peak, limit_mb)
        shown = self.ok_json("show", "big")
        self.assertEqual((shown["rows"], shown["state"]), (rows, "accepted"))
        proof = self.folder / "sum.zkproof"
        self.ok("prove", "big", "sum:value", "--out", proof, timeout=1200)
        self.assertEqual(self.run_ledger("verify", proof).code, YES)
        receipt, opening = self.folder / "r", self.folder / "o"
        self.ok("export", "big", "--out", receipt)
        self.ok("export", "big", "--opening", "--out", opening)
        self.assertLess(self.peak_mb("verify", receipt, "--data", path, "--opening", opening), limit_mb)


if __name__ == "__main__":
    main()
