package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book/booktest"
)

// lamps is an invented resolution.
const lamps = `Resolution adopted by the General Assembly on 4 May 2041

[on the report of the Third Committee (A/95/400)]

95/7. Keeping of lamps

The General Assembly,

Recalling its resolution 94/3 of 2 May 2040,

1. Notes with appreciation the report on lamps, and urges Member States to keep a register of lamps, in accordance with their national law;

2. Requests the United Nations Office on Drugs and Crime, within its existing mandate, to help Member States, upon request, in preventing corruption in the keeping of lamps, in accordance with paragraph 1 above;

3. Requests the Secretary-General to report to the General Assembly at its ninety-seventh session on the implementation of the present resolution.
`

type plans struct {
	Mark     string
	Recorded bool
	Plans    []struct {
		Symbol, Outcome, Act, Why string
		Acts                      int
		Changes                   []struct{ Place, Field, Old, New string }
	}
}

// TestTheRegisterOfMandates takes a text in, and reads it as everybody.
func TestTheRegisterOfMandates(t *testing.T) {
	onEachStore(t, func(t *testing.T, n *node) {
		n.peopled()
		send := func(person, text string, pairs ...string) answer {
			q := url.Values{"name": {"lamps.txt"}}
			for i := 0; i+1 < len(pairs); i += 2 {
				q.Set(pairs[i], pairs[i+1])
			}
			return n.as(person, http.MethodPost, "/api/v1/documents?"+q.Encode(), text, "Content-Type", "text/plain", "Idempotency-Key", "lamps-1")
		}
		size := n.book.Size()
		n.problem(send(public, lamps), 401, "sign-in")
		n.problem(send(mission, lamps), 403, "denied")
		n.problem(send("read:"+officer, lamps), 403, "scope")
		var p, done, again plans
		n.read(send(officer, lamps), 200, &p)
		if p.Recorded || len(p.Plans) != 1 || p.Plans[0].Symbol != "A/RES/95/7" || p.Plans[0].Outcome != "new" || p.Plans[0].Acts != 5 || n.book.Size() != size {
			t.Fatalf("the plan is %+v, and %d acts were recorded", p, n.book.Size()-size)
		}
		n.problem(send(officer, lamps, "confirm", strings.Repeat("0", 64)), 409, "stale")
		n.problem(send(officer, lamps+"\n4. Decides to count the stars.\n", "confirm", p.Mark), 409, "stale")
		n.read(send(officer, lamps, "confirm", p.Mark), 200, &done)
		if !done.Recorded || done.Plans[0].Act == "" || n.book.Size() != size+5 {
			t.Errorf("recorded: %+v, and %d acts", done, n.book.Size()-size)
		}
		n.read(send(officer, lamps, "confirm", p.Mark), 200, &again)
		if !again.Recorded || again.Plans[0].Outcome != "same" || n.book.Size() != size+5 {
			t.Errorf("confirmed again: %+v, and %d acts", again, n.book.Size()-size)
		}
		var other plans
		n.read(send(officer, strings.ReplaceAll(lamps, "keep a register", "keep a list")), 200, &other)
		if other.Plans[0].Outcome != "differs" || other.Plans[0].Why == "" || len(other.Plans[0].Changes) == 0 {
			t.Errorf("another text of it: %+v", other)
		}
		n.problem(n.as(officer, http.MethodPost, "/api/v1/documents?name=x.pdf", "%PDF-1.7 broken", "Content-Type", "application/pdf"), 422, "invalid")

		clause := "clause/A_RES_95_7/2/1"
		n.do(officer, "mandate.status", clause, "public", `{"of":"UNODC","status":"in-progress"}`)
		n.do(officer, "mandate.proposed", clause, "secretariat", `{"proposal":"remove","reason":{"language":"en","text":"A secret reason."}}`)
		for _, person := range everybody {
			var d struct {
				Symbol  string
				Clauses int
				Texts   []struct{ Language string }
			}
			n.read(n.get(person, "/documents/A_RES_95_7"), 200, &d)
			if d.Symbol != "A/RES/95/7" || d.Clauses != 4 || len(d.Texts) != 1 {
				t.Errorf("the document is %+v", d)
			}
			n.read(n.get(person, "/documents/A%2FRES%2F95%2F7"), 200, &d)
			for address, want := range map[string]int{
				"/documents?limit=1": 1, "/documents?organ=GA&order=title": 1, "/documents?year=1999": 0,
				"/documents/A_RES_95_7/paragraphs?limit=2": 4, "/clauses?limit=1": 4, "/clauses?entity=UNODC": 1, "/clauses?document=A/RES/95/7&status=in-progress": 1,
				"/clauses?entity=member-states&force=call": 1, "/clauses?due_before=2042-01-01": 0, "/reports-due?limit=1": 1, "/reports-due?until=2040-01-01": 0,
			} {
				if got := len(n.all(person, address)); got != want {
					t.Errorf("%q gets %d of %s, want %d", person, got, address, want)
				}
			}
			var c struct {
				Total  int
				Exact  bool
				Facets map[string][]struct{ Value string }
			}
			n.read(n.get(person, "/clauses/counts?entity=UNODC"), 200, &c)
			if c.Total != 1 || !c.Exact || len(c.Facets["status"]) != 1 || c.Facets["status"][0].Value != "in-progress" {
				t.Errorf("the counts are %+v", c)
			}
			a := n.get(person, "/documents/A_RES_95_7/paragraphs/2")
			var one struct {
				Cite, Previous, Next string
				Clauses              []struct{ Cite string }
				Entries              []struct{ Kind string }
			}
			n.read(a, 200, &one)
			proposals := n.all(person, "/proposals?limit=1")
			if slices.Contains(n.policies.Audiences(n.who(person), act.DayOf(n.now)), "secretariat") {
				if len(one.Entries) != 2 || len(proposals) != 1 || !strings.Contains(string(a.Body), "A secret reason") {
					t.Errorf("%q of the secretariat reads %+v and %d proposals", person, one, len(proposals))
				}
			} else if len(one.Entries) != 1 || len(proposals) != 0 || strings.Contains(string(a.Body), "secret") {
				t.Errorf("%q reads %s", person, a.Body)
			}
			if one.Cite != "A/RES/95/7#2" || one.Previous != "1" || one.Next != "3" || len(one.Clauses) != 1 {
				t.Errorf("the paragraph is %+v", one)
			}
		}
		for query, want := range map[string]int{"": 1, "?as_of=2026-02-28": 0, "?as_of=2026-03-01": 1, fmt.Sprintf("?known_at=%d", size+5): 0, fmt.Sprintf("?known_at=%d", size+6): 1} {
			var one struct {
				Clauses []struct{ Statuses []struct{ Status string } }
			}
			n.read(n.get(public, "/documents/A_RES_95_7/paragraphs/2"+query), 200, &one)
			if got := len(one.Clauses[0].Statuses); got != want {
				t.Errorf("%s: %d statuses, want %d", query, got, want)
			}
		}
		n.problem(n.get(public, "/documents/A_RES_1_1"), 404, "not-found")
		n.problem(n.get(public, "/documents/~zz"), 404, "not-found")
		n.problem(n.get(public, "/documents/A_RES_95_7/paragraphs/99"), 404, "not-found")
		n.problem(n.get(public, "/documents/A_RES_1_1/paragraphs"), 404, "not-found")
		for _, address := range []string{"/documents", "/clauses", "/reports-due", "/proposals"} {
			n.problem(n.get(public, address+"?after=nowhere"), 422, "invalid")
		}
		n.problem(n.get(public, "/clauses?due_before=soon"), 422, "invalid")
	})
}

// A file over the limit is answered with a problem that says the limit, however it
// comes; one that says its length is not read.
func TestAFileOverTheLimitIsAProblem(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	s := httptest.NewServer(n.api)
	defer s.Close()
	for _, length := range []int64{200 << 20, -1} {
		q, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/api/v1/documents?name=film.pdf", io.LimitReader(zeros{}, 200<<20))
		n.must(err)
		q.ContentLength = length
		q.Header.Set("Authorization", "Bearer "+officer)
		q.Header.Set("Content-Type", "application/octet-stream")
		q.Header.Set("Accept-Language", "fr")
		a, err := s.Client().Do(q)
		n.must(err)
		defer a.Body.Close()
		body, err := io.ReadAll(a.Body)
		n.must(err)
		n.problem(answer{a.StatusCode, a.Header, body}, 413, "too-large")
		if !strings.Contains(string(body), "130 Mo au plus.") {
			t.Errorf("the limit is not said: %s", body)
		}
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
