package mandate

import (
	"cmp"
	"context"
	"slices"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/store"
)

// Evidence are the acts that cite a paragraph, or a clause of it, as far as the
// reader may know of them, the newest first; before is the index of the last of the
// page before, 0 for none.
//
// Thousands of acts may cite one paragraph. So the acts of each cite, of the paragraph
// and of each of its clauses, are walked from the newest on, as far as a page goes,
// and put in one order here.
func Evidence(ctx context.Context, r store.Reader, ref Ref, who Reader, before int64, n int) (list []act.Header, more bool, err error) {
	if before <= 0 {
		before = act.MaxInteger
	}
	spans := []citeSpan{{where: `c.cite = ?`, args: []any{ref.String()}}}
	if ref.Place != "" && ref.Clause == 0 { // not of a document, or of one clause
		if spans, err = clauseCites(ctx, r, spans, ref.String()); err != nil {
			return nil, false, err
		}
	}
	var found []citer
	for _, span := range spans {
		if found, err = newest(ctx, r, found, span, who, before, n+1); err != nil {
			return nil, false, err
		}
		slices.SortFunc(found, func(a, b citer) int { return cmp.Compare(b.index, a.index) })
		found = slices.CompactFunc(found, func(a, b citer) bool { return a.index == b.index })
		found = found[:min(len(found), n+1)]
	}
	for _, c := range found[:min(len(found), n)] {
		h, err := act.ParseHeader(c.header)
		if err != nil {
			return nil, false, err
		}
		list = append(list, *h)
	}
	return list, len(found) > n, nil
}

// citer is an act that cites, by the index that orders it.
type citer struct {
	index  int64
	header []byte
}

// citeSpan is a cite, or all of a range of them, as a condition on cite "c".
type citeSpan struct {
	where string
	args  []any
	// distinct is "DISTINCT " where an act may have several of the cites.
	distinct string
}

// walked is of how many clauses of a paragraph the cites are walked one by one; the
// rest are read together.
const walked = 50

// clauseCites adds to a paragraph's cite those of its clauses that acts have.
func clauseCites(ctx context.Context, r store.Reader, spans []citeSpan, paragraph string) ([]citeSpan, error) {
	last, past := paragraph+":", paragraph+";"
	for range walked {
		var cite string
		found, err := store.One(ctx, r, `SELECT cite FROM cite WHERE cite > ? AND cite < ? ORDER BY cite LIMIT 1`, []any{last, past}, &cite)
		if err != nil || !found {
			return spans, err
		}
		spans, last = append(spans, citeSpan{where: `c.cite = ?`, args: []any{cite}}), cite
	}
	return append(spans, citeSpan{`c.cite > ? AND c.cite < ?`, []any{last, past}, `DISTINCT `}), nil
}

// newest adds the newest acts of a span that are open to the reader.
func newest(ctx context.Context, r store.Reader, found []citer, span citeSpan, who Reader, before int64, n int) ([]citer, error) {
	may, args := access.Filter("a.subject", "a.audience", who.Audiences, who.Day)
	err := store.Each(ctx, r, `SELECT `+span.distinct+`c.idx, a.header FROM cite AS c JOIN act AS a ON a.idx = c.idx WHERE `+span.where+` AND c.idx < ? AND `+may+` ORDER BY c.idx DESC LIMIT ?`,
		slices.Concat(span.args, []any{before}, args, []any{n}), func(rows store.Rows) error {
			var c citer
			err := rows.Scan(&c.index, &c.header)
			found = append(found, c)
			return err
		})
	return found, err
}
