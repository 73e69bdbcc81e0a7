"""Typed encodings, blinding, commitments, ledger entry (section 4)."""
import hashlib
import re
import struct
from fr import P
from params import BLIND
from setup import commit, SRS_ID
import g1

INT, UINT64, DECIMAL, BOOL, TIMESTAMP, DATE, F64ORD, STR248, KEY62, CODE = range(1, 11)
F64MAX = 0x7FEFFFFFFFFFFFFF
SALTED = (STR248, KEY62)
LINKED = SALTED + (CODE,)          # errata E1: codes of different dictionaries are never compared


def type_bounds(ty, param):
    """closed interval of the encoded value; None for STR248"""
    if ty == INT:
        return -(1 << (param - 1)), (1 << (param - 1)) - 1
    return {UINT64: (0, 2**64 - 1), DECIMAL: (-2**63, 2**63 - 1), BOOL: (0, 1), TIMESTAMP: (-2**63, 2**63 - 1),
            DATE: (-2**31, 2**31 - 1), F64ORD: (-F64MAX, F64MAX), KEY62: (0, 2**62 - 1),
            CODE: (0, param - 1), STR248: None}[ty]


def param_ok(ty, param):
    if ty == INT:
        return 1 <= param <= 64
    if ty == DECIMAL:
        return param <= 18
    if ty == CODE:
        return 1 <= param < 2**32
    return ty in range(1, 11) and param == 0


def enc_int(v, bits=64):
    if not -(1 << (bits - 1)) <= v < (1 << (bits - 1)):
        raise ValueError("int out of range")
    return v % P


DEC_RE = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,4}))?", re.ASCII)


def enc_decimal(text, scale):
    """exact integer arithmetic, no rounding context"""
    m = DEC_RE.fullmatch(text)
    if not m or len(text) > 256:
        raise ValueError("decimal syntax")
    sg, ip, fp, ex = m.group(1), m.group(2), m.group(3) or "", int(m.group(4) or 0)
    v, e = int(ip + fp), scale + ex - len(fp)
    if e < 0 and v:
        if v % 10 ** -e:
            raise ValueError("decimal not exact at this scale")
        v //= 10 ** -e
    elif v:
        if e > 40:
            raise ValueError("int out of range")
        v *= 10 ** e
    return enc_int(-v if sg else v)


def enc_bool(b):
    return 1 if b else 0


def enc_float64_order(x):
    """order preserving int64 image; -0.0 -> +0.0; NaN and infinities rejected."""
    if x != x or x in (float("inf"), float("-inf")):
        raise ValueError("NaN/Inf not encodable")
    if x == 0.0:
        x = 0.0
    u = struct.unpack(">Q", struct.pack(">d", x))[0]
    i = u if u < (1 << 63) else (1 << 63) - u          # negative floats mirror
    return enc_int(i)


def enc_str(data, salt):
    """248-bit equality code."""
    h = hashlib.sha256(b"zkp.ds.v1.str" + salt + len(data).to_bytes(8, "big") + data).digest()
    return int.from_bytes(h[:31], "big")


def enc_key62(data, salt):
    h = hashlib.sha256(b"zkp.ds.v1.key" + salt + len(data).to_bytes(8, "big") + data).digest()
    return int.from_bytes(h[:8], "big") >> 2


def linkage_id(salt):
    return hashlib.sha256(b"zkp.ds.v1.link" + salt).digest()


def dictionary_id(dictionary):
    b = len(dictionary).to_bytes(4, "big")
    for t in dictionary:
        b += len(t.encode()).to_bytes(4, "big") + t.encode()
    return hashlib.sha256(b"zkp.ds.v1.dict" + b).digest()


def file_binding(data, salt32):
    return hashlib.sha256(b"zkp.ds.v1.file" + salt32 + hashlib.sha256(data).digest()).digest()


def s_(name):
    nm = name.encode()
    return len(nm).to_bytes(2, "big") + nm


def col_seed(secret, index, name, values):
    """per-column seed: can be disclosed to an auditor without the other columns.  Binds position, length, name and
    content, so that a reused secret does not produce equal blinding rows for different columns."""
    hv = hashlib.sha256(b"".join((v % P).to_bytes(32, "big") for v in values)).digest()
    return hashlib.sha256(b"zkp.ds.v1.colseed" + secret + index.to_bytes(4, "big") + len(values).to_bytes(8, "big")
                          + s_(name) + hv).digest()


def blind(values, secret, index, name=""):
    out = [v % P for v in values]
    seed = col_seed(secret, index, name, values)
    for j in range(BLIND):
        h = hashlib.sha512(b"zkp.ds.v1.blind" + seed + j.to_bytes(4, "big")).digest()
        out.append(int.from_bytes(h, "big") % P)
    return out


class Col:
    """one column of an entry: name, type, param, nullable, linkage id, point"""
    def __init__(self, name, ty, param, nullable, link, point):
        self.name, self.ty, self.param, self.nullable, self.link, self.point = name, ty, param, nullable, link, point


class Entry:
    """public part of a table (section 4.3)"""
    def __init__(self, n, cols, owner=bytes(32), fileb=bytes(32), profile="", schema=bytes(32), srs=SRS_ID, query=None):
        self.n, self.cols, self.owner, self.fileb = n, cols, owner, fileb
        self.profile, self.schema, self.srs, self.query = profile, schema, srs, query

    def body(self):
        b = b"ZDSE" + (1).to_bytes(2, "big") + bytes([1]) + self.srs + self.owner + self.fileb + s_(self.profile) + self.schema
        if self.query is None:
            b += bytes([0])
        else:
            q = self.query
            b += bytes([1]) + q["data"] + s_(q["column"]) + q["lo"].to_bytes(16, "big", signed=True) \
                + q["hi"].to_bytes(16, "big", signed=True) + q["beacon"] + q["round"].to_bytes(8, "big")
        b += self.n.to_bytes(8, "big") + len(self.cols).to_bytes(2, "big")
        for c in self.cols:
            b += s_(c.name) + bytes([c.ty]) + c.param.to_bytes(4, "big") + bytes([c.nullable]) + c.link + g1.compress(c.point)
        return b

    def digest(self):
        return hashlib.sha256(b"zkp.ds.v1.entry" + self.body()).digest()

    def check(self):
        names = [c.name for c in self.cols]
        if self.n < 1 or not names or len(set(names)) != len(names) or "" in names:
            raise ValueError("entry: names")
        by = {c.name: c for c in self.cols}
        for c in self.cols:
            if not param_ok(c.ty, c.param) or c.nullable not in (0, 1) or c.point is None:
                raise ValueError("entry: column type")
            if (c.link != bytes(32)) != (c.ty in LINKED):
                raise ValueError("entry: linkage id")
            comp = by.get(c.name + ".null")
            if c.nullable != (comp is not None):
                raise ValueError("entry: null companion")
            if c.name.endswith(".null") and (c.ty != BOOL or c.nullable or c.name[:-5] not in by):
                raise ValueError("entry: reserved suffix .null")
        q = self.query
        if q is not None and (names != ["bits"] or self.cols[0].ty != BOOL or self.n > 4096 or not q["lo"] < q["hi"]):
            raise ValueError("entry: query record")

    @staticmethod
    def decode(b):
        o = [0]

        def take(k):
            o[0] += k
            if o[0] > len(b):
                raise ValueError("entry: short")
            return b[o[0] - k:o[0]]

        def num(k, signed=False):
            return int.from_bytes(take(k), "big", signed=signed)

        def st():
            return take(num(2)).decode("utf-8")
        if take(4) != b"ZDSE" or num(2) != 1 or num(1) != 1:
            raise ValueError("entry: header")
        srs, owner, fileb, prof, schema = take(32), take(32), take(32), st(), take(32)
        kind, q = num(1), None
        if kind == 1:
            q = dict(data=take(32), column=st(), lo=num(16, True), hi=num(16, True), beacon=take(32), round=num(8))
        elif kind:
            raise ValueError("entry: kind")
        n, k = num(8), num(2)
        cols = [Col(st(), num(1), num(4), num(1), take(32), g1.decompress(take(48))) for _ in range(k)]
        e = Entry(n, cols, owner, fileb, prof, schema, srs, q)
        e.check()
        if o[0] != len(b) or e.body() != b:
            raise ValueError("entry: not canonical")
        return e


class Table:
    """private table: raw (encoded values), cols (with blinding rows), cms (points); .entry is the public part"""
    def __init__(self, n, columns, secret, types=None, salts=None, query=None):
        self.n, self.raw = n, {k: list(v) for k, v in columns.items()}
        self.names, self.cols = list(columns), {}
        types, salts = types or {}, salts or {}
        meta = []
        for i, k in enumerate(self.names):
            assert len(columns[k]) == n
            self.cols[k] = blind(columns[k], secret, i, k)
        self.cms = {k: commit(v) for k, v in self.cols.items()}
        for k in self.names:
            ty, pa = types.get(k, (BOOL, 0) if k.endswith(".null") or query else (INT, 64))
            link = linkage_id(salts[k]) if ty in SALTED else dictionary_id([str(j) for j in range(pa)]) if ty == CODE else bytes(32)
            meta.append(Col(k, ty, pa, 1 if k + ".null" in columns else 0, link, self.cms[k]))
        self.entry = Entry(n, meta, query=query)

    def digest(self):
        return self.entry.digest()
