package project

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"comity/internal/i18n"
	"comity/internal/store"
)

// Order is in which order a list of projects stands.
type Order string

// The orders. Of two that are alike the code decides.
const (
	ByTitle    Order = "title"    // in the reader's language
	ByRecorded Order = "recorded" // the last first
	ByUntil    Order = "until"    // what ends first, what has no end last
	ByRequired Order = "required" // by currency, the largest amount first, unknown ones last
)

// Orders are all orders, as a page offers them.
var Orders = []Order{ByTitle, ByRecorded, ByUntil, ByRequired}

// Codes are the codes of the projects that a filter leaves and that have all words,
// in an order; by title that is the one of the reader's language.
func (c *counted) Codes(ctx context.Context, r store.View, s Scope, f Filter, words string, o Order, l *i18n.Localizer) ([]string, error) {
	from, cond, args, none, err := f.where(ctx, r, s)
	if err != nil || none {
		return nil, err
	}
	by := ` ORDER BY p.code`
	switch o {
	case ByRecorded:
		by = ` ORDER BY p.idx DESC, p.code`
	case ByUntil:
		by = ` ORDER BY CASE WHEN p.ends = '' THEN 1 ELSE 0 END, p.ends, p.code`
	case ByRequired:
		by = ` ORDER BY CASE WHEN p.required IS NULL THEN 1 ELSE 0 END, p.currency, p.required DESC, p.code`
	}
	wanted := strings.Fields(folded(words))
	var codes []string
	err = store.Each(ctx, r, `SELECT p.code, p.source_id, p.title, p.summary FROM {project_project} AS p `+from+`WHERE `+cond+by, args, func(rows store.Rows) error {
		var code, number, title, summary string
		if err := rows.Scan(&code, &number, &title, &summary); err != nil {
			return err
		}
		if len(wanted) > 0 {
			text := folded(code + " " + number + " " + title + " " + summary)
			for _, w := range wanted {
				if !strings.Contains(text, w) {
					return nil
				}
			}
		}
		codes = append(codes, code)
		return nil
	})
	if err != nil || o != ByTitle && o != "" {
		return codes, err
	}
	titles, err := once(ctx, c, r, s, "titles "+l.Lang, func(ctx context.Context, r store.Reader, s Scope) ([]string, error) { return byTitle(ctx, r, s, l) })
	if err != nil || len(codes) == len(titles) {
		return titles, err
	}
	left := make(map[string]bool, len(codes))
	for _, code := range codes {
		left[code] = true
	}
	return slices.DeleteFunc(slices.Clone(titles), func(code string) bool { return !left[code] }), nil
}

// byTitle are the codes of all projects that are open to the reader, by title.
func byTitle(ctx context.Context, r store.Reader, s Scope, l *i18n.Localizer) ([]string, error) {
	cond, args := s.projects()
	type titled struct{ code, title string }
	var all []titled
	err := store.Each(ctx, r, `SELECT p.code, p.title FROM {project_project} AS p WHERE `+cond+` ORDER BY p.code`, args, func(rows store.Rows) error {
		var t titled
		err := rows.Scan(&t.code, &t.title)
		all = append(all, t)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the titles of projects: %w", err)
	}
	i18n.Sort(l, all, func(t titled) string { return t.title })
	codes := make([]string, len(all))
	for i := range all {
		codes[i] = all[i].code
	}
	return codes, nil
}

// Page reads the projects of some codes that follow one, "" for the first page, in
// the order of the codes. next is the code from which to go on, "" at the end.
func Page(ctx context.Context, r store.Reader, s Scope, codes []string, after string, limit int) (list []*Project, next string, err error) {
	codes = codes[slices.Index(codes, after)+1:]
	if len(codes) > limit {
		codes = codes[:limit]
		next = codes[limit-1]
	}
	for run := range slices.Chunk(codes, 500) {
		cond, args := s.projects()
		for _, code := range run {
			args = append(args, code)
		}
		some, err := loadProjects(ctx, r, `WHERE `+cond+` AND p.code IN (`+strings.Repeat(", ?", len(run))[2:]+`)`, args...)
		if err != nil {
			return nil, "", err
		}
		at := make(map[string]*Project, len(some))
		for _, p := range some {
			at[p.Code] = p
		}
		for _, code := range run {
			if p := at[code]; p != nil {
				list = append(list, p)
			}
		}
	}
	return list, next, nil
}

// folded is a text for finding words in it: small letters without marks.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
}
