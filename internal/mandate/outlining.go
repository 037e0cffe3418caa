package mandate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"reflect"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/mandate/outline"
	"comity/internal/programme"
	"comity/internal/store"
)

// outlineLanguages are those in which summaries are looked for.
var outlineLanguages = []string{"ar", "en", "es", "fr", "ru", "zh"}

// nodeParty is on whose behalf the node records what nobody enters.
const nodeParty = "node"

// Outline records, as the node's own acts, what the programme's folder says of its
// mandates in its own words: those paragraphs that the book has not, or has
// otherwise. It returns how many it recorded. Doing it again records nothing.
func Outline(ctx context.Context, b *book.Book, folder fs.FS, p *programme.Programme, today act.Day) (recorded int, err error) {
	outlines, err := outline.Load(folder)
	if err != nil {
		return 0, err
	}
	hash, err := folderHash(folder)
	if err != nil {
		return 0, err
	}
	for _, o := range outlines {
		n, err := outlineOne(ctx, b, o, p, hash, today)
		if recorded += n; err != nil {
			return recorded, fmt.Errorf("record the outline of %s: %w", o.Symbol, err)
		}
	}
	return recorded, nil
}

func outlineOne(ctx context.Context, b *book.Book, o *outline.Outline, p *programme.Programme, folder string, today act.Day) (int, error) {
	there := map[string]OutlinedBody{}
	err := b.Read(ctx, 0, func(v store.View) error {
		clear(there)
		return store.Each(ctx, v, `SELECT o.place, a.header, a.body FROM {mandate_outline} AS o JOIN act AS a ON a.idx = o.idx WHERE o.symbol = ?`, []any{o.Symbol}, func(rows store.Rows) error {
			var place string
			var header, body []byte
			if err := rows.Scan(&place, &header, &body); err != nil {
				return err
			}
			h, err := act.ParseHeader(header)
			if err != nil {
				return err
			}
			if body, err = b.Kind(h.Kind).Upcast(h.Version, body); err != nil {
				return err
			}
			var old OutlinedBody
			err = json.Unmarshal(body, &old)
			old.Folder = ""
			there[place] = old
			return err
		})
	})
	if err != nil {
		return 0, err
	}
	organ, session := OrganOf(p, o.Symbol)
	var drafts []book.Draft
	for i, para := range o.Paragraphs {
		body := OutlinedBody{Number: para.Number, Organ: organ, Session: session, Order: i + 1, Topics: clone(para.Topics), Evidence: clone(para.Evidence)}
		for _, ask := range para.Asks {
			body.Asks = append(body.Asks, Ask{ask.Force, clone(ask.To)})
		}
		for _, lang := range outlineLanguages {
			text, is := para.In(lang)
			if is != lang {
				continue
			}
			made := o.Translations[lang]
			if lang == leading {
				made = "own"
			}
			body.Summary = append(body.Summary, SummaryBody{lang, text, made})
		}
		if old, ok := there[para.Number]; ok && reflect.DeepEqual(old, body) {
			continue
		}
		body.Folder = folder
		raw, err := encode(body)
		if err != nil {
			return 0, err
		}
		drafts = append(drafts, book.Draft{Kind: "mandate.outlined", Subject: Ref{Symbol: o.Symbol, Place: para.Number}.Subject(), Party: nodeParty, Standing: act.Own,
			Day: today, Audience: act.Public, Body: raw})
	}
	if len(drafts) == 0 {
		return 0, nil
	}
	_, err = b.Record(ctx, book.Call{Acts: drafts})
	return len(drafts), err
}

// folderHash is the SHA-256 of the names and contents of the programme's outlines,
// in the order of names: of "mandates/NAME", NUL, the content's SHA-256, for each.
func folderHash(folder fs.FS) (string, error) {
	files, err := fs.Glob(folder, "mandates/*.toml")
	if err != nil {
		return "", err
	}
	all := sha256.New()
	for _, f := range files {
		data, err := fs.ReadFile(folder, f)
		if err != nil {
			return "", fmt.Errorf("reading %s: %w", f, err)
		}
		sum := sha256.Sum256(data)
		all.Write([]byte(f))
		all.Write([]byte{0})
		all.Write(sum[:])
	}
	return "sha256:" + hex.EncodeToString(all.Sum(nil)), nil
}
