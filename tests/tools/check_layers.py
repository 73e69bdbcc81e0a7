#!/usr/bin/env python3
"""Reads every #include in src/ and apps/ and fails on one that does not point downward in the house (docs/architecture.md).

Also checked: the verifier's sources include no prover, no table and no third-party library that libzkp_verify may not link.
`--self-test` runs the checker on made-up back edges and fails unless it finds them.
"""
import pathlib
import re
import sys

# Bottom first. A module may include those of lower lines, itself, and what ALLOWED_BESIDE lists on its own line.
LAYERS = [
    ["base", "base_os"],
    ["field", "hash"],
    ["curve"],
    ["r1cs", "transcript", "poly", "beacon"],
    ["table", "groth16", "sumcheck", "commit"],
    ["dataset_proof", "statement", "log", "storage", "replication", "security", "telemetry"],
    ["report", "ledger", "exchange", "da", "zkvm", "anchor", "archive"],
    ["apps", "api", "bindings", "service", "bench"],
]
ALLOWED_BESIDE = {
    ("base_os", "base"), ("r1cs", "transcript"), ("commit", "sumcheck"), ("groth16", "commit"), ("dataset_proof", "statement"),
    ("report", "ledger"), ("zkvm", "exchange"), ("anchor", "exchange"), ("archive", "exchange"), ("anchor", "zkvm"),
    ("bindings", "service"), ("apps", "service"),
}
# Third-party headers and who may include them; everything else in src/ is ours or the standard library.
THIRD_PARTY = {
    "openssl/": {"base_os", "security"},
    "rocksdb/": {"storage"},
    "arrow/": {"table", "bench"},
    "parquet/": {"table"},
    "tbb/": {"base_os"}, "oneapi/": {"base_os"},
    "spdlog/": {"base_os"}, "fmt/": {"base_os"},
    "CLI/": {"apps", "bench"},
    "toml++/": {"apps", "ledger"},
    "nlohmann/": {"apps", "bench"},
}
THREADS = {"thread", "mutex", "condition_variable", "future", "shared_mutex"}
PURE = {"base", "field", "hash", "curve", "poly", "transcript", "r1cs", "groth16", "statement", "log", "report", "beacon"}
# base/ and poly/ guard caches and pools with a mutex; nothing else that a verifier links may know of threads.
THREADS_ALLOWED = {"base_os", "storage", "table", "ledger", "apps", "bench", "security"}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
MODULES = set(LEVEL)


def allowed(source, target):
    if source == target:
        return True
    if source not in LEVEL or target not in LEVEL:
        return False
    if LEVEL[target] != LEVEL[source]:
        return LEVEL[target] < LEVEL[source]
    return (source, target) in ALLOWED_BESIDE


def problems_in(module, path, text):
    found = []
    for kind, target in INCLUDE.findall(text):
        top = target.split("/")[0]
        if kind == '"':
            if target.startswith("zkp/") and module == "api":
                continue  # include/zkp/
            if top not in MODULES and not (module == "apps" and (top == "common" or top.startswith("zkp_"))):
                found.append(f"{path}: includes \"{target}\", which names no module (write it from src/)")
            elif top in MODULES and not allowed(module, top):
                found.append(f"{path}: {module} may not include {top} (\"{target}\"): not below it in the house")
            continue
        for prefix, who in THIRD_PARTY.items():
            if target.startswith(prefix) and module not in who:
                found.append(f"{path}: {module} may not use <{target}>")
        if target in THREADS and module in PURE and module not in THREADS_ALLOWED:
            found.append(f"{path}: {module} may not use <{target}>: threads come through base/task_pool.h")
    return found


def verifier_problems(root):
    """What libzkp_verify links: the files it may reach by include never lead to a prover."""
    listed = (root / "cmake" / "verifier_sources.txt")
    if not listed.exists():
        return [], 0
    queue = [line.strip() for line in listed.read_text().splitlines() if line.strip() and not line.startswith("#")]
    seen, found = set(), []
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        path = root / "src" / name
        if not path.exists():
            found.append(f"cmake/verifier_sources.txt: src/{name} does not exist")
            continue
        if re.search(r"(^|/)(prove|setup|.*_witness)\.h$", name) or name.split("/")[0] in {"table", "storage", "security", "base_os"}:
            found.append(f"src/{name}: reached from the verifier, but it belongs to the prover's side")
            continue
        for kind, target in INCLUDE.findall(path.read_text()):
            if kind == '"':
                if not target.startswith("zkp/"):
                    queue.append(target)
    return found, len(seen)


def main():
    if "--self-test" in sys.argv:
        assert problems_in("field", "x.cpp", '#include "curve/g1.h"\n')
        assert problems_in("storage", "x.cpp", '#include "log/note.h"\n')
        assert problems_in("hash", "x.cpp", "#include <openssl/evp.h>\n")
        assert problems_in("curve", "x.cpp", "#include <thread>\n")
        assert problems_in("ledger", "x.cpp", '#include "ledgers/none.h"\n')
        assert not problems_in("curve", "x.cpp", '#include "field/fr.h"\n#include <vector>\n')
        assert not problems_in("report", "x.cpp", '#include "ledger/ledger.h"\n')
        print("check_layers: self-test passed")
        return 0
    root = pathlib.Path(__file__).resolve().parents[2]
    found, files = [], 0
    for base in ("src", "apps", "bench", "include"):
        for path in sorted((root / base).rglob("*")):
            if path.suffix not in {".h", ".cpp", ".inc"}:
                continue
            files += 1
            module = path.relative_to(root / "src").parts[0] if base == "src" else "base" if base == "include" else base
            found += problems_in(module, path.relative_to(root), path.read_text())
    verifier, reached = verifier_problems(root)
    found += verifier
    for line in found:
        print(line, file=sys.stderr)
    print(f"check_layers: {files} files, {reached} of them the verifier's, {len(found)} back edges")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
