package browsertest

import (
	"strings"
	"testing"
	"time"

	"comity/internal/i18n"
)

// signedIn is a tab of one of the demonstration's people, in English.
func signedIn(t *testing.T, user string) *Tab {
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
	signIn(t, tab, "en", user)
	return tab
}

// A call goes its way in the browser: drafted in six languages under paragraph 35,
// cleared, sent; answered by one State in French from its bank, by another on
// paper in Arabic and confirmed by its own person; reminded, extended, released in
// part, summarized; and what is withdrawn is gone.
func TestACallInTheBrowser(t *testing.T) {
	officer, reviewer, mission, ministry := signedIn(t, "officer"), signedIn(t, "reviewer"), signedIn(t, "mission"), signedIn(t, "ministry")
	en := func(id string) string { return say(t, "en", id) }
	const at = "/communications/CU-TEST-9"
	soon, later := time.Now().AddDate(0, 0, 20).Format(time.DateOnly), time.Now().AddDate(0, 0, 40).Format(time.DateOnly)

	officer.OpenWell("/communications/new?cites=A/RES/69/197%2335")
	officer.Well()
	officer.Fill(en("word.code"), "CU-TEST-9")
	officer.Fill(en("communication.reference"), "CU 2042/9")
	officer.Click("named parties")
	officer.Fill(en("communication.addressees"), "France\nEgypt")
	officer.Fill(en("communication.deadline"), soon)
	one := "Question 1 · "
	officer.Fill(one+en("word.name"), "1")
	officer.Fill(one+en("communication.answer-type"), "text")
	officer.Fill(one+en("communication.provisions"), "A/RES/95/12#4(a)")
	officer.Click(en("do.save"))
	for _, lang := range i18n.Languages() {
		officer.OpenWell(at + "/words/" + lang)
		officer.Fill(en("word.title"), "Lights "+lang)
		officer.Fill("Question 1", "What is a false light? "+lang)
		officer.Click(en("do.save"))
	}
	officer.Sees("Lights en")
	officer.Well()

	reviewer.OpenWell(at)
	reviewer.Click(en("communication.do-clear"))
	reviewer.Click(en("do.record"))
	officer.OpenWell(at)
	officer.Click(en("communication.do-circulate"))
	officer.Click(en("do.record"))
	officer.Sees("0 of 1 replied")
	officer.OpenWell("/paragraphs/A/RES/69/197/35")
	officer.Sees("Announcement of a call")

	// Two reminders, one extension.
	for range 2 {
		officer.OpenWell(at + "/do/remind")
		officer.Click(en("do.record"))
	}
	officer.OpenWell(at + "/do/extend")
	officer.Fill(en("word.until"), later)
	officer.Click(en("do.record"))
	officer.Well()

	// France: what waits, the page of a question filled from the bank, the reply.
	mission.OpenWell("/desk")
	mission.Sees("Lights en")
	mission.Well()
	mission.OpenWell(at + "/reply?for=FRA")
	mission.Fill(en("communication.original"), "fr")
	mission.Click(en("nav.next"))
	mission.Click("1")
	mission.Sees("Filled from your bank")
	if text := mission.Value(en("communication.text")); !strings.Contains(text, "Quiconque allume un faux feu") {
		t.Errorf("the answer is filled with %q", text)
	}
	mission.Well()
	mission.Click(en("communication.save-next"))
	mission.Click(en("communication.send-reply"))
	mission.Sees("Quiconque allume un faux feu")
	mission.Click(en("communication.do-release"))
	mission.Click("in part")
	mission.Click("1 What is a false light? en")
	mission.Click(en("communication.may-quote"))
	mission.Click(en("do.record"))
	mission.Sees("Released in part")
	mission.Well()

	// Egypt: a letter in Arabic, entered by the officer, confirmed by its person.
	officer.OpenWell(at + "/reply?for=EGY")
	officer.Fill(en("account.authority"), "وزارة المنارات")
	officer.Fill(en("communication.original"), "ar")
	officer.Fill(en("act-form.channel"), "letter")
	officer.Fill(en("act-form.reference"), "NV 99")
	officer.Click(en("nav.next"))
	officer.Click("1")
	officer.Fill(en("communication.text"), "ضوء كاذب")
	officer.Click(en("communication.save-next"))
	officer.Click(en("communication.send-reply"))
	officer.Sees("Not confirmed by the State")
	ministry.OpenWell(at + "/replies/EGY/1")
	ministry.Click(en("communication.do-confirm"))
	ministry.Click(en("do.record"))
	ministry.Sees("confirmed on")
	ministry.OpenWell(at + "/replies/EGY/1/do/release")
	ministry.Click("in full")
	ministry.Click(en("communication.may-quote"))
	ministry.Click(en("do.record"))

	// The summary, its clearance, and what everybody reads.
	officer.OpenWell(at + "/questions/1/summary/en")
	officer.Well()
	officer.Fill("Sentence 1", "Egypt calls it false.")
	officer.Click("Egypt")
	officer.Click(en("do.save"))
	reviewer.OpenWell(at + "/questions/1")
	reviewer.Click(en("communication.do-clear"))
	everybody := signedIn(t, "mission")
	everybody.OpenWell(at + "/questions/1")
	everybody.Sees("Egypt calls it false.")
	ministry.OpenWell(at + "/replies/EGY/1/do/withdraw")
	ministry.Click(en("do.record"))
	for _, tab := range []*Tab{everybody, officer} {
		tab.OpenWell(at + "/questions/1")
		tab.Sees("No longer released")
		if strings.Contains(tab.Text(), "Egypt calls it false.") {
			t.Error("the words of a source that was withdrawn are still shown")
		}
		tab.Well()
	}
	for _, tab := range []*Tab{officer, reviewer, mission, ministry} {
		tab.Quiet()
	}
}
