#!/usr/bin/env python3
"""to_zcash.py RESPONSE OUT: a response that snarkjs wrote, with the flags of ZCash's point encoding, which powersoftau uses.

snarkjs sets 0x80 in the first byte of a compressed point for the larger y; ZCash sets 0x80 always, and 0x20 for the larger y."""
import pathlib
import sys


def main():
    data = pathlib.Path(sys.argv[1]).read_bytes()
    keys = 3 * (2 * 96 + 192)
    n = (len(data) - 64 + 48 - 96 - keys) // 288
    out, at = bytearray(data), 64
    for count, size in ((2 * n - 1, 48), (n, 96), (n, 48), (n, 48), (1, 96)):
        for _ in range(count):
            larger = out[at] & 0x80
            out[at] = (out[at] & 0x1F) | 0x80 | (0x20 if larger else 0)
            at += size
    assert at + keys == len(data)
    pathlib.Path(sys.argv[2]).write_bytes(out)


if __name__ == "__main__":
    main()
