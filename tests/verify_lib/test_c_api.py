#!/usr/bin/env python3
"""libzkp_verify as others use it: installed, compiled against from C99, and loaded from Python.

Environment: ZKP_BUILD_DIR, and ZKP_LINK_FLAGS for a sanitizer's build. The key and the proof are ark-groth16's
(tests/vectors/groth16_arkworks.json). Prints the libraries' sizes and the time of a verification. Exits 77 (skipped)
where there is no C compiler."""
import concurrent.futures
import ctypes
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["ZKP_BUILD_DIR"])
LINK_FLAGS = os.environ.get("ZKP_LINK_FLAGS", "").split()
C99 = ["cc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wshadow", "-Werror"]
OK, REFUSED, BAD_ARGUMENT, BAD_INPUT, FAILED = range(5)
R = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001

class VerifyOptions(ctypes.Structure):
    """zkp_verify_options in its first version: programs compiled with it must work for ever."""
    _fields_ = [("struct_size", ctypes.c_size_t), ("log_key", ctypes.c_char_p), ("require_pinned", ctypes.c_int32),
                ("witnesses", ctypes.c_void_p), ("witness_count", ctypes.c_size_t), ("quorum", ctypes.c_size_t),
                ("nonce", ctypes.c_void_p), ("verification_key", ctypes.c_void_p), ("verification_key_size", ctypes.c_size_t),
                ("ed25519", ctypes.c_void_p), ("ed25519_context", ctypes.c_void_p)]


VECTOR = json.loads((ROOT / "tests/vectors/groth16_arkworks.json").read_text())
KEY = bytes.fromhex(VECTOR["verifying_key"])
PROOF = bytes.fromhex(VECTOR["proof"])
INPUTS = bytes.fromhex("".join(VECTOR["public_inputs"]))


def key_file(label=b"local", circuit=bytes(range(32))):
    """docs/formats/groth16-keys.md, section "Files"."""
    points = (len(KEY) - 336) // 48
    body = b"ZVK1\x00\x01" + len(label).to_bytes(2, "big") + label + circuit + points.to_bytes(4, "big") + KEY
    return body + hashlib.sha256(body).digest()


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)


class InstalledLibrary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="zkp-verify-"))
        cls.prefix = cls.folder / "prefix"
        subprocess.run(["cmake", "--install", BUILD, "--component", "verify", "--prefix", cls.prefix], capture_output=True, check=True)
        cls.library = cls.prefix / "lib/libzkp_verify.so"
        cls.header = (cls.prefix / "include/zkp/c_api.h").read_text()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_the_header_is_c99_and_cpp(self):
        source = self.folder / "include.c"
        source.write_text('#include "zkp/c_api.h"\n#include "zkp/c_api.h"\nint main(void) { return (int)zkp_abi_version() - ZKP_ABI_VERSION; }\n')
        for compiler in (C99, ["c++", "-x", "c++", "-std=c++11", "-pedantic", "-Wall", "-Werror"]):
            outcome = run(*compiler, "-fsyntax-only", "-I", self.prefix / "include", source)
            self.assertEqual(outcome.returncode, 0, outcome.stderr)

    def test_the_shared_library_exports_the_header_and_nothing_else(self):
        declared = set(re.findall(r"^ZKP_API [^;]*?\b(zkp_\w+)\(", self.header, re.M))
        self.assertGreater(len(declared), 20)
        symbols = run("nm", "-D", "--defined-only", self.library).stdout.split("\n")
        exported = {line.split()[2].split("@")[0] for line in symbols if line and line.split()[1] != "A"}
        self.assertEqual(exported, declared)

    def test_the_shared_library_needs_only_the_system(self):
        dynamic = run("readelf", "-d", self.library).stdout
        needed = set(re.findall(r"NEEDED.*\[(.*)\]", dynamic))
        if not LINK_FLAGS:
            self.assertLessEqual(needed, {"libstdc++.so.6", "libm.so.6", "libgcc_s.so.1", "libc.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"})
        self.assertIn("libzkp_verify.so.1", re.findall(r"SONAME.*\[(.*)\]", dynamic))
        for name in ("libzkp_verify.a", "libzkp_verify.so"):
            print(f"{name}: {(self.prefix / 'lib' / name).stat().st_size / 1e6:.1f} MB", file=sys.stderr)

    def test_the_c_example_verifies(self):
        source = ROOT / "examples/verify-c/verify.c"
        lib = self.prefix / "lib"
        links = {"static": [lib / "libzkp_verify.a", "-lstdc++", "-lm"], "shared": ["-L", lib, "-lzkp_verify", f"-Wl,-rpath,{lib}"]}
        key, proof, tampered, short = (self.folder / name for name in ("key.vk", "proof", "tampered", "short"))
        key.write_bytes(key_file())
        proof.write_bytes(PROOF)
        tampered.write_bytes(PROOF[144:] + PROOF[48:144] + PROOF[:48])
        short.write_bytes(PROOF[:-1])
        inputs = VECTOR["public_inputs"]
        for name, flags in links.items():
            program = self.folder / f"verify-{name}"
            outcome = run(*C99, "-I", self.prefix / "include", source, *flags, *LINK_FLAGS, "-o", program)
            self.assertEqual(outcome.returncode, 0, outcome.stderr)
            good = run(program, key, proof, *inputs)
            self.assertEqual((good.returncode, good.stdout), (0, "key      2 public inputs, set-up local\nverified\n"), good.stderr)
            self.assertEqual(run(program, key, tampered, *inputs).returncode, 1)
            self.assertEqual(run(program, key, proof, *reversed(inputs)).returncode, 1)
            self.assertEqual(run(program, key, proof, inputs[0]).returncode, 1)
            self.assertEqual(run(program, key, proof, inputs[0], "ff" * 32).returncode, 3)
            self.assertEqual(run(program, key, short, *inputs).returncode, 3)
            self.assertEqual(run(program, proof, key, *inputs).returncode, 3)
            self.assertEqual(run(program, key).returncode, 2)


@unittest.skipIf(LINK_FLAGS, "an instrumented library cannot be loaded into an interpreter that is not")
class LoadedFromPython(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.lib = ctypes.CDLL(str(BUILD / "lib/libzkp_verify.so"))
        buffer, size, pointer = ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p
        for name in ("zkp_groth16_key_from_bytes", "zkp_groth16_key_from_file"):
            getattr(cls.lib, name).argtypes = [buffer, size, ctypes.POINTER(pointer), buffer, size]
        cls.lib.zkp_groth16_key_free.argtypes = [pointer]
        cls.lib.zkp_groth16_key_free.restype = None
        cls.lib.zkp_groth16_key_public_inputs.argtypes = [pointer]
        cls.lib.zkp_groth16_key_public_inputs.restype = size
        cls.lib.zkp_groth16_key_label.argtypes = [pointer]
        cls.lib.zkp_groth16_key_label.restype = buffer
        cls.lib.zkp_groth16_key_id.argtypes = [pointer, buffer]
        cls.lib.zkp_groth16_verify.argtypes = [pointer, buffer, size, buffer, size, buffer, size]
        cls.lib.zkp_groth16_verify_batch.argtypes = [pointer, size, buffer, size, buffer, size, pointer, pointer, buffer, buffer, size]
        cls.lib.zkp_verify_file.argtypes = [buffer, size, pointer, ctypes.POINTER(pointer), buffer, size]
        cls.lib.zkp_verify_options_init.argtypes = [pointer, size]
        cls.lib.zkp_verify_options_init.restype = None
        cls.key = cls.make_key(KEY)

    @classmethod
    def tearDownClass(cls):
        cls.lib.zkp_groth16_key_free(cls.key)

    @classmethod
    def make_key(cls, content, file=False):
        out = ctypes.c_void_p()
        make = cls.lib.zkp_groth16_key_from_file if file else cls.lib.zkp_groth16_key_from_bytes
        error = ctypes.create_string_buffer(200)
        code = make(content, len(content), ctypes.byref(out), error, len(error))
        assert (code == OK) == (out.value is not None), error.value
        return out if code == OK else code

    def verify(self, proof, inputs, key=None):
        return self.lib.zkp_groth16_verify(key or self.key, proof, len(proof), inputs, len(inputs), None, 0)

    def test_good_and_tampered_proofs(self):
        self.assertEqual(self.lib.zkp_abi_version(), 1)
        self.assertEqual(self.verify(PROOF, INPUTS), OK)
        for at in range(len(PROOF)):
            changed = PROOF[:at] + bytes([PROOF[at] ^ (1 << at % 8)]) + PROOF[at + 1:]
            self.assertIn(self.verify(changed, INPUTS), (REFUSED, BAD_INPUT), at)
        self.assertEqual(self.verify(PROOF, INPUTS[32:] + INPUTS[:32]), REFUSED)
        self.assertEqual(self.verify(PROOF, INPUTS[:32]), REFUSED)
        self.assertEqual(self.verify(PROOF, INPUTS + bytes(32)), REFUSED)
        plus_r = (int.from_bytes(INPUTS[:32], "big") + R).to_bytes(32, "big")
        self.assertEqual(self.verify(PROOF, plus_r + INPUTS[32:]), BAD_INPUT)
        for size in (0, 1, 191, 193, 384):
            self.assertEqual(self.verify((PROOF * 2)[:size], INPUTS), BAD_INPUT)

    def test_hostile_arguments(self):
        lib, key = self.lib, self.key
        for size in (2**63, 2**64 - 1, 2**64 - 192):
            self.assertEqual(lib.zkp_groth16_verify(key, PROOF, size, INPUTS, 64, None, 0), BAD_ARGUMENT)
            self.assertEqual(lib.zkp_groth16_verify(key, PROOF, 192, INPUTS, size, None, 0), BAD_ARGUMENT)
            self.assertEqual(lib.zkp_groth16_key_from_bytes(KEY, size, ctypes.byref(ctypes.c_void_p()), None, 0), BAD_ARGUMENT)
            self.assertEqual(lib.zkp_groth16_verify_batch(key, size, PROOF, 192, INPUTS, 64, None, None, None, None, 0), BAD_ARGUMENT)
            self.assertEqual(lib.zkp_verify_file(b"{}", size, None, None, None, 0), BAD_ARGUMENT)
        self.assertEqual(lib.zkp_groth16_verify(key, PROOF, 2**40, INPUTS, 64, None, 0), BAD_INPUT)
        self.assertEqual(lib.zkp_groth16_verify(key, PROOF, 192, INPUTS, 2**40, None, 0), REFUSED)
        self.assertEqual(lib.zkp_groth16_verify(None, PROOF, 192, INPUTS, 64, None, 0), BAD_ARGUMENT)
        self.assertEqual(lib.zkp_groth16_verify(key, None, 192, INPUTS, 64, None, 0), BAD_ARGUMENT)
        self.assertEqual(lib.zkp_groth16_verify(key, PROOF, 192, None, 64, None, 0), BAD_ARGUMENT)
        self.assertEqual(lib.zkp_groth16_verify(key, None, 0, None, 0, None, 0), REFUSED)
        self.assertEqual(lib.zkp_groth16_key_from_bytes(KEY, len(KEY), None, None, 0), BAD_ARGUMENT)
        self.assertEqual(lib.zkp_groth16_key_from_file(None, 0, ctypes.byref(ctypes.c_void_p()), None, 0), BAD_INPUT)
        self.assertEqual(lib.zkp_groth16_key_id(None, ctypes.create_string_buffer(32)), BAD_ARGUMENT)
        self.assertEqual(lib.zkp_groth16_key_public_inputs(None), 0)
        lib.zkp_groth16_key_free(None)

    def test_keys(self):
        content = key_file(b"ceremony:" + b"ab" * 32)
        key = self.make_key(content, file=True)
        self.assertEqual(self.lib.zkp_groth16_key_label(key), b"ceremony:" + b"ab" * 32)
        self.assertEqual(self.lib.zkp_groth16_key_public_inputs(key), 2)
        key_id = ctypes.create_string_buffer(32)
        self.assertEqual(self.lib.zkp_groth16_key_id(key, key_id), OK)
        self.assertEqual(key_id.raw, hashlib.sha256(KEY).digest())
        self.assertEqual(self.verify(PROOF, INPUTS, key), OK)
        self.lib.zkp_groth16_key_free(key)
        for at in range(0, len(content), 5):
            changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1:]
            self.assertEqual(self.make_key(changed, file=True), BAD_INPUT, at)
        for size in range(0, len(KEY), 31):
            self.assertEqual(self.make_key(KEY[:size]), BAD_INPUT, size)

    def test_a_batch(self):
        count = 20
        proofs, inputs = PROOF * count, INPUTS * count
        verdicts = ctypes.create_string_buffer(count)

        def batch():
            return self.lib.zkp_groth16_verify_batch(self.key, count, proofs, len(proofs), inputs, len(inputs), None, None, verdicts, None, 0)

        self.assertEqual(batch(), OK)
        self.assertEqual(verdicts.raw, bytes(count))
        inputs = inputs[:7 * 64] + INPUTS[32:] + INPUTS[:32] + inputs[8 * 64:]
        self.assertEqual(batch(), REFUSED)
        self.assertEqual([i for i, verdict in enumerate(verdicts.raw) if verdict != OK], [7])

    def test_one_key_serves_many_threads(self):
        swapped = INPUTS[32:] + INPUTS[:32]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda i: self.verify(PROOF, swapped if i % 2 else INPUTS), range(64)))
        self.assertEqual(answers, [OK, REFUSED] * 32)

    def test_files_that_are_none(self):
        size = ctypes.sizeof(VerifyOptions)
        options = ctypes.create_string_buffer(b"\xaa" * 256, 256)
        self.lib.zkp_verify_options_init(options, size)
        self.assertEqual(options.raw, size.to_bytes(8, sys.byteorder) + bytes(size - 8) + b"\xaa" * (256 - size))
        for content in (b"", b"{}", b"\x00" * 1000, key_file(), b'{"a":' * 5000, b"-----BEGIN", bytes(range(256)) * 16):
            out = ctypes.c_void_p(1)
            error = ctypes.create_string_buffer(200)
            code = self.lib.zkp_verify_file(content, len(content), options, ctypes.byref(out), error, len(error))
            self.assertEqual((code, out.value), (BAD_INPUT, None), content[:20])
            self.assertNotEqual(error.value, b"")

    def test_time_of_a_verification(self):
        times = []
        for _ in range(50):
            start = time.perf_counter()
            self.assertEqual(self.verify(PROOF, INPUTS), OK)
            times.append(time.perf_counter() - start)
        print(f"one verification through the C interface: {1e3 * sorted(times)[len(times) // 2]:.2f} ms (median of {len(times)})", file=sys.stderr)


if __name__ == "__main__":
    if any(shutil.which(tool) is None for tool in ("cc", "c++", "nm", "readelf", "cmake")):
        print("skipped: cc, c++, nm, readelf or cmake is not installed")
        sys.exit(77)
    unittest.main()
