// Verify checks with golang.org/x/mod/sumdb what mingjing_ledger wrote.
//
// It reads one JSON document from standard input (tests/mingjing_ledger/test_go.py
// writes it), prints how many of each kind it agreed on, and exits with 1 at the first
// disagreement. Standard library and golang.org/x/mod only.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type record struct {
	Size, Index int64
	Root, Leaf  tlog.Hash
	Proof       []tlog.Hash
	Good        bool
}

type growth struct {
	First, Second         int64
	FirstRoot, SecondRoot tlog.Hash
	Proof                 []tlog.Hash
	Good                  bool
}

type signed struct {
	Skey, Vkey, Text, Note string
	Good                   bool
}

type cosigned struct {
	Name, Vkey, Note string
	Time             uint64
	Good             bool
}

type document struct {
	Size      int64
	Root      tlog.Hash
	Tiles     map[string][]byte
	Inclusion []record
	Growth    []growth
	Notes     []signed
	Cosigned  []cosigned
}

func main() {
	var all document
	if err := json.NewDecoder(os.Stdin).Decode(&all); err != nil {
		fail("the document: %v", err)
	}
	reader := tlog.TileHashReader(tlog.Tree{N: all.Size, Hash: all.Root}, tiles(all.Tiles))
	for _, one := range all.Inclusion {
		checkRecord(one, all.Size, reader)
	}
	for _, one := range all.Growth {
		checkGrowth(one, all.Size, reader)
	}
	for _, one := range all.Notes {
		checkNote(one)
	}
	for _, one := range all.Cosigned {
		checkCosigned(one)
	}
	fmt.Printf("inclusion %d, consistency %d, notes %d, cosignatures %d\n",
		len(all.Inclusion), len(all.Growth), len(all.Notes), len(all.Cosigned))
}

func fail(format string, args ...interface{}) {
	fmt.Printf("DISAGREES: "+format+"\n", args...)
	os.Exit(1)
}

func expect(good bool, err error, what string) {
	if good != (err == nil) {
		fail("%s: expected good=%v, got %v", what, good, err)
	}
}

func same(mine, theirs []tlog.Hash, what string) {
	if fmt.Sprint(mine) != fmt.Sprint(theirs) {
		fail("%s: another proof", what)
	}
}

// checkRecord verifies an inclusion proof and, for the whole tree, proves it anew
// from the tiles.
func checkRecord(one record, size int64, reader tlog.HashReader) {
	what := fmt.Sprintf("entry %d of %d", one.Index, one.Size)
	expect(one.Good, tlog.CheckRecord(one.Proof, one.Size, one.Root, one.Index, one.Leaf), what)
	if one.Good && one.Size == size {
		mine, err := tlog.ProveRecord(size, one.Index, reader)
		expect(true, err, what)
		same(mine, one.Proof, what)
	}
}

func checkGrowth(one growth, size int64, reader tlog.HashReader) {
	what := fmt.Sprintf("from %d to %d", one.First, one.Second)
	expect(one.Good, tlog.CheckTree(one.Proof, one.Second, one.SecondRoot, one.First, one.FirstRoot), what)
	if one.Good && one.Second == size {
		mine, err := tlog.ProveTree(size, one.First, reader)
		expect(true, err, what)
		same(mine, one.Proof, what)
	}
}

// checkNote opens a note and signs its text again: Ed25519 gives the same bytes.
func checkNote(one signed) {
	verifier, err := note.NewVerifier(one.Vkey)
	expect(true, err, "verifier key")
	_, err = note.Open([]byte(one.Note), note.VerifierList(verifier))
	expect(one.Good, err, fmt.Sprintf("note %q", one.Note))
	if !one.Good {
		return
	}
	signer, err := note.NewSigner(one.Skey)
	expect(true, err, "signer key")
	mine, err := note.Sign(&note.Note{Text: one.Text}, signer)
	expect(true, err, "signing")
	if string(mine) != one.Note {
		fail("another note: %q", mine)
	}
	if tree, err := tlog.ParseTree([]byte(one.Text)); strings.HasPrefix(one.Text, "go.sum") {
		expect(true, err, "checkpoint")
		if string(tlog.FormatTree(tree)) != one.Text {
			fail("another checkpoint: %q", one.Text)
		}
	}
}

// checkCosigned verifies a timestamped Ed25519 cosignature as the C2SP text has it.
func checkCosigned(one cosigned) {
	key, err := base64.StdEncoding.DecodeString(strings.SplitN(one.Vkey, "+", 3)[2])
	expect(true, err, "cosigner key")
	verifier := cosigner{one.Name, key, one.Time}
	_, err = note.Open([]byte(one.Note), note.VerifierList(verifier))
	expect(one.Good, err, fmt.Sprintf("cosigned note %q", one.Note))
}

type cosigner struct {
	name string
	key  []byte // 0x04 and the public key
	time uint64
}

func (c cosigner) Name() string { return c.name }

func (c cosigner) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(c.name+"\n"), c.key...))
	return binary.BigEndian.Uint32(sum[:])
}

func (c cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+64 || binary.BigEndian.Uint64(sig) != c.time {
		return false
	}
	var message bytes.Buffer
	fmt.Fprintf(&message, "cosignature/v1\ntime %d\n%s", c.time, text)
	return ed25519.Verify(c.key[1:], message.Bytes(), sig[8:])
}

// tiles serves the files to Go's reader, whose paths name the height (8) as well.
type tiles map[string][]byte

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		data, ok := t[path]
		if !ok {
			return nil, fmt.Errorf("no %s", path)
		}
		found = append(found, data)
	}
	return found, nil
}
