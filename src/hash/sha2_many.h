/// SHA-256 of many messages by the lanes of sha2_compress.h. Internal to hash/. Safe for concurrent use.
#pragma once

#include "base/bytes.h"
#include "hash/lane_feed.h"
#include "hash/sha2_compress.h"

namespace zkp::detail {

/// prefix || message with the padding of FIPS 180-4, section 5.1.1. REQUIRES: as PaddedMessage::start().
void sha256_pad(PaddedMessage<64>& padded, ByteView prefix, ByteView message);

/// out[i] = SHA-256(prefix || messages[i]). Where too few messages are left to fill the lanes, `compress` takes one
/// after the other. REQUIRES: out.size() == messages.size(), prefix.size() < 64.
void sha256_many(const Sha256Lanes& lanes, Sha256Compress compress, ByteView prefix, std::span<const ByteView> messages,
                 std::span<Digest> out);

}  // namespace zkp::detail
