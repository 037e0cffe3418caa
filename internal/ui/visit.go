package ui

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/i18n"
)

// Visit is one request by one reader, as a page sees it.
type Visit struct {
	*http.Request
	*i18n.Localizer
	// Reader is who asks; the zero value is the public.
	Reader Reader
	// Today is the day by which roles, lists and law are judged.
	Today act.Day
	// Kept are values that the reader typed before and that were kept for
	// them, when their session had ended. Nil where there are none.
	Kept url.Values
	// Long says that what the reader just posted was too long for this page, which
	// shows its form again. Nil otherwise.
	Long *TooLong
	// Demonstration marks a node whose data is invented.
	Demonstration bool

	files map[string][]*postedFile // by field; nil before a form with files was read
}

// Reader is who reads, and what is open to them today.
type Reader struct {
	Who  access.Who
	Name string // as they are called; "" for the public
	// Audiences are what SQL filters by before anything is counted, by
	// [access.Among]; "public" is among them. Beside the codes stand marks of
	// groups that are read whole, as [access.Policies.Reads] gives them.
	Audiences []string
	// May asks the policies. Nil refuses all.
	May func(action string, what access.What) access.Decision
	// Fresh says that the reader signed in so lately that they need not again.
	Fresh bool
}

// Signed says whether somebody is signed in.
func (r *Reader) Signed() bool { return r.Who.Person != "" }

// Holds says whether the reader holds any of the roles today.
func (v *Visit) Holds(roles ...access.Role) bool {
	for _, g := range v.Reader.Who.Grants {
		for _, r := range roles {
			if g.Role == r && g.Ended == "" && g.Span.Has(v.Today) {
				return true
			}
		}
	}
	return false
}

// May says whether the reader may do what a policy's action names.
func (v *Visit) May(action string, what access.What) bool {
	return v.Reader.May != nil && v.Reader.May(action, what).Allowed
}

// PageSize is how many rows of a sheet are wanted: as many as a page shows, or
// for data as many as one answer holds.
func (v *Visit) PageSize() int {
	if v.As() == HTML {
		return 200
	}
	return 10_000
}

// Query is one value of the address, "" where there is none.
func (v *Visit) Query(name string) string { return v.URL.Query().Get(name) }

// Number is a value of the address as a number, or other.
func (v *Visit) Number(name string, other int) int {
	n, err := strconv.Atoi(v.Query(name))
	if err != nil {
		return other
	}
	return n
}

// With is the present address with some values of its query set, or taken out
// where they are "". Pairs of name and value. It is on this site whatever was
// asked for: a browser takes two strokes at the beginning, or a stroke and a
// backslash, for the name of another.
func (v *Visit) With(pairs ...string) string {
	path := "/" + strings.TrimLeft(v.URL.EscapedPath(), "/")
	q := v.URL.Query()
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Del(pairs[i])
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// Format is how an answer is wanted.
type Format string

// The formats of a page that has a sheet.
const (
	HTML Format = "html"
	CSV  Format = "csv"
	JSON Format = "json"
)

// As is the format that is asked for: by ?as=, or by the header Accept where it
// names CSV or JSON and not HTML.
func (v *Visit) As() Format {
	switch f := Format(v.Query("as")); f {
	case CSV, JSON, HTML:
		return f
	}
	return accepted(v.Header.Get("Accept"))
}
