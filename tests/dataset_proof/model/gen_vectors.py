"""Writes vectors/*.json.  All field elements are 0x + 64 hex digits, points are compressed hex."""
import hashlib
import json
import os
from fr import *
from params import *
from poseidon import RC, MDS, T, RF, RP, permute, generate, permute_with, Sponge, hash_list, ds
from circuit import DS_A, DS_B, DS_C, DS_PI, PUB_ORDER, count_only
from outer import Outer, DST
from setup import TAU, SRS_ID, VK_HASH, commit
from columns import *
from statements import *
from prover import prove
from verifier import verify, outer_verify
from rng import Rng
import envelope
import g1

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "vectors", "dataset_proof")


def dump(name, obj):
    with open(os.path.join(OUT, name), "w") as f:
        json.dump(obj, f, indent=1)
    print(name, os.path.getsize(os.path.join(OUT, name)))


def hxl(xs):
    return [hx(x) for x in xs]


def pt(c):
    return g1.compress(c).hex()


def v_poseidon():
    perms = []
    r = Rng("poseidon")
    for st in ([0, 0, 0], [0, 1, 2], [P - 1, P - 2, P - 3], [r.fr(), r.fr(), r.fr()]):
        perms.append({"in": hxl(st), "out": hxl(permute(st))})
    s = Sponge(DS_A)
    steps = []
    for i in range(3):
        s.absorb2(2 * i + 1, 2 * i + 2)
        steps.append(hxl(s.st))
    rc57, m57 = generate(P, 255, 3, 8, 57)
    dump("poseidon.json", {
        "p": hx(P), "t": T, "alpha": 5, "RF": RF, "RP": RP, "round_constants": hxl(RC),
        "mds": [hxl(x) for x in MDS], "permutations": perms,
        "known_answer_RP57_generator_check": {"in": hxl([0, 1, 2]),
                                              "out": hxl(permute_with([0, 1, 2], rc57, m57, 3, 8, 57, P))},
        "domain_tags": {t: hx(ds(t)) for t in (DS_A, DS_B, DS_C, DS_PI)},
        "sponge_A_absorb_(1,2),(3,4),(5,6)_states": steps,
        "hash_list_PI_[1,2,3]": hx(hash_list(DS_PI, [1, 2, 3]))})


def v_outer():
    o = Outer()
    steps = [{"op": "init", "state": o.st.hex()}]
    for op in (("absorb", "class", b"\x01"), ("absorb", "cols", b"abc"), ("challenge", "beta"),
               ("challenge", "gamma"), ("absorb", "Hv", bytes(32)), ("challenge", "rho")):
        if op[0] == "absorb":
            o.absorb(op[1], op[2])
            steps.append({"op": "absorb", "label": op[1], "data": op[2].hex(), "state": o.st.hex()})
        else:
            c = o.challenge(op[1])
            steps.append({"op": "challenge", "label": op[1], "value": hx(c), "state": o.st.hex()})
    dump("outer_transcript.json", {"dst": DST.decode(), "steps": steps})


def v_enc():
    salt = bytes(range(16))
    rows = [{"type": "i64", "in": str(v), "fr": hx(enc_int(v))} for v in (0, 1, -1, 2**63 - 1, -2**63)]
    rows += [{"type": "decimal(scale=3)", "in": t, "fr": hx(enc_decimal(t, 3))} for t in ("1.5", "-0.001", "12", "1e2")]
    rows += [{"type": "f64-order", "in": repr(v), "fr": hx(enc_float64_order(v))}
             for v in (0.0, -0.0, 1.0, -1.0, 5e-324, 1.7976931348623157e308, -1.7976931348623157e308)]
    rows += [{"type": "str248", "in": s, "salt": salt.hex(), "fr": hx(enc_str(s.encode(), salt))} for s in ("", "a", "\u00e9", "train")]
    rows += [{"type": "key62", "in": s, "salt": salt.hex(), "fr": hx(enc_key62(s.encode(), salt))} for s in ("", "a", "id-000001")]
    b = blind([5], b"\x11" * 32, 0, "v")
    dump("encodings.json", {"encodings": rows, "blind_secret": "11" * 32, "blind_index": 0, "blind_name": "v", "blind_values": [5], "blind_rows": hxl(b[1:]),
                            "linkage_id": linkage_id(salt).hex(), "beacon_bits_k20": beacon_bits(bytes(32), b"\x01" * 32, 20),
                            "file_binding_of_abc_salt_02": file_binding(b"abc", b"\x02" * 32).hex(),
                            "g1": [{"k": k, "point": pt(g1.mul(g1.G, k))} for k in (1, 2, 3, 0xdeadbeef, P - 1)],
                            "g1_infinity": pt(None)})


def v_mle():
    r = Rng("mle")
    z = [r.fr() for _ in range(3)]
    f = [r.below(1000) for _ in range(8)]
    dump("mle.json", {"z": hxl(z), "eq_table": hxl(eq_table(z)), "f": hxl(f), "mle": hx(mle(f, z))})


def trace(name, data, tabs, extra, vectors=False):
    cls, ents = TOY, [t.entry for t in tabs]
    stmt = {"context": context([t.digest() for t in tabs]), "bytes": data}
    po, wit_ = compile_stmt(cls, data, ents)
    cols = columns_for(po, wit_, tabs, b"\x22" * 32)
    p1 = po(1, 1)
    cms = {p1.cols[i][0]: tabs[ei].cms[nm] for i, (ei, nm, _) in p1.src.items()}
    stype = int.from_bytes(data[4:6], "big")
    extra = dict(extra, entry_bodies=[e.body().hex() for e in ents], entry_digests=[e.digest().hex() for e in ents],
                 proof_id=proof_id(stmt).hex())
    pr, wit, tr = prove(cls, stmt, po, cols, Rng("vec-" + name))
    cs = verify(cls, stmt, po, cms, pr, wit)
    pi, pub, pts = outer_verify(cls, stmt, po, cms, pr)
    prog = po(tr["beta"], tr["gamma"])
    env = envelope.encode(cls.id, stype, VK_HASH[cls.id][:6], bytes(192), pr)
    d2 = envelope.decode(env)
    assert all(d2[k] == pr[k] for k in ("Ch", "Cg", "Cq", "Cq2", "CW", "Hv", "H2", "H3", "w", "fresh"))

    def lin(f):
        return {("virt%d" % (-1 - k) if k < 0 else "col%d" % k): hx(v) for k, v in sorted(f.d.items()) if v % P}
    o = {"statement": name, "class": cls.name, "stmt_bytes": stmt["bytes"].hex(), "context": stmt["context"].hex(),
         "mu": prog.mu, "n": prog.n, "extra": extra,
         "columns": [{"name": a, "kind": b, "commitment": pt(c)} for (a, b), c in zip(prog.cols, tr["cms"])],
         "forms": {str(j): lin(f) for j, f in enumerate(prog.forms()) if f.d},
         "sum_targets": hxl(prog.targets()), "modes": prog.modeword(),
         "challenges": {k: hx(tr[k]) for k in ("beta", "gamma", "s0", "rho", "alpha", "s1", "gamma2", "alpha2", "z")},
         "gkr": [{"layer": d, "claim_P": hx(m["claim"][0]), "claim_Q": hx(m["claim"][1]),
                  "rounds": [hxl(x) for x in m["rounds"]], "ev_p0_p1_q0_q1": hxl(m["ev"])}
                 for d, m in enumerate(wit["gkr"])],
         "gkr_end": {"z": hxl(tr["gkr_z"]), "P": hx(tr["gkr_P"]), "Q": hx(tr["gkr_Q"]), "lambda": hx(tr["gkr_lambda"])},
         "S": hxl(wit["S"]), "slack": hxl(wit["slack"]), "eta": hx(tr["eta"]), "theta": hx(tr["theta"]),
         "final_rounds_a1_a4": [hxl(x) for x in wit["fin"]], "r": hxl(tr["r"]), "values": hxl(wit["vals"]),
         "salt1": hx(wit["salt1"]), "Hv": hx(pr["Hv"]), "omega": hxl(tr["omega"]), "c_virt": hxl(tr["c_virt"]),
         "V": hx(tr["V"]), "Ch": pt(pr["Ch"]), "Cg": pt(pr["Cg"]), "Cq": pt(pr["Cq"]), "kappa_B": hx(tr["kappa_B"]),
         "levelB_rounds": [hxl(x) for x in wit["lvb"]], "u_prime": hxl(tr["u_prime"]), "hg": hxl(wit["hg"]),
         "hh": hxl(wit["hh"]), "salt2": hx(wit["salt2"]), "H2": hx(pr["H2"]), "gp": hxl(wit["gp"]),
         "salt3": hx(wit["salt3"]), "H3": hx(pr["H3"]), "Cq2": pt(pr["Cq2"]), "w": hx(pr["w"]), "CW": pt(pr["CW"]),
         "pub": {k: hx(pub[k]) for k in PUB_ORDER}, "pi": hx(pi), "L1": pt(pts[0]), "L2": pt(pts[1]),
         "envelope_with_zero_groth16": env.hex(), "envelope_len": len(env),
         "constraints": cs.n, "permutations": cs.perms}
    if vectors:
        o["private"] = {"columns": [hxl(c) for c in tr["cols"]], "F": hxl(tr["F"]), "h": hxl(tr["h"]),
                        "g": hxl(tr["g"]), "q": hxl(tr["q"]), "q2": hxl(tr["q2"]), "W": hxl(tr["W"])}
    dump("proof_%s.json" % name, o)


def v_proofs():
    sec = b"\x11" * 32
    n = 12
    vals = [3, -7, 20, 0, 5, 5, -1, 13, 8, -20, 2, 19]
    cat = [0, 7, 14, 0, 0, 7, 14, 7, 0, 0, 7, 7]
    key = [11 * i + 4 for i in range(n)]
    t = Table(n, {"v": vals, "cat": cat, "key": key}, sec)
    s1, s2 = sum(vals), sum(x * x for x in vals)
    trace("sum", stmt(1, s_("v"), i256(s1), i256(s2), u(n, 8)), [t], dict(S1=s1, S2=s2, mean=[s1, n], var=list(mean_var(n, s1, s2)[1])), True)
    trace("range", stmt(2, s_("v"), i128(-20), i128(40)), [t], dict(a=-20, b=40))
    c = sum(x <= 5 for x in vals)
    trace("count_ge", stmt(3, s_("v"), u(1, 1), i128(5), i128(0), u(1, 1), u(c - 1, 8), u(2, 1)), [t], dict(true_count=c, threshold=c - 1))
    bins = [0, 7, 14]
    trace("histogram", stmt(4, s_("cat"), u(0, 8), u(3, 4), b"".join(i128(b) + u(cat.count(b), 8) for b in bins)), [t],
          dict(bins=bins, counts=[cat.count(b) for b in bins]))
    ia, ib = [0, 2, 3, 5, 8, 9, 11], [1, 4, 6, 7, 10]

    def sub(ix, s):
        return Table(len(ix), {"v": [vals[i] for i in ix], "cat": [cat[i] for i in ix], "key": [key[i] for i in ix]}, s)
    a, b = sub(ia, b"\x33" * 32), sub(ib, b"\x44" * 32)
    trace("split", stmt(5, strs(["v", "cat", "key"]), s_("key")), [t, a, b], dict(train_rows=ia, test_rows=ib))
    tn = Table(6, {"v": [9, 0, 12, 15, 0, 10], "v.null": [0, 1, 0, 0, 1, 0]}, b"\x55" * 32)
    trace("range_null", stmt(2, s_("v"), i128(9), i128(40)), [tn], dict(a=9, b=40))
    tw = Table(n, {"v": vals, "w": [2 * x + (i & 3) for i, x in enumerate(vals)]}, b"\x66" * 32)
    w = tw.raw["w"]
    sx, sy, sxy = sum(vals), sum(w), sum(x * y for x, y in zip(vals, w))
    trace("covariance", stmt(22, s_("v"), s_("w"), i256(sx), i256(sy), i256(sxy)), [tw],
          dict(correlation_squared=list(correlation_squared(n, sx, sy, sxy, s2, sum(y * y for y in w)))))
    trace("composite", stmt(23, u(3, 1), u(1, 1), s_("v"), i128(-20), i128(40), u(1, 1), s_("cat"), i128(0), i128(14),
                            u(3, 1), s_("key"), i256(sum(key))), [t], dict(claims=["RANGE v", "RANGE cat", "SUM key"]))


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    v_poseidon()
    v_outer()
    v_enc()
    v_mle()
    dump("setup_toy.json", {"tau_INSECURE": hx(TAU), "srs_id": SRS_ID.hex(), "vk_hash": {c: v.hex() for c, v in VK_HASH.items()},
                            "srs_g1_first8": [pt(g1.mul(g1.G, pow(TAU, i, P))) for i in range(8)]})
    dump("constraints.json", {c.name: {"constraints": k.n, "permutations": k.perms, "parts": k.parts}
                              for c in (TOY, SMALL, LARGE) for k in [count_only(c)]})
    v_proofs()
