#!/usr/bin/env bash
# usage: freestanding.sh OBJECT...   Fails when the objects together need a symbol that is neither in them nor memcpy and its
# kin nor one of the compiler's own (128-bit division, population count).
set -euo pipefail
defined=$(nm --defined-only "$@" | awk 'NF == 3 { print $3 }' | sort -u)
needed=$(nm --undefined-only "$@" | awk 'NF == 2 { print $2 }' | sort -u)
[[ -n $needed ]] || { echo "no symbols: are these objects?" >&2; exit 1; }
missing=$(comm -23 <(echo "$needed") <(echo "$defined") | grep -vE '^(mem(cpy|set|move|cmp)|__u?divti3|__umodti3|__popcountdi2|_GLOBAL_OFFSET_TABLE_)$' || true)
if [[ -n $missing ]]; then
  echo "needed from outside:" >&2
  c++filt <<<"$missing" >&2
  exit 1
fi
echo "freestanding: $(wc -w <<<"$needed") symbols needed, all of them there"
