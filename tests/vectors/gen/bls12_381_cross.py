#!/usr/bin/env python3
"""Writes ../bls12_381_cross.json: BLS12-381 values computed by independent code, for tests/field and tests/curve.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install py_ecc==8.0.0
    /tmp/venv/bin/python bls12_381_cross.py

Independent code: Python's integers for Fr and Fp, py_ecc (https://github.com/ethereum/py_ecc) for the tower, the groups,
the encodings and the pairing. ../bls12_381_cross.md describes the file.
"""
import hashlib
import json
import pathlib

from py_ecc.bls.point_compression import compress_G1, compress_G2
from py_ecc.fields import optimized_bls12_381_FQ2 as FQ2, optimized_bls12_381_FQ12 as FQ12
from py_ecc.optimized_bls12_381 import G1, G2, Z1, Z2, add, double, multiply, neg, normalize, pairing

Q = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
R = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001

counter = 0


def draw(modulus):
    """Deterministic: SHA-512 of a counter, reduced."""
    global counter
    counter += 1
    return int.from_bytes(hashlib.sha512(b"bls12_381_cross %d" % counter).digest(), "big") % modulus


def hexed(value, modulus):
    return format(value % modulus, "0%dx" % (96 if modulus == Q else 64))


def prime_field(modulus, count):
    edges = [0, 1, modulus - 1, modulus - 2, (modulus - 1) // 2, 2**64 - 1, 2**64, 2**128, 2**192 - 1, 2**255 % modulus]
    pairs = [(a, b) for a in edges for b in edges[:4]] + [(draw(modulus), draw(modulus)) for _ in range(count)]
    return [
        {name: hexed(v, modulus) for name, v in dict(
            a=a, b=b, sum=a + b, difference=a - b, product=a * b, square=a * a,
            inverse=pow(a, -1, modulus) if a else 0, power=pow(a, b, modulus)).items()}
        for a, b in pairs
    ]


# py_ecc writes Fp12 as Fp[w] / (w^12 - 2 w^6 + 2), where u = w^6 - 1. Here: six coefficients over Fp2, of w^0 ... w^5,
# each as (c0, c1) = c0 + c1 u, which is (c0 - c1) + c1 w^6.
def to_fq12(coefficients):
    low = [c0 - c1 for c0, c1 in coefficients]
    high = [c1 for _, c1 in coefficients]
    return FQ12(low + high)


def from_fq12(x):
    d = [int(c) for c in x.coeffs]
    return [[hexed(d[k] + d[k + 6], Q), hexed(d[k + 6], Q)] for k in range(6)]


def fq2_hex(x):
    return [hexed(int(c), Q) for c in x.coeffs]


def fp2(count):
    out = []
    for _ in range(count):
        a, b = FQ2([draw(Q), draw(Q)]), FQ2([draw(Q), draw(Q)])
        out.append({k: fq2_hex(v) for k, v in dict(a=a, b=b, product=a * b, square=a * a, inverse=a.inv()).items()})
    return out


def fp12(count):
    out = []
    for _ in range(count):
        a, b = (to_fq12([(draw(Q), draw(Q)) for _ in range(6)]) for _ in range(2))
        out.append({k: from_fq12(v) for k, v in dict(
            a=a, b=b, product=a * b, square=a * a, inverse=a.inv(), frobenius=a**Q).items()})
    return out


def affine(point, group):
    if group == "g1":
        x, y = normalize(point)
        return [hexed(int(x), Q), hexed(int(y), Q)]
    x, y = normalize(point)
    return [fq2_hex(x), fq2_hex(y)]


def encoded(point, group):
    if group == "g1":
        return format(compress_G1(point), "096x")
    z1, z2 = compress_G2(point)
    return format(z1, "096x") + format(z2, "096x")


def group_values(generator, group):
    out = []
    for k in [1, 2, 3, 15, 16, 17, R - 1, R - 2, (R + 1) // 2, 2**64, 2**128 - 1, 2**254] + [draw(R) for _ in range(12)]:
        other = draw(R)
        p, s = multiply(generator, k), multiply(generator, other)
        out.append({
            "scalar": hexed(k, R), "other_scalar": hexed(other, R),
            "product": affine(p, group), "product_compressed": encoded(p, group),
            "other": affine(s, group), "sum": affine(add(p, s), group), "difference": affine(add(p, neg(s)), group),
            "doubled": affine(double(p), group), "negated_compressed": encoded(neg(p), group),
        })
    return out


# py_ecc computes f_(|x|,Q)(P)^((q^12 - 1)/r), the project f_(x,Q)(P)^(3 (q^12 - 1)/r) with x < 0: ours = theirs^(-3).
def pairings(count):
    out = []
    for i in range(count):
        a, b = (1, 1) if i == 0 else (draw(R), draw(R))
        e = pairing(multiply(G2, b), multiply(G1, a))
        out.append({"a": hexed(a, R), "b": hexed(b, R), "gt": from_fq12((e * e * e).inv())})
    return out


if __name__ == "__main__":
    values = {
        "fr": prime_field(R, 16),
        "fp": prime_field(Q, 16),
        "fp2": fp2(12),
        "fp12": fp12(4),
        "g1": group_values(G1, "g1"),
        "g2": group_values(G2, "g2"),
        "identity_compressed": {"g1": encoded(Z1, "g1"), "g2": encoded(Z2, "g2")},
        "pairing": pairings(4),
    }
    path = pathlib.Path(__file__).resolve().parent.parent / "bls12_381_cross.json"
    path.write_text(json.dumps(values, indent=1) + "\n")
