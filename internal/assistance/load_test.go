package assistance

import (
	"fmt"
	"io"
	"os"
	"slices"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/party"
	"comity/internal/store"
	"comity/internal/ui"
)

// filledBook records n requests of all Member States, each as far along as its place
// says.
func (w *site) filledBook(n int) {
	w.Helper()
	var states []string
	for _, q := range w.parties.All(party.State) {
		if q.StatusOn(today) == "member" {
			states = append(states, q.Code)
		}
	}
	help := []string{"training", "legislative", "equipment", "expert"}
	reply := ReplyBody{Outcome: Accepted, Language: "en", Title: "Your request", Letter: "The Office will help."}
	sent := reply
	sent.Channel = "letter"
	weighed := AppraisedBody{Findings: findings(), Advice: Accepted, Reason: "Weighed."}
	var acts []book.Draft
	flush := func() {
		w.Helper()
		_, err := w.book.Record(ctx, book.Call{Acts: acts})
		w.must(err)
		acts = acts[:0]
	}
	for i := range n {
		state, x := states[i%len(states)], id(fmt.Sprint("load ", i))
		day := plus("2032-01-01", i%3600)
		topic := w.rules.topics[i%len(w.rules.topics)].Code
		add := func(kind, who, audience string, later int, body any) {
			acts = append(acts, book.Draft{Kind: "assistance." + kind, Subject: Subject(x), Party: who, Standing: act.Own, Day: plus(day, later), Cites: []act.Cite{"A/RES/69/197#8"}, Audience: audience, Body: []byte(pack(body))})
		}
		with := withParty(state)
		add("requested", state, with, 0, RequestedBody{Reference: fmt.Sprint("R ", i), Title: fmt.Sprint("Keeping of lamps ", i), Language: "en", Authority: "Ministry of Lamps", Group: w.parties.ByCode(state).GroupOn(day), Topic: topic, Help: []string{help[i%4]}, Reason: "The keepers of lamps lack training.", Urgency: "routine"})
		for j, s := range []struct {
			kind, who, audience string
			body                any
		}{{"checked", "UNODC", with, NoteBody{}}, {"appraised", "UNODC", Apart, weighed}, {"drafted", "UNODC", Apart, reply}, {"cleared", "UNODC", Apart, NoteBody{}}, {"replied", "UNODC", with, sent}, {"assigned", "UNODC", with, AssignedBody{Office: "UNODC"}}} {
			if j >= i%4 && i%50 != 7 { // most are young; some came far
				break
			}
			add(s.kind, s.who, s.audience, j+1, s.body)
		}
		if len(acts) > 4000 {
			flush()
		}
	}
	if len(acts) > 0 {
		flush()
	}
}

// waits are the times within which half and 99 of 100 answers came and were written as
// HTML, with what it takes to know the reader.
func (w *site) waits(to string, times int) (p50, p99 time.Duration) {
	w.Helper()
	took := make([]time.Duration, times)
	for i := range took {
		began := time.Now()
		w.get(to)
		page, ok := w.answer.(ui.Page)
		if !ok {
			w.Fatalf("%s: %v", to, w.err)
		}
		w.must(page.Body.Render(ctx, io.Discard))
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	return took[times/2], took[times*99/100]
}

// Load: 100,000 requests. COMITY_LOAD=1 runs it at that size; without it a small part
// is run, and nothing is said of time.
func TestLoad(t *testing.T) {
	whole := os.Getenv("COMITY_LOAD") != ""
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) {
		n, times := 300, 2
		if whole {
			n, times = 100_000, 300
		}
		w := newSite(t, s, false)
		began := time.Now()
		w.filledBook(n)
		t.Logf("%d requests, %d acts recorded in %v", n, w.book.Size(), time.Since(began))
		one := requestPage(id("load 7"))
		for _, c := range []struct{ who, to string }{
			{ana, "/assistance/queue"}, {ana, "/assistance/queue?status=checked"}, {ana, "/assistance/queue?topic=corruption&help=training"}, {ana, "/assistance/queue?show=late"}, {ana, "/assistance/queue?state=FRA"}, {ana, one},
			{chloe, "/assistance/mine"}, {"", "/assistance"},
		} {
			w.as(c.who)
			p50, p99 := w.waits(c.to, times)
			t.Logf("%s as %q: p50 %v, p99 %v", c.to, c.who, p50, p99)
			if whole && p99 > 50*time.Millisecond && c.who == ana {
				t.Errorf("%s took %v", c.to, p99)
			}
		}
	})
}
