package assistance

import (
	"strings"

	"comity/internal/act"
)

// RequestedBody asks for help: assistance.requested. The clauses that it rests on are
// the act's cites.
type RequestedBody struct {
	// Reference is the State's own, unique among its requests where it is given.
	Reference string `json:"reference,omitempty"`
	Title     string `json:"title"`
	Language  string `json:"language"`
	Authority string `json:"authority"`
	Contact   string `json:"contact,omitempty"`
	// Group is the regional group with which the State is counted on the day, "" for
	// none.
	Group string `json:"group,omitempty"`
	// Topic is what the request is counted under; Topics are further ones.
	Topic         string   `json:"topic"`
	Topics        []string `json:"topics,omitempty"`
	Help          []string `json:"help"`
	Reason        string   `json:"reason"`
	Baseline      string   `json:"baseline,omitempty"`
	Plan          string   `json:"plan,omitempty"`
	Beneficiaries string   `json:"beneficiaries,omitempty"`
	Forces        bool     `json:"forces"`
	Urgency       string   `json:"urgency"`
	Funding       string   `json:"funding,omitempty"`
	Origin        string   `json:"origin,omitempty"`
	// OriginAbout is the review, request or reply that it comes from.
	OriginAbout act.Subject `json:"origin_about,omitempty"`
	// OriginWords say it where it is not in the book.
	OriginWords string `json:"origin_words,omitempty"`
	Files       []File `json:"files,omitempty"`
}

// NoteBody is a step with a note or reason: assistance.confirmed, .checked, .cleared,
// .suspended, .resumed, .withdrawn, .closed.
type NoteBody struct {
	Reason string `json:"reason,omitempty"`
}

// TextBody asks for or gives information: assistance.asked, .given.
type TextBody struct {
	Text  string  `json:"text"`
	Until act.Day `json:"until,omitempty"` // by which it is wished for
	Files []File  `json:"files,omitempty"`
}

// Finding is what an appraisal says of one criterion.
type Finding struct {
	Criterion string `json:"criterion"`
	Finding   string `json:"finding"`
	Reason    string `json:"reason"`
}

// AppraisedBody weighs a request: assistance.appraised.
type AppraisedBody struct {
	Findings []Finding `json:"findings"`
	Forces   bool      `json:"forces"`
	Advice   Outcome   `json:"advice"`
	Reason   string    `json:"reason"`
}

// ReplyBody is a reply, drafted and then sent: assistance.drafted, .replied.
type ReplyBody struct {
	Outcome  Outcome `json:"outcome"`
	Reason   string  `json:"reason,omitempty"`
	Referred string  `json:"referred,omitempty"`
	Language string  `json:"language"`
	Title    string  `json:"title"`
	Letter   string  `json:"letter"`
	// Channel, Reference and File are of what was sent.
	Channel   string `json:"channel,omitempty"`
	Reference string `json:"reference,omitempty"`
	File      *File  `json:"file,omitempty"`
}

// Same says whether two replies say the same.
func (b *ReplyBody) Same(o *ReplyBody) bool {
	return b.Outcome == o.Outcome && b.Reason == o.Reason && b.Referred == o.Referred && b.Language == o.Language && b.Title == o.Title && b.Letter == o.Letter
}

// AssignedBody says who gives the help: assistance.assigned.
type AssignedBody struct {
	Office  string      `json:"office"`
	Unit    string      `json:"unit,omitempty"`
	Project act.Subject `json:"project,omitempty"`
	Reason  string      `json:"reason,omitempty"`
}

// AssessedBody assesses risks to rights: assistance.assessed.
type AssessedBody struct {
	Level      string `json:"level"`
	Risks      string `json:"risks"`
	Mitigation string `json:"mitigation"`
}

// DiligenceBody approves an assessment until a day: assistance.diligence-cleared.
type DiligenceBody struct {
	Review act.Day `json:"review"`
	Reason string  `json:"reason,omitempty"`
}

// DeliveredBody says what was done: assistance.delivered.
type DeliveredBody struct {
	Help    string      `json:"help"`
	Text    string      `json:"text"`
	Project act.Subject `json:"project,omitempty"`
	// Deliveries of projects that this rests on.
	Deliveries []act.Subject `json:"deliveries,omitempty"`
	Final      bool          `json:"final"`
	Files      []File        `json:"files,omitempty"`
}

// EvaluatedBody is what the State says of the help: assistance.evaluated.
type EvaluatedBody struct {
	Met      string `json:"met"`
	Text     string `json:"text"`
	Further  string `json:"further,omitempty"`
	Language string `json:"language"`
	Files    []File `json:"files,omitempty"`
}

// PublishedBody is what the State lets everybody read: assistance.published.
type PublishedBody struct {
	Title    Prose    `json:"title"`
	Summary  Prose    `json:"summary"`
	Topics   []string `json:"topics"`
	Help     []string `json:"help"`
	Received act.Day  `json:"received,omitempty"`
	Outcome  Outcome  `json:"outcome,omitempty"`
	Met      string   `json:"met,omitempty"`
}

// Prose is a field of the type prose.
type Prose struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}

// NetworkBody is a network or partnership: assistance.network.
type NetworkBody struct {
	Title       Prose    `json:"title"`
	About       *Prose   `json:"about,omitempty"`
	Coordinator string   `json:"coordinator"`
	Members     []string `json:"members,omitempty"`
	Topics      []string `json:"topics"`
	Help        []string `json:"help,omitempty"`
	Languages   []string `json:"languages,omitempty"`
	Site        string   `json:"site,omitempty"`
	Until       act.Day  `json:"until,omitempty"`
}

// ContactBody is a contact point of a network: assistance.contact.
type ContactBody struct {
	Party     string   `json:"party"`
	Authority string   `json:"authority"`
	Reached   string   `json:"reached"`
	Always    bool     `json:"always"` // at all hours
	Languages []string `json:"languages,omitempty"`
	Until     act.Day  `json:"until,omitempty"`
}

// JointBody is an agreement or joint activity of a network: assistance.joint.
type JointBody struct {
	What    string   `json:"what"`
	Title   Prose    `json:"title"`
	Parties []string `json:"parties,omitempty"`
	From    act.Day  `json:"from,omitempty"`
	Until   act.Day  `json:"until,omitempty"`
	File    *File    `json:"file,omitempty"`
}

// ExpertBody is an entry of the roster: assistance.expert.
type ExpertBody struct {
	Name      string   `json:"name"`
	Function  string   `json:"function,omitempty"`
	Reached   string   `json:"reached,omitempty"`
	Topics    []string `json:"topics"`
	Help      []string `json:"help"`
	Languages []string `json:"languages"`
	Until     act.Day  `json:"until,omitempty"`
}

// outline are the members of any body that the rules look at.
type outline struct {
	Reason  string  `json:"reason"`
	Outcome Outcome `json:"outcome"`
	Final   bool    `json:"final"`
	Forces  bool    `json:"forces"`
	Review  act.Day `json:"review"`
	Office  string  `json:"office"`
}

// stepOf is what the rules look at in an act.
func stepOf(a *act.Act) (Step, error) {
	var o outline
	if err := a.Decode(&o); err != nil {
		return Step{}, err
	}
	return Step{Kind: strings.TrimPrefix(a.Kind, "assistance."), Act: a.ID, Index: a.Index, Day: cameOn(a), Standing: a.Standing, Person: a.Person, Audience: a.Audience, Corrects: a.Corrects,
		Reason: o.Reason != "", Outcome: o.Outcome, Final: o.Final, Forces: o.Forces, Until: o.Review, Office: o.Office}, nil
}

// cameOn is the day of a step: that of the act, or on which its letter was received.
func cameOn(a *act.Act) act.Day {
	if a.Standing == act.Communicated && a.Source != nil {
		return a.Source.Received
	}
	return a.Day
}
