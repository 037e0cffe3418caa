package mandate

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"comity/internal/act"
	"comity/internal/codelist"
	"comity/internal/party"
	"comity/internal/programme"
)

// CheckCorrection says whether a correction of a clause's reading can stand: of a
// known field, from its present value, to another that the programme's lists allow.
func CheckCorrection(p *programme.Programme, lists codelist.Lists, parties *party.Registry, c *Clause, b *CorrectedBody) error {
	single := b.Field == "force" || b.Field == "deadline" || strings.HasPrefix(b.Field, "report_")
	switch {
	case !slices.Contains(correctedFields, b.Field):
		return says.Refuse("mandate.correction-field", "field", b.Field, "fields", correctedFields)
	case !slices.Equal(c.field(b.Field), b.Old):
		return says.Refuse("mandate.correction-old", "field", b.Field, "clause", c.Ref, "present", c.field(b.Field), "old", b.Old)
	case slices.Equal(b.Old, b.New):
		return says.Refuse("mandate.correction-same", "field", b.Field)
	case single && len(b.New) > 1:
		return says.Refuse("mandate.correction-single", "field", b.Field)
	case b.Field == "force" && len(b.New) == 0:
		return says.Refuse("mandate.correction-force")
	}
	for i, v := range b.New {
		if slices.Contains(b.New[:i], v) && b.Field != "entities" {
			return says.Refuse("mandate.correction-twice", "value", v)
		}
		known := true
		switch b.Field {
		case "force", "conditions":
			known = lists.Has(strings.TrimSuffix(b.Field, "s"), v, "")
		case "topics":
			_, known = p.Topic(v)
		case "entities":
			known = knownAddressee(p, lists, parties, v)
		}
		if !known {
			return says.Refuse("mandate.correction-value", "value", v, "field", b.Field)
		}
	}
	return nil
}

// knownAddressee: a party, a code of the list addressee, or the States parties to
// an instrument.
func knownAddressee(p *programme.Programme, lists codelist.Lists, parties *party.Registry, code string) bool {
	if instrument, ok := strings.CutPrefix(code, "states-parties:"); ok {
		_, known := p.Instrument(instrument)
		return known
	}
	return lists.Has("addressee", code, "") || parties.ByCode(code) != nil
}

// Derive sets what follows from a correction: whose status is kept, and when the
// clause falls due.
func Derive(calendar *Calendar, parties *party.Registry, c *Clause, organ string, adopted act.Day, b *CorrectedBody) {
	b.Bodies, b.Due = nil, nil
	after := *c
	after.corrects(b)
	switch b.Field {
	case "entities":
		b.Bodies = Bodies(parties, b.New)
	case "deadline", "report_to", "report_at":
		b.Due = dueOf(calendar, after.Report, after.Deadline, organ, adopted)
	}
}

// dueOf settles when a clause falls due: by when its report is due, else by its
// deadline. Nil where the text settles nothing.
func dueOf(calendar *Calendar, report ReportBody, deadline, organ string, adopted act.Day) *DueBody {
	d := Due{}
	if report.At != "" {
		d = calendar.Resolve(report.At, report.To, organ, adopted)
	}
	if d.Day == "" && d.Session == 0 && deadline != "" {
		d = calendar.Resolve(deadline, report.To, organ, adopted)
	}
	if report.Asked && d.Body == "" && d.Session == 0 && report.To != "" {
		d.Body = calendar.BodyOf(report.To, organ)
	}
	if d == (Due{}) {
		return nil
	}
	return &DueBody{Body: d.Body, Session: d.Session, Day: d.Day, Exact: d.Exact}
}

func sameDue(a, b *DueBody) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

var sessionNumber = regexp.MustCompile(`^([0-9]+)/`)

// OrganOf is the organ whose resolutions and decisions have symbols of this form,
// and the session, where the form says it; "" and 0 where it does not.
func OrganOf(p *programme.Programme, symbol string) (organ string, session int) {
	longest := ""
	numbering := ""
	for _, o := range p.Organs {
		for _, prefix := range o.Prefixes {
			if strings.HasPrefix(symbol, prefix) && len(prefix) > len(longest) {
				organ, longest, numbering = o.Code, prefix, o.Numbering
			}
		}
	}
	if m := sessionNumber.FindStringSubmatch(symbol[len(longest):]); m != nil && numbering == programme.NumberSession {
		session, _ = strconv.Atoi(m[1])
	}
	return organ, session
}
