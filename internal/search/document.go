package search

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"comity/internal/module"
	"comity/internal/search/analyse"
	"comity/internal/search/query"
)

// Document is something that is found; modules declare what their acts give.
type Document = module.Document

// Bounds of a document. PostgreSQL counts positions to 16,383 and keeps 255 of
// one term; what lies beyond would be found in one store and not in the other.
const (
	maxBytes  = 64 << 10
	maxTokens = 15000
	maxSame   = 255
	maxID     = 300
)

// check refuses a document that can't be kept.
func check(d *Document) error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("index the document %.60q: %s", d.ID, fmt.Sprintf(format, args...))
	}
	switch {
	case d.ID == "" || len(d.ID) > maxID || strings.ContainsAny(d.ID, " \x00"):
		return bad("its ID is empty, longer than %d bytes or has a space; give it a short one", maxID)
	case len(d.Whole) > maxID || strings.ContainsAny(d.Whole, " \x00"):
		return bad("what it is a text of is longer than %d bytes or has a space; name it shortly", maxID)
	case d.Audience == "" || strings.Contains(d.Audience, "\x00"):
		return bad("it has no audience; say who may see it")
	case strings.Contains(d.Subject, "\x00") || strings.Contains(d.Language, "\x00"):
		return bad("its subject or language has a NUL; leave it out")
	case len(d.Title)+len(d.Text) > maxBytes:
		return bad("its text has %d bytes; put it in parts of at most %d", len(d.Title)+len(d.Text), maxBytes)
	case !query.Code(strings.ToLower(d.Type)):
		return bad("%q can't be a type; use letters a to z, digits, and - . _ ~", d.Type)
	}
	for _, c := range slices.Concat(d.Topics, d.Parties) {
		if !query.Code(strings.ToLower(c)) {
			return bad("%q can't be the code of a topic or party; use letters a to z, digits, and - . _ ~", c)
		}
	}
	return nil
}

// terms is a document as the stores keep it: rows of terms between spaces.
// Forms and stems stand at the same positions; "_" holds a place that is empty.
type terms struct {
	title, titleStem, titleExtra string
	body, bodyStem, bodyExtra    string
	tags                         string
	vector                       string // the same as PostgreSQL's tsvector
}

// columns are the columns of terms, in order.
const columns = `title, title_stem, title_extra, body, body_stem, body_extra, tags`

func (t *terms) args() []any {
	return []any{t.title, t.titleStem, t.titleExtra, t.body, t.bodyStem, t.bodyExtra, t.tags}
}

const emptyPlace = "_"

// bodyGap keeps the first word of the text from following the title's last.
const bodyGap = 10

// termsOf analyses a document.
func termsOf(d *Document) (*terms, error) {
	title, body := analyse.Text(d.Title, d.Language), analyse.Text(d.Text, d.Language)
	if n := len(title) + len(body); n > maxTokens {
		return nil, fmt.Errorf("index the document %.60q: it has %d words; put it in parts of at most %d", d.ID, n, maxTokens)
	}
	b := builder{places: map[string][]string{}}
	t := &terms{}
	t.title, t.titleStem, t.titleExtra = b.field(title, 1, "A")
	t.body, t.bodyStem, t.bodyExtra = b.field(body, 1+len(title)+bodyGap, "B")
	tags := tagsOf(d)
	t.tags = strings.Join(tags, " ")
	t.vector = b.vector(tags)
	return t, nil
}

// tag is the term of a field's value. No other term begins with a colon.
func tag(field, value string) string { return ":" + field + ":" + strings.ToLower(value) }

func tagsOf(d *Document) []string {
	tags := []string{tag(query.Type, d.Type)}
	for _, c := range d.Topics {
		tags = append(tags, tag(query.Topic, c))
	}
	for _, c := range d.Parties {
		tags = append(tags, tag(query.Party, c))
	}
	if l := analyse.Base(d.Language); l != "" {
		tags = append(tags, tag(query.Language, l))
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// builder gathers the places of each term.
type builder struct {
	places map[string][]string
	order  []string
}

// place notes a term; false when it has been noted too often.
func (b *builder) place(term string, position int, weight string) bool {
	have := b.places[term]
	if len(have) >= maxSame {
		return false
	}
	if have == nil {
		b.order = append(b.order, term)
	}
	b.places[term] = append(have, strconv.Itoa(position)+weight)
	return true
}

func (b *builder) field(tokens []analyse.Token, from int, weight string) (forms, stems, extra string) {
	var f, s, e strings.Builder
	put := func(w *strings.Builder, term string, i int) {
		if w.Len() > 0 {
			w.WriteByte(' ')
		}
		if term == "" || !b.place(term, from+i, weight) {
			term = emptyPlace
		}
		w.WriteString(term)
	}
	seen := map[string]bool{}
	for i, t := range tokens {
		put(&f, t.Form, i)
		stem := ""
		if t.Stem != "" {
			stem = analyse.StemMark + t.Stem
		}
		put(&s, stem, i)
		for _, x := range t.Extra {
			if x = analyse.ExtraMark + x; !seen[x] { // once a field is enough to find it
				seen[x] = true
				put(&e, x, i)
			}
		}
	}
	return f.String(), s.String(), e.String()
}

// vector writes the terms as tsvector reads them. Terms have no quotes and no
// backslashes.
func (b *builder) vector(tags []string) string {
	var w strings.Builder
	for _, t := range b.order {
		w.WriteByte('\'')
		w.WriteString(t)
		w.WriteString("':")
		for i, p := range b.places[t] {
			if i > 0 {
				w.WriteByte(',')
			}
			w.WriteString(p)
		}
		w.WriteByte(' ')
	}
	for _, t := range tags {
		w.WriteByte('\'')
		w.WriteString(t)
		w.WriteString("' ")
	}
	return w.String()
}
