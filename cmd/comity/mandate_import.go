package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"comity/internal/act"
	"comity/internal/mandate"
	"comity/internal/resolution"
	"comity/internal/resolution/reading"
)

// mandateImportCommand takes texts into the register.
type mandateImportCommand struct {
	nodeFlags
	Files   []string `arg:"" help:"Files (text, Akoma Ntoso XML, DOCX, HTML, PDF), folders or ZIP archives; - for standard input."`
	DryRun  bool     `help:"Say what would be recorded, and how texts differ from those that the register has; record nothing."`
	Symbol  string   `help:"Symbol of the document, where its text does not say it." placeholder:"A/RES/…"`
	Replace string   `help:"Why the text may take the place of another that the register has of the same symbol." placeholder:"REASON"`
	Person  string   `help:"Your id in the book; without it the node itself takes the texts in." placeholder:"ID"`
	Party   string   `help:"Code of the office in whose name (default: node, or UNODC with --person)." placeholder:"CODE"`
	JSON    bool     `name:"json" help:"Print one object a document."`
}

// Run imports the files one by one; what can't be taken in is named at the end.
func (c *mandateImportCommand) Run(ctx context.Context, io streams) (err error) {
	roomyHeap()
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	im, done := c.importer(n)
	defer done()
	t := &importTally{began: time.Now(), out: io.out, json: c.JSON, dry: c.DryRun}
	bar := newProgress(io.err)
	// What was read is kept until its turn comes, with its bytes.
	var held sync.Map
	reader := im.Reader.(*reading.Reader)
	opts := reading.Options{Stdin: io.in, Found: bar.found, Read: func(ctx context.Context, name string, data []byte) ([]resolution.Document, error) {
		docs, err := reader.Read(ctx, name, data)
		if err == nil {
			held.Store(name, slices.Clone(data))
		}
		return docs, err
	}}
	err = reader.Files(ctx, c.Files, opts, func(r reading.Result) error {
		bar.step()
		t.files++
		if r.Err == nil {
			data, _ := held.LoadAndDelete(r.Name)
			return c.take(ctx, im, r, data.([]byte), t)
		}
		t.failed = append(t.failed, r.Err) // the others go on
		return nil
	})
	bar.finish()
	if err == nil && !c.DryRun {
		err = c.renew(ctx, im, t)
	}
	if errors.Is(err, context.Canceled) {
		err = fmt.Errorf("interrupted; %d texts were taken in, each whole, and the rest was not; running it again goes on", t.count[mandate.Fresh]+t.count[mandate.Reread])
	}
	if err == nil && t.files == 0 {
		err = fmt.Errorf("no documents were found in %s", strings.Join(c.Files, ", "))
	}
	switch {
	case err != nil:
		return err
	case t.documents == 0 && t.files == 1:
		return t.failed[0]
	}
	t.print(io.err)
	switch {
	case t.documents == 0:
		return errors.New("none of the documents could be read")
	case len(t.failed) > 0:
		return errFaults
	}
	return nil
}

func (c *mandateImportCommand) importer(n *node) (*mandate.Importer, func()) {
	party := c.Party
	switch {
	case party != "":
	case c.Person != "":
		party = "UNODC"
	default:
		party = "node"
	}
	r := reading.New(n.program.Programme)
	im := &mandate.Importer{Book: n.book, Reader: r, Programme: n.program.Programme, Parties: n.program.Parties, Lists: n.program.Lists,
		Version: programVersion(), Party: party, Today: act.DayOf(time.Now())}
	if n.blobs != nil {
		im.Blobs = n.blobs
	}
	return im, func() { _ = r.Close() }
}

// programVersion names the program in acts: by its version, or by the revision that
// it was built from.
func programVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "comity"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return "comity " + v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "comity " + s.Value[:12]
		}
	}
	return "comity"
}

// take plans one file's documents, and records them.
func (c *mandateImportCommand) take(ctx context.Context, im *mandate.Importer, r reading.Result, data []byte, t *importTally) error {
	plans, err := im.Plans(ctx, r.Name, data, r.Documents, mandate.ImportOptions{Symbol: c.Symbol, Reason: c.Replace})
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		t.failed = append(t.failed, err)
		return nil
	}
	for _, p := range plans {
		if p.Why == nil && p.Records() && !c.DryRun {
			if _, err := im.Record(ctx, c.Person, "", p); err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				p.Outcome, p.Why = mandate.Refused, err
			}
		}
		if err := t.plan(p); err != nil {
			return err
		}
	}
	return nil
}

// renew compares what was taken in with the resolutions next before and after.
func (c *mandateImportCommand) renew(ctx context.Context, im *mandate.Importer, t *importTally) error {
	seen := map[mandate.Pair]bool{}
	for _, symbol := range t.symbols {
		pairs, err := im.Renewals(ctx, symbol)
		if err != nil {
			return err
		}
		for _, p := range pairs {
			if seen[p] {
				continue
			}
			seen[p] = true
			n, err := im.Renew(ctx, c.Person, p)
			if err != nil {
				return fmt.Errorf("compare %s with %s: %w", p.Later, p.Earlier, err)
			}
			if t.renewed += n; n > 0 {
				t.pairs++
			}
		}
	}
	return nil
}

// importTally counts what a batch came to.
type importTally struct {
	files     int
	acts      int
	documents int
	count     map[mandate.Outcome]int
	symbols   []string // what was taken in or read anew
	pairs     int
	renewed   int
	failed    []error
	began     time.Time
	out       io.Writer
	json, dry bool
}

// plan prints what one document came to.
func (t *importTally) plan(p *mandate.Plan) error {
	if t.count == nil {
		t.count = map[mandate.Outcome]int{}
	}
	t.documents++
	t.count[p.Outcome]++
	if p.Why != nil {
		t.failed = append(t.failed, fmt.Errorf("%s: %w", p.Name, p.Why))
	} else if p.Records() {
		t.acts += p.Acts
		t.symbols = append(t.symbols, p.Symbol)
	}
	if t.json {
		return json.NewEncoder(t.out).Encode(planJSON(p))
	}
	if p.Outcome == mandate.Same && !t.dry {
		return nil
	}
	if _, err := fmt.Fprintf(t.out, "%-8s %s [%s] %s\n", p.Outcome, clean(orElse(p.Symbol, p.Name)), p.Language, clean(p.Title)); err != nil {
		return err
	}
	for i, ch := range p.Changes {
		if i == mostShown {
			_, err := fmt.Fprintf(t.out, "         … %d further differences\n", len(p.Changes)-i)
			return err
		}
		if _, err := fmt.Fprintf(t.out, "         %s\n", clean(changeLine(ch))); err != nil {
			return err
		}
	}
	return nil
}

// mostShown is how many differences of a document are printed.
const mostShown = 40

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func changeLine(ch mandate.TextChange) string {
	at := orElse(ch.Place, ch.Field)
	switch {
	case ch.Field == "reading":
		return orElse(ch.Place, "head") + ": read otherwise"
	case ch.Old == "":
		return at + ": new: " + shortened(ch.New)
	case ch.New == "":
		return at + ": no more: " + shortened(ch.Old)
	}
	var b strings.Builder
	b.WriteString(at + ":")
	for _, p := range ch.Diff {
		switch p.Op {
		case "-":
			b.WriteString(" [-" + strings.TrimSpace(p.Text) + "-]")
		case "+":
			b.WriteString(" {+" + strings.TrimSpace(p.Text) + "+}")
		default:
			b.WriteString(" …")
		}
	}
	return b.String()
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 100 {
		return string(r[:100]) + "…"
	}
	return s
}

func planJSON(p *mandate.Plan) map[string]any {
	changes := make([]map[string]string, len(p.Changes))
	for i, ch := range p.Changes {
		changes[i] = map[string]string{"place": ch.Place, "field": ch.Field, "old": ch.Old, "new": ch.New}
	}
	o := map[string]any{"file": p.Name, "symbol": p.Symbol, "language": p.Language, "title": p.Title, "outcome": p.Outcome, "acts": p.Acts, "changes": changes}
	if p.Why != nil {
		o["why"] = p.Why.Error()
	}
	return o
}

// print writes the summary of a batch.
func (t *importTally) print(w io.Writer) {
	p := message.NewPrinter(language.BritishEnglish)
	verb := "recorded"
	if t.dry {
		verb = "would be recorded"
	}
	p.Fprintf(w, "%s, %s in %.1f s: %d new, %d read anew, %d as they were, %d replacing or differing, %d refused; %s %s.\n",
		howMany(t.files, "file"), howMany(t.documents, "text"), time.Since(t.began).Seconds(), t.count[mandate.Fresh], t.count[mandate.Reread], t.count[mandate.Same], t.count[mandate.Differs], t.count[mandate.Refused], howMany(t.acts, "act"), verb)
	if t.renewed > 0 {
		p.Fprintf(w, "%d paragraphs were found to carry on earlier ones, in %d resolutions; they are proposals until a person confirms them.\n", t.renewed, t.pairs)
	}
	if len(t.failed) > 0 {
		p.Fprintf(w, "%d could not be taken in:\n", len(t.failed))
		for _, err := range t.failed {
			fmt.Fprintf(w, "  %s\n", clean(err.Error()))
		}
	}
}
