package access_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/act/acttest"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/store"
	"comity/internal/store/postgres"
	"comity/internal/store/postgres/pgtest"
)

var ctx = context.Background()

const (
	admin   = "00000000-0000-4000-8000-000000000001"
	ana     = "00000000-0000-4000-8000-000000000002" // officer
	bo      = "00000000-0000-4000-8000-000000000003" // officer
	mission = "00000000-0000-4000-8000-000000000004" // of France's permanent mission
	chloe   = "00000000-0000-4000-8000-000000000005" // of France's ministry
	didier  = "00000000-0000-4000-8000-000000000006" // of France's ministry
	auditor = "00000000-0000-4000-8000-000000000007"
	note    = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

// node is a book in SQLite that asks the programme's policies; now can be set.
type node struct {
	testing.TB
	book *book.Book
	keys *booktest.Keys
	p    *access.Policies
	now  time.Time
}

// deposits is a kind of act that a State does.
func deposits() book.Module {
	return book.Module{Name: "deposits", Kinds: []book.Kind{
		{Shape: act.Shape{Name: "treaty.deposit", Version: 1, Title: "Deposit", Subjects: []string{"treaty"}, Audiences: []string{act.Public}}},
	}}
}

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func newNode(t testing.TB, s store.Store) *node {
	t.Helper()
	n := &node{TB: t, keys: booktest.NewKeys(), p: policies(t), now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	modules := []book.Module{access.Module(registry(t)), booktest.Notes(), deposits(), booktest.Erasing()}
	o := booktest.Options(t)
	o.Keys, o.Now, o.Authorise = n.keys, func() time.Time { return n.now }, n.p.Guard(modules, nil)
	var err error
	n.book, err = book.Open(ctx, s, o, modules...)
	n.must(err)
	t.Cleanup(func() { n.book.Close() })
	return n
}

func (n *node) must(err error) {
	n.Helper()
	if err != nil {
		n.Fatal(err)
	}
}

func (n *node) refused(why string, err error) {
	n.Helper()
	if err == nil || !strings.Contains(err.Error(), why) {
		n.Errorf("%v, want %q", err, why)
	}
}

// do records one act for the Office, or for France where change says so.
func (n *node) do(person, kind, subject, audience, body string, change ...func(*book.Draft)) error {
	d := book.Draft{Kind: kind, Subject: act.Subject(subject), Party: "UNODC", Standing: act.Own, Day: act.DayOf(n.now), Audience: audience, Body: []byte(body)}
	for _, c := range change {
		c(&d)
	}
	_, err := n.book.Record(ctx, book.Call{Person: person, Acts: []book.Draft{d}})
	return err
}

func france(d *book.Draft) { d.Party = "FRA" }

// communicated is what France wrote in a note.
func communicated(d *book.Draft) {
	d.Party, d.Standing = "FRA", act.Communicated
	noted(d)
}

func noted(d *book.Draft) {
	d.Source = &act.Source{Channel: "note-verbale", Reference: "12/2026", Received: "2026-02-27", Document: note}
}

func grantOf(person string, r access.Role, more string) string {
	return fmt.Sprintf(`{"person":"person/%s","role":%q,"party":"UNODC","from":"2026-01-01"%s}`, person, r, more)
}

func accreditationOf(person string, isMission bool, kinds string) string {
	return fmt.Sprintf(`{"person":"person/%s","authority":"An authority","mission":%v,"function":"Its head","kinds":[%s],"instruments":["untoc"],"from":"2026-01-01","until":"2027-01-01"}`, person, isMission, kinds)
}

const compared = `{"document":"` + note + `"}`

// settled is a node with its administrator, officers, auditor, and the people
// of France: the mission, and the ministry's Chloé and Didier.
func settled(t testing.TB) *node {
	t.Helper()
	return settle(newNode(t, booktest.InSQLite(t)))
}

func settle(n *node) *node {
	n.Helper()
	person := func(by, id string) {
		n.must(n.do(by, "person.recorded", "person/"+id, "people", `{"name":"Somebody invented","mail":"x@example.org","language":"fr"}`))
	}
	person("", admin)
	n.must(n.do("", "role.granted", "role/admin", "secretariat", grantOf(admin, access.Administrator, "")))
	for _, id := range []string{ana, bo, mission, chloe, didier, auditor} {
		person(admin, id)
	}
	n.must(n.do(admin, "role.granted", "role/ana", "secretariat", grantOf(ana, access.Officer, "")))
	n.must(n.do(admin, "role.granted", "role/bo", "secretariat", grantOf(bo, access.Officer, "")))
	n.must(n.do(admin, "role.granted", "role/auditor", "secretariat", grantOf(auditor, access.Auditor, "")))
	n.must(n.do(ana, "accreditation.recorded", "accreditation/mission", "with-fra", accreditationOf(mission, true, `"*","read"`), communicated))
	n.must(n.do(bo, "accreditation.confirmed", "accreditation/mission", "with-fra", compared, communicated))
	n.must(n.do(ana, "accreditation.recorded", "accreditation/chloe", "with-fra", accreditationOf(chloe, false, `"treaty.*","delegation.*","release.*","note.*","read"`), communicated))
	n.must(n.do(mission, "accreditation.confirmed", "accreditation/chloe", "with-fra", compared, france))
	n.must(n.do(ana, "accreditation.recorded", "accreditation/didier", "with-fra", accreditationOf(didier, false, `"read"`), communicated))
	n.must(n.do(mission, "accreditation.confirmed", "accreditation/didier", "with-fra", compared, france))
	return n
}

// replayed checks the book and that its tables are what a replay makes.
func (n *node) replayed() {
	n.Helper()
	_, err := n.book.Verify(ctx, book.Checks(), func(f book.Finding) { n.Error(f) }, nil)
	n.must(err)
	before := n.rows()
	_, err = n.book.Rebuild(ctx, nil)
	n.must(err)
	if after := n.rows(); before != after {
		n.Errorf("after a replay the tables are\n%s\nbefore\n%s", after, before)
	}
}

// rows prints all rows of the module's tables.
func (n *node) rows() string {
	n.Helper()
	var b strings.Builder
	n.must(n.book.Read(ctx, 0, func(v store.View) error {
		b.Reset()
		for _, table := range []string{"person", "role_grant", "accreditation", "delegation", "release"} {
			err := store.Each(ctx, v, `SELECT * FROM {`+table+`} ORDER BY 1`, nil, func(r store.Rows) error {
				cells := make([]any, len(r.Columns()))
				dest := make([]any, len(cells))
				for i := range cells {
					dest[i] = &cells[i]
				}
				err := r.Scan(dest...)
				fmt.Fprintln(&b, table, cells)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return b.String()
}

func (n *node) deposit(person string) error {
	return n.do(person, "treaty.deposit", "treaty/untoc/FRA", act.Public, `{}`, france)
}

func TestTheFirstAdministratorOnly(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	n.refused("not recorded", n.do("", "role.granted", "role/x", "secretariat", grantOf(admin, access.Administrator, "")))
	n.refused("random id", n.do("", "person.recorded", "person/anne", "people", `{"name":"Anne"}`))
	n.must(n.do("", "person.recorded", "person/"+admin, "people", `{"name":"Anne"}`))
	n.must(n.do("", "person.recorded", "person/"+ana, "people", `{"name":"Ana"}`))
	n.refused("first administrator alone", n.do("", "role.granted", "role/x", "secretariat", grantOf(ana, access.Officer, "")))
	n.must(n.do("", "role.granted", "role/x", "secretariat", grantOf(admin, access.Administrator, "")))
	n.refused("there is an administrator", n.do("", "role.granted", "role/y", "secretariat", grantOf(ana, access.Administrator, "")))
	n.refused("to themselves", n.do(admin, "role.granted", "role/y", "secretariat", grantOf(admin, access.Officer, "")))
	n.refused("kept by administrators alone", n.do(bo, "person.recorded", "person/"+bo, "people", `{"name":"Bo"}`))
	n.replayed()
}

func TestRolesAreGrantedWithinLimits(t *testing.T) {
	n := settled(t)
	for _, c := range []struct{ body, want string }{
		{grantOf(chloe, "king", ""), "is no role"},
		{strings.Replace(grantOf(chloe, access.Officer, ""), "UNODC", "FRA", 1), "nobody acts in the name of FRA by a role"},
		{strings.Replace(grantOf(chloe, access.Officer, ""), "UNODC", "NOWHERE", 1), "no party"},
		{grantOf(chloe, access.FieldOfficer, ""), "States are named for a field officer"},
		{grantOf(chloe, access.FieldOfficer, `,"states":["UNODC"]`), "is no State"},
		{grantOf(chloe, access.Officer, `,"states":["FRA"]`), "for nobody else"},
		{grantOf(ana, access.Auditor, ""), "can't be auditor too"},
		{grantOf(chloe, access.Officer, `,"until":"2026-01-01"`), "on no day"},
		{strings.Replace(grantOf(chloe, access.Officer, ""), `"party":"UNODC",`, "", 1), "in the name of a body"},
	} {
		n.refused(c.want, n.do(admin, "role.granted", "role/new", "secretariat", c.body))
	}
	n.must(n.do(admin, "role.granted", "role/new", "secretariat", grantOf(ana, access.Certifying, "")))
	n.refused("can't be approving too", n.do(admin, "role.granted", "role/new2", "secretariat", grantOf(ana, access.Approving, "")))
	n.refused("there is one of the name", n.do(admin, "role.granted", "role/new", "secretariat", grantOf(bo, access.Reviewer, "")))
	n.must(n.do(admin, "role.ended", "role/new", "secretariat", `{"reason":"She moved"}`))
	n.refused("ended on 2026-03-01 already", n.do(admin, "role.ended", "role/new", "secretariat", `{"reason":"She moved"}`))
	n.must(n.do(admin, "role.granted", "role/new2", "secretariat", strings.Replace(grantOf(ana, access.Approving, ""), "2026-01-01", "2026-03-01", 1)))
	n.replayed()
}

func TestAccreditationTakesANoteAndTwoPersons(t *testing.T) {
	n := settled(t)
	body := accreditationOf(bo, false, `"treaty.*"`)
	record := func(person string, change func(*book.Draft)) error {
		return n.do(person, "accreditation.recorded", "accreditation/new", "with-fra", body, change)
	}
	n.refused("An administrator does nothing of substance, and accredits nobody", record(admin, communicated))
	n.refused("Who audits writes nothing", record(auditor, communicated))
	n.refused("Nobody acts in a State's own name", record(didier, france))
	n.refused("Nobody is accredited without the party's own note", record(ana, func(d *book.Draft) { communicated(d); d.Source.Document = "" }))
	n.refused("Nobody is accredited without the party's own note", record(mission, france))
	n.refused("Nobody acts in a State's own name", record(ana, func(d *book.Draft) { communicated(d); d.Standing = act.Own }))
	n.refused("nobody accredits themselves", record(bo, communicated))
	n.refused("neither a State", n.do(ana, "accreditation.recorded", "accreditation/new", "with-interpol", body, func(d *book.Draft) { communicated(d); d.Party = "INTERPOL" }))
	n.refused("for the audience with-fra", n.do(ana, "accreditation.recorded", "accreditation/new", "secretariat", body, communicated))
	body = strings.Replace(body, "treaty.*", "Treaty", 1)
	n.refused("is no kind of act", record(ana, communicated))

	body = accreditationOf(bo, false, `"treaty.*"`)
	n.must(record(ana, communicated))
	confirm := func(person, body string, change func(*book.Draft)) error {
		return n.do(person, "accreditation.confirmed", "accreditation/new", "with-fra", body, change)
	}
	n.refused("Nobody confirms", confirm(ana, compared, communicated))
	n.refused("nobody accredits themselves", confirm(bo, compared, communicated))
	n.refused("not the note", confirm(mission, `{"document":"sha256:00"}`, france))
	n.refused("Nobody acts in a State's own name", confirm(didier, compared, france))
	n.refused("Nobody acts in a State's own name", n.deposit(bo)) // not before the second person
	n.must(n.do(admin, "role.ended", "role/bo", "secretariat", `{"reason":"He went to the ministry"}`))
	n.must(n.do(admin, "role.granted", "role/bo2", "secretariat", grantOf(didier, access.Officer, "")))
	n.refused("permanent mission", confirm(didier, compared, communicated))
	n.must(confirm(mission, compared, france))
	n.refused("Nobody confirms", confirm(ana, compared, communicated))
	n.must(n.deposit(bo))

	n.refused("Nobody acts in a State's own name", n.do(chloe, "accreditation.ended", "accreditation/new", "with-fra", `{"reason":"x"}`, france))
	n.refused("does nothing of substance", n.do(admin, "accreditation.ended", "accreditation/new", "with-fra", `{"reason":"By a note"}`, communicated))
	n.must(n.do(ana, "accreditation.ended", "accreditation/new", "with-fra", `{"reason":"By a note"}`, communicated))
	n.refused("Nobody acts in a State's own name", n.deposit(bo))
	n.replayed()
}

func TestAnAccreditationHoldsWithinItsDays(t *testing.T) {
	n := settled(t)
	n.must(n.deposit(chloe))
	n.refused("No", n.deposit(didier))
	n.refused("No", n.do(chloe, "treaty.deposit", "treaty/uncac/FRA", act.Public, `{}`, france))
	n.refused("No", n.do(chloe, "treaty.deposit", "treaty/untoc/PER", act.Public, `{}`, func(d *book.Draft) { d.Party = "PER" }))
	n.now = time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)
	n.must(n.deposit(chloe))
	n.now = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	n.refused("Nobody acts in a State's own name", n.deposit(chloe))
	// The day that an act states for itself does not bring it back.
	n.refused("Nobody acts in a State's own name", n.do(chloe, "treaty.deposit", "treaty/untoc/FRA", act.Public, `{}`, france, func(d *book.Draft) { d.Day = "2026-06-01" }))
	n.replayed()
}

func TestDelegationInAbsence(t *testing.T) {
	n := settled(t)
	give := func(by, id, base, to, kinds, from, until string) error {
		return n.do(by, "delegation.given", "delegation/"+id, "with-fra",
			fmt.Sprintf(`{"base":%q,"to":"person/%s","kinds":[%s],"instruments":["untoc"],"from":%q,"until":%q}`, base, to, kinds, from, until), france)
	}
	const base = "accreditation/chloe"
	n.refused("wider than the accreditation", give(chloe, "d", base, didier, `"*"`, "2026-03-02", "2026-03-10"))
	n.refused("wider than the accreditation", give(chloe, "d", base, didier, `"assistance.*"`, "2026-03-02", "2026-03-10"))
	n.refused("done in person", give(chloe, "d", base, didier, `"release.given"`, "2026-03-02", "2026-03-10"))
	n.refused("after 92 days", give(chloe, "d", base, didier, `"treaty.*"`, "2026-03-02", "2026-06-03"))
	n.refused("does not hold on all days", give(chloe, "d", base, didier, `"treaty.*"`, "2026-12-20", "2027-01-02"))
	n.refused("does not hold on all days", give(chloe, "d", base, didier, `"treaty.*"`, "2026-02-28", "2026-03-10")) // before it was confirmed
	n.refused("not accredited by the same party", give(chloe, "d", base, ana, `"treaty.*"`, "2026-03-02", "2026-03-10"))
	n.refused("not yours", give(mission, "d", base, didier, `"treaty.*"`, "2026-03-02", "2026-03-10"))
	n.refused("colleague", give(chloe, "d", base, chloe, `"treaty.*"`, "2026-03-02", "2026-03-10"))
	n.refused("No", give(didier, "d", "accreditation/didier", chloe, `"read"`, "2026-03-02", "2026-03-10"))
	n.must(give(chloe, "d", base, didier, `"treaty.*"`, "2026-03-02", "2026-03-10"))
	n.refused("No", n.deposit(didier))
	n.now = n.now.AddDate(0, 0, 1)
	n.must(n.deposit(didier))
	n.refused("not yours", give(mission, "d2", "accreditation/didier", bo, `"treaty.*"`, "2026-03-03", "2026-03-04"))
	n.refused("does not reach back", give(chloe, "d2", base, didier, `"treaty.*"`, "2026-03-01", "2026-03-10"))
	n.refused("not of the type", give(chloe, "d2", "delegation/d", bo, `"treaty.*"`, "2026-03-03", "2026-03-04"))
	n.refused("ended by who gave it", n.do(mission, "delegation.ended", "delegation/d", "with-fra", `{"reason":"x"}`, france))
	n.must(n.do(chloe, "delegation.ended", "delegation/d", "with-fra", `{"reason":"I am back"}`, france))
	n.refused("No", n.deposit(didier))

	// What it rests on ends, and it with that.
	n.must(give(chloe, "e", base, didier, `"treaty.*"`, "2026-03-02", "2026-03-10"))
	n.must(n.deposit(didier))
	n.must(n.do(mission, "accreditation.ended", "accreditation/chloe", "with-fra", `{"reason":"x"}`, france))
	n.refused("No", n.deposit(didier))
	n.replayed()
}

func TestADutyIsDelegatedToTheSecretariatOnly(t *testing.T) {
	n := settled(t)
	give := func(id, to string) error {
		return n.do(ana, "delegation.given", "delegation/"+id, "secretariat",
			fmt.Sprintf(`{"base":"role/certify","to":"person/%s","kinds":["*"],"instruments":["*"],"from":"2026-03-02","until":"2026-03-10"}`, to))
	}
	n.must(n.do(admin, "role.granted", "role/certify", "secretariat", grantOf(ana, access.Certifying, "")))
	n.refused("not of the secretariat", give("d", chloe))
	n.must(n.do(admin, "role.granted", "role/lagos", "secretariat", strings.Replace(grantOf(ana, access.FieldOfficer, `,"states":["KEN"]`), "UNODC", "UNODC-CO-NIGERIA", 1)))
	n.refused("delegate in its name", n.do(ana, "delegation.given", "delegation/x", "secretariat",
		`{"base":"role/certify","to":"person/`+bo+`","kinds":["*"],"instruments":["*"],"from":"2026-03-02","until":"2026-03-10"}`, func(d *book.Draft) { d.Party = "UNODC-CO-NIGERIA" }))
	n.must(n.do(admin, "role.granted", "role/approve", "secretariat", grantOf(mission, access.Approving, "")))
	n.refused("can't be certifying too", give("d", mission))
	n.refused("can't be certifying too", give("d", auditor))
	n.must(give("d", bo))
	n.refused("stands in as certifying", n.do(admin, "role.granted", "role/approve2", "secretariat", grantOf(bo, access.Approving, "")))
	n.replayed()
}

// A State's note to itself opens to others by its release alone, and the rows
// that SQL leaves are those that the policies open.
func TestReleaseAndFilter(t *testing.T) {
	n := settled(t)
	write := func(by, subject, audience string) {
		n.must(n.do(by, "note.write", subject, audience, `{"text":"a word"}`, france))
	}
	write(chloe, "note/a", "own-fra")
	write(chloe, "note/b", "own-fra")
	write(chloe, "note/a", "with-fra")
	write(chloe, "note/c", act.Public)
	n.refused("No", n.do(ana, "note.write", "note/a", "own-fra", `{"text":"x"}`, communicated))

	read := func(person string) (ids []string) {
		n.must(n.book.Read(ctx, 0, func(v store.View) error {
			ids = nil
			who, err := access.LoadWho(ctx, v, person)
			if err != nil {
				return err
			}
			day := act.DayOf(n.now)
			where, args := access.Filter("n.subject", "n.audience", n.p.Reads(who, day), day)
			return store.Each(ctx, v, `SELECT n.idx, n.subject, n.audience, CASE WHEN `+where+` THEN 1 ELSE 0 END FROM {note} AS n ORDER BY n.idx`, args, func(r store.Rows) error {
				var idx int64
				var subject, audience string
				var in int
				if err := r.Scan(&idx, &subject, &audience, &in); err != nil {
					return err
				}
				if in == 1 {
					ids = append(ids, subject+" "+audience)
				}
				return nil
			})
		}))
		n.must(n.book.Read(ctx, 0, func(v store.View) error {
			who, err := access.LoadWho(ctx, v, person)
			if err != nil {
				return err
			}
			for _, subject := range []act.Subject{"note/a", "note/b", "note/c"} {
				for _, audience := range []string{"own-fra", "with-fra", act.Public} {
					to, err := access.ReleasedTo(ctx, v, subject, audience, act.DayOf(n.now))
					if err != nil {
						return err
					}
					d := n.p.May(who, access.Read, access.What{Subject: subject, Audience: audience, ReleasedTo: to}, act.DayOf(n.now))
					if row := string(subject) + " " + audience; slices.Contains(ids, row) && !d.Allowed {
						n.Errorf("%s: SQL leaves %s, the policies do not: %s", person, row, d.Says)
					} else if d.Allowed && !slices.Contains(ids, row) && (audience != act.Public || subject == "note/c") && (audience != "with-fra" || subject == "note/a") && (audience != "own-fra" || subject != "note/c") {
						n.Errorf("%s: the policies open %s, SQL does not", person, row)
					}
				}
			}
			return nil
		}))
		return ids
	}
	check := func(person string, want ...string) {
		n.Helper()
		if got := read(person); !slices.Equal(got, want) {
			n.Errorf("%s reads %q, want %q", person, got, want)
		}
	}
	check("", "note/c public")
	check(ana, "note/a with-fra", "note/c public")
	check(admin, "note/c public")
	check(chloe, "note/a own-fra", "note/b own-fra", "note/a with-fra", "note/c public")

	n.refused("Only the owner", n.do(ana, "release.given", "release/r", "with-fra", `{"about":"note/a","to":"with-fra","from":"2026-03-01"}`, france))
	n.refused("does not have this standing", n.do(ana, "release.given", "release/r", "with-fra", `{"about":"note/a","to":"with-fra","from":"2026-03-01"}`, communicated))
	n.refused("No", n.do(didier, "release.given", "release/r", "with-fra", `{"about":"note/a","to":"with-fra","from":"2026-03-01"}`, france))
	n.refused("no audience to release to", n.do(chloe, "release.given", "release/r", "with-fra", `{"about":"note/a","to":"sealed","from":"2026-03-01"}`, france))
	n.must(n.do(chloe, "release.given", "release/r", "with-fra", `{"about":"note/a","to":"with-fra","from":"2026-03-01","until":"2026-04-01"}`, france))
	check(ana, "note/a own-fra", "note/a with-fra", "note/c public")
	check("", "note/c public")
	n.now = n.now.AddDate(0, 1, 0)
	check(ana, "note/a with-fra", "note/c public")
	n.must(n.do(chloe, "release.given", "release/all", "with-fra", `{"about":"note/b","to":"public","from":"2026-04-01"}`, france))
	check("", "note/b own-fra", "note/c public")
	n.must(n.do(chloe, "release.ended", "release/all", "with-fra", `{"reason":"By mistake"}`, france))
	check("", "note/c public")
	n.replayed()
}

// PostgreSQL makes the same rows of the same acts, and filters the same.
func TestBothStoresHoldTheSame(t *testing.T) {
	dsn := pgtest.DSN(t)
	pg, err := postgres.Open(ctx, dsn, postgres.Options{Schema: pgtest.Schema(t, dsn)})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, n := range []*node{newNode(t, pg), newNode(t, booktest.InSQLite(t))} {
		settle(n)
		n.must(n.do(chloe, "delegation.given", "delegation/d", "with-fra", `{"base":"accreditation/chloe","to":"person/`+didier+`","kinds":["treaty.*"],"instruments":["untoc"],"from":"2026-03-01","until":"2026-03-10"}`, france))
		n.must(n.deposit(didier))
		n.must(n.do(chloe, "note.write", "note/a", "own-fra", `{"text":"a word"}`, france))
		n.must(n.do(chloe, "note.write", "note/b", "own-fra", `{"text":"a word"}`, france))
		n.must(n.do(chloe, "release.given", "release/r", "with-fra", `{"about":"note/a","to":"with-fra","from":"2026-03-01"}`, france))
		n.must(n.do(admin, "role.ended", "role/bo", "secretariat", `{"reason":"x"}`))
		n.replayed()
		rows := n.rows()
		n.must(n.book.Read(ctx, 0, func(v store.View) error {
			who, err := access.LoadWho(ctx, v, ana)
			if err != nil {
				return err
			}
			where, args := access.Filter("n.subject", "n.audience", n.p.Reads(who, "2026-03-01"), "2026-03-01")
			var count int64
			if _, err := store.One(ctx, v, `SELECT COUNT(*) FROM {note} AS n WHERE `+where, args, &count); err != nil {
				return err
			}
			if count != 1 {
				n.Errorf("an officer counts %d notes, want the released one alone", count)
			}
			return nil
		}))
		all = append(all, rows)
	}
	if all[0] != all[1] || strings.Count(all[0], "\n") < 15 {
		t.Errorf("PostgreSQL holds\n%s\nSQLite\n%s", all[0], all[1])
	}
}

func TestErasureLeavesNoName(t *testing.T) {
	n := settled(t)
	n.must(n.do(chloe, "delegation.given", "delegation/d", "with-fra", `{"base":"accreditation/chloe","to":"person/`+didier+`","kinds":["treaty.*"],"instruments":["untoc"],"from":"2026-03-01","until":"2026-03-10"}`, france))
	n.must(n.do(chloe, "release.given", "release/r", "with-fra", `{"about":"note/a","to":"public","from":"2026-03-01"}`, france))
	n.must(n.deposit(didier))
	erase := func(about, audience string) {
		n.must(n.do(admin, "erasure.test", "erasure/1", act.Public, fmt.Sprintf(`{"about":%q,"audience":%q}`, about, audience)))
		n.keys.Destroy(act.Subject(about), audience)
	}
	erase("person/"+didier, "people")
	erase("accreditation/didier", "with-fra")
	erase("delegation/d", "with-fra")
	erase("release/r", "with-fra")
	erase("role/auditor", "secretariat")
	rows := n.rows()
	if strings.Count(rows, "Somebody invented") != 6 || strings.Count(rows, "person/") != 0 {
		t.Errorf("after the erasure:\n%s", rows)
	}
	for _, line := range strings.Split(rows, "\n") {
		if strings.HasPrefix(line, "accreditation [didier") && strings.Contains(line, "authority") {
			t.Errorf("it is still there: %s", line)
		}
	}
	n.refused("No", n.deposit(didier))
	n.refused("was erased", n.do(bo, "accreditation.confirmed", "accreditation/didier", "with-fra", compared, communicated))
	n.refused("is not recorded", n.do(admin, "role.granted", "role/new", "secretariat", grantOf(didier, access.Officer, "")))
	n.refused("there is one of the name", n.do(admin, "role.granted", "role/auditor", "secretariat", grantOf(bo, access.Reviewer, "")))
	n.replayed()
}

func TestKindsKeepTheirVersions(t *testing.T) {
	examples := map[string][]string{
		"person.recorded":         {`{"name":"An invented name","mail":"a@example.org","language":"fr"}`, `{"name":"Another"}`},
		"role.granted":            {grantOf(ana, access.Officer, ""), grantOf(ana, access.FieldOfficer, `,"until":"2027-01-01"`), `{"person":"person/` + ana + `","role":"expert","states":["FRA","PER"],"from":"2026-01-01"}`},
		"role.ended":              {`{"reason":"Moved to\nanother office"}`},
		"accreditation.recorded":  {accreditationOf(chloe, false, `"treaty.*","read"`), accreditationOf(mission, true, `"*"`)},
		"accreditation.confirmed": {compared},
		"accreditation.ended":     {`{"reason":"By a note"}`},
		"delegation.given":        {`{"base":"accreditation/chloe","to":"person/` + didier + `","kinds":["treaty.*"],"instruments":["untoc"],"from":"2026-03-01","until":"2026-03-10"}`},
		"delegation.ended":        {`{"reason":"Back"}`},
		"release.given":           {`{"about":"note/a","to":"with-fra","from":"2026-03-01","until":"2026-04-01"}`, `{"about":"note/a","to":"public","from":"2026-03-01"}`},
		"release.ended":           {`{"reason":"By mistake"}`},
	}
	for _, k := range access.Module(registry(t)).Kinds {
		acttest.Golden(t, filepath.Join("testdata", "kinds"), &k.Shape, examples[k.Name]...)
	}
}
