package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	"comity/internal/book"
)

// bookVerifyCommand looks for faults in a book.
type bookVerifyCommand struct {
	nodeFlags
	Only []string `help:"Checks to make: store, bytes, hashes, head, witness, columns, tables; without it all." enum:"store,bytes,hashes,head,witness,columns,tables" placeholder:"CHECK"`
	JSON bool     `help:"Print the faults as JSON, one a line."`
}

// Run prints each fault with the act's index, and ends with exit code 1 when
// there is one.
func (c *bookVerifyCommand) Run(ctx context.Context, io streams) error {
	n, err := c.open(ctx, func(o *book.Options) { o.Untrusted, o.Outdated = true, true })
	if err != nil {
		return err
	}
	defer n.close()
	checks := book.Checks()
	if len(c.Only) > 0 {
		checks = nil
		for _, s := range c.Only {
			checks = append(checks, book.Check(s))
		}
	}
	bars := newBars(io.err)
	v, err := n.book.Verify(ctx, checks, func(f book.Finding) {
		bars.clear()
		if c.JSON {
			_ = json.NewEncoder(io.out).Encode(f)
		} else {
			fmt.Fprintln(io.out, f)
		}
	}, func(check book.Check, done, total int64) { bars.show(string(check), done, total) })
	bars.clear()
	if err != nil {
		return err
	}
	if !c.JSON {
		var took []string
		for _, check := range checks {
			took = append(took, fmt.Sprintf("%s %v", check, v.Took[check].Round(time.Millisecond)))
		}
		fmt.Fprintf(io.out, "%d acts, %d faults (%s)\n", v.Acts, v.Found, strings.Join(took, ", "))
	}
	if v.Found > 0 {
		return errFaults
	}
	return nil
}

// bars show on a terminal how far each of several tasks is.
type bars struct {
	w    io.Writer
	on   bool
	task string
	bar  *progressbar.ProgressBar
}

func newBars(w io.Writer) *bars {
	_, on := terminal(w)
	return &bars{w: w, on: on}
}

func (b *bars) show(task string, done, total int64) {
	if !b.on {
		return
	}
	if b.task != task {
		b.clear()
		b.task = task
		b.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(b.w), progressbar.OptionSetDescription(task),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	}
	_ = b.bar.Set64(done)
}

func (b *bars) clear() {
	if b.bar != nil {
		_ = b.bar.Clear()
	}
}
