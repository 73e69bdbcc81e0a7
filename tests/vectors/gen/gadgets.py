#!/usr/bin/env python3
"""Writes ../gadgets.json: points of Jubjub and Bandersnatch and products in foreign fields, for tests/r1cs.

Python's integers alone; nothing from the project. Deterministic: a second run gives the same bytes. The script checks
the published constants before it uses them: orders are prime, generators have them, and no other multiple of the order
lies in the Hasse interval, so that the cofactors are right as well.

Constants: Jubjub from the Zcash protocol specification (section 5.4.9.3; the generator of the whole group is the one of
the crate jubjub, the other one that of ark-ed-on-bls12-381), Bandersnatch from ePrint 2021/1152 and its reference
implementation, secp256k1 from SEC 2, BN254 from EIP-196, BLS12-381 from draft-irtf-cfrg-pairing-friendly-curves.
"""
import hashlib
import json
import math
import pathlib

R = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001

CURVES = {
    "jubjub": dict(
        a=-1, d=(-10240, 10241), cofactor=8, order=0x0E7DB4EA6533AFA906673B0101343B00A6682093CCC81082D0970E5ED6F72CB7,
        generator=(8076246640662884909881801758704306714034609987455869804520522091855516602923,
                   13262374693698910701929044844600465831413122818447359594527400194675274060458),
        whole_group=(0x62EDCBB8BF3787C88B0F03DDD60A8187CAF55D1B29BF81AFE4B3D35DF1A7ADFE, 11)),
    "bandersnatch": dict(
        a=-5, d=(138827208126141220649022263972958607803, 171449701953573178309673572579671231137), cofactor=4,
        order=0x1CFB69D4CA675F520CCE760202687600FF8F87007419047174FD06B52876E7E1,
        generator=(0x29C132CC2C0B34C5743711777BBE42F32B79C022AD998465E1E71866A252AE18,
                   0x2A6C669EDA123E0F157D8B50BADCD586358CAD81EEE464605E3167B6CC974166),
        whole_group=None),
}
FIELDS = {
    "secp256k1": 2**256 - 2**32 - 977,
    "secp256k1_order": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
    "bn254": 21888242871839275222246405745257275088696311157297823662689037894645226208583,
    "bls12_381": 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB,
}

counter = 0


def draw(bound):
    global counter
    counter += 1
    return int.from_bytes(hashlib.sha512(b"gadgets %d" % counter).digest(), "big") % bound


def probably_prime(n):
    return all(pow(base, n - 1, n) == 1 for base in (2, 3, 5, 7, 11, 13))


def inverse(v):
    return pow(v, -1, R)


class Curve:
    def __init__(self, a, d, cofactor, order, generator, whole_group):
        self.a, self.d, self.cofactor, self.order = a % R, d[0] * inverse(d[1]) % R, cofactor, order
        assert probably_prime(order) and abs(cofactor * order - (R + 1)) <= 2 * math.isqrt(R) + 1
        assert abs((cofactor - 1) * order - (R + 1)) > 2 * math.isqrt(R) + 1
        assert abs((cofactor + 1) * order - (R + 1)) > 2 * math.isqrt(R) + 1
        assert self.on_curve(generator) and generator != (0, 1) and self.mul(order, generator) == (0, 1)
        self.generator = generator
        if whole_group:
            assert self.on_curve(whole_group) and self.mul(cofactor * order, whole_group) == (0, 1)
            assert self.mul(cofactor // 2 * order, whole_group) != (0, 1)

    def on_curve(self, p):
        x, y = p
        return (self.a * x * x + y * y - 1 - self.d * x * x * y * y) % R == 0

    def add(self, p, q):
        (x1, y1), (x2, y2) = p, q
        t = self.d * x1 * x2 * y1 * y2 % R
        return (x1 * y2 + y1 * x2) * inverse(1 + t) % R, (y1 * y2 - self.a * x1 * x2) * inverse(1 - t) % R

    def mul(self, k, p):
        out = (0, 1)
        for bit in bin(k)[2:]:
            out = self.add(out, out)
            if bit == "1":
                out = self.add(out, p)
        return out

    def find(self):
        """A point of the curve, from anywhere: y drawn, x a root of (1 - y^2) / (a - d y^2)."""
        while True:
            y = draw(R)
            x = sqrt((1 - y * y) * inverse(self.a - self.d * y * y))
            if x is not None and self.on_curve((x, y)):
                return x, y


def sqrt(v):
    """Tonelli-Shanks modulo R."""
    v %= R
    if pow(v, (R - 1) // 2, R) != 1:
        return None
    q, s = R - 1, 0
    while q % 2 == 0:
        q, s = q // 2, s + 1
    c, t, out = pow(7, q, R), pow(v, q, R), pow(v, (q + 1) // 2, R)
    while t != 1:
        i, power = 0, t
        while power != 1:
            power, i = power * power % R, i + 1
        b = pow(c, 1 << (s - i - 1), R)
        c, t, out, s = b * b % R, t * b * b % R, out * b % R, i
    return out


def hexed(v, digits=64):
    return format(v, "0%dx" % digits)


def point(p):
    return [hexed(p[0]), hexed(p[1])]


def curve_vectors(name):
    curve = Curve(**CURVES[name])
    cases = []
    scalars = [0, 1, 2, 7, 8, curve.order - 1, curve.order, curve.order + 1, 2**255 - 1] + [draw(2**255) for _ in range(4)]
    for scalar in scalars:
        p, q = curve.mul(draw(curve.order), curve.generator), curve.mul(draw(curve.order), curve.generator)
        cases.append(dict(p=point(p), q=point(q), sum=point(curve.add(p, q)), doubled=point(curve.add(p, p)),
                          scalar=hexed(scalar), product=point(curve.mul(scalar, p)),
                          multiple_of_generator=point(curve.mul(scalar, curve.generator))))
    # Points of the curve that are not in the subgroup: a point (0, -1) of order 2, alone and added to one that is, and
    # drawn ones. Doublings are complete for both curves, so 1/h (h p) tells which are in the subgroup.
    def times_cofactor(p):
        for _ in range(curve.cofactor.bit_length() - 1):
            p = curve.add(p, p)
        assert curve.mul(curve.order, p) == (0, 1)
        return p

    outside = [curve.add(curve.mul(draw(curve.order), curve.generator), (0, R - 1)), (0, R - 1)]
    while len(outside) < 5:
        p = curve.find()
        if curve.mul(pow(curve.cofactor, -1, curve.order), times_cofactor(p)) != p:
            outside.append(p)
    cleared = [dict(p=point(p), times_cofactor=point(times_cofactor(p))) for p in outside]
    return dict(a=hexed(curve.a), d=hexed(curve.d), order=hexed(curve.order), cofactor=curve.cofactor,
                generator=point(curve.generator), cases=cases, outside=cleared)


def field_vectors(p):
    digits = 16 * -(-p.bit_length() // 64)
    edges = [0, 1, 2, p - 1, p - 2, 2**64 - 1, 2**64, R, R - 1, p - R if p > R else p // 2]
    pairs = [(edges[i], edges[(3 * i + 1) % len(edges)]) for i in range(len(edges))] + [(p - 1, p - 1)]
    pairs += [(draw(p), draw(p)) for _ in range(6)]
    return dict(modulus=hexed(p, digits), cases=[
        {k: hexed(v % p, digits) for k, v in dict(a=a, b=b, product=a * b, sum=a + b, difference=a - b,
                                                  inverse=pow(a, -1, p) if a % p else 0).items()} for a, b in pairs])


if __name__ == "__main__":
    out = dict(curves={name: curve_vectors(name) for name in CURVES},
               fields={name: field_vectors(p) for name, p in FIELDS.items() if probably_prime(p) or 1 / 0})
    path = pathlib.Path(__file__).parent.parent / "gadgets.json"
    path.write_text(json.dumps(out, indent=1) + "\n")
    print(path, path.stat().st_size, "bytes")
