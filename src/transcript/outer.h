/// The outer transcript: a SHA-256 chain over everything public, from which challenges are drawn in native code
/// (Fiat-Shamir). Source: dataset_proof specification 3.3, where the byte layout is fixed:
///
///   start            st = SHA256("zkp.ds.v1.outer")
///   absorb(l, d)     st = SHA256(0x01 || st || u8(len l) || l || u64(len d) || d)
///   challenge(l)     st = SHA256(0x02 || st || u8(len l) || l)
///                    c  = (SHA256(0x03 || st || 0x00) || SHA256(0x03 || st || 0x01)) as a big-endian integer mod r
///
/// The 512-bit integer makes c uniform up to 2^-256. One object: one thread at a time; copyable.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "field/fr.h"

namespace zkp {

class OuterTranscript {
 public:
  OuterTranscript();

  /// REQUIRES: label.size() <= 255.
  OuterTranscript& absorb(std::string_view label, ByteView data);
  Fr challenge(std::string_view label);

  const Digest& state() const { return state_; }

 private:
  Digest state_;
};

}  // namespace zkp
