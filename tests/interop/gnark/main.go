// The gnark-crypto half of the curve interoperability test.
//
//	curveinterop write FILE   random points, products, pairings, hashes and encodings to be refused
//	curveinterop check FILE   computes again what the C++ half wrote, and compares
//
// A line is a kind and hexadecimal fields, "-" for an empty one (see curve_vectors.cpp, which has the same kinds).
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"math/big"
	"os"
	"strings"

	"github.com/consensys/gnark-crypto/ecc"
	curve "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fp"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
)

const dst = "ZKP-INTEROP-V01-CS01-with-expander-SHA256"

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func scalar() *big.Int { return must(rand.Int(rand.Reader, fr.Modulus())) }

func scalarHex(s *big.Int) string { return fmt.Sprintf("%064x", s) }

func mulG1(s *big.Int) (p curve.G1Affine) { p.ScalarMultiplicationBase(s); return }
func mulG2(s *big.Int) (p curve.G2Affine) { p.ScalarMultiplicationBase(s); return }

func g1Hex(p curve.G1Affine) string  { b := p.Bytes(); return hex.EncodeToString(b[:]) }
func g2Hex(p curve.G2Affine) string  { b := p.Bytes(); return hex.EncodeToString(b[:]) }
func g1Long(p curve.G1Affine) string { b := p.RawBytes(); return hex.EncodeToString(b[:]) }
func g2Long(p curve.G2Affine) string { b := p.RawBytes(); return hex.EncodeToString(b[:]) }
func gtHex(e curve.GT) string        { b := e.Bytes(); return hex.EncodeToString(b[:]) }

func readG1(text string) (p curve.G1Affine, err error) {
	bytes := must(hex.DecodeString(text))
	n, err := p.SetBytes(bytes)
	if err == nil && n != len(bytes) {
		err = fmt.Errorf("%d bytes of %d", n, len(bytes))
	}
	return
}

func readG2(text string) (p curve.G2Affine, err error) {
	bytes := must(hex.DecodeString(text))
	n, err := p.SetBytes(bytes)
	if err == nil && n != len(bytes) {
		err = fmt.Errorf("%d bytes of %d", n, len(bytes))
	}
	return
}

func pairs(as []curve.G1Affine, bs []curve.G2Affine) string { return gtHex(must(curve.Pair(as, bs))) }

func msm1(points []curve.G1Affine, scalars []fr.Element) string {
	var sum curve.G1Affine
	must(sum.MultiExp(points, scalars, ecc.MultiExpConfig{}))
	return g1Hex(sum)
}

func msm2(points []curve.G2Affine, scalars []fr.Element) string {
	var sum curve.G2Affine
	must(sum.MultiExp(points, scalars, ecc.MultiExpConfig{}))
	return g2Hex(sum)
}

func write(path string) {
	var lines []string
	line := func(fields ...string) { lines = append(lines, strings.Join(fields, " ")) }
	edges := []*big.Int{big.NewInt(0), big.NewInt(1), big.NewInt(2), new(big.Int).Sub(fr.Modulus(), big.NewInt(1))}
	for i := 0; i < 24; i++ {
		s := scalar()
		if i < len(edges) {
			s = edges[i]
		}
		p, q := mulG1(s), mulG2(s)
		line("g1", scalarHex(s), g1Hex(p), g1Long(p))
		line("g2", scalarHex(s), g2Hex(q), g2Long(q))
	}
	for i := 0; i < 8; i++ {
		a, b := mulG1(scalar()), mulG2(scalar())
		if i == 0 {
			a, b = mulG1(big.NewInt(1)), mulG2(big.NewInt(1))
		}
		line("pairing", g1Hex(a), g2Hex(b), pairs([]curve.G1Affine{a}, []curve.G2Affine{b}))
	}
	for _, length := range []int{0, 1, 31, 64, 300} {
		message := make([]byte, length)
		must(rand.Read(message))
		text := hex.EncodeToString(message)
		if text == "" {
			text = "-"
		}
		line("hash1", text, hex.EncodeToString([]byte(dst)), g1Hex(must(curve.HashToG1(message, []byte(dst)))))
		line("hash2", text, hex.EncodeToString([]byte(dst)), g2Hex(must(curve.HashToG2(message, []byte(dst)))))
	}
	for _, n := range []int{1, 2, 33, 200} {
		var p []curve.G1Affine
		var q []curve.G2Affine
		var scalars []fr.Element
		var ps, qs, ss string
		for i := 0; i < n; i++ {
			s := scalar()
			var e fr.Element
			e.SetBigInt(s)
			scalars = append(scalars, e)
			ss += scalarHex(s)
			k := scalar()
			p = append(p, mulG1(k))
			q = append(q, mulG2(k))
			ps += g1Hex(p[i])
			qs += g2Hex(q[i])
		}
		line("msm1", ss, ps, msm1(p, scalars))
		line("msm2", ss, qs, msm2(q, scalars))
	}
	// Points of the whole curve that are in no subgroup of order r, and coordinates without a point.
	for found := 0; found < 6; {
		var x, y fp.Element
		x.SetUint64(uint64(3 + len(lines)*7 + found*13))
		must(x.SetRandom())
		y.Square(&x).Mul(&y, &x)
		var four fp.Element
		four.SetUint64(4)
		y.Add(&y, &four)
		p := curve.G1Affine{X: x}
		if p.Y.Sqrt(&y) != nil {
			if p.IsInSubGroup() {
				continue
			}
			line("bad1", g1Hex(p))
			line("bad1", g1Long(p))
		} else {
			b := x.Bytes()
			b[0] |= 0x80
			line("bad1", hex.EncodeToString(b[:]))
		}
		found++
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		panic(err)
	}
}

func checkLine(f []string) bool {
	switch f[0] {
	case "g1":
		s, _ := new(big.Int).SetString(f[1], 16)
		p := mulG1(s)
		short, err1 := readG1(f[2])
		long, err2 := readG1(f[3])
		return err1 == nil && err2 == nil && p == short && p == long && g1Hex(p) == f[2] && g1Long(p) == f[3]
	case "g2":
		s, _ := new(big.Int).SetString(f[1], 16)
		p := mulG2(s)
		short, err1 := readG2(f[2])
		long, err2 := readG2(f[3])
		return err1 == nil && err2 == nil && p == short && p == long && g2Hex(p) == f[2] && g2Long(p) == f[3]
	case "pairing":
		return pairs([]curve.G1Affine{must(readG1(f[1]))}, []curve.G2Affine{must(readG2(f[2]))}) == f[3]
	case "hash1", "hash2":
		message := []byte{}
		if f[1] != "-" {
			message = must(hex.DecodeString(f[1]))
		}
		tag := must(hex.DecodeString(f[2]))
		if f[0] == "hash1" {
			return g1Hex(must(curve.HashToG1(message, tag))) == f[3]
		}
		return g2Hex(must(curve.HashToG2(message, tag))) == f[3]
	case "msm1", "msm2":
		var scalars []fr.Element
		for s := f[1]; s != ""; s = s[64:] {
			var e fr.Element
			e.SetBytes(must(hex.DecodeString(s[:64])))
			scalars = append(scalars, e)
		}
		if f[0] == "msm1" {
			var points []curve.G1Affine
			for p := f[2]; p != ""; p = p[96:] {
				points = append(points, must(readG1(p[:96])))
			}
			return msm1(points, scalars) == f[3]
		}
		var points []curve.G2Affine
		for p := f[2]; p != ""; p = p[192:] {
			points = append(points, must(readG2(p[:192])))
		}
		return msm2(points, scalars) == f[3]
	case "bad1":
		_, err := readG1(f[1])
		return err != nil
	case "bad2":
		_, err := readG2(f[1])
		return err != nil
	}
	return false
}

func check(path string) bool {
	file := must(os.Open(path))
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	passed, failed := 0, 0
	for lines.Scan() {
		if checkLine(strings.Split(lines.Text(), " ")) {
			passed++
			continue
		}
		failed++
		fmt.Println("FAILED:", lines.Text()[:min(200, len(lines.Text()))])
	}
	fmt.Printf("C++ -> gnark-crypto: %d passed, %d failed\n", passed, failed)
	return failed == 0 && passed > 0
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "write" {
		write(os.Args[2])
		return
	}
	if len(os.Args) == 3 && os.Args[1] == "check" {
		if !check(os.Args[2]) {
			os.Exit(1)
		}
		return
	}
	fmt.Fprintln(os.Stderr, "usage: curveinterop write|check FILE")
	os.Exit(2)
}
