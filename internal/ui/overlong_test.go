package ui

import (
	"bytes"
	"mime/multipart"
	"testing"
)

func FuzzOpening(f *testing.F) {
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	_ = m.SetBoundary("lamp")
	_ = m.WriteField("title", "Lamps")
	_, _ = m.CreateFormFile("file.0", "film.pdf")
	f.Add(b.Bytes(), "multipart/form-data; boundary=lamp")
	f.Fuzz(func(t *testing.T, content []byte, kind string) {
		o := &opening{}
		_, _ = o.Write(content)
		for name, list := range o.values(kind) {
			for _, x := range append(list, name) {
				if !Text(x) {
					t.Errorf("%q is no text", x)
				}
			}
		}
	})
}
