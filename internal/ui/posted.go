package ui

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// ErrForm says that what was posted is no form that a browser makes: it breaks
// off, is encoded wrongly, or holds what is no text. Nothing of it is in the
// error, which goes into the log.
var ErrForm = errors.New("what was posted is no form")

const (
	inMemory   = 4 << 20 // bytes of posted files; larger ones wait on disk
	mostValues = 1 << 20 // bytes of the values beside files, of one not signed in
)

// Posted reads a posted form of at most most bytes, files included. The error is
// a [http.MaxBytesError] for a longer one, [ErrForm] for what is no form. Files
// of somebody who is not signed in are passed over where the form may have large
// ones: its values can be kept for after signing in, and nobody unknown fills
// the disk.
func (v *Visit) Posted(most int64) error {
	v.Body = http.MaxBytesReader(nil, v.Body, most)
	var err error
	kind, _, _ := mime.ParseMediaType(v.Header.Get("Content-Type"))
	switch {
	case kind != "multipart/form-data":
		err = v.ParseForm()
	case most > inMemory && !v.Reader.Signed():
		err = v.valuesOnly()
	default:
		err = v.ParseMultipartForm(min(most, inMemory))
	}
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return err
	case err != nil || !Texts(v.Form) || !Texts(v.PostForm):
		return ErrForm
	}
	return nil
}

// valuesOnly reads the values of a form and passes over its files.
func (v *Visit) valuesOnly() error {
	parts, err := v.MultipartReader()
	if err != nil {
		return err
	}
	posted, left := url.Values{}, int64(mostValues)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading the parts of a form: %w", err)
		}
		if part.FileName() != "" || part.FormName() == "" {
			continue // the next part begins after all of this one
		}
		value, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return fmt.Errorf("reading a value of a form: %w", err)
		}
		if left -= int64(len(value) + len(part.FormName())); left < 0 {
			return &http.MaxBytesError{Limit: mostValues}
		}
		posted.Add(part.FormName(), string(value))
	}
	v.PostForm, v.Form = posted, url.Values{}
	for _, values := range []url.Values{posted, v.URL.Query()} {
		for name, given := range values {
			v.Form[name] = append(v.Form[name], given...)
		}
	}
	return nil
}

// Texts says whether all names and values are [Text].
func Texts(values url.Values) bool {
	for name, given := range values {
		if !Text(name) {
			return false
		}
		for _, value := range given {
			if !Text(value) {
				return false
			}
		}
	}
	return true
}

// Text says whether s is text: UTF-8 without NUL, which no store takes alike.
func Text(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }
