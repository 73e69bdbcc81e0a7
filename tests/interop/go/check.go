package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	logfmt "github.com/transparency-dev/formats/log"
	tnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/compact"
	mproof "github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type checker struct {
	dir            string
	passed, failed int
	roots          map[int64][]byte // by size, from the entries
}

func (c *checker) expect(ok bool, format string, args ...any) {
	if ok {
		c.passed++
		return
	}
	c.failed++
	fmt.Println("FAILED:", fmt.Sprintf(format, args...))
}

// ReadTiles, Height and SaveTiles let sumdb/tlog read the folder as it reads a checksum database.
func (c *checker) Height() int                     { return tileHeight }
func (c *checker) SaveTiles([]tlog.Tile, [][]byte) {}
func (c *checker) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(c.dir, tilePath(tile)))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

func (c *checker) entries(total int64) [][]byte {
	var out [][]byte
	for n := int64(0); n<<tileHeight < total; n++ {
		width := int(min(total-n<<tileHeight, 1<<tileHeight))
		bundle := read(c.dir, tilePath(tlog.Tile{H: tileHeight, L: -1, N: n, W: width}))
		for i := 0; i < width; i++ {
			size := int(binary.BigEndian.Uint16(bundle))
			out = append(out, bundle[2:2+size])
			bundle = bundle[2+size:]
		}
		c.expect(len(bundle) == 0, "entry bundle %d has bytes left over", n)
	}
	return out
}

// checkLog checks everything that the C++ wrote and returns the exit status.
func checkLog(dir string) int {
	c := &checker{dir: dir, roots: map[int64][]byte{}}
	total := sizes[len(sizes)-1]
	entries := c.entries(total)

	// The roots of all sizes with transparency-dev/merkle.
	factory := compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
	tree := factory.NewEmptyRange(0)
	for i, entry := range entries {
		must(tree.Append(rfc6962.DefaultHasher.HashLeaf(entry), nil))
		root, err := tree.GetRootHash(nil)
		must(err)
		c.roots[int64(i)+1] = root
	}

	logKey, err := note.NewVerifier(strings.TrimSpace(string(read(dir, "log.vkey"))))
	must(err)
	witnessKey, err := tnote.NewVerifierForCosignatureV1(strings.TrimSpace(string(read(dir, "witness.vkey"))))
	must(err)
	for _, size := range sizes {
		message := read(dir, fmt.Sprintf("checkpoint-%d", size))
		checkpoint, rest, signed, err := logfmt.ParseCheckpoint(message, logKey.Name(), logKey, witnessKey)
		c.expect(err == nil, "checkpoint %d: %v", size, err)
		if err == nil {
			c.expect(len(rest) == 0 && int64(checkpoint.Size) == size, "checkpoint %d: says size %d", size, checkpoint.Size)
			c.expect(bytes.Equal(checkpoint.Hash, c.roots[size]), "checkpoint %d: root", size)
			c.expect(len(signed.Sigs) == 2 && len(signed.UnverifiedSigs) == 0, "checkpoint %d: log and witness", size)
		}
	}
	c.checkTiles(entries)
	c.checkProofs(entries)
	c.checkReceipts(entries, logKey)
	fmt.Printf("C++ -> Go: %d passed, %d failed\n", c.passed, c.failed)
	if c.failed > 0 {
		return 1
	}
	return 0
}

func (c *checker) checkTiles(entries [][]byte) {
	total := int64(len(entries))
	var stored memory
	for i, entry := range entries {
		hashes, err := tlog.StoredHashes(int64(i), entry, stored)
		must(err)
		stored = append(stored, hashes...)
	}
	expected := map[string]bool{}
	for _, tile := range tlog.NewTiles(tileHeight, 0, total) {
		expected[tilePath(tile)] = true
		if tile.L == 0 {
			tile.L = -1
			expected[tilePath(tile)] = true
		}
	}
	must(filepath.WalkDir(filepath.Join(c.dir, "tile"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(c.dir, path)
		must(err)
		tile, err := parseTilePath(name)
		c.expect(err == nil && expected[name], "tile %s: %v", name, err)
		if err == nil && tile.L >= 0 {
			data, err := tlog.ReadTileData(tile, stored)
			c.expect(err == nil && bytes.Equal(read(c.dir, name), data), "tile %s: hashes", name)
		}
		delete(expected, name)
		return nil
	}))
	c.expect(len(expected) == 0, "missing tiles: %v", expected)

	// What a client does: proofs out of the tiles that it fetches.
	root := tlog.Hash(c.roots[total])
	reader := tlog.TileHashReader(tlog.Tree{N: total, Hash: root}, c)
	for index := int64(0); index < total; index += 997 {
		path, err := tlog.ProveRecord(total, index, reader)
		if err == nil {
			err = tlog.CheckRecord(path, total, root, index, tlog.RecordHash(entries[index]))
		}
		c.expect(err == nil, "tiles of record %d: %v", index, err)
	}
}

func (c *checker) checkProofs(entries [][]byte) {
	for line := range strings.Lines(string(read(c.dir, "proofs.txt"))) {
		fields := strings.Fields(line)
		var kind string
		var a, b int64
		_, err := fmt.Sscan(line, &kind, &a, &b)
		must(err)
		var hashes [][]byte
		for _, text := range fields[3:] {
			hash, err := base64.StdEncoding.DecodeString(text)
			must(err)
			hashes = append(hashes, hash)
		}
		if kind == "inclusion" {
			leaf := rfc6962.DefaultHasher.HashLeaf(entries[a])
			err = mproof.VerifyInclusion(rfc6962.DefaultHasher, uint64(a), uint64(b), leaf, hashes, c.roots[b])
		} else {
			err = mproof.VerifyConsistency(rfc6962.DefaultHasher, uint64(a), uint64(b), hashes, c.roots[a], c.roots[b])
		}
		c.expect(err == nil, "%s %d %d: %v", kind, a, b, err)
	}
}

func (c *checker) checkReceipts(entries [][]byte, logKey note.Verifier) {
	names, err := filepath.Glob(filepath.Join(c.dir, "receipt-*"))
	must(err)
	c.expect(len(names) >= 6, "only %d receipts", len(names))
	for _, name := range names {
		text := read(c.dir, filepath.Base(name))
		var p proof.TLogProof
		err := p.Unmarshal(text)
		c.expect(err == nil && bytes.Equal(p.Marshal(), text), "%s: %v", name, err)
		c.expect(bytes.Equal(p.ExtraData, entries[p.Index]), "%s: entry", name)
		c.expect(receiptIsGood(text, logKey), "%s: does not verify", name)
	}
}
