package treaty_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/party"
	"comity/internal/store"
	"comity/internal/treaty"
)

// many makes n deposits of 200 parties about the 40 treaties that the programme
// has most rules of, drawn by a fixed seed.
func many(n int) (ds []treaty.Deposit, parties, codes []string) {
	for _, i := range carried.p.Instruments {
		if !i.Group() && (i.Rules != nil || len(codes) < 40) {
			codes = append(codes, i.Code)
		}
	}
	slices.SortStableFunc(codes, func(a, b string) int {
		x, _ := carried.p.Instrument(a)
		y, _ := carried.p.Instrument(b)
		switch {
		case (x.Rules == nil) == (y.Rules == nil):
			return 0
		case x.Rules != nil:
			return -1
		}
		return 1
	})
	codes = codes[:40]
	for _, p := range append(carried.parties.All(party.State), carried.parties.All(party.FormerState)...) {
		if len(parties) < 200 {
			parties = append(parties, p.Code)
		}
	}
	r := rand.New(rand.NewSource(1))
	kinds := []treaty.Action{treaty.Signature, treaty.Ratification, treaty.Accession, treaty.Reservation, treaty.Declaration, treaty.Notification, treaty.Notification, treaty.Denunciation}
	for i := range n {
		d := treaty.Deposit{ID: fmt.Sprint(i), Instrument: codes[i%40], Party: parties[i/40%200], Action: kinds[r.Intn(len(kinds))],
			Day: act.DayOf(time.Date(1961+r.Intn(60), time.Month(1+r.Intn(12)), 1+r.Intn(28), 0, 0, 0, 0, time.UTC)), Standing: act.Observed, Replaced: 1 << 62}
		ds = append(ds, d)
	}
	return ds, parties, codes
}

func BenchmarkMatrix(b *testing.B) {
	ds, parties, codes := many(100_000)
	g := treaty.NewRegister(carried.p.Instruments, carried.parties, ds)
	b.ResetTimer()
	for range b.N {
		g.Matrix(parties, codes, "2020-01-01")
	}
}

func BenchmarkRegister(b *testing.B) {
	ds, _, _ := many(100_000)
	b.ResetTimer()
	for range b.N {
		treaty.NewRegister(carried.p.Instruments, carried.parties, ds)
	}
}

// BenchmarkMatrixAfterAnAct asks a node for the matrix after each new deposit.
func BenchmarkMatrixAfterAnAct(b *testing.B) {
	n := filled(b, 100_000)
	_, parties, codes := many(1)
	n.register()
	b.ResetTimer()
	for i := range b.N {
		b.StopTimer()
		_, err := n.do("treaty.deposit", "UNTOC", parties[i%100], "2020-01-01", fmt.Sprintf(`{"action":"notification","item":"bench %d"}`, i))
		n.must(err)
		b.StartTimer()
		n.register().Matrix(parties, codes, "2020-01-01")
	}
}

// filled is a node whose tables hold n deposits. They are put there by acts.
func filled(t testing.TB, n int) *node {
	t.Helper()
	node := newNode(t, booktest.InSQLite(t))
	ds, _, codes := many(n)
	opened := map[string]act.Day{}
	for _, c := range codes {
		i, _ := carried.p.Instrument(c)
		opened[c] = act.Day(i.Adopted)
		if len(i.Adopted) == 4 {
			opened[c] += "-01-01"
		}
		if i.Rules != nil && i.Rules.Signature != nil {
			opened[c] = max(opened[c], i.Rules.Signature.From)
		}
	}
	var drafts []book.Draft
	for i, d := range ds {
		if p := carried.parties.ByCode(d.Party); p.Type == party.FormerState {
			continue
		}
		day := max(d.Day, opened[d.Instrument])
		if day > "2025-12-31" {
			day = "2026-01-01"
		}
		drafts = append(drafts, book.Draft{Kind: "treaty.deposit", Subject: treaty.Subject(d.Instrument, d.Party), Party: d.Party, Standing: act.Observed, Day: day, Audience: act.Public,
			Body: []byte(fmt.Sprintf(`{"action":%q,"item":"%d"}`, d.Action, i))})
		if len(drafts) == 2000 || i == len(ds)-1 {
			_, err := node.book.Record(ctx, book.Call{Acts: drafts})
			node.must(err)
			drafts = drafts[:0]
		}
	}
	return node
}

// The matrix of 200 States and 40 treaties from 100,000 deposits takes at most
// ten milliseconds; the time is taken of the middle of many, so that a busy
// computer does not decide.
func TestTheMatrixIsQuick(t *testing.T) {
	ds, parties, codes := many(100_000)
	g := treaty.NewRegister(carried.p.Instruments, carried.parties, ds)
	var took []time.Duration
	for range 51 {
		begin := time.Now()
		m := g.Matrix(parties, codes, "2020-01-01")
		took = append(took, time.Since(begin))
		if len(m) != 200 || len(m[0]) != 40 {
			t.Fatal("the matrix has another size")
		}
	}
	slices.Sort(took)
	if took[25] > 10*time.Millisecond {
		t.Errorf("it takes %v", took[25])
	}
}

// What is kept up to date act by act is what is read anew.
func TestTheCurrentRegisterIsWhatIsReadAnew(t *testing.T) {
	onBoth(t, func(n *node) {
		ds, _, _ := many(400)
		for i, d := range ds {
			inst, _ := carried.p.Instrument(d.Instrument)
			if treaty.CheckDay(inst, d.Action, d.Day) != nil || carried.parties.ByCode(d.Party).Type == party.FormerState {
				continue
			}
			id, err := n.do("treaty.deposit", d.Instrument, d.Party, d.Day, fmt.Sprintf(`{"action":%q,"item":"%d"}`, d.Action, i))
			n.must(err)
			if i%7 == 0 {
				_, err = n.do("treaty.correction", d.Instrument, d.Party, d.Day, `{"reason":"x","struck":true}`, corrects(id))
				n.must(err)
			}
			if i%20 == 0 {
				n.register()
			}
		}
		kept := n.register()
		var anew *treaty.Register
		n.must(n.book.Read(ctx, 0, func(v store.View) (err error) {
			anew, err = treaty.NewCurrent(carried.p.Instruments, carried.parties).Register(ctx, v)
			return err
		}))
		for _, code := range anew.Instruments() {
			if a, b := fmt.Sprint(kept.Force(code)), fmt.Sprint(anew.Force(code)); a != b {
				n.Errorf("%s: kept %s, anew %s", code, a, b)
			}
			for _, p := range anew.Parties(code) {
				if a, b := fmt.Sprint(kept.Timeline(code, p)), fmt.Sprint(anew.Timeline(code, p)); a != b {
					n.Errorf("%s %s: kept %s, anew %s", code, p, a, b)
				}
			}
		}
	})
}

// A later act never changes what was known earlier.
func TestWhatWasKnownStays(t *testing.T) {
	onBoth(t, func(n *node) {
		ds, parties, codes := many(300)
		type moment struct {
			at     time.Time
			states string
		}
		var moments []moment
		ids := map[string]string{}
		for i, d := range ds {
			inst, _ := carried.p.Instrument(d.Instrument)
			if treaty.CheckDay(inst, d.Action, d.Day) != nil || carried.parties.ByCode(d.Party).Type == party.FormerState {
				continue
			}
			n.now = n.now.Add(time.Minute)
			key := d.Instrument + d.Party
			if id := ids[key]; id != "" && i%3 == 0 {
				_, err := n.do("treaty.correction", d.Instrument, d.Party, d.Day, fmt.Sprintf(`{"reason":"x","struck":false,"deposit":{"action":%q,"item":"%d"}}`, d.Action, i), corrects(id))
				n.must(err)
				delete(ids, key)
			} else {
				id, err := n.do("treaty.deposit", d.Instrument, d.Party, d.Day, fmt.Sprintf(`{"action":%q,"item":"%d"}`, d.Action, i))
				n.must(err)
				ids[key] = id
			}
			if i%25 == 0 {
				moments = append(moments, moment{n.now, fmt.Sprint(n.register().Matrix(parties, codes, "2020-01-01"))})
			}
		}
		if len(moments) < 5 {
			n.Fatalf("%d moments", len(moments))
		}
		for _, m := range moments {
			if got := fmt.Sprint(n.knownAt(m.at).Matrix(parties, codes, "2020-01-01")); got != m.states {
				n.Errorf("what was known at %s is now answered otherwise", m.at)
			}
		}
	})
}
