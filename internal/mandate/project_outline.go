package mandate

import (
	"context"
	"encoding/json"

	"comity/internal/act"
	"comity/internal/store"
	"comity/internal/subject"
)

// outlineParagraph enters what the programme says of a paragraph. A document that
// is known by its outline alone has its row too, without a title.
func outlineParagraph(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	var b OutlinedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	ref, err := RefOf(a.Subject)
	if err != nil {
		return nil, err
	}
	asks, err := json.Marshal(b.Asks)
	if err != nil {
		return nil, err
	}
	writes := []store.Write{
		store.Do(`INSERT INTO {mandate_outline} (symbol, place, ord, topics, asks, evidence, folder, idx) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (symbol, place) DO UPDATE SET ord = excluded.ord, topics = excluded.topics, asks = excluded.asks, evidence = excluded.evidence, folder = excluded.folder, idx = excluded.idx`,
			ref.Symbol, ref.Place, b.Order, join(b.Topics), string(asks), join(b.Evidence), b.Folder, a.Index),
		store.Do(`DELETE FROM {mandate_summary} WHERE symbol = ? AND place = ?`, ref.Symbol, ref.Place),
	}
	for _, s := range b.Summary {
		writes = append(writes, store.Do(`INSERT INTO {mandate_summary} (symbol, place, language, text, made) VALUES (?, ?, ?, ?, ?) ON CONFLICT (symbol, place, language) DO NOTHING`,
			ref.Symbol, ref.Place, s.Language, s.Text, s.Made))
	}
	d, err := loadDocument(ctx, r, ref.Symbol)
	if err != nil {
		return nil, err
	}
	known, err := store.One(ctx, r, `SELECT idx FROM {mandate_outline} WHERE symbol = ? AND place = ?`, []any{ref.Symbol, ref.Place}, new(int64))
	if err != nil {
		return nil, err
	}
	t := newTally()
	if !d.found {
		writes = append(writes, store.Do(`INSERT INTO {mandate_document} (symbol, sort, numbered, organ, session, year, adopted, title, language, folded, meeting, agenda_item, report, languages, preamble, operative, annex, clauses, uncertain, outlined)
			VALUES (?, ?, ?, ?, ?, 0, '', '', '', '', '', '', '', '', 0, 0, 0, 0, 0, 0)`, ref.Symbol, newestFirst("", ref.Symbol), natural(ref.Symbol), b.Organ, b.Session))
		writes = append(writes, subject.Put(subject.Entry{ID: Ref{Symbol: ref.Symbol}.Subject(), Title: ref.Symbol, Owner: b.Organ})...)
		d = document{found: true, organ: b.Organ, session: b.Session}
		d.counted(t, 1)
	}
	if !known {
		writes = append(writes, store.Do(`UPDATE {mandate_document} SET outlined = outlined + 1 WHERE symbol = ?`, ref.Symbol))
	}
	return append(writes, t.all()...), nil
}
