/// A beacon whose key a test holds: it draws any round at any time, which is why nobody but a test trusts it.
#pragma once

#include "base/encoding.h"
#include "beacon/beacon.h"
#include "curve/encoding.h"

namespace zkp {

class LocalBeacon {
 public:
  explicit LocalBeacon(int64_t genesis_s, uint32_t period_s = 3, uint64_t secret = 0x5eed)
      : key_(Fr::from_u64(secret)),
        info_("{\"public_key\":\"" + hex_encode(compress(G2Affine::generator().mul(key_).to_affine())) +
              "\",\"period\":" + std::to_string(period_s) + ",\"genesis_time\":" + std::to_string(genesis_s) +
              ",\"schemeID\":\"" + std::string(kBeaconScheme) + "\",\"metadata\":{\"beaconID\":\"local\"}}"),
        beacon_(parse_beacon_info(info_).value()) {}

  const RandomBeacon& beacon() const { return beacon_; }
  /// As drand's /info says it.
  const std::string& info() const { return info_; }
  ByteArray<48> sign(uint64_t round) const { return compress(beacon_round_point(round).mul(key_).to_affine()); }
  /// As drand's /public/ROUND says it.
  std::string round(uint64_t number) const {
    const ByteArray<48> signature = sign(number);
    return "{\"round\":" + std::to_string(number) + ",\"randomness\":\"" + hex_encode(beacon_round_value(signature)) +
           "\",\"signature\":\"" + hex_encode(signature) + "\"}";
  }

 private:
  Fr key_;
  std::string info_;
  RandomBeacon beacon_;
};

}  // namespace zkp
