package pages

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/codelist"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/programme"
	"comity/internal/store/sqlite"
	"comity/internal/subject"
	"comity/internal/treaty"
	"comity/internal/treaty/law"
	"comity/internal/ui"
	"comity/programmes"
)

const today act.Day = "2026-03-01"

// site serves the pages alone, over a book into which a part of what the programme
// carries was taken in.
type site struct {
	testing.TB
	files     fs.FS
	node      *module.Node
	pages     module.Pages
	mux       *http.ServeMux
	catalogue *i18n.Catalogue
	reader    ui.Reader
}

func newSite(t testing.TB, treaties ...string) *site {
	t.Helper()
	s := &site{TB: t, mux: http.NewServeMux()}
	files, err := fs.Sub(programmes.Files, "crime-prevention")
	s.must(err)
	s.files = some(s, files, treaties)
	s.catalogue, err = i18n.Load()
	s.must(err)
	n := &module.Node{Origin: &url.URL{Scheme: "http", Host: "example.com"}}
	n.Programme, err = programme.Load(files)
	s.must(err)
	n.Parties, err = party.Load(files)
	s.must(err)
	n.Lists, err = codelist.Load(files)
	s.must(err)
	records, err := module.Records(treaty.Module(n.Programme.Instruments, n.Parties))
	s.must(err)
	o := booktest.Options(t)
	o.Now, o.Lists = func() time.Time { return today.Time().Add(12 * time.Hour) }, n.Lists
	st, err := sqlite.Open(filepath.Join(t.TempDir(), "book.sqlite"), sqlite.Options{})
	s.must(err)
	t.Cleanup(func() { st.Close() })
	n.Book, err = book.Open(context.Background(), st, o, append(records, subject.Module())...)
	s.must(err)
	t.Cleanup(func() { n.Book.Close() })
	s.node, s.pages = n, Of(n)
	for _, r := range s.pages.Routes {
		s.mux.HandleFunc(r.Pattern, func(w http.ResponseWriter, q *http.Request) { s.serve(w, q, r.Handle) })
	}
	in := &treaty.Intake{Book: n.Book, Current: treaty.NewCurrent(n.Programme.Instruments, n.Parties), Today: today}
	_, err = in.TakeProgramme(context.Background(), s.files, n.Lists)
	s.must(err)
	return s
}

// some is the programme's folder with the deposits of some treaties alone.
func some(s *site, files fs.FS, treaties []string) fs.FS {
	out := fstest.MapFS{}
	s.must(fs.WalkDir(files, "instruments", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		out[name] = &fstest.MapFile{Data: data}
		return err
	}))
	for _, t := range treaties {
		data, err := fs.ReadFile(files, "treaties/"+t+".csv")
		s.must(err)
		out["treaties/"+t+".csv"] = &fstest.MapFile{Data: data}
	}
	return out
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *site) serve(w http.ResponseWriter, r *http.Request, handle func(*ui.Visit) (ui.Answer, error)) {
	lang := cmp.Or(r.URL.Query().Get("lang"), "en")
	v := &ui.Visit{Request: r, Localizer: s.catalogue.Localizer(lang), Today: today, Reader: s.reader}
	a, err := handle(v)
	switch {
	case errors.Is(err, ui.ErrNotFound):
		w.WriteHeader(http.StatusNotFound)
		return
	case errors.Is(err, ui.ErrSignIn):
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	s.must(err)
	switch a := a.(type) {
	case ui.File:
		s.must(a.Write(w))
	case ui.Redirect:
		http.Redirect(w, r, a.To, http.StatusSeeOther)
	case ui.Page:
		if as := v.As(); a.Sheet != nil && as == ui.JSON {
			s.must(a.Sheet.WriteJSON(w))
			return
		}
		var b bytes.Buffer
		s.must(ui.Shell(v, ui.Frame{}, a).Render(r.Context(), &b))
		w.WriteHeader(cmp.Or(a.Status, http.StatusOK))
		_, _ = w.Write(b.Bytes())
	}
}

func (s *site) get(address string, status int) string {
	s.Helper()
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	if w.Code != status {
		s.Fatalf("%s answers %d, want %d: %.300s", address, w.Code, status, w.Body)
	}
	return w.Body.String()
}

// rows are the rows that an address gives as data.
func (s *site) rows(address string) (rows []map[string]any) {
	s.Helper()
	u, err := url.Parse(address)
	s.must(err)
	q := u.Query()
	q.Set("as", "json")
	u.RawQuery = q.Encode()
	var out struct{ Rows []map[string]any }
	s.must(json.Unmarshal([]byte(s.get(u.String(), http.StatusOK)), &out))
	return out.Rows
}

// pure is the register by the rules alone, without a book.
func (s *site) pure() *treaty.Register {
	ds, _, err := treaty.Carried(s.files, s.node.Programme.Instruments, s.node.Parties)
	s.must(err)
	return treaty.NewRegister(s.node.Programme.Instruments, s.node.Parties, ds)
}

func TestPages(t *testing.T) {
	s := newSite(t, "untoc", "uncac", "firearms-protocol")
	g := s.pure()
	for name, test := range map[string]func(*testing.T, *site, *treaty.Register){
		"figures": figuresAreThoseOfTheRules, "days": aDayThatIsNoneIsAFaultBesideItsField, "matrix": theMatrixIsThatOfTheRules, "changes": changesAreTheTurns,
		"legal": theFinderAnswersByTheRules, "known": whatWasNotKnownIsNotShown, "links": citesAndSubjectsLeadToPages, "languages": everyPageSpeaksSixLanguages, "party": aPartyHasAllItsTreaties, "letter": theLetterGoesToWhoIsNotBound, "none": whatIsNotOnRecordIsSaid,
	} {
		t.Run(name, func(t *testing.T) { s.TB = t; test(t, s, g) })
	}
}

func figuresAreThoseOfTheRules(t *testing.T, s *site, g *treaty.Register) {
	for _, day := range []act.Day{"2003-09-29", "2010-01-01", today} {
		want := g.Count("UNTOC", treaty.Bound, day, treaty.States).N
		all := g.Count("UNTOC", treaty.Bound, day, treaty.AllParties).N
		if want == 0 || day == today && want == all {
			t.Fatalf("%s: %d and %d parties tell nothing", day, want, all)
		}
		for _, row := range s.rows("/treaties?as_of=" + string(day)) {
			if row["code"] == "UNTOC" && (row["states"] != float64(want) || row["states_and_organizations"] != float64(all) || row["in_force"] != "2003-09-29") {
				t.Errorf("%s: %v, want %d and %d", day, row, want, all)
			}
		}
		page := s.get("/treaties/untoc?as_of="+string(day), http.StatusOK)
		if !strings.Contains(page, fmt.Sprintf(`<a href="#parties">%d</a> <small>%s</small>`, want, "counting States")) {
			t.Errorf("%s: the page does not show %d States", day, want)
		}
		bound := 0
		for _, row := range s.rows("/treaties/untoc?as_of=" + string(day)) {
			st := g.StatusOn("UNTOC", row["code"].(string), day)
			if row["status"] != string(st.State) || row["bound_from"] != string(st.Bound) {
				t.Errorf("%s: %v, want %s from %s", day, row, st.State, st.Bound)
			}
			if st.State == treaty.Bound {
				bound++
			}
		}
		if bound != all {
			t.Errorf("%s: %d rows of parties, want %d", day, bound, all)
		}
	}
}

func aDayThatIsNoneIsAFaultBesideItsField(t *testing.T, s *site, _ *treaty.Register) {
	for _, address := range []string{"/treaties?as_of=2014-02-30", "/treaties/untoc?as_of=2014-02-30", "/treaties/untoc/FRA?as_of=2014-02-30", "/treaties/matrix?as_of=2014-02-30",
		"/law?a=FRA&b=PER&offence=corruption&help=extradition&as_of=2014-02-30"} {
		page := s.get(address, http.StatusUnprocessableEntity)
		_, field, _ := strings.Cut(page, `<label for="f-as_of">`)
		if !strings.Contains(field, `id="f-as_of-fault"`) || !strings.Contains(field, `value="2014-02-30"`) || strings.Contains(page, "<table") {
			t.Errorf("%s: no fault beside the field, or an answer for another day", address)
		}
	}
	for address, field := range map[string]string{"/treaties?known_at=never": "known_at", "/treaties/changes?from=2014-13-01": "from", "/treaties/changes?from=2014-01-02&to=2014-01-01": "to", "/law?a=FRA&b=FRA": "b", "/law?a=FRA&b=PER": "offence"} {
		if page := s.get(address, http.StatusUnprocessableEntity); !strings.Contains(page, `id="f-`+field+`-fault"`) {
			t.Errorf("%s: no fault beside %s", address, field)
		}
	}
}

func theMatrixIsThatOfTheRules(t *testing.T, s *site, g *treaty.Register) {
	const day = "2012-06-01"
	rows := s.rows("/treaties/matrix?as_of=" + day)
	if len(rows) < 190 {
		t.Fatalf("%d States", len(rows))
	}
	for _, row := range rows {
		for _, code := range []string{"UNTOC", "UNCAC", "FIREARMS-PROTOCOL"} {
			if want := g.StateOn(code, row["code"].(string), day); row[code] != string(want) {
				t.Errorf("%s and %s: %v, want %s", row["code"], code, row[code], want)
			}
		}
	}
	for _, row := range s.rows("/treaties/matrix?missing=true&treaty=untoc&as_of=" + day) {
		if _, other := row["UNCAC"]; other || row["UNTOC"] == string(treaty.Bound) {
			t.Errorf("%v is not missing, or not of what was chosen", row)
		}
	}
	// Forty treaties, 200 States: as heavy as the page gets.
	address := "/treaties/matrix?as_of=" + day
	for _, code := range g.Instruments()[:40] {
		address += "&treaty=" + code
	}
	var small bytes.Buffer
	z := gzip.NewWriter(&small)
	_, _ = z.Write([]byte(s.get(address, http.StatusOK)))
	s.must(z.Close())
	if t.Logf("40 treaties: %d bytes compressed", small.Len()); small.Len() > 120<<10 {
		t.Errorf("the page of 40 treaties has %d bytes compressed", small.Len())
	}
}

func changesAreTheTurns(t *testing.T, s *site, g *treaty.Register) {
	want := g.Turns("2005-01-01", "2005-12-31")
	rows := s.rows("/treaties/changes?from=2005-01-01&to=2005-12-31")
	if len(rows) != len(want) || len(want) < 20 {
		t.Fatalf("%d changes, want %d", len(rows), len(want))
	}
	for i, row := range rows {
		w := want[len(want)-1-i]
		if row["day"] != string(w.Day) || row["party"] != w.Party || row["is"] != string(w.Is) || row["code"] != w.Instrument {
			t.Errorf("%v, want %v", row, w)
		}
	}
}

func theFinderAnswersByTheRules(t *testing.T, s *site, g *treaty.Register) {
	const address = "/law?a=FRA&b=PER&offence=bribery-national&help=extradition&as_of=2014-06-01"
	want := law.Find(law.Sources{Register: g, Within: func(o, whole string) bool { return s.node.Lists["offence"].Within(o, whole, today) }},
		law.Query{A: "FRA", B: "PER", Offence: "bribery-national", Help: "extradition", Day: "2014-06-01"})
	page := s.get(address, http.StatusOK)
	if len(want.Bases) < 2 {
		t.Fatalf("%d bases tell nothing", len(want.Bases))
	}
	rows := s.rows(address)
	for _, b := range want.Bases {
		if !strings.Contains(page, `id="`+anchorOf(b.Instrument)+`"`) {
			t.Errorf("the page has no basis %s", b.Instrument)
		}
		for _, a := range b.Articles {
			found := false
			for _, row := range rows {
				found = found || row["kind"] == "article" && row["provision"] == string(a.Cite)
			}
			if !found || !strings.Contains(page, ">"+string(a.Cite)+"</a>") {
				t.Errorf("%s is not shown", a.Cite)
			}
		}
	}
	if !strings.Contains(page, s.catalogue.Localizer("en").Text("law.not-loaded.agreements")) {
		t.Error("that no agreements are loaded is not said")
	}
	if page := s.get("/law", http.StatusOK); strings.Contains(page, "f-a-fault") || !strings.Contains(page, `<option value="PER"`) {
		t.Error("the empty form has faults, or no States")
	}
}

func whatWasNotKnownIsNotShown(t *testing.T, s *site, _ *treaty.Register) {
	if rows := s.rows("/treaties/untoc?known_at=2025-12-31"); len(rows) != 0 {
		t.Errorf("%d rows were known before the record began", len(rows))
	}
	if now, then := s.rows("/treaties/untoc"), s.rows("/treaties/untoc?known_at="+string(today)); len(now) == 0 || len(now) != len(then) {
		t.Errorf("%d rows today, %d as known today", len(now), len(then))
	}
}

func aPartyHasAllItsTreaties(t *testing.T, s *site, g *treaty.Register) {
	const day = "2009-01-01"
	rows := s.rows("/treaties/of/PER?as_of=" + day)
	if len(rows) != 3 {
		t.Fatalf("%d treaties, want the three on record", len(rows))
	}
	for _, row := range rows {
		st := g.StatusOn(row["code"].(string), "PER", day)
		if row["status"] != string(st.State) || row["bound_from"] != string(st.Bound) {
			t.Errorf("%v, want %+v", row, st)
		}
	}
	v := &ui.Visit{Request: httptest.NewRequest(http.MethodGet, "/states/PER", nil), Localizer: s.catalogue.Localizer("en"), Today: today}
	part, err := s.pages.Party(v, "PER")
	s.must(err)
	var b bytes.Buffer
	s.must(part.Render(context.Background(), &b))
	if !strings.Contains(b.String(), "/treaties/untoc/PER") || !strings.Contains(b.String(), "/treaties/of/PER?as=csv") {
		t.Errorf("the part of a State's page: %.400s", b.String())
	}
	for _, nobody := range []string{"UNODC", "XXX"} {
		if part, err := s.pages.Party(v, nobody); part != nil || err != nil {
			t.Errorf("%s has a part: %v", nobody, err)
		}
		s.get("/treaties/of/"+nobody, http.StatusNotFound)
	}
}

// A reader who may write is led to a draft that names the States of a group that are
// not bound, the paragraph that asks for it, and the treaty; the public is not.
func theLetterGoesToWhoIsNotBound(t *testing.T, s *site, g *treaty.Register) {
	var letters []module.Letter
	s.node.LetterPage = func(l module.Letter) string { letters = append(letters, l); return "/draft" }
	defer func() { s.node.LetterPage, s.reader = nil, ui.Reader{} }()
	if page := s.get("/treaties/firearms-protocol", http.StatusOK); strings.Contains(page, "/draft") {
		t.Error("the public is led to a draft")
	}
	s.reader.Who.Person = "somebody"
	letters = nil
	if page := s.get("/treaties/firearms-protocol", http.StatusOK); !strings.Contains(page, `href="/draft"`) {
		t.Error("nobody is led to a draft")
	}
	most := 0
	for _, l := range letters {
		most = max(most, len(l.To))
		for _, code := range l.To {
			if st := g.StateOn("FIREARMS-PROTOCOL", code, today); st == treaty.Bound || st == treaty.Consented {
				t.Errorf("the letter would go to %s, which has joined: %s", code, st)
			}
		}
		if l.Cites[0] != s.node.Programme.Appeals[0] || l.Cites[len(l.Cites)-1] != "FIREARMS-PROTOCOL" {
			t.Errorf("it rests on %v", l.Cites)
		}
	}
	if most < 50 {
		t.Errorf("the longest letter goes to %d States", most)
	}
	for _, lang := range i18n.Languages() {
		words := s.pages.LetterWords(lang, letters[0].Cites)
		i, _ := s.node.Programme.Instrument("FIREARMS-PROTOCOL")
		name := i.Title
		if names := i.In[lang]; len(names) > 0 {
			name = names[0]
		}
		if !strings.Contains(words, name) {
			t.Errorf("%s: %q does not name %q", lang, words, name)
		}
	}
	if words := s.pages.LetterWords("en", []act.Cite{"A/RES/69/197#4", "UNTOC#18.13"}); words != "" {
		t.Errorf("a letter about a provision says %q", words)
	}
}

func citesAndSubjectsLeadToPages(t *testing.T, s *site, _ *treaty.Register) {
	for cite, want := range map[string]string{"UNTOC#18.15": "/treaties/untoc#article-18", "UNTOC": "/treaties/untoc", "A/RES/69/197#4": ""} {
		if got := s.pages.Cite(cite); got != want {
			t.Errorf("%s leads to %q, want %q", cite, got, want)
		}
	}
	for subject, want := range map[string]string{"treaty/untoc/FRA": "/treaties/untoc/FRA", "treaty/untoc": "/treaties/untoc", "treaty/rope": "", "agreement/x": "/agreements/x", "clause/x": ""} {
		if got := s.pages.Subject(subject); got != want {
			t.Errorf("%s leads to %q, want %q", subject, got, want)
		}
	}
	if page := s.get("/treaties/untoc", http.StatusOK); strings.Count(page, `id="article-18"`) != 1 {
		t.Error("article 18 has no place on the page, or several")
	}
	s.get("/treaties/rope", http.StatusNotFound)
	s.get("/treaties/untoc/NOBODY", http.StatusNotFound)
	s.get("/treaties/UNTOC", http.StatusSeeOther)
}

func everyPageSpeaksSixLanguages(t *testing.T, s *site, _ *treaty.Register) {
	for _, lang := range i18n.Languages() {
		for _, address := range []string{"/treaties?", "/treaties/untoc?", "/treaties/untoc/PER?", "/treaties/of/PER?", "/treaties/matrix?", "/treaties/changes?from=2013-01-01&", "/law?a=FRA&b=PER&offence=corruption&help=extradition&as_of=2014-06-01&"} {
			page := s.get(address+"lang="+lang, http.StatusOK)
			if i := strings.Index(page, "⟦"); i >= 0 {
				t.Errorf("%s in %s lacks a sentence: %.60s", address, lang, page[i:])
			}
			if !strings.Contains(page, `<html lang="`+lang+`"`) {
				t.Errorf("%s is not in %s", address, lang)
			}
		}
	}
}

func whatIsNotOnRecordIsSaid(t *testing.T, s *site, _ *treaty.Register) {
	says := s.catalogue.Localizer("en").Text("treaties.no-record-of")
	if page := s.get("/treaties/civil-aviation-1971", http.StatusOK); !strings.Contains(page, says) || !strings.Contains(page, s.catalogue.Localizer("en").Text("word.unconfirmed")) {
		t.Error("it is not said that nobody's participation is on record, or that rules are unconfirmed")
	}
	if page := s.get("/treaties/untoc", http.StatusOK); strings.Contains(page, says) {
		t.Error("it is said of a treaty on record")
	}
}
