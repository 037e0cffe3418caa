package treaty

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/treaty/list"
)

// Change is one difference between a depositary's list and the record.
type Change struct {
	Party  string // code
	Name   string // as the list prints it
	Line   int    // in the list's file, 0 for what the list no longer has
	Was    *Deposit
	Action Action // what the list says; "" where it says nothing any more
	Day    act.Day
	// Withdraws: the list shows in brackets what this names.
	Withdraws *Ref
}

// Kind is "added", "corrected" or "struck".
func (c *Change) Kind() string {
	switch {
	case c.Was == nil:
		return "added"
	case c.Action == "":
		return "struck"
	}
	return "corrected"
}

// Resolve finds the code of the party that a list of a day calls so.
type Resolve func(name string, day act.Day) (string, error)

// Compare finds how a list differs from what the record has of earlier lists of
// the same number; another name of the same party is no difference. What is
// impossible is refused whole; the error is list.Faults.
func Compare(l *list.List, i programme.Instrument, g *Register, resolve Resolve) ([]Change, error) {
	var faults list.Faults
	bad := func(line int, of string, err error) { faults.Add(l.File, line, of, err) }
	have := map[string][]Deposit{}
	for _, d := range g.Deposits(i.Code, "") {
		if d.List == l.Number {
			have[d.Party] = append(have[d.Party], d)
		}
	}
	var changes []Change
	lines := map[string]int{}
	for _, row := range l.Rows {
		code, err := row.Name, error(nil)
		if !l.Codes {
			code, err = resolve(row.Name, l.AsOf)
		} else if g.parties.ByCode(code) == nil {
			err = says.Refuse("treaty.party", "party", code)
		}
		if err != nil {
			bad(row.Line, "", unresolved(err))
			continue
		}
		if before := lines[code]; before > 0 {
			bad(row.Line, "", says.Refuse("treaty.line-party-twice", "name", row.Name, "code", code, "line", before))
			continue
		}
		lines[code] = row.Line
		for k, f := range row.Facts {
			err := checkDeposit(g.parties, i, code, f.Day, f.Day, &body{Action: Action(f.Action)})
			switch {
			case err != nil:
				bad(row.Line, row.Name, err)
			case f.Day > l.AsOf:
				bad(row.Line, row.Name, says.Refuse("treaty.line-after-list", "action", f.Action, "day", f.Day, "list", l.AsOf))
			case slices.ContainsFunc(row.Facts[:k], func(o list.Fact) bool { return o.Action == f.Action && o.Day == f.Day }):
				bad(row.Line, row.Name, says.Refuse("treaty.line-act-twice", "action", f.Action, "day", f.Day))
			}
		}
		changes = append(changes, differ(row, code, have[code])...)
		delete(have, code)
	}
	if faults != nil {
		return nil, faults
	}
	for code, ds := range have {
		changes = append(changes, differ(list.Row{}, code, ds)...)
	}
	for k := range changes {
		if changes[k].Withdraws != nil {
			changes[k].Day = l.AsOf // by which it was withdrawn
		}
	}
	slices.SortStableFunc(changes, func(a, b Change) int {
		if c := strings.Compare(string(a.sortDay()), string(b.sortDay())); c != 0 {
			return c
		}
		return strings.Compare(a.Party, b.Party)
	})
	return changes, nil
}

func (c *Change) sortDay() act.Day {
	if c.Day != "" {
		return c.Day
	}
	return c.Was.Day
}

// unresolved says in six languages why a name leads to no party.
func unresolved(err error) error {
	var unknown *party.UnknownName
	var ambiguous *party.AmbiguousName
	switch {
	case errors.As(err, &unknown) && len(unknown.Near) > 0:
		return says.Refuse("treaty.line-name-near", "name", unknown.Name, "near", called(unknown.Near))
	case errors.As(err, &unknown):
		return says.Refuse("treaty.line-name", "name", unknown.Name)
	case errors.As(err, &ambiguous):
		return says.Refuse("treaty.line-ambiguous", "name", ambiguous.Name, "several", called(ambiguous.Candidates))
	}
	return err
}

// called names parties with their codes.
func called(ps []*party.Party) (names []string) {
	for _, p := range ps {
		names = append(names, p.Short.Get("en")+" ("+p.Code+")")
	}
	return names
}

// class is what may take the place of what, as a correction.
func class(a Action) string {
	if a.Consents() {
		return "consent"
	}
	return string(a)
}

// differ compares what a row says with what the record has of the party.
func differ(row list.Row, code string, have []Deposit) (out []Change) {
	var want []Change
	for _, f := range row.Facts {
		c := Change{Party: code, Name: row.Name, Line: row.Line, Action: Action(f.Action), Day: f.Day}
		want = append(want, c)
		if f.Withdrawn {
			w := Change{Party: code, Name: row.Name, Line: row.Line, Action: Withdrawal, Withdraws: &Ref{c.Action, c.Day, ""}}
			want = append(want, w)
		}
	}
	rest := slices.Clone(have)
	match := func(same func(w *Change, d *Deposit) bool, then func(w Change, d Deposit)) {
		want = slices.DeleteFunc(want, func(w Change) bool {
			for k := range rest {
				if same(&w, &rest[k]) {
					then(w, rest[k])
					rest = slices.Delete(rest, k, k+1)
					return true
				}
			}
			return false
		})
	}
	match(func(w *Change, d *Deposit) bool {
		if w.Withdraws != nil {
			return d.Action == Withdrawal && d.Withdraws == *w.Withdraws
		}
		return d.Action == w.Action && d.Day == w.Day
	}, func(Change, Deposit) {})
	match(func(w *Change, d *Deposit) bool {
		return w.Withdraws == nil && d.Action != Withdrawal && class(d.Action) == class(w.Action)
	}, func(w Change, d Deposit) { w.Was = &d; out = append(out, w) })
	out = append(out, want...)
	for k := range rest {
		out = append(out, Change{Party: code, Name: row.Name, Was: &rest[k]})
	}
	return out
}

// Drafts are the acts that record changes: in the order of days, and at the end
// the one that says that the list was taken in. hash is that of the list's
// file, today the day on which it is taken in.
func Drafts(l *list.List, i programme.Instrument, changes []Change, hash act.Hash, today act.Day) ([]book.Draft, error) {
	reference := fmt.Sprintf("%s, as of %s", l.Number, l.AsOf)
	source := &act.Source{Channel: "depositary-notification", Reference: reference, Received: today, Document: hash.String()}
	var out []book.Draft
	counts := map[string]int{}
	for k := range changes {
		c := &changes[k]
		counts[c.Kind()]++
		b := body{Action: c.Action, List: l.Number}
		if c.Withdraws != nil {
			b.Withdraws, b.Latest = c.Withdraws, true
		}
		d := book.Draft{Kind: "treaty.deposit", Subject: Subject(i.Code, c.Party), Party: c.Party, Standing: act.Observed, Source: source, Day: c.Day, Audience: act.Public}
		var say any = b
		if c.Was != nil {
			d.Kind, d.Corrects = "treaty.correction", c.Was.ID
			correction := map[string]any{"reason": "The list " + reference + " says otherwise.", "struck": c.Action == ""}
			if c.Action == "" {
				d.Day = l.AsOf
			} else {
				correction["deposit"] = b
			}
			say = correction
		}
		text, err := json.Marshal(say)
		if err != nil {
			return nil, err
		}
		d.Body = text
		out = append(out, d)
	}
	text, err := json.Marshal(listBody{List: l.Number, AsOf: l.AsOf, Hash: hash.String(), Rows: len(l.Rows), Added: counts["added"], Corrected: counts["corrected"], Struck: counts["struck"]})
	if err != nil {
		return nil, err
	}
	return append(out, book.Draft{Kind: "treaty.list", Subject: Subject(i.Code, ""), Party: depositary(i), Standing: act.Observed, Source: source, Day: l.AsOf,
		Audience: act.Public, Body: text}), nil
}

// depositary is whose list it is: the first that the treaty names.
func depositary(i programme.Instrument) string {
	if len(i.Depositaries) > 0 {
		return i.Depositaries[0]
	}
	return "secretary-general"
}
