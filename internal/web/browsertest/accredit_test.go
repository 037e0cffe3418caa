package browsertest

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"comity/internal/i18n"
)

// Two officers accredit the first person of a State's mission on its note: one
// records it with the file, the other finds it on the desk, sees the same note and
// its digest, and confirms it. Naming another person than the one entered is refused.
func TestTwoPersonsAccredit(t *testing.T) {
	officer, colleague := signedInAs(t, "en", "officer"), signedInAs(t, "en", "colleague")
	note := filepath.Join(t.TempDir(), "note.pdf")
	if err := os.WriteFile(note, []byte("%PDF-1.4\n% an invented note\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	word := func(id string) string { return say(t, "en", id) }
	officer.OpenWell("/accreditations")
	officer.Click(word("account.record-accreditation"))
	officer.Well()
	officer.Fill(word("accredit.party"), "XAC")
	officer.Fill(word("kind.accreditation.recorded.person"), "nobody@example.org")
	officer.Fill(word("kind.accreditation.recorded.authority"), "Permanent Mission of lights (invented)")
	officer.Fill(word("kind.accreditation.recorded.function"), "Keeper of the seal (invented)")
	officer.Click(word("word.yes"))
	officer.Click(word("accredit.all"))
	officer.Fill(word("act-form.reference"), "NV 77 (invented)")
	officer.Attach(word("accredit.note"), note)
	officer.Click(word("do.record"))
	officer.Sees(word("accredit.person-none"))
	officer.Fill(word("kind.accreditation.recorded.person"), "donor")
	officer.Attach(word("accredit.note"), note)
	officer.Click(word("do.record"))
	officer.Sees("Keeper of the seal (invented)")

	colleague.OpenWell("/desk")
	to := regexp.MustCompile(`/accreditations/[0-9a-f-]{36}`).FindString(colleague.HTML())
	if to == "" {
		t.Fatalf("the desk of the second person says nothing of it:\n%.2000s", colleague.Text())
	}
	officer.OpenWell(to)
	if regexp.MustCompile(`value="confirm"`).MatchString(officer.HTML()) {
		t.Error("who recorded an accreditation is offered to confirm it")
	}
	colleague.OpenWell(to)
	colleague.Well()
	colleague.Sees("sha256:")
	colleague.Sees(word("accredit.read-note"))
	colleague.Fill(word("accredit.person-on-note"), "mission")
	colleague.Click(word("accredit.confirm"))
	colleague.Sees(word("accredit.person-other"))
	colleague.Fill(word("accredit.person-on-note"), "donor")
	colleague.Click(word("accredit.confirm"))
	colleague.OpenWell(to)
	colleague.Sees(word("account.in-force"))
	colleague.Quiet()
}

// An auditor reads the list of people and their names on acts, and changes nothing;
// an administrator finds the end of a role where the role stands.
func TestPeopleAreReadByAuditorsAndKeptByAdministrators(t *testing.T) {
	auditor := signedInAs(t, "en", "auditor")
	auditor.OpenWell("/people")
	if regexp.MustCompile(`href="/people/new"`).MatchString(auditor.HTML()) {
		t.Error("an auditor is offered to add people")
	}
	to := regexp.MustCompile(`/people/[0-9a-f-]{36}`).FindString(auditor.HTML())
	auditor.OpenWell(to)
	if regexp.MustCompile(`name="deed"|/acts/new/`).MatchString(auditor.HTML()) {
		t.Error("an auditor is offered to change a person")
	}
	if status := auditor.Open("/people/new"); status != 404 {
		t.Errorf("an auditor comes to the form of a new person: %d", status)
	}
	auditor.OpenWell("/book")
	auditor.OpenWell(regexp.MustCompile(`/book/acts/[0-9a-f-]{36}`).FindString(auditor.HTML()))
	auditor.Sees("(invented)")

	administrator := signedInAs(t, "en", "administrator")
	administrator.OpenWell("/people")
	administrator.Click("Li Ansah (invented)")
	administrator.Sees(say(t, "en", "accredit.end-role", i18n.Args{"Role": say(t, "en", "role.officer")}))
}
