package door_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"comity/internal/access/door"
	"comity/internal/access/door/doortest"
	"comity/internal/access/session"
	"comity/internal/book/booktest"
)

// withPasskey gives Ana an account whose only way in is a passkey.
func (h *house) withPasskey(key *doortest.Authenticator) session.Token {
	h.Helper()
	h.must(h.Add(ctx, ana, []string{"ana"}, ""))
	s := h.withPasskeyBy(h.invited(ana), key)
	if s.Need != door.Nothing {
		h.Fatalf("the passkey is not enough: %+v", s)
	}
	return s.Cookie
}

func newKey(t testing.TB) *doortest.Authenticator {
	return doortest.NewAuthenticator(t, origin, "node.example")
}

func (h *house) byPasskey(key *doortest.Authenticator) (door.Step, error) {
	h.Helper()
	s, options, err := h.BeginPasskey(ctx, here)
	h.must(err)
	return h.FinishPasskey(ctx, s.Ticket, key.Get(h, options), here)
}

func TestAPasskeyIsEnough(t *testing.T) {
	onEachStore(t, func(t *testing.T, h *house) {
		key := newKey(t)
		who := h.signed(h.withPasskey(key))
		if who.Who.Person != ana || who.Method != session.Passkey || !who.Fresh {
			t.Errorf("signed in is %+v", who)
		}
		h.pass(time.Hour)
		s, err := h.byPasskey(key)
		h.must(err)
		if who := h.signed(s.Cookie); who.Who.Person != ana || who.Method != session.Passkey {
			t.Errorf("signed in is %+v", who)
		}
		c, err := h.Credentials(ctx, ana)
		h.must(err)
		if len(c.Passkeys) != 1 || c.Passkeys[0].Name != "Key" || !bytes.Equal(c.Passkeys[0].ID, key.ID) || !c.Passkeys[0].Used.Equal(h.clock()) || c.Password {
			t.Errorf("credentials are %+v", c)
		}
		key.Still = true // as passkeys that are shared among devices do
		key.Count = 0
		_, err = h.byPasskey(key)
		h.refused("sign-in.passkey", err) // a counter that goes back is another's
	})
}

func TestAPasskeyIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*doortest.Authenticator){
		"another page asked":    func(k *doortest.Authenticator) { k.Origin = "https://node.example.evil.example" },
		"for another node":      func(k *doortest.Authenticator) { k.RPID = "other.example" },
		"an old question":       func(k *doortest.Authenticator) { k.Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
		"nobody was verified":   func(k *doortest.Authenticator) { k.Unverified = true },
		"the counter went back": func(k *doortest.Authenticator) { k.Count = 0 },
		"an unknown key":        func(k *doortest.Authenticator) { k.ID = []byte("unknown") },
		"of another person":     func(k *doortest.Authenticator) { k.Handle[15]++ },
		"of nobody":             func(k *doortest.Authenticator) { k.Handle = []byte("x") },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, booktest.InSQLite(t))
			key := newKey(t)
			h.withPasskey(key)
			for range 3 {
				_, err := h.byPasskey(key)
				h.must(err)
			}
			spoil(key)
			_, err := h.byPasskey(key)
			h.refused("sign-in.passkey", err)
		})
	}
}

func TestAPasskeysAnswerCountsOnce(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	key := newKey(t)
	h.withPasskey(key)
	s, options, err := h.BeginPasskey(ctx, here)
	h.must(err)
	answer := key.Get(t, options)
	_, err = h.FinishPasskey(ctx, s.Ticket, answer, here)
	h.must(err)
	_, err = h.FinishPasskey(ctx, s.Ticket, answer, here)
	h.refused("sign-in.step", err)
	other, _, err := h.BeginPasskey(ctx, here)
	h.must(err)
	_, err = h.FinishPasskey(ctx, other.Ticket, answer, here)
	h.refused("sign-in.passkey", err) // it answers another question
	_, err = h.FinishPasskey(ctx, other.Ticket, key.Get(t, options), here)
	h.refused("sign-in.step", err) // a question is asked once
	s, options, err = h.BeginPasskey(ctx, here)
	h.must(err)
	h.pass(16 * time.Minute)
	_, err = h.FinishPasskey(ctx, s.Ticket, key.Get(t, options), here)
	h.refused("sign-in.step", err)
}

// A key without PIN or finger is a second factor, and not a way in by itself.
func TestAKeyThatVerifiesNobodyIsASecondFactor(t *testing.T) {
	onEachStore(t, func(t *testing.T, h *house) {
		h.must(h.Add(ctx, ana, []string{"ana"}, good))
		s, err := h.SignInPassword(ctx, "ana", good, here)
		h.must(err)
		key := newKey(t)
		key.Unverified = true
		options, err := h.BeginPasskeyEnrolment(ctx, s.Ticket)
		h.must(err)
		s, err = h.FinishPasskeyEnrolment(ctx, s.Ticket, key.Create(t, options), "Key on the ring", here)
		h.must(err)
		if s.Need != door.Nothing || len(s.Recovery) != 10 {
			t.Fatalf("password and key: %+v", s)
		}
		_, err = h.byPasskey(key)
		h.refused("sign-in.passkey", err)
		s, err = h.SignInPassword(ctx, "ana", good, here)
		h.must(err)
		if fmt.Sprint(s.Ways) != "[passkey recovery]" {
			t.Errorf("the ways are %v", s.Ways)
		}
		_, err = h.FinishPasskey(ctx, s.Ticket, []byte(`{}`), here)
		h.refused("sign-in.passkey", err) // nothing was asked yet
		options, err = h.BeginSecondPasskey(ctx, s.Ticket)
		h.must(err)
		stranger := newKey(t)
		stranger.Handle = key.Handle
		_, err = h.FinishPasskey(ctx, s.Ticket, stranger.Get(t, options), here)
		h.refused("sign-in.passkey", err)
		options, err = h.BeginSecondPasskey(ctx, s.Ticket)
		h.must(err)
		done, err := h.FinishPasskey(ctx, s.Ticket, key.Get(t, options), here)
		h.must(err)
		who := h.signed(done.Cookie)
		h.refused("sign-in.last", h.RemovePasskey(ctx, who, key.ID, here))
	})
}

func TestPasskeysAreAddedAndTakenAway(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	first, second := newKey(t), newKey(t)
	cookie := h.withPasskey(first)
	e, err := h.BeginEnrolment(ctx, h.signed(cookie))
	h.must(err)
	options, err := h.BeginPasskeyEnrolment(ctx, e.Ticket)
	h.must(err)
	if !bytes.Contains(options, []byte(`"excludeCredentials":[{`)) {
		t.Errorf("the question does not name the key that is there: %s", options)
	}
	_, err = h.FinishPasskeyEnrolment(ctx, e.Ticket, second.Create(t, options), "", here)
	h.refused("sign-in.label", err)
	_, err = h.FinishPasskeyEnrolment(ctx, e.Ticket, []byte("nonsense"), "Second", here)
	h.refused("sign-in.passkey", err)
	s, err := h.FinishPasskeyEnrolment(ctx, e.Ticket, second.Create(t, options), "Second", here)
	h.must(err)
	_, err = h.Session(ctx, cookie)
	h.refused("sign-in.ended", err) // it goes on under another token
	who := h.signed(s.Cookie)
	h.must(h.RenamePasskey(ctx, who, second.ID, "Old telephone", here))
	h.must(h.RemovePasskey(ctx, who, second.ID, here))
	h.refused("sign-in.gone", h.RemovePasskey(ctx, who, second.ID, here))
	h.refused("sign-in.last", h.RemovePasskey(ctx, who, first.ID, here))
	_, err = h.byPasskey(second)
	h.refused("sign-in.passkey", err)
	h.pass(10 * time.Minute)
	h.refused("sign-in.fresh", h.RemovePasskey(ctx, h.signed(s.Cookie), first.ID, here))

	// The same credential serves one person.
	h.must(h.Add(ctx, bo, []string{"bo"}, ""))
	invitation, _, err := h.Invite(ctx, bo, "", here)
	h.must(err)
	b, err := h.AcceptInvitation(ctx, invitation, here)
	h.must(err)
	options, err = h.BeginPasskeyEnrolment(ctx, b.Ticket)
	h.must(err)
	_, err = h.FinishPasskeyEnrolment(ctx, b.Ticket, first.Create(t, options), "Mine", here)
	h.refused("sign-in.passkey", err)
}

// Whatever is sent as an authenticator's answer is refused, and never lets in.
func FuzzAnswers(f *testing.F) {
	h := newHouse(f, booktest.InSQLite(f))
	key := newKey(f)
	h.withPasskey(key)
	_, options, err := h.BeginPasskey(ctx, here)
	h.must(err)
	f.Add(key.Get(f, options))
	f.Add(newKey(f).Create(f, []byte(`{"publicKey":{"challenge":"AAAA","user":{"id":"AAAA"}}}`)))
	f.Add([]byte(`{"id":"","response":{"attestationObject":"v2NmbXQ"}}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		h.TB = t
		h.pass(time.Hour)
		s, _, err := h.BeginPasskey(ctx, here)
		h.must(err)
		if _, err := h.FinishPasskey(ctx, s.Ticket, answer, here); door.CodeOf(err) != "sign-in.passkey" {
			t.Errorf("%v", err)
		}
		who := h.freshAna(key)
		e, err := h.BeginEnrolment(ctx, who)
		h.must(err)
		if _, err = h.BeginPasskeyEnrolment(ctx, e.Ticket); err != nil {
			t.Fatal(err)
		}
		if _, err := h.FinishPasskeyEnrolment(ctx, e.Ticket, answer, "Key", here); door.CodeOf(err) != "sign-in.passkey" {
			t.Errorf("%v", err)
		}
	})
}

func (h *house) freshAna(key *doortest.Authenticator) door.Signed {
	h.Helper()
	s, err := h.byPasskey(key)
	h.must(err)
	return h.signed(s.Cookie)
}

func TestANumberHasNoPasskeys(t *testing.T) {
	for _, origin := range []string{"", "http://127.0.0.1:8080", "http://[::1]:8080"} {
		h := newHouse(t, booktest.InSQLite(t), func(o *door.Options) { o.Origin = origin })
		if h.Passkeys() {
			t.Errorf("%q has passkeys", origin)
		}
		_, _, err := h.BeginPasskey(ctx, here)
		h.refused("sign-in.no-passkeys", err)
		h.must(h.Add(ctx, ana, []string{"ana"}, good))
		s, err := h.SignInPassword(ctx, "ana", good, here)
		h.must(err)
		_, err = h.BeginPasskeyEnrolment(ctx, s.Ticket)
		h.refused("sign-in.no-passkeys", err)
		_, err = h.FinishPasskeyEnrolment(ctx, s.Ticket, []byte("{}"), "Key", here)
		h.refused("sign-in.passkey", err)
	}
	for _, origin := range []string{"node.example", "ftp://node.example", "https://", "https://node.example/path"} {
		h := newHouse(t, booktest.InSQLite(t))
		if _, err := door.Open(ctx, booktest.InSQLite(t), door.Options{Log: h.log, Origin: origin}); err == nil {
			t.Errorf("the origin %q was taken", origin)
		}
	}
}
