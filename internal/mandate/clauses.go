package mandate

import (
	"context"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

// ClauseFilter says which clauses are wanted; what is empty is not asked for.
type ClauseFilter struct {
	Document string // symbol
	// With are values that a clause has, one of each field at most.
	With map[Field]string
	// DueBefore leaves clauses that fall due on a day before it.
	DueBefore act.Day
	After     string // cursor of the page before
	Limit     int    // 0: 50; at most 500
	// Facets asks for the counts of all values beside the page.
	Facets bool
}

// ClausePage is a page of the register, newest documents first.
type ClausePage struct {
	Clauses []*Clause
	Next    string // cursor of the next page, "" at the end
	// Total is how many clauses the filter leaves; Exact is false where there
	// are more, and counting stopped.
	Total int
	Exact bool
	// Facets are, for each field, how many of those clauses have each value, the
	// most frequent first; nil where they were not asked for, or where there are
	// too many clauses to count them one by one.
	Facets map[Field][]Count
}

// Count is how many clauses have a value.
type Count struct {
	Value string
	N     int
}

// mostCounted is how many clauses are counted one by one, where no count is kept
// for the filter: some ten milliseconds.
const mostCounted = 1000

// facetFields are the fields whose values are counted.
var facetFields = []Field{ByEntity, ByForce, ByTopic, ByCondition, ByStatus, ByOffice, ByEffect, ByShared, ByReport}

// Clauses lists the register's clauses. The error is ErrCursor for a cursor of
// another list.
func Clauses(ctx context.Context, r store.Reader, f ClauseFilter) (p ClausePage, err error) {
	asked, err := f.tags(ctx, r)
	if err != nil {
		return p, err
	}
	from, args := f.from(asked)
	if err := f.count(ctx, r, asked, from, args, &p); err != nil {
		return p, err
	}
	if p.Exact && p.Total == 0 {
		return p, nil
	}
	at, err := uncursor("clauses", f.After, 1)
	if err != nil {
		return p, err
	}
	where := from.where
	if at != nil {
		where, args = append(where, from.sort+` > ?`), append(args, at[0])
	}
	n := limit(f.Limit)
	err = store.Each(ctx, r, `SELECT `+clauseColumnsOf("c")+from.tables+from.clause+` WHERE `+strings.Join(where, " AND ")+` ORDER BY `+from.sort+` LIMIT ?`, append(args, n+1), func(rows store.Rows) error {
		c, err := scanClause(rows)
		if len(p.Clauses) == n {
			p.Next = cursor("clauses", p.Clauses[n-1].sort)
			return err
		}
		p.Clauses = append(p.Clauses, c)
		return err
	})
	return p, err
}

// asked is one value of the filter, with how many clauses have it.
type asked struct {
	tag
	n int
}

// tags are the values asked for, the rarest first.
func (f *ClauseFilter) tags(ctx context.Context, r store.Reader) (list []asked, err error) {
	for field, value := range f.With {
		if value == "" {
			continue
		}
		a := asked{tag: tag{field, value}}
		if _, err := store.One(ctx, r, `SELECT n FROM {mandate_count} WHERE field = ? AND value = ?`, []any{string(field), value}, &a.n); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b asked) int {
		if a.n != b.n {
			return a.n - b.n
		}
		return strings.Compare(string(a.field)+a.value, string(b.field)+b.value)
	})
	return list, nil
}

// selection is where a filter's clauses come from, in SQL: sort is the column by
// which they are ordered, clause joins the clause itself, c, where tables has not.
type selection struct {
	tables string
	clause string
	where  []string
	sort   string
}

// from drives the list by what leaves the fewest clauses: the document's, those
// that fall due, or those with the rarest value.
func (f *ClauseFilter) from(list []asked) (s selection, args []any) {
	s.tables, s.sort, s.where = ` FROM {mandate_clause} AS c`, `c.sort`, []string{`c.gone = 0`}
	switch {
	case f.Document != "":
		s.where, args = append(s.where, `c.symbol = ?`), append(args, f.Document)
	case f.DueBefore == "" && len(list) > 0:
		s.tables, s.clause, s.sort = ` FROM {mandate_tag} AS t`, ` JOIN {mandate_clause} AS c ON c.sort = t.sort`, `t.sort`
		s.where, args = []string{`t.field = ? AND t.value = ?`}, append(args, string(list[0].field), list[0].value)
		list = list[1:]
	}
	if f.DueBefore != "" {
		s.where, args = append(s.where, `c.due <> '' AND c.due < ?`), append(args, string(f.DueBefore))
	}
	for _, a := range list {
		s.where = append(s.where, `EXISTS (SELECT 1 FROM {mandate_tag} AS x WHERE x.field = ? AND x.value = ? AND x.sort = `+s.sort+`)`)
		args = append(args, string(a.field), a.value)
	}
	return s, args
}

// count fills in total and facets: from the counts that are kept for one value or
// none, the total also for two, else by going through the clauses, up to a bound.
func (f *ClauseFilter) count(ctx context.Context, r store.Reader, list []asked, from selection, args []any, p *ClausePage) error {
	p.Exact = true
	kept := f.Document == "" && f.DueBefore == ""
	switch {
	case kept && len(list) <= 1:
		return f.keptCounts(ctx, r, list, p)
	case kept && len(list) == 2:
		a, b := list[0], list[1]
		if _, err := store.One(ctx, r, `SELECT n FROM {mandate_pair} WHERE field = ? AND value = ? AND with_field = ? AND with_value = ?`,
			[]any{string(a.field), a.value, string(b.field), b.value}, &p.Total); err != nil || p.Total > mostCounted || !f.Facets {
			return err
		}
		if p.Total == 0 {
			p.facets(nil)
			return nil
		}
		p.Total = 0
	}
	counts := map[tag]int{}
	err := store.Each(ctx, r, `SELECT f.tags`+from.tables+` JOIN {mandate_facet} AS f ON f.sort = `+from.sort+` WHERE `+strings.Join(from.where, " AND ")+` LIMIT ?`, append(slices.Clone(args), mostCounted+1), func(rows store.Rows) error {
		var tags string
		if err := rows.Scan(&tags); err != nil {
			return err
		}
		if p.Total++; p.Total > mostCounted {
			p.Total, p.Exact = mostCounted, false
			return nil
		}
		splitTags(tags, func(g tag) { counts[g]++ })
		return nil
	})
	if err == nil && f.Facets && p.Exact {
		p.facets(counts)
	}
	return err
}

// keptCounts reads total and facets of one value, or of all clauses.
func (f *ClauseFilter) keptCounts(ctx context.Context, r store.Reader, list []asked, p *ClausePage) error {
	one := tag{countClauses, ""}
	query, params := `SELECT field, value, n FROM {mandate_count} WHERE n > 0`, []any{}
	if len(list) == 1 {
		one = list[0].tag
		query = `SELECT with_field, with_value, n FROM {mandate_pair} WHERE field = ? AND value = ? AND n > 0`
		params = []any{string(one.field), one.value}
	}
	if _, err := store.One(ctx, r, `SELECT n FROM {mandate_count} WHERE field = ? AND value = ?`, []any{string(one.field), one.value}, &p.Total); err != nil || !f.Facets {
		return err
	}
	counts := map[tag]int{}
	err := store.Each(ctx, r, query, params, func(rows store.Rows) error {
		var field string
		var g tag
		var n int
		err := rows.Scan(&field, &g.value, &n)
		g.field = Field(field)
		counts[g] = n
		return err
	})
	if len(list) == 1 && p.Total > 0 {
		counts[one] = p.Total
	}
	p.facets(counts)
	return err
}

func (p *ClausePage) facets(counts map[tag]int) {
	p.Facets = map[Field][]Count{}
	for _, f := range facetFields {
		p.Facets[f] = []Count{}
	}
	for g, n := range counts {
		if list, ok := p.Facets[g.field]; ok && n > 0 {
			p.Facets[g.field] = append(list, Count{g.value, n})
		}
	}
	for _, list := range p.Facets {
		slices.SortFunc(list, byFrequency)
	}
}

func byFrequency(a, b Count) int {
	if a.N != b.N {
		return b.N - a.N
	}
	return strings.Compare(a.Value, b.Value)
}

// ClauseOf reads one clause; nil where there is none.
func ClauseOf(ctx context.Context, r store.Reader, ref Ref) (*Clause, error) {
	return clauseOf(ctx, r, ref)
}

// DueFilter says which reports are wanted; what is empty is not asked for.
type DueFilter struct {
	Body    string // to whom the report is due
	Session int    // its session
	From    act.Day
	Until   act.Day // the first day that is not wanted
	After   string  // cursor of the page before
	Limit   int     // 0: 50; at most 500
}

// DuePage is a page of reports that are due, by the day on which they are.
type DuePage struct {
	Clauses []*Clause
	Next    string
}

// ReportsDue lists clauses that ask for a report or name a day, by the day on which
// they fall due; clauses whose day the text does not settle are not among them.
func ReportsDue(ctx context.Context, r store.Reader, f DueFilter) (p DuePage, err error) {
	at, err := uncursor("due", f.After, 2)
	if err != nil {
		return p, err
	}
	where, args := []string{`c.gone = 0`, `c.reports = 1`, `c.due <> ''`}, []any{}
	add := func(ok bool, sql string, list ...any) {
		if ok {
			where, args = append(where, sql), append(args, list...)
		}
	}
	add(f.Body != "", `c.due_body = ?`, f.Body)
	add(f.Session > 0, `c.due_session = ?`, f.Session)
	add(f.From != "", `c.due >= ?`, string(f.From))
	add(f.Until != "", `c.due < ?`, string(f.Until))
	if at != nil {
		add(true, `(c.due, c.sort) > (?, ?)`, at[0], at[1])
	}
	n := limit(f.Limit)
	list, err := clauses(ctx, r, `WHERE `+strings.Join(where, " AND ")+` ORDER BY c.due, c.sort LIMIT ?`, append(args, n+1)...)
	if err == nil && len(list) > n {
		list = list[:n]
		p.Next = cursor("due", string(list[n-1].Due.Day), list[n-1].sort)
	}
	p.Clauses = list
	return p, err
}
