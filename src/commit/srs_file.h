/// Reference strings in files (docs/formats/srs.md), to be used where the system maps them: a prover needs memory for
/// the powers that it is multiplying, not for all.
///
///   "ZSRS" || u16 1 || str label || u32 powers || [tau]_1 || [tau]_2 || u8 blocks || blocks * ( u8 log ||
///   [tau^(2^log)]_2 ) zeros to a multiple of 64 || powers of tau in G1, as memory holds them || 32 BLAKE3 of all
///   before
///
/// Points of the header are compressed. open() reads everything once and checks the checksum and that points are on the
/// curve; check_powers() is for strings of others. A string that its user does not trust gives commitments that hide
/// nothing and bind nobody: the file belongs in a folder that its user alone may write.
#pragma once

#include <memory>
#include <string>

#include "base/env.h"
#include "commit/srs.h"
#include "curve/point_file.h"

namespace zkp {

/// Where a string's powers come from, for write_srs().
using PowerSource = std::function<Result<std::span<const G1Affine>>(size_t first, size_t count)>;

/// Asks `powers` for at most 2^18 of them at a time, in order. Errors: those of `powers` and of the sink.
/// REQUIRES: label.size() <= 65,535; 2 <= count < 2^32.
Result<void> write_srs(const SrsKey& key, std::string_view label, size_t count, const PowerSource& powers,
                       const PointFileWriter::Sink& sink, TaskPool* pool);
/// One that is in memory.
Result<void> write_srs(const Srs& srs, std::string_view label, const PointFileWriter::Sink& sink, TaskPool* pool);
/// From a known tau, a piece at a time: for development.
Result<void> write_srs_from_tau(const Fr& tau, size_t count, std::string_view label, const PointFileWriter::Sink& sink,
                                TaskPool* pool);

struct OpenSrsOptions {
  TaskPool* pool = nullptr;
  PointCheck check = PointCheck::kOnCurve;
};

struct LoadedSrs {
  Srs srs;
  std::string label;
};
/// Errors: those of Files::map; GeneralError::kParse, kLimit; those of decompress_g1 and decompress_g2.
Result<LoadedSrs> open_srs(Files& files, const std::string& path, const OpenSrsOptions& options = {});

struct SrsHead {
  SrsKey key;
  std::string label;
  size_t count = 0;  ///< of powers in the file
};
/// What a verifier needs, without reading the rest: the header and the first SrsKey::kPublicPowers powers, checked as
/// open_srs() checks them. The size of the file is compared with its count; the checksum is not.
/// Errors: those of open_srs.
Result<SrsHead> read_srs_head(Files& files, const std::string& path);
/// The same from memory, of any alignment: the file, or a beginning of it that holds the header and these powers.
Result<SrsHead> parse_srs_head(ByteView bytes);

/// That the powers are those of one tau, in the subgroup, and the points of the header theirs: by pairings over a
/// random combination, with an error of 2^-128 over the choice of `random`. Errors: CryptoError::kBadKey; kRandom.
Result<void> check_powers(const Srs& srs, Random& random, TaskPool* pool);

}  // namespace zkp
