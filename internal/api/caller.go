package api

import (
	"context"
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

// Door finds out who calls: door.Door, as far as the API needs it. A refusal of
// either says that the token opens nothing.
type Door interface {
	// Bearer reads the token of a program.
	Bearer(ctx context.Context, token string) (door.Signed, error)
	// Session reads a session of the pages.
	Session(ctx context.Context, token session.Token) (door.Signed, error)
}

// stranger is a visit of the public.
func (a *API) stranger(r *http.Request) *ui.Visit {
	v := &ui.Visit{Request: r, Localizer: a.say[i18n.Negotiate("", r.Header.Get("Accept-Language"))], Today: act.DayOf(a.Now()), Demonstration: a.Demonstration}
	v.Reader.Audiences = a.open(v.Today)
	v.Reader.May = func(action string, what access.What) access.Decision {
		return a.Node.Policies.May(v.Reader.Who, action, what, v.Today)
	}
	return v
}

type dayAudiences struct {
	day   act.Day
	codes []string
}

// open are the audiences of the public, which change with the day alone.
func (a *API) open(day act.Day) []string {
	if known := a.public.Load(); known != nil && known.day == day {
		return known.codes
	}
	fresh := &dayAudiences{day, a.Node.Policies.Audiences(access.Who{}, day)}
	a.public.Store(fresh)
	return fresh.codes
}

// enter finds who calls. A token opens what its person may; a session's cookie
// opens reading alone, since a browser sends it without being asked.
func (a *API) enter(v *ui.Visit) error {
	signed, err := a.signed(v.Request)
	if err != nil || signed.Who.Person == "" {
		return err
	}
	v.Reader.Who, v.Reader.Name = signed.Who, signed.Name
	v.Reader.Audiences = a.Node.Policies.Reads(signed.Who, v.Today)
	if signed.ReadOnly && !reading(v.Request) {
		return endpoint.ErrScope
	}
	return nil
}

func (a *API) signed(r *http.Request) (door.Signed, error) {
	if given := r.Header.Get("Authorization"); given != "" {
		scheme, token, _ := strings.Cut(given, " ")
		if a.Door == nil || !strings.EqualFold(scheme, "Bearer") {
			return door.Signed{}, endpoint.ErrToken
		}
		signed, err := a.Door.Bearer(r.Context(), strings.TrimSpace(token))
		if door.CodeOf(err) != "" {
			return door.Signed{}, endpoint.ErrToken
		}
		return signed, err
	}
	if a.Door == nil || a.Cookie == "" || !reading(r) {
		return door.Signed{}, nil
	}
	c, err := r.Cookie(a.Cookie)
	if err != nil {
		return door.Signed{}, nil //nolint:nilerr // no cookie: the public
	}
	token, err := session.Parse(c.Value)
	if err != nil {
		return door.Signed{}, nil //nolint:nilerr // not a token of ours: the public
	}
	signed, err := a.Door.Session(r.Context(), token)
	if door.CodeOf(err) != "" {
		return door.Signed{}, nil // it ended: the public, as on pages
	}
	return signed, err
}

func reading(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }
