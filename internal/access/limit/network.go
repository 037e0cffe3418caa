package limit

import "net/netip"

// Network is the key of whoever asks from an address: an IPv4 address itself,
// since many people sit behind one, and the /64 of IPv6, which one household has.
func Network(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if !a.IsValid() || a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return a.String()
	}
	return p.String()
}
