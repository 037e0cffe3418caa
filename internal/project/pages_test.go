package project

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/store"
	"comity/internal/ui"
)

// site is the room's pages on a node where the programme's policies hold.
type site struct {
	*node
	mux      *http.ServeMux
	policies *access.Policies
	words    *i18n.Catalogue
	pages    module.Pages
	answer   ui.Answer
	err      error
	reader   string // person, "" for the public
	lang     string
}

// blobKeys are keys of tests that can also name files.
type blobKeys struct{ *booktest.Keys }

func (blobKeys) Mac(context.Context, string) (func([]byte) [32]byte, error) {
	return sha256.Sum256, nil
}

func newSite(t testing.TB, s store.Store, guarded bool) *site {
	t.Helper()
	parties, err := party.Load(folder(t))
	if err != nil {
		t.Fatal(err)
	}
	policies, err := access.Load(folder(t), parties)
	if err != nil {
		t.Fatal(err)
	}
	w := &site{mux: http.NewServeMux(), policies: policies, lang: "en"}
	if guarded {
		w.node = newNode(t, s, policies)
	} else {
		w.node = newNode(t, s)
	}
	w.words, err = i18n.Load()
	w.must(err)
	files, err := blob.Open(ctx, t.TempDir(), blobKeys{w.keys}, blob.Options{})
	w.must(err)
	w.pages = w.module.Pages(&module.Node{Book: w.book, Blobs: files, Parties: w.parties, Lists: w.lists, Policies: policies, Programme: w.programme, CitePage: func(c string) string { return "/mandates/" + c }})
	for _, r := range w.pages.Routes {
		w.mux.HandleFunc(r.Pattern, func(_ http.ResponseWriter, q *http.Request) { w.answer, w.err = r.Handle(w.visit(q)) })
	}
	w.people()
	return w
}

// people records the people of the tests.
func (w *site) people() {
	w.Helper()
	admin, second := "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e10", "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e11"
	record := func(by string, d book.Draft) {
		w.Helper()
		_, err := w.book.Record(ctx, book.Call{Person: by, Acts: []book.Draft{d}})
		w.must(err)
	}
	person := func(by, id string) {
		record(by, book.Draft{Kind: "person.recorded", Subject: act.Subject("person/" + id), Party: "UNODC", Standing: act.Own, Day: today, Audience: "people", Body: fmt.Appendf(nil, `{"name":"Invented","mail":"%s@example.org"}`, id[34:])})
	}
	grant := func(by, id, role, party string) {
		record(by, book.Draft{Kind: "role.granted", Subject: act.Subject("role/" + id[34:] + role), Party: "UNODC", Standing: act.Own, Day: today, Audience: "secretariat",
			Body: fmt.Appendf(nil, `{"person":"person/%s","role":%q,"party":%q,"from":%q}`, id, role, party, today)})
	}
	person("", admin)
	grant("", admin, "administrator", "UNODC")
	for id, role := range map[string]string{ana: "officer", bo: "reviewer", carl: "certifying", dora: "approving", second: "officer", ines: "partner"} {
		person(admin, id)
		grant(admin, id, role, map[bool]string{true: "INTERPOL", false: "UNODC"}[role == "partner"])
	}
	person(admin, chloe)
	note := act.HashOf([]byte("FRA")).String()
	source := &act.Source{Channel: "note-verbale", Reference: "FRA", Received: today, Document: note}
	s := act.Subject("accreditation/fra")
	record(ana, book.Draft{Kind: "accreditation.recorded", Subject: s, Party: "FRA", Standing: act.Communicated, Source: source, Day: today, Audience: withParty("FRA"),
		Body: fmt.Appendf(nil, `{"person":"person/%s","authority":"Permanent Mission","mission":true,"function":"Counsellor","kinds":["*","read"],"instruments":["*"],"from":%q}`, chloe, today)})
	record(second, book.Draft{Kind: "accreditation.confirmed", Subject: s, Party: "FRA", Standing: act.Communicated, Source: source, Day: today, Audience: withParty("FRA"), Body: fmt.Appendf(nil, `{"document":%q}`, note)})
}

func (w *site) visit(q *http.Request) *ui.Visit {
	v := &ui.Visit{Request: q, Localizer: w.words.Localizer(w.lang), Today: act.DayOf(w.now)}
	w.read(func(r store.View) (err error) {
		v.Reader.Who, err = access.LoadWho(ctx, r, w.reader)
		return err
	})
	v.Reader.Audiences = w.policies.Reads(v.Reader.Who, v.Today)
	v.Reader.May = func(action string, what access.What) access.Decision {
		return w.policies.May(v.Reader.Who, action, what, v.Today)
	}
	return v
}

func (w *site) as(person string) *site { w.reader = person; return w }

var tag = regexp.MustCompile(`<[^>]*>`)

// get asks a page and gives its words.
func (w *site) get(to string) string {
	w.Helper()
	w.answer, w.err = nil, nil
	w.mux.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, to, nil))
	return w.html()
}

func (w *site) html() string {
	w.Helper()
	page, ok := w.answer.(ui.Page)
	if !ok {
		return ""
	}
	var b bytes.Buffer
	w.must(page.Body.Render(ctx, &b))
	for _, a := range page.Actions {
		b.WriteString("<a>[" + a.Words + " " + a.To + "]</a>")
	}
	return page.Title + "\n" + b.String()
}

func (w *site) shows(to string, want ...string) {
	w.Helper()
	text := w.get(to)
	if w.err != nil {
		w.Errorf("%s as %q: %v", to, w.reader, w.err)
		return
	}
	for _, s := range want {
		if not, is := strings.CutPrefix(s, "!"); is == strings.Contains(tag.ReplaceAllString(text, ""), strings.TrimPrefix(not, "!")) {
			w.Errorf("%s as %q: %q wrongly there or missing in\n%s", to, w.reader, s, tag.ReplaceAllString(text, ""))
		}
	}
}

func (w *site) tasks() (words []string) {
	w.Helper()
	list, err := w.pages.Tasks(w.visit(httptest.NewRequestWithContext(ctx, http.MethodGet, "/desk", nil)))
	w.must(err)
	for _, t := range list {
		words = append(words, t.Words)
	}
	return words
}

func (w *site) waits(person, want string) {
	w.Helper()
	got := strings.Join(w.as(person).tasks(), "; ")
	if want == "" && got != "" || !strings.Contains(got, want) {
		w.Errorf("for %q waits %q, want %q", person, got, want)
	}
}

// The way of a project through pages and desks, with who sees it when.
func TestPagesOfAProject(t *testing.T) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) {
		w := newSite(t, s, true)
		w.must(w.do(ana, "programme", ProgrammeSubject("LAMPS"), lampsProgramme()))
		w.must(w.do(ana, "concept", Subject(harbourCode), harbour(), citing("A/RES/95/7#1")))
		w.waits(bo, "Review the concept note “Lamps of the harbour”")
		w.waits(ana, "")
		w.as(bo).shows("/projects/HARBOUR-1", "waits for its review", "Next for you", "Review the concept note")
		w.as("").get("/projects/HARBOUR-1")
		if w.err == nil {
			t.Error("everybody reads a concept note")
		}
		w.must(w.do(bo, "reviewed", Subject(harbourCode), ReviewedBody{Outcome: "recommended"}))
		w.waits(carl, "Give a clearance")
		w.must(w.do(bo, "cleared", Subject(harbourCode), ClearedBody{Clearance: "legal", Passed: true}))
		w.waits(bo, "")
		w.as(ana).shows("/projects/HARBOUR-1", "Clearances still due: financial · evaluation")
		w.must(w.do(carl, "cleared", Subject(harbourCode), ClearedBody{Clearance: "financial", Passed: true}))
		if w.as(chloe).get("/projects/HARBOUR-1"); w.err == nil {
			t.Error("a Government reads a project before its turn")
		}
		w.must(w.do(dora, "cleared", Subject(harbourCode), ClearedBody{Clearance: "evaluation", Passed: true}))
		w.waits(chloe, "Countersign “Lamps of the harbour” for France")
		w.as(chloe).shows("/projects/HARBOUR-1", "Countersign · France", "!waits")
		w.must(w.do(chloe, "countersigned", Subject(harbourCode), CountersignedBody{Authority: "Ministry of Lamps"}, by("FRA")))
		w.must(w.do(ana, "countersigned", Subject(harbourCode), CountersignedBody{Authority: "Ministry"}, byLetter("PER")))
		w.must(w.do(ana, "announced", Subject(harbourCode), NoteBody{}, citing("A/RES/95/7#1")))
		w.must(w.do(ana, "framework", Subject(harbourCode), FrameworkBody{Language: "en", Results: []Result{{ID: "1", Level: "outcome", Text: "Lamps are kept."}, {ID: "1.1", Level: "output", Under: "1", Text: "Keepers know how."}},
			Activities: []Activity{{ID: "a", Output: "1.1", Title: "Courses", From: "2042-01-01", Until: "2042-12-31"}}}))
		w.must(w.do(ana, "indicator", IndicatorSubject(harbourCode, "trained"), lampsKept()))
		w.must(w.do(ana, "reported", IndicatorSubject(harbourCode, "trained"), y42("30")))
		course := training()
		course.Output = "1.1"
		w.must(w.do(ana, "delivered", DeliverySubject(harbourCode, 1), course, citing("A/RES/95/7#1")))
		w.as("").shows("/projects/HARBOUR-1", "ProgrammeProgramme of lamps", "1.1 Keepers know how.", "Lamps of the harbour", "A/RES/95/7#1", "Took part: 20. Women 12", "Lamps are kept.", "Courses", "!Waits for approval", "unknown \u2068persons", "!risk")
		w.waits(bo, "Approve what was reported of “Lamps of the harbour”")
		w.as(bo).shows("/projects/HARBOUR-1", "Waits for approval")
		w.must(w.do(bo, "approved", IndicatorSubject(harbourCode, "trained"), PeriodBody{From: "2042-01-01", Until: "2042-12-31"}))
		w.waits(bo, "")
		w.as("").shows("/projects/HARBOUR-1", "30 \u2068persons", "100 \u2068persons")
		w.shows("/projects/HARBOUR-1/deliveries/1", "Course of lamp keepers", "For the output1.1 Keepers know how.", "Ministry of Lamps", "4.5 of 10, taken by 20", "8.25 of 10")
		w.shows("/projects", "Lamps of the harbour", "USD", "1,250,000", "Each project counts once", "!USD 0")
		var csv, object strings.Builder
		sheet := w.answer.(ui.Page).Sheet
		if w.must(sheet.WriteCSV(&csv)); !strings.Contains(csv.String(), "USD,1250000.00,") {
			t.Errorf("the sheet gives %s", csv.String())
		}
		if w.must(sheet.WriteJSON(&object)); !strings.Contains(object.String(), `"required":"1250000.00"`) {
			t.Errorf("the sheet gives %s", object.String())
		}
		w.shows("/projects?state=KEN", "No project matches")
		w.shows("/projects?programme=LAMPS&topic=corruption&state=PER&status=running", "Lamps of the harbour")
		w.shows("/projects/-/map", "France", "Peru", "do not add up")
		w.shows("/projects/-/programmes", "Programme of lamps")
		w.shows("/programmes/LAMPS", "Programme of lamps", "Lamps of the harbour")
		w.get("/projects/LAMPS")
		if to, ok := w.answer.(ui.Redirect); !ok || to.To != "/programmes/LAMPS" {
			t.Errorf("a programme taken for a project is answered by %+v", w.answer)
		}
		w.must(w.do(ana, "evaluated", FindingSubject(harbourCode, 1), EvaluatedBody{Kind: "lesson", Evaluation: "Mid-term", Language: "en", Text: "Keep oil dry.", Topics: []string{"corruption"}}))
		w.shows("/projects/-/lessons?topic=corruption", "Keep oil dry.")
		w.as(ana).shows("/projects/-/offices", "Offices: opening and closing", "[New file on an office")
		for _, lang := range i18n.Languages() {
			w.lang = lang
			for _, to := range []string{"/projects", "/projects/HARBOUR-1", "/projects/-/map", "/programmes/LAMPS", "/projects/-/lessons", "/projects/HARBOUR-1/form"} {
				if html := w.as(ana).get(to); w.err != nil || html == "" {
					t.Errorf("%s in %s: %v", to, lang, w.err)
				}
			}
		}
		w.verified()
	})
}

// sheet makes the project's form and lets it be filled in.
func (w *site) sheet(fill func(x *excelize.File)) []byte {
	w.Helper()
	w.as(ana).get("/projects/HARBOUR-1/form.xlsx")
	file, ok := w.answer.(ui.File)
	if !ok {
		w.Fatalf("no form: %v", w.err)
	}
	var b bytes.Buffer
	w.must(file.Write(&b))
	x, err := excelize.OpenReader(&b)
	w.must(err)
	fill(x)
	var out bytes.Buffer
	w.must(x.Write(&out))
	return out.Bytes()
}

// upload posts a form, and gives the faults that it is answered with.
func (w *site) upload(content []byte) (faults string) {
	w.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f, err := m.CreateFormFile("form", "report.xlsx")
	w.must(err)
	_, err = f.Write(content)
	w.must(err)
	w.must(m.WriteField(ui.KeyName, ui.NewKey()))
	w.must(m.Close())
	q := httptest.NewRequestWithContext(ctx, http.MethodPost, "/projects/HARBOUR-1/form", &b)
	q.Header.Set("Content-Type", m.FormDataContentType())
	w.answer, w.err = nil, nil
	w.mux.ServeHTTP(httptest.NewRecorder(), q)
	w.must(w.err)
	return tag.ReplaceAllString(w.html(), "\n")
}

func (w *site) size() (n int64) {
	w.read(func(v store.View) error { n = v.At().Size; return nil })
	return n
}

// A form of an office: taken whole or not at all, once, with every fault in its cell.
func TestForms(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), false)
	w.running()
	w.must(w.do(ana, "framework", Subject(harbourCode), FrameworkBody{Language: "en", Results: []Result{{ID: "1.1", Level: "output", Text: "Keepers know how."}}}))
	w.must(w.do(ana, "indicator", IndicatorSubject(harbourCode, "trained"), lampsKept()))
	set := func(x *excelize.File, row int, cells map[string]any) {
		for col, v := range cells {
			w.must(x.SetCellValue("Report", fmt.Sprint(col, row), v))
		}
	}
	good := w.sheet(func(x *excelize.File) {
		set(x, 5, map[string]any{"A": "trained", "C": "2042-01-01", "D": "2042-12-31", "F": 30, "J": 20, "K": 9, "M": 1, "Q": "Counted by hand."})
		set(x, 6, map[string]any{"A": "training", "C": "2042-03-01", "D": "2042-03-05", "E": "FRA", "J": 12, "K": 7, "N": "Course", "O": "Ministry of Lamps", "P": "1.1"})
		set(x, 7, map[string]any{"A": "equipment handed over", "C": "2042-03-01", "D": "2042-03-05", "F": 3, "N": "Lamps", "O": "Ministry of Lamps"})
	})
	before := w.size()
	if faults := w.upload(good); faults != "" {
		t.Fatalf("a right form: %s", faults)
	}
	if got := w.size() - before; got != 3 {
		t.Errorf("%d acts were recorded", got)
	}
	if w.upload(good); w.size()-before != 3 {
		t.Errorf("uploading twice recorded %d more", w.size()-before-3)
	}
	if r, ok := w.answer.(ui.Redirect); !ok || r.Said != "project.nothing-new" {
		t.Errorf("the second upload answers %+v", w.answer)
	}
	w.as(ana).shows("/projects/HARBOUR-1", "Course", "Lamps", "Waits for approval")
	before = w.size()
	bad := w.sheet(func(x *excelize.File) {
		set(x, 5, map[string]any{"A": "trained", "C": "2042-01-01", "D": "2042-12-31", "F": 30, "J": 20, "K": 9})        // parts
		set(x, 6, map[string]any{"A": "trained", "C": "1463-01-01", "D": "2042-12-31", "F": 3})                          // another calendar
		set(x, 7, map[string]any{"A": "trained", "C": "2043-01-01", "D": "2043-02-28", "F": "many"})                     // words for a number
		set(x, 8, map[string]any{"A": "training", "C": "2042-03-01", "D": "2042-03-05", "N": "Course"})                  // nobody took part
		set(x, 9, map[string]any{"A": "dancing", "C": "2042-03-01", "D": "2042-03-05", "N": "Course"})                   // no such thing
		set(x, 10, map[string]any{"A": "study", "C": "2042-03-01", "D": "2042-03-05", "N": "Study", "P": "9.9"})         // no such output
		set(x, 11, map[string]any{"A": "trained", "C": "2043-03-01", "D": "2043-03-31", "F": "1,200", "J": "a", "L": 2}) // thousands, no part
	})
	faults := w.upload(bad)
	for _, cell := range []string{"Report!C6", "Report!F7", "Report!A9", "Report!P10", "Report!F11", "Report!J11"} {
		if !strings.Contains(faults, cell) {
			t.Errorf("%s is not named in\n%s", cell, faults)
		}
	}
	rules := w.sheet(func(x *excelize.File) {
		set(x, 5, map[string]any{"A": "trained", "C": "2043-01-01", "D": "2043-02-28", "F": 30, "J": 20, "K": 9})
		set(x, 6, map[string]any{"A": "training", "C": "2042-03-01", "D": "2042-03-05", "N": "Course"})
		set(x, 7, map[string]any{"A": "trained", "C": "2043-03-01", "D": "2043-03-31", "F": 1, "G": 1, "H": 2})
		set(x, 8, map[string]any{"A": "trained", "C": "2042-06-01", "D": "2043-01-31", "F": 1})
		set(x, 9, map[string]any{"A": "study", "C": "2042-03-01", "D": "2042-03-05"})
		set(x, 10, map[string]any{"A": "trained", "C": "2034-01-01", "D": "2034-12-31", "F": 3}) // as an Ethiopian year looks
		set(x, 11, map[string]any{"A": "trained", "C": "2043-04-01", "D": "2044-12-31", "F": 3}) // to come
	})
	faults = w.upload(rules)
	for _, want := range []string{"Report!F5: the parts by sex come to 29, and the total is 30", "Report!A6: a training names who took part", "Report!F7: this is no value of the measure", "Report!C8: the period has days in common", "Report!N9: a delivery has a title",
		"Report!C10: 1 January 2034 lies before the project begins on 1 January 2042", "Report!D11: it is of 31 December 2044"} {
		if !strings.Contains(strings.ReplaceAll(faults, "\u00a0", " "), want) {
			t.Errorf("%q is missing in\n%s", want, faults)
		}
	}
	if w.size() != before {
		t.Error("something of a wrong form was recorded")
	}
	for name, content := range map[string][]byte{"no spreadsheet": []byte("PK no"), "empty": {}} {
		if w.upload(content) == "" || w.size() != before {
			t.Errorf("%s was taken", name)
		}
	}
	other := w.sheet(func(x *excelize.File) { w.must(x.SetCellStr("comity", "A2", "7")) })
	if faults := w.upload(other); !strings.Contains(faults, "7") {
		t.Errorf("another version of the form: %s", faults)
	}
	merged := w.sheet(func(x *excelize.File) {
		set(x, 5, map[string]any{"A": "trained", "C": "2042-01-01", "D": "2042-12-31", "F": 30})
		w.must(x.MergeCell("Report", "A5", "A6"))
	})
	if faults := w.upload(merged); !strings.Contains(faults, "A5") {
		t.Errorf("merged cells: %s", faults)
	}
	late := true
	from1904 := w.sheet(func(x *excelize.File) {
		w.must(x.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &late}))
		set(x, 5, map[string]any{"A": "trained", "C": 50_404, "D": 50_434, "F": 5}) // 2042-01-01 to 2042-01-31, counted from 1904
	})
	if faults := w.upload(from1904); !strings.Contains(faults, "Report!C5") || !strings.Contains(faults, "31 December 2042") {
		t.Errorf("days counted from 1904, which meet those that were reported: %s", faults)
	}
	w.verified()
}

// An indicator that is parted by several dimensions: a column for each part, what was
// reported last beside the empty cells, and parts that come to the total or say that
// they are not known.
func TestAFormCarriesEveryDimension(t *testing.T) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) {
		w := newSite(t, s, false)
		w.running()
		trained := lampsKept()
		trained.Dimensions, trained.Others = []string{"age", "disability", "other"}, []string{"institution: police", "institution: court"}
		w.must(w.do(ana, "indicator", IndicatorSubject(harbourCode, "trained"), trained))
		lit := IndicatorBody{Title: "Lamps lit", Language: "en", Measure: "percentage", Periods: "ratio", Places: "ratio", Projects: "ratio", Dimensions: []string{"sex"}}
		w.must(w.do(ana, "indicator", IndicatorSubject(harbourCode, "lit"), lit))
		cells := func(x *excelize.File, row int) map[string]string {
			names, err := x.GetRows("Report")
			w.must(err)
			out := map[string]string{}
			for i, name := range names[3] {
				at, err := excelize.CoordinatesToCellName(i+1, row)
				w.must(err)
				out[name] = at
			}
			return out
		}
		put := func(x *excelize.File, row int, values map[string]any) {
			at := cells(x, row)
			for name, v := range values {
				if at[name] == "" {
					t.Fatalf("the form has no column %q: %v", name, at)
				}
				w.must(x.SetCellValue("Report", at[name], v))
			}
		}
		first := w.sheet(func(x *excelize.File) {
			if what, err := x.GetCellValue("Report", "A6"); err != nil || what != "trained Keepers trained" {
				t.Errorf("the second row is about %q (%v)", what, err)
			}
			put(x, 5, map[string]any{"from": "2042-01-01", "until": "2042-06-30", "numerator": 6, "denominator": 10, "women": "4/6", "men": "2/4"})
			put(x, 6, map[string]any{"from": "2042-01-01", "until": "2042-06-30", "number": 30, "age: 18-24": 10, "age: 25-59": "?", "disability: with": 2, "disability: without": 27, "disability: unknown": 1, "institution: police": "٢٠", "institution: court": 10})
		})
		if faults := w.upload(first); faults != "" {
			t.Fatalf("a right form: %s", faults)
		}
		var reports []*Report
		w.read(func(v store.View) (err error) {
			reports, err = loadReports(ctx, v, `ORDER BY t.indicator`)
			return err
		})
		if len(reports) != 2 || len(reports[0].Pieces) != 2 || len(reports[1].Pieces) != 7 {
			t.Fatalf("recorded are %+v", reports)
		}
		before := w.size()
		if w.upload(first); w.size() != before {
			t.Error("uploading twice recorded more")
		}
		next := w.sheet(func(x *excelize.File) {
			for row, want := range map[int][]string{5: {"60 % (6 / 10)", "women and girls", "4 / 6"}, 6: {"1 January 2042 to 30 June 2042: 30 persons", "18 to 24 10", "25 to 59 unknown", "institution: police 20"}} {
				last, err := x.GetCellValue("Report", cells(x, row)["last"])
				w.must(err)
				for _, s := range want {
					if !strings.Contains(strings.ReplaceAll(last, "\u00a0", " "), s) {
						t.Errorf("row %d: %q is missing beside the empty cells: %q", row, s, last)
					}
				}
			}
			put(x, 5, map[string]any{"from": "2042-07-01", "until": "2042-12-31", "numerator": 6, "denominator": 10, "age: 18-24": 3})
			put(x, 6, map[string]any{"from": "2042-07-01", "until": "2042-12-31", "number": 30, "age: 18-24": 10, "age: 25-59": 19, "women": 30})
		})
		at := cells(func() *excelize.File { x, err := excelize.OpenReader(bytes.NewReader(next)); w.must(err); return x }(), 5)
		faults := w.upload(next)
		for _, want := range []string{"Report!" + at["age: 18-24"] + ": this is not parted by", "Report!J6: this is not parted by", "Report!F6: the parts by age come to 29, and the total is 30"} {
			if !strings.Contains(strings.ReplaceAll(faults, "\u00a0", " "), want) {
				t.Errorf("%q is missing in\n%s", want, faults)
			}
		}
		if w.upload(w.sheet(func(*excelize.File) {})); w.size() != before {
			t.Error("a form in which nothing was filled in records something")
		}
		w.verified()
	})
}

// Five thousand rows are checked within two seconds, and ten thousand faults counted.
func TestALongForm(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), false)
	w.running()
	long := w.sheet(func(x *excelize.File) {
		for row := 5; row < 5005; row++ {
			w.must(x.SetSheetRow("Report", fmt.Sprint("A", row), &[]any{"study", "", "2042-03-01", "2042-03-05", "", "x", "", "", "", "y", "", "", "", fmt.Sprint("Study ", row)}))
		}
	})
	began := time.Now()
	faults := w.upload(long)
	took := time.Since(began)
	t.Logf("5,000 rows with 10,000 faults: %v", took)
	if !strings.Contains(faults, "Report!F5") || !strings.Contains(faults, "9,800") {
		t.Errorf("the faults are said so: %.600s … %.200s", faults, faults[max(0, len(faults)-1200):])
	}
}
