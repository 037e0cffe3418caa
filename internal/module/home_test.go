package module_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"comity/internal/module"
	"comity/internal/ui"
)

// A request says of itself what it likes: files that leave the node name the address
// that was configured, and without one what the machine itself asked for.
func TestFilesNameTheAddressThatWasNamed(t *testing.T) {
	named := &url.URL{Scheme: "https", Host: "node.example", Path: "/"}
	for _, c := range []struct {
		origin *url.URL
		host   string
		tls    bool
		want   string
	}{
		{named, "evil.example", false, "https://node.example"},
		{named, "localhost:8080", true, "https://node.example"},
		{nil, "evil.example", false, ""},
		{nil, "10.0.0.1:8080", true, ""},
		{nil, "localhost.evil.example", false, ""},
		{nil, "localhost:8080", false, "http://localhost:8080"},
		{nil, "127.0.0.1:8080", true, "https://127.0.0.1:8080"},
		{nil, "[::1]:8080", false, "http://[::1]:8080"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Host = c.host
		r.Header.Set("X-Forwarded-Host", "evil.example")
		r.Header.Set("X-Forwarded-Proto", "https")
		if c.tls {
			r.TLS = &tls.ConnectionState{}
		}
		home := (&module.Node{Origin: c.origin}).Home(&ui.Visit{Request: r})
		if got := home.String(); got != c.want {
			t.Errorf("origin %v, host %s: %q, want %q", c.origin, c.host, got, c.want)
		}
	}
}
