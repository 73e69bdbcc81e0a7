#!/usr/bin/env bash
# usage: run.sh BUILD_FOLDER   Compiles the transition for rv64im without a library, runs it on the witnesses of the vectors in a
# user-mode emulator, and compares the journals. Skipped (77) without the cross compiler or the emulator.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
for tool in riscv64-linux-gnu-g++ riscv64-unknown-elf-gcc qemu-riscv64; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool was not found (g++-riscv64-linux-gnu gcc-riscv64-unknown-elf qemu-user)"; exit 77; }
done
out=$1/exchange_guest_rv64
mkdir -p "$out/include/gnu"
: >"$out/include/gnu/stubs-lp64.h"  # the C library has none for this ABI, and none of it is linked
# The multi-target compiler's own arithmetic for rv64im/lp64; the other one's is for a machine with floats.
libgcc=$(riscv64-unknown-elf-gcc -march=rv64im -mabi=lp64 -print-libgcc-file-name)
sources=("$here/guest.cpp" "$root/src/hash/sha2_portable.cpp")
for name in record trie trie_state arrival witness transition; do sources+=("$root/src/exchange/core/$name.cpp"); done
riscv64-linux-gnu-g++ -std=c++20 -O2 -Wall -Wextra -Werror -march=rv64im -mabi=lp64 -mcmodel=medany -I"$out/include" -I"$root/src" \
  -ffreestanding -fno-exceptions -fno-rtti -fno-stack-protector -fno-tree-loop-distribute-patterns -fno-pic -no-pie -nostdlib -static \
  -Wl,--no-relax "${sources[@]}" "$libgcc" -o "$out/guest"
python3 "$here/compare.py" qemu-riscv64 "$out/guest"
