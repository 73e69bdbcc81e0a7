/// Hashes: bytes a second, alone and as a tree over entries.
#include <vector>

#include "bench/bench.h"
#include "hash/blake3.h"
#include "hash/sha2.h"
#include "hash/sha3.h"
#include "hash/tree.h"

namespace zkp::bench {
namespace {

Bytes pattern(uint64_t size_bytes) {
  Bytes out(size_bytes);
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint8_t>(i * 2654435761u >> 24);
  return out;
}

ZKP_BENCH(Bench{"blake3", "bytes; one message", 256 << 20, 2, [](const Context& c) {
                  auto data = std::make_shared<Bytes>(pattern(c.size));
                  return [data, c] { return timed([&] { keep(blake3_parallel(*data, c.pool)); }); };
                }});
ZKP_BENCH(Bench{"sha3_256", "bytes; one message", 64 << 20, 1, [](const Context& c) {
                  auto data = std::make_shared<Bytes>(pattern(c.size));
                  return [data] { return timed([&] { keep(sha3_256(*data)); }); };
                }});
ZKP_BENCH(Bench{"sha256", "bytes; one message", 256 << 20, 1, [](const Context& c) {
                  auto data = std::make_shared<Bytes>(pattern(c.size));
                  return [data] { return timed([&] { keep(sha256(*data)); }); };
                }});
ZKP_BENCH(Bench{"sha256_tree", "leaves of 1,536 bytes; leaf hashes and root", 200'000, 2, [](const Context& c) {
                  constexpr size_t kLeafBytes = 1536;
                  auto data = std::make_shared<Bytes>(pattern(c.size * kLeafBytes));
                  auto views = std::make_shared<std::vector<ByteView>>();
                  for (size_t i = 0; i < c.size; ++i)
                    views->push_back(ByteView(*data).subspan(i * kLeafBytes, kLeafBytes));
                  return [data, views, c] {
                    return timed([&] {
                      std::vector<Digest> leaves(views->size());
                      leaf_hashes(*views, leaves, c.pool);
                      keep(tree_root(leaves, c.pool));
                    });
                  };
                }});

}  // namespace
}  // namespace zkp::bench
