package main

import (
	"context"
	"fmt"
	"time"

	"comity/internal/act"
	"comity/internal/blob"
	"comity/internal/book"
	"comity/internal/mandate"
	"comity/internal/resolution/reading"
)

// demonstrate records what the invented people did with the invented resolution:
// they took its text in, assigned clauses, set statuses with evidence, and
// proposed a change that another approved.
func demonstrate(ctx context.Context, n *node, blobs *blob.Store, people map[string]string) error {
	if _, err := n.outline(ctx); err != nil {
		return err
	}
	r := reading.New(n.program.Programme)
	defer func() { _ = r.Close() }() // nothing but text was read
	today := act.DayOf(time.Now())
	im := &mandate.Importer{Book: n.book, Reader: r, Programme: n.program.Programme, Parties: n.program.Parties, Lists: n.program.Lists,
		Version: programVersion(), Party: "UNODC", Today: today, Blobs: blobs}
	plans, err := im.Import(ctx, "example.txt", example, mandate.ImportOptions{})
	if err != nil {
		return err
	}
	for _, p := range plans {
		if _, err := im.Record(ctx, people["officer"], "", p); err != nil {
			return fmt.Errorf("take the invented resolution in: %w", err)
		}
	}
	if err := demonstrateClauses(ctx, n.book, people, today); err != nil {
		return err
	}
	return demonstrateCalls(ctx, n, people, demoStates)
}

// deed is one act of the story.
type deed struct {
	who, kind string
	place     string
	clause    int
	audience  string
	body      string
}

// story is what became of the invented resolution's clauses.
var story = []deed{
	{"officer", "assigned", "4(a)", 1, act.Public, `{"office":"UNODC","unit":"Lighthouse Desk (invented)"}`},
	{"officer", "status", "4(a)", 1, act.Public, `{"of":"UNODC","status":"in-progress","means":["voluntary"],"note":{"language":"en","text":"Two registers are being drawn up with their keepers; a third was asked for. (invented)"}}`},
	{"officer", "assigned", "4(b)", 1, act.Public, `{"office":"UNODC","unit":"Training Section (invented)"}`},
	{"officer", "status", "4(b)", 1, act.Public, `{"of":"UNODC","status":"completed","means":["voluntary","within-existing-resources"],"evidence":[{"kind":"report","document":"A/96/41"}],"note":{"language":"en","text":"Three courses were held, with 64 investigators and prosecutors. (invented)"}}`},
	{"officer", "status", "4(c)", 1, act.Public, `{"of":"UNODC","status":"in-progress","means":["within-existing-resources"],"note":{"language":"en","text":"A draft of the guide is with its readers. (invented)"}}`},
	{"officer", "status", "5", 1, act.Public, `{"of":"UNODC","status":"not-implemented","means":["voluntary"],"note":{"language":"en","text":"No contribution came for the meeting. (invented)"}}`},
	{"officer", "proposed", "5", 1, "secretariat", `{"proposal":"update","words":{"language":"en","text":"to convene, within existing resources, a meeting of experts"},"reason":{"language":"en","text":"No donor came forward in two years. (invented)"}}`},
	{"officer", "status", "11", 1, act.Public, `{"of":"secretary-general","status":"no-indication","note":{"language":"en","text":"The report is due at the ninety-seventh session. (invented)"}}`},
}

func demonstrateClauses(ctx context.Context, b *book.Book, people map[string]string, today act.Day) error {
	const symbol = "A/RES/95/12"
	var proposal string
	for _, d := range story {
		ref := mandate.Ref{Symbol: symbol, Place: d.place, Clause: d.clause}
		cite, ok := ref.Cite()
		if !ok {
			return fmt.Errorf("the story names the place %s, which can't be cited", d.place)
		}
		receipt, err := b.Record(ctx, book.Call{Person: people[d.who], Acts: []book.Draft{{Kind: "mandate." + d.kind, Subject: ref.Subject(), Party: "UNODC",
			Standing: act.Own, Day: today, Cites: []act.Cite{cite}, Audience: d.audience, Body: []byte(d.body)}}})
		if err != nil {
			return fmt.Errorf("record %s of %s: %w", d.kind, ref, err)
		}
		if d.kind == "proposed" {
			proposal = receipt.Acts[0].ID
		}
	}
	ref := mandate.Ref{Symbol: symbol, Place: "5", Clause: 1}
	_, err := b.Record(ctx, book.Call{Person: people["reviewer"], Acts: []book.Draft{{Kind: "mandate.approved", Subject: ref.Subject(), Party: "UNODC",
		Standing: act.Own, Day: today, Audience: "secretariat", Body: fmt.Appendf(nil, `{"proposal":%q,"approved":true,"reason":{"language":"en","text":"To be put to the Commission. (invented)"}}`, proposal)}}})
	if err != nil {
		return fmt.Errorf("approve the proposal: %w", err)
	}
	return nil
}
