package guard

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestTheAddressIsThePeersUnlessAProxyIsTrusted(t *testing.T) {
	trusted := Guard{Options: Options{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}}
	for _, c := range []struct{ peer, forwarded, want string }{
		{"203.0.113.7:1234", "", "203.0.113.7"},
		{"203.0.113.7:1234", "198.51.100.1", "203.0.113.7"}, // nobody's proxy: not believed
		{"10.0.0.1:80", "198.51.100.1", "198.51.100.1"},
		{"10.0.0.1:80", "192.0.2.9, 198.51.100.1", "198.51.100.1"}, // the first was said by the client
		{"10.0.0.1:80", "198.51.100.1, 10.0.0.2", "198.51.100.1"},
		{"10.0.0.1:80", "nonsense", "10.0.0.1"},
		{"10.0.0.1:80", "198.51.100.1:51234", "198.51.100.1"},
		{"10.0.0.1:80", "[2001:db8::7]:51234", "2001:db8::7"},
		{"10.0.0.1:80", "[2001:db8::7]", "2001:db8::7"},
		{"10.0.0.1:80", "198.51.100.1, 203.0.113.9", "203.0.113.9"}, // a proxy that is not trusted stands between
		{"[::ffff:10.0.0.1]:80", "::ffff:198.51.100.1", "198.51.100.1"},
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
