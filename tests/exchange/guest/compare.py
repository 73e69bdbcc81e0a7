#!/usr/bin/env python3
"""usage: compare.py COMMAND...   Feeds the guest the batches of tests/vectors/exchange/witness.jsonl and compares its journals; a
damaged witness must give none."""
import json
import pathlib
import struct
import subprocess
import sys

VECTORS = pathlib.Path(__file__).resolve().parents[2] / "vectors/exchange/witness.jsonl"


def run(chain, first_block, first_seq, blocks, witness):
    data = bytes(32) + chain + struct.pack("<II", len(blocks), len(witness))
    seq = first_seq
    for k, block in enumerate(blocks):
        data += struct.pack("<QQQ", first_block + k, seq, len(block)) + b"".join(block)
        seq += len(block)
    done = subprocess.run(sys.argv[1:], input=data + witness, capture_output=True)
    return done.returncode, done.stdout


def main():
    batches = 0
    for line in VECTORS.read_text().splitlines():
        v = json.loads(line)
        witness = bytes.fromhex(v["witness"])
        blocks = [[bytes.fromhex(r) for r in b] for b in v["records"]]
        where = (bytes.fromhex(v["chain"]), v["first_block"], v["first_seq"], blocks)
        status, journal = run(*where, witness)
        if status != 0 or journal.hex() != v["journal"]:
            print(f"batch at block {v['first_block']}: status {status}, journal {journal.hex()}, expected {v['journal']}")
            return 1
        status, journal = run(*where, witness[:-1])
        if status == 0 or journal:
            print(f"batch at block {v['first_block']}: a shortened witness was accepted")
            return 1
        batches += 1
    print(f"{batches} batches: the journals of the vectors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
