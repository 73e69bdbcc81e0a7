#!/usr/bin/env python3
"""Fails when two headers of src/ define a class of the same name in namespace zkp: linked into one program they would be
one class with two meanings, and no compiler says so (the one-definition rule)."""
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLASS = re.compile(r"^(?:template <[^>]*>\n)?(?:class|struct)(?: \[\[\w+\]\])? ([A-Z]\w*)(?: final)?\s*(?::|\{)", re.M)
NAMESPACE = re.compile(r"^namespace (zkp(?:::\w+)*) \{", re.M)


def names(text):
    spaces = NAMESPACE.findall(text)
    return [(spaces[0] if spaces else "", name) for name in CLASS.findall(text)]


def main():
    where = collections.defaultdict(list)
    for path in sorted((ROOT / "src").rglob("*.h")):
        for key in names(path.read_text()):
            where[key].append(path.relative_to(ROOT))
    found = {key: paths for key, paths in where.items() if len(set(paths)) > 1}
    for (space, name), paths in found.items():
        print(f"{space}::{name} is defined in {' and '.join(map(str, paths))}", file=sys.stderr)
    print(f"check_names: {len(where)} classes, {len(found)} names used twice")
    return 1 if found else 0


if __name__ == "__main__":
    assert names("namespace zkp {\nclass A {\nstruct B : A {") == [("zkp", "A"), ("zkp", "B")]
    sys.exit(main())
