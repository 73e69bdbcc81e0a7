package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand"
	"strings"

	logfmt "github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/formats/proof"
	mproof "github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
)

// mutate changes a text a little, in the ways that a careless or a hostile writer would.
func mutate(random *rand.Rand, good []byte) []byte {
	out := bytes.Clone(good)
	at := random.Intn(len(out))
	switch random.Intn(7) {
	case 0:
		out[at] ^= byte(1 << random.Intn(8))
	case 1:
		out[at] = byte(random.Intn(256))
	case 2:
		out = append(out[:at], out[at+1:]...)
	case 3:
		out = append(out[:at], append([]byte{out[at]}, out[at:]...)...)
	case 4:
		const alphabet = "\n\r\t +=—/0AZaxp.\x00"
		out = append(out[:at], append([]byte{alphabet[random.Intn(len(alphabet))]}, out[at:]...)...)
	case 5: // a line twice, or two lines in the other order
		lines := bytes.SplitAfter(out, []byte("\n"))
		i, j := random.Intn(len(lines)), random.Intn(len(lines))
		if random.Intn(2) == 0 {
			lines[i], lines[j] = lines[j], lines[i]
		} else {
			lines[i] = append(bytes.Clone(lines[j]), lines[i]...)
		}
		out = bytes.Join(lines, nil)
	case 6:
		out = out[:at]
	}
	return out
}

// canonicalLines reports whether the base64 of every signature line is what an encoder would print. The library takes
// more; our readers do not, so that a note has one spelling.
func canonicalLines(message []byte) bool {
	block := string(message[bytes.LastIndex(message, []byte("\n\n"))+2:])
	for line := range strings.Lines(block) {
		b64 := line[strings.LastIndex(line, " ")+1 : len(line)-1]
		raw, err := base64.StdEncoding.DecodeString(b64)
		if err != nil || base64.StdEncoding.EncodeToString(raw) != b64 {
			return false
		}
	}
	return true
}

// noteForm returns the text of a well-formed note, whoever signed it.
func noteForm(message []byte) (string, bool) {
	_, err := note.Open(message, nil)
	var unverified *note.UnverifiedNoteError
	if !errors.As(err, &unverified) || !canonicalLines(message) {
		return "", false
	}
	return unverified.Note.Text, true
}

func noteIsGood(message []byte, key note.Verifier) bool {
	_, wellFormed := noteForm(message)
	_, err := note.Open(message, note.VerifierList(key))
	return wellFormed && err == nil
}

// checkpointForm adds to the library's verdict what tlog-checkpoint says and the library leaves open: one spelling of the
// size and the root, 32 bytes, non-empty extension lines; and the root of the empty tree.
func checkpointForm(message []byte) bool {
	text, ok := noteForm(message)
	var c logfmt.Checkpoint
	rest, err := c.Unmarshal([]byte(text))
	if !ok || err != nil || len(c.Hash) != 32 || string(c.Marshal())+string(rest) != text {
		return false
	}
	if c.Size == 0 && !bytes.Equal(c.Hash, rfc6962.DefaultHasher.EmptyRoot()) {
		return false
	}
	return !strings.HasPrefix(string(rest), "\n") && !strings.Contains(string(rest), "\n\n")
}

func checkpointIsGood(message []byte, key note.Verifier) bool {
	_, _, _, err := logfmt.ParseCheckpoint(message, key.Name(), key)
	return err == nil && checkpointForm(message)
}

func receiptForm(text []byte) (proof.TLogProof, bool) {
	var p proof.TLogProof
	ok := p.Unmarshal(text) == nil && bytes.Equal(p.Marshal(), text) && (p.ExtraData == nil || len(p.ExtraData) > 0)
	return p, ok && checkpointForm(p.Checkpoint)
}

func receiptIsGood(text []byte, key note.Verifier) bool {
	p, ok := receiptForm(text)
	if !ok {
		return false
	}
	checkpoint, _, _, err := logfmt.ParseCheckpoint(p.Checkpoint, key.Name(), key)
	if err != nil {
		return false
	}
	var hashes [][]byte
	for _, hash := range p.Hashes {
		hashes = append(hashes, hash[:])
	}
	leaf := rfc6962.DefaultHasher.HashLeaf(p.ExtraData)
	return mproof.VerifyInclusion(rfc6962.DefaultHasher, p.Index, checkpoint.Size, leaf, hashes, checkpoint.Hash) == nil
}

// keyIsGood: the library takes upper-case hex and loose base64; a vkey of ours has one spelling.
func keyIsGood(vkey []byte) bool {
	key, err := note.NewVerifier(string(vkey))
	if err != nil {
		return false
	}
	_, encoded, _ := strings.Cut(strings.TrimPrefix(string(vkey), key.Name()+"+"), "+")
	raw, err := base64.StdEncoding.DecodeString(encoded)
	must(err)
	return string(vkey) == fmt.Sprintf("%s+%08x+%s", key.Name(), key.KeyHash(), base64.StdEncoding.EncodeToString(raw))
}

func pathIsGood(path []byte) bool {
	_, err := parseTilePath(string(path))
	return err == nil
}

// verdicts lists mutations with what these libraries think of them; the other side has to agree on every one. Some are
// signed after they were changed, or judged by their form alone, so that a wrong signature does not hide a wrong form.
func verdicts(random *rand.Rand, signer note.Signer, logKey string, checkpoint, receipt []byte) []byte {
	key, err := note.NewVerifier(logKey)
	must(err)
	text, _ := noteForm(checkpoint)
	resigned := func(text []byte) []byte {
		message, err := note.Sign(&note.Note{Text: string(text)}, signer)
		if err != nil { // no final newline
			return text
		}
		return message
	}
	same := func(b []byte) []byte { return b }
	kinds := []struct {
		name   string
		seeds  []string
		finish func([]byte) []byte
		good   func([]byte) bool
	}{
		{"note-form", []string{string(checkpoint)}, same, func(b []byte) bool { _, ok := noteForm(b); return ok }},
		{"note", []string{string(checkpoint)}, same, func(b []byte) bool { return noteIsGood(b, key) }},
		{"checkpoint", []string{string(checkpoint)}, same, func(b []byte) bool { return checkpointIsGood(b, key) }},
		{"checkpoint", []string{text, text + "extension\n"}, resigned, func(b []byte) bool { return checkpointIsGood(b, key) }},
		{"receipt-form", []string{string(receipt)}, same, func(b []byte) bool { _, ok := receiptForm(b); return ok }},
		{"receipt", []string{string(receipt)}, same, func(b []byte) bool { return receiptIsGood(b, key) }},
		{"vkey", []string{logKey}, same, keyIsGood},
		{"path", []string{"tile/0/000", "tile/0/x001/x234/067.p/17", "tile/entries/x012/345", "tile/63/999.p/255",
			"tile/7/x001/000"}, same, pathIsGood},
	}
	var out bytes.Buffer
	for _, k := range kinds {
		for i := 0; i < 3000; i++ {
			text := []byte(k.seeds[i%len(k.seeds)])
			if i >= len(k.seeds) { // the first of each are unchanged
				text = mutate(random, text)
			}
			text = k.finish(text)
			verdict := "bad"
			if k.good(text) {
				verdict = "ok"
			}
			fmt.Fprintf(&out, "%s %s %s\n", k.name, verdict, base64.StdEncoding.EncodeToString(text))
		}
	}
	return out.Bytes()
}
