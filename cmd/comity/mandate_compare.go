package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"comity/internal/resolution"
	"comity/internal/resolution/reading"
	"comity/internal/resolution/renewal"
)

type mandateCompareCommand struct {
	Files     []string `arg:"" help:"Resolutions, the oldest first: two or more files, or archives and folders that hold them."`
	Symbol    []string `short:"s" sep:"," placeholder:"SYMBOL,…" help:"Compare these of the resolutions that the files hold, in this order."`
	Only      string   `enum:",preamble,operative" default:"" placeholder:"PART" help:"Show only the preamble or only the operative part."`
	Changed   bool     `help:"Leave out what was kept (not of JSON)."`
	CSV       bool     `name:"csv" xor:"form" help:"Print one row for each change as CSV."`
	JSON      bool     `name:"json" xor:"form" help:"Print the comparison as JSON."`
	Out       string   `short:"o" placeholder:"FILE" help:"Write to this file instead of standard output."`
	Programme string   `placeholder:"FOLDER" help:"Read with the names of the programme in this folder."`
}

// Run compares each resolution with the one that it renews.
func (c mandateCompareCommand) Run(ctx context.Context, io streams) error {
	roomyHeap()
	p, err := loadProgramme(c.Programme)
	if err != nil {
		return err
	}
	reader := reading.New(p)
	defer reader.Close()
	docs, err := c.documents(ctx, io, reader)
	if err != nil {
		return err
	}
	if len(docs) < 2 {
		return fmt.Errorf("there is one resolution only, %s; comparing takes two or more, the oldest first", docs[0].Symbol)
	}
	for i, d := range docs[1:] {
		if old := docs[i]; old.Language != "" && d.Language != "" && old.Language != d.Language {
			return fmt.Errorf("%s is in %q and %s in %q; only texts in one language can be compared, so give both in the same", old.Symbol, old.Language, d.Symbol, d.Language)
		}
	}
	chain := renewal.Follow(docs)
	for _, cmp := range chain.Comparisons {
		if hardlyAlike(cmp) {
			if _, err := fmt.Fprintf(io.err, "%s and %s have hardly a paragraph in common; the one may be no renewal of the other\n", cmp.Old, cmp.New); err != nil {
				return err
			}
		}
	}
	if c.Only != "" {
		onePart(&chain, resolution.Part(c.Only))
	}
	out, err := openOutput(c.Out, io.out, false)
	if err != nil {
		return err
	}
	defer out.discard()
	switch {
	case c.JSON:
		enc := json.NewEncoder(out)
		enc.SetIndent("", "  ")
		err = enc.Encode(chain)
	case c.CSV:
		var rows []byte
		if rows, err = comparisonCSV(chain, c.Changed); err == nil {
			_, err = out.Write(rows)
		}
	default:
		page := comparisonPage{width: comparisonWidth(io.out, c.Out), colour: c.Out == "" && colours(io.out), changed: c.Changed}
		for i, cmp := range chain.Comparisons {
			page.comparison(cmp, docs[i].Title, docs[i+1].Title)
		}
		since := renewal.Chain{Since: chain.Since}
		if err = since.WriteText(&page.b, renewal.Plain); err == nil {
			_, err = out.Write(page.b.Bytes())
		}
	}
	if err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	return out.keep()
}

// documents reads the resolutions to compare. Unlike a batch, a comparison with
// one of them missing says nothing, so that the first that cannot be read ends it.
func (c mandateCompareCommand) documents(ctx context.Context, io streams, reader *reading.Reader) ([]resolution.Document, error) {
	place := map[string]int{}
	for i, s := range c.Symbol {
		place[symbolKey(s)] = i
	}
	chosen := make([]*resolution.Document, len(c.Symbol))
	var docs []resolution.Document
	bar := newProgress(io.err)
	err := reader.Files(ctx, c.Files, reading.Options{Stdin: io.in, Found: bar.found}, func(r reading.Result) error {
		bar.step()
		if r.Err != nil {
			return r.Err
		}
		for _, d := range r.Documents {
			d = cleaned(d)
			if len(c.Symbol) == 0 {
				docs = append(docs, d)
			} else if i, ok := place[symbolKey(d.Symbol)]; ok && chosen[i] == nil {
				chosen[i] = &d
			}
		}
		return nil
	})
	bar.finish()
	if err != nil {
		return nil, err
	}
	for i, d := range chosen {
		if d == nil {
			return nil, fmt.Errorf("the files hold no resolution %s", c.Symbol[i])
		}
		docs = append(docs, *d)
	}
	if len(docs) == 0 {
		return nil, fmt.Errorf("no documents were found in %s", strings.Join(c.Files, ", "))
	}
	return docs, nil
}

// symbolKey makes "74/177" and "a/res/74/177" one.
func symbolKey(s string) string {
	s = strings.ToUpper(strings.Join(strings.Fields(s), " "))
	if s != "" && '0' <= s[0] && s[0] <= '9' {
		return "A/RES/" + s
	}
	return s
}

// cleaned takes out of a document's texts what a terminal would obey.
func cleaned(d resolution.Document) resolution.Document {
	d.Symbol, d.Title = clean(d.Symbol), clean(d.Title)
	d.Paragraphs = append([]resolution.Paragraph(nil), d.Paragraphs...)
	for i := range d.Paragraphs {
		p := &d.Paragraphs[i]
		p.ID, p.Number, p.Text = clean(p.ID), clean(p.Number), clean(p.Text)
	}
	return d
}
