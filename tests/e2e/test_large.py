"""Memory does not grow with the file: a large CSV is notarised in a few hundred megabytes (2 GB with --long, else 96 MB)."""
import os
import re
import shutil
import unittest

from harness import LONG, YES, LedgerTest, main

LIMIT_MB = 600


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
        self.init()
        size = (2 << 30) if LONG else (96 << 20)
        if shutil.disk_usage(self.folder).free < 2 * size:
            self.skipTest("not enough free disk")
        path = self.folder / "big.csv"
        block = "".join(f"{i},{(i * 7919) % 1000},name number {i % 977},{i % 100}.{i % 10}\n" for i in range(100_000)).encode()
        with open(path, "wb") as out:
            out.write(b"id,value,name,amount\n")
            while out.tell() < size:
                out.write(block)
        peak = self.peak_mb("notarize", path, "--name", "big")
        print(f"{os.path.getsize(path) / 1e6:.0f} MB of CSV: peak {peak:.0f} MB")
        self.assertLess(peak, LIMIT_MB)
        rows = self.ok_json("show", "big")["rows"]
        self.assertEqual(rows % 100_000, 0)
        receipt, opening = self.folder / "r", self.folder / "o"
        self.ok("export", "big", "--out", receipt)
        self.ok("export", "big", "--opening", "--out", opening)
        self.assertLess(self.peak_mb("verify", receipt, "--data", path, "--opening", opening), LIMIT_MB)


if __name__ == "__main__":
    main()
