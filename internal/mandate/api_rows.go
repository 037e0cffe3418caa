package mandate

import (
	"encoding/json"

	"comity/internal/act"
)

// The shapes of the register's answers to programs. They are apart from those of
// the register itself, so that these can change and addresses stay.

// DocumentRow is a resolution or decision.
type DocumentRow struct {
	Symbol     string   `json:"symbol"`
	Subject    string   `json:"subject"`
	Title      string   `json:"title,omitempty"`
	Language   string   `json:"language,omitempty" doc:"Of the text that leads."`
	Organ      string   `json:"organ,omitempty"`
	Session    int      `json:"session,omitempty"`
	Adopted    string   `json:"adopted,omitempty"`
	Meeting    string   `json:"meeting,omitempty"`
	AgendaItem string   `json:"agenda_item,omitempty"`
	Report     string   `json:"report,omitempty" doc:"On which it was adopted."`
	Languages  []string `json:"languages" nullable:"false" doc:"Of the texts that there are."`
	Preamble   int      `json:"preamble" doc:"Paragraphs."`
	Operative  int      `json:"operative" doc:"Paragraphs."`
	Annex      int      `json:"annex" doc:"Paragraphs."`
	Clauses    int      `json:"clauses"`
	Uncertain  int      `json:"uncertain" doc:"Points that the reading could not settle."`
	Outlined   int      `json:"outlined" doc:"Paragraphs that the programme tells in its own words."`
}

// DocumentWhole is a document with its texts and what cites it.
type DocumentWhole struct {
	DocumentRow
	Texts       []TextRow `json:"texts" nullable:"false"`
	CitedBy     []string  `json:"cited_by" nullable:"false"`
	MoreCitedBy bool      `json:"more_cited_by,omitempty" doc:"There are more than are given."`
}

// TextRow is a document's text in one language, and where it came from.
type TextRow struct {
	Language  string     `json:"language"`
	Title     string     `json:"title"`
	Act       string     `json:"act" doc:"The id of the act that took it in."`
	Day       string     `json:"day"`
	Content   string     `json:"content" doc:"SHA-256 of the file."`
	File      string     `json:"file,omitempty"`
	Media     string     `json:"media,omitempty"`
	Size      int64      `json:"size,omitempty"`
	Reader    string     `json:"reader" doc:"The program that read it."`
	Replaces  string     `json:"replaces,omitempty" doc:"Why it took another text's place."`
	Footnotes []NoteBody `json:"footnotes" nullable:"false"`
	Uncertain []Doubt    `json:"uncertain" nullable:"false"`
}

// ParagraphRow is a paragraph in its document.
type ParagraphRow struct {
	Cite      string      `json:"cite"`
	Place     string      `json:"place"`
	Part      string      `json:"part"`
	Number    string      `json:"number,omitempty" doc:"As printed."`
	Language  string      `json:"language,omitempty" doc:"Of the text."`
	Text      string      `json:"text,omitempty" doc:"Absent where only the programme's summary is known."`
	Phrase    string      `json:"phrase,omitempty"`
	Markers   []Marker    `json:"markers" nullable:"false" doc:"Where the text calls footnotes."`
	Summary   string      `json:"summary,omitempty" doc:"In the programme's own words."`
	SummaryIn string      `json:"summary_language,omitempty"`
	Made      string      `json:"summary_made,omitempty" doc:"How the summary was made."`
	Topics    []string    `json:"topics" nullable:"false"`
	Clauses   []ClauseRow `json:"clauses" nullable:"false"`
}

// ClauseRow is one operative act of a paragraph to one set of addressees.
type ClauseRow struct {
	Cite        string      `json:"cite"`
	Document    string      `json:"document"`
	Place       string      `json:"place"`
	Clause      int         `json:"clause"`
	Gone        bool        `json:"gone,omitempty" doc:"An act cites it and the present reading has it no more."`
	Phrase      string      `json:"phrase"`
	Force       string      `json:"force"`
	Action      string      `json:"action"`
	Addressees  []string    `json:"addressees" nullable:"false" doc:"As printed."`
	Entities    []string    `json:"entities" nullable:"false"`
	Conditions  []string    `json:"conditions" nullable:"false"`
	Topics      []string    `json:"topics" nullable:"false"`
	Deadline    string      `json:"deadline,omitempty" doc:"As printed."`
	Due         string      `json:"due,omitempty" doc:"The day, where the text settles it."`
	DueExact    string      `json:"due_exact,omitempty" enum:"day,month,year,session"`
	DueBody     string      `json:"due_body,omitempty"`
	DueSession  int         `json:"due_session,omitempty"`
	Report      bool        `json:"report,omitempty" doc:"It asks for a report."`
	ReportTo    string      `json:"report_to,omitempty"`
	ReportAt    string      `json:"report_at,omitempty"`
	ReportOn    string      `json:"report_on,omitempty"`
	Statuses    []StatusRow `json:"statuses" nullable:"false" doc:"Of the Office and bodies of the United Nations alone."`
	Office      string      `json:"office,omitempty" doc:"Who is responsible."`
	Unit        string      `json:"unit,omitempty"`
	Since       string      `json:"since,omitempty"`
	Effect      string      `json:"effect,omitempty" doc:"What a later decision made of it."`
	EffectBy    string      `json:"effect_by,omitempty"`
	EffectDay   string      `json:"effect_day,omitempty"`
	Shared      []string    `json:"shared" nullable:"false"`
	Coordinator string      `json:"coordinator,omitempty"`
	Corrected   []string    `json:"corrected" nullable:"false" doc:"Fields that a person reads otherwise than the program."`
}

// StatusRow is the status that a body has.
type StatusRow struct {
	Body   string `json:"body"`
	Status string `json:"status"`
}

// ParagraphWhole is all that the register knows of a paragraph, as far as it is
// open to the caller.
type ParagraphWhole struct {
	Cite         string        `json:"cite"`
	Document     string        `json:"document"`
	Place        string        `json:"place"`
	Part         string        `json:"part"`
	Number       string        `json:"number,omitempty"`
	Previous     string        `json:"previous,omitempty" doc:"The place of the one before."`
	Next         string        `json:"next,omitempty"`
	Texts        []Words       `json:"texts" nullable:"false" doc:"The leading one first."`
	Clauses      []ClauseRow   `json:"clauses" nullable:"false"`
	Outline      *OutlineRow   `json:"outline,omitempty" doc:"What the programme says of it in its own words."`
	Cites        []string      `json:"cites" nullable:"false"`
	CitedBy      []string      `json:"cited_by" nullable:"false"`
	MoreCitedBy  bool          `json:"more_cited_by,omitempty"`
	Carries      []RenewedRow  `json:"carries" nullable:"false" doc:"What it carries on, back to the first."`
	CarriedBy    []RenewedRow  `json:"carried_by" nullable:"false"`
	Since        string        `json:"since" doc:"The earliest paragraph that it carries on."`
	Unchanged    string        `json:"unchanged" doc:"The earliest one of the same words."`
	Entries      []EntryRow    `json:"entries" nullable:"false" doc:"What persons said, the newest first."`
	Evidence     []EvidenceRow `json:"evidence" nullable:"false" doc:"Acts that cite it, the newest first."`
	MoreEvidence bool          `json:"more_evidence,omitempty" doc:"There are more; ask for acts by cite."`
}

// Words are a paragraph in one language.
type Words struct {
	Language string   `json:"language"`
	Number   string   `json:"number,omitempty"`
	Phrase   string   `json:"phrase,omitempty"`
	Text     string   `json:"text"`
	Markers  []Marker `json:"markers" nullable:"false" doc:"Where the text calls footnotes."`
}

// OutlineRow is what the programme says of a paragraph.
type OutlineRow struct {
	Language string   `json:"language"`
	Text     string   `json:"text"`
	Made     string   `json:"made"`
	Topics   []string `json:"topics" nullable:"false"`
	Evidence []string `json:"evidence" nullable:"false" doc:"Kinds of evidence that are expected."`
}

// RenewedRow is a paragraph that another carries on.
type RenewedRow struct {
	Cite     string `json:"cite"`
	Adopted  string `json:"adopted,omitempty"`
	Class    string `json:"class" doc:"What became of it in the next."`
	Likeness int    `json:"likeness" doc:"Of the texts, in thousandths."`
	State    string `json:"state" doc:"Proposed by the program, or confirmed by a person."`
}

// EntryRow is what a person said of a paragraph or clause.
type EntryRow struct {
	Cite      string          `json:"cite"`
	Act       string          `json:"act"`
	Index     int64           `json:"index"`
	Kind      string          `json:"kind"`
	Party     string          `json:"party"`
	Standing  string          `json:"standing"`
	Day       string          `json:"day"`
	About     string          `json:"about,omitempty"`
	Code      string          `json:"code,omitempty"`
	Corrected bool            `json:"corrected,omitempty" doc:"A later act corrects it."`
	Body      json.RawMessage `json:"body,omitempty"`
}

// EvidenceRow is an act that cites a paragraph.
type EvidenceRow struct {
	Act      string `json:"act"`
	Index    int64  `json:"index"`
	Kind     string `json:"kind"`
	Subject  string `json:"subject"`
	Party    string `json:"party"`
	Standing string `json:"standing"`
	Day      string `json:"day"`
}

// ClauseCounts says how many clauses there are, and how many have each value.
type ClauseCounts struct {
	Total  int                  `json:"total"`
	Exact  bool                 `json:"exact" doc:"False where there are more and counting stopped."`
	Facets map[string][]ValueOf `json:"facets,omitempty" nullable:"false" doc:"By field; absent where there are too many to count."`
}

// ValueOf is a value and how many clauses have it.
type ValueOf struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// never is a list that is not null.
func never(list []string) []string { return append([]string{}, list...) }

func cites(list []Ref) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = r.String()
	}
	return out
}

func documentRow(d *Document) DocumentRow {
	return DocumentRow{d.Symbol, string(Ref{Symbol: d.Symbol}.Subject()), d.Title, d.Language, d.Organ, d.Session, string(d.Adopted), d.Meeting, d.AgendaItem, d.Report,
		never(d.Languages), d.Preamble, d.Operative, d.Annex, d.Clauses, d.Uncertain, d.Outlined}
}

func textRow(g *Reading) TextRow {
	return TextRow{g.Language, g.Title, g.Act, string(g.Day), g.Content, g.File, g.Media, g.Size, g.Reader, g.Replaces, append([]NoteBody{}, g.Notes...), append([]Doubt{}, g.Doubts...)}
}

func paragraphRow(l *Line) ParagraphRow {
	return ParagraphRow{l.Ref.String(), l.Place, l.Part, l.Number, l.In, l.Text, l.Phrase, append([]Marker{}, l.Notes...), l.Summary, l.SummaryIn, l.Made, never(l.Topics), clauseRows(l.Clauses)}
}

func clauseRows(list []*Clause) []ClauseRow {
	rows := make([]ClauseRow, len(list))
	for i, c := range list {
		r := ClauseRow{Cite: c.Ref.String(), Document: c.Symbol, Place: c.Place, Clause: c.Clause, Gone: c.Gone, Phrase: c.Phrase, Force: c.Force, Action: c.Action,
			Addressees: never(c.Addressees), Entities: never(c.Entities), Conditions: never(c.Conditions), Topics: never(c.Topics), Deadline: c.Deadline,
			Due: string(c.Due.Day), DueExact: string(c.Due.Exact), DueBody: c.Due.Body, DueSession: c.Due.Session,
			Report: c.Reports, ReportTo: c.Report.To, ReportAt: c.Report.At, ReportOn: c.Report.On, Statuses: []StatusRow{},
			Office: c.Office, Unit: c.Unit, Since: string(c.Since), Effect: string(c.Effect), EffectBy: string(c.EffectBy), EffectDay: string(c.EffectDay),
			Shared: never(c.Shared), Coordinator: c.Coordinator, Corrected: never(c.Corrected)}
		for _, s := range c.Statuses {
			r.Statuses = append(r.Statuses, StatusRow{s.Body, s.Code})
		}
		rows[i] = r
	}
	return rows
}

func paragraphWhole(p *Paragraph) ParagraphWhole {
	first, unchanged := p.Since()
	out := ParagraphWhole{Cite: p.Ref.String(), Document: p.Symbol, Place: p.Place, Part: p.Part, Number: p.Number, Previous: p.Previous, Next: p.Next,
		Texts: make([]Words, len(p.Texts)), Clauses: clauseRows(p.Clauses), Cites: cites(p.Cites), CitedBy: cites(p.CitedBy), MoreCitedBy: p.MoreCitedBy,
		Carries: renewedRow(p.Line), CarriedBy: renewedRow(p.Later), Since: first.String(), Unchanged: unchanged.String(),
		Entries: entryRows(p.Entries), Evidence: evidenceRows(p.Evidence), MoreEvidence: p.MoreEvidence}
	for i, t := range p.Texts {
		out.Texts[i] = Words{t.Language, t.Number, t.Phrase, t.Text, append([]Marker{}, t.Notes...)}
	}
	if o := p.Outline; o != nil {
		out.Outline = &OutlineRow{o.Language, o.Text, o.Made, never(o.Topics), never(o.Evidence)}
	}
	return out
}

func renewedRow(list []Renewed) []RenewedRow {
	rows := make([]RenewedRow, len(list))
	for i, n := range list {
		rows[i] = RenewedRow{n.Ref.String(), string(n.Adopted), n.Class, n.Likeness, n.State}
	}
	return rows
}

func entryRows(list []Entry) []EntryRow {
	rows := make([]EntryRow, len(list))
	for i := range list {
		e := &list[i]
		rows[i] = EntryRow{Cite: e.Ref.String(), Act: e.Act, Index: e.Index, Kind: e.Kind, Party: e.Party, Standing: string(e.Standing), Day: string(e.Day), About: e.About, Code: e.Code, Corrected: e.Corrected >= 0}
		if len(e.Body) > 0 {
			rows[i].Body = e.Body
		}
	}
	return rows
}

func evidenceRows(list []act.Header) []EvidenceRow {
	rows := make([]EvidenceRow, len(list))
	for i := range list {
		h := &list[i]
		rows[i] = EvidenceRow{h.ID, h.Index, h.Kind, string(h.Subject), h.Party, string(h.Standing), string(h.Day)}
	}
	return rows
}

func clauseCounts(p *ClausePage) ClauseCounts {
	out := ClauseCounts{Total: p.Total, Exact: p.Exact}
	for field, values := range p.Facets {
		if out.Facets == nil {
			out.Facets = map[string][]ValueOf{}
		}
		list := make([]ValueOf, len(values))
		for i, c := range values {
			list[i] = ValueOf{c.Value, c.N}
		}
		out.Facets[string(field)] = list
	}
	return out
}
