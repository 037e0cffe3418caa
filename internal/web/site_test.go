package web

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"comity/internal/ui"
)

func TestAfterSigningInOneStaysOnThisSite(t *testing.T) {
	for given, want := range map[string]string{
		"/states?group=AG": "/states?group=AG", "": "/", "states": "/", "//evil.example": "/", "https://evil.example/": "/",
		"/\\evil.example": "/", "javascript:alert(1)": "/", "/x\r\nSet-Cookie: a=b": "/",
	} {
		r := httptest.NewRequest(http.MethodGet, "/sign-in?next="+url.QueryEscape(given), nil)
		if got := next(&ui.Visit{Request: r}); got != want {
			t.Errorf("%q leads to %q, want %q", given, got, want)
		}
	}
}

func TestTheAddressIsThePeersUnlessAProxyIsTrusted(t *testing.T) {
	trusted := Site{Options: Options{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}}
	for _, c := range []struct{ peer, forwarded, want string }{
		{"203.0.113.7:1234", "", "203.0.113.7"},
		{"203.0.113.7:1234", "198.51.100.1", "203.0.113.7"}, // nobody's proxy: not believed
		{"10.0.0.1:80", "198.51.100.1", "198.51.100.1"},
		{"10.0.0.1:80", "192.0.2.9, 198.51.100.1", "198.51.100.1"}, // the first was said by the client
		{"10.0.0.1:80", "198.51.100.1, 10.0.0.2", "198.51.100.1"},
		{"10.0.0.1:80", "nonsense", "10.0.0.1"},
		{"[2001:db8::1]:80", "", "2001:db8::1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.peer
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := trusted.Address(r).String(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestAQRCodeIsDrawn(t *testing.T) {
	p, err := qrPath("otpauth://totp/x?secret=ABC")
	if err != nil || p.Size < 21 || !strings.HasPrefix(p.Path, "M0 0h7v1h-7z") {
		t.Errorf("the finder's first row is not there: %v %+v", err, p)
	}
}

// A calendar's address is a secret: a connection that breaks off leaves no trace of it.
func TestTheLogNamesNoSecretOfAnAddress(t *testing.T) {
	var log bytes.Buffer
	s := Site{Options: Options{Log: slog.New(slog.NewTextHandler(&log, nil))}}
	r := httptest.NewRequest(http.MethodGet, "/calendar/secret.ics?lang=en", nil)
	r.Pattern = "GET /calendar/{token}"
	defer func() {
		if r := recover(); r != http.ErrAbortHandler { //nolint:errorlint // as it is thrown
			t.Errorf("%v", r)
		}
		if s := log.String(); strings.Contains(s, "secret") || !strings.Contains(s, "/calendar/{token}") {
			t.Error(s)
		}
	}()
	s.file(httptest.NewRecorder(), &ui.Visit{Request: r}, ui.File{Name: "desk.ics", Write: func(io.Writer) error { return io.ErrClosedPipe }})
}
