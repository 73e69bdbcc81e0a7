/// verify_transition() on a bare RV64IM machine: input from descriptor 0, the journal to descriptor 1, both through the
/// Linux calls that a user-mode emulator answers. Exit status: the ApplyError.
///
/// Input: program id, chain before, u32 blocks, u32 bytes of the witness; per block u64 number, u64 first seq, u64
/// count and the records; the witness.
#include "exchange/core/transition.h"

namespace {

using namespace zkp::exchange;

long call(long number, long a, long b, long c) {
  register long a0 asm("a0") = a;
  register long a1 asm("a1") = b;
  register long a2 asm("a2") = c;
  register long a7 asm("a7") = number;
  asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
  return a0;
}
[[noreturn]] void leave(long status) {
  call(93, status, 0, 0);
  __builtin_unreachable();
}

constexpr size_t kMaxInput = 1 << 22, kMaxBlocks = 64, kNodes = 1 << 13;
alignas(64) uint8_t input[kMaxInput];
alignas(64) CommandRecord records[1 << 12];
Block blocks[kMaxBlocks];
Trie::Branch branches[kNodes];
Trie::Leaf leaves[kNodes];

template <class T>
T take(const uint8_t*& at) {
  T out;
  std::memcpy(&out, at, sizeof out);
  at += sizeof out;
  return out;
}

void run() {
  size_t size = 0;
  for (long got = 1; got > 0 && size < kMaxInput; size += static_cast<size_t>(got > 0 ? got : 0))
    got = call(63, 0, reinterpret_cast<long>(input + size), static_cast<long>(kMaxInput - size));
  const uint8_t* at = input;
  const auto program_id = take<Digest>(at), chain = take<Digest>(at);
  const auto count = take<uint32_t>(at), witness_bytes = take<uint32_t>(at);
  if (count > kMaxBlocks) leave(100);
  CommandRecord* next = records;
  for (uint32_t i = 0; i < count; ++i) {
    blocks[i].number = take<uint64_t>(at);
    blocks[i].first_seq = take<uint64_t>(at);
    const auto commands = take<uint64_t>(at);
    if (next + commands > records + (1 << 12)) leave(101);
    std::memcpy(static_cast<void*>(next), at, commands * sizeof *next);
    at += commands * sizeof *next;
    blocks[i].records = {next, commands};
    next += commands;
  }
  if (at + witness_bytes != input + size) leave(102);
  PublicJournal journal;
  const ApplyError error =
      verify_transition(program_id, chain, {blocks, count}, {at, witness_bytes}, {branches, kNodes, leaves, kNodes},
                        journal, zkp::detail::sha256_compress_portable);
  if (error == ApplyError::kOk) call(64, 1, reinterpret_cast<long>(&journal), sizeof journal);
  leave(static_cast<long>(error));
}

}  // namespace

extern "C" {
[[noreturn]] void _start() {
  run();
  leave(103);
}
void* memcpy(void* to, const void* from, size_t n) {
  auto* t = static_cast<uint8_t*>(to);
  auto* f = static_cast<const uint8_t*>(from);
  for (; n > 0; --n) *t++ = *f++;
  return to;
}
void* memset(void* to, int value, size_t n) {
  auto* t = static_cast<uint8_t*>(to);
  for (; n > 0; --n) *t++ = static_cast<uint8_t>(value);
  return to;
}
int memcmp(const void* a, const void* b, size_t n) {
  auto* x = static_cast<const uint8_t*>(a);
  auto* y = static_cast<const uint8_t*>(b);
  for (; n > 0; --n, ++x, ++y)
    if (*x != *y) return *x < *y ? -1 : 1;
  return 0;
}
}
