package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/custody"
)

// eraseCommand holds the two halves of an erasure.
type eraseCommand struct {
	Propose eraseProposeCommand `cmd:"" help:"Propose an erasure; prints its name, which another person confirms."`
	Confirm eraseConfirmCommand `cmd:"" help:"Confirm and carry out an erasure that another person proposed."`
}

// eraseProposeCommand proposes an erasure.
type eraseProposeCommand struct {
	nodeFlags
	About    string `arg:"" help:"The subject, such as request/2026-12."`
	Audience string `arg:"" help:"The audience whose bodies are to be erased."`
	Rule     string `required:"" help:"Code of the retention rule that has expired."`
	Person   string `required:"" help:"Your id in the book."`
	Party    string `required:"" help:"Code of the party on whose behalf you act."`
}

// Run records the proposal.
func (c *eraseProposeCommand) Run(ctx context.Context, io streams) error {
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	name, err := act.NewPersonID()
	if err != nil {
		return err
	}
	raw, err := json.Marshal(map[string]string{"about": c.About, "audience": c.Audience, "rule": c.Rule})
	if err != nil {
		return err
	}
	subject := act.Subject("erasure/" + name)
	_, err = n.book.Record(ctx, book.Call{Person: c.Person, Acts: []book.Draft{{Kind: "erasure.propose", Subject: subject, Party: c.Party,
		Standing: act.Own, Day: act.DayOf(time.Now()), Audience: act.Public, Body: raw}}})
	if err != nil {
		return err
	}
	fmt.Fprintln(io.out, subject)
	return nil
}

// eraseConfirmCommand carries an erasure out.
type eraseConfirmCommand struct {
	nodeFlags
	Erasure string `arg:"" help:"The proposal's name, erasure/…"`
	Person  string `required:"" help:"Your id in the book: not that of who proposed it."`
	Party   string `required:"" help:"Code of the party on whose behalf you act."`
}

// Run erases.
func (c *eraseConfirmCommand) Run(ctx context.Context, io streams) error {
	n, err := c.openServing(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	if n.keys == nil {
		return errors.New("erase: the node has no keys, so nothing that could be erased")
	}
	r, err := custody.Erase(ctx, n.book, n.keys, custody.Erasure{Proposal: act.Subject(c.Erasure), Person: c.Person, Party: c.Party, Day: act.DayOf(time.Now())})
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "%s\n", r.Acts[0].ID)
	fmt.Fprintln(io.err, "The keys are destroyed. Copies at peers and downloads are beyond reach.")
	return nil
}
