package door_test

import (
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"comity/internal/access/door"
	"comity/internal/access/session"
	"comity/internal/book/booktest"
	"comity/internal/store"
)

// life is what a session should be.
type life struct {
	cookie      session.Token
	began, seen time.Time
	ended       bool
}

// Whatever is called in whatever order, and however the clock goes, a session
// holds as long as it should and no longer.
func TestSessionsLiveAsLongAsTheyShould(t *testing.T) {
	dir := t
	rapid.Check(t, func(t *rapid.T) {
		h := newHouse(dir, booktest.InSQLite(dir), func(o *door.Options) { o.PasswordAlone = true })
		h.must(h.Add(ctx, ana, []string{"ana"}, good))
		limits := session.Usual()
		var all []*life
		alive := func(l *life) bool {
			now := h.clock()
			return !l.ended && now.Sub(l.began) < limits.Absolute && now.Sub(l.seen) < limits.Idle
		}
		pick := func(t *rapid.T) *life {
			if len(all) == 0 {
				t.Skip("nobody has signed in")
			}
			return rapid.SampledFrom(all).Draw(t, "session")
		}
		endOthers := func(but *life) {
			for _, l := range all {
				l.ended = l.ended || l != but
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"sign in": func(_ *rapid.T) {
				n := len(all) // each from an address of its own, for a throttle that runs backwards is another matter
				s, err := h.SignInPassword(ctx, "ana", good, door.From{Address: netip.AddrFrom4([4]byte{10, 1, byte(n >> 8), byte(n)})})
				h.must(err)
				all = append(all, &life{s.Cookie, h.clock(), h.clock(), false})
			},
			"ask": func(t *rapid.T) {
				l := pick(t)
				who, err := h.Session(ctx, l.cookie)
				if (err == nil) != alive(l) {
					t.Fatalf("began %s, seen %s, ended %v, now %s: %v", l.began, l.seen, l.ended, h.clock(), err)
				}
				if err != nil {
					h.refused("sign-in.ended", err)
					return
				}
				if fresh := h.clock().Sub(l.began) < limits.Fresh; who.Fresh != fresh || who.Who.Person != ana {
					t.Fatalf("fresh %v, want %v", who.Fresh, fresh)
				}
				if h.clock().After(l.seen) {
					l.seen = h.clock()
				}
			},
			"sign out": func(t *rapid.T) {
				l := pick(t)
				h.must(h.SignOut(ctx, l.cookie, here))
				l.ended = true
			},
			"end all": func(_ *rapid.T) {
				h.must(h.EndSessions(ctx, ana, bo, here))
				endOthers(nil)
			},
			"change the password": func(t *rapid.T) {
				l := pick(t)
				who, err := h.Session(ctx, l.cookie)
				if err != nil {
					t.Skip("signed out")
				}
				l.seen = maxTime(l.seen, h.clock())
				e, err := h.BeginEnrolment(ctx, who)
				if err != nil {
					if who.Fresh {
						t.Fatal(err)
					}
					return
				}
				s, err := h.EnrolPassword(ctx, e.Ticket, good, here)
				h.must(err)
				old := l.cookie
				l.cookie = s.Cookie
				endOthers(l)
				if _, err := h.Session(ctx, old); err == nil {
					t.Fatal("the old token still opens")
				}
			},
			"list": func(t *rapid.T) {
				list, err := h.Sessions(ctx, ana)
				h.must(err)
				n := 0
				for _, l := range all {
					if alive(l) {
						n++
					}
				}
				if len(list) != n {
					t.Fatalf("%d sessions are listed, %d hold", len(list), n)
				}
			},
			"time": func(t *rapid.T) {
				h.pass(time.Duration(rapid.Int64Range(-int64(5*time.Minute), int64(45*time.Minute)).Draw(t, "passes")))
			},
			"flush": func(_ *rapid.T) { h.must(h.Flush(ctx)) },
			"prune": func(_ *rapid.T) { h.must(h.Prune(ctx)) },
		})
	})
}

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// However a name is spelled, it has one throttle: of the guesses at it no more
// than the burst and one a minute are looked at.
func TestNoSpellingGetsAroundTheThrottle(t *testing.T) {
	dir := t
	rapid.Check(t, func(t *rapid.T) {
		h := newHouse(dir, booktest.InSQLite(dir))
		h.must(h.Add(ctx, ana, []string{"anastasia"}, good))
		start := h.clock()
		looked := 0
		for i := range rapid.IntRange(15, 40).Draw(t, "guesses") {
			h.pass(time.Duration(rapid.IntRange(0, 40).Draw(t, "seconds")) * time.Second)
			name := spell(t, "anastasia")
			from := door.From{Address: netip.AddrFrom4([4]byte{10, 0, byte(i), 1})}
			_, err := h.SignInPassword(ctx, name, "wrong words here", from)
			switch door.CodeOf(err) {
			case "sign-in.wrong":
				looked++
			case "sign-in.often":
			default:
				t.Fatalf("%q: %v", name, err)
			}
		}
		if most := 10 + int(h.clock().Sub(start)/time.Minute); looked > most {
			t.Fatalf("%d guesses were looked at within %s, at most %d should be", looked, h.clock().Sub(start), most)
		}
	})
}

// spell writes a name in another way that means the same.
func spell(t *rapid.T, name string) string {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", rapid.IntRange(0, 2).Draw(t, "spaces")))
	for _, c := range name {
		switch rapid.IntRange(0, 3).Draw(t, "form") {
		case 0:
			c = unicode.ToUpper(c)
		case 1: // full width
			c += 0xff41 - 'a'
		case 2:
			c = unicode.ToUpper(c) + 0xff21 - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// One code, many at once: it is good for one of them.
func TestNoCodeIsGoodTwiceAtOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, h *house) {
		secret, recovery, _ := h.settle(ana, "ana")
		h.pass(time.Minute)
		for name, typed := range map[string]string{"one-time code": h.code(secret), "recovery code": recovery[0]} {
			var tickets []session.Token
			for range 4 {
				s, err := h.SignInPassword(ctx, "ana", good, here)
				h.must(err)
				tickets = append(tickets, s.Ticket)
			}
			var in atomic.Int64
			var wait sync.WaitGroup
			for _, ticket := range tickets {
				wait.Go(func() {
					if s, err := h.SecondFactorCode(ctx, ticket, typed, here); err == nil && s.Need == door.Nothing {
						in.Add(1)
					}
				})
			}
			wait.Wait()
			if in.Load() != 1 {
				t.Errorf("one %s let %d in", name, in.Load())
			}
		}
	})
}

// A ceremony's ticket begins one session, however often it is shown at once.
func TestNoInvitationIsGoodTwiceAtOnce(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	h.must(h.Add(ctx, ana, []string{"ana"}, ""))
	invitation, _, err := h.Invite(ctx, ana, "", here)
	h.must(err)
	var in atomic.Int64
	var wait sync.WaitGroup
	for i := range 4 {
		wait.Go(func() {
			s, err := h.AcceptInvitation(ctx, invitation, here)
			if err != nil {
				return
			}
			key := newKey(t)
			options, err := h.BeginPasskeyEnrolment(ctx, s.Ticket)
			if err != nil {
				return
			}
			if s, err := h.FinishPasskeyEnrolment(ctx, s.Ticket, key.Create(t, options), fmt.Sprint(i), here); err == nil && s.Need == door.Nothing {
				in.Add(1)
			}
		})
	}
	wait.Wait()
	if in.Load() != 1 {
		t.Errorf("one invitation let %d in", in.Load())
	}
	c, err := h.Credentials(ctx, ana)
	h.must(err)
	if len(c.Passkeys) != 1 {
		t.Errorf("%d passkeys came of it", len(c.Passkeys))
	}
}

func TestTokens(t *testing.T) {
	onEachStore(t, func(t *testing.T, h *house) {
		_, _, cookie := h.settle(ana, "ana")
		who := h.signed(cookie)
		year := h.clock().AddDate(1, 0, 0)
		for _, c := range []struct {
			name  string
			scope door.Scope
			until time.Time
			code  string
		}{
			{"", door.ReadOnly, year, "sign-in.label"}, {strings.Repeat("é", 81), door.ReadOnly, year, "sign-in.label"}, {"a\nb", door.ReadOnly, year, "sign-in.label"},
			{"Figures", "all", year, "sign-in.scope"}, {"Figures", door.ReadOnly, year.Add(time.Second), "sign-in.until"}, {"Figures", door.ReadOnly, h.clock(), "sign-in.until"},
		} {
			_, err := h.NewBearer(ctx, who, c.name, c.scope, c.until, here)
			h.refused(c.code, err)
		}
		token, err := h.NewBearer(ctx, who, " Figures ", door.ReadOnly, year, here)
		h.must(err)
		other, err := h.NewBearer(ctx, who, "Import", door.ReadWrite, h.clock().AddDate(0, 0, 1), here)
		h.must(err)
		h.pass(time.Hour)
		got, err := h.Bearer(ctx, token)
		h.must(err)
		if got.Who.Person != ana || !got.ReadOnly || got.Fresh || got.Session != "" || got.Bearer == "" {
			t.Errorf("the token says %+v", got)
		}
		_, err = h.NewBearer(ctx, got, "Another", door.ReadOnly, year, here)
		h.refused("sign-in.fresh", err) // a token makes no token
		_, err = h.BeginEnrolment(ctx, got)
		h.refused("sign-in.fresh", err)
		list, err := h.Bearers(ctx, ana)
		h.must(err)
		if len(list) != 2 || list[1].Name != "Figures" || !list[1].Used.Equal(h.clock()) || !list[0].Used.IsZero() {
			t.Errorf("tokens are %+v", list)
		}
		h.must(h.Flush(ctx))
		if list, err = h.Bearers(ctx, ana); err != nil || !list[1].Used.Equal(h.clock()) {
			t.Errorf("after a flush tokens are %+v, %v", list, err)
		}
		h.refused("sign-in.gone", h.EndBearer(ctx, bo, got.Bearer, here))
		h.must(h.EndBearer(ctx, ana, got.Bearer, here))
		_, err = h.Bearer(ctx, token)
		h.refused("sign-in.token", err)
		h.pass(24 * time.Hour)
		_, err = h.Bearer(ctx, other)
		h.refused("sign-in.token", err)
		// A session's token is none, nor the other way round.
		_, err = h.Bearer(ctx, "comity_"+cookie.Cookie())
		h.refused("sign-in.token", err)
		t2, err := session.Parse(strings.TrimPrefix(other, "comity_"))
		h.must(err)
		_, err = h.Session(ctx, t2)
		h.refused("sign-in.ended", err)
		h.pass(48 * time.Hour)
		h.must(h.Prune(ctx))
		h.must(h.book.Read(ctx, 0, func(v store.View) error {
			var n int
			if _, err := store.One(ctx, v, `SELECT count(*) FROM door_bearer`, nil, &n); err != nil || n != 0 {
				t.Errorf("%d tokens are left, %v", n, err)
			}
			return nil
		}))
	})
}

// Whatever is typed as a name, a code, an invitation or a token is answered
// with a refusal.
func FuzzTyped(f *testing.F) {
	h := newHouse(f, booktest.InSQLite(f))
	secret, _, _ := h.settle(ana, "ana")
	f.Add("ana", good)
	f.Add("Ａna", "123456")
	f.Add("\xff", "7ZKQ-3M0X-9TRB-HV42")
	f.Add("ana@example.org", "comity_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, name, typed string) {
		h.TB = t
		h.pass(time.Hour)
		if _, err := h.SignInPassword(ctx, name, typed, here); err != nil {
			h.refused("sign-in.wrong", err)
		} else if typed != good {
			t.Errorf("%q by %q was taken", name, typed)
		}
		if _, err := h.AcceptInvitation(ctx, typed, here); door.CodeOf(err) != "sign-in.invitation" {
			t.Errorf("the invitation %q: %v", typed, err)
		}
		if _, err := h.Bearer(ctx, typed); door.CodeOf(err) != "sign-in.token" {
			t.Errorf("the token %q: %v", typed, err)
		}
		s, err := h.SignInPassword(ctx, "ana", good, here)
		h.must(err)
		if _, err := h.SecondFactorCode(ctx, s.Ticket, typed, here); err == nil {
			t.Errorf("the code %q was taken", typed)
		}
		// So that wrong codes don't close the way.
		if _, err = h.SecondFactorCode(ctx, s.Ticket, h.code(secret), here); err != nil {
			t.Fatal(err)
		}
		h.must(h.Add(ctx, ana, nil, ""))
		_ = h.RemoveName(ctx, bo, name)
	})
}
