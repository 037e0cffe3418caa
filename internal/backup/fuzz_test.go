package backup

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// Anyone who has the recipient can write a backup: its frames are outside input.
func FuzzFrames(f *testing.F) {
	var b bytes.Buffer
	w := &writer{w: bufio.NewWriter(&b)}
	_ = w.frame(frameHead, []byte("head"))
	_ = w.frame(frameAct, []byte("header"), []byte("body"), nil, make([]byte, 32))
	_ = w.frame(frameCall, []byte("p"), []byte("k"), number(1), number(2), []byte("d"), []byte("s"))
	_ = w.frame(frameEnd, number(1), number(1), number(0))
	_ = w.w.Flush()
	f.Add(b.Bytes())
	f.Add([]byte{'a', 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, in []byte) {
		r := &reader{r: bufio.NewReader(bytes.NewReader(in))}
		parts := map[byte]int{frameHead: 1, frameBlob: 1, frameData: 1, frameAct: 4, frameCall: 6, frameConsumer: 2, frameEnd: 3}
		var again bytes.Buffer
		w := &writer{w: bufio.NewWriter(&again)}
		for {
			typ, err := r.peek()
			if err != nil {
				break
			}
			p, err := r.take(parts[typ])
			if err != nil {
				return
			}
			if err := w.frame(typ, p...); err != nil {
				t.Fatal(err)
			}
		}
		_ = w.w.Flush()
		// What was read whole is written again as it was, but for varints
		// that were longer than they need be.
		if again.Len() > len(in) {
			t.Fatalf("%d bytes became %d", len(in), again.Len())
		}
	})
}

// A stream that ends before its last frame is cut short, wherever that is: the
// end of acts or calls is said by the next frame, never by the end of input.
func TestTheEndOfTheStreamIsNoEnd(t *testing.T) {
	var b bytes.Buffer
	w := &writer{w: bufio.NewWriter(&b)}
	_ = w.frame(frameAct, []byte("header"), []byte("body"), nil, make([]byte, 32))
	_ = w.w.Flush()
	for n := range b.Len() + 1 {
		f := &filling{r: &reader{r: bufio.NewReader(bytes.NewReader(b.Bytes()[:n]))}, s: &Summary{}}
		_, err := f.act()
		if n == b.Len() {
			if err != nil {
				t.Fatal(err)
			}
			_, err = f.call()
		}
		if !errors.Is(err, errCutShort) || errors.Is(err, io.EOF) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}

func FuzzCheckExport(f *testing.F) {
	f.Add(`{"format":"comity-export-1","party":"XAA"}` + "\n" + `{"proof":"comity/proof/v1\n"}` + "\n" + `{"proof":"","erased":"{}"}`)
	f.Add(`{"format":"comity-export-1","party":"XAA"}` + "\n" + `{"acts":0}`)
	f.Add(`{"format":"comity-export-1","head":"x"}`)
	_, public, err := note.GenerateKey(rand.Reader, "node.example")
	if err != nil {
		f.Fatal(err)
	}
	v, err := note.NewVerifier(public)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, in string) {
		p, err := CheckExport(strings.NewReader(in), v, func(line int, fault error) {
			if line < 2 || fault == nil {
				t.Fatalf("line %d: %v", line, fault)
			}
		})
		if err == nil && p.Proved > 0 {
			t.Fatalf("%q proves something by a key that signed nothing", in)
		}
	})
}
