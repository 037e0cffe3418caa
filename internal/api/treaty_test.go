package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/internal/i18n"
)

// untocList is a list, invented, of the form of the United Nations' collection.
const untocList = "# source: invented\n# as-of: 2005-01-27\nParticipant,Signature,\"Ratification, Acceptance(A), Accession(a)\"\n" +
	"France,12 Dec 2000,29 Oct 2002\nPeru,14 Dec 2000,23 Jan 2002\nGermany,12 Dec 2000,\nEuropean Union,12 Dec 2000,21 May 2004\n"

type treatyPlan struct {
	Mark, Kind, Treaty   string
	Recorded             bool
	Acts, Rows, Standing int
	Changes              []struct{ Kind, Party, Action, Day string }
}

func (n *node) sendTreaties(person, name, text string, pairs ...string) answer {
	q := url.Values{"name": {name}}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return n.as(person, http.MethodPost, "/api/v1/treaties?"+q.Encode(), text, "Content-Type", "text/csv")
}

// takeTreaties plans a file, confirms it, and gives the plan.
func (n *node) takeTreaties(name, text string) (p treatyPlan) {
	n.Helper()
	n.read(n.sendTreaties(officer, name, text), 200, &p)
	n.read(n.sendTreaties(officer, name, text, "confirm", p.Mark), 200, &p)
	return p
}

// TestTheTreatyRegister takes lists in, and reads them as everybody, for days of the
// law and lengths of the record.
func TestTheTreatyRegister(t *testing.T) {
	onEachStore(t, func(t *testing.T, n *node) {
		n.peopled()
		size := n.book.Size()
		n.problem(n.sendTreaties(public, "18-12.csv", untocList), 401, "sign-in")
		n.problem(n.sendTreaties(mission, "18-12.csv", untocList), 403, "denied")
		n.problem(n.sendTreaties("read:"+officer, "18-12.csv", untocList), 403, "scope")
		var p treatyPlan
		n.read(n.sendTreaties(officer, "18-12.csv", untocList), 200, &p)
		if p.Recorded || p.Kind != "participants" || p.Treaty != "UNTOC" || p.Rows != 4 || p.Acts != 8 || len(p.Changes) != 7 || n.book.Size() != size {
			t.Fatalf("the plan is %+v, and %d acts were recorded", p, n.book.Size()-size)
		}
		n.problem(n.sendTreaties(officer, "18-12.csv", untocList, "confirm", strings.Repeat("0", 64)), 409, "stale")
		n.problem(n.sendTreaties(officer, "18-12.csv", strings.ReplaceAll(untocList, "Peru", "Chile"), "confirm", p.Mark), 409, "stale")
		if p = n.takeTreaties("18-12.csv", untocList); !p.Recorded || n.book.Size() != size+8 {
			t.Fatalf("recorded: %+v, and %d acts", p, n.book.Size()-size)
		}
		first := n.book.Size()
		if p = n.takeTreaties("18-12.csv", untocList); !p.Recorded || p.Acts != 0 || n.book.Size() != first {
			t.Errorf("again: %+v, and %d acts more", p, n.book.Size()-first)
		}
		n.now = n.now.Add(48 * time.Hour)
		n.takeTreaties("18-12.csv", strings.ReplaceAll(strings.ReplaceAll(untocList, "2005-01-27", "2006-01-27"), "Germany,12 Dec 2000,\n", "Germany,12 Dec 2000,14 Jun 2005\n"))

		for _, person := range everybody {
			for address, want := range map[string]int{
				"/treaties?limit=1": 3, "/treaties?on_record=true": 1, "/treaties/untoc/parties": 4, "/treaties/UNTOC/parties?as_of=2000-12-31&limit=1": 4, "/treaties/untoc/parties?state=consented": 4,
				"/treaties/untoc/parties?state=consented&known_at=" + fmt.Sprint(first): 3, "/treaties/untoc/parties?state=consented&as_of=2002-06-01": 1, "/treaties/untoc/parties?known_at=1": 0,
				"/treaties/untoc/deposits?limit=3": 8, "/treaties/untoc/deposits?party=FRA": 2, "/treaties/untoc/deposits?action=ratification": 4, "/treaties/untoc/deposits?known_at=" + fmt.Sprint(first): 7,
				"/parties/FRA/treaties": 1, "/parties/FRA/treaties?state=none": 0, "/treaty-matrix?group=WEOG&limit=10": 0, "/treaty-changes?limit=2": 8, "/treaty-changes?from=2002-10-29&to=2002-10-29": 1,
				"/treaty-changes?party=DEU": 2, "/entries-into-force?from=2000-01-01": 0, "/agreements": 0, "/treaties/untoc/growth": 0,
			} {
				got := len(n.all(person, address))
				if address == "/treaties?limit=1" && got > 100 || strings.HasPrefix(address, "/treaty-matrix") && got > 5 {
					continue // as many as there are
				}
				if got != want {
					t.Errorf("%q gets %d of %s, want %d", person, got, address, want)
				}
			}
			var s struct {
				InForce         string `json:"in_force"`
				States, Parties int
				Counted, Needed int
				OpenUntil       string `json:"open_until"`
				Rules           []struct{ Key, Cite, Says string }
				Offences        []struct{ Code, Cite string }
			}
			n.read(n.get(person, "/treaties/untoc"), 200, &s)
			if s.InForce != "" || s.Counted != 3 || s.Needed != 40 || s.OpenUntil != "2002-12-12" || len(s.Offences) < 5 {
				t.Errorf("the treaty is %+v", s)
			}
			var c struct {
				N        int
				Says     string
				Notes    []string
				Evidence []struct {
					Party string
					Acts  []string
				}
			}
			n.read(n.get(person, "/treaties/untoc/count?state=consented&rule=all-parties"), 200, &c)
			if c.N != 4 || len(c.Evidence) != 4 || len(c.Evidence[0].Acts) != 1 || c.Says == "" || len(c.Notes) != 2 {
				t.Errorf("the count is %+v", c)
			}
			n.read(n.get(person, "/treaties/untoc/count?state=consented&rule=states&as_of=2004-06-01"), 200, &c)
			if c.N != 2 {
				t.Errorf("States that had deposited: %d, want 2", c.N)
			}
		}
		var m list[struct {
			Party  string
			States map[string]string
		}]
		n.read(n.get(public, "/treaty-matrix?treaty=UNTOC&limit=1000"), 200, &m)
		for _, r := range m.Rows {
			if want := map[string]string{"FRA": "consented", "DEU": "consented", "PER": "consented"}[r.Party]; want != "" && r.States["UNTOC"] != want || want == "" && r.States["UNTOC"] != "none" {
				t.Errorf("the matrix has %+v", r)
			}
		}
		var g list[struct {
			Group         string
			States, Bound int
			Missing       []string
		}]
		n.read(n.get(public, "/treaties/untoc/gaps"), 200, &g)
		states := 0
		for _, r := range g.Rows {
			if states += r.States; r.Bound+len(r.Missing) != r.States {
				t.Errorf("a group's figures do not add up: %+v", r)
			}
		}
		if states != len(m.Rows) {
			t.Errorf("the groups have %d States, the matrix %d", states, len(m.Rows))
		}
		if a := n.get(public, "/treaties/untoc/parties", "Accept", "text/csv"); a.Status != 200 || !strings.Contains(string(a.Body), "FRA,") || !strings.Contains(a.Header.Get("Content-Type"), "text/csv") {
			t.Errorf("as CSV: %d %s", a.Status, a.Body)
		}
		n.problem(n.get(public, "/treaties/rope"), 404, "not-found")
		n.problem(n.get(public, "/parties/UNODC/treaties"), 404, "not-found")
		for _, bad := range []string{"/treaties?as_of=2014-02-30", "/treaty-matrix?treaty=ROPE", "/treaties/untoc/parties?known_at=tomorrow", "/treaty-changes?from=2014-02-30", "/treaties/untoc/deposits?after=x", "/treaty-changes?after=x"} {
			n.problem(n.get(public, bad), 422, "invalid")
		}
	})
}

// TestAFileIsRefusedInTheReadersLanguage: with the line, and nothing recorded.
func TestAFileIsRefusedInTheReadersLanguage(t *testing.T) {
	onEachStore(t, func(t *testing.T, n *node) {
		n.peopled()
		size := n.book.Size()
		said := map[string]bool{}
		for _, lang := range i18n.Languages() {
			a := n.as(officer, http.MethodPost, "/api/v1/treaties?name=18-12.csv", strings.ReplaceAll(untocList, "14 Dec 2000", "31 Jun 2001"), "Content-Type", "text/csv", "Accept-Language", lang)
			p := n.problem(a, 422, "invalid")
			if len(p.Errors) != 1 || p.Errors[0].Where != "/lines/5" || !strings.Contains(p.Errors[0].Detail, "31 Jun 2001") || said[p.Errors[0].Detail] {
				t.Errorf("in %s: %+v", lang, p.Errors)
			}
			said[p.Errors[0].Detail] = true
		}
		if n.book.Size() != size {
			t.Errorf("%d acts were recorded", n.book.Size()-size)
		}
	})
}

// TestLegalBases asks the finder as a program does.
func TestLegalBases(t *testing.T) {
	onEachStore(t, func(t *testing.T, n *node) {
		n.peopled()
		var rows strings.Builder
		rows.WriteString("# source: invented\n# as-of: 2014-01-27\ninstrument,party,action,day,matter,provisions,authority,languages\n")
		states := 0
		for _, p := range world().parties.All("state") {
			if states++; states <= 45 || p.Code == "FRA" || p.Code == "PER" {
				fmt.Fprintf(&rows, "UNTOC,%s,accession,2003-01-15,,,,\n", p.Code)
			}
		}
		rows.WriteString("UNTOC,PER,notification,2004-01-01,central-authority,UNTOC#18.13,An authority (invented),es;en\n")
		n.takeTreaties("deposits.csv", rows.String())
		n.takeTreaties("agreements.csv", "# source: invented\n# as-of: 2014-01-27\nname,title,language,parties,help,from\nfra-per,Invented treaty,en,FRA;PER,mutual-legal-assistance,2008-01-01\n")
		ask := func(more string) (b struct {
			Reciprocity string
			Bases       []struct {
				Treaty      string
				Articles    []struct{ Cite, Key, Says string }
				Displaced   []struct{ Agreement, From, To, By string }
				Declared    []struct{ Authority string }
				Conditional bool
				BoundA      string `json:"bound_a"`
			}
			Agreements []struct{ Name string }
			NotLoaded  []struct{ Key, Says string } `json:"not_loaded"`
		}) {
			n.read(n.get(public, "/legal-bases?a=FRA&b=PER&offence=money-laundering&help=mutual-legal-assistance"+more), 200, &b)
			return b
		}
		b := ask("")
		if len(b.Bases) == 0 || b.Bases[0].Treaty != "UNTOC" || len(b.Bases[0].Displaced) != 1 || b.Bases[0].Displaced[0].By != "UNTOC#18.7" || len(b.Bases[0].Declared) != 1 || b.Reciprocity != "besides" || len(b.Agreements) != 1 {
			raw, _ := json.Marshal(b)
			t.Errorf("the answer is %s", raw)
		}
		if b := ask("&as_of=2005-01-01"); len(b.Bases) != 1 || len(b.Bases[0].Displaced) != 0 || len(b.Agreements) != 0 {
			t.Errorf("before the agreement: %+v", b)
		}
		if b := ask("&as_of=2002-01-01"); len(b.Bases) != 0 || b.Reciprocity != "alone" {
			t.Errorf("before the treaty: %+v", b)
		}
		if b := ask("&known_at=1"); len(b.Bases) != 0 || len(b.Agreements) != 0 || !slices.ContainsFunc(b.NotLoaded, func(x struct{ Key, Says string }) bool { return x.Key == "agreements" }) {
			t.Errorf("before anything was known: %+v", b)
		}
		p := n.problem(n.get(public, "/legal-bases?a=FRA&b=FRA&offence=tea&help=tea"), 422, "invalid")
		if len(p.Errors) != 3 {
			t.Errorf("three things are wrong: %+v", p.Errors)
		}
	})
}
