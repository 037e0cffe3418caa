package ui

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
)

// PostedOrKept is [Visit.Posted]; of a form that is too long, the error a
// [http.MaxBytesError], PostForm has the values that came before the long file, so
// that nothing is lost of what was typed.
func (v *Visit) PostedOrKept(most int64) error {
	begin := &opening{}
	body := v.Body
	v.Body = struct {
		io.Reader
		io.Closer
	}{io.TeeReader(body, begin), body}
	err := v.Posted(most)
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		v.PostForm = begin.values(v.Header.Get("Content-Type"))
	}
	return err
}

// opening is the beginning of what was posted.
type opening struct{ b []byte }

const mostOpening = 1 << 20

// Write implements io.Writer: what comes later is let go.
func (o *opening) Write(b []byte) (int, error) {
	if room := mostOpening - len(o.b); room > 0 {
		o.b = append(o.b, b[:min(room, len(b))]...)
	}
	return len(b), nil
}

// values are the values of the form that stand before its first long file.
func (o *opening) values(contentType string) url.Values {
	values := url.Values{}
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" {
		return values
	}
	for r := multipart.NewReader(bytes.NewReader(o.b), params["boundary"]); ; {
		part, err := r.NextPart()
		if err != nil {
			return values
		}
		if part.FileName() != "" || part.FormName() == "" {
			continue
		}
		value, err := io.ReadAll(part)
		if err != nil || !Text(string(value)) || !Text(part.FormName()) {
			return values
		}
		values.Add(part.FormName(), string(value))
	}
}
