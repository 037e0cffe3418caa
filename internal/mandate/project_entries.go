package mandate

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/store"
)

const insertEntry = `INSERT INTO {mandate_entry} (idx, act, kind, subject, symbol, place, n, audience, party, person, standing, day, recorded, about, code, body, corrected)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, -1)`

// entry is the row of what a person said: about and code are what lists filter by.
// What it corrects is marked.
func entry(a *act.Act, about, code string) ([]store.Write, Ref, error) {
	ref, err := RefOf(a.Subject)
	if err != nil {
		return nil, ref, err
	}
	return append(correcting(a), store.Do(insertEntry, a.Index, a.ID, a.Kind, string(a.Subject), ref.Symbol, ref.Place, ref.Clause, a.Audience, a.Party, a.Person, string(a.Standing), string(a.Day), int64(a.Recorded), about, code, string(a.Clear))), ref, nil
}

func correcting(a *act.Act) []store.Write {
	if a.Corrects == "" {
		return nil
	}
	return []store.Write{store.Do(`UPDATE {mandate_entry} SET corrected = ? WHERE act = ?`, a.Index, a.Corrects)}
}

// eraseEntry leaves what the header says.
func eraseEntry(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	ref, err := RefOf(a.Subject)
	return append(correcting(a), store.Do(insertEntry+` ON CONFLICT (idx) DO UPDATE SET about = '', code = '', body = ''`,
		a.Index, a.ID, a.Kind, string(a.Subject), ref.Symbol, ref.Place, ref.Clause, a.Audience, a.Party, a.Person, string(a.Standing), string(a.Day), int64(a.Recorded), "", "", "")), err
}

// said is an entry as the projectors read it again.
type said struct {
	index     int64
	act       string
	day       act.Day
	about     string
	body      string
	corrected bool
}

// saidOf are the entries of a kind on a clause, with the one that is being written;
// what that corrects is marked.
func saidOf(ctx context.Context, r store.Reader, ref Ref, a *act.Act, about string) (list []said, err error) {
	err = store.Each(ctx, r, `SELECT idx, act, day, about, body, corrected FROM {mandate_entry} WHERE symbol = ? AND place = ? AND n = ? AND kind = ? AND idx < ? ORDER BY idx`,
		[]any{ref.Symbol, ref.Place, ref.Clause, a.Kind, a.Index}, func(rows store.Rows) error {
			var s said
			var day string
			var corrected int64
			err := rows.Scan(&s.index, &s.act, &day, &s.about, &s.body, &corrected)
			s.day, s.corrected = act.Day(day), corrected >= 0 || s.act == a.Corrects
			list = append(list, s)
			return err
		})
	return append(list, said{a.Index, a.ID, a.Day, about, string(a.Clear), false}), err
}

// last is the entry that counts now: of those that nothing corrected, the last of
// the latest day, which on says. Nil where there is none.
func last(list []said, on func(said) (act.Day, error)) (*said, error) {
	var best *said
	var latest act.Day
	for i := range list {
		day, err := on(list[i])
		if err != nil {
			return nil, err
		}
		if !list[i].corrected && (best == nil || day >= latest) {
			best, latest = &list[i], day
		}
	}
	return best, nil
}

func ofTheAct(s said) (act.Day, error) { return s.day, nil }

// clauseOf reads the clause that an act is about.
func clauseOf(ctx context.Context, r store.Reader, ref Ref) (*Clause, error) {
	list, err := clauses(ctx, r, `WHERE c.symbol = ? AND c.place = ? AND c.n = ?`, ref.Symbol, ref.Place, ref.Clause)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// onClause makes the projector of a kind on a clause: its entry, and the clause as
// change leaves it.
func onClause[B any](about, code func(*B) string, change func(ctx context.Context, r store.Reader, a *act.Act, b *B, ref Ref, c *Clause) error) func(context.Context, store.Reader, *act.Act) ([]store.Write, error) {
	return func(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
		b := new(B)
		if err := a.Decode(b); err != nil {
			return nil, err
		}
		writes, ref, err := entry(a, about(b), code(b))
		if err != nil {
			return nil, err
		}
		before, err := clauseOf(ctx, r, ref)
		if err != nil {
			return nil, err
		}
		if before == nil { // no rule lets this be
			return nil, fmt.Errorf("the act is about %s, which is not in the register", ref)
		}
		after := *before
		if err := change(ctx, r, a, b, ref, &after); err != nil {
			return nil, err
		}
		t := newTally()
		t.change([]*Clause{before}, []*Clause{&after})
		return slices.Concat(writes, []store.Write{after.write()}, t.all()), nil
	}
}

func setStatus(ctx context.Context, r store.Reader, a *act.Act, b *StatusBody, ref Ref, c *Clause) error {
	list, err := saidOf(ctx, r, ref, a, b.Of)
	if err != nil {
		return err
	}
	entries := make([]Status, 0, len(list))
	bodies := map[string]bool{}
	for _, s := range list {
		var sb StatusBody
		if err := json.Unmarshal([]byte(s.body), &sb); err != nil {
			return err
		}
		bodies[sb.Of] = true
		entries = append(entries, Status{Act: s.act, Index: s.index, Body: sb.Of, Code: sb.Status, Day: s.day, Corrected: s.corrected})
	}
	c.Statuses = nil
	for body := range bodies {
		if s, ok := StatusOn(entries, body, "9999-12-31"); ok {
			c.Statuses = append(c.Statuses, BodyStatus{body, s.Code})
		}
	}
	slices.SortFunc(c.Statuses, func(a, b BodyStatus) int { return strings.Compare(a.Body, b.Body) })
	return nil
}

func assign(ctx context.Context, r store.Reader, a *act.Act, _ *AssignedBody, ref Ref, c *Clause) error {
	list, err := saidOf(ctx, r, ref, a, "")
	if err != nil {
		return err
	}
	c.Office, c.Unit, c.Since = "", "", ""
	now, err := last(list, ofTheAct)
	if err != nil || now == nil {
		return err
	}
	var b AssignedBody
	if err := json.Unmarshal([]byte(now.body), &b); err != nil {
		return err
	}
	if b.Office != "" {
		c.Office, c.Unit, c.Since = b.Office, b.Unit, now.day
	}
	return nil
}

func changeMandate(ctx context.Context, r store.Reader, a *act.Act, _ *ChangedBody, ref Ref, c *Clause) error {
	list, err := saidOf(ctx, r, ref, a, "")
	if err != nil {
		return err
	}
	now, err := last(list, func(s said) (act.Day, error) {
		var b ChangedBody
		err := json.Unmarshal([]byte(s.body), &b)
		return b.Since, err
	})
	if err != nil || now == nil {
		return err
	}
	var b ChangedBody
	err = json.Unmarshal([]byte(now.body), &b)
	c.Effect, c.EffectBy, c.EffectDay = b.Effect, b.By, b.Since
	return err
}

func share(ctx context.Context, r store.Reader, a *act.Act, _ *SharedBody, ref Ref, c *Clause) error {
	list, err := saidOf(ctx, r, ref, a, "")
	if err != nil {
		return err
	}
	now, err := last(list, ofTheAct)
	if err != nil || now == nil {
		return err
	}
	var b SharedBody
	err = json.Unmarshal([]byte(now.body), &b)
	c.Shared, c.Coordinator = b.Bodies, b.Coordinator
	return err
}

func correctReading(_ context.Context, _ store.Reader, _ *act.Act, b *CorrectedBody, _ Ref, c *Clause) error {
	c.corrects(b)
	return nil
}

// keepCorrection adds to a correction's writes the row by which later readings
// are corrected too.
func keepCorrection(ctx context.Context, r store.Reader, a *act.Act) ([]store.Write, error) {
	var b CorrectedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	ref, err := RefOf(a.Subject)
	if err != nil {
		return nil, err
	}
	writes, err := onClause(func(b *CorrectedBody) string { return b.Field }, func(*CorrectedBody) string { return "" }, correctReading)(ctx, r, a)
	return append(writes, store.Do(`INSERT INTO {mandate_correction} (symbol, place, n, field, body) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (symbol, place, n, field) DO UPDATE SET body = excluded.body`, ref.Symbol, ref.Place, ref.Clause, b.Field, string(a.Clear))), err
}

// propose and approve change no mandate: they leave their entry alone.
func propose(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b ProposedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	writes, _, err := entry(a, "", b.Proposal)
	return writes, err
}

func approve(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b ApprovedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	code := "refused"
	if b.Approved {
		code = "approved"
	}
	writes, _, err := entry(a, b.Proposal, code)
	return writes, err
}

func renew(_ context.Context, _ store.Reader, a *act.Act) ([]store.Write, error) {
	var b RenewedBody
	if err := a.Decode(&b); err != nil {
		return nil, err
	}
	ref, err := RefOf(a.Subject)
	if err != nil {
		return nil, err
	}
	from := RefOfCite(b.From)
	writes := []store.Write{store.Do(`INSERT INTO {mandate_renewal} (symbol, place, origin, origin_place, class, likeness, state, idx) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (symbol, place) DO UPDATE SET origin = excluded.origin, origin_place = excluded.origin_place, class = excluded.class, likeness = excluded.likeness, state = excluded.state, idx = excluded.idx`,
		ref.Symbol, ref.Place, from.Symbol, from.Place, b.Class, b.Likeness, b.State, a.Index)}
	if b.State != Confirmed {
		return writes, nil
	}
	said, _, err := entry(a, string(b.From), b.State)
	return append(writes, said...), err
}
