// links: base hash curve groth16_verify groth16
// Decoders of proofs, verification keys and key files: never crash; what they accept encodes to the same bytes. The
// first byte chooses the form, the rest is the encoding; files get their checksum from us, so that the search goes
// deeper.
#include "base/check.h"
#include "base/sim.h"
#include "groth16/keys.h"
#include "groth16/mapped_proving_key.h"
#include "groth16/proving_key.h"
#include "hash/blake3.h"
#include "hash/sha2.h"

namespace {

using namespace zkp;

Bytes with_checksum(ByteView bytes) {
  Bytes out(bytes.begin(), bytes.end());
  append(out, sha256(bytes));
  return out;
}

Bytes with_blake3(ByteView bytes) {
  Bytes out(bytes.begin(), bytes.end());
  append(out, Blake3().update(bytes).finish());
  return out;
}

Bytes file_of(const ProvingKeyView& key) {
  Bytes out;
  ZKP_CHECK(write_proving_key(key, [&](ByteView piece) -> Result<void> {
              append(out, piece);
              return {};
            }).ok());
  return out;
}

// Keys of version 1 are only read: what they hold survives a file of version 2. Of version 2 every key has one file,
// and a mapped key is the one that is read.
void check_proving_key(const Bytes& bytes) {
  auto key = parse_proving_key(bytes);
  SimFiles files;
  ZKP_CHECK(files.replace("k", bytes).ok());
  auto mapped = MappedProvingKey::open(files, "k");
  if (!key.ok()) {
    ZKP_CHECK(!mapped.ok());
    return;
  }
  const Bytes again = file_of(*key);
  if (bytes[5] == 1) {
    ZKP_CHECK(!mapped.ok() && *parse_proving_key(again) == *key);
  } else {
    ZKP_CHECK(again == bytes && mapped.ok() && file_of(mapped->view()) == bytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const ByteView bytes(data + 1, size - 1);
  switch (data[0] % 5) {
    case 0:
      if (auto proof = decode_proof(bytes); proof.ok()) ZKP_CHECK(std::ranges::equal(encode_proof(*proof), bytes));
      break;
    case 1:
      if (auto key = decode_verifying_key(bytes); key.ok())
        ZKP_CHECK(std::ranges::equal(encode_verifying_key(*key), bytes));
      break;
    case 2: {
      const Bytes file = with_checksum(bytes);
      if (auto key = decode_verifying_key_file(file); key.ok()) ZKP_CHECK(encode_verifying_key_file(*key) == file);
      break;
    }
    case 3:
      check_proving_key(with_checksum(bytes));
      break;
    default:
      check_proving_key(with_blake3(bytes));
  }
  return 0;
}
