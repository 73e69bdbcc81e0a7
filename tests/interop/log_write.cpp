#include <map>

#include "base/encoding.h"
#include "base_os/ed25519.h"
#include "hash/tree.h"
#include "log_folder.h"

namespace zkp::interop {
namespace {

Bytes entry(uint64_t i) { return to_bytes("c++ entry " + std::to_string(i) + std::string(i % 37, '*')); }

std::string proof_line(std::string_view kind, uint64_t a, uint64_t b, const std::vector<Digest>& proof) {
  std::string line = std::string(kind) + " " + std::to_string(a) + " " + std::to_string(b);
  for (const Digest& hash : proof) line += " " + base64_encode(hash);
  return line + "\n";
}

}  // namespace

void write_log(const std::filesystem::path& folder) {
  const Ed25519Signer log = need(Ed25519Signer::from_seed(Bytes(32, 1)));
  const Ed25519Signer witness = need(Ed25519Signer::from_seed(Bytes(32, 2)));
  const std::string origin = need(make_origin("interop", log.public_key()));
  const VerifierKey witness_key =
      need(VerifierKey::make("zkp.example/witness", witness.public_key(), NoteKeyType::kCosignatureV1));
  write_file(folder / "log.vkey", need(VerifierKey::make(origin, log.public_key())).vkey() + "\n");
  write_file(folder / "witness.vkey", witness_key.vkey() + "\n");

  // Appended from one size to the next, so that tiles are written partial first and completed later, as a ledger does.
  std::map<std::pair<int, uint64_t>, Bytes> tiles;
  TileEdge edge;
  SignedNote checkpoint;
  for (const uint64_t size : kSizes) {
    std::vector<Digest> hashes;
    for (uint64_t i = edge.size(); i < size; ++i) hashes.push_back(leaf_hash(entry(i)));
    for (TileUpdate& update : need(edge.append(hashes))) tiles[{update.level, update.index}] = std::move(update.hashes);

    checkpoint = need(sign_checkpoint({origin, size, edge.root(), {}}, log));
    const std::string answer =
        format_signature_line(need(cosign(checkpoint.text, witness_key.name(), witness, 1790000000 + size))) + "\n";
    const VerifierKey witnesses[] = {witness_key};
    if (const auto merged = merge_cosignatures(checkpoint, answer, witnesses, OpenSslVerifier()); !merged.ok())
      give_up(merged.error().describe());
    write_file(folder / ("checkpoint-" + std::to_string(size)), format_note(checkpoint));
  }
  for (const TileId& tile : changed_tiles(0, kTotal)) {
    write_file(folder / tile_path(tile), as_text(tiles.at({tile.level, tile.index})));
    if (tile.level != 0) continue;
    std::vector<Bytes> entries;
    for (int i = 0; i < tile.width; ++i) entries.push_back(entry(tile.index * kTileWidth + static_cast<uint64_t>(i)));
    const Bytes bundle = need(encode_entry_bundle(std::vector<ByteView>(entries.begin(), entries.end())));
    write_file(folder / tile_path({TileId::kEntries, tile.index, tile.width}), as_text(bundle));
  }

  FolderTiles source(folder);
  std::string proofs;
  for (const uint64_t size : kSizes) {
    TileNodes nodes(source, size);
    for (const uint64_t index : {uint64_t{0}, size / 3, size / 2, size - 1})
      proofs += proof_line("inclusion", index, size, need(inclusion_proof(nodes, index, size)));
    for (const uint64_t older : kSizes) {
      if (older <= size) proofs += proof_line("consistency", older, size, need(consistency_proof(nodes, older, size)));
    }
  }
  write_file(folder / "proofs.txt", proofs);

  TileNodes nodes(source, kTotal);
  for (const uint64_t index : {uint64_t{0}, uint64_t{1}, uint64_t{255}, uint64_t{256}, uint64_t{12345}, kTotal - 1}) {
    const Receipt receipt{entry(index), index, need(inclusion_proof(nodes, index, kTotal)), checkpoint};
    write_file(folder / ("receipt-" + std::to_string(index)), need(format_receipt(receipt)));
  }
}

}  // namespace zkp::interop
