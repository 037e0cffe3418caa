package project

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/ui"
)

// filled records projects of all Member States, and one that has results.
func (w *site) filled(projects int) {
	w.Helper()
	w.running()
	var states []string
	for _, p := range w.parties.Members(today) {
		states = append(states, p.Code)
	}
	var drafts []book.Draft
	flush := func() {
		w.Helper()
		if len(drafts) > 0 {
			_, err := w.book.Record(ctx, book.Call{Person: ana, Acts: drafts})
			w.must(err)
			drafts = nil
		}
	}
	add := func(kind string, s act.Subject, audience string, standing act.Standing, body any) {
		raw, err := json.Marshal(body)
		w.must(err)
		if drafts = append(drafts, book.Draft{Kind: "project." + kind, Subject: s, Party: "UNODC", Standing: standing, Day: today, Cites: []act.Cite{"A/RES/69/197#8"}, Audience: audience, Body: raw}); len(drafts) == 5000 {
			flush()
		}
	}
	for i := range projects {
		var of []string
		for j := range i%4 + 1 {
			of = append(of, states[(i*7+j*31)%len(states)])
		}
		slices.Sort(of)
		money := func(n int) *Amount { return &Amount{int64(n) * 100, "USD"} }
		add("taken-in", Subject(fmt.Sprint("LOAD-", i)), act.Public, act.Observed, TakenInBody{Source: "load", ID: fmt.Sprint(i), File: "sha256:0", Title: fmt.Sprint("Keeping of lamps, part ", i), Language: "en",
			Summary: "Keepers learn to keep lamps and write down each evening what they saw.", Office: "UNODC", States: slices.Compact(of), From: "2042-01-01", Until: "2044-12-31", Required: money(i * 1000), Available: money(i * 500), Spent: money(i * 100)})
	}
	for i := range 20 {
		about := IndicatorSubject(harbourCode, fmt.Sprint("i", i))
		add("indicator", about, act.Public, act.Own, lampsKept())
		for y := range 5 {
			b := ReportedBody{From: act.Day(fmt.Sprintf("20%d-01-01", 30+y)), Until: act.Day(fmt.Sprintf("20%d-12-31", 30+y)), Measured: Measured{Number: "30"}, Parts: []PartBody{{Sex: "female", Number: "20"}, {Sex: "male", Number: "10"}}}
			add("reported", about, staff[0], act.Own, b)
		}
	}
	for n := range 100 {
		add("delivered", DeliverySubject(harbourCode, n+1), act.Public, act.Own, training())
	}
	flush()
	for i := range 20 {
		for y := range 5 {
			w.must(w.do(bo, "approved", IndicatorSubject(harbourCode, fmt.Sprint("i", i)), PeriodBody{From: act.Day(fmt.Sprintf("20%d-01-01", 30+y)), Until: act.Day(fmt.Sprintf("20%d-12-31", 30+y))}))
		}
	}
}

// took are the times within which half and 99 of 100 pages were made, with what it
// takes to know the reader.
func (w *site) took(to string, times int) (p50, p99 time.Duration) {
	w.Helper()
	list := make([]time.Duration, times)
	for i := range list {
		began := time.Now()
		w.get(to)
		list[i] = time.Since(began)
		if _, ok := w.answer.(ui.Page); !ok {
			w.Fatalf("%s: %v", to, w.err)
		}
	}
	slices.Sort(list)
	return list[times/2], list[times*99/100]
}

// Load: 20,000 projects. COMITY_LOAD=1 runs it at that size; without it a hundredth
// is run, and nothing is said of time.
func TestLoad(t *testing.T) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) {
		projects, times, whole := 200, 2, os.Getenv("COMITY_LOAD") != ""
		if whole {
			projects, times = 20_000, 300
		}
		w := newSite(t, s, false)
		began := time.Now()
		w.filled(projects)
		t.Logf("%d projects recorded in %v", projects, time.Since(began))
		for reader, name := range map[string]string{"": "the public", ana: "an officer", chloe: "a Government"} {
			w.as(reader)
			for _, to := range []string{"/projects", "/projects?state=FRA", "/projects?status=running", "/projects/LOAD-77", "/projects/HARBOUR-1", "/programmes/LAMPS", "/projects/-/map"} {
				p50, p99 := w.took(to, times)
				t.Logf("%s for %s: half within %v, 99 of 100 within %v", to, name, p50, p99)
				if whole && p99 > 50*time.Millisecond {
					t.Errorf("%s took %v", to, p99)
				}
			}
		}
	})
}
