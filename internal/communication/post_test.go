package communication

import (
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"comity/internal/act"
	"comity/internal/book/booktest"
	"comity/internal/communication/mailbox/mailboxtest"
	"comity/internal/module"
	"comity/internal/store"
)

func TestTheCallThatASubjectNames(t *testing.T) {
	call := func(code, reference string) *CallLine {
		return &CallLine{Call: Call{Code: code, Reference: reference, Sent: today}}
	}
	calls := []*CallLine{call("CU-2042-17", "CU 2042/17"), call("CU-2042-171", "CU 2042/171"), {Call: Call{Code: "CU-1", Reference: "Draft 1"}}}
	for subject, want := range map[string]string{
		"Re: CU 2042/17":                     "CU-2042-17",
		"Re: cu 2042/17, reply of Invented":  "CU-2042-17",
		"CU-2042-171":                        "CU-2042-171",
		"CU 2042/17 and CU 2042/171":         "",
		"RE: CU 2042/1712":                   "",
		"Draft 1":                            "", // it was not sent
		"":                                   "",
		"رد: CU 2042/17":                     "CU-2042-17",
		"XCU 2042/17":                        "",
		"XCU 2042/17 CU 2042/17":             "CU-2042-17",
		strings.Repeat("CU 2042/17 ", 100):   "CU-2042-17",
		"CU 2042/17/Add.1 is another number": "",
	} {
		if got := callIn(subject, calls); got != want {
			t.Errorf("%q: %q, want %q", subject, got, want)
		}
	}
}

// Mails are fetched: one that is genuine becomes a reply that an officer looks at
// and records, once, however often it comes; all others are set aside with the
// reason, and all stay in the mailbox.
func TestMailsAreFetched(t *testing.T) {
	onEachSite(t, func(w *site) {
		w.circulated("FRA", "EGY")
		var blank *Call
		w.read(func(r store.View) (err error) { blank, err = loadCall(ctx, r, lampCode); return err })
		fr := w.words.Localizer("fr")
		form := filledForm(t, blank, fr, func(f *excelize.File) {
			set(f, "C3", "وزارة المصابيح")
			set(f, "E8", "نحفظ المصابيح")
			set(f, "D9", "نعم")
		})
		box, user := mailboxtest.Served(t)
		at := today.Time().Add(time.Hour)
		arrives := func(mail []byte) { mailboxtest.Arrives(t, user, string(mail), at) }
		good := mailWith(form, "dmarc=pass header.from=mfa.example")
		arrives(mailWith(form, "dmarc=fail header.from=mfa.example"))
		arrives(good)
		arrives(good)
		arrives([]byte(strings.Replace(string(eml("mx.example", "dmarc=pass header.from=mfa.example", "dina@mfa.example", "hello")), "Subject:", "X-Subject:", 1)))
		arrives([]byte("no mail at all"))
		arrives(mailWith(withPart(t, form, "xl/vbaProject.bin"), "dmarc=pass header.from=mfa.example"))
		broken := filledForm(t, blank, fr, func(f *excelize.File) { set(f, "C3", "A"); set(f, "D10", "many") })
		arrives(mailWith(broken, "dmarc=pass header.from=mfa.example"))
		p, err := newPages(rules{parties: w.parties}, &module.Node{Book: w.book, Parties: w.parties, MailAuthority: "mx.example"})
		w.must(err)
		w.must(p.fetch(ctx, box))
		w.must(p.fetch(ctx, box))

		html := w.as(ana).get("/communications/letters")
		w.shows(html, "Egypt", "not who the mail says", "names no call", "can’t be read as a mail", "has faults", "office@localhost")
		if n := strings.Count(html, "/answering/"); n != 1 {
			t.Errorf("%d replies wait to be looked at, want 1", n)
		}
		waits, err := p.waitingLetters(w.visitOf("/communications/letters"))
		w.must(err)
		if waits[0].Source.Received != today {
			t.Errorf("received on %s, want %s", waits[0].Source.Received, today)
		}
		w.shows(w.get(typedPage(waits[0].ID)+"/1"), "نحفظ المصابيح")
		w.lang = "ar"
		w.shows(w.get("/communications/letters"), "مصر")
		w.lang = "en"
		w.shows(w.get(w.post(typedPage(waits[0].ID))), "Not confirmed by the State", "&lt;2@mfa.example&gt;")
		w.hides(w.get("/communications/letters"), "/answering/")
		if html := w.as(chloe).get("/communications/letters"); strings.Contains(html, "mfa.example") {
			t.Error("a State's person reads the secretariat's mail")
		}
		// A server that is away is said, without what it said.
		box.Password = "another secret"
		if err := p.fetch(ctx, box); err == nil || strings.Contains(err.Error(), "another secret") {
			t.Error(err)
		}
		w.shows(w.as(ana).get("/communications/letters"), "could not be read")
	})
}

// Two ministries of one State write at the same time, on one page each: both are
// recorded, side by side.
func TestTwoMinistriesWriteAtOnce(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t))
	w.circulated("FRA")
	at := "/communications/" + lampCode
	begin := func(authority string) string {
		return w.as(chloe).post(at+"/reply", "for", "FRA", "authority", authority, "language", "fr")
	}
	one, two := begin("Ministère des lampes"), begin("Ministère des mèches")
	for _, typed := range []string{one, two} {
		w.post(typed+"/1", "text", "Nous gardons.")
	}
	if a, b := w.post(two), w.post(one); a != at+"/replies/FRA/1" || b != at+"/replies/FRA/2" {
		t.Errorf("%s and %s", a, b)
	}
	w.shows(w.get(at+"/replies/FRA/2"), "side by side", "Ministère des lampes")
	w.verified()
}

// A State's word on release may come by letter: the officer records it with the
// letter's scan, never without.
func TestAReleaseComesByLetter(t *testing.T) {
	w := newSite(t, booktest.InSQLite(t))
	w.circulated("EGY")
	w.replied(ana, "EGY", "ar", 1, answers("نحفظ المصابيح"), byLetter(today, "NV 9"))
	s := ReplySubject(lampCode, "EGY", 1)
	letter := byLetter(today, "NV 10")
	w.must(w.do(ana, "released", s, ReleasedBody{Extent: Quoted, Questions: []string{"1"}, Quote: true}, forParty("EGY"), letter))
	if got := w.texts(public(), "1"); got != "" {
		t.Errorf("what may be quoted alone is open: %s", got)
	}
	w.must(w.do(ana, "summarized", SummarySubject(lampCode, "1"), SummarizedBody{Language: "en", Sentences: []Sentence{{Text: "Lamps are kept.", Rests: []act.Subject{s}}}}))
	w.must(w.do(bo, "summary-cleared", SummarySubject(lampCode, "1"), SummaryClearedBody{Language: "en"}))
	html := w.as("").get("/communications/" + lampCode + "/questions/1")
	w.shows(html, "Lamps are kept.", "Egypt")
	w.hides(html, "/replies/EGY/1")
	w.refused("names its questions", firstFault(w.do(dina, "released", s, ReleasedBody{Extent: Quoted, Quote: true}, forParty("EGY")), "names its questions"))
	w.refused("says that it may be quoted", w.do(dina, "released", s, ReleasedBody{Extent: Quoted, Questions: []string{"1"}}, forParty("EGY")))
	w.must(w.do(ana, "withdrawn", s, ReasonBody{}, forParty("EGY"), byLetter(today, "NV 11")))
	html = w.get("/communications/" + lampCode + "/questions/1")
	w.shows(html, "no longer released")
	w.hides(html, "Lamps are kept.", "Egypt", "still in the book")
	w.shows(w.as(ana).get("/communications/"+lampCode+"/questions/1"), "still in the book")
	w.verified()
}
