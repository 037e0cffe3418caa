package communication

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/codelist"
	"comity/internal/i18n"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
	"comity/internal/subject"
	"comity/internal/ui"
)

// site is the room's pages on a node where the programme's policies hold.
type site struct {
	*node
	mux      *http.ServeMux
	policies *access.Policies
	words    *i18n.Catalogue
	answer   ui.Answer
	err      error
	reader   string // person, "" for the public
	lang     string
}

func newSite(t testing.TB, s store.Store) *site {
	t.Helper()
	return siteWith(t, s, true)
}

// siteWith makes a site; where it is not guarded, acts are recorded in anyone's
// name, which fills a book.
func siteWith(t testing.TB, s store.Store, guarded bool) *site {
	t.Helper()
	parties, err := party.Load(folder(t))
	if err != nil {
		t.Fatal(err)
	}
	lists, err := codelist.Load(folder(t))
	if err != nil {
		t.Fatal(err)
	}
	policies, err := access.Load(folder(t), parties)
	if err != nil {
		t.Fatal(err)
	}
	n := &node{TB: t, keys: booktest.NewKeys(), parties: parties, now: today.Time().Add(12 * time.Hour), module: Module(parties, nil)}
	signer, verifier := booktest.NodeKey(t)
	modules := []book.Module{n.module.Record, subject.Module(), access.Module(parties)}
	o := book.Options{Signer: signer, Verifier: verifier, Keys: n.keys, Lists: lists, Now: func() time.Time { return n.now }, Authorise: policies.Guard(modules, About)}
	if !guarded {
		o.Authorise = nil
	}
	n.book, err = book.Open(ctx, s, o, modules...)
	n.must(err)
	n.must(s.Migrate(ctx, Steps()))
	t.Cleanup(func() { n.book.Close() })
	words, err := i18n.Load()
	n.must(err)
	w := &site{node: n, mux: http.NewServeMux(), policies: policies, words: words, lang: "en"}
	pages := n.module.Pages(&module.Node{Book: n.book, Parties: parties, Lists: lists, Policies: policies, MailAuthority: "mx.example"})
	for _, r := range pages.Routes {
		w.mux.HandleFunc(r.Pattern, func(_ http.ResponseWriter, q *http.Request) { w.answer, w.err = r.Handle(w.visit(q)) })
	}
	w.people()
	return w
}

// people records an officer, a reviewer, and people of France and Egypt.
func (w *site) people() {
	admin, second := "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e10", ana
	record := func(by string, d book.Draft) {
		w.Helper()
		_, err := w.book.Record(ctx, book.Call{Person: by, Acts: []book.Draft{d}})
		w.must(err)
	}
	person := func(by, id string) {
		record(by, book.Draft{Kind: "person.recorded", Subject: act.Subject("person/" + id), Party: "UNODC", Standing: act.Own, Day: today, Audience: "people", Body: fmt.Appendf(nil, `{"name":"Invented","mail":%q}`, mailOf(id))})
	}
	grant := func(by, id, role string) {
		record(by, book.Draft{Kind: "role.granted", Subject: act.Subject("role/" + id + role), Party: "UNODC", Standing: act.Own, Day: today, Audience: "secretariat",
			Body: fmt.Appendf(nil, `{"person":"person/%s","role":%q,"party":"UNODC","from":%q}`, id, role, today)})
	}
	person("", admin)
	grant("", admin, "administrator")
	for _, id := range []string{ana, bo, chloe, dina, "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e11"} {
		person(admin, id)
	}
	grant(admin, ana, "officer")
	grant(admin, bo, "reviewer")
	grant(admin, "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e11", "officer")
	for id, state := range map[string]string{chloe: "FRA", dina: "EGY"} {
		note := act.HashOf([]byte(state)).String()
		source := &act.Source{Channel: "note-verbale", Reference: state, Received: today, Document: note}
		s := act.Subject("accreditation/" + strings.ToLower(state))
		record(second, book.Draft{Kind: "accreditation.recorded", Subject: s, Party: state, Standing: act.Communicated, Source: source, Day: today, Audience: withParty(state),
			Body: fmt.Appendf(nil, `{"person":"person/%s","authority":"Permanent Mission","mission":true,"function":"Counsellor","kinds":["*","read"],"instruments":["*"],"from":%q}`, id, today)})
		record("9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e11", book.Draft{Kind: "accreditation.confirmed", Subject: s, Party: state, Standing: act.Communicated, Source: source, Day: today, Audience: withParty(state),
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

// mailOf is the address of an invented person.
func mailOf(id string) string {
	if id == dina {
		return "dina@mfa.example"
	}
	return id[len(id)-2:] + "@mfa.example"
}

// visitOf is a visit of the reader.
func (w *site) visitOf(to string) *ui.Visit {
	return w.visit(httptest.NewRequestWithContext(ctx, http.MethodGet, to, nil))
}

// onEachSite runs f on a site in each store.
func onEachSite(t *testing.T, f func(w *site)) {
	t.Run("sqlite", func(t *testing.T) { f(newSite(t, booktest.InSQLite(t))) })
	t.Run("postgres", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		s, err := postgres.Open(ctx, dsn, postgres.Options{Schema: pgtest.Schema(t, dsn)})
		if err != nil {
			t.Fatal(err)
		}
		f(newSite(t, s))
	})
}

// as lets another person go on.
func (w *site) as(person string) *site { w.reader = person; return w }

// get asks a page and gives its HTML.
func (w *site) get(to string) string {
	w.Helper()
	w.ask(httptest.NewRequestWithContext(ctx, http.MethodGet, to, nil))
	return w.html()
}

func (w *site) ask(q *http.Request) {
	w.answer, w.err = nil, nil
	w.mux.ServeHTTP(httptest.NewRecorder(), q)
}

func (w *site) html() string {
	w.Helper()
	p, ok := w.answer.(ui.Page)
	if !ok {
		return fmt.Sprintf("%T %v", w.answer, w.err)
	}
	var b bytes.Buffer
	if p.Body != nil {
		w.must(p.Body.Render(ctx, &b))
	}
	text := p.Title + " " + p.Lead + " "
	for _, l := range p.Actions {
		text += l.To + " "
	}
	for _, m := range p.Marks {
		text += m.Words + " "
	}
	if strings.Contains(b.String(), "⟦") {
		w.Errorf("a message is missing: %s", regexp.MustCompile(`⟦[^⟧]*⟧`).FindString(b.String()))
	}
	return text + b.String()
}

// post sends a form and gives where it leads; it fails the test where the form
// came back.
func (w *site) post(to string, pairs ...string) string {
	w.Helper()
	w.send(to, pairs...)
	r, ok := w.answer.(ui.Redirect)
	if !ok {
		w.Fatalf("POST %s: %s", to, faults(w.html()))
	}
	return r.To
}

// refusedBy sends a form and expects it back with words.
func (w *site) refusedBy(words, to string, pairs ...string) {
	w.Helper()
	w.send(to, pairs...)
	if html := w.html(); !strings.Contains(html, words) {
		w.Errorf("POST %s: %s, want %q", to, faults(html), words)
	}
}

func faults(html string) string {
	if len(html) > 1500 {
		html = html[:1500]
	}
	return html
}

func (w *site) send(to string, pairs ...string) {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	q := httptest.NewRequestWithContext(ctx, http.MethodPost, to, strings.NewReader(values.Encode()))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w.ask(q)
}

// upload sends a form with a file.
func (w *site) upload(to, field, name, kind string, content []byte, pairs ...string) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		w.must(m.WriteField(pairs[i], pairs[i+1]))
	}
	part, err := m.CreatePart(map[string][]string{"Content-Disposition": {fmt.Sprintf("form-data; name=%q; filename=%q", field, name)}, "Content-Type": {kind}})
	w.must(err)
	_, err = part.Write(content)
	w.must(err)
	w.must(m.Close())
	q := httptest.NewRequestWithContext(ctx, http.MethodPost, to, &b)
	q.Header.Set("Content-Type", m.FormDataContentType())
	w.ask(q)
}

func (w *site) shows(html string, words ...string) {
	w.Helper()
	for _, s := range words {
		if !strings.Contains(html, s) {
			w.Errorf("the page does not show %q: %s", s, faults(html))
		}
	}
}

func (w *site) hides(html string, words ...string) {
	w.Helper()
	for _, s := range words {
		if strings.Contains(html, s) {
			w.Errorf("the page shows %q", s)
		}
	}
}

// A call goes its way by pages alone: drafted in six languages, cleared, sent,
// answered in a page, on paper, and from the bank; released in part; summarized.
func TestACallGoesItsWayByPages(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t))
	six := i18n.Languages()
	// The officer drafts.
	w.as("")
	if html := w.get("/communications/new"); !strings.Contains(html, ui.ErrSignIn.Error()) {
		t.Error(html)
	}
	w.as(ana)
	form := []string{"code", "CU-2042-17", "reference", "CU 2042/17", "channel", "note-verbale", "cites", "A/RES/69/197#35", "asked", "named", "named", "France\nEGY", "deadline", "2042-09-01", "original", "en", "open", "true",
		"q.0.id", "1", "q.0.type", "text", "q.0.provisions", "UNCAC#9.1", "q.0.required", "true", "q.1.id", "2", "q.1.type", "code", "q.1.options", "oil gas", "q.2.id", ""}
	for _, l := range six {
		form = append(form, "languages", l)
	}
	w.refusedBy("no code of a call", "/communications/new", append(form, "code", "mine")[2:]...)
	if to := w.post("/communications/new", form...); to != "/communications/CU-2042-17" {
		t.Fatal(to)
	}
	w.as("").hides(w.get("/communications"), "CU 2042/17")
	w.as(ana)
	for _, l := range six {
		html := w.get("/communications/CU-2042-17/words/" + l)
		w.shows(html, "CU 2042/17", map[string]string{"ar": "، الفقرة", "zh": "第A/RES/69/197号决议第35段", "en": "resolution A/RES/69/197, paragraph 35", "fr": "la résolution A/RES/69/197, paragraphe 35", "ru": "резолюцию A/RES/69/197, пункт 35", "es": "la resolución A/RES/69/197, párrafo 35"}[l])
		w.post("/communications/CU-2042-17/words/"+l, "title", "Lamps "+l, "letter", "Letter "+l, "q.1.text", "How are lamps kept? "+l, "q.2.text", "With what? "+l, "q.2.choices", "Oil "+l+"\nGas "+l)
	}
	w.hides(w.get("/communications/CU-2042-17"), "/do/clear")
	w.as(bo).shows(w.get("/communications/CU-2042-17"), "/do/clear", "Lamps en")
	w.post("/communications/CU-2042-17/do/clear", "note", "")
	// It is sent, and known.
	w.as(ana).post("/communications/CU-2042-17/do/circulate", "channel", "note-verbale", "reference", "CU 2042/17", "day", string(today))
	w.as("").shows(w.get("/communications"), "Lamps en", "Circulated")
	w.shows(w.get("/communications/CU-2042-17"), "How are lamps kept?", "of 1 replied")
	w.hides(w.get("/communications/CU-2042-17"), "/states/FRA")
	cited, err := w.book.Citing(ctx, "A/RES/69/197#35", book.Page{Headers: true})
	w.must(err)
	public := 0
	for _, a := range cited {
		if a.Audience == act.Public && a.Kind == "communication.announced" {
			public++
		}
	}
	if public != 1 {
		t.Errorf("paragraph 35 shows %d announcements of %d acts", public, len(cited))
	}
	// Two reminders, one extension.
	w.now = w.now.AddDate(0, 1, 0)
	w.as(ana).post("/communications/CU-2042-17/do/remind", "to", "FRA", "channel", "email", "reference", "R1", "day", "2042-07-01")
	w.post("/communications/CU-2042-17/do/remind", "channel", "email", "reference", "R2", "day", "2042-07-01")
	w.refusedBy("give a later day", "/communications/CU-2042-17/do/extend", "until", "2042-08-01")
	w.post("/communications/CU-2042-17/do/extend", "until", "2042-10-01", "reason", "Asked for")
	// France answers in the page, in French, and keeps an answer in its bank.
	w.as(chloe).shows(w.get("/communications/mine"), "Lamps en")
	w.post("/answer-bank/FRA/new", "title", "Garde", "provisions", "UNCAC#9.1", "language", "fr", "text", "Nous gardons les lampes.", "cleared_by", "Cabinet", "laws", "Loi sur les lampes | 3 | 2041-01-31")
	w.lang = "fr"
	w.shows(w.get("/communications/CU-2042-17/reply?for=FRA"), "Permanent Mission")
	typed := w.post("/communications/CU-2042-17/reply", "for", "FRA", "authority", "Ministère des lampes", "language", "fr")
	html := w.get(typed + "/1")
	w.shows(html, "Nous gardons les lampes.", "Rempli à partir de votre banque", "Loi sur les lampes | 3 | 2041-01-31")
	w.refusedBy("la question 1 appelle une réponse", typed) // nothing is used before the State saves it
	if next := w.post(typed+"/1", "text", "Nous gardons les lampes.", "laws", "Loi sur les lampes | 3 | 2041-01-31", "bank", hidden(t, html, "bank")); next != typed+"/2" {
		t.Error(next)
	}
	w.refusedBy("n’est aucune de ses options", typed+"/2", "value", "wax")
	w.post(typed+"/2", "value", "gas")
	w.as(dina)
	if html := w.get(typed); !strings.Contains(html, ui.ErrNotFound.Error()) {
		t.Errorf("another State reads what is typed: %s", faults(html))
	}
	fra := w.as(chloe).post(typed)
	w.shows(w.get(fra), "Nous gardons les lampes.", "Gas fr")
	w.lang = "en"
	w.as("")
	if html := w.get(fra); !strings.Contains(html, ui.ErrNotFound.Error()) {
		t.Errorf("everybody reads a reply that was not released: %s", faults(html))
	}
	// Egypt answers on paper; the officer enters it, its own person confirms it.
	w.as(ana)
	typed = w.post("/communications/CU-2042-17/reply", "for", "EGY", "authority", "وزارة المصابيح", "language", "ar", "channel", "letter", "source", "NV 9", "received", "2042-07-01")
	w.post(typed+"/1", "text", "نحفظ المصابيح")
	egy := w.post(typed)
	w.shows(w.get(egy), "Not confirmed by the State", "NV 9")
	w.as(dina).post(egy+"/do/confirm", "note", "")
	w.shows(w.get(egy), "confirmed on")
	w.as(ana).post(egy+"/do/translate", "language", "en", "author", "Invented", "t.1", "We keep the lamps")
	w.shows(w.get(egy), "Unofficial translation by Invented")
	// Leave to quote in part; a summary whose sentences are tied.
	w.as(chloe).post(fra+"/do/release", "extent", "part", "questions", "1", "quote", "true")
	w.as(dina).post(egy+"/do/release", "extent", "full", "quote", "true")
	w.as("").shows(w.get(fra), "Nous gardons les lampes.")
	w.hides(w.get(fra), "Gas en")
	q := "/communications/CU-2042-17/questions/1"
	w.as(ana).refusedBy("Tie the sentence", q+"/summary/en", "s.0", "Two States keep lamps.")
	w.post(q+"/summary/en", "s.0", "France keeps lamps.", "r.0", "reply/CU-2042-17/FRA/1", "s.1", "Egypt keeps lamps.", "r.1", "reply/CU-2042-17/EGY/1")
	w.as("").hides(w.get(q), "Egypt keeps lamps.")
	w.as(bo).shows(w.get(q), "Egypt keeps lamps.", "Words: 6")
	w.post(q+"/clear/en", ui.KeyName, "k1")
	w.as("").shows(w.get(q), "Egypt keeps lamps.", "نحفظ المصابيح")
	// A withdrawal takes words and name away.
	w.as(dina).post(egy+"/do/withdraw", "reason", "")
	for _, reader := range []string{"", ana, bo} {
		html := w.as(reader).get(q)
		w.shows(html, "No longer released", "France keeps lamps.")
		w.hides(html, "Egypt keeps lamps.")
	}
	w.as("").hides(w.get(q), "Egypt", "نحفظ")
	w.hides(w.get("/communications/CU-2042-17"), "Egypt")
	w.get("/communications/CU-2042-17/answers?as=csv")
	var csv bytes.Buffer
	w.must(w.answer.(ui.Page).Sheet.WriteCSV(&csv))
	if got := csv.String(); strings.Contains(got, "EGY") || !strings.Contains(got, "FRA") {
		t.Errorf("CSV: %s", got)
	}
	w.as(ana).post("/communications/CU-2042-17/do/close", "note", "")
	w.as(chloe).shows(w.get("/communications/CU-2042-17"), "Closed")
	w.shows(w.get("/answer-bank/FRA/new?call=CU-2042-17&reply=1&q=1"), "Nous gardons les lampes.")
	w.verified()
}

// hidden is the value of a hidden field.
func hidden(t *testing.T, html, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(html)
	if m == nil {
		t.Fatalf("no field %s", name)
	}
	return m[1]
}

// Every page is made in every language, without a message missing.
func TestPagesAreMadeInSixLanguages(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t))
	w.circulated("FRA", "EGY")
	w.as(chloe)
	w.replied(chloe, "FRA", "fr", 1, answers("Nous gardons les lampes.", "true"))
	typed := w.post("/communications/"+lampCode+"/reply", "for", "FRA", "authority", "A", "language", "fr")
	at := "/communications/" + lampCode
	for _, lang := range i18n.Languages() {
		w.lang = lang
		for person, list := range map[string][]string{
			ana:   {"/communications", "/communications/new", at, at + "/do/circulate", at + "/do/remind", at + "/do/extend", at + "/do/close", at + "/questions/1", at + "/questions/1/summary/en", at + "/reply", at + "/answers", at + "/replies/FRA/1", at + "/replies/FRA/1/do/translate"},
			chloe: {"/communications/mine", "/answer-bank", "/answer-bank/FRA/new", at, at + "/reply?for=FRA", at + "/reply?for=FRA&change=1", at + "/replies/FRA/1", at + "/replies/FRA/1/do/release", typed, typed + "/1", typed + "/4"},
			"":    {"/communications", at, at + "/questions/1"},
		} {
			for _, page := range list {
				html := w.as(person).get(page)
				if _, ok := w.answer.(ui.Page); !ok {
					t.Errorf("%s %s: %s", lang, page, html)
				}
			}
		}
	}
}

func (w *site) scope() Scope {
	w.Helper()
	q := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
	return scopeOf(w.visit(q))
}
