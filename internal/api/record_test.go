package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"comity/internal/act"
	"comity/internal/book/booktest"
)

func draft(name, audience, more string) string {
	return fmt.Sprintf(`{"kind":"note.write","subject":"note/%s","party":"UNODC","standing":"own","day":"2026-03-01","audience":%q,"body":{"text":"Written by a program"}%s}`, name, audience, more)
}

type receipt struct {
	Acts  []row
	Again bool
	Size  int64
}

func TestAProgramRecords(t *testing.T) {
	onEachStore(t, func(t *testing.T, n *node) {
		n.peopled()
		post := func(person, body string, headers ...string) answer {
			return n.as(person, http.MethodPost, "/api/v1/acts", body, headers...)
		}
		var first, again receipt
		a := post(officer, draft("a", "secretariat", ""), "Idempotency-Key", "k1")
		n.read(a, http.StatusCreated, &first)
		if len(first.Acts) != 1 || first.Again || first.Size != n.book.Size() || a.Header.Get("Location") != "/api/v1/acts/"+first.Acts[0].ID {
			t.Errorf("the receipt is %+v, at %s", first, a.Header.Get("Location"))
		}
		n.read(post(officer, draft("a", "secretariat", ""), "Idempotency-Key", "k1"), http.StatusOK, &again)
		if !again.Again || again.Acts[0].ID != first.Acts[0].ID {
			t.Errorf("asked again: %+v", again)
		}
		n.problem(post(officer, draft("b", "secretariat", ""), "Idempotency-Key", "k1"), 409, "duplicate")

		// Who may, and who may not.
		n.problem(post(public, draft("c", "public", "")), 401, "sign-in")
		n.problem(post("read:"+officer, draft("c", "public", "")), 403, "scope")
		p := n.problem(post(auditor, draft("c", "public", "")), 403, "denied")
		if p.Reason == "" {
			t.Errorf("it is not said why: %+v", p)
		}
		n.problem(post(mission, draft("c", "secretariat", "")), 403, "denied")
		n.problem(post(officer, `{"kind":"note.write","subject":"note/c","party":"FRA","standing":"own","day":"2026-03-01","audience":"public","body":{"text":"x"}}`), 403, "denied")
		n.problem(post(officer, "kind = 1", "Content-Type", "application/toml"), 415, "media")
		n.problem(post(officer, `{"x":"`+strings.Repeat("y", act.MaxDrafts)+`"}`), 413, "too-large")
		n.problem(post(officer, ""), 400, "invalid")

		// Several at once, or none.
		size := n.book.Size()
		p = n.problem(post(officer, `{"acts":[`+draft("d", "public", "")+`,`+draft("e", "public", `,"colour":1,"day":"2026-02-30"`)+`]}`), 422, "invalid")
		where := map[string]bool{}
		for _, f := range p.Errors {
			where[f.Where] = true
		}
		if !where["/acts/1/colour"] || !where["/acts/1/day"] || n.book.Size() != size {
			t.Errorf("the faults are %+v, and %d acts were recorded", p.Errors, n.book.Size()-size)
		}
		var both receipt
		n.read(post(officer, `{"acts":[`+draft("d", "public", "")+`,`+draft("e", "public", "")+`]}`), http.StatusCreated, &both)
		if len(both.Acts) != 2 || n.book.Size() != size+2 {
			t.Errorf("both became %+v", both)
		}
		for body, want := range map[string]string{
			`{}`:                                   "/kind",
			`{"acts":[]}`:                          "/acts",
			`[1]`:                                  "",
			`{"acts":[1]}`:                         "/acts/0",
			`{"kind":"none.such"}`:                 "/kind",
			`{"kind":1}`:                           "/kind",
			`{"acts":[{"kind":"no"}],"more":true}`: "/more",
			`{"kind":"note.write","kind":"x"}`:     "/kind",
			`{`:                                    "",
			`{"kind":"note.write","subject":"note/x","party":"UNODC","standing":"own","day":"2026-03-01","audience":"public","body":{}}`: "/body/text",
		} {
			p := n.problem(post(officer, body, "Accept-Language", "fr"), 422, "invalid")
			if len(p.Errors) == 0 || p.Errors[0].Where != want {
				t.Errorf("%s has the faults %+v, want one at %q", body, p.Errors, want)
			}
		}
	})
}

// TestSeen: a call is refused where its subject was changed since it was read; of
// acts that are not open to its person it neither fails nor tells.
func TestSeen(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	post := func(person, body string, headers ...string) answer {
		return n.as(person, http.MethodPost, "/api/v1/acts", body, headers...)
	}
	var one, two receipt
	n.read(post(officer, draft("s", "with-fra", `,"seen":""`)), http.StatusCreated, &one)
	n.problem(post(officer, draft("s", "with-fra", `,"seen":""`)), 409, "stale")
	n.read(post(officer, draft("s", "with-fra", `,"seen":"`+one.Acts[0].ID+`"`), "Idempotency-Key", "s2"), http.StatusCreated, &two)
	n.read(post(officer, draft("s", "with-fra", `,"seen":"`+one.Acts[0].ID+`"`), "Idempotency-Key", "s2"), http.StatusOK, &two)
	if !two.Again {
		t.Error("a call that was recorded is stale to itself")
	}
	p := n.problem(post(officer, draft("s", "with-fra", `,"seen":"`+one.Acts[0].ID+`"`)), 409, "stale")
	if p.Later == nil || p.Later.ID != two.Acts[0].ID {
		t.Errorf("the later act is %+v", p.Later)
	}
	// The Office writes something that France can't read on the same subject.
	n.note("s", "secretariat", "for the Office alone")
	french := func(seen string) string {
		return `{"kind":"note.write","subject":"note/s","party":"FRA","standing":"own","day":"2026-03-01","audience":"with-fra","body":{"text":"From France"},"seen":"` + seen + `"}`
	}
	a := post(mission, french(one.Acts[0].ID))
	if p := n.problem(a, 409, "stale"); p.Later != nil || p.Reason != "" || bytes.Contains(a.Body, []byte("note.write")) {
		t.Errorf("France is told of what it can't read: %s", a.Body)
	}
	var third receipt
	n.read(post(mission, french(two.Acts[0].ID)), http.StatusCreated, &third)

	// Correcting what one can't read is as correcting nothing.
	hidden := n.note("h", "secretariat", "hidden")
	correction := func(id string) string {
		return `{"kind":"note.correct","subject":"note/h","party":"FRA","standing":"own","day":"2026-03-01","audience":"public","corrects":"` + id + `","body":{}}`
	}
	nothing := strings.Repeat("0", 8) + hidden[8:]
	x, y := post(mission, correction(hidden)), post(mission, correction(nothing))
	if x.Status != 422 || y.Status != 422 || string(x.Body) != strings.ReplaceAll(string(y.Body), nothing, hidden) {
		t.Errorf("hidden: %s\nnothing: %s", x.Body, y.Body)
	}
}

// FuzzRecord: whatever is sent is recorded or refused with a problem.
func FuzzRecord(f *testing.F) {
	for _, s := range []string{draft("a", "public", ""), `{"acts":[` + draft("a", "public", `,"seen":""`) + `]}`, `{"acts":[{}]}`, `[]`, `{"kind":"note.seal","sealed":"YQ=="}`, "\x00", `{"kind":"note.write","body":{"text":"\ud800"}}`} {
		f.Add([]byte(s), "key")
	}
	n := newNode(f, booktest.InSQLite(f)).peopled()
	f.Fuzz(func(t *testing.T, body []byte, key string) {
		n.TB = t
		size := n.book.Size()
		a := n.as(officer, http.MethodPost, "/api/v1/acts", string(body), "Content-Type", "application/json", "Idempotency-Key", key)
		if a.Status >= 500 || !json.Valid(a.Body) {
			t.Errorf("answered %d: %s", a.Status, a.Body)
		}
		if a.Status != http.StatusCreated && n.book.Size() != size {
			t.Errorf("answered %d, and the book grew", a.Status)
		}
	})
}
