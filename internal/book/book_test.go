package book_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
)

func TestABookIsRecordedReadAndOpenedAgain(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		o := booktest.Options(t)
		s := open()
		b := booktest.Open(t, s, o)
		cited := booktest.PayIn(1, 100)
		cited.Cites = []act.Cite{"A/RES/69/197#4", "UNTOC#18.15"}
		r := record(t, b, booktest.OpenAccount(1), cited, booktest.OpenAccount(2), booktest.Move(1, 2, 30))
		if len(r.Acts) != 4 || r.Size != 4 || r.Acts[3].Index != 3 || r.Again {
			t.Errorf("the receipt says %+v", r)
		}
		record(t, b, booktest.WriteNote(1, "team", "for the team"))
		for i := range 600 { // more than two runs of 256 leaves
			record(t, b, booktest.PayIn(i%2+1, int64(i+1)))
		}
		verified(t, b)
		b.Close()
		s.Close()

		b = booktest.Open(t, open(), o)
		if b.Size() != 605 {
			t.Fatalf("the book has %d acts", b.Size())
		}
		acts, err := b.OnSubject(ctx, booktest.Note(1), book.Page{})
		if err != nil || len(acts) != 1 || string(acts[0].Clear) != `{"text":"for the team"}` || string(acts[0].Stored) == string(acts[0].Clear) {
			t.Errorf("the note reads %+v, %v", acts, err)
		}
		if acts, err = b.Citing(ctx, "UNTOC#18.15", book.Page{}); err != nil || len(acts) != 1 || acts[0].Index != 1 {
			t.Errorf("cited by %v, %v", acts, err)
		}
		a, err := b.ByID(ctx, r.Acts[3].ID, 0)
		if err != nil || a == nil || a.Kind != "account.move" {
			t.Errorf("by id: %v, %v", a, err)
		}
		if acts, err = b.Acts(ctx, book.Page{From: 600, Headers: true}); err != nil || len(acts) != 5 || acts[4].Index != 604 {
			t.Errorf("by range: %d, %v", len(acts), err)
		}
		record(t, b, booktest.PayIn(1, 1))
		verified(t, b)
	})
}

func TestRefusals(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		o := booktest.Options(t)
		o.Authorise = func(_ context.Context, _ store.Reader, a *act.Act) error {
			if a.Party == "XZZ" {
				return book.Deny("XZZ may not do this", "ask its mission")
			}
			return nil
		}
		b := booktest.Open(t, open(), o)
		first := record(t, b, booktest.OpenAccount(1), booktest.PayIn(1, 10))
		change := func(d book.Draft, f func(*book.Draft)) book.Draft { f(&d); return d }
		pay := booktest.PayIn(1, 1)
		for name, c := range map[string]struct {
			call book.Call
			code book.Code
			says string
		}{
			"no act":             {book.Call{}, book.Invalid, "no act"},
			"too many":           {book.Call{Acts: make([]book.Draft, book.MostActs+1)}, book.TooLarge, "5001"},
			"a key of 65":        {book.Call{Key: strings.Repeat("k", 65), Acts: []book.Draft{pay}}, book.Invalid, "idempotency key"},
			"a key with a break": {book.Call{Key: "a\nb", Acts: []book.Draft{pay}}, book.Invalid, "idempotency key"},
			"unknown kind":       {call(change(pay, func(d *book.Draft) { d.Kind = "account.close" })), book.Invalid, "/kind"},
			"unknown key":        {call(booktest.Draft("account.pay-in", booktest.Account(1), `{"amount":1,"reason":"x","more":1}`)), book.Invalid, "/body/more"},
			"duplicate key":      {call(booktest.Draft("account.pay-in", booktest.Account(1), `{"amount":1,"amount":1,"reason":"x"}`)), book.Invalid, "/body/amount"},
			"NUL":                {call(booktest.Draft("account.pay-in", booktest.Account(1), `{"amount":1,"reason":"a\u0000"}`)), book.Invalid, "/body/reason"},
			"not NFC":            {call(booktest.Draft("account.pay-in", booktest.Account(1), "{\"amount\":1,\"reason\":\"e\u0301\"}")), book.Invalid, "/body/reason"},
			"65 KiB":             {call(booktest.Draft("note.write", booktest.Note(1), `{"text":"`+strings.Repeat("x", 65<<10)+`"}`)), book.Invalid, "/body"},
			"no object":          {call(booktest.Draft("account.pay-in", booktest.Account(1), `[1]`)), book.Invalid, "/body"},
			"a broken number":    {call(booktest.Draft("account.pay-in", booktest.Account(1), `{"amount":1e3,"reason":"x"}`)), book.Invalid, "/body/amount"},
			"outside grammar":    {call(change(pay, func(d *book.Draft) { d.Subject = "account/ü" })), book.Invalid, "/subject"},
			"wrong type":         {call(change(pay, func(d *book.Draft) { d.Subject = "offer/o1" })), book.Invalid, "/subject"},
			"year 0":             {call(change(pay, func(d *book.Draft) { d.Day = "0000-01-01" })), book.Invalid, "/day"},
			"29 February":        {call(change(pay, func(d *book.Draft) { d.Day = "2026-02-29" })), book.Invalid, "/day"},
			"no source":          {call(change(pay, func(d *book.Draft) { d.Standing = act.Communicated })), book.Invalid, "/source"},
			"wrong audience":     {call(change(pay, func(d *book.Draft) { d.Audience = "team" })), book.Invalid, "/audience"},
			"a cite twice":       {call(change(pay, func(d *book.Draft) { d.Cites = []act.Cite{"UNTOC#1", "UNTOC#1"} })), book.Invalid, "/cites/1"},
			"corrects nothing":   {call(change(pay, func(d *book.Draft) { d.Corrects = "01890a5d-ac96-774b-bcce-b302099a8057" })), book.Invalid, "/corrects"},
			"corrects another": {call(change(booktest.Draft("note.correct", booktest.Note(1), `{}`), func(d *book.Draft) { d.Corrects = first.Acts[0].ID })),
				book.Invalid, "/corrects"},
			"not sealed":                      {call(change(booktest.Draft("note.seal", booktest.Note(1), `{"text":"x"}`), func(d *book.Draft) { d.Audience = act.Sealed })), book.Invalid, ""},
			"denied":                          {call(change(pay, func(d *book.Draft) { d.Party = "XZZ" })), book.Denied, "XZZ"},
			"overdrawn":                       {call(booktest.PayIn(1, 5), booktest.OpenAccount(2), booktest.Move(1, 2, 16)), book.Conflict, "act 3 of the call"},
			"a number used":                   {call(booktest.Draft("account.open", booktest.Account(3), `{"number":"N-1"}`)), book.Conflict, "account/a1"},
			"to an account that is not there": {call(booktest.Move(1, 9, 1)), book.Conflict, "account/a9"},
			"stale":                           {book.Call{Acts: []book.Draft{pay}, Seen: map[act.Subject]string{booktest.Account(1): first.Acts[0].ID}}, book.Stale, "account.pay-in"},
			"stale, first":                    {book.Call{Acts: []book.Draft{pay}, Seen: map[act.Subject]string{booktest.Account(1): ""}}, book.Stale, "account/a1"},
		} {
			_, err := b.Record(ctx, c.call)
			if book.CodeOf(err) != c.code || !strings.Contains(fmt.Sprint(err), c.says) {
				t.Errorf("%s: got %q: %v, want %s with %q", name, book.CodeOf(err), err, c.code, c.says)
			}
		}
		if b.Size() != 2 {
			t.Errorf("refused calls left %d acts", b.Size()-2)
		}
		if _, err := b.Record(ctx, book.Call{Acts: []book.Draft{pay}, Seen: map[act.Subject]string{booktest.Account(1): first.Acts[1].ID}}); err != nil {
			t.Errorf("what was seen last: %v", err)
		}
		verified(t, b)
	})
}

func call(drafts ...book.Draft) book.Call { return book.Call{Acts: drafts} }

func TestARepeatedCallIsAnsweredAsTheFirstTime(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		b := booktest.Open(t, open(), booktest.Options(t))
		c := book.Call{Key: "k 1", Person: booktest.Persons[0], Acts: []book.Draft{booktest.OpenAccount(1), booktest.WriteNote(1, "team", "a"), booktest.PayIn(1, 5)}}
		first, err := b.Record(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				again, err := b.Record(ctx, c)
				if err != nil || !again.Again || len(again.Acts) != 3 || again.Acts[1].ID != first.Acts[1].ID || again.Size != first.Size {
					t.Errorf("the second time: %+v, %v", again, err)
				}
			})
		}
		wg.Wait()
		other := c
		other.Acts = []book.Draft{booktest.OpenAccount(1), booktest.WriteNote(1, "team", "b"), booktest.PayIn(1, 5)}
		if _, err := b.Record(ctx, other); book.CodeOf(err) != book.Duplicate {
			t.Errorf("another call under the key: %v", err)
		}
		other.Person = booktest.Persons[1]
		if _, err := b.Record(ctx, other); book.CodeOf(err) != book.Conflict {
			t.Errorf("the key of another person: %v", err)
		}
		// Two at once under a new key: one is recorded, both have its receipt.
		d := book.Call{Key: "k 2", Person: booktest.Persons[0], Acts: []book.Draft{booktest.PayIn(1, 7)}}
		ids := make([]string, 16)
		var again atomic.Int32
		for i := range ids {
			wg.Go(func() {
				r, err := b.Record(ctx, d)
				if err != nil {
					t.Error(err)
					return
				}
				ids[i] = r.Acts[0].ID
				if r.Again {
					again.Add(1)
				}
			})
		}
		wg.Wait()
		for _, id := range ids {
			if id != ids[0] {
				t.Errorf("two acts under one key: %v", ids)
			}
		}
		if again.Load() != 15 || b.Size() != 4 {
			t.Errorf("%d were told that it was there; the book has %d acts", again.Load(), b.Size())
		}
		verified(t, b)
	})
}

func TestRebuildServesMeanwhile(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		b := booktest.Open(t, open(), booktest.Options(t))
		record(t, b, booktest.OpenAccount(1), booktest.OpenAccount(2), booktest.PayIn(1, 1<<30))
		var drafts []book.Draft
		for range 3000 {
			drafts = append(drafts, booktest.Move(1, 2, 1))
		}
		record(t, b, drafts...)
		stop := make(chan struct{})
		var wg sync.WaitGroup
		var reads, writes atomic.Int32
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				err := b.Read(ctx, 0, func(v store.View) error {
					var sum, moves int64
					if _, err := store.One(ctx, v, `SELECT sum(balance) FROM {account}`, nil, &sum); err != nil {
						return err
					}
					_, err := store.One(ctx, v, `SELECT count(*) FROM {movement}`, nil, &moves)
					if sum != 1<<30 || moves != 2*(v.At().Size-3)+1 {
						t.Errorf("at %+v the accounts hold %d, with %d movements", v.At(), sum, moves)
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
				reads.Add(1)
				time.Sleep(2 * time.Millisecond)
			}
		})
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					record(t, b, booktest.Move(2, 1, 1))
					writes.Add(1)
				}
			}
		})
		for i := range 2 {
			r, err := b.Rebuild(ctx, nil)
			if err != nil {
				t.Error(err)
			}
			if r.Generation != int64(i+2) || r.Acts < 3003 {
				t.Errorf("rebuilt %+v", r)
			}
			if err := b.Drop(ctx); err != nil {
				t.Error(err)
			}
		}
		close(stop)
		wg.Wait()
		if reads.Load() == 0 || writes.Load() == 0 {
			t.Errorf("%d reads, %d writes", reads.Load(), writes.Load())
		}
		verified(t, b)
	})
}

func TestErasure(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		o := booktest.Options(t)
		b := booktest.Open(t, open(), o)
		record(t, b, booktest.WriteNote(1, "team", "to be gone"), booktest.WriteNote(1, "board", "stays"),
			booktest.WriteNote(2, "team", "stays too"), booktest.Draft("note.mark", booktest.Note(1), `{}`))
		keyed := book.Call{Key: "k", Acts: []book.Draft{booktest.WriteNote(1, "team", "to be gone 2")}}
		if _, err := b.Record(ctx, keyed); err != nil {
			t.Fatal(err)
		}
		record(t, b, booktest.Draft("note.erase", booktest.Note(1), `{"audience":"team"}`))
		o.Keys.(*booktest.Keys).Destroy(booktest.Note(1), "team")
		record(t, b, booktest.WriteNote(1, "team", "under a new key"))
		verified(t, b)
		state := func() (got string) {
			t.Helper()
			err := b.Read(ctx, 0, func(v store.View) error {
				_, err := store.One(ctx, v, `SELECT string_agg(state || COALESCE(text, '-'), ',' ORDER BY idx) FROM {note}`, nil, &got)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		const want = "erased-,keptstays,keptstays too,erased-,keptunder a new key"
		if got := state(); got != want {
			t.Errorf("the notes are %s", got)
		}
		if _, err := b.Rebuild(ctx, nil); err != nil {
			t.Fatal(err)
		}
		if got := state(); got != want {
			t.Errorf("after a rebuild the notes are %s", got)
		}
		if r, err := b.Record(ctx, keyed); err != nil || !r.Again {
			t.Errorf("the erased call again: %v", err)
		}
		acts, err := b.OnSubject(ctx, booktest.Note(1), book.Page{})
		if err != nil || len(acts) != 6 || !acts[0].Erased || acts[0].Clear != nil || acts[1].Erased {
			t.Errorf("the acts are %+v, %v", acts, err)
		}
		if _, err := b.Prove(ctx, acts[0].ID); err == nil {
			t.Error("an erased act was proved")
		}
		if _, err := b.Record(ctx, call(booktest.Draft("note.erase", booktest.Note(1), `{"audience":"public"}`))); book.CodeOf(err) != book.Conflict {
			t.Errorf("public acts were erased: %v", err)
		}
		both := []book.Draft{booktest.Draft("note.erase", booktest.Note(1), `{"audience":"team"}`), booktest.WriteNote(1, "team", "under the key that goes")}
		if _, err := b.Record(ctx, call(both...)); book.CodeOf(err) != book.Conflict {
			t.Errorf("a call erased what it recorded: %v", err)
		}
		both[1] = booktest.WriteNote(1, "board", "under another key")
		record(t, b, both...)
		verified(t, b)
	})
}

func TestProofs(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		o := booktest.Options(t)
		b := booktest.Open(t, open(), o)
		var ids []string
		for i := range 300 {
			d := booktest.OpenAccount(i)
			if i%7 == 0 {
				d = booktest.WriteNote(i, "team", "x")
			}
			ids = append(ids, record(t, b, d).Acts[0].ID)
		}
		_, stranger := booktest.NodeKey(t)
		for i, id := range ids {
			if i%37 != 0 && i < 295 {
				continue
			}
			p, err := b.Prove(ctx, id)
			if err != nil {
				t.Fatal(err)
			}
			file := p.Encode()
			q, err := book.ParseProof(file)
			if err != nil {
				t.Fatal(err)
			}
			got, err := q.Check(o.Verifier)
			if err != nil || got.Header.ID != id || got.Head.Size != 300 || (got.Body == nil) != (i%7 == 0) {
				t.Errorf("act %d: %+v, %v", i, got, err)
			}
			if _, err := q.Check(stranger); err == nil {
				t.Error("a stranger's key passed")
			}
			// Every bit of the file counts.
			for at := 0; at < len(file); at += 1 + at%13 {
				bent := append([]byte(nil), file...)
				bent[at] ^= 1 << (at % 8)
				if q, err := book.ParseProof(bent); err == nil {
					if _, err := q.Check(o.Verifier); err == nil {
						t.Errorf("act %d: the proof holds with byte %d changed from %q to %q", i, at, file[at], bent[at])
					}
				}
			}
		}
		if p, err := b.Prove(ctx, "01890a5d-ac96-774b-bcce-b302099a8057"); p != nil || err != nil {
			t.Errorf("no act was proved: %v %v", p, err)
		}
	})
}

func FuzzParseProof(f *testing.F) {
	f.Add([]byte("comity/proof/v1\nheader e30=\nsalt AAAA\nbody e30=\nc2sp.org/tlog-proof@v1\nindex 3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nnode/book\n"))
	f.Add([]byte("comity/proof/v1\nheader e30=\nc2sp.org/tlog-proof@v1\nindex 0\n\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		p, err := book.ParseProof(in)
		if err != nil {
			return
		}
		if out := p.Encode(); string(out) != string(in) {
			t.Errorf("%q was read and written as %q", in, out)
		}
	})
}

func TestFollow(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		b := booktest.Open(t, open(), booktest.Options(t))
		for i := range 10 {
			record(t, b, booktest.OpenAccount(i))
		}
		var got []int64
		follow := func(until int64, fail bool) error {
			c, stop := context.WithTimeout(ctx, 10*time.Second)
			defer stop()
			return b.Follow(c, "mail", func(_ context.Context, acts []*act.Act) error {
				for _, a := range acts {
					got = append(got, a.Index)
				}
				if fail {
					return errors.New("no mail today")
				}
				if got[len(got)-1] >= until {
					stop()
				}
				return nil
			})
		}
		if err := follow(0, true); err == nil || len(got) != 10 {
			t.Errorf("%v after %d acts", err, len(got))
		}
		go func() {
			for i := range 5 {
				time.Sleep(5 * time.Millisecond)
				record(t, b, booktest.OpenAccount(10+i))
			}
		}()
		got = nil
		_ = follow(14, false)
		for i, at := range got {
			if at != int64(i) {
				t.Fatalf("handed over in the order %v", got)
			}
		}
		if len(got) != 15 {
			t.Errorf("%d acts were handed over", len(got))
		}
	})
}

func TestAnOlderProgramRefusesANewerBook(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		o := booktest.Options(t)
		s := open()
		b, err := book.Open(ctx, s, o, booktest.Money(1))
		if err != nil {
			t.Fatal(err)
		}
		record(t, b, booktest.OpenAccount(1), booktest.Draft("account.pay-in", booktest.Account(1), `{"amount":5}`))
		b.Close()
		// A newer program: the tables are outdated until they are rebuilt.
		if _, err := book.Open(ctx, s, o, booktest.Money(2)); store.KindOf(err) != store.Unfit || !strings.Contains(err.Error(), "upgrade") {
			t.Errorf("outdated tables: %v", err)
		}
		o.Outdated = true
		if b, err = book.Open(ctx, s, o, booktest.Money(2)); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Rebuild(ctx, nil); err != nil {
			t.Fatal(err)
		}
		b.Close()
		o.Outdated = false
		if b, err = book.Open(ctx, s, o, booktest.Money(2)); err != nil {
			t.Fatal(err)
		}
		acts, err := b.Acts(ctx, book.Page{From: 1})
		if err != nil || string(acts[0].Clear) != `{"amount":5,"reason":"not stated"}` || string(acts[0].Stored) != `{"amount":5}` {
			t.Errorf("the old act reads %s, %v", acts[0].Clear, err)
		}
		record(t, b, booktest.PayIn(1, 5))
		verified(t, b)
		b.Close()
		// The older program knows version 1 only, and no notes.
		if _, err := book.Open(ctx, s, o, booktest.Money(1)); store.KindOf(err) != store.Unfit || !strings.Contains(err.Error(), "account.pay-in version 2") {
			t.Errorf("an older program opened the book: %v", err)
		}
	})
}
