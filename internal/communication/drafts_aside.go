package communication

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"comity/internal/store"
)

// letterAside is a mail that was not taken for its sender's.
type letterAside struct {
	at                            time.Time
	code, sender, subject, reason string
}

// mostAside is how many mails set aside a list shows.
const mostAside = 200

func (d drafts) setAside(ctx context.Context, code string, l *Letter, reason string, now time.Time) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`INSERT INTO communication_aside (id, code, at, sender, subject, reason) VALUES (?, ?, ?, ?, ?, ?)`, strings.ToLower(rand.Text()), code, now.UnixMicro(), clipped(l.From), l.Subject, reason))
		return nil
	})
}

// aside are the mails that were set aside for a call, or for all with "".
func (d drafts) aside(ctx context.Context, code string) (list []letterAside, err error) {
	err = d.store.Read(ctx, store.Latest, func(r store.View) error {
		list = nil
		where, args := `code = ?`, []any{code}
		if code == "" {
			where, args = `1 = 1`, nil
		}
		return store.Each(ctx, r, `SELECT at, code, sender, subject, reason FROM communication_aside WHERE `+where+` ORDER BY at DESC, id LIMIT ?`, append(args, mostAside), func(rows store.Rows) error {
			var a letterAside
			var at int64
			err := rows.Scan(&at, &a.code, &a.sender, &a.subject, &a.reason)
			a.at = time.UnixMicro(at)
			list = append(list, a)
			return err
		})
	})
	return list, err
}
