package mandate

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"comity/internal/act"
	"comity/internal/resolution"
	"comity/internal/resolution/renewal"
	"comity/internal/store"
)

// Outcome is what taking in a text comes to.
type Outcome string

// The outcomes of a plan.
const (
	// Fresh: the register has no text of the symbol in the language.
	Fresh Outcome = "new"
	// Same: it has this text; there is nothing to record.
	Same Outcome = "same"
	// Reread: it has this very file, and the program reads it otherwise now.
	Reread Outcome = "reread"
	// Differs: it has a text of the symbol that says another thing. It is
	// replaced only with a reason.
	Differs Outcome = "differs"
	// Refused: the text can't be taken in; Plan.Why says why.
	Refused Outcome = "refused"
)

// Plan is what taking in one document would record. It is shown before it is
// recorded.
type Plan struct {
	Name     string // of the file
	Symbol   string
	Language string
	Title    string
	Outcome  Outcome
	Why      error // where it is refused, or differs and no reason is given: what and what to do
	// Changes are the differences from the stored text, paragraph by paragraph.
	Changes []TextChange
	// Acts is how many acts it records.
	Acts int

	imported   ImportedBody
	paragraphs []planned
	data       []byte
	media      string
	seen       string // the last act on the document
}

// planned is a paragraph that an act is to say.
type planned struct {
	place string
	body  ParagraphBody
}

// TextChange is one difference between the stored text and the one at hand.
type TextChange struct {
	Place string // "" for the document's head
	// Field is text, or the field of the head: title, adopted, …; reading where
	// the words are the same and clauses or citations are read otherwise.
	Field string
	// Old and New: "" where there is none.
	Old, New string
	Diff     []renewal.Piece // from Old to New, word by word; of texts
}

// Records says whether there is something to record.
func (p *Plan) Records() bool { return p.Acts > 0 }

// stored is a reading as the register has it.
type stored struct {
	found      bool
	imported   ImportedBody
	paragraphs map[string]ParagraphBody
	numbered   map[string][]Numbered
	seen       string
}

// upcast gives a body as the present version of its kind has it.
type upcast func(kind string, version int, body []byte) ([]byte, error)

func load(ctx context.Context, v store.View, up upcast, symbol, language string) (s stored, err error) {
	s.paragraphs, s.numbered = map[string]ParagraphBody{}, map[string][]Numbered{}
	ref := Ref{Symbol: symbol}
	decode := func(rows store.Rows, place *string, into any) error {
		var header, body []byte
		if err := rows.Scan(place, &header, &body); err != nil {
			return err
		}
		h, err := act.ParseHeader(header)
		if err != nil {
			return err
		}
		if body, err = up(h.Kind, h.Version, body); err != nil {
			return err
		}
		return json.Unmarshal(body, into)
	}
	if _, err := store.One(ctx, v, `SELECT id FROM act WHERE subject = ? ORDER BY idx DESC LIMIT 1`, []any{string(ref.Subject())}, &s.seen); err != nil {
		return s, err
	}
	var none string
	err = store.Each(ctx, v, `SELECT '', a.header, a.body FROM {mandate_reading} AS r JOIN act AS a ON a.idx = r.idx WHERE r.symbol = ? AND r.language = ?`, []any{symbol, language}, func(rows store.Rows) error {
		s.found = true
		return decode(rows, &none, &s.imported)
	})
	if err != nil || !s.found {
		return s, err
	}
	err = store.Each(ctx, v, `SELECT t.place, a.header, a.body FROM {mandate_text} AS t JOIN act AS a ON a.idx = t.idx WHERE t.symbol = ? AND t.language = ? ORDER BY t.place`, []any{symbol, language}, func(rows store.Rows) error {
		var place string
		var b ParagraphBody
		err := decode(rows, &place, &b)
		s.paragraphs[place] = b
		return err
	})
	if err != nil || language != leading {
		return s, err
	}
	list, err := clauses(ctx, v, `WHERE c.symbol = ? ORDER BY c.place, c.n`, symbol)
	if err != nil {
		return s, err
	}
	cited, err := citedClauses(ctx, v, ref, v.At().Size)
	for _, c := range list {
		s.numbered[c.Place] = append(s.numbered[c.Place], Numbered{c.Clause, c.Phrase, c.Action, cited[c.Ref]})
	}
	return s, err
}

// compare fills in what a plan records, given what is stored. reason is why the
// text may replace another, "" for none.
func (p *Plan) compare(s *stored, bodies []planned, reason string) {
	p.seen = s.seen
	for i := range bodies {
		b := &bodies[i]
		fresh := make([]Numbered, len(b.body.Clauses))
		for k, c := range b.body.Clauses {
			fresh[k] = Numbered{Phrase: c.Phrase, Action: c.Action}
		}
		for k, n := range Renumber(s.numbered[b.place], fresh) {
			b.body.Clauses[k].Number = n
		}
	}
	if !s.found {
		p.Outcome, p.paragraphs, p.Acts = Fresh, bodies, 1+len(bodies)
		return
	}
	p.changes(s, bodies)
	words := slices.ContainsFunc(p.Changes, func(c TextChange) bool { return c.Field != "reading" })
	switch {
	case len(p.Changes) == 0:
		p.Outcome = Same
		return
	case s.imported.Content == p.imported.Content:
		p.Outcome = Reread
	case !words: // the same words in another file, read otherwise: no reason to prefer it
		p.Outcome, p.Changes = Same, nil
		return
	default:
		p.Outcome = Differs
		if reason == "" {
			p.Why = fmt.Errorf("the register has another text of %s, which differs in %d places; look at the differences, and import it with --replace and a reason if it is the better one", p.Symbol, len(p.Changes))
			return
		}
		p.imported.Replaces = reason
	}
	p.Acts = 1 + len(p.paragraphs)
}

// changes compares head and paragraphs, and notes the paragraphs that an act is to
// say anew.
func (p *Plan) changes(s *stored, bodies []planned) {
	head := func(field, old, now string) {
		if old != now {
			p.Changes = append(p.Changes, TextChange{Field: field, Old: old, New: now, Diff: renewal.Diff(old, now)})
		}
	}
	old, now := &s.imported, &p.imported
	head("title", old.Title, now.Title)
	head("organ", old.Organ, now.Organ)
	head("session", number(old.Session), number(now.Session))
	head("adopted", string(old.Adopted), string(now.Adopted))
	there := map[string]bool{}
	for _, b := range bodies {
		there[b.place] = true
		before, ok := s.paragraphs[b.place]
		switch {
		case !ok:
			p.Changes = append(p.Changes, TextChange{Place: b.place, Field: "text", New: b.body.Text})
		case before.Text != b.body.Text:
			p.Changes = append(p.Changes, TextChange{Place: b.place, Field: "text", Old: before.Text, New: b.body.Text, Diff: renewal.Diff(before.Text, b.body.Text)})
		case !reflect.DeepEqual(before, b.body):
			p.Changes = append(p.Changes, TextChange{Place: b.place, Field: "reading"})
		default:
			continue
		}
		p.paragraphs = append(p.paragraphs, b)
	}
	for _, place := range old.Places {
		if !there[place] {
			p.imported.Gone = append(p.imported.Gone, place)
			p.Changes = append(p.Changes, TextChange{Place: place, Field: "text", Old: s.paragraphs[place].Text})
		}
	}
	if len(p.Changes) == 0 && (!slices.Equal(old.Places, now.Places) || !sameNotes(old, now)) {
		p.Changes = append(p.Changes, TextChange{Field: "reading"})
	}
}

// sameNotes: footnotes and what is left uncertain are read as before.
func sameNotes(a, b *ImportedBody) bool {
	return reflect.DeepEqual(a.Footnotes, b.Footnotes) && reflect.DeepEqual(a.Uncertain, b.Uncertain) && a.Left == b.Left && a.Counts == b.Counts &&
		a.Meeting == b.Meeting && a.AgendaItem == b.AgendaItem && a.Report == b.Report
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// bodiesOf are the acts' bodies of a document as read.
func (im *Importer) bodiesOf(d *resolution.Document) []planned {
	list := make([]planned, len(d.Paragraphs))
	for i := range d.Paragraphs {
		p := &d.Paragraphs[i]
		b := paragraphBody(p, d.Language)
		b.Cites = citable(b.Cites)
		for k := range b.Clauses {
			c := &b.Clauses[k]
			c.Cites = citable(c.Cites)
			c.Bodies = Bodies(im.Parties, c.Entities)
			report := ReportBody{}
			if c.Report != nil {
				report = *c.Report
			}
			c.Due = dueOf(im.calendar(), report, c.Deadline, d.Organ, adoptedOn(d))
		}
		list[i] = planned{p.ID, b}
	}
	return list
}
