package communication

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/store"
)

// taken is what became of a mail: a reply to look at, or the reason why none.
type taken struct {
	draft  string      // of the reply to look at
	aside  string      // why it was set aside; part of a message's id
	faults []FormFault // what is wrong with the form that it carries
}

// take makes of a mail a reply that an officer looks at before it is recorded,
// where its sender is genuine and an addressee has accredited that person. Any
// other is set aside with the reason. person hands it in, "" where it was fetched.
func (p *pages) take(ctx context.Context, c *Call, l *Letter, content []byte, person string, day act.Day) (taken, error) {
	mark := markOf(content)
	before, err := p.drafts.mailed(ctx, mark)
	if err != nil || before != "" {
		return taken{draft: before}, err
	}
	known, err := p.senders(ctx, c, day)
	if err != nil {
		return taken{}, err
	}
	var addresses []string
	for a := range known {
		addresses = append(addresses, a)
	}
	if reason := l.CheckSender(p.node.MailAuthority, addresses); reason != "" {
		return taken{aside: reason}, p.drafts.setAside(ctx, c.Code, l, reason, time.Now())
	}
	who := known[l.From]
	id := l.ID
	if id == "" {
		id = l.Subject
	}
	t := &typedReply{Code: c.Code, Party: who.party, Standing: act.Communicated, Person: person, Authority: who.authority, Language: c.Original, Note: l.Text, Updated: time.Now(),
		Source: &act.Source{Channel: "email", Reference: clipped(id), Received: day}}
	if t.Number, err = p.nextReplyOf(ctx, t.Code, t.Party); err != nil {
		return taken{}, err
	}
	var answers []Answer
	for _, a := range l.Files {
		if !isForm(a.Name) {
			continue
		}
		form, faults := ReadForm(a.Content, c, p.words6())
		if len(faults) > 0 {
			return taken{faults: faults}, nil
		}
		answers, t.Language, t.Authority = form.Answers, form.Language, form.Authority
	}
	if p.node.Blobs != nil {
		hash, size, err := p.node.Blobs.Put(ctx, ReplySubject(t.Code, t.Party, t.Number), withParty(t.Party), bytes.NewReader(content))
		if err != nil {
			return taken{}, err
		}
		t.Scan = &File{Blob: hash.String(), Name: "reply.eml", Type: "message/rfc822", Size: size}
		t.Source.Document = hash.String()
	}
	if err := p.drafts.begin(ctx, t, answers); err != nil {
		return taken{}, err
	}
	return taken{draft: t.ID}, p.drafts.mail(ctx, mark, t.ID, t.Updated)
}

func isForm(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".xlsx") || strings.HasSuffix(name, ".xlsm")
}

// markOf tells one mail from another.
func markOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// mailed is the reply that a mail became, "" where it became none or that reply is
// no longer being looked at.
func (d drafts) mailed(ctx context.Context, mark string) (draft string, err error) {
	err = d.store.Read(ctx, store.Latest, func(r store.View) error {
		_, err := store.One(ctx, r, `SELECT m.draft FROM communication_mail AS m JOIN communication_typed AS t ON t.id = m.draft WHERE m.mark = ?`, []any{mark}, &draft)
		return err
	})
	return draft, err
}

func (d drafts) mail(ctx context.Context, mark, draft string, at time.Time) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`INSERT INTO communication_mail (mark, draft, at) VALUES (?, ?, ?) ON CONFLICT (mark) DO UPDATE SET draft = excluded.draft, at = excluded.at`, mark, draft, at.UnixMicro()))
		return nil
	})
}

// sender is for whom an address speaks.
type sender struct{ party, authority string }

// senders are the mail addresses of people whom the call's addressees accredited,
// in force on a day. They are compared, and shown to nobody.
func (p *pages) senders(ctx context.Context, c *Call, day act.Day) (map[string]sender, error) {
	out := map[string]sender{}
	err := p.node.Book.Read(ctx, 0, func(r store.View) error {
		clear(out)
		return store.Each(ctx, r, `SELECT p.mail, a.party, a.authority FROM {communication_addressee} AS t JOIN {accreditation} AS a ON a.party = t.party JOIN {person} AS p ON p.person = a.person
			WHERE t.code = ? AND p.mail <> '' AND a.confirmed <> '' AND a.confirmed <= ? AND (a.ended = '' OR a.ended > ?) AND a.first_day <= ? AND (a.end_day = '' OR a.end_day > ?) ORDER BY a.accreditation_id`,
			[]any{c.Code, string(day), string(day), string(day), string(day)}, func(rows store.Rows) error {
				var address string
				var s sender
				err := rows.Scan(&address, &s.party, &s.authority)
				out[strings.ToLower(address)] = s
				return err
			})
	})
	return out, err
}
