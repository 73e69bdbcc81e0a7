#include "ledger/disclosure.h"

#include <algorithm>
#include <cstdio>

#include "statement/noise_accountant.h"

namespace zkp {

std::string budget_text(double epsilon) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", epsilon);
  return text;
}

Result<Disclosure> Disclosure::of(const Ledger& ledger, const NotarizeRecord& dataset) {
  Disclosure out;
  ZKP_TRY(const std::vector<RecordedProof> proofs, ledger.described_proofs(dataset.dataset));
  for (const RecordedProof& proof : proofs) {
    out.add(figures_of(proof.view, proof.subjects, dataset.dataset), proof.index);
    if (proof.view.noisy && proof.dataset_of(proof.view.noisy->about) == dataset.dataset)
      out.add_noise(proof.view.noisy->epsilon, proof.index);
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

void Disclosure::add_noise(const std::optional<double>& epsilon, std::optional<uint64_t> entry) {
  if (entry) noisy_sums_.push_back(*entry);
  if (epsilon_) epsilon_ = epsilon ? std::optional(*epsilon_ + *epsilon) : std::nullopt;
}

Result<void> Disclosure::check_epsilon(const std::string& dataset, double max_epsilon) const {
  if (max_epsilon == 0 || (epsilon_ && *epsilon_ <= max_epsilon)) return {};
  return Error(LedgerError::kNotAllowed, "sums with noise of \"" + dataset + "\" would have epsilon " +
                                             epsilon_text(epsilon_) + " together; the budget of this ledger is " +
                                             budget_text(max_epsilon))
      .with_hint("disclosure.max_epsilon in zkp-ledger.toml sets it; more noise bits have a smaller epsilon");
}

Result<void> Disclosure::check(const std::string& dataset, int64_t max_figures) const {
  if (max_figures == 0 || static_cast<int64_t>(figures_.size()) <= max_figures) return {};
  return Error(LedgerError::kNotAllowed, std::to_string(figures_.size()) + " figures about \"" + dataset +
                                             "\" would be public; the budget of this ledger is " +
                                             std::to_string(max_figures))
      .with_hint("disclosure.max_figures in zkp-ledger.toml sets it; show lists what is public already");
}

}  // namespace zkp
