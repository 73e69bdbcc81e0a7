"""Writes vectors/programs.json: for every statement type one example (or more) compiled for class S with beta = 3,
gamma = 5: statement bytes, entry bodies, n, mu, columns, used slots, all forms.  Checks the sizes of the table in section 11."""
import json
import os
from params import *
from program import *
from columns import *
from statements import *
from circuit import Reject
import g1

SALT = bytes(range(16))
N = 1000


def entry(n, cols, query=None, first=1):
    """cols: name -> (type, param, nullable); points are small multiples of the generator"""
    out, k = [], first
    for nm, (ty, pa, nu) in cols.items():
        link = linkage_id(SALT) if ty in SALTED else dictionary_id([str(j) for j in range(pa)]) if ty == CODE else bytes(32)
        out.append(Col(nm, ty, pa, nu, link, g1.mul(g1.G, k)))
        k += 1
        if nu:
            out.append(Col(nm + ".null", BOOL, 0, 0, bytes(32), g1.mul(g1.G, k)))
            k += 1
    e = Entry(n, out, query=query)
    e.check()
    assert Entry.decode(e.body()).digest() == e.digest()
    return e


I = (INT, 64, 0)
A = {"id": (KEY62, 0, 0), "name": (STR248, 0, 0), "v": I, "w": I, "x": (INT, 64, 1), "f": (F64ORD, 0, 0), "f2": (F64ORD, 0, 0),
     "c": (CODE, 200, 0), "b": (BOOL, 0, 1), "u": (UINT64, 0, 0), "s": (INT, 16, 0)}
E1, E2, E3 = entry(N, A), entry(N, A, first=30), entry(600, A, first=60)
E4, E5 = entry(400, A, first=90), entry(600, A, first=120)
EJ = entry(N, {"id": A["id"], "name": A["name"], "v": I, "w": I}, first=150)
EB = entry(256, {"bits": (BOOL, 0, 0)}, dict(data=E1.digest(), column="v", lo=0, hi=1, beacon=bytes(32), round=9), 190)
EW = entry(256, {"bits": (BOOL, 0, 0)}, dict(data=E1.digest(), column="v", lo=-2**62, hi=2**62, beacon=bytes(32), round=9), 190)


def cmp_(col, op, c1, c2, mode, L):
    return stmt(3, s_(col), u(op, 1), i128(c1), i128(c2), u(mode, 1), u(7, 8), u(L, 1))


def wt(*cols):
    return stmt(6, u(len(cols), 1), b"".join(s_(c) for c in cols), (u(0, 1) + u(0, 8)) * len(cols))


def ce(col, joint, cl):
    return stmt(17, s_(col), u(joint, 1), u(len(cl), 1), b"".join(i128(c) for c in cl), (u(1, 1) + u(3, 8)) * (1 if joint else len(cl)))


def rc(col, a, b):
    return u(1, 1) + s_(col) + i128(a) + i128(b)


rec = u(2, 4) + u(3, 4) + b"bob" + i128(5) + u(3, 4) + b"eve" + i128(-6)
# label, bytes, entries, F, (frac, con, sum)
CASES = [
    ("SUMS", stmt(1, s_("v"), i256(10), i256(99), u(N, 8)), [E1], 1, (0, 0, 2)),
    ("SUMS nullable", stmt(1, s_("x"), i256(-10), i256(99), u(900, 8)), [E1], 1, (0, 2, 3)),
    ("RANGE L=4", stmt(2, s_("v"), i128(-2**62), i128(2**62)), [E1], 8, (9, 0, 0)),
    ("RANGE L=2 nullable", stmt(2, s_("x"), i128(0), i128(2**32 - 1)), [E1], 4, (5, 2, 0)),
    ("RANGE L=1", stmt(2, s_("c"), i128(0), i128(99)), [E1], 2, (3, 0, 0)),
    ("COUNT <= L=4", cmp_("v", 1, 5, 0, 0, 4), [E1], 7, (5, 2, 1)),
    ("COUNT >= nullable, at most", cmp_("x", 2, 5, 0, 2, 4), [E1], 7, (5, 4, 1)),
    ("COUNT BETWEEN nullable, L=2", cmp_("x", 3, -5, 5, 1, 2), [E1], 8, (5, 6, 1)),
    ("HISTOGRAM", stmt(4, s_("c"), u(0, 8), u(2, 4), i128(3), u(400, 8), i128(7), u(600, 8)), [E1], 1, (2, 0, 0)),
    ("HISTOGRAM nullable", stmt(4, s_("b"), u(100, 8), u(2, 4), i128(0), u(400, 8), i128(1), u(500, 8)), [E1], 1, (2, 2, 1)),
    ("SPLIT", stmt(5, strs(["id", "name", "v", "x"]), s_("id")), [E1, E3, E4], 8, (13, 0, 0)),
    ("WELLTYPED INT(64)", wt("v"), [E1], 5, (5, 0, 0)),
    ("WELLTYPED UINT64 + nullable INT(64)", wt("u", "x"), [E1], 8, (9, 2, 0)),
    ("WELLTYPED F64ORD", wt("f"), [E1], 8, (9, 0, 0)),
    ("WELLTYPED KEY62", wt("id"), [E1], 8, (9, 0, 0)),
    ("WELLTYPED CODE(200) + nullable BOOL", wt("c", "b"), [E1], 2, (3, 3, 0)),
    ("WELLTYPED STR248", wt("name"), [E1], 1, (0, 0, 0)),
    ("AFFINE d=1", stmt(7, s_("v"), s_("v"), i128(3), i128(1), i128(1)), [E1, E2], 1, (0, 1, 0)),
    ("AFFINE L=1", stmt(7, s_("v"), s_("v"), i128(3), i128(1), i128(100)), [E1, E2], 2, (3, 0, 0)),
    ("AFFINE L=2", stmt(7, s_("v"), s_("v"), i128(3), i128(1), i128(10**6)), [E1, E2], 4, (5, 0, 0)),
    ("FILTER <=", stmt(8, strs(["v", "x"]), s_("v"), u(1, 1), i128(5), u(4, 1)), [E1, E3], 7, (7, 2, 0)),
    ("FILTER >=", stmt(8, strs(["v", "x"]), s_("v"), u(2, 1), i128(5), u(4, 1)), [E1, E3], 7, (7, 2, 0)),
    ("FILTER =", stmt(8, strs(["v", "x"]), s_("v"), u(3, 1), i128(5), u(0, 1)), [E1, E3], 2, (3, 2, 0)),
    ("SORT", stmt(9, strs(["v", "x"]), s_("v"), u(4, 1)), [E1, E2], 6, (9, 0, 0)),
    ("UNIQUE_KEY", stmt(10, s_("id")), [E1], 7, (9, 0, 0)),
    ("DEDUPE", stmt(11, strs(["id", "name", "x"]), s_("id")), [E1, E3], 9, (13, 0, 0)),
    ("JOIN", stmt(12, strs(["id", "name"]), strs(["v"]), strs(["w"])), [E1, E5, EJ], 8, (13, 0, 0)),
    ("MEMBER", stmt(13, strs(["name", "v"]), SALT, rec), [E1], 2, (2, 0, 0)),
    ("NON_MEMBER", stmt(14, strs(["name", "v"]), SALT, rec), [E1], 1, (2, 0, 0)),
    ("GROUP_SUMS", stmt(15, s_("v"), s_("c"), u(2, 4), i128(1), i256(-7), u(400, 8), i128(2), i256(8), u(600, 8)), [E1], 1, (4, 0, 0)),
    ("DP_SUM L=1", stmt(16, bytes(32), i256(1001)), [E1, EB], 2, (3, 1, 2)),
    ("DP_SUM L=4", stmt(16, bytes(32), i256(1001)), [E1, EW], 8, (9, 1, 2)),
    ("COUNT_EQ m=4", ce("v", 0, [1, 2, 3, 9]), [E1], 5, (4, 8, 4)),
    ("IN-SET m=3", ce("v", 1, [1, 2, 3]), [E1], 4, (3, 6, 1)),
    ("MIN nullable", stmt(18, s_("x"), u(0, 1), i128(-9), u(4, 1)), [E1], 6, (7, 2, 0)),
    ("MAX", stmt(18, s_("v"), u(1, 1), i128(9), u(4, 1)), [E1], 6, (7, 0, 0)),
    ("QUANTILE L=2", stmt(19, s_("v"), u(500, 8), i128(9), u(2, 1)), [E1], 8, (5, 4, 2)),
    ("SHUFFLE", stmt(20, strs(["v", "x"])), [E1, E2], 1, (2, 0, 0)),
    ("MEAN_FLOOR", stmt(21, s_("v"), u(2, 1), i128(-12345)), [E1], 1, (0, 0, 2)),
    ("COVARIANCE", stmt(22, s_("v"), s_("w"), i256(1), i256(-2), i256(3)), [E1], 1, (0, 0, 3)),
    ("COMPOSITE 3 RANGE L=1,2,3", stmt(23, u(3, 1), rc("c", 0, 199), rc("v", 0, 2**32 - 1), rc("x", 0, 2**48 - 1)), [E1], 8, (13, 2, 0)),
    ("COMPOSITE RANGE + TYPE BOOL + SUM", stmt(23, u(3, 1), rc("s", -100, 100), u(2, 1), s_("b"), u(3, 1), s_("v"), i256(5)), [E1], 2, (3, 3, 1)),
    ("COUNT_EQ nullable, three classes (errata E2)", ce("x", 0, [1, 2, 3]), [E1], 4, (3, 8, 3)),
    ("NON_MEMBER nullable (errata E2)", stmt(14, strs(["x", "b"]), u(2, 4), u(0, 1) + i128(5) + u(1, 1), u(1, 1) + u(0, 1) + i128(1)), [E1], 1, (2, 4, 0)),
    ("MEMBER nullable", stmt(13, strs(["x", "b"]), u(1, 4), u(0, 1) + i128(5) + u(1, 1)), [E1], 2, (2, 0, 0)),
    ("DISJOINT", stmt(24, s_("id"), s_("id")), [E3, E4], 8, (10, 0, 0)),
    ("KNOWLEDGE", stmt(25, strs(list(A))), [E1], 1, (0, 0, 0)),
]


def used(xs, empty):
    k = len(xs)
    while k and all((not f.keys()) if isinstance(f, Lin) else f == 0 for f in xs[k - 1][:empty]):
        k -= 1
    return k


def main():
    out, seen = [], set()
    for label, data, ents, F, sl in CASES:
        po, _ = compile_stmt(SMALL, data, ents)
        p = po(3, 5)
        f = sum(k in ("fresh", "mask") for _, k in p.cols)
        got = (p.nfrac_used, used(p.con, 4), used(p.sums, 3))
        assert (f, got) == (F, sl), (label, f, got)
        seen.add(int.from_bytes(data[4:6], "big"))
        out.append({"label": label, "statement": data.hex(), "entries": [e.body().hex() for e in ents], "n": p.n, "mu": p.mu,
                    "columns": [list(c) for c in p.cols], "fraction_slots": p.nfrac_used, "targets": [hex(t) for t in p.targets()],
                    "modes": p.modeword(), "public_values": {str(i): [hex(x) for x in c] for i, c in p.public_values.items()},
                    "forms": {str(j): {("virt%d" % (-1 - k) if k < 0 else "col%d" % k): hex(v) for k, v in sorted(g.d.items()) if v % P}
                              for j, g in enumerate(p.forms()) if g.keys()}})
    assert seen == set(REG)
    for label, data, ents in (("two F64ORD columns", wt("f", "f2"), [E1]), ("BETWEEN with L = 3", cmp_("v", 3, 0, 9, 0, 3), [E1]),
                              ("JOIN with n_C != n_A", CASES[26][1], [E1, E5, E3]), ("RANGE of 65 bits", stmt(2, s_("v"), i128(-2**63), i128(2**63)), [E1])):
        try:
            compile_stmt(SMALL, data, ents)
            raise AssertionError(label)
        except Reject as e:
            print("rejected:", label, "[%s]" % e)
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "vectors", "dataset_proof", "programs.json"), "w") as fh:
        json.dump({"class": "S", "beta": 3, "gamma": 5, "programs": out}, fh, indent=0)
    print("%d programs, all %d types, sizes as in section 11" % (len(out), len(seen)))


if __name__ == "__main__":
    main()
