package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"comity/internal/act"
	"comity/internal/assistance"
	"comity/internal/book"
	"comity/internal/communication"
	"comity/internal/custody"
	"comity/internal/store"
)

// What neither an act nor a draft names is removed after its day of grace; what one
// of them names stays, whatever its age.
func TestFilesThatNothingNamesAreRemoved(t *testing.T) {
	t.Chdir(t.TempDir())
	var out strings.Builder
	if code := run(t.Context(), []string{"book", "new", "--name", "node.example"}, streams{strings.NewReader(""), &out, &out}); code != exitFine {
		t.Fatal(out.String())
	}
	f := nodeFlags{Data: "comity-data", Keys: "comity-keys", Schema: "comity"}
	n, err := f.open(t.Context(), func(o *book.Options) { o.Authorise = nil })
	if err != nil {
		t.Fatal(err)
	}
	defer n.close()
	for _, steps := range [][]store.Migration{communication.Steps(), assistance.Steps()} {
		if err := n.store.Migrate(t.Context(), steps); err != nil {
			t.Fatal(err)
		}
	}
	put := func(subject act.Subject, audience, content string) act.Hash {
		t.Helper()
		h, _, err := n.blobs.Put(t.Context(), subject, audience, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	const holder = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01"
	cited, typed, orphan := put("accreditation/one", "with-fra", "cited"), put("assistance/x", "staff", "typed"), put("assistance/x", "staff", "orphan")
	by := "" // the node, until there is an officer
	entered := func(d book.Draft) error {
		d.Day = "2026-05-04"
		_, err := n.book.Record(t.Context(), book.Call{Person: by, Acts: []book.Draft{d}})
		return err
	}
	record := func(subject act.Subject, letter act.Hash) error {
		return entered(book.Draft{Kind: "accreditation.recorded", Subject: subject, Party: "FRA", Standing: act.Communicated, Audience: "with-fra",
			Source: &act.Source{Channel: "note-verbale", Reference: "1", Received: "2026-05-04", Document: letter.String()},
			Body:   []byte(`{"person":"person/` + holder + `","authority":"The mission","mission":true,"function":"Its head","kinds":["read"],"instruments":["*"],"from":"2026-01-01","until":"2027-01-01"}`)})
	}
	const officer, administrator = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
	grant := func(id, role string) book.Draft {
		return book.Draft{Kind: "role.granted", Subject: act.Subject("role/" + role), Party: "UNODC", Standing: act.Own, Audience: "secretariat",
			Body: []byte(`{"person":"person/` + id + `","role":"` + role + `","party":"UNODC","from":"2026-01-01"}`)}
	}
	person := func(id string) book.Draft {
		return book.Draft{Kind: "person.recorded", Subject: act.Subject("person/" + id), Party: "UNODC", Standing: act.Own, Audience: "people", Body: []byte(`{"name":"Ada Example","language":"en"}`)}
	}
	for _, d := range []book.Draft{person(administrator), person(officer), person(holder), grant(administrator, "administrator"), grant(officer, "officer")} {
		if err := entered(d); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(d.Body), `"administrator"`) {
			by = administrator
		}
	}
	err = n.store.Write(t.Context(), func(tx store.Tx) error {
		tx.Queue(store.Do(`INSERT INTO assistance_draft (id, party, standing, person, corrects, fields, updated) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			"d", "XAA", "own", "p", "", fmt.Sprintf(`{"file.0.blob":[%q]}`, typed), 1))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	by = officer
	if err := record("accreditation/one", cited); err != nil {
		t.Fatal(err)
	}
	age := func() {
		old := time.Now().Add(-48 * time.Hour)
		_ = filepath.WalkDir(filepath.Join(f.Data, "blobs", "objects"), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				err = os.Chtimes(path, old, old)
			}
			return err
		})
	}
	var known custody.Cited
	collected := func() int {
		t.Helper()
		c, err := collectOnce(t.Context(), n, n.program.Parts, &known)
		if err != nil {
			t.Fatal(err)
		}
		return c.Files
	}
	if got := collected(); got != 0 {
		t.Errorf("%d files of today were removed", got)
	}
	age()
	if got := collected(); got != 1 || !n.blobs.Has(cited) || !n.blobs.Has(typed) || n.blobs.Has(orphan) {
		t.Errorf("%d files were removed", got)
	}
	// What is handed in anew is young again, and stays when an act names it later.
	late := put("accreditation/two", "with-fra", "late")
	age()
	if !n.blobs.Hold(t.Context(), "accreditation/two", "with-fra", late) {
		t.Fatal("it is not there")
	}
	if got := collected(); got != 0 {
		t.Errorf("%d files were removed that an act was about to name", got)
	}
	if err := record("accreditation/two", late); err != nil {
		t.Fatal(err)
	}
	err = n.store.Write(t.Context(), func(tx store.Tx) error {
		tx.Queue(store.Do(`DELETE FROM assistance_draft`))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	age()
	if got := collected(); got != 1 || !n.blobs.Has(late) || n.blobs.Has(typed) {
		t.Errorf("%d files were removed when the draft was gone", got)
	}
}
