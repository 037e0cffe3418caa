package access

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/codelist/sheet"
	"comity/internal/party"
)

// Audience is one group of readers. Its code stands in the headers of acts and
// in rows.
type Audience struct {
	Code string // "public", "secretariat", "with-fra"
	// Group is the line of the programme's table that it comes from: "with".
	Group string
	// Party is the party of an audience that there is for each: "FRA".
	Party string
	// Level is a code of the list classification.
	Level string
	// Years after which the level ends or is to be reviewed, 0 for none.
	Years int
}

// Declassified is the day on which the level of an act of this audience ends or
// is to be reviewed, "" for never.
func (a *Audience) Declassified(written act.Day) act.Day {
	if a.Years == 0 {
		return ""
	}
	return act.DayOf(written.Time().AddDate(a.Years, 0, 0))
}

// AudienceFor is the code of a group's audience for a party: "with-fra". It
// is "" where the party's code can't stand in one.
func AudienceFor(group, party string) string {
	code := group + "-" + strings.ToLower(party)
	if !act.IsAudience(code) {
		return ""
	}
	return code
}

const audienceFile = "policies/audiences.csv"

// loadAudiences reads the programme's table and makes the audiences of all
// parties that can have one. No two have the same code.
func loadAudiences(fsys fs.FS, parties []*party.Party) (list []Audience, err error) {
	s, err := sheet.Read(fsys, audienceFile, "code", "scope", "level", "years", "says")
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	add := func(row sheet.Row, a Audience) error {
		if seen[a.Code] {
			return row.Errorf("two audiences would have the code %q; name one of them otherwise", a.Code)
		}
		seen[a.Code] = true
		list = append(list, a)
		return nil
	}
	for _, row := range s.Rows {
		a := Audience{Code: row.Get("code"), Group: row.Get("code"), Level: row.Get("level")}
		if y := row.Get("years"); y != "" {
			if a.Years, err = strconv.Atoi(y); err != nil || a.Years < 1 || a.Years > 100 {
				return nil, row.Errorf("years %q: give a number from 1 to 100, or nothing", y)
			}
		}
		if !act.IsAudience(a.Code) || a.Code == act.Sealed || strings.Contains(a.Code, "-") {
			return nil, row.Errorf("code %q: an audience is one word of a-z and 0-9, and not sealed", a.Code)
		}
		if row.Get("says") == "" || a.Level == "" {
			return nil, row.Errorf("audience %q: say who belongs to it, and its level", a.Code)
		}
		switch row.Get("scope") {
		case "one":
			err = add(row, a)
		case "party":
			for _, p := range parties {
				a.Code, a.Party = AudienceFor(a.Group, p.Code), p.Code
				if a.Code == "" {
					return nil, row.Errorf("the party %q can have no audience of its own: its code does not fit", p.Code)
				}
				if err = add(row, a); err != nil {
					break
				}
			}
		default:
			err = row.Errorf("scope %q: write one or party", row.Get("scope"))
		}
		if err != nil {
			return nil, err
		}
	}
	if !seen[act.Public] {
		return nil, fmt.Errorf("%s: the audience public is missing; add it", audienceFile)
	}
	return list, nil
}

// withAudience are the parties that have audiences of their own: States, their
// organizations, and partner organizations.
func withAudience(r *party.Registry) []*party.Party {
	return r.All(party.State, party.Organization, "partner")
}

// Audience finds an audience by its code.
func (p *Policies) Audience(code string) (Audience, bool) {
	i, ok := p.byCode[code]
	if !ok {
		return Audience{}, false
	}
	return p.audiences[i], true
}

// AllAudiences are the audiences of the programme, sorted by code.
func (p *Policies) AllAudiences() []Audience { return slices.Clone(p.audiences) }

// Audiences are the codes of all audiences to which a person belongs on a day,
// sorted: what rows are filtered by before anything is counted. It is what the
// policies answer for each of them, which a property holds; "sealed" is never
// among them.
//
// Policies know of a party only whether it is a State and in which of the
// person's sets it stands. So one party that stands in none answers for all
// others of its type that stand in none, unless a policy names it.
func (p *Policies) Audiences(who Who, day act.Day) []string {
	if _, err := act.ParseDay(string(day)); err != nil {
		return nil
	}
	h := who.holds(Read, nil, day)
	own := map[string]bool{}
	for _, set := range [][]string{h.offices, h.serves, h.reviews, h.donates, h.partners, h.accredited} {
		for _, c := range set {
			own[c] = true
		}
	}
	q := p.ask(&who, Read, day, h)
	type stranger struct {
		group string
		state bool
	}
	answered := map[stranger]bool{}
	var codes []string
	for i := range p.audiences {
		a := &p.audiences[i]
		var ok bool
		if a.Party == "" || own[a.Party] || p.named[a.Party] {
			ok = q.reads(a)
		} else {
			s := stranger{a.Group, p.states[a.Party]}
			before, known := answered[s]
			if ok = before; !known {
				ok = q.reads(a)
				answered[s] = ok
			}
		}
		if ok {
			codes = append(codes, a.Code)
		}
	}
	return codes
}
