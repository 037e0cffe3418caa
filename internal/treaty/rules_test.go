package treaty_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/treaty"
)

// few are a treaty of three instruments and a protocol to it, so that rules can
// be followed by hand.
func few(change ...func(main, protocol *programme.Instrument)) []programme.Instrument {
	main := programme.Instrument{Code: "ROPE", Title: "Treaty of Rope", Adopted: "2000-01-01", Rules: &programme.Rules{
		Signature:    &programme.Signature{From: "2000-01-10", Until: "2001-01-10", Rule: programme.Rule{Article: "1"}},
		Joining:      &programme.Joining{Organizations: "regional", Rule: programme.Rule{Article: "2"}},
		Entry:        &programme.Entry{Instruments: 3, Days: 90, Rule: programme.Rule{Article: "3.1"}},
		Later:        &programme.Later{Days: 30, Rule: programme.Rule{Article: "3.2"}},
		Denunciation: &programme.Denunciation{Months: 12, Rule: programme.Rule{Article: "4"}},
		Reservations: &programme.Reservations{Kind: "vienna", Rule: programme.Rule{Article: "VCLT#20.5"}},
		Authorized:   []programme.Authorized{{Provision: "5.2", Settlement: true, Rule: programme.Rule{Article: "5.3"}}},
		Territories:  &programme.Territories{Kind: "whole", Rule: programme.Rule{Article: "VCLT#29"}},
	}}
	protocol := programme.Instrument{Code: "KNOTS", Title: "Protocol on Knots", Parent: "ROPE", Rules: &programme.Rules{
		Joining:         &programme.Joining{Organizations: "none", ParentNeeded: true, Rule: programme.Rule{Article: "ROPE#6"}},
		Entry:           &programme.Entry{Instruments: 1, Days: 10, ParentFirst: true, Rule: programme.Rule{Article: "1"}},
		Later:           &programme.Later{FirstOfMonth: 2, Rule: programme.Rule{Article: "2"}},
		ParentDenounced: &programme.Rule{Article: "ROPE#4.2"},
	}}
	for _, c := range change {
		c(&main, &protocol)
	}
	return []programme.Instrument{protocol, main}
}

// acts reads "FRA ratification 2001-01-01", one a line; a treaty before it where
// it is not ROPE.
func acts(lines string) (out []treaty.Deposit) {
	for _, line := range strings.Split(lines, "\n") {
		w := strings.Fields(line)
		if len(w) == 0 {
			continue
		}
		code := "ROPE"
		if len(w[0]) > 3 {
			code, w = w[0], w[1:]
		}
		d := treaty.Deposit{Instrument: code, Party: w[0], Action: treaty.Action(w[1]), Day: act.Day(w[2])}
		for _, more := range w[3:] {
			k, v, _ := strings.Cut(more, "=")
			switch k {
			case "withdraws":
				a, day, _ := strings.Cut(v, "@")
				d.Withdraws = treaty.Ref{Action: treaty.Action(a), Day: act.Day(day)}
			case "effective":
				d.Effective = act.Day(v)
			case "at":
				d.Depositary = v
			case "list":
				d.List = v
			case "latest":
				d.Latest = true
			case "on":
				d.Provisions = []act.Cite{act.Cite(v)}
			case "against":
				d.Against = v
			case "territory":
				d.Territories = []string{v}
			case "matter":
				d.Matter = v
			default:
				panic(k)
			}
		}
		d.ID = strings.Join(strings.Fields(line), "/")
		out = append(out, d)
	}
	return out
}

func of(lines string, change ...func(main, protocol *programme.Instrument)) *treaty.Register {
	return treaty.NewRegister(few(change...), carried.parties, acts(lines))
}

// three are the deposits that bring the treaty into force on 2001-07-30.
const three = "FRA ratification 2001-01-01\nPER ratification 2001-03-01\nKEN accession 2001-05-01\n"

func TestStatusOnEachDay(t *testing.T) {
	july := func(m, _ *programme.Instrument) {
		m.Rules.Denunciation = &programme.Denunciation{July: true, NotBefore: 2, Rule: programme.Rule{Article: "46.2"}}
	}
	days := func(m, _ *programme.Instrument) {
		m.Rules.Denunciation = &programme.Denunciation{Days: 180, Rule: programme.Rule{Article: "21"}}
	}
	six := func(m, _ *programme.Instrument) {
		m.Rules.Denunciation = &programme.Denunciation{Months: 6, Rule: programme.Rule{Article: "14"}}
	}
	for _, c := range []struct {
		name, acts, party string
		on                string // "2001-07-29 consented, 2001-07-30 party"
		doubt             string // a doubt on the last of these days
		rules             func(m, p *programme.Instrument)
	}{
		{name: "signatory, consent, bound with the treaty", acts: three + "FRA signature 2000-02-01", party: "FRA", on: "2000-01-31 none, 2000-02-01 signatory, 2001-01-01 consented, 2001-07-29 consented, 2001-07-30 party"},
		{name: "a later party", acts: three + "NOR accession 2002-01-01", party: "NOR", on: "2001-12-31 none, 2002-01-30 consented, 2002-01-31 party"},
		{name: "a later party is never bound before the treaty is", acts: three + "NOR accession 2001-05-02", party: "NOR", on: "2001-07-29 consented, 2001-07-30 party"},
		{name: "an organization is not counted", acts: "FRA ratification 2001-01-01\nPER ratification 2001-03-01\nEU approval 2001-04-01", party: "EU", on: "2002-01-01 consented"},
		{name: "a succession is not counted, and binds from the day of succession", acts: three + "CZE succession 2003-01-01 effective=2002-06-01", party: "CZE", on: "2002-05-31 none, 2002-06-01 party"},
		{name: "a succession is never before the treaty is in force", acts: three + "CZE succession 2003-01-01", party: "CZE", on: "2001-07-29 none, 2001-07-30 party"},
		{name: "a State that has ended", acts: "CSK accession 1992-01-01", party: "CSK", on: "1992-12-31 consented, 1993-01-01 ceased"},
		{name: "denunciation after a year", acts: three + "FRA denunciation 2004-02-29", party: "FRA", on: "2005-02-27 party, 2005-02-28 withdrawn"},
		{name: "denunciation after six months", acts: three + "FRA denunciation 2004-08-31", party: "FRA", rules: six, on: "2005-02-27 party, 2005-02-28 withdrawn"},
		{name: "denunciation after days", acts: three + "FRA denunciation 2004-01-01", party: "FRA", rules: days, on: "2004-06-28 party, 2004-06-29 withdrawn"},
		{name: "received by 1 July: 1 January of the next year", acts: three + "FRA denunciation 2004-07-01", party: "FRA", rules: july, on: "2004-12-31 party, 2005-01-01 withdrawn"},
		{name: "received after 1 July: a year later", acts: three + "FRA denunciation 2004-07-02", party: "FRA", rules: july, on: "2005-12-31 party, 2006-01-01 withdrawn"},
		{name: "denounced within the years in which nobody may", acts: three + "FRA denunciation 2002-01-01", party: "FRA", rules: july, on: "2003-01-01 withdrawn", doubt: "denounced-too-early"},
		{name: "a denunciation that was withdrawn in time", acts: three + "FRA denunciation 2004-01-01\nFRA withdrawal 2004-12-31 withdraws=denunciation@2004-01-01", party: "FRA", on: "2006-01-01 party", doubt: "denunciation-withdrawn"},
		{name: "a denunciation withdrawn too late", acts: three + "FRA denunciation 2004-01-01\nFRA withdrawal 2005-01-01 withdraws=denunciation@2004-01-01", party: "FRA", on: "2004-12-31 party, 2005-01-01 withdrawn", doubt: "withdrawn-too-late"},
		{name: "joining again", acts: three + "FRA denunciation 2004-01-01\nFRA accession 2006-01-01", party: "FRA", on: "2005-01-01 withdrawn, 2006-01-01 consented, 2006-01-31 party"},
		{name: "a signature withdrawn", acts: "FRA signature 2000-02-01\nFRA withdrawal 2000-03-01 withdraws=signature@2000-02-01", party: "FRA", on: "2000-02-29 signatory, 2000-03-01 none"},
		{name: "a consent withdrawn before it bound", acts: three + "NOR accession 2002-01-01\nNOR withdrawal 2002-01-15 withdraws=accession@2002-01-01", party: "NOR", on: "2002-01-14 consented, 2002-01-15 none, 2003-01-01 none"},
		{name: "a consent that binds is not withdrawn but denounced", acts: three + "NOR accession 2002-01-01\nNOR withdrawal 2003-01-15 withdraws=accession@2002-01-01", party: "NOR", on: "2004-01-01 party", doubt: "withdrawn-when-bound"},
		{name: "a list shows it as withdrawn", acts: three + "NOR accession 2002-01-01 list=I-1\nNOR withdrawal 2010-01-01 latest withdraws=accession@2002-01-01 list=I-1", party: "NOR", on: "2009-12-31 party, 2010-01-01 withdrawn", doubt: "withdrawal-day-unknown"},
		{name: "two consents: the earlier counts", acts: three + "NOR accession 2002-01-01\nNOR accession 2003-01-01", party: "NOR", on: "2002-01-31 party, 2003-01-02 party", doubt: "two-consents"},
		{name: "two consents: the depositary's list decides", acts: three + "NOR accession 2002-01-01\nNOR accession 2003-01-01 list=I-1", party: "NOR", on: "2002-02-01 none, 2003-01-31 party", doubt: "two-consents"},
		{name: "several depositaries: the first deposit counts, and is no dispute", acts: three + "NOR accession 2002-01-01 at=GBR\nNOR accession 2003-01-01 at=USA", party: "NOR", on: "2002-01-31 party"},
		{name: "provisional application until bound", acts: "FRA signature 2000-02-01\nFRA provisional-application 2000-03-01\n" + three, party: "FRA", on: "2000-02-29 signatory, 2000-03-01 provisional, 2001-07-29 provisional, 2001-07-30 party"},
		{name: "withdraws what is not there", acts: three + "NOR withdrawal 2003-01-15 withdraws=accession@2002-01-01", party: "NOR", on: "2003-01-15 none", doubt: "withdraws-nothing"},
		{name: "denounces what it never joined", acts: three + "NOR denunciation 2003-01-15", party: "NOR", on: "2005-01-15 none", doubt: "denounces-nothing"},
		{name: "ratifies what it never signed", acts: three, party: "FRA", on: "2001-07-30 party", doubt: "no-signature"},
		{name: "signs after the close", acts: "NOR signature 2001-01-11", party: "NOR", on: "2001-01-11 signatory", doubt: "signed-after-close"},
		{name: "without a rule for later parties", acts: three + "NOR accession 2002-01-01", party: "NOR", on: "2004-01-01 consented", doubt: "no-rule-later", rules: func(m, _ *programme.Instrument) { m.Rules.Later = nil }},
		{name: "without any rules", acts: three, party: "FRA", on: "2004-01-01 consented", doubt: "no-rule-entry", rules: func(m, _ *programme.Instrument) { m.Rules = nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules := c.rules
			if rules == nil {
				rules = func(_, _ *programme.Instrument) {}
			}
			g := of(c.acts, rules)
			var last treaty.Status
			for _, want := range strings.Split(c.on, ", ") {
				day, state, _ := strings.Cut(want, " ")
				last = g.StatusOn("ROPE", c.party, act.Day(day))
				if string(last.State) != state {
					t.Errorf("on %s it is %s, want %s", day, last.State, state)
				}
			}
			has := slices.ContainsFunc(last.Doubts, func(d treaty.Doubt) bool { return d.Key == c.doubt })
			if c.doubt != "" && !has || c.doubt == "" && slices.ContainsFunc(last.Doubts, func(d treaty.Doubt) bool { return d.Key == "two-consents" }) {
				t.Errorf("doubts %+v, want %q", last.Doubts, c.doubt)
			}
		})
	}
}

func TestEveryAnswerNamesItsArticle(t *testing.T) {
	g := of(three + "NOR accession 2002-01-01\nFRA denunciation 2004-01-01\nKNOTS FRA ratification 2001-01-02\nKNOTS NOR accession 2002-03-05")
	for _, c := range []struct {
		code, party string
		day         act.Day
		state       treaty.State
		cite        act.Cite
	}{
		{"ROPE", "PER", "2003-01-01", treaty.Bound, "ROPE#3.1"}, {"ROPE", "KEN", "2003-01-01", treaty.Bound, "ROPE#3.1"}, {"ROPE", "NOR", "2003-01-01", treaty.Bound, "ROPE#3.2"}, {"ROPE", "FRA", "2006-01-01", treaty.Left, "ROPE#4"},
		{"KNOTS", "NOR", "2003-01-01", treaty.Bound, "KNOTS#2"}, {"KNOTS", "FRA", "2006-01-01", treaty.Left, "ROPE#4.2"},
	} {
		s := g.StatusOn(c.code, c.party, c.day)
		if s.State != c.state || !slices.ContainsFunc(s.Reasons, func(r treaty.Reason) bool { return r.Cite == c.cite }) {
			t.Errorf("%s, %s, %s: %s by %+v, want %s by %s", c.code, c.party, c.day, s.State, s.Reasons, c.state, c.cite)
		}
	}
}

func TestAProtocolHangsOnItsParent(t *testing.T) {
	g := of(three + "KNOTS FRA ratification 2001-01-02\nKNOTS NOR accession 2002-03-05\nFRA denunciation 2004-01-01")
	if f := g.Force("KNOTS"); f.Day != "2001-07-30" {
		t.Errorf("it entered into force on %s, before the parent or never", f.Day)
	}
	for _, c := range []struct {
		party string
		day   act.Day
		want  treaty.State
	}{{"FRA", "2001-07-29", treaty.Consented}, {"FRA", "2001-07-30", treaty.Bound}, {"FRA", "2004-12-31", treaty.Bound}, {"FRA", "2005-01-01", treaty.Left},
		{"NOR", "2010-01-01", treaty.Consented}} {
		if s := g.StatusOn("KNOTS", c.party, c.day); s.State != c.want {
			t.Errorf("%s on %s: %s, want %s", c.party, c.day, s.State, c.want)
		}
	}
	s := g.StatusOn("KNOTS", "NOR", "2010-01-01")
	if !slices.ContainsFunc(s.Doubts, func(d treaty.Doubt) bool { return d.Key == "parent-missing" && d.Cite == "ROPE#6" }) {
		t.Errorf("a party of the protocol alone raises %+v", s.Doubts)
	}
	// It joins the parent later: then the protocol binds as well.
	g = of(three + "KNOTS FRA ratification 2001-01-02\nKNOTS NOR accession 2002-03-05\nNOR accession 2003-01-01")
	if s := g.StatusOn("KNOTS", "NOR", "2003-01-31"); s.State != treaty.Bound || g.StateOn("KNOTS", "NOR", "2003-01-30") == treaty.Bound {
		t.Errorf("bound to both: %s", s.State)
	}
	// The first day of the second month after 5 March.
	if s := of(three+"NOR accession 2001-05-02\nKNOTS FRA ratification 2001-01-02\nKNOTS NOR accession 2002-03-05").StatusOn("KNOTS", "NOR", "2003-01-01"); s.Bound != "2002-05-01" {
		t.Errorf("bound on %s, want 2002-05-01", s.Bound)
	}
}

func TestReservations(t *testing.T) {
	third := func(m, _ *programme.Instrument) {
		m.Rules.Reservations = &programme.Reservations{Kind: "one-third", Rule: programme.Rule{Article: "50.3"}}
	}
	none := func(m, _ *programme.Instrument) {
		m.Rules.Reservations = &programme.Reservations{Kind: "prohibited", Rule: programme.Rule{Article: "9"}}
	}
	const made = "NOR accession 2002-01-01\nNOR reservation 2002-01-01 on=ROPE#7\n"
	const settlement = "NOR accession 2002-01-01\nNOR reservation 2002-01-01 on=ROPE#5.2\n"
	for _, c := range []struct {
		name, acts string
		day        act.Day
		want       treaty.ReservationState
		cite       act.Cite
		rules      func(m, p *programme.Instrument)
	}{
		{"expressly authorized: nobody need accept it", settlement, "2002-01-01", treaty.Permitted, "ROPE#5.3", nil},
		{"silent: twelve months run", made, "2003-01-01", treaty.Pending, "VCLT#20.5", nil},
		{"silent: nobody objected", made, "2003-01-02", treaty.Accepted, "VCLT#20.5", nil},
		{"silent: one objected in time", made + "FRA objection 2003-01-01 against=NOR", "2003-01-02", treaty.Objected, "VCLT#20.5", nil},
		{"silent: one objected too late", made + "FRA objection 2003-01-02 against=NOR", "2003-02-02", treaty.Accepted, "VCLT#20.5", nil},
		{"silent: an objection to another reservation", made + "FRA objection 2002-02-01 against=NOR on=ROPE#8", "2003-02-02", treaty.Accepted, "VCLT#20.5", nil},
		{"silent: an objection that was withdrawn", made + "FRA objection 2002-02-01 against=NOR\nFRA withdrawal 2002-12-01 withdraws=objection@2002-02-01", "2003-02-02", treaty.Accepted, "VCLT#20.5", nil},
		{"a third: time runs", made, "2003-01-01", treaty.Pending, "ROPE#50.3", third},
		{"a third: one of three is a third", made + "FRA objection 2002-02-01 against=NOR", "2003-01-02", treaty.Refused, "ROPE#50.3", third},
		{"a third: one of four is none", made + "USA accession 2002-06-01\nFRA objection 2002-02-01 against=NOR", "2003-01-02", treaty.Permitted, "ROPE#50.3", third},
		{"a third: of who is no party nobody asks", made + "USA objection 2002-02-01 against=NOR", "2003-01-02", treaty.Permitted, "ROPE#50.3", third},
		{"none allowed", made, "2002-01-01", treaty.Refused, "ROPE#9", none},
		{"taken back", made + "NOR withdrawal 2005-01-01 withdraws=reservation@2002-01-01", "2005-01-01", treaty.TakenBack, "", nil},
		{"not yet made", made, "2001-12-31", treaty.NotYetMade, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules := c.rules
			if rules == nil {
				rules = func(_, _ *programme.Instrument) {}
			}
			g := of(three+c.acts, rules)
			for _, d := range g.Deposits("ROPE", "NOR") {
				if d.Action != treaty.Reservation {
					continue
				}
				v := g.ReservationOn(&d, c.day)
				if v.State != c.want || c.cite != "" && (len(v.Reasons) != 1 || v.Reasons[0].Cite != c.cite) {
					t.Errorf("%s by %+v, want %s by %s", v.State, v.Reasons, c.want, c.cite)
				}
			}
		})
	}
}

func TestTerritories(t *testing.T) {
	kind := func(k string) func(m, _ *programme.Instrument) {
		return func(m, _ *programme.Instrument) {
			m.Rules.Territories = &programme.Territories{Kind: k, Rule: programme.Rule{Article: "42"}}
		}
	}
	const excluded = three + "FRA territorial-exclusion 2001-01-01 territory=Isles\nFRA territorial-application 2005-01-01 effective=2005-02-01 territory=Isles"
	for _, c := range []struct {
		acts, kind, territory string
		day                   act.Day
		want                  treaty.Reach
	}{
		{three, "whole", "Isles", "2002-01-01", treaty.Reaches}, {three, "declared", "Isles", "2002-01-01", treaty.NotReached}, {three, "all-but", "Isles", "2002-01-01", treaty.Reaches},
		{three, "whole", "Isles", "2001-01-02", treaty.NotReached}, {excluded, "whole", "Isles", "2005-01-31", treaty.Excluded}, {excluded, "whole", "Isles", "2005-02-01", treaty.Reaches},
		{excluded, "whole", "Rocks", "2002-01-01", treaty.Reaches},
	} {
		if got, why, _ := of(c.acts, kind(c.kind)).TerritoryOn("ROPE", "FRA", c.territory, c.day); got != c.want || len(why) == 0 {
			t.Errorf("%s, %s, %s: %s by %v, want %s", c.kind, c.territory, c.day, got, why, c.want)
		}
	}
}

// players do things, drawn at random.
var players = []string{"FRA", "PER", "KEN", "NOR", "EU", "CSK", "CZE"}

func drawActs(t *rapid.T) []treaty.Deposit {
	day := rapid.Custom(func(t *rapid.T) act.Day {
		return act.Day(fmt.Sprintf("%04d-%02d-%02d", rapid.IntRange(2000, 2004).Draw(t, "y"), rapid.IntRange(1, 12).Draw(t, "m"), rapid.IntRange(1, 28).Draw(t, "d")))
	})
	out := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) treaty.Deposit {
		d := treaty.Deposit{Instrument: rapid.SampledFrom([]string{"ROPE", "ROPE", "KNOTS"}).Draw(t, "treaty"), Party: rapid.SampledFrom(players).Draw(t, "party"), Day: day.Draw(t, "day"),
			Action: rapid.SampledFrom([]treaty.Action{treaty.Signature, treaty.Ratification, treaty.Accession, treaty.Accession, treaty.Succession, treaty.Denunciation, treaty.Withdrawal, treaty.ProvisionalApplying}).Draw(t, "action"),
			List:   rapid.SampledFrom([]string{"", "", "I-1"}).Draw(t, "list")}
		return d
	}), 0, 25).Draw(t, "acts")
	for i := range out {
		out[i].ID = fmt.Sprint("act", i)
		if out[i].Action == treaty.Withdrawal && i > 0 {
			of := out[rapid.IntRange(0, i-1).Draw(t, "of")]
			out[i].Party, out[i].Instrument, out[i].Withdraws = of.Party, of.Instrument, treaty.Ref{Action: of.Action, Day: of.Day}
		}
	}
	return out
}

// states prints all states on all days on which something may change.
func states(g *treaty.Register, until act.Day) string {
	var b strings.Builder
	for _, code := range g.Instruments() {
		for _, p := range players {
			for _, s := range g.Timeline(code, p) {
				if s.From < until {
					fmt.Fprintln(&b, code, p, s.From, s.State)
				}
			}
		}
	}
	return b.String()
}

// drawTreaties are the treaties with one or the other rule of ending.
func drawTreaties(t *rapid.T) func() []programme.Instrument {
	if rapid.Bool().Draw(t, "may end") {
		return func() []programme.Instrument { return few(endsBelowThree) }
	}
	return func() []programme.Instrument { return few() }
}

// Status depends on the acts alone, not on the order in which they became known.
func TestOrderOfKnowingDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := drawActs(t)
		few := drawTreaties(t)
		want := states(treaty.NewRegister(few(), carried.parties, ds), "9999")
		shuffled := slices.Clone(ds)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(shuffled), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
		for i := range shuffled {
			shuffled[i].ID = fmt.Sprint("other", i)
		}
		if got := states(treaty.NewRegister(few(), carried.parties, shuffled), "9999"); got != want {
			t.Fatalf("in another order:\n%s\nbefore:\n%s", got, want)
		}
		// Known piece by piece, the register comes to the same.
		g := treaty.NewRegister(few(), carried.parties, nil)
		known := map[string][]treaty.Deposit{}
		for _, d := range shuffled {
			known[d.Instrument] = append(slices.Clone(known[d.Instrument]), d)
			g = g.With(map[string][]treaty.Deposit{d.Instrument: known[d.Instrument]})
		}
		if got := states(g, "9999"); got != want {
			t.Fatalf("piece by piece:\n%s\nat once:\n%s", got, want)
		}
	})
}

// Every day has one status: spans begin with all time, follow each other, and
// the state asked for a day is that of its span.
func TestEveryDayHasOneStatus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := treaty.NewRegister(drawTreaties(t)(), carried.parties, drawActs(t))
		day := act.Day(fmt.Sprintf("%04d-%02d-15", rapid.IntRange(1999, 2007).Draw(t, "y"), rapid.IntRange(1, 12).Draw(t, "m")))
		for _, code := range g.Instruments() {
			for _, p := range players {
				spans := g.Timeline(code, p)
				if spans[0].From != "" {
					t.Fatalf("%s %s begins on %s", code, p, spans[0].From)
				}
				in := 0
				for i, s := range spans {
					if i > 0 && s.From <= spans[i-1].From {
						t.Fatalf("%s %s: %s is not after %s", code, p, s.From, spans[i-1].From)
					}
					if s.From <= day && (i+1 == len(spans) || day < spans[i+1].From) {
						in++
						if got := g.StatusOn(code, p, day).State; got != s.State || got != g.StateOn(code, p, day) {
							t.Fatalf("%s %s on %s: %s, its span says %s", code, p, day, got, s.State)
						}
					}
				}
				if in != 1 {
					t.Fatalf("%s %s: %s lies in %d spans", code, p, day, in)
				}
			}
		}
	})
}

// A withdrawal or a denunciation changes no day before its own. Evidence here is
// of one kind: where a depositary's list contradicts other evidence, a
// denunciation between the two may show that both were right.
func TestAWithdrawalNeverReachesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := drawActs(t)
		if len(ds) == 0 {
			return
		}
		for i := range ds {
			ds[i].List = ""
		}
		few := drawTreaties(t)
		of := rapid.SampledFrom(ds).Draw(t, "of")
		day := act.Day(fmt.Sprintf("%04d-%02d-%02d", rapid.IntRange(2000, 2006).Draw(t, "y"), rapid.IntRange(1, 12).Draw(t, "m"), rapid.IntRange(1, 28).Draw(t, "d")))
		more := treaty.Deposit{ID: "more", Instrument: of.Instrument, Party: of.Party, Day: day, Action: treaty.Denunciation, Latest: rapid.Bool().Draw(t, "latest")}
		if rapid.Bool().Draw(t, "withdrawal") {
			more.Action, more.Withdraws = treaty.Withdrawal, treaty.Ref{Action: of.Action, Day: of.Day}
		}
		before := states(treaty.NewRegister(few(), carried.parties, ds), day)
		after := states(treaty.NewRegister(few(), carried.parties, append(slices.Clone(ds), more)), day)
		if strip(before) != strip(after) {
			t.Fatalf("%s of %s by %s changes days before it:\n%s\nbefore:\n%s", more.Action, day, of.Party, after, before)
		}
	})
}

// strip leaves out spans in which the state goes on.
func strip(s string) string {
	var out []string
	for _, line := range strings.Split(s, "\n") {
		w := strings.Fields(line)
		if len(w) < 3 {
			continue
		}
		from := "-"
		if len(w) == 4 {
			from = w[2]
		}
		if n := len(out); n > 0 {
			last := strings.Fields(out[n-1])
			if last[0] == w[0] && last[1] == w[1] && last[3] == w[len(w)-1] {
				continue
			}
		}
		out = append(out, fmt.Sprint(w[0], " ", w[1], " ", from, " ", w[len(w)-1]))
	}
	return strings.Join(out, "\n")
}

var _ treaty.Parties = (*party.Registry)(nil)
