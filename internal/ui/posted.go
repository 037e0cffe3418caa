package ui

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"comity/internal/i18n"
)

// ErrForm says that what was posted is no form that a browser makes: it breaks
// off, is encoded wrongly, or holds what is no text. Nothing of it is in the
// error, which goes into the log.
var ErrForm = errors.New("what was posted is no form")

// TooLong says that a posted form is over the limit of its page. It unwraps to a
// [http.MaxBytesError].
type TooLong struct {
	// Limit is that of the whole form, in bytes.
	Limit int64
	// Field names the file that made it so, the largest that came; File is what it
	// is called. Both are "" where no file was sent.
	Field, File string
	// Values are what was typed into the other fields, as far as it came.
	Values url.Values
	// Path is where it was posted.
	Path string
	// Shown says that a form on the page shows it.
	Shown bool
}

func (e *TooLong) Error() string { return fmt.Sprintf("the form is over %d bytes", e.Limit) }

// Unwrap gives the same as net/http says it.
func (e *TooLong) Unwrap() error { return &http.MaxBytesError{Limit: e.Limit} }

// Says is the limit and what to do, in the reader's language.
func (e *TooLong) Says(v *Visit) string {
	id := "form.too-long"
	if e.Field == "" {
		id = "form.too-long-typed"
	}
	return v.Text(id, i18n.Args{"Most": megabytes(v, e.Limit)})
}

const (
	inMemory   = 4 << 20  // bytes of posted files; larger ones wait on disk
	mostValues = 1 << 20  // bytes of the values beside files, of one not signed in
	mostTyped  = 14 << 20 // of one who is
	mostParts  = 1000
	// mostSpared is how long the rest of a form that is too long is read for what
	// was typed in it.
	mostSpared = time.Minute
)

// Posted reads a posted form of at most most bytes, files included. The error is
// a [TooLong] for a longer one, [ErrForm] for what is no form, and a net.Error of time
// where the line stood still. Files of somebody
// who is not signed in are passed over where the form may have large ones: its
// values can be kept for after signing in, and nobody unknown fills the disk.
//
// A form that is too long is read on, as far as that is bounded, for what was typed
// after the file, and because most browsers look at the answer only when they have
// sent everything. Nothing of its files is kept.
func (v *Visit) Posted(most int64) error {
	kind, _, _ := mime.ParseMediaType(v.Header.Get("Content-Type"))
	var err error
	if kind == "multipart/form-data" {
		err = v.parts(most)
	} else {
		v.Body = http.MaxBytesReader(nil, v.Body, most)
		err = v.ParseForm()
	}
	var long *TooLong
	var plain *http.MaxBytesError
	var stood net.Error
	switch {
	case errors.As(err, &long):
		if !Texts(long.Values) {
			long.Values = nil
		}
		v.PostForm = long.Values
		return long
	case errors.As(err, &plain):
		return &TooLong{Limit: most, Path: v.URL.Path}
	case errors.As(err, &stood) && stood.Timeout():
		return err
	case err != nil || !Texts(v.Form) || !Texts(v.PostForm):
		return ErrForm
	}
	return nil
}

// counting counts what is read.
type counting struct {
	io.ReadCloser
	n int64
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.n += int64(n)
	return n, err
}

// parts reads the parts of a form. Those of one that is known to be too long, or
// turns out to be, are read for their values alone.
func (v *Visit) parts(most int64) error {
	over := v.ContentLength > most
	long := &TooLong{Limit: most, Path: v.URL.Path}
	if over && strings.EqualFold(v.Header.Get("Expect"), "100-continue") {
		return long // nothing was sent yet
	}
	body := &counting{ReadCloser: v.Body}
	v.Body = body
	parts, err := v.MultipartReader()
	if err != nil {
		return err
	}
	typed, left := url.Values{}, int64(mostTyped)
	if !v.Reader.Signed() {
		left = mostValues
	}
	keep := v.Reader.Signed() || most <= inMemory
	v.files = map[string][]*postedFile{}
	var largest int64
	var until time.Time // when what is too long is read no further
	for count := 0; ; count++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || count == mostParts {
			if over || body.n > most {
				break // as much as came, and was waited for
			}
			return fmt.Errorf("reading the parts of a form: %w", errors.Join(err, ErrForm))
		}
		name := part.FormName()
		if name == "" {
			continue // the next part begins after all of this one
		}
		if part.FileName() == "" {
			value, err := io.ReadAll(io.LimitReader(part, left+1))
			if left -= int64(len(value) + len(name)); left < 0 {
				over = true
				break
			}
			if err == nil {
				typed.Add(name, string(value))
			} else if !over && body.n <= most {
				return fmt.Errorf("reading a value of a form: %w", err)
			}
			continue
		}
		began := body.n
		if keep && !over {
			err = v.keepFile(name, part, func() bool { return body.n > most })
			if err != nil && body.n <= most {
				return err
			}
		}
		if !keep && !over {
			_, _ = io.Copy(io.Discard, stopping{part, func() bool { return body.n > most }}) // the next part says what is wrong
		}
		whole := true
		if over = over || body.n > most; over {
			v.DropFiles()
			if until.IsZero() {
				until = time.Now().Add(mostSpared)
			}
			whole = pass(part, until)
		}
		if size := body.n - began; size > largest {
			largest, long.Field, long.File = size, name, part.FileName()
		}
		if !whole {
			break
		}
	}
	if over || body.n > most {
		v.DropFiles()
		long.Values = typed
		return long
	}
	v.PostForm, v.Form = typed, url.Values{}
	for _, values := range []url.Values{typed, v.URL.Query()} {
		for name, given := range values {
			v.Form[name] = append(v.Form[name], given...)
		}
	}
	return nil
}

// pass reads on until a part ends or the time is up, and says whether it ended.
func pass(r io.Reader, until time.Time) bool {
	b := make([]byte, 64<<10)
	for {
		_, err := r.Read(b)
		if err != nil {
			return errors.Is(err, io.EOF)
		}
		if time.Now().After(until) {
			return false
		}
	}
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
