package mandate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/subject"
)

// leading is the language whose text orders the paragraphs and has the clauses.
const leading = "en"

// document is what the projectors need of a document's row.
type document struct {
	found                   bool
	sort, language, adopted string
	organ, title            string
	session                 int
	languages               []string
	parts                   map[string]int
	outlined                int
}

func loadDocument(ctx context.Context, r store.Reader, symbol string) (d document, err error) {
	var languages string
	var preamble, operative, annex int
	d.found, err = store.One(ctx, r, `SELECT sort, language, adopted, organ, title, session, languages, preamble, operative, annex, outlined FROM {mandate_document} WHERE symbol = ?`, []any{symbol},
		&d.sort, &d.language, &d.adopted, &d.organ, &d.title, &d.session, &languages, &preamble, &operative, &annex, &d.outlined)
	d.languages = split(languages)
	d.parts = map[string]int{"preamble": preamble, "operative": operative, "annex": annex}
	return d, err
}

// counted adds the document to the counts of documents, or takes it from them.
func (d *document) counted(t *tally, by int) {
	if !d.found {
		return
	}
	t.count(countDocuments, "", by)
	for field, value := range map[Field]string{countOrgans: d.organ, countSessions: number(d.session), countYears: yearOf(d.adopted)} {
		if value != "" {
			t.count(field, value, by)
		}
	}
}

func yearOf(day string) string {
	if len(day) < 4 {
		return ""
	}
	return day[:4]
}

// importText enters a text: what the document is called, and which paragraphs it
// has in which order. Their words follow in acts of their own.
func importText(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	var b ImportedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	d, err := loadDocument(ctx, r, b.Symbol)
	if err != nil {
		return nil, err
	}
	notes, err := json.Marshal(b.Footnotes)
	if err != nil {
		return nil, err
	}
	doubts, err := json.Marshal(b.Uncertain)
	if err != nil {
		return nil, err
	}
	file := b.File
	if file == nil {
		file = &FileBody{}
	}
	writes := []store.Write{store.Do(`INSERT INTO {mandate_reading} (symbol, language, idx, act, day, title, content, blob, file, media, size, reader, replaces, places, footnotes, doubts, remaining)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (symbol, language) DO UPDATE SET idx = excluded.idx, act = excluded.act, day = excluded.day, title = excluded.title, content = excluded.content, blob = excluded.blob,
		file = excluded.file, media = excluded.media, size = excluded.size, reader = excluded.reader, replaces = excluded.replaces, places = excluded.places,
		footnotes = excluded.footnotes, doubts = excluded.doubts, remaining = excluded.remaining`,
		b.Symbol, b.Language, a.Index, a.ID, string(a.Day), b.Title, b.Content, file.Blob, file.Name, file.Type, file.Size, b.Reader, b.Replaces, join(b.Places), string(notes), string(doubts), b.Left)}
	for _, place := range b.Gone {
		writes = append(writes,
			store.Do(`DELETE FROM {mandate_text} WHERE symbol = ? AND place = ? AND language = ?`, b.Symbol, place, b.Language),
			store.Do(`DELETE FROM {mandate_cite} WHERE symbol = ? AND place = ? AND language = ?`, b.Symbol, place, b.Language))
	}
	languages := d.languages
	t := newTally()
	if !slices.Contains(languages, b.Language) {
		t.count(countLanguages, b.Language, 1)
		languages = append(languages, b.Language)
		slices.Sort(languages)
	}
	if d.language != "" && d.language != b.Language && b.Language != leading {
		writes = append(writes, store.Do(`UPDATE {mandate_document} SET languages = ? WHERE symbol = ?`, join(languages), b.Symbol))
		return append(writes, t.all()...), nil
	}
	writes = append(writes, leadText(a, &b, &d, languages, t)...)
	moved, err := reorder(ctx, r, a, &b, newestFirst(b.Adopted, b.Symbol), t)
	if err != nil {
		return nil, err
	}
	return slices.Concat(writes, moved, t.all()), nil
}

// leadText are the rows of a document by the text that orders its paragraphs.
func leadText(a *act.Act, b *ImportedBody, d *document, languages []string, t *tally) []store.Write {
	year, _ := strconv.Atoi(yearOf(string(b.Adopted)))
	c := b.Counts
	writes := []store.Write{store.Do(`INSERT INTO {mandate_document} (symbol, sort, numbered, organ, session, year, adopted, title, language, folded, meeting, agenda_item, report, languages, preamble, operative, annex, clauses, uncertain, outlined)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
		ON CONFLICT (symbol) DO UPDATE SET sort = excluded.sort, organ = excluded.organ, session = excluded.session, year = excluded.year, adopted = excluded.adopted, title = excluded.title,
		language = excluded.language, folded = excluded.folded, meeting = excluded.meeting, agenda_item = excluded.agenda_item, report = excluded.report, languages = excluded.languages,
		preamble = excluded.preamble, operative = excluded.operative, annex = excluded.annex, clauses = excluded.clauses, uncertain = excluded.uncertain`,
		b.Symbol, newestFirst(b.Adopted, b.Symbol), natural(b.Symbol), b.Organ, b.Session, year, string(b.Adopted), b.Title, b.Language, foldedTitle(b.Title), b.Meeting, b.AgendaItem, b.Report, join(languages),
		c.Preamble, c.Operative, c.Annex, c.Clauses, c.Uncertain)}
	d.counted(t, -1)
	after := document{found: true, organ: b.Organ, session: b.Session, adopted: string(b.Adopted)}
	after.counted(t, 1)
	for part, n := range map[string]int{"preamble": c.Preamble, "operative": c.Operative, "annex": c.Annex} {
		t.count(countParagraphs, part, n-d.parts[part])
	}
	if d.language != "" && d.language != b.Language {
		writes = append(writes, store.Do(`DELETE FROM {mandate_paragraph} WHERE symbol = ?`, b.Symbol))
	}
	for _, place := range b.Gone {
		writes = append(writes, store.Do(`DELETE FROM {mandate_paragraph} WHERE symbol = ? AND place = ?`, b.Symbol, place))
	}
	for i, place := range b.Places {
		writes = append(writes, store.Do(`INSERT INTO {mandate_paragraph} (symbol, place, ord, part, number) VALUES (?, ?, ?, '', '') ON CONFLICT (symbol, place) DO UPDATE SET ord = excluded.ord`,
			b.Symbol, place, i+1))
	}
	title := b.Title
	if title == "" {
		title = b.Symbol
	}
	return append(writes, subject.Put(subject.Entry{ID: a.Subject, Title: title, Language: b.Language, Owner: b.Organ})...)
}

// reorder puts the clauses that are there already where the new text has their
// paragraphs, and takes away those whose paragraph is gone, save what was cited.
func reorder(ctx context.Context, r store.Reader, a *act.Act, b *ImportedBody, sort string, t *tally) (writes []store.Write, err error) {
	before, err := clauses(ctx, r, `WHERE c.symbol = ? ORDER BY c.place, c.n`, b.Symbol)
	if err != nil || len(before) == 0 {
		return nil, err
	}
	cited, err := citedClauses(ctx, r, Ref{Symbol: b.Symbol}, a.Index)
	if err != nil {
		return nil, err
	}
	ords := make(map[string]int, len(b.Places))
	for i, place := range b.Places {
		ords[place] = i + 1
	}
	var moved, after []*Clause
	for _, old := range before {
		c := *old
		if ord := ords[c.Place]; ord > 0 {
			c.sort = placeInOrder(sort, ord, c.order, c.Clause)
		} else {
			c.Gone = true
		}
		switch {
		case c.Gone && !cited[c.Ref]:
			moved = append(moved, old)
			writes = append(writes, c.remove())
		case c.sort != old.sort || c.Gone != old.Gone:
			moved, after = append(moved, old), append(after, &c)
			writes = append(writes, c.write())
		}
	}
	t.change(moved, after)
	return writes, nil
}

// citedClauses are the clauses of a document, or of a paragraph of it, that an act
// before an index cites or is about.
func citedClauses(ctx context.Context, r store.Reader, of Ref, before int64) (map[Ref]bool, error) {
	cited := map[Ref]bool{}
	low, high, prefix := of.Symbol+"#", of.Symbol+"$", clauseType+"/"+act.EscapeName(of.Symbol)+"/"
	if of.Place != "" {
		low, high, prefix = of.String()+":", of.String()+";", prefix+act.EscapeName(of.Place)+"/"
	}
	err := store.Each(ctx, r, `SELECT DISTINCT cite FROM cite WHERE cite > ? AND cite < ? AND idx < ?`, []any{low, high, before}, func(rows store.Rows) error {
		var s string
		err := rows.Scan(&s)
		if c := RefOfCite(act.Cite(s)); c.Clause > 0 {
			cited[c] = true
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = store.Each(ctx, r, `SELECT DISTINCT subject FROM act WHERE subject > ? AND subject < ? AND idx < ?`, []any{prefix, prefix[:len(prefix)-1] + "0", before}, func(rows store.Rows) error {
		var s string
		if err := rows.Scan(&s); err != nil {
			return err
		}
		if c, err := RefOf(act.Subject(s)); err == nil && c.Clause > 0 {
			cited[c] = true
		}
		return nil
	})
	return cited, err
}

// paragraphText enters the words of a paragraph, and its clauses.
func paragraphText(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	var b ParagraphBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	ref, err := RefOf(a.Subject)
	if err != nil {
		return nil, err
	}
	writes := []store.Write{
		store.Do(`INSERT INTO {mandate_text} (symbol, place, language, idx, part, number, phrase, text, footnotes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (symbol, place, language) DO UPDATE SET idx = excluded.idx, part = excluded.part, number = excluded.number, phrase = excluded.phrase, text = excluded.text, footnotes = excluded.footnotes`,
			ref.Symbol, ref.Place, b.Language, a.Index, string(b.Part), b.Number, b.Phrase, b.Text, joinMarkers(markersOf(&b))),
	}
	at, err := loadPlace(ctx, r, ref, b.Language)
	if err != nil {
		return nil, err
	}
	if at.text >= 0 {
		writes = append(writes, store.Do(`DELETE FROM {mandate_cite} WHERE symbol = ? AND place = ? AND language = ?`, ref.Symbol, ref.Place, b.Language))
	}
	for _, cite := range b.Cites {
		to := RefOfCite(act.Cite(cite))
		writes = append(writes, store.Do(`INSERT INTO {mandate_cite} (symbol, place, language, cited, cited_place) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			ref.Symbol, ref.Place, b.Language, to.Symbol, to.Place))
	}
	if at.language != b.Language {
		return writes, nil
	}
	writes = append(writes, store.Do(`UPDATE {mandate_paragraph} SET part = ?, number = ? WHERE symbol = ? AND place = ?`, string(b.Part), b.Number, ref.Symbol, ref.Place))
	before, err := clauses(ctx, r, `WHERE c.symbol = ? AND c.place = ? ORDER BY c.n`, ref.Symbol, ref.Place)
	if err != nil {
		return nil, err
	}
	t := newTally()
	after, err := readAgain(ctx, r, a, ref, &b, at, before)
	if err != nil {
		return nil, err
	}
	for _, c := range before {
		if !slices.ContainsFunc(after, func(o *Clause) bool { return o.Clause == c.Clause }) {
			writes = append(writes, c.remove())
		}
	}
	for _, c := range after {
		writes = append(writes, c.write())
	}
	t.change(before, after)
	return append(writes, t.all()...), nil
}

// readAgain are a paragraph's clauses by a new reading: with what persons recorded
// of them and corrected in them. What was cited and is read no more stays, as gone.
func readAgain(ctx context.Context, r store.Reader, a *act.Act, ref Ref, b *ParagraphBody, at place, before []*Clause) (after []*Clause, err error) {
	old := map[int]*Clause{}
	for _, c := range before {
		old[c.Clause] = c
	}
	for i := range b.Clauses {
		c := &Clause{Ref: Ref{ref.Symbol, ref.Place, b.Clauses[i].Number}}
		if o := old[c.Clause]; o != nil {
			*c = *o
		}
		c.Gone, c.order, c.index = false, i+1, a.Index
		c.sort = placeInOrder(at.sort, at.ord, c.order, c.Clause)
		c.reads(&b.Clauses[i])
		after = append(after, c)
	}
	if len(before) == 0 {
		return after, nil
	}
	if err := correct(ctx, r, ref, after); err != nil {
		return nil, err
	}
	cited, err := citedClauses(ctx, r, ref, a.Index)
	if err != nil {
		return nil, err
	}
	for _, o := range before {
		if cited[o.Ref] && !slices.ContainsFunc(b.Clauses, func(n ClauseBody) bool { return n.Number == o.Clause }) {
			c := *o
			c.Gone = true
			after = append(after, &c)
		}
	}
	return after, nil
}

// correct applies what persons read otherwise.
func correct(ctx context.Context, r store.Reader, ref Ref, list []*Clause) error {
	return store.Each(ctx, r, `SELECT n, body FROM {mandate_correction} WHERE symbol = ? AND place = ? ORDER BY n, field`, []any{ref.Symbol, ref.Place}, func(rows store.Rows) error {
		var n int
		var body string
		if err := rows.Scan(&n, &body); err != nil {
			return err
		}
		var b CorrectedBody
		if err := json.Unmarshal([]byte(body), &b); err != nil {
			return fmt.Errorf("read the correction of %s: %w", ref, err)
		}
		for _, c := range list {
			if c.Clause == n {
				c.corrects(&b)
			}
		}
		return nil
	})
}

// place is where a paragraph stands.
type place struct {
	language string // of the text that orders the document
	sort     string // the document's key
	ord      int    // in the text, 0 for a paragraph that the leading text has not
	text     int64  // index of the act with its words in the language asked for, -1 for none
	reading  int64  // index of the act of the reading in that language, -1 for none
}

func loadPlace(ctx context.Context, r store.Reader, ref Ref, language string) (p place, err error) {
	p.text, p.reading = -1, -1
	_, err = store.One(ctx, r, `SELECT d.language, d.sort, COALESCE(p.ord, 0), COALESCE(t.idx, -1), COALESCE(g.idx, -1) FROM {mandate_document} AS d
		LEFT JOIN {mandate_paragraph} AS p ON p.symbol = d.symbol AND p.place = ?
		LEFT JOIN {mandate_text} AS t ON t.symbol = d.symbol AND t.place = ? AND t.language = ?
		LEFT JOIN {mandate_reading} AS g ON g.symbol = d.symbol AND g.language = ?
		WHERE d.symbol = ?`, []any{ref.Place, ref.Place, language, language, ref.Symbol}, &p.language, &p.sort, &p.ord, &p.text, &p.reading)
	return p, err
}
