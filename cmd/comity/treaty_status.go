package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"comity/internal/act"
	"comity/internal/treaty"
)

// treatyStatusCommand answers who is bound.
type treatyStatusCommand struct {
	recordFlags
	Treaty string `arg:"" help:"Code of the treaty, such as UNTOC."`
	Party  string `arg:"" optional:"" help:"Code or name of one party, for its whole course."`
	AsOf   string `help:"The day asked for (default: today)." placeholder:"DAY"`
	JSON   bool   `name:"json" help:"Print JSON, every act with its id."`
}

// Run prints the status.
func (c *treatyStatusCommand) Run(ctx context.Context, io streams) error {
	day, err := dayOr(c.AsOf)
	if err != nil {
		return err
	}
	r, err := c.load(ctx)
	if err != nil {
		return err
	}
	code, err := r.instrument(c.Treaty)
	if err != nil {
		return err
	}
	if c.Party != "" {
		party, err := r.party(c.Party, day)
		if err != nil {
			return err
		}
		return c.one(io.out, r, code, party, day)
	}
	return c.all(io.out, r, code, day)
}

// statusJSON is one party's status as JSON has it.
type statusJSON struct {
	Party   string       `json:"party"`
	State   treaty.State `json:"state"`
	Since   act.Day      `json:"since,omitempty"`
	Until   act.Day      `json:"until,omitempty"`
	Bound   act.Day      `json:"bound,omitempty"`
	Signed  act.Day      `json:"signed,omitempty"`
	Consent *consentJSON `json:"consent,omitempty"`
	Rules   []string     `json:"rules,omitempty"`
	Doubts  []string     `json:"doubts,omitempty"`
	Acts    []string     `json:"acts,omitempty"`
}

type consentJSON struct {
	Action   treaty.Action `json:"action"`
	Day      act.Day       `json:"day"`
	Standing act.Standing  `json:"standing"`
	Source   string        `json:"source,omitempty"`
}

// spanJSON is what a party was from a day on; the first is of all time before.
type spanJSON struct {
	From  act.Day      `json:"from,omitempty"`
	State treaty.State `json:"state"`
	Rules []string     `json:"rules,omitempty"`
	Acts  []string     `json:"acts,omitempty"`
}

func (r *record) course(code, party string) (list []spanJSON) {
	for _, x := range r.register.Timeline(code, party) {
		s := spanJSON{From: x.From, State: x.State, Acts: x.Acts}
		for _, reason := range x.Reasons {
			s.Rules = append(s.Rules, r.rule(reason))
		}
		list = append(list, s)
	}
	return list
}

// depositJSON is one act about a treaty.
type depositJSON struct {
	ID          string        `json:"id"`
	Action      treaty.Action `json:"action"`
	Day         act.Day       `json:"day"`
	OrBefore    bool          `json:"day_or_before,omitempty"`
	Effective   act.Day       `json:"effective,omitempty"`
	Depositary  string        `json:"depositary,omitempty"`
	Item        string        `json:"item,omitempty"`
	Matter      string        `json:"matter,omitempty"`
	Provisions  []act.Cite    `json:"provisions,omitempty"`
	Against     string        `json:"against,omitempty"`
	Territories []string      `json:"territories,omitempty"`
	Predecessor string        `json:"predecessor,omitempty"`
	Authority   string        `json:"authority,omitempty"`
	Languages   []string      `json:"languages,omitempty"`
	Text        string        `json:"text,omitempty"`
	Language    string        `json:"language,omitempty"`
	Withdraws   *treaty.Ref   `json:"withdraws,omitempty"`
	Unconfirmed bool          `json:"unconfirmed,omitempty"`
	Standing    act.Standing  `json:"standing"`
	Source      string        `json:"source,omitempty"`
}

func depositsJSON(deposits []treaty.Deposit) (list []depositJSON) {
	for i := range deposits {
		d := &deposits[i]
		out := depositJSON{ID: d.ID, Action: d.Action, Day: d.Day, OrBefore: d.Latest, Effective: d.Effective, Depositary: d.Depositary, Item: d.Item, Matter: d.Matter,
			Provisions: d.Provisions, Against: d.Against, Territories: d.Territories, Predecessor: d.Predecessor, Authority: d.Authority, Languages: d.Languages,
			Text: d.Text, Language: d.Language, Unconfirmed: d.Unconfirmed, Standing: d.Standing, Source: d.Reference}
		if d.Withdraws.Action != "" {
			out.Withdraws = &d.Withdraws
		}
		list = append(list, out)
	}
	return list
}

func (r *record) status(code, party string, day act.Day) statusJSON {
	s := r.register.StatusOn(code, party, day)
	out := statusJSON{Party: party, State: s.State, Since: s.From, Until: s.Until, Bound: s.Bound, Acts: s.Acts}
	if s.Signed != nil {
		out.Signed = s.Signed.Day
	}
	if d := s.Consent; d != nil {
		out.Consent = &consentJSON{d.Action, d.Day, d.Standing, d.Reference}
	}
	for _, x := range s.Reasons {
		out.Rules = append(out.Rules, r.rule(x))
	}
	for _, x := range s.Doubts {
		if words := r.doubt(x); !slices.Contains(out.Doubts, words) {
			out.Doubts = append(out.Doubts, words)
		}
	}
	return out
}

func (c *treatyStatusCommand) all(w io.Writer, r *record, code string, day act.Day) error {
	i, _ := r.register.Instrument(code)
	f := r.register.Force(code)
	states := r.register.Count(code, treaty.Bound, day, treaty.States)
	all := r.register.Count(code, treaty.Bound, day, treaty.AllParties)
	var rows []statusJSON
	for _, p := range r.register.Parties(code) {
		rows = append(rows, r.status(code, p, day))
	}
	var rules, doubts []string
	for _, x := range f.Reasons {
		rules = append(rules, r.rule(x))
	}
	for _, x := range f.Doubts {
		doubts = append(doubts, r.doubt(x))
	}
	if c.JSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"treaty": code, "title": i.Title, "day": day, "list_as_of": r.asOf[code], "in_force": f.Day, "in_force_rules": rules, "in_force_doubts": doubts,
			"unconfirmed_rules": i.Rules.Unconfirmed(), "states": states.N, "states_and_organizations": all.N, "parties": rows})
	}
	fmt.Fprintf(w, "%s\n%s: %s\n", i.Title, day, r.source(code, day))
	switch {
	case f.Day == "":
		fmt.Fprintf(w, "in force: not known; %d of %d instruments\n", f.Counted, f.Needed)
	default:
		fmt.Fprintf(w, "in force: %s, %s\n", f.Day, joined(rules))
	}
	if doubts != nil {
		fmt.Fprintf(w, "doubts: %s\n", joined(doubts))
	}
	if u := i.Rules.Unconfirmed(); u != nil {
		fmt.Fprintf(w, "unconfirmed rules: %s\n", joined(u))
	}
	fmt.Fprintf(w, "parties: %d (%s), %d (%s)\n\n", states.N, r.say.Text("treaty.count.states"), all.N, r.say.Text("treaty.count.all-parties"))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "Party\tState\tSince\tSigned\tConsent\tStanding\tRule")
	for _, s := range rows {
		consent, standing := "", ""
		if s.Consent != nil {
			consent, standing = string(s.Consent.Day)+" "+string(s.Consent.Action), string(s.Consent.Standing)
		}
		rule := joined(s.Rules)
		if n := len(s.Doubts); n > 0 {
			rule += fmt.Sprintf(" (%d doubtful)", n)
		}
		fmt.Fprintf(t, "%s %s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.Party, r.name(s.Party), r.say.Text("treaty.state."+string(s.State)), s.Since, s.Signed, consent, standing, rule)
	}
	return t.Flush()
}

func joined(words []string) string {
	out := ""
	for i, w := range words {
		if i > 0 {
			out += "; "
		}
		out += w
	}
	return out
}

func (c *treatyStatusCommand) one(w io.Writer, r *record, code, party string, day act.Day) error {
	s := r.status(code, party, day)
	deposits := r.register.Deposits(code, party)
	if c.JSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"treaty": code, "day": day, "list_as_of": r.asOf[code], "status": s, "course": r.course(code, party), "deposits": depositsJSON(deposits)})
	}
	fmt.Fprintf(w, "%s %s and %s on %s: %s\n%s\n", party, r.name(party), code, day, r.say.Text("treaty.state."+string(s.State)), r.source(code, day))
	for _, x := range s.Rules {
		fmt.Fprintf(w, "rule: %s\n", x)
	}
	for _, x := range s.Doubts {
		fmt.Fprintf(w, "doubt: %s\n", x)
	}
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "From\tState")
	for _, x := range r.register.Timeline(code, party) {
		from := string(x.From)
		if from == "" {
			from = "always"
		}
		fmt.Fprintf(t, "%s\t%s\n", from, r.say.Text("treaty.state."+string(x.State)))
	}
	fmt.Fprintln(t, "\nDay\tWhat was done\tStanding\tSource\tAct")
	for _, d := range deposits {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", d.Day, d.Action, d.Standing, d.Reference, d.ID)
	}
	return t.Flush()
}
