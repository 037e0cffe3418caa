package guard

import (
	"net"
	"net/netip"
	"sync"

	"comity/internal/access/limit"
)

// Listener takes at most most connections at a time; others wait. Of one network (an
// IPv4 address, a /64 of IPv6) it takes at most each, so that one that holds many
// leaves room for others; what is beyond is closed at once. Trusted proxies hold as
// many as they have to: many stand behind them, and they tell nobody's address
// before a request is read.
func Listener(l net.Listener, most, each int, proxies []netip.Prefix) net.Listener {
	return &listener{Listener: l, each: each, proxies: proxies, places: make(chan struct{}, most), closed: make(chan struct{}), held: map[string]int{}}
}

type listener struct {
	net.Listener
	each    int
	proxies []netip.Prefix
	places  chan struct{}
	closed  chan struct{}
	close   sync.Once

	mu   sync.Mutex
	held map[string]int
}

// Accept implements net.Listener.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			<-l.places
			return nil, err
		}
		key := ""
		if peer := peerOf(c.RemoteAddr().String()); !trusted(l.proxies, peer) {
			key = limit.Network(peer)
		}
		if !l.take(key) {
			_ = c.Close()
			continue
		}
		return &held{Conn: c, leave: sync.OnceFunc(func() { l.leave(key) })}, nil
	}
}

// Close implements net.Listener.
func (l *listener) Close() error {
	l.close.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

func (l *listener) take(key string) bool {
	if key == "" {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[key] >= l.each {
		return false
	}
	l.held[key]++
	return true
}

func (l *listener) leave(key string) {
	<-l.places
	if key == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[key]--; l.held[key] <= 0 {
		delete(l.held, key)
	}
}

// held is a connection that counts until it is closed.
type held struct {
	net.Conn
	leave func()
}

// Close implements net.Conn.
func (h *held) Close() error {
	h.leave()
	return h.Conn.Close()
}

// CloseWrite says that nothing more comes, and leaves the other side time to read
// what did.
func (h *held) CloseWrite() error {
	if c, is := h.Conn.(interface{ CloseWrite() error }); is {
		return c.CloseWrite()
	}
	return nil
}
