package party

import (
	"comity/internal/act"
	"comity/internal/codelist/sheet"
)

// Type says what kind of party it is. Types are text, so that another
// programme can have others.
type Type string

// The types that rules turn on. Others (commission, conference, subsidiary,
// department, field-office, institute, partner …) only describe.
const (
	State        Type = "state"        // can be party to a treaty now, member of the United Nations or not
	FormerState  Type = "former-state" // could be, until its last day
	Organization Type = "organization" // of States; may be party where a treaty lets it
	Organ        Type = "organ"
)

// Types are all types of party, in the order in which lists show them.
var types = map[Type]bool{
	State: true, FormerState: true, Organization: true, Organ: true,
	"commission": true, "conference": true, "subsidiary": true, "department": true,
	"office": true, "field-office": true, "institute": true, "partner": true,
}

// Party is one of those who can act. It is read-only after Load.
type Party struct {
	// Code is the party's name in acts: ISO 3166 alpha-3 for a State that has
	// one, a code of our own otherwise ("UAR", "UNODC", "secretary-general").
	Code string
	Type Type

	ISO2, ISO3 string // ISO 3166-1, or 3166-3 for a former State; "" where there is none
	M49        string // three digits of the Statistics Division, "" where there is none
	Region     string // M49 code of the smallest region it lies in

	// Exists is given only where lists turn on it; an empty end is open.
	Exists sheet.Span

	Parent string // code of the party it belongs to: a field office, a subsidiary body
	Seat   string // city, of a body
	Note   string // "unconfirmed" where a fact was not checked against a current list

	Short  Names // as lists print it
	Formal Names // as formal occasions print it; equal to Short where there is no other
	Others []OtherName

	Status []Status    // towards the United Nations, by day; empty for bodies
	Groups []Belonging // to regional groups
}

// OtherName is a name that a party has had, or under which texts know it.
type OtherName struct {
	Name string
	Lang string // BCP 47
	Kind NameKind
	Span sheet.Span // of a former name: when it stood
	Note string
}

// NameKind says what an other name is.
type NameKind string

// The kinds of other names.
const (
	Former       NameKind = "former"        // once the short name, as lists printed it
	FormerFormal NameKind = "former-formal" // once the formal name
	Variant      NameKind = "variant"       // known from texts, never printed as the name
)

// Status is what a State is to the United Nations during a run of days.
type Status struct {
	Kind string // member, observer, non-member
	Span sheet.Span
	Note string
}

// Belonging is a State's place in a regional group during a run of days.
type Belonging struct {
	Group string // AG, APG, EEG, GRULAC, WEOG
	// Role is member, observer (attends, and is counted with the group for
	// elections) or participant (takes part, and is counted elsewhere).
	Role string
	Span sheet.Span
	Note string
}

// StatusOn is the party's status on a day, "" where it has none.
func (p *Party) StatusOn(day act.Day) string {
	for _, s := range p.Status {
		if s.Span.Has(day) {
			return s.Kind
		}
	}
	return ""
}

// GroupOn is the regional group with which the party is counted for elections
// on a day, "" where it is in none.
func (p *Party) GroupOn(day act.Day) string {
	if p.StatusOn(day) != "member" {
		return ""
	}
	for _, b := range p.Groups {
		if b.Role != "participant" && b.Span.Has(day) {
			return b.Group
		}
	}
	return ""
}

// NameOn is the English name under which lists printed the party on a day: a
// former name that stood then, or else the short name.
func (p *Party) NameOn(day act.Day) string {
	for _, o := range p.Others {
		if o.Kind == Former && o.Lang == "en" && o.Span.Until != "" && o.Span.Has(day) {
			return o.Name
		}
	}
	return p.Short.Get("en")
}

// Languages are the six of the United Nations, in the order of their names.
var languages = [...]string{"ar", "en", "es", "fr", "ru", "zh"}

// Names is one name in the six languages.
type Names [len(languages)]string

// Get returns the name in a language, "" where it has none.
func (n Names) Get(lang string) string {
	for i, l := range languages {
		if l == lang {
			return n[i]
		}
	}
	return ""
}

// In returns the name in a language or, where it has none, in English, and the
// language that it is in, so that a page can mark it.
func (n Names) In(lang string) (name, is string) {
	if name := n.Get(lang); name != "" {
		return name, lang
	}
	return n.Get("en"), "en"
}
