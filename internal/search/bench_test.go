package search_test

import (
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"comity/internal/search"
)

// TestQueryTimes states how long queries take over many invented documents in
// SQLite. It runs where COMITY_SEARCH_DOCUMENTS says how many:
//
//	COMITY_SEARCH_DOCUMENTS=200000 go test ./internal/search -run QueryTimes -v
func TestQueryTimes(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("COMITY_SEARCH_DOCUMENTS"))
	if err != nil {
		t.Skip("set COMITY_SEARCH_DOCUMENTS=200000 to measure")
	}
	s, x := inSQLite(t)
	docs := invented(n, 11)
	began := time.Now()
	for at := 0; at < n; at += 2000 {
		var entries []search.Entry
		for i := at; i < min(at+2000, n); i++ {
			entries = append(entries, entry(int64(i), docs[i]))
		}
		apply(t, x, entries...)
	}
	took := time.Since(began)
	info, err := os.Stat(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d documents indexed in %.1f s (%.0f a second), file %d MB", n, took.Seconds(), float64(n)/took.Seconds(), info.Size()>>20)
	kinds := []string{"one word", "two words", "phrase", "exclusion", "words and type", "prefix of three", "filters alone", "no document has all"}
	times := make([][]time.Duration, len(kinds))
	var all []time.Duration
	for i, q := range questions(400, docs, 11) {
		began := time.Now()
		askAs(t, x, search.Request{Query: q, Language: "en", Audiences: []string{"public", "desk"}})
		d := time.Since(began)
		times[i%8] = append(times[i%8], d)
		all = append(all, d)
	}
	show := func(name string, d []time.Duration) {
		slices.Sort(d)
		t.Logf("%-20s %4d queries: p50 %v, p95 %v, p99 %v, longest %v", name, len(d), at(d, 50), at(d, 95), at(d, 99), d[len(d)-1].Round(100*time.Microsecond))
	}
	for i, k := range kinds {
		show(k, times[i])
	}
	show("all", all)
}

func at(sorted []time.Duration, percent int) time.Duration {
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)].Round(100 * time.Microsecond)
}
