package guard

import (
	"net/http"
	"strings"

	"comity/internal/access"
	"comity/internal/access/door"
	"comity/internal/access/session"
	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/i18n"
	"comity/internal/ui"
)

// Way is how callers of a face make themselves known.
type Way int

// The ways.
const (
	// Browser: by a session's cookie. Language is the one that was chosen here, or
	// the person's.
	Browser Way = iota
	// Program: by a token, which opens what its person may. A session's cookie opens
	// reading alone, since a browser sends it without being asked. Language is that
	// of Accept-Language.
	Program
)

// Stranger is a visit of the public.
func (g *Guard) Stranger(r *http.Request, way Way) *ui.Visit {
	chosen := ""
	if way == Browser {
		if chosen = r.URL.Query().Get("lang"); chosen == "" {
			if c, err := r.Cookie(CookieLanguage); err == nil {
				chosen = c.Value
			}
		}
	}
	v := &ui.Visit{Request: r, Localizer: g.say[i18n.Negotiate(chosen, r.Header.Get("Accept-Language"))], Today: g.Today(), Demonstration: g.Demonstration}
	v.Reader.Audiences = g.open(v.Today)
	v.Reader.May = func(action string, what access.What) access.Decision {
		return g.Policies.May(v.Reader.Who, action, what, v.Today)
	}
	return v
}

// Admit finds who calls, what is open to them, and whether they ask too often. The
// visit is there with every error, as that of the public where nobody is known; the
// errors are [Often], [endpoint.ErrToken], [endpoint.ErrScope], [ui.ErrSignIn] where
// a program that is nobody's would write, an [act.Invalid] for an address that is no
// text, and the store's.
func (g *Guard) Admit(r *http.Request, way Way) (*ui.Visit, door.Signed, error) {
	v := g.Stranger(r, way)
	signed, err := g.known(r, way)
	if err == nil && signed.Who.Person != "" {
		g.Enter(v, &signed, way)
	}
	if often := g.count(v); often != nil {
		return v, signed, often
	}
	if err == nil && way == Program && !Reading(r) {
		switch { // before anything of the body is read
		case signed.Who.Person == "":
			err = ui.ErrSignIn
		case signed.ReadOnly:
			err = endpoint.ErrScope
		}
	}
	if err == nil {
		err = readable(r)
	}
	return v, signed, err
}

// Serve hands the request on with its visit ([endpoint.Visit]). What it is matched with
// there is seen here as well: by the log, and by who counts.
func Serve(next http.Handler, w http.ResponseWriter, r *http.Request, v *ui.Visit) {
	visited := r.WithContext(endpoint.WithVisit(r.Context(), v))
	defer func() { r.Pattern = visited.Pattern }()
	next.ServeHTTP(w, visited)
}

// Enter makes the visit that of somebody who is known, in their language unless
// another was chosen in their browser.
func (g *Guard) Enter(v *ui.Visit, signed *door.Signed, way Way) {
	v.Reader.Who, v.Reader.Name, v.Reader.Fresh = signed.Who, signed.Name, signed.Fresh
	v.Reader.Audiences = g.Policies.Reads(signed.Who, v.Today)
	if way != Browser || g.say[signed.Language] == nil || v.Query("lang") != "" {
		return
	}
	if _, err := v.Cookie(CookieLanguage); err != nil {
		v.Localizer = g.say[signed.Language]
	}
}

// known is whom the request's token or session belongs to; the zero value where it
// has none that holds.
func (g *Guard) known(r *http.Request, way Way) (door.Signed, error) {
	if given := r.Header.Get("Authorization"); given != "" && way == Program {
		scheme, token, _ := strings.Cut(given, " ")
		if g.Door == nil || !strings.EqualFold(scheme, "Bearer") {
			return door.Signed{}, endpoint.ErrToken
		}
		signed, err := g.Door.Bearer(r.Context(), strings.TrimSpace(token))
		if door.CodeOf(err) != "" {
			return door.Signed{}, endpoint.ErrToken
		}
		return signed, err
	}
	if way == Program && !Reading(r) {
		return door.Signed{}, nil
	}
	return g.Session(r)
}

// Session is whom the session of the request's cookie belongs to; the zero value
// where there is none that holds.
func (g *Guard) Session(r *http.Request) (door.Signed, error) {
	c, err := r.Cookie(g.CookieName(CookieSession))
	if err != nil || g.Door == nil {
		return door.Signed{}, nil //nolint:nilerr // no cookie: the public
	}
	token, err := session.Parse(c.Value)
	if err != nil {
		return door.Signed{}, nil //nolint:nilerr // not a token of ours: the public
	}
	signed, err := g.Door.Session(r.Context(), token)
	if door.CodeOf(err) != "" {
		return door.Signed{}, nil // it ended
	}
	return signed, err
}

// readable refuses an address that is no text, which no store takes alike.
func readable(r *http.Request) error {
	var where string
	switch {
	case !ui.Text(r.URL.Path):
		where = "path"
	case !ui.Texts(r.URL.Query()):
		where = "query"
	default:
		return nil
	}
	return act.Invalid{Code: "text.utf8", Where: where, Why: "the text is not UTF-8, or has a NUL character", Do: "write it in UTF-8"}
}
