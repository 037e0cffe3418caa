package resolution

// Force groups operative verbs by how strongly they bind whom they address.
type Force string

// The forces of a clause, from the strongest.
const (
	Decide    Force = "decide"    // decides, establishes, approves, adopts, endorses
	Request   Force = "request"   // requests, instructs, authorizes, mandates, directs, calls for
	Call      Force = "call"      // calls upon, urges, appeals, demands
	Recommend Force = "recommend" // recommends, encourages, invites, suggests
	State     Force = "state"     // all others: notes, welcomes, reaffirms, ...
)

// Clause is one operative act, addressed to one set of addressees, asking one
// action. Docs: docs/clauses.md.
type Clause struct {
	ID         string   `json:"id"`        // "29:2": paragraph and index
	Paragraph  string   `json:"paragraph"` // printed number
	Index      int      `json:"index"`     // 1, 2 ... within the paragraph
	Phrase     string   `json:"phrase"`    // as printed, without the addressee
	Verb       string   `json:"verb"`      // base form: "request", "take note"
	Force      Force    `json:"force"`
	Addressees []string `json:"addressees"` // as printed, without the article
	Entities   []string `json:"entities"`   // normalised, one for each addressee
	Action     string   `json:"action"`     // one span of the text
	Conditions []string `json:"conditions"` // sorted codes
	Deadline   *string  `json:"deadline"`   // as printed
	Report     *Report  `json:"report"`
	Cites      []string `json:"cites"`
	Topics     []Topic  `json:"topics"`

	// Spans gives, by JSON field name, where in the paragraph's Text the field
	// was read; Rules the name of the rule that decided it. A field with
	// several values ("addressees", "conditions", "cites") has one span a value
	// under "addressees.0", "addressees.1", ...
	Spans map[string]Span   `json:"spans"`
	Rules map[string]string `json:"rules"`
}

// Report is a duty to submit a report, a briefing or an update to a body.
type Report struct {
	To *string `json:"to"` // the body as printed
	At *string `json:"at"` // the session or date as printed
	On *string `json:"on"` // the subject as printed
}

// Topic is a topic of the programme that a clause touches, and the words that
// say so.
type Topic struct {
	Code string `json:"code"`
	Span Span   `json:"span"`
}
