/// Number-theoretic transform over Fr: between the coefficients of a polynomial of degree < n = 2^log_n and its values
/// on the n-th roots of unity w^0 .. w^(n-1), or on the coset 7 w^0 .. 7 w^(n-1) (7 generates Fr^*, so the coset is
/// disjoint from every such group and X^n - 1 has no root on it).
///
/// In place, natural order on both sides unless the name says otherwise: values[i] = f(w^i), w =
/// Fr::root_of_unity(log_n). n/2 log2(n) butterflies of one multiplication each: passes over memory of four layers each
/// until blocks have 2^12 elements, then block by block in the cache. Eight elements at a time where the processor has
/// AVX-512 IFMA (poly/lanes); without it, where it has ADX, with prepared constants (ntt_adx.h).
///
/// Source: Cooley, Tukey (1965), read as repeated division: X^(2h) - c^2 = (X^h - c)(X^h + c), von zur Gathen, Gerhard,
/// "Modern Computer Algebra", section 8.2.
///
/// Arithmetic is constant-time in the values; the size is public. Safe for concurrent use: an object never changes
/// after make(), and copies share its table of n/2 roots (16 n bytes; 32 n bytes with ADX but without IFMA). A
/// transform uses no further memory and gives the same bits with and without a pool.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/task_pool.h"
#include "field/fr.h"

namespace zkp {

struct NttKernels;

/// REQUIRES, for every transform of one vector: values.size() == size(). `pool` == nullptr: the calling thread alone.
class NttDomain {
 public:
  static constexpr int kMaxLogSize = 28;

  /// Errors: GeneralError::kInvalidArgument unless 0 <= log_n <= kMaxLogSize.
  static Result<NttDomain> make(int log_n);

  size_t size() const { return size_t{1} << log_n_; }
  int log_size() const { return log_n_; }
  /// w, of order exactly size(): the domain is w^0 .. w^(n-1).
  const Fr& root() const { return root_; }

  /// Coefficients to values: values[i] <- sum_j values[j] w^(i j).
  void forward(std::span<Fr> values, TaskPool* pool = nullptr) const;
  /// As forward(), with value i at the place that has the bits of i in reverse: for callers that treat all values
  /// alike.
  void forward_reversed(std::span<Fr> values, TaskPool* pool = nullptr) const;
  /// Values to coefficients: values[j] <- 1/n sum_i values[i] w^(-i j). Given the powers tau^0 .. tau^(n-1), the result
  /// is the Lagrange basis at tau.
  void inverse(std::span<Fr> values, TaskPool* pool = nullptr) const;
  /// Coefficients to values on the coset: values[i] <- f(7 w^i).
  void coset_forward(std::span<Fr> values, TaskPool* pool = nullptr) const;
  /// Values on the coset to coefficients.
  void coset_inverse(std::span<Fr> values, TaskPool* pool = nullptr) const;

  /// Coefficients to values between those of the domain: values[i] <- f(v^(2 i + 1)), v^2 = w. REQUIRES: log_size() <
  /// Fr::kTwoAdicity, which kMaxLogSize implies.
  void odd_coset_forward(std::span<Fr> values, TaskPool* pool = nullptr) const;

  /// forward() and inverse() of many vectors, one behind the other: values.size() is any multiple of size(). Threads
  /// take whole vectors while there are enough of them.
  void forward_many(std::span<Fr> values, TaskPool* pool = nullptr) const;
  void inverse_many(std::span<Fr> values, TaskPool* pool = nullptr) const;

  /// The generator of the coset, 7.
  static Fr coset_shift() { return Fr::multiplicative_generator(); }
  /// 1 / (X^n - 1) on the coset, where it is one constant: (7 w^i)^n - 1 = 7^n - 1.
  const Fr& vanishing_on_coset_inverse() const { return vanishing_inverse_; }

 private:
  explicit NttDomain(int log_n);

  void transform_reversed(std::span<Fr> values, TaskPool* pool) const;
  void transform(std::span<Fr> values, TaskPool* pool) const;

  int log_n_;
  const NttKernels* kernels_;
  Fr root_;
  Fr size_inverse_;                               ///< 1/n
  Fr coset_inverse_;                              ///< 1/7
  Fr vanishing_inverse_;                          ///< 1/(7^n - 1)
  std::shared_ptr<const std::vector<Fr>> roots_;  ///< prepared for the kernels
};

}  // namespace zkp
