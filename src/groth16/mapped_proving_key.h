/// A proving key that stays in its file: lists of points are used where the operating system maps them, so that a proof
/// needs memory for a chunk of the key, not for the key.
///
/// open() reads everything once and checks what parse_proving_key() checks. That holds for the bytes that it saw: the
/// file is not locked, and who may write it may change it afterwards. Points that change can spoil proofs (a prover
/// verifies a proof before it hands it out), can make the time of a proof or its failure depend on the witness in a way
/// of their choosing, and a file that is shortened in use ends the process; so a proving key belongs in a folder that
/// its user alone may write, as the programs of this project make it. The verification key, beta and delta, on which
/// blinding rests, are copies. Files of version 1 cannot be used in place: read them with parse_proving_key().
#pragma once

#include <memory>
#include <string>

#include "groth16/proving_key.h"

namespace zkp {

struct MapKeyOptions {
  TaskPool* pool = nullptr;
  PointCheck points = PointCheck::kOnCurve;
  size_t max_bytes = SIZE_MAX;
};

/// Immutable; safe for concurrent use. Move-only.
class MappedProvingKey {
 public:
  /// Errors: those of Files::map and of parse_proving_key; GeneralError::kUnsupported for a file of version 1.
  static Result<MappedProvingKey> open(Files& files, const std::string& path, const MapKeyOptions& options = {});

  /// Valid while this object, wherever it is moved, lives.
  const ProvingKeyView& view() const { return view_; }
  const VerifyingKey& vk() const { return *vk_; }

 private:
  MappedProvingKey() = default;

  std::unique_ptr<MappedFile> file_;
  std::unique_ptr<VerifyingKey> vk_;
  ProvingKeyView view_;
};

}  // namespace zkp
