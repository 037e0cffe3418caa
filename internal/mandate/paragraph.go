package mandate

import (
	"context"
	"encoding/json"
	"slices"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/store"
)

// Paragraph is all that the register knows of one.
type Paragraph struct {
	Ref
	Part     string
	Number   string
	Previous string // place of the one before in the text, "" for none
	Next     string
	Texts    []Text // by language, the leading one first
	Clauses  []*Clause
	// Read is the leading text's act: with where each field of a clause stands,
	// and by which rule.
	Read     ParagraphBody
	Outline  *Outlined
	Cites    []Ref // provisions that the text cites
	CitedBy  []Ref // paragraphs that cite it, or a clause of it: the first of them
	Line     []Renewed
	Later    []Renewed // paragraphs that carry it on: the first of them
	Entries  []Entry   // what persons said, the newest first
	Evidence []act.Header
	// More says that there are more than are shown.
	MoreCitedBy, MoreEvidence bool
}

// Text is a paragraph in one language.
type Text struct {
	Language string
	Number   string
	Phrase   string
	Text     string
	Notes    []Marker // where it calls footnotes
	Index    int64    // of the act that says it
}

// Renewed is a step along renewals: a paragraph that another carries on.
type Renewed struct {
	Ref
	Adopted  act.Day
	Class    string // what became of it in the next: kept, amended, merged, split
	Likeness int    // of the texts, in thousandths
	State    string // proposed by the program, confirmed by a person
}

// Entry is what a person said of a paragraph or a clause.
type Entry struct {
	Ref
	Act       string // id
	Index     int64
	Kind      string
	Audience  string
	Party     string
	Person    string
	Standing  act.Standing
	Day       act.Day
	Recorded  act.Instant
	About     string
	Code      string
	Body      []byte // JSON by the kind; empty once it was erased
	Corrected int64  // index of the act that corrected it, -1 for none
}

// Reader is who reads: the audiences to which they belong, on a day.
type Reader struct {
	Audiences []string
	Day       act.Day
}

// shown is how many citing paragraphs and acts a paragraph's page shows at first.
const shown = 50

// ParagraphOf reads a paragraph for a reader, its outline in a language; nil where
// the register does not know it. kinds brings the act's body to its present
// version: [book.Book.Kind] and its Upcast.
func ParagraphOf(ctx context.Context, v store.View, ref Ref, language string, who Reader, up func(kind string, version int, body []byte) ([]byte, error)) (*Paragraph, error) {
	p := &Paragraph{Ref: Ref{Symbol: ref.Symbol, Place: ref.Place}}
	found, err := p.text(ctx, v, up)
	if err != nil {
		return nil, err
	}
	var order []string
	if err := outlines(ctx, v, ref.Symbol, language, func(o *Outlined) {
		order = append(order, o.Place)
		if o.Place == ref.Place {
			p.Outline = o
		}
	}); err != nil {
		return nil, err
	}
	if !found && p.Outline == nil {
		return nil, nil
	}
	if !found {
		p.standIn(order)
	}
	for _, step := range []func() error{
		func() (err error) {
			p.Clauses, err = clauses(ctx, v, `WHERE c.symbol = ? AND c.place = ? ORDER BY c.gone, c.ord, c.n`, ref.Symbol, ref.Place)
			return err
		},
		func() error { return p.citations(ctx, v) },
		func() (err error) { p.CitedBy, p.MoreCitedBy, err = CitedBy(ctx, v, p.Ref, Ref{}, shown); return err },
		func() (err error) { p.Line, err = lineage(ctx, v, p.Ref); return err },
		func() (err error) { p.Later, err = later(ctx, v, p.Ref); return err },
		func() (err error) { p.Entries, err = Entries(ctx, v, p.Ref, who); return err },
		func() (err error) {
			p.Evidence, p.MoreEvidence, err = Evidence(ctx, v, p.Ref, who, 0, shown)
			return err
		},
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// standIn gives a paragraph that the outline alone knows its number and its
// neighbours: an outline's places are the numbers as printed.
func (p *Paragraph) standIn(order []string) {
	p.Part, p.Number = "operative", p.Place
	i := slices.Index(order, p.Place)
	if i > 0 {
		p.Previous = order[i-1]
	}
	if i >= 0 && i+1 < len(order) {
		p.Next = order[i+1]
	}
}

// text reads the paragraph's words and neighbours; false where the texts have none
// of its place.
func (p *Paragraph) text(ctx context.Context, v store.View, up func(string, int, []byte) ([]byte, error)) (found bool, err error) {
	var lead string
	var ord int
	_, err = store.One(ctx, v, `SELECT d.language, COALESCE(p.ord, 0), COALESCE(p.part, ''), COALESCE(p.number, '') FROM {mandate_document} AS d
		LEFT JOIN {mandate_paragraph} AS p ON p.symbol = d.symbol AND p.place = ? WHERE d.symbol = ?`, []any{p.Place, p.Symbol}, &lead, &ord, &p.Part, &p.Number)
	if err != nil {
		return false, err
	}
	err = store.Each(ctx, v, `SELECT language, part, number, phrase, text, footnotes, idx FROM {mandate_text} WHERE symbol = ? AND place = ? ORDER BY language`, []any{p.Symbol, p.Place}, func(rows store.Rows) error {
		var t Text
		var part, notes string
		err := rows.Scan(&t.Language, &part, &t.Number, &t.Phrase, &t.Text, &notes, &t.Index)
		t.Notes = splitMarkers(notes)
		if p.Part == "" {
			p.Part, p.Number = part, t.Number
		}
		p.Texts = append(p.Texts, t)
		return err
	})
	if err != nil {
		return false, err
	}
	slices.SortStableFunc(p.Texts, func(a, b Text) int { return bit(b.Language == lead) - bit(a.Language == lead) })
	if len(p.Texts) > 0 && p.Texts[0].Language == lead {
		if err := bodyAt(ctx, v, p.Texts[0].Index, up, &p.Read); err != nil {
			return false, err
		}
	}
	if ord > 0 {
		if _, err := store.One(ctx, v, `SELECT place FROM {mandate_paragraph} WHERE symbol = ? AND ord < ? ORDER BY ord DESC LIMIT 1`, []any{p.Symbol, ord}, &p.Previous); err != nil {
			return false, err
		}
		if _, err := store.One(ctx, v, `SELECT place FROM {mandate_paragraph} WHERE symbol = ? AND ord > ? ORDER BY ord LIMIT 1`, []any{p.Symbol, ord}, &p.Next); err != nil {
			return false, err
		}
	}
	return len(p.Texts) > 0, nil
}

// bodyAt reads the body of a public act.
func bodyAt(ctx context.Context, r store.Reader, index int64, up func(string, int, []byte) ([]byte, error), into any) error {
	var header, body []byte
	found, err := store.One(ctx, r, `SELECT header, body FROM act WHERE idx = ?`, []any{index}, &header, &body)
	if err != nil || !found {
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

func (p *Paragraph) citations(ctx context.Context, r store.Reader) error {
	return store.Each(ctx, r, `SELECT DISTINCT cited, cited_place FROM {mandate_cite} WHERE symbol = ? AND place = ? ORDER BY cited, cited_place`, []any{p.Symbol, p.Place}, func(rows store.Rows) error {
		var to Ref
		err := rows.Scan(&to.Symbol, &to.Place)
		p.Cites = append(p.Cites, to)
		return err
	})
}

// CitedBy are paragraphs of texts that cite a document, or a paragraph of it, in the
// order of their symbols, after the one given; more says that there are others.
func CitedBy(ctx context.Context, r store.Reader, ref, after Ref, n int) (list []Ref, more bool, err error) {
	err = store.Each(ctx, r, `SELECT DISTINCT symbol, place FROM {mandate_cite} WHERE cited = ? AND cited_place = ? AND (symbol, place) > (?, ?) ORDER BY symbol, place LIMIT ?`,
		[]any{ref.Symbol, ref.Place, after.Symbol, after.Place, n + 1}, func(rows store.Rows) error {
			var from Ref
			err := rows.Scan(&from.Symbol, &from.Place)
			if len(list) == n {
				more = true
				return err
			}
			list = append(list, from)
			return err
		})
	return list, more, err
}

// lineage is what a paragraph carries on, back to the first: so that one sees since
// when the duty stands.
func lineage(ctx context.Context, r store.Reader, ref Ref) (list []Renewed, err error) {
	err = store.Each(ctx, r, `WITH RECURSIVE line(step, symbol, place, class, likeness, state) AS (
			SELECT 1, origin, origin_place, class, likeness, state FROM {mandate_renewal} WHERE symbol = ? AND place = ? AND origin <> ''
			UNION ALL
			SELECT l.step + 1, n.origin, n.origin_place, n.class, n.likeness, n.state FROM line AS l
			JOIN {mandate_renewal} AS n ON n.symbol = l.symbol AND n.place = l.place AND n.origin <> '' WHERE l.step < 100)
		SELECT l.symbol, l.place, l.class, l.likeness, l.state, COALESCE(d.adopted, '') FROM line AS l LEFT JOIN {mandate_document} AS d ON d.symbol = l.symbol ORDER BY l.step`,
		[]any{ref.Symbol, ref.Place}, renewedRows(&list))
	return list, err
}

// later are the paragraphs that carry one on.
func later(ctx context.Context, r store.Reader, ref Ref) (list []Renewed, err error) {
	err = store.Each(ctx, r, `SELECT n.symbol, n.place, n.class, n.likeness, n.state, COALESCE(d.adopted, '') FROM {mandate_renewal} AS n LEFT JOIN {mandate_document} AS d ON d.symbol = n.symbol
		WHERE n.origin = ? AND n.origin_place = ? ORDER BY n.symbol, n.place LIMIT ?`, []any{ref.Symbol, ref.Place, shown}, renewedRows(&list))
	return list, err
}

func renewedRows(list *[]Renewed) func(store.Rows) error {
	return func(rows store.Rows) error {
		var n Renewed
		var adopted string
		err := rows.Scan(&n.Symbol, &n.Place, &n.Class, &n.Likeness, &n.State, &adopted)
		n.Adopted = act.Day(adopted)
		*list = append(*list, n)
		return err
	}
}

// Since is the earliest paragraph that one carries on, and the earliest whose words
// are the same; the paragraph's own where it carries on none.
func (p *Paragraph) Since() (first, unchanged Ref) {
	first, unchanged = p.Ref, p.Ref
	same := true
	for _, n := range p.Line {
		first = n.Ref
		if same = same && n.Class == "kept"; same {
			unchanged = n.Ref
		}
	}
	return first, unchanged
}

// entriesShown is how many entries of a paragraph are read.
const entriesShown = 500

// Entries are what persons said of a paragraph and its clauses, or of one clause, as
// far as the reader may read it, the newest first.
func Entries(ctx context.Context, r store.Reader, ref Ref, who Reader) (list []Entry, err error) {
	may, args := access.Filter("e.subject", "e.audience", who.Audiences, who.Day)
	where, first := `e.symbol = ? AND e.place = ?`, []any{ref.Symbol, ref.Place}
	if ref.Clause > 0 {
		where, first = where+` AND e.n = ?`, append(first, ref.Clause)
	}
	err = store.Each(ctx, r, `SELECT `+entryColumns+` FROM {mandate_entry} AS e WHERE `+where+` AND `+may+` ORDER BY e.idx DESC LIMIT ?`,
		slices.Concat(first, args, []any{entriesShown}), func(rows store.Rows) error {
			e, err := scanEntry(rows)
			list = append(list, e)
			return err
		})
	return list, err
}

const entryColumns = `e.symbol, e.place, e.n, e.act, e.idx, e.kind, e.audience, e.party, e.person, e.standing, e.day, e.recorded, e.about, e.code, e.body, e.corrected`

// scanEntry reads entryColumns, and after them what more takes.
func scanEntry(rows store.Rows, more ...any) (e Entry, err error) {
	var standing, day, body string
	var recorded int64
	err = rows.Scan(append([]any{&e.Symbol, &e.Place, &e.Clause, &e.Act, &e.Index, &e.Kind, &e.Audience, &e.Party, &e.Person, &standing, &day, &recorded, &e.About, &e.Code, &body, &e.Corrected}, more...)...)
	e.Standing, e.Day, e.Recorded, e.Body = act.Standing(standing), act.Day(day), act.Instant(recorded), []byte(body)
	return e, err
}

// Decided is a proposal on which somebody decided.
type Decided struct {
	Entry          // the proposal
	Decision Entry // without what it says
}

// DecidedProposals are proposals on which somebody decided, as far as the reader may
// read them, the latest decision first.
func DecidedProposals(ctx context.Context, r store.Reader, who Reader, n int) (list []Decided, err error) {
	proposed, args := access.Filter("e.subject", "e.audience", who.Audiences, who.Day)
	decided, more := access.Filter("d.subject", "d.audience", who.Audiences, who.Day)
	err = store.Each(ctx, r, `SELECT `+entryColumns+`, d.act, d.idx, d.day, d.code FROM {mandate_entry} AS d
		JOIN {mandate_entry} AS e ON e.symbol = d.symbol AND e.place = d.place AND e.n = d.n AND e.kind = 'mandate.proposed' AND e.act = d.about
		WHERE d.kind = 'mandate.approved' AND d.corrected < 0 AND e.body <> '' AND `+proposed+` AND `+decided+` ORDER BY d.idx DESC LIMIT ?`,
		slices.Concat(args, more, []any{limit(n)}), func(rows store.Rows) error {
			o := Decided{Decision: Entry{Kind: "mandate.approved"}}
			var day string
			var err error
			o.Entry, err = scanEntry(rows, &o.Decision.Act, &o.Decision.Index, &day, &o.Decision.Code)
			o.Decision.Ref, o.Decision.Day = o.Ref, act.Day(day)
			list = append(list, o)
			return err
		})
	return list, err
}

// Proposals are what the secretariat proposed of mandates and nobody decided yet, as
// far as the reader may read it, the oldest first, after an index.
func Proposals(ctx context.Context, r store.Reader, who Reader, after int64, n int) (list []Entry, err error) {
	may, args := access.Filter("e.subject", "e.audience", who.Audiences, who.Day)
	err = store.Each(ctx, r, `SELECT `+entryColumns+` FROM {mandate_entry} AS e WHERE e.kind = 'mandate.proposed' AND e.idx > ? AND e.corrected < 0 AND e.body <> '' AND `+may+`
		AND NOT EXISTS (SELECT 1 FROM {mandate_entry} AS d WHERE d.symbol = e.symbol AND d.place = e.place AND d.n = e.n AND d.kind = 'mandate.approved' AND d.about = e.act AND d.corrected < 0)
		ORDER BY e.idx LIMIT ?`, slices.Concat([]any{after}, args, []any{limit(n)}), func(rows store.Rows) error {
		e, err := scanEntry(rows)
		list = append(list, e)
		return err
	})
	return list, err
}
