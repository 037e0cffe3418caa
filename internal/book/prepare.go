package book

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"

	"comity/internal/act"
	"comity/internal/keyring"
)

// pending is a call that waits for the writer.
type pending struct {
	ctx  context.Context
	call *Call
	acts []*act.Act // headers lack index and instant
	// digest tells another call under the same key from this one; salts of
	// acts that are not public are part of it, so that a guess at a body
	// can't be tried without them.
	canonical [sha256.Size]byte
	answer    chan answer

	// What became of it in the group at hand; reset when the group is redone.
	receipt Receipt
	refused *Refusal
	wrote   bool
}

type answer struct {
	receipt Receipt
	err     error
}

// prepare does all that needs no turn: reads, checks, encodes and encrypts.
func (b *Book) prepare(ctx context.Context, c *Call) (*pending, error) {
	if len(c.Acts) == 0 {
		return nil, says.refusal(Invalid, "book.empty")
	}
	if len(c.Acts) > MostActs {
		return nil, says.refusal(TooLarge, "book.many", "have", len(c.Acts), "most", MostActs)
	}
	if !isCallKey(c.Key) {
		return nil, says.refusal(Invalid, "book.key", "key", c.Key)
	}
	p := &pending{ctx: ctx, call: c, acts: make([]*act.Act, len(c.Acts)), answer: make(chan answer, 1)}
	if err := b.provide(ctx, c); err != nil {
		return nil, err
	}
	sum := sha256.New()
	for i := range c.Acts {
		a, err := b.prepareAct(ctx, c, &c.Acts[i])
		if err != nil {
			return nil, refusalOf(i, len(c.Acts), err)
		}
		p.acts[i] = a
		if c.Key != "" {
			sum.Write(canonicalDraft(&c.Acts[i], a))
		}
	}
	sum.Sum(p.canonical[:0])
	return p, nil
}

// provide lets the keys of a call be made together: each new one costs a
// commit of the vault otherwise.
func (b *Book) provide(ctx context.Context, c *Call) error {
	keys, ok := b.options.Keys.(interface {
		Provide(context.Context, []keyring.Pair) error
	})
	if !ok || len(c.Acts) < 2 {
		return nil
	}
	var pairs []keyring.Pair
	for i := range c.Acts {
		d := &c.Acts[i]
		k := b.reg.kinds[d.Kind]
		if d.Audience == act.Public || d.Audience == act.Sealed || k == nil || !k.Allows(d.Audience) {
			continue
		}
		if _, err := act.ParseSubject(string(d.Subject)); err != nil {
			continue
		}
		pairs = append(pairs, keyring.Pair{Subject: string(d.Subject), Audience: d.Audience})
	}
	if len(pairs) == 0 {
		return nil
	}
	if err := keys.Provide(ctx, pairs); err != nil {
		return unavailable(err)
	}
	return nil
}

func isCallKey(s string) bool {
	if len(s) > 64 {
		return false
	}
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

func (b *Book) prepareAct(ctx context.Context, c *Call, d *Draft) (*act.Act, error) {
	k := b.reg.kinds[d.Kind]
	if k == nil {
		return nil, act.Invalid{Code: "header.kind-unknown", Where: "/kind", What: d.Kind,
			Why: "the program declares no such kind of act", Do: "use one that it declares"}
	}
	if k.Command != c.Command && k.Command != "" {
		return nil, Deny(fmt.Sprintf("an act of the kind %s is not entered by itself: it records what the program did", k.Name), "run "+k.Command)
	}
	a := &act.Act{Header: act.Header{
		Kind: d.Kind, Version: k.Version, Subject: d.Subject, Party: d.Party, Person: c.Person,
		Standing: d.Standing, Source: d.Source, Day: d.Day, Cites: d.Cites, Audience: d.Audience, Corrects: d.Corrects,
	}}
	var err error
	if a.ID, err = act.NewID(); err != nil {
		return nil, unavailable(err)
	}
	// All faults of header and body are found at once.
	faults := act.AllFaults(a.Check())
	if faults == nil {
		faults = act.AllFaults(k.CheckHeader(&a.Header))
	}
	if err := b.prepareBody(ctx, k, a, d.Body, faults == nil); err != nil {
		body := act.AllFaults(err)
		if body == nil {
			return nil, err
		}
		for i := range body {
			body[i].Where = "/body" + body[i].Where
		}
		faults = append(faults, body...)
	}
	if faults == nil {
		faults = nameless(a.Cites)
	}
	if faults == nil {
		faults, err = b.missing(ctx, k, a)
		if err != nil {
			return nil, err
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	a.Body = act.HashOf(a.Stored)
	if a.Audience != act.Public {
		a.Salt = make([]byte, act.SaltSize)
		_, _ = rand.Read(a.Salt) // never fails
	}
	return a, nil
}

// prepareBody fills Clear and Stored. encrypt is false when the header is at
// fault, and only the body's own faults are wanted.
func (b *Book) prepareBody(ctx context.Context, k *Kind, a *act.Act, body []byte, encrypt bool) error {
	if a.Audience == act.Sealed {
		if b.options.Sealed == nil {
			return says.Deny("book.unsealed")
		}
		if len(body) > act.MaxBody {
			return says.refusal(TooLarge, "book.sealed", "have", len(body), "most", act.MaxBody)
		}
		if err := b.options.Sealed(body); err != nil {
			return err
		}
		a.Stored = body
		return nil
	}
	var err error
	if a.Clear, err = k.ReadBody(body, a.Day, b.options.Lists); err != nil {
		return err
	}
	a.Stored = a.Clear
	if a.Audience == act.Public || !encrypt {
		return nil
	}
	if b.options.Keys == nil {
		return says.Deny("book.keys")
	}
	if a.Stored, err = b.options.Keys.Encrypt(ctx, a.Subject, a.Audience, associated(&a.Header), a.Clear); err != nil {
		return unavailable(err)
	}
	return nil
}

// nameless refuses cites that can name no provision. Acts that were recorded with
// such are read as they are.
func nameless(cites []act.Cite) (faults act.Faults) {
	for i, c := range cites {
		if !act.Names(c) {
			f := act.Nameless(c)
			f.Where = "/cites/" + strconv.Itoa(i)
			faults = append(faults, f)
		}
	}
	return faults
}

// missing names the files that the body cites and this node does not have for the
// subject and audience. The document that an act rests on may lie elsewhere, as a
// depositary's list does: it is held where it is here.
func (b *Book) missing(ctx context.Context, k *Kind, a *act.Act) (faults act.Faults, err error) {
	if b.options.Files == nil {
		return nil, nil
	}
	if a.Source != nil && a.Source.Document != "" {
		if h, err := act.ParseHash(a.Source.Document); err == nil {
			b.options.Files.Hold(ctx, a.Subject, a.Audience, h)
		}
	}
	if a.Clear == nil {
		return nil, nil
	}
	cited, err := k.Files(a.Clear)
	if err != nil {
		return nil, err
	}
	for _, f := range cited {
		if !b.options.Files.Hold(ctx, a.Subject, a.Audience, f.Blob) {
			faults = append(faults, act.Invalid{Code: "book.file", Where: "/body" + f.Where, What: f.Blob.String(),
				Why: "this node has no such file for the subject and audience of the act", Do: "hand the file in first, for the same subject and audience, and name it by the hash that it gets"})
		}
	}
	return faults, nil
}

// associated is the data bound to an encrypted body. docs/act.md §1.2.
func associated(h *act.Header) []byte {
	return []byte("comity/body/v1\x00" + h.ID + "\x00" + h.Kind + "\x00" + strconv.Itoa(h.Version) + "\x00" + string(h.Subject))
}

// canonicalDraft is what a repeated call must have the same: the header
// without what the book adds, and the payload.
func canonicalDraft(d *Draft, a *act.Act) []byte {
	h := a.Header
	h.ID, h.Index, h.Recorded, h.Body = "", 0, 0, act.Hash{}
	payload := a.Clear
	if a.Audience == act.Sealed {
		payload = d.Body
	}
	b := act.AppendHeader(nil, &h)
	b = binary.BigEndian.AppendUint32(b, uint32(len(b)))
	b = append(b, payload...)
	return binary.BigEndian.AppendUint32(b, uint32(len(payload)))
}

// digest is what the row of a call keeps of it.
func (b *Book) digest(canonical [sha256.Size]byte, salts [][]byte) []byte {
	m := append([]byte("comity/call/v1\n"), canonical[:]...)
	for _, s := range salts {
		m = append(m, s...)
	}
	sum := sha256.Sum256(m)
	if b.options.Mac != nil {
		sum = b.options.Mac(sum[:])
	}
	return sum[:]
}
