package assistance

import (
	"cmp"
	"slices"

	"comity/internal/act"
)

// Status is where a request stands.
type Status string

// The statuses of a request, in their order. A draft is no act yet. Appraised,
// Drafted and Cleared are known to those who appraise; for others the request stands
// where its last shared step left it.
const (
	Draft     Status = "draft"
	Submitted Status = "submitted"
	Checked   Status = "checked"
	Appraised Status = "appraised"
	Drafted   Status = "drafted"
	Cleared   Status = "cleared"
	Replied   Status = "replied"
	Assigned  Status = "assigned"
	Delivered Status = "delivered"
	Evaluated Status = "evaluated"
	Closed    Status = "closed"
	Withdrawn Status = "withdrawn"
)

// Statuses are those that a recorded request can have.
var Statuses = []Status{Submitted, Checked, Appraised, Drafted, Cleared, Replied, Assigned, Delivered, Evaluated, Closed, Withdrawn}

// Ended says whether nothing more happens to a request.
func (s Status) Ended() bool { return s == Closed || s == Withdrawn }

// Step is one act on a request, as far as the rules look at it.
type Step struct {
	Kind     string // of act, without the module's name: "asked"
	Act      string
	Index    int64
	Day      act.Day // of the act, or on which the letter was received
	Standing act.Standing
	Person   string
	Audience string
	Corrects string // act
	// Reason says that the step gives one.
	Reason bool
	// Outcome of a drafted or sent reply.
	Outcome Outcome
	// Final: the last delivery.
	Final bool
	// Forces: help goes to security forces outside the United Nations.
	Forces bool
	// Until is the day on which due diligence is to be reviewed.
	Until act.Day
	// Office to which the help is assigned.
	Office string
}

// Effective are the steps as corrections leave them, in the order of their days and,
// on one day, of the book. A corrected step keeps its place among those of its day.
func Effective(steps []Step) []Step {
	root := make(map[string]int64, len(steps)) // by act, the place of what it corrects at last
	gone := map[string]bool{}
	byBook := slices.SortedFunc(slices.Values(steps), func(a, b Step) int { return cmp.Compare(a.Index, b.Index) })
	for _, s := range byBook {
		root[s.Act] = s.Index
		if at, there := root[s.Corrects]; there && s.Corrects != "" {
			root[s.Act], gone[s.Corrects] = at, true
		}
	}
	var out []Step
	for _, s := range byBook {
		if !gone[s.Act] {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b Step) int {
		if c := cmp.Compare(a.Day, b.Day); c != 0 {
			return c
		}
		return cmp.Compare(root[a.Act], root[b.Act])
	})
	return out
}

// Life is what the steps of a request make of it.
type Life struct {
	Status Status // as those who appraise know it
	Shared Status // as the State knows it
	// Open: the State was asked and has not answered, since OpenSince.
	Open      bool
	OpenSince act.Day
	Suspended act.Day // since when; "" for not
	Own       bool    // asked for, or confirmed, by the State itself
	Confirmed act.Day
	Outcome   Outcome // of the last reply that was sent
	Office    string
	Forces    bool
	Published act.Day
	// Received is the day of the request, RepliedOn that of the first reply.
	Received, RepliedOn act.Day
	// Target is what is waited for now, Since the day from which, Stopped the days
	// since then in which the State was asked; before the first reply all those
	// days are AskedDays.
	Target    string
	Since     act.Day
	Stopped   int
	AskedDays int

	drafted  Outcome
	assessed bool    // risks were assessed and not approved yet
	until    act.Day // due diligence is approved until this day
}

// from are the statuses in which a step may be taken.
var from = map[string][]Status{
	"requested":         {""},
	"confirmed":         {Submitted, Checked, Appraised, Drafted, Cleared, Replied, Assigned, Delivered, Evaluated, Closed, Withdrawn},
	"asked":             {Submitted, Checked, Appraised, Assigned},
	"given":             {Submitted, Checked, Appraised, Drafted, Cleared, Replied, Assigned, Delivered, Evaluated},
	"checked":           {Submitted},
	"appraised":         {Checked, Appraised},
	"drafted":           {Appraised, Drafted, Cleared, Replied},
	"cleared":           {Drafted},
	"replied":           {Cleared},
	"assigned":          {Replied, Assigned},
	"assessed":          {Checked, Appraised, Drafted, Cleared, Replied, Assigned},
	"diligence-cleared": {Checked, Appraised, Drafted, Cleared, Replied, Assigned},
	"suspended":         {Assigned},
	"resumed":           {Assigned},
	"delivered":         {Assigned},
	"evaluated":         {Delivered},
	"closed":            {Submitted, Checked, Appraised, Drafted, Replied, Assigned, Delivered, Evaluated},
	"withdrawn":         {Submitted, Checked, Appraised, Drafted, Cleared, Replied, Assigned, Delivered},
	"published":         {Submitted, Checked, Appraised, Drafted, Cleared, Replied, Assigned, Delivered, Evaluated, Closed, Withdrawn},
}

// out says why a step can't be taken where the request stands.
func out(kind string) error {
	switch kind {
	case "requested":
		return says.Refuse("assistance.requested-when")
	case "confirmed":
		return says.Refuse("assistance.confirmed-when")
	case "asked":
		return says.Refuse("assistance.asked-when")
	case "given":
		return says.Refuse("assistance.given-when")
	case "checked":
		return says.Refuse("assistance.checked-when")
	case "appraised":
		return says.Refuse("assistance.appraised-when")
	case "drafted":
		return says.Refuse("assistance.drafted-when")
	case "cleared":
		return says.Refuse("assistance.cleared-when")
	case "replied":
		return says.Refuse("assistance.replied-when")
	case "assigned":
		return says.Refuse("assistance.assigned-when")
	case "assessed":
		return says.Refuse("assistance.assessed-when")
	case "diligence-cleared":
		return says.Refuse("assistance.diligence-when")
	case "suspended":
		return says.Refuse("assistance.suspended-when")
	case "resumed":
		return says.Refuse("assistance.resumed-when")
	case "delivered":
		return says.Refuse("assistance.delivered-when")
	case "evaluated":
		return says.Refuse("assistance.evaluated-when")
	case "closed":
		return says.Refuse("assistance.closed-when")
	case "withdrawn":
		return says.Refuse("assistance.withdrawn-when")
	}
	return says.Refuse("assistance.published-when")
}

// may says why a step can't be taken now, nil where it can.
func (l *Life) may(s *Step) error {
	if !slices.Contains(from[s.Kind], l.Status) {
		return out(s.Kind)
	}
	asked := l.Open && slices.Contains([]string{"checked", "appraised", "replied"}, s.Kind)
	var reasoned bool // a reason is due
	switch s.Kind {
	case "confirmed":
		if l.Own {
			return out(s.Kind)
		}
	case "drafted":
		if l.Status == Replied && l.Outcome != Pending {
			return out(s.Kind)
		}
		reasoned = s.Outcome != Accepted
	case "replied":
		reasoned = s.Outcome != Accepted
	case "assigned":
		if l.Outcome != Accepted && l.Outcome != InPart {
			return out(s.Kind)
		}
		reasoned = l.Status == Assigned
	case "diligence-cleared":
		if !l.assessed {
			return out(s.Kind)
		}
	case "suspended":
		if l.Suspended != "" {
			return out(s.Kind)
		}
		reasoned = true
	case "resumed":
		if l.Suspended == "" {
			return out(s.Kind)
		}
		reasoned = true
	case "delivered":
		if l.Forces && (l.until == "" || s.Day > l.until) {
			return says.Refuse("assistance.diligence", "day", s.Day)
		}
	case "closed":
		if !l.Open && slices.Contains([]Status{Submitted, Checked, Appraised, Drafted}, l.Status) {
			return out(s.Kind)
		}
		reasoned = l.Status != Evaluated
	}
	switch {
	case asked:
		return says.Refuse("assistance.open", "day", l.OpenSince)
	case l.Suspended != "" && (s.Kind == "delivered" || s.Kind == "assigned"):
		return says.Refuse("assistance.suspended", "day", l.Suspended)
	case reasoned && !s.Reason:
		return says.Refuse("assistance.reason")
	}
	return nil
}

// to is the status that a step leads to; a step that is not here leads nowhere else.
var to = map[string]Status{"requested": Submitted, "checked": Checked, "appraised": Appraised, "drafted": Drafted, "cleared": Cleared, "replied": Replied,
	"assigned": Assigned, "evaluated": Evaluated, "closed": Closed, "withdrawn": Withdrawn}

// take lets a step have its effect.
func (l *Life) take(s *Step) {
	if next, moves := to[s.Kind]; moves {
		l.Status = next
		if s.Audience != Apart {
			l.Shared = next
		}
	}
	l.Forces = l.Forces || s.Forces
	switch s.Kind {
	case "requested":
		l.Received, l.Own, l.Forces = s.Day, s.Standing == act.Own, s.Forces
	case "confirmed":
		l.Own, l.Confirmed = true, s.Day
	case "asked":
		if !l.Open {
			l.Open, l.OpenSince = true, s.Day
		}
	case "given":
		l.answered(s.Day)
	case "drafted":
		l.drafted = s.Outcome
	case "replied":
		l.answered(s.Day)
		l.Outcome = s.Outcome
		if l.RepliedOn == "" {
			l.RepliedOn = s.Day
		}
	case "assigned":
		l.Office = s.Office
	case "assessed":
		l.assessed, l.until = true, ""
	case "diligence-cleared":
		l.assessed, l.until = false, s.Until
	case "suspended":
		l.Suspended = s.Day
	case "resumed":
		l.Suspended = ""
	case "delivered":
		if s.Final {
			l.Status, l.Shared = Delivered, Delivered
		}
	case "published":
		l.Published = s.Day
	}
	if l.Status.Ended() {
		l.answered(s.Day)
		l.Suspended = ""
	}
	l.wind(s.Day)
}

// Live is what steps make of a request. It takes them as they are: what was once
// recorded has happened.
func Live(steps []Step) *Life {
	l := &Life{}
	eff := Effective(steps)
	for i := range eff {
		l.take(&eff[i])
	}
	return l
}

// illegal are the steps that do not follow from those before, by act, with the
// reason of each.
func illegal(steps []Step) map[string]error {
	l, bad := &Life{}, map[string]error{}
	eff := Effective(steps)
	for i := range eff {
		if err := l.may(&eff[i]); err != nil {
			bad[eff[i].Act] = err
		}
		l.take(&eff[i])
	}
	return bad
}

// May says why a step can't be added to those of a request, nil where it can. It is
// looked at in its place by day: a letter that is entered late stands where it
// belongs, and what came after must still follow.
func May(steps []Step, s Step) error {
	if s.Corrects != "" {
		at := slices.IndexFunc(steps, func(o Step) bool { return o.Act == s.Corrects })
		if at < 0 || steps[at].Kind != s.Kind || slices.ContainsFunc(steps, func(o Step) bool { return o.Corrects == s.Corrects }) {
			return says.Refuse("assistance.corrects", "act", s.Corrects)
		}
	}
	before := illegal(steps)
	after := illegal(append(slices.Clone(steps), s))
	if err := after[s.Act]; err != nil {
		return err
	}
	if c := clearing(steps, s); c != nil {
		return says.Refuse("assistance.cleared-already", "day", c.Day)
	}
	for _, o := range steps {
		if after[o.Act] != nil && before[o.Act] == nil {
			if o.Audience == Apart && s.Audience != Apart {
				return says.Refuse("assistance.order-apart") // the State is told neither its day nor its name
			}
			return says.Refuse("assistance.order", "act", o.Act, "day", o.Day)
		}
	}
	return nil
}

// clearedBy are the steps by which a second person looked at what a first wrote.
var clearedBy = map[string]string{"drafted": "cleared", "assessed": "diligence-cleared"}

// clearing is the step that cleared what stood at the place of a new one, nil for
// none: what somebody cleared is not to become, by a correction or by a day that lies
// back, what they never saw.
func clearing(steps []Step, s Step) *Step {
	by := clearedBy[s.Kind]
	if by == "" {
		return nil
	}
	eff := Effective(append(slices.Clone(steps), s))
	at := slices.IndexFunc(eff, func(o Step) bool { return o.Act == s.Act })
	for i := at + 1; at >= 0 && i < len(eff); i++ {
		switch eff[i].Kind {
		case by:
			return &eff[i]
		case s.Kind:
			return nil
		}
	}
	return nil
}
