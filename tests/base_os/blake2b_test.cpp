#include "base_os/blake2b.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base_os/chacha.h"

namespace zkp {
namespace {

// RFC 7693, appendix A.
TEST(Blake2b, DigestOfAbcIsThatOfTheRfc) {
  EXPECT_EQ(hex_encode(blake2b(as_bytes("abc"))),
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
}

TEST(Blake2b, PiecesAreOneMessageAndFinishStartsANewOne) {
  Blake2b hash;
  hash.update(as_bytes("a")).update({}).update(as_bytes("bc"));
  EXPECT_EQ(hash.finish(), blake2b(as_bytes("abc")));
  EXPECT_EQ(hash.finish(), blake2b({}));
}

// draft-agl-tls-chacha20poly1305, section 7: key and nonce of zeros, 76b8e0ad a0f13d90 ...
TEST(ChaCha, StreamOfTheZeroKeyIsThatOfTheSpecification) {
  ChaChaStream stream(ByteArray<32>{});
  EXPECT_EQ(stream.next_u32(), 0xade0b876u);
  EXPECT_EQ(stream.next_u32(), 0x903df1a0u);
  for (int i = 2; i < 16; ++i) stream.next_u32();
  EXPECT_EQ(stream.next_u32(), 0xbee7079fu);  // the second block: 9f07e7be 5551387a ...
  EXPECT_EQ(stream.next_u32(), 0x7a385155u);
}

}  // namespace
}  // namespace zkp
