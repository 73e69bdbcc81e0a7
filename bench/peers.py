#!/usr/bin/env python3
"""Our kernels and Groth16 beside those of blst, gnark-crypto, arkworks and b3sum, in one run: programs alternate, the best of several counts.

usage: peers.py [NAME...] [--size N] [--threads T] [--repeat N] [--without-ifma]
                NAME: g1msm g2msm fft fft_dif fp_mul fr_mul pairing pairing4 miller final_exp groth16_setup groth16_prove blake3_file (default: all)

--without-ifma stands in for a machine without AVX-512: ours run with ZKP_CPU=adx, and gnark-crypto, whose vectors over Fr use
AVX-512 IFMA where it is there, with GODEBUG=cpu.avx512...=off. blst and arkworks have no code for it; b3sum cannot be told.

The peers' programs (../shared/peers, and bench/peer_programs) are copied to build/peers and built there with cargo and go, b3sum comes from crates.io; what
cannot be built is left out and said. b3sum does not time itself: its seconds are those of the whole process, which maps and hashes a
file in the page cache, as blake3_file does inside zkp-bench without the start of a process (about a millisecond). Prints one CSV
line a comparison: name,size,threads,peer,seconds,ours,ratio,peak_rss_mb,ours_rss_mb with ratio = seconds of the peer / ours. Exit codes: 0 done, 2 usage, 4 no peer could be built.
"""
import argparse
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SOURCES = ROOT.parent / "shared" / "peers"
BUILD = ROOT / "build" / "peers"
OURS = ROOT / "build" / "release" / "bin" / "zkp-bench"


def log2(n):
    return n.bit_length() - 1


FILE = "FILE"  # in a command: stands for a file of `size` bytes; such a command is timed from outside
B3SUM_VERSION = "1.8.7"


# name -> list of (size, threads, {peer: command}); a command prints lines name,size,threads,seconds.
def table():
    def program(name, *arguments):
        return [str(BUILD / "bin" / name), *map(str, arguments)]

    rows = []
    for size in (1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20):
        for threads in (1, 2):
            commands = {"gnark-crypto": program("gc_g1msm", log2(size), threads, 1), "arkworks": program("ark_g1msm", log2(size), threads, 1),
                        "blst": program("blst_g1msm", log2(size), threads, 1)}
            if threads == 1 and size == 1 << 20:
                commands.pop("arkworks")  # half a minute, to learn what 2^18 tells
            rows.append(("g1msm", size, threads, commands))
    rows.append(("g2msm", 1 << 18, 2, {"gnark-crypto": program("gc_g2msm", 18, 2, 1), "blst": program("blst_g2msm", 18, 2, 1)}))
    for threads in (1, 2):
        # gnark-crypto's leaves the values in bit-reversed order, arkworks' in natural order.
        rows.append(("fft_dif", 1 << 20, threads, {"gnark-crypto": program("gc_fft", 20, threads, 1)}))
        rows.append(("fft", 1 << 20, threads, {"arkworks": program("ark_fft", 20, threads, 1)}))
    for name in ("fp_mul", "fr_mul"):
        rows.append((name, 2000000, 1, {"gnark-crypto": program("gc_fpmul", 2000000, 1), "arkworks": program("ark_field_pairing", 2000000, 1),
                                        "blst": program("blst_field_pairing", 2000000, 1)}))
    for name in ("pairing", "miller", "final_exp"):
        rows.append((name, 400, 1, {"gnark-crypto": program("gc_pairing", 400, 1), "blst": program("blst_field_pairing", 400, 1)}))
    rows.append(("pairing4", 200, 1, {"blst": program("blst_pairing4", 200, 1)}))
    # One program of the peers makes keys and a proof: the sizes say in minutes how long it takes. Its peak RSS, as ours, is that of both.
    for name, log in (("groth16_setup", 16), ("groth16_setup", 18), ("groth16_prove", 16), ("groth16_prove", 18), ("groth16_prove", 20)):
        rows.append((name, 1 << log, 2, {"arkworks": program("ark_groth16", log, 2, 1)}))
    for threads in (1, 2):
        rows.append(("blake3_file", 1000000000, threads, {"b3sum": program("b3sum", "--num-threads", threads, FILE)}))
    return rows


def build_b3sum():
    if os.path.exists(BUILD / "bin" / "b3sum"):
        return True
    if not shutil.which("cargo"):
        print("# b3sum left out: no cargo", file=sys.stderr)
        return False
    outcome = subprocess.run(["cargo", "install", "--quiet", "--locked", "b3sum", "--version", B3SUM_VERSION, "--root", BUILD],
                             capture_output=True, text=True, check=False)
    if outcome.returncode != 0:
        print("# b3sum left out: " + outcome.stderr.strip().splitlines()[-1], file=sys.stderr)
    return outcome.returncode == 0


def build():
    """The peers that can be built here; says why of the others."""
    (BUILD / "bin").mkdir(parents=True, exist_ok=True)
    built = build_b3sum()
    if not SOURCES.is_dir():
        print(f"# blst, arkworks and gnark-crypto left out: their programs are not here ({SOURCES.name} beside this project)", file=sys.stderr)
        return built
    if shutil.which("cargo"):
        shutil.copytree(SOURCES / "rust", BUILD / "rust", dirs_exist_ok=True)
        for source in (ROOT / "bench" / "peer_programs").glob("blst_*.rs"):
            shutil.copy(source, BUILD / "rust" / "blst_bench" / "src" / "bin")
        outcome = subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=BUILD / "rust", capture_output=True, text=True, check=False)
        if outcome.returncode == 0:
            for program in (BUILD / "rust" / "target" / "release").iterdir():
                if re.fullmatch(r"(ark|blst)_\w+", program.name) and os.access(program, os.X_OK):
                    target = BUILD / "bin" / program.name
                    target.unlink(missing_ok=True)  # it may be running
                    shutil.copy(program, target)
            built = True
        else:
            print("# blst and arkworks left out: " + outcome.stderr.strip().splitlines()[-1], file=sys.stderr)
    else:
        print("# blst and arkworks left out: no cargo", file=sys.stderr)
    if shutil.which("go"):
        shutil.copytree(SOURCES / "gnark_crypto", BUILD / "gnark_crypto", dirs_exist_ok=True)
        for folder in sorted(p.parent.name for p in (BUILD / "gnark_crypto").glob("*/main.go")):
            outcome = subprocess.run(["go", "build", "-o", str(BUILD / "bin" / f"gc_{folder}"), f"./{folder}"], cwd=BUILD / "gnark_crypto",
                                     capture_output=True, text=True, check=False)
            if outcome.returncode != 0:
                print(f"# gnark-crypto {folder} left out: " + outcome.stderr.strip().splitlines()[-1], file=sys.stderr)
                continue
            built = True
    else:
        print("# gnark-crypto left out: no go", file=sys.stderr)
    return built


def run_on_file(command, path):
    """Wall-clock seconds of the process, and its peak RSS in MiB."""
    begin = time.perf_counter()
    with subprocess.Popen([path if part == FILE else part for part in command], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} exits with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def make_file(size):
    """A file of `size` random bytes in the page cache, removed when closed."""
    file = tempfile.NamedTemporaryFile(prefix="zkp-peers-")
    for at in range(0, size, 1 << 24):
        file.write(os.urandom(min(1 << 24, size - at)))
    file.flush()
    return file


def run(command, name):
    """Best seconds of the lines that carry the name, and the peak RSS of the process in MiB."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} exits with {process.returncode}")
    seconds = [float(f[3]) for f in (line.split(",") for line in out.splitlines()) if len(f) >= 4 and matches(f[0], name)]
    if not seconds:
        raise RuntimeError(f"{' '.join(command)} prints no line of {name}")
    return min(seconds), usage.ru_maxrss / 1024


def matches(printed, name):
    plain = re.sub(r"^(gnarkcrypto|ark|blst)_", "", printed)
    return name.replace("_", "") in (plain.replace("_", ""), re.sub(r"_(chain|loop)(?=_|$)", "", plain).replace("_", ""))


def main():
    parser = argparse.ArgumentParser(description="our kernels beside the peers'", allow_abbrev=False)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--size", type=int, help="only the rows of this size")
    parser.add_argument("--threads", type=int, help="only the rows with so many threads")
    parser.add_argument("--without-ifma", action="store_true", help="nobody uses AVX-512")
    arguments = parser.parse_args()
    rows = [row for row in table() if (not arguments.names or row[0] in arguments.names) and arguments.size in (None, row[1])
            and arguments.threads in (None, row[2])]
    if not rows:
        parser.error("no such comparison")
    if not build():
        return 4
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if arguments.without_ifma:
        os.environ["ZKP_CPU"] = "adx"
        os.environ["GODEBUG"] = "cpu.avx512ifma=off,cpu.avx512f=off"
    cpu = subprocess.run([OURS, "--cpu"], capture_output=True, text=True, check=True).stdout.strip()
    if arguments.without_ifma:
        print("# without AVX-512 IFMA: ZKP_CPU=adx, and GODEBUG turns it off for gnark-crypto")
    print(f"# {cpu}\n# load average {' '.join(open('/proc/loadavg').read().split()[:3])}")
    print("name,size,threads,peer,seconds,ours,ratio,peak_rss_mb,ours_rss_mb")
    for name, size, threads, commands in rows:
        commands = {peer: c for peer, c in commands.items() if os.path.exists(c[0])}
        ours = [str(OURS), name, "--size", str(size), "--threads", str(threads), "--repeat", "1"]
        best, rss = {}, {}
        file = make_file(size) if any(FILE in c for c in commands.values()) else None
        for _ in range(arguments.repeat):
            for who, command in [("ours", ours), *commands.items()]:
                try:
                    seconds, memory = run_on_file(command, file.name) if FILE in command else run(command, name)
                except RuntimeError as error:
                    print(f"# {error}", file=sys.stderr)
                    continue
                best[who] = min(seconds, best.get(who, seconds))
                rss[who] = max(memory, rss.get(who, 0))
        if file:
            file.close()
        for peer in commands:
            if peer in best and "ours" in best:
                print(f"{name},{size},{threads},{peer},{best[peer]:.4g},{best['ours']:.4g},{best[peer] / best['ours']:.2f},"
                      f"{rss[peer]:.0f},{rss['ours']:.0f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
