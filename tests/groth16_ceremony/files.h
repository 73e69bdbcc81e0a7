/// Transcripts in memory, for tests.
#pragma once

#include <gtest/gtest.h>

#include "base/sim.h"
#include "groth16/ceremony/phase1.h"

namespace zkp::testing {

/// What a function that writes to a sink has written.
template <class Write>
Bytes written(Write&& write) {
  Bytes out;
  auto result = write([&](ByteView piece) -> Result<void> {
    append(out, piece);
    return {};
  });
  EXPECT_TRUE(result.ok()) << result.error().describe();
  return out;
}

inline Bytes with_checksum(Bytes body) {
  append(body, sha256(body));
  return body;
}
/// The file with its checksum made right again.
inline Bytes resealed(Bytes file) {
  file.resize(file.size() - 32);
  return with_checksum(std::move(file));
}

struct Ceremony {
  SimRandom random{1};
  CeremonyEnv env{random};

  Bytes start(int log_size) {
    return written([&](const ByteSink& sink) { return new_phase1(log_size, sink); });
  }
  Bytes contribute(const Bytes& file, const std::string& name) {
    return written([&](const ByteSink& sink) { return contribute_phase1(ViewSource(file), name, "", sink, env); });
  }
  Bytes contribute(const Bytes& file, uint64_t tau, uint64_t alpha, uint64_t beta) {
    return written([&](const ByteSink& sink) {
      return contribute_phase1_with(ViewSource(file), "known", Fr::from_u64(tau), Fr::from_u64(alpha),
                                    Fr::from_u64(beta), sink, env);
    });
  }
  Bytes beacon(const Bytes& file) {
    return written([&](const ByteSink& sink) {
      return beacon_phase1(ViewSource(file), "lottery", Beacon{to_bytes("numbers of 2026-11-28"), 4}, sink, env);
    });
  }
  Result<Phase1Transcript> verify(const Bytes& file) { return verify_phase1(ViewSource(file), env); }
};

}  // namespace zkp::testing
