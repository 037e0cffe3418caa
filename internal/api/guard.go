package api

import (
	"errors"
	"net/http"

	"comity/internal/endpoint"
	"comity/internal/guard"
)

// headers sets what every answer carries. An answer holds nothing that a browser
// may run, and no other site may read it.
func (a *API) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "private, no-cache")
		if a.Guard.Secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.Set("Vary", "Authorization, Cookie, Accept, Accept-Language")
		next.ServeHTTP(w, r)
	})
}

// admitted finds who calls, slows who calls too often, and answers what has not
// changed, before an operation runs.
func (a *API) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, _, err := a.Guard.Admit(r, guard.Program)
		w.Header().Set("Content-Language", v.Lang)
		var often *guard.Often
		if errors.As(err, &often) {
			often.Say(w.Header())
		}
		if err != nil {
			a.problem(w, v, err)
			return
		}
		if guard.Reading(r) && a.unchanged(w, v) {
			return
		}
		guard.Serve(next, w, r, v)
	})
}

// nowhere answers addresses that no operation has, or not by this method.
func (a *API) nowhere(w http.ResponseWriter, r *http.Request) {
	v := endpoint.Visit(r.Context())
	allow := ""
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := *r
		other.Method = method
		if _, pattern := a.mux.Handler(&other); pattern != "/" && pattern != "" {
			if allow != "" {
				allow += ", "
			}
			allow += method
		}
	}
	if allow == "" {
		a.problem(w, v, errNowhere)
		return
	}
	w.Header().Set("Allow", allow)
	a.problem(w, v, endpoint.ErrMethod)
}

// broken answers a request that broke the program.
func (a *API) broken(w http.ResponseWriter, r *http.Request) {
	a.problem(w, a.Guard.Stranger(r, guard.Program), errBroken)
}
