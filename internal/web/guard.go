package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"comity/internal/access/limit"
	"comity/internal/ui"
)

// policy lets a page use its own style sheet, script and pictures and nothing
// else; no script stands in a page.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers sets what every answer carries.
func (s *Site) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000") // a year: what was reached over TLS once is not asked for without
		}
		next.ServeHTTP(w, r)
	})
}

// MaxForm is the length of a form at most, in bytes, without files.
const MaxForm = 1 << 20

// MaxQuery is the length of a query at most, in bytes as sent: many links of a
// page repeat the query, so that a long one would make the page larger many times
// over.
const MaxQuery = 8 << 10

// addressed turns away addresses that no page of the site has: those that are no
// text, and those with a query that is too long.
func (s *Site) addressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var id string
		var status int
		switch {
		case len(r.URL.RawQuery) > MaxQuery:
			id, status = "page.too-large", http.StatusRequestURITooLong
		case !ui.Text(r.URL.Path) || !ui.Texts(r.URL.Query()):
			id, status = "page.invalid", http.StatusBadRequest
		default:
			next.ServeHTTP(w, r)
			return
		}
		plain := *r // links of the page lead home, not back to such an address
		plain.Method, plain.URL = http.MethodGet, &url.URL{Path: "/"}
		v := s.stranger(&plain)
		s.write(w, v, ui.Page{Title: v.Text(id + "-title"), Lead: v.Text(id), Status: status, Body: faultView(v, "")})
	})
}

// taken answers in the reader's language what no route takes: a form sent to a page
// that has none, or to no page at all.
func (s *Site) taken() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := s.mux.Handler(r); pattern != "" {
			s.mux.ServeHTTP(w, r)
			return
		}
		v := s.stranger(r)
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			other := *r
			other.Method = method
			if _, pattern := s.mux.Handler(&other); pattern != "" && pattern != everythingElse {
				allowed = append(allowed, method)
			}
		}
		if allowed == nil {
			s.fault(w, v, ui.ErrNotFound)
			return
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		s.write(w, v, ui.Page{Title: v.Text("page.method-title"), Lead: v.Text("page.method"), Status: http.StatusMethodNotAllowed, Body: faultView(v, "")})
	})
}

// limited slows those who ask too often, by network address.
func (s *Site) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.Unlimited || strings.HasPrefix(r.URL.Path, "/asset/") {
			next.ServeHTTP(w, r)
			return
		}
		l := s.gets
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			l = s.posts
		}
		if wait, ok := l.Allow(limit.Network(s.Address(r))); !ok {
			v := s.stranger(r)
			w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
			s.write(w, v, ui.Page{Title: v.Text("page.too-often-title"), Lead: v.Text("page.too-often"), Status: http.StatusTooManyRequests, Body: faultView(v, "")})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Address is where a request came from: its peer, or what a trusted proxy says
// of it.
func (s *Site) Address(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	peer, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && s.trusted(peer); i-- {
		a, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		peer = a
	}
	return peer.Unmap()
}

func (s *Site) trusted(a netip.Addr) bool {
	for _, p := range s.Proxies {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// recovered answers a panic with a page, and logs each request without its query
// and body.
func (s *Site) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		watched := &watchedWriter{ResponseWriter: w}
		defer func() {
			broken := recover()
			if broken == http.ErrAbortHandler { //nolint:errorlint // compared by identity, as net/http does
				panic(broken)
			}
			if broken != nil {
				s.Log.Error("a page panicked", "pattern", r.Pattern, "panic", broken)
				if watched.status == 0 {
					v := s.stranger(r)
					s.write(watched, v, ui.Page{Title: v.Text("page.failed-title"), Lead: v.Text("page.failed"), Status: http.StatusInternalServerError, Body: faultView(v, "")})
				}
			}
			took := time.Since(start)
			s.Log.Info("request", "method", r.Method, "pattern", r.Pattern, "status", watched.status, "bytes", watched.bytes, "ms", float64(took.Microseconds())/1000)
			if s.Seen != nil {
				s.Seen(r.Pattern, watched.status, took)
			}
		}()
		next.ServeHTTP(watched, r)
	})
}

// watchedWriter remembers what was answered.
type watchedWriter struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (w *watchedWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watchedWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the writer below.
func (w *watchedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
