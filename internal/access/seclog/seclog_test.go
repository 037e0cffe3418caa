package seclog

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"comity/internal/act"
)

var at = time.Date(2026, 1, 31, 9, 0, 0, 0, time.UTC)

const person = "9d1f3a52-6c1e-4f0b-8a55-0c6f3c1d2e01"

func TestCheck(t *testing.T) {
	good := Entry{At: at, Event: Refused, Person: person, Address: netip.MustParseAddr("192.0.2.7"), Action: "treaty.deposit", Subject: "treaty/untoc/FRA", Policies: []string{"auditors-write-nothing"}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Entry){
		"no instant":        func(e *Entry) { e.At = time.Time{} },
		"not UTC":           func(e *Entry) { e.At = at.In(time.FixedZone("x", 3600)) },
		"no event":          func(e *Entry) { e.Event = "" },
		"an event in words": func(e *Entry) { e.Event = "signed in\n" },
		"a typed name":      func(e *Entry) { e.Person = "anna@example.org" },
		"a typed password":  func(e *Entry) { e.Person = "correct horse battery staple, twice!" },
		"an action in code": func(e *Entry) { e.Action = "<script>" },
		"a long action":     func(e *Entry) { e.Action = strings.Repeat("a", 65) },
		"a wrong subject":   func(e *Entry) { e.Subject = act.Subject("no subject") },
		"a sentence":        func(e *Entry) { e.Policies = []string{"No policy permits this."} },
		"rows below none":   func(e *Entry) { e.Rows = -1 },
	} {
		e := good
		change(&e)
		if e.Check() == nil {
			t.Errorf("%s: it is taken", name)
		}
	}
	for e := range Usual() {
		if !word(string(e)) {
			t.Errorf("the event %q is no word", e)
		}
	}
}

func TestRetention(t *testing.T) {
	m := Usual()
	e := Entry{At: at, Event: SignedIn, Address: netip.MustParseAddr("192.0.2.7")}
	for _, c := range []struct {
		event   Event
		now     time.Time
		kept    bool
		address string
	}{
		{SignedIn, at, true, "192.0.2.7"},
		{SignedIn, at.AddDate(0, 0, 30).Add(-1), true, "192.0.2.7"},
		{SignedIn, at.AddDate(0, 0, 30), true, "192.0.2.0"},
		{SignedIn, at.AddDate(0, 6, 0).Add(-1), true, "192.0.2.0"},
		{SignedIn, at.AddDate(0, 6, 0), false, ""},
		{Exported, at.AddDate(0, 24, 0).Add(-1), true, "192.0.2.0"},
		{Exported, at.AddDate(0, 24, 0), false, ""},
		{"something-newer", at.AddDate(0, 23, 0), true, "192.0.2.0"},
		{"something-newer", at.AddDate(0, 24, 0), false, ""},
	} {
		e.Event = c.event
		got, ok := e.Kept(c.now, m)
		if ok != c.kept || ok && got.Address.String() != c.address {
			t.Errorf("%s at %s: %v, %s", c.event, c.now, ok, got.Address)
		}
	}
	if e.Address.String() != "192.0.2.7" {
		t.Error("what is kept changed the entry")
	}
}

func TestNetwork(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.7": "192.0.2.0", "::ffff:192.0.2.7": "192.0.2.0",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1::", "fe80::1%eth0": "fe80::",
	} {
		if got := Network(netip.MustParseAddr(in)).String(); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	if Network(netip.Addr{}).IsValid() {
		t.Error("no address became one")
	}
}
