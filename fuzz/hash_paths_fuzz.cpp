// links: base hash
// Every path of the hash functions that this processor has, against the portable one or the messages alone.
//
// Byte 0 chooses a stretch: the bytes behind it are repeated up to 4 times its square, so that short inputs reach whole
// groups of chunks. Then pairs of bytes cut the message into parts for streaming, and into messages for the
// many-at-once functions.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/cpu.h"
#include "hash/blake3.h"
#include "hash/sha2.h"
#include "hash/sha2_many.h"
#include "hash/sha3.h"
#include "hash/tree.h"

namespace {

using namespace zkp;

void require(bool condition) {
  if (!condition) std::abort();
}

void check_blake3(ByteView message, const std::vector<ByteView>& parts) {
  const Digest expected = Blake3().use(detail::kBlake3Portable).update(message).finish();
  std::vector<const detail::Blake3Path*> paths = {&detail::kBlake3Portable};
  if (cpu_hardware().avx2) paths.push_back(&detail::kBlake3Avx2);
  if (cpu_hardware().can_avx512()) paths.push_back(&detail::kBlake3Avx512);
  for (const detail::Blake3Path* path : paths) {
    require(Blake3().use(*path).update(message).finish() == expected);
    Blake3 streamed;
    streamed.use(*path);
    for (ByteView part : parts) streamed.update(part);
    require(streamed.finish() == expected);
  }
}

void check_sha256(const std::vector<ByteView>& messages) {
  std::vector<const detail::Sha256Lanes*> paths = {nullptr};
  if (cpu_hardware().avx2) paths.push_back(&detail::kSha256Avx2);
  if (cpu_hardware().can_avx512()) paths.push_back(&detail::kSha256Avx512);
  const Bytes prefix = {0x00};
  std::vector<Digest> leaves(messages.size()), found(messages.size());
  for (size_t i = 0; i < messages.size(); ++i)
    leaves[i] = Sha256(detail::sha256_compress_portable).update(prefix).update(messages[i]).finish();
  for (const detail::Sha256Lanes* path : paths) {
    detail::hash_leaves(path, messages, found);
    require(found == leaves);
    std::vector<Digest> nodes(leaves.size() / 2);
    detail::hash_nodes(path, leaves.data(), nodes);
    for (size_t i = 0; i < nodes.size(); ++i) require(nodes[i] == node_hash(leaves[2 * i], leaves[2 * i + 1]));
  }
}

void check_sha3(const std::vector<ByteView>& messages) {
  std::vector<const detail::KeccakLanes*> paths;
  if (cpu_hardware().avx2) paths.push_back(&detail::kKeccakAvx2);
  if (cpu_hardware().can_avx512()) paths.push_back(&detail::kKeccakAvx512);
  std::vector<Digest> expected(messages.size()), found(messages.size());
  detail::sha3_256_many(nullptr, messages, expected);
  for (const detail::KeccakLanes* path : paths) {
    detail::sha3_256_many(path, messages, found);
    require(found == expected);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  Bytes message(data + 1, data + size);
  const size_t wanted = std::max(message.size(), size_t{4} * data[0] * data[0]);
  while (message.size() < wanted)
    message.insert(message.end(), message.begin(),
                   message.begin() + static_cast<ptrdiff_t>(std::min(message.size(), wanted - message.size())));
  std::vector<ByteView> parts;
  for (size_t at = 0, i = 1; at < message.size(); i += 2) {
    const size_t length = i + 1 < size ? data[i] * 16u + data[i + 1] : message.size() - at;
    parts.push_back(ByteView(message).subspan(at, std::min(length, message.size() - at)));
    at += parts.back().size();
    if (length == 0 && i + 1 >= size) break;
  }
  check_blake3(message, parts);
  check_sha256(parts);
  check_sha3(parts);
  return 0;
}
