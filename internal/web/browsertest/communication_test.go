package browsertest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"comity/internal/i18n"
)

// signedIn is a tab of one of the demonstration’s people, in English.
func signedIn(t *testing.T, user string) *Tab { t.Helper(); return signedInAs(t, "en", user) }

// signedInAs is a tab of one of them, in a language.
func signedInAs(t *testing.T, lang, user string) *Tab {
	t.Helper()
	open(t) // or skip
	b, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	n, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	tab := b.Tab(t, n.Address)
	signIn(t, tab, lang, user)
	return tab
}

// call is a call that goes its way in the browser.
type call struct {
	*testing.T
	at                                              string
	officer, reviewer, mission, authority, ministry *Tab
}

func (c *call) say(lang, id string, args ...i18n.Args) string { return say(c.T, lang, id, args...) }

func (c *call) en(id string) string { return say(c.T, "en", id) }

// A call goes its way in the browser: drafted in six languages under paragraph 35,
// cleared, sent; answered by one State in French from its bank, by another by form,
// by a third on paper in Arabic that its own person confirms later; reminded,
// extended, released in part, summarized; and what is withdrawn is gone.
func TestACallInTheBrowser(t *testing.T) {
	c := &call{T: t, at: "/communications/CU-TEST-9", officer: signedInAs(t, "en", "officer"), reviewer: signedInAs(t, "en", "reviewer"),
		mission: signedInAs(t, "fr", "mission"), authority: signedInAs(t, "es", "authority"), ministry: signedInAs(t, "ar", "ministry")}
	c.drafted()
	c.circulated()
	c.subscribed()
	c.answeredInThePage()
	c.answeredByForm()
	c.answeredOnPaper()
	c.summarized()
	c.withdrawn()
	c.officer.OpenWell("/paragraphs/A/RES/69/197/35")
	c.officer.Sees("Announcement of a call")
	// The next questionnaire comes filled from the bank: the question rests on the
	// same provision.
	c.mission.OpenWell("/communications/CU-INV-2/reply?for=XAA")
	c.mission.Click(c.say("fr", "nav.next"))
	c.mission.Sees(c.say("fr", "communication.bank-offers"))
	for _, tab := range []*Tab{c.officer, c.reviewer, c.mission, c.authority, c.ministry} {
		tab.Quiet()
	}
}

func (c *call) drafted() {
	c.officer.OpenWell("/communications/new?cites=A/RES/69/197%2335")
	c.officer.Well()
	c.officer.Fill(c.en("word.code"), "CU-TEST-9")
	c.officer.Fill(c.en("communication.reference"), "CU 2042/9")
	c.officer.Click("named parties")
	c.officer.Fill(c.en("communication.addressees"), "XAA\nXAB\nXAC")
	c.officer.Fill(c.en("communication.deadline"), time.Now().AddDate(0, 0, 20).Format(time.DateOnly))
	one := "Question 1 · "
	c.officer.Fill(one+c.en("word.name"), "1")
	c.officer.Fill(one+c.en("communication.answer-type"), "text")
	c.officer.Fill(one+c.en("communication.provisions"), "A/RES/95/12#4(a)")
	two := "Question 2 · "
	c.officer.Fill(two+c.en("word.name"), "2")
	c.officer.Fill(two+c.en("communication.answer-type"), "yes-no")
	c.officer.Click(c.en("do.save"))
	for _, lang := range i18n.Languages() {
		c.officer.OpenWell(c.at + "/words/" + lang)
		c.officer.Fill(c.en("word.title"), "Lights "+lang)
		c.officer.Fill("Question 1", "What is a false light? "+lang)
		c.officer.Fill("Question 2", "Is there one? "+lang)
		c.officer.Click(c.en("do.save"))
	}
	c.officer.Sees("Lights en")
	c.officer.Well()
}

func (c *call) circulated() {
	c.reviewer.OpenWell(c.at)
	c.reviewer.Click(c.en("communication.do-clear"))
	c.reviewer.Click(c.en("do.record"))
	c.officer.OpenWell(c.at)
	c.officer.Click(c.en("communication.do-circulate"))
	c.officer.Click(c.en("do.record"))
	c.officer.Sees("0 of 3 replied")
	for range 2 {
		c.officer.OpenWell(c.at + "/do/remind")
		c.officer.Click(c.en("do.record"))
	}
	c.officer.OpenWell(c.at + "/do/extend")
	c.officer.Fill(c.en("word.until"), time.Now().AddDate(0, 0, 40).Format(time.DateOnly))
	c.officer.Click(c.en("do.record"))
	c.officer.Well()
}

// answeredInThePage: Aluria finds the call on its desk, and in French each page of
// the reply; the answer comes from its bank.
func (c *call) answeredInThePage() {
	fr := func(id string) string { return c.say("fr", id) }
	c.mission.OpenWell("/desk")
	c.mission.Sees("Lights fr")
	c.mission.Well()
	c.mission.OpenWell(c.at + "/reply?for=XAA")
	c.mission.Fill(fr("communication.original"), "fr")
	c.mission.Click(fr("nav.next"))
	c.mission.Click("1")
	if text := c.mission.Value(fr("communication.text")); !strings.Contains(text, "Quiconque allume un faux feu") {
		c.Errorf("the answer is filled with %q", text)
	}
	c.mission.Well()
	c.mission.Click(fr("communication.save-next"))
	c.mission.Click(fr("word.yes"))
	c.mission.Click(fr("communication.save-next"))
	c.mission.Click(fr("communication.send-reply"))
	c.mission.Sees("Quiconque allume un faux feu")
	c.mission.Click(fr("communication.do-release"))
	c.mission.Click("en partie")
	c.mission.Click("1 What is a false light? fr")
	c.mission.Click(fr("communication.may-quote"))
	c.mission.Click(fr("do.record"))
	c.mission.Sees(fr("communication.released-part"))
	c.mission.Well()
}

// answeredByForm: Caldera fills the spreadsheet in, and hands it in.
func (c *call) answeredByForm() {
	es := func(id string) string { return c.say("es", id) }
	c.authority.OpenWell(c.at + "/form?for=XAC")
	c.authority.Attach(es("communication.form-file"), c.form("CU-TEST-9", "Autoridad (inventada)", "Luz falsa."))
	c.authority.Click(es("nav.next"))
	c.authority.Sees("Autoridad (inventada)")
	c.authority.Well()
	c.authority.Click(es("communication.send-reply"))
	c.authority.Sees("Luz falsa.")
	c.authority.Well()
}

// subscribed: a calendar program finds what waits for Aluria's person by an address
// that opens nothing else, and nothing once it is ended.
func (c *call) subscribed() {
	fr := func(id string) string { return c.say("fr", id) }
	c.mission.OpenWell("/desk")
	c.mission.Click(fr("desk.subscribe"))
	c.mission.Fill(fr("account.token-name"), "Agenda")
	c.mission.Click(fr("desk.scope-calendar"))
	c.mission.Click(fr("account.make-token"))
	address := regexp.MustCompile(`https?://\S+/calendar/(\S+)\.ics`).FindStringSubmatch(c.mission.Text())
	if address == nil {
		c.Fatalf("there is no address of a calendar:\n%s", c.mission.Text())
	}
	c.mission.Well()
	n, err := demonstration()
	if err != nil {
		c.Fatal(err)
	}
	get := func(to, bearer string) (status int, body string) {
		c.Helper()
		q, err := http.NewRequestWithContext(c.Context(), http.MethodGet, to, nil)
		if err != nil {
			c.Fatal(err)
		}
		if bearer != "" {
			q.Header.Set("Authorization", "Bearer "+bearer)
		}
		r, err := http.DefaultClient.Do(q)
		if err != nil {
			c.Fatal(err)
		}
		defer func() { _ = r.Body.Close() }()
		b, _ := io.ReadAll(r.Body)
		return r.StatusCode, strings.ReplaceAll(string(b), "\r\n ", "")
	}
	to := n.Address + "/calendar/" + address[1] + ".ics?lang=fr"
	if status, body := get(to, ""); status != http.StatusOK || !strings.Contains(body, "Lights fr") || !strings.Contains(body, "BEGIN:VEVENT") {
		c.Errorf("the calendar is answered by %d: %s", status, body)
	}
	if status, _ := get(n.Address+"/api/v1/about", address[1]); status != http.StatusUnauthorized {
		c.Errorf("the calendar's token opens the API: %d", status)
	}
	c.mission.OpenWell("/account")
	c.mission.ClickIn("Agenda", fr("do.close"))
	if status, _ := get(to, ""); status != http.StatusNotFound {
		c.Errorf("a calendar that was ended is answered by %d", status)
	}
}

// form is the questionnaire of a call in Spanish or, where it has no words in it,
// in another language, filled in.
func (c *call) form(code, authority, text string, change ...func([]byte) []byte) string {
	c.Helper()
	n, err := demonstration()
	if err != nil {
		c.Fatal(err)
	}
	q, err := http.NewRequestWithContext(c.Context(), http.MethodGet, n.Address+"/communications/"+code+"/questionnaire.xlsx?in=es", nil)
	if err != nil {
		c.Fatal(err)
	}
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		c.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	f, err := excelize.OpenReader(r.Body)
	if err != nil {
		c.Fatal(err)
	}
	for cell, v := range map[string]string{"C3": authority, "E8": text, "D9": "sí"} {
		if err := f.SetCellStr("Reply", cell, v); err != nil {
			c.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		c.Fatal(err)
	}
	content := b.Bytes()
	for _, g := range change {
		content = g(content)
	}
	return c.file("form.xlsx", content)
}

func (c *call) file(name string, content []byte) string {
	c.Helper()
	path := filepath.Join(c.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		c.Fatal(err)
	}
	return path
}

// withMacros puts a program into a spreadsheet.
func (c *call) withMacros(content []byte) []byte {
	c.Helper()
	from, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		c.Fatal(err)
	}
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, f := range from.File {
		if err := to.Copy(f); err != nil {
			c.Fatal(err)
		}
	}
	w, err := to.Create("xl/vbaProject.bin")
	if err == nil {
		_, err = io.WriteString(w, "Sub Auto_Open()")
	}
	if err != nil || to.Close() != nil {
		c.Fatal(err)
	}
	return b.Bytes()
}

// answeredOnPaper: Borvania's letter in Arabic is entered with its scan by the
// officer; it stands as communicated until the State's own person confirms it.
func (c *call) answeredOnPaper() {
	c.officer.OpenWell(c.at + "/reply?for=XAB")
	c.officer.Fill(c.en("account.authority"), "وزارة المنارات")
	c.officer.Fill(c.en("communication.original"), "ar")
	c.officer.Fill(c.en("act-form.channel"), "letter")
	c.officer.Fill(c.en("act-form.reference"), "NV 99")
	c.officer.Attach(c.en("communication.scan"), c.file("letter.pdf", []byte("%PDF-1.4 invented")))
	c.officer.Click(c.en("nav.next"))
	c.officer.Click("1")
	c.officer.Fill(c.en("communication.text"), "ضوء كاذب")
	c.officer.Click(c.en("communication.save-next"))
	c.officer.OpenWell("/desk")
	c.officer.Sees("Check and record what came from Borvania")
	c.officer.Click("Check and record what came from Borvania (invented) to CU-TEST-9")
	c.officer.Click(c.en("communication.send-reply"))
	c.officer.Sees("Not confirmed by the State")
	c.officer.Sees("letter.pdf")
	ar := func(id string) string { return c.say("ar", id) }
	c.ministry.OpenWell("/desk")
	c.ministry.Well()
	c.ministry.OpenWell(c.at + "/replies/XAB/1")
	c.ministry.Sees(ar("communication.unconfirmed"))
	c.ministry.Sees("letter.pdf")
	c.ministry.Click(ar("communication.do-confirm"))
	c.ministry.Click(ar("do.record"))
	if strings.Contains(c.ministry.Text(), ar("communication.unconfirmed")) {
		c.Error("a reply that was confirmed is marked as not confirmed")
	}
	c.ministry.OpenWell(c.at + "/replies/XAB/1/do/release")
	c.ministry.Click("كامل الرد")
	c.ministry.Click(ar("communication.may-quote"))
	c.ministry.Click(ar("do.record"))
	c.ministry.Well()
}

// summarized: each sentence is tied to its replies; one that rests on what was not
// released is refused.
func (c *call) summarized() {
	c.officer.OpenWell(c.at + "/questions/1/summary/en")
	c.officer.Well()
	c.officer.Fill("Sentence 1", "Borvania calls it false.")
	c.officer.Click(c.en("do.save"))
	c.officer.Sees(c.en("communication.tie-it"))
	c.officer.Well()
	c.officer.Click("Borvania (invented) · 1")
	c.officer.Fill("Sentence 2", "Aluria punishes it.")
	c.officer.ClickIn("Sentence 2", "Aluria (invented) · 1")
	c.officer.Click(c.en("do.save"))
	if strings.Contains(c.officer.Text(), "Caldera (invented) · 1") {
		c.Error("a reply that was not released is offered for a summary")
	}
	c.reviewer.OpenWell(c.at + "/questions/1")
	c.reviewer.Click(c.en("communication.do-clear"))
	c.mission.OpenWell(c.at + "/questions/1")
	c.mission.Sees("Borvania calls it false.")
	c.mission.Sees("Aluria punishes it.")
}

func (c *call) withdrawn() {
	c.ministry.OpenWell(c.at + "/replies/XAB/1/do/withdraw")
	c.ministry.Well()
	c.ministry.Click(c.say("ar", "do.record"))
	for lang, tab := range map[string]*Tab{"fr": c.mission, "en": c.officer} {
		tab.OpenWell(c.at + "/questions/1")
		tab.Sees(c.say(lang, "communication.no-longer-released"))
		tab.Sees("Aluria punishes it.")
		if strings.Contains(tab.Text(), "Borvania calls it false.") {
			c.Error("the words of a source that was withdrawn are still shown")
		}
		tab.Well()
	}
}

// What comes in wrong is refused, each in the reader's language, and nothing else
// is lost.
func TestBadAnswersInTheBrowser(t *testing.T) {
	c := &call{T: t, at: "/communications/CU-INV-3", officer: signedInAs(t, "ru", "officer"), mission: signedInAs(t, "fr", "mission")}
	fr, ru := func(id string, args ...i18n.Args) string { return c.say("fr", id, args...) }, func(id string, args ...i18n.Args) string { return c.say("ru", id, args...) }
	hand := func(path string) {
		t.Helper()
		c.mission.OpenWell(c.at + "/form?for=XAA")
		c.mission.Attach(fr("communication.form-file"), path)
		c.mission.Click(fr("nav.next"))
	}
	hand(c.form("CU-INV-2", "A", "x"))
	c.mission.Sees(fr("communication.form-other-call", i18n.Args{"Other": "CU-INV-2", "Call": "CU-INV-3"}))
	c.mission.Well()
	hand(c.form("CU-INV-3", "A", "x", c.withMacros))
	c.mission.Sees(fr("communication.form-macros", i18n.Args{"Name": "xl/vbaProject.bin"}))
	hand(c.file("form.xlsx", []byte("not a spreadsheet")))
	c.mission.Sees(fr("communication.form-no-spreadsheet"))

	// After the deadline: taken, and marked. By two ministries: side by side.
	for _, ministry := range []string{"Ministère des mèches", "Ministère de la cire"} {
		hand(c.form("CU-INV-3", ministry, "De coton."))
		c.mission.Click(fr("communication.send-reply"))
		c.mission.Sees(fr("communication.late"))
	}
	c.mission.Sees(fr("communication.side-by-side"))
	c.mission.Well()

	// A forged mail, in Russian.
	mail := "Authentication-Results: mail.demonstration.invalid; dmarc=fail header.from=mission.invalid\r\nFrom: chloe@mission.invalid\r\nSubject: CU 2042/CU-INV-3\r\n\r\nReply\r\n"
	c.officer.OpenWell(c.at + "/mail")
	c.officer.Attach(ru("communication.mail-file"), c.file("m.eml", []byte(mail)))
	c.officer.Click(ru("do.import"))
	c.officer.Sees(ru("communication.forged-sender"))
	c.officer.Well()
	c.officer.OpenWell("/communications/letters")
	c.officer.Sees("chloe@mission.invalid")
	c.officer.Well()

	// A scan of 300 MB.
	long := filepath.Join(t.TempDir(), "scan.pdf")
	if err := os.WriteFile(long, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(long, 300<<20); err != nil {
		t.Fatal(err)
	}
	c.officer.OpenWell(c.at + "/reply?for=XAB")
	c.officer.Fill(ru("account.authority"), "Министерство фитилей")
	c.officer.Fill(ru("act-form.channel"), "letter")
	c.officer.Fill(ru("act-form.reference"), "NV 100")
	c.officer.Attach(ru("communication.scan"), long)
	c.officer.Sees(ru("form.too-large-here", i18n.Args{"Most": fmt.Sprint(128)}))
	c.mission.Quiet()
}
