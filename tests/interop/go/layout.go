// Command loginterop is the other half of the interoperability test of src/log: with the libraries that Go's module
// mirror, Trillian and the witness network use, it checks a log that our C++ wrote, and writes one for the C++ to check.
//
// Layout of the folder that either side writes and the other checks:
//
//	log.vkey, witness.vkey            vkey texts
//	checkpoint-<size>                 signed by the log, cosigned by the witness
//	tile/..., tile/entries/...        tlog-tiles of the largest size
//	proofs.txt                        "inclusion INDEX SIZE HASH..." and "consistency SIZE1 SIZE2 HASH...", base64
//	receipt-<index>                   tlog-proof over the largest checkpoint, extra = the entry
//	verdicts.txt                      written here only: "KIND ok|bad BASE64", what these libraries say of mutations
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	logName     = "zkp.example/log"
	witnessName = "zkp.example/witness"
	tileHeight  = 8
)

var sizes = []int64{1, 2, 3, 7, 8, 255, 256, 257, 300, 1000, 66000}

// tilePath turns the path of Go's checksum database into that of tlog-tiles: no height, "entries" instead of "data".
func tilePath(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

// parseTilePath is the reverse, with the library's own parser.
func parseTilePath(path string) (tlog.Tile, error) {
	rest, ok := strings.CutPrefix(path, "tile/")
	if !ok || strings.HasPrefix(rest, "data/") {
		return tlog.Tile{}, fmt.Errorf("not a tile path: %q", path)
	}
	if after, ok := strings.CutPrefix(rest, "entries/"); ok {
		rest = "data/" + after
	}
	tile, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", tileHeight, rest))
	if err == nil && tile.L > 63 {
		err = fmt.Errorf("tlog-tiles has levels up to 63")
	}
	return tile, err
}

func read(dir, name string) []byte {
	data, err := os.ReadFile(filepath.Join(dir, name))
	must(err)
	return data
}

func write(dir, name string, data []byte) {
	path := filepath.Join(dir, name)
	must(os.MkdirAll(filepath.Dir(path), 0o755))
	must(os.WriteFile(path, data, 0o644))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "loginterop:", err)
		os.Exit(2)
	}
}

func main() {
	switch {
	case len(os.Args) == 3 && os.Args[1] == "write":
		writeLog(os.Args[2])
	case len(os.Args) == 3 && os.Args[1] == "check":
		os.Exit(checkLog(os.Args[2]))
	default:
		fmt.Fprintln(os.Stderr, "usage: loginterop write|check FOLDER")
		os.Exit(2)
	}
}
