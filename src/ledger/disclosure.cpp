#include "ledger/disclosure.h"

#include <algorithm>

namespace zkp {

Result<Disclosure> Disclosure::of(const Ledger& ledger, const NotarizeRecord& dataset) {
  Disclosure out;
  ZKP_TRY(const std::vector<uint64_t> proofs, ledger.proofs_about(dataset.dataset));
  for (const uint64_t index : proofs) {
    ZKP_TRY(const LoggedEntry logged, ledger.entry(index));
    ZKP_TRY(const ProofRecord* record, logged.entry.proof());
    ZKP_TRY(const StatementView view, ledger.describe(*record));
    out.add(figures_of(view, record->subjects, dataset.dataset), index);
  }
  return out;
}

std::vector<Figure> Disclosure::figures_of(const StatementView& view, std::span<const NamedDataset> subjects,
                                           const Digest& dataset) {
  std::vector<Figure> out;
  for (const DisclosedFigure& figure : view.figures) {
    if (subjects[figure.about.dataset].dataset == dataset)
      out.push_back({figure.about.column, figure.name, figure.value});
  }
  return out;
}

void Disclosure::add(const std::vector<Figure>& figures, std::optional<uint64_t> entry) {
  for (const Figure& figure : figures) {
    std::vector<uint64_t>& entries = figures_[figure];
    if (entry && (entries.empty() || entries.back() != *entry)) entries.push_back(*entry);
  }
}

Result<void> Disclosure::check(const std::string& dataset, int64_t max_figures) const {
  if (max_figures == 0 || static_cast<int64_t>(figures_.size()) <= max_figures) return {};
  return Error(LedgerError::kNotAllowed, std::to_string(figures_.size()) + " figures about \"" + dataset +
                                             "\" would be public; the budget of this ledger is " +
                                             std::to_string(max_figures))
      .with_hint("disclosure.max_figures in zkp-ledger.toml sets it; show lists what is public already");
}

}  // namespace zkp
