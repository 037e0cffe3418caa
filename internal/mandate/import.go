package mandate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/codelist"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/resolution"
	"comity/internal/resolution/source"
	"comity/internal/store"
)

// Importer takes texts into the register.
type Importer struct {
	Book *book.Book
	// Blobs keeps the files; nil keeps none, and acts have their hash alone.
	Blobs interface {
		Put(ctx context.Context, subject act.Subject, audience string, r io.Reader) (h act.Hash, size int64, err error)
	}
	Reader interface {
		Read(ctx context.Context, name string, data []byte) ([]resolution.Document, error)
	}
	Programme *programme.Programme
	Parties   *party.Registry
	Lists     codelist.Lists
	// Version names the program that reads, as acts say it.
	Version string
	// Party is the office in whose name texts are taken in.
	Party string
	// Today is the day on which they are.
	Today act.Day

	once  sync.Once
	knows *Calendar
}

func (im *Importer) calendar() *Calendar {
	im.once.Do(func() { im.knows = NewCalendar(im.Programme) })
	return im.knows
}

// ImportOptions say what the file does not.
type ImportOptions struct {
	// Symbol of the document, where its text does not say it.
	Symbol string
	// Reason why the text may replace another that the register has, "" for
	// none.
	Reason string
}

// Import reads a file, of any kind that the reader reads, and says what taking it
// in would record: one plan for each document that it holds. It records nothing.
// The error is the reader's where the file can't be read at all.
func (im *Importer) Import(ctx context.Context, name string, data []byte, o ImportOptions) ([]*Plan, error) {
	docs, err := im.Reader.Read(ctx, name, data)
	if err != nil {
		return nil, err
	}
	return im.Plans(ctx, name, data, docs, o)
}

// Plans are the plans of documents that were read from a file already.
func (im *Importer) Plans(ctx context.Context, name string, data []byte, docs []resolution.Document, o ImportOptions) ([]*Plan, error) {
	if o.Symbol != "" && len(docs) > 1 {
		return nil, fmt.Errorf("%s holds %d documents, and a symbol was given for one; give the symbol with a file that holds one", name, len(docs))
	}
	plans := make([]*Plan, len(docs))
	inFile := map[string]bool{}
	for i := range docs {
		d := &docs[i]
		composed(d)
		p := &Plan{Name: name, Symbol: d.Symbol, Language: d.Language, Title: d.Title, data: data, media: mediaType(name, data)}
		plans[i] = p
		named := o.Symbol != "" && o.Symbol != d.Symbol
		if o.Symbol != "" {
			p.Symbol, d.Symbol = o.Symbol, o.Symbol
		}
		if p.Why = im.refuse(d, inFile); p.Why != nil {
			p.Outcome = Refused
			continue
		}
		inFile[d.Symbol+" "+d.Language] = true
		bodies := im.bodiesOf(d)
		p.imported = im.head(d, bodies, data)
		p.imported.Named = named
		var s stored
		err := im.Book.Read(ctx, 0, func(v store.View) (err error) {
			s, err = load(ctx, v, im.upcast, p.Symbol, p.Language)
			return err
		})
		if err != nil {
			return nil, err
		}
		p.compare(&s, bodies, o.Reason)
	}
	return plans, nil
}

func (im *Importer) upcast(kind string, version int, body []byte) ([]byte, error) {
	k := im.Book.Kind(kind)
	if k == nil {
		return nil, fmt.Errorf("the program declares no kind %s", kind)
	}
	return k.Upcast(version, body)
}

// refuse says why a document can't be taken in.
func (im *Importer) refuse(d *resolution.Document, inFile map[string]bool) error {
	switch {
	case d.Symbol == "":
		return errors.New("its text does not say its symbol; give it with --symbol, in a file of its own")
	case len(d.Paragraphs) == 0:
		return fmt.Errorf("%s has no paragraphs; look whether the text is whole", d.Symbol)
	case len(d.Paragraphs) > longestText:
		return fmt.Errorf("%s has %d paragraphs, and at most %d are taken in; split it", d.Symbol, len(d.Paragraphs), longestText)
	case !im.Lists.Has("language", d.Language, im.Today):
		return fmt.Errorf("%s is in the language %q, which the list of languages has not; add it there", d.Symbol, d.Language)
	case inFile[d.Symbol+" "+d.Language]:
		return fmt.Errorf("the file holds two texts of %s; give each in a file of its own, the parts of a composite resolution with their letter", d.Symbol)
	}
	if _, err := act.ParseCite(d.Symbol); err != nil || (Ref{Symbol: d.Symbol}).Subject() == "" {
		return fmt.Errorf("%q can be no symbol; give the right one with --symbol", d.Symbol)
	}
	for i := range d.Paragraphs {
		p := &d.Paragraphs[i]
		if len(p.ID) > 60 || (Ref{d.Symbol, p.ID, 9999}).Subject() == "" {
			return fmt.Errorf("%s has a paragraph numbered %.80q, which acts can't name; look whether the text was read rightly", d.Symbol, p.ID)
		}
		if n := len([]rune(p.Text)); n > longText {
			return fmt.Errorf("%s has a paragraph %s of %d characters, and at most %d are taken in; look whether the text was read rightly", d.Symbol, p.ID, n, longText)
		}
		if strings.TrimSpace(p.Text) == "" {
			return fmt.Errorf("%s has a paragraph %s without words; look whether the text was read rightly", d.Symbol, p.ID)
		}
	}
	return nil
}

// roomForNotes is how many bytes of footnotes and uncertain points an act holds.
const roomForNotes = 40_000

// head is the body of the act that says which text was taken in.
func (im *Importer) head(d *resolution.Document, bodies []planned, data []byte) ImportedBody {
	b := ImportedBody{Symbol: d.Symbol, Title: short(d.Title, 2000), Organ: short(d.Organ, 64), Adopted: adoptedOn(d), Meeting: short(d.Meeting, 200), AgendaItem: short(d.AgendaItem, 200),
		Report: short(d.Report, 200), Language: d.Language, Content: act.HashOf(data).String(), Reader: im.Version}
	if d.Session > 0 && d.Session < 10_000 {
		b.Session = d.Session
	}
	for _, p := range bodies {
		b.Places = append(b.Places, p.place)
		b.Counts.Clauses += len(p.body.Clauses)
		switch p.body.Part {
		case resolution.Preamble:
			b.Counts.Preamble++
		case resolution.Operative:
			b.Counts.Operative++
		default:
			b.Counts.Annex++
		}
	}
	b.Counts.Uncertain = len(d.Uncertain)
	room := roomForNotes
	for _, f := range d.Footnotes {
		n := NoteBody{Marker: short(f.Marker, 20), Text: short(f.Text, longText), Cites: citable(f.Cites)}
		if n.Marker == "" {
			n.Marker = "?"
		}
		if room -= len(n.Text) + len(strings.Join(n.Cites, "")) + 4*len(n.Cites) + 40; room < 0 {
			b.Left++
			continue
		}
		b.Footnotes = append(b.Footnotes, n)
	}
	for _, u := range d.Uncertain {
		if room -= len(u.Why) + 60; room < 0 {
			b.Left++
			continue
		}
		b.Uncertain = append(b.Uncertain, Doubt{Place: short(u.Paragraph, 60), Field: short(u.Field, 60), Why: short(u.Why, 2000)})
	}
	return b
}

// adoptedOn is the day that the text gives, "" where the calendar has none such.
func adoptedOn(d *resolution.Document) act.Day {
	day, err := act.ParseDay(d.Adopted)
	if err != nil {
		return ""
	}
	return day
}

// short cuts a text after so many characters, and shows that.
func short(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// ErrNothing says that a plan has nothing to record.
var ErrNothing = errors.New("there is nothing to record")

// Record records a plan in one call, in the name of a person or, for "", of the
// node. The error is the plan's own where it is refused, ErrNothing where there is
// nothing to record, or the book's.
func (im *Importer) Record(ctx context.Context, person, key string, p *Plan) (book.Receipt, error) {
	switch {
	case p.Why != nil:
		return book.Receipt{}, p.Why
	case p.Acts == 0:
		return book.Receipt{}, ErrNothing
	}
	document := Ref{Symbol: p.Symbol}.Subject()
	if im.Blobs != nil {
		h, _, err := im.Blobs.Put(ctx, document, act.Public, bytes.NewReader(p.data))
		if err != nil {
			return book.Receipt{}, fmt.Errorf("keep the file %s: %w", p.Name, err)
		}
		p.imported.File = &FileBody{Blob: h.String(), Name: fileName(p.Name), Type: p.media, Size: int64(len(p.data))}
	}
	draft := func(kind string, s act.Subject, body any) (book.Draft, error) {
		raw, err := encode(body)
		return book.Draft{Kind: kind, Subject: s, Party: im.Party, Standing: act.Own, Day: im.Today, Audience: act.Public, Body: raw}, err
	}
	first, err := draft("mandate.imported", document, &p.imported)
	if err != nil {
		return book.Receipt{}, err
	}
	call := book.Call{Key: key, Person: person, Acts: []book.Draft{first}, Seen: map[act.Subject]string{document: p.seen}}
	for i := range p.paragraphs {
		d, err := draft("mandate.paragraph", Ref{Symbol: p.Symbol, Place: p.paragraphs[i].place}.Subject(), &p.paragraphs[i].body)
		if err != nil {
			return book.Receipt{}, err
		}
		call.Acts = append(call.Acts, d)
	}
	return im.Book.Record(ctx, call)
}

// mediaType is the type of a file by its content.
func mediaType(name string, data []byte) string {
	kind, err := source.Sniff(name, data)
	if err != nil {
		return "application/octet-stream"
	}
	switch kind {
	case source.AKN:
		return "application/xml"
	case source.DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case source.HTML:
		return "text/html"
	case source.PDF:
		return "application/pdf"
	}
	return "text/plain"
}

// fileName is a file's own name, as an act may have it.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "")))
	if r := []rune(name); len(r) > 200 {
		name = string(r[len(r)-200:])
	}
	if strings.TrimSpace(name) == "" {
		return "file"
	}
	return name
}
