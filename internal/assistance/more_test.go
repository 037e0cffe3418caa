package assistance

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/book/booktest"
	"comity/internal/endpoint"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

func TestCountsStandStillInAQuarterAndLeaveSmallCellsOut(t *testing.T) {
	for day, want := range map[act.Day]act.Day{"2042-01-01": "2042-01-01", "2042-03-31": "2042-01-01", "2042-04-01": "2042-04-01", "2042-09-30": "2042-07-01", "2042-12-31": "2042-10-01"} {
		if got := Quarter(day); got != want {
			t.Errorf("%s lies in the quarter from %s, want %s", day, got, want)
		}
	}
	onEachStore(t, func(n *node) {
		ask := func(state, topic string, times int, day act.Day) {
			for range times {
				b := lamps()
				b.Topic, b.Topics, b.Group = topic, nil, n.parties.ByCode(state).GroupOn(day)
				n.must(n.do(chloe, "requested", NewID(), b, by(state), on(day)))
			}
		}
		n.now = act.Day("2042-03-15").Time()
		ask("FRA", "corruption", 4, "2042-01-10")
		ask("FRA", "drugs", 5, "2041-05-10")
		ask("KEN", "drugs", 4, "2042-02-10")
		ask("KEN", "corruption", 1, "2042-02-11")
		n.now = today.Time().Add(12 * time.Hour)
		ask("PER", "corruption", 3, "2042-05-20") // in the present quarter: not counted yet
		n.read(func(v store.View) error {
			f, err := n.rules.Count(ctx, v, today)
			if err != nil {
				return err
			}
			c := f.Counts
			cell := func(topic, group string) string {
				i, j := slices.Index(c.Rows, topic), slices.Index(c.Columns, group)
				if i < 0 {
					i = len(c.Rows)
				}
				if j < 0 {
					j = len(c.Columns)
				}
				if c.Hidden[i][j] {
					return "…"
				}
				return fmt.Sprint(c.N[i][j])
			}
			got := strings.Join([]string{cell("corruption", "AG"), cell("corruption", "WEOG"), cell("drugs", "AG"), cell("drugs", "WEOG"), cell("corruption", ""), cell("", "AG"), cell("", ""), cell("", "GRULAC")}, " ")
			if got != "… … … … 5 5 14 0" {
				t.Errorf("the table says %s", got)
			}
			if len(f.Years) != 2 || f.Years[0].N != 5 || f.Years[1].N != 9 || f.Years[0].Hidden {
				t.Errorf("%+v", f.Years)
			}
			return nil
		})
	})
}

// waitsFor are the keys of the tasks of a person.
func (w *site) waitsFor(person string) string {
	w.Helper()
	w.as(person)
	list, err := w.pages.Tasks(w.visit(httptest.NewRequest(http.MethodGet, "/desk", nil)))
	w.must(err)
	var keys []string
	for _, t := range list {
		if strings.Contains(t.Words, "assistance.") {
			w.Errorf("%q", t.Words)
		}
		keys = append(keys, strings.TrimPrefix(t.Key[:strings.LastIndexByte(t.Key, '-')], "assistance-")+" "+string(t.Due))
	}
	return strings.Join(keys, ", ")
}

func TestTheDeskSaysWhatWaitsAndSinceWhen(t *testing.T) {
	for stage, want := range map[string][3]string{
		"requested":         {"check 2042-01-20", "", ""},
		"asked":             {"", "", "give "},
		"given":             {"check 2042-02-07", "", ""}, // 18 days were the State's
		"checked":           {"appraise 2042-03-03", "", ""},
		"appraised":         {"reply 2042-03-02", "", ""},
		"drafted":           {"", "clear 2042-03-02", ""},
		"cleared":           {"reply 2042-03-02", "", ""},
		"replied":           {"assign 2042-02-24", "", ""},
		"assigned":          {"diligence-assess 2043-02-15", "", ""},
		"assessed":          {"diligence-waits 2043-02-15", "diligence-approve 2043-02-15", ""},
		"diligence-cleared": {"deliver 2043-02-15", "", ""},
		"delivered":         {"", "", "evaluate 2042-05-31"},
		"evaluated":         {"close 2042-05-10", "", ""},
		"closed":            {"", "", ""},
	} {
		w := newSite(t, booktest.InSQLite(t), false)
		w.told(id("x"), stage)
		if got := [3]string{w.waitsFor(ana), w.waitsFor(bo), w.waitsFor(chloe)}; got != want {
			t.Errorf("after %s wait %q, want %q", stage, got, want)
		}
		if got := w.waitsFor(dina) + w.waitsFor(""); got != "" {
			t.Errorf("after %s others have %s", stage, got)
		}
	}
}

// Who wrote an assessment or a draft is not asked to approve it; what is suspended is
// not asked to be delivered, and says since when and why, to the State too; what the
// Office weighs apart is told to nobody else.
func TestARequestSaysTrulyWhatItWaitsFor(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), false)
	x, y := id("x"), id("y")
	w.told(x, "assigned")
	page := requestPage(x)
	w.as(ana).get(page).shows("nobody has assessed the risks", "not", "the help itself")
	w.as(chloe).get(page).shows("the help itself", "not", "diligence")
	w.must(w.do(bo, "assessed", x, AssessedBody{Level: "low", Risks: "Few.", Mitigation: "Watch."}, aside, on("2042-03-01")))
	if got := w.waitsFor(bo); got != "diligence-waits 2043-02-15" {
		t.Errorf("the author of the assessment waits for %q", got)
	}
	w.as(ana).get(page).shows("waits for a colleague", "not", "the help itself")
	w.must(w.do(emil, "diligence-cleared", x, DiligenceBody{Review: "2042-03-20"}, aside, on("2042-03-02")))
	w.as(ana).get(page).shows("has passed", "not", "the help itself")
	if got := w.waitsFor(ana); got != "diligence-renew 2043-02-15" {
		t.Errorf("%q", got)
	}
	w.must(w.do(ana, "suspended", x, NoteBody{Reason: "The lighthouse is closed."}, on("2042-05-01")))
	for _, person := range []string{ana, chloe} {
		w.as(person).get(page).shows("the help to be resumed", "Suspended since", "1 May 2042", "The lighthouse is closed.", "not", "the help itself")
	}
	if got := w.waitsFor(ana); got != "suspended 2043-02-15" {
		t.Errorf("%q", got)
	}
	w.must(w.do(ana, "resumed", x, NoteBody{Reason: "It is open."}, on("2042-05-20")))
	w.as(chloe).get(page).shows("the help itself", "not", "the help to be resumed")
	w.told(y, "appraised")
	w.must(w.do(bo, "drafted", y, ReplyBody{Outcome: Accepted, Language: "fr", Title: "T", Letter: "L"}, aside, on("2042-02-11")))
	if got := w.waitsFor(bo); got != "" {
		t.Errorf("who drafted a reply is asked for %q", got)
	}
	w.verified()
}

func TestProgramsReadWhatPeopleRead(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), false)
	x := id("lamps")
	w.told(x, "cleared")
	w.now = act.Day("2042-07-02").Time() // in the quarter after
	p := w.rules.on(&module.Node{Book: w.book, Programme: w.programme, Parties: w.parties, Lists: w.lists, Policies: w.policies})
	for person, want := range map[string]string{ana: "cleared 7", chloe: "checked 4", dina: "", "": ""} {
		w.as(person)
		with := endpoint.WithVisit(ctx, w.visit(httptest.NewRequest(http.MethodGet, "/api/v1/assistance/requests", nil)))
		list, err := p.apiList(with, &requestsIn{Paging: endpoint.Paging{Limit: 10}})
		w.must(err)
		got := ""
		one, err := p.apiRequest(with, &inRequest{x})
		if len(list.Body.Rows) > 0 {
			w.must(err)
			got = fmt.Sprint(list.Body.Rows[0].Status, " ", len(one.Body.Steps))
		} else if err != ui.ErrNotFound { //nolint:errorlint // as it is returned
			t.Errorf("%q reads one: %v", person, err)
		}
		if got != want {
			t.Errorf("%q reads %q, want %q", person, got, want)
		}
		counts, err := p.apiCounts(with, &countsIn{endpoint.Paging{Limit: 1000}})
		w.must(err)
		for _, r := range counts.Body.Rows {
			if r.N > 0 || r.Group == "WEOG" && r.Topic == "corruption" && !r.LeftOut {
				t.Errorf("one request is counted: %+v", r)
			}
		}
	}
	with := endpoint.WithVisit(ctx, w.visit(httptest.NewRequest(http.MethodGet, "/api/v1/assistance/requests", nil)))
	if _, err := p.apiList(with, &requestsIn{Paging: endpoint.Paging{After: "x"}}); err == nil {
		t.Error("a cursor that is none is taken")
	}
}
