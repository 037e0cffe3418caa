package assistance

import (
	"context"
	_ "embed"
	"net/url"
	"slices"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/store"
)

//go:embed drafts.sql
var draftTables string

// Steps are the room's ordinary rows: requests that are being typed.
func Steps() []store.Migration {
	return []store.Migration{{Series: "assistance", Number: 1, Name: "requests being typed", SQL: draftTables}}
}

// typed is a request that is being typed, by the people of a State or by an officer
// who has its letter. Corrects is the act that it sets right, "" for a new request.
type typed struct {
	ID, Party string
	Standing  act.Standing
	Person    string
	Corrects  string
	Fields    url.Values
	Updated   time.Time
}

// drafts keeps what is being typed.
type drafts struct{ store store.Store }

// keep keeps a draft as it was typed last.
func (d drafts) keep(ctx context.Context, t *typed) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`INSERT INTO assistance_draft (id, party, standing, person, corrects, fields, updated) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET fields = excluded.fields, updated = excluded.updated`, t.ID, t.Party, string(t.Standing), t.Person, t.Corrects, pack(t.Fields), t.Updated.UnixMicro()))
		return nil
	})
}

// forget takes away what was sent, or is not wanted.
func (d drafts) forget(ctx context.Context, id string) error {
	return d.store.Write(ctx, func(tx store.Tx) error {
		tx.Queue(store.Do(`DELETE FROM assistance_draft WHERE id = ?`, id))
		return nil
	})
}

// find reads one draft, nil where there is none.
func (d drafts) find(ctx context.Context, id string) (*typed, error) {
	list, err := d.read(ctx, `WHERE id = ?`, id)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// of are the drafts that the people of States are typing, and those of letters that
// a person types in, the latest first.
func (d drafts) of(ctx context.Context, states []string, person string) ([]*typed, error) {
	args := []any{person}
	where := `WHERE standing <> 'own' AND person = ?`
	if len(states) > 0 {
		where += ` OR standing = 'own' AND party IN (?` + strings.Repeat(", ?", len(states)-1) + `)`
		for _, s := range states {
			args = append(args, s)
		}
	}
	list, err := d.read(ctx, where, args...)
	slices.SortFunc(list, func(a, b *typed) int { return b.Updated.Compare(a.Updated) })
	return list, err
}

func (d drafts) read(ctx context.Context, where string, args ...any) (list []*typed, err error) {
	err = d.store.Read(ctx, store.Latest, func(r store.View) error {
		list = nil
		return store.Each(ctx, r, `SELECT id, party, standing, person, corrects, fields, updated FROM assistance_draft `+where+` ORDER BY id`, args, func(rows store.Rows) error {
			t := &typed{}
			var standing, fields string
			var updated int64
			if err := rows.Scan(&t.ID, &t.Party, &standing, &t.Person, &t.Corrects, &fields, &updated); err != nil {
				return err
			}
			t.Standing, t.Updated = act.Standing(standing), time.UnixMicro(updated)
			list = append(list, t)
			return unpack(fields, &t.Fields)
		})
	})
	return list, err
}
