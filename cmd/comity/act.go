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

	"comity/internal/act"
	"comity/internal/book"
)

// actCommand holds what can be done with acts.
type actCommand struct {
	New    actNewCommand    `cmd:"" help:"Enter an act from a file, TOML or JSON."`
	Show   actShowCommand   `cmd:"" help:"Print an act by its declaration."`
	Kinds  actKindsCommand  `cmd:"" help:"List the kinds of act that the program declares."`
	Schema actSchemaCommand `cmd:"" help:"Print the JSON schema of a kind's body."`
}

// programmeFlag names the programme where no node is opened.
type programmeFlag struct {
	Programme string `help:"Folder of the programme (default: the United Nations crime prevention and criminal justice programme)." env:"COMITY_PROGRAMME" placeholder:"FOLDER" type:"path"`
}

// shape finds a kind that the program declares.
func (p *program) shape(kind string) (*act.Shape, error) {
	for _, m := range p.Modules {
		for i := range m.Kinds {
			if m.Kinds[i].Name == kind {
				return &m.Kinds[i].Shape, nil
			}
		}
	}
	return nil, fmt.Errorf("the program declares no kind %q; comity act kinds lists those that there are", kind)
}

// actNewCommand enters an act.
type actNewCommand struct {
	nodeFlags
	Kind   string `arg:"" help:"The kind of act, such as hold.place."`
	File   string `required:"" help:"The act, TOML or JSON; - is standard input, JSON." type:"path"`
	Person string `help:"Your id in the book; without it the node itself enters the act."`
	Key    string `help:"Idempotency key: entering the same act under it again changes nothing."`
	Check  bool   `help:"Check the file only; enter nothing."`
}

// Run reads, checks and records the act; all faults of the file are told.
func (c *actNewCommand) Run(ctx context.Context, io streams) error {
	p, err := loadProgram(c.Programme)
	if err != nil {
		return err
	}
	s, err := p.shape(c.Kind)
	if err != nil {
		return err
	}
	var d *act.Draft
	in, err := c.read(io.in)
	if err == nil {
		d, err = s.ReadDraft(in, p.Lists)
	}
	if faults := act.AllFaults(err); faults != nil {
		for _, f := range faults {
			fmt.Fprintf(io.out, "%s: %s\n", c.File, f.Error())
		}
		return errFaults
	}
	if err != nil {
		return err
	}
	if c.Check {
		return nil
	}
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	r, err := n.book.Record(ctx, book.Call{Key: c.Key, Person: c.Person, Acts: []book.Draft{{Kind: c.Kind, Subject: d.Subject, Party: d.Party, Standing: d.Standing,
		Source: d.Source, Day: d.Day, Cites: d.Cites, Audience: d.Audience, Corrects: d.Corrects, Body: d.Body}}})
	var refused *book.Refusal
	if errors.As(err, &refused) && refused.Code != book.Unavailable {
		fmt.Fprintf(io.out, "%s: %v\n", c.File, err)
		return errFaults
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(io.out, r.Acts[0].ID)
	return nil
}

// read reads the file, no further than an act may be long. Its faults are
// act.Faults.
func (c *actNewCommand) read(std io.Reader) ([]byte, error) {
	in := std
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return nil, fmt.Errorf("read the act: %w", err)
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, act.MaxInput+1))
	if err != nil {
		return nil, fmt.Errorf("read the act: %w", err)
	}
	if strings.EqualFold(filepath.Ext(c.File), ".toml") {
		return act.FromTOML(b)
	}
	return b, nil
}

// actShowCommand prints an act.
type actShowCommand struct {
	nodeFlags
	ID string `arg:"" help:"The act's id."`
}

// Run prints the act's trail.
func (c *actShowCommand) Run(ctx context.Context, io streams) error {
	n, err := c.open(ctx, actsAlone)
	if err != nil {
		return err
	}
	defer n.close()
	a, err := n.book.ByID(ctx, c.ID, 0)
	if err != nil {
		return err
	}
	if a == nil {
		return fmt.Errorf("the book holds no act %s", c.ID)
	}
	return n.book.Kind(a.Kind).Print(io.out, a)
}

// actKindsCommand lists the kinds.
type actKindsCommand struct{ programmeFlag }

// Run prints name, version, what it is about, and title.
func (c *actKindsCommand) Run(io streams) error {
	p, err := loadProgram(c.Programme)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	for _, m := range p.Modules {
		for _, k := range m.Kinds {
			by := ""
			if k.Command != "" {
				by = " (recorded by " + k.Command + ")"
			}
			fmt.Fprintf(w, "%s\t%d\t%s\t%s%s\n", k.Name, k.Version, strings.Join(k.Subjects, ", "), k.Title, by)
		}
	}
	return w.Flush()
}

// actSchemaCommand prints a schema.
type actSchemaCommand struct {
	programmeFlag
	Kind string `arg:"" help:"The kind of act."`
}

// Run prints the JSON schema of the kind's body.
func (c *actSchemaCommand) Run(io streams) error {
	p, err := loadProgram(c.Programme)
	if err != nil {
		return err
	}
	s, err := p.shape(c.Kind)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(io.out, "%s\n", s.Schema())
	return err
}
