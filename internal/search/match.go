package search

import (
	"strings"

	"comity/internal/search/query"
)

// expr says which documents are meant; each store writes it in its own words.
type expr struct {
	op     op
	terms  []string // of a phrase; one of a term
	prefix bool
	of     []expr
}

type op uint8

const (
	opTerm op = iota
	opPhrase
	opAll
	opAny
)

func term(t string) expr { return expr{terms: []string{t}} }

// group is an expr of several, or the one that there is.
func group(o op, of []expr) expr {
	if len(of) == 1 {
		return of[0]
	}
	return expr{op: o, of: of}
}

// conceptExpr says which documents have a concept.
func conceptExpr(c *query.Concept) expr {
	var either []expr
	for _, p := range c.Phrases {
		either = append(either, expr{op: opPhrase, terms: p})
	}
	if c.Together != nil {
		var all []expr
		for _, t := range c.Together {
			all = append(all, term(t))
		}
		either = append(either, group(opAll, all))
	}
	for _, o := range c.Options {
		either = append(either, expr{terms: []string{o.Term}, prefix: o.Prefix})
	}
	return group(opAny, either)
}

// where is a whole question: words, filters and what must not be there. Words
// is nil when only filters ask.
type where struct {
	words   *expr
	filters []expr
	not     []expr
}

// whereOf turns a query into a question: all words that matter, or any of them
// when loose; what was quoted is always required.
func whereOf(q *query.Query, loose bool) where {
	var w where
	var must, may, stop []expr
	for i := range q.Concepts {
		c := &q.Concepts[i]
		e := conceptExpr(c)
		switch {
		case c.Stop:
			stop = append(stop, e)
		case loose && !c.Quoted:
			may = append(may, e)
		default:
			must = append(must, e)
		}
	}
	if must == nil && may == nil {
		must = stop
	}
	if may != nil {
		must = append(must, group(opAny, may))
	}
	if must != nil {
		e := group(opAll, must)
		w.words = &e
	}
	for _, f := range q.Filters {
		var either []expr
		for _, v := range f.Values {
			either = append(either, term(tag(f.Field, v)))
		}
		if e := group(opAny, either); f.Not {
			w.not = append(w.not, e)
		} else {
			w.filters = append(w.filters, e)
		}
	}
	for i := range q.Without {
		w.not = append(w.not, conceptExpr(&q.Without[i]))
	}
	return w
}

// loosens says whether asking for any word instead of all asks for more.
func loosens(q *query.Query) bool {
	n := 0
	for _, c := range q.Concepts {
		if !c.Stop && !c.Quoted {
			n++
		}
	}
	return n > 1
}

// fts5 writes a question for FTS5's MATCH; titles asks for the words in the
// title.
func fts5(w where, titles bool) string {
	var b strings.Builder
	open := 0
	if len(w.not) > 0 {
		b.WriteString("(")
		open++
	}
	first := true
	and := func() {
		if !first {
			b.WriteString(" AND ")
		}
		first = false
	}
	if w.words != nil {
		and()
		if titles {
			b.WriteString("{title title_stem title_extra} : (")
			fts5Expr(&b, *w.words)
			b.WriteString(")")
		} else {
			fts5Expr(&b, *w.words)
		}
	}
	for _, f := range w.filters {
		and()
		fts5Expr(&b, f)
	}
	if open > 0 {
		b.WriteString(") NOT ")
		fts5Expr(&b, group(opAny, w.not))
	}
	return b.String()
}

func fts5Expr(b *strings.Builder, e expr) {
	switch e.op {
	case opTerm, opPhrase:
		b.WriteByte('"')
		b.WriteString(strings.Join(e.terms, " "))
		b.WriteByte('"')
		if e.prefix {
			b.WriteString(" *")
		}
	default:
		by := " AND "
		if e.op == opAny {
			by = " OR "
		}
		b.WriteByte('(')
		for i, o := range e.of {
			if i > 0 {
				b.WriteString(by)
			}
			fts5Expr(b, o)
		}
		b.WriteByte(')')
	}
}

// tsquery writes a question for PostgreSQL's @@.
func tsquery(w where, titles bool) string {
	var b strings.Builder
	first := true
	and := func() {
		if !first {
			b.WriteString(" & ")
		}
		first = false
	}
	if w.words != nil {
		and()
		tsqueryExpr(&b, *w.words, titles)
	}
	for _, f := range w.filters {
		and()
		tsqueryExpr(&b, f, false)
	}
	for _, n := range w.not {
		and()
		b.WriteString("!(")
		tsqueryExpr(&b, n, false)
		b.WriteString(")")
	}
	return b.String()
}

func tsqueryExpr(b *strings.Builder, e expr, titles bool) {
	switch e.op {
	case opTerm, opPhrase:
		if len(e.terms) > 1 {
			b.WriteByte('(')
			defer b.WriteByte(')')
		}
		for i, t := range e.terms {
			if i > 0 {
				b.WriteString(" <-> ")
			}
			b.WriteByte('\'')
			b.WriteString(t)
			b.WriteByte('\'')
			if e.prefix || titles {
				b.WriteByte(':')
			}
			if e.prefix {
				b.WriteByte('*')
			}
			if titles {
				b.WriteByte('A')
			}
		}
	default:
		by := " & "
		if e.op == opAny {
			by = " | "
		}
		b.WriteByte('(')
		for i, o := range e.of {
			if i > 0 {
				b.WriteString(by)
			}
			tsqueryExpr(b, o, titles)
		}
		b.WriteByte(')')
	}
}
