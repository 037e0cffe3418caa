package browsertest

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/internal/i18n"
)

// The whole way of help, by everybody who has a part in it, on their own pages: a State
// asks and is asked, its request is appraised and accepted in part by a letter; a
// project is opened for it, reviewed, cleared by three, countersigned by the Government
// and announced; a training is held, its result reported, approved and locked; the help
// is delivered, evaluated by the State and closed. Nothing public tells of the request,
// until its State publishes it: then the paragraph shows it as evidence. In English,
// and in Arabic without scripts.
func TestFromARequestToEvidence(t *testing.T) {
	open(t) // or skip
	for _, c := range []struct {
		name, lang string
		scripts    bool
	}{{"English", "en", true}, {"Arabic without scripts", "ar", false}} {
		t.Run(c.name, func(t *testing.T) {
			h := &help{T: t, lang: c.lang, scripts: c.scripts, mark: "quillmark" + c.lang, today: time.Now().UTC().Format(time.DateOnly), public: clientOf(t, origin(t), "")}
			for to, user := range map[**Tab]string{&h.mission: "mission", &h.officer: "officer", &h.reviewer: "reviewer", &h.certifier: "certifier", &h.approver: "approver"} {
				*to = signedInAs(t, c.lang, user)
				(*to).Scripts(c.scripts)
			}
			h.counts = h.countsNow()
			h.asks()
			h.answered()
			h.opens()
			h.cleared()
			h.trains()
			h.measures()
			h.closes()
			h.hidden()
			h.publishes()
		})
	}
}

// help is one story of help.
type help struct {
	*testing.T
	lang    string
	scripts bool
	mark    string // a word that stands in all that is confidential, and nowhere else
	today   string
	public  *http.Client

	mission, officer, reviewer, certifier, approver *Tab

	request, project, delivery string // pages
	counts                     string // what everybody sees of requests
}

func origin(t *testing.T) string {
	t.Helper()
	n, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	return n.Address
}

func (h *help) say(id string, args ...i18n.Args) string {
	h.Helper()
	return say(h.T, h.lang, id, args...)
}

// secret is a text that nobody reads but the State and the Office.
func (h *help) secret(s string) string { return s + " " + h.mark }

// well looks at a page as far as can be done: axe is a script.
func (h *help) well(tab *Tab) {
	h.Helper()
	tab.Fits()
	if h.scripts {
		tab.Accessible()
	}
	tab.Quiet()
}

// fills puts values into the fields of a page, looks at it, and sends it.
func (h *help) fills(tab *Tab, send string, fields ...string) {
	h.Helper()
	for i := 0; i+1 < len(fields); i += 2 {
		tab.Put(fields[i], fields[i+1])
	}
	h.well(tab)
	tab.Click(send)
	tab.Sees(h.say("said.recorded"))
	h.well(tab)
}

// does takes a step from a page: presses what leads to it, fills its form, records it.
func (h *help) does(tab *Tab, page, words string, fields ...string) {
	h.Helper()
	tab.OpenWell(page)
	tab.Click(words)
	h.fills(tab, h.say("do.record"), fields...)
}

// step takes a step of the request.
func (h *help) step(tab *Tab, deed string, fields ...string) {
	h.Helper()
	h.does(tab, h.request, h.say("assistance.do-"+deed), fields...)
}

// work takes a step of the project.
func (h *help) work(tab *Tab, deed string, fields ...string) {
	h.Helper()
	h.does(tab, h.project, h.say("project-do."+deed), fields...)
}

func (h *help) asks() {
	m := h.mission
	m.OpenWell("/assistance")
	m.Click(h.say("assistance.new"))
	for name, value := range map[string]string{"title": h.secret("Lamps"), "help": "training", "topic": "maritime-crime", "reason": h.secret("No training"), "forces": "false", "act.cites": "A/RES/69/197#8", "authority": h.secret("Ministry")} {
		m.Put(name, value)
	}
	h.well(m)
	m.Click(h.say("assistance.send"))
	m.Sees(h.say("assistance.status-submitted"))
	h.well(m)
	h.request, _, _ = strings.Cut(m.Address(), "?")
	h.step(h.officer, "asked", "text", h.secret("How many?"))
	m.OpenWell("/desk")
	m.Sees(h.mark) // it waits for the State
	h.step(m, "given", "text", h.secret("Forty"))
	h.step(h.officer, "checked")
}

// answered: weighed, and accepted in part by a cleared letter.
func (h *help) answered() {
	fields := []string{"forces", "false", "advice", "in-part", "reason", h.secret("Weighed")}
	for i := range 8 {
		fields = append(fields, fmt.Sprintf("findings.%d.finding", i), "favourable", fmt.Sprintf("findings.%d.reason", i), h.secret("Well"))
	}
	h.step(h.officer, "appraised", fields...)
	h.step(h.officer, "drafted", "outcome", "in-part", "reason", h.secret("Half"), "letter", h.secret("The Office will train twenty."))
	h.step(h.reviewer, "cleared")
	h.step(h.officer, "replied", "channel", "note-verbale")
	h.mission.OpenWell(h.request)
	h.mission.Sees(h.mark)
}

// opens: from the accepted request to a project in one step, with what is known filled
// in and nothing of the request's words.
func (h *help) opens() {
	o := h.officer
	o.OpenWell(h.request)
	o.Click(h.say("project.open-for-request"))
	for name, want := range map[string]string{"topics": "maritime-crime", "act.cites": "A/RES/69/197#8", "from": h.today, "title": "", "summary": ""} {
		if got := o.Stands(name); got != want {
			h.Errorf("the form of the project has %s %q, want %q", name, got, want)
		}
	}
	h.fills(o, h.say("do.record"), "title", "Keepers of the strait", "summary", "Keepers learn.", "until", "2099-12-31")
	h.project, _, _ = strings.Cut(o.Address(), "?")
	if !strings.HasPrefix(h.project, "/projects/") {
		h.Fatalf("opening a project led to %s", o.Address())
	}
	o.Sees(h.mark) // the request, to whoever may enter it
	o.OpenWell(h.request)
	o.Sees("Keepers of the strait")
	if status := h.mission.Open(h.project); status != http.StatusNotFound {
		h.Errorf("the State opens a concept note: %d", status)
	}
	h.mission.OpenWell(h.request)
	h.mission.Sees(h.say("project.serves-hidden"))
	h.well(h.mission)
}

// cleared: by the committee, by three persons, by the Government.
func (h *help) cleared() {
	h.work(h.reviewer, "reviewed", "outcome", "recommended")
	for i, tab := range []*Tab{h.reviewer, h.certifier, h.approver} {
		h.work(tab, "cleared", "clearance", []string{"legal", "financial", "evaluation"}[i], "passed", "true")
	}
	h.mission.OpenWell(h.request) // its turn has come
	h.mission.Click("Keepers of the strait")
	h.mission.Click(h.say("project-do.countersigned"))
	h.fills(h.mission, h.say("do.record"), "authority", "Ministry of Lamps")
	h.mission.Sees(h.mark)
	h.work(h.officer, "announced")
}

// trains: the help is assigned to the project, which holds a training.
func (h *help) trains() {
	o := h.officer
	h.work(o, "framework", "results.0.id", "1", "results.0.level", "outcome", "results.0.text", "Lights are kept.", "results.1.id", "1.1", "results.1.level", "output", "results.1.under", "1", "results.1.text", "Keepers know.")
	h.step(o, "assigned")
	o.Sees("Keepers of the strait")
	o.OpenWell(h.request)
	o.Click(h.say("project.record-delivery", i18n.Args{"Project": "Keepers of the strait"}))
	kinds := regexp.MustCompile(`href="([^"]*kind=training[^"]*)"`).FindStringSubmatch(o.HTML())
	if kinds == nil {
		h.Fatalf("%s offers no training:\n%.800s", o.Address(), o.Text())
	}
	o.OpenWell(strings.ReplaceAll(kinds[1], "&amp;", "&"))
	if got := o.Stands("act.request"); !strings.HasSuffix(h.request, strings.TrimPrefix(got, "assistance/")) || got == "" {
		h.Errorf("the form of the delivery is for the request %q", got)
	}
	h.fills(o, h.say("do.record"), "title", "Course of the strait", "from", h.today, "until", h.today, "output", "1.1",
		"participants.0.institution", "Watch", "participants.0.women", "9", "participants.0.men", "11",
		"tests.out_of", "10", "tests.before_taken", "20", "tests.before_mean", "4.5", "tests.after_taken", "19", "tests.after_mean", "8.25")
	h.delivery, _, _ = strings.Cut(o.Address(), "?")
	o.Sees(h.mark)
	h.mission.OpenWell(h.request)
	h.mission.Sees("Course of the strait")
	h.mission.Sees("8.25")
	h.well(h.mission)
}

// measures: a result is reported, approved by another, and locked.
func (h *help) measures() {
	o := h.officer
	o.OpenWell(h.project)
	o.Click(h.say("project-do.indicator"))
	measures := regexp.MustCompile(`href="([^"]*measure=number[^"]*)"`).FindStringSubmatch(o.HTML())
	if measures == nil {
		h.Fatalf("%s offers no number:\n%.800s", o.Address(), o.Text())
	}
	o.OpenWell(strings.ReplaceAll(measures[1], "&amp;", "&"))
	h.fills(o, h.say("do.record"), "act.name", "trained", "title", "Keepers trained", "periods", "sum", "places", "sum", "projects", "sum", "result", "1.1", "targets.0.from", h.today, "targets.0.until", h.today, "targets.0.number", "40")
	report := []string{"from", h.today, "until", h.today, "number", "20"}
	h.work(o, "reported", report...)
	h.work(h.reviewer, "approved")
	o.OpenWell(h.project + "/do/reported?indicator=trained")
	for i := 0; i < len(report); i += 2 {
		o.Put(report[i], report[i+1])
	}
	o.Click(h.say("do.record"))
	o.Sees(h.say("form.faulty")) // what is approved is locked
	for _, tab := range []*Tab{o, h.mission} {
		tab.OpenWell(h.request)
		tab.Sees(h.say("project.approved-result"))
		tab.Sees("Keepers trained")
	}
}

// closes: delivered on the strength of the delivery, evaluated by the State, closed.
func (h *help) closes() {
	o := h.officer
	o.OpenWell(h.request)
	o.Click(h.say("assistance.do-delivered"))
	if got, want := o.Stands("deliveries"), "delivery/"+strings.ReplaceAll(strings.TrimPrefix(h.delivery, "/projects/"), "/deliveries/", "/"); got != want {
		h.Errorf("the step rests on %q, want %q", got, want)
	}
	h.fills(o, h.say("do.record"), "help", "training", "text", h.secret("Twenty were trained"), "final", "true")
	h.mission.OpenWell(h.request)
	if n := strings.Count(h.mission.HTML(), `href="`+h.delivery+`"`); n < 2 { // what is done, and the step
		h.Errorf("the request's page leads %d times to the delivery", n)
	}
	h.step(h.mission, "evaluated", "met", "largely", "text", h.secret("They know more"))
	h.step(o, "closed")
}

// countsNow are the numbers that everybody sees of requests.
func (h *help) countsNow() string {
	h.Helper()
	return h.reads("/assistance?as=csv") + h.reads("/api/v1/assistance/counts")
}

// reads is an address as everybody reads it, "" where there is none.
func (h *help) reads(path string) string {
	h.Helper()
	return read(h.T, h.public, origin(h.T)+path)
}

var (
	formats = regexp.MustCompile(`href="([^"]*[?&;]as=(?:csv|json)[^"]*)"`)
	varying = regexp.MustCompile(`"(?:as_of|generated|seen)":[^,}]*`)
)

// open are the pages on which the request, or who asked, could be told.
func (h *help) openPages() (paths []string) {
	code := strings.TrimPrefix(h.project, "/projects/")
	state := code[:3]
	paths = []string{"/", "/paragraphs/A/RES/69/197/8", "/mandates/A/RES/69/197", "/assistance", "/projects", h.project, h.delivery, "/states/" + state, "/book", "/search?q=" + h.mark, "/search?q=lamps",
		"/api/v1/assistance/requests", "/api/v1" + h.request, "/api/v1/assistance/published", "/api/v1/assistance/counts", "/api/v1/projects", "/api/v1" + h.project, "/api/v1" + h.project + "/results", "/api/v1" + h.project + "/deliveries",
		"/api/v1/documents/A_RES_69_197/paragraphs/8", "/subjects/assistance/" + h.id(), "/subjects/project/" + code, "/subjects" + strings.ReplaceAll(strings.Replace(h.delivery, "/projects/", "/delivery/", 1), "/deliveries/", "/")}
	for _, p := range slices.Clone(paths) {
		for _, m := range formats.FindAllStringSubmatch(h.reads(p), -1) {
			to := strings.ReplaceAll(m[1], "&amp;", "&")
			if strings.HasPrefix(to, "?") {
				at, _, _ := strings.Cut(p, "?")
				to = at + to
			}
			paths = append(paths, to)
		}
	}
	return paths
}

func (h *help) id() string { return h.request[strings.LastIndexByte(h.request, '/')+1:] }

// tells says whether a text tells of the request: by its name, or by a word of it. What
// was searched for stands on the page of its search.
func (h *help) tells(path, text string) bool {
	if strings.HasPrefix(path, "/search?q="+h.mark) {
		return strings.Count(text, h.mark) > strings.Count(h.reads("/search?q="+strings.Replace(h.mark, "quill", "quilt", 1)), strings.Replace(h.mark, "quill", "quilt", 1))
	}
	if strings.HasSuffix(path, h.id()) { // answered as of a name that nobody drew
		other := strings.Repeat("a", len(h.id()))
		return strings.ReplaceAll(text, h.id(), other) != h.reads(strings.ReplaceAll(path, h.id(), other))
	}
	return strings.Contains(strings.ToLower(text), h.mark) || strings.Contains(text, h.id())
}

// hidden: nothing public tells of the request, though all of it is done.
func (h *help) hidden() {
	h.Helper()
	paths, formats := h.openPages(), 0
	for _, p := range paths {
		if strings.Contains(p, "as=csv") || strings.Contains(p, "as=json") {
			formats++
		}
		if h.tells(p, h.reads(p)) {
			h.Errorf("%s tells everybody of the request before its State publishes it", p)
		}
	}
	if formats < 6 {
		h.Errorf("only %d tables were read: %q", formats, paths)
	}
	if now := h.countsNow(); varying.ReplaceAllString(now, "") != varying.ReplaceAllString(h.counts, "") {
		h.Errorf("the counts tell that a request came: %q, they were %q", now, h.counts)
	}
	for _, p := range []string{h.project, h.delivery} { // they are open, and say what they are
		if !strings.Contains(h.reads(p), "of the strait") {
			h.Errorf("%s is not open to everybody", p)
		}
	}
}

// publishes: the State tells what it will, and the paragraph shows it as evidence.
func (h *help) publishes() {
	const paragraph = "/paragraphs/A/RES/69/197/8"
	m := h.mission
	m.OpenWell(h.request)
	m.Click(h.say("assistance.do-published"))
	h.fills(m, h.say("assistance.publish"), "title.text", "Lamps told", "title.language", "en", "summary.text", "Twenty keepers were trained.", "summary.language", "en")
	if shown := h.reads(paragraph); !strings.Contains(shown, h.id()) {
		h.Errorf("the paragraph does not show the publication as evidence")
	}
	if shown := h.reads(h.request); !strings.Contains(shown, "Twenty keepers were trained.") || strings.Contains(strings.ToLower(shown), h.mark) {
		h.Errorf("everybody reads of the request:\n%.2000s", shown)
	}
	for _, p := range []string{h.project, h.delivery, "/api/v1" + h.project} { // the tie stays the State's and the Office's
		if h.tells(p, h.reads(p)) {
			h.Errorf("%s tells everybody which request it serves", p)
		}
	}
	m.Click(h.say("nav.mandates"))
	m.OpenWell(paragraph)
	h.well(m)
}
