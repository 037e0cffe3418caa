package project

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book/booktest"
	"comity/internal/module"
	"comity/internal/store"
	"comity/internal/ui"
)

var (
	inputTag = regexp.MustCompile(`<input\b([^>]*)>`)
	paired   = regexp.MustCompile(`(?s)<(select|textarea)\b([^>]*)>(.*?)</(?:select|textarea)>`)
	selected = regexp.MustCompile(`<option value="([^"]*)"[^>]* selected`)
	firstOpt = regexp.MustCompile(`<option value="([^"]*)"`)
)

func attr(tag, name string) string {
	m := regexp.MustCompile(`(?:^|\s)` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(m[1])
}

// form asks a page and gives what a browser would post of its form untouched.
func (w *site) form(to string) url.Values {
	w.Helper()
	html := w.get(to)
	if w.err != nil {
		w.Fatalf("%s as %q: %v", to, w.reader, w.err)
	}
	return browsed(html)
}

func browsed(html string) url.Values {
	x := url.Values{}
	for _, m := range inputTag.FindAllStringSubmatch(html, -1) {
		switch attr(m[1], "type") {
		case "file", "submit":
			continue
		case "checkbox", "radio":
			if !regexp.MustCompile(`\schecked(\s|$|/)`).MatchString(m[1]) {
				continue
			}
		}
		x.Add(attr(m[1], "name"), attr(m[1], "value"))
	}
	for _, m := range paired.FindAllStringSubmatch(html, -1) {
		value := m[3]
		if m[1] == "select" {
			chosen := selected.FindStringSubmatch(m[3])
			if chosen == nil {
				chosen = firstOpt.FindStringSubmatch(m[3])
			}
			value = ""
			if chosen != nil {
				value = chosen[1]
			}
		}
		x.Add(attr(m[2], "name"), strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(value))
	}
	return x
}

// send posts values, with files by field=name, and gives the page's words.
func (w *site) send(to string, x url.Values, files map[string]string) string {
	w.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, given := range x {
		for _, s := range given {
			w.must(m.WriteField(name, s))
		}
	}
	for name, content := range files {
		field, file, _ := strings.Cut(name, "=")
		f, err := m.CreateFormFile(field, file)
		w.must(err)
		_, err = f.Write([]byte(content))
		w.must(err)
	}
	w.must(m.Close())
	q := httptest.NewRequestWithContext(ctx, http.MethodPost, to, &b)
	q.Header.Set("Content-Type", m.FormDataContentType())
	w.answer, w.err = nil, nil
	w.mux.ServeHTTP(httptest.NewRecorder(), q)
	w.must(w.err)
	return w.html()
}

// take fills in a form as it stands with some values, sends it, and expects that it
// is recorded.
func (w *site) take(person, to string, pairs ...string) string {
	w.Helper()
	x := w.as(person).form(to)
	for i := 0; i+1 < len(pairs); i += 2 {
		x.Set(pairs[i], pairs[i+1])
	}
	html := w.send(to, x, nil)
	r, ok := w.answer.(ui.Redirect)
	if !ok {
		w.Fatalf("%s as %q is not recorded: %s", to, person, tag.ReplaceAllString(html[strings.Index(html, `role="alert"`)+1:], " ")[:600])
	}
	return r.To
}

func has(t *testing.T, html string, want ...string) {
	t.Helper()
	for _, s := range want {
		not, is := strings.CutPrefix(s, "!")
		if is == strings.Contains(html, not) && (is || !strings.Contains(html, s)) {
			t.Errorf("%q is wrongly there or missing in\n%s", s, html)
		}
	}
}

// The whole life of a project on the forms of its steps: as a browser posts them, each
// filled with what stands.
func TestTheLifeOfAProjectOnItsForms(t *testing.T) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) {
		w := newSite(t, s, true)
		w.must(w.do(ana, "programme", ProgrammeSubject("LAMPS"), lampsProgramme()))
		concept := []string{"act.name", harbourCode, "title", "Lamps of the harbour", "summary", "Keepers learn to keep lamps.", "above", "programme/LAMPS", "office", "United Nations Office on Drugs and Crime",
			"states.0", "France", "states.1", "per", "signatories.0", "France", "signatories.1", "Pérou", "topics", "corruption", "targets.0", "5.2", "purposes.0", "15113", "markers.0.marker", "1", "markers.0.weight", "2",
			"locations.1.state", "Peru", "locations.1.name", "Callao", "locations.1.latitude", "-12.05", "locations.1.longitude", "-77.13", "from", "2042-01-01", "until", "2044-12-31", "budget.amount", "1250000.50", "budget.currency", "USD", "act.cites", "A/RES/95/7#1"}
		if to := w.take(ana, "/projects/-/new/concept", concept...); to != "/projects/HARBOUR-1" {
			t.Errorf("it leads to %s", to)
		}
		p := w.project(officer())
		if p == nil || strings.Join(p.States, " ") != "FRA PER" || len(p.Locations) != 1 || p.Locations[0].State != "PER" || *p.Money.Required != 125000050 || len(p.Signatories) != 2 || len(p.Markers) != 1 {
			t.Fatalf("recorded is %+v", p)
		}
		page := "/projects/HARBOUR-1"
		x := w.as(ana).form("/projects/-/new/concept") // a code that is there is not written over
		for i := 0; i+1 < len(concept); i += 2 {
			x.Set(concept[i], concept[i+1])
		}
		has(t, w.send("/projects/-/new/concept", x, nil), "the code HARBOUR-1 is taken")
		x.Set("act.name", "LAMPS")
		has(t, w.send("/projects/-/new/concept", x, nil), "the code LAMPS is taken")
		x.Set("act.name", "HARBOUR-2")
		before := w.size()
		for range 2 { // sent twice, it is one
			w.send("/projects/-/new/concept", x, nil)
			if r, ok := w.answer.(ui.Redirect); !ok || r.To != "/projects/HARBOUR-2" || w.size() != before+1 {
				t.Fatalf("sent twice it is answered by %+v, and %d acts are recorded", w.answer, w.size()-before)
			}
		}
		w.take(bo, page+"/do/reviewed", "outcome", "returned", "reason", "Say more.")
		w.as(ana).shows(page, "Write the concept note again")
		x = w.form(page + "/do/concept")
		if x.Get("states.1") != "Peru" || x.Get("budget.amount") != "1250000.50" || x.Get("locations.0.name") != "Callao" || x.Get("topics") != "corruption" || x.Get("above") != "programme/LAMPS" || x.Get("act.cites") != "A/RES/95/7#1" {
			t.Errorf("the note is written again from %v", x)
		}
		w.take(ana, page+"/do/concept", "title", "Lamps of the harbours")
		w.take(bo, page+"/do/reviewed", "outcome", "recommended")
		w.take(bo, page+"/do/cleared", "clearance", "legal", "passed", "true")
		has(t, w.as(carl).get(page+"/do/cleared"), `value="financial"`, `!value="legal"`)
		w.take(carl, page+"/do/cleared", "clearance", "financial", "passed", "true")
		w.take(dora, page+"/do/cleared", "clearance", "evaluation", "passed", "true")
		w.take(chloe, page+"/do/countersigned?party=FRA", "authority", "Ministry of Lamps")
		w.take(ana, page+"/do/countersigned", "authority", "Ministry of Lamps", "act.channel", "note-verbale", "act.reference", "NV 1", "act.received", string(today), "act.document.blob", act.HashOf([]byte("x")).String())
		w.take(ana, page+"/do/announced")
		if p = w.project(public()); p == nil || p.Status != Running || p.Title != "Lamps of the harbours" {
			t.Fatalf("it does not run: %+v", p)
		}
		w.take(ana, page+"/do/framework", "results.0.id", "1", "results.0.level", "outcome", "results.0.text", "Lamps are kept.", "results.2.id", "1.1", "results.2.level", "output", "results.2.under", "1", "results.2.text", "Keepers know how.",
			"activities.0.id", "a", "activities.0.output", "1.1", "activities.0.title", "Courses", "activities.0.from", "2042-01-01", "activities.0.until", "2042-12-31")
		if x := w.form(page + "/do/framework"); x.Get("results.1.id") != "1.1" || x.Get("activities.0.title") != "Courses" {
			t.Errorf("the framework is filled with %v", x)
		}
		has(t, w.as(ana).get(page+"/do/indicator"), "/do/indicator?measure=number")
		w.take(ana, page+"/do/indicator?measure=number", "act.name", "trained", "title", "Keepers trained", "unit", "persons", "periods", "sum", "places", "sum", "projects", "sum", "dimensions", "sex", "result", "1.1",
			"targets.0.from", "2042-01-01", "targets.0.until", "2042-12-31", "targets.0.number", "100")
		if x := w.form(page + "/do/indicator?indicator=trained"); x.Get("targets.0.number") != "100" || x.Get("dimensions") != "sex" || x.Has("targets.0.numerator") {
			t.Errorf("the indicator is filled with %v", x)
		}
		w.take(ana, page+"/do/risk", "id", "r1", "text", "Storms.", "likelihood", "high", "impact", "high", "mitigation", "Courses inland.", "owner", "Harbour office", "review", "2042-06-01")
		w.take(ana, page+"/do/risk?id=r1", "over", "true")
		w.take(ana, page+"/do/document", "kind", "budget", "title", "Budget of lamps", "language", "en")
		w.as(ana).shows(page, "Storms.", "Courses inland.", "Harbour office", "Over", "Budget of lamps", "Where")
		w.as("").shows(page, "!Storms.", "!Budget of lamps")
		w.shows(page+"/risks", "!Storms.")
		w.as(ana).shows(page+"/risks", "Storms.")
		w.reports(page)
		has(t, w.as(ana).get(page+"/do/delivered"), "/do/delivered?kind=training")
		has(t, w.get(page+"/do/delivered?kind=equipment"), `name="items.0.title"`, `!name="laws.0.title"`)
		w.take(ana, page+"/do/delivered?kind=training", "title", "Course", "output", "1.1", "from", "2042-03-01", "until", "2042-03-05", "states.0", "Peru", "participants.0.institution", "Ministry", "participants.0.women", "3", "participants.1.institution", "Port", "participants.1.men", "4")
		if x := w.form(page + "/do/delivered?number=1"); x.Get("participants.1.institution") != "Port" || x.Get("states.0") != "Peru" {
			t.Errorf("the delivery is filled with %v", x)
		}
		w.take(ana, page+"/do/evaluated", "kind", "lesson", "evaluation", "Mid-term", "text", "Keep oil dry.", "topics", "corruption")
		w.take(ana, page+"/do/steering", "title", "First meeting", "decisions.0.text", "To go on.", "participants.0", "France")
		w.take(ana, page+"/do/revised", "reason", "Longer.", "until", "2045-12-31")
		w.take(bo, page+"/do/revision-approved", "approved", "true")
		w.take(ana, page+"/do/closed")
		if p = w.project(public()); p.Status != Ended || p.Ends != "2045-12-31" {
			t.Errorf("in the end it is %+v", p)
		}
		w.verified()
	})
}

// reports: the parts that the indicator declares, beside what was reported last.
func (w *site) reports(page string) {
	w.Helper()
	to := page + "/do/reported?indicator=trained"
	has2 := func(html string, want ...string) {
		w.Helper()
		for _, s := range want {
			if !strings.Contains(html, s) {
				w.Errorf("%q is missing in\n%s", s, tag.ReplaceAllString(html, "\n"))
			}
		}
	}
	part := func(x url.Values, sex, n string) {
		for i := range 10 {
			if at := "parts." + itoa(i); x.Get(at+".sex") == sex {
				x.Set(at+".number", n)
				return
			}
		}
		w.Fatalf("the form has no part %s: %v", sex, x)
	}
	x := w.as(ana).form(to)
	x.Set("from", "2042-01-01")
	x.Set("until", "2042-06-30")
	x.Set("number", "30")
	part(x, "female", "12")
	part(x, "male", "17")
	html := w.send(to, x, nil)
	has2(html, "the parts by sex come to 29, and the total is 30", `value="12"`, `value="17"`)
	x = browsed(html)
	part(x, "unknown", "?")
	w.send(to, x, nil)
	if _, ok := w.answer.(ui.Redirect); !ok {
		w.Fatal("a report with a part that is not known is not taken")
	}
	w.take(bo, page+"/do/approved?indicator=trained&from=2042-01-01&until=2042-06-30")
	html = w.as(ana).get(to)
	has2(html, "Last time: 30", "Last time: 12", "Last reported: 1 January 2042 to 30 June 2042", `value="2042-07-01"`)
	if x = browsed(html); x.Get("number") != "" {
		w.Errorf("what was reported last stands as the value: %v", x)
	}
	w.as(ana).shows(page, "30 \u2068persons", "Reopen")
	w.take(ana, page+"/do/reopened?indicator=trained&from=2042-01-01&until=2042-06-30", "reason", "One was counted twice.")
	if x := w.as(ana).form(to + "&from=2042-01-01&until=2042-06-30"); x.Get("number") != "30" {
		w.Errorf("what waits is not there to be mended: %v", x)
	}
	w.take(bo, page+"/do/approved?indicator=trained&from=2042-01-01&until=2042-06-30")
}

// Further rows, wrong files and forms that are too long: nothing that was typed is lost.
func TestNothingTypedIsLost(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	w.must(w.do(ana, "programme", ProgrammeSubject("LAMPS"), lampsProgramme()))
	to := "/projects/-/new/concept"
	x := w.as(ana).form(to)
	x.Set("title", "Lamps & “oil”")
	x.Set("states.0", "France")
	x.Set("states.1", "Nowhere")
	x.Set("locations.0.name", "Callao")
	x.Set("topics", "corruption")
	x.Set(ui.MoreName, "locations")
	before := w.size()
	html := w.send(to, x, nil)
	again := browsed(html)
	if again.Get("title") != "Lamps & “oil”" || again.Get("states.1") != "Nowhere" || again.Get("locations.0.name") != "Callao" || again.Get("topics") != "corruption" || !again.Has("locations.3.name") {
		t.Errorf("with further rows stands %v", again)
	}
	if page := w.answer.(ui.Page); page.Status != 0 || w.size() != before {
		t.Errorf("asking for rows answers %d", page.Status)
	}
	again.Del(ui.MoreName)
	again.Set("act.name", "A B")
	html = w.send(to, again, nil)
	has(t, html, "can&#39;t be the name", `value="Nowhere"`, `value="Callao"`)
	if page := w.answer.(ui.Page); page.Status != http.StatusUnprocessableEntity {
		t.Errorf("a form with faults answers %d", page.Status)
	}
	again.Set("act.name", "LAMPS-2")
	has(t, w.send(to, again, nil), "Nowhere", "Callao")
	// A form that is too long.
	long := strings.NewReader(strings.Repeat("x", maxDeed+1))
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	w.must(m.WriteField("title", "Lamps that were typed"))
	f, err := m.CreateFormFile("terms", "film.pdf")
	w.must(err)
	_, err = long.WriteTo(f)
	w.must(err)
	w.must(m.WriteField("summary", "Title after the film"))
	w.must(m.Close())
	q := httptest.NewRequestWithContext(ctx, http.MethodPost, "/projects/-/new/programme", &b)
	q.Header.Set("Content-Type", m.FormDataContentType())
	w.answer, w.err = nil, nil
	w.mux.ServeHTTP(httptest.NewRecorder(), q)
	w.must(w.err)
	has(t, w.html(), "Lamps that were typed", "larger than 64", "Title after the film")
	if page := w.answer.(ui.Page); page.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("a form that is too long answers %d", page.Status)
	}
}

// Files: of the kinds that are taken, with what their names say in them, kept with the
// form while something else is wrong, for those readers alone for whom they were sent.
func TestFilesOfAForm(t *testing.T) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) {
		w := newSite(t, s, true)
		w.running()
		to := "/projects/HARBOUR-1/do/document"
		x := w.as(ana).form(to)
		x.Set("title", "Budget of lamps")
		x.Set("act.audience", act.Public)
		has(t, w.send(to, x, map[string]string{"file=lamps.exe": "MZ\x90"}), "lamps.exe is of a kind that is not taken", "Budget of lamps", `href="#f-file"`)
		has(t, w.send(to, x, map[string]string{"file=lamps.pdf": "MZ\x90"}), "lamps.pdf does not hold what its name says: it is no pdf file", "Budget of lamps")
		x.Set("kind", "")
		html := w.send(to, x, map[string]string{"file=lamps.pdf": "%PDF-1.7 lamps"})
		has(t, html, "lamps.pdf is kept with this form", "Budget of lamps")
		kept := browsed(html)
		kept.Set("kind", "budget")
		narrowed := url.Values{}
		for name, given := range kept {
			narrowed[name] = given
		}
		narrowed.Set("act.audience", "secretariat")
		has(t, w.send(to, narrowed, nil), "Choose the file again", "!is kept with this form")
		if _, ok := w.answer.(ui.Redirect); ok {
			t.Error("a file that was kept for everybody is taken for the secretariat")
		}
		before := w.size()
		w.send(to, kept, nil)
		if _, ok := w.answer.(ui.Redirect); !ok || w.size() != before+1 {
			t.Fatal("the kept file is not taken")
		}
		w.send(to, kept, nil)
		if _, ok := w.answer.(ui.Redirect); !ok || w.size() != before+1 {
			t.Error("sending the form twice records it twice, or is a fault")
		}
		has(t, w.as("").get("/projects/HARBOUR-1"), "Budget of lamps", "lamps.pdf", "/files/")
		gone := browsed(html)
		gone.Set("kind", "budget")
		gone.Set(ui.KeyName, ui.NewKey())
		gone.Del("file.keep")
		w.as(ana).send(to, gone, nil)
		has(t, w.get("/projects/HARBOUR-1/documents?as=csv"), "Budget of lamps")
		w.verified()
	})
}

// Two officers change the same: who sends later is told, loses nothing of what they
// typed, and can send it again.
func TestWhatChangedMeanwhileIsNotWrittenOver(t *testing.T) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) {
		w := newSite(t, s, true)
		w.running()
		to := "/projects/HARBOUR-1/do/framework"
		w.take(ana, to, "results.0.id", "1", "results.0.level", "outcome", "results.0.text", "Lamps are kept.")
		late := w.as(ana).form(to)
		w.take(ana, to, "results.0.text", "Lamps are kept well.")
		late.Set("results.0.text", "Lamps are kept for ever.")
		before := w.size()
		html := w.send(to, late, nil)
		has(t, html, "was changed since it was read", "Lamps are kept for ever.")
		if w.size() != before {
			t.Error("what changed meanwhile is written over")
		}
		w.send(to, browsed(html), nil)
		if _, ok := w.answer.(ui.Redirect); !ok || w.size() != before+1 {
			t.Error("it can't be sent again")
		}
		w.as("").shows("/projects/HARBOUR-1", "Lamps are kept for ever.")
	})
}

// The file on an office: begun, completed where it lacks something, decided by a
// colleague; after that a further one begins.
func TestTheFileOnAnOfficeOnItsForms(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	to := "/projects/-/new/office-file"
	w.take(ana, to, "act.name", "LAMP-FO", "purpose", "opening", "states.0", "Kenya", "vulnerability", "Storms.")
	w.as(ana).shows("/projects/-/offices", "LAMP-FO", "Cost in a year", "Host agreement")
	file := "/projects/-/offices/LAMP-FO/1"
	if !strings.Contains(w.get("/projects/-/offices"), file) {
		t.Error("the list does not lead to the file")
	}
	w.shows(file, "Storms.", "It still lacks", "Cost in a year")
	w.waits(ana, "Complete the file on LAMP-FO")
	w.waits(bo, "")
	change := "/projects/-/offices/LAMP-FO/do/office-file?number=1"
	if x := w.as(ana).form(change); x.Get("vulnerability") != "Storms." || x.Get("states.0") != "Kenya" {
		t.Errorf("the file is filled with %v", x)
	}
	w.take(ana, change, "projects", "Two.", "impact", "Nearer.", "host_agreement", "Signed.", "cost.amount", "1200000", "cost.currency", "USD", "consultation", "Asked.")
	decide := "/projects/-/offices/LAMP-FO/do/office-decided?number=1"
	w.waits(ana, "")
	w.waits(bo, "Decide on LAMP-FO")
	w.as(ana).shows(file, "Nothing is lacking", "Asked.", "1,200,000", "Kenya")
	w.as("").get(file)
	if w.err == nil {
		t.Error("the public reads a file that waits")
	}
	w.as(ana).get(decide)
	if w.err == nil {
		t.Error("who wrote the file decides on it")
	}
	x := w.as(bo).form(decide)
	x.Set("agreed", "true")
	x.Set("reason", "It is needed.")
	has(t, w.send(decide, x, nil), "it is agreed and has no day", "It is needed.")
	w.take(bo, decide, "agreed", "true", "reason", "It is needed.", "from", "2044-01-01")
	w.shows("/projects/-/offices", "Agreed", "1 January 2044")
	w.shows(file, "Opened from", "1 January 2044", "It is needed.", "Decided on")
	w.waits(bo, "")
	w.take(ana, to, "act.name", "LAMP-FO", "purpose", "opening")
	if x := w.form("/projects/-/offices/LAMP-FO/do/office-file?number=2"); x.Get("purpose") != "opening" {
		t.Errorf("no further file was begun: %v", x)
	}
	// The page of a party leads to its files, and those of its offices.
	w.take(ana, to, "act.name", "UNODC-LO-NEW-YORK", "purpose", "closing", "states.0", "Kenya")
	for person, want := range map[string]bool{ana: true, "": false} {
		for _, code := range []string{"UNODC-LO-NEW-YORK", "UNODC"} {
			part, err := w.pages.Party(w.as(person).visit(httptest.NewRequestWithContext(ctx, http.MethodGet, "/parties/"+code, nil)), code)
			w.must(err)
			var b strings.Builder
			if part != nil {
				w.must(part.Render(ctx, &b))
			}
			if strings.Contains(b.String(), "/projects/-/offices/UNODC-LO-NEW-YORK/1") != want {
				t.Errorf("the page of %s as %q shows %s", code, person, b.String())
			}
		}
	}
	w.verified()
}

// Nobody is shown a form who may not send it, nor that there is what they do not read.
func TestFormsAreForThoseWhoMay(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	w.must(w.do(ana, "programme", ProgrammeSubject("LAMPS"), lampsProgramme()))
	w.must(w.do(ana, "concept", Subject(harbourCode), harbour()))
	for _, c := range []struct {
		who, to string
		want    error
	}{
		{"", "/projects/HARBOUR-1/do/reviewed", ui.ErrSignIn}, {chloe, "/projects/HARBOUR-1/do/reviewed", ui.ErrNotFound}, {chloe, "/projects/NONE/do/reviewed", ui.ErrNotFound},
		{chloe, "/projects/-/new/concept", ui.ErrNotAllowed}, {ines, "/programmes/LAMPS/do/framework", ui.ErrNotAllowed}, {ana, "/projects/HARBOUR-1/do/dance", ui.ErrNotFound}, {ana, "/projects/-/new/reviewed", ui.ErrNotFound},
		{ana, "/projects/HARBOUR-1/do/reported?indicator=none", ui.ErrNotFound}, {ana, "/projects/-/offices/UNODC/do/office-file", ui.ErrNotFound}, {ana, "/projects/HARBOUR-1/do/programme", ui.ErrNotFound},
	} {
		if w.as(c.who).get(c.to); !errors.Is(w.err, c.want) {
			t.Errorf("%s as %q: %v, want %v", c.to, c.who, w.err, c.want)
		}
	}
}

func FuzzTidy(f *testing.F) {
	f.Add("states.0=France&states.7=Peru&markers.3.marker=1&topics=a&topics=b")
	f.Fuzz(func(t *testing.T, query string) {
		x, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		k := (rules{}).kinds()[2].Shape
		in := k.Form().Inputs
		p := &pages{node: moduleless()}
		once := tidy(x, in, p.ticked)
		twice := tidy(once, in, p.ticked)
		if once.Encode() != twice.Encode() {
			t.Errorf("%q becomes %q, then %q", query, once.Encode(), twice.Encode())
		}
	})
}

func moduleless() *module.Node { return &module.Node{} }
