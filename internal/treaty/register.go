package treaty

import (
	"maps"
	"slices"
	"sort"

	"comity/internal/act"
	"comity/internal/programme"
)

// Register is what all deposits known at one moment come to by the rules. It is
// read-only and may be shared.
type Register struct {
	parties Parties
	records map[string]*record
	order   []string // codes: a treaty after those that its rules turn on
}

// record is one treaty with its deposits.
type record struct {
	programme.Instrument
	deposits []Deposit             // in order
	by       map[string][]*Deposit // by party, in order
	names    []string              // the parties, sorted
	force    Force
	raw      map[string][]Span // by party, as long as the treaty lasts
	lines    map[string][]Span // the same where it has not ended, else cut off
	course   map[string][]step // by party, the states alone: what tables of many ask
	counts   counts
}

// step is a state and the first day that has it.
type step struct {
	from  act.Day
	state State
}

// stateOn is the state of a day.
func stateOn(course []step, day act.Day) State {
	for i := len(course) - 1; i >= 0; i-- {
		if course[i].from <= day {
			return course[i].state
		}
	}
	return None
}

func (r *record) signature() *programme.Signature {
	if r.Rules == nil {
		return nil
	}
	return r.Rules.Signature
}

func (r *record) with() string {
	if r.Rules == nil || r.Rules.Entry == nil {
		return ""
	}
	return r.Rules.Entry.With
}

// NewRegister works out all treaties from their deposits. Groups of
// instruments are left out. Deposits of instruments that there are not are
// left out too: none were let in.
func NewRegister(instruments []programme.Instrument, ps Parties, deposits []Deposit) *Register {
	g := &Register{parties: ps, records: map[string]*record{}}
	for _, i := range instruments {
		if !i.Group() {
			g.records[i.Code] = &record{Instrument: i}
		}
	}
	seen := map[string]bool{}
	var place func(code string)
	place = func(code string) {
		r := g.records[code]
		if r == nil || seen[code] {
			return
		}
		seen[code] = true
		place(r.Parent)
		place(r.with())
		g.order = append(g.order, code)
	}
	for _, i := range instruments {
		place(i.Code)
	}
	of := map[string][]Deposit{}
	for _, d := range deposits {
		of[d.Instrument] = append(of[d.Instrument], d)
	}
	for _, code := range g.order {
		r := g.records[code]
		r.take(of[code])
		g.work(r, nil, nil)
	}
	return g
}

// With is the register with other deposits for some treaties, and what turns on
// them worked out anew: a party's days only where its own acts, the treaty's
// entry into force or its days of the parent have changed.
func (g *Register) With(changed map[string][]Deposit) *Register {
	out := &Register{parties: g.parties, records: maps.Clone(g.records), order: g.order}
	dirty := map[string]bool{}
	for _, code := range g.order {
		r := g.records[code]
		deposits, is := changed[code]
		if !is && !dirty[r.Parent] && !dirty[r.with()] {
			continue
		}
		dirty[code] = true
		next := &record{Instrument: r.Instrument, deposits: r.deposits, by: r.by, names: r.names}
		if is {
			next.take(deposits)
		}
		out.records[code] = next
		above := g.records[r.Parent]
		out.work(next, func(p string) bool {
			// Who first appears may be a predecessor of others.
			return len(r.by) == len(next.by) && sameActs(r.by[p], next.by[p]) && sameForce(&r.force, &next.force) &&
				(above == nil || sameSpans(above.lines[p], out.records[r.Parent].lines[p]))
		}, r)
	}
	return out
}

// If is the register as it would be with one deposit more: for who prepares it.
func (g *Register) If(d Deposit) *Register {
	d.ID, d.Replaced = "prepared", open
	return g.With(map[string][]Deposit{d.Instrument: append(g.Deposits(d.Instrument, ""), d)})
}

func sameActs(a, b []*Deposit) bool {
	return slices.EqualFunc(a, b, func(x, y *Deposit) bool { return x.ID == y.ID })
}

func sameForce(a, b *Force) bool {
	return a.Day == b.Day && a.Nth == b.Nth && slices.Equal(a.Reasons, b.Reasons) && len(a.Doubts) == len(b.Doubts)
}

func sameSpans(a, b []Span) bool {
	return slices.EqualFunc(a, b, func(x, y Span) bool { return x.From == y.From && x.State == y.State })
}

// take puts deposits in their order, and by party.
func (r *record) take(deposits []Deposit) {
	r.deposits = slices.Clone(deposits)
	order := func(a, b Deposit) int { return compare(&a, &b) }
	if !slices.IsSortedFunc(r.deposits, order) {
		slices.SortFunc(r.deposits, order)
	}
	r.by = map[string][]*Deposit{}
	for i := range r.deposits {
		d := &r.deposits[i]
		r.by[d.Party] = append(r.by[d.Party], d)
	}
	r.names = slices.Sorted(maps.Keys(r.by))
}

// work applies the rules to one treaty; those that it turns on are done. Of
// parties that are the same as before, what was worked out then is kept.
func (g *Register) work(r *record, same func(party string) bool, before *record) {
	var parent, other *Force
	above := g.records[r.Parent]
	if above != nil {
		parent = &above.force
	}
	if o := g.records[r.with()]; o != nil {
		other = &o.force
	}
	r.raw, r.course = map[string][]Span{}, map[string][]step{}
	r.force = r.enter(g.parties, parent, other)
	for p := range r.by {
		if before != nil && same(p) {
			if r.raw[p] = before.raw[p]; before.force.Ended == "" {
				r.course[p] = before.course[p]
			}
			continue
		}
		var spans []Span
		if above != nil {
			spans = above.lines[p]
		}
		r.raw[p] = r.timeline(g.parties, p, spans)
	}
	r.finish(g.parties)
}

// Instruments are the codes of all treaties, in their order.
func (g *Register) Instruments() []string { return slices.Sorted(maps.Keys(g.records)) }

// Instrument is a treaty's data, false where there is none of the code.
func (g *Register) Instrument(code string) (programme.Instrument, bool) {
	if r := g.records[code]; r != nil {
		return r.Instrument, true
	}
	return programme.Instrument{}, false
}

// Force is when a treaty entered into force.
func (g *Register) Force(code string) Force {
	if r := g.records[code]; r != nil {
		return r.force
	}
	return Force{}
}

// Parties are the codes of all that have done anything about a treaty, sorted.
func (g *Register) Parties(code string) []string {
	if r := g.records[code]; r != nil {
		return slices.Clone(r.names)
	}
	return nil
}

// Deposits are a party's about a treaty, in order; of all parties for "".
func (g *Register) Deposits(code, party string) []Deposit {
	r := g.records[code]
	if r == nil {
		return nil
	}
	if party == "" {
		return slices.Clone(r.deposits)
	}
	var out []Deposit
	for _, d := range r.by[party] {
		out = append(out, *d)
	}
	return out
}

// Timeline is what a party is to a treaty on all days, first to last.
func (g *Register) Timeline(code, party string) []Span {
	if r := g.records[code]; r != nil && r.lines[party] != nil {
		return slices.Clone(r.lines[party])
	}
	return []Span{{State: None}}
}

// Status is what a party is to a treaty on a day.
type Status struct {
	Instrument, Party string
	Day               act.Day
	Span
	// Until is the first day on which it is something else, as far as is
	// known; "" for open.
	Until act.Day
	// Bound is the first day bound by the consent that counts on the day, ""
	// where there is none or it is not known.
	Bound act.Day
	// Consent is the id of the act of consent that counts.
	Signed, Consent *Deposit
}

// StatusOn answers what a party is to a treaty on a day.
func (g *Register) StatusOn(code, party string, day act.Day) Status {
	s := Status{Instrument: code, Party: party, Day: day, Span: Span{State: None}}
	r := g.records[code]
	if r == nil || r.lines[party] == nil {
		return s
	}
	spans := r.lines[party]
	i := spanOn(spans, day)
	s.Span = spans[i]
	for k := i + 1; k < len(spans); k++ {
		if spans[k].State != s.State {
			s.Until = spans[k].From
			break
		}
	}
	for _, d := range r.by[party] {
		switch {
		case d.Action == Signature && d.Day <= day:
			s.Signed = d
		case d.Action.Consents() && slices.Contains(s.Acts, d.ID):
			s.Consent = d
		}
	}
	if s.Consent != nil {
		for k := range spans {
			if spans[k].State == Bound && slices.Contains(spans[k].Acts, s.Consent.ID) {
				s.Bound = spans[k].From
				break
			}
		}
	}
	return s
}

// spanOn is the place of the span in which a day lies.
func spanOn(spans []Span, day act.Day) int {
	return sort.Search(len(spans), func(i int) bool { return spans[i].From > day }) - 1
}

// StateOn is the state alone, for tables of many.
func (g *Register) StateOn(code, party string, day act.Day) State {
	if r := g.records[code]; r != nil {
		return stateOn(r.course[party], day)
	}
	return None
}

// Standing are the acts in effect on a day: reservations, declarations, notifications
// and the like, of one action, that were made by then and not withdrawn by then.
func (g *Register) Standing(code, party string, action Action, day act.Day) []Deposit {
	r := g.records[code]
	if r == nil {
		return nil
	}
	var out []Deposit
	for _, d := range r.by[party] {
		if d.Action != action || d.Day > day {
			continue
		}
		if w := r.withdrawn(d); w != nil && w.Day <= day {
			continue
		}
		out = append(out, *d)
	}
	return out
}
