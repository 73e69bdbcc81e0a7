#include <set>
#include <sstream>

#include "base/encoding.h"
#include "base_os/ed25519.h"
#include "hash/tree.h"
#include "log_folder.h"

namespace zkp::interop {
namespace {

class Checker {
 public:
  explicit Checker(std::filesystem::path folder)
      : folder_(std::move(folder)),
        log_keys_{need(VerifierKey::parse(vkey("log.vkey")))},
        quorum_{{need(parse_witness_key(vkey("witness.vkey")))}, 1} {}

  int run() {
    check_tiles();
    check_checkpoints();
    check_proofs();
    check_receipts();
    check_verdicts();
    std::cout << "Go -> C++: " << passed_ << " passed, " << failed_ << " failed\n";
    return failed_ == 0 ? 0 : 1;
  }

 private:
  std::string vkey(const char* name) const {
    std::string text = read_file(folder_ / name);
    if (text.empty() || text.back() != '\n') give_up(std::string(name) + " does not end with a newline");
    text.pop_back();
    return text;
  }

  void expect(bool ok, const std::string& what) {
    ++(ok ? passed_ : failed_);
    if (!ok) std::cout << "FAILED: " << what << "\n";
  }

  /// The entries out of their bundles, and every tile against what our own append makes of them.
  void check_tiles() {
    for (uint64_t n = 0; n * kTileWidth < kTotal; ++n) {
      const TileId bundle{TileId::kEntries, n, tile_width(TileId::kEntries, n, kTotal)};
      const Bytes bytes = to_bytes(read_file(folder_ / tile_path(bundle)));
      const auto parsed = parse_entry_bundle(bytes, bundle.width);
      expect(parsed.ok(), tile_path(bundle));
      if (!parsed.ok()) give_up("cannot go on without the entries");
      for (const ByteView entry : *parsed) entries_.emplace_back(entry.begin(), entry.end());
    }
    std::vector<Digest> hashes;
    roots_.push_back(empty_root());
    CompactRange range;
    for (const Bytes& entry : entries_) {
      hashes.push_back(leaf_hash(entry));
      range.append(hashes.back());
      roots_.push_back(range.root());
    }

    std::set<std::string> expected;
    TileEdge edge;
    for (const TileUpdate& update : need(edge.append(hashes))) {
      const TileId tile{update.level, update.index, tile_width(update.level, update.index, kTotal)};
      expect(to_bytes(read_file(folder_ / tile_path(tile))) == update.hashes, tile_path(tile));
      expected.insert(tile_path(tile));
      if (tile.level == 0) expected.insert(tile_path({TileId::kEntries, tile.index, tile.width}));
    }
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder_ / "tile")) {
      if (!file.is_regular_file()) continue;
      const std::string path = std::filesystem::relative(file.path(), folder_).generic_string();
      expect(parse_tile_path(path).ok() && expected.erase(path) == 1, path);
    }
    expect(expected.empty(), "all tiles are there");
  }

  void check_checkpoints() {
    for (const uint64_t size : kSizes) {
      const std::string name = "checkpoint-" + std::to_string(size);
      const auto opened = open_checkpoint(read_file(folder_ / name), log_keys_, OpenSslVerifier());
      expect(opened.ok(), name);
      if (!opened.ok()) continue;
      expect(opened->checkpoint.size == size && opened->checkpoint.root == roots_[size], name + ": size and root");
      const auto cosigned = check_quorum(opened->note, quorum_, OpenSslVerifier());
      expect(cosigned.ok() && cosigned->front().time_s > 1'700'000'000, name + ": cosignature");
    }
  }

  /// Verifies each proof, and compares it with the one that we make from the same tiles.
  void check_proofs() {
    FolderTiles source(folder_);
    std::istringstream lines(read_file(folder_ / "proofs.txt"));
    for (std::string line; std::getline(lines, line);) {
      std::istringstream fields(line);
      std::string kind, text;
      uint64_t a = 0, b = 0;
      fields >> kind >> a >> b;
      std::vector<Digest> proof;
      while (fields >> text) {
        const Bytes bytes = need(base64_decode(text));
        if (bytes.size() != 32) give_up("proofs.txt: not a hash");
        std::copy(bytes.begin(), bytes.end(), proof.emplace_back().begin());
      }
      TileNodes nodes(source, b);
      const bool inclusion = kind == "inclusion";
      const Result<void> verdict = inclusion ? verify_inclusion(a, b, leaf_hash(entries_.at(a)), proof, roots_.at(b))
                                             : verify_consistency(a, roots_.at(a), b, roots_.at(b), proof);
      const auto ours = inclusion ? inclusion_proof(nodes, a, b) : consistency_proof(nodes, a, b);
      expect(verdict.ok() && ours.ok() && *ours == proof, line.substr(0, 40));
    }
  }

  void check_receipts() {
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder_)) {
      const std::string name = file.path().filename().string();
      if (!name.starts_with("receipt-")) continue;
      ++count;
      const std::string text = read_file(file.path());
      const auto receipt = parse_receipt(text);
      expect(receipt.ok() && need(format_receipt(*receipt)) == text, name);
      if (!receipt.ok()) continue;
      expect(receipt->index < kTotal && receipt->extra == entries_[receipt->index], name + ": entry");
      expect(verify_receipt(*receipt, receipt->extra, log_keys_, &quorum_, OpenSslVerifier()).ok(), name + ": proof");
    }
    expect(count >= 6, "receipts are there");
  }

  bool accepts(const std::string& kind, const std::string& text) const {
    if (kind == "note-form") return parse_note(text).ok();
    if (kind == "note") {
      const auto note = parse_note(text);
      return note.ok() && verify_note(*note, log_keys_, OpenSslVerifier()).ok();
    }
    if (kind == "checkpoint") return open_checkpoint(text, log_keys_, OpenSslVerifier()).ok();
    if (kind == "receipt-form") return parse_receipt(text).ok();
    if (kind == "receipt") {
      const auto receipt = parse_receipt(text);
      return receipt.ok() && verify_receipt(*receipt, receipt->extra, log_keys_, nullptr, OpenSslVerifier()).ok();
    }
    if (kind == "vkey") return VerifierKey::parse(text).ok();
    if (kind == "path") return parse_tile_path(text).ok();
    give_up("verdicts.txt: unknown kind " + kind);
  }

  /// Of every mutation we think what the Go libraries think.
  void check_verdicts() {
    std::istringstream lines(read_file(folder_ / "verdicts.txt"));
    for (std::string line; std::getline(lines, line);) {
      const size_t first = line.find(' '), second = line.find(' ', first + 1);
      if (second == std::string::npos) give_up("verdicts.txt: " + line);
      const std::string kind = line.substr(0, first), verdict = line.substr(first + 1, second - first - 1);
      const std::string mutated(as_text(need(base64_decode(line.substr(second + 1)))));
      expect(accepts(kind, mutated) == (verdict == "ok"), "Go says " + kind + " is " + verdict + ":\n" + mutated);
    }
  }

  std::filesystem::path folder_;
  std::vector<VerifierKey> log_keys_;
  Quorum quorum_;
  std::vector<Bytes> entries_;
  std::vector<Digest> roots_;  ///< by size
  int passed_ = 0, failed_ = 0;
};

}  // namespace

int check_log(const std::filesystem::path& folder) { return Checker(folder).run(); }

}  // namespace zkp::interop
