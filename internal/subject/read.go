package subject

import (
	"context"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

// Get reads one subject; false when it is not in the registry.
func Get(ctx context.Context, r store.Reader, id act.Subject) (e Entry, found bool, err error) {
	e.ID = id
	found, err = store.One(ctx, r, `SELECT title, language, owner FROM {subject} WHERE id = ?`, []any{string(id)}, &e.Title, &e.Language, &e.Owner)
	if err != nil || !found {
		return Entry{}, false, err
	}
	if e.Topics, err = texts(ctx, r, `SELECT topic FROM {subject_topic} WHERE subject = ? ORDER BY place`, string(id)); err != nil {
		return e, true, err
	}
	e.States, err = texts(ctx, r, `SELECT state FROM {subject_state} WHERE subject = ? ORDER BY place`, string(id))
	return e, true, err
}

func texts(ctx context.Context, r store.Reader, query string, args ...any) (out []string, err error) {
	err = store.Each(ctx, r, query, args, func(rows store.Rows) error {
		var s string
		err := rows.Scan(&s)
		out = append(out, s)
		return err
	})
	return out, err
}

// Filter says which subjects are wanted; what is "" is not asked for.
type Filter struct {
	Type, Owner, Topic, State string
	// After is the last subject of the page before; Limit is how many are
	// wanted at most, 0 for 100.
	After act.Subject
	Limit int
}

// List reads subjects in the order of their ids. The last one's id is the
// cursor of the next page.
func List(ctx context.Context, r store.Reader, f Filter) ([]act.Subject, error) {
	query, args := []string{`SELECT s.id FROM {subject} AS s`}, []any{}
	where := []string{`s.id > ?`}
	join := func(table, column, value string) {
		if value != "" {
			query = append(query, `JOIN {`+table+`} AS `+column+` ON `+column+`.subject = s.id AND `+column+`.`+column+` = ?`)
			args = append(args, value)
		}
	}
	join("subject_topic", "topic", f.Topic)
	join("subject_state", "state", f.State)
	args = append(args, string(f.After))
	for _, c := range []struct{ column, value string }{{"type", f.Type}, {"owner", f.Owner}} {
		if c.value != "" {
			where, args = append(where, `s.`+c.column+` = ?`), append(args, c.value)
		}
	}
	if f.Limit <= 0 {
		f.Limit = 100
	}
	args = append(args, f.Limit)
	ids, err := texts(ctx, r, strings.Join(query, " ")+` WHERE `+strings.Join(where, " AND ")+` ORDER BY s.id LIMIT ?`, args...)
	out := make([]act.Subject, len(ids))
	for i, id := range ids {
		out[i] = act.Subject(id)
	}
	return out, err
}

// Links reads the links from and to a subject, in the order of relation and
// the other's id.
func Links(ctx context.Context, r store.Reader, id act.Subject) (out []Edge, err error) {
	err = store.Each(ctx, r, `SELECT source, relation, target FROM {subject_link} WHERE source = ? OR target = ? ORDER BY relation, source, target`,
		[]any{string(id), string(id)}, func(rows store.Rows) error {
			var from, relation, to string
			err := rows.Scan(&from, &relation, &to)
			out = append(out, Edge{act.Subject(from), Relation(relation), act.Subject(to)})
			return err
		})
	return out, err
}
