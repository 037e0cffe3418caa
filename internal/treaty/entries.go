package treaty

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/treaty/list"
)

// PlanEntries turns the lines of our own template into acts, in the order of
// days. A line that the record has already is passed over. What is wrong is
// told with its line, and then nothing is recorded; the error is list.Faults.
func (in *Intake) PlanEntries(ctx context.Context, t *list.Template, data []byte, lists act.Lists) (*Plan, error) {
	p := &Plan{}
	err := in.Book.Read(ctx, 0, func(v store.View) error {
		standing, err := unlisted(ctx, v)
		if err != nil {
			return err
		}
		p.Drafts, p.Standing = nil, 0
		var faults list.Faults
		source := &act.Source{Channel: "public-source", Reference: cut(t.Source, 200), Received: in.Today, Document: act.HashOf(data).String()}
		shape := act.Shape{Name: "treaty.deposit", Version: 1, Fields: depositFields()}
		seen := map[string]int{}
		for _, e := range t.Entries {
			d, b, same, err := in.entry(standing, e, &shape, lists)
			if err != nil {
				faults.Add(t.File, e.Line, "", err)
				continue
			}
			key := fmt.Sprintf("%s %s %s %q %s %+v", d.Subject, d.Day, b.Action, b.Item, b.Depositary, b.Withdraws)
			if before := seen[key]; before > 0 {
				faults.Add(t.File, e.Line, "", says.Refuse("treaty.line-twice", "line", before))
			}
			seen[key] = e.Line
			if same {
				p.Standing++
				continue
			}
			d.Source = source
			p.Drafts = append(p.Drafts, d)
		}
		if faults != nil {
			return faults
		}
		slices.SortStableFunc(p.Drafts, func(a, b book.Draft) int { return strings.Compare(string(a.Day), string(b.Day)) })
		return nil
	})
	return p, err
}

// unlisted are the deposits that stand and are of no depositary's list, by what
// they are about: as those are that a line makes.
func unlisted(ctx context.Context, r store.Reader) (map[act.Subject][]Deposit, error) {
	ds, err := deposits(ctx, r, `WHERE list = '' AND replaced = ? ORDER BY idx`, int64(open))
	of := map[act.Subject][]Deposit{}
	for _, d := range ds {
		s := Subject(d.Instrument, d.Party)
		of[s] = append(of[s], d)
	}
	return of, err
}

// cut shortens a line to so many characters.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// entry makes the act of one line; same says that the record has it.
func (in *Intake) entry(standing map[act.Subject][]Deposit, e list.Entry, shape *act.Shape, lists act.Lists) (d book.Draft, b *body, same bool, err error) {
	i, ok := ofCode(in.Current.instruments, e.Values["instrument"])
	if !ok {
		return d, nil, false, says.Refuse("treaty.line-treaty", "treaty", e.Values["instrument"])
	}
	day, err := act.ParseDay(e.Values["day"])
	if err != nil {
		return d, nil, false, err
	}
	code := e.Values["party"]
	if in.Current.parties.ByCode(code) == nil {
		if code, err = in.Resolve(code, day); err != nil {
			return d, nil, false, unresolved(err)
		}
	}
	b, err = bodyOf(e.Values)
	if err != nil {
		return d, nil, false, err
	}
	text, err := json.Marshal(b)
	if err != nil {
		return d, nil, false, err
	}
	if text, err = shape.ReadBody(text, day, lists); err != nil {
		return d, nil, false, err
	}
	if err = checkDeposit(in.Current.parties, i, code, day, in.Today, b); err != nil {
		return d, nil, false, err
	}
	var want Deposit
	b.fill(&want)
	for _, h := range standing[Subject(i.Code, code)] {
		if h.Action == want.Action && h.Day == day && h.Item == want.Item && h.Depositary == want.Depositary && h.Withdraws == want.Withdraws {
			same = true
		}
	}
	return book.Draft{Kind: "treaty.deposit", Subject: Subject(i.Code, code), Party: code, Standing: act.Observed, Day: day, Audience: act.Public, Body: text}, b, same, nil
}

// bodyOf reads the columns of a line into a body; several values in a cell are
// parted by semicolons.
func bodyOf(v map[string]string) (*body, error) {
	b := &body{Action: Action(v["action"]), Depositary: v["depositary"], Effective: act.Day(v["effective"]), Item: v["item"], Matter: v["matter"], Against: v["against"],
		Predecessor: v["predecessor"], Authority: v["authority"], Channel: v["channel"]}
	for _, yes := range []struct {
		column string
		into   *bool
	}{{"latest", &b.Latest}, {"no_relation", &b.NoRelation}, {"unconfirmed", &b.Unconfirmed}} {
		switch v[yes.column] {
		case "", "no":
		case "yes":
			*yes.into = true
		default:
			return nil, says.Refuse("treaty.line-yes-no", "column", yes.column, "given", v[yes.column])
		}
	}
	switch v["takes"] {
	case "":
	case "yes", "no":
		takes := v["takes"] == "yes"
		b.Takes = &takes
	default:
		return nil, says.Refuse("treaty.line-yes-no", "column", "takes", "given", v["takes"])
	}
	for _, s := range several(v["provisions"]) {
		b.Provisions = append(b.Provisions, act.Cite(s))
	}
	b.Territories, b.Languages = several(v["territories"]), several(v["languages"])
	if v["text"] != "" {
		b.Text = &prose{Language: v["language"], Text: v["text"]}
	} else if v["language"] != "" {
		return nil, says.Refuse("treaty.line-language")
	}
	if v["withdraws_action"] != "" || v["withdraws_day"] != "" {
		b.Withdraws = &Ref{Action(v["withdraws_action"]), act.Day(v["withdraws_day"]), v["withdraws_item"]}
	}
	return b, nil
}

func several(cell string) (out []string) {
	for _, s := range strings.Split(cell, ";") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}
