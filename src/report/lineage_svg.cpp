/// The lineage graph: the ledger, its datasets, the proofs about them, from left to right.
#include <algorithm>

#include "report/charts.h"
#include "report/svg.h"

namespace zkp {
namespace {

constexpr size_t kMaxDatasets = 24, kMaxProofs = 8;  // the tables have all
constexpr int kWidth = 1000, kRow = 34, kBox = 26;
constexpr int kLedgerX = 0, kLedgerWidth = 150, kDatasetX = 240, kDatasetWidth = 250, kProofX = 580, kProofWidth = 420;

}  // namespace

std::string lineage_svg(const ReportModel& model) {
  if (model.datasets.empty()) return "";
  const size_t begin = model.datasets.size() > kMaxDatasets ? model.datasets.size() - kMaxDatasets : 0;
  int rows = begin > 0 ? 1 : 0;
  for (size_t i = begin; i < model.datasets.size(); ++i) {
    const size_t proofs = model.datasets[i].proofs.size();
    rows += static_cast<int>(std::max<size_t>(1, std::min(proofs, kMaxProofs) + (proofs > kMaxProofs ? 1 : 0)));
  }
  const int height = rows * kRow + 4;
  Svg svg(kWidth, height, "lineage", "Lineage",
          "The ledger " + model.genesis.name + ", its datasets, and the proofs about each dataset");

  // Edges first, so that boxes cover their ends.
  const int root_y = kRow / 2;
  int row = 0;
  struct Node {
    const ReportDataset* dataset;
    int y;
    int first_proof_row;
  };
  std::vector<Node> nodes;
  for (size_t i = begin; i < model.datasets.size(); ++i) {
    const ReportDataset& dataset = model.datasets[i];
    nodes.push_back({&dataset, row * kRow + kRow / 2, row});
    const size_t shown = std::min(dataset.proofs.size(), kMaxProofs);
    svg.edge(kLedgerX + kLedgerWidth, root_y, kDatasetX, nodes.back().y);
    for (size_t p = 0; p < shown; ++p)
      svg.edge(kDatasetX + kDatasetWidth, nodes.back().y, kProofX, (row + static_cast<int>(p)) * kRow + kRow / 2);
    row += static_cast<int>(std::max<size_t>(1, shown + (dataset.proofs.size() > kMaxProofs ? 1 : 0)));
  }
  const auto node = [&](int x, int y, int width, std::string_view dot, const std::string& label,
                        const std::string& detail, size_t characters) {
    svg.box(x, y - kBox / 2, width, kBox, "box");
    svg.bar(x + 9, y - 4, 8, 8, dot, label);
    svg.text(x + 25, y + 4, "", shortened(label, characters));
    if (!detail.empty()) svg.text(x + width - 9, y + 4, "t2 end", detail);
  };
  node(kLedgerX, root_y, kLedgerWidth, "other", model.genesis.name, "entry 0", 10);
  for (const Node& at : nodes) {
    node(kDatasetX, at.y, kDatasetWidth, "data", at.dataset->name, "entry " + std::to_string(at.dataset->entry), 22);
    const size_t shown = std::min(at.dataset->proofs.size(), kMaxProofs);
    for (size_t p = 0; p < shown; ++p) {
      const ReportProof& proof = at.dataset->proofs[p];
      node(kProofX, (at.first_proof_row + static_cast<int>(p)) * kRow + kRow / 2, kProofWidth, "proof", proof.statement,
           "entry " + std::to_string(proof.entry), 48);
    }
    if (at.dataset->proofs.size() > shown)
      svg.text(kProofX + 9, (at.first_proof_row + static_cast<int>(shown)) * kRow + kRow / 2 + 4, "t2",
               "and " + std::to_string(at.dataset->proofs.size() - shown) + " more, listed below");
  }
  if (begin > 0)
    svg.text(kDatasetX, height - 14, "t2", "and " + std::to_string(begin) + " older datasets, listed below");
  return std::move(svg).str();
}

}  // namespace zkp
