package mandate

import (
	"fmt"
	"testing"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/subject"
)

// TestThePoliciesKeepTheRegister asks the programme's own policies, through the
// book, who may do what here.
func TestThePoliciesKeepTheRegister(t *testing.T) {
	const (
		admin    = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e11"
		reviewer = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e12"
		both     = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e13"
		nobody   = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e14"
	)
	s := booktest.InSQLite(t)
	n := newNode(t, s)
	n.must(n.book.Close())
	folder, p := ourProgramme(t)
	parties, lists := ourParties(t), ourLists(t)
	policies, err := access.Load(folder, parties)
	n.must(err)
	modules := []book.Module{Module(p, parties, lists).Record, subject.Module(), access.Module(parties), booktest.Erasing(), working()}
	signer, verifier := booktest.NodeKey(t)
	n.book, err = book.Open(ctx, booktest.InSQLite(t), book.Options{Signer: signer, Verifier: verifier, Keys: n.keys, Lists: lists, Authorise: policies.Guard(modules, About)}, modules...)
	n.must(err)
	t.Cleanup(func() { n.book.Close() })
	n.importer.Book = n.book
	record := func(by, kind, about, audience, body string) {
		t.Helper()
		_, err := n.book.Record(ctx, book.Call{Person: by, Acts: []book.Draft{{Kind: kind, Subject: act.Subject(about), Party: "UNODC", Standing: act.Own, Day: "2026-01-01", Audience: audience, Body: []byte(body)}}})
		n.must(err)
	}
	grants := 0
	grant := func(by, person string, roles ...string) {
		t.Helper()
		record(by, "person.recorded", "person/"+person, "people", `{"name":"Somebody"}`)
		for _, r := range roles {
			grants++
			record(by, "role.granted", fmt.Sprintf("role/%d", grants), "secretariat", fmt.Sprintf(`{"person":"person/%s","role":%q,"party":"UNODC","from":"2020-01-01"}`, person, r))
		}
	}
	grant("", admin, "administrator")
	grant(admin, ana, "officer")
	grant(admin, reviewer, "reviewer")
	grant(admin, both, "officer", "reviewer")

	n.importer.Party = "node"
	plans, err := n.importer.Import(ctx, "lamps.txt", []byte(lamps), ImportOptions{})
	n.must(err)
	_, err = n.importer.Record(ctx, "", "", plans[0]) // the node takes texts in
	n.must(err)
	propose := func(person string) (string, error) {
		return n.do(person, "proposed", clause("2", 1), `{"proposal":"retain","reason":{"language":"en","text":"It is needed."}}`, today)
	}
	approve := func(person, id string) error {
		_, err := n.do(person, "approved", clause("2", 1), fmt.Sprintf(`{"proposal":%q,"approved":true}`, id), today)
		return err
	}
	status := func(person string) error {
		_, err := n.do(person, "status", clause("2", 1), `{"of":"UNODC","status":"in-progress"}`, today)
		return err
	}
	for _, person := range []string{nobody, reviewer, admin, ""} {
		if err := status(person); book.CodeOf(err) != book.Denied {
			t.Errorf("%q records a status: %v", person, err)
		}
	}
	n.must(status(ana))
	id, err := propose(both)
	n.must(err)
	// The last act on the clause is another's: who proposed is told by the proposal.
	n.must(status(ana))
	for _, person := range []string{ana, both, nobody, ""} {
		if err := approve(person, id); book.CodeOf(err) != book.Denied {
			t.Errorf("%q approves: %v", person, err)
		}
	}
	id2, err := propose(ana)
	n.must(err)
	n.must(status(both)) // who acted last on the clause may still decide on another's proposal
	n.must(approve(both, id2))
	n.must(approve(reviewer, id))
}

func today(d *book.Draft) { d.Day = "2026-01-01" }
