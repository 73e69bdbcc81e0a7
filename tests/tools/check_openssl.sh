#!/usr/bin/env bash
# check_openssl.sh PROGRAM: the program's Ed25519 and AES-GCM come from the system's libcrypto, not from a copy inside another library.
set -euo pipefail
first=$(readelf -d "$1" | sed -n 's/.*NEEDED.*\[\(lib[a-z]*\).*/\1/p' | grep -nE '^lib(crypto|arrow|parquet)$' | head -n 1)
[[ $first == *libcrypto ]] || { echo "$1 loads ${first:-no libcrypto} first: signatures would come from there" >&2; exit 1; }
bound=$(LD_BIND_NOW=1 LD_DEBUG=bindings "$1" --version 2>&1 >/dev/null | grep -E "file $1 .*EVP_Digest(Sign|Verify)'" || true)
[[ -n $bound ]] || { echo "no binding of EVP_DigestSign was seen" >&2; exit 1; }
if grep -v 'to [^ ]*libcrypto' <<<"$bound"; then echo "not bound to libcrypto" >&2; exit 1; fi
echo "1 passed, 0 failed"
