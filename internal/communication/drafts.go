package communication

import (
	"context"
	"crypto/rand"
	_ "embed"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/store"
)

//go:embed drafts.sql
var typedTables string

//go:embed drafts_mail.sql
var mailTables string

// Steps are the room's ordinary rows: answers that are being typed, mails.
func Steps() []store.Migration {
	return []store.Migration{
		{Series: "communication", Number: 1, Name: "answers being typed", SQL: typedTables},
		{Series: "communication", Number: 2, Name: "mailboxes", SQL: mailTables},
	}
}

// typedReply is a reply that is being typed, question by question, by the people
// of a State or by an officer who has its letter. It is kept until it is sent.
type typedReply struct {
	ID, Code, Party string
	Number          int
	Standing        act.Standing
	Person          string // who began it
	Authority       string
	Language        string
	Note            string
	Source          *act.Source
	Scan            *File
	// Changes an existing reply.
	Changes bool
	Updated time.Time
	Answers map[string]Answer
}

// drafts keeps what is being typed.
type drafts struct{ store store.Store }

const typedColumns = `id, code, party, n, standing, person, authority, language, note, source, scan, changes, updated`

func (d drafts) begin(ctx context.Context, t *typedReply, answers []Answer) error {
	t.ID = strings.ToLower(rand.Text())
	return d.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`INSERT INTO communication_typed (`+typedColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			t.ID, t.Code, t.Party, t.Number, string(t.Standing), t.Person, t.Authority, t.Language, t.Note, packed(t.Source), packed(t.Scan), yes(t.Changes), t.Updated.UnixMicro()))
		for i := range answers {
			tx.Queue(putTyped(t.ID, &answers[i]))
		}
		return nil
	})
}

// packed is pack for a pointer that may be nil.
func packed[T any](v *T) string {
	if v == nil {
		return ""
	}
	return pack(v)
}

func putTyped(id string, a *Answer) store.Write {
	return store.Do(`INSERT INTO communication_typed_answer (id, question, body) VALUES (?, ?, ?) ON CONFLICT (id, question) DO UPDATE SET body = excluded.body`, id, a.Question, pack(a))
}

// keep keeps one answer as it was typed.
func (d drafts) keep(ctx context.Context, t *typedReply, a *Answer, now time.Time) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(putTyped(t.ID, a), store.Do(`UPDATE communication_typed SET updated = ? WHERE id = ?`, now.UnixMicro(), t.ID))
		return nil
	})
}

// forget takes away what was sent.
func (d drafts) forget(ctx context.Context, id string) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`DELETE FROM communication_typed_answer WHERE id = ?`, id), store.Do(`DELETE FROM communication_typed WHERE id = ?`, id))
		return nil
	})
}

// find reads one that is being typed, nil where there is none.
func (d drafts) find(ctx context.Context, id string) (t *typedReply, err error) {
	err = d.store.Read(ctx, store.Latest, func(r store.View) error {
		list, err := typedOf(ctx, r, `WHERE id = ?`, id)
		if err != nil || len(list) == 0 {
			return err
		}
		t = list[0]
		t.Answers = map[string]Answer{}
		return store.Each(ctx, r, `SELECT body FROM communication_typed_answer WHERE id = ? ORDER BY question`, []any{id}, func(rows store.Rows) error {
			var body string
			if err := rows.Scan(&body); err != nil {
				return err
			}
			var a Answer
			if err := unpack(body, &a); err != nil {
				return err
			}
			t.Answers[a.Question] = a
			return nil
		})
	})
	return t, err
}

// of are those that the people of States are typing.
func (d drafts) of(ctx context.Context, states []string) (list []*typedReply, err error) {
	marks, args := holds(states)
	if len(args) == 0 {
		return nil, nil
	}
	err = d.store.Read(ctx, store.Latest, func(r store.View) (err error) {
		list, err = typedOf(ctx, r, `WHERE standing = 'own' AND party IN (`+marks+`) ORDER BY party, id`, args...)
		return err
	})
	return list, err
}

// letters are those that came by letter or mail and were not sent yet, the oldest
// first.
func (d drafts) letters(ctx context.Context) (list []*typedReply, err error) {
	err = d.store.Read(ctx, store.Latest, func(r store.View) (err error) {
		list, err = typedOf(ctx, r, `WHERE standing <> 'own' ORDER BY updated, id`)
		return err
	})
	return list, err
}

func typedOf(ctx context.Context, r store.Reader, where string, args ...any) (list []*typedReply, err error) {
	err = store.Each(ctx, r, `SELECT `+typedColumns+` FROM communication_typed `+where, args, func(rows store.Rows) error {
		t := &typedReply{}
		var standing, source, scan string
		var updated int64
		err := rows.Scan(&t.ID, &t.Code, &t.Party, &t.Number, &standing, &t.Person, &t.Authority, &t.Language, &t.Note, &source, &scan, &t.Changes, &updated)
		if err != nil {
			return err
		}
		t.Standing, t.Updated = act.Standing(standing), time.UnixMicro(updated)
		list = append(list, t)
		if err := unpack(source, &t.Source); err != nil {
			return err
		}
		return unpack(scan, &t.Scan)
	})
	return list, err
}
