package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/rand"
	"strings"

	logfmt "github.com/transparency-dev/formats/log"
	tnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// memory holds the stored hashes of a log as sumdb/tlog numbers them.
type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		out[i] = m[index]
	}
	return out, nil
}

func entry(i int64) []byte {
	return []byte(fmt.Sprintf("go entry %d%s", i, strings.Repeat(".", int(i%41))))
}

func encode(hashes []tlog.Hash) string {
	var out strings.Builder
	for _, hash := range hashes {
		out.WriteString(" " + base64.StdEncoding.EncodeToString(hash[:]))
	}
	return out.String()
}

// writeLog builds a log with sumdb/tlog, signs it with sumdb/note and cosigns it as transparency-dev/formats does. The
// keys are made from a fixed seed: this is a test.
func writeLog(dir string) {
	random := rand.New(rand.NewSource(1))
	logSecret, logKey, err := note.GenerateKey(random, logName)
	must(err)
	witnessSecret, witnessKey, err := note.GenerateKey(random, witnessName)
	must(err)
	witnessKey, err = tnote.VKeyToCosignatureV1(witnessKey)
	must(err)
	write(dir, "log.vkey", []byte(logKey+"\n"))
	write(dir, "witness.vkey", []byte(witnessKey+"\n"))
	signer, err := note.NewSigner(logSecret)
	must(err)
	witness, err := tnote.NewSignerForCosignatureV1(witnessSecret)
	must(err)

	var stored memory
	total := sizes[len(sizes)-1]
	for i := int64(0); i < total; i++ {
		hashes, err := tlog.StoredHashes(i, entry(i), stored)
		must(err)
		stored = append(stored, hashes...)
	}

	var last []byte
	for _, size := range sizes {
		root, err := tlog.TreeHash(size, stored)
		must(err)
		text := logfmt.Checkpoint{Origin: logName, Size: uint64(size), Hash: root[:]}.Marshal()
		last, err = note.Sign(&note.Note{Text: string(text)}, signer, witness)
		must(err)
		write(dir, fmt.Sprintf("checkpoint-%d", size), last)
	}

	for _, tile := range tlog.NewTiles(tileHeight, 0, total) {
		data, err := tlog.ReadTileData(tile, stored)
		must(err)
		write(dir, tilePath(tile), data)
		if tile.L == 0 {
			tile.L = -1
			var bundle []byte
			for i := tile.N << tileHeight; i < tile.N<<tileHeight+int64(tile.W); i++ {
				bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(entry(i))))
				bundle = append(bundle, entry(i)...)
			}
			write(dir, tilePath(tile), bundle)
		}
	}

	var proofs strings.Builder
	for i, size := range sizes {
		for _, index := range []int64{0, size / 3, size / 2, size - 1} {
			path, err := tlog.ProveRecord(size, index, stored)
			must(err)
			fmt.Fprintf(&proofs, "inclusion %d %d%s\n", index, size, encode(path))
		}
		for _, older := range sizes[:i+1] {
			path, err := tlog.ProveTree(size, older, stored)
			must(err)
			fmt.Fprintf(&proofs, "consistency %d %d%s\n", older, size, encode(path))
		}
	}
	write(dir, "proofs.txt", []byte(proofs.String()))

	var receipt []byte
	for _, index := range []int64{0, 1, 255, 256, 12345, total - 1} {
		path, err := tlog.ProveRecord(total, index, stored)
		must(err)
		p := proof.TLogProof{Index: uint64(index), Checkpoint: last, ExtraData: entry(index)}
		for _, hash := range path {
			p.Hashes = append(p.Hashes, hash)
		}
		receipt = p.Marshal()
		write(dir, fmt.Sprintf("receipt-%d", index), receipt)
	}

	write(dir, "verdicts.txt", verdicts(random, signer, logKey, last, receipt))
}
