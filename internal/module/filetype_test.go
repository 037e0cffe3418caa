package module

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"testing"

	"comity/internal/ui"
)

func posted(t *testing.T, name, content string) *ui.Visit {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = f.Write([]byte(content))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	q := httptest.NewRequestWithContext(t.Context(), "POST", "/", &b)
	q.Header.Set("Content-Type", w.FormDataContentType())
	return &ui.Visit{Request: q}
}

func TestAFileIsWhatItsNameSays(t *testing.T) {
	for _, c := range []struct {
		name, content    string
		taken, byContent bool
	}{
		{"a.pdf", "%PDF-1.7\n", true, false},
		{"a.PDF", "\n%PDF-1.4", true, false},
		{"a.pdf", "MZ\x90\x00", false, true},
		{"a.pdf", "hello", false, true},
		{"a.docx", "PK\x03\x04...", true, false},
		{"a.docx", "%PDF-1.7", false, true},
		{"a.txt", "keepers", true, false},
		{"a.csv", "a,b\n\xe9,2", true, false},
		{"a.txt", "MZ\x90\x00\x03\x00", false, true},
		{"a.png", "\x89PNG\r\n\x1a\n", true, false},
		{"a.jpg", "\x89PNG\r\n\x1a\n", false, true},
		{"a.exe", "%PDF-1.7", false, false},
		{"a.xlsm", "PK\x03\x04", false, false},
		{"a", "hello", false, false},
		{"a.svg", "<svg/>", false, false},
		{"empty.exe", "", true, false}, // an empty field is none
	} {
		m := Unfit(posted(t, c.name, c.content), "file")
		if (m == nil) != c.taken || m != nil && (m.Content != c.byContent || m.Name != c.name) {
			t.Errorf("%s with %q: %+v", c.name, c.content, m)
		}
	}
	if m := Unfit(posted(t, "a.exe", "x"), "other"); m != nil {
		t.Errorf("a file that was not posted: %+v", m)
	}
}

func FuzzFileKinds(f *testing.F) {
	f.Add([]byte("%PDF-"))
	f.Fuzz(func(_ *testing.T, head []byte) {
		for _, k := range fileKinds {
			k.begins(head)
		}
	})
}
