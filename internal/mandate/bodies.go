package mandate

import (
	"encoding/json"
	"slices"

	"comity/internal/act"
	"comity/internal/resolution"
)

// ImportedBody says which text the register took in: mandate.imported, on the
// document. Its paragraphs follow in acts of their own.
type ImportedBody struct {
	Symbol     string  `json:"symbol"`
	Named      bool    `json:"named,omitempty"` // the symbol was named by who imported it; the text does not say it
	Title      string  `json:"title,omitempty"`
	Organ      string  `json:"organ,omitempty"`
	Session    int     `json:"session,omitempty"`
	Adopted    act.Day `json:"adopted,omitempty"`
	Meeting    string  `json:"meeting,omitempty"`
	AgendaItem string  `json:"agenda_item,omitempty"`
	Report     string  `json:"report,omitempty"`
	Language   string  `json:"language"`
	Counts     Counts  `json:"counts"`
	// Places are its paragraphs in the order of the text; Gone those that the
	// reading before had and this one has not.
	Places []string `json:"places"`
	Gone   []string `json:"gone,omitempty"`
	// Content is the SHA-256 of the file as it was given; File names the blob
	// in which it is kept.
	Content   string     `json:"content"`
	File      *FileBody  `json:"file,omitempty"`
	Reader    string     `json:"reader"` // the program that read it
	Replaces  string     `json:"replaces,omitempty"`
	Footnotes []NoteBody `json:"footnotes,omitempty"`
	Uncertain []Doubt    `json:"uncertain,omitempty"`
	// Left is how many uncertain points and footnotes did not fit.
	Left int `json:"left,omitempty"`
}

// Counts of a text.
type Counts struct {
	Preamble  int `json:"preamble"`
	Operative int `json:"operative"`
	Annex     int `json:"annex"`
	Clauses   int `json:"clauses"`
	Uncertain int `json:"uncertain"`
}

// FileBody is a field of the type file.
type FileBody struct {
	Blob string `json:"blob"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// NoteBody is a footnote.
type NoteBody struct {
	Marker string   `json:"marker"`
	Text   string   `json:"text,omitempty"`
	Cites  []string `json:"cites,omitempty"`
}

// Doubt is what the reading could not settle.
type Doubt struct {
	Place string `json:"place,omitempty"`
	Field string `json:"field"`
	Why   string `json:"why"`
}

// ParagraphBody is one paragraph in one language: mandate.paragraph.
type ParagraphBody struct {
	Language  string          `json:"language"`
	Part      resolution.Part `json:"part"`
	Number    string          `json:"number,omitempty"` // as printed
	Text      string          `json:"text"`
	Phrase    string          `json:"phrase,omitempty"`
	Cites     []string        `json:"cites,omitempty"`
	Footnotes []string        `json:"footnotes,omitempty"` // markers
	// FootnotePlaces are the code points of Text before which the markers stand, in
	// their order; empty where they are not known, as in bodies of the first version.
	FootnotePlaces []int        `json:"footnote_places,omitempty"`
	Clauses        []ClauseBody `json:"clauses,omitempty"` // in reading order
}

// ClauseBody is one clause; docs/clauses.md says what its fields mean.
type ClauseBody struct {
	Number     int         `json:"number"`
	Phrase     string      `json:"phrase,omitempty"`
	Verb       string      `json:"verb,omitempty"`
	Force      string      `json:"force"`
	Addressees []string    `json:"addressees,omitempty"`
	Entities   []string    `json:"entities,omitempty"`
	Bodies     []string    `json:"bodies,omitempty"` // those of the entities whose status is kept
	Action     string      `json:"action,omitempty"`
	Conditions []string    `json:"conditions,omitempty"`
	Deadline   string      `json:"deadline,omitempty"`
	Report     *ReportBody `json:"report,omitempty"`
	Due        *DueBody    `json:"due,omitempty"`
	Cites      []string    `json:"cites,omitempty"`
	Topics     []TopicBody `json:"topics,omitempty"`
	Read       []ReadBody  `json:"read,omitempty"` // where each field stands, and the rule that decided it
}

// ReportBody is a duty to report. One of which the text says nothing further has
// Asked alone.
type ReportBody struct {
	Asked bool   `json:"asked"`
	To    string `json:"to,omitempty"`
	At    string `json:"at,omitempty"`
	On    string `json:"on,omitempty"`
}

// DueBody is when the clause falls due, as settled when it was read: [Due].
type DueBody struct {
	Body    string  `json:"body,omitempty"`
	Session int     `json:"session,omitempty"`
	Day     act.Day `json:"day,omitempty"`
	Exact   Exact   `json:"exact,omitempty"`
}

// TopicBody is a topic with the words that gave it: code points of the text.
type TopicBody struct {
	Code string `json:"code"`
	From int    `json:"from"`
	To   int    `json:"to"`
}

// ReadBody is where a field stands in the text, in code points, and by which rule.
type ReadBody struct {
	Field string `json:"field"`
	From  int    `json:"from"`
	To    int    `json:"to"` // 0: nowhere in particular
	Rule  string `json:"rule,omitempty"`
}

// OutlinedBody is what the programme says of a paragraph in its own words:
// mandate.outlined.
type OutlinedBody struct {
	Number  string   `json:"number"`
	Organ   string   `json:"organ,omitempty"`
	Session int      `json:"session,omitempty"`
	Order   int      `json:"order"` // place among the outline's paragraphs, from 1
	Topics  []string `json:"topics,omitempty"`
	Asks    []Ask    `json:"asks"`
	// Evidence are codes of what could show that it was done.
	Evidence []string      `json:"evidence,omitempty"`
	Summary  []SummaryBody `json:"summary"`
	// Folder is the SHA-256 of the programme's outlines as they were loaded.
	Folder string `json:"folder"`
}

// Ask is one clause of an outlined paragraph.
type Ask struct {
	Force string   `json:"force"`
	To    []string `json:"to,omitempty"`
}

// SummaryBody is the summary in a language, and how it was made.
type SummaryBody struct {
	Language string `json:"language"`
	Text     string `json:"text"`
	Made     string `json:"made"` // "own", "own, unreviewed"
}

// StatusBody is mandate.status, on a clause.
type StatusBody struct {
	Of       string         `json:"of"`
	Status   string         `json:"status"`
	By       act.Cite       `json:"by,omitempty"` // what superseded it
	Means    []string       `json:"means,omitempty"`
	Evidence []EvidenceBody `json:"evidence,omitempty"`
	Note     *Prose         `json:"note,omitempty"`
}

// EvidenceBody is what shows a status: one of act, document, file.
type EvidenceBody struct {
	Kind     string    `json:"kind"`
	Act      string    `json:"act,omitempty"`      // id
	Document string    `json:"document,omitempty"` // symbol
	File     *FileBody `json:"file,omitempty"`
}

// Prose is text in a language.
type Prose struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}

// AssignedBody is mandate.assigned: who is responsible for a clause from the act's
// day on; without an office, nobody any more.
type AssignedBody struct {
	Office string `json:"office,omitempty"`
	Unit   string `json:"unit,omitempty"`
	Note   *Prose `json:"note,omitempty"`
}

// ProposedBody is mandate.proposed: what the secretariat thinks should become of
// a clause. It changes nothing.
type ProposedBody struct {
	Proposal string `json:"proposal"`
	Words    *Prose `json:"words,omitempty"` // for an update
	Reason   Prose  `json:"reason"`
}

// ApprovedBody is mandate.approved: another person's word on a proposal.
type ApprovedBody struct {
	Proposal string `json:"proposal"` // the act's id
	Approved bool   `json:"approved"`
	Reason   *Prose `json:"reason,omitempty"`
}

// ChangedBody is mandate.changed: what a decision of the competent organ made of
// a clause.
type ChangedBody struct {
	Effect Effect   `json:"effect"`
	By     act.Cite `json:"by"`
	Since  act.Day  `json:"since"`
	Note   *Prose   `json:"note,omitempty"`
}

// SharedBody is mandate.shared: bodies that carry out a clause together.
type SharedBody struct {
	Bodies      []string `json:"bodies"`
	Coordinator string   `json:"coordinator,omitempty"`
	Note        *Prose   `json:"note,omitempty"`
}

// CorrectedBody is mandate.reading-corrected: a person reads a field of a clause
// otherwise than the program. It outlives later readings.
type CorrectedBody struct {
	Field string   `json:"field"`
	Old   []string `json:"old,omitempty"`
	New   []string `json:"new,omitempty"`
	// Bodies and Due follow from the new value: [Correction.Derive].
	Bodies []string `json:"bodies,omitempty"`
	Due    *DueBody `json:"due,omitempty"`
	Reason Prose    `json:"reason"`
}

// RenewedBody is mandate.renewed, on a paragraph: which earlier one it carries on.
type RenewedBody struct {
	From act.Cite `json:"from,omitempty"` // none: it carries on no earlier one
	// Class is what became of the earlier one: kept, amended, merged, split.
	Class    string `json:"class,omitempty"`
	Likeness int    `json:"likeness,omitempty"` // of the texts, in thousandths
	// State: proposed by the program's comparison, or confirmed by a person.
	State string `json:"state"`
}

// States of a renewal.
const (
	Proposed  = "proposed"
	Confirmed = "confirmed"
)

// encode gives a body's JSON; the book encodes it once more by the kind.
func encode(v any) ([]byte, error) { return json.Marshal(v) }

// body is a document's paragraph as its act says it; numbers are those of its
// clauses.
func paragraphBody(p *resolution.Paragraph, language string) ParagraphBody {
	b := ParagraphBody{Language: language, Part: p.Part, Number: p.Number, Text: p.Text, Phrase: p.Phrase,
		Cites: clone(p.Cites), Footnotes: clone(p.Footnotes)}
	if len(p.NoteSpans) == len(p.Footnotes) {
		for _, n := range p.NoteSpans {
			b.FootnotePlaces = append(b.FootnotePlaces, n.At)
		}
	}
	for i := range p.Clauses {
		b.Clauses = append(b.Clauses, clauseBody(&p.Clauses[i], i+1))
	}
	return b
}

func clauseBody(c *resolution.Clause, number int) ClauseBody {
	b := ClauseBody{Number: number, Phrase: c.Phrase, Verb: c.Verb, Force: string(c.Force), Addressees: clone(c.Addressees), Entities: clone(c.Entities),
		Action: c.Action, Conditions: clone(c.Conditions), Cites: clone(c.Cites)}
	if c.Deadline != nil {
		b.Deadline = *c.Deadline
	}
	if c.Report != nil {
		b.Report = &ReportBody{Asked: true, To: text(c.Report.To), At: text(c.Report.At), On: text(c.Report.On)}
	}
	for _, t := range c.Topics {
		b.Topics = append(b.Topics, TopicBody{t.Code, t.Span[0], t.Span[1]})
	}
	fields := make([]string, 0, len(c.Spans)+len(c.Rules))
	for f := range c.Spans {
		fields = append(fields, f)
	}
	for f := range c.Rules {
		if _, ok := c.Spans[f]; !ok {
			fields = append(fields, f)
		}
	}
	slices.Sort(fields)
	for _, f := range fields {
		b.Read = append(b.Read, ReadBody{Field: f, From: c.Spans[f][0], To: c.Spans[f][1], Rule: c.Rules[f]})
	}
	return b
}

func clone(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// topicCodes are the codes of topics, each once.
func topicCodes(topics []TopicBody) (codes []string) {
	for _, t := range topics {
		if !slices.Contains(codes, t.Code) {
			codes = append(codes, t.Code)
		}
	}
	return codes
}
