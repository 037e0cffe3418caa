package pages

import (
	"comity/internal/act"
	"comity/internal/endpoint"
	"comity/internal/store"
	"comity/internal/treaty"
	"comity/internal/ui"
)

// asked is for which day of the law and which state of the record a page is
// wanted.
type asked struct {
	day    act.Day
	now    bool        // known_at was not given: all that is recorded
	length int64       // of the book that was known
	known  act.Instant // of the last act that was known, 0 for none
	form   *ui.Form
}

// asked reads as_of and known_at from the address; what is wrong with them stands
// beside their fields in the form, into which a page puts more of its own.
func (p *pages) asked(v *ui.Visit, more ...ui.Field) (asked, error) {
	a := asked{day: v.Today, now: v.Query("known_at") == "", form: &ui.Form{Get: true, Send: v.Text("do.open")}}
	known := ui.Field{Name: "known_at", Label: v.Text("treaties.known-at"), Kind: "day", Value: v.Query("known_at"), Max: 40}
	if _, err := act.ParseDay(known.Value); err != nil && !a.now {
		known.Kind = "line" // an instant, or a length of the book
	}
	a.form.Fields = append(a.form.Fields, more...)
	a.form.Fields = append(a.form.Fields, p.day(v, "as_of", v.Text("treaties.as-of"), v.Today), known)
	if a.day = p.read(v, a.form, "as_of"); a.day == "" {
		a.day = v.Today
	}
	if a.now {
		return a, nil
	}
	length, err := endpoint.KnownAt{KnownAt: v.Query("known_at")}.Length(v.Context(), p.node.Book)
	if faults := act.AllFaults(err); len(faults) > 0 {
		a.form.Fault("known_at", v.Invalid(faults[0]))
		return a, nil
	}
	if a.length = length; err != nil || length == 0 {
		return a, err
	}
	err = p.node.Book.Read(v.Context(), 0, func(r store.View) error {
		var at int64
		_, err := store.One(v.Context(), r, `SELECT recorded FROM act WHERE idx = ?`, []any{length - 1}, &at)
		a.known = act.Instant(at)
		return err
	})
	return a, err
}

// day is a field for a day, filled with what was asked for.
func (p *pages) day(v *ui.Visit, name, label string, otherwise act.Day) ui.Field {
	f := ui.Field{Name: name, Label: label, Kind: "day", Value: v.Query(name)}
	if f.Value == "" {
		f.Value = string(otherwise)
	}
	return f
}

// read is the day in a field of a form, "" with a fault beside it where it is none.
func (p *pages) read(v *ui.Visit, f *ui.Form, name string) act.Day {
	field := f.Field(name)
	day, err := act.ParseDay(field.Value)
	if err != nil {
		field.Kind = "line" // a browser empties a field for days of what is none
		for _, fault := range act.AllFaults(err) {
			f.Fault(name, v.Invalid(fault))
		}
		return ""
	}
	return day
}

// status is that of a page whose form has faults, or 0.
func (a *asked) status() int {
	if a.form.Faulty() {
		return 422
	}
	return 0
}

// notes say for which day and state of the record the page is.
func (a *asked) notes(v *ui.Visit) (notes []string) {
	notes = append(notes, v.Text("word.as-of", map[string]string{"Day": v.Localizer.Day(a.day)}))
	if !a.now {
		at := v.Text("treaties.nothing-known")
		if a.known > 0 {
			at = v.Text("treaties.known", map[string]string{"Instant": v.Localizer.Instant(a.known.Time())})
		}
		notes = append(notes, at)
	}
	return notes
}

// record is what a page is made from.
type record struct{ *treaty.Moment }

// record reads the state of the record that is asked for.
func (p *pages) record(v *ui.Visit, a *asked) (r *record, err error) {
	r = &record{}
	err = p.node.Book.Read(v.Context(), 0, func(view store.View) (err error) {
		if a.now {
			r.Moment, err = p.moments.Now(v.Context(), view)
		} else {
			r.Moment, err = p.moments.Known(v.Context(), view, a.length)
		}
		return err
	})
	return r, err
}

// source says what an answer about a treaty for a day rests on.
func (r *record) source(v *ui.Visit, code string, day act.Day) string {
	l := r.Lists[code]
	args := map[string]string{"Day": v.Localizer.Day(l.AsOf)}
	switch {
	case l.AsOf == "":
		return v.Text("treaties.no-list")
	case l.AsOf < day:
		return v.Text("treaties.list-older", args)
	}
	return v.Text("treaties.list-of", args)
}
