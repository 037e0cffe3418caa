package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// As many connections are held as the setting says; one more waits until one of
// them ends.
func TestNoMoreConnectionsAreHeldThanTheSettingSays(t *testing.T) {
	folder := t.TempDir()
	f := serveFlags{nodeFlags: nodeFlags{Data: filepath.Join(folder, "data"), Keys: filepath.Join(folder, "keys"), Schema: "comity"}, Listen: "127.0.0.1:0", Connections: 2}
	if err := (&bookNewCommand{nodeFlags: f.nodeFlags, Name: "connections.example"}).Run(t.Context(), streams{strings.NewReader(""), io.Discard, io.Discard}); err != nil {
		t.Fatal(err)
	}
	r, err := f.start(t.Context(), slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.close()
	address := strings.Replace(strings.TrimPrefix(r.address, "http://"), "localhost", "127.0.0.1", 1)
	var held []net.Conn
	for range 2 {
		c, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		held = append(held, c)
	}
	time.Sleep(100 * time.Millisecond) // until both are taken
	answered := make(chan error, 1)
	go func() {
		a, err := http.Get("http://" + address + "/healthz")
		if err == nil {
			err = a.Body.Close()
		}
		answered <- err
	}()
	select {
	case err := <-answered:
		t.Fatalf("a third connection was served while two were held: %v", err)
	case <-time.After(300 * time.Millisecond):
	}
	held[0].Close()
	select {
	case err := <-answered:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("it is not served after one has ended")
	}
}
