package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"comity/internal/act"
	"comity/internal/book"
	"comity/internal/mandate"
	"comity/internal/resolution/reading"
)

// benchFillCommand makes a new node and fills its book with invented acts. It
// asks no policy, so it never writes to a node that is there already.
type benchFillCommand struct {
	nodeFlags
	Acts      int    `help:"Acts to record, those of documents among them." default:"1000000"`
	Documents int    `help:"Invented resolutions to take in first, with their paragraphs." default:"2000"`
	Name      string `help:"The node's name." default:"bench.example"`
}

// Run makes the node and fills it, in calls as large as the book takes.
func (c *benchFillCommand) Run(ctx context.Context, s streams) error {
	if err := (&bookNewCommand{nodeFlags: c.nodeFlags, Name: c.Name}).Run(ctx, streams{s.in, io.Discard, s.err}); err != nil {
		return err
	}
	n, err := c.open(ctx, func(o *book.Options) { o.Authorise = nil })
	if err != nil {
		return err
	}
	defer n.close()
	began := time.Now()
	if err := inventedDocuments(ctx, n, c.Documents); err != nil {
		return err
	}
	c.Acts = max(c.Acts-int(n.book.Size()), 0)
	holds := &inventedHolds{draw: rand.New(rand.NewPCG(1, 2)), documents: c.Documents}
	progress := newProgress(s.err)
	progress.found(max((c.Acts+book.MostActs-1)/book.MostActs, manyFiles))
	defer progress.finish()
	for left := c.Acts; left > 0; {
		call := book.Call{Acts: make([]book.Draft, min(left, book.MostActs))}
		for i := range call.Acts {
			call.Acts[i] = holds.next()
		}
		if _, err := n.book.Record(ctx, call); err != nil {
			return fmt.Errorf("fill the book of %s: %w", c.Name, err)
		}
		left -= len(call.Acts)
		progress.step()
	}
	_, err = fmt.Fprintf(s.out, "%s holds %d acts, recorded at %.0f/s\n", n.store.Describe(), n.book.Size(), float64(n.book.Size())/time.Since(began).Seconds())
	return err
}

// inventedHolds draws legal holds and their ends: public acts that any node
// knows. Four of ten acts end a hold that was placed before.
type inventedHolds struct {
	draw   *rand.Rand
	placed int
	open   []int
	// documents are those that may be cited, beside 69/197.
	documents int
}

// inventedSymbol is the symbol of an invented resolution, of a session that is
// yet to come.
func inventedSymbol(i int) string { return fmt.Sprintf("A/RES/%d/%d", 101+i/300, 1+i%300) }

// inventedDocuments takes the invented resolution of the demonstration in under
// many symbols. It is read once; what differs is put into its text.
func inventedDocuments(ctx context.Context, n *node, count int) error {
	r := reading.New(n.program.Programme)
	defer func() { _ = r.Close() }() // nothing but text was read
	im := &mandate.Importer{Book: n.book, Reader: r, Programme: n.program.Programme, Parties: n.program.Parties, Lists: n.program.Lists,
		Version: programVersion(), Party: "UNODC", Today: act.DayOf(time.Now())}
	for i := range count {
		text := strings.ReplaceAll(string(example), "A/RES/95/12", inventedSymbol(i))
		text = strings.ReplaceAll(text, "Sunless Sea", fmt.Sprintf("Sunless Sea, part %d,", i+1))
		plans, err := im.Import(ctx, "invented.txt", []byte(text), mandate.ImportOptions{Symbol: inventedSymbol(i)})
		if err != nil {
			return fmt.Errorf("read an invented resolution: %w", err)
		}
		for _, p := range plans {
			if _, err := im.Record(ctx, "", "", p); err != nil {
				return fmt.Errorf("take in the invented %s: %w", p.Symbol, err)
			}
		}
	}
	return nil
}

func (h *inventedHolds) next() book.Draft {
	d := book.Draft{Kind: "hold.place", Party: "UNODC", Standing: act.Own, Audience: act.Public,
		Day: act.Day(fmt.Sprintf("%d-%02d-%02d", 2015+h.draw.IntN(10), 1+h.draw.IntN(12), 1+h.draw.IntN(28)))}
	if len(h.open) > 100 && h.draw.IntN(10) < 4 {
		i := h.draw.IntN(len(h.open))
		d.Kind, d.Subject = "hold.lift", holdSubject(h.open[i])
		d.Body = []byte(`{"reason":"The proceedings ended, and nobody asked for the file again."}`)
		h.open[i] = h.open[len(h.open)-1]
		h.open = h.open[:len(h.open)-1]
		return d
	}
	h.placed++
	h.open = append(h.open, h.placed)
	d.Subject = holdSubject(h.placed)
	d.Cites = []act.Cite{act.Cite(fmt.Sprintf("A/RES/69/197#%d", 1+h.draw.IntN(50)))}
	if h.documents > 0 && h.draw.IntN(2) == 0 {
		d.Cites[0] = act.Cite(fmt.Sprintf("%s#%d", inventedSymbol(h.draw.IntN(h.documents)), 1+h.draw.IntN(5)))
	}
	d.Body = fmt.Appendf(nil, `{"about":"assistance/invented-%d","reason":"A court asked that the file be kept until its proceedings end: matter %d."}`, h.placed, h.draw.IntN(1_000_000))
	return d
}

func holdSubject(n int) act.Subject { return act.Subject(fmt.Sprintf("hold/invented-%d", n)) }
