package treaty

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"comity/internal/act"
)

// Action is what is done about a treaty; a code of the list "treaty-action".
type Action string

// The actions that rules turn on.
const (
	Signature           Action = "signature"
	Ratification        Action = "ratification"
	Acceptance          Action = "acceptance"
	Approval            Action = "approval"
	Accession           Action = "accession"
	Succession          Action = "succession"
	DefinitiveSignature Action = "definitive-signature"
	FormalConfirmation  Action = "formal-confirmation"
	// Participation by virtue of a deposit with regard to another treaty: in
	// the 1961 Convention as amended by who ratified the Protocol.
	Participation        Action = "participation"
	ProvisionalApplying  Action = "provisional-application"
	Reservation          Action = "reservation"
	Objection            Action = "objection"
	Declaration          Action = "declaration"
	Notification         Action = "notification"
	TerritorialApplying  Action = "territorial-application"
	TerritorialExclusion Action = "territorial-exclusion"
	Denunciation         Action = "denunciation"
	Withdrawal           Action = "withdrawal"
)

// actions in the order in which they count when they fall on one day.
var actions = []Action{Signature, DefinitiveSignature, Ratification, Acceptance, Approval, Accession, Succession, FormalConfirmation, Participation,
	ProvisionalApplying, Reservation, Objection, Declaration, Notification, TerritorialApplying, TerritorialExclusion, Denunciation, Withdrawal}

// Consents says whether the action expresses consent to be bound.
func (a Action) Consents() bool {
	switch a {
	case Ratification, Acceptance, Approval, Accession, Succession, DefinitiveSignature, FormalConfirmation, Participation:
		return true
	}
	return false
}

// Ref points at a deposit of the same party about the same treaty by what it
// was, so that it can be named before or after that one is known.
type Ref struct {
	Action Action  `json:"action"`
	Day    act.Day `json:"day"`
	Item   string  `json:"item,omitempty"`
}

// Deposit is one thing done about one treaty by one party.
type Deposit struct {
	ID         string // of the act
	Index      int64  // of the act
	Instrument string // code
	Party      string // code
	Action     Action
	// Day on which the depositary received it. With Latest it was that day or
	// before: nothing more exact is known.
	Day    act.Day
	Latest bool
	// Effective is the day that the deposit itself names for its effect: of a
	// succession the day on which the successor took the predecessor's place.
	// "" leaves it to the rules.
	Effective act.Day
	// Depositary is the one that received it, where the treaty has several.
	Depositary string
	// Item tells several of one action on one day apart.
	Item        string
	Matter      string     // code of the list "treaty-matter"
	Provisions  []act.Cite // which it is about
	Against     string     // party whose reservation is objected to
	NoRelation  bool       // the objection keeps the treaty from binding the two towards each other
	Territories []string
	Predecessor string
	Authority   string // name and address of an authority
	Languages   []string
	Channel     string
	Takes       string // "yes", "no": it takes the treaty as the legal basis
	Text        string
	Language    string // of Text
	Withdraws   Ref
	// List is the number of the depositary's list in which it stands, "" for none.
	List string
	// Unconfirmed: entered from general knowledge, no source at hand.
	Unconfirmed bool

	Standing  act.Standing
	Channels  string // channel of the source
	Reference string // of the source
	// Known and Replaced are the instants, in microseconds, from which and
	// until which this was what the record said.
	Known, Replaced act.Instant
}

// ref is how a withdrawal would name d.
func (d *Deposit) ref() Ref { return Ref{d.Action, d.Day, d.Item} }

// compare orders deposits by their content: the day first. What became known
// first plays no part.
func compare(a, b *Deposit) int {
	return cmp.Or(strings.Compare(string(a.Day), string(b.Day)),
		cmp.Compare(slices.Index(actions, a.Action), slices.Index(actions, b.Action)),
		strings.Compare(a.Depositary, b.Depositary), strings.Compare(a.Item, b.Item),
		strings.Compare(string(a.Effective), string(b.Effective)), strings.Compare(string(a.Standing), string(b.Standing)),
		strings.Compare(a.List, b.List), strings.Compare(string(a.Withdraws.Day), string(b.Withdraws.Day)), strings.Compare(a.ID, b.ID))
}

// ActionOf is what an act's body, or a draft's, says was done; "" for another kind.
func ActionOf(raw []byte) Action {
	var b struct {
		Action  Action
		Deposit struct{ Action Action }
	}
	if json.Unmarshal(raw, &b) != nil {
		return ""
	}
	if b.Action != "" {
		return b.Action
	}
	return b.Deposit.Action
}
