package ui_test

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"comity/internal/access"
	"comity/internal/ui"
)

func posting(body []byte, length int64) *ui.Visit {
	r := httptest.NewRequest(http.MethodPost, "/x?of=query", bytes.NewReader(body))
	r.ContentLength = length
	r.Header.Set("Content-Type", "multipart/form-data; boundary=edge")
	v := &ui.Visit{Request: r}
	v.Reader.Who = access.Who{Person: "p"}
	return v
}

const (
	typedPart = "--edge\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n"
	filePart  = "--edge\r\nContent-Disposition: form-data; name=\"f\"; filename=\"n.txt\"\r\nContent-Type: text/plain\r\n\r\n"
)

// What is posted is read as net/http reads it.
func FuzzPosted(f *testing.F) {
	f.Add([]byte(typedPart + filePart + "text\r\n--edge--\r\n"))
	f.Add([]byte(typedPart + typedPart + "--edge--"))
	f.Add([]byte("--edge\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--edge--\r\n"))
	f.Add([]byte("--edge\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=41\r\n--edge--\r\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		v := posting(body, int64(len(body)))
		err := v.Posted(1 << 20)
		defer v.DropFiles()
		r := posting(body, int64(len(body))).Request
		theirs := r.ParseMultipartForm(1 << 20)
		if err != nil {
			if theirs == nil && ui.Texts(r.PostForm) {
				t.Fatalf("%v, and they read %v", err, r.PostForm)
			}
			return
		}
		if theirs != nil {
			return // they read headers more strictly
		}
		if !maps.EqualFunc(v.PostForm, r.PostForm, slices.Equal[[]string]) || !maps.EqualFunc(v.Form, r.Form, slices.Equal[[]string]) {
			t.Fatalf("%v, and they read %v", v.Form, r.Form)
		}
		for name, list := range r.MultipartForm.File {
			got, header, err := v.FormFile(name)
			if err != nil || header.Filename != list[0].Filename || header.Size != list[0].Size {
				t.Fatalf("%q: %v %v, and they read %v", name, header, err, list[0])
			}
			theirs, err := list[0].Open()
			if err != nil {
				t.Fatal(err)
			}
			a, _ := io.ReadAll(got)
			if b, _ := io.ReadAll(theirs); !bytes.Equal(a, b) {
				t.Fatalf("%q: %q, and they read %q", name, a, b)
			}
		}
	})
}

// A file waits in memory or on disk, and is gone when the request is.
func TestPostedFilesAreGoneAfterwards(t *testing.T) {
	for _, size := range []int{3, 4 << 20, 4<<20 + 1, 9 << 20} {
		folder := t.TempDir()
		t.Setenv("TMPDIR", folder)
		content := bytes.Repeat([]byte("x"), size)
		body := slices.Concat([]byte(filePart), content, []byte("\r\n"+typedPart+"--edge--\r\n"))
		v := posting(body, -1)
		if err := v.Posted(10 << 20); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			f, h, err := v.FormFile("f")
			if err != nil || h.Size != int64(size) || h.Filename != "n.txt" {
				t.Fatalf("%d: %v %v", size, h, err)
			}
			if got, _ := io.ReadAll(f); !bytes.Equal(got, content) {
				t.Errorf("%d bytes came back as %d", size, len(got))
			}
			_ = f.Close()
		}
		if v.PostFormValue("a") != "b" || v.FormValue("of") != "query" {
			t.Errorf("%d: %v", size, v.Form)
		}
		v.DropFiles()
		if left, _ := os.ReadDir(folder); len(left) > 0 {
			t.Errorf("%d: %v is left", size, left)
		}
	}
}

// Of a form that is too long the values are kept from before and after its files, and
// the largest is named; one that breaks off as well keeps what came.
func TestWhatWasTypedIsKeptOfAFormThatIsTooLong(t *testing.T) {
	second := strings.Replace(filePart, `name="f"`, `name="g"`, 1)
	long := strings.Repeat("x", 1<<20)
	for _, c := range []struct {
		name, body string
		want       []string // of a
		field      string
	}{
		{"before and after", typedPart + filePart + long + "\r\n" + typedPart + "--edge--\r\n", []string{"b", "b"}, "f"},
		{"the second file", filePart + "x\r\n" + typedPart + second + long + "\r\n--edge--\r\n", []string{"b"}, "g"},
		{"it breaks off", typedPart + filePart + long, []string{"b"}, "f"},
	} {
		for _, length := range []int64{-1, int64(len(c.body))} {
			v := posting([]byte(c.body), length)
			var e *ui.TooLong
			var plain *http.MaxBytesError
			if err := v.Posted(1 << 19); !errors.As(err, &e) || !errors.As(err, &plain) || plain.Limit != 1<<19 {
				t.Fatalf("%s: %v", c.name, err)
			}
			if !slices.Equal(e.Values["a"], c.want) || e.Field != c.field || e.Path != "/x" {
				t.Errorf("%s, length %d: %+v", c.name, length, e)
			}
			if _, _, err := v.FormFile("f"); !errors.Is(err, http.ErrMissingFile) {
				t.Errorf("%s: a file is kept: %v", c.name, err)
			}
		}
	}
}
