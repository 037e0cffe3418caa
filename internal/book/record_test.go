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

func TestWritersThatRaceReachLawfulOutcomesOnly(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		b := booktest.Open(t, open(), booktest.Options(t))
		record(t, b, booktest.OpenAccount(100), booktest.OpenAccount(101), booktest.PayIn(100, 100), booktest.Draft("offer.make", booktest.Offer(1), `{"amount":1}`))
		race := func(n int, draft func(i int) book.Draft) (passed int32) {
			var won atomic.Int32
			var wg sync.WaitGroup
			for i := range n {
				wg.Go(func() {
					_, err := b.Record(ctx, call(draft(i)))
					switch {
					case err == nil:
						won.Add(1)
					case book.CodeOf(err) != book.Conflict:
						t.Error(err)
					}
				})
			}
			wg.Wait()
			return won.Load()
		}
		if n := race(64, func(int) book.Draft { return booktest.Move(100, 101, 30) }); n != 3 {
			t.Errorf("%d of 64 took 30 out of 100, want 3", n)
		}
		if n := race(64, func(i int) book.Draft {
			return booktest.Draft("account.open", booktest.Account(i), `{"number":"the one"}`)
		}); n != 1 {
			t.Errorf("%d used one number", n)
		}
		if n := race(64, func(i int) book.Draft {
			return booktest.Draft([]string{"offer.accept", "offer.withdraw"}[i%2], booktest.Offer(1), `{}`)
		}); n != 1 {
			t.Errorf("%d ended one offer", n)
		}
		// Calls of several acts, the last of which fails: all of it falls away.
		if n := race(64, func(i int) book.Draft { return booktest.OpenAccount(200 + i%8) }); n != 8 {
			t.Errorf("%d opened 8 accounts", n)
		}
		verified(t, b)
	})
}

func TestAFailingCallFailsAlone(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		b := booktest.Open(t, open(), booktest.Options(t))
		record(t, b, booktest.OpenAccount(1), booktest.OpenAccount(2), booktest.PayIn(1, 50))
		var wg sync.WaitGroup
		var good, bad atomic.Int32
		for i := range 64 {
			wg.Go(func() {
				drafts := []book.Draft{booktest.PayIn(2, 1), booktest.Move(1, 2, 1)}
				if i%4 == 0 { // writes twice before it fails
					drafts = append(drafts, booktest.Move(1, 2, 1000))
				}
				if _, err := b.Record(ctx, book.Call{Acts: drafts, Key: fmt.Sprint("key", i)}); err == nil {
					good.Add(1)
				} else if book.CodeOf(err) == book.Conflict {
					bad.Add(1)
				} else {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if good.Load() != 48 || bad.Load() != 16 || b.Size() != 3+96 {
			t.Errorf("%d passed, %d failed, %d acts", good.Load(), bad.Load(), b.Size())
		}
		verified(t, b)
	})
}

func TestAProjectorThatFailsDoesNotEndTheNode(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		m := booktest.Notes()
		m.Kinds[0].Project = func(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
			if strings.Contains(string(a.Clear), "panic") {
				panic("oh")
			}
			if strings.Contains(string(a.Clear), "twice") { // breaks the primary key
				w := store.Do(`INSERT INTO {note} (idx, subject, audience, state) VALUES (?, ?, ?, 'x')`, a.Index, string(a.Subject), a.Audience)
				return []store.Write{w, w}, nil
			}
			return nil, errors.New("can't")
		}
		b, err := book.Open(ctx, open(), booktest.Options(t), booktest.Money(2), m)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		for text, code := range map[string]book.Code{"panic": book.Unavailable, "twice": book.Conflict, "fail": book.Unavailable} {
			var wg sync.WaitGroup
			wg.Go(func() {
				if _, err := b.Record(ctx, call(booktest.WriteNote(1, "team", text))); book.CodeOf(err) != code {
					t.Errorf("%s: %v", text, err)
				}
			})
			for i := range 4 {
				wg.Go(func() {
					d := booktest.Draft("account.open", act.Subject("account/"+text+fmt.Sprint(i)), fmt.Sprintf(`{"number":"%s%d"}`, text, i))
					if _, err := b.Record(ctx, call(d)); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		}
		if b.Size() != 12 {
			t.Errorf("%d acts, want 12", b.Size())
		}
	})
}

func TestAnEpochThatFailsDoesNotEndTheNode(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		m := booktest.Notes()
		m.Kinds[0].Epoch = func(*act.Act) (int64, error) { panic("oh") }
		b, err := book.Open(ctx, open(), booktest.Options(t), booktest.Money(2), m)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		if _, err := b.Record(ctx, call(booktest.WriteNote(1, "team", "text"))); book.CodeOf(err) != book.Unavailable {
			t.Errorf("the act was taken, or refused as something else: %v", err)
		}
		record(t, b, booktest.OpenAccount(1))
	})
}

func TestCallsThatMeetTheClosingAreAnswered(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		b := booktest.Open(t, open(), booktest.Options(t))
		record(t, b, booktest.OpenAccount(1))
		var wg sync.WaitGroup
		var good atomic.Int64
		for range 16 {
			wg.Go(func() {
				for {
					if _, err := b.Record(ctx, call(booktest.PayIn(1, 1))); book.CodeOf(err) == book.Unavailable {
						return
					} else if err != nil {
						t.Error(err)
						return
					}
					good.Add(1)
				}
			})
		}
		time.Sleep(20 * time.Millisecond)
		b.Close()
		wg.Wait() // hangs when a call is left without an answer
		if b.Size() != good.Load()+1 {
			t.Errorf("%d calls were acknowledged, %d acts recorded", good.Load(), b.Size()-1)
		}
	})
}

// In one group: good, bad after it has written, and so on in every order; the
// last one is the most dangerous, since nothing follows that would trip over
// what it left.
func TestWhatAFailingCallWroteIsGoneWhereverItStands(t *testing.T) {
	onEachStore(t, func(t *testing.T, open func() store.Store) {
		b := booktest.Open(t, open(), booktest.Options(t))
		record(t, b, booktest.OpenAccount(1), booktest.OpenAccount(2), booktest.PayIn(1, 50))
		for _, order := range []string{"gb", "bg", "ggb", "gbg", "bgb", "bb"} {
			hold, held := make(chan struct{}), make(chan struct{}, 100)
			var once sync.Once
			b.Stop(func(step string) {
				if step == "begin" {
					once.Do(func() { held <- struct{}{}; <-hold })
				}
			})
			var wg sync.WaitGroup
			wg.Go(func() { record(t, b, booktest.PayIn(1, 1)) }) // the group before
			<-held
			for i, c := range order {
				wg.Go(func() {
					drafts := []book.Draft{booktest.PayIn(2, 1)}
					if c == 'b' {
						drafts = append(drafts, booktest.Move(1, 2, 1<<30))
					}
					if _, err := b.Record(ctx, book.Call{Acts: drafts}); (err != nil) != (c == 'b') {
						t.Errorf("%s: call %d: %v", order, i, err)
					}
				})
				for b.Waiting() <= i {
					time.Sleep(time.Millisecond)
				}
			}
			before := b.Size()
			close(hold)
			wg.Wait()
			if got, want := b.Size()-before, int64(1+strings.Count(order, "g")); got != want {
				t.Errorf("%s: %d acts, want %d", order, got, want)
			}
		}
		verified(t, b)
	})
}
