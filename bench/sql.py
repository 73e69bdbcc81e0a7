#!/usr/bin/env python3
"""Our proofs beside those of Proof of SQL about the same table, in one run.

usage: sql.py [--rows N] [--repeat N]

The table is that of ../shared/peers/sql (id, amount below 10^6, category below 10, label of 5,000 texts). Their queries and our
statements that say the same:
    b: SELECT category, SUM(amount), COUNT(*) GROUP BY category                group-sums:amount,category
    a: SELECT SUM(amount), COUNT(*) WHERE category = 3                         the same (it tells all ten groups)
    c: SELECT SUM(amount), COUNT(*) WHERE amount BETWEEN 250000 AND 750000     count-where:amount;between=250000..750000 (without the sum)
Theirs reveal evaluations of the columns and commit without blinding; ours are zero-knowledge. Both have committed before, and
their seconds are those of the proof alone, inside the process; ours are what `prove` says of itself, which includes the keys. The
peer is built with cargo in build/peers/sql (long) with the published crate. Prints one CSV line a query and program:
query,program,rows,threads,seconds,proof_bytes,peak_rss_mb. Exit codes: 0 done, 2 usage, 4 the peer could not be built.
"""
import argparse
import csv
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
SOURCES = ROOT.parent / "shared" / "peers" / "sql"
BUILD = ROOT / "build" / "peers" / "sql"
OURS = ROOT / "build" / "release" / "bin" / "zkp-ledger"
STATEMENTS = {"a": "group-sums:amount,category", "b": "group-sums:amount,category", "c": "count-where:amount;between=250000..750000"}


def build():
    if not SOURCES.is_dir() or not shutil.which("cargo"):
        print("error: Proof of SQL needs its program (shared/peers/sql, beside this project) and cargo", file=sys.stderr)
        return False
    shutil.copytree(SOURCES, BUILD, dirs_exist_ok=True)
    outcome = subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=BUILD, capture_output=True, text=True, check=False)
    if outcome.returncode != 0:
        print("error: " + outcome.stderr.strip().splitlines()[-1], file=sys.stderr)
    return outcome.returncode == 0


def run(command, **more):
    """What it prints, and its peak RSS in MiB."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **more) as process:
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} exits with {process.returncode}")
    return out, usage.ru_maxrss / 1024


def write_table(path, rows):
    generator = random.Random(2026)
    with open(path, "w", encoding="ascii", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "amount", "category", "label"])
        for i in range(rows):
            writer.writerow([i, generator.randrange(1_000_000), generator.randrange(10), f"label-{i * 7919 % 5000:04}"])


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=1)
    arguments = parser.parse_args()
    if not build():
        return 4
    threads = os.cpu_count()
    peer = BUILD / "target" / "release" / "posql-bench"
    with tempfile.TemporaryDirectory(prefix="zkp-bench-sql-") as work:
        environment = dict(os.environ, ZKP_SETUP_DIR=f"{work}/setup")
        ledger = [str(OURS), "--ledger", f"{work}/lab", "--quiet"]
        write_table(f"{work}/table.csv", arguments.rows)
        run([str(OURS), "setup", "--insecure-dev", "--rows", str(arguments.rows)], env=environment)
        run([str(OURS), "init", f"{work}/lab", "--name", "lab", "--allow-insecure-dev"], env=environment)
        run(ledger + ["notarize", f"{work}/table.csv", "--name", "table"], env=environment)
        log = max(8, (arguments.rows - 1).bit_length())
        run([str(peer), "setup", "--log-n", str(log), "--dir", f"{work}/sql"])
        print("query,program,rows,threads,seconds,proof_bytes,peak_rss_mb")
        best = {}
        for _ in range(arguments.repeat):
            out, _ = run([str(peer), "run", "--scheme", "hyperkzg", "--rows", str(arguments.rows), "--reps", "1", "--queries", "a,b,c", "--dir",
                          f"{work}/sql"])
            found = [((line["query"], "proof-of-sql"), (line["prove_s"], line["proof_bytes"], line["peak_rss_mib"]))
                     for line in map(json.loads, out.splitlines()) if line["step"] == "query"]
            for query, statement in STATEMENTS.items():
                nonce = os.urandom(32).hex()  # a proof that was recorded before is not made again
                out, rss = run(ledger + ["--json", "prove", "table", statement, "--nonce", nonce, "--out", f"{work}/proof"], env=environment)
                ours = json.loads(out)
                found.append(((query, "zkp-ledger"), (ours["seconds"], ours["bytes"], rss)))
            for row, figures in found:
                best[row] = min(best.get(row, figures), figures)
        for (query, program), (seconds, size, memory) in sorted(best.items()):
            print(f"{query},{program},{arguments.rows},{threads},{seconds:.3f},{size},{memory:.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
