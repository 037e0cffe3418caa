package treaty

import (
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/programme"
)

// Module is the register as the program takes it. instruments are the
// programme's treaties, parties its parties.
func Module(instruments []programme.Instrument, parties *party.Registry) module.Module {
	return module.Module{
		Title:  "Treaties",
		Serves: []act.Cite{"A/RES/69/197#2", "A/RES/69/197#3", "A/RES/69/197#4", "A/RES/69/197#24", "A/RES/69/197#43", "A/RES/69/197#53"},
		Record: Record(instruments, parties),
		Found:  found(instruments),
	}
}

// Record is what the module brings to the book.
func Record(instruments []programme.Instrument, parties *party.Registry) book.Module {
	r := newRules(instruments, parties)
	public := []string{act.Public}
	others := []act.Standing{act.Communicated, act.Observed}
	return book.Module{Name: "treaty", Sentences: all(), Tables: tables, Kinds: []book.Kind{
		{Shape: act.Shape{Name: "treaty.deposit", Version: 1, Title: "Deposit or notification about a treaty", Subjects: []string{"treaty"}, Audiences: public,
			Fields: depositFields()}, Decide: r.deposit, Project: project},
		{Shape: act.Shape{Name: "treaty.correction", Version: 1, Title: "Correction of what was recorded about a treaty", Subjects: []string{"treaty"}, Audiences: public, Correction: true,
			Fields: []act.Field{
				{Name: "reason", Label: "Reason", Type: act.Text, Lines: true, Required: true},
				{Name: "struck", Label: "It was recorded by mistake, and nothing takes its place", Type: act.YesNo, Required: true},
				{Name: "deposit", Label: "What takes its place", Type: act.Group, Required: true, When: &act.When{Field: "struck", Is: []string{"false"}}, Fields: depositFields()},
			}}, Decide: r.correction, Project: projectCorrection},
		{Shape: act.Shape{Name: "treaty.list", Version: 1, Title: "Depositary's list that was taken in", Subjects: []string{"treaty"}, Standings: others, Audiences: public,
			Fields: []act.Field{
				{Name: "list", Label: "Number of the list", Type: act.Text, Max: 40, Required: true},
				{Name: "as_of", Label: "The list's own day", Type: act.DayOn, Required: true},
				{Name: "hash", Label: "Hash of the file", Type: act.Text, Max: 80, Required: true},
				{Name: "rows", Label: "Participants in the list", Type: act.Integer, Min: 0, Max: 10_000, Required: true},
				{Name: "added", Label: "Deposits that were new", Type: act.Integer, Min: 0, Max: 100_000, Required: true},
				{Name: "corrected", Label: "Deposits that were corrected", Type: act.Integer, Min: 0, Max: 100_000, Required: true},
				{Name: "struck", Label: "Deposits that were struck", Type: act.Integer, Min: 0, Max: 100_000, Required: true},
			}}, Decide: r.list, Project: projectList},
		{Shape: act.Shape{Name: "treaty.instrument", Version: 1, Title: "Treaty as the programme describes it", Subjects: []string{"treaty"}, Audiences: public,
			Fields: []act.Field{
				{Name: "title", Label: "Title", Type: act.Prose, Max: 1000, Required: true},
				{Name: "hash", Label: "Hash of the programme's file", Type: act.Text, Max: 80, Required: true},
			}}, Decide: r.instrument, Project: projectInstrument},
		{Shape: act.Shape{Name: "treaty.agreement", Version: 1, Title: "Bilateral or regional treaty on cooperation", Subjects: []string{"agreement"}, Audiences: public,
			Fields: agreementFields()}, Decide: r.agreement, Project: projectAgreement},
	}}
}

// depositFields are what is said of a deposit besides party, day, standing and
// source, which stand in the act's header.
func depositFields() []act.Field {
	when := func(actions ...Action) *act.When {
		w := &act.When{Field: "action"}
		for _, a := range actions {
			w.Is = append(w.Is, string(a))
		}
		return w
	}
	statements := when(Reservation, Declaration, Notification, Objection)
	return []act.Field{
		{Name: "action", Label: "What is done", Type: act.Code, List: "treaty-action", Required: true},
		{Name: "latest", Label: "It was received on that day or before", Type: act.YesNo},
		{Name: "effective", Label: "Day that it names for its effect", Type: act.DayOn},
		{Name: "depositary", Label: "Depositary, where there are several", Type: act.PartyOf},
		{Name: "item", Label: "What tells it from others of the day", Type: act.Text, Max: 64},
		{Name: "matter", Label: "Matter", Type: act.Code, List: "treaty-matter", When: statements},
		{Name: "provisions", Label: "Provisions", Type: act.Citing, Repeat: true, Most: 40},
		{Name: "against", Label: "Party whose reservation it is about", Type: act.PartyOf, Required: true, When: when(Objection)},
		{Name: "no_relation", Label: "The treaty is not to bind the two towards each other", Type: act.YesNo, When: when(Objection)},
		{Name: "territories", Label: "Territories", Type: act.Text, Repeat: true, Most: 100, Required: true, When: when(TerritorialApplying, TerritorialExclusion)},
		{Name: "predecessor", Label: "Predecessor", Type: act.PartyOf, When: when(Succession)},
		{Name: "authority", Label: "Authority and its address", Type: act.Text, Lines: true, Max: 2000, When: statements},
		{Name: "languages", Label: "Languages accepted", Type: act.Code, List: "language", Repeat: true, Most: 10, When: statements},
		{Name: "channel", Label: "Channel", Type: act.Code, List: "channel", When: statements},
		{Name: "takes", Label: "It takes the treaty as the legal basis", Type: act.YesNo, When: statements},
		{Name: "text", Label: "Text", Type: act.Prose},
		{Name: "withdraws", Label: "What it withdraws", Type: act.Group, Required: true, When: when(Withdrawal), Fields: []act.Field{
			{Name: "action", Label: "What was done", Type: act.Code, List: "treaty-action", Required: true},
			{Name: "day", Label: "Day", Type: act.DayOn, Required: true},
			{Name: "item", Label: "What told it from others of the day", Type: act.Text, Max: 64},
		}},
		{Name: "list", Label: "Depositary's list in which it stands", Type: act.Text, Max: 40},
		{Name: "unconfirmed", Label: "From general knowledge, no source at hand", Type: act.YesNo},
	}
}

// agreementFields are what is said of a bilateral or regional treaty.
func agreementFields() []act.Field {
	return []act.Field{
		{Name: "title", Label: "Title", Type: act.Prose, Max: 1000, Required: true},
		{Name: "parties", Label: "Parties", Type: act.PartyOf, Repeat: true, Most: 200, Required: true},
		{Name: "help", Label: "Kinds of help", Type: act.Code, List: "legal-help", Repeat: true, Most: 20, Required: true},
		{Name: "from", Label: "In force from", Type: act.DayOn, Required: true},
		{Name: "until", Label: "First day on which it is no longer in force", Type: act.DayOn},
		{Name: "in_lieu", Label: "Treaties whose provisions its parties agreed to apply in its stead", Type: act.Citing, Repeat: true, Most: 20},
	}
}

// body is a deposit as the act's body has it.
type body struct {
	Action      Action     `json:"action"`
	Latest      bool       `json:"latest,omitempty"`
	Effective   act.Day    `json:"effective,omitempty"`
	Depositary  string     `json:"depositary,omitempty"`
	Item        string     `json:"item,omitempty"`
	Matter      string     `json:"matter,omitempty"`
	Provisions  []act.Cite `json:"provisions,omitempty"`
	Against     string     `json:"against,omitempty"`
	NoRelation  bool       `json:"no_relation,omitempty"`
	Territories []string   `json:"territories,omitempty"`
	Predecessor string     `json:"predecessor,omitempty"`
	Authority   string     `json:"authority,omitempty"`
	Languages   []string   `json:"languages,omitempty"`
	Channel     string     `json:"channel,omitempty"`
	Takes       *bool      `json:"takes,omitempty"`
	Text        *prose     `json:"text,omitempty"`
	Withdraws   *Ref       `json:"withdraws,omitempty"`
	List        string     `json:"list,omitempty"`
	Unconfirmed bool       `json:"unconfirmed,omitempty"`
}

type prose struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}

// fill puts the body into a deposit.
func (b *body) fill(d *Deposit) {
	d.Action, d.Latest, d.Effective, d.Depositary, d.Item, d.Matter = b.Action, b.Latest, b.Effective, b.Depositary, b.Item, b.Matter
	d.Provisions, d.Against, d.NoRelation, d.Territories, d.Predecessor = b.Provisions, b.Against, b.NoRelation, b.Territories, b.Predecessor
	d.Authority, d.Languages, d.Channel, d.List, d.Unconfirmed = b.Authority, b.Languages, b.Channel, b.List, b.Unconfirmed
	if b.Takes != nil {
		d.Takes = map[bool]string{true: "yes", false: "no"}[*b.Takes]
	}
	if b.Text != nil {
		d.Text, d.Language = b.Text.Text, b.Text.Language
	}
	if b.Withdraws != nil {
		d.Withdraws = *b.Withdraws
	}
}

// plain says whether the body says no more than action and list.
func (b *body) plain() bool {
	return !b.Latest && !b.NoRelation && !b.Unconfirmed && b.Effective == "" && b.Depositary == "" && b.Item == "" && b.Matter == "" && b.Against == "" &&
		b.Predecessor == "" && b.Authority == "" && b.Channel == "" && b.Provisions == nil && b.Territories == nil && b.Languages == nil &&
		b.Takes == nil && b.Text == nil && b.Withdraws == nil
}
