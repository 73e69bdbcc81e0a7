/// Files that hold long lists of points as memory holds them, to be used in place: reading and checking them once, from
/// front to back. A point is x, y; an element of Fp2 is c0, c1; an element of Fp is six little-endian limbs of its
/// Montgomery form. Lists begin at multiples of kPointFileAlignment, with zeros before them, and a BLAKE3 of everything
/// is the last 32 bytes.
///
/// Not constant-time. One object: one thread, which the pool helps.
#pragma once

#include <atomic>
#include <functional>

#include "base/env.h"
#include "base/task_pool.h"
#include "curve/g1.h"
#include "curve/g2.h"
#include "hash/blake3.h"

namespace zkp {

inline constexpr size_t kPointFileAlignment = 64;

constexpr size_t point_file_padding(size_t size) {
  return (kPointFileAlignment - size % kPointFileAlignment) % kPointFileAlignment;
}

/// What is checked of the points: that each is on its curve, always; that it is in the subgroup of order r takes 50
/// (G1) or 100 (G2) microseconds of one thread a point, and is for files of others.
enum class PointCheck : uint8_t { kOnCurve, kInSubgroup };

/// Coordinates are reduced and the point is on its curve, or the identity; and in the subgroup if that is asked for.
template <class Affine>
bool is_good_point(const Affine& point, PointCheck check);

class PointFileReader {
 public:
  /// `mapping`: told of the ranges that are done, if there is one.
  PointFileReader(ByteView file, PointCheck check, TaskPool* pool, const MappedFile* mapping)
      : file_(file), check_(check), pool_(pool), mapping_(mapping) {}

  /// REQUIRES, for both: the file has as many bytes left.
  void header(size_t size_bytes);
  template <class Affine>
  void list(size_t count);
  /// Errors: GeneralError::kParse for a wrong checksum, bytes between lists, or a bad point; the sentence begins with
  /// `what`.
  Result<void> finish(std::string_view what);

 private:
  void pad();

  ByteView file_;
  PointCheck check_;
  TaskPool* pool_;
  const MappedFile* mapping_;
  Blake3 hash_;
  size_t at_ = 0;
  bool good_padding_ = true;
  std::atomic<bool> good_points_ = true;
};

/// Writes such a file in pieces of at most 24 MiB. Errors: those of the sink.
class PointFileWriter {
 public:
  using Sink = std::function<Result<void>(ByteView)>;

  PointFileWriter(const Sink& sink, TaskPool* pool) : sink_(sink), pool_(pool) {}

  Result<void> bytes(ByteView bytes);
  /// Zeros up to the next list.
  Result<void> pad();
  template <class Affine>
  Result<void> points(std::span<const Affine> points);
  Result<void> finish();

 private:
  const Sink& sink_;
  TaskPool* pool_;
  Blake3 hash_;
  size_t size_ = 0;
};

}  // namespace zkp
