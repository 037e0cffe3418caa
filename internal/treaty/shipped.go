package treaty

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/store"
	"comity/internal/treaty/list"
)

// Shipped says what taking a programme's own record in did.
type Shipped struct {
	Instruments, Lists, Deposits int
}

// TakeProgramme takes in what a programme's folder carries: its treaties as it
// describes them, and the deposits in its folder treaties. What is recorded
// already stays; doing it again records nothing.
func (in *Intake) TakeProgramme(ctx context.Context, fsys fs.FS, lists act.Lists) (done Shipped, err error) {
	if done.Instruments, err = in.takeInstruments(ctx, fsys); err != nil {
		return done, err
	}
	files, err := fs.Glob(fsys, "treaties/*.csv")
	if err != nil {
		return done, err
	}
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return done, err
		}
		plan, err := in.planShipped(ctx, file, data, lists)
		if err != nil {
			return done, err
		}
		if plan == nil || len(plan.Drafts) == 0 {
			continue
		}
		if _, err := in.Record(ctx, plan); err != nil {
			return done, fmt.Errorf("%s: %w", file, err)
		}
		done.Lists++
		done.Deposits += len(plan.Drafts)
		if plan.List != nil {
			done.Deposits--
		}
	}
	return done, nil
}

// planShipped plans one file; nil where the record has a newer list already.
func (in *Intake) planShipped(ctx context.Context, file string, data []byte, lists act.Lists) (*Plan, error) {
	if list.IsTemplate(data) {
		t, err := list.ReadTemplate(file, data)
		if err != nil {
			return nil, err
		}
		plan, err := in.PlanEntries(ctx, t, data, lists)
		if err != nil {
			return nil, err
		}
		return plan, in.leaveReplaced(ctx, plan)
	}
	l, err := list.ReadCompact(file, data)
	if err != nil {
		return nil, err
	}
	code := strings.TrimSuffix(path.Base(file), ".csv")
	var last act.Day
	err = in.Book.Read(ctx, 0, func(v store.View) (err error) {
		last, err = lastList(ctx, v, code, l.Number)
		return err
	})
	if err != nil || last >= l.AsOf {
		return nil, err
	}
	return in.PlanList(ctx, l, code, data)
}

// leaveReplaced takes out of a plan what the record has had and what was struck or
// corrected since: the folder does not undo a correction.
func (in *Intake) leaveReplaced(ctx context.Context, plan *Plan) error {
	return in.Book.Read(ctx, 0, func(v store.View) error {
		var keep []book.Draft
		for _, d := range plan.Drafts {
			var b body
			if err := json.Unmarshal(d.Body, &b); err != nil {
				return err
			}
			l := d.Subject.Locals()
			had, err := deposits(ctx, v, `WHERE instrument = ? AND party = ? AND action = ? AND day = ? AND replaced <> ? ORDER BY idx`, l[0], l[1], string(b.Action), string(d.Day), int64(open))
			if err != nil {
				return err
			}
			if len(had) == 0 {
				keep = append(keep, d)
			}
		}
		plan.Drafts = keep
		return nil
	})
}

// takeInstruments records each treaty of the programme whose file is not the
// one that was recorded last.
func (in *Intake) takeInstruments(ctx context.Context, fsys fs.FS) (int, error) {
	have := map[string]string{}
	err := in.Book.Read(ctx, 0, func(v store.View) error {
		return store.Each(ctx, v, `SELECT instrument, hash FROM {treaty_instrument}`, nil, func(rows store.Rows) error {
			var code, hash string
			err := rows.Scan(&code, &hash)
			have[code] = hash
			return err
		})
	})
	if err != nil {
		return 0, err
	}
	files, err := fs.Glob(fsys, "instruments/*.toml")
	if err != nil {
		return 0, err
	}
	texts := make([][]byte, len(files))
	for k, file := range files {
		if texts[k], err = fs.ReadFile(fsys, file); err != nil {
			return 0, err
		}
	}
	plan := &Plan{}
	for _, i := range in.Current.instruments {
		if i.Group() {
			continue
		}
		var data []byte
		for _, text := range texts {
			if bytes.HasPrefix(text, []byte("code = \""+i.Code+"\"\n")) || bytes.Contains(text, []byte("\ncode = \""+i.Code+"\"\n")) {
				data = text
				break
			}
		}
		if data == nil {
			return 0, errors.New("the programme's folder has no file of the treaty " + i.Code)
		}
		hash := act.HashOf(data).String()
		if have[strings.ToLower(i.Code)] == hash {
			continue
		}
		text, err := json.Marshal(map[string]any{"title": prose{"en", i.Title}, "hash": hash})
		if err != nil {
			return 0, err
		}
		plan.Drafts = append(plan.Drafts, book.Draft{Kind: "treaty.instrument", Subject: Subject(i.Code, ""), Party: depositary(i), Standing: act.Observed, Day: in.Today, Audience: act.Public, Body: text})
	}
	slices.SortFunc(plan.Drafts, func(a, b book.Draft) int { return strings.Compare(string(a.Subject), string(b.Subject)) })
	_, err = in.Record(ctx, plan)
	return len(plan.Drafts), err
}
