package treaty

import (
	"slices"

	"comity/internal/act"
	"comity/internal/party"
)

// State is what a party is to a treaty on a day.
type State string

// The states.
const (
	None        State = "none"
	Signatory   State = "signatory"
	Provisional State = "provisional" // applies it provisionally
	Consented   State = "consented"   // has deposited, and is not bound yet
	Bound       State = "party"       // bound
	Left        State = "withdrawn"   // was bound, and is no longer
	Ceased      State = "ceased"      // the State itself is no more
)

// Span is a run of days, from From to the day before the next span's, on which
// a party is one thing to a treaty.
type Span struct {
	From    act.Day // "" for the first
	State   State
	Reasons []Reason
	Doubts  []Doubt
	// Acts are the ids of the deposits that it rests on.
	Acts []string
}

// period is one time of being bound, or of waiting to be.
type period struct {
	consent *Deposit
	start   act.Day // first day of consent, or of effect where that reaches back
	bound   act.Day // first day bound, "" while not known
	until   act.Day // first day no longer, "" for open
	reasons []Reason
	ended   []Reason
	doubts  []Doubt
	end     *Deposit
}

// timeline works out what a party is on each day.
func (r *record) timeline(ps Parties, code string, parent []Span) []Span {
	l := line{r: r, ps: ps, code: code, parent: parent}
	l.read()
	return l.spans()
}

// line is one party's acts about one treaty, being read.
type line struct {
	r           *record
	ps          Parties
	code        string
	parent      []Span // the party's to the parent treaty
	signatures  []signing
	provisional []*Deposit
	periods     []period
	doubts      []dated
	ceased      act.Day
}

// signing is a signature, and the first day on which it was withdrawn.
type signing struct {
	*Deposit
	until act.Day
}

func (s *signing) on(day act.Day) bool { return s.Day <= day && (s.until == "" || day < s.until) }

// dated is a doubt from a day on.
type dated struct {
	from act.Day
	Doubt
}

func (l *line) doubt(from act.Day, key string, cite act.Cite, acts ...string) {
	l.doubts = append(l.doubts, dated{from, Doubt{Key: key, Acts: acts, Cite: cite}})
}

func (l *line) read() {
	if p := l.ps.ByCode(l.code); p != nil && p.Type == party.FormerState {
		l.ceased = p.Exists.Until
	}
	for _, d := range l.r.by[l.code] {
		if d.Unconfirmed {
			l.doubt(d.Day, "deposit-unconfirmed", "", d.ID)
		}
		switch {
		case d.Action == Signature:
			l.sign(d)
		case d.Action.Consents():
			l.consent(d)
		case d.Action == ProvisionalApplying:
			l.provisional = append(l.provisional, d)
		case d.Action == Denunciation:
			l.denounce(d)
		case d.Action == Withdrawal:
			l.withdraws(d)
		}
	}
	l.endsWithParent()
}

func (l *line) sign(d *Deposit) {
	if s := l.r.signature(); s != nil && s.Until != "" && d.Day > s.Until {
		l.doubt(d.Day, "signed-after-close", s.Cite(l.r.Code), d.ID)
	}
	for i := range l.signatures {
		if before := &l.signatures[i]; before.on(d.Day) {
			if before.Depositary == d.Depositary {
				l.doubt(d.Day, "two-signatures", "", before.ID, d.ID)
			}
			return
		}
	}
	one := signing{Deposit: d}
	if w := l.r.withdrawn(d); w != nil {
		one.until = w.Day
	}
	l.signatures = append(l.signatures, one)
}

// last is the period that is open at a day, nil where none is.
func (l *line) last(day act.Day) *period {
	if n := len(l.periods); n > 0 {
		if p := &l.periods[n-1]; p.until == "" || p.until > day {
			return p
		}
	}
	return nil
}

func (l *line) consent(d *Deposit) {
	if p := l.last(d.Day); p != nil {
		first := p.consent
		switch {
		case first.Depositary != d.Depositary:
			// One State's deposits with several depositaries: the first counts.
			p.reasons = append(p.reasons, Reason{Key: "first-of-several"})
			return
		case d.List == "" || first.List != "":
			// Two that contradict each other: the depositary's list decides,
			// else the earlier.
			l.doubt(d.Day, "two-consents", "", first.ID, d.ID)
			return
		}
		l.doubt(first.Day, "two-consents", "", first.ID, d.ID)
		l.periods = l.periods[:len(l.periods)-1]
	}
	p := period{consent: d, start: d.Day}
	l.bind(&p)
	if w := l.r.withdrawn(d); w != nil {
		l.unbind(&p, w)
	}
	if d.Action == Ratification && len(l.signatures) == 0 && l.r.signature() != nil {
		p.doubts = append(p.doubts, Doubt{Key: "no-signature", Acts: []string{d.ID}})
	}
	l.periods = append(l.periods, p)
}

// bind finds the first day on which a consent binds.
func (l *line) bind(p *period) {
	f, rules, d := &l.r.force, l.r.Rules, p.consent
	if f.Day == "" || d.Day <= f.Nth || rules == nil {
		p.doubts = append(p.doubts, f.Doubts...)
	}
	if rules == nil {
		return
	}
	if j := rules.Joining; j != nil && j.Organizations == "none" && organization(l.ps, l.code) {
		p.doubts = append(p.doubts, Doubt{Key: "organizations-cannot", Cite: j.Cite(l.r.Code), Acts: []string{d.ID}})
	}
	if d.Action == Succession {
		l.succeed(p)
	} else if f.Day != "" {
		switch later := rules.Later; {
		case d.Day <= f.Nth:
			p.bound = f.Day
			p.reasons = append(p.reasons, f.Reasons...)
		case later == nil:
			p.doubts = append(p.doubts, Doubt{Key: "no-rule-later", Acts: []string{d.ID}})
		default:
			p.bound = max(after(d.Day, later.Days, later.FirstOfMonth), f.Day)
			key, n := "later-days", later.Days
			if later.FirstOfMonth > 0 {
				key, n = "later-month", later.FirstOfMonth
			}
			p.reasons = append(p.reasons, Reason{Key: key, Cite: later.Cite(l.r.Code), N: n, Unconfirmed: later.Unconfirmed})
			if later.Unconfirmed {
				p.doubts = append(p.doubts, Doubt{Key: "rule-unconfirmed", Cite: later.Cite(l.r.Code)})
			}
		}
	}
	l.boundWithParent(p)
}

// boundWithParent holds a protocol's party to being a party of its parent.
func (l *line) boundWithParent(p *period) {
	j := l.r.Rules.Joining
	if j == nil || !j.ParentNeeded || p.bound == "" {
		return
	}
	cite := j.Cite(l.r.Code)
	from := firstBound(l.parent, p.bound)
	switch {
	case from == "":
		p.bound = ""
		p.doubts = append(p.doubts, Doubt{Key: "parent-missing", Cite: cite, Acts: []string{p.consent.ID}})
	case from > p.bound:
		p.bound = from
		p.reasons = append(p.reasons, Reason{Key: "parent-needed", Cite: cite, Unconfirmed: j.Unconfirmed})
	}
}

// firstBound is the first day, from one on, on which spans say bound.
func firstBound(spans []Span, from act.Day) act.Day {
	for i, s := range spans {
		ends := act.Day("9999-12-31")
		if i+1 < len(spans) {
			ends = spans[i+1].From
		}
		if s.State == Bound && ends > from {
			return max(s.From, from)
		}
	}
	return ""
}

// succeed: a successor State is bound from the day on which it took the
// predecessor's place, never before the treaty was in force.
func (l *line) succeed(p *period) {
	d := p.consent
	from := d.Effective
	predecessor := d.Predecessor
	if s := l.successionBy(d.Day, predecessor); s != nil {
		predecessor = s.Predecessor
		if from == "" {
			from = s.Day
		}
	}
	if from == "" || from > d.Day {
		from = d.Day
		p.doubts = append(p.doubts, Doubt{Key: "succession-day-unknown", Acts: []string{d.ID}})
	}
	if predecessor != "" && l.r.by[predecessor] == nil && l.r.by[sameState(l.ps, predecessor)] == nil {
		p.doubts = append(p.doubts, Doubt{Key: "predecessor-not-on-record", Acts: []string{d.ID}})
	}
	if f := l.r.force.Day; f != "" {
		p.bound = max(from, f)
		p.start = min(p.start, p.bound)
		// The 1978 Convention on succession, article 23(1): no text at hand.
		p.reasons = append(p.reasons, Reason{Key: "succession", Unconfirmed: true})
	}
}

// successionBy is the last succession by a day in which the State, or one that
// it continues, took another's place; of the predecessor where one is named.
func (l *line) successionBy(day act.Day, predecessor string) (found *party.Succession) {
	codes := []string{l.code}
	for i := 0; i < len(codes) && i < 5; i++ {
		for _, s := range l.ps.Successions(codes[i]) {
			if s.Successor != codes[i] {
				continue
			}
			if s.Manner == party.Continuation {
				codes = append(codes, s.Predecessor)
			}
			if s.Day <= day && (predecessor == "" || s.Predecessor == predecessor) && (found == nil || found.Day < s.Day) {
				found = &s
			}
		}
	}
	return found
}

// unbind ends a period by the withdrawal of the consent itself.
func (l *line) unbind(p *period, w *Deposit) {
	switch {
	case w.Latest:
		p.until, p.end = w.Day, w
		p.ended = []Reason{{Key: "listed-as-withdrawn"}}
		l.doubt(p.start, "withdrawal-day-unknown", "", w.ID)
	case p.bound == "" || w.Day < p.bound:
		p.until, p.end = w.Day, w
		p.ended = []Reason{{Key: "withdrawn-before-bound"}}
	default:
		l.doubt(w.Day, "withdrawn-when-bound", "", p.consent.ID, w.ID)
	}
}

func (l *line) denounce(d *Deposit) {
	p := l.last(d.Day)
	if p == nil {
		l.doubt(d.Day, "denounces-nothing", "", d.ID)
		return
	}
	e := ends(l.r, d, &l.r.force)
	for _, x := range e.doubts {
		l.doubt(d.Day, x.Key, x.Cite, d.ID)
	}
	if e.day == "" {
		return
	}
	if w := l.r.withdrawn(d); w != nil {
		if w.Day < e.day {
			l.doubt(w.Day, "denunciation-withdrawn", "", d.ID, w.ID)
			return
		}
		l.doubt(w.Day, "withdrawn-too-late", "", d.ID, w.ID)
	}
	if p.end != nil { // whatever ends it first does
		l.doubt(max(d.Day, p.end.Day), "two-denunciations", "", p.end.ID, d.ID)
		if e.day >= p.until {
			return
		}
	}
	p.until, p.end, p.ended = e.day, d, e.reasons
}

// withdraws notes a withdrawal that points at nothing on record.
func (l *line) withdraws(w *Deposit) {
	for _, d := range l.r.by[l.code] {
		if d.ref() == w.Withdraws && w.Day >= d.Day {
			return
		}
	}
	l.doubt(w.Day, "withdraws-nothing", "", w.ID)
}

// endsWithParent: who leaves the parent leaves this too.
func (l *line) endsWithParent() {
	rules := l.r.Rules
	if rules == nil || rules.ParentDenounced == nil {
		return
	}
	for i := range l.periods {
		p := &l.periods[i]
		for _, s := range l.parent {
			if s.State == Left && s.From > p.start && (p.until == "" || s.From < p.until) {
				p.until, p.end = s.From, nil
				p.ended = []Reason{{Key: "ends-with-parent", Cite: rules.ParentDenounced.Cite(l.r.Code), Unconfirmed: rules.ParentDenounced.Unconfirmed}}
				break
			}
		}
	}
}

// spans puts the answer for each day into runs of days.
func (l *line) spans() []Span {
	days := []act.Day{""}
	add := func(ds ...act.Day) {
		for _, d := range ds {
			if d != "" {
				days = append(days, d)
			}
		}
	}
	for _, s := range l.signatures {
		add(s.Day, s.until)
	}
	for _, d := range l.provisional {
		add(provisionalFrom(d))
		if w := l.r.withdrawn(d); w != nil {
			add(w.Day)
		}
	}
	for i := range l.periods {
		add(l.periods[i].start, l.periods[i].bound, l.periods[i].until)
	}
	for _, d := range l.doubts {
		add(d.from)
	}
	add(l.ceased)
	slices.Sort(days)
	days = slices.Compact(days)
	var out []Span
	for _, d := range days {
		s := l.on(d)
		s.From = d
		for _, x := range l.doubts {
			if x.from <= d {
				s.Doubts = append(s.Doubts, x.Doubt)
			}
		}
		if n := len(out); n > 0 && out[n-1].State == s.State && slices.Equal(out[n-1].Acts, s.Acts) && len(out[n-1].Doubts) == len(s.Doubts) {
			continue
		}
		out = append(out, s)
	}
	return out
}

func provisionalFrom(d *Deposit) act.Day {
	if d.Effective != "" {
		return d.Effective
	}
	return d.Day
}

// on is what the party is on one day.
func (l *line) on(day act.Day) Span {
	if l.ceased != "" && day >= l.ceased && len(l.r.by[l.code]) > 0 {
		return Span{State: Ceased, Reasons: []Reason{{Key: "state-ended"}}}
	}
	for i := len(l.periods) - 1; i >= 0; i-- {
		p := &l.periods[i]
		if p.start > day || day == "" {
			continue
		}
		s := Span{Doubts: slices.Clone(p.doubts), Acts: []string{p.consent.ID}}
		bound := p.bound != "" && p.bound <= day
		switch over := p.until != "" && p.until <= day; {
		case over && p.bound != "" && p.bound < p.until:
			s.State, s.Reasons = Left, p.ended
			if p.end != nil {
				s.Acts = append(s.Acts, p.end.ID)
			}
			return s
		case over: // it ended before it bound: as if it had not been
			continue
		case bound:
			s.State, s.Reasons = Bound, p.reasons
			return s
		}
		if l.appliesOn(day) != nil {
			break
		}
		s.State = Consented
		if p.bound != "" {
			s.Reasons = p.reasons
		} else {
			s.Reasons = []Reason{{Key: "not-in-force", N: l.r.force.Needed}}
		}
		return s
	}
	if d := l.appliesOn(day); d != nil {
		return Span{State: Provisional, Acts: []string{d.ID}}
	}
	for i := range l.signatures {
		if s := &l.signatures[i]; s.on(day) {
			return Span{State: Signatory, Acts: []string{s.ID}}
		}
	}
	return Span{State: None}
}

// appliesOn finds what makes the party apply the treaty provisionally on a day.
func (l *line) appliesOn(day act.Day) *Deposit {
	for _, d := range l.provisional {
		if w := l.r.withdrawn(d); provisionalFrom(d) <= day && (w == nil || day < w.Day) {
			return d
		}
	}
	return nil
}
