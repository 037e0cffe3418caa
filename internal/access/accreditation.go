package access

import (
	"fmt"

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
		return fmt.Errorf("the accreditation is confirmed already; read it again")
	case c.Ended != "":
		return fmt.Errorf("the accreditation was ended; record another")
	case confirmer.Person == "" || confirmer.Person == c.Recorder:
		return fmt.Errorf("who recorded an accreditation can't confirm it; let a second person do so")
	case confirmer.Person == c.Person || c.Recorder == c.Person:
		return fmt.Errorf("nobody accredits themselves; let two others record it")
	case !confirmer.Staff && !confirmer.Mission:
		return fmt.Errorf("an accreditation is confirmed by the secretariat or by the party's permanent mission; let one of them do so")
	case !c.Mission && !recorder.Mission && !confirmer.Mission:
		return fmt.Errorf("one of the two who record an accreditation is of the party's permanent mission; let the mission confirm it")
	case document != c.Document:
		return fmt.Errorf("this is not the note on which the accreditation was recorded; compare the two")
	}
	return nil
}

// CheckRecording says why an accreditation can't be recorded, nil where it can.
func CheckRecording(c *Accreditation, recorder Sign) error {
	switch {
	case recorder.Person == "":
		return fmt.Errorf("a person records an accreditation, not the node; sign in")
	case recorder.Person == c.Person:
		return fmt.Errorf("nobody accredits themselves; let two others record it")
	case !recorder.Staff && !recorder.Mission:
		return fmt.Errorf("an accreditation is recorded by the secretariat or by the party's permanent mission; let one of them do so")
	case c.Document == "":
		return fmt.Errorf("an accreditation rests on the party's note; give its channel, reference, day and document")
	}
	return CheckTerms(c.Scope, c.Span)
}

// CheckTerms says what is wrong with kinds, instruments and days.
func CheckTerms(s Scope, span sheet.Span) error {
	if len(s.Kinds) == 0 || len(s.Instruments) == 0 {
		return fmt.Errorf("kinds of act and instruments are missing; name them, or write * for all")
	}
	for _, k := range s.Kinds {
		if !isPattern(k) {
			return fmt.Errorf("%q is no kind of act; write a kind, a module and .*, read, or *", k)
		}
	}
	for _, i := range s.Instruments {
		if !isInstrument(i) {
			return fmt.Errorf("%q is no code of an instrument; write a code, or *", i)
		}
	}
	if span.From == "" || empty(span) {
		return fmt.Errorf("it would hold on no day, or has no first day; give the first day, and an end after it")
	}
	return nil
}
