package web

import (
	"slices"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/ui"
)

// ofTheParty ends the choice of an audience that there is for each party: the one of
// the party in whose name the act is. A reader may belong to a thousand of them.
const ofTheParty = "-*"

// audienceOf is the audience that was chosen, for an act in the name of a party.
func audienceOf(chosen, party string) string {
	if group, is := strings.CutSuffix(chosen, ofTheParty); is {
		return access.AudienceFor(group, party)
	}
	return chosen
}

// audiences are those for which the reader can write an act of the kind. Where they
// belong to a group's audiences of several parties, these are one choice.
func (s *Site) audiences(v *ui.Visit, k *book.Kind) []string {
	var list []string
	for _, a := range k.Audiences {
		switch a {
		case act.AnyNamed:
			list = append(list, s.named(v)...)
		case act.Sealed: // made where the keys are, not here
		default:
			list = append(list, a)
		}
	}
	return list
}

func (s *Site) named(v *ui.Visit) (list []string) {
	var groups []string
	of := map[string][]string{}
	for _, code := range v.Reader.Audiences {
		if code == act.Public || !act.IsAudience(code) { // a mark of a group
			continue
		}
		a, _ := s.Node.Policies.Audience(code)
		if a.Party == "" {
			list = append(list, code)
			continue
		}
		if of[a.Group] == nil {
			groups = append(groups, a.Group)
		}
		of[a.Group] = append(of[a.Group], code)
	}
	for _, g := range groups {
		if len(of[g]) == 1 {
			list = append(list, of[g][0])
		} else {
			list = append(list, g+ofTheParty)
		}
	}
	return list
}

// usual is the audience with which a form begins: what a party says is for it and
// the secretariat, what the secretariat says is its own.
func usual(v *ui.Visit, standings []act.Standing, options []ui.Option) string {
	state := func(code string) bool { return strings.HasPrefix(code, "with-") }
	first := state
	if slices.Contains(v.Reader.Audiences, "secretariat") && !slices.Contains(standings, act.Communicated) {
		first = func(code string) bool { return code == "secretariat" }
	}
	for _, o := range options {
		if first(o.Value) {
			return o.Value
		}
	}
	if len(options) > 0 {
		return options[0].Value
	}
	return ""
}

// speakers are those in whose name the reader can enter an act of the kind: those
// for whom they act, and, on a letter of theirs, States and organizations.
func (s *Site) speakers(v *ui.Visit, k *book.Kind, form *act.Form, subject string) (options []ui.Option, chosen string) {
	acting := module.ActingFor(v)
	for _, code := range acting {
		options = append(options, ui.Option{Value: code, Words: s.Node.PartyName(v, code)})
	}
	if len(options) == 1 {
		chosen = options[0].Value
	}
	if !slices.Contains(form.Standings, act.Communicated) {
		return options, chosen
	}
	var others []ui.Option
	for _, p := range s.Node.Parties.All() {
		if p.Type != party.State && p.Type != party.Organization || !p.Exists.Has(v.Today) || slices.Contains(acting, p.Code) || !s.mayPassOn(v, k, form, p.Code) {
			continue
		}
		others = append(others, ui.Option{Value: p.Code, Words: s.Node.PartyName(v, p.Code)})
	}
	i18n.Sort(v.Localizer, others, func(o ui.Option) string { return o.Words })
	options = append(options, others...)
	about := strings.Split(subject, "/")
	for _, o := range options {
		if slices.Contains(about, o.Value) {
			chosen = o.Value
		}
	}
	for _, o := range options {
		if o.Value == v.Query("party") {
			chosen = o.Value
		}
	}
	return options, chosen
}

// mayPassOn says whether the reader may enter what a party communicated.
func (s *Site) mayPassOn(v *ui.Visit, k *book.Kind, form *act.Form, party string) bool {
	for _, audience := range s.passed(k, party) {
		for _, typ := range form.Subjects {
			if v.May(k.PolicyAction(), access.What{Subject: act.Subject(typ + "/x"), Party: party, Standing: act.Communicated, Audience: audience, Owner: party, Sourced: true}) {
				return true
			}
		}
	}
	return false
}

// passed are the audiences for which what a party communicated can be.
func (s *Site) passed(k *book.Kind, party string) (list []string) {
	for _, a := range k.Audiences {
		switch a {
		case act.AnyNamed:
			list = append(list, access.AudienceFor("with", party))
		case act.Sealed:
		default:
			list = append(list, a)
		}
	}
	return list
}

// persons puts subjects in place of what people know of a person: for the secretariat
// the name or address of an account, for all the bare id.
func (s *Site) persons(v *ui.Visit, given []string) error {
	for i, typed := range given {
		typed = strings.TrimPrefix(strings.TrimSpace(typed), "person/")
		if s.Door != nil && slices.Contains(v.Reader.Audiences, "secretariat") {
			found, err := s.personCalled(v.Context(), typed)
			if err != nil {
				return err
			}
			if found != "" {
				typed = found
			}
		}
		if typed != "" {
			typed = "person/" + typed
		}
		given[i] = typed
	}
	return nil
}
