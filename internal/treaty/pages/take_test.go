package pages

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/i18n"
	"comity/internal/treaty"
	"comity/internal/ui"
)

const enterer = "00000000-0000-4000-8000-000000000001"

// mayAll lets a reader do all.
func (s *site) mayAll() {
	s.reader = ui.Reader{Who: access.Who{Person: enterer}, May: func(string, access.What) access.Decision { return access.Decision{Allowed: true} }}
}

// upload posts a file with other values.
func (s *site) upload(address, name, data string, pairs ...string) *httptest.ResponseRecorder {
	s.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		s.must(m.WriteField(pairs[i], pairs[i+1]))
	}
	w, err := m.CreateFormFile("file", name)
	s.must(err)
	_, err = w.Write([]byte(data))
	s.must(err)
	s.must(m.Close())
	r := httptest.NewRequest(http.MethodPost, address, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	out := httptest.NewRecorder()
	s.mux.ServeHTTP(out, r)
	return out
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// confirm posts the form that records a plan, as the page gives it.
func (s *site) confirm(page string) *httptest.ResponseRecorder {
	s.Helper()
	_, form, found := strings.Cut(page, `<h2 id="plan">`)
	form, _, _ = strings.Cut(form, "</section>")
	q := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(form, -1) {
		q.Set(m[1], html.UnescapeString(m[2]))
	}
	if !found || q.Get("mark") == "" {
		s.Fatalf("the page has no plan to confirm: %.2000s", page)
	}
	r := httptest.NewRequest(http.MethodPost, "/treaties/import", strings.NewReader(q.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	out := httptest.NewRecorder()
	s.mux.ServeHTTP(out, r)
	return out
}

const pageList = "# source: invented\n# as-of: 2015-01-27\nParticipant,Signature,\"Ratification, Accession(a)\"\nFrance,12 Dec 2000,29 Oct 2002\nPeru,14 Dec 2000,23 Jan 2002\n"

// TestAFileIsTakenInByPage: a list is uploaded, its plan looked at, and just that
// recorded; what is wrong is told by line in the reader's language.
func TestAFileIsTakenInByPage(t *testing.T) {
	s := newSite(t)
	if r := s.upload("/treaties/import", "18-12.csv", pageList); r.Code != http.StatusUnauthorized {
		t.Fatalf("the public may take a file in: %d", r.Code)
	}
	s.mayAll()
	size := s.node.Book.Size()
	for _, lang := range i18n.Languages() {
		if page := s.get("/treaties/import?lang="+lang, http.StatusOK); strings.Contains(page, "⟦") {
			t.Errorf("in %s the page lacks a sentence", lang)
		}
		bad := s.upload("/treaties/import?lang="+lang, "18-12.csv", strings.Replace(pageList, "14 Dec 2000", "31 Jun 2001", 1))
		if want := s.catalogue.Localizer(lang).Text("refusal.treaty.file-calendar.why", i18n.Args{"cell": "31 Jun 2001"}); bad.Code != 422 || !strings.Contains(html.UnescapeString(bad.Body.String()), want) {
			t.Errorf("in %s: %d, and not %q", lang, bad.Code, want)
		}
	}
	plan := s.upload("/treaties/import", "18-12.csv", pageList)
	if plan.Code != 200 || !strings.Contains(plan.Body.String(), "Record these changes (5)") || s.node.Book.Size() != size {
		t.Fatalf("the plan: %d, %d acts; %.1500s", plan.Code, s.node.Book.Size()-size, plan.Body)
	}
	other := s.upload("/treaties/import", "18-12.csv", strings.Replace(pageList, "2015-01-27", "2015-01-26", 1))
	done := s.confirm(plan.Body.String())
	if done.Code != 303 || done.Header().Get("Location") != "/treaties/untoc" || s.node.Book.Size() != size+5 {
		t.Fatalf("recorded: %d to %s, %d acts", done.Code, done.Header().Get("Location"), s.node.Book.Size()-size)
	}
	acts, err := s.node.Book.OnSubject(t.Context(), treaty.Subject("UNTOC", "PER"), book.Page{})
	if err != nil || len(acts) != 2 || acts[0].Person != enterer || acts[0].Standing != act.Observed {
		t.Errorf("the acts: %v, %v", acts, err)
	}
	// A plan that another recording overtook is shown anew, and not recorded.
	if late := s.confirm(other.Body.String()); late.Code == 303 || s.node.Book.Size() != size+5 {
		t.Errorf("an older list was recorded: %d", late.Code)
	}
	again := s.upload("/treaties/import", "18-12.csv", pageList)
	if again.Code != 200 || !strings.Contains(again.Body.String(), s.catalogue.Localizer("en").Text("take.nothing")) {
		t.Errorf("again: %d", again.Code)
	}
	forms := s.upload("/treaties/import", "a.csv", "# source: invented\n# as-of: 2015-01-27\nname,title,language,parties,help,from\nfra-per,Invented treaty,en,FRA;PER,extradition,1990-01-01\n")
	if done := s.confirm(forms.Body.String()); done.Code != 303 || done.Header().Get("Location") != "/agreements" {
		t.Errorf("an agreement: %d", done.Code)
	}
	for _, lang := range i18n.Languages() {
		for _, address := range []string{"/agreements?", "/agreements/fra-per?", "/agreements?party=FRA&", "/treaties/calendar?from=2000-01-01&", "/treaties/untoc/DEU/deposit?", "/treaties/untoc/FRA/deposit?action=accession&"} {
			page := s.get(address+"lang="+lang, http.StatusOK)
			if i := strings.Index(page, "⟦"); i >= 0 {
				t.Errorf("%s in %s lacks a sentence: %.60s", address, lang, page[i:])
			}
		}
	}
	if rows := s.rows("/agreements?party=PER&as_of=2000-01-01"); len(rows) != 1 || rows[0]["name"] != "fra-per" {
		t.Errorf("agreements of Peru: %v", rows)
	}
	if rows := s.rows("/agreements?as_of=1980-01-01"); len(rows) != 0 {
		t.Errorf("agreements before: %v", rows)
	}
	if page := s.get("/law?a=FRA&b=PER&offence=corruption&help=extradition", http.StatusOK); !strings.Contains(page, `href="/agreements/fra-per"`) {
		t.Error("the finder does not lead to the agreement")
	}
}

// TestTheCalendarIsThatOfTheRules: as a page, as data and as a file.
func TestTheCalendarIsThatOfTheRules(t *testing.T) {
	s := newSite(t, "untoc", "firearms-protocol")
	g := s.pure()
	want := g.Entering("2005-01-01", "2005-12-31")
	rows := s.rows("/treaties/calendar?from=2005-01-01&to=2005-12-31")
	if len(rows) != len(want) || len(want) < 20 {
		t.Fatalf("%d entries, want %d", len(rows), len(want))
	}
	whole := 0
	for i, row := range rows {
		if row["day"] != string(want[i].Day) || row["party"] != want[i].Party || row["code"] != want[i].Instrument {
			t.Errorf("%v, want %+v", row, want[i])
		}
		if row["party"] == "" {
			whole++
		}
	}
	if whole != 1 { // the Firearms Protocol, on 3 July 2005
		t.Errorf("%d treaties entered into force, want one", whole)
	}
	s.mayAll()
	s.upload("/treaties/import", "x.csv", "")
	form := "# source: invented\n# as-of: 2026-02-20\ninstrument,party,action,day\nFIREARMS-PROTOCOL,DEU,ratification,2026-02-20\n"
	if done := s.confirm(s.upload("/treaties/import", "d.csv", form).Body.String()); done.Code != 303 {
		t.Fatalf("a deposit: %d", done.Code)
	}
	file := s.get("/treaties/calendar.ics?treaty=firearms-protocol", http.StatusOK)
	if !strings.Contains(file, "DTSTART;VALUE=DATE:20260322") || !strings.Contains(file, "UID:force-firearms-protocol-deu@") {
		t.Errorf("the file: %s", file)
	}
	s.get("/treaties/calendar.ics?treaty=rope", http.StatusNotFound)
}

// TestADepositIsPrepared: with the action that fits, the day from which it would
// bind by the rules, who signs, and what to say with it.
func TestADepositIsPrepared(t *testing.T) {
	s := newSite(t, "untoc", "firearms-protocol")
	say := s.catalogue.Localizer("en")
	page := s.get("/treaties/firearms-protocol/FRA/deposit?day=2026-04-01", http.StatusOK)
	for _, want := range []string{"VCLT#7.2(a)", "VCLT#7.1", `<option value="accession" selected`, "1 May 2026", "Republic", say.Text("prepare.signing-closed")} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if page := s.get("/treaties/firearms-protocol/DEU/deposit?day=2026-04-01", http.StatusOK); !strings.Contains(page, `<option value="ratification" selected`) {
		t.Error("who signed is not led to ratify")
	}
	if page := s.get("/treaties/untoc/PER/deposit", http.StatusOK); !strings.Contains(page, say.Text("prepare.bound-already")) || !strings.Contains(page, "UNTOC#18.13") || !strings.Contains(page, "UNTOC#35.3") {
		t.Error("who is bound is not told so, or not what to say with it")
	}
	s.get("/treaties/untoc/YUG/deposit", http.StatusNotFound)
	s.get("/treaties/untoc/PER/deposit?day=2026-02-30", 422)
	if link := s.get("/treaties/firearms-protocol/FRA", http.StatusOK); !strings.Contains(link, "/treaties/firearms-protocol/FRA/deposit") {
		t.Error("nothing leads to the page")
	}
}
