#!/usr/bin/env bash
# setup/debian.sh LIST...: installs the Debian packages of the lists that are missing or too old. Quiet when there is nothing
# to do, so ./dev calls it every time. Exit 4 when something cannot be installed.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
for list in "$@"; do
  while read -r name lowest _; do
    [[ -z "$name" || "$name" == \#* ]] && continue
    have=$(dpkg-query -W -f='${db:Status-Status} ${Version}' "$name" 2>/dev/null || true)
    if [[ "$have" != installed\ * ]] || ! dpkg --compare-versions "${have#installed }" ge "$lowest"; then
      missing+=("$name")
    fi
  done <"$list"
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "error: these packages are needed and this is not a Debian system: ${missing[*]}" >&2
  exit 4
fi
as_root=()
if [[ $(id -u) -ne 0 ]]; then
  command -v sudo >/dev/null || { echo "error: run as root, or install sudo, to install: ${missing[*]}" >&2; exit 4; }
  as_root=(sudo)
fi
echo "installing ${#missing[@]} Debian packages: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update &&
       "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "error: apt-get could not install: ${missing[*]}" >&2
  exit 4
fi
