package mandate

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/resolution/reading"
	"comity/internal/store"
	"comity/internal/store/sqlite"
	"comity/internal/testshared"
)

// TestReadingUnderLoad imports all published texts into a book in SQLite, fills it
// to a million acts that cite their paragraphs, and reads of all kinds at 300 a
// second: the 99th percentile is to be at most 20 ms. It takes minutes and a
// gigabyte; COMITY_LOAD names a folder, where the book is kept for the next time.
func TestReadingUnderLoad(t *testing.T) {
	folder := os.Getenv("COMITY_LOAD")
	if folder == "" {
		t.Skip("takes minutes: COMITY_LOAD=/tmp/load go test -run UnderLoad -v -timeout 60m ./internal/mandate")
	}
	path := filepath.Join(folder, "book.sqlite")
	_, err := os.Stat(path)
	filled := err == nil
	s, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := newNodeWithKey(t, s, folder)
	n.now = time.Now()
	if !filled {
		n.importAll(testshared.Dir(t, "resolutions", "unxml-ga-74-78.zip"))
		n.fill(1_000_000)
	}
	symbols, places, entities := n.known()
	t.Logf("%d acts, %d documents", n.book.Size(), len(symbols))
	topics := []string{"corruption", "cybercrime", "organized-crime", "trafficking-in-persons"}
	who := Reader{Audiences: []string{act.Public, "secretariat", "people", "experts", "partners", "donors"}, Day: act.DayOf(n.now)}
	pick := func(list []string) string { return list[rand.IntN(len(list))] }
	reads := []struct {
		name string
		read func(v store.View) error
	}{
		{"paragraph", func(v store.View) error {
			ref := places[rand.IntN(len(places))]
			_, err := ParagraphOf(ctx, v, ref, "en", who, n.up)
			return err
		}},
		{"document", func(v store.View) error {
			symbol := pick(symbols)
			if _, _, _, err := DocumentOf(ctx, v, symbol); err != nil {
				return err
			}
			_, err := Contents(ctx, v, symbol, "en", "", 100)
			return err
		}},
		{"documents", func(v store.View) error {
			_, err := Documents(ctx, v, DocumentFilter{Session: 74 + rand.IntN(5)})
			return err
		}},
		{"clauses", func(v store.View) error {
			_, err := Clauses(ctx, v, ClauseFilter{Facets: true})
			return err
		}},
		{"clauses of an entity", func(v store.View) error {
			_, err := Clauses(ctx, v, ClauseFilter{With: map[Field]string{ByEntity: pick(entities)}, Facets: true})
			return err
		}},
		{"clauses of an entity and a topic", func(v store.View) error {
			_, err := Clauses(ctx, v, ClauseFilter{With: map[Field]string{ByEntity: pick(entities), ByTopic: pick(topics)}, Facets: true})
			return err
		}},
		{"clauses of an entity and a force", func(v store.View) error {
			_, err := Clauses(ctx, v, ClauseFilter{With: map[Field]string{ByEntity: pick(entities), ByForce: "request"}, Facets: true})
			return err
		}},
		{"reports due", func(v store.View) error {
			_, err := ReportsDue(ctx, v, DueFilter{From: act.Day(fmt.Sprintf("%d-01-01", 2020+rand.IntN(5)))})
			return err
		}},
		{"figures", func(v store.View) error {
			_, err := FiguresOf(ctx, v)
			return err
		}},
	}
	const rate, seconds = 300, 30
	times := make([][]time.Duration, len(reads))
	var mu sync.Mutex
	var wg sync.WaitGroup
	tick := time.NewTicker(time.Second / rate)
	defer tick.Stop()
	for i := range rate * seconds {
		due := <-tick.C
		kind := i % len(reads)
		wg.Go(func() {
			err := n.book.Read(ctx, 0, reads[kind].read)
			took := time.Since(due)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			times[kind] = append(times[kind], took)
		})
	}
	wg.Wait()
	var all []time.Duration
	for i, list := range times {
		all = append(all, list...)
		slices.Sort(list)
		t.Logf("%-34s p50 %8v  p99 %8v", reads[i].name, list[len(list)/2].Round(10*time.Microsecond), list[len(list)*99/100].Round(10*time.Microsecond))
	}
	slices.Sort(all)
	p99 := all[len(all)*99/100]
	t.Logf("%-34s p50 %8v  p99 %8v  at %d a second", "all", all[len(all)/2].Round(10*time.Microsecond), p99.Round(10*time.Microsecond), rate)
	if p99 > 20*time.Millisecond {
		t.Errorf("the 99th percentile is %v, it is to be 20 ms at most", p99)
	}
}

// importAll takes all texts of an archive in.
func (n *node) importAll(path string) {
	n.Helper()
	began := time.Now()
	reader := n.importer.Reader.(*reading.Reader)
	texts, acts, failed := 0, 0, 0
	err := reader.Files(ctx, []string{path}, reading.Options{}, func(r reading.Result) error {
		if r.Err != nil {
			return r.Err
		}
		plans, err := n.importer.Plans(ctx, r.Name, []byte(r.Name), r.Documents, ImportOptions{})
		if err != nil {
			return err
		}
		for _, p := range plans {
			if p.Why != nil || p.Acts == 0 {
				failed++
				continue
			}
			if _, err := n.importer.Record(ctx, "", "", p); err != nil {
				return err
			}
			texts, acts = texts+1, acts+p.Acts
		}
		return nil
	})
	n.must(err)
	n.Logf("%d texts in %d acts taken in, %d not, in %v", texts, acts, failed, time.Since(began).Round(time.Second))
}

// fill records acts that cite paragraphs, until the book has so many.
func (n *node) fill(size int64) {
	n.Helper()
	_, places, _ := n.known()
	for n.book.Size() < size {
		call := book.Call{Acts: make([]book.Draft, 2000)}
		for i := range call.Acts {
			cite, ok := places[rand.IntN(len(places))].Cite()
			d := book.Draft{Kind: "work.done", Subject: act.Subject(fmt.Sprintf("work/w%d", rand.IntN(100_000))), Party: "UNODC", Standing: act.Own, Day: "2026-01-01", Audience: act.Public, Body: []byte(`{}`)}
			if ok {
				d.Cites = []act.Cite{cite}
			}
			call.Acts[i] = d
		}
		_, err := n.book.Record(context.Background(), call)
		n.must(err)
	}
}

// known are the register's symbols, paragraphs that can be cited, and addressees.
func (n *node) known() (symbols []string, places []Ref, entities []string) {
	n.Helper()
	n.read(func(v store.View) error {
		symbols, places, entities = nil, nil, nil
		if err := store.Each(ctx, v, `SELECT symbol, place FROM {mandate_paragraph} ORDER BY symbol, ord`, nil, func(rows store.Rows) error {
			var ref Ref
			err := rows.Scan(&ref.Symbol, &ref.Place)
			if len(symbols) == 0 || symbols[len(symbols)-1] != ref.Symbol {
				symbols = append(symbols, ref.Symbol)
			}
			if _, ok := ref.Cite(); ok {
				places = append(places, ref)
			}
			return err
		}); err != nil {
			return err
		}
		return store.Each(ctx, v, `SELECT value FROM {mandate_count} WHERE field = 'entity' AND n > 0 ORDER BY n DESC LIMIT 40`, nil, func(rows store.Rows) error {
			var s string
			err := rows.Scan(&s)
			entities = append(entities, s)
			return err
		})
	})
	return symbols, places, entities
}
