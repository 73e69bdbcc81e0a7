#!/usr/bin/env python3
"""Documents say what is true: relative links lead somewhere, files named in `code` exist, no machine's paths, every source folder is on
the map, every dependency in setup/ is in docs/dependencies.md."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:src|apps|tests|bench|fuzz|docs|setup|cmake|examples)/[A-Za-z0-9_./-]+)`")
FORBIDDEN = re.compile(r"/(?:work|root|home)/[a-z]|localhost:\d{2,}")


def main():
    files = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    found = []
    for name in files:
        path = ROOT / name
        text = path.read_text()
        for target in LINK.findall(text):
            if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                found.append(f"{name}: link to {target}, which does not exist")
        for target in PATH.findall(text):
            if "NAME" not in target and not (ROOT / target.rstrip("/.")).exists():
                found.append(f"{name}: names {target}, which does not exist")
        for line in text.splitlines():
            if FORBIDDEN.search(line):
                found.append(f"{name}: a machine's path or address: {line.strip()[:80]}")
    architecture = (ROOT / "docs/architecture.md").read_text()
    for folder in sorted((ROOT / "src").iterdir()):
        if folder.is_dir() and f"  {folder.name}/" not in architecture:
            found.append(f"docs/architecture.md: src/{folder.name}/ is not on the map")
    dependencies = (ROOT / "docs/dependencies.md").read_text()
    for line in (ROOT / "setup/packages.txt").read_text().splitlines():
        package = line.split()[0] if line.strip() and not line.startswith("#") else ""
        if package.startswith("lib") and package.removesuffix("-dev") not in ("libgmock",) and f"`{package}`" not in dependencies:
            if package not in ("libgtest-dev", "librapidcheck-dev"):
                found.append(f"docs/dependencies.md: {package} of setup/packages.txt is missing")
    for line in found:
        print(line, file=sys.stderr)
    print(f"check_docs: {len(files)} documents, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
