package main

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"

	"comity/internal/backup"
	"comity/internal/book"
)

// bookExportCommand writes the book, or one party's acts, as lines of JSON.
type bookExportCommand struct {
	nodeFlags
	Party  string `help:"Code of the party whose acts to write, each with its proof; without it the whole book."`
	Output string `help:"File to write; without it standard output." short:"o" type:"path"`
}

// Run writes the export.
func (c *bookExportCommand) Run(ctx context.Context, io streams) error {
	n, err := c.open(ctx, actsAlone)
	if err != nil {
		return err
	}
	defer n.close()
	out, err := openOutput(c.Output, io.out, false)
	if err != nil {
		return err
	}
	defer out.discard()
	out.own = true
	var acts int64
	if c.Party == "" {
		acts, err = backup.Export(ctx, out, n.book)
	} else {
		acts, err = backup.ExportParty(ctx, out, n.book, c.Party)
	}
	if err != nil {
		return err
	}
	if err := out.keep(); err != nil {
		return err
	}
	fmt.Fprintf(io.err, "Exported %d acts.\n", acts)
	return nil
}

// bookImportCommand fills an empty store from a whole export.
type bookImportCommand struct {
	nodeFlags
	Input string `arg:"" help:"The export." type:"existingfile"`
}

// Run imports and verifies.
func (c *bookImportCommand) Run(ctx context.Context, io streams) (err error) {
	in, err := os.Open(c.Input)
	if err != nil {
		return err
	}
	defer in.Close()
	var t backup.Target
	n := &node{}
	var undo func(error) error
	defer func() { err = filled(n, undo, err) }()
	if err := c.openSecrets(ctx, n, &t.Options); err != nil {
		return err
	}
	t.Keys, t.Modules = n.keys, n.program.Modules
	if n.store, undo, err = c.newStore(ctx); err != nil {
		return err
	}
	t.Store = n.store
	s, err := backup.Import(ctx, in, t, func(f book.Finding) { fmt.Fprintln(io.out, f) }, nil)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.err, "Imported %d acts, verified.\n", s.Acts)
	return nil
}

// bookCheckExportCommand checks a party's export offline.
type bookCheckExportCommand struct {
	Export string `arg:"" help:"File of the export." type:"existingfile"`
	Key    string `help:"The node's verifier key, as the node publishes it." required:"" placeholder:"KEY"`
}

// Run names each line that does not hold.
func (c *bookCheckExportCommand) Run(io streams) error {
	verifier, err := note.NewVerifier(c.Key)
	if err != nil {
		return fmt.Errorf("%.40q is no verifier key: %w", c.Key, err)
	}
	in, err := os.Open(c.Export)
	if err != nil {
		return err
	}
	defer in.Close()
	faults := 0
	p, err := backup.CheckExport(in, verifier, func(line int, fault error) {
		faults++
		fmt.Fprintf(io.out, "%s, line %d does not hold: %s\n", c.Export, line, cleanLines(fault.Error()))
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%d acts of %s are in the book", p.Proved, clean(p.Party))
	if p.Erased > 0 {
		fmt.Fprintf(io.out, "; the headers of %d more are said to be left of erased ones, which can't be proved", p.Erased)
	}
	fmt.Fprintln(io.out)
	if faults > 0 {
		return errFaults
	}
	return nil
}
