/// Hashes: bytes a second, alone and as a tree over entries.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/cpu.h"
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

struct Leaves {
  static constexpr size_t kLeafBytes = 1536;
  explicit Leaves(uint64_t count) : data(pattern(count * kLeafBytes)) {
    for (size_t i = 0; i < count; ++i) views.push_back(ByteView(data).subspan(i * kLeafBytes, kLeafBytes));
  }
  Bytes data;
  std::vector<ByteView> views;
};

std::function<double()> node_bench(const Context& c, const detail::Sha256Lanes* lanes) {
  auto children = std::make_shared<std::vector<Digest>>(2 * c.size);
  auto nodes = std::make_shared<std::vector<Digest>>(c.size);
  return [children, nodes, lanes] {
    return timed([&] {
      detail::hash_nodes(lanes, children->data(), *nodes);
      keep(*nodes);
    });
  };
}

/// A file of so many bytes in the folder for temporary files, removed at the end.
struct TemporaryFile {
  explicit TemporaryFile(uint64_t size) : path(std::filesystem::temp_directory_path() / "zkp-bench-XXXXXX") {
    const int fd = mkstemp(path.data());
    ZKP_CHECK(fd >= 0);
    close(fd);
    const Bytes piece = pattern(std::min<uint64_t>(size, 1 << 24));
    std::ofstream out(path, std::ios::binary);
    for (uint64_t at = 0; at < size; at += piece.size())
      out.write(reinterpret_cast<const char*>(piece.data()),
                static_cast<std::streamsize>(std::min<uint64_t>(piece.size(), size - at)));
    ZKP_CHECK(out.flush().good());
  }
  ~TemporaryFile() { std::remove(path.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  std::string path;
};

Digest blake3_of_file(const std::string& path, TaskPool* pool) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  ZKP_CHECK(fd >= 0);
  const auto size = static_cast<size_t>(std::filesystem::file_size(path));
  void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  ZKP_CHECK(bytes != MAP_FAILED);
  const Digest digest = blake3_parallel({static_cast<const uint8_t*>(bytes), size}, pool);
  munmap(bytes, size);
  close(fd);
  return digest;
}

ZKP_BENCH(Bench{"blake3", "bytes; one message in memory", 1'000'000'000, 2, [](const Context& c) {
                  auto data = std::make_shared<Bytes>(pattern(c.size));
                  return [data, c] { return timed([&] { keep(blake3_parallel(*data, c.pool)); }); };
                }});
// As b3sum does it: the file is opened, mapped, hashed and closed; the pages are in the cache of the system.
ZKP_BENCH(Bench{"blake3_file", "bytes; one file in the page cache", 1'000'000'000, 2, [](const Context& c) {
                  auto file = std::make_shared<TemporaryFile>(c.size);
                  return [file, c] { return timed([&] { keep(blake3_of_file(file->path, c.pool)); }); };
                }});
ZKP_BENCH(Bench{"blake3_short", "messages of 1,024 bytes, one after the other; seconds a message", 200'000, 1,
                [](const Context& c) {
                  auto data = std::make_shared<Bytes>(pattern(1024));
                  return [data, c] {
                    return timed([&] {
                             for (uint64_t i = 0; i < c.size; ++i) keep(blake3(*data));
                           }) /
                           static_cast<double>(c.size);
                  };
                }});
ZKP_BENCH(Bench{"sha3_256", "bytes; one message", 64 << 20, 1, [](const Context& c) {
                  auto data = std::make_shared<Bytes>(pattern(c.size));
                  return [data] { return timed([&] { keep(sha3_256(*data)); }); };
                }});
ZKP_BENCH(Bench{"sha3_256_many", "messages of 1,536 bytes", 40'000, 1, [](const Context& c) {
                  auto leaves = std::make_shared<Leaves>(c.size);
                  return [leaves, c] {
                    return timed([&] {
                      std::vector<Digest> out(leaves->views.size());
                      sha3_256_many(leaves->views, out, c.pool);
                      keep(out);
                    });
                  };
                }});
ZKP_BENCH(Bench{"sha256", "bytes; one message", 256 << 20, 1, [](const Context& c) {
                  auto data = std::make_shared<Bytes>(pattern(c.size));
                  return [data] { return timed([&] { keep(sha256(*data)); }); };
                }});
ZKP_BENCH(Bench{"sha256_tree", "leaves of 1,536 bytes; leaf hashes and root", 200'000, 2, [](const Context& c) {
                  auto leaves = std::make_shared<Leaves>(c.size);
                  return [leaves, c] {
                    return timed([&] {
                      std::vector<Digest> hashes(leaves->views.size());
                      leaf_hashes(leaves->views, hashes, c.pool);
                      keep(tree_root(hashes, c.pool));
                    });
                  };
                }});
// The paths that a processor would not choose itself can be timed too, if it has them.
ZKP_BENCH(Bench{"sha256_nodes_pair", "nodes of a tree, two at a time", 1 << 20, 1,
                [](const Context& c) { return node_bench(c, nullptr); }});
ZKP_BENCH(Bench{"sha256_nodes_avx2", "nodes of a tree, eight lanes", 1 << 20, 1,
                [](const Context& c) { return node_bench(c, cpu_hardware().avx2 ? &detail::kSha256Avx2 : nullptr); }});
ZKP_BENCH(Bench{"sha256_nodes_avx512", "nodes of a tree, sixteen lanes", 1 << 20, 1, [](const Context& c) {
                  return node_bench(c, cpu_hardware().can_avx512() ? &detail::kSha256Avx512 : nullptr);
                }});

}  // namespace
}  // namespace zkp::bench
