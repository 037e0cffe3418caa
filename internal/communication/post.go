package communication

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/communication/mailbox"
	"comity/internal/module"
	"comity/internal/party"
	"comity/internal/store"
)

// Further reasons why a mail is set aside.
const (
	AsideNoCall = "no-call"     // it names no call
	AsideForm   = "faulty-form" // the form that it carries is refused
	AsideBroken = "broken-mail" // it can't be read
	AsideLong   = "long-mail"
)

// How often a mailbox is looked through, and how many mails at once.
const (
	betweenPosts = 2 * time.Minute
	mostMails    = 50
)

// Post fetches mails from a mailbox until ctx ends, and makes of each what the page
// for mails would. Mails stay in the mailbox as they are. What goes wrong is logged
// and shown on the page of letters; the next reading tries again.
func Post(ctx context.Context, n *module.Node, parties *party.Registry, box *mailbox.Box, log *slog.Logger) error {
	p, err := newPages(rules{parties: parties}, n)
	if err != nil {
		return err
	}
	tick := time.NewTicker(betweenPosts)
	defer tick.Stop()
	for {
		if err := p.fetch(ctx, box); err != nil && ctx.Err() == nil {
			log.Error("mails were not fetched", "mailbox", box.Name(), "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// fetch looks through a mailbox once, and keeps how it went.
func (p *pages) fetch(ctx context.Context, box *mailbox.Box) error {
	at, err := p.drafts.reached(ctx, box.Name())
	if err != nil {
		return err
	}
	err = box.Read(ctx, at, mostMails, maxMail, func(next mailbox.Place, m mailbox.Mail) error {
		if err := p.sort(ctx, m); err != nil {
			return err
		}
		at = next
		return p.drafts.reach(ctx, box.Name(), at, "")
	})
	fault := ""
	if err != nil {
		fault = err.Error()
	}
	if ctx.Err() != nil {
		return err
	}
	return errors.Join(err, p.drafts.reach(ctx, box.Name(), at, fault))
}

// sort makes of a fetched mail a reply to look at, or sets it aside. The error is
// one of the store: the mail comes again.
func (p *pages) sort(ctx context.Context, m mailbox.Mail) error {
	if m.Content == nil {
		return p.drafts.setAside(ctx, "", &Letter{}, AsideLong, time.Now())
	}
	l, err := ReadLetter(m.Content)
	if err != nil {
		return p.drafts.setAside(ctx, "", &Letter{}, AsideBroken, time.Now())
	}
	c, err := p.callNamed(ctx, l)
	if err != nil {
		return err
	}
	if c == nil {
		return p.drafts.setAside(ctx, "", l, AsideNoCall, time.Now())
	}
	took, err := p.take(ctx, c, l, m.Content, "", act.DayOf(m.Received))
	if err == nil && len(took.faults) > 0 {
		err = p.drafts.setAside(ctx, c.Code, l, AsideForm, time.Now())
	}
	return err
}

// mostNamed is how many calls a mail is held against, the newest first.
const mostNamed = 500

// callNamed is the call that a mail answers: the one whose form it carries, or
// whose code or reference stands in its subject; nil where it names none.
func (p *pages) callNamed(ctx context.Context, l *Letter) (c *Call, err error) {
	code := ""
	for _, a := range l.Files {
		if isForm(a.Name) && code == "" {
			code = FormCall(a.Content)
		}
	}
	err = p.node.Book.Read(ctx, 0, func(r store.View) error {
		if code == "" {
			list, _, err := Calls(ctx, r, NewScope(staff), CallFilter{}, "en", 0, mostNamed)
			if err != nil {
				return err
			}
			code = callIn(l.Subject, list)
		}
		if code == "" {
			return nil
		}
		c, err = loadCall(ctx, r, code)
		return err
	})
	if c != nil && c.Sent == "" {
		c = nil
	}
	return c, err
}

// callIn is the code of the one call whose code or reference stands in a subject,
// as a word of its own; "" where none or more than one does.
func callIn(subject string, calls []*CallLine) string {
	var found []string
	for _, c := range calls {
		if c.Sent != "" && (standsIn(subject, c.Code) || standsIn(subject, c.Reference)) {
			found = append(found, c.Code)
		}
	}
	if found = slices.Compact(found); len(found) != 1 {
		return ""
	}
	return found[0]
}

// standsIn says whether a name stands in a text, not as a part of a longer one.
func standsIn(text, name string) bool {
	text, name = strings.ToLower(text), strings.ToLower(name)
	for at := 0; name != ""; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(name)
		if (from == 0 || !partOfName(text[from-1])) && (to == len(text) || !partOfName(text[to])) {
			return true
		}
		at = from + 1
	}
	return false
}

func partOfName(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '/'
}

// reached is how far a mailbox was read.
func (d drafts) reached(ctx context.Context, name string) (at mailbox.Place, err error) {
	var validity, uid int64
	err = d.store.Read(ctx, store.Latest, func(r store.View) error {
		_, err := store.One(ctx, r, `SELECT validity, uid FROM communication_mailbox WHERE name = ?`, []any{name}, &validity, &uid)
		return err
	})
	return mailbox.Place{Validity: uint32(validity), UID: uint32(uid)}, err //nolint:gosec // they were written as such
}

func (d drafts) reach(ctx context.Context, name string, at mailbox.Place, fault string) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`INSERT INTO communication_mailbox (name, validity, uid, looked, fault) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET validity = excluded.validity, uid = excluded.uid, looked = excluded.looked, fault = excluded.fault`,
			name, int64(at.Validity), int64(at.UID), time.Now().UnixMicro(), fault))
		return nil
	})
}

// mailboxState is how the last reading of a mailbox went.
type mailboxState struct {
	name, fault string
	looked      time.Time
}

func (d drafts) mailboxes(ctx context.Context) (list []mailboxState, err error) {
	err = d.store.Read(ctx, store.Latest, func(r store.View) error {
		list = nil
		return store.Each(ctx, r, `SELECT name, looked, fault FROM communication_mailbox ORDER BY name`, nil, func(rows store.Rows) error {
			var m mailboxState
			var looked int64
			err := rows.Scan(&m.name, &looked, &m.fault)
			m.looked = time.UnixMicro(looked)
			list = append(list, m)
			return err
		})
	})
	return list, err
}
