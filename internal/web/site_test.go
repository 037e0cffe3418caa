package web

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
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
