package book

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"comity/internal/act"
	"comity/internal/store"
)

// groupWriter records one group in one transaction.
type groupWriter struct {
	b     *Book
	group []*pending
	apart bool // each call under a savepoint

	state state
	head  Head
	taken []*pending // decided in this group
	left  []*pending // for the next
	keys  map[callKey]*pending
	known map[callKey]callRow
}

type callKey struct{ person, key string }

// pair is what one data key is for.
type pair struct {
	subject  act.Subject
	audience string
}

// errNothing ends a transaction that wrote nothing, without a commit.
var errNothing = errors.New("nothing was written")

// run is the transaction; it may be run again from its start.
func (g *groupWriter) run(tx store.Tx) error {
	b := g.b
	ctx := context.Background()
	g.taken, g.left = nil, nil
	g.state = b.state
	if at := tx.At(); at.Size != g.state.edge.n || at.Generation != g.state.generation {
		// Another process wrote, or a rebuild switched.
		st, _, err := load(ctx, tx)
		if err != nil {
			return err
		}
		if st.kinds, err = b.reg.knows(ctx, tx); err != nil {
			return err
		}
		if st.generation != b.state.generation {
			if err := b.checkGeneration(ctx, tx, st.generation); err != nil {
				return err
			}
		}
		g.state = st
	}
	before := g.state.edge.n
	if err := g.lookUpKeys(ctx, tx); err != nil {
		return err
	}
	began := time.Now()
	for i, p := range g.group {
		if i > 0 && i%8 == 0 && time.Since(began) > groupTime {
			g.left = append(g.left, g.group[i:]...)
			break
		}
		if err := g.call(ctx, tx, p); err != nil {
			return err
		}
		g.taken = append(g.taken, p)
	}
	if g.state.edge.n == before {
		return errNothing
	}
	var err error
	st := &g.state
	g.head = Head{Origin: originOf(b.options.Signer.Name()), Size: st.edge.n, Root: st.edge.root(), Epoch: st.epoch}
	if g.head.Note, err = g.head.sign(b.options.Signer); err != nil {
		return err
	}
	root := g.head.Root
	tx.Queue(store.Do(`UPDATE head SET size = ?, epoch = ?, instant = ?, root = ?, edge = ?, note = ? WHERE one = 1`,
		st.edge.n, st.epoch, int64(st.instant), root[:], st.edge.bytes(), g.head.Note))
	b.step("commit")
	return nil
}

// call decides one call. Its refusal is kept in p; an error ends the group.
func (g *groupWriter) call(ctx context.Context, tx store.Tx, p *pending) error {
	p.refused, p.wrote, p.receipt = nil, false, Receipt{}
	if err := p.ctx.Err(); err != nil {
		p.refused = unavailable(err)
		return nil
	}
	saved := g.state
	var err error
	if g.apart {
		err = tx.Try(ctx, func() error { return g.one(ctx, tx, p) })
	} else {
		err = g.one(ctx, tx, p)
	}
	if err == nil {
		return nil
	}
	var r *Refusal
	refusal := errors.As(err, &r) && r.Code != Unavailable || act.AllFaults(err) != nil
	switch {
	case g.apart:
		// The savepoint undid what the call wrote.
	case refusal && !p.wrote:
		// Nothing to undo.
	default:
		return errAgain
	}
	if !refusal && store.KindOf(err) != store.Broken && store.KindOf(err) != "" {
		return err // the store's own fault: no other call fares better
	}
	g.state = saved
	if p.call.Key != "" {
		delete(g.keys, callKey{p.call.Person, p.call.Key})
	}
	p.refused = refusalOf(-1, len(p.acts), err)
	return nil
}

// one authorises, decides, appends and projects the acts of a call.
func (g *groupWriter) one(ctx context.Context, tx store.Tx, p *pending) error {
	b := g.b
	again, err := g.repeated(ctx, tx, p)
	if err != nil || again {
		return err
	}
	if err := g.stale(ctx, tx, p); err != nil {
		return err
	}
	now := act.InstantOf(b.options.Now())
	first := g.state.edge.n
	var erased []pair
	for i, a := range p.acts {
		a.Recorded = max(now, g.state.instant)
		a.Index = g.state.edge.n
		if slices.Contains(erased, pair{a.Subject, a.Audience}) {
			// Its body was encrypted before the erasure, under a key that goes.
			return refusalOf(i, len(p.acts), says.Refuse("book.erased", "subject", a.Subject))
		}
		if err := b.decide(ctx, tx, a); err != nil {
			if r := refusalOf(i, len(p.acts), err); r.Code != Unavailable {
				return r
			}
			return err
		}
		if err := g.beginEpoch(a); err != nil {
			return refusalOf(i, len(p.acts), err)
		}
		p.wrote = true
		g.append(tx, a)
		if i == 0 {
			b.step("appended")
		}
		if err := b.project(ctx, tx, a); err != nil {
			return fmt.Errorf("project act %d, %s: %w", a.Index, a.Kind, err)
		}
		if k := b.reg.kinds[a.Kind]; k.Erases != nil {
			subject, audience, err := k.Erases(a)
			if err != nil {
				return err
			}
			erased = append(erased, pair{subject, audience})
		}
		if i == 0 {
			b.step("projected")
		}
		g.state.instant = a.Recorded
	}
	if p.call.Key != "" {
		salts := make([][]byte, len(p.acts))
		for i, a := range p.acts {
			salts[i] = a.Salt
		}
		row := callRow{first: first, count: int64(len(p.acts)), digest: b.digest(p.canonical, salts)}
		tx.Queue(store.Do(`INSERT INTO call (person, key, first, count, digest, sum) VALUES (?, ?, ?, ?, ?, ?)`,
			p.call.Person, p.call.Key, row.first, row.count, row.digest, row.sum(p.call.Person, p.call.Key)))
	}
	p.receipt.Acts = make([]act.Header, len(p.acts))
	for i, a := range p.acts {
		p.receipt.Acts[i] = a.Header
	}
	p.receipt.Size = g.state.edge.n
	return nil
}

// beginEpoch raises the epoch where the act is of a kind that does.
func (g *groupWriter) beginEpoch(a *act.Act) (err error) {
	defer recovered("begin the epoch of", a, &err)
	k := g.b.reg.kinds[a.Kind]
	if k.Epoch == nil {
		return nil
	}
	epoch, err := k.Epoch(a)
	if err != nil {
		return err
	}
	if epoch <= g.state.epoch {
		return Refuse(fmt.Sprintf("the book is in epoch %d, so the act can't begin epoch %d", g.state.epoch, epoch), "name a later one")
	}
	g.state.epoch = epoch
	return nil
}

// stale refuses a call whose person had not seen the last act on a subject.
func (g *groupWriter) stale(ctx context.Context, tx store.Tx, p *pending) error {
	for subject, seen := range p.call.Seen {
		var id string
		var header []byte
		found, err := store.One(ctx, tx, `SELECT id, header FROM act WHERE subject = ? ORDER BY idx DESC LIMIT 1`, []any{string(subject)}, &id, &header)
		if err != nil {
			return err
		}
		if id == seen || !found && seen == "" {
			continue
		}
		r := says.refusal(Stale, "book.stale", "subject", subject)
		if found {
			if r.Later, err = act.ParseHeader(header); err != nil {
				return err
			}
			r.What += fmt.Sprintf(": act %d, %s of %s", r.Later.Index, r.Later.Kind, r.Later.Recorded)
		}
		return r
	}
	return nil
}

// decide asks authoriser and rule, and checks what the act corrects.
func (b *Book) decide(ctx context.Context, tx store.Tx, a *act.Act) (err error) {
	defer recovered("decide", a, &err)
	if a.Corrects != "" {
		var subject string
		found, err := store.One(ctx, tx, `SELECT subject FROM act WHERE id = ?`, []any{a.Corrects}, &subject)
		if err != nil {
			return err
		}
		if !found {
			return act.Invalid{Code: "header.corrects-nothing", Where: "/corrects", What: a.Corrects, Why: "the book holds no act of this id", Do: "name the act to correct"}
		}
		if subject != string(a.Subject) {
			return act.Invalid{Code: "header.corrects-other", Where: "/corrects", What: a.Corrects, Why: "that act is about " + subject, Do: "correct an act on the same subject"}
		}
	}
	if b.options.Authorise != nil {
		if err := b.options.Authorise(ctx, tx, a); err != nil {
			return err
		}
	}
	if k := b.reg.kinds[a.Kind]; k.Decide != nil {
		return k.Decide(ctx, tx, a)
	}
	return nil
}

// recovered turns a panic in a module's code into an error, so that one
// module's fault does not end the node.
func recovered(doing string, a *act.Act, err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%s act %d, %s: the module's code failed: %v", doing, a.Index, a.Kind, p)
	}
}

const insertAct = `INSERT INTO act (idx, id, kind, subject, audience, recorded, header, body, salt, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// append puts an act at the end of the book.
func (g *groupWriter) append(tx store.Tx, a *act.Act) {
	header := act.AppendHeader(make([]byte, 0, 640), &a.Header)
	leaf := leafHash(a.Audience, header, a.Salt)
	tx.Queue(store.Do(insertAct, a.Index, a.ID, a.Kind, string(a.Subject), a.Audience, int64(a.Recorded), header, a.Stored, a.Salt, leaf[:]))
	for _, c := range a.Cites {
		tx.Queue(store.Do(`INSERT INTO cite (cite, idx) VALUES (?, ?)`, string(c), a.Index))
	}
	g.state.edge.add(leaf, func(n node) {
		tx.Queue(store.Do(`INSERT INTO node (level, n, hash) VALUES (?, ?, ?)`, n.level, n.n, n.hash[:]))
	})
	if kv := (kindVersion{a.Kind, a.Version}); !g.state.kinds[kv] {
		held := make(map[kindVersion]bool, len(g.state.kinds)+1)
		for k := range g.state.kinds {
			held[k] = true
		}
		held[kv] = true
		g.state.kinds = held
		tx.Queue(store.Do(`INSERT INTO kind (name, version, first) VALUES (?, ?, ?)`, a.Kind, a.Version, a.Index))
	}
}
