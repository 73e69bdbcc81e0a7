#!/usr/bin/env bash
# setup/arrow.sh: Apache Arrow C++ in a private virtual environment (.venv), unless the system has a CMake package of it.
# Pinned by version and hash in requirements.txt. Quiet when there is nothing to do. Exit 4 when it cannot be installed.
set -euo pipefail
cd "$(dirname "$0")/.."

for prefix in /usr /usr/local; do
  compgen -G "$prefix/lib/*/cmake/Arrow/ArrowConfig.cmake" >/dev/null && exit 0
  compgen -G "$prefix/lib/cmake/Arrow/ArrowConfig.cmake" >/dev/null && exit 0
done
stamp=.venv/.requirements
if [[ -f $stamp ]] && cmp -s setup/requirements.txt $stamp && .venv/bin/python -c 'import pyarrow' 2>/dev/null; then exit 0; fi
echo "installing Apache Arrow (pyarrow wheel) into .venv"
rm -rf .venv
# Debian's own interpreter: the wheel in requirements.txt is pinned for CPython 3.11.
if ! { /usr/bin/python3 -m venv .venv &&
       .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r setup/requirements.txt; } >&2; then
  echo "error: could not install pyarrow into .venv (setup/requirements.txt)" >&2
  exit 4
fi
cp setup/requirements.txt $stamp
