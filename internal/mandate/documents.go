package mandate

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

// Document is a resolution or decision as lists show it.
type Document struct {
	Symbol     string
	Title      string // in Language; "" where only the programme's outline is known
	Language   string // of the text that leads
	Organ      string
	Session    int
	Adopted    act.Day
	Meeting    string
	AgendaItem string
	Report     string   // on which it was adopted
	Languages  []string // of the texts that there are
	Preamble   int      // paragraphs
	Operative  int
	Annex      int
	Clauses    int
	Uncertain  int
	Outlined   int // paragraphs that the programme tells in its own words
}

// DocumentOrder is an order of the list of documents.
type DocumentOrder string

// The orders; the empty one is the newest first.
const (
	NewestFirst DocumentOrder = ""
	OldestFirst DocumentOrder = "oldest"
	BySymbol    DocumentOrder = "symbol"
	ByTitle     DocumentOrder = "title"
)

// DocumentFilter says which documents are wanted; what is zero is not asked for.
type DocumentFilter struct {
	Organ    string
	Session  int
	Year     int
	Language string // a text in it is there
	Order    DocumentOrder
	After    string // cursor of the page before
	Limit    int    // 0: 50; at most 500
}

// DocumentPage is a page of the list.
type DocumentPage struct {
	Documents []Document
	Next      string // cursor of the next page, "" at the end
	Total     int    // of all pages
}

const documentColumns = `d.symbol, d.title, d.language, d.organ, d.session, d.adopted, d.meeting, d.agenda_item, d.report, d.languages, d.preamble, d.operative, d.annex, d.clauses, d.uncertain, d.outlined, d.sort, d.numbered, d.folded`

func scanDocument(rows store.Rows) (d Document, sort, numbered, folded string, err error) {
	var adopted, languages string
	err = rows.Scan(&d.Symbol, &d.Title, &d.Language, &d.Organ, &d.Session, &adopted, &d.Meeting, &d.AgendaItem, &d.Report, &languages, &d.Preamble, &d.Operative, &d.Annex, &d.Clauses, &d.Uncertain, &d.Outlined, &sort, &numbered, &folded)
	d.Adopted, d.Languages = act.Day(adopted), split(languages)
	return d, sort, numbered, folded, err
}

// Documents lists documents. The error is ErrCursor for a cursor of another list.
func Documents(ctx context.Context, r store.Reader, f DocumentFilter) (p DocumentPage, err error) {
	where, args := []string{"1 = 1"}, []any{}
	add := func(ok bool, sql string, arg any) {
		if ok {
			where, args = append(where, sql), append(args, arg)
		}
	}
	add(f.Organ != "", `d.organ = ?`, f.Organ)
	add(f.Session != 0, `d.session = ?`, f.Session)
	add(f.Year != 0, `d.year = ?`, f.Year)
	add(f.Language != "", `EXISTS (SELECT 1 FROM {mandate_reading} AS r WHERE r.symbol = d.symbol AND r.language = ?)`, f.Language)
	if p.Total, err = countDocumentsBy(ctx, r, f, strings.Join(where, " AND "), args); err != nil {
		return p, err
	}
	order := map[DocumentOrder]struct{ by, after string }{
		NewestFirst: {`d.sort`, `d.sort > ?`}, OldestFirst: {`d.sort DESC`, `d.sort < ?`},
		BySymbol: {`d.numbered`, `d.numbered > ?`}, ByTitle: {`d.folded, d.adopted, d.symbol`, `(d.folded, d.adopted, d.symbol) > (?, ?, ?)`},
	}
	o, ok := order[f.Order]
	if !ok {
		return p, fmt.Errorf("the list of documents has no order %q; choose oldest, symbol or title, or none for the newest first", f.Order)
	}
	list := "documents." + string(f.Order)
	keys := strings.Count(o.after, "?")
	at, err := uncursor(list, f.After, keys)
	if err != nil {
		return p, err
	}
	if at != nil {
		where = append(where, o.after)
		for _, k := range at {
			args = append(args, k)
		}
	}
	n := limit(f.Limit)
	var last []string
	err = store.Each(ctx, r, `SELECT `+documentColumns+` FROM {mandate_document} AS d WHERE `+strings.Join(where, " AND ")+` ORDER BY `+o.by+` LIMIT ?`, append(args, n+1), func(rows store.Rows) error {
		d, sort, numbered, folded, err := scanDocument(rows)
		if len(p.Documents) == n {
			p.Next = cursor(list, last...)
			return err
		}
		p.Documents = append(p.Documents, d)
		switch f.Order {
		case BySymbol:
			last = []string{numbered}
		case ByTitle:
			last = []string{folded, string(d.Adopted), d.Symbol}
		default:
			last = []string{sort}
		}
		return err
	})
	return p, err
}

// countDocumentsBy counts what a filter leaves: from the counts that are kept where
// it names one thing at most.
func countDocumentsBy(ctx context.Context, r store.Reader, f DocumentFilter, where string, args []any) (n int, err error) {
	var asked []tag
	add := func(ok bool, field Field, value string) {
		if ok {
			asked = append(asked, tag{field, value})
		}
	}
	add(f.Organ != "", countOrgans, f.Organ)
	add(f.Session != 0, countSessions, number(f.Session))
	add(f.Year != 0, countYears, number(f.Year))
	add(f.Language != "", countLanguages, f.Language)
	switch len(asked) {
	case 0:
		asked = []tag{{countDocuments, ""}}
		fallthrough
	case 1:
		_, err = store.One(ctx, r, `SELECT n FROM {mandate_count} WHERE field = ? AND value = ?`, []any{string(asked[0].field), asked[0].value}, &n)
	default:
		_, err = store.One(ctx, r, `SELECT count(*) FROM {mandate_document} AS d WHERE `+where, args, &n)
	}
	return n, err
}

// Reading is a document's text in one language, and where it came from.
type Reading struct {
	Language string
	Title    string
	Act      string // id of the act that took it in
	Index    int64
	Day      act.Day
	Content  string // SHA-256 of the file
	Blob     string // where the file is kept, "" where it is not
	File     string // its name
	Media    string
	Size     int64
	Reader   string // the program that read it
	Replaces string // why it took another's place
	Notes    []NoteBody
	Doubts   []Doubt
	Left     int // notes and doubts that are not shown
}

// DocumentOf reads a document with its texts; found is false where there is none.
func DocumentOf(ctx context.Context, r store.Reader, symbol string) (d Document, readings []Reading, found bool, err error) {
	err = store.Each(ctx, r, `SELECT `+documentColumns+` FROM {mandate_document} AS d WHERE d.symbol = ?`, []any{symbol}, func(rows store.Rows) (err error) {
		found = true
		d, _, _, _, err = scanDocument(rows)
		return err
	})
	if err != nil || !found {
		return d, nil, found, err
	}
	err = store.Each(ctx, r, `SELECT language, title, act, idx, day, content, blob, file, media, size, reader, replaces, footnotes, doubts, remaining FROM {mandate_reading} WHERE symbol = ? ORDER BY language`, []any{symbol}, func(rows store.Rows) error {
		var g Reading
		var day, notes, doubts string
		if err := rows.Scan(&g.Language, &g.Title, &g.Act, &g.Index, &day, &g.Content, &g.Blob, &g.File, &g.Media, &g.Size, &g.Reader, &g.Replaces, &notes, &doubts, &g.Left); err != nil {
			return err
		}
		g.Day = act.Day(day)
		if err := json.Unmarshal([]byte(notes), &g.Notes); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(doubts), &g.Doubts); err != nil {
			return err
		}
		readings = append(readings, g)
		return nil
	})
	return d, readings, true, err
}

// Line is a paragraph as a document's page shows it.
type Line struct {
	Ref
	Part    string
	Number  string // as printed
	Text    string // "" where only the programme's summary is known
	Phrase  string
	In      string   // language of Text: that asked for, or the leading one
	Notes   []Marker // where it calls footnotes
	Summary string   // in the programme's own words, "" for none
	// SummaryIn and Made are the summary's language and how it was made.
	SummaryIn, Made string
	Topics          []string // of the outline
	Clauses         []*Clause
}

// Contents reads a document's paragraphs in order: in a language, or else in the
// leading one, with their clauses and summaries. after is the place of the last
// paragraph of the page before, n how many are wanted, 0 for all.
func Contents(ctx context.Context, r store.Reader, symbol, language, after string, n int) (lines []Line, err error) {
	from := 0
	if after != "" {
		if _, err := store.One(ctx, r, `SELECT ord FROM {mandate_paragraph} WHERE symbol = ? AND place = ?`, []any{symbol, after}, &from); err != nil {
			return nil, err
		}
	}
	if n <= 0 {
		n = longestText
	}
	at := map[string]int{}
	err = store.Each(ctx, r, `SELECT p.place, p.part, p.number, COALESCE(t.text, l.text, ''), COALESCE(t.phrase, l.phrase, ''), COALESCE(t.language, l.language, ''), COALESCE(t.footnotes, l.footnotes, '')
		FROM {mandate_paragraph} AS p JOIN {mandate_document} AS d ON d.symbol = p.symbol
		LEFT JOIN {mandate_text} AS t ON t.symbol = p.symbol AND t.place = p.place AND t.language = ?
		LEFT JOIN {mandate_text} AS l ON l.symbol = p.symbol AND l.place = p.place AND l.language = d.language
		WHERE p.symbol = ? AND p.ord > ? ORDER BY p.ord LIMIT ?`, []any{language, symbol, from, n}, func(rows store.Rows) error {
		var l Line
		var notes string
		err := rows.Scan(&l.Place, &l.Part, &l.Number, &l.Text, &l.Phrase, &l.In, &notes)
		l.Symbol, l.Notes = symbol, splitMarkers(notes)
		at[l.Place] = len(lines)
		lines = append(lines, l)
		return err
	})
	if err != nil {
		return nil, err
	}
	textless := len(lines) == 0 && after == ""
	if err := outlines(ctx, r, symbol, language, func(o *Outlined) {
		i, ok := at[o.Place]
		if !ok && !textless {
			return // the text has no such paragraph, or it is on another page
		}
		if !ok {
			i = len(lines)
			lines = append(lines, Line{Ref: o.Ref, Part: "operative", Number: o.Place})
		}
		l := &lines[i]
		l.Summary, l.SummaryIn, l.Made, l.Topics = o.Text, o.Language, o.Made, o.Topics
	}); err != nil {
		return nil, err
	}
	list, err := clauses(ctx, r, `WHERE c.symbol = ? ORDER BY c.sort, c.n`, symbol)
	for _, c := range list {
		if i, ok := at[c.Place]; ok {
			lines[i].Clauses = append(lines[i].Clauses, c)
		}
	}
	return lines, err
}

// Outlined is what the programme says of a paragraph in its own words.
type Outlined struct {
	Ref
	Topics   []string
	Asks     []Ask
	Evidence []string
	Language string // of Text
	Text     string
	Made     string // how the text in the language was made
}

// outlines hands the outlines of a document to f in their order, in a language or
// else in English.
func outlines(ctx context.Context, r store.Reader, symbol, language string, f func(*Outlined)) error {
	return store.Each(ctx, r, `SELECT o.place, o.topics, o.asks, o.evidence, COALESCE(s.language, e.language), COALESCE(s.text, e.text), COALESCE(s.made, e.made)
		FROM {mandate_outline} AS o
		JOIN {mandate_summary} AS e ON e.symbol = o.symbol AND e.place = o.place AND e.language = 'en'
		LEFT JOIN {mandate_summary} AS s ON s.symbol = o.symbol AND s.place = o.place AND s.language = ?
		WHERE o.symbol = ? ORDER BY o.ord, o.place`, []any{language, symbol}, func(rows store.Rows) error {
		o := Outlined{Ref: Ref{Symbol: symbol}}
		var topics, asks, evidence string
		if err := rows.Scan(&o.Place, &topics, &asks, &evidence, &o.Language, &o.Text, &o.Made); err != nil {
			return err
		}
		o.Topics, o.Evidence = split(topics), split(evidence)
		if err := json.Unmarshal([]byte(asks), &o.Asks); err != nil {
			return err
		}
		f(&o)
		return nil
	})
}
