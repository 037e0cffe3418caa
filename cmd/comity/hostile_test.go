package main

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What is sent by those who mean harm, or by clients that are broken.

// post sends a form with the cookies given, and keeps those that come back.
func (n *matrixNode) post(path, kind string, body []byte, jar map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://matrix.example"+path, bytes.NewReader(body))
	r.Header.Set("Content-Type", kind)
	return n.ask(r, jar)
}

func (n *matrixNode) ask(r *http.Request, jar map[string]string) *httptest.ResponseRecorder {
	for name, value := range jar {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	n.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if jar != nil {
			jar[c.Name] = c.Value
		}
	}
	return w
}

const typedForm = "application/x-www-form-urlencoded"

var offSite = regexp.MustCompile(`(href|action|src)="(//|/\\|[a-z]+:)[^"]*evil`)

func TestNoPageLeadsToAnotherSite(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	for _, path := range []string{"/%5Cevil.example", "/%2F%2Fevil.example", `/%2Fevil.example%22`, "/sign-in?next=%2F%2Fevil.example", "/sign-in?next=/%5Cevil.example", "/%ff%2F%2Fevil.example"} {
		for _, way := range []string{http.MethodGet, http.MethodPost} {
			r := httptest.NewRequest(way, "http://matrix.example/", nil)
			u, err := url.Parse(path)
			if err != nil {
				t.Fatal(err)
			}
			r.URL.Path, r.URL.RawPath, r.URL.RawQuery = u.Path, u.RawPath, u.RawQuery
			w := n.ask(r, nil)
			if found := offSite.FindString(w.Body.String()); found != "" {
				t.Errorf("%s %s has %s", way, path, found)
			}
			if to := w.Header().Get("Location"); strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") {
				t.Errorf("%s %s leads to %s", way, path, to)
			}
		}
	}
}

func TestAddressesThatAreNoTextAreTurnedAway(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	for path, want := range map[string]int{
		"/states/%ff": 400, "/book/acts/%00": 400, "/clauses?topic=%ed%a0%80": 400, "/search?q=a%00": 400,
		"/search?q=100%": 200, "/book?x=" + strings.Repeat("y", 9000): 414,
		"/api/v1/acts/%00": 422, "/api/v1/acts?party=%ff": 422, "/security-log?after=x": 404,
	} {
		if w := n.get("auditor", path); w.Code != want {
			t.Errorf("%.40s answers %d, want %d", path, w.Code, want)
		}
	}
}

// A form that is broken, too long or no text is answered as such: it is no fault
// of the node, and nothing of it is read as though it had been empty.
func TestABrokenFormIsAnsweredAsOne(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	for _, c := range []struct {
		name, path, kind, body string
		want                   int
	}{
		{"encoded wrongly", "/sign-in", typedForm, "name=%zz", 400},
		{"no text", "/sign-in", typedForm, "name=%ff", 400},
		{"NUL", "/sign-in", typedForm, "name=a%00", 400},
		{"too many values", "/sign-in", typedForm, strings.Repeat("a=1&", 20_000), 400},
		{"too long", "/sign-in", typedForm, "name=" + strings.Repeat("a", 2<<20), 413},
		{"no boundary", "/book/check", "multipart/form-data", "x", 400},
		{"broken off", "/book/check", "multipart/form-data; boundary=x", "--x\r\nsecret", 400},
		{"broken off, unknown", "/acts/new/treaty.deposit", "multipart/form-data; boundary=x", "--x\r\nsecret", 400},
		{"values too long, unknown", "/acts/new/treaty.deposit", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + strings.Repeat("a", 2<<20) + "\r\n--x--\r\n", 413},
	} {
		if w := n.post(c.path, c.kind, []byte(c.body), nil); w.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.want)
		}
	}
}

// Files of somebody unknown reach neither memory nor disk, while what they typed
// is kept for after signing in.
func TestFilesOfSomebodyUnknownArePassedOver(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	t.Setenv("TMPDIR", t.TempDir())
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	file, err := form.CreateFormFile("act.document", "letter.pdf")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = file.Write(make([]byte, 12<<20))
	_ = form.WriteField("act.reference", "typed-words")
	_ = form.Close()
	jar := map[string]string{}
	w := n.post("/acts/new/treaty.deposit", form.FormDataContentType(), b.Bytes(), jar)
	if w.Code != http.StatusSeeOther || jar["kept"] == "" {
		t.Fatalf("it answers %d with the cookies %v", w.Code, jar)
	}
	if left, _ := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "multipart-*")); len(left) > 0 {
		t.Errorf("files were left: %v", left)
	}
	jar["session"] = n.sessions["officer"]
	if page := n.ask(httptest.NewRequest(http.MethodGet, "http://matrix.example/acts/new/treaty.deposit", nil), jar); !strings.Contains(page.Body.String(), "typed-words") {
		t.Errorf("what was typed is lost; the page answers %d", page.Code)
	}
}

func TestWhatWasTypedIsGivenBackToTheSamePersonAlone(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	const path = "/acts/new/treaty.deposit"
	jar := map[string]string{"session": n.sessions["officer"]}
	if w := n.post("/account", typedForm, []byte("deed=end-sessions"), map[string]string{"session": jar["session"]}); w.Code != http.StatusSeeOther {
		t.Fatalf("ending the sessions answers %d", w.Code)
	}
	n.post(path, typedForm, []byte("act.reference=typed-words"), jar)
	if jar["kept"] == "" {
		t.Fatal("nothing was kept")
	}
	again := func(session string) string {
		r := httptest.NewRequest(http.MethodGet, "http://matrix.example"+path, nil)
		return n.ask(r, map[string]string{"session": session, "kept": jar["kept"]}).Body.String()
	}
	signIn := func(role string) string {
		for i, m := range matrix {
			if m.name == role {
				jar := map[string]string{}
				n.post("/sign-in", typedForm, []byte(url.Values{"name": {fmt.Sprintf("reader%d", i)}, "password": {"a long enough word for 7 readers"}}.Encode()), jar)
				return jar["session"]
			}
		}
		return ""
	}
	if strings.Contains(again(signIn("accredited by France")), "typed-words") {
		t.Error("another person was given what was typed")
	}
	if !strings.Contains(again(signIn("officer")), "typed-words") {
		t.Error("who typed it was not given it back")
	}
}

// Refusals carry what keeps a browser safe, as pages do; and whoever has a network
// of IPv6 is counted as one.
func TestWhoAsksTooOftenIsSlowedByNetwork(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	o := n.options
	o.Unlimited = false
	o.Origin = &url.URL{Scheme: "https", Host: "matrix.example"}
	f, err := openFaces(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/about", "/api/v1/book/head"} {
		slowed := 0
		for i := range 260 {
			r := httptest.NewRequest(http.MethodGet, "https://matrix.example"+path, nil)
			r.RemoteAddr = fmt.Sprintf("[2001:db8::%x]:1234", i+1)
			w := httptest.NewRecorder()
			f.ServeHTTP(w, r)
			if w.Code == http.StatusTooManyRequests {
				slowed++
			}
			for _, h := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Strict-Transport-Security"} {
				if w.Header().Get(h) == "" {
					t.Fatalf("%s, answered %d, has no %s", path, w.Code, h)
				}
			}
		}
		if slowed < 50 {
			t.Errorf("%s: of 260 requests of one network %d were refused", path, slowed)
		}
	}
}

// What no page takes is said in the reader's language too.
func TestWhatNoPageTakesIsSaidInTheReadersLanguage(t *testing.T) {
	n := newMatrixNode(t, matrixNow, nil)
	for _, c := range []struct {
		method, path, allow, says string
		status                    int
	}{
		{http.MethodPost, "/states", "GET", "Cette page ne reçoit rien", http.StatusMethodNotAllowed},
		{http.MethodPost, "/nothing", "", `lang="fr"`, http.StatusNotFound},
		{http.MethodGet, "/asset/nothing.css", "", `lang="fr"`, http.StatusNotFound},
		{http.MethodHead, "/states", "", "", http.StatusOK},
	} {
		r := httptest.NewRequest(c.method, "http://matrix.example"+c.path, nil)
		r.Header.Set("Accept-Language", "fr")
		w := n.ask(r, nil)
		if w.Code != c.status || w.Header().Get("Allow") != c.allow || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s %s answers %d, Allow %q: %.300s", c.method, c.path, w.Code, w.Header().Get("Allow"), w.Body.String())
		}
	}
}
