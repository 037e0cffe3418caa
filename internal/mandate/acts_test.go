package mandate

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book/booktest"
	"comity/internal/store"
)

// clause reads a clause of lamps.
func (n *node) clause(place string, number int) (c *Clause) {
	n.Helper()
	n.read(func(v store.View) (err error) {
		c, err = clauseOf(ctx, v, Ref{"A/RES/95/7", place, number})
		return err
	})
	if c == nil {
		n.Fatalf("there is no clause %s:%d", place, number)
	}
	return c
}

// counted reads how many clauses have a value.
func (n *node) counted(f Field, value string) (k int) {
	n.Helper()
	n.read(func(v store.View) error {
		k = 0
		_, err := store.One(ctx, v, `SELECT n FROM {mandate_count} WHERE field = ? AND value = ?`, []any{string(f), value}, &k)
		return err
	})
	return k
}

const noted = `"note":{"language":"en","text":"By mission."}`

func TestTheStatusOfAClause(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		if n.counted(ByStatus, NoStatus) != 2 { // the Office's clause and the Secretary-General's
			t.Errorf("%d clauses without a status", n.counted(ByStatus, NoStatus))
		}
		first, err := n.do(ana, "status", clause("2", 1), `{"of":"UNODC","status":"in-progress","means":["voluntary"],`+noted+`}`, on("2042-03-01"))
		n.must(err)
		if c := n.clause("2", 1); !slices.Equal(c.Statuses, []BodyStatus{{"UNODC", "in-progress"}}) || n.counted(ByStatus, NoStatus) != 1 || n.counted(ByStatus, "in-progress") != 1 {
			t.Errorf("%+v", c.Statuses)
		}
		// What is entered late for an earlier day does not change what is.
		_, err = n.do(ana, "status", clause("2", 1), `{"of":"UNODC","status":"no-indication"}`, on("2041-12-31"))
		n.must(err)
		if c := n.clause("2", 1); c.Statuses[0].Code != "in-progress" {
			t.Errorf("%+v", c.Statuses)
		}
		_, err = n.do(ana, "status", clause("2", 1), `{"of":"UNODC","status":"completed"}`)
		n.refused("completed on evidence", err)
		_, err = n.do(ana, "status", clause("2", 1), `{"of":"UNODC","status":"completed","evidence":[{"kind":"report","act":"00000000-0000-7000-8000-000000000000"}]}`)
		n.refused("which the book does not hold", err)
		_, err = n.do(ana, "status", clause("2", 1), `{"of":"UNODC","status":"completed","evidence":[{"kind":"report"}]}`)
		n.refused("names 0 things", err)
		_, err = n.do(ana, "status", clause("2", 1), fmt.Sprintf(`{"of":"UNODC","status":"completed","evidence":[{"kind":"report","document":"E/CN.15/2042/2"},{"kind":"report","act":%q}]}`, first))
		n.must(err)
		if c := n.clause("2", 1); c.Statuses[0].Code != "completed" {
			t.Errorf("%+v", c.Statuses)
		}
		// It was wrong, and is corrected: as if it had not been.
		id, err := n.do(ana, "status", clause("2", 1), `{"of":"UNODC","status":"superseded","by":"A/RES/96/1"}`)
		n.must(err)
		_, err = n.do(bo, "status", clause("2", 1), `{"of":"UNODC","status":"spent"}`, on("2042-02-01"), correctingAct(id))
		n.must(err)
		if c := n.clause("2", 1); c.Statuses[0].Code != "completed" {
			t.Errorf("%+v", c.Statuses)
		}
		_, err = n.do(bo, "status", clause("2", 1), `{"of":"UNODC","status":"spent"}`, correctingAct(id))
		n.refused("was corrected already", err)
		n.verified()
	})
}

func TestWhatIsNotRecordedOfAClause(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	n.taken(lamps)
	_, err := n.do(ana, "proposed", clause("2", 1), `{"proposal":"retain","reason":{"language":"en","text":"It is needed."}}`)
	n.must(err)
	for _, x := range []struct {
		kind string
		s    act.Subject
		body string
		why  string
	}{
		{"status", clause("1", 2), `{"of":"UNODC","status":"not-implemented"}`, "of States only what they communicated is shown"},
		{"status", clause("1", 2), `{"of":"member-states","status":"not-implemented"}`, "of States only what they communicated is shown"},
		{"status", clause("1", 1), `{"of":"UNODC","status":"spent"}`, "asks nobody"},
		{"status", clause("2", 1), `{"of":"CCPCJ","status":"spent"}`, "does not ask CCPCJ"},
		{"status", clause("9", 1), `{"of":"UNODC","status":"spent"}`, "the register has no clause A/RES/95/7#9:1"},
		{"status", clause("2", 1), `{"of":"UNODC","status":"done"}`, "status"},
		{"assigned", clause("2", 1), `{"office":"FRA"}`, "is no office or body of the United Nations"},
		{"assigned", clause("2", 1), `{"unit":"A section"}`, "is of no office"},
		{"assigned", clause("2", 1), `{}`, "nobody is responsible"},
		{"changed", clause("2", 1), `{"effect":"ended","by":"A/RES/96/1","since":"2042-01-01"}`, "does not cite A/RES/96/1"},
		{"shared", clause("2", 1), `{"bodies":["UNODC"]}`, "by two bodies at least"},
		{"shared", clause("2", 1), `{"bodies":["UNODC","FRA"]}`, "FRA is no body"},
		{"shared", clause("2", 1), `{"bodies":["UNODC","UNDP"],"coordinator":"WHO"}`, "is not among those who share"},
		{"shared", clause("2", 1), `{"bodies":["UNODC","UNODC"]}`, "named twice"},
		{"reading-corrected", clause("2", 1), `{"field":"phrase","new":["x"],"reason":{"language":"en","text":"x"}}`, "is no field that is corrected"},
		{"reading-corrected", clause("2", 1), `{"field":"force","old":["call"],"new":["decide"],"reason":{"language":"en","text":"x"}}`, "read it again"},
		{"reading-corrected", clause("2", 1), `{"field":"force","old":["request"],"new":["wish"],"reason":{"language":"en","text":"x"}}`, "is no value of the force"},
		{"reading-corrected", clause("2", 1), `{"field":"entities","old":["UNODC"],"new":["UNDP"],"reason":{"language":"en","text":"x"}}`, "leave bodies and due to the program"},
		{"renewed", paragraph("A/RES/95/7", "2"), `{"from":"A/RES/94/3#2","state":"proposed"}`, "has no text of A/RES/94/3#2"},
		{"renewed", paragraph("A/RES/95/7", "2"), `{"from":"A/RES/95/7#1","state":"confirmed"}`, "is of the same"},
		{"renewed", paragraph("A/RES/95/7", "2"), `{"state":"proposed"}`, "names the earlier paragraph"},
		{"paragraph", paragraph("A/RES/95/7", "9"), `{"language":"en","part":"operative","text":"Decides."}`, "has no paragraph 9"},
		{"paragraph", paragraph("A/RES/95/7", "2"), `{"language":"fr","part":"operative","text":"Décide."}`, "has no paragraph 2"},
		{"paragraph", paragraph("A/RES/95/7", "2"), `{"language":"en","part":"operative","text":"X.","clauses":[{"number":1,"force":"request","entities":["UNODC"]}]}`, "the bodies of clause 1"},
	} {
		_, err := n.do(ana, x.kind, x.s, x.body)
		n.refused(x.why, err)
	}
	_, err = n.do(ana, "status", clause("2", 1), `{"of":"UNODC","status":"spent"}`, on("2042-06-02"))
	n.refused("lies ahead", err)
}

func TestWhoIsResponsible(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		_, err := n.do(ana, "assigned", clause("2", 1), `{"office":"UNODC","unit":"Lamps Section"}`, on("2042-01-01"))
		n.must(err)
		_, err = n.do(ana, "assigned", clause("2", 1), `{"office":"UNDP"}`, on("2041-01-01"))
		n.must(err)
		if c := n.clause("2", 1); c.Office != "UNODC" || c.Unit != "Lamps Section" || c.Since != "2042-01-01" || n.counted(ByOffice, "UNODC") != 1 || n.counted(ByOffice, "UNDP") != 0 {
			t.Errorf("%+v", c)
		}
		_, err = n.do(ana, "assigned", clause("2", 1), `{}`)
		n.must(err)
		if c := n.clause("2", 1); c.Office != "" || c.Since != "" || n.counted(ByOffice, "UNODC") != 0 {
			t.Errorf("%+v", c)
		}
		n.verified()
	})
}

func TestAProposalIsDecidedByAnother(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		before := *n.clause("2", 1)
		id, err := n.do(ana, "proposed", clause("2", 1), `{"proposal":"update","words":{"language":"en","text":"Requests the Office to help."},"reason":{"language":"en","text":"It is too long."}}`)
		n.must(err)
		decide := func(person string, s act.Subject, approved bool, more string) error {
			_, err := n.do(person, "approved", s, fmt.Sprintf(`{"proposal":%q,"approved":%v%s}`, id, approved, more))
			return err
		}
		n.refused("by another person than made it", decide(ana, clause("2", 1), true, ""))
		n.refused("by another person than made it", decide("", clause("2", 1), true, ""))
		n.refused("is no proposal on A/RES/95/7#4:1", decide(bo, clause("4", 1), true, ""))
		n.refused("is refused with a reason", decide(bo, clause("2", 1), false, ""))
		n.must(decide(bo, clause("2", 1), true, ""))
		n.refused("was decided already", decide(bo, clause("2", 1), true, ""))
		if after := *n.clause("2", 1); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("a proposal changed the mandate: %+v, it was %+v", after, before)
		}
		n.read(func(v store.View) error {
			for _, c := range []struct {
				who  Reader
				want int
			}{{Reader{[]string{act.Public, "secretariat"}, "2042-06-01"}, 1}, {Reader{[]string{act.Public}, "2042-06-01"}, 0}} {
				list, err := DecidedProposals(n.Context(), v, c.who, 10)
				if err != nil || len(list) != c.want {
					t.Errorf("%+v reads %+v, %v", c.who, list, err)
				}
				for _, d := range list {
					if d.Act != id || d.Code != "update" || d.Decision.Code != "approved" || d.Decision.Act == "" {
						t.Errorf("%+v", d)
					}
				}
			}
			return nil
		})
		n.verified()
	})
}

func TestOnlyADecisionChangesAMandate(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		change := func(by, since string) error {
			_, err := n.do(ana, "changed", clause("2", 1), fmt.Sprintf(`{"effect":"ended","by":%q,"since":%q}`, by, since), citing(act.Cite(by)))
			return err
		}
		n.refused("of ECOSOC, and A/RES/95/7 was decided by GA", change("E/RES/2041/3", "2042-01-01"))
		n.refused("no resolution or decision of a known organ", change("ST/SGB/2041/1", "2042-01-01"))
		n.refused("does not change itself", change("A/RES/95/7#3", "2042-01-01"))
		n.taken(strings.NewReplacer("95/7.", "95/9.", "4 May", "9 May").Replace(lamps))
		n.refused("was adopted on 2041-05-09", change("A/RES/95/9#1", "2041-05-08"))
		n.must(change("A/RES/95/9#1", "2041-05-09"))
		if c := n.clause("2", 1); c.Effect != Ended || c.EffectBy != "A/RES/95/9#1" || c.EffectDay != "2041-05-09" || n.counted(ByEffect, "ended") != 1 {
			t.Errorf("%+v", c)
		}
		n.verified()
	})
}

func TestASharedMandate(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		_, err := n.do(ana, "shared", clause("2", 1), `{"bodies":["UNODC","UNDP"],"coordinator":"UNODC"}`)
		n.must(err)
		if c := n.clause("2", 1); !slices.Equal(c.Shared, []string{"UNODC", "UNDP"}) || c.Coordinator != "UNODC" || n.counted(ByShared, "UNDP") != 1 {
			t.Errorf("%+v", c)
		}
		n.verified()
	})
}

func TestACorrectionOutlivesTheNextReading(t *testing.T) {
	onEachStore(t, func(n *node) {
		n.taken(lamps)
		correct := func(field, old, now string) error {
			c := n.clause("4", 1)
			b := CorrectedBody{Field: field, Old: split(old), New: split(now), Reason: Prose{"en", "The text says so."}}
			Derive(n.importer.calendar(), n.importer.Parties, c, "GA", "2041-05-04", &b)
			raw, err := encode(&b)
			n.must(err)
			_, err = n.do(bo, "reading-corrected", clause("4", 1), string(raw))
			return err
		}
		if c := n.clause("4", 1); c.Due != (Due{"GA", 97, "2042-09-09", ToSession}) || c.Report.At == "" {
			t.Errorf("as read: %+v %+v", c.Due, c.Report)
		}
		at := n.clause("4", 1).Report.At
		n.must(correct("report_at", at, "its ninety-eighth session"))
		n.must(correct("entities", "secretary-general", "secretary-general\nUNDP"))
		want := func(when string) {
			n.Helper()
			c := n.clause("4", 1)
			if c.Due.Session != 98 || c.Report.At != "its ninety-eighth session" || !slices.Equal(c.Bodies, []string{"secretary-general", "UNDP"}) || !slices.Equal(c.Corrected, []string{"entities", "report_at"}) {
				t.Errorf("%s: %+v", when, c)
			}
		}
		want("corrected")
		// The text is replaced, and the paragraph read again with another word.
		o, err := n.imports(strings.Replace(lamps, "the present resolution", "this resolution", 1), ImportOptions{Reason: "A corrigendum."})
		if err != nil || o[0] != Differs {
			t.Fatal(o, err)
		}
		want("read again")
		n.refused("read it again", correct("report_at", at, "its ninety-ninth session"))
		n.verified()
	})
}
