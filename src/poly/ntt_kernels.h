/// The inner loops of the transform (ntt.cpp), with 64-bit limbs or eight lanes. Internal to poly/.
///
/// A transform divides the polynomial, over and over, by X^(2h) - c^2 = (X^h - c)(X^h + c): block i of a layer has
/// c = roots[i], and its halves are the blocks 2i and 2i + 1 of the next layer (see reversed_roots() in ntt.cpp).
#pragma once

#include <cstddef>
#include <span>

#include "field/fr.h"

namespace zkp {

struct NttKernels {
  /// Elements of a block that `finish` may take: they fit in the second-level cache.
  static constexpr int kTileLog = 12;
  /// The smallest transform that takes lanes: eight blocks of eight elements.
  static constexpr int kMinLog = 6;
  /// Layers that `descend` may take at once.
  static constexpr int kLayers = 4;

  /// The numbers in memory are Montgomery forms, below r; between the passes of a transform they may be up to 2 r.

  /// What tables of constants hold instead of c: `cells` numbers each. See prepared constants in
  /// field/lanes/element.inc, and ntt_adx.h.
  size_t cells;
  void (*prepare)(Fr* cells, const Fr& c);
  /// `layers` layers of block `block` of `size` elements, for the columns begin .. end - 1 of its 2^layers rows of
  /// size / 2^layers elements. What it leaves is for the next pass. REQUIRES: 1 <= layers <= kLayers; begin and end are
  /// multiples of 8 (lanes).
  void (*descend)(Fr* f, size_t size, size_t block, const Fr* roots, int layers, size_t begin, size_t end);
  /// All layers of a block of 2^log_size elements. REQUIRES: log_size <= kTileLog; for lanes also kMinLog <= log_size.
  void (*finish)(Fr* f, int log_size, size_t block, const Fr* roots);
  /// values[i] <- values[i] first ratio^i.
  void (*scale_by_powers)(std::span<Fr> values, const Fr& first, const Fr& ratio);
  /// values[i] <- values[i] factor.
  void (*scale)(std::span<Fr> values, const Fr& factor);
};

/// With the operations of Fr, on every processor.
const NttKernels& portable_ntt_kernels();
/// nullptr where the processor lacks MULX, ADCX and ADOX (ntt_adx.h).
const NttKernels* adx_ntt_kernels();
/// nullptr where the processor lacks AVX-512 IFMA.
const NttKernels* ifma_ntt_kernels();
/// For transforms of 2^log_n elements the fastest that cpu_enabled() (base/cpu.h) allows.
const NttKernels& ntt_kernels(int log_n);

}  // namespace zkp
