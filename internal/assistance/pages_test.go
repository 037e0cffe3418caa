package assistance

import (
	"bytes"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/paper"
	"comity/internal/sheetform"
	"comity/internal/store"
	"comity/internal/ui"

	"github.com/xuri/excelize/v2"
)

// site is the room's pages on a node where the programme's policies hold.
type site struct {
	*node
	mux    *http.ServeMux
	words  *i18n.Catalogue
	pages  module.Pages
	room   *module.Node
	answer ui.Answer
	err    error
	reader string // person, "" for the public
	lang   string
}

func newSite(t testing.TB, s store.Store, guarded bool) *site {
	t.Helper()
	n := newNode(t, s, guarded)
	n.must(s.Migrate(ctx, Steps()))
	words, err := i18n.Load()
	n.must(err)
	w := &site{node: n, mux: http.NewServeMux(), words: words, lang: "en"}
	w.room = &module.Node{Book: n.book, Programme: n.programme, Parties: n.parties, Lists: n.lists, Policies: n.policies}
	w.pages = n.module.Pages(w.room)
	for _, r := range w.pages.Routes {
		w.mux.HandleFunc(r.Pattern, func(_ http.ResponseWriter, q *http.Request) { w.answer, w.err = r.Handle(w.visit(q)) })
	}
	w.people()
	return w
}

// people records officers, a reviewer, and people of France and Egypt.
func (w *site) people() {
	record := func(by string, d book.Draft) {
		w.Helper()
		_, err := w.book.Record(ctx, book.Call{Person: by, Acts: []book.Draft{d}})
		w.must(err)
	}
	person := func(by, id string) {
		record(by, book.Draft{Kind: "person.recorded", Subject: act.Subject("person/" + id), Party: "UNODC", Standing: act.Own, Day: today, Audience: "people", Body: fmt.Appendf(nil, `{"name":"Invented","mail":"%s@example.org"}`, id[len(id)-2:])})
	}
	grant := func(by, id, role string) {
		record(by, book.Draft{Kind: "role.granted", Subject: act.Subject("role/" + id + role), Party: "UNODC", Standing: act.Own, Day: today, Audience: "secretariat",
			Body: fmt.Appendf(nil, `{"person":"person/%s","role":%q,"party":"UNODC","from":%q}`, id, role, today)})
	}
	person("", admin)
	grant("", admin, "administrator")
	for _, id := range []string{ana, bo, chloe, dina, emil} {
		person(admin, id)
	}
	grant(admin, ana, "officer")
	grant(admin, bo, "reviewer")
	grant(admin, emil, "officer")
	for id, state := range map[string]string{chloe: "FRA", dina: "EGY"} {
		note := act.HashOf([]byte(state)).String()
		source := &act.Source{Channel: "note-verbale", Reference: state, Received: today, Document: note}
		s := act.Subject("accreditation/" + strings.ToLower(state))
		record(ana, book.Draft{Kind: "accreditation.recorded", Subject: s, Party: state, Standing: act.Communicated, Source: source, Day: today, Audience: withParty(state),
			Body: fmt.Appendf(nil, `{"person":"person/%s","authority":"Permanent Mission","mission":true,"function":"Counsellor","kinds":["*","read"],"instruments":["*"],"from":%q}`, id, today)})
		record(emil, book.Draft{Kind: "accreditation.confirmed", Subject: s, Party: state, Standing: act.Communicated, Source: source, Day: today, Audience: withParty(state),
			Body: fmt.Appendf(nil, `{"document":%q}`, note)})
	}
}

func (w *site) visit(q *http.Request) *ui.Visit {
	v := &ui.Visit{Request: q, Localizer: w.words.Localizer(w.lang), Today: act.DayOf(w.now)}
	w.read(func(r store.View) (err error) {
		v.Reader.Who, err = access.LoadWho(ctx, r, w.reader)
		return err
	})
	v.Reader.Audiences = w.policies.Audiences(v.Reader.Who, v.Today)
	v.Reader.May = func(action string, what access.What) access.Decision {
		return w.policies.May(v.Reader.Who, action, what, v.Today)
	}
	return v
}

// as lets another person go on.
func (w *site) as(person string) *site { w.reader = person; return w }

func (w *site) get(to string) *site {
	w.Helper()
	w.answer, w.err = nil, nil
	w.mux.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, to, nil))
	return w
}

// post posts a form; files by field.
func (w *site) post(to string, values url.Values, files map[string][]byte) *site {
	w.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for name, list := range values {
		for _, x := range list {
			_ = m.WriteField(name, x)
		}
	}
	for name, content := range files {
		field, file, _ := strings.Cut(name, "=")
		part, err := m.CreateFormFile(field, file)
		w.must(err)
		_, _ = part.Write(content)
	}
	_ = m.Close()
	q := httptest.NewRequest(http.MethodPost, to, &b)
	q.Header.Set("Content-Type", m.FormDataContentType())
	w.answer, w.err = nil, nil
	w.mux.ServeHTTP(httptest.NewRecorder(), q)
	return w
}

// html is the page that was answered.
func (w *site) html() string {
	w.Helper()
	p, ok := w.answer.(ui.Page)
	if !ok {
		w.Fatalf("no page but %T %+v: %v", w.answer, w.answer, w.err)
	}
	var b bytes.Buffer
	w.must(p.Body.Render(ctx, &b))
	words := p.Title + "\n" + p.Lead
	for _, a := range p.Actions {
		words += "\n" + a.To
	}
	for _, m := range p.Marks {
		words += "\n" + m.Words
	}
	return words + "\n" + b.String()
}

// shows wants texts on the page, and others, after "not", not there.
func (w *site) shows(texts ...string) {
	w.Helper()
	html, want := w.html(), true
	for _, s := range texts {
		if s == "not" {
			want = false
			continue
		}
		if strings.Contains(html, s) != want {
			w.Errorf("%q on the page: %v\n%s", s, !want, html)
		}
	}
}

// to is where the reader was sent.
func (w *site) to() string {
	w.Helper()
	r, ok := w.answer.(ui.Redirect)
	if !ok {
		if p, is := w.answer.(ui.Page); is {
			w.Fatalf("not sent on: %s", func() string { w.answer = p; return w.html() }())
		}
		w.Fatalf("not sent on: %T %v", w.answer, w.err)
	}
	return r.To
}

func asked() url.Values {
	return url.Values{ui.KeyName: {ui.NewKey()}, "act.party": {"FRA"}, "title": {"Gardiens de phare"}, "help": {"training", "legislative"}, "topic": {"corruption"}, "topics.0": {"maritime-crime"}, "reason": {"Nos gardiens manquent de formation."},
		"forces": {"true"}, "urgency": {"urgent"}, "language": {"fr"}, "authority": {"Ministère des phares"}, "reference": {"MP 12"}, "act.cites": {"A/RES/69/197#8\nUNCAC#60"}}
}

func TestTheWayOfARequestThroughItsPages(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	w.as("").get("/assistance/new")
	if w.err != ui.ErrSignIn { //nolint:errorlint // as it is returned
		t.Errorf("%v", w.err)
	}
	// A draft is kept with its faults, and nothing of it is lost.
	blank := asked()
	blank.Del("reason")
	w.as(chloe).post("/assistance/new", blank, map[string][]byte{"file.0=evil.exe": []byte("MZ")})
	w.shows("Gardiens de phare", "evil.exe is of a kind that is not taken", "value=\"MP 12\"")
	draft := draftPage(strings.ToLower(blank.Get(ui.KeyName)))
	w.get(draft).shows("Gardiens de phare", "Ministère des phares")
	w.post(draft, blank, nil).shows("Reason", "value=\"MP 12\"")
	w.get("/assistance/mine").shows(draft, "Begun and not sent")
	w.as(dina).get(draft)
	if w.err != ui.ErrNotFound { //nolint:errorlint // as it is returned
		t.Errorf("Egypt reads the draft of France: %v", w.err)
	}
	keep := asked()
	keep.Set("keep", "yes")
	if to := w.as(chloe).post(draft, keep, nil).to(); to != draft {
		t.Errorf("kept at %s", to)
	}
	page := w.post(draft, asked(), nil).to()
	w.get(page).shows("Gardiens de phare", "Submitted", "MP 12", "Piracy", "Urgent", "/do/withdrawn", "/do/correct", "/do/published", "not", "/do/asked", "/do/appraised")
	w.as(dina).get(page)
	if w.err != ui.ErrNotFound { //nolint:errorlint // as it is returned
		t.Errorf("Egypt reads the request of France: %v", w.err)
	}
	w.as("").get("/assistance").shows("No State has published", "not", "Gardiens", "France<")
	w.as(ana).get("/assistance/queue").shows("Gardiens de phare", page)
	w.get(page).shows("/do/asked", "/do/checked", "Days used", "not", "/do/given\n", "/do/published")
	do := func(deed string, values url.Values) {
		t.Helper()
		w.get(page + "/do/" + deed)
		w.html()
		values.Set("act.day", string(today))
		values.Set(ui.KeyName, ui.NewKey())
		if to := w.post(page+"/do/"+deed, values, nil).to(); to != page {
			t.Errorf("%s leads to %s", deed, to)
		}
	}
	do("asked", url.Values{"text": {"How many?"}})
	w.get(page).shows("State is asked", "stands since")
	w.post(page+"/do/checked", url.Values{"act.day": {string(today)}}, nil).shows("the State was asked for information on")
	w.as(chloe).get(page).shows("/do/given")
	do("given", url.Values{"text": {"Quarante."}})
	w.as(ana)
	do("checked", url.Values{})
	weighed := url.Values{"forces": {"true"}, "advice": {"in-part"}, "reason": {"A secret consideration."}}
	for i, c := range Criteria {
		at := fmt.Sprintf("findings.%d.", i)
		weighed.Set(at+"criterion", c)
		weighed.Set(at+"finding", "favourable")
		weighed.Set(at+"reason", "Weighed.")
	}
	do("appraised", weighed)
	w.get(page+"/do/drafted").shows("Mission permanente", "acceptée en partie", "Gardiens de phare")
	reply := url.Values{"outcome": {"in-part"}, "reason": {"Training now."}, "language": {"fr"}, "title": {"Votre demande"}, "letter": {"L’Office formera vos gardiens."}}
	do("drafted", reply)
	w.get(page).shows("Reply drafted", "not", "/do/cleared")
	w.as(bo).get(page).shows("/do/cleared")
	do("cleared", url.Values{})
	w.as(ana)
	w.get(page + "/do/replied").shows("L’Office formera vos gardiens.")
	reply.Set("channel", "note-verbale")
	do("replied", reply)
	w.as(chloe).get(page).shows("Answered", "L’Office formera", "not", "secret", "Appraised", "Appraisal")
	w.get(page + "/reply.docx")
	var b bytes.Buffer
	w.must(w.answer.(ui.File).Write(&b))
	if b.Len() < 500 {
		t.Error("no letter")
	}
	if press, err := paper.Find(""); err == nil {
		w.room.Paper = press
		w.get(page + "/reply.pdf")
		b.Reset()
		w.must(w.answer.(ui.File).Write(&b))
		if !bytes.HasPrefix(b.Bytes(), []byte("%PDF-")) {
			t.Error("no PDF")
		}
	}
	w.as(ana)
	do("assigned", url.Values{"office": {"UNODC"}})
	w.post(page+"/do/delivered", url.Values{"act.day": {string(today)}, "help": {"training"}, "text": {"Trained."}, "final": {"true"}}, nil).shows("no due diligence is approved")
	do("assessed", url.Values{"level": {"low"}, "risks": {"Few."}, "mitigation": {"Watch."}})
	w.as(bo)
	do("diligence-cleared", url.Values{"review": {"2043-06-01"}})
	w.as(ana)
	w.post(page+"/do/delivered", url.Values{"act.day": {string(today)}, "help": {"training"}, "text": {"Trained."}, "final": {"true"}, "deliveries": {"delivery/P1/1"}}, nil).shows("no delivery in the book")
	do("delivered", url.Values{"help": {"training"}, "text": {"Forty keepers trained."}, "final": {"true"}})
	w.as(chloe)
	do("evaluated", url.Values{"met": {"largely"}, "text": {"Bien."}, "language": {"fr"}})
	w.as(ana)
	do("closed", url.Values{})
	w.as(chloe).get(page+"/do/published").shows("It can’t be taken back", "not", "Quarante")
	do("published", url.Values{"title.text": {"Formation de gardiens"}, "title.language": {"fr"}, "summary.text": {"Quarante gardiens formés."}, "summary.language": {"fr"}, "topics": {"corruption"}, "help": {"training"}, "outcome": {"in-part"}, "met": {"largely"}})
	w.as("").get("/assistance").shows("Formation de gardiens")
	w.get(page).shows("Quarante gardiens formés.", "France", "not", "Nos gardiens", "secret", "MP 12", "Ministère")
	w.verified()
}

// The face shows the form again with what was typed; the room hands it over.
func TestNothingTypedIsLostToAFileThatIsTooLong(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	w.as(chloe).post("/assistance/new", asked(), map[string][]byte{"file.0=film.pdf": make([]byte, maxForm+1)})
	var long *ui.TooLong
	if !errors.As(w.err, &long) || long.Field != "file.0" || long.Limit != maxForm || long.Values.Get("title") != asked().Get("title") {
		t.Errorf("%+v, %v", long, w.err)
	}
}

func TestALetterIsEnteredAndConfirmed(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	values := asked()
	values.Set("act.channel", "note-verbale")
	values.Set("act.reference", "NV 9")
	values.Set("act.received", "2042-05-20")
	page := w.as(ana).post("/assistance/new", values, nil).to()
	w.get(page).shows("Not confirmed by the State", "NV 9", "/do/correct")
	to := page + "/do/correct"
	w.get(to).shows("Gardiens de phare", "NV 9", "Piracy")
	values.Set("title", "Gardiens de phare et de port")
	values.Set("act.received", "2042-05-19")
	if to := w.post(to, values, nil).to(); to != page {
		t.Errorf("corrected at %s", to)
	}
	w.get(page).shows("Gardiens de phare et de port", "Corrected since")
	w.as(chloe).get(page).shows("/do/confirmed")
	w.post(page+"/do/confirmed", url.Values{"act.day": {string(today)}}, nil).to()
	w.get(page).shows("not", "Not confirmed by the State")
	w.verified()
}

// filled fills the form of requests with rows of values by column.
func (w *site) filled(rows ...map[string]string) []byte {
	w.Helper()
	f := w.rules.on(&module.Node{Book: w.book, Programme: w.programme, Parties: w.parties, Lists: w.lists, Policies: w.policies}).sheet(w.words.Localizer(w.lang), today)
	var table [][]string
	for i, r := range rows {
		all := map[string]string{"reference": fmt.Sprint("R ", i+1), "title": "Lamps", "language": "fr", "authority": "Ministry", "topic": "corruption", "help": "training", "reason": "Needed.", "forces": "false", "urgency": "routine", "day": "2042-05-01", "cites": "A/RES/69/197#8"}
		for name, x := range r {
			all[name] = x
		}
		var line []string
		for _, c := range f.Columns {
			line = append(line, all[c.Name])
		}
		table = append(table, line)
	}
	var b bytes.Buffer
	w.must(f.Write(&b, w.words.Localizer(w.lang), len(rows)+10, table))
	return b.Bytes()
}

func TestAFormIsTakenWholeOrNotAtAll(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	w.as(chloe).get("/assistance/upload").shows("/assistance/form.xlsx?in=ar")
	state := url.Values{"act.party": {"FRA"}}
	upload := func(content []byte) *site {
		state.Set(ui.KeyName, ui.NewKey())
		return w.post("/assistance/upload", state, map[string][]byte{"form=form.xlsx": content})
	}
	upload(w.filled(map[string]string{}, map[string]string{"topic": "lamps", "forces": "perhaps"}, map[string]string{"reference": "R 1", "day": "1463-05-01"}, map[string]string{"cites": "A/RES/69/197#8#9", "title": ""}))
	w.shows("Requests!F6: “lamps” is not in the list", "Requests!M6", "Requests!P7", "another calendar", "Requests!A7: The reference “R 1” stands twice", "Requests!Q8", "Requests!B8")
	w.lang = "ar"
	w.get("/assistance/upload")
	upload(w.filled(map[string]string{"topic": "x"})).shows("Requests!F5", "ليس في القائمة")
	w.lang = "en"
	good := w.filled(map[string]string{"title": "Lamps", "topics": "Drugs; corruption"}, map[string]string{"title": "Ropes", "help": "training; legal advice"})
	size := w.book.Size()
	if to := upload(good).to(); to != "/assistance/mine" || w.book.Size() != size+2 {
		t.Errorf("%s, %d acts", to, w.book.Size()-size)
	}
	upload(good).shows("nothing was changed", "not", "notice bad")
	if w.book.Size() != size+2 {
		t.Errorf("uploaded twice, %d acts", w.book.Size()-size)
	}
	upload(w.filled(map[string]string{"title": "Other lamps"})).shows("Requests!A5", "says otherwise")
	upload([]byte("%PDF")).shows("no spreadsheet")
	x, err := excelize.OpenReader(bytes.NewReader(good))
	w.must(err)
	w.must(x.MergeCell("Requests", "A5", "B5"))
	w.must(x.SetCellStr("comity", "A2", "0"))
	var b bytes.Buffer
	w.must(x.Write(&b))
	upload(b.Bytes()).shows("version 0", "version 1")
	w.verified()
}

func TestFiveThousandRequestsAreCheckedQuickly(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), true)
	rows := make([]map[string]string, MostRows)
	content := w.filled(rows...)
	p := w.rules.on(&module.Node{Book: w.book, Programme: w.programme, Parties: w.parties, Lists: w.lists, Policies: w.policies})
	began := time.Now()
	list, faults := readRequests(p.sheet(w.words.Localizer("en"), today), &w.book.Kind("assistance.requested").Shape, w.lists, w.parties.ByCode("FRA"), content, today, "")
	took := time.Since(began)
	t.Logf("%d requests of %d bytes checked in %v", len(list), len(content), took)
	if len(list) != MostRows || faults.N > 0 {
		t.Errorf("%d requests, %v", len(list), faults.List)
	}
	if len(content) > sheetform.MaxBytes {
		t.Errorf("the form has %d bytes", len(content))
	}
}

func TestPagesSpeakSixLanguages(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t), false)
	x := id("lamps")
	w.told(x, "")
	w.must(w.do(chloe, "published", x, published(), by("FRA"), everybody))
	for _, lang := range i18n.Languages() {
		w.lang = lang
		for _, person := range []string{"", ana, chloe} {
			for _, to := range []string{"/assistance", "/assistance/mine", "/assistance/queue", "/assistance/new", "/assistance/upload", "/assistance/networks", "/assistance/experts", requestPage(x), requestPage(x) + "/do/published"} {
				w.as(person).get(to)
				if w.err != nil {
					continue
				}
				if p, ok := w.answer.(ui.Page); ok && p.Body != nil {
					if html := w.html(); strings.Contains(html, "assistance.") && !strings.Contains(html, "/acts/new/assistance.") {
						i := strings.Index(html, "assistance.")
						t.Errorf("%s %s: …%s…", lang, to, html[max(0, i-60):min(len(html), i+60)])
					}
				}
			}
		}
	}
}
