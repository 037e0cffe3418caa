package access

import (
	"comity/internal/act"
	"comity/internal/codelist/sheet"
)

// Accreditation is a party's own word that a person acts for it. It rests on a
// note of the party and is recorded by two persons.
type Accreditation struct {
	ID        string // the local part of its subject, accreditation/ID
	Person    string
	Party     string // the State, or the organization of States
	Authority string // "Ministry of Justice"
	Mission   bool   // the authority is the party's permanent mission
	Function  string // "Head of the central authority"
	Scope     Scope
	Span      sheet.Span
	// Document is the hash of the note, "sha256:…".
	Document string
	// Recorder entered it. Confirmer is the second person, "" until there is
	// one, and Confirmed the day of that.
	Recorder, Confirmer string
	Confirmed           act.Day
	// Ended is the day from which it no longer holds, "" while nothing ended it.
	Ended act.Day
}

// InForce says whether the accreditation holds on a day: confirmed, within its
// days, not withdrawn.
func (c *Accreditation) InForce(day act.Day) bool {
	return c.Confirmed != "" && day >= c.Confirmed && inForce(c.Person, c.Span, c.Ended, day)
}

// Sign says who stands behind an entry: the secretariat, or the party's
// permanent mission.
type Sign struct {
	Person string
	// Staff: the person holds a role of the secretariat that day.
	Staff bool
	// Mission: the person is accredited that day as of the party's permanent
	// mission.
	Mission bool
}

// CheckConfirmation says why the second person can't confirm an accreditation,
// nil where they can. document is the hash of the note that they had before
// them.
//
// Two persons other than the one accredited stand behind it. For an authority
// of the party one of the two is of its permanent mission, the other of the
// secretariat or the mission. The permanent mission's own first people are
// recorded by two of the secretariat, since there is nobody else yet.
func CheckConfirmation(c *Accreditation, recorder, confirmer Sign, document string) error {
	switch {
	case c.Confirmed != "":
		return says.Refuse("access.confirm-twice")
	case c.Ended != "":
		return says.Refuse("access.confirm-ended")
	case confirmer.Person == "" || confirmer.Person == c.Recorder:
		return says.Refuse("access.confirm-recorder")
	case confirmer.Person == c.Person || c.Recorder == c.Person:
		return says.Refuse("access.accredit-self")
	case !confirmer.Staff && !confirmer.Mission:
		return says.Refuse("access.confirm-who")
	case !c.Mission && !recorder.Mission && !confirmer.Mission:
		return says.Refuse("access.confirm-mission")
	case document != c.Document:
		return says.Refuse("access.confirm-note")
	}
	return nil
}

// CheckRecording says why an accreditation can't be recorded, nil where it can.
func CheckRecording(c *Accreditation, recorder Sign) error {
	switch {
	case recorder.Person == "":
		return says.Refuse("access.accredit-node")
	case recorder.Person == c.Person:
		return says.Refuse("access.accredit-self")
	case !recorder.Staff && !recorder.Mission:
		return says.Refuse("access.accredit-who")
	case c.Document == "":
		return says.Refuse("access.accredit-note")
	}
	return CheckTerms(c.Scope, c.Span)
}

// CheckTerms says what is wrong with kinds, instruments and days.
func CheckTerms(s Scope, span sheet.Span) error {
	if len(s.Kinds) == 0 || len(s.Instruments) == 0 {
		return says.Refuse("access.terms-missing")
	}
	for _, k := range s.Kinds {
		if !isPattern(k) {
			return says.Refuse("access.terms-kind", "kind", k)
		}
	}
	for _, i := range s.Instruments {
		if !isInstrument(i) {
			return says.Refuse("access.terms-instrument", "instrument", i)
		}
	}
	if span.From == "" || empty(span) {
		return says.Refuse("access.terms-days")
	}
	return nil
}
