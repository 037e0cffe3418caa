package programme

import (
	"fmt"
	"slices"
	"strings"

	"comity/internal/act"
)

// Rules are what a treaty says of becoming and ceasing to be a party, each with
// the article that says so. Nil or zero where the treaty is silent or the rule
// is not known here.
type Rules struct {
	Signature    *Signature    `toml:"signature"`
	Joining      *Joining      `toml:"joining"`
	Entry        *Entry        `toml:"entry"`
	Later        *Later        `toml:"later"`
	Denunciation *Denunciation `toml:"denunciation"`
	// ParentDenounced: denouncing the parent denounces this one too.
	ParentDenounced *Rule         `toml:"parent_denounced"`
	Reservations    *Reservations `toml:"reservations"`
	// Authorized are reservations that the treaty itself allows, and which
	// nobody need accept.
	Authorized  []Authorized `toml:"authorized"`
	Territories *Territories `toml:"territories"`
}

// Rule is what every rule carries.
type Rule struct {
	// Article as it stands in a cite after "#": "38.1"; "PARENT#40.3" for a rule
	// of another treaty. "" where the rule rests on no article of the treaty.
	Article string `toml:"article"`
	// Unconfirmed: written from general knowledge, without the text at hand.
	Unconfirmed bool `toml:"unconfirmed"`
}

// Signature says between which days, the last included, the text is open.
type Signature struct {
	Rule
	From  act.Day `toml:"from"`
	Until act.Day `toml:"until"`
	// After: accession is open only after the last day.
	AccessionAfter bool `toml:"accession_after"`
}

// Who may join besides States.
const (
	NoOrganizations       = "none"
	RegionalOrganizations = "regional" // regional (economic) integration organizations
)

// Joining says who may become a party.
type Joining struct {
	Rule
	Organizations string `toml:"organizations"`
	// ParentNeeded: only a party to the parent may be a party to this.
	ParentNeeded bool `toml:"parent_needed"`
}

// Entry is the rule by which the treaty itself enters into force.
type Entry struct {
	Rule
	// Instruments is which deposit it waits for, and Days how many days after
	// it; or the first day of the FirstOfMonth-th month after it.
	Instruments  int `toml:"instruments"`
	Days         int `toml:"days"`
	FirstOfMonth int `toml:"first_of_month"`
	// Organizations: their instruments are counted.
	Organizations bool `toml:"organizations"`
	// ParentFirst: never before the parent is in force.
	ParentFirst bool `toml:"parent_first"`
	// With: it enters into force together with the instrument of this code.
	With string `toml:"with"`
	// Further are conditions that the record cannot count: shown, in words.
	Further string `toml:"further"`
}

// Later is the rule for who deposits after the instrument that Entry waits for.
type Later struct {
	Rule
	Days         int `toml:"days"`
	FirstOfMonth int `toml:"first_of_month"`
}

// Denunciation says when a denunciation takes effect: Months or Days after it
// was received; or, with July, on 1 January of the year after it was received by
// 1 July, and a year later when it came after.
type Denunciation struct {
	Rule
	Months int  `toml:"months"`
	Days   int  `toml:"days"`
	July   bool `toml:"july"`
	// NotBefore is how many years from the treaty's entry into force must have
	// passed before anyone denounces it.
	NotBefore int `toml:"not_before"`
	// EndsBelow: the treaty itself ends, by the article EndsIn, when denunciations
	// leave fewer parties than this; 0 where it says nothing.
	EndsBelow int    `toml:"ends_below"`
	EndsIn    string `toml:"ends_in"`
	// Organization is the article by which an organization ceases to be a party
	// when all its members have left. It is shown, and not worked out: who was a
	// member when is not among the programme's facts.
	Organization string `toml:"organization"`
}

// How reservations that the treaty does not itself allow are dealt with.
const (
	ViennaRule     = "vienna"     // silent: Vienna Convention on the Law of Treaties, articles 19 to 23
	OneThirdRule   = "one-third"  // permitted unless a third of the parties objects within twelve months
	ProhibitedRule = "prohibited" // none besides
)

// Reservations is the rule for reservations that are not in Authorized.
type Reservations struct {
	Rule
	Kind string `toml:"kind"`
}

// Authorized is a provision to which the treaty allows a reservation.
type Authorized struct {
	Rule
	Provision string `toml:"provision"`
	// Settlement: the provision is on the settlement of disputes, so that a
	// reservation to it does not touch cooperation.
	Settlement bool `toml:"settlement"`
}

// How far a treaty reaches in territory.
const (
	WholeTerritory = "whole"    // silent: Vienna Convention, article 29
	AllButConsent  = "all-but"  // to all territories, unless their consent is needed and not given
	DeclaredOnly   = "declared" // only where declared
)

// Territories is the rule of territorial application.
type Territories struct {
	Rule
	Kind string `toml:"kind"`
}

// each calls f for every rule with its key in the file.
func (r *Rules) each(f func(key string, rule *Rule)) {
	if r.Signature != nil {
		f("signature", &r.Signature.Rule)
	}
	if r.Joining != nil {
		f("joining", &r.Joining.Rule)
	}
	if r.Entry != nil {
		f("entry", &r.Entry.Rule)
	}
	if r.Later != nil {
		f("later", &r.Later.Rule)
	}
	if r.Denunciation != nil {
		f("denunciation", &r.Denunciation.Rule)
	}
	if r.ParentDenounced != nil {
		f("parent_denounced", r.ParentDenounced)
	}
	if r.Reservations != nil {
		f("reservations", &r.Reservations.Rule)
	}
	for i := range r.Authorized {
		f("authorized", &r.Authorized[i].Rule)
	}
	if r.Territories != nil {
		f("territories", &r.Territories.Rule)
	}
}

// Unconfirmed lists the keys of the rules that were written without the text at
// hand, each once.
func (r *Rules) Unconfirmed() (keys []string) {
	if r == nil {
		return nil
	}
	r.each(func(key string, rule *Rule) {
		if rule.Unconfirmed && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	})
	return keys
}

// Cite is the article as a cite, "" where there is none. code is that of the
// treaty whose rule it is.
func (r Rule) Cite(code string) act.Cite {
	switch {
	case r.Article == "":
		return ""
	case strings.Contains(r.Article, "#"):
		return act.Cite(r.Article)
	}
	return act.Cite(code + "#" + r.Article)
}

// check finds what is wrong with the rules of an instrument, with the key under
// which it stands.
func (r *Rules) check(code string) (key string, err error) {
	r.each(func(k string, rule *Rule) {
		if c := rule.Cite(code); err == nil && c != "" {
			if _, bad := act.ParseCite(string(c)); bad != nil {
				key, err = k, fmt.Errorf("article %q is no place in a treaty; write 38.1", rule.Article)
			}
		}
	})
	if err != nil {
		return key, err
	}
	if s := r.Signature; s != nil {
		for _, d := range []act.Day{s.From, s.Until} {
			if d == "" {
				continue
			}
			if _, err := act.ParseDay(string(d)); err != nil {
				return "signature", err
			}
		}
		if s.Until != "" && s.Until < s.From {
			return "signature", fmt.Errorf("signature ends on %s, before it begins", s.Until)
		}
	}
	if e := r.Entry; e != nil {
		switch {
		case e.With != "" && (e.Instruments != 0 || e.Days != 0 || e.FirstOfMonth != 0):
			return "entry", fmt.Errorf("it enters into force with %s or by a number of instruments, not both", e.With)
		case e.With == "" && e.Instruments < 1:
			return "entry", fmt.Errorf("entry into force waits for no instrument; give instruments, or with")
		case e.Days < 0 || e.FirstOfMonth < 0 || e.Days > 0 && e.FirstOfMonth > 0:
			return "entry", fmt.Errorf("give days or first_of_month, from 0")
		}
	}
	if l := r.Later; l != nil && (l.Days < 0 || l.FirstOfMonth < 0 || l.Days > 0 && l.FirstOfMonth > 0) {
		return "later", fmt.Errorf("give days or first_of_month, from 0")
	}
	if d := r.Denunciation; d != nil {
		given := 0
		for _, is := range []bool{d.Months > 0, d.Days > 0, d.July} {
			if is {
				given++
			}
		}
		if given != 1 || d.NotBefore < 0 {
			return "denunciation", fmt.Errorf("give one of months, days and july")
		}
		if d.EndsBelow < 0 || (d.EndsBelow > 0) != (d.EndsIn != "") {
			return "denunciation", fmt.Errorf("give ends_below and, with it, ends_in, the article that says so")
		}
		for _, at := range []string{d.EndsIn, d.Organization} {
			if at == "" {
				continue
			}
			if _, err := act.ParseCite(string(Rule{Article: at}.Cite(code))); err != nil {
				return "denunciation", fmt.Errorf("article %q is no place in a treaty; write 38.1", at)
			}
		}
	}
	for _, c := range []struct{ key, have, list string }{
		{"joining", kindOf(r.Joining, func(j *Joining) string { return j.Organizations }), "none regional"},
		{"reservations", kindOf(r.Reservations, func(s *Reservations) string { return s.Kind }), "vienna one-third prohibited"},
		{"territories", kindOf(r.Territories, func(t *Territories) string { return t.Kind }), "whole all-but declared"},
	} {
		if c.have != absent && !slices.Contains(strings.Fields(c.list), c.have) {
			return c.key, fmt.Errorf("%q is none of %s", c.have, c.list)
		}
	}
	return "", nil
}

const absent = "\x00"

func kindOf[T any](v *T, kind func(*T) string) string {
	if v == nil {
		return absent
	}
	return kind(v)
}
