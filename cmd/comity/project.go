package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/project"
	"comity/internal/store"
)

// projectCommand holds what can be done with programmes and projects.
type projectCommand struct {
	Import projectImportCommand `cmd:"" help:"Take in projects as another system lists them, each once."`
}

// projectImportCommand takes a list in.
type projectImportCommand struct {
	nodeFlags
	File    string `arg:"" help:"The list, JSON." type:"path"`
	Mapping string `help:"How the list is read: a name in the programme's folder imports, or a file that ends in .toml." default:"uninfo"`
	DryRun  bool   `help:"Say what would be recorded; record nothing."`
	Person  string `help:"Your id in the book; without it the node itself takes the list in." placeholder:"ID"`
	Party   string `help:"Code of the office in whose name." default:"UNODC"`
	JSON    bool   `name:"json" help:"Print one object."`
}

// Run says what the list comes to, and records what is new or changed.
func (c *projectImportCommand) Run(ctx context.Context, io streams) (err error) {
	data, err := readUpTo(c.File, project.MaxIntake)
	if err != nil {
		return err
	}
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	var m *project.Mapping
	if strings.HasSuffix(c.Mapping, ".toml") {
		raw, err := os.ReadFile(c.Mapping)
		if err != nil {
			return err
		}
		m, err = project.ReadMapping(raw)
		if err != nil {
			return err
		}
	} else if m, err = project.LoadMapping(n.program.Files, c.Mapping); err != nil {
		return err
	}
	in, err := project.ReadIntake(data, m, n.program.Parties)
	if err != nil {
		return err
	}
	if err := n.book.Read(ctx, 0, func(v store.View) error { return in.Compare(ctx, v) }); err != nil {
		return err
	}
	recorded, err := c.record(ctx, n, in)
	if err != nil {
		return told(io.out, err)
	}
	if err := c.print(io.out, m, in, recorded); err != nil {
		return err
	}
	if len(in.Unplaced) > 0 {
		return errFaults
	}
	return nil
}

func (c *projectImportCommand) record(ctx context.Context, n *node, in *project.Intake) (recorded int, err error) {
	if c.DryRun {
		return 0, nil
	}
	calls, err := in.Drafts(c.Party, act.DayOf(time.Now()))
	if err != nil {
		return 0, err
	}
	for _, acts := range calls {
		r, err := n.book.Record(ctx, book.Call{Person: c.Person, Acts: acts})
		if err != nil {
			return recorded, err
		}
		recorded += len(r.Acts)
	}
	return recorded, nil
}

func (c *projectImportCommand) print(w io.Writer, m *project.Mapping, in *project.Intake, recorded int) error {
	news := map[string]int{}
	for _, t := range in.Projects {
		news[t.News]++
	}
	if c.JSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"rows": in.Rows, "projects": len(in.Projects), "new": news["new"], "changed": news["changed"], "same": news[""], "recorded": recorded,
			"currency": m.Currency, "once": in.Once, "as_rows": in.AsRows, "unplaced": in.Unplaced, "unplaced_left": in.Left})
	}
	fmt.Fprintf(w, "%s: %s, %s: %d new, %d changed, %d as they are\n", m.Source, howMany(in.Rows, "row"), howMany(len(in.Projects), "project"), news["new"], news["changed"], news[""])
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "%s, in millions\trequired\tavailable\tspent\t\n", m.Currency)
	for _, s := range []struct {
		name string
		sum  project.Sum
	}{{"each project once", in.Once}, {"the rows as they stand", in.AsRows}} {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t\n", s.name, m.Millions(s.sum.Required), m.Millions(s.sum.Available), m.Millions(s.sum.Spent))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, u := range in.Unplaced {
		what := "its State is left out"
		if u.Whole {
			what = "not taken in"
		}
		fmt.Fprintf(w, "row %d, %s %s: %s: %s\n", u.Row, clean(u.ID), clean(u.Value), what, clean(u.Why))
	}
	if in.Left > 0 {
		fmt.Fprintf(w, "and %d further rows that could not be placed\n", in.Left)
	}
	if !c.DryRun {
		fmt.Fprintf(w, "%s recorded\n", howMany(recorded, "act"))
	}
	return nil
}
