package door_test

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"comity/internal/access"
	"comity/internal/access/door"
	"comity/internal/access/door/doortest"
	"comity/internal/access/password"
	"comity/internal/access/seclog"
	"comity/internal/access/session"
	"comity/internal/access/totp"
	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/book/booktest"
	"comity/internal/party"
	"comity/internal/store"
	"comity/internal/store/postgres/pgtest"
	"comity/programmes"
)

func TestMain(m *testing.M) {
	// A check opens a store; COMITY_CHECKS=N asks for more.
	if f := flag.Lookup("rapid.checks"); f != nil && os.Getenv("COMITY_CHECKS") == "" {
		_ = f.Value.Set("8")
	} else if f != nil {
		_ = f.Value.Set(os.Getenv("COMITY_CHECKS"))
	}
	os.Exit(pgtest.Main(m))
}

var ctx = context.Background()

const (
	ana    = "00000000-0000-4000-8000-000000000001"
	bo     = "00000000-0000-4000-8000-000000000002"
	origin = "https://node.example"
	good   = "five plain words here"
)

var here = door.From{Address: netip.MustParseAddr("192.0.2.7"), Device: "Browser of a test"}

// cheap are costs of hashes for tests.
var cheap = password.Params{Memory: 64, Time: 1, Threads: 1}

// house is a book with Ana and Bo, and its door.
type house struct {
	testing.TB
	*door.Door
	book *book.Book
	log  *seclog.Log
	keys *booktest.Keys

	mu  sync.Mutex
	now time.Time
}

func (h *house) clock() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.now }

func (h *house) pass(d time.Duration) { h.mu.Lock(); defer h.mu.Unlock(); h.now = h.now.Add(d) }

var parties = sync.OnceValues(func() (*party.Registry, error) {
	folder, err := fs.Sub(programmes.Files, "crime-prevention")
	if err != nil {
		return nil, err
	}
	return party.Load(folder)
})

func newHouse(t testing.TB, s store.Store, change ...func(*door.Options)) *house {
	t.Helper()
	h := &house{TB: t, keys: booktest.NewKeys(), now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	reg, err := parties()
	h.must(err)
	o := booktest.Options(t)
	o.Keys, o.Now = h.keys, h.clock
	h.book, err = book.Open(ctx, s, o, access.Module(reg), booktest.Erasing())
	h.must(err)
	t.Cleanup(func() { h.book.Close() })
	h.log, err = seclog.Open(ctx, s, nil, h.clock)
	h.must(err)
	do := door.Options{Log: h.log, Keys: h.keys, Origin: origin, Name: "Node", Password: cheap, Now: h.clock}
	for _, c := range change {
		c(&do)
	}
	h.Door, err = door.Open(ctx, s, do)
	h.must(err)
	for id, name := range map[string]string{ana: "Ana Example", bo: "Bo Example"} {
		h.record("person.recorded", "person/"+id, "people", fmt.Sprintf(`{"name":%q,"language":"fr"}`, name))
	}
	return h
}

func (h *house) record(kind, subject, audience, body string) {
	h.Helper()
	_, err := h.book.Record(ctx, book.Call{Acts: []book.Draft{{Kind: kind, Subject: act.Subject(subject), Party: "UNODC", Standing: act.Own, Day: "2026-03-01", Audience: audience, Body: []byte(body)}}})
	h.must(err)
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) refused(code string, err error) {
	h.Helper()
	if door.CodeOf(err) != code {
		h.Fatalf("%v, want the refusal %s", err, code)
	}
}

// onEachStore runs f on a house in every store.
func onEachStore(t *testing.T, f func(t *testing.T, h *house), change ...func(*door.Options)) {
	booktest.OnEachStore(t, func(t *testing.T, s store.Store) { f(t, newHouse(t, s, change...)) })
}

// secretIn reads an offered secret.
func (h *house) secretIn(o door.Offer) []byte {
	h.Helper()
	secret, err := totp.ParseSecret(o.Text)
	h.must(err)
	return secret
}

func (h *house) code(secret []byte) string {
	return totp.Code(secret, totp.Counter(h.clock()), totp.SHA1, totp.Digits)
}

// settle gives a person a name, a password and one-time codes by an invitation,
// and returns the secret and the recovery codes.
func (h *house) settle(person, name string) (secret []byte, recovery []string, cookie session.Token) {
	h.Helper()
	h.must(h.Add(ctx, person, []string{name}, ""))
	invitation, _, err := h.Invite(ctx, person, "", here)
	h.must(err)
	s, err := h.AcceptInvitation(ctx, invitation, here)
	h.must(err)
	s, err = h.EnrolPassword(ctx, s.Ticket, good, here)
	h.must(err)
	if s.Need != door.Enrolment {
		h.Fatalf("a password alone is enough: %+v", s)
	}
	offer, err := h.BeginOneTime(ctx, s.Ticket)
	h.must(err)
	secret = h.secretIn(offer)
	s, err = h.FinishOneTime(ctx, s.Ticket, h.code(secret), here)
	h.must(err)
	if s.Need != door.Nothing || len(s.Recovery) != 10 {
		h.Fatalf("the enrolment is not complete: %+v", s)
	}
	return secret, s.Recovery, s.Cookie
}

func (h *house) signed(cookie session.Token) door.Signed {
	h.Helper()
	s, err := h.Session(ctx, cookie)
	h.must(err)
	return s
}

// events are the log's events since the last call, oldest first.
func (h *house) events(person string) string {
	h.Helper()
	p, err := h.log.Read(ctx, "", seclog.Filter{Person: person, Most: 1000})
	h.must(err)
	var list []string
	for i := len(p.Entries) - 1; i >= 0; i-- {
		list = append(list, string(p.Entries[i].Event)+" "+p.Entries[i].Action)
	}
	return strings.Join(list, ", ")
}

func TestAnInvitationLetsAPersonInOnce(t *testing.T) {
	onEachStore(t, func(t *testing.T, h *house) {
		h.must(h.Add(ctx, ana, []string{"Ana@Example.org", "ana"}, ""))
		first, _, err := h.Invite(ctx, ana, bo, here)
		h.must(err)
		invitation, until, err := h.Invite(ctx, ana, bo, here)
		h.must(err)
		if want := h.clock().Add(door.LifeOfInvitation); !until.Equal(want) {
			t.Errorf("it holds until %s, want %s", until, want)
		}
		_, err = h.AcceptInvitation(ctx, first, here)
		h.refused("sign-in.invitation", err) // the later one took its place
		_, err = h.AcceptInvitation(ctx, "nonsense", here)
		h.refused("sign-in.invitation", err)
		s, err := h.AcceptInvitation(ctx, strings.ToLower(strings.ReplaceAll(invitation, "-", " ")), here)
		h.must(err)
		// The line broke; the person types it again.
		s2, err := h.AcceptInvitation(ctx, invitation, here)
		h.must(err)
		_, err = h.EnrolPassword(ctx, s2.Ticket, "short", here)
		if err == nil || !strings.Contains(err.Error(), "too short") {
			t.Errorf("a short password: %v", err)
		}
		_, err = h.EnrolPassword(ctx, s2.Ticket, "ana@example.org!", here)
		if err == nil || !strings.Contains(err.Error(), "name or mail address") {
			t.Errorf("one's own address: %v", err)
		}
		_, err = h.EnrolPassword(ctx, s2.Ticket, good, here)
		h.must(err)
		offer, err := h.BeginOneTime(ctx, s2.Ticket)
		h.must(err)
		if !strings.HasPrefix(offer.URI, "otpauth://totp/Node:ana?") {
			t.Errorf("the picture holds %s", offer.URI)
		}
		_, err = h.FinishOneTime(ctx, s2.Ticket, "000000", here)
		h.refused("sign-in.code", err)
		done, err := h.FinishOneTime(ctx, s2.Ticket, h.code(h.secretIn(offer)), here)
		h.must(err)
		who := h.signed(done.Cookie)
		if who.Who.Person != ana || who.Name != "Ana Example" || who.Language != "fr" || !who.Fresh || who.Method != session.Password {
			t.Errorf("signed in is %+v", who)
		}
		_, err = h.AcceptInvitation(ctx, invitation, here)
		h.refused("sign-in.invitation", err) // it is used up
		_, err = h.EnrolPassword(ctx, s.Ticket, good+"!", here)
		h.refused("sign-in.step", err) // and so is what it had begun
		c, err := h.Credentials(ctx, ana)
		h.must(err)
		if !c.Password || !c.OneTime || c.Recovery != 10 || strings.Join(c.Names, " ") != "ana Ana@Example.org" {
			t.Errorf("credentials are %+v", c)
		}
		if got, want := h.events(ana), "second-factor-changed password, second-factor-changed totp, sign-in password-totp"; got != want {
			t.Errorf("the log tells %q, want %q", got, want)
		}
	})
}

func TestAnInvitationRunsOut(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	h.must(h.Add(ctx, ana, []string{"ana"}, ""))
	invitation, _, err := h.Invite(ctx, ana, "", here)
	h.must(err)
	h.pass(door.LifeOfInvitation - time.Minute)
	s, err := h.AcceptInvitation(ctx, invitation, here)
	h.must(err)
	h.pass(time.Minute)
	_, err = h.AcceptInvitation(ctx, invitation, here)
	h.refused("sign-in.invitation", err)
	_, err = h.EnrolPassword(ctx, s.Ticket, good, here)
	h.refused("sign-in.step", err)
}

// An invitation to somebody who has an account takes the place of all that they
// had: a lost telephone opens nothing.
func TestAnInvitationReplacesWhatWasLost(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	old, _, cookie := h.settle(ana, "ana")
	token, err := h.NewBearer(ctx, h.signed(cookie), "Figures", door.ReadOnly, h.clock().AddDate(0, 1, 0), here)
	h.must(err)
	invitation, _, err := h.Invite(ctx, ana, bo, here)
	h.must(err)
	h.signed(cookie) // an invitation alone ends nothing
	s, err := h.AcceptInvitation(ctx, invitation, here)
	h.must(err)
	s, err = h.EnrolPassword(ctx, s.Ticket, "other words altogether", here)
	h.must(err)
	_, err = h.Session(ctx, cookie)
	h.refused("sign-in.ended", err)
	_, err = h.Bearer(ctx, token)
	h.refused("sign-in.token", err)
	_, err = h.SignInPassword(ctx, "ana", good, here)
	h.refused("sign-in.wrong", err)
	_, err = h.SignInPassword(ctx, "ana", "other words altogether", here)
	h.refused("sign-in.second", err) // the ticket goes on, the password opens nothing
	offer, err := h.BeginOneTime(ctx, s.Ticket)
	h.must(err)
	s, err = h.FinishOneTime(ctx, s.Ticket, h.code(h.secretIn(offer)), here)
	h.must(err)
	h.signed(s.Cookie)
	h.pass(time.Minute)
	s, err = h.SignInPassword(ctx, "ana", "other words altogether", here)
	h.must(err)
	_, err = h.SecondFactorCode(ctx, s.Ticket, h.code(old), here)
	h.refused("sign-in.code", err)
}

// A calendar's token stands in an address: it opens the calendar alone, and no
// other token opens one.
func TestACalendarsTokenOpensTheCalendarAlone(t *testing.T) {
	onEachStore(t, func(t *testing.T, h *house) {
		_, _, cookie := h.settle(ana, "ana")
		calendar, err := h.NewBearer(ctx, h.signed(cookie), "Calendar", door.CalendarOnly, h.clock().AddDate(0, 1, 0), here)
		h.must(err)
		api, err := h.NewBearer(ctx, h.signed(cookie), "Figures", door.ReadOnly, h.clock().AddDate(0, 1, 0), here)
		h.must(err)
		who, err := h.Calendar(ctx, calendar)
		h.must(err)
		if who.Who.Person != ana || !who.ReadOnly || who.Fresh {
			t.Errorf("%+v", who)
		}
		_, err = h.Bearer(ctx, calendar)
		h.refused("sign-in.token", err)
		_, err = h.Calendar(ctx, api)
		h.refused("sign-in.token", err)
		list, err := h.Bearers(ctx, ana)
		h.must(err)
		for _, b := range list {
			h.must(h.EndBearer(ctx, ana, b.ID, here))
		}
		_, err = h.Calendar(ctx, calendar)
		h.refused("sign-in.token", err)
	})
}

func TestPasswordAndCode(t *testing.T) {
	onEachStore(t, func(t *testing.T, h *house) {
		secret, recovery, _ := h.settle(ana, "ana@example.org")
		h.pass(time.Minute)
		for _, c := range []struct{ name, word string }{{"ana@example.org", "other words here"}, {"nobody@example.org", good}, {"", good}, {"bad name", good}, {"ana@example.org", ""}} {
			_, err := h.SignInPassword(ctx, c.name, c.word, here)
			h.refused("sign-in.wrong", err)
		}
		s, err := h.SignInPassword(ctx, " ANA@example.ORG ", good, here)
		h.must(err)
		if s.Need != door.SecondFactor || fmt.Sprint(s.Ways) != "[totp recovery]" {
			t.Fatalf("after the password: %+v", s)
		}
		_, err = h.Session(ctx, s.Ticket)
		h.refused("sign-in.ended", err) // a ticket is no session
		code := h.code(secret)
		done, err := h.SecondFactorCode(ctx, s.Ticket, code[:3]+" "+code[3:], here)
		h.must(err)
		if who := h.signed(done.Cookie); who.Who.Person != ana {
			t.Errorf("signed in is %+v", who)
		}
		_, err = h.SecondFactorCode(ctx, s.Ticket, code, here)
		h.refused("sign-in.step", err)
		again, err := h.SignInPassword(ctx, "ana@example.org", good, here)
		h.must(err)
		_, err = h.SecondFactorCode(ctx, again.Ticket, code, here)
		h.refused("sign-in.code", err) // no code twice
		byCode, err := h.SecondFactorCode(ctx, again.Ticket, strings.ToLower(recovery[3]), here)
		h.must(err)
		who := h.signed(byCode.Cookie)
		if who.Fresh || !who.Enrol || who.Method != session.Recovery {
			t.Errorf("by a recovery code: %+v", who)
		}
		again, err = h.SignInPassword(ctx, "ana@example.org", good, here)
		h.must(err)
		_, err = h.SecondFactorCode(ctx, again.Ticket, recovery[3], here)
		h.refused("sign-in.code", err)
		for range 3 {
			_, err = h.SecondFactorCode(ctx, again.Ticket, "123456", here)
			h.refused("sign-in.code", err)
		}
		_, err = h.SecondFactorCode(ctx, again.Ticket, "123456", here)
		h.refused("sign-in.code", err)
		_, err = h.SecondFactorCode(ctx, again.Ticket, recovery[4], here)
		h.refused("sign-in.step", err) // five tries a ticket
	})
}

// Who came in by a recovery code sets a second factor, and nothing before.
func TestAfterARecoveryCode(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	_, recovery, _ := h.settle(ana, "ana")
	h.pass(time.Minute)
	s, err := h.SignInPassword(ctx, "ana", good, here)
	h.must(err)
	s, err = h.SecondFactorCode(ctx, s.Ticket, recovery[0], here)
	h.must(err)
	who := h.signed(s.Cookie)
	_, err = h.NewBearer(ctx, who, "Figures", door.ReadOnly, h.clock().AddDate(0, 1, 0), here)
	h.refused("sign-in.fresh", err)
	_, err = h.NewRecovery(ctx, who, here)
	h.refused("sign-in.fresh", err)
	e, err := h.BeginEnrolment(ctx, who)
	h.must(err)
	offer, err := h.BeginOneTime(ctx, e.Ticket)
	h.must(err)
	done, err := h.FinishOneTime(ctx, e.Ticket, h.code(h.secretIn(offer)), here)
	h.must(err)
	if len(done.Recovery) != 0 {
		t.Error("nine codes were left, and new ones were made")
	}
	_, err = h.Session(ctx, s.Cookie)
	h.refused("sign-in.ended", err) // the token changed
	if who = h.signed(done.Cookie); !who.Fresh || who.Enrol || who.Method != session.Password {
		t.Errorf("with a second factor again: %+v", who)
	}
	codes, err := h.NewRecovery(ctx, who, here)
	h.must(err)
	if len(codes) != 10 {
		t.Errorf("%d new codes", len(codes))
	}
	h.pass(11 * time.Minute)
	_, err = h.BeginEnrolment(ctx, h.signed(done.Cookie))
	h.refused("sign-in.fresh", err)
}

func TestAFirstPasswordAsksForASecondFactor(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	h.must(h.Add(ctx, ana, []string{"ana"}, good))
	s, err := h.SignInPassword(ctx, "ana", good, here)
	h.must(err)
	if s.Need != door.Enrolment {
		t.Fatalf("a password alone: %+v", s)
	}
	offer, err := h.BeginOneTime(ctx, s.Ticket)
	h.must(err)
	other, err := h.SignInPassword(ctx, "ana", good, here)
	h.must(err)
	done, err := h.FinishOneTime(ctx, s.Ticket, h.code(h.secretIn(offer)), here)
	h.must(err)
	h.signed(done.Cookie)
	_, err = h.BeginOneTime(ctx, other.Ticket)
	h.refused("sign-in.step", err) // somebody else who knew the password comes too late

	h.must(h.Add(ctx, bo, []string{"bo"}, good))
	h.pass(8 * 24 * time.Hour)
	_, err = h.SignInPassword(ctx, "bo", good, here)
	h.refused("sign-in.second", err)
}

func TestNamesAreOneHoweverTheyAreSpelled(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	h.must(h.Add(ctx, ana, []string{"Ana"}, ""))
	for _, taken := range []string{"ana", "ANA", "Ａｎａ", " ana "} {
		h.refused("sign-in.taken", h.Add(ctx, bo, []string{taken}, ""))
	}
	for _, bad := range []string{"", " ", "a b", "ana\x00", "a\u200bna", strings.Repeat("a", 300), "\xff"} {
		h.refused("sign-in.name", h.Add(ctx, bo, []string{bad}, ""))
	}
	h.must(h.Add(ctx, ana, []string{"ana@example.org"}, ""))
	h.refused("sign-in.gone", h.RemoveName(ctx, bo, "ana"))
	h.must(h.RemoveName(ctx, ana, "ANA"))
	h.must(h.Add(ctx, bo, []string{"ana"}, ""))
	if who, err := h.Find(ctx, "Ana"); err != nil || who != bo {
		t.Errorf("Ana is %s now, %v", who, err)
	}
	if err := h.Add(ctx, "00000000-0000-4000-8000-00000000000f", []string{"x"}, ""); err == nil || !strings.Contains(err.Error(), "records no person") {
		t.Errorf("somebody whom the book does not know: %v", err)
	}
}

func TestTooManyTries(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	secret, _, _ := h.settle(ana, "ana")
	from := func(i int) door.From { return door.From{Address: netip.AddrFrom4([4]byte{198, 51, 100, byte(i)})} }
	for i := range 10 {
		_, err := h.SignInPassword(ctx, []string{"ana", "ANA", "Ａna", " ana"}[i%4], "wrong words here", from(i))
		h.refused("sign-in.wrong", err)
	}
	for i, spelling := range []string{"ana", "ANA", "anA ", "ａna"} {
		_, err := h.SignInPassword(ctx, spelling, good, from(100+i))
		h.refused("sign-in.often", err)
	}
	h.pass(time.Minute)
	s, err := h.SignInPassword(ctx, "ana", good, here)
	h.must(err)
	_, err = h.SecondFactorCode(ctx, s.Ticket, h.code(secret), here)
	h.must(err)
	for range 9 { // who got in begins anew
		_, err = h.SignInPassword(ctx, "ana", "wrong words here", here)
		h.refused("sign-in.wrong", err)
	}
	// Names that there are not are slowed in the same way.
	for i := range 10 {
		_, err := h.SignInPassword(ctx, "nobody", good, from(i))
		h.refused("sign-in.wrong", err)
	}
	_, err = h.SignInPassword(ctx, "NOBODY", good, from(11))
	h.refused("sign-in.often", err)
	// One network, many names.
	h.pass(time.Hour)
	often := 0
	for i := range 80 {
		_, err := h.SignInPassword(ctx, fmt.Sprintf("n%d", i), good, here)
		if door.CodeOf(err) == "sign-in.often" {
			often++
		}
	}
	if often < 15 || often > 20 {
		t.Errorf("of 80 tries from one address %d were refused, want some 20", often)
	}
	if n := strings.Count(h.events(""), "too-often"); n != 3 {
		t.Errorf("the log tells %d times of too many tries, want once a key: %s", n, h.events(""))
	}
}

// Fifty wrong codes close the way of one-time codes, whoever has the password.
func TestWrongCodesCloseTheWay(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	secret, recovery, _ := h.settle(ana, "ana")
	var s door.Step
	for i := range 50 {
		if i%5 == 0 {
			h.pass(time.Hour)
			var err error
			s, err = h.SignInPassword(ctx, "ana", good, here)
			h.must(err)
		}
		_, err := h.SecondFactorCode(ctx, s.Ticket, "12345", here)
		h.refused("sign-in.code", err)
	}
	h.pass(time.Hour)
	s, err := h.SignInPassword(ctx, "ana", good, here)
	h.must(err)
	_, err = h.SecondFactorCode(ctx, s.Ticket, h.code(secret), here)
	h.refused("sign-in.locked", err)
	done, err := h.SecondFactorCode(ctx, s.Ticket, recovery[0], here)
	h.must(err)
	h.signed(done.Cookie)
}

func TestWithoutAMasterKey(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t), func(o *door.Options) { o.Keys = nil })
	h.must(h.Add(ctx, ana, []string{"ana"}, good))
	s, err := h.SignInPassword(ctx, "ana", good, here)
	h.must(err)
	_, err = h.BeginOneTime(ctx, s.Ticket)
	h.refused("sign-in.keys", err)
	key := doortest.NewAuthenticator(t, origin, "node.example")
	options, err := h.BeginPasskeyEnrolment(ctx, s.Ticket)
	h.must(err)
	done, err := h.FinishPasskeyEnrolment(ctx, s.Ticket, key.Create(t, options), "Key", here)
	h.must(err)
	h.signed(done.Cookie)
}

func TestADemonstrationNeedsNoSecondFactor(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t), func(o *door.Options) { o.PasswordAlone = true })
	h.must(h.Add(ctx, ana, []string{"ana"}, good))
	h.pass(100 * 24 * time.Hour)
	s, err := h.SignInPassword(ctx, "ana", good, here)
	h.must(err)
	if who := h.signed(s.Cookie); who.Who.Person != ana {
		t.Errorf("signed in is %+v", who)
	}
}

func TestAClosedAccountLetsNobodyIn(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	_, _, cookie := h.settle(ana, "ana")
	token, err := h.NewBearer(ctx, h.signed(cookie), "Figures", door.ReadWrite, h.clock().AddDate(1, 0, 0), here)
	h.must(err)
	if who, err := h.Bearer(ctx, token); err != nil || who.ReadOnly || who.Fresh || who.Who.Person != ana {
		t.Errorf("the token says %+v, %v", who, err)
	}
	h.must(h.Close(ctx, ana, bo, here))
	h.must(h.Close(ctx, ana, bo, here))
	_, err = h.Session(ctx, cookie)
	h.refused("sign-in.ended", err)
	_, err = h.Bearer(ctx, token)
	h.refused("sign-in.token", err)
	_, err = h.SignInPassword(ctx, "ana", good, here)
	h.refused("sign-in.closed", err)
	_, err = h.SignInPassword(ctx, "ana", "wrong words here", here)
	h.refused("sign-in.wrong", err) // only who knows the password is told
	h.must(h.Reopen(ctx, ana, bo, here))
	s, err := h.SignInPassword(ctx, "ana", good, here)
	h.must(err)
	if s.Need != door.SecondFactor {
		t.Errorf("opened again: %+v", s)
	}
	_, err = h.Bearer(ctx, token)
	h.refused("sign-in.token", err)
	list, err := h.Accounts(ctx)
	h.must(err)
	if len(list) != 1 || list[0].Person != ana || !list[0].Ready || list[0].Name != "Ana Example" {
		t.Errorf("accounts are %+v", list)
	}
}

// Who is erased is forgotten: nobody signs in, and no row is left.
func TestAnErasedPersonIsForgotten(t *testing.T) {
	onEachStore(t, func(t *testing.T, h *house) {
		_, _, cookie := h.settle(ana, "ana")
		h.record("erasure.test", "erasure/1", act.Public, `{"about":"person/`+ana+`","audience":"people"}`)
		h.keys.Destroy(act.Subject("person/"+ana), "people")
		_, err := h.Session(ctx, cookie)
		h.refused("sign-in.ended", err)
		_, err = h.SignInPassword(ctx, "ana", good, here)
		h.refused("sign-in.wrong", err)
		h.must(h.Prune(ctx))
		h.must(h.book.Read(ctx, 0, func(v store.View) error {
			for _, table := range []string{"door_account", "door_name", "door_recovery", "door_session", "door_step"} {
				var n int
				if _, err := store.One(ctx, v, `SELECT count(*) FROM `+table, nil, &n); err != nil {
					return err
				}
				if n != 0 {
					t.Errorf("%s has %d rows", table, n)
				}
			}
			return nil
		}))
	})
}

// A person who was erased and is recorded again has no codes that open.
func TestAnErasedSecretOpensNothing(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	secret, recovery, _ := h.settle(ana, "ana")
	h.record("erasure.test", "erasure/1", act.Public, `{"about":"person/`+ana+`","audience":"people"}`)
	h.keys.Destroy(act.Subject("person/"+ana), "people")
	h.record("person.recorded", "person/"+ana, "people", `{"name":"Ana Again"}`)
	h.pass(time.Minute)
	s, err := h.SignInPassword(ctx, "ana", good, here)
	h.must(err)
	h.keys.Destroy(act.Subject("person/"+ana), "people")
	_, err = h.SecondFactorCode(ctx, s.Ticket, h.code(secret), here)
	h.refused("sign-in.code", err)
	_, err = h.SecondFactorCode(ctx, s.Ticket, recovery[0], here)
	h.must(err)
}

// Nothing that opens the door stands in its rows.
func TestTheRowsHoldNoSecret(t *testing.T) {
	h := newHouse(t, booktest.InSQLite(t))
	secret, recovery, cookie := h.settle(ana, "ana")
	token, err := h.NewBearer(ctx, h.signed(cookie), "Figures", door.ReadOnly, h.clock().AddDate(0, 1, 0), here)
	h.must(err)
	invitation, _, err := h.Invite(ctx, ana, bo, here)
	h.must(err)
	s, err := h.AcceptInvitation(ctx, invitation, here)
	h.must(err)
	offer, err := h.BeginOneTime(ctx, s.Ticket)
	h.must(err)
	secrets := []string{string(secret), string(h.secretIn(offer)), good, cookie.Cookie(), s.Ticket.Cookie(), strings.TrimPrefix(token, "comity_"), strings.ReplaceAll(invitation, "-", ""), strings.ReplaceAll(recovery[0], "-", ""), recovery[0]}
	tables := []string{"door_account", "door_name", "door_recovery", "door_session", "door_step", "door_invitation", "door_bearer", "security_log"}
	h.must(h.book.Read(ctx, 0, func(v store.View) error {
		for _, table := range tables {
			n := 0
			err := store.Each(ctx, v, `SELECT * FROM `+table, nil, func(rows store.Rows) error {
				n++
				row := make([]any, len(rows.Columns()))
				into := make([]any, len(row))
				for i := range row {
					into[i] = &row[i]
				}
				if err := rows.Scan(into...); err != nil {
					return err
				}
				for _, value := range row {
					text := fmt.Sprint(value)
					if b, ok := value.([]byte); ok {
						text = string(b)
					}
					for i, secret := range secrets {
						if strings.Contains(text, secret) {
							t.Errorf("%s holds secret %d in %.60q", table, i, text)
						}
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			if n == 0 {
				t.Errorf("%s is empty, so nothing was looked at", table)
			}
		}
		return nil
	}))
}

func TestAccountsAreListed(t *testing.T) {
	onEachStore(t, func(t *testing.T, h *house) {
		show := func() (out []string) {
			list, err := h.Accounts(ctx)
			h.must(err)
			for _, l := range list {
				out = append(out, fmt.Sprintf("%s %v ready=%v invited=%v closed=%v", l.Name, l.Names, l.Ready, !l.Invited.IsZero(), !l.Closed.IsZero()))
			}
			return out
		}
		want := func(lines ...string) {
			t.Helper()
			if got := show(); strings.Join(got, "\n") != strings.Join(lines, "\n") {
				t.Errorf("listed are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(lines, "\n"))
			}
		}
		want()
		h.must(h.Add(ctx, ana, []string{"ana", "a@example.org"}, ""))
		h.must(h.Add(ctx, bo, nil, good))
		_, _, err := h.Invite(ctx, ana, "", here)
		h.must(err)
		want("Ana Example [a@example.org ana] ready=false invited=true closed=false", "Bo Example [] ready=true invited=false closed=false")
		h.pass(8 * 24 * time.Hour)
		h.must(h.Close(ctx, ana, bo, here))
		want("Ana Example [a@example.org ana] ready=false invited=false closed=true", "Bo Example [] ready=false invited=false closed=false")
		h.must(h.Reopen(ctx, ana, bo, here))
		key := newKey(t)
		key.Unverified = true
		h.withPasskeyBy(h.invited(ana), key)
		want("Ana Example [a@example.org ana] ready=false invited=true closed=false", "Bo Example [] ready=false invited=false closed=false")
		key = newKey(t)
		h.withPasskeyBy(h.invited(ana), key)
		want("Ana Example [a@example.org ana] ready=true invited=false closed=false", "Bo Example [] ready=false invited=false closed=false")
	})
}

// invited begins an enrolment by a new invitation.
func (h *house) invited(person string) session.Token {
	h.Helper()
	code, _, err := h.Invite(ctx, person, "", here)
	h.must(err)
	s, err := h.AcceptInvitation(ctx, code, here)
	h.must(err)
	return s.Ticket
}

func (h *house) withPasskeyBy(ticket session.Token, key *doortest.Authenticator) door.Step {
	h.Helper()
	options, err := h.BeginPasskeyEnrolment(ctx, ticket)
	h.must(err)
	s, err := h.FinishPasskeyEnrolment(ctx, ticket, key.Create(h, options), "Key", here)
	h.must(err)
	return s
}
