package clause

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"comity/internal/resolution"
	"comity/internal/testshared"
)

// label is one paragraph of clauses-dev.json.
type label struct {
	Doc     string              `json:"doc"`
	Num     string              `json:"num"`
	Text    string              `json:"text"`
	Clauses []resolution.Clause `json:"clauses"`
}

func labels(tb testing.TB) []label {
	tb.Helper()
	data, err := os.ReadFile(testshared.Dir(tb, "resolutions", "clauses-dev.json"))
	if err != nil {
		tb.Fatal(err)
	}
	var out []label
	if err := json.Unmarshal(data, &out); err != nil {
		tb.Fatal(err)
	}
	return out
}

// knownBodies reads the programme's list of bodies.
func knownBodies(tb testing.TB) []Body {
	tb.Helper()
	var file struct{ Body []Body }
	if _, err := toml.DecodeFile("../../../programmes/crime-prevention/bodies.toml", &file); err != nil {
		tb.Fatal(err)
	}
	return file.Body
}

// knownInstruments are the instruments that the tests speak of.
func knownInstruments() []Instrument {
	return []Instrument{
		{"UNTOC", []string{"United Nations Convention against Transnational Organized Crime", "Organized Crime Convention"}},
		{"UNTOC-PROTOCOLS", []string{"Protocols thereto"}},
		{"UNCAC", []string{"United Nations Convention against Corruption", "Convention against Corruption"}},
		{"TRAFFICKING-PROTOCOL", []string{"Protocol to Prevent, Suppress and Punish Trafficking in Persons, Especially Women and Children", "Trafficking in Persons Protocol"}},
		{"SMUGGLING-PROTOCOL", []string{"Protocol against the Smuggling of Migrants by Land, Sea and Air"}},
		{"FIREARMS-PROTOCOL", []string{"Protocol against the Illicit Manufacturing of and Trafficking in Firearms, Their Parts and Components and Ammunition", "Firearms Protocol"}},
		{"SINGLE-CONVENTION-1961", []string{"Single Convention on Narcotic Drugs of 1961"}},
		{"PSYCHOTROPICS-1971", []string{"Convention on Psychotropic Substances of 1971"}},
		{"ILLICIT-TRAFFIC-1988", []string{"United Nations Convention against Illicit Traffic in Narcotic Drugs and Psychotropic Substances of 1988"}},
		{"TLATELOLCO-PROTOCOLS", []string{"Additional Protocols I and II to the Treaty of Tlatelolco"}},
	}
}

// board counts hits for the figures that docs/clauses.md states.
type board struct {
	want, got, hit          int // clauses
	adWant, adGot, adHit    int // addressees
	enWant, enGot, enHit    int // entities
	coWant, coGot, coHit    int // conditions
	force, deadline, report int // equal, of hit
	duty                    int // report duty there or not there, of hit
	verb                    int
}

func f1(want, got, hit int) float64 {
	if want+got == 0 {
		return 1
	}
	return 2 * float64(hit) / float64(want+got)
}

func share(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

func (b board) String() string {
	return fmt.Sprintf("clauses %.3f (%d/%d/%d)  addressees %.3f  entities %.3f  conditions %.3f  deadline %.3f  duty %.3f  report %.3f  force %.3f  verb %.3f",
		f1(b.want, b.got, b.hit), b.want, b.got, b.hit, f1(b.adWant, b.adGot, b.adHit), f1(b.enWant, b.enGot, b.enHit), f1(b.coWant, b.coGot, b.coHit),
		share(b.deadline, b.hit), share(b.duty, b.hit), share(b.report, b.hit), share(b.force, b.hit), share(b.verb, b.hit))
}

// count compares the clauses of one paragraph with its label; differ is told
// of what differs.
func (b *board) count(want, got []resolution.Clause, differ func(string)) {
	b.want += len(want)
	b.got += len(got)
	used := make([]bool, len(got))
	for _, w := range want {
		b.adWant += len(w.Addressees)
		b.enWant += len(w.Entities)
		b.coWant += len(w.Conditions)
		found := -1
		for i, g := range got {
			if !used[i] && g.Phrase == w.Phrase && overlap(g.Action, w.Action) >= 0.8 {
				found = i
				break
			}
		}
		if found < 0 {
			differ(fmt.Sprintf("MISSED %q: %.150q", w.Phrase, w.Action))
			continue
		}
		g := got[found]
		used[found] = true
		b.hit++
		if g.Action != w.Action {
			differ(fmt.Sprintf("  action want %.200q\n         got  %.200q", w.Action, g.Action))
		}
		b.adHit += common(w.Addressees, g.Addressees, func() { differ(fmt.Sprintf("  addressees want %q got %q", w.Addressees, g.Addressees)) })
		b.enHit += common(w.Entities, g.Entities, func() { differ(fmt.Sprintf("  entities want %q got %q", w.Entities, g.Entities)) })
		b.coHit += common(w.Conditions, g.Conditions, func() { differ(fmt.Sprintf("  conditions want %q got %q", w.Conditions, g.Conditions)) })
		same := func(n *int, equal bool, what, x, y string) {
			if equal {
				*n++
			} else {
				differ(fmt.Sprintf("  %s want %q got %q", what, x, y))
			}
		}
		same(&b.force, w.Force == g.Force, "force", string(w.Force), string(g.Force))
		same(&b.verb, w.Verb == g.Verb, "verb", w.Verb, g.Verb)
		same(&b.deadline, text(w.Deadline) == text(g.Deadline), "deadline", text(w.Deadline), text(g.Deadline))
		same(&b.duty, (w.Report == nil) == (g.Report == nil), "duty", fmt.Sprint(w.Report != nil), fmt.Sprint(g.Report != nil))
		same(&b.report, reported(w.Report) == reported(g.Report), "report", reported(w.Report), reported(g.Report))
	}
	for i, g := range got {
		b.adGot += len(g.Addressees)
		b.enGot += len(g.Entities)
		b.coGot += len(g.Conditions)
		if !used[i] {
			differ(fmt.Sprintf("TOO MUCH %q (%s): %.150q", g.Phrase, g.Rules["clause"], g.Action))
		}
	}
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func reported(r *resolution.Report) string {
	if r == nil {
		return ""
	}
	return "to " + text(r.To) + " | at " + text(r.At) + " | on " + text(r.On)
}

// common counts the values that both lists hold.
func common(want, got []string, differ func()) int {
	left := map[string]int{}
	for _, w := range want {
		left[w]++
	}
	n := 0
	for _, g := range got {
		if left[g] > 0 {
			left[g]--
			n++
		}
	}
	if n != len(want) || n != len(got) {
		differ()
	}
	return n
}

// overlap is the F1 of the words of two actions.
func overlap(a, b string) float64 {
	x, y := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	left := map[string]int{}
	for _, w := range x {
		left[w]++
	}
	n := 0
	for _, w := range y {
		if left[w] > 0 {
			left[w]--
			n++
		}
	}
	return f1(len(x), len(y), n)
}

// read reads a label's paragraph as it stands alone.
func (p label) read(r *Reader) []resolution.Clause {
	got, _ := r.Paragraph(strings.TrimSuffix(p.Num, "."), p.Text, nil, nil)
	return got
}

func TestLabels(t *testing.T) {
	all := labels(t)
	r := NewReader(knownBodies(t), knownInstruments())
	var b board
	for _, p := range all {
		b.count(p.Clauses, p.read(r), func(s string) {
			if testing.Verbose() {
				t.Log(p.Doc, p.Num, s)
			}
		})
	}
	t.Log(b.String())
	for _, floor := range []struct {
		what      string
		at, least float64
	}{
		{"clauses", f1(b.want, b.got, b.hit), 0.95},
		{"addressees", f1(b.adWant, b.adGot, b.adHit), 0.93},
		{"conditions", f1(b.coWant, b.coGot, b.coHit), 0.93},
		{"deadline", share(b.deadline, b.hit), 0.95},
		{"report duty", share(b.duty, b.hit), 0.95},
		{"force", share(b.force, b.hit), 0.95},
	} {
		if floor.at < floor.least {
			t.Errorf("%s: %.3f on the labels, at least %.2f is promised", floor.what, floor.at, floor.least)
		}
	}
}
