package communication

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/act/acttest"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/module"
	"comity/internal/store"
)

func TestACallIsDraftedWordedClearedAndCirculated(t *testing.T) {
	onEachStore(t, func(n *node) {
		call := CallSubject(lampCode)
		n.must(n.do(ana, "drafted", call, lampCall("FRA", "PER"), citing("A/RES/95/7#1")))
		n.refused(`no words in "en"`, n.do(bo, "cleared", call, NoteBody{}))
		n.must(n.do(ana, "worded", call, lampWords("en", "Keeping of lamps")))
		n.refused("has no question 9", n.do(ana, "worded", call, WordedBody{Language: "fr", Title: "x", Letter: "x", Questions: []WordedItem{{ID: "9", QuestionWords: QuestionWords{Text: "x"}}}}))
		n.refused(`not sent in "ru"`, n.do(ana, "worded", call, WordedBody{Language: "ru", Title: "x", Letter: "x"}))
		n.must(n.do(ana, "worded", call, lampWords("fr", "Garde des lampes")))
		n.refused("was not cleared", n.do(ana, "circulated", AddresseeSubject(lampCode, "FRA"), n.sent("FRA"), to("FRA")))
		n.refused("does not clear it", n.do(ana, "cleared", call, NoteBody{}))
		n.must(n.do(bo, "cleared", call, NoteBody{}))
		if c := n.call(public()); c != nil {
			t.Error("the public reads a call that was not circulated")
		}
		n.refused("for the audience with-fra", n.do(ana, "circulated", AddresseeSubject(lampCode, "FRA"), n.sent("FRA")))
		n.refused("counted with the group", n.do(ana, "circulated", AddresseeSubject(lampCode, "FRA"), SentBody{Channel: "letter"}, to("FRA")))
		n.refused("not among the addressees", n.do(ana, "circulated", AddresseeSubject(lampCode, "KEN"), n.sent("KEN"), to("KEN")))
		n.must(n.do(ana, "circulated", AddresseeSubject(lampCode, "FRA"), n.sent("FRA"), to("FRA")))
		n.refused("send a reminder", n.do(ana, "circulated", AddresseeSubject(lampCode, "FRA"), n.sent("FRA"), to("FRA")))
		n.refused("stands as it was sent", n.do(ana, "drafted", call, lampCall("FRA"), citing("A/RES/95/7#1")))
		if c := n.call(public()); c == nil || c.Status != Circulated || c.In("fr").Title != "Garde des lampes" || c.In("ru").Language != "en" {
			t.Errorf("%+v", c)
		}
		// Reminders and extensions.
		n.must(n.do(ana, "reminded", AddresseeSubject(lampCode, "FRA"), n.sent("FRA"), to("FRA"), on("2042-08-01")))
		n.must(n.do(ana, "reminded", AddresseeSubject(lampCode, "FRA"), n.sent("FRA"), to("FRA"), on("2042-08-20")))
		n.refused("was not sent there", n.do(ana, "reminded", AddresseeSubject(lampCode, "PER"), n.sent("PER"), to("PER")))
		n.refused("give a later day", n.do(ana, "extended", AddresseeSubject(lampCode, "FRA"), ExtendedBody{Until: "2042-08-30"}, to("FRA")))
		n.must(n.do(ana, "extended", AddresseeSubject(lampCode, "FRA"), ExtendedBody{Until: "2042-09-30"}, to("FRA")))
		n.must(n.do(ana, "extended", call, ExtendedBody{Until: "2042-09-10"}))
		n.read(func(v store.View) error {
			a, err := loadAddressee(ctx, v, lampCode, "FRA")
			if err != nil {
				return err
			}
			c := n.call(officer())
			if a.Reminders != 2 || a.Reminded != "2042-08-20" || c.Due(a) != "2042-09-30" || c.Deadline != "2042-09-10" {
				t.Errorf("%+v due %s of %s", a, c.Due(a), c.Deadline)
			}
			lines, _, err := Calls(ctx, v, public(), CallFilter{Rests: "A/RES/95/7#1"}, "fr", 0, 10)
			if len(lines) != 1 || lines[0].Title != "Garde des lampes" || lines[0].SentTo != 1 || lines[0].Replied != 0 {
				t.Errorf("%+v", lines)
			}
			return err
		})
		n.must(n.do(ana, "closed", call, NoteBody{Note: "Done"}))
		n.refused("is closed", n.do(ana, "reminded", AddresseeSubject(lampCode, "FRA"), n.sent("FRA"), to("FRA")))
		n.verified()
	})
}

func TestAddresseesAreThoseThatWereChosen(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	b := lampCall("FRA")
	b.Asked = AllStates
	n.refused("and the act names 1, who are not the same", n.do(ana, "drafted", CallSubject("C1"), b))
	b.Addressees, _ = AddresseesOf(n.parties, AllStates, "", today)
	if len(b.Addressees) != 195 {
		t.Errorf("%d States, want 193 Members and 2 observers", len(b.Addressees))
	}
	n.must(n.do(ana, "drafted", CallSubject("C1"), b))
	b.Asked, b.Group = OneGroup, "WEOG"
	b.Addressees, _ = AddresseesOf(n.parties, OneGroup, "WEOG", today)
	n.must(n.do(ana, "drafted", CallSubject("C2"), b))
	b.Addressees = append(b.Addressees, "PER")
	n.refused("name those", n.do(ana, "drafted", CallSubject("C2"), b))
	n.refused("is no party that can be asked", n.do(ana, "drafted", CallSubject("C3"), lampCall("XXX")))
	n.refused("is no code of a call", n.do(ana, "drafted", CallSubject("c~1"), lampCall("FRA")))
	early := lampCall("FRA")
	early.Deadline = "2042-05-01"
	n.refused("before the day of its draft", n.do(ana, "drafted", CallSubject("C3"), early))
}

func TestRepliesOfOneStateStandSideBySide(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.circulated("FRA", "EGY")
		s := ReplySubject(lampCode, "FRA", 1)
		n.refused("next reply of FRA has the number 1", n.do(chloe, "replied", ReplySubject(lampCode, "FRA", 2), RepliedBody{Authority: "A", Language: "fr"}, forParty("FRA")))
		n.refused("name the State that replies", n.do(chloe, "replied", s, RepliedBody{Authority: "A", Language: "fr"}, to("FRA")))
		n.refused("was not sent there", n.do(chloe, "replied", ReplySubject(lampCode, "PER", 1), RepliedBody{Authority: "A", Language: "es"}, forParty("PER")))
		n.replied(chloe, "FRA", "fr", 1, answers("Nous gardons les lampes.", "true"))
		n.replied(chloe, "FRA", "fr", 2, answers("Un autre ministère répond."), on("2042-09-05"))
		n.refused("no question", n.do(chloe, "answered", s, AnsweredBody{[]Answer{{Question: "7", Text: "x"}}}, forParty("FRA")))
		n.refused("neither yes nor no", n.do(chloe, "answered", s, AnsweredBody{[]Answer{{Question: "2", Value: "perhaps"}}}, forParty("FRA")))
		n.refused("as the State’s own word", n.do(ana, "answered", s, answers("Not so"), forParty("FRA"), byLetter("2042-06-01", "N1")))
		if got := n.texts(france(), "1"); got != "FRA/1 Nous gardons les lampes.; FRA/2 Un autre ministère répond." {
			t.Error(got)
		}
		if got := n.texts(public(), "1") + n.texts(egypt(), "1"); got != "" {
			t.Errorf("what was not released is read by others: %s", got)
		}
		n.read(func(v store.View) error {
			list, err := Replies(ctx, v, officer(), lampCode)
			c := n.call(officer())
			a, _ := loadAddressee(ctx, v, lampCode, "FRA")
			if len(list) != 2 || c.Late(a, list[0].Day) || !c.Late(a, list[1].Day) {
				t.Errorf("%d replies", len(list))
			}
			groups, err2 := ByGroup(ctx, v, lampCode)
			if fmt.Sprint(groups) != "[{AG 1 0 0} {WEOG 1 1 0}]" {
				t.Error(groups)
			}
			if err == nil {
				err = err2
			}
			return err
		})
		n.verified()
	})
}

func TestWhatALetterSaysIsCommunicatedUntilTheStateConfirmsIt(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.circulated("EGY")
		s := ReplySubject(lampCode, "EGY", 1)
		letter := byLetter("2042-07-02", "NV 9")
		n.replied(ana, "EGY", "ar", 1, answers("نحفظ المصابيح"), letter)
		n.read(func(v store.View) error {
			p, err := FindReply(ctx, v, egypt(), lampCode, "EGY", 1)
			if p.Own() || p.Day != "2042-07-02" || p.Source.Reference != "NV 9" {
				t.Errorf("%+v", p)
			}
			return err
		})
		unofficial := TranslatedBody{Language: "en", Author: "Invented translator", Answers: []Translated{{"1", "We keep the lamps"}}}
		n.must(n.do(ana, "translated", s, unofficial, to("EGY")))
		official := unofficial
		official.Official = true
		n.refused("the State’s own", n.do(ana, "translated", s, official, to("EGY")))
		n.refused("into another language", n.do(ana, "translated", s, TranslatedBody{Language: "ar", Author: "x", Answers: []Translated{{"1", "x"}}}, to("EGY")))
		n.must(n.do(dina, "confirmed", s, NoteBody{}, forParty("EGY")))
		n.refused("nothing left to confirm", n.do(dina, "confirmed", s, NoteBody{}, forParty("EGY")))
		n.refused("own word", n.do(ana, "answered", s, answers("x"), forParty("EGY"), letter))
		n.read(func(v store.View) error {
			p, err := FindReply(ctx, v, egypt(), lampCode, "EGY", 1)
			if !p.Own() || p.Standing != act.Communicated {
				t.Errorf("%+v", p)
			}
			list, _ := AnswersOf(ctx, v, egypt(), p)
			if len(list) != 1 || len(list[0].Translations) != 1 || list[0].Translations[0].Official || list[0].Translations[0].Text != "We keep the lamps" {
				t.Errorf("%+v", list)
			}
			return err
		})
		n.verified()
	})
}

func TestAReleaseOpensWhatItNamesAndItsWithdrawalClosesIt(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.circulated("FRA", "EGY")
		n.replied(chloe, "FRA", "fr", 1, answers("Nous gardons les lampes.", "true"))
		n.replied(dina, "EGY", "ar", 1, answers("نحفظ المصابيح"))
		s, egy := ReplySubject(lampCode, "FRA", 1), ReplySubject(lampCode, "EGY", 1)
		n.refused("names the questions", firstFault(n.do(chloe, "released", s, ReleasedBody{Extent: Part}, forParty("FRA")), "names the questions"))
		n.refused("no answer to question 3", n.do(chloe, "released", s, ReleasedBody{Extent: Part, Questions: []string{"3"}}, forParty("FRA")))
		n.refused("its letter", n.do(ana, "released", s, ReleasedBody{Extent: Full}, forParty("FRA"), func(d *book.Draft) {
			d.Standing, d.Source = act.Communicated, &act.Source{Channel: "letter", Reference: "x", Received: today}
		}))
		n.must(n.do(chloe, "released", s, ReleasedBody{Extent: Part, Questions: []string{"1"}, Quote: true}, forParty("FRA")))
		if got := n.texts(public(), "1") + n.texts(public(), "2"); got != "FRA/1 Nous gardons les lampes." {
			t.Error(got)
		}
		// A summary rests on what may be used.
		sum := SummarySubject(lampCode, "1")
		text := func(text string, rests ...act.Subject) SummarizedBody {
			return SummarizedBody{Language: "en", Sentences: []Sentence{{Text: "Lamps are kept.", Rests: []act.Subject{s}}, {Text: text, Rests: rests}}}
		}
		n.refused("gave no leave", n.do(ana, "summarized", sum, text("Two keep lamps.", s, egy)))
		n.refused("did not answer the question", n.do(ana, "summarized", sum, text("x", ReplySubject(lampCode, "PER", 1))))
		n.must(n.do(dina, "released", egy, ReleasedBody{Extent: Full, Quote: true}, forParty("EGY")))
		n.must(n.do(ana, "summarized", sum, text("Egypt keeps lamps.", egy)))
		n.refused("does not clear it", n.do(ana, "summary-cleared", sum, SummaryClearedBody{Language: "en"}))
		if n.summary(public()) != nil {
			t.Error("the public reads a draft")
		}
		n.must(n.do(bo, "summary-cleared", sum, SummaryClearedBody{Language: "en"}))
		if got := n.summary(public()); got == nil || got.Words() != 6 || got.Gone() {
			t.Errorf("%+v", got)
		}
		if found := n.found("Nous gardons"); found != "public with-fra" {
			t.Error(found)
		}
		// Withdrawal: words and name are gone for everybody but the State and the secretariat.
		n.must(n.do(dina, "withdrawn", egy, ReasonBody{Reason: "Under review"}, forParty("EGY")))
		for _, scope := range []Scope{public(), officer()} {
			got := n.summary(scope)
			if got == nil || !got.Gone() || got.Words() != 3 || strings.Contains(fmt.Sprintf("%+v", got), "Egypt") || strings.Contains(fmt.Sprintf("%+v", got), "EGY") {
				t.Errorf("%+v", got)
			}
		}
		if found := n.found("نحفظ"); found != "with-egy" {
			t.Error(found)
		}
		if found := n.found("Egypt keeps"); found != "" {
			t.Error(found)
		}
		if got := n.texts(public(), "1"); got != "FRA/1 Nous gardons les lampes." {
			t.Error(got)
		}
		n.refused("nothing to withdraw", n.do(dina, "withdrawn", egy, ReasonBody{}, forParty("EGY")))
		// What is written anew after a release is closed until it is released again.
		n.must(n.do(chloe, "answered", s, AnsweredBody{[]Answer{{Question: "1", Text: "Plus maintenant."}}}, forParty("FRA")))
		if got := n.texts(public(), "1"); got != "" {
			t.Error(got)
		}
		n.verified()
	})
}

// firstFault lets a refusal by the shape stand for the rule's, which it precedes.
func firstFault(err error, why string) error {
	if len(act.AllFaults(err)) > 0 {
		return fmt.Errorf("%s", why)
	}
	return err
}

func (n *node) summary(s Scope) (sum *Summary) {
	n.Helper()
	n.read(func(v store.View) (err error) { sum, err = FindSummary(ctx, v, s, lampCode, "1", "en"); return err })
	return sum
}

// found replays the book into search's changes, and gives the audiences of the
// documents whose text has the words.
func (n *node) found(words string) string {
	n.Helper()
	acts, err := n.book.Acts(ctx, book.Page{Limit: 5000})
	n.must(err)
	source := module.SourcesIn(n.book, n.module)
	docs := map[string]*module.Document{}
	for _, a := range acts {
		changes, err := source(ctx, a)
		n.must(err)
		for _, c := range changes {
			if c.Put != nil {
				docs[c.Put.ID] = c.Put
			}
			delete(docs, c.Remove)
		}
	}
	seen := map[string]bool{}
	for _, d := range docs {
		if strings.Contains(d.Text, words) {
			seen[d.Audience] = true
		}
	}
	var list []string
	for _, a := range []string{act.Public, "secretariat", "with-egy", "with-fra"} {
		if seen[a] {
			list = append(list, a)
		}
	}
	return strings.Join(list, " ")
}

func TestABankIsItsStatesAlone(t *testing.T) {
	onEachStore(t, func(n *node) {
		b := BankedBody{Title: "Lamps", Provisions: []act.Cite{"UNCAC#9.1", "UNCAC#12.2"}, Language: "fr", Text: "Nous gardons les lampes.", ClearedBy: "Cabinet", Until: "2043-01-01"}
		s := BankSubject("FRA", "lamps")
		n.refused("own-fra", n.do(chloe, "banked", s, b, forParty("FRA")))
		n.must(n.do(chloe, "banked", s, b, ownBank("FRA")))
		one := b
		one.Title, one.Provisions, one.Until = "One", []act.Cite{"UNCAC#9.1"}, ""
		n.must(n.do(chloe, "banked", BankSubject("FRA", "one"), one, ownBank("FRA")))
		bank := func(s Scope) (list []*Banked) {
			n.read(func(v store.View) (err error) { list, err = Bank(ctx, v, s, "FRA"); return err })
			return list
		}
		if len(bank(officer()))+len(bank(egypt()))+len(bank(public())) != 0 {
			t.Error("a bank is read by others")
		}
		q := Question{ID: "1", Type: act.Text, Provisions: []act.Cite{"UNCAC#12.2", "UNCAC#9.1"}}
		offers := Offers(bank(france()), &q, today)
		if len(offers) != 2 || offers[0].Name != "lamps" || offers[1].Name != "one" {
			t.Errorf("%+v", offers)
		}
		if offers = Offers(bank(france()), &q, "2043-01-02"); len(offers) != 1 || offers[0].Name != "one" {
			t.Error("an answer past its day is offered")
		}
		n.must(n.do(chloe, "bank-ended", s, ReasonBody{}, ownBank("FRA")))
		n.refused("holds no such answer", n.do(chloe, "bank-ended", s, ReasonBody{}, ownBank("FRA")))
		if len(bank(france())) != 1 {
			t.Error("a removed answer is still there")
		}
		n.verified()
	})
}

func TestWhatIsErasedLeavesThatItWas(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.circulated("FRA", "EGY")
		n.must(n.do(ana, "reminded", AddresseeSubject(lampCode, "FRA"), n.sent("FRA"), to("FRA")))
		n.must(n.do(ana, "extended", AddresseeSubject(lampCode, "FRA"), ExtendedBody{Until: "2042-10-01"}, to("FRA")))
		n.replied(ana, "FRA", "fr", 1, answers("Nous gardons les lampes."), byLetter("2042-06-01", "N1"))
		s := ReplySubject(lampCode, "FRA", 1)
		n.must(n.do(chloe, "confirmed", s, NoteBody{}, forParty("FRA")))
		n.must(n.do(chloe, "released", s, ReleasedBody{Extent: Full, Quote: true}, forParty("FRA")))
		n.must(n.do(ana, "summarized", SummarySubject(lampCode, "1"), SummarizedBody{Language: "en", Sentences: []Sentence{{Text: "Lamps.", Rests: []act.Subject{s}}}}))
		n.must(n.do(chloe, "banked", BankSubject("FRA", "x"), BankedBody{Title: "x", Provisions: []act.Cite{"UNCAC#1"}, Language: "fr", Text: "x", ClearedBy: "x"}, ownBank("FRA")))
		for i, pair := range [][2]string{{string(s), "with-fra"}, {string(AddresseeSubject(lampCode, "FRA")), "with-fra"}, {string(BankSubject("FRA", "x")), "own-fra"}, {string(SummarySubject(lampCode, "1")), "secretariat"}, {string(CallSubject(lampCode)), "secretariat"}} {
			n.keys.Destroy(act.Subject(pair[0]), pair[1])
			_, err := n.book.Record(ctx, book.Call{Acts: []book.Draft{{Kind: "erasure.test", Subject: act.Subject(fmt.Sprintf("erasure/e%d", i)), Party: "UNODC", Standing: act.Own, Day: today, Audience: act.Public,
				Body: fmt.Appendf(nil, `{"about":%q,"audience":%q}`, pair[0], pair[1])}}})
			n.must(err)
			n.verified()
		}
		if got := n.texts(officer(), "1"); got != "" {
			t.Error(got)
		}
		n.read(func(v store.View) error {
			p, err := loadReply(ctx, v, lampCode, "FRA", 1)
			if p == nil || p.Authority != "" || p.Confirmed == "" || p.Extent != "" {
				t.Errorf("%+v", p)
			}
			return err
		})
	})
}

func TestBodiesAreReadForEver(t *testing.T) {
	examples := map[string][]string{
		"drafted":         {`{"reference":"CU 1","channel":"letter","original":"en","languages":["en"],"asked":"named","addressees":["FRA"],"deadline":"2042-09-01","open":true,"questions":[{"id":"1","type":"text","required":true,"provisions":["UNCAC#9.1"]},{"id":"2","type":"code","options":["a","b"],"several":true},{"id":"3","type":"text","offer":"contact"}]}`},
		"worded":          {`{"language":"en","title":"T","letter":"L\nL","questions":[{"id":"1","text":"Q?","help":"H"},{"id":"2","text":"Q?","choices":["A","B"]}]}`},
		"cleared":         {`{"note":"N"}`, `{}`},
		"circulated":      {`{"channel":"letter","reference":"R","group":"WEOG","note":"N"}`},
		"reminded":        {`{"channel":"email"}`},
		"extended":        {`{"until":"2042-10-01","reason":"R"}`},
		"announced":       {`{"reference":"R","titles":[{"language":"en","text":"T"}],"asked":"named","addressees":1,"deadline":"2042-09-01"}`},
		"closed":          {`{"note":"N"}`},
		"replied":         {`{"authority":"A","language":"fr","note":"N"}`},
		"answered":        {`{"answers":[{"question":"1","text":"T","laws":[{"title":"L","place":"3","day":"2041-01-01"}],"figures":[{"name":"F","value":"1.5","unit":"U","period":"2041","source":"S"}],"bank":"bank/FRA/x"},{"question":"2","value":"a\nb"}]}`},
		"confirmed":       {`{}`},
		"translated":      {`{"language":"en","official":false,"author":"A","answers":[{"question":"1","text":"T"}]}`},
		"released":        {`{"extent":"full","quote":true}`, `{"extent":"part","questions":["1"],"quote":false}`, `{"extent":"quoted","questions":["1"],"quote":true}`},
		"settled":         {`{"question":"1","type":"law","outcome":"taken","act":"019ab1c2-0000-7000-8000-000000000001","note":"N"}`, `{"question":"1","type":"contact","outcome":"left"}`},
		"withdrawn":       {`{"reason":"R"}`},
		"banked":          {`{"title":"T","provisions":["UNCAC#9.1"],"language":"fr","text":"T","value":"true","laws":[{"title":"L"}],"figures":[{"name":"F","value":"2"}],"source":"S","cleared_by":"C","until":"2043-01-01"}`},
		"bank-ended":      {`{"reason":"R"}`},
		"summarized":      {`{"language":"en","sentences":[{"text":"S","rests":["reply/C1/FRA/1"]}]}`},
		"summary-cleared": {`{"language":"en","note":"N"}`},
	}
	for _, k := range Module(nil, nil).Record.Kinds {
		acttest.Golden(t, filepath.Join("testdata", "kinds"), &k.Shape, examples[strings.TrimPrefix(k.Name, "communication.")]...)
	}
}
