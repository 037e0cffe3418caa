package guard

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Address is where a request came from: its peer or, as long as that is a trusted
// proxy, what it says of whom it serves. What others write into X-Forwarded-For is
// not believed, nor what a client wrote before a trusted proxy added to it.
func (g *Guard) Address(r *http.Request) netip.Addr {
	peer := peerOf(r.RemoteAddr)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && trusted(g.Proxies, peer); i-- {
		a := peerOf(strings.TrimSpace(hops[i])) // some write a port
		if !a.IsValid() {
			break
		}
		peer = a
	}
	return peer
}

func peerOf(address string) netip.Addr {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	a, err := netip.ParseAddr(strings.Trim(host, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap()
}

func trusted(networks []netip.Prefix, a netip.Addr) bool {
	for _, p := range networks {
		if p.Contains(a.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}
