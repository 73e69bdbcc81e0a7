"""Statements: byte formats, public checks, programs, honest witnesses (section 11).

compile_stmt(cls, data, entries) parses strictly, runs the public checks and returns (prog_of, witness):
prog_of(beta, gamma) -> Program ; witness(raw, strict) -> {fresh column: rows} from the private tables.
`entries` is the list of ledger entries named by the context, in order."""
import hashlib
from fr import P, inv
from params import *
from program import *
from columns import *
from circuit import Reject

MAGIC = b"ZDS1"
TAG_RANGE, TAG_HIST, TAG_ROW, TAG_KEY, TAG_ADJ, TAG_SRC, TAG_MEM, TAG_GRP = range(1, 9)
ARITH = (INT, UINT64, DECIMAL, BOOL, TIMESTAMP, DATE)          # sums allowed
ORD = ARITH + (F64ORD, CODE, KEY62)                            # order and range
KEYS = (INT, UINT64, DECIMAL, TIMESTAMP, DATE, CODE, KEY62)    # adjacency keys
AFF = (INT, UINT64, DECIMAL, TIMESTAMP, DATE)
ANY = tuple(range(1, 11))
GAP = 4                                                        # limbs of every gap


def u(v, n):
    return v.to_bytes(n, "big")


def i128(v):
    return v.to_bytes(16, "big", signed=True)


def i256(v):
    return v.to_bytes(32, "big", signed=True)


def strs(xs):
    return u(len(xs), 2) + b"".join(s_(x) for x in xs)


def stmt(ty, *parts):
    return MAGIC + u(ty, 2) + u(1, 2) + b"".join(parts)


def context(digests, nonce=bytes(32), ledger=bytes(32)):
    return ledger + bytes([len(digests)]) + b"".join(digests) + nonce


def proof_id(st):
    """ledger key of a proof"""
    return hashlib.sha256(b"zkp.ds.v1.proof" + u(len(st["bytes"]), 8) + st["bytes"] + st["context"]).digest()


def need(c, what):
    if not c:
        raise Reject(what)


class Rd:
    def __init__(self, b):
        self.b, self.o = b, 0

    def take(self, k):
        self.o += k
        need(self.o <= len(self.b), "statement: short")
        return self.b[self.o - k:self.o]

    def u(self, k):
        return int.from_bytes(self.take(k), "big")

    def i128(self):
        return int.from_bytes(self.take(16), "big", signed=True)

    def i256(self):
        return int.from_bytes(self.take(32), "big", signed=True)

    def str(self):
        try:
            return self.take(self.u(2)).decode("utf-8")
        except UnicodeDecodeError:
            raise Reject("statement: utf-8")

    def strs(self):
        k = self.u(2)
        xs = [self.str() for _ in range(k)]
        need(len(set(xs)) == len(xs), "statement: repeated column")
        return xs

    def end(self):
        need(self.o == len(self.b), "statement: trailing bytes")


# ---- shared checks --------------------------------------------------------------------------------
def column(E, ei, name, types, nullable_ok):
    for c in E[ei].cols:
        if c.name == name:
            need(c.ty in types, "column type not allowed in this statement")
            need(nullable_ok or not c.nullable, "nullable column refused")
            return ei, E[ei], c
    raise Reject("no such column")


def mag(c):
    lo, hi = type_bounds(c[2].ty, c[2].param)
    return max(-lo, hi)


def check_const(*xs):
    need(all(abs(x) <= 1 << 64 for x in xs), "constant out of range")


def check_sum(x, bound):
    """M1: every published integer is bounded by its statement and by p/2"""
    need(abs(x) <= bound and 2 * abs(x) < P, "published value out of range")


def nlimbs(span, w):
    return max(1, -(-span.bit_length() // w))


def same_schema(*cols):
    a = cols[0][2]
    for _, _, c in cols[1:]:
        need((c.ty, c.param, c.nullable, c.link) == (a.ty, a.param, a.nullable, a.link), "schema or linkage id differs")


def rows_schema(E, names, *eis, types=ANY, tuples=True):
    cs = [[column(E, ei, k, types, True) for k in names] for ei in eis]
    for t in zip(*cs):
        same_schema(*t)
    if tuples:
        text_keys(cs[0])
    return cs


# ---- blocks -----------------------------------------------------------------------------------------
def nullsafe(p, t, v, nb):
    """null bit boolean, value 0 in NULL rows: makes a nullable statement independent of other proofs"""
    p.con_slot(V(CHI1 + t - 1), nb, nb - 1, ZERO)
    p.con_slot(V(CHI1 + t - 1), nb, v, ZERO)


def live(nb):
    return UNIT if nb is None else 1 - nb


def tup(vs):
    return [x for v, nb in vs for x in ([v] if nb is None else [v, nb])]


def limb_form(ls, w):
    d = ZERO
    for i, l in enumerate(ls):
        d = d + l * pow(2, w * i, P)
    return d


def derived(p, name, x, L, rows):
    """L limb forms of x; L-1 fresh columns, the top limb is a form"""
    w = p.cls.w
    ls = [p.fresh("%s%d" % (name, i), rows) for i in range(L - 1)]
    return ls + [(x - limb_form(ls, w)) * inv(pow(2, w * (L - 1), P))]


def limbs(xs, L, w, strict):
    if strict and any(not 0 <= x < 1 << (w * L) for x in xs):
        raise ValueError("limb decomposition out of range")
    return [[(x >> (w * i)) & ((1 << w) - 1) for x in xs] for i in range(L)]


def w_derived(f, name, xs, L, w, strict):
    for i, l in enumerate(limbs(xs, L, w, strict)[:L - 1]):
        f["%s%d" % (name, i)] = l


def count_sum(p, k, a, b, mode, T):
    """mode 0: = T, 1: >= T, 2: <= T"""
    need(mode in (0, 1, 2), "mode")
    if mode == 2:
        p.sum_slot(k, -a, b, -T, GE)
    else:
        p.sum_slot(k, a, b, T, mode)


def selector(p, name, x, c, L, t=1):
    """s = [x <= c]; fresh s, d_0..d_{L-1}; two constraint slots.  The looks are added by the caller."""
    n = p.n[t - 1]
    s = p.fresh("s" + name, n)
    ds = [p.fresh("d%s%d" % (name, i), n) for i in range(L)]
    p.con_slot(V(CHI1 + t - 1), s, s - 1, ZERO)
    p.con_slot(V(CHI1 + t - 1), s, 2 * c + 1 - 2 * x, limb_form(ds, p.cls.w) - (x - c - 1))
    return s, ds


def w_selector(f, name, xs, c, L, w, strict):
    s = [1 if x <= c else 0 for x in xs]
    f["s" + name] = s
    for i, l in enumerate(limbs([c - x if b else x - c - 1 for x, b in zip(xs, s)], L, w, strict)):
        f["d%s%d" % (name, i)] = l


def gap_cols(p, rows, L=GAP):
    return [p.fresh("g%d" % i, rows) for i in range(L)]


def adjacency(p, t, sh, key, step, gs):
    """key[x+1] = key[x] + step + gap[x] on the rows of table t; CHI_sh gates all rows but the last"""
    p.prev[sh] = t
    d0 = Lin.col(p.delta0)
    p.frac_slot(V(CHI1 + t - 1) - d0, UNIT, p.den(TAG_ADJ, key, V(ID)))
    p.frac_slot(-V(CHI1 + sh - 1), UNIT, p.den(TAG_ADJ, key + step + limb_form(gs, p.cls.w), V(ID) + 1))
    for g in gs:
        p.look(V(CHI1 + sh - 1), UNIT, g)


def unique_block(p, t, sh, key, uu, gs):
    """u is a strictly increasing rearrangement of key"""
    p.frac_slot(V(CHI1 + t - 1), UNIT, p.den(TAG_KEY, key))
    p.frac_slot(-V(CHI1 + t - 1), UNIT, p.den(TAG_KEY, uu))
    adjacency(p, t, sh, uu, 1, gs)


def w_gaps(f, ks, step, L, w, strict):
    for i, l in enumerate(limbs([b - a - step for a, b in zip(ks, ks[1:])], L, w, strict)):
        f["g%d" % i] = l


def w_unique(f, keys, w, strict):
    f["u"] = sorted(keys)
    w_gaps(f, f["u"], 1, GAP, w, strict)


def counts_of(rows, table):
    """multiplicities: each row is charged to the first equal table row"""
    m, pos = [0] * len(table), {}
    for i, r in enumerate(table):
        pos.setdefault(r, i)
    for r in rows:
        if r in pos:
            m[pos[r]] += 1
    return m


def rtup(raw, names):
    ks = [k for n in names for k in ([n, n + ".null"] if n + ".null" in raw else [n])]
    return list(zip(*[raw[k] for k in ks]))


def nowit(raw, strict=True):
    return {}


# ---- 1 SUMS -------------------------------------------------------------------------------------------
def t_sums(cls, r, E):
    c, s1, s2, M = column(E, 0, r.str(), ARITH, True), r.i256(), r.i256(), r.u(8)
    r.end()
    n, B = E[0].n, mag(c)
    need(M == n if not c[2].nullable else 1 <= M <= n, "row count")                # errata E8
    check_sum(s1, M * B)
    check_sum(s2, M * B * B)
    need(s2 >= 0, "published value out of range")

    def prog(p):
        v, nb = p.note(c, 1)
        if nb is not None:
            nullsafe(p, 1, v, nb)
        p.sum_slot(V(CHI1), v, UNIT, s1)
        p.sum_slot(V(CHI1), v, v, s2)
        if nb is not None:
            p.sum_slot(V(CHI1), 1 - nb, UNIT, M)
    return [n], prog, nowit


def mean_var(n, s1, s2):
    """exact rationals: mean = s1/n, unbiased variance = (n s2 - s1^2) / (n (n-1)); n = M for nullable columns"""
    return (s1, n), (n * s2 - s1 * s1, n * (n - 1))


# ---- 2 RANGE, also claim of 23 --------------------------------------------------------------------------
def range_two(p, name, v, nb, a, b, L):
    rows = p.n[0]
    lo = derived(p, "lo" + name, v - a, L, rows)
    return lo + derived(p, "hi" + name, b - v, L, rows)


def w_range_two(f, name, xs, a, b, L, w, strict):
    w_derived(f, "lo" + name, [x - a for x in xs], L, w, strict)
    w_derived(f, "hi" + name, [b - x for x in xs], L, w, strict)


def live_rows(raw, name, repl):
    nb = raw.get(name + ".null")
    return raw[name] if nb is None else [repl if z else x for x, z in zip(raw[name], nb)]


def t_range(cls, r, E):
    c, a, b = column(E, 0, r.str(), ORD, True), r.i128(), r.i128()
    r.end()
    check_const(a, b)
    need(a <= b, "empty range")
    L = nlimbs(b - a, cls.w)
    need(L <= 4, "range wider than 4 limbs")

    def prog(p):
        v, nb = p.note(c, 1)
        lk = range_two(p, "", v, nb, a, b, L)
        if nb is not None:
            nullsafe(p, 1, v, nb)
        for x in lk:
            p.look(V(CHI1), live(nb), x)

    def wit(raw, strict=True):
        f, xs = {}, raw[0][c[2].name]
        nbs = raw[0].get(c[2].name + ".null", [0] * len(xs))
        # the limbs of a NULL row are free: those of x mod 2^(wL)
        if strict and any(not z and not a <= x <= b for x, z in zip(xs, nbs)):
            raise ValueError("limb decomposition out of range")
        w_range_two(f, "", xs, a, b, L, cls.w, False)
        return f
    return [E[0].n], prog, wit


# ---- 3 COUNT_CMP: 1 v <= c1, 2 v >= c1, 3 c1 <= v <= c2 ---------------------------------------------------
def t_count(cls, r, E):
    c, op, c1, c2 = column(E, 0, r.str(), ORD, True), r.u(1), r.i128(), r.i128()
    mode, T, L = r.u(1), r.u(8), r.u(1)
    r.end()
    n = E[0].n
    check_const(c1, c2)
    need(op in (1, 2, 3) and (c1 <= c2 if op == 3 else c2 == 0), "op")
    need(1 <= L <= 4 and T <= n, "limbs or target")
    cuts = {1: [c1], 2: [c1 - 1], 3: [c2, c1 - 1]}[op]

    def prog(p):
        v, nb = p.note(c, 1)
        sel = [selector(p, str(i), v, x, L) for i, x in enumerate(cuts)]
        if nb is not None:
            nullsafe(p, 1, v, nb)
        for _, ds in sel:
            for d in ds:
                p.look(V(CHI1), UNIT, d)
        e = {1: lambda: sel[0][0], 2: lambda: 1 - sel[0][0], 3: lambda: sel[0][0] - sel[1][0]}[op]()
        count_sum(p, V(CHI1), e, live(nb), mode, T)

    def wit(raw, strict=True):
        f = {}
        for i, x in enumerate(cuts):
            w_selector(f, str(i), raw[0][c[2].name], x, L, cls.w, strict)
        return f
    return [n], prog, wit


# ---- 4 HISTOGRAM ------------------------------------------------------------------------------------------
def t_hist(cls, r, E):
    c, nulls = column(E, 0, r.str(), tuple(t for t in ORD if t != KEY62), True), r.u(8)
    k = r.u(4)
    need(1 <= k <= 4096, "number of bins")
    bc = [(r.i128(), r.u(8)) for _ in range(k)]
    r.end()
    bins, cnts = [x[0] for x in bc], [x[1] for x in bc]
    check_const(*bins)
    need(all(x < y for x, y in zip(bins, bins[1:])), "bins not strictly increasing")
    need(c[2].nullable or nulls == 0, "null count")
    need(sum(cnts) + nulls == E[0].n, "counts do not add up to n")

    def prog(p):
        v, nb = p.note(c, 1)
        bi, co = p.public("bins", bins), p.public("counts", cnts)
        if nb is not None:
            nullsafe(p, 1, v, nb)
            p.sum_slot(V(CHI1), nb, UNIT, nulls)
        p.frac_slot(V(CHI1), live(nb), p.den(TAG_HIST, v))
        p.frac_slot(-co, V(CHI2), p.den(TAG_HIST, bi))
    return [E[0].n, k], prog, nowit


# ---- 5 SPLIT, 24 DISJOINT -----------------------------------------------------------------------------------
def chain_witness(keysA, keysB, nT, w, strict):
    f, tagged = {}, [3 * k for k in keysA] + [3 * k + 1 for k in keysB]
    us = sorted(set(tagged))
    while len(us) < nT:
        us.append(us[-1] + 2)
    f["u"], f["mT"] = us, counts_of(tagged, us)
    w_gaps(f, us, 2, GAP, w, strict)
    return f


def chain_block(p, ta, tb, tu, sh, ka, kb, uu, gs, mT):
    p.frac_slot(V(CHI1 + ta - 1), UNIT, p.den(TAG_KEY, 3 * ka))
    p.frac_slot(V(CHI1 + tb - 1), UNIT, p.den(TAG_KEY, 3 * kb + 1))
    p.frac_slot(-mT, V(CHI1 + tu - 1), p.den(TAG_KEY, uu))
    adjacency(p, tu, sh, uu, 2, gs)


def t_split(cls, r, E):
    names, key = r.strs(), r.str()
    r.end()
    need(key in names, "key must be one of the columns")
    S, A, B = rows_schema(E, names, 0, 1, 2)
    column(E, 0, key, KEYS, False)
    n = [e.n for e in E]
    need(n[0] == n[1] + n[2], "split sizes")
    ki = names.index(key)

    def prog(p):
        s, a, b = [p.note(c, 1) for c in S], [p.note(c, 2) for c in A], [p.note(c, 3) for c in B]
        p.d0()
        uu, gs = p.fresh("u", n[0]), gap_cols(p, n[0] - 1)
        mT = p.fresh("mT", n[0])
        p.frac_slot(V(CHI1), UNIT, p.den(TAG_ROW, *tup(s)))
        p.frac_slot(-V(CHI2), UNIT, p.den(TAG_ROW, *tup(a)))
        p.frac_slot(-V(CHI3), UNIT, p.den(TAG_ROW, *tup(b)))
        chain_block(p, 2, 3, 1, 4, a[ki][0], b[ki][0], uu, gs, mT)
    return n + [n[0] - 1], prog, lambda raw, strict=True: chain_witness(raw[1][key], raw[2][key], n[0], cls.w, strict)


def t_disjoint(cls, r, E):
    ka, kb = r.str(), r.str()
    r.end()
    a, b = column(E, 0, ka, KEYS, False), column(E, 1, kb, KEYS, False)
    same_schema(a, b)
    nA, nB = E[0].n, E[1].n

    def prog(p):
        x, y = p.note(a, 1)[0], p.note(b, 2)[0]
        p.d0()
        uu, gs = p.fresh("u", nA + nB), gap_cols(p, nA + nB - 1)
        mT = p.fresh("mT", nA + nB)
        chain_block(p, 1, 2, 3, 4, x, y, uu, gs, mT)
    return [nA, nB, nA + nB, nA + nB - 1], prog, \
        lambda raw, strict=True: chain_witness(raw[0][ka], raw[1][kb], nA + nB, cls.w, strict)


# ---- 6 WELLTYPED, also claim of 23 -----------------------------------------------------------------------------
def type_plan(cls, c):
    """('none'|'bool'|'one'|'two', lo, hi, L)"""
    bd = type_bounds(c[2].ty, c[2].param)
    if bd is None:
        return "none", 0, 0, 0
    lo, hi = bd
    if c[2].ty == BOOL:
        return "bool", 0, 1, 0
    L = nlimbs(hi - lo, cls.w)
    need(L <= 4, "range wider than 4 limbs")
    return ("one" if hi - lo + 1 == 1 << (cls.w * L) else "two"), lo, hi, L


def type_cols(p, name, v, plan):
    kind, lo, hi, L = plan
    if kind == "one":
        return derived(p, "lo" + name, v - lo, L, p.n[0])
    return range_two(p, name, v, None, lo, hi, L) if kind == "two" else []


def w_type(f, name, xs, plan, w, strict):
    kind, lo, hi, L = plan
    if kind in ("one", "two") and strict and any(not lo <= x <= hi for x in xs):
        raise ValueError("limb decomposition out of range")
    if kind == "one":
        w_derived(f, "lo" + name, [x - lo for x in xs], L, w, False)
    if kind == "two":
        w_range_two(f, name, xs, lo, hi, L, w, False)


def t_welltyped(cls, r, E):
    k = r.u(1)
    need(k in (1, 2), "number of columns")
    names = [r.str() for _ in range(k)]
    pub = [(r.u(1), r.u(8)) for _ in range(k)]
    r.end()
    need(len(set(names)) == k, "statement: repeated column")
    cs = [column(E, 0, x, ANY, True) for x in names]
    plans = [type_plan(cls, c) for c in cs]
    for c, (f, m) in zip(cs, pub):
        need(f in (0, 1) and (f == 0 or c[2].nullable) and (m == 0 if f == 0 else m <= E[0].n), "null count")

    def prog(p):
        vs = [p.note(c, 1) for c in cs]
        lk = [type_cols(p, str(i), v, pl) for i, ((v, _), pl) in enumerate(zip(vs, plans))]
        for (v, nb), pl, (f, m), ls in zip(vs, plans, pub, lk):
            if nb is not None:
                nullsafe(p, 1, v, nb)
            if pl[0] == "bool":
                p.con_slot(V(CHI1), v, v - 1, ZERO)
            if f:
                p.sum_slot(V(CHI1), nb, UNIT, m)
            for x in ls:
                p.look(V(CHI1), live(nb), x)

    def wit(raw, strict=True):
        f = {}
        for i, (c, pl) in enumerate(zip(cs, plans)):
            nm = c[2].name
            w_type(f, str(i), live_rows(raw[0], nm, pl[1]) if c[2].nullable else raw[0][nm], pl, cls.w, strict)
        return f
    return [E[0].n], prog, wit


# ---- 7 AFFINE: out = floor((a in + c) / d) ----------------------------------------------------------------------
def t_affine(cls, r, E):
    ci, co = column(E, 0, r.str(), AFF, False), column(E, 1, r.str(), AFF, False)
    a, c, d = r.i128(), r.i128(), r.i128()
    r.end()
    need(E[0].n == E[1].n, "row counts differ")
    need(1 <= d < 1 << 32 and abs(a) < 1 << 63 and abs(c) < 1 << 63, "constant out of range")
    L = nlimbs(d - 1, cls.w)
    need(L <= 2, "divisor too large")

    def prog(p):
        x, y = p.note(ci, 1)[0], p.note(co, 1)[0]
        if d == 1:
            p.con_slot(V(CHI1), ZERO, ZERO, a * x + c - y)
            return
        rem = a * x + c - d * y
        lk = derived(p, "lo", rem, L, p.n[0]) + derived(p, "hi", (d - 1) - rem, L, p.n[0])
        for z in lk:
            p.look(V(CHI1), UNIT, z)

    def wit(raw, strict=True):
        f = {}
        rem = [a * x + c - d * y for x, y in zip(raw[0][ci[2].name], raw[1][co[2].name])]
        w_derived(f, "lo", rem, L, cls.w, strict)
        w_derived(f, "hi", [d - 1 - z for z in rem], L, cls.w, strict)
        return f if d > 1 else {}
    return [E[0].n], prog, wit


# ---- 8 FILTER: rows(B) = rows of A with pred (1 <=, 2 >=, 3 =) c ---------------------------------------------------
def t_filter(cls, r, E):
    names, pc, op, c, L = r.strs(), r.str(), r.u(1), r.i128(), r.u(1)
    r.end()
    need(pc in names, "predicate column must be one of the columns")
    A, B = rows_schema(E, names, 0, 1)
    column(E, 0, pc, ORD, False)
    check_const(c)
    need(op in (1, 2, 3) and (1 <= L <= 4 if op < 3 else L == 0), "op or limbs")
    pi = names.index(pc)
    cut = c if op == 1 else c - 1

    def prog(p):
        a, b = [p.note(x, 1) for x in A], [p.note(x, 2) for x in B]
        v = a[pi][0]
        if op < 3:
            s, ds = selector(p, "", v, cut, L)
            for d in ds:
                p.look(V(CHI1), UNIT, d)
            e = s if op == 1 else 1 - s
        else:
            e = eq_selector(p, "", v, None, c, 1)
        p.frac_slot(V(CHI1), e, p.den(TAG_ROW, *tup(a)))
        p.frac_slot(-V(CHI2), UNIT, p.den(TAG_ROW, *tup(b)))

    def wit(raw, strict=True):
        f = {}
        if op < 3:
            w_selector(f, "", raw[0][pc], cut, L, cls.w, strict)
        else:
            f["s"] = [1 if x == c else 0 for x in raw[0][pc]]
        return f
    return [E[0].n, E[1].n], prog, wit


# ---- 9 SORT, 10 UNIQUE_KEY, 20 SHUFFLE -------------------------------------------------------------------------------
def t_sort(cls, r, E):
    names, key, L = r.strs(), r.str(), r.u(1)
    r.end()
    need(key in names, "key must be one of the columns")
    A, B = rows_schema(E, names, 0, 1)
    column(E, 0, key, KEYS + (F64ORD,), False)
    need(E[0].n == E[1].n and 1 <= L <= 4, "row counts or limbs")
    n, ki = E[0].n, names.index(key)

    def prog(p):
        a, b = [p.note(x, 1) for x in A], [p.note(x, 1) for x in B]
        p.d0()
        gs = gap_cols(p, n - 1, L)
        p.frac_slot(V(CHI1), UNIT, p.den(TAG_ROW, *tup(a)))
        p.frac_slot(-V(CHI1), UNIT, p.den(TAG_ROW, *tup(b)))
        adjacency(p, 1, 2, b[ki][0], 0, gs)

    def wit(raw, strict=True):
        f = {}
        w_gaps(f, raw[1][key], 0, L, cls.w, strict)
        return f
    return [n, n - 1], prog, wit


def t_unique(cls, r, E):
    c = column(E, 0, r.str(), KEYS, False)
    r.end()
    n = E[0].n

    def prog(p):
        k = p.note(c, 1)[0]
        p.d0()
        uu, gs = p.fresh("u", n), gap_cols(p, n - 1)
        unique_block(p, 1, 2, k, uu, gs)

    def wit(raw, strict=True):
        f = {}
        w_unique(f, raw[0][c[2].name], cls.w, strict)
        return f
    return [n, n - 1], prog, wit


def t_shuffle(cls, r, E):
    names = r.strs()
    r.end()
    need(names, "no column")
    A, B = rows_schema(E, names, 0, 1)
    need(E[0].n == E[1].n, "row counts differ")

    def prog(p):
        a, b = [p.note(x, 1) for x in A], [p.note(x, 1) for x in B]
        p.frac_slot(V(CHI1), UNIT, p.den(TAG_ROW, *tup(a)))
        p.frac_slot(-V(CHI1), UNIT, p.den(TAG_ROW, *tup(b)))
    return [E[0].n], prog, nowit


# ---- 11 DEDUPE, 12 JOIN ------------------------------------------------------------------------------------------------
def t_dedupe(cls, r, E):
    names, key = r.strs(), r.str()
    r.end()
    need(key in names, "key must be one of the columns")
    A, B = rows_schema(E, names, 0, 1)
    column(E, 0, key, KEYS, False)
    nA, nB, ki = E[0].n, E[1].n, names.index(key)

    def prog(p):
        a, b = [p.note(x, 1) for x in A], [p.note(x, 2) for x in B]
        p.d0()
        M = p.fresh("M", nB)
        ml = derived(p, "ml", M - 1, 2, nB)
        uu, gs = p.fresh("u", nB), gap_cols(p, nB - 1)
        p.frac_slot(V(CHI1), UNIT, p.den(TAG_ROW, *tup(a)))
        p.frac_slot(-M, V(CHI2), p.den(TAG_ROW, *tup(b)))
        for x in ml:
            p.look(V(CHI2), UNIT, x)
        unique_block(p, 2, 3, b[ki][0], uu, gs)

    def wit(raw, strict=True):
        f = {"M": counts_of(rtup(raw[0], names), rtup(raw[1], names))}
        w_derived(f, "ml", [x - 1 for x in f["M"]], 2, cls.w, strict)
        w_unique(f, raw[1][key], cls.w, strict)
        return f
    return [nA, nB, nB - 1], prog, wit


def t_join(cls, r, E):
    keys, left, right = r.strs(), r.strs(), r.strs()
    r.end()
    need(keys and len(set(keys + left + right)) == len(keys + left + right), "statement: repeated column")
    Ak, Bk, Ck = rows_schema(E, keys, 0, 1, 2, tuples=False)
    Al, Cl = rows_schema(E, left, 0, 2, tuples=False)
    Br, Cr = rows_schema(E, right, 1, 2, tuples=False)
    for c in Ak:
        need(not c[2].nullable, "nullable column refused")
    text_keys(Ak + Al)
    text_keys(Bk + Br)
    column(E, 1, keys[0], KEYS, False)
    nA, nB = E[0].n, E[1].n
    need(E[2].n == nA, "row counts differ")

    def prog(p):
        a = [p.note(x, 1) for x in Ak + Al]
        b = [p.note(x, 2) for x in Bk + Br]
        c = [p.note(x, 1) for x in Ck + Cl + Cr]
        k, l = len(Ck), len(Cl)
        p.d0()
        M, uu, gs = p.fresh("M", nB), p.fresh("u", nB), gap_cols(p, nB - 1)
        p.frac_slot(V(CHI1), UNIT, p.den(TAG_ROW, *tup(a)))
        p.frac_slot(-V(CHI1), UNIT, p.den(TAG_ROW, *tup(c[:k + l])))
        p.frac_slot(V(CHI1), UNIT, p.den(TAG_SRC, *tup(c[:k] + c[k + l:])))
        p.frac_slot(-M, V(CHI2), p.den(TAG_SRC, *tup(b)))
        unique_block(p, 2, 3, b[0][0], uu, gs)

    def wit(raw, strict=True):
        f = {"M": counts_of(rtup(raw[2], keys + right), rtup(raw[1], keys + right))}
        w_unique(f, raw[1][keys[0]], cls.w, strict)
        return f
    return [nA, nB, nB - 1], prog, wit


# ---- 13 MEMBER, 14 NON_MEMBER --------------------------------------------------------------------------------------------
def records(r, E):
    names = r.strs()
    need(names, "no column")
    cs = [column(E, 0, k, ANY, True) for k in names]
    salts = []
    for c in cs:
        if c[2].ty in SALTED:
            salts.append(r.take(16))
            need(linkage_id(salts[-1]) == c[2].link, "salt does not match the linkage id")
        else:
            salts.append(None)
    m, recs = r.u(4), []
    need(1 <= m <= 4096, "number of records")
    for _ in range(m):
        t = []
        for c, salt in zip(cs, salts):
            nul = r.u(1) if c[2].nullable else 0
            need(nul in (0, 1), "null flag")
            if nul:
                x = 0
            elif salt is not None:
                d = r.take(r.u(4))
                x = enc_str(d, salt) if c[2].ty == STR248 else enc_key62(d, salt)
            else:
                x = r.i128()
                check_const(x)
            t += [x, nul] if c[2].nullable else [x]
        recs.append(tuple(t))
    r.end()
    text_keys(cs)
    return names, cs, recs


def text_keys(cs):
    """errata E9, for every statement that compares rows: a KEY62 code only beside the STR248 column of the same linkage domain"""
    for c in cs:
        need(c[2].ty != KEY62 or any(d[2].ty == STR248 and d[2].link == c[2].link for d in cs), "KEY62 without its STR248 column")


def t_member(cls, r, E):
    names, cs, recs = records(r, E)

    def prog(p):
        a = tup([p.note(c, 1) for c in cs])
        R = [p.public("rec%d" % i, [t[i] for t in recs]) for i in range(len(recs[0]))]
        M = p.fresh("M", E[0].n)
        p.frac_slot(V(CHI2), UNIT, p.den(TAG_MEM, *R))
        p.frac_slot(-M, V(CHI1), p.den(TAG_MEM, *a))
    return [E[0].n, len(recs)], prog, lambda raw, strict=True: {"M": counts_of(recs, rtup(raw[0], names))}


def t_non_member(cls, r, E):
    names, cs, recs = records(r, E)
    need(len(recs) <= 16, "number of records")
    need(sum(c[2].nullable for c in cs) <= 4, "nullable columns")

    def prog(p):
        vs = [p.note(c, 1) for c in cs]
        a = tup(vs)
        for v, nb in vs:                                                               # errata E2
            if nb is not None:
                nullsafe(p, 1, v, nb)
        for t in recs:
            e, bp = ZERO, 1
            for x, y in zip(a, t):
                e, bp = e + (x - y) * bp, bp * p.beta % P
            p.frac_slot(ZERO, ZERO, e + p.gamma - p.gamma * V(CHI1))
    return [E[0].n], prog, nowit


# ---- 15 GROUP_SUMS -----------------------------------------------------------------------------------------------------------
def t_group(cls, r, E):
    cv, cg = column(E, 0, r.str(), ARITH, False), column(E, 0, r.str(), tuple(t for t in ORD if t != KEY62), False)
    m = r.u(4)
    need(1 <= m <= 4096 and cv[2].name != cg[2].name, "number of groups")
    g = [(r.i128(), r.i256(), r.u(8)) for _ in range(m)]
    r.end()
    G, S, C = [x[0] for x in g], [x[1] for x in g], [x[2] for x in g]
    check_const(*G)
    need(all(x < y for x, y in zip(G, G[1:])), "groups not strictly increasing")
    need(sum(C) == E[0].n, "counts do not add up to n")
    for s, c in zip(S, C):
        check_sum(s, c * mag(cv))

    def prog(p):
        v, k = p.note(cv, 1)[0], p.note(cg, 1)[0]
        a, b, c = p.public("G", G), p.public("S", S), p.public("N", C)
        p.frac_slot(v, V(CHI1), p.den(TAG_GRP, k))
        p.frac_slot(-b, V(CHI2), p.den(TAG_GRP, a))
        p.frac_slot(V(CHI1), UNIT, p.den(TAG_HIST, k))
        p.frac_slot(-c, V(CHI2), p.den(TAG_HIST, a))
    return [E[0].n, m], prog, nowit


# ---- 16 DP_SUM -----------------------------------------------------------------------------------------------------------------
def beacon_bits(value, digest, k):
    out = []
    for i in range(-(-k // 256)):
        h = hashlib.sha256(b"zkp.ds.v1.beacon" + value + digest + u(i, 4)).digest()
        out += [(h[j // 8] >> (j % 8)) & 1 for j in range(256)]
    return out[:k]


def t_dp(cls, r, E):
    value, t2 = r.take(32), r.i256()
    r.end()
    q = E[1].query
    need(q is not None and q["data"] == E[0].digest(), "bits entry does not name this data entry")
    cv = column(E, 0, q["column"], ARITH, False)
    cb = column(E, 1, "bits", (BOOL,), False)
    lo, hi, k, n = q["lo"], q["hi"], E[1].n, E[0].n
    check_const(lo, hi)
    need(lo < hi and k <= 4096, "query record")
    check_sum(t2, 2 * n * max(abs(lo), abs(hi)) + k)
    be = beacon_bits(value, E[1].digest(), k)
    L = nlimbs(hi - lo, cls.w)
    need(L <= 4, "range wider than 4 limbs")

    def prog(p):
        v, b = p.note(cv, 1)[0], p.note(cb, 2)[0]
        e = p.public("beacon", be)
        lk = range_two(p, "", v, None, lo, hi, L)
        p.con_slot(V(CHI2), b, b - 1, ZERO)
        for x in lk:
            p.look(V(CHI1), UNIT, x)
        p.sum_slot(V(CHI1), 2 * v, UNIT, 0, CARRY)
        p.sum_slot(V(CHI2), 2 * b, 1 - 2 * e, t2 + k - 2 * sum(be), EXACT)

    def wit(raw, strict=True):
        f = {}
        w_range_two(f, "", raw[0][cv[2].name], lo, hi, L, cls.w, strict)
        return f
    return [n, k], prog, wit


# ---- 17 COUNT_EQ / IN-SET --------------------------------------------------------------------------------------------------------
def eq_selector(p, name, v, nb, c, t):
    """s = [v = c and not NULL] on every row of table t"""
    g = p.gamma
    s = p.fresh("s" + name, p.n[t - 1])
    ch, z = V(CHI1 + t - 1), (ZERO if nb is None else nb)
    p.con_slot(ch, s, s - 1, ZERO)
    p.con_slot(ch, s, v - c + g * z, ZERO)
    p.frac_slot(ZERO, ZERO, v - c + g * s + g * g - (g * g) * ch + (g * g * g) * z)
    return s


def t_count_eq(cls, r, E):
    c, joint, m = column(E, 0, r.str(), ORD, True), r.u(1), r.u(1)
    need(joint in (0, 1) and 1 <= m <= (3 if c[2].nullable else 4), "number of classes")
    cl = [r.i128() for _ in range(m)]
    tg = [(r.u(1), r.u(8)) for _ in range(1 if joint else m)]
    r.end()
    check_const(*cl)
    need(all(x < y for x, y in zip(cl, cl[1:])), "classes not strictly increasing")
    need(all(t <= E[0].n for _, t in tg), "target")

    def prog(p):
        v, nb = p.note(c, 1)
        ss = [eq_selector(p, str(i), v, nb, x, 1) for i, x in enumerate(cl)]
        if nb is not None:                                                              # errata E2
            nullsafe(p, 1, v, nb)
        if joint:
            ss = [sum(ss, ZERO)]
        for s, (mode, T) in zip(ss, tg):
            count_sum(p, V(CHI1), s, UNIT, mode, T)

    def wit(raw, strict=True):
        xs = raw[0][c[2].name]
        nb = raw[0].get(c[2].name + ".null", [0] * len(xs))
        return {"s%d" % i: [1 if x == y and not z else 0 for x, z in zip(xs, nb)] for i, y in enumerate(cl)}
    return [E[0].n], prog, wit


# ---- 18 MIN / MAX -----------------------------------------------------------------------------------------------------------------
def t_minmax(cls, r, E):
    c, which, val, L = column(E, 0, r.str(), ORD, True), r.u(1), r.i128(), r.u(1)
    r.end()
    check_const(val)
    need(which in (0, 1) and 1 <= L <= 4, "which or limbs")

    def prog(p):
        v, nb = p.note(c, 1)
        rec = p.public("rec", [val])
        lk = derived(p, "lo", v - val if which == 0 else val - v, L, p.n[0])
        M = p.fresh("M", p.n[0])
        if nb is not None:
            nullsafe(p, 1, v, nb)
        for x in lk:
            p.look(V(CHI1), live(nb), x)
        p.frac_slot(V(CHI2), UNIT, p.den(TAG_MEM, *([rec] if nb is None else [rec, ZERO])))
        p.frac_slot(-M, V(CHI1), p.den(TAG_MEM, *tup([(v, nb)])))

    def wit(raw, strict=True):
        f, nm = {}, c[2].name
        xs = live_rows(raw[0], nm, val)
        w_derived(f, "lo", [(x - val) * (1 - 2 * which) for x in raw[0][nm]], L, cls.w, False)
        if strict and any(not 0 <= (x - val) * (1 - 2 * which) < 1 << (cls.w * L) for x in xs):
            raise ValueError("limb decomposition out of range")
        f["M"] = counts_of([(val, 0) if c[2].nullable else (val,)], rtup(raw[0], [nm]))
        return f
    return [E[0].n, 1], prog, wit


# ---- 19 QUANTILE ----------------------------------------------------------------------------------------------------------------------
def t_quantile(cls, r, E):
    c, k, q, L = column(E, 0, r.str(), ORD, False), r.u(8), r.i128(), r.u(1)
    r.end()
    n = E[0].n
    check_const(q)
    need(1 <= k <= n and 1 <= L <= 2, "rank or limbs")

    def prog(p):
        v = p.note(c, 1)[0]
        sel = [selector(p, str(i), v, x, L) for i, x in enumerate((q, q - 1))]
        for _, ds in sel:
            for d in ds:
                p.look(V(CHI1), UNIT, d)
        p.sum_slot(V(CHI1), sel[0][0], UNIT, k, GE)
        p.sum_slot(V(CHI1), 1 - sel[1][0], UNIT, n - k + 1, GE)

    def wit(raw, strict=True):
        f = {}
        for i, x in enumerate((q, q - 1)):
            w_selector(f, str(i), raw[0][c[2].name], x, L, cls.w, strict)
        return f
    return [n], prog, wit


# ---- 21 MEAN_FLOOR ----------------------------------------------------------------------------------------------------------------------
def t_mean_floor(cls, r, E):
    c, k, q = column(E, 0, r.str(), ARITH, False), r.u(1), r.i128()
    r.end()
    n = E[0].n
    need(k <= 18, "digits")
    check_sum(q, 10 ** k * mag(c))

    def prog(p):
        v = p.note(c, 1)[0]
        p.sum_slot(V(CHI1), 10 ** k * v, UNIT, n * q, GE)
        p.sum_slot(V(CHI1), -(10 ** k) * v, UNIT, -(n * q + n - 1), GE)
    return [n], prog, nowit


# ---- 22 COVARIANCE ------------------------------------------------------------------------------------------------------------------------
def t_cov(cls, r, E):
    cx, cy = column(E, 0, r.str(), ARITH, False), column(E, 0, r.str(), ARITH, False)
    sx, sy, sxy = r.i256(), r.i256(), r.i256()
    r.end()
    n = E[0].n
    need(cx[2].name != cy[2].name, "statement: repeated column")
    check_sum(sx, n * mag(cx))
    check_sum(sy, n * mag(cy))
    check_sum(sxy, n * mag(cx) * mag(cy))

    def prog(p):
        x, y = p.note(cx, 1)[0], p.note(cy, 1)[0]
        p.sum_slot(V(CHI1), x, UNIT, sx)
        p.sum_slot(V(CHI1), y, UNIT, sy)
        p.sum_slot(V(CHI1), x, y, sxy)
    return [n], prog, nowit


def correlation_squared(n, sx, sy, sxy, sxx, syy):
    """(sign, numerator, denominator) of r^2 as exact integers; sxx, syy are the S2 of two SUMS proofs"""
    c = n * sxy - sx * sy
    return (c > 0) - (c < 0), c * c, (n * sxx - sx * sx) * (n * syy - sy * sy)


# ---- 23 COMPOSITE: several claims on one table in one program ---------------------------------------------------------------------------------
C_RANGE, C_TYPE, C_SUM = 1, 2, 3


def t_composite(cls, r, E):
    m, claims = r.u(1), []
    need(2 <= m <= 8, "number of claims")
    for _ in range(m):
        kind = r.u(1)
        if kind == C_RANGE:
            c, a, b = column(E, 0, r.str(), ORD, True), r.i128(), r.i128()
            check_const(a, b)
            need(a <= b, "empty range")
            L = nlimbs(b - a, cls.w)
            need(L <= 4, "range wider than 4 limbs")
            claims.append((kind, c, ("two", a, b, L)))
        elif kind == C_TYPE:
            c = column(E, 0, r.str(), ANY, True)
            claims.append((kind, c, type_plan(cls, c)))
        elif kind == C_SUM:
            c, s1 = column(E, 0, r.str(), ARITH, False), r.i256()
            check_sum(s1, E[0].n * mag(c))
            claims.append((kind, c, s1))
        else:
            raise Reject("unknown claim")
    r.end()
    need(len({(k, c[2].name) for k, c, _ in claims}) == m, "repeated claim")

    def prog(p):
        cols, order = {}, []
        for _, c, _ in claims:
            if c[2].name not in cols:
                cols[c[2].name] = p.note(c, 1)
                order.append(c[2].name)
        lk = [type_cols(p, "%d_" % i, cols[c[2].name][0], pl) if k != C_SUM else []
              for i, (k, c, pl) in enumerate(claims)]
        for nm in order:
            if cols[nm][1] is not None:
                nullsafe(p, 1, *cols[nm])
        for (k, c, pl), ls in zip(claims, lk):
            v, nb = cols[c[2].name]
            if k == C_TYPE and pl[0] == "bool":
                p.con_slot(V(CHI1), v, v - 1, ZERO)
            if k == C_SUM:
                p.sum_slot(V(CHI1), v, UNIT, pl)
            for x in ls:
                p.look(V(CHI1), live(nb), x)

    def wit(raw, strict=True):
        f = {}
        for i, (k, c, pl) in enumerate(claims):
            if k != C_SUM:
                nm = c[2].name
                w_type(f, "%d_" % i, live_rows(raw[0], nm, pl[1]) if c[2].nullable else raw[0][nm], pl, cls.w, strict)
        return f
    return [E[0].n], prog, wit


# ---- 25 KNOWLEDGE: no slot at all; form 92 alone proves knowledge of the listed columns -----------------------------------------------------------
def t_knowledge(cls, r, E):
    names = r.strs()
    r.end()
    need(names, "no column")
    cs = [column(E, 0, k, ANY, True) for k in names]

    def prog(p):
        for c in cs:
            p.note(c, 1)
    return [E[0].n], prog, nowit


# type -> (name, number of entries in the context, handler)
REG = {1: ("SUMS", 1, t_sums), 2: ("RANGE", 1, t_range), 3: ("COUNT_CMP", 1, t_count), 4: ("HISTOGRAM", 1, t_hist),
       5: ("SPLIT", 3, t_split), 6: ("WELLTYPED", 1, t_welltyped), 7: ("AFFINE", 2, t_affine), 8: ("FILTER", 2, t_filter),
       9: ("SORT", 2, t_sort), 10: ("UNIQUE_KEY", 1, t_unique), 11: ("DEDUPE", 2, t_dedupe), 12: ("JOIN", 3, t_join),
       13: ("MEMBER", 1, t_member), 14: ("NON_MEMBER", 1, t_non_member), 15: ("GROUP_SUMS", 1, t_group),
       16: ("DP_SUM", 2, t_dp), 17: ("COUNT_EQ", 1, t_count_eq), 18: ("MINMAX", 1, t_minmax), 19: ("QUANTILE", 1, t_quantile),
       20: ("SHUFFLE", 2, t_shuffle), 21: ("MEAN_FLOOR", 1, t_mean_floor), 22: ("COVARIANCE", 1, t_cov),
       23: ("COMPOSITE", 1, t_composite), 24: ("DISJOINT", 2, t_disjoint), 25: ("KNOWLEDGE", 1, t_knowledge)}


def compile_stmt(cls, data, entries):
    r = Rd(data)
    need(r.take(4) == MAGIC, "statement: magic")
    ty = r.u(2)
    need(r.u(2) == 1 and ty in REG, "statement: type or version")
    need(len(entries) == REG[ty][1], "number of entries")
    for e in entries:
        try:
            e.check()
        except ValueError as x:
            raise Reject(str(x))
        need(e.srs == entries[0].srs == SRS_ID, "srs id")
    n, prog, wit = REG[ty][2](cls, r, entries)

    def prog_of(beta, gamma):
        p = Program(cls, n, beta, gamma)
        try:
            prog(p)
            p.finish()
        except ProgramError as x:
            raise Reject(str(x))
        return p
    prog_of(1, 1)
    return prog_of, wit


def resolve(st, ledger):
    """entries named by the context, in order"""
    c = st["context"]
    need(len(c) >= 65 and len(c) == 65 + 32 * c[32], "context length")
    ds = [c[33 + 32 * i:65 + 32 * i] for i in range(c[32])]
    need(all(d in ledger for d in ds), "unknown entry")
    return [ledger[d] for d in ds]


# ---- witness completion -------------------------------------------------------------------------------------------------------------------------
def fill_m(prog, cols):
    """range multiplicities of all look-ups; cols: column index -> rows"""
    w = prog.cls.w
    m = [0] * (1 << w)

    def at(f, x):
        a = 0
        for k, v in f.d.items():
            a += v * ((cols[k][x] if x < len(cols[k]) else 0) if k >= 0 else virt_table(-1 - k, x, prog.n, w))
        return a % P
    for g1_, g2_, form in prog.looks:
        for x in range(max(prog.n)):
            wt = at(g1_, x) * at(g2_, x) % P
            if wt:
                v = at(form, x)
                if v < 1 << w:
                    m[v] = (m[v] + wt) % P
    return m


def columns_for(prog_of, wit, tables, secret, strict=True, over=None):
    """all committed columns of the prover: notarised ones from the tables, fresh ones blinded"""
    p = prog_of(1, 1)
    f = dict(wit([t.raw for t in tables], strict))
    f.update(over or {})
    out = {}
    for i, (nm, kind) in enumerate(p.cols):
        if kind == "notarised":
            out[nm] = tables[p.src[i][0]].cols[p.src[i][1]]
        elif kind == "fresh" and nm != "m":
            out[nm] = blind(f[nm], secret, i, nm)
    if p.looks:
        cols = {i: (out[nm] if nm in out else p.public_values.get(i, [])) for i, (nm, _) in enumerate(p.cols)}
        out["m"] = blind(f.get("m") or fill_m(p, cols), secret, [c[0] for c in p.cols].index("m"), "m")
    return out
