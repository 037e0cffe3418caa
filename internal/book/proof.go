package book

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"comity/internal/act"
	"comity/internal/store"
)

// The file of a proof, in lines:
//
//	comity/proof/v1
//	header BASE64
//	salt BASE64        where the act is not public
//	body BASE64        where it is
//	c2sp.org/tlog-proof@v1
//	index 1204
//	BASE64             one line for each hash of the inclusion proof
//	                   an empty line
//	the signed head
//
// docs/act.md §2.6.
const (
	proofMagic     = "comity/proof/v1"
	proofInclusion = "c2sp.org/tlog-proof@v1"
	// proofMost bounds the file that is read: a header, a body in base64, 63
	// hashes and a head.
	proofMost = 256 << 10
)

// Proof shows that an act is in a node's book.
type Proof struct {
	Header []byte
	Salt   []byte // nil for a public act
	Body   []byte // nil unless the act is public
	Hashes tlog.RecordProof
	Index  int64
	Head   []byte // the signed note
}

// Prove makes the proof of the act with the id; nil when there is none.
func (b *Book) Prove(ctx context.Context, id string) (*Proof, error) {
	var p *Proof
	err := b.store.Read(ctx, 0, func(v store.View) error {
		p = nil
		var header, body, salt []byte
		var audience string
		var q Proof
		found, err := store.One(ctx, v, `SELECT idx, audience, header, body, salt FROM act WHERE id = ?`, []any{id}, &q.Index, &audience, &header, &body, &salt)
		if err != nil || !found {
			return err
		}
		if audience != act.Public && salt == nil {
			return fmt.Errorf("act %d was erased: what its leaf commits to can't be shown any more", q.Index)
		}
		_, h, err := load(ctx, v)
		if err != nil {
			return err
		}
		q.Header, q.Salt, q.Head = header, salt, h.Note
		if audience == act.Public {
			q.Body, q.Salt = body, nil
		}
		if q.Hashes, err = tlog.ProveRecord(h.Size, q.Index, hashes{ctx, v}); err != nil {
			return fmt.Errorf("prove act %d: %w", q.Index, err)
		}
		p = &q
		return nil
	})
	return p, err
}

// Consistency proves that the book at size later extends the book at size
// earlier.
func (b *Book) Consistency(ctx context.Context, earlier, later int64) (proof tlog.TreeProof, err error) {
	err = b.store.Read(ctx, later, func(v store.View) error {
		proof, err = tlog.ProveTree(later, earlier, hashes{ctx, v})
		return err
	})
	return proof, err
}

// Encode gives the proof's file.
func (p *Proof) Encode() []byte {
	var w bytes.Buffer
	w.WriteString(proofMagic + "\n")
	line := func(name string, b []byte) {
		if b != nil {
			w.WriteString(name + " " + base64.StdEncoding.EncodeToString(b) + "\n")
		}
	}
	line("header", p.Header)
	line("salt", p.Salt)
	line("body", p.Body)
	fmt.Fprintf(&w, "%s\nindex %d\n", proofInclusion, p.Index)
	for _, h := range p.Hashes {
		w.WriteString(h.String() + "\n")
	}
	w.WriteString("\n")
	w.Write(p.Head)
	return w.Bytes()
}

// ParseProof reads a proof's file, and nothing that Encode would not write.
// It checks no hash and no signature.
func ParseProof(b []byte) (*Proof, error) {
	bad := func(line int, format string, args ...any) error {
		return fmt.Errorf("the proof, line %d: %s", line, fmt.Sprintf(format, args...))
	}
	if len(b) > proofMost {
		return nil, fmt.Errorf("the proof has %d bytes; none has more than %d", len(b), proofMost)
	}
	text, head, ok := strings.Cut(string(b), "\n\n")
	if !ok {
		return nil, bad(1, "there is no signed head after an empty line")
	}
	p := &Proof{Head: []byte(head)}
	lines := strings.Split(text, "\n")
	n := 0
	next := func() string {
		if n++; n <= len(lines) {
			return lines[n-1]
		}
		return ""
	}
	if next() != proofMagic {
		return nil, bad(n, "it does not begin with %s", proofMagic)
	}
	s := next()
	for _, f := range []struct {
		name string
		to   *[]byte
	}{{"header", &p.Header}, {"salt", &p.Salt}, {"body", &p.Body}} {
		coded, is := strings.CutPrefix(s, f.name+" ")
		if !is {
			continue
		}
		raw, err := base64.StdEncoding.Strict().DecodeString(coded)
		if err != nil || strings.ContainsAny(coded, "\r\n") {
			return nil, bad(n, "its %s is not base64", f.name)
		}
		*f.to = raw
		s = next()
	}
	if p.Header == nil {
		return nil, bad(2, "it has no header")
	}
	if s != proofInclusion {
		return nil, bad(n, "%.40q stands where %s is due", s, proofInclusion)
	}
	index, is := strings.CutPrefix(next(), "index ")
	var err error
	if p.Index, err = parseCount(index); !is || err != nil {
		return nil, bad(n, "it has no index")
	}
	if len(lines)-n > 63 {
		return nil, bad(n+64, "it has more than 63 hashes")
	}
	for n < len(lines) {
		s := next()
		h, err := tlog.ParseHash(s)
		if err != nil || h.String() != s {
			return nil, bad(n, "%.60q is no hash", s)
		}
		p.Hashes = append(p.Hashes, h)
	}
	return p, nil
}

// Proven is what a proof shows.
type Proven struct {
	Header *act.Header
	Body   []byte // nil unless the act is public
	Head   Head
}

// Check holds a proof against a node's verifier key; nothing else is needed.
func (p *Proof) Check(verifier note.Verifier) (*Proven, error) {
	h, err := act.ParseHeader(p.Header)
	if err != nil {
		return nil, fmt.Errorf("the proof's header: %w", err)
	}
	head, err := OpenHead(p.Head, verifier)
	if err != nil {
		return nil, err
	}
	public := h.Audience == act.Public
	switch {
	case h.Index != p.Index:
		return nil, fmt.Errorf("the header is of act %d, the proof of act %d", h.Index, p.Index)
	case p.Index >= head.Size:
		return nil, fmt.Errorf("the act has index %d, the signed head covers %s acts", p.Index, strconv.FormatInt(head.Size, 10))
	case public != (p.Salt == nil) || !public && len(p.Salt) != act.SaltSize:
		return nil, fmt.Errorf("the act's audience is %s, and its salt has %d bytes", h.Audience, len(p.Salt))
	case public != (p.Body != nil):
		return nil, fmt.Errorf("the act's audience is %s; a body belongs to a public act's proof, and to no other", h.Audience)
	case public && act.HashOf(p.Body) != h.Body:
		return nil, fmt.Errorf("the body is not the one that the header names")
	}
	if err := tlog.CheckRecord(p.Hashes, head.Size, head.Root, p.Index, leafHash(h.Audience, p.Header, p.Salt)); err != nil {
		return nil, fmt.Errorf("the act is not in the book of that head: %w", err)
	}
	return &Proven{Header: h, Body: p.Body, Head: head}, nil
}
