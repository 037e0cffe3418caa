package assistance

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"comity/internal/act"
	"comity/internal/book"
)

var day0 act.Day = "2042-01-01"

// walk is a request of which steps are drawn.
type walk struct {
	steps []Step
	n     int64
}

func (w *walk) step(kind string, day int) Step {
	w.n++
	s := Step{Kind: kind, Act: fmt.Sprint("a", w.n), Index: w.n, Day: plus(day0, day), Standing: act.Own, Audience: "with-fra"}
	if slices.Contains([]string{"appraised", "drafted", "cleared", "assessed", "diligence-cleared"}, kind) {
		s.Audience = Apart
	}
	return s
}

// must adds a step that has to be legal.
func (w *walk) must(t testing.TB, s Step) {
	t.Helper()
	if err := May(w.steps, s); err != nil {
		t.Fatalf("%s on %s: %v", s.Kind, s.Day, err)
	}
	w.steps = append(w.steps, s)
}

func (w *walk) refused(t testing.TB, rule string, s Step) {
	t.Helper()
	err := May(w.steps, s)
	if err == nil || ruleOf(err) != rule {
		t.Errorf("%s on %s: %v, want %s", s.Kind, s.Day, err, rule)
	}
}

func ruleOf(err error) string {
	var r *book.Refusal
	if errors.As(err, &r) {
		return r.Rule
	}
	return ""
}

func with(s Step, change func(*Step)) Step { change(&s); return s }

func reasoned(s Step) Step { s.Reason = true; return s }

func TestTheWayOfARequest(t *testing.T) {
	w := &walk{}
	w.refused(t, "assistance.asked-when", w.step("asked", 0))
	w.must(t, with(w.step("requested", 0), func(s *Step) { s.Forces = true }))
	w.refused(t, "assistance.requested-when", w.step("requested", 1))
	w.refused(t, "assistance.confirmed-when", w.step("confirmed", 1))
	w.refused(t, "assistance.closed-when", reasoned(w.step("closed", 1)))
	w.must(t, w.step("asked", 2))
	w.refused(t, "assistance.open", w.step("checked", 3))
	w.refused(t, "assistance.reason", w.step("closed", 3))
	w.must(t, w.step("given", 9))
	w.refused(t, "assistance.appraised-when", w.step("appraised", 10))
	w.must(t, w.step("checked", 10))
	w.refused(t, "assistance.drafted-when", w.step("drafted", 11))
	w.must(t, w.step("appraised", 11))
	if l := Live(w.steps); l.Status != Appraised || l.Shared != Checked {
		t.Errorf("the State sees %s where the Office has %s", l.Shared, l.Status)
	}
	w.refused(t, "assistance.reason", with(w.step("drafted", 12), func(s *Step) { s.Outcome = InPart }))
	w.must(t, reasoned(with(w.step("drafted", 12), func(s *Step) { s.Outcome = InPart })))
	w.refused(t, "assistance.replied-when", w.step("replied", 13))
	w.must(t, w.step("cleared", 13))
	w.must(t, reasoned(with(w.step("replied", 14), func(s *Step) { s.Outcome = InPart })))
	w.refused(t, "assistance.drafted-when", w.step("drafted", 15))
	w.must(t, w.step("assigned", 15))
	w.refused(t, "assistance.reason", w.step("assigned", 16))
	w.must(t, reasoned(w.step("assigned", 16)))
	w.refused(t, "assistance.diligence", w.step("delivered", 17))
	w.refused(t, "assistance.diligence-when", w.step("diligence-cleared", 17))
	w.must(t, w.step("assessed", 17))
	w.refused(t, "assistance.diligence", w.step("delivered", 18))
	w.must(t, with(w.step("diligence-cleared", 18), func(s *Step) { s.Until = plus(day0, 100) }))
	w.refused(t, "assistance.diligence", w.step("delivered", 17)) // before the approval
	w.refused(t, "assistance.diligence", w.step("delivered", 101))
	w.refused(t, "assistance.reason", w.step("suspended", 19))
	w.must(t, reasoned(w.step("suspended", 19)))
	w.refused(t, "assistance.suspended", w.step("delivered", 20))
	w.refused(t, "assistance.reason", w.step("resumed", 20))
	w.must(t, reasoned(w.step("resumed", 21)))
	w.must(t, w.step("delivered", 22))
	w.refused(t, "assistance.evaluated-when", w.step("evaluated", 23))
	w.must(t, with(w.step("delivered", 40), func(s *Step) { s.Final = true }))
	w.refused(t, "assistance.delivered-when", w.step("delivered", 41))
	w.refused(t, "assistance.reason", w.step("closed", 41))
	w.must(t, w.step("evaluated", 45))
	w.refused(t, "assistance.withdrawn-when", w.step("withdrawn", 46))
	w.must(t, w.step("closed", 46))
	w.refused(t, "assistance.given-when", w.step("given", 47))
	w.must(t, w.step("published", 48))
	if l := Live(w.steps); l.Status != Closed || l.Shared != Closed || l.Published != plus(day0, 48) || l.AskedDays != 7 {
		t.Errorf("%+v", l)
	}
}

func TestResourcesThatCameReopenTheReply(t *testing.T) {
	w := &walk{}
	w.must(t, with(w.step("requested", 0), func(s *Step) { s.Standing = act.Communicated }))
	w.must(t, w.step("confirmed", 1))
	w.refused(t, "assistance.confirmed-when", w.step("confirmed", 2))
	for _, k := range []string{"checked", "appraised"} {
		w.must(t, w.step(k, 2))
	}
	pending := func(s *Step) { s.Outcome, s.Reason = Pending, true }
	w.must(t, with(w.step("drafted", 3), pending))
	w.must(t, w.step("cleared", 3))
	w.must(t, with(w.step("replied", 3), pending))
	w.refused(t, "assistance.assigned-when", w.step("assigned", 4))
	accepted := func(s *Step) { s.Outcome = Accepted }
	w.must(t, with(w.step("drafted", 90), accepted))
	w.must(t, w.step("cleared", 90))
	w.must(t, with(w.step("replied", 91), accepted))
	w.must(t, w.step("assigned", 92))
}

func TestALetterEnteredLateStandsInItsPlace(t *testing.T) {
	w := &walk{}
	w.must(t, w.step("requested", 0))
	w.must(t, w.step("asked", 10))
	w.must(t, w.step("asked", 18))
	// A letter of the 15th, entered last: it answers the first question alone.
	w.must(t, w.step("given", 15))
	if l := Live(w.steps); !l.Open || l.OpenSince != plus(day0, 18) || l.Stopped != 5 {
		t.Errorf("open %v since %s, stopped %d", l.Open, l.OpenSince, l.Stopped)
	}
	w.must(t, w.step("given", 20))
	w.must(t, w.step("checked", 21))
	// Before the request there is nothing to ask, and what is checked can't be asked on an earlier day.
	w.refused(t, "assistance.asked-when", w.step("asked", -1))
	w.refused(t, "assistance.order", w.step("asked", 20))
	w.refused(t, "assistance.order", reasoned(w.step("withdrawn", 5)))
	// A corrected day moves its step, and nothing else.
	asked := w.steps[1]
	fixed := with(w.step("asked", 12), func(s *Step) { s.Corrects = asked.Act })
	w.must(t, fixed)
	w.refused(t, "assistance.corrects", with(w.step("asked", 13), func(s *Step) { s.Corrects = asked.Act }))
	w.refused(t, "assistance.corrects", with(w.step("given", 13), func(s *Step) { s.Corrects = fixed.Act }))
	if l := Live(w.steps); l.AskedDays != 0+(15-12)+(20-18) {
		t.Errorf("%d days were the State's", l.AskedDays)
	}
}

// kinds of steps that are drawn, those that move most.
var drawn = []string{"asked", "given", "asked", "given", "checked", "appraised", "drafted", "cleared", "replied", "assigned", "assessed", "diligence-cleared",
	"suspended", "resumed", "delivered", "evaluated", "closed", "withdrawn", "published", "confirmed", "requested"}

// drawWalk takes whatever is legal of steps drawn in any order of days.
func drawWalk(t *rapid.T) *walk {
	w := &walk{}
	w.steps = append(w.steps, w.step("requested", 0))
	n := rapid.IntRange(5, 60).Draw(t, "steps")
	for i := range n {
		day := rapid.IntRange(0, 60).Draw(t, "day")
		if rapid.IntRange(0, 3).Draw(t, "later") > 0 { // mostly as days go by, that most requests come far
			day = i + day%3
		}
		s := w.step(rapid.SampledFrom(drawn).Draw(t, "kind"), day)
		s.Reason = rapid.Bool().Draw(t, "reason")
		s.Outcome = rapid.SampledFrom([]Outcome{Accepted, InPart, Referred, Pending, Outside}).Draw(t, "outcome")
		s.Final = rapid.Bool().Draw(t, "final")
		s.Forces = s.Kind == "appraised" && rapid.Bool().Draw(t, "forces")
		s.Until = plus(s.Day, rapid.IntRange(1, 30).Draw(t, "until"))
		if rapid.IntRange(0, 5).Draw(t, "corrects") == 0 {
			s.Corrects = rapid.SampledFrom(w.steps).Draw(t, "corrected").Act
		}
		if May(w.steps, s) == nil {
			w.steps = append(w.steps, s)
		}
	}
	return w
}

// TestNoIllegalStepIsEverTaken holds the machine to what must be true of every
// request, said another way than the machine says it.
func TestNoIllegalStepIsEverTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWalk(t)
		count := map[string]int{}
		var last Step
		var cleared act.Day
		forces, ended, suspended := false, false, false
		for _, s := range Effective(w.steps) {
			if s.Day < last.Day {
				t.Fatalf("%s stands after a later day", s.Kind)
			}
			if ended && s.Kind != "published" && s.Kind != "confirmed" {
				t.Fatalf("%s after the end", s.Kind)
			}
			forces = forces || s.Forces
			switch s.Kind {
			case "checked", "requested":
				if count[s.Kind] > 0 {
					t.Fatalf("%s twice", s.Kind)
				}
			case "appraised":
				if count["checked"] == 0 {
					t.Fatal("appraised before it was complete")
				}
			case "replied":
				if count["cleared"] == 0 || count["cleared"] <= count["replied"] && count["replied"] > 0 {
					t.Fatal("replied without clearance")
				}
				if s.Outcome != Accepted && !s.Reason {
					t.Fatal("replied without a reason")
				}
			case "delivered":
				if count["assigned"] == 0 || suspended || forces && (cleared == "" || s.Day > cleared) {
					t.Fatalf("delivered with %d assignments, suspended %v, security forces %v until %q", count["assigned"], suspended, forces, cleared)
				}
			case "assessed":
				cleared = ""
			case "diligence-cleared":
				cleared = s.Until
			case "suspended", "resumed":
				if suspended == (s.Kind == "suspended") || !s.Reason {
					t.Fatal(s.Kind + " out of turn or without reason")
				}
				suspended = s.Kind == "suspended"
			case "evaluated":
				if count["final"] == 0 {
					t.Fatal("evaluated before the last delivery")
				}
			case "closed", "withdrawn":
				ended, suspended = true, false
				if s.Kind == "closed" && count["evaluated"] == 0 && !s.Reason {
					t.Fatal("closed without a reason")
				}
			case "assigned":
				if count["assigned"] > 0 && !s.Reason {
					t.Fatal("assigned anew without a reason")
				}
			}
			count[s.Kind]++
			if s.Kind == "delivered" && s.Final {
				count["final"]++
			}
			last = s
		}
	})
}

// TestTheClockCountsDaysOneByOne holds the clock to days that are counted one by one.
func TestTheClockCountsDaysOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWalk(t)
		l := Live(w.steps)
		today := plus(day0, rapid.IntRange(0, 90).Draw(t, "today"))
		eff := Effective(w.steps)
		if len(eff) > 0 && today < eff[len(eff)-1].Day {
			today = eff[len(eff)-1].Day
		}
		// On the night after each day: was the State asked and had not answered?
		stands := func(day act.Day) bool {
			open := false
			for _, s := range eff {
				if s.Day > day {
					break
				}
				open = s.Kind == "asked" || open && !slices.Contains([]string{"given", "replied", "closed", "withdrawn"}, s.Kind)
			}
			return open
		}
		used := 0
		for d := l.Since; d < today; d = plus(d, 1) {
			if !stands(d) {
				used++
			}
		}
		if got := l.Used(today); got != used {
			var said []string
			for _, s := range eff {
				said = append(said, fmt.Sprintf("%s %s", s.Day, s.Kind))
			}
			t.Fatalf("%s since %s until %s: the clock says %d, the days %d\n%s", l.Target, l.Since, today, got, used, strings.Join(said, "\n"))
		}
		s := Settings{Target: map[string]int{}}
		for _, name := range targets {
			s.Target[name] = 10
		}
		if due := s.Due(l); due != "" && (today > due) != (used > 10) {
			t.Fatalf("due on %s, %d days used on %s", due, used, today)
		}
	})
}

// TestOrderOfEntryDoesNotMatter: steps of different days may be entered in any order.
func TestOrderOfEntryDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWalk(t)
		var steps []Step
		seen := map[act.Day]bool{}
		for _, s := range Effective(w.steps) {
			if s.Corrects = ""; !seen[s.Day] {
				seen[s.Day] = true
				steps = append(steps, s)
			}
		}
		mixed := rapid.Permutation(steps).Draw(t, "entered")
		for i := range mixed {
			mixed[i].Index = int64(i)
		}
		a, b := Live(steps), Live(mixed)
		if *a != *b {
			t.Fatalf("%+v, entered otherwise %+v", a, b)
		}
	})
}

func TestSuggestionsGiveTheirReasons(t *testing.T) {
	need := Need{State: "XAA", Topics: []string{"piracy", "corruption"}, Help: []string{"training"}, Language: "fr"}
	offers := []Offer{
		{Subject: "network/a", Topics: []string{"corruption"}, States: []string{"XAA"}},
		{Subject: "expert/b", Topics: []string{"piracy"}, Help: []string{"training"}, Languages: []string{"fr"}},
		{Subject: "expert/c", Topics: []string{"piracy"}, Until: "2042-01-01"},
		{Subject: "project/d", States: []string{"XAA"}, Languages: []string{"fr"}},
	}
	list := Suggest(need, offers, day0)
	if len(list) != 2 || list[0].Subject != "expert/b" || fmt.Sprint(list[0].Why) != "[{topic [piracy]} {help [training]} {language [fr]}]" || fmt.Sprint(list[1].Why) != "[{topic [corruption]} {state [XAA]}]" {
		t.Errorf("%+v", list)
	}
}
