package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"comity/internal/access/seclog"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/guard"
	"comity/internal/module"
	"comity/internal/search/query"
	"comity/internal/store"
	"comity/internal/ui"
)

// fault answers an error as a page in the reader's language. What the error is
// made of goes to the log; the page says what happened and what to do.
func (s *Site) fault(w http.ResponseWriter, v *ui.Visit, err error) {
	status, id, why := http.StatusInternalServerError, "page.failed", ""
	var refusal *book.Refusal
	var typed *query.Error
	var tooLarge *http.MaxBytesError
	var long *ui.TooLong
	switch {
	case errors.Is(err, ui.ErrSignIn):
		s.toSignIn(w, v)
		return
	case errors.Is(err, ui.ErrNotFresh):
		s.write(w, v, ui.Redirect{To: "/sign-in?again=1&next=" + url.QueryEscape(v.URL.RequestURI())})
		return
	case errors.Is(err, ui.ErrNotFound):
		status, id = http.StatusNotFound, "page.not-found"
	case errors.Is(err, ui.ErrNotAllowed):
		status, id = http.StatusForbidden, "page.denied"
	case errors.As(err, &long):
		status, id, why = http.StatusRequestEntityTooLarge, "page.too-large", long.Says(v)
	case errors.As(err, &tooLarge):
		status, id = http.StatusRequestEntityTooLarge, "page.too-large"
	case errors.As(err, &refusal):
		status, id = refusalStatus(refusal.Code), module.RefusalMessage(refusal.Code)
		if refusal.Rule != "" {
			why = v.Refusal(refusal)
		}
	case errors.Is(err, guard.ErrSlow):
		status, id = http.StatusRequestTimeout, "page.slow"
	case errors.Is(err, ui.ErrForm):
		status, id = http.StatusBadRequest, "page.invalid"
	case errors.As(err, &typed):
		status, id = http.StatusBadRequest, "page.no-match"
	case len(act.AllFaults(err)) > 0:
		status, id = http.StatusBadRequest, "page.invalid"
	case errors.Is(err, context.Canceled):
		return // the reader went away
	case store.KindOf(err) != "":
		status, id = http.StatusServiceUnavailable, "page.unavailable"
	}
	if status == http.StatusForbidden {
		s.Guard.Log(v, seclog.Entry{Event: seclog.Refused, Action: s.deedOf(v)})
	}
	if status >= http.StatusInternalServerError {
		s.Log.Error("a request failed", "method", v.Method, "pattern", v.Pattern, "error", err)
	}
	s.write(w, v, ui.Page{Title: v.Text(id + "-title"), Lead: v.Text(id), Status: status, Body: faultView(v, why)})
}

// refusalStatus is the status of a refusal.
func refusalStatus(c book.Code) int {
	switch c {
	case book.Invalid:
		return http.StatusBadRequest
	case book.Denied:
		return http.StatusForbidden
	case book.Conflict, book.Stale, book.Duplicate:
		return http.StatusConflict
	case book.TooLarge:
		return http.StatusRequestEntityTooLarge
	default:
		return http.StatusServiceUnavailable
	}
}

// otherSite answers a form that another site sent in the reader's name.
func (s *Site) otherSite(w http.ResponseWriter, r *http.Request) {
	v := s.stranger(r)
	s.write(w, v, ui.Page{Title: v.Text("page.other-site-title"), Lead: v.Text("page.other-site"), Status: http.StatusForbidden, Body: faultView(v, "")})
}

// deedOf is what was asked for: the kind of an act where the address names one.
func (s *Site) deedOf(v *ui.Visit) string {
	if kind := v.PathValue("kind"); s.Node.Book.Kind(kind) != nil {
		return kind
	}
	return "read"
}
