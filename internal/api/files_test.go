package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"comity/internal/act"
)

// handIn sends a file as a program does.
func (n *node) handIn(person, subject, audience, name string, content io.Reader) answer {
	n.Helper()
	q := url.Values{"subject": {subject}, "audience": {audience}, "name": {name}}
	r := httptest.NewRequest(http.MethodPost, "/api/v1/files?"+q.Encode(), content)
	r.Header.Set("Content-Type", "application/pdf")
	if person != "" {
		r.Header.Set("Authorization", "Bearer "+person)
	}
	w := httptest.NewRecorder()
	n.api.ServeHTTP(w, r)
	return answer{w.Code, w.Header(), w.Body.Bytes()}
}

// endless is a file of any length, which is never in memory.
type endless struct{ left int64 }

func (e *endless) Read(b []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	k := copy(b[:min(int64(len(b)), e.left)], "%PDF-1.7\n"+strings.Repeat("x", len(b)))
	e.left -= int64(k)
	return k, nil
}

// A file is handed in, named by an act, and taken out by whoever the act is open to;
// an act names no file that is not there for its subject and audience.
func TestFilesOfActs(t *testing.T) {
	onEachStore(t, func(t *testing.T, n *node) {
		n.peopled()
		n.held = true
		const note, subject = "%PDF-1.7 a note, invented", "accreditation/by-note"
		var file struct {
			Blob, Name, Type string
			Size             int64
		}
		n.read(n.handIn(officer, subject, "with-fra", "../note.pdf", strings.NewReader(note)), http.StatusCreated, &file)
		if file.Name != "note.pdf" || file.Type != "application/pdf" || file.Size != int64(len(note)) {
			t.Errorf("handed in: %+v", file)
		}
		noted := func(subject, audience, blob string) string {
			return fmt.Sprintf(`{"kind":"accreditation.recorded","subject":%q,"party":"FRA","standing":"communicated","day":"2026-03-01","audience":%q,
				"source":{"channel":"note-verbale","reference":"13/2026","received":"2026-02-27","document":%q},
				"body":{"person":"person/%s","authority":"The mission","mission":true,"function":"Its deputy","kinds":["read"],"instruments":["*"],"from":"2026-01-01","until":"2027-01-01"}}`, subject, audience, blob, donor)
		}
		post := func(body string) answer { return n.as(officer, http.MethodPost, "/api/v1/acts", body) }
		var r receipt
		n.read(post(noted(subject, "with-fra", file.Blob)), http.StatusCreated, &r)
		address := "/acts/" + r.Acts[0].ID + "/files/" + file.Blob
		for _, person := range []string{officer, mission} {
			a := n.get(person, address)
			if a.Status != 200 || string(a.Body) != note || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") {
				t.Errorf("%s has %d %q %v", person, a.Status, a.Body, a.Header)
			}
		}
		for _, person := range []string{public, donor} {
			n.problem(n.get(person, address), 404, "not-found")
		}
		n.problem(n.get(officer, "/acts/"+r.Acts[0].ID+"/files/"+letter), 404, "not-found")

		// Who may hand in, and what.
		used := n.blobs.Used()
		n.problem(n.handIn(public, subject, "with-fra", "a.pdf", strings.NewReader(note)), 401, "sign-in")
		n.problem(n.handIn("read:"+officer, subject, "with-fra", "a.pdf", strings.NewReader(note)), 403, "scope")
		n.problem(n.handIn(auditor, subject, "with-fra", "a.pdf", strings.NewReader(note)), 403, "denied")
		n.problem(n.handIn(officer, "treaty/untoc/FRA", "own-fra", "a.pdf", strings.NewReader(note)), 403, "denied")
		n.problem(n.handIn(officer, "no subject", "with-fra", "a.pdf", strings.NewReader(note)), 422, "invalid")
		for name, content := range map[string]string{"a.exe": "MZ", "a.pdf": "MZ it says it is a PDF", "empty.pdf": ""} {
			p := n.problem(n.handIn(officer, subject, "with-fra", name, strings.NewReader(content)), 422, "invalid")
			if len(p.Errors) != 1 || p.Errors[0].Where != "query.name" {
				t.Errorf("%s is refused with %+v", name, p.Errors)
			}
		}
		n.problem(n.handIn(officer, subject, "with-fra", "long.pdf", &endless{65 << 20}), 413, "too-large")
		if n.blobs.Used() != used {
			t.Errorf("what was refused left %d bytes", n.blobs.Used()-used)
		}
	})
}

// A body names no file that is not there for the subject and audience of its act.
func TestAnActNamesFilesThatAreThere(t *testing.T) {
	onEachStore(t, func(t *testing.T, n *node) {
		n.peopled()
		n.held, n.free = true, true
		put := func(subject act.Subject) string {
			h, _, err := n.blobs.Put(ctx, subject, act.Public, strings.NewReader("%PDF-1.7 "+string(subject)))
			n.must(err)
			return h.String()
		}
		shown := func(first, second string) answer {
			file := `{"blob":%q,"name":"a.pdf","type":"application/pdf","size":9}`
			return n.as(officer, http.MethodPost, "/api/v1/acts", fmt.Sprintf(`{"kind":"thing.shown","subject":"thing/a","party":"UNODC","standing":"own","day":"2026-03-01","audience":"public","body":{"files":[`+file+`,`+file+`]}}`, first, second))
		}
		here := put("thing/a")
		for _, c := range []struct{ what, blob string }{{"never handed in", letter}, {"of a subject with another key", handedInAside(n)}} {
			p := n.problem(shown(here, c.blob), 422, "invalid")
			if len(p.Errors) != 1 || p.Errors[0].Code != "book.file" || p.Errors[0].Where != "/body/files/1" {
				t.Errorf("%s: refused with %+v", c.what, p.Errors)
			}
		}
		var r receipt
		n.read(shown(here, here), http.StatusCreated, &r)
	})
}

// handedInAside is a file that no public act can open.
func handedInAside(n *node) string {
	h, _, err := n.blobs.Put(ctx, "thing/a", "secretariat", strings.NewReader("%PDF-1.7 aside"))
	n.must(err)
	return h.String()
}
