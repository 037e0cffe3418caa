package guard

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// served is a server behind a guard, and what its handler met.
func served(t *testing.T, pause time.Duration, h http.HandlerFunc) string {
	t.Helper()
	g := &Guard{Options: Options{Pause: pause, Logger: quiet()}}
	s := httptest.NewServer(g.Watch(h, func(http.ResponseWriter, *http.Request) { t.Error("it broke") }))
	t.Cleanup(s.Close)
	return strings.TrimPrefix(s.URL, "http://")
}

func say(t *testing.T, address, request string) net.Conn {
	t.Helper()
	c, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	return c
}

// A line that stands still is let go; one that is slow and goes on is not, however
// long it takes; and what is left of a body is never taken for the next request.
func TestALineThatStandsStillIsLetGo(t *testing.T) {
	const pause = 300 * time.Millisecond
	met := make(chan error, 2)
	address := served(t, pause, func(w http.ResponseWriter, r *http.Request) {
		_, err := io.ReadAll(r.Body)
		met <- err
		if err != nil {
			w.WriteHeader(http.StatusRequestTimeout)
		}
	})
	const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n"
	c := say(t, address, head)
	for range 50 {
		time.Sleep(pause / 10)
		if _, err := c.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-met; err != nil {
		t.Errorf("a slow line of %v: %v", 5*pause, err)
	}
	c = say(t, address, head+"GET /smuggled HTTP/1.1\r\n")
	err := <-met
	var timed net.Error
	if !errors.Is(err, ErrSlow) || !errors.As(err, &timed) || !timed.Timeout() {
		t.Errorf("a line that stands still: %v", err)
	}
	_, _ = io.WriteString(c, "Host: x\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
	answers, _ := io.ReadAll(c)
	if n := bytes.Count(answers, []byte("HTTP/1.1 ")); n != 1 || !bytes.Contains(answers, []byte("Connection: close")) {
		t.Errorf("%d answers: %s", n, answers)
	}
}

// A body that drips is let go, though it never stands still.
func TestABodyThatDripsIsLetGo(t *testing.T) {
	i := &intake{ReadCloser: io.NopCloser(strings.NewReader("xxxx")), control: http.NewResponseController(httptest.NewRecorder()), pause: time.Hour, start: time.Now().Add(-begun - 5*time.Second), taken: 4 * slowest}
	if _, err := i.Read(make([]byte, 1)); !errors.Is(err, ErrSlow) {
		t.Error(err)
	}
	i = &intake{ReadCloser: i.ReadCloser, control: i.control, pause: time.Hour, start: time.Now().Add(-begun - 5*time.Second), taken: 6 * slowest}
	if _, err := i.Read(make([]byte, 1)); err != nil {
		t.Error(err)
	}
}

// Whoever is refused while they send comes to the answer, and the line goes on where
// all of it came.
func TestWhoIsRefusedWhileSendingReadsTheAnswer(t *testing.T) {
	address := served(t, time.Minute, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	for range 2 {
		c := say(t, address, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n")
		if _, err := c.Write(make([]byte, 50_000_000)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if answers, err := io.ReadAll(c); err != nil || bytes.Count(answers, []byte("HTTP/1.1 403")) != 2 {
			t.Errorf("%v: %s", err, answers)
		}
	}
}

// One network holds as many connections as it may, a trusted proxy as many as there
// are, and what is closed makes room.
func TestOneNetworkLeavesRoomForOthers(t *testing.T) {
	for _, c := range []struct {
		name    string
		proxies []netip.Prefix
		want    int
	}{{"a network", nil, 2}, {"a proxy", []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, 4}} {
		t.Run(c.name, func(t *testing.T) {
			inner, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			l := Listener(inner, 4, 2, c.proxies)
			taken := make(chan net.Conn, 10)
			go func() {
				for {
					c, err := l.Accept()
					if err != nil {
						close(taken)
						return
					}
					taken <- c
				}
			}()
			var held []net.Conn
			for range 6 {
				say(t, inner.Addr().String(), "")
			}
			for range c.want {
				held = append(held, <-taken)
			}
			select {
			case <-taken:
				t.Errorf("more than %d are held", c.want)
			case <-time.After(100 * time.Millisecond):
			}
			_ = held[0].Close()
			_ = held[0].Close() // counts once
			if c.proxies == nil {
				say(t, inner.Addr().String(), "")
			}
			<-taken
			select {
			case <-taken:
				t.Error("one that was closed made room for two")
			case <-time.After(100 * time.Millisecond):
			}
			_ = l.Close()
			for _, h := range held {
				_ = h.Close()
			}
			for range taken { //nolint:revive // until nothing more is accepted
			}
		})
	}
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
