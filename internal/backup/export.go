package backup

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/keyring"
)

// An export is lines of JSON: one that says what it is, then one for each act.
// It is not encrypted. A whole export holds the acts as they are stored, and
// can be imported. A party's export holds a proof for each of its acts: header,
// salt or public body, inclusion proof and signed head, which can be checked
// without the node.
const exportFormat = "comity-export-1"

// mostLine bounds a line of an export, in bytes.
const mostLine = 1 << 20

type exportHead struct {
	Format string `json:"format"`
	Head   string `json:"head,omitempty"`  // the signed head, of a whole export
	Party  string `json:"party,omitempty"` // of a party's
}

// exportAct is an act of a whole export; bytes are base64.
type exportAct struct {
	Header string `json:"header"`
	Body   []byte `json:"body"`
	Salt   []byte `json:"salt,omitempty"`
	Leaf   []byte `json:"leaf"`
}

type exportEnd struct {
	Acts int64 `json:"acts"`
}

// exportProof is an act of a party's export.
type exportProof struct {
	Proof string `json:"proof,omitempty"` // docs/act.md §2.6
	// Erased: the header alone is left, and can't be proved any more.
	Erased string `json:"erased,omitempty"`
	// Acts, alone on the last line, is the number of lines between: a file that
	// was cut short is noticed.
	Acts *int64 `json:"acts,omitempty"`
}

// Export writes the whole book, but for blobs and keys of calls: bodies of named
// audiences stay encrypted.
func Export(ctx context.Context, out io.Writer, b *book.Book) (acts int64, err error) {
	head, err := b.SignedHead(ctx)
	if err != nil {
		return 0, fmt.Errorf("export the book: %w", err)
	}
	w := bufio.NewWriterSize(out, 256<<10)
	enc := json.NewEncoder(w)
	if err := enc.Encode(exportHead{Format: exportFormat, Head: string(head.Note)}); err != nil {
		return 0, err
	}
	err = b.Export(ctx, head.Size, func(a book.Stored) error {
		acts++
		return enc.Encode(exportAct{string(a.Header), a.Body, a.Salt, a.Leaf[:]})
	})
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		return acts, fmt.Errorf("export the book: %w", err)
	}
	return acts, nil
}

// ExportParty writes the acts that a party did, each with its proof.
func ExportParty(ctx context.Context, out io.Writer, b *book.Book, party string) (acts int64, err error) {
	w := bufio.NewWriterSize(out, 256<<10)
	enc := json.NewEncoder(w)
	if err := enc.Encode(exportHead{Format: exportFormat, Party: party}); err != nil {
		return 0, err
	}
	for at := int64(0); ; {
		page, err := b.Acts(ctx, book.Page{From: at, Limit: 2000, Headers: true})
		if err != nil {
			return acts, fmt.Errorf("export the acts of %s: %w", party, err)
		}
		if len(page) == 0 {
			if err := enc.Encode(exportEnd{acts}); err != nil {
				return acts, err
			}
			return acts, w.Flush()
		}
		for _, a := range page {
			at = a.Index + 1
			if a.Party != party {
				continue
			}
			line, err := proofLine(ctx, b, a)
			if err != nil {
				return acts, fmt.Errorf("export act %d of %s: %w", a.Index, party, err)
			}
			if err := enc.Encode(line); err != nil {
				return acts, err
			}
			acts++
		}
	}
}

func proofLine(ctx context.Context, b *book.Book, a *act.Act) (exportProof, error) {
	p, err := b.Prove(ctx, a.ID)
	if err == nil {
		return exportProof{Proof: string(p.Encode())}, nil
	}
	if full, e := b.ByID(ctx, a.ID, 0); e == nil && full != nil && full.Erased {
		return exportProof{Erased: string(act.AppendHeader(nil, &a.Header))}, nil
	}
	return exportProof{}, err
}

// lines reads the lines of an export.
type lines struct {
	s *bufio.Scanner
	n int
}

func newLines(in io.Reader) (*lines, exportHead, error) {
	l := &lines{s: bufio.NewScanner(in)}
	l.s.Buffer(make([]byte, 64<<10), mostLine)
	var h exportHead
	if err := l.next(&h); err != nil || h.Format != exportFormat {
		return nil, h, errors.Join(errors.New("line 1: this is no export of a book that this program reads"), eofAsCut(err))
	}
	return l, h, nil
}

func eofAsCut(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// next reads a line strictly; io.EOF at the end.
func (l *lines) next(v any) error {
	if !l.s.Scan() {
		if err := l.s.Err(); errors.Is(err, bufio.ErrTooLong) {
			return fmt.Errorf("line %d has more than %d bytes; none of an export has", l.n+1, mostLine)
		} else if err != nil {
			return fmt.Errorf("line %d: %w", l.n+1, err)
		}
		return io.EOF
	}
	l.n++
	d := json.NewDecoder(bytes.NewReader(l.s.Bytes()))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("line %d: %w", l.n, err)
	}
	if d.More() {
		return fmt.Errorf("line %d: more than one value stands in it", l.n)
	}
	return nil
}

// Import fills an empty store from a whole export of the same node, as Restore
// does from a backup.
func Import(ctx context.Context, in io.Reader, t Target, found func(book.Finding), progress func(done, total int64)) (s Summary, err error) {
	fail := func(err error) (Summary, error) { return s, fmt.Errorf("import the book: %w", err) }
	l, first, err := newLines(in)
	if err != nil {
		return fail(err)
	}
	if first.Head == "" {
		return fail(errors.New("this is the export of one party's acts; only a whole one can be imported: check it with comity book check-export"))
	}
	head, err := book.OpenHead([]byte(first.Head), t.Options.Verifier)
	if err != nil {
		return fail(err)
	}
	f := &filling{t: &t, s: &s, gone: map[keyring.Pair][]string{}}
	next := func() (a book.Stored, err error) {
		var e exportAct
		if err := l.next(&e); err != nil {
			return a, err
		}
		if len(e.Leaf) != len(a.Leaf) {
			return a, fmt.Errorf("line %d: the leaf is no hash", l.n)
		}
		if s.Acts++; progress != nil && s.Acts%1000 == 0 {
			progress(s.Acts, head.Size)
		}
		a.Header, a.Body, a.Salt = []byte(e.Header), e.Body, e.Salt
		copy(a.Leaf[:], e.Leaf)
		return a, nil
	}
	noCalls := func() (book.StoredCall, error) { return book.StoredCall{}, io.EOF }
	if err := t.fill(ctx, f, head, func() error { return nil }, next, noCalls, found); err != nil {
		return fail(err)
	}
	return s, nil
}

// PartyExport is what a checked export of a party's acts shows.
type PartyExport struct {
	Party string
	// Proved acts are in the book. Erased ones are claimed to be: no proof of
	// them can be made.
	Proved, Erased int
}

// CheckExport checks each proof of a party's export with the node's verifier
// key alone. found is called for each line that does not hold, and when the
// last line is not there. It does not show that the export has all of the
// party's acts.
func CheckExport(in io.Reader, verifier note.Verifier, found func(line int, fault error)) (p PartyExport, err error) {
	l, first, err := newLines(in)
	if err != nil {
		return p, fmt.Errorf("check the export: %w", err)
	}
	if p.Party = first.Party; p.Party == "" {
		return p, errors.New("check the export: this is a whole export; import it, which checks all of it")
	}
	c := exportCheck{party: p.Party, verifier: verifier, seen: map[int64]bool{}}
	for n := int64(0); ; n++ {
		var e exportProof
		err := l.next(&e)
		if errors.Is(err, io.EOF) {
			found(l.n+1, errors.New("the export is cut short: the line that ends it is not there"))
			return p, nil
		}
		if err != nil {
			found(l.n+1, fmt.Errorf("the rest is not looked at: %w", err))
			return p, nil
		}
		if e.Acts != nil {
			if e.Proof != "" || e.Erased != "" || *e.Acts != n || !errors.Is(l.next(&e), io.EOF) {
				found(l.n, fmt.Errorf("this is not the end of an export of %d acts", n))
			}
			return p, nil
		}
		switch err := c.line(e); {
		case err != nil:
			found(l.n, err)
		case e.Erased != "":
			p.Erased++
		default:
			p.Proved++
		}
	}
}

// exportCheck holds lines of a party's export against what it should be.
type exportCheck struct {
	party    string
	verifier note.Verifier
	seen     map[int64]bool
}

func (c *exportCheck) line(e exportProof) (err error) {
	var h *act.Header
	switch {
	case e.Erased != "" && e.Proof != "":
		return errors.New("it is a proof and an erased act at once")
	case e.Erased != "":
		if h, err = act.ParseHeader([]byte(e.Erased)); err == nil && h.Audience == act.Public {
			err = fmt.Errorf("act %d is public, and such acts are not erased", h.Index)
		}
	default:
		h, err = checkProof(e.Proof, c.verifier)
	}
	switch {
	case err != nil:
		return err
	case h.Party != c.party:
		return fmt.Errorf("act %d is of %s, not of %s", h.Index, h.Party, c.party)
	case c.seen[h.Index]:
		return fmt.Errorf("act %d stands in it twice", h.Index)
	}
	c.seen[h.Index] = true
	return nil
}

func checkProof(text string, verifier note.Verifier) (*act.Header, error) {
	p, err := book.ParseProof([]byte(text))
	if err != nil {
		return nil, err
	}
	proven, err := p.Check(verifier)
	if err != nil {
		return nil, err
	}
	return proven.Header, nil
}
