package mailbox_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"comity/internal/communication/mailbox"
	"comity/internal/communication/mailbox/mailboxtest"
)

func TestNewMailsAreReadOnceAndLeftAsTheyAre(t *testing.T) {
	box, user := mailboxtest.Served(t)
	var at mailbox.Place
	read := func(most int, longest int64) (got []string) {
		t.Helper()
		err := box.Read(context.Background(), at, most, longest, func(p mailbox.Place, m mailbox.Mail) error {
			at = p
			if m.Content == nil {
				got = append(got, "too long")
				return nil
			}
			got = append(got, string(m.Content))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := read(10, 100); len(got) != 0 {
		t.Errorf("an empty box gave %q", got)
	}
	one, two, long := "Subject: one\r\n\r\n1", "Subject: two\r\n\r\n2", "Subject: long\r\n\r\n"+strings.Repeat("x", 200)
	for _, m := range []string{one, two, long} {
		mailboxtest.Arrives(t, user, m, time.Now())
	}
	if got := read(2, 100); len(got) != 2 || got[0] != one || got[1] != two {
		t.Errorf("%q", got)
	}
	if got := read(10, 100); len(got) != 1 || got[0] != "too long" {
		t.Errorf("%q", got)
	}
	if got := read(10, 100); len(got) != 0 {
		t.Errorf("read again: %q", got)
	}
	unseen, err := user.Status("INBOX", &imap.StatusOptions{NumUnseen: true})
	if err != nil || *unseen.NumUnseen != 3 {
		t.Errorf("mails were marked as seen: %+v, %v", unseen, err)
	}
	// Another epoch: the folder was made anew.
	at.Validity++
	if got := read(10, 100); len(got) != 3 {
		t.Errorf("a folder made anew gave %q", got)
	}
}

func TestAMailThatIsNotDealtWithComesAgain(t *testing.T) {
	box, user := mailboxtest.Served(t)
	mailboxtest.Arrives(t, user, "Subject: one\r\n\r\n1", time.Now())
	mailboxtest.Arrives(t, user, "Subject: two\r\n\r\n2", time.Now())
	var at mailbox.Place
	broken := errors.New("broken")
	seen := 0
	err := box.Read(context.Background(), at, 10, 100, func(p mailbox.Place, _ mailbox.Mail) error {
		if seen++; seen == 2 {
			return broken
		}
		at = p
		return nil
	})
	if !errors.Is(err, broken) || at.UID == 0 {
		t.Fatalf("%v at %+v", err, at)
	}
	var got []string
	err = box.Read(context.Background(), at, 10, 100, func(_ mailbox.Place, m mailbox.Mail) error { got = append(got, string(m.Content)); return nil })
	if err != nil || len(got) != 1 || !strings.Contains(got[0], "two") {
		t.Errorf("%q, %v", got, err)
	}
}

func TestAServerThatIsNotTrustedOrRefusesIsNamedWithoutThePassword(t *testing.T) {
	box, _ := mailboxtest.Served(t)
	for why, change := range map[string]func(*mailbox.Box){
		"look at its address, its certificate": func(b *mailbox.Box) { b.TLS = nil },
		"look at the password's file":          func(b *mailbox.Box) { b.Password = "another secret" },
		"name one that there is":               func(b *mailbox.Box) { b.Folder = "Nowhere" },
		"reach the mail server nowhere":        func(b *mailbox.Box) { b.Address = "nowhere" },
	} {
		other := *box
		change(&other)
		err := other.Read(context.Background(), mailbox.Place{}, 10, 100, func(mailbox.Place, mailbox.Mail) error { return nil })
		if err == nil || !strings.Contains(err.Error(), why) || strings.Contains(err.Error(), other.Password) {
			t.Errorf("%v, want %q", err, why)
		}
	}
}
