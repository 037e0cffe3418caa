package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"comity/internal/access"
	"comity/internal/search/analyse"
	"comity/internal/search/query"
	"comity/internal/store"
)

// Request is what a reader asks.
type Request struct {
	// Query is what was typed; see [query.Parse].
	Query string
	// Language is the reader's, as a tag.
	Language string
	// Audiences are those that the reader belongs to, "public" among them when
	// public documents are meant. With none, nothing is found.
	Audiences []string
	// Limit is how many hits a page has; 0 is 20, at most 100.
	Limit int
	// After is the Next of the page before; "" for the first.
	After string
}

// Result is one page.
type Result struct {
	Hits []Hit
	// Total counts the things that were found, each once in however many languages;
	// More says that there are more than that, uncounted.
	Total int
	More  bool
	// Facets count, among what was counted, the values of each field.
	Facets []Facet
	// Loose says that no document has all the words, and these have some.
	Loose bool
	// Next is the After of the next page; "" on the last.
	Next string
}

// Hit is one thing found, by one document of it: in the reader's language where that
// has the words, else by the one that has them best.
type Hit struct {
	ID, Subject, Type, Language string
	// Also are the other languages in which the reader can have it, in order.
	Also    []string
	Title   Marked
	Snippet Marked
	// Score ranks the hits of one answer: in millionths, and comparable with
	// nothing else.
	Score int64
}

// Facet is a field with its values, the most frequent first, at most 30.
type Facet struct {
	Field  string
	Values []Count
}

// Count is a value of a field and the things that have it, each once.
type Count struct {
	Value string
	Count int
}

// Bounds of an answer.
const (
	// Counted is how many documents are counted, the newest first.
	Counted = 1000
	// Ranked is how many of them are ranked: first the newest that have the
	// words in the title, up to half, then the newest.
	Ranked = 600

	defaultLimit = 20
	maxLimit     = 100
	maxValues    = 30
)

// row is a document as it is counted.
type row struct {
	number int64
	face   string // see faceOf
	whole  string // what it is a text of
}

// Search answers a request; what it answers is read-only. An error in what was typed is a [*query.Error].
func (x *Index) Search(ctx context.Context, req Request) (Result, error) {
	q, err := query.Parse(req.Query, req.Language)
	if err != nil {
		return Result{}, err
	}
	if req.Limit <= 0 {
		req.Limit = defaultLimit
	}
	req.Limit = min(req.Limit, maxLimit)
	after, err := openCursor(req)
	if err != nil {
		return Result{}, err
	}
	audiences := slices.Clone(req.Audiences)
	slices.Sort(audiences)
	audiences = slices.Compact(audiences)
	if len(audiences) == 0 {
		return Result{}, nil
	}
	var result Result
	err = x.store.Read(ctx, 0, func(v store.View) error {
		key, keep := req.kept()
		var turn int64
		if keep {
			var there bool
			if turn, err = turnOf(ctx, v); err != nil {
				return err
			}
			if result, there = x.answers.get(turn, key); there {
				return nil
			}
		}
		s := search{x: x, v: v, q: &q, req: req, audiences: audiences, after: after}
		if result, err = s.run(ctx); err == nil && keep {
			x.answers.put(turn, key, result)
		}
		return err
	})
	if err != nil {
		return Result{}, fmt.Errorf("search: %w", err)
	}
	return result, nil
}

// search is one request on one snapshot.
type search struct {
	x         *Index
	v         store.View
	q         *query.Query
	req       Request
	audiences []string
	after     *cursor
}

func (s *search) run(ctx context.Context) (Result, error) {
	var result Result
	w := whereOf(s.q, false)
	found, err := s.rows(ctx, w, false, Counted+1)
	if err != nil {
		return result, err
	}
	if len(found) == 0 && loosens(s.q) {
		result.Loose = true
		w = whereOf(s.q, true)
		if found, err = s.rows(ctx, w, false, Counted+1); err != nil {
			return result, err
		}
	}
	if len(found) == 0 {
		result.Loose = false
		return result, nil
	}
	if result.More = len(found) > Counted; result.More {
		found = found[:Counted]
	}
	things := thingsOf(found)
	result.Total = len(things)
	result.Facets = facets(things)

	var page []scored
	if w.words == nil {
		page, result.Next, err = s.inOrder(ctx, things)
	} else {
		page, result.Next, err = s.ranked(ctx, w, found, result.Loose)
	}
	if err != nil {
		return result, err
	}
	result.Hits, err = s.show(ctx, page)
	return result, err
}

// rows are the newest documents that answer a question and that the reader may
// see.
func (s *search) rows(ctx context.Context, w where, titles bool, limit int) ([]row, error) {
	tables, condition, arg := s.x.dialect.match(w, titles)
	may, audiences := access.Among("d.audience", s.audiences)
	args := append(append([]any{arg}, audiences...), limit)
	var out []row
	err := store.Each(ctx, s.v, `SELECT d.number, d.face, d.whole FROM `+tables+` WHERE `+condition+` AND `+may+` ORDER BY `+s.x.dialect.newest()+` DESC LIMIT ?`, args, func(r store.Rows) error {
		var d row
		err := r.Scan(&d.number, &d.face, &d.whole)
		out = append(out, d)
		return err
	})
	return out, err
}

// inOrder is a page of things that were asked for by filters alone: the newest first.
func (s *search) inOrder(ctx context.Context, things []thing) ([]scored, string, error) {
	from := 0
	if s.after != nil {
		var number int64
		if _, err := store.One(ctx, s.v, `SELECT number FROM search_doc WHERE id = ?`, []any{s.after.id}, &number); err != nil {
			return nil, "", err
		}
		from = slices.IndexFunc(things, func(t thing) bool {
			return slices.ContainsFunc(t, func(r *row) bool { return r.number == number })
		}) + 1
		if from == 0 {
			return nil, "", errCursor("the document that ended the page before is no longer there")
		}
	}
	end := min(from+s.req.Limit, len(things))
	page := make([]scored, end-from)
	for i := range page {
		page[i].row = things[from+i].in(s.language())
	}
	if err := s.name(ctx, page); err != nil {
		return nil, "", err
	}
	if end == len(things) {
		return page, "", nil
	}
	return page, sealCursor(s.req, page[len(page)-1]), nil
}

// language is the reader's, as documents name theirs.
func (s *search) language() string { return analyse.Base(s.req.Language) }

// ranked is a page of the best documents, equals by their IDs.
func (s *search) ranked(ctx context.Context, w where, found []row, loose bool) ([]scored, string, error) {
	chosen := found
	if len(found) > Ranked {
		titled, err := s.rows(ctx, w, true, Ranked/2)
		if err != nil {
			return nil, "", err
		}
		chosen = titled
		have := make(map[int64]bool, Ranked)
		for i := range titled {
			have[titled[i].number] = true
		}
		for i := 0; len(chosen) < Ranked && i < len(found); i++ {
			if !have[found[i].number] {
				chosen = append(chosen, found[i])
			}
		}
	}
	all, err := s.score(ctx, chosen, loose)
	if err != nil {
		return nil, "", err
	}
	return s.onPage(ctx, once(all, s.language()))
}

// onPage are those of the ranked documents that stand on the page. IDs, which
// decide between equal scores, are read of those alone that may stand there.
func (s *search) onPage(ctx context.Context, all []scored) ([]scored, string, error) {
	slices.SortFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	first, last := 0, s.req.Limit-1 // places in all of what may stand there
	if s.after != nil {
		first = sort.Search(len(all), func(i int) bool { return all[i].score <= s.after.score })
		last = sort.Search(len(all), func(i int) bool { return all[i].score < s.after.score }) + s.req.Limit - 1
	}
	past := len(all)
	if last < len(all) {
		past = sort.Search(len(all), func(i int) bool { return all[i].score < all[last].score })
	}
	some := all[first:past]
	if err := s.name(ctx, some); err != nil {
		return nil, "", err
	}
	slices.SortFunc(some, compare)
	from := 0
	if s.after != nil {
		from, _ = slices.BinarySearchFunc(some, s.after, func(a scored, c *cursor) int {
			if d := compareKeys(a.score, a.id, c.score, c.id); d != 0 {
				return d
			}
			return -1 // the cursor's own document was on the page before
		})
	}
	end := min(from+s.req.Limit, len(some))
	if first+end == len(all) {
		return some[from:end], "", nil
	}
	return some[from:end], sealCursor(s.req, some[end-1]), nil
}

func compare(a, b scored) int { return compareKeys(a.score, a.id, b.score, b.id) }

// compareKeys orders by score, the highest first, then by ID.
func compareKeys(score int64, id string, otherScore int64, otherID string) int {
	switch {
	case score > otherScore:
		return -1
	case score < otherScore:
		return 1
	}
	return strings.Compare(id, otherID)
}

// name fetches the IDs of documents.
func (s *search) name(ctx context.Context, page []scored) error {
	at := make(map[int64]int, len(page))
	numbers := make([]int64, len(page))
	for i, p := range page {
		at[p.row.number], numbers[i] = i, p.row.number
	}
	return s.each(ctx, `SELECT number, id FROM search_doc WHERE number IN `, numbers, func(r store.Rows) error {
		var number int64
		var id string
		err := r.Scan(&number, &id)
		page[at[number]].id = id
		return err
	})
}

// each reads the rows of documents by their numbers, some at a time; the
// query, "… WHERE number IN", has the number as its first column.
func (s *search) each(ctx context.Context, sql string, numbers []int64, f func(store.Rows) error) error {
	const piece = 128
	for len(numbers) > 0 {
		part := numbers[:min(piece, len(numbers))]
		numbers = numbers[len(part):]
		marks, n := list(len(part))
		args := make([]any, n)
		for i := range n {
			args[i] = part[min(i, len(part)-1)]
		}
		if err := store.Each(ctx, s.v, sql+marks, args, f); err != nil {
			return err
		}
	}
	return nil
}

// show fetches the texts of a page and marks what was found in them.
func (s *search) show(ctx context.Context, page []scored) ([]Hit, error) {
	if len(page) == 0 {
		return nil, nil
	}
	at := make(map[int64]int, len(page))
	numbers := make([]int64, len(page))
	for i, p := range page {
		at[p.row.number], numbers[i] = i, p.row.number
	}
	hits := make([]Hit, len(page))
	m := newMarker(s.q)
	err := s.each(ctx, `SELECT t.number, t.title, t.body, d.subject FROM search_text AS t JOIN search_doc AS d ON d.number = t.number WHERE t.number IN `, numbers, func(r store.Rows) error {
		var number int64
		var title, body, subject string
		if err := r.Scan(&number, &title, &body, &subject); err != nil {
			return err
		}
		p := page[at[number]]
		typ, _, _, language := unface(p.row.face)
		hits[at[number]] = Hit{ID: p.id, Subject: subject, Type: typ, Language: language, Score: p.score,
			Title: m.mark(title, language), Snippet: m.snippet(body, language)}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return hits, s.also(ctx, page, hits)
}
