package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"comity/internal/access/seclog"
	"comity/internal/store"
	"comity/internal/web"
)

// as asks the faces as somebody.
func (n *matrixNode) as(role, method, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://matrix.example"+path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token := n.sessions[role]; token != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: token})
	}
	w := httptest.NewRecorder()
	n.handler.ServeHTTP(w, r)
	return w
}

// The log and the figures name each request by the pattern of its address, whichever
// face answers it.
func TestRequestsAreNamedByTheirPattern(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	var seen string
	o := n.options
	o.Seen = func(pattern string, _ int, _ time.Duration) { seen = pattern }
	var err error
	if n.handler, err = openFaces(o); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/": "GET /{$}", "/states/FRA": "GET /states/{code}", "/states/FRA?as=csv": "GET /states/{code}", "/nowhere": "GET /",
		"/calendar/secret.ics": "GET /calendar/{token}", "/api/v1/programme": "GET /api/v1/programme", "/api/v1/acts/00000000-0000-7000-8000-000000000000": "GET /api/v1/acts/{id}",
	} {
		seen = ""
		n.get("officer", path)
		if seen != want {
			t.Errorf("%s is named %q, want %q", path, seen, want)
		}
	}
}

// What a reader takes out is in the security log, file or table; their own tasks are
// not, and what nobody in particular takes.
func TestWhatIsTakenOutIsLogged(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	count := func() (exports []seclog.Entry) {
		p, err := n.options.Security.Read(t.Context(), root, seclog.Filter{Event: seclog.Exported})
		if err != nil {
			t.Fatal(err)
		}
		return p.Entries
	}
	for _, c := range []struct {
		role, path, action string
	}{
		{"officer", "/states?as=csv", "read"}, {"officer", "/treaties/template.csv", "file"}, {"officer", "/desk/calendar", ""}, {"officer", "/states", ""},
		{"public", "/states?as=csv", ""}, {"officer", "/api/v1/states", "api.states"},
	} {
		before := len(count())
		w := n.get(c.role, c.path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", c.path, w.Code)
		}
		list := count()
		if logged := len(list) - before; c.action == "" && logged != 0 || c.action != "" && (logged != 1 || list[0].Action != c.action) {
			t.Errorf("%s by the %s: %d entries more, the last %+v", c.path, c.role, logged, list[:min(1, len(list))])
		}
	}
}

// A file runs nothing in the site's name, and whoever signs out leaves nothing in the
// browser.
func TestBrowsersAreToldWhatToKeepAndRun(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	if got := n.get("officer", "/treaties/template.csv").Header().Get("Content-Security-Policy"); !strings.Contains(got, "sandbox") {
		t.Errorf("a file is sent with %q", got)
	}
	if got := n.get("officer", "/").Header().Get("Content-Security-Policy"); strings.Contains(got, "sandbox") || !strings.Contains(got, "default-src 'none'") {
		t.Errorf("a page is sent with %q", got)
	}
	w := n.as("officer", http.MethodPost, "/sign-out", nil)
	if got := w.Header().Get("Clear-Site-Data"); w.Code != http.StatusSeeOther || got != `"cache", "storage"` {
		t.Errorf("signing out: %d, %q", w.Code, got)
	}
}

// Who asks too often is in the security log, once a minute.
func TestWhoAsksTooOftenIsLogged(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	o := n.options
	o.Unlimited = false
	var err error
	if n.handler, err = openFaces(o); err != nil {
		t.Fatal(err)
	}
	slowed := 0
	for range 300 {
		if n.get("public", "/about").Code == http.StatusTooManyRequests {
			slowed++
		}
	}
	p, err := o.Security.Read(t.Context(), root, seclog.Filter{Event: seclog.TooOften})
	if err != nil {
		t.Fatal(err)
	}
	if slowed < 50 || len(p.Entries) != 1 || p.Entries[0].Action != "request" || !p.Entries[0].Address.IsValid() {
		t.Errorf("%d were slowed, and the log has %+v", slowed, p.Entries)
	}
	if w := n.get("officer", "/about"); w.Code != http.StatusOK {
		t.Errorf("a colleague behind the same address is slowed too: %d", w.Code)
	}
}

// What was typed and kept for signing in is gone after its hour, though nobody types
// anything more.
func TestWhatWasKeptIsForgotten(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	rows := func() (count int) {
		err := n.book.Read(t.Context(), store.Latest, func(v store.View) error {
			_, err := store.One(t.Context(), v, `SELECT COUNT(*) FROM kept_form`, nil, &count)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return count
	}
	if w := n.as("public", http.MethodPost, "/acts/new/note.write", url.Values{"text": {"Typed."}}); w.Code != http.StatusSeeOther || rows() != 1 {
		t.Fatalf("status %d, %d forms are kept", w.Code, rows())
	}
	if err := web.Forget(t.Context(), n.book.Store(), n.now().Add(59*time.Minute)); err != nil || rows() != 1 {
		t.Errorf("before an hour has passed: %v, %d forms are kept", err, rows())
	}
	if err := web.Forget(t.Context(), n.book.Store(), n.now().Add(61*time.Minute)); err != nil || rows() != 0 {
		t.Errorf("after an hour: %v, %d forms are kept", err, rows())
	}
}
