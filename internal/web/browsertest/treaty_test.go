package browsertest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"comity/internal/i18n"
)

// The pages of a treaty are right on a telephone and on a desk, from left to right
// and from right to left: its map, curve and table, the matrix, a State's treaties,
// the calendar, what a deposit takes, the finder.
func TestTreatyPagesAreWell(t *testing.T) {
	officer := signedIn(t, "officer")
	for _, path := range []string{"/treaties", "/treaties/untoc", "/treaties/untoc/PER", "/treaties/matrix", "/treaties/of/PER", "/treaties/changes?from=2013-01-01&to=2014-01-01",
		"/treaties/calendar?from=2012-01-01", "/treaties/firearms-protocol/FRA/deposit", "/treaties/import", "/agreements", "/states/PER",
		"/law?a=FRA&b=PER&offence=corruption&help=extradition&as_of=2014-06-01"} {
		for _, lang := range []string{"en", "ar"} {
			officer.OpenWell(withLang(path, lang))
			for _, width := range []int64{390, 1280} {
				officer.Width(width)
				officer.Well()
			}
		}
	}
	officer.OpenWell(withLang("/treaties/matrix", i18n.Pseudo))
	officer.Catalogued()
	for _, path := range []string{"/treaties/import", "/agreements", "/treaties/firearms-protocol/FRA/deposit", "/treaties/calendar", "/treaties/of/PER"} {
		officer.OpenWell(withLang(path, i18n.Pseudo))
		officer.Catalogued()
	}
	officer.OpenWell("/treaties?lang=en")
}

// file writes a file to be uploaded.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// An officer takes a depositary's list in: what is wrong is told by line, in
// Arabic too; the plan is looked at, and just that recorded; without a script as
// with one. Then the letter to who is not bound, and a bilateral treaty that the
// finder knows from then on.
func TestAListIsTakenInInTheBrowser(t *testing.T) {
	officer := signedIn(t, "officer")
	en := func(id string) string { return say(t, "en", id) }
	const head = "# source: invented for this test\n# as-of: 2016-03-01\nParticipant,Signature,\"Ratification, Accession(a)\"\n"
	wrong := file(t, "99-1.csv", head+"Peru,13 Dec 2000,31 Jun 2002\nHarbourland,,1 Jul 2002 a\n")
	for _, lang := range []string{"ar", "en"} {
		officer.OpenWell("/treaties/import?lang=" + lang)
		officer.Attach(say(t, lang, "take.file"), wrong)
		officer.Fill(say(t, lang, "word.treaty"), "CIVIL-AVIATION-1971")
		officer.Click(say(t, lang, "take.look"))
		officer.Sees(say(t, lang, "take.refused"))
		officer.Sees("31 Jun 2002")
		officer.Width(390)
		officer.Well()
		officer.Width(1280)
	}
	right := file(t, "99-1.csv", head+"Peru,,28 Apr 1978 a\nFrance,,30 Jun 1976 a\n")
	officer.Scripts(false)
	officer.OpenWell("/treaties/import?lang=en")
	officer.Attach(en("take.file"), right)
	officer.Fill(en("word.treaty"), "CIVIL-AVIATION-1971")
	officer.Click(en("take.look"))
	officer.Sees("Safety of Civil Aviation")
	officer.Sees("28 April 1978")
	officer.Click("Record these changes (3)")
	officer.Sees("28 April 1978")
	if at := officer.Address(); at != "/treaties/civil-aviation-1971" {
		t.Errorf("after recording the page is %s", at)
	}
	officer.Scripts(true)
	officer.OpenWell("/states/PER")
	officer.Sees("28 April 1978")

	// The letter that the programme's mandate asks for names who is not bound.
	officer.OpenWell("/treaties/civil-aviation-1971")
	officer.Click(en("treaties.draft-letter"))
	if text := officer.Value(en("communication.rests-on")); !strings.Contains(text, "A/RES/69/197#4") || !strings.Contains(text, "CIVIL-AVIATION-1971") {
		t.Errorf("the letter rests on %q", text)
	}
	if text := officer.Value(en("communication.addressees")); strings.Contains(text, "PER") || strings.Count(text, "\n") < 100 {
		t.Errorf("the letter goes to %d parties, Peru perhaps among them", strings.Count(text, "\n")+1)
	}
	officer.Well()

	// A bilateral treaty, by the form.
	agreements := file(t, "agreements.csv", "# source: invented for this test\n# as-of: 2016-03-01\nname,title,language,parties,help,from\nfra-per-test,Invented treaty of the lamps,en,France;Peru,extradition,1990-01-01\n")
	officer.OpenWell("/treaties/import")
	officer.Attach(en("take.file"), agreements)
	officer.Click(en("take.look"))
	officer.Click("Record these changes (1)")
	officer.Sees("Invented treaty of the lamps")
	officer.Click("Invented treaty of the lamps")
	officer.Sees(en("agreements.in-force"))
	officer.Well()
	officer.OpenWell("/law?a=FRA&b=PER&offence=corruption&help=extradition&as_of=2014-06-01")
	officer.Sees("Invented treaty of the lamps")
	officer.Quiet()
}
