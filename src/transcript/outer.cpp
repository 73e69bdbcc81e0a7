#include "transcript/outer.h"

#include "hash/sha2.h"

namespace zkp {
namespace {

Bytes header(uint8_t operation, const Digest& state, std::string_view label) {
  ZKP_CHECK(label.size() <= 255);
  return ByteWriter().u8(operation).raw(state).u8(static_cast<uint8_t>(label.size())).raw(label).bytes();
}

}  // namespace

OuterTranscript::OuterTranscript() : state_(sha256(as_bytes("zkp.ds.v1.outer"))) {}

OuterTranscript& OuterTranscript::absorb(std::string_view label, ByteView data) {
  const Bytes head = ByteWriter().raw(header(0x01, state_, label)).u64(data.size()).bytes();
  state_ = sha256({head, data});
  return *this;
}

Fr OuterTranscript::challenge(std::string_view label) {
  state_ = sha256(header(0x02, state_, label));
  const uint8_t operation = 0x03;
  Bytes wide;
  for (uint8_t half : {0, 1}) append(wide, sha256({ByteView(&operation, 1), state_, ByteView(&half, 1)}));
  return Fr::from_bytes_reduce(wide);
}

}  // namespace zkp
