package api

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/ui"
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
		if strings.HasPrefix(a.Origin, "https:") {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.Set("Vary", "Authorization, Cookie, Accept, Accept-Language")
		next.ServeHTTP(w, r)
	})
}

// entered finds who calls, slows who calls too often, and answers what has not
// changed, before an operation runs.
func (a *API) entered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := a.stranger(r)
		w.Header().Set("Content-Language", v.Lang)
		err := a.enter(v)
		if err == nil && !reading(r) && !v.Reader.Signed() {
			err = ui.ErrSignIn // before anything of the body is read
		}
		if wait, often := a.often(v); often {
			w.Header().Set("Retry-After", seconds(wait))
			err = endpoint.ErrOften
		}
		if err == nil {
			err = readable(r)
		}
		if err != nil {
			a.problem(w, v, err)
			return
		}
		if reading(r) && a.unchanged(w, v) {
			return
		}
		next.ServeHTTP(w, r.WithContext(endpoint.WithVisit(r.Context(), v)))
	})
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

func peer(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap()
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

// watched answers a panic with a problem, and logs each request without its query
// and body.
func (a *API) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		seen := &seenWriter{ResponseWriter: w}
		defer func() {
			broken := recover()
			if broken == http.ErrAbortHandler { //nolint:errorlint // compared by identity, as net/http does
				panic(broken)
			}
			if broken != nil {
				a.Log.Error("an operation panicked", "pattern", r.Pattern, "panic", broken)
				if seen.status == 0 {
					a.problem(seen, a.stranger(r), errBroken)
				}
			}
			took := time.Since(start)
			a.Log.Info("request", "method", r.Method, "pattern", r.Pattern, "status", seen.status, "bytes", seen.bytes, "ms", float64(took.Microseconds())/1000)
			if a.Seen != nil {
				a.Seen(r.Pattern, seen.status, took)
			}
		}()
		next.ServeHTTP(seen, r)
	})
}

// seenWriter remembers what was answered.
type seenWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *seenWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *seenWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the writer below.
func (w *seenWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
