package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/i18n"
	"comity/internal/store"
	"comity/internal/treaty"
)

// treatyCommand holds what can be asked of the treaty register, and done to it.
type treatyCommand struct {
	Status   treatyStatusCommand   `cmd:"" help:"Say who is bound by a treaty on a day, and by which rule."`
	Matrix   treatyMatrixCommand   `cmd:"" help:"Lay out States and treaties on a day."`
	Import   treatyImportCommand   `cmd:"" help:"Show how a depositary's list, or a file of our templates, differs from the record, and record the difference."`
	Convert  treatyConvertCommand  `cmd:"" help:"Write a depositary's list as a programme's folder carries it."`
	Template treatyTemplateCommand `cmd:"" help:"Print the columns of our template for deposits, or for bilateral and regional treaties."`
}

// recordFlags say which record is asked: that of a node or, where there is
// none, what the programme's folder carries.
type recordFlags struct {
	nodeFlags
	KnownAt string `help:"As the record stood then: a day, or an instant 2026-11-23T09:30:00Z." placeholder:"WHEN"`
}

// record is what commands ask.
type record struct {
	program    *program
	register   *treaty.Register
	agreements []treaty.Agreement
	asOf       map[string]act.Day // of the newest list, by treaty
	carried    bool               // no node: what the programme's folder carries
	say        *i18n.Localizer
}

// there says whether there is a node to ask.
func (f *nodeFlags) there() bool {
	if f.Postgres != "" {
		return true
	}
	_, err := os.Stat(filepath.Join(f.Data, "book.sqlite"))
	return !errors.Is(err, fs.ErrNotExist)
}

// until is the instant that --known-at means, 0 for now.
func (f *recordFlags) until() (act.Instant, error) {
	if f.KnownAt == "" {
		return 0, nil
	}
	if day, err := act.ParseDay(f.KnownAt); err == nil {
		return act.InstantOf(day.Time().Add(24*time.Hour)) - 1, nil
	}
	at, err := time.Parse(time.RFC3339Nano, f.KnownAt)
	if err != nil {
		return 0, fmt.Errorf("--known-at %q is neither a day, 2026-11-23, nor an instant, 2026-11-23T09:30:00Z", f.KnownAt)
	}
	return act.InstantOf(at), nil
}

// load reads the record.
func (f *recordFlags) load(ctx context.Context) (*record, error) {
	catalogue, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	r := &record{asOf: map[string]act.Day{}, say: catalogue.Localizer(i18n.English)}
	at, err := f.until()
	if err != nil {
		return nil, err
	}
	if !f.there() {
		if at != 0 {
			return nil, fmt.Errorf("there is no node in %s, so nothing was known at any time; name its folder with --data", f.Data)
		}
		return r, r.carry(f.Programme)
	}
	n, err := f.open(ctx, nil)
	if err != nil {
		return nil, err
	}
	r.program = n.program
	err = n.book.Read(ctx, 0, func(v store.View) (err error) {
		if at == 0 {
			r.register, err = treaty.CurrentOf(n.rooms).Register(ctx, v)
		} else {
			r.register, err = treaty.KnownAt(ctx, v, n.program.Programme.Instruments, n.program.Parties, at)
		}
		if err != nil {
			return err
		}
		if r.agreements, err = treaty.Agreements(ctx, v, at); err != nil {
			return err
		}
		lists, err := treaty.Lists(ctx, v, "")
		for _, l := range lists {
			if at == 0 || l.Recorded <= at {
				r.asOf[l.Instrument] = l.AsOf
			}
		}
		return err
	})
	return r, errors.Join(err, n.close())
}

// carry takes what the programme's folder carries for the record.
func (r *record) carry(programme string) (err error) {
	if r.program, err = loadProgram(programme); err != nil {
		return err
	}
	deposits, asOf, err := treaty.Carried(r.program.Files, r.program.Programme.Instruments, r.program.Parties)
	if err != nil {
		return err
	}
	r.register = treaty.NewRegister(r.program.Programme.Instruments, r.program.Parties, deposits)
	r.asOf, r.carried = asOf, true
	return nil
}

// instrument finds a treaty by its code in either case.
func (r *record) instrument(code string) (string, error) {
	for _, c := range r.register.Instruments() {
		if strings.EqualFold(c, code) {
			return c, nil
		}
	}
	return "", fmt.Errorf("the programme has no treaty %q; its codes are the names of the files in its folder instruments", code)
}

// party finds a party by its code or its name.
func (r *record) party(name string, day act.Day) (string, error) {
	for _, code := range []string{name, strings.ToUpper(name)} {
		if r.program.Parties.ByCode(code) != nil {
			return code, nil
		}
	}
	p, err := r.program.Parties.ByName(name, day)
	if err != nil {
		return "", err
	}
	return p.Code, nil
}

func (r *record) name(code string) string {
	if p := r.program.Parties.ByCode(code); p != nil {
		return p.Short.Get("en")
	}
	return code
}

// source says in a line what an answer for a day rests on.
func (r *record) source(code string, asked act.Day) string {
	of := "the record"
	if r.carried {
		of = "what the programme carries, without a node"
	}
	if day := r.asOf[code]; day != "" {
		if day < asked {
			return fmt.Sprintf("from %s; the depositary's list is of %s, and what came after it is not on record unless entered", of, day)
		}
		return fmt.Sprintf("from %s; the depositary's list is of %s", of, day)
	}
	if r.carried {
		return fmt.Sprintf("from %s; it has no depositary's list", of)
	}
	return fmt.Sprintf("from %s; no depositary's list was taken in: comity treaty import --carry takes in what the programme carries", of)
}

// rule says a rule in words.
func (r *record) rule(x treaty.Reason) string {
	words := r.say.Text("treaty.rule."+x.Key, i18n.Args{"N": fmt.Sprint(x.N), "Cite": string(x.Cite)})
	if x.Unconfirmed {
		words += " [unconfirmed]"
	}
	return words
}

// doubt says a doubt in words.
func (r *record) doubt(x treaty.Doubt) string {
	return r.say.Text("treaty.doubt."+x.Key, i18n.Args{"Cite": string(x.Cite)})
}

// dayOr is the day of a flag, or today.
func dayOr(flag string) (act.Day, error) {
	if flag == "" {
		return act.DayOf(time.Now()), nil
	}
	return act.ParseDay(flag)
}
