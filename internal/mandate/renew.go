package mandate

import (
	"context"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/resolution"
	"comity/internal/resolution/renewal"
	"comity/internal/store"
)

// Pair is two resolutions of which the later renews the earlier.
type Pair struct{ Earlier, Later string }

// Renewals are the pairs that a document is in: those of the same organ and title
// next before and next after it.
func (im *Importer) Renewals(ctx context.Context, symbol string) (pairs []Pair, err error) {
	err = im.Book.Read(ctx, 0, func(v store.View) error {
		pairs = nil
		var organ, folded, adopted string
		found, err := store.One(ctx, v, `SELECT organ, folded, adopted FROM {mandate_document} WHERE symbol = ? AND language = ?`, []any{symbol, leading}, &organ, &folded, &adopted)
		if err != nil || !found || folded == "" || adopted == "" {
			return err
		}
		var other string
		found, err = store.One(ctx, v, `SELECT symbol FROM {mandate_document} WHERE folded = ? AND organ = ? AND adopted < ? AND adopted <> '' AND language = ? ORDER BY adopted DESC, symbol DESC LIMIT 1`,
			[]any{folded, organ, adopted, leading}, &other)
		if err != nil {
			return err
		}
		if found {
			pairs = append(pairs, Pair{other, symbol})
		}
		found, err = store.One(ctx, v, `SELECT symbol FROM {mandate_document} WHERE folded = ? AND organ = ? AND adopted > ? AND language = ? ORDER BY adopted, symbol LIMIT 1`,
			[]any{folded, organ, adopted, leading}, &other)
		if found {
			pairs = append(pairs, Pair{symbol, other})
		}
		return err
	})
	return pairs, err
}

// Renew compares the texts of a pair and records, as the program's proposal, which
// operative paragraph of the later one carries on which of the earlier. What a
// person confirmed, and what is proposed already, is left. It returns how many it
// recorded.
func (im *Importer) Renew(ctx context.Context, person string, pair Pair) (int, error) {
	var before, after resolution.Document
	known := map[string]RenewedBody{}
	err := im.Book.Read(ctx, 0, func(v store.View) (err error) {
		clear(known)
		if before, err = textOf(ctx, v, pair.Earlier); err != nil {
			return err
		}
		if after, err = textOf(ctx, v, pair.Later); err != nil {
			return err
		}
		return store.Each(ctx, v, `SELECT place, origin, origin_place, class, likeness, state FROM {mandate_renewal} WHERE symbol = ? ORDER BY place`, []any{pair.Later}, func(rows store.Rows) error {
			var place string
			var from Ref
			var b RenewedBody
			err := rows.Scan(&place, &from.Symbol, &from.Place, &b.Class, &b.Likeness, &b.State)
			b.From, _ = from.Cite()
			known[place] = b
			return err
		})
	})
	if err != nil {
		return 0, err
	}
	var drafts []book.Draft
	for _, r := range carriedOn(before, after) {
		old, there := known[r.place]
		if there && (old == r.body || old.State == Confirmed) {
			continue
		}
		raw, err := encode(r.body)
		if err != nil {
			return 0, err
		}
		drafts = append(drafts, book.Draft{Kind: "mandate.renewed", Subject: Ref{Symbol: pair.Later, Place: r.place}.Subject(), Party: im.Party, Standing: act.Own,
			Day: im.Today, Audience: act.Public, Body: raw})
	}
	if len(drafts) == 0 {
		return 0, nil
	}
	_, err = im.Book.Record(ctx, book.Call{Person: person, Acts: drafts})
	return len(drafts), err
}

// textOf is the text of a document as far as a comparison needs it.
func textOf(ctx context.Context, r store.Reader, symbol string) (d resolution.Document, err error) {
	d.Symbol, d.Language = symbol, leading
	err = store.Each(ctx, r, `SELECT p.place, p.part, p.number, t.text FROM {mandate_paragraph} AS p
		JOIN {mandate_text} AS t ON t.symbol = p.symbol AND t.place = p.place AND t.language = ?
		WHERE p.symbol = ? ORDER BY p.ord`, []any{leading, symbol}, func(rows store.Rows) error {
		var p resolution.Paragraph
		var part string
		err := rows.Scan(&p.ID, &part, &p.Number, &p.Text)
		p.Part = resolution.Part(part)
		d.Paragraphs = append(d.Paragraphs, p)
		return err
	})
	return d, err
}

// carried is a paragraph of the later text and what it carries on.
type carried struct {
	place string
	body  RenewedBody
}

// carriedOn says which operative paragraphs of a text carry on which of an earlier
// one, by what resolution/renewal finds. Those that can't be cited are left out.
func carriedOn(before, after resolution.Document) (list []carried) {
	chain := renewal.Follow([]resolution.Document{before, after})
	likeness := map[string]float64{}
	for _, c := range chain.Comparisons {
		for _, ch := range c.Changes {
			for _, p := range ch.New {
				likeness[p.ID] = ch.Likeness
			}
		}
	}
	for _, s := range chain.Since {
		if s.Part != resolution.Operative || len(s.Trail) == 0 {
			continue
		}
		from, ok := Ref{Symbol: before.Symbol, Place: s.Trail[0].ID}.Cite()
		if _, can := (Ref{Symbol: after.Symbol, Place: s.Place.ID}).Cite(); !ok || !can {
			continue
		}
		list = append(list, carried{s.Place.ID, RenewedBody{From: from, Class: string(s.Trail[0].Class), Likeness: int(1000 * likeness[s.Place.ID]), State: Proposed}})
	}
	return list
}
