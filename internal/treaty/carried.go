package treaty

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"comity/internal/act"
	"comity/internal/programme"
	"comity/internal/treaty/list"
)

// Carried are the deposits in a programme's folder, as they would be recorded,
// for who has no node; and by treaty the day of its list. Their ids are the
// file and the line.
func Carried(fsys fs.FS, instruments []programme.Instrument, ps Parties) ([]Deposit, map[string]act.Day, error) {
	files, err := fs.Glob(fsys, "treaties/*.csv")
	if err != nil {
		return nil, nil, err
	}
	var out []Deposit
	asOf := map[string]act.Day{}
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, nil, err
		}
		var ds []Deposit
		if list.IsTemplate(data) {
			ds, err = carriedEntries(file, data, instruments)
		} else {
			ds, err = carriedList(file, data, instruments, asOf)
		}
		if err != nil {
			return nil, nil, err
		}
		for i := range ds {
			if d := &ds[i]; ps.ByCode(d.Party) == nil {
				return nil, nil, fmt.Errorf("%s: there is no party %q; mend its code", d.ID, d.Party)
			}
			ds[i].Standing, ds[i].Replaced = act.Observed, open
		}
		out = append(out, ds...)
	}
	return out, asOf, nil
}

func carriedList(file string, data []byte, instruments []programme.Instrument, asOf map[string]act.Day) (out []Deposit, err error) {
	l, err := list.ReadCompact(file, data)
	if err != nil {
		return nil, err
	}
	i, ok := ofCode(instruments, strings.TrimSuffix(path.Base(file), ".csv"))
	if !ok {
		return nil, fmt.Errorf("%s: the file is named after no treaty of the programme; name it after the treaty's code in lower case", file)
	}
	asOf[i.Code] = l.AsOf
	for _, r := range l.Rows {
		for n, f := range r.Facts {
			d := Deposit{ID: fmt.Sprintf("%s:%d", file, r.Line+n), Instrument: i.Code, Party: r.Name, Action: Action(f.Action), Day: f.Day, List: l.Number, Channels: "depositary-notification", Reference: l.Number}
			if err := CheckDay(i, d.Action, d.Day); err != nil {
				return nil, fmt.Errorf("%s: %w", d.ID, err)
			}
			out = append(out, d)
			if f.Withdrawn {
				w := d
				w.ID, w.Action, w.Day, w.Latest, w.Withdraws = d.ID+" withdrawn", Withdrawal, l.AsOf, true, d.ref()
				out = append(out, w)
			}
		}
	}
	return out, nil
}

func carriedEntries(file string, data []byte, instruments []programme.Instrument) (out []Deposit, err error) {
	t, err := list.ReadTemplate(file, data)
	if err != nil {
		return nil, err
	}
	for _, e := range t.Entries {
		d := Deposit{ID: fmt.Sprintf("%s:%d", file, e.Line), Party: e.Values["party"], Reference: cut(t.Source, 200)}
		i, ok := ofCode(instruments, e.Values["instrument"])
		if !ok {
			return nil, fmt.Errorf("%s: the programme has no treaty %q; mend its code", d.ID, e.Values["instrument"])
		}
		if d.Day, err = act.ParseDay(e.Values["day"]); err != nil {
			return nil, fmt.Errorf("%s: %w", d.ID, err)
		}
		b, err := bodyOf(e.Values)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.ID, err)
		}
		b.fill(&d)
		d.Instrument = i.Code
		out = append(out, d)
	}
	return out, nil
}
