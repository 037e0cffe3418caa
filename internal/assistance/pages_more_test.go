package assistance

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/ui"
)

// A try that is refused keeps one draft, however often it is made; a draft that
// somebody wished to keep is never written over.
func TestARefusedTryKeepsOneDraft(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	w.as(chloe)
	kept := func() int {
		list, err := w.rules.on(w.room).drafts.of(ctx, []string{"FRA"}, chloe)
		w.must(err)
		return len(list)
	}
	try := func(change func(url.Values)) {
		t.Helper()
		x := asked()
		x.Set("authority", "Ministère "+ui.NewKey())
		change(x)
		w.post("/assistance/new", x, nil)
	}
	blank := func(x url.Values) { x.Del("reason") }
	for range 3 {
		try(blank)
	}
	if kept() != 1 {
		t.Fatalf("three refused tries left %d drafts", kept())
	}
	try(func(x url.Values) { x.Set("keep", "yes") })
	if kept() != 1 {
		t.Fatalf("keeping the refused one made %d drafts", kept())
	}
	try(blank)
	if kept() != 2 {
		t.Fatalf("a try wrote over what was kept: %d drafts", kept())
	}
	// The same form once more, from the browser's history: what was typed is taken.
	x := asked()
	x.Set("title", "Another")
	x.Del("reason")
	w.post("/assistance/new", x, nil)
	x.Set("plan", "Typed since")
	w.post("/assistance/new", x, nil).shows("Typed since")
	x.Set("reason", "Il manque des phares.")
	w.post("/assistance/new", x, nil)
	if to := w.to(); !strings.HasPrefix(to, "/assistance/requests/") {
		t.Errorf("sent to %s", to)
	}
	if kept() != 2 {
		t.Errorf("%d drafts after one was sent", kept())
	}
	// Nobody goes on with another's draft by its key.
	y := asked()
	y.Set("title", "Third")
	y.Del("reason")
	w.post("/assistance/new", y, nil)
	z := url.Values{}
	for k, list := range y {
		z[k] = list
	}
	z.Set("act.party", "EGY")
	w.as(dina).post("/assistance/new", z, nil)
	w.as(chloe).get(draftPage(strings.ToLower(y.Get(ui.KeyName)))).shows("Third")
}

// A request says where it comes from by an earlier one, chosen by its title, or in the
// reader's own words.
func TestARequestComesFromAnotherOrFromWhatIsSaid(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	w.as(chloe).get("/assistance/new").shows("in your own words", "not", "An earlier request of your State")
	first := w.post("/assistance/new", asked(), nil).to()
	w.get("/assistance/new").shows("An earlier request of your State", "Gardiens de phare · 1 June 2042")
	x := asked()
	x.Set("title", "Encore des phares")
	x.Set("reference", "MP 13")
	x.Set("origin", "request")
	x.Set("origin_about", "assistance/"+strings.TrimPrefix(first, "/assistance/requests/"))
	x.Set("origin_words", "UNCAC review 2019")
	second := w.post("/assistance/new", x, nil).to()
	w.get(second).shows(`href="`+first+`"`, "Gardiens de phare", "UNCAC review 2019")
	w.as(ana).get("/assistance/new").shows("in your own words", "not", "Gardiens de phare")
}

// Help is assigned to the Office and its field offices; who appraises reads what the
// State said of security forces; an officer records a withdrawal apart from the
// ordinary steps, and only with the State's letter.
func TestStepsOfferWhatMakesSense(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	x := id("lamps")
	w.told(x, "checked")
	page := requestPage(x)
	w.as(ana).get(page + "/do/appraised").shows("The State answered: no.")
	w.get(page).shows("On the State’s own letter alone", page+"/do/withdrawn")
	for _, l := range w.answer.(ui.Page).Actions {
		if strings.HasSuffix(l.To, "/withdrawn") {
			t.Error("withdrawal stands beside the ordinary steps of an officer")
		}
	}
	w.as(bo).get(page).shows("not", "/do/withdrawn")
	w.as(chloe).get(page).shows("not", "On the State’s own letter")
	if !strings.Contains(w.html(), page+"/do/withdrawn") {
		t.Error("the State can't withdraw")
	}
	byNote := func(document string) error {
		return w.do(ana, "withdrawn", x, NoteBody{Reason: "Asked for."}, by("FRA"), byLetter(today, "NV 9"), func(d *book.Draft) { d.Source.Document = document })
	}
	if err := byNote(""); err == nil {
		t.Error("a withdrawal was recorded without the letter")
	}
	y := id("more")
	w.told(y, "replied")
	w.as(ana).get(requestPage(y)+"/do/assigned").shows("United Nations Office on Drugs and Crime", "UNODC Liaison Office in New York", "not", "Ad Hoc Committee", "Advisory Committee on Administrative", "African Institute")
}

// A suggestion leads to the page that its room has for it.
func TestASuggestionLeadsToItsPage(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	p := w.rules.on(w.room)
	if to := p.offerPage("project/LIGHTS"); to != "/subjects/project/LIGHTS" {
		t.Errorf("without pages it leads to %s", to)
	}
	w.room.SubjectPage = func(s string) string { return "/page-of/" + s }
	if to := p.offerPage("project/LIGHTS"); to != "/page-of/project/LIGHTS" {
		t.Errorf("it leads to %s", to)
	}
}

// Who may know persons reads who took each step, the approver of due diligence too;
// others read no name.
func TestWhoMayKnowPersonsReadsWhoTookEachStep(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	x := id("lamps")
	w.told(x, "diligence-cleared")
	for _, person := range []string{ana, bo, chloe} {
		w.as(person).get(requestPage(x)).shows("not", "Entered by")
	}
	auditor := "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e21"
	_, err := w.book.Record(ctx, book.Call{Person: admin, Acts: []book.Draft{
		{Kind: "person.recorded", Subject: act.Subject("person/" + auditor), Party: "UNODC", Standing: act.Own, Day: today, Audience: "people", Body: []byte(`{"name":"Auditor"}`)},
		{Kind: "role.granted", Subject: "role/auditor", Party: "UNODC", Standing: act.Own, Day: today, Audience: "secretariat", Body: fmt.Appendf(nil, `{"person":"person/%s","role":"auditor","party":"UNODC","from":%q}`, auditor, today)}}})
	w.must(err)
	w.as(auditor).get(requestPage(x)).shows("Entered by", "Invented")
	html := w.html()
	if n := strings.Count(html, "Entered by"); n != len(w.steps(officer(), x)) {
		t.Errorf("%d steps say who took them", n)
	}
}
