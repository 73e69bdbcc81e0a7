/// The disclosure meter: what everybody can know about a dataset from the proofs that are recorded about it.
///
/// Exact figures over one table add up: a meter cannot say what somebody learns from them together, but it says how
/// many there are, and a budget (`disclosure.max_figures` of the configuration) refuses more. Proofs that answer a
/// challenge are handed out and not recorded: the budget is checked for them, the meter does not count them.
///
/// Sums with noise are counted by their epsilons instead, at delta = kNoiseDelta each: those of one dataset add up, and
/// so do the deltas (basic composition). `disclosure.max_epsilon` bounds the sum.
/// Safe for concurrent reading.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace zkp {

/// "the sum of column amount is 42". Column "": the dataset as a whole.
struct Figure {
  std::string column, name, value;

  friend auto operator<=>(const Figure&, const Figure&) = default;
};

/// "2.5": a number of the configuration as it was written, up to six digits.
std::string budget_text(double epsilon);

class Disclosure {
 public:
  /// Of the recorded proofs. Errors: those of the store and of describe_statement.
  static Result<Disclosure> of(const Ledger& ledger, const NotarizeRecord& dataset);

  /// Figures that a statement discloses about the dataset with this digest; `subjects` are the statement's datasets, by
  /// position.
  static std::vector<Figure> figures_of(const StatementView& view, std::span<const NamedDataset> subjects,
                                        const Digest& dataset);

  /// Each with the entries that disclose it, in order.
  const std::map<Figure, std::vector<uint64_t>>& figures() const { return figures_; }

  /// Adds the figures of one more proof; `entry` of an unrecorded one is nullopt.
  void add(const std::vector<Figure>& figures, std::optional<uint64_t> entry);

  /// Recorded sums with noise, and one that is planned.
  void add_noise(const std::optional<double>& epsilon, std::optional<uint64_t> entry);
  /// Entries of the answers.
  const std::vector<uint64_t>& noisy_sums() const { return noisy_sums_; }
  /// The sum; nothing when one of them has no epsilon.
  const std::optional<double>& epsilon() const { return epsilon_; }
  /// Error: LedgerError::kNotAllowed when it is above `max_epsilon` (0: no limit).
  Result<void> check_epsilon(const std::string& dataset, double max_epsilon) const;

  /// Error: LedgerError::kNotAllowed when there are more than `max_figures` (0: no limit).
  Result<void> check(const std::string& dataset, int64_t max_figures) const;

 private:
  std::map<Figure, std::vector<uint64_t>> figures_;
  std::vector<uint64_t> noisy_sums_;
  std::optional<double> epsilon_ = 0;
};

}  // namespace zkp
