package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"comity/internal/i18n"
)

// visitor is a tab of somebody who is not signed in, on the demonstration.
func visitor(t *testing.T) *Tab {
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
	return b.Tab(t, n.Address)
}

// label is what a kind of act, or a field of one, is called in English.
func label(t *testing.T, key string) string {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return words.Localizer("en").Label(key, key)
}

// A request for assistance goes its way in the browser: asked for by a State, completed,
// appraised apart, accepted in part by a cleared letter, assigned, delivered, evaluated
// by the State, closed; and only when the State publishes it does the paragraph that it
// rests on show it as evidence to everybody.
func TestARequestForAssistanceInTheBrowser(t *testing.T) {
	officer, reviewer, mission := signedIn(t, "officer"), signedIn(t, "reviewer"), signedIn(t, "mission")
	everybody := visitor(t)
	en := func(id string) string { return say(t, "en", id) }
	kind := func(id string) string { return label(t, "assistance."+id) }
	const paragraph = "/paragraphs/A/RES/69/197/8"
	evidence := label(t, "assistance.published")

	// The State's person begins, keeps it, goes on, and sends it.
	mission.OpenWell("/assistance")
	mission.Well()
	mission.Click(en("assistance.new"))
	mission.Fill(kind("requested.title"), "Lamps for the ports")
	mission.Click(en("assistance.keep"))
	mission.Sees(en("said.kept"))
	mission.Click("training")
	mission.Fill(kind("requested.topic"), "maritime-crime")
	mission.Fill(kind("requested.reason"), "The keepers have no training.")
	mission.Click(en("word.yes")) // help goes to those who may use force
	mission.Fill(en("assistance.rests-on"), "A/RES/69/197#8")
	mission.Fill(kind("requested.authority"), "Ministry of Lamps")
	mission.Well()
	mission.Click(en("assistance.send"))
	mission.Sees("Lamps for the ports")
	mission.Sees(en("assistance.status-submitted"))
	mission.Well()
	at := mission.Address()
	at, _, _ = strings.Cut(at, "?")
	record := func(tab *Tab, deed string, fields ...string) {
		t.Helper()
		tab.OpenWell(at)
		tab.Click(en("assistance.do-" + deed))
		for i := 0; i+1 < len(fields); i += 2 {
			if fields[i] == "" {
				tab.Click(fields[i+1])
			} else {
				tab.Fill(fields[i], fields[i+1])
			}
		}
		tab.Well()
		if deed == "published" {
			tab.Click(en("assistance.publish"))
		} else {
			tab.Click(en("do.record"))
		}
		tab.Sees(en("said.recorded"))
	}

	officer.OpenWell("/assistance/queue")
	officer.Sees("Lamps for the ports")
	officer.Well()
	record(officer, "asked", kind("asked.text"), "How many keepers?")
	officer.Sees(en("assistance.state-asked"))
	record(mission, "given", kind("given.text"), "Forty keepers.")
	record(officer, "checked")

	officer.OpenWell(at + "/do/appraised")
	for i, criterion := range []string{"Mandate", "Feasibility", "Absorptive capacity", "Sustainability", "Human rights", "Gender and disability", "Duplication with the work of other bodies", "Cost"} {
		officer.FocusOn(fmt.Sprintf("#f-findings-%d-finding-0", i)) // favourable
		officer.Keys(" ")
		officer.Fill(criterion+" · "+en("word.reason"), "Weighed.")
	}
	officer.Fill(kind("appraised.advice"), "in-part")
	officer.Fill(kind("appraised.reason"), "A consideration of the Office alone.")
	officer.Well()
	officer.Click(en("do.record"))
	officer.Sees("A consideration of the Office alone.")
	mission.OpenWell(at)
	if text := mission.Text(); strings.Contains(text, "consideration of the Office") || strings.Contains(text, "Weighed.") {
		t.Error("the State reads the appraisal")
	}

	record(officer, "drafted", "", "accepted in part", kind("drafted.reason"), "Half of the keepers this year.", kind("drafted.letter"), "The Office will train twenty keepers.")
	record(reviewer, "cleared")
	record(officer, "replied", kind("replied.channel"), "note-verbale")
	mission.OpenWell(at)
	mission.Sees("The Office will train twenty keepers.")
	record(officer, "assigned")
	record(officer, "assessed", kind("assessed.level"), "low", kind("assessed.risks"), "Few.", kind("assessed.mitigation"), "A rule on the use of force.")
	record(reviewer, "diligence-cleared", kind("diligence-cleared.review"), "2099-01-01")
	record(officer, "delivered", kind("delivered.help"), "training", kind("delivered.text"), "Twenty keepers were trained.", "", en("word.yes"))
	record(mission, "evaluated", "", "largely", kind("evaluated.text"), "Our keepers know more.")
	record(officer, "closed")

	// Not before the release.
	everybody.OpenWell(paragraph)
	before := strings.Count(everybody.Text(), evidence)
	if status := everybody.Open(at); status != 404 {
		t.Errorf("everybody opens the request: %d", status)
	}
	record(mission, "published", kind("published.summary"), "Twenty keepers were trained to know a false light.")
	everybody.OpenWell(paragraph)
	if after := strings.Count(everybody.Text(), evidence); after != before+1 {
		t.Errorf("the paragraph shows %d publications, and before the release %d", after, before)
	}
	everybody.OpenWell(at)
	everybody.Sees("Twenty keepers were trained to know a false light.")
	everybody.Well()
	if text := everybody.Text(); strings.Contains(text, "Forty keepers") || strings.Contains(text, "Ministry of Lamps") {
		t.Error("everybody reads more than what was published")
	}
	everybody.OpenWell("/assistance")
	everybody.Well()
	everybody.Width(390)
	everybody.OpenWell("/assistance")
	everybody.Well()
	for _, to := range []string{at, "/assistance/mine", "/assistance/upload", "/assistance/networks/keepers"} {
		mission.Width(390)
		mission.OpenWell(to)
		mission.Well()
	}
	// What can't be taken is said in its place, and nothing typed is lost.
	bad := filepath.Join(t.TempDir(), "lamps.xlsx")
	if err := os.WriteFile(bad, []byte("%PDF-1.7"), 0o600); err != nil {
		t.Fatal(err)
	}
	mission.Width(1280)
	mission.OpenWell("/assistance/upload")
	mission.Attach(en("assistance.upload-file"), bad)
	mission.Click(en("do.send"))
	mission.Sees(en("sheet.no-spreadsheet"))
	mission.Well()
	program := filepath.Join(t.TempDir(), "lamps.exe")
	if err := os.WriteFile(program, []byte("MZ"), 0o600); err != nil {
		t.Fatal(err)
	}
	mission.OpenWell("/assistance/new")
	mission.Fill(kind("requested.title"), "More lamps")
	mission.Attach(kind("requested.files")+" 1", program)
	mission.Click(en("assistance.send"))
	mission.Sees("lamps.exe is of a kind that is not taken")
	if title := mission.Value(kind("requested.title")); title != "More lamps" {
		t.Errorf("what was typed is lost: %q", title)
	}
	mission.Well()
	mission.Click(en("assistance.forget"))
	officer.OpenWell("/desk")
	officer.Well()
	officer.OpenWell("/assistance/experts")
	officer.Well()
}
