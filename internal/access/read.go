package access

import (
	"context"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

// LoadWho reads a person with all that they hold, in force or not. An empty id is
// the public.
func LoadWho(ctx context.Context, r store.Reader, person string) (Who, error) {
	who := Who{Person: person}
	if person == "" {
		return who, nil
	}
	var err error
	if who.Grants, err = grants(ctx, r, `person = ?`, person); err != nil {
		return Who{}, err
	}
	if who.Accreditations, err = accreditations(ctx, r, `person = ?`, person); err != nil {
		return Who{}, err
	}
	given, err := delegations(ctx, r, `person = ?`, person)
	if err != nil {
		return Who{}, err
	}
	for _, d := range given {
		base, err := loadBase(ctx, r, d.Base)
		if err != nil {
			return Who{}, err
		}
		got := Received{Delegation: d}
		if len(base.Grants) == 1 {
			got.Grant = &base.Grants[0]
		}
		if len(base.Accreditations) == 1 {
			got.Accreditation = &base.Accreditations[0]
		}
		who.Received = append(who.Received, got)
	}
	return who, nil
}

// loadBase reads what a delegation rests on: one grant, one accreditation, or
// nothing.
func loadBase(ctx context.Context, r store.Reader, base act.Subject) (w Who, err error) {
	switch base.Type() {
	case "role":
		w.Grants, err = grants(ctx, r, `grant_id = ?`, local(base))
	case "accreditation":
		w.Accreditations, err = accreditations(ctx, r, `accreditation_id = ?`, local(base))
	}
	return w, err
}

func split(s string) []string { return strings.Fields(s) }

func grants(ctx context.Context, r store.Reader, where string, arg string) (list []Grant, err error) {
	err = store.Each(ctx, r, `SELECT grant_id, person, role, party, states, first_day, end_day, ended FROM {role_grant} WHERE `+where+` ORDER BY grant_id`, []any{arg}, func(rows store.Rows) error {
		var g Grant
		var role, states, from, until, ended string
		err := rows.Scan(&g.ID, &g.Person, &role, &g.Party, &states, &from, &until, &ended)
		g.Role, g.States, g.Ended = Role(role), split(states), act.Day(ended)
		g.Span.From, g.Span.Until = act.Day(from), act.Day(until)
		list = append(list, g)
		return err
	})
	return list, err
}

func accreditations(ctx context.Context, r store.Reader, where string, arg string) (list []Accreditation, err error) {
	err = store.Each(ctx, r, `SELECT `+accreditationColumns+` FROM {accreditation} WHERE `+where+` ORDER BY accreditation_id`, []any{arg}, scanAccreditations(&list))
	return list, err
}

func scanAccreditations(list *[]Accreditation) func(store.Rows) error {
	return func(rows store.Rows) error {
		var c Accreditation
		var audience, recorded, kinds, instruments, from, until, confirmed, ended string
		var mission int
		err := rows.Scan(&c.ID, &audience, &c.Party, &c.Recorder, &recorded, &c.Document, &c.Person, &c.Authority, &mission, &c.Function, &kinds, &instruments, &from, &until, &c.Confirmer, &confirmed, &ended)
		c.Mission, c.Scope = mission == 1, Scope{Kinds: split(kinds), Instruments: split(instruments)}
		c.Span.From, c.Span.Until = act.Day(from), act.Day(until)
		c.Confirmed, c.Ended = act.Day(confirmed), act.Day(ended)
		*list = append(*list, c)
		return err
	}
}

func delegations(ctx context.Context, r store.Reader, where string, arg string) (list []Delegation, err error) {
	err = store.Each(ctx, r, `SELECT delegation_id, from_person, person, base, kinds, instruments, first_day, end_day, ended FROM {delegation} WHERE `+where+` ORDER BY delegation_id`, []any{arg}, func(rows store.Rows) error {
		var d Delegation
		var base, kinds, instruments, from, until, ended string
		err := rows.Scan(&d.ID, &d.From, &d.To, &base, &kinds, &instruments, &from, &until, &ended)
		d.Base, d.Scope, d.Ended = act.Subject(base), Scope{Kinds: split(kinds), Instruments: split(instruments)}, act.Day(ended)
		d.Span.From, d.Span.Until = act.Day(from), act.Day(until)
		list = append(list, d)
		return err
	})
	return list, err
}

// ReleasedTo are the audiences to which bodies about a subject, written for
// one audience, are open by their owner's release on a day.
func ReleasedTo(ctx context.Context, r store.Reader, about act.Subject, audience string, day act.Day) (codes []string, err error) {
	d := string(day)
	err = store.Each(ctx, r, `SELECT DISTINCT r.open_to FROM {release} AS r WHERE r.about = ? AND r.kept = ? AND `+standing+` ORDER BY r.open_to`, []any{string(about), audience, d, d, d}, func(rows store.Rows) error {
		var code string
		err := rows.Scan(&code)
		codes = append(codes, code)
		return err
	})
	return codes, err
}

// standing holds of a release r on a day, which is asked for three times.
const standing = `r.first_day <= ? AND (r.end_day = '' OR r.end_day > ?) AND (r.ended = '' OR r.ended > ?)`

// Filter is the condition, with its arguments, that leaves of a table's rows
// those that a person may read who belongs to the audiences: rows for one of
// these, and rows that their owner released to one of these. subject and
// audience are the table's columns, as the query names them. It stands before
// anything is counted, searched or exported.
func Filter(subject, audience string, audiences []string, day act.Day) (sql string, args []any) {
	own, args := Among(audience, audiences)
	released, more := Among("r.open_to", audiences)
	sql = "(" + own + " OR EXISTS (SELECT 1 FROM {release} AS r WHERE r.about = " + subject + " AND r.kept = " + audience + " AND " + released + " AND " + standing + "))"
	return sql, append(append(args, more...), string(day), string(day), string(day))
}

// Accreditations lists those that a reader of the audiences may know of, the
// newest id last, after an id.
func Accreditations(ctx context.Context, r store.Reader, audiences []string, day act.Day, after string, n int) (list []Accreditation, err error) {
	may, args := Filter("'accreditation/' || accreditation_id", "audience", audiences, day)
	err = store.Each(ctx, r, `SELECT `+accreditationColumns+` FROM {accreditation} WHERE accreditation_id > ? AND `+may+` ORDER BY accreditation_id LIMIT ?`,
		append(append([]any{after}, args...), n), scanAccreditations(&list))
	return list, err
}

// NameOf is what a person is called, "" for one who is unknown or was erased. Only
// who reads the audience people may see it.
func NameOf(ctx context.Context, r store.Reader, person string) (name string, err error) {
	_, err = store.One(ctx, r, `SELECT name FROM {person} WHERE person = ?`, []any{person}, &name)
	return name, err
}

// AccreditationOf is the accreditation of an id that a reader of the audiences may
// know of, none where they may not.
func AccreditationOf(ctx context.Context, r store.Reader, audiences []string, day act.Day, id string) (list []Accreditation, err error) {
	may, args := Filter("'accreditation/' || accreditation_id", "audience", audiences, day)
	err = store.Each(ctx, r, `SELECT `+accreditationColumns+` FROM {accreditation} WHERE accreditation_id = ? AND `+may+` ORDER BY accreditation_id`,
		append([]any{id}, args...), scanAccreditations(&list))
	return list, err
}

// Waiting are the accreditations without a second person that a reader of the
// audiences may know of, n at most.
func Waiting(ctx context.Context, r store.Reader, audiences []string, day act.Day, n int) (list []Accreditation, err error) {
	may, args := Filter("'accreditation/' || accreditation_id", "audience", audiences, day)
	err = store.Each(ctx, r, `SELECT `+accreditationColumns+` FROM {accreditation} WHERE confirmed = '' AND ended = '' AND `+may+` ORDER BY accreditation_id LIMIT ?`,
		append(args, n), scanAccreditations(&list))
	return list, err
}
