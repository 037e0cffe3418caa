package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/treaty"
	"comity/internal/treaty/list"
)

// listFlags say of a list what its file does not.
type listFlags struct {
	Treaty  string            `help:"Code of the treaty, where the file's name does not give its number (18-12-a.csv)."`
	AsOf    string            `help:"The list's own day, where the file does not say it." placeholder:"DAY"`
	Source  string            `help:"Where the list is from, where the file does not say it."`
	Heading map[string]string `help:"What an unknown heading means: \"consent to be bound=acceptance\"." placeholder:"WORDS=ACTION"`
}

// read reads a list and adds what the flags say.
func (f *listFlags) read(path string, data []byte) (*list.List, error) {
	l, err := list.Read(filepath.Base(path), data, f.Heading)
	if err != nil {
		return nil, err
	}
	if f.AsOf != "" {
		if l.AsOf, err = act.ParseDay(f.AsOf); err != nil {
			return nil, err
		}
	}
	if f.Source != "" {
		l.Source = f.Source
	}
	return l, nil
}

// treatyImportCommand takes files into the record.
type treatyImportCommand struct {
	nodeFlags
	listFlags
	Files  []string `arg:"" optional:"" help:"Depositaries' lists (CSV, the collection's XML), or files of our templates (CSV, XLSX)." type:"path"`
	Carry  bool     `help:"Take in what the programme's folder carries: its treaties and their deposits."`
	Check  bool     `help:"Show the difference only; record nothing."`
	Person string   `help:"Your id in the book; without it the node itself enters what is recorded."`
}

// Run compares, shows, and records.
func (c *treatyImportCommand) Run(ctx context.Context, io streams) error {
	if !c.Carry && len(c.Files) == 0 {
		return errors.New("name a file, or --carry for what the programme's folder carries")
	}
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	in := n.intake(c.Person)
	if c.Carry && !c.Check {
		done, err := in.TakeProgramme(ctx, n.program.Files, n.program.Lists)
		if err != nil {
			return told(io.out, err)
		}
		fmt.Fprintf(io.out, "the programme: %s, %s, %s recorded\n", treaties(done.Instruments), howMany(done.Lists, "file"), howMany(done.Deposits, "deposit"))
	}
	for _, f := range c.Files {
		if err := c.file(ctx, io.out, in, n, f); err != nil {
			return told(io.out, err)
		}
	}
	return nil
}

// told prints the faults of what was given, line by line, and what the book
// refuses; any other error is passed on.
func told(w io.Writer, err error) error {
	var faults list.Faults
	var fault list.Fault
	var refused *book.Refusal
	if errors.As(err, &faults) || errors.As(err, &fault) || errors.As(err, &refused) && refused.Code != book.Unavailable {
		fmt.Fprintln(w, cleanLines(err.Error()))
		return errFaults
	}
	return err
}

func (c *treatyImportCommand) file(ctx context.Context, w io.Writer, in *treaty.Intake, n *node, path string) error {
	data, err := readUpTo(path, list.MaxBytes)
	if err != nil {
		return err
	}
	f := treaty.File{Name: filepath.Base(path), Data: data, Treaty: c.Treaty, Source: c.Source, Headings: c.Heading}
	if c.AsOf != "" {
		if f.AsOf, err = act.ParseDay(c.AsOf); err != nil {
			return err
		}
	}
	plan, err := in.PlanFile(ctx, &f, n.program.Lists)
	if err != nil {
		return err
	}
	if l := plan.List; l != nil {
		fmt.Fprintf(w, "%s: %s as of %s, %s, %s\n", f.Name, plan.Instrument.Code, l.AsOf, howMany(len(l.Rows), "participant"), howMany(len(plan.Changes), "difference"))
		if l.Unread > 0 {
			fmt.Fprintf(w, "%s: %d declarations carry no day and are not read; enter them with our template\n", f.Name, l.Unread)
		}
		if err := differences(w, plan.Changes); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(w, "%s: %s, %d of them on record already\n", f.Name, howMany(len(plan.Drafts)+plan.Standing, "line"), plan.Standing)
	}
	if c.Check || len(plan.Drafts) == 0 {
		return nil
	}
	r, err := in.Record(ctx, plan)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s: %s recorded\n", f.Name, howMany(len(r.Acts), "act"))
	return nil
}

// differences prints what a list changes.
func differences(w io.Writer, changes []treaty.Change) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := range changes {
		c := &changes[i]
		was, is := "", strings.TrimSpace(string(c.Action)+" "+string(c.Day))
		if c.Was != nil {
			was = string(c.Was.Action) + " " + string(c.Was.Day)
		}
		if c.Withdraws != nil {
			is = fmt.Sprintf("%s of the %s of %s", c.Action, c.Withdraws.Action, c.Withdraws.Day)
		}
		fmt.Fprintf(t, "  %s\t%s %s\t%s\t%s\n", c.Kind(), c.Party, clean(c.Name), was, is)
	}
	return t.Flush()
}

// readUpTo reads a file that has at most so many bytes and one more.
func readUpTo(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return io.ReadAll(io.LimitReader(f, most+1))
}

// treatyConvertCommand writes a list in the form of a programme's folder.
type treatyConvertCommand struct {
	programmeFlag
	listFlags
	File string `arg:"" help:"A depositary's list." type:"path"`
}

// Run prints the list with codes of parties.
func (c *treatyConvertCommand) Run(io streams) error {
	p, err := loadProgram(c.Programme)
	if err != nil {
		return err
	}
	data, err := readUpTo(c.File, list.MaxBytes)
	if err != nil {
		return err
	}
	l, err := c.read(c.File, data)
	if err != nil {
		return told(io.out, err)
	}
	err = l.WriteCompact(io.out, func(name string) (string, error) {
		p, err := p.Parties.ByName(name, l.AsOf)
		if err != nil {
			return "", err
		}
		return p.Code, nil
	})
	return told(io.err, err)
}

// treatyTemplateCommand prints the template.
type treatyTemplateCommand struct {
	Agreements bool `help:"The template for bilateral and regional treaties."`
}

// Run prints the remarks and the columns.
func (c treatyTemplateCommand) Run(io streams) error {
	columns := list.Columns
	if c.Agreements {
		columns = list.AgreementColumns
	}
	_, err := fmt.Fprintf(io.out, "# source: where it is from\n# as-of: %s\n%s\n", act.DayOf(time.Now()), strings.Join(columns, ","))
	return err
}
