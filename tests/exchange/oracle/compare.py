#!/usr/bin/env python3
"""Random command streams through the oracle of the specification and through ours: the same events after every command, the
same state root after every tenth. usage: compare.py PROGRAM [STREAMS COMMANDS SEED]

The oracle is looked for beside the repository, in ../shared/exchange/oracle, or in $ZKP_EXCHANGE_ORACLE."""
import os
import pathlib
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]


def stream(program, seed, commands):
    from zx.codec import command_to_json, decode_command, encode_command, encode_event
    from zx.engine import Engine
    from zx.stream import Stream

    oracle = Engine()
    source = Stream(seed, oracle)
    ours = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for k in range(commands):
        record = encode_command(next(source))
        ours.stdin.write(record)
        ours.stdin.flush()
        expected = [encode_event(e) for e in oracle.apply(decode_command(record))]
        count = struct.unpack("<I", ours.stdout.read(4))[0]
        events = [ours.stdout.read(128) for _ in range(count)]
        root = ours.stdout.read(32)
        if events != expected or k % 10 == 0 and root != oracle.t.root_hash():
            print(f"seed {seed}, command {k}: {command_to_json(decode_command(record))}")
            for name, list_ in (("expected", expected), ("ours", events)):
                for e in list_:
                    print(f"  {name:8} {e.hex()}")
            return False
    ours.stdin.close()
    return ours.wait() == 0


def main():
    folder = pathlib.Path(os.environ.get("ZKP_EXCHANGE_ORACLE") or ROOT / "../shared/exchange/oracle")
    if not (folder / "zx").is_dir():
        print("skipped: the oracle of the exchange is not there (set ZKP_EXCHANGE_ORACLE)")
        return 77
    sys.path.insert(0, str(folder))
    long_run = bool(os.environ.get("ZKP_TEST_LONG"))
    streams, commands, seed = (int(x) for x in sys.argv[2:5]) if len(sys.argv) > 4 else (200, 10_000, 1) if long_run else (3, 1500, 1)
    for s in range(seed, seed + streams):
        if not stream(sys.argv[1], s, commands):
            return 1
    print(f"{streams} streams of {commands} commands: the same events and roots")
    return 0


if __name__ == "__main__":
    sys.exit(main())
