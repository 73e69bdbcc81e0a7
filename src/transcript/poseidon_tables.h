/// Constants of the Poseidon permutation in the form that its kernels use. Internal to transcript/.
///
/// A partial round raises word 0 alone, so words 1 and 2 only pass through the matrix, and can be eliminated. Write the
/// matrix as [m w; v W] with w a row, v a column and W of two by two, y_k for what partial round k raises, z_k = y_k^5,
/// u_k for words 1 and 2 and g_k for their constants. Then
///
///   y_(k+1) = m z_k + w u_k + constant,   u_(k+1) = v z_k + W u_k + constant,
///
/// and since W^2 = t W - d (trace t, determinant d), w u_k satisfies a recurrence of order 2, and so does y:
///
///   y_(k+3) = m z_(k+2) + t y_(k+2) - d y_(k+1) + (w v - t m) z_(k+1) + (w W v - t w v + d m) z_k + constant.
///
/// The three S-boxes' worth of multiplications that z_(k+2) needs are then the only ones in sequence; the other
/// products are known before. One coefficient in each row is made 1 by scaling: instead of a word x the kernels hold s
/// x, and s^5 x^5 after the S-box, for constants s that are chosen going forward, s' = s^5 / (coefficient). 7
/// multiplications for a partial round instead of 12, 15 for most full rounds instead of 18.
///
/// Sources: the linear layers of partial rounds collapse, Grassi et al., ePrint 2019/458, appendix B (there to sparse
/// matrices); the recurrence is the theorem of Cayley and Hamilton.
#pragma once

#include <array>

#include "field/fr.h"

namespace zkp::detail {

template <class Constant>
struct PoseidonTables {
  /// out = z_0 + b z_1 + c z_2 + constant
  struct Row {
    Constant b, c, constant;
  };
  /// out = a z_0 + b z_1 + c z_2 + constant
  struct FullRow {
    Constant a, b, c, constant;
  };
  /// y_(k+3) = z_(k+2) + y2 y_(k+2) + y1 y_(k+1) + z1 z_(k+1) + z0 z_k + constant
  struct Step {
    Constant y2, y1, z1, z0, constant;
  };

  std::array<Constant, 3> first;  ///< added to the input
  /// Into full rounds 1, 2, 3, and into 61, 62, 63.
  std::array<std::array<Row, 3>, 3> head, tail;
  /// From full round 3: y_0, then y_1 - z_0, then y_2 - z_1 - second z_0.
  std::array<FullRow, 3> enter;
  Constant second;
  /// y_3 .. y_56; the last is word 0 of the next full round.
  std::array<Step, 54> steps;
  /// Words 1 and 2 of that round: y2 y_56 + y1 y_55 + z1 z_55 + z0 z_54 + constant.
  std::array<Step, 2> leave;
  /// The output; without constants.
  std::array<std::array<Constant, 3>, 3> last;
};

/// Made at the first call. Safe for concurrent use.
const PoseidonTables<Fr>& poseidon_tables();

}  // namespace zkp::detail
