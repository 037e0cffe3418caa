package api_test

import (
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"comity/internal/book/booktest"
	"comity/internal/i18n"
	"comity/internal/ui"
)

func TestWhatHasNotChangedIsNotSentAgain(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	tag := func(person string) string {
		a := n.get(person, "/acts")
		if a.Status != 200 || a.Header.Get("ETag") == "" {
			t.Fatalf("answered %d with tag %q", a.Status, a.Header.Get("ETag"))
		}
		return a.Header.Get("ETag")
	}
	known := tag(officer)
	if a := n.get(officer, "/acts", "If-None-Match", `"x", `+known); a.Status != 304 || len(a.Body) > 0 {
		t.Errorf("unchanged: %d %s", a.Status, a.Body)
	}
	for what, a := range map[string]answer{
		"another person":   n.get(mission, "/acts", "If-None-Match", known),
		"the public":       n.get(public, "/acts", "If-None-Match", known),
		"another language": n.get(officer, "/acts", "If-None-Match", known, "Accept-Language", "ru"),
		"another format":   n.get(officer, "/acts", "If-None-Match", known, "Accept", "text/csv"),
		"another address":  n.get(officer, "/acts?limit=3", "If-None-Match", known),
	} {
		if a.Status != 200 {
			t.Errorf("the tag stands for %s too: %d", what, a.Status)
		}
	}
	n.note("n", "public", "new")
	if a := n.get(officer, "/acts", "If-None-Match", known); a.Status != 200 {
		t.Errorf("changed: %d", a.Status)
	}
	known = tag(officer)
	n.now = n.now.AddDate(0, 0, 1)
	if a := n.get(officer, "/acts", "If-None-Match", known); a.Status != 200 {
		t.Errorf("on the next day, on which roles may have ended: %d", a.Status)
	}
}

func TestWhatWasKnownThen(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	before := n.book.Size()
	n.now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	early := n.note("k", "public", "early")
	n.now = time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)
	late := n.note("k", "public", "late")
	for at, want := range map[string]int{
		"": 2, fmt.Sprint(before): 0, fmt.Sprint(before + 1): 1, fmt.Sprint(before + 2): 2,
		"2026-03-01": 0, "2026-03-02": 1, "2026-03-03": 1, "2026-03-04": 2,
		"2026-03-02T08:59:59.999999Z": 0, "2026-03-02T09:00:00Z": 1, "2026-03-02T10:00:00%2B01:00": 1, "2030-01-01": 2, "1990-01-01": 0,
	} {
		if got := len(n.all(public, "/acts?subject=note/k&limit=1&known_at="+at)); got != want {
			t.Errorf("at %q %d acts were known, want %d", at, got, want)
		}
		for id, from := range map[string]int{early: 1, late: 2} {
			status := 404
			if want >= from {
				status = 200
			}
			if a := n.get(public, "/acts/"+id+"?known_at="+at); a.Status != status {
				t.Errorf("at %q the act answers %d, want %d", at, a.Status, status)
			}
		}
	}
	if rows := n.all(public, fmt.Sprintf("/acts?since=%d&limit=1", before+1)); len(rows) != 1 || rows[0].ID != late {
		t.Errorf("since: %+v", rows)
	}
}

func TestTheBooksProofs(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	var earlier, later struct {
		Size int64
		Root string
		Note string
	}
	n.read(n.get(public, "/book/head"), 200, &earlier)
	for i := range 5 {
		n.note(fmt.Sprint(i), "secretariat", "x")
	}
	n.read(n.get(public, "/book/head"), 200, &later)
	var c struct {
		Earlier, Later int64
		Hashes         []string
	}
	n.read(n.get(public, fmt.Sprintf("/book/consistency?earlier=%d", earlier.Size)), 200, &c)
	var proof tlog.TreeProof
	for _, h := range c.Hashes {
		p, err := tlog.ParseHash(h)
		n.must(err)
		proof = append(proof, p)
	}
	root := func(s string) (h tlog.Hash) {
		b, err := base64.StdEncoding.DecodeString(s)
		n.must(err)
		copy(h[:], b)
		return h
	}
	if err := tlog.CheckTree(proof, c.Later, root(later.Root), c.Earlier, root(earlier.Root)); err != nil || c.Later != later.Size {
		t.Errorf("the proof does not hold: %v", err)
	}
	n.problem(n.get(public, "/book/consistency?earlier=5&later=4"), 422, "invalid")
	n.problem(n.get(public, "/book/consistency?earlier=1&later=4000"), 422, "invalid")
	n.problem(n.get(public, "/book/consistency"), 422, "invalid")
}

func TestStatesAndCodesAreOfADay(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	has := func(address, code string) (found bool) {
		for _, r := range n.all(public, address) {
			found = found || r.Code == code
		}
		return found
	}
	for address, want := range map[string]bool{
		"/states?as_of=1985-06-01": true, "/states?as_of=2020-06-01": false, "/states": false,
		"/states?as_of=1985-06-01&status=member": true, "/states?as_of=1985-06-01&status=observer": false,
	} {
		if got := has(address, "YUG"); got != want {
			t.Errorf("%s has Yugoslavia: %v", address, got)
		}
	}
	if n := len(n.all(public, "/states?status=member&limit=50")); n != 193 {
		t.Errorf("%d Member States", n)
	}
	var p struct {
		Name  string
		Names []struct{ Name string }
	}
	n.read(n.get(public, "/parties/FRA", "Accept-Language", "ar"), 200, &p)
	if p.Name != "فرنسا" || len(p.Names) < 12 {
		t.Errorf("France is %+v", p)
	}
	if !has("/lists/standing", "own") {
		t.Error("the list of standings has no code own")
	}
}

func TestASubjectWithItsStrokes(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	n.do(officer, "thing.named", "thing/a/b", "public", `{}`)
	for _, address := range []string{"/subjects/thing/a/b", "/subjects/thing%2Fa%2Fb"} {
		var s struct {
			Subject string
			States  []string
			Links   []struct{ From, Relation, To string }
		}
		n.read(n.get(public, address), 200, &s)
		if s.Subject != "thing/a/b" || len(s.States) != 1 || len(s.Links) != 1 || s.Links[0].To != "thing/other" {
			t.Errorf("%s is %+v", address, s)
		}
	}
	for address, want := range map[string]int{"/subjects?type=thing": 1, "/subjects?type=note": 0, "/subjects?state=FRA": 1, "/subjects?owner=FRA": 0} {
		if got := len(n.all(public, address)); got != want {
			t.Errorf("%s lists %d, want %d", address, got, want)
		}
	}
}

func TestTooManyRequestsAreSlowed(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t)).peopled()
	n.serve(false)
	slowed := func(person string) (at int) {
		for i := range 400 {
			if a := n.get(person, "/programme"); a.Status == 429 {
				n.problem(a, 429, "too-often")
				if a.Header.Get("Retry-After") == "" {
					t.Error("it is not said how long to wait")
				}
				return i
			}
		}
		return -1
	}
	if at := slowed(public); at < 100 {
		t.Errorf("the public is slowed after %d", at)
	}
	if at := slowed("tried"); at != 0 {
		t.Errorf("who tries tokens is slowed after %d more", at)
	}
	if at := slowed(officer); at < 100 {
		t.Errorf("the officer is slowed after %d", at)
	}
	n.now = n.now.Add(time.Minute)
	if a := n.get(public, "/programme"); a.Status != 200 {
		t.Errorf("a minute later: %d", a.Status)
	}
}

func TestAnswersAreCompressedAndClosedToOtherSites(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	a := n.get(public, "/states", "Accept-Encoding", "gzip", "Origin", "https://elsewhere.example")
	if a.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("it is not compressed: %v", a.Header)
	}
	z, err := gzip.NewReader(strings.NewReader(string(a.Body)))
	n.must(err)
	plain, err := io.ReadAll(z)
	n.must(err)
	if !strings.Contains(string(plain), `"AFG"`) {
		t.Error("what was compressed is not the list")
	}
	for name, want := range map[string]string{"Access-Control-Allow-Origin": "", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache", "Cross-Origin-Resource-Policy": "same-origin"} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if pre := n.as(public, http.MethodOptions, "/api/v1/acts", "", "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST"); pre.Header.Get("Access-Control-Allow-Origin") != "" || pre.Status < 400 {
		t.Errorf("another site is let in: %d", pre.Status)
	}
}

func TestThePageNamesEveryOperation(t *testing.T) {
	n := newNode(t, booktest.InSQLite(t))
	d, _ := described(n, "en")
	route := n.api.Module().Pages(nil).Routes[0]
	words, err := i18n.Load()
	n.must(err)
	v := &ui.Visit{Request: httptest.NewRequest(http.MethodGet, "/api/v1/docs", nil), Localizer: words.Localizer("fr"), Today: "2026-03-01"}
	a, err := route.Handle(v)
	n.must(err)
	var b strings.Builder
	n.must(a.(ui.Page).Body.Render(ctx, &b))
	for path, item := range d.Paths {
		for _, op := range item {
			if !strings.Contains(b.String(), `id="`+op.OperationID+`"`) || !strings.Contains(b.String(), path) {
				t.Errorf("the page does not show %s", op.OperationID)
			}
		}
	}
	if strings.Contains(b.String(), "<script") || strings.Contains(b.String(), "⟦") {
		t.Error("the page has a script, or lacks a sentence")
	}
}
