#!/usr/bin/env python3
"""Runs the examples of the documents. A block ```console after a line `<!-- examples: run ... -->` is executed line by line in an empty
folder that holds examples/election-survey/survey.csv, or, after `<!-- examples: run in FOLDER -->`, the files of that folder; every line `$ command` must exit 0 (or as `# exit N` at its end says), and every
line that follows it and is not a command must occur in what it prints ("..." stands for anything)."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"<!-- examples: run(?: in (\S+))?.*?-->\n```console\n(.*?)```", re.S)


def run_block(source, text, where, environment):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="zkp-docs-"))
    failures, commands = [], 0
    try:
        for file in (ROOT / source).iterdir() if source else [ROOT / "examples/election-survey/survey.csv"]:
            shutil.copy(file, folder)
        cwd, expected, shown = folder, [], ""

        def check():
            for line in expected:
                pattern = ".*".join(re.escape(part) for part in line.strip().split("..."))
                if not re.search(pattern, shown):
                    failures.append(f"{where}: expected \"{line.strip()}\" in the output of the command above it, got:\n{shown}")

        for line in text.splitlines():
            if not line.startswith("$ "):
                if line.strip():
                    expected.append(line)
                continue
            check()
            expected, command = [], line[2:]
            wanted = 0
            if match := re.search(r"\s+# exit (\d)\s*$", command):
                wanted, command = int(match.group(1)), command[: match.start()]
            commands += 1
            # The folder that `cd` leads to lives on in the next line.
            outcome = subprocess.run(["bash", "-c", command + "\ncode=$?\npwd >&3\nexit $code"], cwd=cwd, env=environment, capture_output=True,
                                     text=True, timeout=600, check=False, stdin=subprocess.DEVNULL, **pipe(folder))
            shown = outcome.stdout + outcome.stderr
            if outcome.returncode != wanted:
                failures.append(f"{where}: `{command}` exits with {outcome.returncode}, not {wanted}:\n{shown}")
            cwd = (folder / ".pwd").read_text().strip() or cwd
        check()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return commands, failures


def pipe(folder):
    """File descriptor 3 of the child is folder/.pwd."""
    def redirect():
        fd = os.open(folder / ".pwd", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(fd, 3)
    return {"preexec_fn": redirect, "close_fds": False}


def main():
    binary_folder = pathlib.Path(os.environ.get("ZKP_BIN_DIR", ROOT / "build/release/bin"))
    if not (binary_folder / "zkp-ledger").exists():
        print("skipped: no zkp-ledger in", binary_folder)
        return 77
    environment = dict(os.environ, PATH=f"{binary_folder}:{os.environ['PATH']}", NO_COLOR="1")
    files = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    total, failures = 0, []
    for name in files:
        for block in BLOCK.findall((ROOT / name).read_text()):
            commands, failed = run_block(*block, name, environment)
            total += commands
            failures += failed
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{total - len(failures)} passed, {len(failures)} failed")
    return 1 if failures or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
