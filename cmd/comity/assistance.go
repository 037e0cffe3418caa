package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"comity/internal/access"
	"comity/internal/act"
	"comity/internal/assistance"
	"comity/internal/book"
	"comity/internal/module"
	"comity/internal/sheetform"
	"comity/internal/store"
)

// assistanceCommand holds what can be done with requests for assistance.
type assistanceCommand struct {
	Form   assistanceFormCommand   `cmd:"" help:"Write the blank form of requests, XLSX."`
	Check  assistanceCheckCommand  `cmd:"" help:"Say what a form that came back holds, and all that is wrong with it; record nothing."`
	Import assistanceImportCommand `cmd:"" help:"Take in the requests of a form that came back: all that are new, or none."`
	Queue  assistanceQueueCommand  `cmd:"" help:"List the requests that a person reads."`
}

// intake is the room as these commands use it.
func (n *node) assistanceIntake() *assistance.Intake {
	return assistance.NewIntake(n.program.Assistance, &module.Node{Book: n.book, Parties: n.program.Parties, Lists: n.program.Lists, Policies: n.program.Policies, Programme: n.program.Programme})
}

// assistanceFormCommand writes the form.
type assistanceFormCommand struct {
	nodeFlags
	File string `arg:"" help:"Where it is written; it must not be there yet." type:"path"`
	In   string `help:"Language of the form." enum:"ar,en,es,fr,ru,zh" default:"en"`
}

// Run writes it.
func (c *assistanceFormCommand) Run(ctx context.Context, _ streams) (err error) {
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(n.assistanceIntake().Blank(f, c.In, act.DayOf(time.Now())), f.Close())
}

// assistanceFile says of a form what it does not say itself.
type assistanceFile struct {
	nodeFlags
	File      string  `arg:"" help:"The form, XLSX." type:"path"`
	State     string  `help:"Code of the State that asks." required:"" placeholder:"CODE"`
	Channel   string  `help:"Channel of the letter with which the form came, a code of the list; without a letter the form is the State's own."`
	Reference string  `help:"The letter's reference."`
	Received  act.Day `help:"Day on which it came." placeholder:"DAY"`
	JSON      bool    `name:"json" help:"Print one object."`
}

// read reads the form; the error is errFaults where anything is wrong with it.
func (c *assistanceFile) read(ctx context.Context, io streams, n *node) (*assistance.Taking, error) {
	data, err := readUpTo(c.File, sheetform.MaxBytes)
	if err != nil {
		return nil, err
	}
	var source *act.Source
	if c.Channel != "" {
		if _, err := act.ParseDay(string(c.Received)); err != nil || c.Reference == "" {
			return nil, errors.New("a letter has a reference and a day: give --reference and --received, as 2041-05-01")
		}
		source = &act.Source{Channel: c.Channel, Reference: c.Reference, Received: c.Received}
	}
	in := n.assistanceIntake()
	t, err := in.Read(ctx, data, c.State, "en", source, act.DayOf(time.Now()))
	if err != nil {
		return nil, err
	}
	if t.Faults.N == 0 {
		return t, nil
	}
	var said []string
	for i := range t.Faults.List {
		said = append(said, in.Say("en", &t.Faults.List[i]))
	}
	if c.JSON {
		e := json.NewEncoder(io.out)
		e.SetIndent("", "  ")
		err = e.Encode(map[string]any{"rows": t.Rows, "faults": t.Faults.N, "said": said})
		return nil, errors.Join(errFaults, err)
	}
	for _, s := range said {
		fmt.Fprintln(io.out, cleanLines(s))
	}
	if more := t.Faults.N - len(said); more > 0 {
		fmt.Fprintf(io.out, "and %d further faults\n", more)
	}
	return nil, errFaults
}

func (c *assistanceFile) print(io streams, t *assistance.Taking, recorded int) error {
	if c.JSON {
		e := json.NewEncoder(io.out)
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"rows": t.Rows, "known": t.Known, "new": len(t.Drafts), "recorded": recorded})
	}
	_, err := fmt.Fprintf(io.out, "%s: %d new, %d in the book as they are; %s recorded\n", howMany(t.Rows, "request"), len(t.Drafts), t.Known, howMany(recorded, "act"))
	return err
}

// assistanceCheckCommand checks a form.
type assistanceCheckCommand struct{ assistanceFile }

// Run says what it holds.
func (c *assistanceCheckCommand) Run(ctx context.Context, io streams) (err error) {
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	t, err := c.read(ctx, io, n)
	if err != nil {
		return err
	}
	return c.print(io, t, 0)
}

// assistanceImportCommand takes a form in.
type assistanceImportCommand struct {
	assistanceFile
	Person string `help:"Your id in the book: you are accredited by the State, or enter its letter as an officer." required:"" placeholder:"ID"`
}

// Run records what is new.
func (c *assistanceImportCommand) Run(ctx context.Context, io streams) (err error) {
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	t, err := c.read(ctx, io, n)
	if err != nil {
		return err
	}
	recorded := 0
	if len(t.Drafts) > 0 {
		r, err := n.book.Record(ctx, book.Call{Person: c.Person, Acts: t.Drafts})
		if err != nil {
			return told(io.out, err)
		}
		recorded = len(r.Acts)
	}
	return c.print(io, t, recorded)
}

// assistanceQueueCommand lists requests.
type assistanceQueueCommand struct {
	nodeFlags
	Person string `help:"The person's id in the book; what they read is listed." required:"" placeholder:"ID"`
	State  string `help:"Only those of the State of this code." placeholder:"CODE"`
	Status string `help:"Only those that stand so: submitted, checked, replied …"`
	Topic  string `help:"Only those of a topic of this code." placeholder:"CODE"`
	Late   bool   `help:"Only those in which what the Office does is late."`
	Most   int    `help:"So many at most, the newest." default:"100"`
	JSON   bool   `name:"json" help:"Print one object a line."`
}

// queueRow is a request as the list has it.
type queueRow struct {
	ID       string  `json:"id"`
	State    string  `json:"state"`
	Topic    string  `json:"topic"`
	Status   string  `json:"status"`
	Received act.Day `json:"received"`
	Due      act.Day `json:"due,omitempty"`
	Title    string  `json:"title"`
}

// Run lists them.
func (c *assistanceQueueCommand) Run(ctx context.Context, io streams) (err error) {
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	in, today := n.assistanceIntake(), act.DayOf(time.Now())
	f := assistance.Filter{Party: c.State, Status: assistance.Status(c.Status)}
	if c.Topic != "" {
		f.Tags = []string{"topic:" + c.Topic}
	}
	var list []*assistance.Request
	err = n.book.Read(ctx, 0, func(r store.View) error {
		who, err := access.LoadWho(ctx, r, c.Person)
		if err != nil {
			return err
		}
		s := assistance.NewScope(n.program.Policies.Reads(who, today))
		if c.Late {
			list, err = in.Late(ctx, r, s, today, c.Most)
			return err
		}
		list, _, err = assistance.Queue(ctx, r, s, f, 0, c.Most)
		return err
	})
	if err != nil {
		return err
	}
	return c.print(io, in, list)
}

func (c *assistanceQueueCommand) print(io streams, in *assistance.Intake, list []*assistance.Request) error {
	t := tabwriter.NewWriter(io.out, 0, 0, 2, ' ', 0)
	e := json.NewEncoder(io.out)
	for _, q := range list {
		row := queueRow{q.ID, q.Party, q.Topic, string(q.Status), q.Received, in.Due(q), q.Title}
		if c.JSON {
			if err := e.Encode(row); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row.ID, row.State, row.Topic, row.Status, row.Received, row.Due, clean(row.Title))
	}
	return t.Flush()
}
