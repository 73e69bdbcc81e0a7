/// What the tests of hash/ share: patterns, a deterministic generator, and a task pool that counts.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/encoding.h"
#include "support/test_pool.h"

namespace zkp::hash_test {

template <size_t N>
std::string hex(const ByteArray<N>& bytes) {
  return hex_encode(bytes);
}

/// Byte i is 7 i + 3 modulo 256.
inline Bytes pattern(size_t size_bytes) {
  Bytes out(size_bytes);
  for (size_t i = 0; i < size_bytes; ++i) out[i] = static_cast<uint8_t>(7 * i + 3);
  return out;
}

/// Marsaglia's xorshift64: the same bytes in every run.
class Xorshift {
 public:
  explicit Xorshift(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    return state_ ^= state_ << 17;
  }
  size_t below(size_t bound) { return static_cast<size_t>(next() % bound); }
  Bytes bytes(size_t size_bytes) {
    Bytes out(size_bytes);
    for (auto& b : out) b = static_cast<uint8_t>(next() >> 32);
    return out;
  }

 private:
  uint64_t state_;
};

/// Three threads, and a count of the loops that came here.
class CountingPool : public TestPool {
 public:
  CountingPool() : TestPool(3) {}
  void parallel_for(size_t count, size_t grain, const std::function<void(size_t, size_t)>& body) override {
    ++calls;
    TestPool::parallel_for(count, grain, body);
  }
  int calls = 0;
};

/// The digest of the digests of pattern(0) .. pattern(300): every length of padding, in one value.
template <class Hash>
auto digest_of_digests(Hash outer, Hash inner) {
  for (size_t n = 0; n <= 300; ++n) outer.update(inner.update(pattern(n)).finish());
  return outer.finish();
}

/// The first cut of the message at which streaming gives another digest than `whole`, or the message's size + 1.
template <class Hash, class Expected>
size_t first_bad_cut(Hash hash, ByteView message, const Expected& whole) {
  for (size_t cut = 0; cut <= message.size(); ++cut)
    if (hash.update(message.first(cut)).update(message.subspan(cut)).finish() != whole) return cut;
  return message.size() + 1;
}

}  // namespace zkp::hash_test
