package session

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

var start = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

func TestCookie(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		token := NewToken()
		got, err := Parse(token.Cookie())
		if err != nil || got.Hash() != token.Hash() || seen[token.Cookie()] {
			t.Fatalf("%v, %v", got, err)
		}
		seen[token.Cookie()] = true
	}
	good := NewToken().Cookie()
	for _, s := range []string{"", good[1:], good + "A", good + "=", good + "\n", "\n" + good, strings.Repeat("*", len(good)), good[:len(good)-1] + "*"} {
		if _, err := Parse(s); err == nil {
			t.Errorf("%q is taken for a cookie", s)
		}
	}
}

func TestATokenIsNeverPrinted(t *testing.T) {
	_, token := Begin("p", Passkey, start)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("signed in", "token", token)
	printed := fmt.Sprint(token) + fmt.Sprintf("%+v %#v %s %q", token, token, token, token) + log.String()
	if b, err := json.Marshal(map[string]any{"token": token}); err == nil {
		t.Errorf("a token was written as %s", b)
	}
	for _, secret := range []string{token.Cookie(), fmt.Sprint(token.b), fmt.Sprintf("%x", token.b)} {
		if strings.Contains(printed, secret) {
			t.Errorf("the token is printed: %s", printed)
		}
	}
}

func TestAlive(t *testing.T) {
	l := Usual()
	for _, c := range []struct {
		name         string
		seen, now    time.Duration // since it began
		alive, fresh bool
	}{
		{"at once", 0, 0, true, true},
		{"within ten minutes", 5 * time.Minute, 9 * time.Minute, true, true},
		{"after ten", 9 * time.Minute, 10 * time.Minute, true, false},
		{"idle", 0, 30 * time.Minute, false, false},
		{"just not idle", time.Hour, time.Hour + 30*time.Minute - 1, true, false},
		{"too long in all", 12*time.Hour - 1, 12 * time.Hour, false, false},
		{"the clock was set back", 5 * time.Minute, -time.Hour, true, true},
	} {
		s, _ := Begin("p", Passkey, start)
		s.Touch(start.Add(c.seen))
		s.Touch(start) // an earlier request that was answered late
		now := start.Add(c.now)
		if s.Alive(now, l) != c.alive || s.Fresh(now, l) != c.fresh {
			t.Errorf("%s: alive %v, fresh %v", c.name, s.Alive(now, l), s.Fresh(now, l))
		}
	}
	s, _ := Begin("p", Recovery, start)
	if !s.Alive(start, l) || s.Fresh(start, l) {
		t.Error("a recovery code makes a fresh session")
	}
	s.Ended = start
	if s.Alive(start, l) {
		t.Error("an ended session is alive")
	}
	if (&Session{Began: start, Seen: start}).Alive(start, l) {
		t.Error("nobody's session is alive")
	}
}

func TestRotate(t *testing.T) {
	s, old := Begin("p", Passkey, start)
	token := s.Rotate()
	if s.Hash != token.Hash() || s.Hash == old.Hash() || !s.Began.Equal(start) {
		t.Error("the old token still opens the session")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(NewToken().Cookie())
	f.Add("")
	f.Add(strings.Repeat("A", 43))
	f.Fuzz(func(t *testing.T, s string) {
		if token, err := Parse(s); err == nil && token.Cookie() != s {
			t.Errorf("%q is read as %q", s, token.Cookie())
		}
	})
}
